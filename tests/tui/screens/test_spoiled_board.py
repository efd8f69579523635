"""Screens on a board whose file holds values that nobody meant: they open, and nothing ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.making import NOW
from support.screens import seated

from okrboard.demo import write_demo
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from pathlib import Path

SPOILED: dict[str, Any] = {
    "series every 0 weeks": ("series", {"1": {"every": 0, "weekday": 99, "at": "x"}}),
    "series of 9999 years": ("series", {"1": {"first": "0001-01-01", "last": "9999-12-31"}}),
    "cycle reversed": ("cycles", {"2": {"first": "2027-01-17", "last": "2026-09-14"}}),
    "weight below 0": ("key_results", {"9": {"weight": -5}, "19": {"weight": 1e200}}),
    "log in the year 9999": ("changes", {"250": {"at": "9999-12-31T23:59:59-14:00"}}),
    "goals in a circle": (
        "objectives",
        {"9": {"contributes_to": 10}, "10": {"contributes_to": 9, "title": ""}},
    ),
    "drafts in a circle": ("proposals", {"1": {"parents": [2]}, "2": {"parents": [1]}}),
    "settings beyond sense": ("settings", {"1": {"cadence_days": 2**53, "timezone": "../x"}}),
}


@pytest.mark.slow
@pytest.mark.parametrize("start", ["board", "schedule", "alignment", "minutes"])
@pytest.mark.parametrize("name", SPOILED)
async def test_a_screen_opens_on_a_spoiled_board_and_answers_keys(
    tmp_path: Path, name: str, start: str
) -> None:
    path = tmp_path / "okrboard.json"
    write_demo(str(path), NOW)
    tree = json.loads(path.read_text())
    table, rows = SPOILED[name]
    for id, fields in rows.items():
        tree[table][id].update(fields)
    path.write_text(json.dumps(tree))
    async with seated(store=FileStore(str(path)), start=start, who="ben") as seat:
        await seat.type("jjlk<enter>")
        await seat.still()
        assert seat.app.is_running
        assert any(row.strip() for row in seat.text.split("\n"))
