"""The agendas: what each kind of meeting goes through, as data, and what a meeting is about.

A kind is a list of steps; a step is one item of the clock, or one for each key result that needs
talk. Screens, minutes and commands ask here, so that a new kind of meeting is a new list, and a new
step a line here and its stage under `okrboard/tui/meeting`. A meeting is about its key results by
urgency, last week's actions, and what the meeting before left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import MeetingKind
from okrboard.domain.formulas import Priority, agenda_priority
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.measure import Measure, Trend, measure, trend
from okrboard.domain.meeting.blind import spread_before
from okrboard.domain.meeting.timeboxes import Item
from okrboard.domain.record import Record
from okrboard.domain.records import Action, CheckIn, KeyResult, Meeting, Member


class AgendaStep(Record):
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

STEPS: dict[str, tuple[AgendaStep, ...]] = {
    "check-in": (
        AgendaStep("arrive", "arrive", "Who is here?", "arrive_and_close:Arrive", 8, 30),
        AgendaStep("actions", "last actions", _KEPT, "actions:LastActions", 12, 30),
        AgendaStep(KEY_RESULTS, KEY_RESULTS, _DROVE, "key_results:OneKeyResult", 45, 60),
        AgendaStep("rest", "the others", _REST, "key_results:Rest", 4, 20),
        AgendaStep("confidence", "confidence", _SURE, "key_results:ConfidenceStage", 10, 30),
        AgendaStep("plan", "action plan", "Who does what next week?", "actions:ActionPlan", 12, 60),
        AgendaStep("wins", "wins", "What went well?", "arrive_and_close:Wins", 6, 20),
        AgendaStep("close", "close", _READ, "arrive_and_close:Closing", 7, 30),
    ),
    "reflect": (
        AgendaStep(
            "replay", "the cycle again", "What happened, week by week?", "replay:Replay", 8, 60
        ),
        AgendaStep("scores", "scores", "How far did we get?", "scores:Scores", 18, 120),
        AgendaStep("writing", "silent writing", _CARDS, "cards:Reflections", 12, 120),
        AgendaStep(
            "grouping", "together", "Which of these belong together?", "cards:Grouping", 8, 60
        ),
        AgendaStep("dots", "dots", "What is worth talking about?", "dots:Dots", 5, 60),
        AgendaStep("discuss", "discuss", "What follows from it?", "discuss:Discuss", 22, 180),
        AgendaStep("diagnosis", "diagnosis", _WHY, "discuss:DiagnosisStage", 7, 60),
        AgendaStep("decide", "decide", "Keep, change, drop or put off?", "decide:Decide", 14, 120),
        AgendaStep("myself", "for myself", "What did you grow in?", "cards:Myself", 6, 60),
        AgendaStep("close", "close", _READ, "arrive_and_close:Closing", 6, 60),
    ),
    "goals": (
        AgendaStep("context", "where we go", _CONTEXT, "proposing:Direction", 10, 60),
        AgendaStep("voices", "voices", "What did customers say to you?", "cards:Voices", 12, 120),
        AgendaStep("proposals", "proposals", _PROUD, "proposing:Proposing", 16, 180),
        AgendaStep("merging", "merge", "Which of these are one?", "proposing:Merging", 10, 60),
        AgendaStep("coins", "coins", "Where would you put your effort?", "dots:Coins", 6, 60),
        AgendaStep("shaping", "shaping", "How will we know?", "shaping:Shaping", 22, 240),
        AgendaStep("alignment", "alignment", _TAKE, "committing:Taking", 14, 120),
        AgendaStep("commit", "commit", "Is this what we go for?", "committing:Commit", 6, 60),
        AgendaStep("close", "close", _READ, "arrive_and_close:Closing", 4, 60),
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


def step_of(meeting: Meeting, item: str) -> AgendaStep:
    """Return the step that an item belongs to; the last one when the agenda is through."""
    steps = STEPS[meeting.kind]
    if parse_reference(item) is not None:
        item = KEY_RESULTS
    return next((step for step in steps if step.key == item), steps[-1])


TALK = 0.4
"""Priority from which a key result is talked about first: what a gap of 10 points alone brings."""


class Ranked(Record):
    """A key result with how much it needs talk, and why."""

    ref: str
    measure: Measure
    trend: Trend
    priority: Priority


def key_results_in(board: Board, cycle: int, team: int = 0) -> list[KeyResult]:
    """Return the key results that a cycle's meetings are about; of one team, or of all (0)."""
    return [
        key_result
        for objective in board.objectives_in(cycle)
        if objective.stage == "committed" and team in (0, objective.team)
        for key_result in board.key_results_of(objective.id)
        if key_result.weight > 0
    ]


