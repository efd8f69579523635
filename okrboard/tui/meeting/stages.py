"""Which stage shows which step of which meeting."""

from __future__ import annotations

from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.cards import REFLECT_ROUNDS, VOICES
from okrboard.domain.records import Meeting
from okrboard.tui.meeting.actions import LastActions
from okrboard.tui.meeting.alignment_step import Taking
from okrboard.tui.meeting.arrive import Arrive
from okrboard.tui.meeting.closing import Closing
from okrboard.tui.meeting.commit import Commit
from okrboard.tui.meeting.confidence import ConfidenceStage
from okrboard.tui.meeting.context import Context
from okrboard.tui.meeting.decide import Decide
from okrboard.tui.meeting.diagnosis import DiagnosisStage
from okrboard.tui.meeting.discuss import Discuss
from okrboard.tui.meeting.dots import Coins, Dots
from okrboard.tui.meeting.grouping import Grouping
from okrboard.tui.meeting.key_result import KeyResultStage
from okrboard.tui.meeting.myself import Myself
from okrboard.tui.meeting.plan import Plan
from okrboard.tui.meeting.proposing import Merging, Proposing
from okrboard.tui.meeting.replay import Replay
from okrboard.tui.meeting.rest import Rest
from okrboard.tui.meeting.scores import Scores
from okrboard.tui.meeting.shaping import Shaping
from okrboard.tui.meeting.stage import Stage
from okrboard.tui.meeting.wins import Wins
from okrboard.tui.meeting.writing import Writing

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

_WRITING = tuple(
    zip(
        REFLECT_ROUNDS,
        (
            "What moved us forward?",
            "What stood in our way?",
            "What do we know now?",
            "What do we not understand yet?",
        ),
        strict=True,
    )
)

_REFLECT: dict[str, Stage] = {
    "replay": Replay(),
    "scores": Scores(),
    "writing": Writing(_WRITING),
    "grouping": Grouping(),
    "dots": Dots(),
    "discuss": Discuss(),
    "diagnosis": DiagnosisStage(),
    "decide": Decide(),
    "myself": Myself(),
    "close": Closing(),
}

_GOALS: dict[str, Stage] = {
    "context": Context(),
    "voices": Writing(((VOICES, "What did a customer say, to whom?"),), names=True),
    "proposals": Proposing(),
    "merging": Merging(),
    "coins": Coins(),
    "shaping": Shaping(),
    "alignment": Taking(),
    "commit": Commit(),
    "close": Closing(),
}

STAGES: dict[str, dict[str, Stage]] = {
    "check-in": _CHECK_IN,
    "reflect": _REFLECT,
    "goals": _GOALS,
}
"""The stages of each kind of meeting by the key of the step."""


def stage_of(meeting: Meeting, item: str) -> Stage:
    """Return the stage that shows an item; the minutes when the agenda is through."""
    stages = STAGES[meeting.kind]
    if meeting.state == "closed" or not item:
        return stages["close"]
    if parse_reference(item) is not None:
        return stages["key results"]
    return stages[item]
