"""Other implementations of iCalendar: each reads a file and says when the meetings are.

Each reader is a function from bytes and a span to the set of (start, end) in seconds since 1970.
None of them is icalendar, which wrote the file, but recurring_ical_events parses with it.
`OKRBOARD_TEST_NPM` names a folder whose `node_modules` hold `ical.js` and `rrule`
(`npm install ical.js rrule`); calcurse and khal are Debian packages. `.ci/run` installs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

Instants = set[tuple[int, int]]


def by_recurring_ical_events(data: bytes, first: datetime, last: datetime) -> Instants:
    """recurring-ical-events, with dateutil below."""
    import recurring_ical_events
    from icalendar import Calendar

    found: Instants = set()
    for event in recurring_ical_events.of(Calendar.from_ical(data)).between(first, last):
        if str(event.get("STATUS")) != "CANCELLED":
            found.add((_stamp(event.start), _stamp(event.end)))
    return found


def by_dateutil(data: bytes, first: datetime, last: datetime) -> Instants:
    """dateutil alone: its own VTIMEZONE reader and its own rules, on lines split by hand."""
    from io import StringIO

    from dateutil.rrule import rruleset, rrulestr
    from dateutil.tz import tzical

    text = data.decode().replace("\r\n ", "")
    has_zones = "BEGIN:VTIMEZONE" in text
    zones = tzical(StringIO(text.replace("\r\n", "\n"))) if has_zones else None
    found: Instants = set()
    replaced: dict[tuple[str, int], None] = {}
    series: list[tuple[str, int, int]] = []
    for block in text.split("BEGIN:VEVENT\r\n")[1:]:
        written = (each.partition(":") for each in block.split("BEGIN:VALARM")[0].split("\r\n"))
        lines = {name.partition(";")[0]: (name, value) for name, _, value in written}

        def at(name: str, value: str, zones: object = zones) -> datetime:
            wall = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
            tzid = name.partition("TZID=")[2]
            return wall.replace(tzinfo=zones.get(tzid) if tzid else UTC)  # type: ignore[attr-defined]

        if lines["STATUS"][1] == "CANCELLED":
            continue
        uid, start, end = lines["UID"][1], at(*lines["DTSTART"]), at(*lines["DTEND"])
        length = _stamp(end) - _stamp(start)
        if "RECURRENCE-ID" in lines:
            replaced[uid, _stamp(at(*lines["RECURRENCE-ID"]))] = None
            found.add((_stamp(start), _stamp(end)))
            continue
        rules = rruleset()
        if "RRULE" in lines:
            rules.rrule(rrulestr(lines["RRULE"][1], dtstart=start))
            name, values = lines.get("EXDATE", ("", ""))
            for value in filter(None, values.split(",")):
                rules.exdate(at(name, value))
        else:
            rules.rdate(start)
        series += [(uid, _stamp(each), _stamp(each) + length) for each in rules]
    return found | {(start, end) for uid, start, end in series if (uid, start) not in replaced}


def by_ical(data: bytes, first: datetime, last: datetime) -> Instants:
    """ical (Home Assistant); a package that is not among those of the tests."""
    from importlib import import_module

    stream = import_module("ical.calendar_stream").IcsCalendarStream
    calendar = stream.calendar_from_ics(data.decode())
    return {
        (_stamp(event.start_datetime), _stamp(event.end_datetime))
        for event in calendar.timeline
        if str(event.status) != "CANCELLED"
    }


def by_ical_js(data: bytes, first: datetime, last: datetime) -> Instants:
    """ical.js (Thunderbird, Nextcloud)."""
    return {(start, end) for start, end in json.loads(_node("ical_js.js", data))}


def by_rrule_js(data: bytes, first: datetime, last: datetime) -> Instants:
    """rrule.js expands the rules; zoneinfo turns its wall clock into instants."""
    from zoneinfo import ZoneInfo

    items = json.loads(_node("rrule_js.js", data))

    def at(value: str, zone: str) -> int:
        wall = datetime.fromisoformat(value.removesuffix("Z").partition(".")[0])
        return _stamp(wall.replace(tzinfo=ZoneInfo("UTC" if value.endswith("Z") else zone)))

    replaced = {
        (each["uid"], at(each["replaces"], each["zone"])) for each in items if each["replaces"]
    }
    found: Instants = set()
    for each in items:
        start, end = at(each["start"], each["zone"]), at(each["end"], each["zone"])
        walls = each["walls"]
        starts = [start] if walls is None else [at(wall[:19], each["zone"]) for wall in walls]
        for one in starts:
            if walls is None or (each["uid"], one) not in replaced:
                found.add((one, one + end - start))
    return found


def by_calcurse(data: bytes, first: datetime, last: datetime, folder: Path, zone: str) -> Instants:
    """calcurse, whose clock is in `zone`: it keeps a series in the system's own local time."""
    home = folder / "calcurse"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    path = folder / "in.ics"
    path.write_bytes(data)
    environment = {**os.environ, "TZ": zone, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    base = ["calcurse", "-q", "-D", str(home)]
    subprocess.run([*base, "-i", str(path)], env=environment, check=True, capture_output=True)
    command = [
        *base, "-Q", "--filter-type", "cal", "--from", f"{first:%m/%d/%Y}",
        "-d", str((last - first).days + 2),
        "--format-apt", "%s %e\n", "--format-recur-apt", "%s %e\n",
    ]  # fmt: skip
    made = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout
    pairs = [line.split() for line in made.splitlines()]
    return {(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2}


def by_khal(data: bytes, first: datetime, last: datetime, folder: Path) -> Instants:
    """khal, importing into a calendar of its own and listing in UTC."""
    home = folder / "khal"
    shutil.rmtree(home, ignore_errors=True)
    (home / "cal").mkdir(parents=True)
    config = home / "config"
    config.write_text(
        f"[calendars]\n[[one]]\npath = {home / 'cal'}\ntype = calendar\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {home / 'khal.db'}\n"
    )
    path = home / "in.ics"
    path.write_bytes(data)
    base = ["khal", "-c", str(config)]
    environment = {**os.environ, "TZ": "UTC", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [*base, "import", "--batch", str(path)], env=environment, check=True, capture_output=True
    )
    command = [
        *base, "list", "--day-format", "", "--notstarted", "--format",
        "{start-long-full}|{end-long-full}|{status}", f"{first:%Y-%m-%d}",
        f"{last + timedelta(days=1):%Y-%m-%d}",
    ]  # fmt: skip
    made = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout
    found: Instants = set()
    for line in made.splitlines():
        start, _, rest = line.strip().partition("|")
        end, bar, status = rest.partition("|")
        if bar and "CANCELLED" not in status:
            found.add((_utc_stamp(start), _utc_stamp(end)))
    return found


def _node(script: str, data: bytes) -> str:
    path = Path(__file__).parent / "calendar" / "readers" / script
    made = subprocess.run(["node", str(path)], input=data, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout.decode()


def _stamp(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())


def _utc_stamp(text: str) -> int:
    return _stamp(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC))
