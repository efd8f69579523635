"""The agenda: which items, and that dealt seconds always add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.meeting.agendas import check_in_items, talk_first
from okrboard.domain.meeting.timeboxes import deal

quick = settings(max_examples=200, deadline=None)
weights = st.floats(0, 1e9) | st.integers(0, 5).map(float)
shares = st.lists(st.tuples(weights, st.integers(0, 300)), max_size=12)


@pytest.mark.parametrize(
    ("seconds", "shares", "boxes"),
    [
        (100, [(1, 0), (1, 0), (2, 0)], (25, 25, 50)),
        (100, [(1, 0), (1, 0), (1, 0)], (34, 33, 33)),
        (10, [(5, 0), (3, 0), (1, 0)], (6, 3, 1)),
        (100, [(1, 40), (9, 0)], (40, 60)),
        (100, [(1, 40), (9, 50), (0, 0)], (40, 60, 0)),
        (100, [(0, 30), (1, 0)], (30, 70)),
        (100, [(0, 0), (0, 0)], (50, 50)),
        (30, [(1, 60), (9, 30)], (20, 10)),
        (0, [(1, 60), (9, 30)], (0, 0)),
        (-5, [(1, 0)], (0,)),
        (60, [], ()),
    ],
)
def test_seconds_are_dealt_by_weight_with_a_floor(
    seconds: int, shares: list[tuple[float, int]], boxes: tuple[int, ...]
) -> None:
    assert deal(seconds, shares) == boxes


@quick
@given(st.integers(-10, 20_000), shares)
def test_dealt_seconds_always_add_up(seconds: int, shares: list[tuple[float, int]]) -> None:
    boxes = deal(seconds, shares)
    assert len(boxes) == len(shares)
    assert sum(boxes) == (max(0, seconds) if shares else 0)
    assert all(box >= 0 for box in boxes)


@quick
@given(st.integers(0, 20_000), shares)
def test_nobody_is_below_a_floor_if_floors_fit_nor_above_if_not(
    seconds: int, shares: list[tuple[float, int]]
) -> None:
    boxes = deal(seconds, shares)
    fit = sum(floor for _, floor in shares) <= seconds
    for box, (_, floor) in zip(boxes, shares, strict=True):
        assert box >= floor if fit else box <= floor


@quick
@given(st.integers(0, 20_000), st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_without_floors_nobody_is_a_second_off_their_proportion(
    seconds: int, weights: list[int]
) -> None:
    boxes = deal(seconds, [(float(weight), 0) for weight in weights])
    for box, weight in zip(boxes, weights, strict=True):
        assert abs(box - seconds * weight / sum(weights)) < 1 + 1e-4


@quick
@given(st.integers(200, 20_000), st.lists(st.integers(0, 100), max_size=10).map(sorted))
def test_the_heavier_of_equal_floors_never_gets_less(seconds: int, weights: list[int]) -> None:
    boxes = deal(seconds, [(float(weight), 20) for weight in weights])
    for lighter, (box, weight) in enumerate(zip(boxes, weights, strict=True)):
        heavier = [boxes[at] for at in range(lighter, len(boxes)) if weights[at] > weight]
        assert all(box <= more for more in heavier)


@pytest.mark.parametrize(
    ("seconds", "share"),
    [(60, (-1.0, 0)), (60, (1.0, -1)), (60, (float("nan"), 0)), (10**8, (1.0, 0))],
)
def test_nonsense_is_not_dealt(seconds: int, share: tuple[float, int]) -> None:
    with pytest.raises(ValueError, match=r"0 or more|not that long"):
        deal(seconds, [(1.0, 0), share])


def test_the_urgent_are_talked_about_first_the_rest_waved() -> None:
    talk, waved = talk_first([("KR1", 0.1), ("KR2", 3.2), ("KR3", 0.4), ("KR4", 3.2), ("KR5", -2)])
    assert [ref for ref, _ in talk] == ["KR2", "KR4", "KR3"]
    assert waved == ["KR1", "KR5"]


def test_a_check_in_has_its_steps_around_the_key_results() -> None:
    items = check_in_items([("KR2", 3.0), ("KR3", 1.0)], waved=4)
    assert [item.key for item in items] == [
        *("arrive", "actions", "KR2", "KR3", "rest", "confidence", "plan", "wins", "close"),
    ]
    urgent, other = items[2], items[3]
    assert urgent.weight == pytest.approx(3 * other.weight)
    assert urgent.weight + other.weight == pytest.approx(45)


def test_with_nothing_to_talk_about_the_agenda_has_nothing() -> None:
    assert [item.key for item in check_in_items([])] == [
        *("arrive", "actions", "confidence", "plan", "wins", "close"),
    ]


@pytest.mark.parametrize("count", [0, 1, 8, 40])
@pytest.mark.parametrize("minutes", [0, 5, 30, 90])
def test_a_meeting_of_any_length_is_dealt_in_full(count: int, minutes: int) -> None:
    items = check_in_items([(f"KR{n}", n / 7 - 1) for n in range(count)], waved=3)
    boxes = deal(minutes * 60, [(item.weight, item.floor) for item in items])
    assert sum(boxes) == minutes * 60
    assert minutes == 0 or min(boxes) > 0
