"""The records of a board: what a team keeps together.

Every record that has a table of its own starts with `id`, the very number people type (O12 is
objective 12). A field that is declared as the number of another record holds 0 when there is none.
Days are calendar days in the board's time zone, instants are aware datetimes.
"""

from __future__ import annotations

from datetime import date, datetime

from okrboard.domain import enums, types
from okrboard.domain.record import Record
from okrboard.text import Lines


class Settings(Record):
    """What the board decides for everybody; document 1 of `settings`."""

    id: int = 1
    name: types.Name = "OKR board"
    """What the board is called."""
    timezone: types.Zone = "UTC"
    """Where it lives: whose midnight ends a day, whose clock meetings keep."""
    at_risk_gap: types.Gap = 10.0
    """Percentage points behind pace from which a key result is at risk."""
    off_track_gap: types.Gap = 25.0
    """Percentage points behind pace from which a key result is off track."""
    early_share: types.Share = 0.10
    """Share of a cycle in which it is too early to judge."""
    cadence_days: types.Cadence = 7
    """Days from one check-in to the next."""
    grace_days: types.Grace = 3
    """Days after that until a key result without a check-in is stale."""
    check_in_weekday: types.Weekday = 4
    """0 is Monday; the day of the weekly check-in."""
    dot_votes: types.Dots = 3
    """Votes each person has in a round of dots."""
    direction: Lines = ""
    """Where the company is going, as goal setting opens with it."""


class Member(Record):
    """A person of the board."""

    id: int
    handle: types.Handle
    name: str = ""
    team: types.TeamId = 0
    joined: date | None = None
    left: date | None = None
    capacity: types.Count = 3
    """Key results a person can own before the board says that it is a lot."""


class Team(Record):
    """A group that owns objectives together."""

    id: int
    name: types.Name
    lead: types.MemberId = 0
    position: float = 0.0


class Cycle(Record):
    """A named span with a first and a last day, both included."""

    id: int
    name: types.Name
    first: date
    last: date
    state: enums.CycleState = "planning"
    closed_on: date | None = None


class Objective(Record):
    """What we want to achieve."""

    id: int
    title: types.Title
    cycle: types.CycleId
    owner: types.MemberId = 0
    team: types.TeamId = 0
    level: enums.Level = "team"
    commitment: enums.Commitment = "aspirational"
    stage: enums.Stage = "proposed"
    why: Lines = ""
    """Whose life gets better, and how."""
    company_gets: Lines = ""
    owner_gets: Lines = ""
    labels: tuple[str, ...] = ()
    contributes_to: types.ObjectiveId = 0
    """The one objective whose number this one moves."""
    supports: tuple[types.ObjectiveId, ...] = ()
    stands_alone: str = ""
    """Why it contributes to nothing, when that is on purpose."""
    override: enums.HealthOrNone = ""
    override_reason: str = ""
    override_by: types.MemberId = 0
    override_on: date | None = None
    outcome: enums.Outcome = ""
    score: types.Share | None = None
    """Frozen when the objective is closed, 0.0 to 1.0."""
    lesson: Lines = ""
    closed_on: date | None = None
    carried_from: types.ObjectiveId = 0
    proposal: types.ProposalId = 0
    takers: tuple[types.MemberId, ...] = ()
    """Members who said that they contribute."""
    position: float = 0.0
    created: date | None = None
    committed: date | None = None
    """When the team took it on; None for a proposal."""


class Step(Record):
    """A named step of a key result that is reached in steps."""

    name: types.Name
    weight: types.StepWeight = 1.0
    done: date | None = None


class Checkpoint(Record):
    """Where a key result should be on a day, in its own unit."""

    on: date
    value: float


class Retarget(Record):
    """A start and target that were in force until a day, and why they changed."""

    on: date
    start: float
    target: float
    by: int = 0
    reason: str = ""


class KeyResult(Record):
    """How we know that an objective is reached."""

    id: int
    objective: types.ObjectiveId
    title: types.Title
    kind: enums.KeyResultKind = "metric"
    start: float = 0.0
    target: float = 1.0
    """For a threshold the bound to keep; for milestones the weight of all steps."""
    unit: str = ""
    keep: enums.Keep = "above"
    steps: tuple[Step, ...] = ()
    weight: types.Weight = 1.0
    owner: types.MemberId = 0
    checkpoints: tuple[Checkpoint, ...] = ()
    retargets: tuple[Retarget, ...] = ()
    source: str = ""
    """Name of the connected number that feeds it, in the user's own configuration."""
    score: types.Share | None = None
    """A person's score where it differs from the computed one."""
    score_reason: str = ""
    cause: str = ""
    """The one cause named for a miss."""
    from_action: types.ActionId = 0
    """The action that this key result came out of, when the value check turned a task round."""
    carried_from: types.KeyResultId = 0
    position: float = 0.0
    created: date | None = None

    @property
    def rises(self) -> bool:
        """Whether more of it is better."""
        if self.kind == "metric":
            return self.target > self.start
        return self.kind == "milestones" or self.keep == "above"


