"""A VTIMEZONE says what zoneinfo says, for every zone, and in the form that Outlook reads."""

from __future__ import annotations

import struct
import zoneinfo
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from support.marks import sieges

from okrboard.calendar import timezone
from okrboard.calendar.timezone import YearlyRule, yearly_rules
from okrboard.errors import UsageError

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2028, 1, 1, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
NAMED = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Europe/Dublin",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Gaza",
    "America/Vancouver",
    "Pacific/Chatham",
    "UTC",
)
EVERY = sorted(
    name
    for name in zoneinfo.available_timezones()
    if name not in ("localtime", "Factory", "posixrules")
)


def blocks(lines: list[str]) -> list[dict[str, str]]:
    """The sub-components as dictionaries."""
    found: list[dict[str, str]] = []
    for line in lines[2:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            found.append({"kind": value})
        elif name != "END":
            assert name not in found[-1]
            found[-1][name] = value
    return found


def seconds(text: str) -> int:
    sign = -1 if text[0] == "-" else 1
    parts = (int(text[1:3]), int(text[3:5]), int(text[5:7] or 0))
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def onsets(lines: list[str], last: datetime) -> list[tuple[float, int]]:
    """Each (instant, offset from then on), by RFC 5545: DTSTART is local time before the switch."""
    found = []
    for block in blocks(lines):
        start = datetime.strptime(block["DTSTART"], "%Y%m%dT%H%M%S")
        before = seconds(block["TZOFFSETFROM"])
        naive = last.replace(tzinfo=None)
        every = (
            rrulestr(block["RRULE"], dtstart=start).between(start, naive, inc=True)
            if "RRULE" in block
            else [start]
        )
        assert start in every
        for onset in every:
            at = onset.replace(tzinfo=UTC).timestamp() - before
            found.append((at, seconds(block["TZOFFSETTO"])))
    return sorted(found)


def agree(name: str, instants: list[datetime]) -> None:
    lines = timezone.vtimezone(name, FIRST, LAST)
    told = onsets(lines, LAST + timedelta(days=3))
    times = [at for at, _ in told]
    tz = timezone.zone(name)
    for instant in instants:
        offset = told[bisect_right(times, instant.timestamp()) - 1][1]
        actual = instant.astimezone(tz).utcoffset()
        assert actual == timedelta(seconds=offset), (name, instant, lines)


def every_half_hour(first: datetime, last: datetime) -> list[datetime]:
    return [first + HALF_HOUR * step for step in range((last - first) // HALF_HOUR + 1)]


@pytest.mark.parametrize("name", NAMED)
def test_a_named_zone_equals_zoneinfo_every_thirty_minutes(name: str) -> None:
    agree(name, every_half_hour(FIRST, LAST))


@pytest.mark.slow
@pytest.mark.parametrize("step", [3, *sieges([1])])
def test_every_zone_equals_zoneinfo_around_every_switch(step: int) -> None:
    assert len(EVERY) > 500
    coarse = [FIRST + timedelta(hours=9) * step for step in range((LAST - FIRST).days * 24 // 9)]
    day = timedelta(days=1)
    for name in EVERY[::step]:
        tz = timezone.zone(name)
        fine: list[datetime] = []
        for here, there in pairwise(coarse):
            if here.astimezone(tz).utcoffset() != there.astimezone(tz).utcoffset():
                fine += every_half_hour(here - day, there + day)
        agree(name, [at for at in coarse + fine if FIRST <= at <= LAST])


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Europe/Dublin"])
def test_a_zone_of_one_law_has_two_yearly_rules(name: str) -> None:
    found = blocks(timezone.vtimezone(name, FIRST, LAST))
    assert [block["kind"] for block in found] == ["STANDARD", "DAYLIGHT"]
    for block in found:
        assert block["RRULE"].startswith("FREQ=YEARLY;BYMONTH=")
        assert block["DTSTART"] < "1971"
        assert set(block) == {
            "kind", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"
        }  # fmt: skip


def test_berlin_switches_in_the_local_time_before_the_switch() -> None:
    standard, daylight = blocks(timezone.vtimezone("Europe/Berlin", FIRST, LAST))
    assert daylight["DTSTART"] == "19700329T020000"
    assert (daylight["TZOFFSETFROM"], daylight["TZOFFSETTO"]) == ("+0100", "+0200")
    assert daylight["RRULE"] == "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU".removeprefix("RRULE:")
    assert standard["DTSTART"] == "19701025T030000"


def test_daylight_is_the_larger_offset_despite_dublins_law() -> None:
    for block in blocks(timezone.vtimezone("Europe/Dublin", FIRST, LAST)):
        larger = seconds(block["TZOFFSETTO"]) > seconds(block["TZOFFSETFROM"])
        assert (block["kind"] == "DAYLIGHT") == larger


@pytest.mark.parametrize("name", ["Asia/Kolkata", "Pacific/Apia", "Etc/GMT-14"])
def test_a_zone_without_switches_is_one_standard_without_a_rule(name: str) -> None:
    (block,) = blocks(timezone.vtimezone(name, FIRST, LAST))
    assert block["kind"] == "STANDARD"
    assert "RRULE" not in block
    assert block["TZOFFSETFROM"] == block["TZOFFSETTO"]


@pytest.mark.parametrize("name", ["Asia/Jerusalem", "Africa/Cairo", "America/Santiago"])
def test_a_zone_that_one_pair_cannot_say_has_one_block_a_switch(name: str) -> None:
    found = blocks(timezone.vtimezone(name, FIRST, LAST))
    assert all("RRULE" not in block for block in found)
    assert len(found) == 5  # the one in force at first, and two a year
    assert {block["kind"] for block in found} == {"STANDARD", "DAYLIGHT"}


def test_a_law_changing_inside_the_span_is_told_by_switches() -> None:
    # Samoa gave up daylight time in 2021: until then its footer's law did not hold.
    first = datetime(2020, 6, 1, tzinfo=UTC)
    found = blocks(timezone.vtimezone("Pacific/Apia", first, first + timedelta(days=700)))
    assert [block["DTSTART"] for block in found] == [
        "20200405T040000", "20200927T030000", "20210404T040000"
    ]  # fmt: skip


def test_a_law_that_held_only_outside_the_span_is_not_used() -> None:
    # In 2000 New York switched in April and October; today's footer says March and November.
    first = datetime(2000, 1, 1, tzinfo=UTC)
    found = blocks(timezone.vtimezone("America/New_York", first, first + timedelta(days=360)))
    assert all("RRULE" not in block for block in found)


@pytest.mark.parametrize(
    "name",
    ["Europe", "../etc/passwd", "/etc/localtime", "", "Europe/Berlin\n", "Mars/Olympus", "a" * 5000,
     "Europe/../Europe/Berlin", "tzdata.zi", "CON\x00"],
)  # fmt: skip
def test_what_is_no_zone_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(UsageError) as error:
        timezone.zone(name)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


def test_the_newer_data_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "_version", lambda folder: "2999a")
    assert "tzdata/zoneinfo" not in timezone._folders()[0]
    monkeypatch.setattr(timezone, "_version", lambda folder: "2001a")
    assert "tzdata/zoneinfo" in timezone._folders()[0]


def rules_of(footer: str) -> tuple[YearlyRule, ...]:
    """The rules of a zone that has never changed otherwise (RFC 8536)."""
    part = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + bytes(6) + b"LMT\0"
    try:
        tz = zoneinfo.ZoneInfo.from_file(BytesIO(part + part + f"\n{footer}\n".encode()))
    except ValueError:
        return ()
    return yearly_rules(tz)


def test_the_law_at_a_zone_files_end_is_known_by_what_it_does() -> None:
    _, begins = rules_of("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
    assert (begins.before, begins.after) == (timedelta(seconds=37800), timedelta(seconds=39600))
    assert begins.start(2026) == datetime(2026, 10, 4, 2)
    assert rules_of("IST-2IDT,M3.4.4/26,M10.5.0") == ()
    assert rules_of("<-02>2<-01>,M3.5.0/-1,M10.5.0/0") == ()
    assert rules_of("IRST-3:30IRDT,J79/24,J263/24") == ()
    for junk in ("", "X", "CET-1CEST", "CET-1CEST,M3.5.0", "<+01", "CET-1CEST,M3.5,M10.5.0"):
        assert rules_of(junk) == ()


def test_a_winter_without_the_law_is_not_told_by_the_law() -> None:
    # In 1974 daylight time began on 6 January: no switch in the span, but another offset.
    first = datetime(1974, 1, 10, tzinfo=UTC)
    (block,) = blocks(timezone.vtimezone("America/New_York", first, first + timedelta(days=40)))
    assert block["TZOFFSETTO"] == "-0400"
