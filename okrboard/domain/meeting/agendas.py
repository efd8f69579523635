"""The agendas: what each kind of meeting goes through, as data.

A kind is a list of steps; a step is one item of the clock, or one for each key result that needs
talk. Screens, minutes and commands ask here, so that a new kind of meeting is a new list.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.agenda import Item, check_in_items
from okrboard.domain.board import Board
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.topics import ranked, to_talk_about
from okrboard.domain.record import Record
from okrboard.domain.records import Meeting


class Step(Record):
    """A step of an agenda as people read it."""

    key: str
    title: str
    asks: str
    """What the step asks the room."""
    weight: float = 0.0
    floor: int = 30


CHECK_IN = (
    Step("arrive", "arrive", "Who is here?"),
    Step("actions", "last actions", "What of last week's actions was kept?"),
    Step("key results", "key results", "What drove it last week?"),
    Step("rest", "the others", "Does anybody want to talk about one of these?"),
    Step("confidence", "confidence", "How sure are we that we reach it?"),
    Step("plan", "action plan", "Who does what next week?"),
    Step("wins", "wins", "What went well?"),
    Step("close", "close", "Read the minutes; when do we meet again?"),
)

REFLECT = (
    Step("replay", "the cycle again", "What happened, week by week?", 8, 60),
    Step("scores", "scores", "How far did we get?", 18, 120),
    Step(
        "writing", "silent writing", "What drove us, held us back, taught us, puzzles us?", 12, 120
    ),
    Step("grouping", "together", "Which of these belong together?", 8, 60),
    Step("dots", "dots", "What is worth talking about?", 5, 60),
    Step("discuss", "discuss", "What follows from it?", 22, 180),
    Step("diagnosis", "diagnosis", "Was it the strategy or the rhythm?", 7, 60),
    Step("decide", "decide", "Keep, change, drop or put off?", 14, 120),
    Step("myself", "for myself", "What did you grow in?", 6, 60),
    Step("close", "close", "Read the minutes; when do we meet again?", 6, 60),
)

GOALS = (
    Step("context", "where we go", "Where is the company going, what did we learn?", 10, 60),
    Step("voices", "voices", "What did customers say to you?", 12, 120),
    Step("proposals", "proposals", "What is worth being proud of?", 16, 180),
    Step("merging", "merge", "Which of these are one?", 10, 60),
    Step("coins", "coins", "Where would you put your effort?", 6, 60),
    Step("shaping", "shaping", "How will we know?", 22, 240),
    Step("alignment", "alignment", "What do I take, and what for?", 14, 120),
    Step("commit", "commit", "Is this what we go for?", 6, 60),
    Step("close", "close", "Read the minutes; when do we meet again?", 4, 60),
)

STEPS: dict[str, tuple[Step, ...]] = {"check-in": CHECK_IN, "reflect": REFLECT, "goals": GOALS}


def agenda(board: Board, meeting: Meeting, today: date) -> tuple[Item, ...]:
    """Return the items of a meeting that starts now."""
    if meeting.kind == "check-in":
        talk, waved = to_talk_about(ranked(board, meeting, today))
        return check_in_items(talk, len(waved))
    return tuple(Item(step.key, step.weight, step.floor) for step in STEPS[meeting.kind])


def step_of(meeting: Meeting, item: str) -> Step:
    """Return the step that an item belongs to; the last one when the agenda is through."""
    steps = STEPS[meeting.kind]
    if parse_reference(item) is not None:
        item = "key results"
    return next((step for step in steps if step.key == item), steps[-1])
