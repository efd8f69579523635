"""What a check-in did, in the words in which the commands and the screens tell it."""

from __future__ import annotations

from datetime import date

from okrboard.domain.format_numbers import format_move, format_value
from okrboard.domain.records import Cycle, KeyResult
from okrboard.text import squeeze


def told_value(key_result: KeyResult, value: float) -> str:
    """Return a value as it is told of a key result: `26 pages`, `2 of 4`, `yes`."""
    if key_result.kind != "milestones":
        return format_value(value, key_result.unit)
    if len(key_result.steps) == 1:
        return _reached(value)
    return f"{format_value(value)} of {format_value(key_result.target)}"


def told_move(key_result: KeyResult, before: float | None, after: float) -> str:
    """Return how a key result moved: `24 → 26 pages`, `1 → 2 of 4`, `not yet → yes`.

    `before` is the value of the check-in before, None for the first one: a metric then comes from
    its start, while a value that is to be kept has not been anywhere yet.
    """
    unit = key_result.unit
    if key_result.kind == "milestones":
        if len(key_result.steps) == 1:
            return f"{_reached(before or 0.0)} → {_reached(after)}"
        return f"{format_value(before or 0.0)} → {told_value(key_result, after)}"
    if before is None and key_result.kind == "threshold":
        return format_value(after, unit)
    return format_move(key_result.start if before is None else before, after, unit)


def told_score(key_result: KeyResult, score: float) -> str:
    """Return a key result's score, and why it is that one where a person gave it."""
    why = squeeze(key_result.score_reason)
    return f"score {score:.2f}" + (f", scored by hand: {why}" if why else "")


def told_done(what: str) -> str:
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


def told_outside(cycle: Cycle, day: date) -> str:
    """Return how a check-in's day lies outside of its cycle; an empty text for one inside.

    It may: a first value is often measured before a cycle begins, and the last one after its end.
    """
    if day < cycle.first:
        return f"before {squeeze(cycle.name, 40)} begins ({cycle.first})"
    if day > cycle.last:
        return f"after {squeeze(cycle.name, 40)} ended ({cycle.last})"
    return ""


def told_past(day: date, today: date) -> str:
    """Return how long ago a day was, `7 days ago`; an empty text for one that is not over."""
    days = (today - day).days
    if days <= 0:
        return ""
    return "yesterday" if days == 1 else f"{days} days ago"


def _reached(value: float) -> str:
    return "yes" if value > 0 else "not yet"