class Driver(Record):
    """A named cause with its signed share of a change, in the key result's unit."""

    text: types.Name
    share: float
    kind: enums.DriverKind = "action"
    author: int = 0


class CheckIn(Record):
    """One dated observation of a key result."""

    id: int
    key_result: types.KeyResultId
    on: date
    value: float
    at: datetime
    author: types.MemberId = 0
    confidence: types.Confidence | None = None
    """0 to 10 that the key result reaches its target by the cycle's end."""
    drivers: tuple[Driver, ...] = ()
    blocker: Lines = ""
    """What did not work."""
    fix: Lines = ""
    note: Lines = ""
    meeting: types.MeetingId = 0
    source: str = "hand"
    """Where the value came from: `hand`, or the name of a connected number."""


class Action(Record):
    """A thing that someone does next week for a key result."""

    id: int
    title: types.Title
    key_result: types.KeyResultId = 0
    owner: types.MemberId = 0
    due: date | None = None
    expected: float | None = None
    """Expected effect on the key result, signed, in its unit."""
    state: enums.ActionState = "open"
    carried: types.Count = 0
    """How often it was carried over."""
    reason: str = ""
    moved: bool | None = None
    """Whether the key result moved in the right direction while the action ran."""
    created: date | None = None
    closed: date | None = None
    meeting: types.MeetingId = 0


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
    seconds: types.Seconds
    """What was dealt to it, after give-back and overrun."""
    spent: types.Seconds = 0
    """What it has used so far; the current item's goes on from there by the clock."""
    done: bool = False
    weight: float = 1.0
    """Its part when seconds are dealt: a share for a step, the priority for a key result."""
    floor: types.Seconds = 0
    """Seconds it keeps as long as others have more than theirs."""
    paid: types.Seconds = 0
    """Seconds that the overruns of others have taken from it."""


class Meeting(Record):
    """One held occurrence, with where it stands, so that any terminal can take part or resume."""

    id: int
    kind: enums.MeetingKind
    cycle: types.CycleId
    started: datetime
    team: types.TeamId = 0
    state: enums.MeetingState = "running"
    facilitator: types.MemberId = 0
    """The member who holds the token."""
    terminal: str = ""
    """The terminal that holds the token, as presence names it."""
    minutes: types.Minutes = 30
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
    meeting: types.MeetingId
    about: str
    """A reference: `KR34` for confidence, `C3` for a card, `P2` for a proposal."""
    member: types.MemberId
    value: types.VoteValue | None = None
    """None abstains."""
    at: datetime | None = None


class Card(Record):
    """A line written silently in a meeting; in clear here, shown after the reveal only."""

    id: int
    meeting: types.MeetingId
    round: str
    """`drove`, `held back`, `learned`, `puzzles`, `voices`, `not doing`, ..."""
    text: str
    author: types.MemberId = 0
    group: types.CardId = 0
    """The card that this one was put together with."""
    at: datetime | None = None


class DraftKeyResult(Record):
    """A key result of a proposal, before it is one."""

    title: types.Title
    kind: enums.KeyResultKind = "metric"
    start: float | None = None
    target: float | None = None
    unit: str = ""
    keep: enums.Keep = "above"
    owner: int = 0
    steps: tuple[Step, ...] = ()
    from_action: int = 0


class Take(Record):
    """What somebody said of a goal: I own it, I contribute, it is not mine."""

    member: int
    taking: enums.Taking


class Proposal(Record):
    """Somebody's draft objective in a goal-setting meeting."""

    id: int
    meeting: types.MeetingId
    title: types.Title
    author: types.MemberId = 0
    why: Lines = ""
    company_gets: Lines = ""
    owner_gets: Lines = ""
    level: enums.Level = "team"
    commitment: enums.Commitment = "aspirational"
    team: types.TeamId = 0
    contributes_to: types.ObjectiveId = 0
    supports: tuple[types.ObjectiveId, ...] = ()
    stands_alone: str = ""
    key_results: tuple[DraftKeyResult, ...] = ()
    state: enums.ProposalState = "draft"
    merged_into: types.ProposalId = 0
    parents: tuple[types.ProposalId, ...] = ()
    """The proposals that were merged into this one."""
    objective: types.ObjectiveId = 0
    """The objective that it became."""
    taken: tuple[Take, ...] = ()


