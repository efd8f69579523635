"""How the story is written down: goals with their numbers week by week, and who said what.

People, teams, goals and key results go by short keys here; `build` gives them their numbers.
"""

from __future__ import annotations

from okrboard.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from okrboard.domain.words import DriverKind, Outcome

    Ending = Literal["kept", "dropped", "carried"]
    Weekly = tuple[float | None, ...]
    Confidence = tuple[int | None, ...]


class Cause(Record):
    """A driver of one week's change; its author is the owner unless it names another."""

    text: str
    share: float
    kind: DriverKind = "action"
    author: str = ""


class Said(Record):
    """What was said beside one week's number."""

    causes: tuple[Cause, ...] = ()
    blocker: str = ""
    fix: str = ""
    note: str = ""


class Measure(Record):
    """A key result and its weekly check-ins: one value and one confidence a week, None for none."""

    key: str
    title: str
    owner: str
    fields: dict[str, object]
    values: Weekly = ()
    confidence: Confidence = ()
    said: dict[int, Said] = {}
    """By the number of the check-in, 1 is the first."""
    checkpoints: tuple[tuple[int, float], ...] = ()
    """The Sunday of a week, and the value that is due."""


class Goal(Record):
    """An objective with its key results."""

    key: str
    title: str
    owner: str
    measures: tuple[Measure, ...]
    team: str = ""
    fields: dict[str, object] = {}
    parent: str = ""
    """Key of the goal it contributes to."""
    supports: tuple[str, ...] = ()
    takers: tuple[str, ...] = ()


class Turn(Record):
    """What became of an action in a check-in."""

    number: int
    ending: Ending
    reason: str = ""


class Deed(Record):
    """An action: agreed in the check-in of a number, and what became of it; open without a turn."""

    title: str
    measure: str
    owner: str
    number: int
    expected: float | None = None
    turns: tuple[Turn, ...] = ()


class Closing(Record):
    """How a goal of the closed cycle ended."""

    goal: str
    outcome: Outcome
    score: float | None
    lesson: str
    cause: str = ""
    """The one cause of the miss, named for each of its key results."""
