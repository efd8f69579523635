"""How messages and screens tell of a record, a value, a check-in or an undo, as people read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.format_numbers import format_move, format_value
from okrboard.domain.lookup import named
from okrboard.domain.records import Cycle, KeyResult
from okrboard.errors import Refused, UndoBlocked, UndoOutside
from okrboard.text import shorten, squeeze

LONGEST = 30
"""Characters of a text in a message, so that the rest of the line is read as well."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def describe_record(board: Board, table: str, id: int) -> str:
    """Return `O12`, `the card “Never on call…”`, `the check-in of KR3 on 2026-11-20`, a name.

    What is still covered is not told.
    """
    record = board.table(table).get(id)
    describe = _DESCRIBE.get(table)
    return named(table, id) if record is None or describe is None else describe(board, record)


def quoted(text: str, limit: int = LONGEST) -> str:
    """Return a person's text in quotation marks, cut where it is long."""
    return f"“{shorten(text, limit)}”"


def _card(board: Board, card: Any) -> str:
    meeting = board.meetings.get(card.meeting)
    covered = meeting is not None and card.round not in meeting.revealed
    return "a card" if covered else f"the card {quoted(card.text)}"


def _name(_: Board, record: Any) -> str:
    return shorten(record.name, LONGEST)


_DESCRIBE: dict[str, Callable[[Board, Any], str]] = {
    "cards": _card,
    "check_ins": lambda _, record: (
        f"the check-in of {named('key_results', record.key_result)} on {record.on}"
    ),
    "agreements": lambda _, record: f"the agreement {quoted(record.text)}",
    "members": lambda _, record: shorten(record.handle, LONGEST),
    "teams": _name,
    "cycles": _name,
    "holidays": _name,
    "votes": lambda _, __: "a vote",
    "settings": lambda _, __: "the settings",
}


def describe_value(key_result: KeyResult, value: float) -> str:
    """Return a value as it is told of a key result: `26 pages`, `2 of 4`, `yes`."""
    if key_result.kind != "milestones":
        return format_value(value, key_result.unit)
    if len(key_result.steps) == 1:
        return _reached(value)
    return f"{format_value(value)} of {format_value(key_result.target)}"


def describe_move(key_result: KeyResult, before: float | None, after: float) -> str:
    """Return how a key result moved: `24 → 26 pages`, `1 → 2 of 4`, `not yet → yes`.

    `before` is the value of the check-in before, None for the first one: a metric then comes from
    its start, while a value that is to be kept has not been anywhere yet.
    """
    now = describe_value(key_result, after)
    if key_result.kind == "milestones":
        was = _reached if len(key_result.steps) == 1 else format_value
        return f"{was(before or 0.0)} → {now}"
    if before is None and key_result.kind == "threshold":
        return now
    return format_move(key_result.start if before is None else before, after, key_result.unit)


def describe_score(key_result: KeyResult, score: float) -> str:
    """Return a key result's score, and why it is that one where a person gave it."""
    why = squeeze(key_result.score_reason)
    return f"score {score:.2f}" + (f", scored by hand: {why}" if why else "")


def describe_done(what: str) -> str:
    """Return a line of the log as what has been done: `committed O1`, for `commit O1`.

    The log names a change as one orders it; a line that names something else stays as it is.
    """
    verb, space, rest = what.partition(" ")
    return f"{_DONE.get(verb, verb)}{space}{rest}"


_DONE = {
    "add": "added",
    "cancel": "cancelled",
    "carry": "carried",
    "close": "closed",
    "commit": "committed",
    "edit": "changed",
    "move": "moved",
    "plan": "planned",
    "propose": "proposed",
    "remove": "removed",
    "reopen": "reopened",
    "reorder": "reordered",
    "skip": "skipped",
}


def describe_outside(cycle: Cycle, day: date) -> str:
    """Return how a check-in's day lies outside of its cycle; an empty text for one inside.

    It may: a first value is often measured before a cycle begins, and the last one after its end.
    """
    if day < cycle.first:
        return f"before {squeeze(cycle.name, 40)} begins ({cycle.first})"
    if day > cycle.last:
        return f"after {squeeze(cycle.name, 40)} ended ({cycle.last})"
    return ""


def describe_past(day: date, today: date) -> str:
    """Return how long ago a day was, `7 days ago`; an empty text for one that is not over."""
    days = (today - day).days
    return "" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def day_and_month(day: date) -> str:
    """Return a day as `6 Nov`, in English whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _reached(value: float) -> str:
    return "yes" if value > 0 else "not yet"


def undone(what: str) -> str:
    """Return what to tell a person whose change was undone; `what` is its line of the log.

    Whoever undoes a closing often meant another change: that something is open again is said.
    """
    verb, _, rest = what.partition(" ")
    again = f" (reopened {rest.partition(':')[0]})" if verb == "close" else ""
    return f"undone: {what}{again}"


def stuck(error: Refused, key: str, cells: int) -> str:
    """Return why an undo was refused and which key goes on, in one line of so many cells.

    What is said about the change itself gives way: how one goes on is always read.
    """
    if isinstance(error, UndoOutside):
        tail = f" is from before this meeting; {key} on the board takes it back"
        return f"“{shorten(error.what, max(8, cells - len(tail) - 2))}”{tail}"
    if not isinstance(error, UndoBlocked):
        return str(error)
    tail = f"; {key} again: the one before"
    whole = f"{error}{tail}"
    if len(whole) <= cells:
        return whole
    left = cells - len(error.why) - len(tail) - len("“” stays: ")
    return f"“{shorten(error.what, max(8, left))}” stays: {error.why}{tail}"
