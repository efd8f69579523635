"""A step of a meeting is added as CONTRIBUTING says: a line in the agenda, and its stage."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from support.meeting_screens import three_people, walk_to
from support.screens import seated

from okrboard.domain.meeting.agendas import STEPS, AgendaStep
from okrboard.domain.meeting.contributions import say_win
from okrboard.domain.records import Member
from okrboard.tui.meeting.stage import NEXT, ListStage

if TYPE_CHECKING:
    from okrboard.tui.paint.line import Line

THANKS = AgendaStep("thanks", "thanks", "Whom do you thank?", "thanks:Thanks", 5, 60)


class Thanks(ListStage[Member]):
    """The people, each of whom can be thanked."""

    hints = {"keep": "thank", **NEXT}
    nothing = "nobody is here"

    def list_items(self) -> list[Member]:
        return list(self.board.members.values())

    def row(self, item: Member, index: int) -> list[Line]:
        return [[self.mark(index), (item.handle, "text")]]

    def on_item_keep(self, item: Member) -> None:
        thanks = f"thanks to {item.handle}"
        self.host.change("", lambda draft: say_win(draft, self.meeting.id, thanks))
        self.go_down()


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = STEPS["reflect"]
    monkeypatch.setitem(STEPS, "reflect", (first, THANKS, *others))
    stage = ModuleType("okrboard.tui.meeting.thanks")
    stage.Thanks = Thanks  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, stage.__name__, stage)
    import okrboard.tui.meeting

    monkeypatch.setattr(okrboard.tui.meeting, "thanks", stage, raising=False)


@pytest.mark.usefixtures("added")
async def test_a_line_and_a_stage_make_a_step() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 40)) as seat:
        assert "thanks" in seat.text, "the agenda has it"
        await walk_to(seat, "thanks")
        assert "Whom do you thank?" in seat.text
        assert "▌ ana" in seat.text
        assert "thank" in seat.rows[-1]
        await seat.type("yy")
        assert [win.text for win in seat.board.meetings[1].wins] == [
            "thanks to ana",
            "thanks to ben",
        ]
        assert "▌ cleo" in seat.text


@pytest.mark.usefixtures("added")
async def test_a_new_step_gets_its_time_and_passes_it_on() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 40)) as seat:
        boxes = seat.board.meetings[1].boxes
        assert [box.key for box in boxes][:2] == ["replay", "thanks"]
        assert boxes[1].seconds >= THANKS.floor
        assert sum(box.seconds for box in boxes) == 90 * 60
