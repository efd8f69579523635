"""`okrboard calendar`: listing, skipping, moving, planning, holidays, files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calendar_data import calendar, event
from support.hostile import HOSTILE

from okrboard.calendar.check import check

if TYPE_CHECKING:
    from support.cli import Okr, Said

ROOT = Path(__file__).parents[2]

KEYS = {"kind", "summary", "uid", "start", "end", "state", "reason"}


@pytest.fixture(autouse=True)
def hana(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRBOARD_USER", "hana")


def python(*words: str) -> bytes:
    """Return what a Python of its own prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *words]
    return subprocess.run(command, capture_output=True, check=True, env=environment).stdout


def sequences(data: bytes) -> dict[str, int]:
    """Return the SEQUENCE of each UID of a file."""
    text = data.decode().replace("\r\n ", "")
    uids = re.findall(r"^UID:(.*)\r$", text, re.M)
    numbers = re.findall(r"^SEQUENCE:(\d+)\r$", text, re.M)
    return {uid: int(number) for uid, number in zip(uids, numbers, strict=True)}


def exported(okr: Okr, tmp_path: Path, *words: str) -> bytes:
    said = okr("calendar", "export", "-o", "out.ics", *words)
    assert (said.status, said.err) == (0, "")
    return (tmp_path / "out.ics").read_bytes()


def states(said: Said) -> dict[str, tuple[str, str]]:
    return {one["day"]: (one["state"], one["reason"]) for one in said.json if one["series"] == "S1"}


def test_the_list_gives_the_promised_keys_in_the_order_of_time(okr: Okr, demo: Path) -> None:
    listed = okr("calendar", "list", "--json").json
    assert len(listed) == 20
    assert all(set(one) >= KEYS for one in listed)
    assert [one["start"] for one in listed] == sorted(one["start"] for one in listed)
    assert listed[0]["start"] == "2026-09-11T15:00:00+02:00"
    assert listed[-1]["start"] == "2026-12-30T15:00:00+01:00"
    assert {one["state"] for one in listed} == {"planned", "moved", "skipped"}
    said = okr("calendar")
    assert "Thu 26 Nov  10:00–10:30  moved" in said.out
    assert "everybody is at the fair" in said.out
    assert "Fri 11 Sep  15:00–15:30  past" in said.out
    assert "Fri 4 Dec   15:00–15:30  planned" in said.out


def test_a_board_without_meetings_says_how_to_plan_them(okr: Okr, tmp_path: Path) -> None:
    okr("init", "--timezone", "UTC", "--as", "hana")
    assert okr("calendar", "list", "--json").out == "[]\n"
    assert "okrboard calendar series add" in okr("calendar").out
    assert okr("calendar", "export").status == 1
    assert "make one" in okr("calendar", "export").line
    okr("cycle", "add", "2026-T3", "--running", "--as", "hana")
    assert okr("calendar", "series", "end", "check-in", "--all", "--as", "hana").status == 0
    assert okr("calendar", "series", "--json").json[0]["state"] == "cancelled"


def test_a_cycle_that_begins_has_its_usual_meetings(okr: Okr, tmp_path: Path) -> None:
    okr("init", "--timezone", "America/New_York", "--cycle", "2026-T3", "--as", "hana")
    kinds = [one["kind"] for one in okr("calendar", "series", "--json").json]
    assert kinds == ["check-in", "reflect", "reflect", "goals"]
    assert okr("calendar", "list", "--json").json[0]["start"] == "2026-09-04T15:00:00-04:00"
    okr("cycle", "add", "2027-T1", "--as", "hana")
    assert okr("calendar", "series", "--cycle", "2027-T1", "--json").json == []
    assert okr("calendar", "series", "add", "--cycle", "2027-T1", "--as", "hana").status == 0
    assert len(okr("calendar", "series", "--cycle", "2027-T1", "--json").json) == 4


