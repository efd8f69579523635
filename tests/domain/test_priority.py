"""Votes and agenda priority: the sum of the design, and the words printed beside it."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.formulas import Confidence, Priority, agenda_priority, confidence_of

quick = settings(max_examples=100, deadline=None)
anything = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("votes", "expected", "split"),
    [
        ([7], Confidence(7, 0, 1), False),
        ([7, None, 8], Confidence(7.5, 1, 2), False),
        ([2, 6, 7], Confidence(6, 5, 3), True),
        ([3, 7], Confidence(5, 4, 2), True),
        ([0, 10, 10], Confidence(10, 10, 3), True),
    ],
)
def test_a_vote_is_its_median_and_spread(
    votes: list[int | None], expected: Confidence, split: bool
) -> None:
    found = confidence_of(votes)
    assert found == expected
    assert found is not None
    assert found.split is split


def test_a_vote_in_which_all_abstain_is_none() -> None:
    assert confidence_of([]) is None
    assert confidence_of([None, None]) is None


@pytest.mark.parametrize("vote", [-1, 11, 10**30])
def test_a_vote_outside_0_to_10_is_refused(vote: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        confidence_of([5, vote])


@quick
@given(st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=30))
def test_a_median_lies_between_lowest_and_highest_vote(votes: list[int | None]) -> None:
    found = confidence_of(votes)
    given_votes = [vote for vote in votes if vote is not None]
    if found is None:
        assert not given_votes
    else:
        assert min(given_votes) <= found.median <= max(given_votes)
        assert (found.spread, found.voters) == (
            max(given_votes) - min(given_votes),
            len(given_votes),
        )


def test_a_priority_is_the_sum_of_its_parts_and_prints_them() -> None:
    found = agenda_priority(
        stale=True, gap=43, spread=6, confidence_drop=2, reported="on_track", forecast=0.4
    )
    assert found.total == pytest.approx(2 + 43 / 25 + 6 / 4 + 1 + 1)
    assert found.printed == (
        "7.22 = 2.00 stale + 1.72 gap 43 + 1.50 spread 6 + 1.00 confidence fell by 2"
        " + 1.00 on track, forecast 0.40"
    )


def test_what_gives_no_reason_to_talk_prints_a_nought() -> None:
    found = agenda_priority(gap=0, spread=0, confidence_drop=1, reported="on_track", forecast=0.5)
    assert found == Priority(0.0)
    assert found.printed == "0.00"
    assert agenda_priority() == Priority(0.0)


def test_being_ahead_counts_down_but_not_without_end() -> None:
    assert agenda_priority(gap=-50).printed == "-2.00 = -2.00 ahead 50"
    assert agenda_priority(gap=-900).total == -4


@pytest.mark.parametrize(
    ("reported", "forecast", "points"),
    [("on_track", 0.49, 1), ("on_track", None, 0), ("at_risk", 0.1, 0), ("on_track", 0.0, 1)],
)
def test_only_what_is_said_to_be_on_track_is_doubted(
    reported: str, forecast: float | None, points: float
) -> None:
    found = agenda_priority(reported=reported, forecast=forecast)  # type: ignore[arg-type]
    assert found.total == points


@quick
@given(st.booleans(), anything, anything, anything, anything)
def test_a_priority_of_anything_is_finite_and_adds_up(
    stale: bool, gap: float, spread: float, drop: float, forecast: float
) -> None:
    found = agenda_priority(
        stale=stale,
        gap=gap,
        spread=spread,
        confidence_drop=drop,
        reported="on_track",
        forecast=forecast,
    )
    assert isfinite(found.total)
    # What would be printed as nothing is no reason.
    shown = sum(part.points for part in found.parts)
    assert found.total == pytest.approx(shown, rel=1e-6, abs=0.005 * 5)
    assert "nan" not in found.printed


def test_a_hair_ahead_is_no_reason_and_no_minus_nothing() -> None:
    assert agenda_priority(stale=False, gap=-0.1).printed == "0.00"
    assert agenda_priority(stale=False, gap=-2.0).printed == "-0.08 = -0.08 ahead 2"
