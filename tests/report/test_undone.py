"""What is said after an undo."""

from __future__ import annotations

import pytest

from okrboard.domain.describe import stuck, undone
from okrboard.errors import Refused, UndoBlocked, UndoOutside


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
