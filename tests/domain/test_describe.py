"""What a check-in did, in words."""

from __future__ import annotations

import pytest

from okrboard.domain.describe import describe_done, describe_move, describe_value
from okrboard.domain.records import KeyResult, Step

METRIC = KeyResult(1, 1, "Pages", start=31, target=8, unit="pages")
KEPT = KeyResult(2, 1, "Uptime", kind="threshold", target=99.9, unit="%", keep="above")
STEPS = KeyResult(3, 1, "SOPs", kind="milestones", target=4, steps=(Step("a", 1), Step("b", 3)))
YES_NO = KeyResult(4, 1, "Status page", kind="milestones", target=1, steps=(Step("it", 1),))


@pytest.mark.parametrize(
    ("key_result", "before", "after", "told"),
    [
        (METRIC, 30, 26, "30 → 26 pages"),
        (METRIC, None, 26, "31 → 26 pages"),
        (KEPT, None, 99.5, "99.5 %"),
        (KEPT, 99.5, 99.95, "99.5 → 99.95 %"),
        (STEPS, None, 1, "0 → 1 of 4"),
        (YES_NO, None, 1, "not yet → yes"),
        (YES_NO, 1, 0, "yes → not yet"),
    ],
)
def test_a_move_is_told_as_its_kind_of_key_result_moves(
    key_result: KeyResult, before: float | None, after: float, told: str
) -> None:
    assert describe_move(key_result, before, after) == told


@pytest.mark.parametrize(
    ("key_result", "value", "told"),
    [(METRIC, 26, "26 pages"), (STEPS, 1, "1 of 4"), (YES_NO, 1, "yes"), (YES_NO, 0, "not yet")],
)
def test_a_value_is_told_as_its_kind_of_key_result_has_it(
    key_result: KeyResult, value: float, told: str
) -> None:
    assert describe_value(key_result, value) == told


@pytest.mark.parametrize(
    ("what", "done"),
    [
        ("commit O1 Sleep", "committed O1 Sleep"),
        ("close O1: reached", "closed O1: reached"),
        ("edit O1 title", "changed O1 title"),
        ("O1 belongs to ben", "O1 belongs to ben"),
        ("new team Audit", "new team Audit"),
        ("", ""),
    ],
)
def test_what_a_line_of_the_log_orders_is_told_as_done(what: str, done: str) -> None:
    assert describe_done(what) == done
