"""`okrboard calendar`: the cycle's meetings, and the files and calendars that they go to.

What only some of it needs (iCalendar, the network) is imported by the commands that need it.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from okrboard.calendar.from_board import Appointment, kept_series, meetings, readable, word_of
from okrboard.cli import calendar_holidays, calendar_series
from okrboard.cli.calendar_series import (
    CYCLE,
    KIND,
    KINDS,
    SERIES,
    TEAM,
    chosen_series,
    kept_up,
    listed_series,
    refuse_none,
    series_named,
    when,
)
from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import cycle_id, day, understood, word
from okrboard.domain.edit.series import move_meeting, restore_meeting, skip_meeting
from okrboard.domain.parse_dates import parse_moment
from okrboard.domain.records import Series
from okrboard.domain.schedule import as_holiday, changed_by_hand, holiday_fate
from okrboard.domain.schema import plain
from okrboard.errors import Ambiguous, NotFound, Refused, UsageError
from okrboard.files import read_file
from okrboard.report.format import short_day, team_name
from okrboard.report.jsonable import Json
from okrboard.report.output_style import Look, table
from okrboard.text import clean, squeeze

if TYPE_CHECKING:
    from okrboard.calendar.check import Instant

NO_MEETING = "no meeting is planned; the usual ones: okrboard calendar series add"
_NEAR = 4
"""Meetings that are named when none was hit."""
_SHOWN = 20
"""Breaches that are printed."""
_STYLES = {"planned": "", "moved": "at_risk"}
"""Of a meeting's state; all others are dim."""

_DAY = Positional("DAY", "the day of the meeting")
_NEW = Positional("NEW", "its new local time: thu 10:00, 10:00, 2026-11-26T10:00", count="*")
_REASON = Option("reason", "TEXT", "why; it stands beside the meeting", short="m")
_OUTPUT = Option("output", "FILE", "the file", short="o", completes="@files")
_FORCE = Option("force", "", "replace a file that is no calendar")
_WHICH = (KIND, SERIES)
_HINT = """\
Whether an import updates, skips or doubles a meeting that is there already is the importer's
choice; a calendar that is published to or subscribed to really follows the board."""
_PUBLISH = """\
Where to: okrboard config set calendar.url https://cloud.example.org/ and, where that address has
several calendars, calendar.name NAME. User and password are in credentials.toml beside your
configuration (okrboard config path), readable by nobody else:

  [[credential]]
  url = "https://cloud.example.org"
  user = "ada"
  password_command = "pass show cloud"

or in OKRBOARD_CALDAV_URL, OKRBOARD_CALDAV_USER and OKRBOARD_CALDAV_PASSWORD. Where a server has
more hosts than one, as iCloud has, a further line names them:

  also = ["https://*.icloud.com"]

What somebody changed in the calendar stays there, and all the rest is published. Status 1 says that
something waits for an answer. --overwrite gives it; so does
okrboard calendar pull"""
_PULL = """\
At a terminal each change is asked about: y takes it over, n declines it for good, anything else
leaves it for later. What the board cannot hold is said and left as it is there."""


@command("calendar list", CYCLE, SERIES, TEAM)
def list_meetings(context: Context, arguments: Arguments) -> int:
    """The cycle's meetings."""
    board = context.board
    chosen = listed_series(context, arguments)
    cycle = cycle_id(board, arguments.get("cycle"), context.today) if chosen else 0
    listed = [
        one
        for one in meetings(board, chosen)
        if one.series.cycle == cycle or one.occurrence.end > context.now
    ]
    return context.answer(
        lambda: _meeting_lines(listed, context.look, context.now) or [NO_MEETING],
        lambda: [_meeting_json(board, one) for one in listed],
    )


@command("calendar skip", _DAY, *_WHICH, _REASON)
def skip(context: Context, arguments: Arguments) -> int:
    """A meeting does not take place."""
    meeting, reason = _find_meeting(context, arguments), arguments.text("reason")
    id = meeting.series.id
    context.change("skip", lambda draft: skip_meeting(draft, id, meeting.day, reason))
    return _answer(context, meeting, "is skipped")


@command("calendar move", _DAY, _NEW, *_WHICH, _REASON)
def move(context: Context, arguments: Arguments) -> int:
    """A meeting takes place at another time."""
    meeting, reason = _find_meeting(context, arguments), arguments.text("reason")
    typed = " ".join(arguments.all("NEW"))
    if not typed.strip():
        raise UsageError(
            "NEW is missing: okrboard calendar move DAY NEW, as in: move fri thu 10:00"
        )
    original = meeting.occurrence.original
    at, today = original.time(), context.today
    start = understood(lambda: parse_moment(typed, meeting.day, at, today))
    start = start if start.tzinfo is not None else start.replace(tzinfo=original.tzinfo)
    id = meeting.series.id
    context.change("move", lambda draft: move_meeting(draft, id, meeting.day, start, reason))
    now = _again(context, meeting).start
    called = as_holiday(context.board, now.date())
    return _answer(context, meeting, f"is moved to {when(now)}{called}")


