"""`okrboard calendar publish` and `pull` against a real Radicale; passwords that stay at home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from radicale_server import make_calendar
from support.published import PASSWORD, USER, credentials, edit, stored, uid_of

from okrboard.calendar.check import check

if TYPE_CHECKING:
    from support.cli import Okr

pytestmark = pytest.mark.slow


def verbs(okr: Okr, *words: str) -> list[str]:
    return sorted(step["verb"] for step in okr("calendar", "publish", "--json", *words).json)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(okr: Okr, linked: str) -> None:
    assert verbs(okr, "--dry-run") == ["create"] * 4
    assert stored(linked) == {}
    assert "create     OKR check-in" in okr("calendar", "publish", "--dry-run").out


def test_publishing_twice_changes_nothing(okr: Okr, linked: str) -> None:
    assert verbs(okr) == ["create"] * 4
    there = stored(linked)
    assert sorted(there) == sorted(
        f"{one['uid']}.ics" for one in okr("calendar", "series", "--json").json
    )
    assert all(check(text.encode()).instants for text in there.values())
    assert not any("METHOD" in text for text in there.values())
    assert verbs(okr) == ["unchanged"] * 4
    assert stored(linked) == there


def test_a_changed_schedule_changes_there(okr: Okr, linked: str) -> None:
    okr("calendar", "publish")
    okr("calendar", "skip", "2026-12-04")
    okr("calendar", "series", "edit", "check-in", "--at", "16:00", "--from", "2026-12-14")
    assert verbs(okr) == ["create", "unchanged", "unchanged", "unchanged", "update"]
    assert verbs(okr) == ["unchanged"] * 5
    okr("undo")
    # The series that is no more goes; what it followed is whole again.
    assert verbs(okr) == ["delete", "unchanged", "unchanged", "unchanged", "update"]
    assert len(stored(linked)) == 4


def test_a_series_that_is_cancelled_is_told(okr: Okr, linked: str) -> None:
    uid = uid_of(okr)
    okr("calendar", "publish")
    okr("calendar", "series", "end", "S1", "--all")
    assert "update" in verbs(okr)
    assert "STATUS:CANCELLED" in stored(linked)[f"{uid}.ics"]


def test_what_was_never_there_is_not_made_to_be_called_off(okr: Okr, linked: str) -> None:
    okr("calendar", "series", "end", "S1", "--all")
    okr("calendar", "move", "2026-12-23", "--kind", "goals", "2027-03-01", "10:00")
    okr("calendar", "restore", "2026-12-24")
    assert verbs(okr) == ["create"] * 3
    assert not any("CANCELLED" in text for text in stored(linked).values())


def test_a_meeting_far_away_is_its_own_resource_and_goes_again(okr: Okr, linked: str) -> None:
    okr("calendar", "move", "2026-12-04", "2027-02-02", "10:00")
    assert verbs(okr) == ["create"] * 5
    okr("calendar", "restore", "2026-12-04")
    assert "delete" in verbs(okr)
    assert len(stored(linked)) == 4


def test_a_conflict_is_shown_and_nothing_is_overwritten_unseen(okr: Okr, linked: str) -> None:
    okr("calendar", "publish")
    uid = uid_of(okr)
    edit(linked, uid, "SUMMARY:OKR check-in", "SUMMARY:Theirs")
    okr("calendar", "skip", "2026-12-04")
    said = okr("calendar", "publish")
    assert said.status == 1
    assert "left alone OKR check-in: was changed in the calendar" in said.out
    assert "--overwrite" in said.line
    assert "SUMMARY:Theirs" in stored(linked)[f"{uid}.ics"]
    assert okr("calendar", "publish", "--overwrite").status == 0
    assert "SUMMARY:Theirs" not in stored(linked)[f"{uid}.ics"]
    assert verbs(okr) == ["unchanged"] * 4


def test_a_move_in_the_calendar_is_offered_and_taken_over(okr: Okr, linked: str) -> None:
    okr("calendar", "publish")
    uid = uid_of(okr, "S3")
    edit(linked, uid, "DTSTART;TZID=Europe/Berlin:20261217T130000",
         "DTSTART;TZID=Europe/Berlin:20261216T100000")  # fmt: skip
    edit(linked, uid, "DTEND;TZID=Europe/Berlin:20261217T143000",
         "DTEND;TZID=Europe/Berlin:20261216T113000")  # fmt: skip
    said = okr("calendar", "pull")
    assert said.status == 0
    assert "offered  OKR rest & reflect of Thu 17 Dec was moved to Wed 16 Dec 10:00" in said.out
    assert okr("calendar", "pull", "--dry-run", "--json").json[0]["taken"] is False
    listed = okr("calendar", "--series", "S3", "--json").json
    assert listed[0]["state"] == "planned"
    assert okr("calendar", "pull", "--take", "--json").json[0]["taken"] is True
    listed = okr("calendar", "--series", "S3", "--json").json
    assert (listed[0]["state"], listed[0]["start"]) == ("moved", "2026-12-16T10:00:00+01:00")
    assert verbs(okr) == ["unchanged"] * 4
    assert "nothing was changed" in okr("calendar", "pull").out


def test_a_meeting_taken_out_in_the_calendar_is_skipped(okr: Okr, linked: str) -> None:
    okr("calendar", "publish")
    edit(linked, uid_of(okr), "EXDATE;TZID=Europe/Berlin:20261211T150000",
         "EXDATE;TZID=Europe/Berlin:20261204T150000,20261211T150000")  # fmt: skip
    assert okr("calendar", "pull", "--take").status == 0
    states = {one["day"]: one["state"] for one in okr("calendar", "--json").json}
    assert states["2026-12-04"] == "skipped"
    assert verbs(okr) == ["unchanged"] * 4


def test_of_several_calendars_one_is_chosen_by_name(okr: Okr, linked: str, server: str) -> None:
    make_calendar(server, "another")
    okr("config", "set", "calendar.url", server)
    said = okr("calendar", "publish")
    assert said.status == 1
    assert "calendar.name" in said.line
    name = linked.rstrip("/").rpartition("/")[2]
    okr("config", "set", "calendar.name", name.title())
    assert okr("calendar", "publish").status == 0
    assert len(stored(linked)) == 4


# Passwords.


def test_a_wrong_password_is_told_and_never_shown(
    okr: Okr, home: Path, demo: Path, linked: str
) -> None:
    credentials(home, linked, "s3cr3t-canary")
    said = okr("calendar", "publish")
    assert said.status == 1
    assert "password" in said.line
    assert "canary" not in said.err + said.out
    assert b"canary" not in demo.read_bytes()


def test_a_file_of_passwords_that_others_can_read_is_refused(
    okr: Okr, home: Path, linked: str
) -> None:
    credentials(home, linked, PASSWORD, 0o644)
    assert "chmod 600" in okr("calendar", "publish").line


def test_a_password_goes_to_no_other_host(okr: Okr, home: Path, linked: str) -> None:
    credentials(home, "https://elsewhere.example.org", PASSWORD)
    assert "no password for that calendar's host" in okr("calendar", "publish").line


def test_a_password_never_goes_unencrypted_over_the_network(
    okr: Okr, home: Path, linked: str
) -> None:
    okr("config", "set", "calendar.url", "http://cloud.example.org/dav/")
    credentials(home, "http://cloud.example.org", PASSWORD)
    assert "not encrypted" in okr("calendar", "publish").line


def test_the_environment_can_say_it_all(
    okr: Okr, demo: Path, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRBOARD_USER", "hana")
    monkeypatch.setenv("OKRBOARD_CALDAV_URL", team)
    monkeypatch.setenv("OKRBOARD_CALDAV_USER", USER)
    monkeypatch.setenv("OKRBOARD_CALDAV_PASSWORD", PASSWORD)
    assert okr("calendar", "publish").status == 0
    assert len(stored(team)) == 4


# Holidays from an address.


def test_holidays_are_read_from_an_address_and_asked_again(
    okr: Okr, home: Path, demo: Path, linked: str
) -> None:
    day = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:day\r\n"
        "DTSTAMP:20260101T000000Z\r\nSUMMARY:Saint Nicholas\r\nDTSTART;VALUE=DATE:20261204\r\n"
        "DTEND;VALUE=DATE:20261205\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    url = f"{linked}day.ics"
    assert (
        httpx.put(
            url, content=day, auth=(USER, PASSWORD), trust_env=False, verify=False
        ).status_code
        == 201
    )
    assert okr("calendar", "holidays", "add", url, "--name", "Saints").status == 0
    assert "Saint Nicholas" in okr("calendar", "holidays").out
    assert b"day.ics" not in demo.read_bytes()
    assert okr("calendar", "holidays", "add", url, "--name", "Saints").status == 0
    assert len(okr("calendar", "holidays", "--json").json) == 2
    credentials(home, linked, "wrong")
    assert "stay" in okr("calendar", "holidays", "add", url).line
    assert "Saint Nicholas" in okr("calendar", "holidays").out
