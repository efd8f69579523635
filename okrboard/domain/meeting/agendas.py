"""The agendas: what each kind of meeting goes through, as data.

A kind is a list of steps; a step is one item of the clock, or one for each key result that needs
talk. Screens, minutes and commands ask here, so that a new kind of meeting is a new list, and a new
step a line here and its stage under `okrboard/tui/meeting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.timeboxes import Item
from okrboard.domain.meeting.topics import TALK, ranked, to_talk_about
from okrboard.domain.record import Record
from okrboard.domain.records import Meeting


class Step(Record):
    """A step of an agenda."""

    key: str
    title: str
    """What the agenda calls it."""
    question: str
    """What the step asks the room."""
    stage: str
    """What shows it, as `module:Class` under `okrboard.tui.meeting`."""
    weight: float
    """Its part of the meeting's minutes, beside the weights of the others."""
    floor: int
    """Seconds that it gets at least."""


KEY_RESULTS = "key results"
"""The step that is one item for each key result to talk about; they share its weight."""

_KEPT = "What of last week's actions was kept?"
_DROVE = "What drove it last week?"
_REST = "Does anybody want to talk about one of these?"
_SURE = "How sure are we that we reach it?"
_CARDS = "What drove us, held us back, taught us, puzzles us?"
_CONTEXT = "Where is the company going, what did we learn?"
_WHY = "Was it the strategy or the rhythm?"
_PROUD = "What is worth being proud of?"
_TAKE = "What do I take, and what for?"
_READ = "Read the minutes; when do we meet again?"

STEPS: dict[str, tuple[Step, ...]] = {
    "check-in": (
        Step("arrive", "arrive", "Who is here?", "arrive_and_close:Arrive", 8, 30),
        Step("actions", "last actions", _KEPT, "actions:LastActions", 12, 30),
        Step(KEY_RESULTS, KEY_RESULTS, _DROVE, "key_results:OneKeyResult", 45, 60),
        Step("rest", "the others", _REST, "key_results:Rest", 4, 20),
        Step("confidence", "confidence", _SURE, "key_results:ConfidenceStage", 10, 30),
        Step("plan", "action plan", "Who does what next week?", "actions:ActionPlan", 12, 60),
        Step("wins", "wins", "What went well?", "arrive_and_close:Wins", 6, 20),
        Step("close", "close", _READ, "arrive_and_close:Closing", 7, 30),
    ),
    "reflect": (
        Step("replay", "the cycle again", "What happened, week by week?", "replay:Replay", 8, 60),
        Step("scores", "scores", "How far did we get?", "scores:Scores", 18, 120),
        Step("writing", "silent writing", _CARDS, "cards:Reflections", 12, 120),
        Step("grouping", "together", "Which of these belong together?", "cards:Grouping", 8, 60),
        Step("dots", "dots", "What is worth talking about?", "dots:Dots", 5, 60),
        Step("discuss", "discuss", "What follows from it?", "discuss:Discuss", 22, 180),
        Step("diagnosis", "diagnosis", _WHY, "discuss:DiagnosisStage", 7, 60),
        Step("decide", "decide", "Keep, change, drop or put off?", "decide:Decide", 14, 120),
        Step("myself", "for myself", "What did you grow in?", "cards:Myself", 6, 60),
        Step("close", "close", _READ, "arrive_and_close:Closing", 6, 60),
    ),
    "goals": (
        Step("context", "where we go", _CONTEXT, "proposing:Direction", 10, 60),
        Step("voices", "voices", "What did customers say to you?", "cards:Voices", 12, 120),
        Step("proposals", "proposals", _PROUD, "proposing:Proposing", 16, 180),
        Step("merging", "merge", "Which of these are one?", "proposing:Merging", 10, 60),
        Step("coins", "coins", "Where would you put your effort?", "dots:Coins", 6, 60),
        Step("shaping", "shaping", "How will we know?", "shaping:Shaping", 22, 240),
        Step("alignment", "alignment", _TAKE, "committing:Taking", 14, 120),
        Step("commit", "commit", "Is this what we go for?", "committing:Commit", 6, 60),
        Step("close", "close", _READ, "arrive_and_close:Closing", 4, 60),
    ),
}
"""The steps of each kind of meeting in their order; the weights of a check-in are per cent."""


def agenda(board: Board, meeting: Meeting, today: date) -> tuple[Item, ...]:
    """Return the items of a meeting that starts now."""
    if meeting.kind == "check-in":
        talk, waved = to_talk_about(ranked(board, meeting, today))
        return check_in_items(talk, len(waved))
    return tuple(Item(step.key, step.weight, step.floor) for step in STEPS[meeting.kind])


def check_in_items(talk: Sequence[tuple[str, float]], waved: int = 0) -> tuple[Item, ...]:
    """Return the items of a check-in in their order.

    `talk` are the key results to talk about as (reference, agenda priority): they share the key
    results' weight by priority, each at least as if its priority were `TALK`. `waved` says how many
    are waved through together; that item is there only if there are any.
    """
    shares = [(ref, max(priority, TALK)) for ref, priority in talk]
    whole = sum(share for _, share in shares)
    items: list[Item] = []
    for step in STEPS["check-in"]:
        if step.key == KEY_RESULTS:
            items += [Item(ref, step.weight * share / whole, step.floor) for ref, share in shares]
        elif step.key != "rest" or waved:
            items.append(Item(step.key, step.weight, step.floor))
    return tuple(items)


def one_more_key_result(meeting: Meeting, ref: str) -> Item:
    """Return the item of a key result that somebody wants to talk about after all."""
    step = step_of(meeting, ref)
    return Item(ref, step.weight / 4, step.floor)


def step_of(meeting: Meeting, item: str) -> Step:
    """Return the step that an item belongs to; the last one when the agenda is through."""
    steps = STEPS[meeting.kind]
    if parse_reference(item) is not None:
        item = KEY_RESULTS
    return next((step for step in steps if step.key == item), steps[-1])
