"""A cycle that was closed in its last meeting: what it still has ahead is in every calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from okrboard.calendar.check import check

if TYPE_CHECKING:
    from support.cli import Okr


@pytest.fixture
def closed(okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo a week before the end of its cycle: that is closed, the next one is planned."""
    monkeypatch.setenv("OKRBOARD_USER", "hana")
    monkeypatch.setenv("OKRBOARD_NOW", "2026-12-23T12:00:00+01:00")
    assert okr("calendar", "feed", "-o", "before.ics").status == 0
    assert okr("cycle", "close", "2026-T3").status == 0
    if "2027-T1" not in okr("cycle", "list").out:
        assert okr("cycle", "add", "2027-T1").status == 0
    return demo


def days(okr: Okr, *words: str) -> list[str]:
    return [one["start"][:10] for one in okr("calendar", "list", "--json", *words).json]


def uids(path: Path) -> set[str]:
    return {one.uid for one in check(path.read_bytes()).instants}


def test_the_list_has_what_lies_ahead_and_then_the_next_cycle(okr: Okr, closed: Path) -> None:
    ahead = days(okr)
    assert ahead
    assert all("2026-12-23" <= day < "2027-01-01" for day in ahead)
    assert okr("calendar", "series", "add").status == 0
    both = days(okr)
    assert both[: len(ahead)] == ahead
    assert both[len(ahead)] >= "2027-01-01"
    assert len(days(okr, "--cycle", "2026-T3")) > len(ahead)
    assert all(day >= "2027-01-01" for day in days(okr, "--cycle", "2027-T1"))


def test_subscribers_keep_every_meeting_they_have(okr: Okr, closed: Path, tmp_path: Path) -> None:
    before = uids(tmp_path / "before.ics")
    assert okr("calendar", "feed", "-o", "feed.ics").status == 0
    assert uids(tmp_path / "feed.ics") == before
    kept = check((tmp_path / "feed.ics").read_bytes()).instants
    assert [one.start for one in kept] == [
        one.start for one in check((tmp_path / "before.ics").read_bytes()).instants
    ]
    assert okr("calendar", "series", "add").status == 0
    okr("calendar", "feed", "-o", "feed.ics")
    assert before < uids(tmp_path / "feed.ics")


def test_the_export_has_it_and_is_the_same_on_any_day(
    okr: Okr, closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert okr("calendar", "export", "-o", "one.ics").status == 0
    assert any("goal" in one.summary for one in check((tmp_path / "one.ics").read_bytes()).instants)
    monkeypatch.setenv("OKRBOARD_NOW", "2027-01-20T12:00:00+01:00")
    assert okr("calendar", "export", "-o", "two.ics").status == 0
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "two.ics").read_bytes()


def test_a_meeting_ahead_is_still_skipped_and_moved(okr: Okr, closed: Path) -> None:
    day = next(one["day"] for one in okr("calendar", "--json").json if one["kind"] == "goals")
    assert okr("calendar", "move", day, "2026-12-29", "10:00").status == 0
    assert "2026-12-29" in days(okr)
    assert okr("calendar", "skip", day, "-m", "done already").status == 0
    told = [one["state"] for one in okr("calendar", "--json").json if one["day"] == day]
    assert told == ["skipped"]


def test_what_is_over_is_neither_listed_nor_published(
    okr: Okr, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRBOARD_NOW", "2027-01-20T12:00:00+01:00")
    assert days(okr) == []
    assert okr("calendar", "series", "--json").json == []
    said = okr("calendar", "publish", "--dry-run")
    assert "no meeting is planned" in said.line
