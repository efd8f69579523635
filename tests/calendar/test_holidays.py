"""Holiday files of strangers: their days, or one clear line, in under a second and 100 MB."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from time import thread_time
from zoneinfo import ZoneInfo

import pytest
from calendar_data import calendar, event
from calendar_hostile import HEAD, HOSTILE, NEVER

from okrboard.calendar.holidays import read_holidays
from okrboard.errors import OkrboardError, Unreadable, UsageError

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def days(*lines: str) -> list[tuple[str, str]]:
    found = read_holidays(calendar(event("UID:1", *lines)), FIRST, LAST).days
    return [(each.on.isoformat(), each.name) for each in found]


def test_an_all_day_end_is_exclusive() -> None:
    assert days(
        "SUMMARY:Christmas", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"
    ) == [("2026-12-25", "Christmas"), ("2026-12-26", "Christmas")]


@pytest.mark.parametrize(
    "more", [(), ("DTEND;VALUE=DATE:20261225",), ("DURATION:P1D",), ("DURATION:PT1H",)]
)
def test_without_a_real_end_it_is_one_day(more: tuple[str, ...]) -> None:
    assert days("DTSTART;VALUE=DATE:20261225", *more) == [("2026-12-25", "holiday")]


def test_a_yearly_rule_without_end_gives_each_year_of_the_span() -> None:
    found = days("SUMMARY:New Year", "DTSTART;VALUE=DATE:19700101", "RRULE:FREQ=YEARLY")
    assert [on for on, _ in found] == ["2026-01-01", "2027-01-01"]


def test_a_span_may_begin_inside_an_event() -> None:
    data = calendar(event("DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20260103"))
    assert [each.on.day for each in read_holidays(data, FIRST, LAST).days] == [1, 2]


def test_what_is_cancelled_or_excepted_is_no_holiday() -> None:
    assert days("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED") == []
    found = days("DTSTART;VALUE=DATE:20250501", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260501")
    assert [on for on, _ in found] == ["2027-05-01"]


def test_an_override_replaces_its_instance() -> None:
    data = calendar(
        event("UID:m", "SUMMARY:Day", "DTSTART;VALUE=DATE:20250501", "RRULE:FREQ=YEARLY"),
        event(
            "UID:m",
            "SUMMARY:Day",
            "RECURRENCE-ID;VALUE=DATE:20260501",
            "DTSTART;VALUE=DATE:20260504",
        ),
    )
    found = [each.on for each in read_holidays(data, FIRST, LAST).days]
    assert found == [date(2026, 5, 4), date(2027, 5, 1)]


@pytest.mark.parametrize(
    "tzid", ["Europe", "../../etc/passwd", "/etc/passwd", "No/Such", "W. Europe Standard Time"]
)
def test_a_day_is_what_the_file_writes_whatever_its_zone(tzid: str) -> None:
    assert days(f'DTSTART;TZID="{tzid}":20261224T233000')[0][0] == "2026-12-24"


def test_two_holidays_of_one_day_are_both_named_and_cleaned() -> None:
    data = calendar(
        event("SUMMARY:A\\, b\x1b]52;c", "DTSTART;VALUE=DATE:20260501"),
        event("SUMMARY:C", "DTSTART;VALUE=DATE:20260501"),
    )
    found = read_holidays(data, FIRST, LAST).days
    assert [(each.on, each.name) for each in found] == [
        (date(2026, 5, 1), "A, b�]52;c"), (date(2026, 5, 1), "C"),
    ]  # fmt: skip


def test_line_ends_and_a_bom_are_forgiven() -> None:
    data = (
        HEAD.replace(b"\r\n", b"\n")
        + b"X-WR-CALNAME:Feiertage\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:2026\n 0501\n"
        + b"END:VEVENT\nEND:VCALENDAR"
    )
    found = read_holidays(b"\xef\xbb\xbf" + data, FIRST, LAST)
    assert found.name == "Feiertage"
    assert [each.on for each in found.days] == [date(2026, 5, 1)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_clear_line_in_under_a_second(name: str) -> None:
    begun = thread_time()
    with pytest.raises(Unreadable) as error:
        read_holidays(HOSTILE[name], FIRST, LAST)
    assert thread_time() - begun < 1
    assert "\n" not in str(error.value)
    assert 10 < len(str(error.value)) < 200


def test_the_limits_of_bytes_and_lines_come_first() -> None:
    with pytest.raises(Unreadable, match="2 MB"):
        read_holidays(b"BEGIN:VCALENDAR\r\n" + b"X:abcdefghijklmnopqrst\r\n" * 90_000, FIRST, LAST)
    with pytest.raises(Unreadable, match="lines"):
        read_holidays(b"BEGIN:VCALENDAR" + b"\n" * 250_000, FIRST, LAST)


def test_a_rule_that_never_matches_is_no_error_and_takes_no_time() -> None:
    begun = thread_time()
    assert days("DTSTART;VALUE=DATE:19000101", NEVER) == []
    assert thread_time() - begun < 1


def test_a_zone_of_the_file_is_never_worked_out() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=YEARLY;INTERVAL=0\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    )
    begun = thread_time()
    data = calendar(zone, event("DTSTART;TZID=X:20260501T000000"))
    assert [each.on for each in read_holidays(data, FIRST, LAST).days] == [date(2026, 5, 1)]
    assert thread_time() - begun < 1


@pytest.mark.slow
def test_all_hostile_files_together_stay_under_100_megabytes() -> None:
    script = (
        "import resource, sys\n"
        "from test_holidays import FIRST, HOSTILE, LAST, read_holidays, OkrboardError\n"
        "from okrboard.calendar.check import check\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for data in HOSTILE.values():\n"
        "    try: read_holidays(data, FIRST, LAST)\n"
        "    except OkrboardError: pass\n"
        "    check(data)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path[:0] = sys.argv[1:]\n" + script, *sys.path],
        env={"PYTHONPATH": __file__.rpartition("/")[0]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(made.stdout) < 100_000  # kilobytes on top of the files themselves


UTC_DAY = (Path(__file__).parent / "files" / "holiday-utc-day.ics").read_bytes()


@pytest.mark.parametrize(
    ("home", "wanted"),
    [("Europe/Berlin", 9), ("Europe/Athens", 9), ("UTC", 8), ("Etc/GMT+5", 8)],
)
def test_a_day_that_is_written_in_utc_is_one_of_the_board_s_zone(home: str, wanted: int) -> None:
    found = read_holidays(UTC_DAY, FIRST, LAST, ZoneInfo(home)).days
    assert found[0].on == date(2026, 10, wanted)
    # Exactly a day in Berlin; anywhere else it touches two.
    assert len(found) == (1 if home == "Europe/Berlin" else 2)


def test_a_rule_and_exceptions_in_utc_are_read_in_our_zone() -> None:
    data = calendar(
        event(
            "DTSTART:20261008T220000Z", "DURATION:P1D", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4",
            "EXDATE:20261015T220000Z",
        ),
    )  # fmt: skip
    found = read_holidays(data, FIRST, LAST, ZoneInfo("Europe/Berlin")).days
    # 22:00 in UTC is midnight until the clock changes on the 25th, and 23:00 after it.
    assert sorted({each.on.isoformat()[5:] for each in found}) == ["10-09", "10-23", "10-29"]


@pytest.mark.parametrize("home", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_whole_days_of_utc_are_the_days_that_somebody_wrote(home: str) -> None:
    data = calendar(event("DTSTART:20261009T000000Z", "DTEND:20261010T000000Z"))
    (one,) = read_holidays(data, FIRST, LAST, ZoneInfo(home)).days
    assert one.on == date(2026, 10, 9)


BROKEN = {
    "no start": ("Line 9: the event has no DTSTART", "SUMMARY:Broken"),
    "no date": ("Line 10: DTSTART is no date", "DTSTART:tomorrow"),
    "no line": ("Line 10 is no iCalendar line", "this is no line"),
    "no zone": ("Line 10: the rule 'FREQ=SECONDLY'", "RRULE:FREQ=SECONDLY"),
    "an override": ("Line 10: RECURRENCE-ID is no date", "RECURRENCE-ID:tomorrow"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_unreadable_entry_hides_no_other_and_tells_its_line(name: str) -> None:
    why, line = BROKEN[name]
    start = () if name in ("no start", "no date") else ("DTSTART;VALUE=DATE:20260502",)
    data = calendar(
        event("UID:1", "SUMMARY:A", "DTSTART;VALUE=DATE:20260501"),
        event(line, *start),
        event("UID:3", "SUMMARY:C", "DTSTART;VALUE=DATE:20260503"),
    )
    found = read_holidays(data, FIRST, LAST)
    assert [each.name for each in found.days] == ["A", "C"]
    assert len(found.unread) == 1
    assert found.unread[0].startswith(why)


def test_what_a_calendar_calls_a_holiday_is_kept() -> None:
    data = calendar(
        event("DTSTART;VALUE=DATE:20260501", "CATEGORIES:Holiday,Bank\\, holiday"),
        event("DTSTART;VALUE=DATE:20260502",
              "DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Settings"),
        event("DTSTART;VALUE=DATE:20260503", f"DESCRIPTION:{'x' * 41}"),
    )  # fmt: skip
    found = read_holidays(data, FIRST, LAST).days
    assert [each.categories for each in found] == [
        ("Holiday", "Bank, holiday"), ("Observance",), (),
    ]  # fmt: skip


def test_a_span_of_a_century_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        read_holidays(calendar(), FIRST, FIRST + timedelta(days=36_500))
    assert issubclass(Unreadable, OkrboardError)
