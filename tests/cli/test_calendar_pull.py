"""Both sides change: `okrboard calendar pull` and `publish` against a real Radicale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from support.published import PASSWORD, USER, edit, stored, uid_of

if TYPE_CHECKING:
    from support.cli import Okr

pytestmark = pytest.mark.slow

UNTIL = "UNTIL=20270101T140000Z"
"""Where the rule of S1, the demo's check-ins, ends."""

FOURTH = "EXDATE;TZID=Europe/Berlin:20261204T150000,20261211T150000"
"""What somebody makes of S1's exceptions who deletes the check-in of 4 December."""


def put(team: str, uid: str, text: str) -> None:
    answer = httpx.put(
        f"{team}{uid}.ics", content=text, auth=(USER, PASSWORD), trust_env=False, verify=False
    )
    assert answer.status_code in (201, 204)


def delete(team: str, uid: str) -> None:
    answer = httpx.delete(f"{team}{uid}.ics", auth=(USER, PASSWORD), trust_env=False, verify=False)
    assert answer.status_code in (200, 204)


def there(team: str, uid: str) -> str:
    """Return an event of the calendar with its long lines in one piece."""
    return stored(team)[f"{uid}.ics"].replace("\r\n ", "")


def parts(text: str) -> tuple[str, str, list[str]]:
    """Return of a resource what stands before its events, the series, and what was moved."""
    head, *events = text.removesuffix("END:VCALENDAR\r\n").split("BEGIN:VEVENT\r\n")
    moved = [event for event in events if "RECURRENCE-ID" in event]
    return head, next(event for event in events if event not in moved), moved


def together(head: str, *events: str) -> str:
    return "BEGIN:VEVENT\r\n".join([head, *events]) + "END:VCALENDAR\r\n"


def ended(team: str, uid: str, until: str) -> tuple[str, str]:
    """Let a series end before a day, as programs do; return its head and itself as it was."""
    head, series, moved = parts(there(team, uid))
    assert UNTIL in series
    kept = [one for one in moved if one.split("RECURRENCE-ID;TZID=Europe/Berlin:")[1] < until]
    shorter = series.replace(UNTIL, f"UNTIL={until}T000000Z")
    put(team, uid, together(head, shorter, *kept))
    return head, series


def published(okr: Okr) -> str:
    """Publish, and return the UID of the check-ins."""
    assert okr("calendar", "publish").status == 0
    return uid_of(okr)


def takes_out_the_fourth(team: str, uid: str) -> None:
    edit(team, uid, "EXDATE;TZID=Europe/Berlin:20261211T150000", FOURTH)


def days(okr: Okr) -> dict[str, str]:
    return {one["day"]: one["state"] for one in okr("calendar", "--json").json}


def steps(okr: Okr) -> dict[str, str]:
    return {one["uid"]: one["verb"] for one in okr("calendar", "publish", "--json").json}


def test_taking_theirs_keeps_what_was_not_published_yet(okr: Okr, linked: str) -> None:
    uid = published(okr)
    takes_out_the_fourth(linked, uid)
    okr("calendar", "move", "2026-12-18", "2026-12-17", "10:00", "--kind", "check-in")
    okr("calendar", "series", "edit", "check-in", "--minutes", "45")
    offered = okr("calendar", "pull", "--json").json
    assert [(one["change"], one["day"]) for one in offered] == [("skipped", "2026-12-04")]
    assert okr("calendar", "pull", "--take").status == 0
    assert (days(okr)["2026-12-04"], days(okr)["2026-12-18"]) == ("skipped", "moved")
    text = there(linked, uid)
    assert "20261204T150000,20261211T150000" in text
    assert "DTSTART;TZID=Europe/Berlin:20261217T100000" in text
    assert "154500" in text
    assert set(steps(okr).values()) == {"unchanged"}


def test_what_both_changed_differently_is_left_to_a_person(okr: Okr, linked: str) -> None:
    uid = published(okr)
    edit(linked, uid, "SUMMARY:OKR check-in", "SUMMARY:Theirs")
    okr("calendar", "series", "edit", "check-in", "--summary", "Ours", "--at", "14:00")
    said = okr("calendar", "publish")
    assert said.status == 1
    assert "updated    Ours" in said.out
    assert "left alone Ours: was changed in the calendar (Ours is called “Theirs”; " in said.out
    text = there(linked, uid)
    assert "SUMMARY:Theirs" in text
    assert "T140000" in text
    taken = okr("calendar", "pull", "--take")
    assert "offered  Ours is called “Theirs”; the board has changed it, too" in taken.out
    assert "--theirs" in taken.out
    assert okr("calendar", "pull", "--take", "--theirs").status == 0
    names = {one["uid"]: one["summary"] for one in okr("calendar", "series", "--json").json}
    assert names[uid] == "Theirs"
    assert set(steps(okr).values()) == {"unchanged"}


