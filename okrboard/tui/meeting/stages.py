"""Which stage shows which step of which meeting."""

from __future__ import annotations

from okrboard.domain.lookup import parse_reference
from okrboard.tui.meeting.actions import LastActions
from okrboard.tui.meeting.arrive import Arrive
from okrboard.tui.meeting.closing import Closing
from okrboard.tui.meeting.confidence import ConfidenceStage
from okrboard.tui.meeting.key_result import KeyResultStage
from okrboard.tui.meeting.plan import Plan
from okrboard.tui.meeting.rest import Rest
from okrboard.tui.meeting.wins import Wins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.records import Meeting
    from okrboard.tui.meeting.stage import Stage

_CHECK_IN: dict[str, Stage] = {
    "arrive": Arrive(),
    "actions": LastActions(),
    "key results": KeyResultStage(),
    "rest": Rest(),
    "confidence": ConfidenceStage(),
    "plan": Plan(),
    "wins": Wins(),
    "close": Closing(),
}

STAGES: dict[str, dict[str, Stage]] = {"check-in": _CHECK_IN}
"""The stages of each kind of meeting by the key of the step."""


def stage_of(meeting: Meeting, item: str) -> Stage:
    """Return the stage that shows an item; the minutes when the agenda is through."""
    stages = STAGES[meeting.kind]
    if meeting.state == "closed" or not item:
        return stages["close"]
    if parse_reference(item) is not None:
        return stages["key results"]
    return stages[item]
