"""The records of a board: what a team keeps together.

Every record that has a table of its own starts with `id`, the very number people type (O12 is
objective 12). A field that ends in an id of another table holds 0 when there is none. Days are
calendar days in the board's time zone, instants are aware datetimes.
"""

from __future__ import annotations

from okrboard.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

    from okrboard.domain.words import (
        ActionState,
        Commitment,
        CycleState,
        DriverKind,
        HealthOrNone,
        HolidayRule,
        Keep,
        KeyResultKind,
        Level,
        MeetingKind,
        Outcome,
        SeriesState,
        Stage,
    )
    from okrboard.text import Lines

    Json = dict[str, object]


class Settings(Record):
    """What the board decides for everybody; document 1 of `settings`."""

    id: int = 1
    name: str = "OKR board"
    timezone: str = "UTC"
    at_risk_gap: float = 10.0
    """Percentage points behind pace from which a key result is at risk."""
    off_track_gap: float = 25.0
    """Percentage points behind pace from which a key result is off track."""
    early_share: float = 0.10
    """Share of a cycle in which it is too early to judge."""
    cadence_days: int = 7
    grace_days: int = 3
    check_in_weekday: int = 4
    """0 is Monday; the day of the weekly check-in."""
    dot_votes: int = 3
    direction: Lines = ""
    """Where the company is going, as goal setting opens with it."""


class Member(Record):
    """A person of the board."""

    id: int
    handle: str
    name: str = ""
    team: int = 0
    joined: date | None = None
    left: date | None = None
    capacity: int = 3
    """Key results a person can own before the board says that it is a lot."""


class Team(Record):
    """A group that owns objectives together."""

    id: int
    name: str
    lead: int = 0
    position: float = 0.0


class Cycle(Record):
    """A named span with a first and a last day, both included."""

    id: int
    name: str
    first: date
    last: date
    state: CycleState = "planning"
    closed_on: date | None = None


class Objective(Record):
    """What we want to achieve."""

    id: int
    title: str
    cycle: int
    owner: int = 0
    team: int = 0
    level: Level = "team"
    commitment: Commitment = "aspirational"
    stage: Stage = "proposed"
    why: Lines = ""
    """Whose life gets better, and how."""
    company_gets: Lines = ""
    owner_gets: Lines = ""
    labels: tuple[str, ...] = ()
    contributes_to: int = 0
    """The one objective whose number this one moves."""
    supports: tuple[int, ...] = ()
    stands_alone: str = ""
    """Why it contributes to nothing, when that is on purpose."""
    override: HealthOrNone = ""
    override_reason: str = ""
    override_by: int = 0
    override_on: date | None = None
    outcome: Outcome = ""
    score: float | None = None
    """Frozen when the objective is closed, 0.0 to 1.0."""
    lesson: Lines = ""
    closed_on: date | None = None
    carried_from: int = 0
    proposal: int = 0
    takers: tuple[int, ...] = ()
    """Members who said that they contribute."""
    position: float = 0.0
    created: date | None = None


class Step(Record):
    """A named step of a key result that is reached in steps."""

    name: str
    weight: float = 1.0
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
    objective: int
    title: str
    kind: KeyResultKind = "metric"
    start: float = 0.0
    target: float = 1.0
    """For a threshold the bound to keep; for milestones the weight of all steps."""
    unit: str = ""
    keep: Keep = "above"
    steps: tuple[Step, ...] = ()
    weight: float = 1.0
    owner: int = 0
    checkpoints: tuple[Checkpoint, ...] = ()
    retargets: tuple[Retarget, ...] = ()
    source: str = ""
    """Name of the connected number that feeds it, in the user's own configuration."""
    score: float | None = None
    """A person's score where it differs from the computed one."""
    score_reason: str = ""
    cause: str = ""
    """The one cause named for a miss."""
    from_action: int = 0
    """The action that this key result came out of, when the value check turned a task round."""
    carried_from: int = 0
    team_made: bool = True
    """Whether it came from the team itself rather than from above."""
    position: float = 0.0
    created: date | None = None


class Driver(Record):
    """A named cause with its signed share of a change, in the key result's unit."""

    text: str
    share: float
    kind: DriverKind = "action"
    author: int = 0


class CheckIn(Record):
    """One dated observation of a key result."""

    id: int
    key_result: int
    on: date
    value: float
    at: datetime
    author: int = 0
    confidence: int | None = None
    """0 to 10 that the key result reaches its target by the cycle's end."""
    drivers: tuple[Driver, ...] = ()
    blocker: Lines = ""
    """What did not work."""
    fix: Lines = ""
    note: Lines = ""
    meeting: int = 0
    source: str = "hand"
    """Where the value came from: `hand`, or the name of a connected number."""


class Action(Record):
    """A thing that someone does next week for a key result."""

    id: int
    title: str
    key_result: int = 0
    owner: int = 0
    due: date | None = None
    expected: float | None = None
    """Expected effect on the key result, signed, in its unit."""
    state: ActionState = "open"
    carried: int = 0
    """How often it was carried over."""
    reason: str = ""
    moved: bool | None = None
    """Whether the key result moved in the right direction while the action ran."""
    created: date | None = None
    closed: date | None = None
    meeting: int = 0


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
    """Set when the move leaves the series and becomes an event of its own."""


class Series(Record):
    """A recurring meeting in the calendar."""

    id: int
    kind: MeetingKind
    uid: str
    summary: str
    weekday: int
    """0 is Monday."""
    at: str
    """Local start, `HH:MM`."""
    minutes: int
    zone: str
    first: date
    last: date
    every: int = 1
    team: int = 0
    cycle: int = 0
    location: str = ""
    url: str = ""
    alarm_minutes: int = 0
    holidays: HolidayRule = "skip"
    skips: tuple[Skip, ...] = ()
    moves: tuple[Move, ...] = ()
    sequence: int = 0
    state: SeriesState = "confirmed"
    created: datetime | None = None
    modified: datetime | None = None
    published: str = ""
    """What the last export said, as a digest: decides whether SEQUENCE rises."""
    follows: int = 0
    """The series that this one continues after a change from a day on."""


class Holiday(Record):
    """A day without meetings."""

    on: date
    name: str = ""


class HolidayList(Record):
    """A set of days without meetings, for everybody or for one member."""

    id: int
    name: str
    source: str = ""
    """File or address it was read from."""
    days: tuple[Holiday, ...] = ()
    member: int = 0
    etag: str = ""
    fetched: datetime | None = None


class Patch(Record):
    """What one change did to one record, as the file keeps it."""

    table: str
    id: int
    before: Json | None
    """The changed fields as they were; None when the record did not exist."""
    after: Json | None
    """The changed fields as they are now; None when the record is gone."""


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
    "changes": Change,
}
"""Every table of the board file and the record it holds."""

TABLE_OF = {record: table for table, record in TABLES.items()}
"""The table that a record type lives in."""

LETTERS = {
    "O": "objectives",
    "KR": "key_results",
    "A": "actions",
    "M": "meetings",
    "S": "series",
    "P": "proposals",
}
"""The letters of the references people type."""
