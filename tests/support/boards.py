"""Boards of any size, written straight into a file as the store would: for screens and timing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrboard.domain.records import (
    CheckIn,
    Cycle,
    KeyResult,
    Member,
    Objective,
    Settings,
    Team,
)
from okrboard.domain.schema import to_json
from okrboard.storage.layout import Document, line, render

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
PEOPLE = ("ana", "ben", "cleo", "dev", "eva", "finn", "gita", "hana")
TEAMS = ("Audit", "IT", "Sales", "Support")
TITLES = (
    "Customers trust our audits",
    "Releases let people sleep",
    "Grow where we are loved",
    "A manual that people open",
    "Nothing arrives warm",
)
NUMBERS = (
    ("Accuracy", 80.0, 99.1, "%"),
    ("Pages a week", 31.0, 8.0, "pages"),
    ("Growth", 0.0, 20.0, "%"),
    ("First answer", 9.0, 2.0, "h"),
)


def write_board(path: Path, objectives: int, check_ins: int | None = None) -> None:
    """Write a board of so many objectives, four key results each, and check-ins of ten weeks."""
    key_results = objectives * 4
    count = key_results * 10 if check_ins is None else check_ins
    tables = {
        "settings": _lines([Settings(1, "Northwind", "UTC")]),
        "members": _lines(Member(id, PEOPLE[id - 1]) for id in range(1, len(PEOPLE) + 1)),
        "teams": _lines(Team(id, TEAMS[id - 1]) for id in range(1, len(TEAMS) + 1)),
        "cycles": _lines([Cycle(1, "2026-T3", FIRST, LAST, "running")]),
        "objectives": _lines(map(_objective, range(1, objectives + 1))),
        "key_results": _lines(_key_result(id, objectives) for id in range(1, key_results + 1)),
        "check_ins": _lines(_check_in(id, key_results) for id in range(1, count + 1)),
    }
    sizes = {"members": len(PEOPLE), "teams": len(TEAMS), "cycles": 1, "objectives": objectives}
    counters = {**sizes, "settings": 1, "key_results": key_results, "check_ins": count}
    meta: dict[str, Any] = {"schema": 1, "rev": 1, "commit": "0" * 16, "counters": counters}
    path.write_bytes(render(Document(meta, tables)))


def _objective(id: int) -> Objective:
    return Objective(
        id,
        f"{TITLES[id % len(TITLES)]}, part {id}",
        1,
        owner=id % len(PEOPLE) + 1,
        team=id % len(TEAMS) + 1,
        stage="proposed" if id % 9 == 0 else "committed",
        position=float(id),
        created=FIRST,
    )


def _key_result(id: int, objectives: int) -> KeyResult:
    title, start, target, unit = NUMBERS[id % len(NUMBERS)]
    objective = (id - 1) % objectives + 1
    return KeyResult(id, objective, f"{title} {id}", "metric", start, target, unit, owner=1)


def _check_in(id: int, key_results: int) -> CheckIn:
    """Return a check-in of a key result that is somewhere between half its pace and ahead of it."""
    key_result = (id - 1) % key_results + 1
    week = (id - 1) // key_results
    _, start, target, _ = NUMBERS[key_result % len(NUMBERS)]
    share = min(week / 16 * (0.4 + key_result % 11 / 8), 1.05)
    on = min(FIRST + timedelta(days=7 * week + 3), NOW.date())
    value = round(start + (target - start) * share, 2)
    return CheckIn(id, key_result, on, value, NOW, key_result % len(PEOPLE) + 1, 6)


def _lines(records: Iterable[Any]) -> bytes:
    return b",\n".join(line(record.id, to_json(record)) for record in records)
