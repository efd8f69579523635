"""Reading a file again: its instants, and a sentence for each breach."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import thread_time

import pytest
from calendar_data import UID, calendar, event, fridays
from calendar_hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.calendar.check import check, local_and_utc
from okrboard.calendar.ical import calendar_file
from okrboard.calendar.layout import events
from okrboard.calendar.plan import Moved, occurrences, takes_place

PLAN = fridays()._replace(
    skips={date(2026, 10, 9): "fair"},
    moves={date(2026, 10, 16): Moved(datetime(2026, 10, 15, 10), "travel")},
    alarm_minutes=15,
)
GOOD = calendar_file([PLAN], "Team").decode()


def test_it_lists_every_instant_in_local_time_and_utc() -> None:
    report = check(GOOD.encode())
    expected = sorted(each.start for each in occurrences(PLAN) if takes_place(each))
    assert [each.start for each in report.instants] == expected
    assert [each.moved for each in report.instants].count(True) == 1
    assert local_and_utc(report.instants[0].start) == (
        "2026-09-04T15:00+02:00", "2026-09-04T13:00Z"
    )  # fmt: skip
    assert report.breaches == ()
    assert len(events(PLAN)) == 2


REPLACES = "RECURRENCE-ID;TZID=Europe/Berlin:"
BREACHES = {
    "BOM": ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR"),
    "CRLF": ("SEQUENCE:0\r\n", "SEQUENCE:0\n"),
    "last line": ("END:VCALENDAR\r\n", "END:VCALENDAR"),
    "is empty": ("SEQUENCE:0\r\n", "SEQUENCE:0\r\n\r\n"),
    "octets": ("SUMMARY:Check-in", "SUMMARY:" + "a" * 80),
    "control character": ("SUMMARY:Check-in", "SUMMARY:Check\x07in"),
    "VERSION": ("VERSION:2.0", "VERSION:1.0"),
    "PRODID": ("PRODID:", "X-PRODID:"),
    "ORGANIZER": ("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
    "ATTENDEE": ("SEQUENCE:0", "SEQUENCE:0\r\nATTENDEE:mailto:a@example.org"),
    "VALUE=DURATION": (";VALUE=DURATION:PT12H", ":PT12H"),
    "belong together": ("X-WR-CALNAME:Team\r\n", ""),
    "no VTIMEZONE": ("TZID:Europe/Berlin\r\n", "TZID:Europe/Paris\r\n"),
    "says 2:00:00": ("TZOFFSETTO:+0100", "TZOFFSETTO:+0200"),
    "list of dates": ("TZNAME:CET", "RDATE:20261025T030000"),
    "must be FREQ=YEARLY": ("BYDAY=-1SU;BYMONTH=10", "BYDAY=SU;BYMONTHDAY=25,26;BYMONTH=10"),
    "letters, digits": (f"UID:{UID}", "UID:a@b"),
    "SEQUENCE": ("SEQUENCE:0\r\n", ""),
    "LAST-MODIFIED": ("LAST-MODIFIED", "X-MODIFIED"),
    "ends in another zone": ("DTEND;TZID=Europe/Berlin:20260904T153000", "DTEND:20260904T133000Z"),
    "does not end after": ("T153000", "T143000"),
    "is no instance": ("BYDAY=FR", "BYDAY=TH"),
    "repeats on": ("BYDAY=FR", "BYDAY=MO,FR"),
    "UNTIL is not the last": ("UNTIL=20261225T140000Z", "UNTIL=20261225T150000Z"),
    "not in UTC": ("UNTIL=20261225T140000Z", "UNTIL=20261225T150000"),
    "needs an end": ("UNTIL=20261225T140000Z;", ""),
    "begin with FREQ": (
        "FREQ=WEEKLY;UNTIL=20261225T140000Z", "UNTIL=20261225T140000Z;FREQ=WEEKLY"
    ),
    "another form or zone than DTSTART": (
        "EXDATE;TZID=Europe/Berlin:20261009T150000", "EXDATE;VALUE=DATE:20261009"
    ),
    "is not an instance of the rule": ("20261009T150000", "20261009T160000"),
    "first instance is excluded": ("20261009T150000", "20260904T150000"),
    "first instance is moved": (f"{REPLACES}20261016", f"{REPLACES}20260904"),
    "replaces nothing": (f"{REPLACES}20261016", f"{REPLACES}20261017"),
    "excluded as well": ("20261009T150000", "20261009T150000,20261016T150000"),
    "leaves its place": (":20261015T100000", ":20261008T100000"),
    "names its instance": (f"{REPLACES}20261016T150000", "RECURRENCE-ID:20261016T130000Z"),
    "STATUS": ("STATUS:CONFIRMED", "STATUS:nonsense"),
    "floating": (";TZID=Europe/Berlin:20260904T15", ":20260904T15"),
    "few clients read": ("TRANSP:OPAQUE", "RDATE;TZID=Europe/Berlin:20261224T150000"),
    "no IANA": ("TZID:Europe/Berlin", "TZID:W. Europe Standard Time"),
    "ACTION and TRIGGER": ("ACTION:DISPLAY\r\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("words", BREACHES)
def test_a_breach_is_told(words: str) -> None:
    old, new = BREACHES[words]
    assert old in GOOD
    breaches = check(GOOD.replace(old, new).encode()).breaches
    assert any(words in each for each in breaches), breaches


def test_a_character_cut_by_a_fold_is_told() -> None:
    data = GOOD.replace("SUMMARY:Check-in", "SUMMARY:é").encode()
    broken = data.replace("é".encode(), b"\xc3\r\n \xa9")
    assert any("inside a character" in each or "UTF-8" in each for each in check(broken).breaches)


def test_a_uid_of_two_series_and_an_override_without_one_are_told() -> None:
    lines = ("UID:a", "DTSTART:20260904T130000Z", "DTEND:20260904T133000Z")
    assert any("several" in each for each in check(calendar(event(*lines), event(*lines))).breaches)
    lonely = event(*lines, "RECURRENCE-ID:20260904T130000Z")
    assert any("no series" in each for each in check(calendar(lonely)).breaches)


def test_a_file_of_somebody_else_is_listed_as_well() -> None:
    data = calendar(
        event("UID:x", "SUMMARY:Day", "DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=YEARLY;COUNT=2")
    )
    found = check(data).instants
    assert [each.start.date() for each in found] == [date(2026, 5, 1), date(2027, 5, 1)]
    assert all(each.all_day for each in found)
    assert found[0].end == datetime(2026, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_reported_in_little_time(name: str) -> None:
    begun = thread_time()
    report = check(HOSTILE[name])
    assert thread_time() - begun < 2
    assert report.breaches
    assert all("\n" not in each and len(each) < 250 for each in report.breaches)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    raw = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        kind = data.draw(st.sampled_from(("change", "cut", "double")))
        if kind == "change":
            raw[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del raw[at : at + data.draw(st.integers(1, 40))]
        else:
            raw[at:at] = raw[max(0, at - 30) : at]
        if not raw:
            return
    check(bytes(raw))


def test_of_a_file_that_is_something_else_only_that_is_said() -> None:
    told = check(b'{"_meta": {"1": {"schema": 1}}}\n' * 300).breaches
    assert told == ("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.",)