def ranked(board: Board, meeting: Meeting, today: date) -> list[Ranked]:
    """Return a meeting's key results, most urgent first; equals in board order."""
    key_results = key_results_in(board, meeting.cycle, meeting.team)
    ranks = [_rank(board, meeting, key_result, today) for key_result in key_results]
    return sorted(ranks, key=lambda each: -each.priority.total)


def to_talk_about(everything: list[Ranked]) -> tuple[list[tuple[str, float]], list[str]]:
    """Return (reference, priority) of those that need talk, and references to wave through."""
    return talk_first((each.ref, each.priority.total) for each in everything)


def talk_first(
    priorities: Iterable[tuple[str, float]], line: float = TALK
) -> tuple[list[tuple[str, float]], list[str]]:
    """Return the key results to talk about, most urgent first, and those to wave through.

    `priorities` are (reference, agenda priority); equal ones keep their order.
    """
    given = list(priorities)
    talk = sorted((pair for pair in given if pair[1] >= line), key=lambda pair: -pair[1])
    return talk, [ref for ref, priority in given if not priority >= line]


def meeting_before(board: Board, kind: MeetingKind, team: int, id: int = 0) -> Meeting | None:
    """Return the newest closed meeting of a kind and team, other than `id`."""
    # What is open or new is live; an archive is opened only where a team has not met since.
    for meetings in (board.meetings.live, board.meetings):
        closed = [
            meeting
            for meeting in meetings.values()
            if (meeting.kind, meeting.team, meeting.state) == (kind, team, "closed")
            and meeting.id != id
        ]
        if closed:
            return max(closed, key=lambda meeting: (meeting.started, meeting.id))
    return None


def running(
    board: Board, kind: MeetingKind | None = None, team: int | None = None
) -> list[Meeting]:
    """Return the meetings that are not closed, newest first."""
    meetings = (
        meeting
        for meeting in board.meetings.live.values()
        if meeting.state != "closed"
        and kind in (None, meeting.kind)
        and team in (None, meeting.team)
    )
    return sorted(meetings, key=lambda meeting: meeting.id, reverse=True)


def actions_to_review(board: Board, meeting: Meeting) -> list[Action]:
    """Return the actions that were planned before a meeting and are open, or closed in it."""
    refs = _scope(board, meeting)
    day = meeting.started.date()
    return [
        action
        for action in board.actions.live.values()
        if (action.key_result in refs or (not action.key_result and not meeting.team))
        and action.meeting != meeting.id
        and (action.state == "open" or (action.closed is not None and action.closed >= day))
    ]


def planned_actions(board: Board, meeting: Meeting) -> list[Action]:
    """Return all open actions of a meeting's scope: next week's plan."""
    refs = {*_scope(board, meeting), 0}
    return [
        action
        for action in board.actions.live.values()
        if action.state == "open" and (action.key_result in refs or action.meeting == meeting.id)
    ]


def _scope(board: Board, meeting: Meeting) -> set[int]:
    return {one.id for one in key_results_in(board, meeting.cycle, meeting.team)}


def without_action(board: Board, measured: Measure) -> bool:
    """Say whether a key result is at risk or off track and nobody does anything about it."""
    return measured.health in ("at_risk", "off_track") and not any(
        action.state == "open" for action in board.actions_of(measured.key_result.id)
    )


def check_in_before(board: Board, check_in: CheckIn) -> CheckIn | None:
    """Return a key result's check-in before another one, of another meeting than that one's."""
    before = None
    for other in board.check_ins_of(check_in.key_result):
        if other.id == check_in.id:
            break
        if not other.meeting or other.meeting != check_in.meeting:
            before = other
    return before


def people(board: Board, team: int = 0) -> list[Member]:
    """Return the members who have not left; of one team, or of all (0)."""
    return [
        member
        for member in board.members.values()
        if member.left is None and team in (0, member.team)
    ]


def _rank(board: Board, meeting: Meeting, key_result: KeyResult, today: date) -> Ranked:
    cycle = board.cycles[meeting.cycle]
    measured = measure(board, key_result, cycle, today)
    leads = trend(board, measured, cycle, today)
    ref = reference("key_results", key_result.id)
    known = [c.confidence for c in board.check_ins_of(key_result.id) if c.confidence is not None]
    priority = agenda_priority(
        stale=measured.health == "stale",
        gap=measured.gap,
        spread=spread_before(board, ref, meeting.id),
        confidence_drop=known[-2] - known[-1] if len(known) > 1 else None,
        reported=measured.health,
        forecast=leads.forecast_score,
    )
    return Ranked(ref, measured, leads, priority)