@command("calendar restore", _DAY, *_WHICH, _REASON)
def restore(context: Context, arguments: Arguments) -> int:
    """A meeting takes place as planned after all.

    A skip or a move is taken back, and a holiday makes way.
    """
    meeting, reason = _find_meeting(context, arguments), arguments.text("reason")
    series = meeting.series
    by_hand = changed_by_hand(series)

    def edit(draft: Draft) -> Series:
        if meeting.day in by_hand:
            return restore_meeting(draft, series.id, meeting.day)
        if meeting.occurrence.state == "planned":
            raise Refused(f"the meeting of {meeting.day} takes place as planned")
        original = meeting.occurrence.original
        return move_meeting(draft, series.id, meeting.day, original, reason)

    context.change("restore", edit)
    if meeting.day in by_hand:
        fate = holiday_fate(context.board, series, meeting.day)
        return _answer(context, meeting, fate or "takes place as planned")
    called = as_holiday(context.board, meeting.day)
    though = f", though it is{called[1:]}" if called else " as planned"
    return _answer(context, meeting, f"takes place{though}")


@command("calendar export", _OUTPUT, CYCLE, SERIES, TEAM, _FORCE, more=_HINT)
def export(context: Context, arguments: Arguments) -> int:
    """One iCalendar file for the cycle.

    The same board gives the same bytes.
    """
    from okrboard.calendar.ical import exported

    chosen = refuse_none(chosen_series(context, arguments))
    data = exported(context.board, chosen, context.environment)
    path = arguments.text("output") or "-"
    if path == "-":
        context.output.write(data)
        return 0
    _write(context, path, data, force=arguments.has("force"))
    return context.done(f"the calendar is in {clean(path)}", lambda: {"file": clean(path)})


@command(
    "calendar feed",
    _OUTPUT,
    SERIES,
    TEAM,
    _FORCE,
    more="Run it by cron or a timer; the file is touched only when the meetings changed.",
)
def feed(context: Context, arguments: Arguments) -> int:
    """Keep a file fresh for a web server, for those who subscribe."""
    from okrboard.calendar.ical import exported

    path = arguments.text("output")
    if path in ("", "-"):
        raise UsageError("say which file is kept fresh: okrboard calendar feed -o FILE")
    chosen = kept_up(context, arguments, file=True)
    data = exported(context.board, chosen, context.environment)
    fresh = os.path.isfile(path) and read_file(path) == data
    if not fresh:
        _write(context, path, data, force=arguments.has("force"))
    message = f"{clean(path)} is as it was" if fresh else f"{clean(path)} is fresh"
    return context.done(message, lambda: {"file": clean(path), "changed": not fresh})


@command(
    "calendar check",
    Positional("FILE", "an iCalendar file; - is the standard input", completes="@files"),
)
def check(context: Context, arguments: Arguments) -> int:
    """What a calendar file says, and where it breaks what clients agree on.

    Raises Refused when it does somewhere.
    """
    from okrboard.calendar.check import check as check_file
    from okrboard.calendar.reading import MAX_BYTES

    name = arguments.text("FILE")
    report = check_file(read_file(name, MAX_BYTES))
    breaches = [clean(one, 500) for one in report.breaches]
    shown = [f"breach: {one}" for one in breaches[:_SHOWN]]
    if context.json or report.instants or shown:
        context.answer(
            lambda: [*map(_instant_line, report.instants), *shown],
            lambda: {
                "instants": [_instant_json(one) for one in report.instants],
                "breaches": [clean(one) for one in report.breaches],
            },
        )
    if breaches:
        places = "one place" if len(breaches) == 1 else f"{len(breaches)} places"
        raise Refused(f"{clean(name)} breaks the contract in {places}: {breaches[0][:300]}")
    return 0


@command(
    "calendar publish",
    Option("dry-run", "", "say what would be done, and do nothing"),
    Option("overwrite", "", "put ours over what somebody changed or deleted there"),
    TEAM,
    more=_PUBLISH,
)
def publish(context: Context, arguments: Arguments) -> int:
    """Bring the meetings into a CalDAV calendar."""
    from okrboard.cli.calendar_sync import publish_all

    return publish_all(context, arguments)