def test_what_was_declined_is_neither_asked_again_nor_told_back(okr: Okr, linked: str) -> None:
    uid = published(okr)
    takes_out_the_fourth(linked, uid)
    declined = okr("calendar", "pull", "--decline")
    assert declined.out == "declined OKR check-in of Fri 4 Dec was taken out\n"
    assert okr("calendar", "pull").out == "nothing was changed in the calendar\n"
    okr("calendar", "series", "edit", "check-in", "--place", "Room 4")
    assert steps(okr)[uid] == "update"
    text = there(linked, uid)
    assert "LOCATION:Room 4" in text
    assert "20261204T150000" in text
    assert days(okr)["2026-12-04"] == "planned"
    # The board says something new of that day: that is a decision.
    okr("calendar", "move", "2026-12-04", "2026-12-03", "09:00", "--kind", "check-in")
    assert steps(okr)[uid] == "update"
    assert "DTSTART;TZID=Europe/Berlin:20261203T090000" in stored(linked)[f"{uid}.ics"]


def test_a_change_no_board_can_hold_is_said_and_blocks_nothing(okr: Okr, linked: str) -> None:
    uid = published(okr)
    edit(linked, uid, "BYDAY=FR", "BYDAY=MO,FR")
    edit(linked, uid, "SUMMARY:OKR check-in", "LOCATION:Room 9\r\nSUMMARY:OKR check-in")
    said = okr("calendar", "pull", "--take")
    assert said.status == 0
    assert "left     OKR check-in has " in said.out
    assert "taken    OKR check-in is in “Room 9”" in said.out
    okr("calendar", "series", "edit", "check-in", "--minutes", "60")
    said = okr("calendar", "publish")
    assert said.status == 0
    text = there(linked, uid)
    assert "BYDAY=MO,FR" in text
    assert "Room 9" in text
    assert "updated    OKR check-in" in said.out


def test_a_series_that_ends_earlier_there_ends_on_that_day(okr: Okr, linked: str) -> None:
    uid = published(okr)
    ended(linked, uid, "20261210")
    said = okr("calendar", "pull")
    assert said.out.startswith("offered  OKR check-in ends on Fri 4 Dec\n")
    assert okr("calendar", "pull", "--take").status == 0
    assert not {"2026-12-18", "2026-12-25", "2027-01-01"} & set(days(okr))
    assert set(steps(okr).values()) == {"unchanged"}


def test_this_and_all_that_follow_becomes_a_series_that_follows(okr: Okr, linked: str) -> None:
    uid = published(okr)
    head, series = ended(linked, uid, "20261202")
    lines = series.replace(uid, "the-rest").replace("BYDAY=FR", "BYDAY=TH").split("\r\n")
    own = ("EXDATE", "X-OKRBOARD", "DTSTART", "DTEND")
    rest = "\r\n".join(line for line in lines if not line.startswith(own))
    start, end = (f"Europe/Berlin:20261203T{hour}0000" for hour in ("09", "10"))
    rest = rest.replace("SUMMARY", f"DTSTART;TZID={start}\r\nDTEND;TZID={end}\r\nSUMMARY", 1)
    put(linked, "the-rest", together(head, rest))
    said = okr("calendar", "pull")
    assert "OKR check-in changes from Thu 3 Dec on to Thu 3 Dec 09:00" in said.out
    assert okr("calendar", "pull", "--take").status == 0
    listed = {one["uid"]: one for one in okr("calendar", "series", "--json").json}
    assert (listed["the-rest"]["at"], listed["the-rest"]["weekday"]) == ("09:00", "TH")
    assert (listed["the-rest"]["minutes"], listed["the-rest"]["follows"]) == (60, "S1")
    assert listed[uid]["last"] == "2026-12-02"
    assert set(steps(okr).values()) == {"unchanged"}
    assert sorted(stored(linked)) == sorted(f"{one}.ics" for one in listed)


