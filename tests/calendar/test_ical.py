"""The bytes of an export, property by property."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from calendar_data import UID, Moved, changed, fridays
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from okrboard.calendar.check import check
from okrboard.calendar.ical import calendar_file, resources
from okrboard.calendar.meaning import meaning, stated
from okrboard.calendar.plan import Plan
from okrboard.errors import Refused


def busy() -> Plan:
    """A series with one of everything."""
    return fridays(
        summary="Check-in; sales, west",
        skips={date(2026, 10, 9): "fair"},
        moves={
            date(2026, 10, 16): Moved(datetime(2026, 10, 15, 10), "travel"),
            date(2026, 11, 6): Moved(datetime(2026, 11, 20, 9), "far"),
        },
        location="Room 1",
        url="https://meet.example.org/okr?x=1",
        alarm_minutes=15,
        description="Agenda:\n1. KR3 \\ KR7",
        sequence=4,
    )


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_the_same_plans_give_the_same_bytes_in_any_order() -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from calendar_data import changed\n"
        "from test_ical import busy\n"
        "from okrboard.calendar.ical import calendar_file\n"
        "other = changed(busy(), uid='a-b', zone='America/New_York')\n"
        "third = changed(busy(), uid='c-d', zone='Asia/Jerusalem')\n"
        "print(calendar_file([busy(), other, third], 'x').hex())"
    )
    seen = set()
    for seed in ("1", "2", "3"):
        made = subprocess.run(
            [sys.executable, "-c", script, *sys.path],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": __file__.rpartition("/")[0]},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(made.stdout)
    assert len(seen) == 1


def test_a_file_keeps_the_contract_in_both_forms() -> None:
    for organizer in ("", "team@example.org"):
        report = check(calendar_file([busy()], "Team, OKRs", organizer))
        assert report.breaches == ()
        assert len(report.instants) == 16


def test_method_and_organizer_come_together_or_not_at_all() -> None:
    with_both = calendar_file([busy()], "x", "team@example.org").decode()
    assert "METHOD:PUBLISH\r\n" in with_both
    assert with_both.count("ORGANIZER:mailto:team@example.org\r\n") == 3
    plain = calendar_file([busy()], "x").decode()
    assert "METHOD" not in plain
    assert "ORGANIZER" not in plain
    assert "ATTENDEE" not in plain + with_both


def test_the_head_is_what_clients_read() -> None:
    head = unfolded(calendar_file([busy()], "Team, OKRs"))[:9]
    assert head[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "NAME:Team\\, OKRs" in head
    assert "X-WR-CALNAME:Team\\, OKRs" in head
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in head
    assert "X-PUBLISHED-TTL:PT12H" in head
    assert head[-1] == "BEGIN:VTIMEZONE"


def test_the_series_is_written_line_by_line() -> None:
    lines = unfolded(calendar_file([busy()], "x"))
    for line in (
        f"UID:{UID}",
        "SEQUENCE:4",
        "DTSTAMP:20260821T093000Z",
        "LAST-MODIFIED:20260821T093000Z",
        "CREATED:20260820T093000Z",
        "DTSTART;TZID=Europe/Berlin:20260904T150000",
        "DTEND;TZID=Europe/Berlin:20260904T153000",
        "RRULE:FREQ=WEEKLY;UNTIL=20261225T140000Z;BYDAY=FR;WKST=MO",
        "EXDATE;TZID=Europe/Berlin:20261009T150000,20261106T150000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261016T150000",
        "DTSTART;TZID=Europe/Berlin:20261015T100000",
        "SUMMARY:Check-in\\; sales\\, west",
        "DESCRIPTION:Agenda:\\n1. KR3 \\\\ KR7\\n\\nhttps://meet.example.org/okr?x=1",
        "LOCATION:Room 1",
        "URL:https://meet.example.org/okr?x=1",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:https://meet.example.org/okr?x=1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "TRIGGER:-PT15M",
        "ACTION:DISPLAY",
    ):
        assert line in lines, line
    assert lines.count("SEQUENCE:4") == 3
    assert lines.count("BEGIN:VTIMEZONE") == 1


def test_every_other_week_says_its_interval_and_week_start() -> None:
    lines = unfolded(calendar_file([fridays(every=2)], "x"))
    assert "RRULE:FREQ=WEEKLY;UNTIL=20261225T140000Z;INTERVAL=2;BYDAY=FR;WKST=MO" in lines


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "Zulu"])
def test_utc_is_a_zone_as_any_other(name: str) -> None:
    lines = unfolded(calendar_file([fridays(zone=name)], "x"))
    assert lines.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Etc/UTC" in lines
    assert lines.count("TZOFFSETTO:+0000") == 1
    assert "DTSTART;TZID=Etc/UTC:20260904T150000" in lines


def test_one_time_zone_a_name_before_the_events() -> None:
    plans = [
        fridays(),
        fridays(uid="b", zone="America/New_York"),
        fridays(uid="c"),
    ]
    report = check(calendar_file(plans, "x"))
    assert report.breaches == ()
    lines = unfolded(calendar_file(plans, "x"))
    assert [each for each in lines if each.startswith("TZID:")] == [
        "TZID:America/New_York", "TZID:Europe/Berlin"
    ]  # fmt: skip


def test_a_description_changes_no_sequence_a_cancelling_says_so() -> None:
    text = calendar_file([changed(busy(), state="cancelled")], "x").decode()
    assert text.count("STATUS:CANCELLED") == 3
    assert "BEGIN:VALARM" not in text


def test_a_link_that_is_none_is_only_a_place() -> None:
    text = calendar_file([fridays(url="javascript:alert(1)")], "x").decode()
    assert "URL" not in text
    assert "LOCATION:javascript:alert(1)" in text


def test_what_would_mislead_is_refused() -> None:
    with pytest.raises(Refused, match="no meeting"):
        calendar_file([], "x")
    with pytest.raises(Refused, match="same UID"):
        calendar_file([fridays(), fridays(weekday=0)], "x")
    with pytest.raises(Refused, match="UID"):
        calendar_file([fridays(uid="a/b@c")], "x")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=120), st.text(st.characters(), max_size=200))
def test_any_text_of_people_stays_text(summary: str, description: str) -> None:
    plan = fridays(
        summary=summary, description=description, location=summary, url=summary, alarm_minutes=5
    )
    data = calendar_file([plan], summary)
    assert check(data).breaches == ()
    assert len(Calendar.from_ical(data).walk("VEVENT")) == 1


@pytest.mark.parametrize(
    "evil",
    [
        "a\r\nMETHOD:CANCEL",
        "\x1b]52;c;x\x07",
        "\ud800",
        "\u2028x",
        "é" * 200,
        "🗓️👩‍👩‍👧" * 40,
        '"^"',
        "BEGIN:VEVENT",
    ],
)
def test_hostile_titles_break_no_line(evil: str) -> None:
    data = calendar_file([fridays(summary=evil, description=evil)], evil)
    report = check(data)
    assert report.breaches == ()
    assert len(report.instants) == 17
    assert b"\r\nMETHOD" not in data


def test_a_resource_holds_one_uid_no_method_and_no_organizer() -> None:
    made = resources([busy()])
    assert len(made) == 2
    for uid, data in made.items():
        text = data.decode()
        assert "METHOD" not in text
        assert "ORGANIZER" not in text
        assert {each.uid for each in check(data).instants} == {uid}
        assert stated(data) == meaning(data)


def test_the_digest_is_of_the_meaning_and_not_of_the_bytes() -> None:
    (data,) = resources([fridays()]).values()
    (later,) = resources([fridays(sequence=7, modified=datetime(2027, 1, 1, tzinfo=UTC))]).values()
    assert data != later
    assert meaning(data) == meaning(later)
    shuffled = b"\r\n".join(data.replace(b"\r\n ", b"").split(b"\r\n"))
    assert meaning(shuffled) == meaning(data)
    for change in (
        {"summary": "Other"},
        {"at": time(16)},
        {"minutes": 45},
        {"skips": {date(2026, 10, 9): ""}},
        {"zone": "Europe/Paris"},
        {"state": "cancelled"},
    ):
        (other,) = resources([fridays(**change)]).values()
        assert meaning(other) != meaning(data), change
    # An alarm is everybody's own.
    (alarmed,) = resources([fridays(alarm_minutes=5)]).values()
    assert meaning(alarmed) == meaning(data)


def test_fifty_series_are_written_in_well_under_a_second() -> None:
    from time import monotonic

    plans = [fridays(uid=f"s-{number}") for number in range(50)]
    begun = monotonic()
    calendar_file(plans, "x")
    assert monotonic() - begun < timedelta(seconds=2).total_seconds()