@command(
    "calendar pull",
    Option("dry-run", "", "say what was changed there, and take over nothing"),
    Option("take", "", "take everything over without asking"),
    Option("theirs", "", "with --take: also where the board changed the same"),
    Option("decline", "", "leave all of it as it is there, and offer it no more"),
    TEAM,
    more=_PULL,
)
def pull(context: Context, arguments: Arguments) -> int:
    """Take over what somebody changed in the calendar."""
    from okrboard.cli.calendar_sync import pull_changes

    return pull_changes(context, arguments)


def _write(context: Context, path: str, data: bytes, *, force: bool) -> None:
    from okrboard.calendar.ical import check_replaceable

    check_replaceable(path, force=force, way=", or --force")
    context.service.write_file(path, data, force=True)


def _instant_line(one: Instant) -> str:
    marks = [word for word in ("moved", "cancelled") if getattr(one, word)]
    return "  ".join([f"{one.local:22}", f"{one.utc:17}", clean(one.summary, 200), *marks]).rstrip()


def _instant_json(one: Instant) -> dict[str, object]:
    return {
        "uid": clean(one.uid),
        "summary": clean(one.summary),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "utc": one.utc,
        "all_day": one.all_day,
        "moved": one.moved,
        "cancelled": one.cancelled,
    }


def _find_meeting(context: Context, arguments: Arguments) -> Appointment:
    """Return the meeting of the DAY that was typed, by the rule or by where it was moved to.

    Raises NotFound with the nearest ones, Ambiguous when there are several.
    """
    board = context.board
    on = day(arguments.text("DAY"), context.today)
    listed = [one for one in kept_series(board) if one.state == "confirmed"]
    if arguments.has("kind"):
        kind = word(arguments.text("kind"), "a kind", KINDS)
        listed = [one for one in listed if one.kind == kind]
    if arguments.has("series"):
        listed = series_named(listed, arguments.text("series"))
    slots = readable(board, listed)[0]
    matches = [one for one in slots if one.day == on]
    matches = matches or [one for one in slots if one.start.date() == on]
    if not matches:
        near = sorted(slots, key=lambda one: abs(one.day - on))[:_NEAR]
        days = ", ".join(str(one.day) for one in sorted(near, key=lambda one: one.day))
        raise NotFound(f"there is no such meeting on {on}" + (f"; near it: {days}" if days else ""))
    if len(matches) > 1:
        names = ", ".join(f"{one.ref} {squeeze(one.series.summary, 30)}" for one in matches)
        raise Ambiguous(f"on {on} there are {names}; say which with --kind or --series")
    return matches[0]


def _meeting_json(board: Board, meeting: Appointment) -> Json:
    """Return a meeting; `start` and `end` with their offset, in the series' zone."""
    occurrence, series = meeting.occurrence, meeting.series
    cycle = board.cycles.get(series.cycle)
    return {
        "kind": series.kind,
        "summary": clean(series.summary),
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


def _meeting_lines(meetings: list[Appointment], look: Look, now: datetime) -> list[str]:
    """Return the meetings, a line each, oldest first; what is over at `now` says `past`."""
    rows = [
        (
            short_day(one.start.date()),
            f"{one.start:%H:%M}–{one.occurrence.end:%H:%M}",
            (word_of(one, now), _STYLES.get(word_of(one, now), "dim")),
            one.ref,
            one.series.summary,
            _why(one),
        )
        for one in meetings
    ]
    heads = ("day", "time", "state", "ref", "meeting", "")
    return table(look, heads, rows, flexible=5, drop=(3,))


def _why(meeting: Appointment) -> str:
    occurrence = meeting.occurrence
    parts = [squeeze(occurrence.reason, 200)]
    if occurrence.state == "moved":
        parts.insert(0, f"from {short_day(meeting.day)}")
    if meeting.away:
        parts.append(f"away: {', '.join(meeting.away)}")
    return "; ".join(part for part in parts if part)


def _again(context: Context, meeting: Appointment) -> Appointment:
    """Return a meeting as it is now."""
    series = context.board.series[meeting.series.id]
    return next(one for one in meetings(context.board, [series]) if one.day == meeting.day)


def _answer(context: Context, meeting: Appointment, what: str) -> int:
    message = f"{clean(meeting.series.summary)} of {short_day(meeting.day)} {what}"
    return context.done(message, lambda: _meeting_json(context.board, _again(context, meeting)))


NOUN = Noun(
    "calendar",
    "list",
    (list_meetings, skip, move, restore, export, check, publish, pull, feed,
     calendar_series.NOUN, calendar_holidays.NOUN),
)  # fmt: skip
