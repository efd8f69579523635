"""Series to iCalendar: one file for people who import, one resource a UID for CalDAV.

Promises: the same plans give the same bytes; every line is what eleven readers agree on (RFC 5545
as narrowed by RFC 5546, MS-OXCICAL and what was measured); text of people is cleaned and escaped.
The iCalendar library does folding, escaping and values. Time zones are written here, and names
that the library would write raw are handed to it as text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Timezone, vRecur, vText, vUri
from icalendar import Event as VEvent

from okrboard import __version__
from okrboard.calendar.description import plans as exported_plans
from okrboard.calendar.meaning import HASH, meaning
from okrboard.calendar.plan import EPOCH, Event, Plan, events
from okrboard.calendar.timezone import vtimezone
from okrboard.configuration import read_config
from okrboard.domain.board import Board
from okrboard.domain.records import Series
from okrboard.domain.schedule import CODES
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean, clean_lines, squeeze

_PRODID = f"-//okrboard//okrboard {__version__}//EN"
_UID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
_UID_LIMIT = 255

_Pairs = list[tuple[Plan, Event]]


def calendar_file(plans: Iterable[Plan], name: str, organizer: str = "") -> bytes:
    """Return the file of all plans, for import and for subscribers.

    With an organizer's mail address it says METHOD:PUBLISH and names the organizer in each event,
    as RFC 5546 3.2.1 asks; without, it has no METHOD. Raises Refused when nothing can be written.
    """
    pairs = _pairs(plans)
    if not pairs:
        raise Refused("There is no meeting to export: add a series with a day inside the cycle.")
    calendar = _calendar()
    if organizer:
        calendar.add("method", "PUBLISH")
    title = vText(_one_line(name) or "okrboard")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT12H"))
    return _filled(calendar, pairs, organizer)


def resources(plans: Iterable[Plan]) -> dict[str, bytes]:
    """Return the CalDAV resource of each UID: no METHOD, no ORGANIZER (RFC 4791 4.1).

    Each carries `X-OKRBOARD-HASH`, a digest of its meaning, which servers must keep (5.3.3).
    """
    by_uid: dict[str, _Pairs] = {}
    for plan, event in _pairs(plans):
        by_uid.setdefault(event.uid, []).append((plan, event))
    return {
        uid: _filled(_calendar(), own, digest=meaning(_filled(_calendar(), own)))
        for uid, own in by_uid.items()
    }


def exported(board: Board, chosen: Iterable[Series], environment: Mapping[str, str]) -> bytes:
    """Return the calendar file of some series; the same board gives the same bytes.

    The organizer is in the user's own configuration. Raises UsageError when it is no mail address.
    """
    table = read_config(environment).get("calendar", {})
    organizer = table.get("organizer", "") if isinstance(table, dict) else ""
    return calendar_file(
        exported_plans(board, chosen), f"{board.settings.name} OKR", _mail(organizer)
    )


def check_replaceable(path: str, *, force: bool = False, way: str = "") -> None:
    """Raise Refused for what is there and no calendar; `way` says how it is replaced after all."""
    is_calendar = os.path.isfile(path) and read_file(path, 15).startswith(b"BEGIN:VCALENDAR")
    empty = os.path.isfile(path) and os.path.getsize(path) == 0
    if os.path.lexists(path) and not (is_calendar or empty or force):
        raise Refused(f"{clean(path)} is there and no calendar; choose another name{way}")


def fit_as_uid(text: str) -> bool:
    """Whether a text can be a UID of ours: every server takes it as the name of a resource."""
    return 0 < len(text) <= _UID_LIMIT and _UID_CHARACTERS.issuperset(text)


def _pairs(plans: Iterable[Plan]) -> _Pairs:
    """Return every event with its plan, in the order of the file; refuses what would mislead."""
    pairs = [(plan, event) for plan in plans for event in events(plan)]
    owner: dict[str, Plan] = {}
    for plan, event in pairs:
        if not fit_as_uid(event.uid):
            raise Refused("A meeting's UID may hold letters, digits and _.+- only, at most 255.")
        if owner.setdefault(event.uid, plan) is not plan:
            raise Refused("Two series have the same UID; every series needs its own.")
    return sorted(pairs, key=lambda pair: (pair[1].uid, str(pair[1].replaces or "")))


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODID)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _filled(calendar: Calendar, pairs: _Pairs, organizer: str = "", digest: str = "") -> bytes:
    """Return a calendar with its time zones and events, as bytes."""
    by_zone: dict[str, list[Event]] = {}
    for plan, event in pairs:
        if any(at.tzinfo is not UTC for at in (event.start, *event.excluded)):
            by_zone.setdefault(plan.series.zone, []).append(event)
    for name in sorted(by_zone):
        lines = vtimezone(name, *_span(by_zone[name]))
        calendar.add_component(Timezone.from_ical("\r\n".join([*lines, ""])))
    for plan, event in pairs:
        calendar.add_component(_vevent(plan, event, organizer, digest))
    return bytes(calendar.to_ical(sorted=False))


def _span(listed: list[Event]) -> tuple[datetime, datetime]:
    """Return the first and the last instant, in UTC, that the local times of events touch."""
    times = [at for one in listed for at in (one.start, one.end, one.until, one.replaces) if at]
    instants = [at.astimezone(UTC) for at in times]
    return min(instants), max(instants) + timedelta(days=1)


def _vevent(plan: Plan, event: Event, organizer: str, digest: str) -> VEvent:
    series = plan.series
    created = series.created or series.modified or EPOCH
    vevent = VEvent()
    vevent.add("uid", event.uid)
    vevent.add("sequence", max(0, series.sequence))
    vevent.add("dtstamp", _utc(plan.modified))
    vevent.add("created", _utc(created))
    vevent.add("last-modified", _utc(plan.modified))
    if event.replaces is not None:
        _add_times(vevent, "recurrence-id", [event.replaces])
    _add_times(vevent, "dtstart", [event.start])
    _add_times(vevent, "dtend", [event.end])
    if event.every:
        interval = {"INTERVAL": [event.every]} if event.every > 1 else {}
        day = [CODES[series.weekday]]
        parts = {"FREQ": ["WEEKLY"], "UNTIL": [event.until], **interval, "BYDAY": day}
        vevent.add("rrule", vRecur({**parts, "WKST": ["MO"]}))
    if event.excluded:
        _add_times(vevent, "exdate", list(event.excluded))
    _add_text(vevent, plan, event)
    vevent.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    vevent.add("transp", "OPAQUE")
    if organizer:
        vevent.add("organizer", f"mailto:{_one_line(organizer)}")
    if digest:
        vevent.add(HASH, vText(digest))
    if series.alarm_minutes > 0 and not event.cancelled:
        before = -timedelta(minutes=series.alarm_minutes)
        vevent.add_component(Alarm.new_display(_title(series), trigger=before))
    return vevent


def _add_times(vevent: VEvent, name: str, times: list[datetime]) -> None:
    """Add times of one zone, with the zone's own name: the library takes Africa/Abidjan for UTC."""
    tzinfo = times[0].tzinfo
    tzid = getattr(tzinfo, "key", "")
    walls = [at.replace(tzinfo=None) for at in times] if tzid else times
    value = walls if name == "exdate" else walls[0]
    vevent.add(name, value, parameters={"TZID": tzid} if tzid else {})


