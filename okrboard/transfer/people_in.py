"""Finding on a board what a sheet calls by name, and adding what is not there yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.people import add_member, add_team, check_handle
from okrboard.domain.limits import MAX_HANDLE
from okrboard.domain.records import Cycle
from okrboard.errors import Refused
from okrboard.text import squeeze

_PARTS = {"t": 4, "q": 3, "h": 6}
"""Months of a third, a quarter and a half of a year."""


def member_called(draft: Draft, text: str) -> int:
    """Return the id of the member with a handle or a name; somebody new joins.

    Raises `Refused` when two members have that name, or when no handle can be made of it.
    """
    board = draft.board
    name = squeeze(text).removeprefix("@")
    member = board.member_named(name)
    if member is not None:
        return member.id
    named = [m.id for m in board.members.values() if m.name.casefold() == name.casefold()]
    if len(named) > 1:
        raise Refused(f"there are {len(named)} members called {_short(name)}; write the handle")
    if named:
        return named[0]
    try:
        return add_member(draft, check_handle(name)).id
    except Refused:
        return add_member(draft, _free_handle(draft, name), name=name).id


def team_called(draft: Draft, name: str) -> int:
    """Return the id of the team with a name; a new one is added."""
    for team in draft.board.teams.values():
        if team.name.casefold() == name.casefold():
            return team.id
    return add_team(draft, name).id


def cycle_called(draft: Draft, told: dict[str, Any], default: int) -> Cycle:
    """Return the cycle that a row is in; one that the board does not have is added.

    One that is over is left in planning until the import ends. Raises `Refused` when there is no
    telling which.
    """
    board, name = draft.board, squeeze(str(told.get("cycle", "")))
    if not name:
        cycle = board.cycles.get(default) if default else board.cycle_on(draft.stamp.today)
        if cycle is None:
            raise Refused("there is no cycle; add a column cycle, or: okrboard cycle add")
        return cycle
    for cycle in board.cycles.values():
        if cycle.name.casefold() == name.casefold():
            return cycle
    if "cycle_from" in told and "cycle_to" in told:
        first, last = told["cycle_from"], told["cycle_to"]
    else:
        first, last = _span_of(name)
    return add_cycle(draft, name, first, last, running=first <= draft.stamp.today <= last)


def _span_of(name: str) -> tuple[date, date]:
    """Return the days of `2026-T3`, `2026 Q4`, `Q4/2026`, `H1 2027` or `2026`."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    years = [word for word in words if len(word) == 4 and word.isascii() and word.isdigit()]
    parts = [word for word in words if word not in years]
    if len(years) == 1 and len(parts) <= 1 and 1900 <= int(years[0]) < 9000:
        year, months, number = int(years[0]), 12, 1
        if parts:
            months = _PARTS.get(parts[0][0], 0)
            digits = parts[0][1:]
            number = int(digits) if len(digits) == 1 and digits in "1234" else 9
        if months and number * months <= 12:
            first = date(year, (number - 1) * months + 1, 1)
            after = first.month + months
            end = date(year + after // 13, (after - 1) % 12 + 1, 1)
            return first, end - timedelta(days=1)
    raise Refused(
        f"there is no cycle {_short(name)} on the board; add columns cycle_from and cycle_to, "
        "or make it: okrboard cycle add"
    )


def _free_handle(draft: Draft, name: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    if not words:
        raise Refused(f"owner: no handle can be made of {_short(name)}")
    handle, number = words[0][: MAX_HANDLE - 4], 1
    while draft.board.member_named(handle if number == 1 else f"{handle}{number}") is not None:
        number += 1
    return handle if number == 1 else f"{handle}{number}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