def test_a_series_kept_in_the_future_gives_its_past_a_place(okr: Okr, linked: str) -> None:
    uid = published(okr)
    head, series, moved = parts(there(linked, uid))
    first = series.split("DTSTART;TZID=Europe/Berlin:")[1][:8]
    future = series.replace(f"{first}T15", "20261204T09").replace("T150000", "T090000")
    future = future.replace(UNTIL, "UNTIL=20270101T080000Z")
    late = [
        one.replace(
            f"RECURRENCE-ID;TZID=Europe/Berlin:{day}T15",
            f"RECURRENCE-ID;TZID=Europe/Berlin:{day}T09",
        )
        for day, one in zip(("20261225", "20270101"), moved[1:], strict=True)
    ]
    put(linked, uid, together(head, future, *late))
    past = series.replace(uid, "the-past").replace("UNTIL=20270101", "UNTIL=20261201")
    put(linked, "the-past", together(head, past.replace("EXDATE", "X-EXDATE")))
    assert "changes from Fri 4 Dec on to Fri 4 Dec 09:00" in okr("calendar", "pull").out
    assert okr("calendar", "pull", "--take").status == 0
    listed = {one["uid"]: one for one in okr("calendar", "series", "--json").json}
    new = listed["the-past"]
    assert (new["at"], new["first"], new["follows"]) == ("09:00", "2026-12-04", "S1")
    assert (listed[uid]["at"], listed[uid]["last"]) == ("15:00", "2026-12-03")
    assert set(steps(okr).values()) == {"unchanged"}
    assert f"{first}T150000" in there(linked, uid)
    assert "20261204T090000" in there(linked, "the-past")


def test_what_was_deleted_there_is_asked_about(okr: Okr, linked: str) -> None:
    uid = published(okr)
    delete(linked, uid)
    okr("calendar", "series", "edit", "S3", "--place", "Room 4")
    said = okr("calendar", "publish")
    assert said.status == 1
    assert "left alone OKR check-in: was deleted in the calendar" in said.out
    assert f"{uid}.ics" not in stored(linked)
    assert "Room 4" in stored(linked)[f"{uid_of(okr, 'S3')}.ics"]
    assert "OKR check-in was deleted" in okr("calendar", "pull").out
    assert okr("calendar", "publish", "--overwrite").status == 0
    assert f"{uid}.ics" in stored(linked)


def test_what_was_deleted_there_can_go_off_the_board(okr: Okr, linked: str) -> None:
    uid = published(okr)
    delete(linked, uid)
    assert okr("calendar", "pull", "--take").status == 0
    series = {one["uid"]: one["state"] for one in okr("calendar", "series", "--json").json}
    assert series[uid] == "cancelled"
    assert uid not in steps(okr)
    okr("undo")
    assert okr("calendar", "publish").status == 0
    assert f"{uid}.ics" in stored(linked)


def test_what_was_deleted_there_can_stay_so(okr: Okr, linked: str) -> None:
    uid = published(okr)
    delete(linked, uid)
    assert okr("calendar", "pull", "--decline").status == 0
    okr("calendar", "series", "edit", "check-in", "--place", "Room 4")
    said = okr("calendar", "publish")
    assert said.status == 0
    assert "was deleted in the calendar, and left so" in said.out
    assert f"{uid}.ics" not in stored(linked)
    assert okr("calendar", "publish", "--overwrite").status == 0
    assert f"{uid}.ics" in stored(linked)


def test_what_is_remembered_is_small_and_no_entry_of_the_log(
    okr: Okr, demo: Path, linked: str
) -> None:
    before = len(demo.read_bytes())
    log = okr("log", "--json").json
    published(okr)
    assert okr("log", "--json").json == log
    assert len(demo.read_bytes()) - before < 2500
    assert linked.encode() not in demo.read_bytes()
    again = demo.read_bytes()
    published(okr)
    assert demo.read_bytes() == again


def test_who_cannot_write_the_board_publishes_all_the_same(
    okr: Okr, demo: Path, linked: str
) -> None:
    demo.parent.chmod(0o555)
    try:
        said = okr("calendar", "publish")
    finally:
        demo.parent.chmod(0o755)
    assert said.status == 0
    assert len(stored(linked)) == 4


def test_a_board_without_memory_knows_what_an_okrboard_wrote(
    okr: Okr, demo: Path, linked: str
) -> None:
    kept = demo.read_bytes()
    uid = published(okr)
    demo.write_bytes(kept)
    okr("calendar", "series", "edit", "check-in", "--place", "Room 4")
    assert steps(okr)[uid] == "update"
