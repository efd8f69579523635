"""What a TZID of another program means: by its file, by its vendor, by Windows; within limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import thread_time

import pytest
from calendar_data import calendar, event, fridays

from okrboard.calendar.caldav import Resource
from okrboard.calendar.ical import resources
from okrboard.calendar.meaning import meaning
from okrboard.calendar.publish import paired
from okrboard.calendar.pull import offers
from okrboard.calendar.reading import Component, parse, when, zone_of
from okrboard.calendar.timezone import iana_name, vtimezone, zone
from okrboard.errors import Unreadable

FILES = Path(__file__).parent / "files"
HALF_HOUR = timedelta(minutes=30)


def start(data: bytes) -> datetime:
    prop = parse(data)[0].kinds("VEVENT")[0].get("DTSTART")
    assert prop is not None
    return when(prop).instant()


def zoned(tzid: str, *blocks: str) -> bytes:
    """A file with a meeting on 6 November 2026 at 15:00 in a zone of its own."""
    described = f"BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n{''.join(blocks)}END:VTIMEZONE\r\n"
    quoted = f'"{tzid}"' if set(tzid) & set(",:;") else tzid
    return calendar(
        described if blocks else "", event("UID:x", f"DTSTART;TZID={quoted}:20261106T150000")
    )


def block(kind: str, begins: str, before: str, after: str, *more: str) -> str:
    return "\r\n".join(
        (f"BEGIN:{kind}", f"DTSTART:{begins}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}",
         *more, f"END:{kind}", "")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tzid", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Pacific Standard Time (Mexico)", "America/Tijuana"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-08:00) Pacific Time (US and Canada)", "America/Los_Angeles"),
        ("(UTC+02:00) Jerusalem", "Asia/Jerusalem"),
        ("(UTC) Coordinated Universal Time", "Etc/UTC"),
        ("(UTC+09:00) Amsterdam, Berlin", ""),
        ("Customized Time Zone", ""),
        ("../../etc/passwd", ""),
        ("Europe", ""),
        ("", ""),
    ],
)
def test_a_name_of_another_program_is_known(tzid: str, name: str) -> None:
    assert iana_name(tzid) == name


def test_a_zone_the_file_describes_stands_for_an_unknown_name() -> None:
    # A customized zone of Outlook: its daylight time ends in the middle of November.
    data = zoned(
        "Customized Time Zone",
        block("STANDARD", "16011101T030000", "+0200", "+0100",
              "RRULE:FREQ=YEARLY;BYDAY=3SU;BYMONTH=11"),
        block("DAYLIGHT", "16010101T020000", "+0100", "+0200",
              "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
    )  # fmt: skip
    assert start(data) == datetime(2026, 11, 6, 13, tzinfo=UTC)
    # Windows' name has rules of its own in the file: they are used, not the map.
    assert start(data.replace(b"Customized", b"W. Europe Standard")) == datetime(
        2026, 11, 6, 13, tzinfo=UTC
    )


@pytest.mark.parametrize("tzid", ["W. Europe Standard Time", "/x.org/Europe/Berlin"])
def test_without_a_sound_description_the_name_counts(tzid: str) -> None:
    right = datetime(2026, 11, 6, 14, tzinfo=UTC)
    assert start(zoned(tzid)) == right
    assert start(zoned(tzid, block("STANDARD", "16010101T000000", "nothing", "+0100"))) == right


def test_a_name_that_nobody_knows_is_one_clear_line() -> None:
    with pytest.raises(Unreadable, match="no time zone 'Team time'"):
        start(zoned("Team time"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe",
             "Europe/Dublin", "Asia/Kolkata", "Etc/UTC"]
)  # fmt: skip
def test_a_description_is_read_as_the_zone_itself_is(name: str) -> None:
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
    lines = [line.replace(name, "Ours") for line in vtimezone(name, first, last)]
    (read,) = parse(calendar("".join(f"{line}\r\n" for line in lines), event("X:y")))
    prop = read.kinds("VEVENT")[0].properties[0]
    described, actual = zone_of("Ours", prop.zones), zone(name)
    at = first
    while at < last:
        there, here = at.astimezone(described), at.astimezone(actual)
        assert there.replace(tzinfo=None) == here.replace(tzinfo=None)
        assert (there.fold, there.utcoffset()) == (here.fold, here.utcoffset()), at
        wall = at.replace(tzinfo=None)
        for fold in (0, 1):
            assert (
                wall.replace(tzinfo=described, fold=fold).utcoffset()
                == wall.replace(tzinfo=actual, fold=fold).utcoffset()
            ), (wall, fold)
        at += HALF_HOUR


@pytest.mark.parametrize(
    "blocks",
    [
        [block("STANDARD", "19700101T000000", "+0000", "+0100", "RRULE:FREQ=SECONDLY")],
        [block("STANDARD", "19700101T000000", "+0000", "+0100", "RRULE:FREQ=YEARLY;INTERVAL=0")],
        [block("STANDARD", "19700101T000000", "+0000", "+0100", "RRULE:FREQ=DAILY")] * 300,
        [
            block("STANDARD", "19700101T000000", "+0000", "+0100",
                  "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=" + ",".join(["30"] * 190))
        ] * 3000,
        [block("STANDARD", "19700101T000000", "+0000", "+9900")],
        [block("STANDARD", "tomorrow", "+0000", "+0100")],
        ["BEGIN:STANDARD\r\nEND:STANDARD\r\n"],
    ],
)  # fmt: skip
def test_a_hostile_description_takes_no_time(blocks: list[str]) -> None:
    data = zoned("X", *blocks)
    begun = thread_time()
    with pytest.raises(Unreadable):
        start(data)
    assert thread_time() - begun < 2


def test_hostile_descriptions_and_names_share_one_time_limit() -> None:
    days = ",".join(["30"] * 190)
    rule = f"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY={days}"
    heavy = block("STANDARD", "19700101T000000", "+0000", "+0100", rule)
    zones = "".join(
        f"BEGIN:VTIMEZONE\r\nTZID:Z{number}\r\n{heavy * 20}END:VTIMEZONE\r\n"
        for number in range(60)
    )
    events = [event("UID:x", f"DTSTART;TZID=Z{number}:20261106T150000") for number in range(60)]
    cities = ", ".join(["Nowhere"] * 9)
    events += [
        event("UID:x", f'DTSTART;TZID="(UTC+01:00) {number}, {cities}":20261106T150000')
        for number in range(2000)
    ]
    begun = thread_time()
    assert meaning(calendar(zones, *events))
    assert thread_time() - begun < 2


@pytest.mark.parametrize("name", ["pull-vendor_tz", "pull-windows_tz"])
def test_our_meeting_in_another_programs_zone_is_no_change(name: str) -> None:
    theirs = (FILES / f"{name}.ics").read_bytes()
    ours = theirs.replace(b"/freeassociation.sourceforge.net/", b"")
    ours = ours.replace(b"W. Europe Standard Time", b"Europe/Berlin")
    assert ours != theirs
    assert meaning(ours) == meaning(theirs)
    uid = "3529e22a-9986-4e44-9b51-10846a0b4961"
    plan = fridays(uid=uid, summary="OKR check-in")
    remote = [Resource("https://x.example/1.ics", '"1"', theirs)]
    (pair,) = paired([plan], remote)
    assert [each for each in offers(pair) if each.change != "text"] == []


def test_a_moved_meeting_in_a_windows_zone_keeps_its_instant() -> None:
    plan = fridays()
    (wanted,) = resources([plan]).values()
    theirs = wanted.replace(b"Europe/Berlin", b"W. Europe Standard Time")
    moved = theirs.replace(b":20260904T15", b":20260904T16").replace(b"T140000Z", b"T150000Z")
    (pair,) = paired([plan], [Resource("https://x.example/1", '"1"', moved)])
    (offer,) = offers(pair)
    assert (offer.change, offer.start) == ("series", datetime(2026, 9, 4, 14, tzinfo=UTC))


def test_the_zones_of_two_calendars_in_one_file_are_kept_apart() -> None:
    one, two = (
        zoned("X", block("STANDARD", "19700101T000000", "+0000", offset))
        for offset in ("+0100", "+0500")
    )
    calendars: list[Component] = parse(one + two)
    starts = [each.kinds("VEVENT")[0].get("DTSTART") for each in calendars]
    assert [when(each).instant().astimezone(UTC).hour for each in starts if each] == [14, 10]
