"""Series to iCalendar: one file for people who import, one resource a UID for CalDAV.

Promises: the same plans give the same bytes; every line is what eleven readers agree on (RFC 5545
as narrowed by RFC 5546, MS-OXCICAL and what was measured); text of people is cleaned and escaped.
The iCalendar library does folding, escaping and values. Time zones are written here, and names
that the library would write raw are handed to it as text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Timezone, vRecur, vText, vUri
from icalendar import Event as VEvent

from okrboard import __version__
from okrboard.calendar.description import plans as exported_plans
from okrboard.calendar.meaning import HASH, meaning
from okrboard.calendar.plan import Event, SeriesPlan, events, span
from okrboard.calendar.timezone import vtimezone
from okrboard.configuration import read_config
from okrboard.domain.board import Board
from okrboard.domain.records import Series
from okrboard.domain.schedule import CODES
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean, clean_lines, squeeze

PRODID = f"-//okrboard//okrboard {__version__}//EN"
REFRESH = "PT12H"
_UID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
_UID_LIMIT = 255

Pair = tuple[SeriesPlan, Event]


def calendar_file(plans: Sequence[SeriesPlan], name: str, organizer: str = "") -> bytes:
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
    calendar.add("x-published-ttl", vText(REFRESH))
    _fill(calendar, pairs, organizer)
    return _bytes(calendar)


def resources(plans: Sequence[SeriesPlan]) -> dict[str, bytes]:
    """Return the CalDAV resource of each UID: no METHOD, no ORGANIZER (RFC 4791 4.1).

    Each carries `X-OKRBOARD-HASH`, a digest of its meaning, which servers must keep (5.3.3).
    """
    pairs = _pairs(plans)
    found = {}
    for uid in sorted({event.uid for _, event in pairs}):
        own = [pair for pair in pairs if pair[1].uid == uid]
        plain = _calendar()
        _fill(plain, own)
        calendar = _calendar()
        _fill(calendar, own, digest=meaning(_bytes(plain)))
        found[uid] = _bytes(calendar)
    return found


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


def _pairs(plans: Iterable[SeriesPlan]) -> list[Pair]:
    """Return every event with its plan, in the order of the file; refuses what would mislead."""
    pairs = [(plan, event) for plan in plans for event in events(plan)]
    owner: dict[str, SeriesPlan] = {}
    for plan, event in pairs:
        if not fit_as_uid(event.uid):
            raise Refused("A meeting's UID may hold letters, digits and _.+- only, at most 255.")
        if owner.setdefault(event.uid, plan) is not plan:
            raise Refused("Two series have the same UID; every series needs its own.")
    return sorted(pairs, key=lambda pair: _order(pair[1]))


def _order(event: Event) -> tuple[str, bool, str]:
    replaces = event.replaces
    return event.uid, replaces is not None, "" if replaces is None else replaces.isoformat()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _fill(calendar: Calendar, pairs: list[Pair], organizer: str = "", digest: str = "") -> None:
    spans: dict[str, list[Event]] = {}
    for plan, event in pairs:
        if any(at.tzinfo is not UTC for at in (event.start, *event.excluded)):
            spans.setdefault(plan.zone, []).append(event)
    for name in sorted(spans):
        lines = vtimezone(name, *span(spans[name]))
        calendar.add_component(Timezone.from_ical("\r\n".join([*lines, ""])))
    for plan, event in pairs:
        calendar.add_component(_vevent(plan, event, organizer, digest))


def _bytes(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical(sorted=False))


def _vevent(plan: SeriesPlan, event: Event, organizer: str, digest: str) -> VEvent:
    modified = _utc(plan.modified)
    vevent = VEvent()
    vevent.add("uid", event.uid)
    vevent.add("sequence", max(0, plan.sequence))
    vevent.add("dtstamp", modified)
    vevent.add("created", _utc(plan.created))
    vevent.add("last-modified", modified)
    if event.replaces is not None:
        _add_times(vevent, "recurrence-id", [event.replaces])
    _add_times(vevent, "dtstart", [event.start])
    _add_times(vevent, "dtend", [event.end])
    if event.every:
        vevent.add("rrule", _rule(plan, event))
    if event.excluded:
        _add_times(vevent, "exdate", list(event.excluded))
    _add_text(vevent, plan, event)
    vevent.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    vevent.add("transp", "OPAQUE")
    if organizer:
        vevent.add("organizer", f"mailto:{_one_line(organizer)}")
    if digest:
        vevent.add(HASH, vText(digest))
    if plan.alarm_minutes > 0 and not event.cancelled:
        before = -timedelta(minutes=plan.alarm_minutes)
        vevent.add_component(Alarm.new_display(_title(plan), trigger=before))
    return vevent


def _add_times(vevent: VEvent, name: str, times: list[datetime]) -> None:
    """Add times of one zone, with the zone's own name: the library takes Africa/Abidjan for UTC."""
    tzinfo = times[0].tzinfo
    tzid = getattr(tzinfo, "key", "")
    walls = [at.replace(tzinfo=None) for at in times] if tzid else times
    value = walls if name == "exdate" else walls[0]
    vevent.add(name, value, parameters={"TZID": tzid} if tzid else {})


def _rule(plan: SeriesPlan, event: Event) -> vRecur:
    rule = vRecur()
    rule["FREQ"] = ["WEEKLY"]
    rule["UNTIL"] = [event.until]
    if event.every > 1:
        rule["INTERVAL"] = [event.every]
    rule["BYDAY"] = [CODES[plan.weekday]]
    rule["WKST"] = ["MO"]
    return rule


def _add_text(vevent: VEvent, plan: SeriesPlan, event: Event) -> None:
    url = _one_line(plan.url)
    linked = url.startswith(("https://", "http://")) and url.isascii() and " " not in url
    location = _one_line(plan.location) or url
    description = "\n\n".join(part for part in (event.reason, plan.description) if part)
    if url and url not in location and url not in description:
        description = f"{description}\n\n{url}" if description else url
    vevent.add("summary", _title(plan))
    for name, text in (("description", _lines(description)), ("location", location)):
        if text:
            vevent.add(name, text)
    vevent.add("categories", ["OKR"])
    if linked:
        vevent.add("url", url)
        vevent.add("conference", _conference(url), encode=False)


def _conference(url: str) -> vUri:
    """Return a link that clients show as a button (RFC 7986 5.11)."""
    value = vUri(url)
    value.params.update({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"})
    return value


def _title(plan: SeriesPlan) -> str:
    return _one_line(plan.summary) or plan.kind


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _one_line(text: str) -> str:
    return squeeze(text.replace("\ufffd", "")).replace("\ufffd", "")


def _lines(text: str) -> str:
    return clean_lines(text).replace("\ufffd", "").strip("\n")


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