class Agreement(Record):
    """A working agreement that the next meetings open with."""

    id: int
    text: str
    meeting: types.MeetingId = 0
    author: types.MemberId = 0
    created: date | None = None
    ended: date | None = None


class Skip(Record):
    """An occurrence that does not take place."""

    on: date
    reason: str = ""


class Move(Record):
    """An occurrence that takes place at another time."""

    on: date
    start: datetime
    """The new start, aware."""
    reason: str = ""
    uid: str = ""
    """UID of the event of its own that it becomes when it leaves the series."""
    held: date | None = None
    """The day of the new start in the series' zone; None in older files."""


class Withdrawn(Record):
    """A single event that was planned once and is off."""

    uid: str
    start: datetime
    """When it would have been, aware."""


class Series(Record):
    """A recurring meeting in the calendar."""

    id: int
    kind: enums.MeetingKind
    uid: str
    summary: types.Name
    weekday: types.Weekday
    """0 is Monday."""
    at: types.Clock
    """Local start, `HH:MM`."""
    minutes: types.Minutes
    zone: types.Zone
    first: date
    last: date
    every: types.Weeks = 1
    team: types.TeamId = 0
    cycle: types.CycleId = 0
    location: str = ""
    url: types.Link = ""
    alarm_minutes: types.Alarm = 0
    holidays: enums.HolidayRule = "skip"
    skips: tuple[Skip, ...] = ()
    moves: tuple[Move, ...] = ()
    sequence: types.Count = 0
    state: enums.SeriesState = "confirmed"
    created: datetime | None = None
    modified: datetime | None = None
    withdrawn: tuple[Withdrawn, ...] = ()
    """Events of their own that are no more, so that calendars which have them are told."""
    follows: types.SeriesId = 0
    """The series that this one continues after a change from a day on."""
    overrides: tuple[date, ...] = ()
    """Days whose meetings, not where the rule has them, calendars know as exceptions of it."""
    singles: tuple[date, ...] = ()
    """Days whose meetings calendars know, or knew, as events of their own."""


class Holiday(Record):
    """A day without meetings."""

    on: date
    name: str = ""
    categories: tuple[str, ...] = ()
    """What its calendar calls such days, as `Observance`."""


class HolidayChoice(Record):
    """Whether the days of a list that a pattern fits are days without meetings."""

    pattern: str
    """A name, a category or a day as `2026-12-24`, in any case; `*` stands for anything."""
    counts: bool = False


class HolidayList(Record):
    """A set of days without meetings, for everybody or for one member."""

    id: int
    name: str
    source: str = ""
    """File or address it was read from."""
    days: tuple[Holiday, ...] = ()
    member: types.MemberId = 0
    etag: str = ""
    fetched: datetime | None = None
    choices: tuple[HolidayChoice, ...] = ()
    """The last one that fits a day decides; a day that none fits counts."""


class Publication(Record):
    """What was published last of one event of a calendar, and how its server kept it."""

    id: int
    calendar: str
    """Which calendar, as a digest of its address: an address may be secret."""
    uid: str
    """UID of the event."""
    said: types.Json = {}
    """What the board said, in the short form of `okrboard.calendar.meaning`."""
    kept: types.Json = {}
    """What the calendar held of it when somebody looked last; empty: the same."""
    gone: bool = False
    """It was deleted there, and somebody decided to leave it at that."""


OUTSIDE = "(outside)"
"""Who changed the file beside okrboard; nobody's handle is like that."""


class Patch(Record):
    """What one change did to one record; the log keeps it without `after`."""

    table: str
    id: int
    before: types.Json | None
    """The changed fields as they were; None when the record did not exist."""
    after: types.Json | None = None
    """The changed fields as they are now; None when the record is gone, and in the log."""


class Change(Record):
    """Who did what and when, with what undo needs."""

    id: int
    at: datetime
    who: str
    what: str
    undoes: int = 0
    patches: tuple[Patch, ...] = ()
    """Kept with `before` only: what came after is in the board or in a later change."""


TABLES = {
    "settings": Settings,
    "members": Member,
    "teams": Team,
    "cycles": Cycle,
    "objectives": Objective,
    "key_results": KeyResult,
    "check_ins": CheckIn,
    "actions": Action,
    "series": Series,
    "holidays": HolidayList,
    "publications": Publication,
    "meetings": Meeting,
    "votes": Vote,
    "cards": Card,
    "proposals": Proposal,
    "agreements": Agreement,
    "changes": Change,
}
"""Every table of the board file and the record it holds."""

TABLE_OF = {record: table for table, record in TABLES.items()}
"""The table that a record type lives in."""
