"""How the story is written down: goals with their numbers week by week, and who said what.

People, teams, goals and key results go by short keys here; `build` gives them their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from okrboard.domain.record import Record

if TYPE_CHECKING:
    from okrboard.domain.enums import DriverKind, Outcome

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


class Line(Record):
    """Something that somebody said or wrote."""

    who: str
    text: str


class Votes(Record):
    """Everybody's confidence in a key result, in the order of the company's people."""

    measure: str
    values: Confidence


class Pitch(Record):
    """A proposal of a goal that did not become one by itself."""

    who: str
    title: str
    why: str
    team: str


class Held(Record):
    """A meeting that was held, and what was said in it."""

    number: int
    """Of the weekly check-in; a meeting of another kind has that of the cycle it is about."""
    leader: str
    words: dict[str, str]
    """Who came, and the one word they arrived with."""
    wins: tuple[Line, ...] = ()
    decisions: tuple[Line, ...] = ()
    agreements: tuple[Line, ...] = ()
    votes: tuple[Votes, ...] = ()
    cards: dict[str, tuple[Line, ...]] = {}
    """By round, in the order in which they were written; 1 is the first of the meeting."""
    together: tuple[tuple[int, int], ...] = ()
    """Cards by number, and the one each was put together with."""
    coins: tuple[tuple[int, int], ...] = ()
    """By person, in the order of the company's people: which card or proposal, and how many."""
