"""Closing a cycle and carrying its goals, by commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def open_ones(okr: Okr) -> list[str]:
    return [one["ref"] for one in okr("action", "list", "--json").json if one["state"] == "open"]


def test_closing_a_cycle_says_how_many_open_actions_were_dropped(okr: Okr, demo: Path) -> None:
    before = open_ones(okr)
    assert len(before) > 1
    said = okr("cycle", "close", "2026-T3").out.strip()
    assert said == (
        f"2026-T3 is closed; its scores are frozen; {len(before)} open actions were dropped"
    )
    assert open_ones(okr) == []
    assert "because: the cycle was closed" in okr("show", before[0]).out
    okr("undo")
    assert sorted(open_ones(okr)) == sorted(before)


def test_open_actions_outlive_the_cycle_where_that_is_said(okr: Okr, demo: Path) -> None:
    before = open_ones(okr)
    said = okr("cycle", "close", "2026-T3", "--keep-actions").out.strip()
    assert said.endswith(f"{len(before)} open actions go on")
    assert sorted(open_ones(okr)) == sorted(before)
    assert okr("show", before[0], "--json").json["key_result"] is None


def test_a_carried_goal_takes_its_actions_along(okr: Okr, demo: Path) -> None:
    carried = okr("objective", "carry", "O10", "2027-T1", "--json").json
    assert okr("show", "O10", "--json").json["carried_to"] == [carried["ref"]]
    refs = {one["ref"] for one in carried["key_results"]}
    actions = okr("action", "list", "--json").json
    assert any(one["state"] == "open" and one["key_result"] in refs for one in actions)
    assert f"Carried to {carried['ref']}" in okr("show", "O10").out


def test_after_the_close_report_and_brief_tell_of_that_cycle(okr: Okr, demo: Path) -> None:
    okr("cycle", "close", "2026-T3")
    assert "2026-T3, closed" in okr("brief").out
    assert okr("report", "--format", "json").json["cycle"]["name"] == "2026-T3"
    named = okr("report", "--format", "json", "--cycle", "2027-T1").json
    assert named["cycle"]["name"] == "2027-T1"
