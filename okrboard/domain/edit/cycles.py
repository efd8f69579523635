"""Cycles: any span with a first and a last day, from planning to running to closed."""

from __future__ import annotations

from datetime import date, timedelta

from okrboard.domain.changes import Draft
from okrboard.domain.edit.carrying import carry_along
from okrboard.domain.edit.fields import with_fields
from okrboard.domain.records import Cycle
from okrboard.errors import Refused
from okrboard.text import squeeze


def add_cycle(draft: Draft, name: str, first: date, last: date, *, running: bool = False) -> Cycle:
    """Add a cycle in planning, or running at once."""
    cycle = Cycle(0, squeeze(name), first, last, "running" if running else "planning")
    _check(draft, cycle)
    draft.what = f"new cycle {cycle.name}"
    return draft.add(cycle)


def edit_cycle(draft: Draft, id: int, **fields: object) -> Cycle:
    """Change a cycle's name or span, its meetings with it; a closed one stays as it was."""
    cycle = draft.board.cycles[id]
    if cycle.state == "closed":
        raise Refused(f"{cycle.name} is closed; its numbers stay as they were")
    changed = with_fields(cycle, **fields)
    _check(draft, changed)
    draft.what = f"edit cycle {changed.name}"
    draft.put(changed)
    carry_along(draft, cycle, changed)
    return changed


def start_cycle(draft: Draft, id: int) -> Cycle:
    """Let a planned cycle run."""
    cycle = draft.board.cycles[id]
    if cycle.state != "planning":
        raise Refused(f"{cycle.name} is {cycle.state} already")
    draft.what = f"cycle {cycle.name} starts"
    return draft.put(cycle._replace(state="running"))


def suggestions(today: date) -> list[tuple[str, date, date]]:
    """Return usual spans around a day: the third of the year (four months) and the quarter."""
    found: list[tuple[str, date, date]] = []
    for letter, months in (("T", 4), ("Q", 3)):
        number = (today.month - 1) // months
        first = today.replace(month=number * months + 1, day=1)
        after = number * months + 1 + months
        following = first.replace(
            year=first.year + (after > 12), month=after - 12 if after > 12 else after
        )
        found.append((f"{today.year}-{letter}{number + 1}", first, following - timedelta(days=1)))
    return found


def following(cycle: Cycle) -> tuple[str, date, date]:
    """Return name, first and last day of the span after a cycle, as long and named like it.

    Whole months stay whole months: after `2026-T3` (1 Sep to 31 Dec) comes `2027-T1` (1 Jan to
    30 Apr), after `2026-Q4` `2027-Q1`.
    """
    first = cycle.last + timedelta(days=1)
    if cycle.first.day == 1 and first.day == 1:
        months = (first.year - cycle.first.year) * 12 + first.month - cycle.first.month
        last = _month_on(first, months) - timedelta(days=1)
    else:
        last = first + (cycle.last - cycle.first)
    return _named_next(cycle.name), first, last


_PARTS = {"T": 3, "Q": 4, "H": 2, "S": 2}
"""How many parts a year has, by the letter of a name such as `2026-T3`."""


def _named_next(name: str) -> str:
    """Return the name that follows: the next part of the year, else the next number."""
    stem = name.rstrip("0123456789")
    number = name[len(stem) :]
    if not (number.isascii() and number):
        return f"{name} 2"
    parts = _PARTS.get(stem[-1:].upper(), 0)
    year = stem[:-1].rstrip("- /")
    if parts and int(number) >= parts and year[-4:].isdecimal() and len(year[-4:]) == 4:
        following_year = f"{int(year[-4:]) + 1:04}"
        return f"{year[:-4]}{following_year}{stem[len(year) :]}1"
    return f"{stem}{int(number) + 1:0{len(number)}}"


def _month_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return first.replace(year=count // 12, month=count % 12 + 1)


def _check(draft: Draft, cycle: Cycle) -> None:
    if not cycle.name:
        raise Refused("a cycle needs a name, for example 2026-T3")
    for other in draft.board.cycles.values():
        if other.id != cycle.id and other.name.casefold() == cycle.name.casefold():
            raise Refused(f"there is a cycle {other.name} already")