def _add_text(vevent: VEvent, plan: Plan, event: Event) -> None:
    url = _one_line(plan.series.url)
    location = _one_line(plan.series.location) or url
    description = "\n\n".join(part for part in (event.reason, plan.description) if part)
    if url and url not in location and url not in description:
        description = f"{description}\n\n{url}" if description else url
    description = clean_lines(description).replace("\ufffd", "").strip("\n")
    vevent.add("summary", _title(plan.series))
    for name, text in (("description", description), ("location", location)):
        if text:
            vevent.add(name, text)
    vevent.add("categories", ["OKR"])
    if url.startswith(("https://", "http://")) and url.isascii() and " " not in url:
        vevent.add("url", url)
        # A link that clients show as a button (RFC 7986 5.11).
        conference = vUri(url)
        conference.params.update({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"})
        vevent.add("conference", conference, encode=False)


def _title(series: Series) -> str:
    return _one_line(series.summary) or series.kind


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _one_line(text: str) -> str:
    return squeeze(text.replace("\ufffd", "")).replace("\ufffd", "")


def _mail(organizer: object) -> str:
    if not organizer:
        return ""
    text = str(organizer)
    user, at, host = text.partition("@")
    if not (user and at and host and text.isascii() and text.isprintable()) or " " in text:
        raise UsageError(
            "calendar.organizer in your configuration is a mail address: ada@example.org"
        )
    return text
