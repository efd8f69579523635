"""Reading a file again: its instants, and a sentence for each breach."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from time import thread_time

import pytest
from calendar_data import UID, Moved, calendar, event, fridays
from calendar_hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.calendar.check import check
from okrboard.calendar.ical import calendar_file
from okrboard.calendar.plan import events, occurrences, takes_place

PLAN = fridays(
    skips={date(2026, 10, 9): "fair"},
    moves={date(2026, 10, 16): Moved(datetime(2026, 10, 15, 10), "travel")},
    alarm_minutes=15,
)
GOOD = calendar_file([PLAN], "Team").decode()


def stranger(name: str) -> bytes:
    """A file that another program wrote."""
    return (Path(__file__).parent / "files" / f"{name}.ics").read_bytes()


def test_it_lists_every_instant_in_local_time_and_utc() -> None:
    report = check(GOOD.encode())
    expected = sorted(each.start for each in occurrences(PLAN) if takes_place(each))
    assert [each.start for each in report.instants] == expected
    assert [each.moved for each in report.instants].count(True) == 1
    first = report.instants[0]
    assert (first.local, first.utc) == (
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


def test_a_uid_of_two_series_and_a_lone_override_are_told() -> None:
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


@pytest.mark.slow
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


STRANGERS = {
    "b05_unescaped_text": "SUMMARY holds ','",
    "b07_vtimezone_one_year_rdate": "none after 2026-10-25, where the law is a yearly rule",
    "b09_vtimezone_dtstart_in_new_offset": "changes at 2026-03-29 03:00, the clock at 02:00",
    "b34_alarm_incomplete": "needs a DESCRIPTION for DISPLAY",
    "check-khal-1434": "replaces nothing: 2025-09-16 14:40 is not an instance",
    "check-windows-tzid": "no IANA time zone; it means Europe/Berlin",
    "uid-hop-cancelled-beside-live": "is cancelled at 2027-01-09 20:00, where the same meeting",
    "utc-board-moved-ical": "names its instance in UTC",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_others_wrote_wrongly_is_told(name: str) -> None:
    breaches = check(stranger(name)).breaches
    assert any(STRANGERS[name] in each for each in breaches), breaches


def test_an_alarm_at_a_local_time_or_for_a_series_is_told() -> None:
    told = "\n".join(check(stranger("b34_alarm_incomplete")).breaches)
    assert "not VALUE=DATE-TIME in UTC" in told
    assert "rings at one time only" in told


def test_apples_alarm_that_says_there_is_none_is_no_breach() -> None:
    none = "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\nEND:VALARM"
    begin, end = GOOD.index("BEGIN:VALARM"), GOOD.index("END:VALARM") + len("END:VALARM")
    assert check((GOOD[:begin] + none + GOOD[end:]).encode()).breaches == ()


def test_the_law_of_jerusalem_is_read_and_no_breach() -> None:
    report = check(stranger("g09_jerusalem_friday_transition"))
    assert [each for each in report.breaches if "UID" not in each] == []
    assert [f"{each.start:%m-%d %H:%M %z}" for each in report.instants][4:7] == [
        "03-19 10:00 +0200", "03-26 10:00 +0300", "04-02 10:00 +0300",
    ]  # fmt: skip


def test_a_time_in_a_windows_zone_is_listed() -> None:
    (one,) = check(stranger("check-windows-tzid")).instants
    assert (one.local, one.utc) == ("2026-11-06T15:00+01:00", "2026-11-06T14:00Z")


def test_the_days_of_a_date_list_and_of_a_second_rule_are_listed() -> None:
    times = ("UID:x", "DTSTART:20260904T130000Z", "DTEND:20260904T133000Z")
    data = calendar(
        event(
            *times,
            "RRULE:FREQ=WEEKLY;COUNT=2",
            "RRULE:FREQ=MONTHLY;COUNT=2",
            "RDATE:20260908T150000Z,20260909T150000Z",
            "RDATE;VALUE=PERIOD:20260910T150000Z/PT1H",
            "EXDATE:20260909T150000Z",
        )
    )
    report = check(data)
    assert [f"{each.start:%m-%d %H}" for each in report.instants] == [
        "09-04 13", "09-08 15", "09-10 15", "09-11 13", "10-04 13",
    ]  # fmt: skip
    assert any("RRULE twice" in each for each in report.breaches)
    assert any("uses RDATE" in each for each in report.breaches)


@pytest.mark.slow
def test_one_limit_of_time_holds_for_a_file_of_many_events() -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTHDAY=" + ",".join(str(day) for day in range(1, 31))
    times = ("DTSTART:20260101T130000Z", "DTEND:20260101T133000Z", rule)
    of_one = [event("UID:one", *times) for _ in range(400)]
    of_many = [event(f"UID:u{number}", *times) for number in range(400)]
    overrides = [event("UID:u0", *times[:2], "RECURRENCE-ID:20260101T130000Z") for _ in range(2000)]
    for parts in (of_one, of_many, of_many + overrides):
        begun = thread_time()
        report = check(calendar(*parts) * 2)
        assert thread_time() - begun < 2
        assert any("takes too long" in each for each in report.breaches)


def test_of_a_file_that_is_something_else_only_that_is_said() -> None:
    told = check(b'{"_meta": {"1": {"schema": 1}}}\n' * 300).breaches
    assert told == ("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.",)
