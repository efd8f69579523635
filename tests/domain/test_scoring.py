"""Scores, calibration, kept and moved, rhythm: bands, words and when there is too little."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain import formulas as s

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.enums import Commitment

quick = settings(max_examples=100, deadline=None)
FRIDAY = date(2026, 9, 4)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "red"),
        (0.3, "red"),
        (0.304, "red"),
        (0.31, "amber"),
        (0.69, "amber"),
        (0.696, "green"),
        (0.7, "green"),
        (1, "green"),
        (1.88, "green"),
        (-0.2, "red"),
    ],
)
def test_a_score_has_the_band_of_what_is_printed(score: float, band: str) -> None:
    assert s.score_band(score) == band


def test_committed_and_aspirational_are_never_averaged_together() -> None:
    scores: list[tuple[Commitment, float | None]] = [
        ("committed", 1.0),
        ("committed", 0.5),
        ("aspirational", 0.7),
        ("aspirational", None),
    ]
    assert s.mean_scores(scores) == {"committed": 0.75, "aspirational": 0.7}
    assert s.mean_scores([]) == {"committed": None, "aspirational": None}
    assert s.expected_score("committed") == 1.0
    assert s.expected_score("aspirational") == 0.7


def test_below_20_pairs_a_calibration_says_it_has_too_little() -> None:
    found = s.calibration([(8, True)] * 19)
    assert (found.enough, found.brier, found.table) == (False, None, ())
    assert found.sentence == "Too little to say: 19 of the 20 key results it needs."


def test_a_calibration_compares_what_was_said_with_what_came() -> None:
    pairs = [(8.0, True)] * 6 + [(8.0, False)] * 5 + [(3.0, False)] * 9
    found = s.calibration(pairs)
    assert found.brier == pytest.approx((6 * 0.04 + 5 * 0.64 + 9 * 0.09) / 20)
    assert [(row.low, row.high, row.pairs) for row in found.table] == [(2, 4, 9), (8, 10, 11)]
    assert found.table[1].said == pytest.approx(0.8)
    assert found.table[1].reached == pytest.approx(6 / 11)
    assert found.sentence == "When we say 8.0 of 10, we reach it in 55 % (11 key results)."


def test_always_saying_five_scores_a_quarter_knowing_nothing() -> None:
    assert s.calibration([(5, True), (5, False)] * 10).brier == pytest.approx(0.25)
    assert s.calibration([(10, True), (0, False)] * 10).brier == 0


@quick
@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), min_size=20, max_size=60))
def test_a_calibration_table_holds_every_pair_once(pairs: list[tuple[float, bool]]) -> None:
    found = s.calibration(pairs)
    assert sum(row.pairs for row in found.table) == len(pairs)
    assert found.brier is not None
    assert 0 <= found.brier <= 1
    for row in found.table:
        assert row.low - 1e-6 <= row.said * 10 <= row.high + 1e-6
        assert 0 <= row.reached <= 1


@pytest.mark.parametrize("confidence", [-1, 10.5, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"0 to 10|finite"):
        s.calibration([(confidence, True)] * 20)


@pytest.mark.parametrize(
    ("kept", "moved", "word"),
    [
        (True, True, "value"),
        (True, False, "busy_work"),
        (False, True, "luck"),
        (False, False, "stuck"),
    ],
)
def test_kept_and_moved(kept: bool, moved: bool, word: str) -> None:
    assert s.kept_and_moved(kept, moved) == word


def test_the_yield_is_the_share_of_kept_actions_that_moved() -> None:
    assert s.value_yield(["value", "busy_work", "value", "luck", "stuck"]) == pytest.approx(2 / 3)
    assert s.value_yield(["luck", "stuck"]) is None


def test_a_check_in_counts_for_one_due_day_within_its_grace() -> None:
    due = [FRIDAY + timedelta(weeks=week) for week in range(3)]
    assert s.in_time(due, due) == 3
    assert s.in_time(due, [FRIDAY + timedelta(3)]) == 1
    assert s.in_time(due, [FRIDAY + timedelta(4)]) == 1
    assert s.in_time(due, [FRIDAY - timedelta(30), FRIDAY + timedelta(18)]) == 1
    assert s.in_time(due, []) == 0
    assert s.in_time([], [FRIDAY]) == 0


@quick
@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
    st.integers(0, 7),
)
def test_no_more_is_in_time_than_was_due_or_made(
    due: list[date], made: list[date], grace: int
) -> None:
    assert 0 <= s.in_time(due, made, grace) <= min(len(set(due)), len(made))


def test_a_rhythm_is_a_share_of_what_was_due() -> None:
    assert s.rhythm(3, 4) == 0.75
    assert s.rhythm(0, 0) is None


@pytest.mark.parametrize(
    ("score", "rhythm", "problem", "words"),
    [
        (0.4, 0.9, "strategy", "Score 0.40, 90 % of the check-ins in time: a strategy problem."),
        (0.4, 0.5, "cadence", "Score 0.40, 50 % of the check-ins in time: a cadence problem."),
        (0.8, 0.9, "none", "Was it ambitious enough?"),
        (0.8, 0.5, "none", "it came this far without the rhythm"),
        (None, 0.5, "unknown", "Too little to say"),
        (0.4, None, "unknown", "Too little to say"),
    ],
)
def test_score_and_rhythm_tell_strategy_from_cadence(
    score: float | None, rhythm: float | None, problem: str, words: str
) -> None:
    found = s.diagnosis(score, rhythm)
    assert found.problem == problem
    assert words in found.sentence
