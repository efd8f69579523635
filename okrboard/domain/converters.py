"""From what a person types to values of fields: days, numbers, members, teams, cycles.

What cannot be read raises `UsageError`, what is not on the board `NotFound` or `Ambiguous`, what
may be two things `InDoubt`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from okrboard.domain.board import Board
from okrboard.domain.changes import Stamp
from okrboard.domain.describe import quoted
from okrboard.domain.lookup import find_cycle, find_member, find_objective, find_team
from okrboard.domain.parse_dates import parse_day
from okrboard.domain.parse_values import parse_value
from okrboard.errors import InDoubt, NotFound, UsageError
from okrboard.text import squeeze

T = TypeVar("T")

NONE = ("", "none", "nobody", "-")
"""What takes an owner, a team or a link away."""


def understood(read: Callable[[], T]) -> T:
    """Return what was read. Raises `UsageError` for what cannot be read, `InDoubt` as it is."""
    try:
        return read()
    except InDoubt:
        raise
    except (ValueError, OverflowError) as error:
        raise UsageError(str(error)) from None


def day(text: str, today: date, *, past: bool = False) -> date:
    """Return the day that a text names. Raises `InDoubt` for one that may be two."""
    return understood(lambda: parse_day(text, today, past=past))


def number(text: str, unit: str = "") -> float:
    """Return the number that a text means, signs and units included: `-3`, `1,234.5`, `99.1 %`.

    Raises `InDoubt` for one that may be two.
    """
    return understood(lambda: parse_value(text, unit=unit, change=False)).value


def whole(text: str, name: str, least: int, most: int) -> int:
    """Return a whole number between two others."""
    typed = squeeze(text, 20)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise UsageError(f"{name} is a whole number from {least} to {most}, not {quoted(text, 40)}")
    if not least <= int(typed) <= most:
        raise UsageError(f"{name} lies between {least} and {most}; {typed} does not")
    return int(typed)


def word(text: str, name: str, words: tuple[str, ...]) -> Any:
    """Return the word of a closed set that a text is, or begins, whatever its case.

    Blanks, dashes and underscores are the same. Typed as Any, because the closed sets are literals
    that no type checker can follow from here.
    """
    typed = _folded(squeeze(text, 100))
    known = [known for known in words if known]
    exact = [known for known in known if _folded(known) == typed]
    matches = exact or [known for known in known if typed and _folded(known).startswith(typed)]
    if len(matches) != 1:
        listed = ", ".join(known.replace("_", " ") for known in known)
        raise UsageError(f"{name} is one of {listed}; not {quoted(text, 40)}")
    return matches[0]


def member_id(board: Board, text: str, stamp: Stamp) -> int:
    """Return a member's id; 0 for `none`, the person's own for `me`."""
    typed = squeeze(text).casefold()
    if typed in NONE:
        return 0
    if typed == "me" and board.member_named("me") is None:
        if not stamp.member:
            raise UsageError(
                f"{quoted(stamp.who, 40)} is not on this board; name a member instead of me"
            )
        return stamp.member
    return find_member(board, text).id


def team_id(board: Board, text: str) -> int:
    """Return a team's id; 0 for `none`."""
    return 0 if squeeze(text).casefold() in NONE else find_team(board, text).id


def objective_id(board: Board, text: str) -> int:
    """Return an objective's id; 0 for `none`."""
    return 0 if squeeze(text).casefold() in NONE else find_objective(board, text).id


def cycle_id(board: Board, text: str | None, today: date) -> int:
    """Return the id of the cycle that is named, or of the one the board is about today."""
    if text:
        return find_cycle(board, text).id
    cycle = board.cycle_on(today)
    if cycle is None:
        raise NotFound(
            "this board has no cycle yet; make one: okrboard cycle add NAME --from DAY --to DAY"
        )
    return cycle.id


def _folded(text: str) -> str:
    return text.casefold().replace("_", " ").replace("-", " ")