def test_a_cycles_new_last_day_moves_and_undoes_its_meetings(okr: Okr, tmp_path: Path) -> None:
    okr("init", "--timezone", "Europe/Berlin", "--cycle", "2026-T3", "--as", "hana")
    before = exported(okr, tmp_path)
    said = okr("cycle", "edit", "2026-T3", "--to", "2027-01-31")
    assert said.out.splitlines() == [
        "2026-T3: 2026-09-01 to 2027-01-31, running",
        "S1 OKR check-in runs to 2027-01-31",
        "S3 OKR rest & reflect is on 2027-01-14",
        "S4 OKR goal setting is on 2027-01-21",
    ]
    after = exported(okr, tmp_path)
    assert (b"UNTIL=20261225T140000Z" in before, b"UNTIL=20270129T140000Z" in after) == (True, True)
    assert sequences(before).keys() == sequences(after).keys()
    assert okr("undo").status == 0
    again = exported(okr, tmp_path)
    assert b"UNTIL=20261225T140000Z" in again
    assert all(number >= sequences(after)[uid] for uid, number in sequences(again).items())
    told = okr("cycle", "edit", "2026-T3", "--to", "2026-12-04", "--json").json
    assert told["last"] == "2026-12-04"
    assert told["meetings"][1] == (
        "S3 OKR rest & reflect stays, with 2026-12-17 after the last day"
    )
    assert okr("cycle", "edit", "2026-T3", "--name", "Autumn", "--json").json["meetings"] == []


# One meeting.


def test_a_meeting_is_skipped_moved_and_put_back(okr: Okr, demo: Path) -> None:
    assert okr("calendar", "skip", "2026-12-04", "--reason", "fair").status == 0
    assert states(okr("calendar", "--json"))["2026-12-04"] == ("skipped", "fair")
    said = okr("calendar", "move", "2026-12-04", "thu", "10:00", "-m", "trip", "--json")
    assert said.json["start"] == "2026-12-03T10:00:00+01:00"
    assert (said.json["state"], said.json["reason"]) == ("moved", "trip")
    assert okr("calendar", "restore", "2026-12-03").status == 0
    assert states(okr("calendar", "--json"))["2026-12-04"] == ("planned", "")
    assert "takes place as planned" in okr("calendar", "restore", "2026-12-04").line


def test_a_holidays_meeting_can_be_put_back_where_the_rule_is(okr: Okr, demo: Path) -> None:
    assert states(okr("calendar", "--json"))["2026-12-25"] == ("moved", "Christmas")
    assert okr("calendar", "restore", "2026-12-25", "-m", "we like it").status == 0
    assert states(okr("calendar", "--json"))["2026-12-25"] == ("planned", "we like it")


