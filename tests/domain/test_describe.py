"""What messages and screens tell of values, check-ins and days, and what is said after an undo."""

from __future__ import annotations

import pytest

from okrboard.domain.describe import describe_done, describe_move, describe_value, stuck, undone
from okrboard.domain.records import KeyResult, Step
from okrboard.errors import Refused, UndoBlocked, UndoOutside

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


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("edit O1 title", "undone: edit O1 title"),
        ("close O12: reached", "undone: close O12: reached (reopened O12)"),
        ("close cycle 2026-T2", "undone: close cycle 2026-T2 (reopened cycle 2026-T2)"),
    ],
)
def test_what_an_undo_comes_to_is_said(what: str, said: str) -> None:
    assert undone(what) == said


def outside(what: str) -> UndoOutside:
    error = UndoOutside(f"“{what}” is from before this meeting")
    error.what = what
    return error


def blocked(what: str) -> UndoBlocked:
    error = UndoBlocked(f"no undo of “{what}”: A24 was changed since by ben (edit A24 title, due)")
    error.what, error.why = what, "ben changed A24 since"
    return error


@pytest.mark.parametrize("cells", [78, 118, 198])
@pytest.mark.parametrize("error", [outside("x" * 90), blocked("x" * 60), blocked("add A24 Rota")])
def test_how_one_goes_on_after_a_refusal_is_never_cut(error: Refused, cells: int) -> None:
    said = stuck(error, "u", cells)
    assert len(said) <= cells
    assert said.endswith(("; u again: the one before", "u on the board takes it back"))
    assert "xxxxxxxx" in said or "add A24 Rota" in said


def test_any_other_refusal_is_said_as_it_is() -> None:
    assert stuck(Refused("nothing to undo"), "u", 10) == "nothing to undo"
