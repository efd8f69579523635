"""The schedule's files: the calendar is written to one, days without meetings are read from one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from calendar_data import calendar, event
from support.hostile import HOSTILE
from support.schedules import office, unplanned
from support.screens import Seat, seated

from okrboard.calendar.check import check
from okrboard.calendar.from_board import series_in
from okrboard.calendar.ical import exported
from okrboard.domain.records import Cycle
from okrboard.tui.forms.schedule import calendar_file_form, usual_name

CHRISTMAS = calendar(
    event("UID:x", "DTSTAMP:20260101T000000Z", "SUMMARY:Christmas", "DTSTART;VALUE=DATE:20261225")
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def told(seat: Seat) -> str:
    """Return what is on the screen as one line: a refusal with a long path in it is broken."""
    return " ".join(seat.text.replace("▌", " ").split())


# Written.


async def test_the_file_is_what_the_command_exports_and_says_its_place(here: Path) -> None:
    board = office().board
    async with seated(board, start="schedule", size=(120, 40)) as seat:
        await seat.type("w")
        assert "okr-2026-T3.ics" in seat.text
        await seat.save("<enter>")
        assert "the calendar of 2026-T3 is in" in seat.text
    data = (here / "okr-2026-T3.ics").read_bytes()
    assert data == exported(board, series_in(board, [1]), {})
    assert check(data).breaches == ()


async def test_a_calendar_that_is_there_is_replaced_and_nothing_else(here: Path) -> None:
    (here / "notes.txt").write_text("mine")
    (here / "old.ics").write_bytes(CHRISTMAS)
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type("w<ctrl+u>notes.txt")
        await seat.save("<enter>")
        assert "notes.txt is there and no calendar; choose another name" in told(seat)
        assert "--force" not in seat.text
        assert seat.form.named("file").text == "notes.txt"
        await seat.type("<ctrl+u>~/old.ics")
        await seat.save("<enter>")
        assert not seat.panel.is_open
    assert (here / "notes.txt").read_text() == "mine"
    assert b"OKR check-in" in (here / "old.ics").read_bytes()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "name a file"),
        ("nowhere/a.ics", "cannot be written"),
        (".", "is there and no calendar"),
    ],
)
async def test_what_cannot_be_written_is_said_in_one_line(here: Path, typed: str, why: str) -> None:
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type(f"w<ctrl+u>{typed}<enter>")
        await seat.still()
        assert why in told(seat)
        assert seat.form.named("file").text == typed
    assert list(here.iterdir()) == []


async def test_a_dash_is_a_name_and_not_the_terminal(here: Path) -> None:
    async with seated(office().board, start="schedule") as seat:
        await seat.type("w<ctrl+u>-")
        await seat.save("<enter>")
        assert not seat.panel.is_open
    assert (here / "-").read_bytes().startswith(b"BEGIN:VCALENDAR")


async def test_whoever_only_looks_can_take_the_calendar_along(here: Path) -> None:
    async with seated(office().board, start="schedule", who="zoe") as seat:
        await seat.type("w")
        await seat.save("<enter>")
        assert "zoe is not a member" not in seat.text
        assert seat.board.member_named("zoe") is None
    assert (here / "okr-2026-T3.ics").exists()


async def test_without_a_meeting_there_is_nothing_to_write() -> None:
    async with seated(unplanned(), start="schedule") as seat:
        await seat.type("w")
        assert "no meeting is planned; n plans the usual ones" in seat.text
        assert not seat.panel.is_open


@pytest.mark.parametrize("name", [*HOSTILE, "..", "/etc/passwd", "2026 T3", "-"])
def test_a_cycle_s_name_makes_a_plain_file_name(name: str) -> None:
    usual = usual_name(Cycle(7, name, date(2026, 9, 1), date(2026, 12, 31)))
    assert usual == os.path.basename(usual)
    assert usual.startswith("okr-")
    assert usual.endswith(".ics")
    assert all(sign.isalnum() or sign in "-." for sign in usual)
    form = calendar_file_form(Cycle(7, name, date(2026, 9, 1), date(2026, 12, 31)))
    assert form.check()


# Read.


async def test_holidays_of_a_file_take_meetings_away_until_undone(here: Path) -> None:
    (here / "days.ics").write_bytes(CHRISTMAS)
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type("fdays.ics<tab>Public")
        await seat.save()
        assert "Public: 1 day as holidays" in seat.text
        await seat.type("<end>")
        assert "a holiday: Christmas" in seat.text
        (listed,) = seat.board.holidays.values()
        assert (listed.name, listed.source, listed.member) == ("Public", "days.ics", 0)
        assert seat.board.series[1].sequence == 1
        (here / "days.ics").write_bytes(CHRISTMAS.replace(b"20261225", b"20261218"))
        await seat.type("f~/../" + here.name + "/days.ics")
        await seat.save()
        assert len(seat.board.holidays) == 2
        await seat.type("fdays.ics<tab>Public")
        await seat.save()
        (again, _) = seat.board.holidays.values()
        assert [day.on for day in again.days] == [date(2026, 12, 18)]
        await seat.type("uuu")
        assert not seat.board.holidays


async def test_one_ticks_which_holidays_count(here: Path) -> None:
    second = CHRISTMAS.replace(b"20261225", b"20261218").replace(b"Christmas", b"Bridge")
    both = second.replace(b"END:VCALENDAR", CHRISTMAS[CHRISTMAS.index(b"BEGIN:VEVENT") :])
    (here / "days.ics").write_bytes(both)
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type("F")
        assert "no holidays lie ahead; f reads them" in seat.text
        await seat.type("fdays.ics<tab>Public")
        await seat.save()
        assert len(seat.board.holidays[1].days) == 2
        await seat.type("F")
        assert "Bridge, Fri 18 Dec" in seat.text
        await seat.type("<space>")
        await seat.save()
        assert "1 of 2 holidays count" in seat.text
        assert [one.pattern for one in seat.board.holidays[1].choices] == ["Bridge"]
        await seat.type("<end>")
        assert "a holiday: Christmas" in seat.text
        await seat.type("k")
        assert "holiday" not in "".join(row for row in seat.rows if "▌" in row)
        await seat.type("u")
        assert seat.board.holidays[1].choices == ()


async def test_absences_are_of_one_member(here: Path) -> None:
    (here / "days.ics").write_bytes(CHRISTMAS)
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type("fdays.ics<tab>Trip<tab>ben")
        await seat.save()
        assert "1 day as absences of ben" in seat.text
        (listed,) = seat.board.holidays.values()
        assert listed.member == seat.board.member_named("ben").id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "name a file"),
        ("nowhere.ics", "cannot be read"),
        (".", "is a folder"),
        ("page.ics", "This is a web page"),
        ("other.ics", "names no day"),
        ("https://example.org/days.ics", "okrboard calendar holidays add URL"),
        ("-", "cannot be read"),
    ],
)
async def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    here: Path, typed: str, why: str
) -> None:
    (here / "page.ics").write_text("<html>login</html>")
    (here / "other.ics").write_bytes(CHRISTMAS.replace(b"20261225", b"19991225"))
    async with seated(office().board, start="schedule", size=(120, 40)) as seat:
        await seat.type(f"f{typed}<ctrl+s>")
        await seat.still()
        assert why in told(seat)
        assert seat.form.named("file").text == typed
        assert not seat.board.holidays


async def test_who_is_no_member_is_asked_before_days_are_read(here: Path) -> None:
    (here / "days.ics").write_bytes(CHRISTMAS)
    async with seated(office().board, start="schedule", who="zoe") as seat:
        await seat.type("f")
        assert "zoe is not a member" in seat.text
        await seat.type("ydays.ics")
        await seat.save()
        assert len(seat.board.holidays) == 1