def test_a_day_with_two_meetings_asks_which(okr: Okr, demo: Path) -> None:
    said = okr("calendar", "skip", "2026-12-23")
    assert said.status == 1
    assert "--kind" in said.line
    assert okr("calendar", "skip", "2026-12-23", "--kind", "goals").status == 0
    assert okr("calendar", "skip", "2026-12-23", "--series", "S1").status == 0


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("skip", "2026-12-05"), 1, "near it: 2026-11-27, 2026-12-04, 2026-12-11"),
        (("skip", "someday"), 2, "is not a day"),
        (("skip",), 2, "DAY is missing"),
        (("skip", "2026-12-04", "--kind", "party"), 2, "a kind is one of"),
        (("skip", "2026-12-04", "--series", "S99"), 1, "no series here"),
        (("move", "2026-12-04"), 2, "NEW is missing"),
        (("move", "2026-12-04", "25:00"), 2, "no time of day"),
        (("move", "2026-12-04", "2099-01-01"), 1, "too far"),
        (("restore", "2026-12-04"), 1, "takes place as planned"),
        (("series", "add", "party"), 2, "a kind is one of"),
        (("series", "add"), 1, "has its meetings already"),
        (("series", "add", "--at", "16:00"), 2, "series add check-in --at"),
        (("series", "add", "check-in", "--at", "26:00"), 2, "no time of day"),
        (("series", "add", "check-in", "--weekday", "T"), 2, "a weekday is one of"),
        (("series", "add", "check-in", "--minutes", "0"), 2, "--minutes lies between"),
        (("series", "add", "check-in", "--every", "x"), 2, "--every is a whole number"),
        (("series", "add", "check-in", "--timezone", "Mars/Base"), 2, "no time zone"),
        (("series", "add", "reflect", "--on", "2026-12-01", "--every", "2"), 2, "--on is one"),
        (("series", "add", "check-in", "--link", "javascript:x"), 1, "begins with https"),
        (("series", "edit", "check-in"), 2, "say what changes"),
        (("series", "edit", "party", "--at", "9"), 1, "no series here"),
        (("series", "edit", "check-in", "--at", "9", "--from", "2030-01-01"), 1, "ends on"),
        (("series", "end", "check-in", "--from", "2027-01-03"), 1, "no meeting from"),
        (("series", "dance"), 2, "okrboard calendar series has no"),
        (("dance",), 2, "okrboard calendar has no"),
        (("list", "--cycle", "1999"), 1, "no cycle is called"),
        (("list", "--team", "Choir"), 1, "no team is called"),
        (("export", "--series", "party"), 1, "no series here"),
        (("check", "none.ics"), 1, "none.ics"),
        (("feed",), 2, "calendar feed -o FILE"),
        (("holidays", "add", "none.ics"), 1, "none.ics"),
        (("holidays", "add", "https://"), 2, "name a host"),
        (("holidays", "remove", "Easter"), 1, "no list of holidays"),
        (("publish",), 2, "calendar.url"),
        (("pull",), 2, "calendar.url"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    okr: Okr, demo: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    before = demo.read_bytes()
    said = okr("calendar", *words)
    assert (said.status, told in said.line) == (status, True), said.line
    assert demo.read_bytes() == before


def test_somebody_who_has_not_joined_can_look_and_not_change(okr: Okr, demo: Path) -> None:
    assert okr("calendar", "--as", "stranger").status == 0
    for words in (("skip", "2026-12-04"), ("series", "end", "S1"), ("holidays", "remove", "1")):
        assert "member add stranger" in okr("calendar", *words, "--as", "stranger").line


# Series.


def test_a_series_is_planned_with_everything_that_can_be_said(okr: Okr, demo: Path) -> None:
    said = okr(
        "calendar", "series", "add", "check-in", "--weekday", "TU", "--at", "9:30", "--minutes",
        "20", "--every", "2", "--timezone", "Asia/Kolkata", "--from", "2026-11-23", "--to",
        "2026-12-31", "--summary", "IT stand [/b]", "--place", "Room 2", "--link",
        "https://meet.example.org/x", "--alarm", "5", "--team", "IT", "--holidays", "before",
        "--json",
    )  # fmt: skip
    made = said.json
    assert made["summary"] == "IT stand [/b]"
    assert (made["weekday"], made["at"], made["minutes"], made["every"]) == ("TU", "09:30", 20, 2)
    assert (made["timezone"], made["team"], made["sequence"]) == ("Asia/Kolkata", "IT", 0)
    listed = okr("calendar", "list", "--series", made["ref"], "--json").json
    assert [one["start"] for one in listed] == [
        "2026-11-24T09:30:00+05:30", "2026-12-08T09:30:00+05:30", "2026-12-22T09:30:00+05:30",
    ]  # fmt: skip
    single = okr("calendar", "series", "add", "reflect", "--on", "2026-12-02", "--json").json
    assert [one["start"] for one in okr("calendar", "--series", single["ref"], "--json").json] == [
        "2026-12-02T13:00:00+01:00"
    ]


def test_a_change_from_a_day_on_begins_a_series_of_its_own(
    okr: Okr, demo: Path, tmp_path: Path
) -> None:
    before = okr("calendar", "series", "--json").json[0]
    said = okr("calendar", "series", "edit", "check-in", "--at", "16:00", "--from", "2026-12-01",
               "--json")  # fmt: skip
    after = okr("calendar", "series", "--json").json
    assert said.json["uid"] not in {one["uid"] for one in after if one["ref"] == before["ref"]}
    assert (said.json["follows"], said.json["sequence"]) == (before["ref"], 0)
    old = next(one for one in after if one["ref"] == before["ref"])
    assert old["uid"] == before["uid"]
    assert old["sequence"] == before["sequence"] + 1
    assert check(exported(okr, tmp_path)).breaches == ()
    assert okr("undo").status == 0
    assert len(okr("calendar", "series", "--json").json) == 4


def test_of_two_series_of_a_kind_the_coming_one_is_meant(okr: Okr, demo: Path) -> None:
    assert okr("calendar", "series", "edit", "reflect", "--at", "9", "--json").json["ref"] == "S3"


def test_an_end_leaves_what_has_been(okr: Okr, demo: Path) -> None:
    assert okr("calendar", "series", "end", "check-in").status == 0
    starts = [one["start"] for one in okr("calendar", "--series", "S1", "--json").json]
    assert starts[-1] == "2026-11-13T15:00:00+01:00"


# Files.


def test_export_twice_gives_the_same_bytes_and_they_are_sound(
    okr: Okr, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exported(okr, tmp_path)
    monkeypatch.setenv("OKRBOARD_NOW", "2026-11-25T08:00:00+00:00")
    assert exported(okr, tmp_path) == first
    assert check(first).breaches == ()
    assert first.endswith(b"END:VCALENDAR\r\n")
    listed = okr("calendar", "list", "--json").json
    assert {one["uid"] for one in listed} == set(sequences(first))
    # As a program sees it: bytes, not text with other line ends.
    assert python("-m", "okrboard", "calendar", "export") == first


def test_sequence_over_a_history(okr: Okr, demo: Path, tmp_path: Path) -> None:
    uid = okr("calendar", "series", "--json").json[0]["uid"]
    seen = [sequences(exported(okr, tmp_path))[uid]]
    for words in (
        ("calendar", "skip", "2026-12-04"),
        ("calendar", "move", "2026-12-18", "--kind", "check-in", "thu 10:00"),
        ("calendar", "series", "edit", "S1", "--summary", "Weekly"),
        ("check-in", "KR19", "21"),
        ("calendar", "series", "edit", "S1", "--minutes", "45"),
        ("undo",),
        ("calendar", "holidays", "remove", "1"),
        ("calendar", "series", "end", "S1", "--all"),
    ):
        assert okr(*words).status == 0, words
        data = exported(okr, tmp_path)
        assert check(data).breaches == (), words
        seen.append(sequences(data)[uid])
    steps = [after - before for before, after in pairwise(seen)]
    assert steps == [1, 1, 0, 0, 1, 1, 1, 1]


def test_a_part_is_exported(okr: Okr, demo: Path, tmp_path: Path) -> None:
    one = exported(okr, tmp_path, "--series", "goals")
    assert len(sequences(one)) == 1
    okr("calendar", "series", "add", "check-in", "--team", "IT", "--summary", "IT only")
    okr("calendar", "series", "add", "check-in", "--team", "Audit", "--summary", "Audit only")
    it = exported(okr, tmp_path, "--team", "IT")
    assert b"IT only" in it
    assert b"Audit only" not in it
    assert b"OKR check-in" in it


def test_a_file_that_is_no_calendar_is_not_replaced(okr: Okr, demo: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("letters")
    for verb in ("export", "feed"):
        assert "--force" in okr("calendar", verb, "-o", "mine.txt").line
        assert mine.read_text() == "letters"
    assert okr("calendar", "export", "-o", "mine.txt", "--force").status == 0
    assert mine.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert okr("calendar", "export", "-o", "none/x.ics").status == 1
    assert sorted(os.listdir(tmp_path)) == ["home", "mine.txt", "okrboard.json"]


def test_a_feed_is_touched_only_when_the_meetings_changed(
    okr: Okr, demo: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.ics"
    assert okr("calendar", "feed", "-o", "feed.ics", "--json").json["changed"] is True
    os.utime(feed, (1, 1))
    assert okr("calendar", "feed", "-o", "feed.ics", "--json").json["changed"] is False
    assert feed.stat().st_mtime == 1
    okr("calendar", "skip", "2026-12-04")
    assert okr("calendar", "feed", "-o", "feed.ics", "--json").json["changed"] is True
    assert check(feed.read_bytes()).breaches == ()


def test_check_lists_instants_and_fails_for_a_breach(okr: Okr, demo: Path, tmp_path: Path) -> None:
    exported(okr, tmp_path)
    said = okr("calendar", "check", "out.ics")
    assert said.status == 0
    assert "2026-11-26T10:00+01:00  2026-11-26T09:00Z  OKR check-in  moved" in said.out
    told = okr("calendar", "check", "out.ics", "--json").json
    assert (told["breaches"], len(told["instants"])) == ([], 19)
    bad = (tmp_path / "out.ics").read_bytes().replace(b"\r\n", b"\n")
    (tmp_path / "bad.ics").write_bytes(bad)
    broken = okr("calendar", "check", "bad.ics")
    assert broken.status == 1
    assert "CRLF" in broken.out
    assert "CRLF" in broken.line
    assert okr("calendar", "check", "bad.ics", "--json").status == 1


# Holidays.

DAYS = calendar(
    "X-WR-CALNAME:Days off [/b]\r\n",
    event("UID:1", "SUMMARY:Saint Nicholas", "DTSTART;VALUE=DATE:20261204"),
    event("UID:2", "SUMMARY:Bridge\\, day", "DTSTART;VALUE=DATE:20261217",
          "DTEND;VALUE=DATE:20261219"),
)  # fmt: skip


def test_a_holiday_file_takes_check_ins_away_or_earlier(
    okr: Okr, demo: Path, tmp_path: Path
) -> None:
    (tmp_path / "days.ics").write_bytes(DAYS)
    okr("calendar", "series", "edit", "check-in", "--holidays", "skip")
    said = okr("calendar", "holidays", "add", "days.ics", "--json").json
    assert (said["name"], len(said["days"]), said["member"]) == ("Days off [/b]", 3, None)
    now = states(okr("calendar", "--json"))
    assert now["2026-12-04"] == ("holiday", "Saint Nicholas")
    assert now["2026-12-18"] == ("holiday", "Bridge, day")
    okr("calendar", "series", "edit", "check-in", "--holidays", "before")
    listed = {one["day"]: one["start"][:10] for one in okr("calendar", "--json").json
              if one["series"] == "S1"}  # fmt: skip
    assert (listed["2026-12-04"], listed["2026-12-18"]) == ("2026-12-03", "2026-12-16")
    assert "Days off" in okr("calendar", "holidays").out
    # The same source again is the same list.
    okr("calendar", "holidays", "add", "days.ics", "--name", "Off")
    names = [one["name"] for one in okr("calendar", "holidays", "--json").json]
    assert names == ["Public holidays", "Off"]
    assert okr("calendar", "holidays", "remove", "Off").status == 0
    assert states(okr("calendar", "--json"))["2026-12-04"] == ("planned", "")


GERMAN = calendar(
    *(
        event(f"UID:{number}", f"SUMMARY:{name}", f"DTSTART;VALUE=DATE:{day}",
              "RRULE:FREQ=YEARLY", f"DESCRIPTION:{kind}")
        for number, (name, day, kind) in enumerate((
            ("Barbaratag", "20201204", "Observance"),
            ("Heiligabend", "20201224", "Observance"),
            ("Bürgertag", "20201211", "Public holiday"),
            ("Bußtag", "20201218", "Public holiday"),
        ))
    ),
    event("UID:9", "SUMMARY:Broken"),
)  # fmt: skip


def test_people_choose_which_holidays_of_a_list_count(okr: Okr, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "de.ics").write_bytes(GERMAN)
    okr("calendar", "series", "edit", "check-in", "--holidays", "skip")
    for day in ("2026-12-04", "2026-12-11", "2026-12-18"):
        okr("calendar", "restore", day)
    said = okr("calendar", "holidays", "add", "de.ics", "--name", "Feiertage")
    assert "one entry not read: Line 32: the event has no DTSTART" in said.out

    def off() -> set[str]:
        listed = okr("calendar", "--json").json
        return {one["day"] for one in listed if one["state"] == "holiday"} & {
            "2026-12-04", "2026-12-11", "2026-12-18",
        }  # fmt: skip

    assert off() == {"2026-12-04", "2026-12-11", "2026-12-18"}
    said = okr("calendar", "holidays", "off", "bußtag")
    assert "bußtag does not count: 4 days of Feiertage" in said.out
    assert off() == {"2026-12-04", "2026-12-11"}
    # A kind, a day, a part of a name and a pattern.
    okr("calendar", "holidays", "off", "Observance")
    assert off() == {"2026-12-11"}
    assert "Bürgertag does not count" in okr("calendar", "holidays", "off", "ürger").out
    assert off() == set()
    okr("calendar", "holidays", "on", "B*tag", "--list", "Feier")
    assert off() == {"2026-12-04", "2026-12-11", "2026-12-18"}
    okr("calendar", "holidays", "off", "*-12-11")
    assert off() == {"2026-12-04", "2026-12-18"}
    # The list is read again: the choice stays.
    said = okr("calendar", "holidays", "add", "de.ics", "--name", "Feiertage", "--json").json
    assert off() == {"2026-12-04", "2026-12-18"}
    assert {one["name"] for one in said["days"] if not one["counts"]} == {
        "Heiligabend", "Bürgertag"
    }  # fmt: skip
    assert len(said["unread"]) == 1
    shown = okr("calendar", "holidays", "show", "Feiertage")
    assert "Bürgertag" in next(line for line in shown.out.splitlines() if "does not count" in line)
    assert okr("undo").status == 0


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("off", "Pentecost"), 1, "no holiday is called “Pentecost”"),
        (("off", "t"), 1, "may be “"),
        (("on", "Barbaratag"), 1, "counts already"),
        (("off", "Barbaratag", "--list", "nothing"), 1, "no list of holidays"),
        (("off",), 2, "HOLIDAY"),
        (("off", ""), 1, "no holiday is called"),
    ],
)
def test_a_choice_that_cannot_be_is_told(
    okr: Okr, demo: Path, tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    (tmp_path / "de.ics").write_bytes(GERMAN)
    okr("calendar", "holidays", "add", "de.ics", "--name", "Feiertage")
    said = okr("calendar", "holidays", *words)
    assert said.status == status
    assert told in said.line


def test_a_meeting_put_back_onto_a_holiday_is_still_off(okr: Okr, demo: Path) -> None:
    okr("calendar", "skip", "2026-12-25")
    said = okr("calendar", "restore", "2026-12-25")
    assert "is held on 2026-12-23, for 2026-12-25 is a holiday (Christmas)" in said.out
    okr("calendar", "series", "edit", "check-in", "--holidays", "skip")
    okr("calendar", "skip", "2026-12-25")
    said = okr("calendar", "restore", "2026-12-25")
    assert "is off, for 2026-12-25 is a holiday (Christmas); restore it once more" in said.out
    assert states(okr("calendar", "--json"))["2026-12-25"] == ("holiday", "Christmas")
    said = okr("calendar", "restore", "2026-12-25")
    assert "takes place, though it is a holiday (Christmas)" in said.out
    assert states(okr("calendar", "--json"))["2026-12-25"][0] == "planned"
    said = okr("calendar", "move", "2026-12-18", "2026-12-26")
    assert "is moved to Sat 26 Dec 15:00" in said.out


def test_absences_of_a_member_take_nothing_away(okr: Okr, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "days.ics").write_bytes(DAYS)
    assert okr("calendar", "holidays", "add", "days.ics", "--for", "ben").status == 0
    one = next(one for one in okr("calendar", "--json").json if one["day"] == "2026-12-04")
    assert (one["state"], one["away"]) == ("planned", ["ben (Saint Nicholas)"])
    assert "away: ben" in okr("calendar").out


@pytest.mark.parametrize("data", [b"", b"<html>", b"BEGIN:VCALENDAR\r\n", DAYS[:120], b"\xff" * 99])
def test_a_file_that_is_no_calendar_is_told_in_one_line(
    okr: Okr, demo: Path, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "days.ics").write_bytes(data)
    before = demo.read_bytes()
    said = okr("calendar", "holidays", "add", "days.ics")
    assert (said.status, bool(said.line)) == (1, True)
    assert demo.read_bytes() == before


def test_no_address_is_kept_on_the_board(okr: Okr, demo: Path) -> None:
    said = okr("calendar", "holidays", "add", "https://127.0.0.1:9/private-token-canary.ics")
    assert said.status == 1
    assert "canary" not in said.line
    assert b"canary" not in demo.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip("-+")])
def test_hostile_words_go_through_every_command(
    okr: Okr, demo: Path, tmp_path: Path, text: str
) -> None:
    assert okr("calendar", "series", "edit", "S1", f"--summary=x{text}").status == 0
    assert okr("calendar", "skip", "2026-12-04", f"--reason={text}").status == 0
    for words in (("list",), ("list", "--json"), ("series",), ("series", "--json"), ("export",)):
        said = okr("calendar", *words)
        assert said.status == 0
        assert not set(said.out) & {"\x1b", "\x07", "\x9b", "\u202e", "\u2028"}
    assert check(exported(okr, tmp_path)).breaches == ()


def test_listing_loads_neither_icalendar_nor_the_network(demo: Path) -> None:
    code = (
        "import sys\nfrom okrboard.cli.main import run\n"
        "for words in (['calendar'], ['calendar', 'series'], ['calendar', 'skip', '2026-12-04']):\n"
        "    assert run(words) == 0\n"
        "print([name for name in ('icalendar', 'httpx', 'dateutil', 'textual') "
        "if name in sys.modules])"
    )
    assert python("-c", code).splitlines()[-1] == b"[]"
