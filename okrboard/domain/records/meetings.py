"""What a meeting holds: where it stands, what was said, voted and proposed."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.domain.enums import (
    Commitment,
    Keep,
    KeyResultKind,
    Level,
    MeetingKind,
    MeetingState,
    ProposalState,
    Taking,
)
from okrboard.domain.limits import Minutes, Seconds, Title, VoteValue
from okrboard.domain.record import Record
from okrboard.domain.records.goals import Step
from okrboard.text import Lines


class Attendance(Record):
    """Somebody who took part in a meeting."""

    member: int
    since: datetime
    word: str = ""
    """The one word they arrived with."""


class Remark(Record):
    """A line somebody said in a meeting: a win, a decision, an agreement."""

    text: str
    author: int = 0


class Box(Record):
    """The time of one item of the agenda, in whole seconds."""

    key: str
    """`arrive`, `actions`, `KR7`, `rest`, `confidence`, `plan`, `wins`, `close`, ..."""
    seconds: Seconds
    """What was dealt to it, after give-back and overrun."""
    spent: Seconds = 0
    """What it has used so far; the current item's goes on from there by the clock."""
    done: bool = False
    weight: float = 1.0
    """Its part when seconds are dealt: a share for a step, the priority for a key result."""
    floor: Seconds = 0
    """Seconds it keeps as long as others have more than theirs."""
    paid: Seconds = 0
    """Seconds that the overruns of others have taken from it."""


class Meeting(Record):
    """One held occurrence, with where it stands, so that any terminal can take part or resume."""

    id: int
    kind: MeetingKind
    cycle: int
    started: datetime
    team: int = 0
    state: MeetingState = "running"
    facilitator: int = 0
    """The member who holds the token."""
    terminal: str = ""
    """The terminal that holds the token, as presence names it."""
    minutes: Minutes = 30
    item: str = ""
    """Key of the agenda item in hand: `arrive`, `KR7`, `confidence`, ...; empty after the last."""
    focus: str = ""
    """What everybody looks at within the item, for example the key result that is voted on."""
    item_since: datetime | None = None
    """When the clock of the item in hand began to run; None while paused."""
    boxes: tuple[Box, ...] = ()
    touched: datetime | None = None
    ended: datetime | None = None
    attendance: tuple[Attendance, ...] = ()
    wins: tuple[Remark, ...] = ()
    decisions: tuple[Remark, ...] = ()
    revealed: tuple[str, ...] = ()
    """What has been revealed: references voted on, rounds of cards."""
    passed: tuple[str, ...] = ()
    """Items skipped or waved through."""
    asked: tuple[str, ...] = ()
    """Key results without an action that were asked about once."""
    next_on: date | None = None
    minutes_text: Lines = ""
    """The minutes as they were when the meeting closed."""


class Vote(Record):
    """One person's vote on one thing in one meeting; in clear here, shown after the reveal only."""

    id: int
    meeting: int
    about: str
    """A reference: `KR34` for confidence, `C3` for a card, `P2` for a proposal."""
    member: int
    value: VoteValue | None = None
    """None abstains."""
    at: datetime | None = None


class Card(Record):
    """A line written silently in a meeting; in clear here, shown after the reveal only."""

    id: int
    meeting: int
    round: str
    """`drove`, `held back`, `learned`, `puzzles`, `voices`, `not doing`, ..."""
    text: str
    author: int = 0
    group: int = 0
    """The card that this one was put together with."""
    at: datetime | None = None


class DraftKeyResult(Record):
    """A key result of a proposal, before it is one."""

    title: Title
    kind: KeyResultKind = "metric"
    start: float | None = None
    target: float | None = None
    unit: str = ""
    keep: Keep = "above"
    owner: int = 0
    steps: tuple[Step, ...] = ()
    from_action: int = 0


class Take(Record):
    """What somebody said of a goal: I own it, I contribute, it is not mine."""

    member: int
    taking: Taking


class Proposal(Record):
    """Somebody's draft objective in a goal-setting meeting."""

    id: int
    meeting: int
    title: Title
    author: int = 0
    why: Lines = ""
    company_gets: Lines = ""
    owner_gets: Lines = ""
    level: Level = "team"
    commitment: Commitment = "aspirational"
    team: int = 0
    contributes_to: int = 0
    supports: tuple[int, ...] = ()
    stands_alone: str = ""
    key_results: tuple[DraftKeyResult, ...] = ()
    state: ProposalState = "draft"
    merged_into: int = 0
    parents: tuple[int, ...] = ()
    """The proposals that were merged into this one."""
    objective: int = 0
    """The objective that it became."""
    taken: tuple[Take, ...] = ()


class Agreement(Record):
    """A working agreement that the next meetings open with."""

    id: int
    text: str
    meeting: int = 0
    author: int = 0
    created: date | None = None
    ended: date | None = None
