"""Meetings and series as lines for people and as data for programs."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.calendar.from_board import Meeting, word_of
from okrboard.calendar.pull import Offer
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import HolidayList, Series
from okrboard.domain.schedule import CODES, counts, days_of, rhythm
from okrboard.domain.schema import plain
from okrboard.report.format import short_day
from okrboard.report.jsonable import handle, ref_or_none, team_name
from okrboard.report.output_style import Look, table
from okrboard.text import clean, squeeze

Json = dict[str, object]


_STYLES = {
    "planned": "",
    "past": "dim",
    "moved": "at_risk",
    "skipped": "dim",
    "holiday": "dim",
    "cancelled": "dim",
}


def meeting_json(board: Board, meeting: Meeting) -> Json:
    """Return a meeting; `start` and `end` with their offset, in the series' zone."""
    occurrence, series = meeting.occurrence, meeting.series
    cycle = board.cycles.get(series.cycle)
    return {
        "kind": occurrence.kind,
        "summary": clean(occurrence.summary),
        "uid": meeting.uid,
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "state": occurrence.state,
        "reason": clean(occurrence.reason),
        "day": plain(meeting.day),
        "series": meeting.ref,
        "timezone": series.zone,
        "team": team_name(board, series.team),
        "cycle": cycle.name if cycle else None,
        "away": list(meeting.away),
    }


def series_json(board: Board, series: Series) -> Json:
    """Return a series with its rule, exceptions and what calendars know of it."""
    cycle = board.cycles.get(series.cycle)
    return {
        "ref": reference("series", series.id),
        "kind": series.kind,
        "summary": clean(series.summary),
        "uid": series.uid,
        "weekday": CODES[series.weekday],
        "at": series.at,
        "minutes": series.minutes,
        "every": series.every,
        "timezone": series.zone,
        "first": plain(series.first),
        "last": plain(series.last),
        "team": team_name(board, series.team),
        "cycle": cycle.name if cycle else None,
        "place": clean(series.location),
        "link": clean(series.url),
        "alarm_minutes": series.alarm_minutes,
        "holidays": series.holidays,
        "state": series.state,
        "sequence": series.sequence,
        "follows": ref_or_none("series", series.follows),
        "skips": [{"day": plain(one.on), "reason": clean(one.reason)} for one in series.skips],
        "moves": [
            {"day": plain(one.on), "start": plain(one.start), "reason": clean(one.reason)}
            for one in series.moves
        ],
    }


def holidays_json(board: Board, listed: HolidayList) -> Json:
    """Return a list of days without meetings."""
    return {
        "id": listed.id,
        "name": clean(listed.name),
        "member": handle(board, listed.member),
        "source": clean(listed.source) or None,
        "fetched": plain(listed.fetched),
        "days": [
            {
                "day": plain(day.on),
                "name": clean(day.name),
                "categories": [clean(one) for one in day.categories],
                "counts": counts(listed, day),
            }
            for day in listed.days
        ],
        "choices": [
            {"pattern": clean(one.pattern), "counts": one.counts} for one in listed.choices
        ],
    }


def meeting_lines(meetings: list[Meeting], look: Look, now: datetime) -> list[str]:
    """Return the meetings, a line each, oldest first; what is over at `now` says `past`."""
    rows = [
        (
            short_day(one.start.date()),
            f"{one.start:%H:%M}–{one.occurrence.end:%H:%M}",
            (word_of(one, now), _STYLES[word_of(one, now)]),
            one.ref,
            one.occurrence.summary,
            _why(one),
        )
        for one in meetings
    ]
    heads = ("day", "time", "state", "ref", "meeting", "")
    return table(look, heads, rows, flexible=5, drop=(3,))


def series_lines(board: Board, series: list[Series], look: Look) -> list[str]:
    """Return the series, a line each."""
    rows = [
        (
            reference("series", one.id),
            one.summary,
            rhythm(one),
            short_day((days_of(one) or [one.first])[0]),
            short_day((days_of(one) or [one.last])[-1]),
            "" if one.state == "confirmed" else one.state,
            team_name(board, one.team) or "",
        )
        for one in series
    ]
    heads = ("ref", "series", "when", "from", "to", "", "team")
    return table(look, heads, rows, flexible=1, drop=(6, 4, 3))


def told_series(series: Series) -> str:
    """Return a series in one sentence."""
    count = len(days_of(series))
    meetings = "1 meeting" if count == 1 else f"{count} meetings"
    ref = reference("series", series.id)
    return f"{ref} {clean(series.summary)}: {rhythm(series)}; {meetings}"


def when(start: datetime) -> str:
    """Return a time as `Thu 26 Nov 10:00`."""
    return f"{short_day(start.date())} {start:%H:%M}"


def change_words(name: str, offer: Offer) -> str:
    """Return in words what somebody changed in the calendar on a series of that name."""
    of = f"{name} of {short_day(offer.day)}" if offer.day is not None else name
    to = f" to {when(offer.start)}" if offer.start is not None else ""
    day = "" if offer.day is None else short_day(offer.day)
    own = f"lasts {offer.value} minutes" if offer.value else f"has a {offer.field} of its own"
    last = short_day(date.fromisoformat(offer.value)) if offer.change == "ends" else ""
    text = squeeze(offer.value, 80)
    fields = {
        "summary": f"{of} is called “{text}”",
        "location": f"{of} is in “{text}”" if text else f"{of} has no place any more",
        "url": f"{of} has the link {text}" if text else f"{of} has no link any more",
    }
    told = {
        "moved": f"{of} was moved{to}",
        "skipped": f"{of} was taken out",
        "restored": f"{of} was put back",
        "cancelled": f"{of} was cancelled",
        "deleted": f"{of} was deleted",
        "series": f"{name} was moved{to}, all of it",
        "begins": f"{name} begins on {day}",
        "ends": f"{name} ends on {last}",
        "changes": f"{name} changes from {day} on{to}",
        "length": f"{of} lasts {text} minutes",
        "text": fields.get(offer.field, f"the words of {name} were changed"),
        "all-day": f"{of} lasts all day",
        "extra": f"{name} has {text or 'one'} more from {day} on",
        "own": f"{of} {own}",
        "unreadable": f"{name} cannot be read there any more",
    }[offer.change]
    return f"{told}; the board has changed it, too" if offer.contested else told


def _why(meeting: Meeting) -> str:
    occurrence = meeting.occurrence
    parts = [squeeze(occurrence.reason, 200)]
    if occurrence.state == "moved":
        parts.insert(0, f"from {short_day(meeting.day)}")
    if meeting.away:
        parts.append(f"away: {', '.join(meeting.away)}")
    return "; ".join(part for part in parts if part)
