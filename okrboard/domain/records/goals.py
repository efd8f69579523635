"""Goals and what is known about them: cycles, objectives, key results, check-ins, actions."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.domain.enums import (
    ActionState,
    Commitment,
    CycleState,
    DriverKind,
    HealthOrNone,
    Keep,
    KeyResultKind,
    Level,
    Outcome,
    Stage,
)
from okrboard.domain.limits import Confidence, Count, Name, Share, StepWeight, Title, Weight
from okrboard.domain.record import Record
from okrboard.text import Lines


class Cycle(Record):
    """A named span with a first and a last day, both included."""

    id: int
    name: Name
    first: date
    last: date
    state: CycleState = "planning"
    closed_on: date | None = None


class Objective(Record):
    """What we want to achieve."""

    id: int
    title: Title
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
    score: Share | None = None
    """Frozen when the objective is closed, 0.0 to 1.0."""
    lesson: Lines = ""
    closed_on: date | None = None
    carried_from: int = 0
    proposal: int = 0
    takers: tuple[int, ...] = ()
    """Members who said that they contribute."""
    position: float = 0.0
    created: date | None = None
    committed: date | None = None
    """When the team took it on; None for a proposal."""


class Step(Record):
    """A named step of a key result that is reached in steps."""

    name: Name
    weight: StepWeight = 1.0
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
    title: Title
    kind: KeyResultKind = "metric"
    start: float = 0.0
    target: float = 1.0
    """For a threshold the bound to keep; for milestones the weight of all steps."""
    unit: str = ""
    keep: Keep = "above"
    steps: tuple[Step, ...] = ()
    weight: Weight = 1.0
    owner: int = 0
    checkpoints: tuple[Checkpoint, ...] = ()
    retargets: tuple[Retarget, ...] = ()
    source: str = ""
    """Name of the connected number that feeds it, in the user's own configuration."""
    score: Share | None = None
    """A person's score where it differs from the computed one."""
    score_reason: str = ""
    cause: str = ""
    """The one cause named for a miss."""
    from_action: int = 0
    """The action that this key result came out of, when the value check turned a task round."""
    carried_from: int = 0
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

    text: Name
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
    confidence: Confidence | None = None
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
    title: Title
    key_result: int = 0
    owner: int = 0
    due: date | None = None
    expected: float | None = None
    """Expected effect on the key result, signed, in its unit."""
    state: ActionState = "open"
    carried: Count = 0
    """How often it was carried over."""
    reason: str = ""
    moved: bool | None = None
    """Whether the key result moved in the right direction while the action ran."""
    created: date | None = None
    closed: date | None = None
    meeting: int = 0
