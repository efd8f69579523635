"""A screen is added as CONTRIBUTING says: its module, and lines in the tables of actions."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from support.screens import seated

from okrboard.tui import actions, keys
from okrboard.tui.actions import Hint, KeyAction
from okrboard.tui.screens import help
from okrboard.tui.screens.page_screen import PageScreen

DRAW = KeyAction("plan.draw", "d", "draw", "Draw a line of the plan", "Goals")


class PlanScreen(PageScreen):
    """A plan with a line for each key that drew one."""

    KEYS = "plan"

    def begin(self) -> None:
        self.drawn = 0

    def repaint(self) -> None:
        self.view.show([[("the plan", "title")], *[[("a line", "text")]] * self.drawn], (), -1)

    def action_draw(self) -> None:
        self.drawn += 1
        self.repaint()


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("okrboard.tui.screens.plan")
    module.PlanScreen = PlanScreen  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    known = (*actions.ACTIONS, DRAW)
    for place in (actions, keys, help):
        monkeypatch.setattr(place, "ACTIONS", known)
    monkeypatch.setitem(actions.BY_ID, DRAW.id, DRAW)
    monkeypatch.setitem(actions.TITLES, "plan", "Plan")
    monkeypatch.setitem(actions.SHARED, "plan", ("move", "app"))
    monkeypatch.setitem(actions.FEET, "plan", (Hint((DRAW.id,), "draw"),))
    monkeypatch.setitem(actions.SCREENS, "plan", (module.__name__, "PlanScreen"))


async def test_a_class_and_lines_of_tables_make_a_screen() -> None:
    async with seated(start="plan") as seat:
        assert "the plan" in seat.text
        assert "d draw" in seat.rows[-1]
        await seat.type("dd")
        assert seat.text.count("a line") == 2


async def test_help_and_a_persons_keys_know_a_new_screen() -> None:
    async with seated(start="plan", size=(100, 45)) as seat:
        await seat.type("?")
        assert "Draw a line of the plan" in seat.text
    keymap = keys.make_keymap(own={"plan.draw": "v"})
    assert (keymap.first("plan.draw"), keymap.problems) == ("v", ())
