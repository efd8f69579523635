"""`okrboard calendar`: the cycle's meetings, and the files and calendars that they go to.

What only some of it needs (iCalendar, the network) is imported by the commands that need it.
"""

from __future__ import annotations

import os
from datetime import date, datetime

from okrboard.calendar.check import Instant, local_and_utc
from okrboard.calendar.check import check as check_file
from okrboard.calendar.from_board import Slot, kept_series, meetings, readable, word_of
from okrboard.calendar.reading import MAX_BYTES
from okrboard.cli import calendar_holidays, calendar_series
from okrboard.cli.calendar_series import (
    CYCLE,
    KIND,
    KINDS,
    SERIES,
    TEAM,
    Json,
    chosen_series,
    kept_up,
    series_named,
    when,
)
from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import cycle_id, day, understood, word
from okrboard.domain.edit.series import move_meeting, restore_meeting, skip_meeting
from okrboard.domain.parse_dates import parse_moment
from okrboard.domain.records import Series
from okrboard.domain.schedule import as_holiday, holiday_fate
from okrboard.domain.schema import plain
from okrboard.errors import Ambiguous, NotFound, Refused, UsageError
from okrboard.files import read_file
from okrboard.report.format import short_day
from okrboard.report.jsonable import team_name
from okrboard.report.output_style import Look, table
from okrboard.text import clean, squeeze

NO_MEETING = "no meeting is planned; the usual ones: okrboard calendar series add"
_NEAR = 4
"""Meetings that are named when none was hit."""
_SHOWN = 20
"""Breaches that are printed."""
_STYLES = {
    "planned": "",
    "past": "dim",
    "moved": "at_risk",
    "skipped": "dim",
    "holiday": "dim",
    "cancelled": "dim",
}


def list_meetings(context: Context, arguments: Arguments) -> int:
    """Print the cycle's meetings in their order."""
    board = context.board
    no_cycle = board.cycle_on(context.today) is None and not arguments.has("cycle")
    listed = []
    if not no_cycle:
        chosen = chosen_series(context, arguments, since=context.today)
        cycle = cycle_id(board, arguments.get("cycle"), context.today)
        listed = [
            one
            for one in meetings(board, chosen)
            if one.series.cycle == cycle or one.occurrence.end > context.now
        ]
    if context.json:
        context.emit([_meeting_json(board, one) for one in listed])
        return 0
    for line in _meeting_lines(listed, context.look, context.now) or [NO_MEETING]:
        context.say(line)
    return 0


def skip(context: Context, arguments: Arguments) -> int:
    """Let a meeting not take place."""
    meeting, reason = _find_meeting(context, arguments.text("DAY"), arguments), _reason(arguments)
    context.change("skip", lambda draft: skip_meeting(draft, _id(meeting), meeting.day, reason))
    return _answer(context, meeting, "is skipped")


def move(context: Context, arguments: Arguments) -> int:
    """Hold a meeting at another time."""
    meeting, reason = _find_meeting(context, arguments.text("DAY"), arguments), _reason(arguments)
    typed = " ".join(arguments.all("NEW"))
    if not typed.strip():
        raise UsageError(
            "NEW is missing: okrboard calendar move DAY NEW, as in: move fri thu 10:00"
        )
    start = _new_start(typed, meeting, context.today)

    def edit(draft: Draft) -> Series:
        return move_meeting(draft, _id(meeting), meeting.day, start, reason)

    context.change("move", edit)
    now = _again(context, meeting).start
    called = as_holiday(context.board, now.date())
    return _answer(context, meeting, f"is moved to {when(now)}{called}")


def restore(context: Context, arguments: Arguments) -> int:
    """Let a meeting take place as its rule says: a skip, a move or a holiday is taken back."""
    meeting = _find_meeting(context, arguments.text("DAY"), arguments)
    series = meeting.series
    by_hand = {*(one.on for one in series.skips), *(one.on for one in series.moves)}

    def edit(draft: Draft) -> Series:
        if meeting.day in by_hand:
            return restore_meeting(draft, _id(meeting), meeting.day)
        if meeting.occurrence.state == "planned":
            raise Refused(f"the meeting of {meeting.day} takes place as planned")
        original = meeting.occurrence.original
        return move_meeting(draft, _id(meeting), meeting.day, original, _reason(arguments))

    context.change("restore", edit)
    if meeting.day in by_hand:
        fate = holiday_fate(context.board, series, meeting.day)
        return _answer(context, meeting, fate or "takes place as planned")
    called = as_holiday(context.board, meeting.day)
    though = f", though it is{called[1:]}" if called else " as planned"
    return _answer(context, meeting, f"takes place{though}")


def export(context: Context, arguments: Arguments) -> int:
    """Write the file of a cycle; the same board gives the same bytes."""
    data = _calendar(context, chosen_series(context, arguments))
    path = arguments.text("output") or "-"
    if path == "-":
        context.output.write(data)
        return 0
    _write(context, path, data, force=arguments.has("force"))
    return context.done(f"the calendar is in {clean(path)}", lambda: {"file": clean(path)})


def feed(context: Context, arguments: Arguments) -> int:
    """Write the file that subscribers have, where it differs from the one that is there."""
    path = arguments.text("output")
    if path in ("", "-"):
        raise UsageError("say which file is kept fresh: okrboard calendar feed -o FILE")
    data = _calendar(context, kept_up(context, arguments, file=True))
    fresh = os.path.isfile(path) and read_file(path) == data
    if not fresh:
        _write(context, path, data, force=arguments.has("force"))
    message = f"{clean(path)} is as it was" if fresh else f"{clean(path)} is fresh"
    return context.done(message, lambda: {"file": clean(path), "changed": not fresh})


def check(context: Context, arguments: Arguments) -> int:
    """Print every instant of a file and every breach. Raises Refused when there is one."""
    name = arguments.text("FILE")
    report = check_file(read_file(name, MAX_BYTES))
    if context.json:
        instants = [_instant_json(one) for one in report.instants]
        context.emit({"instants": instants, "breaches": [clean(one) for one in report.breaches]})
    else:
        for one in report.instants:
            context.say(_instant_line(one))
        for breach in report.breaches[:_SHOWN]:
            context.say(f"breach: {clean(breach, 500)}")
    if report.breaches:
        count = len(report.breaches)
        places = "one place" if count == 1 else f"{count} places"
        first = clean(report.breaches[0], 300)
        raise Refused(f"{clean(name)} breaks the contract in {places}: {first}")
    return 0


def publish(context: Context, arguments: Arguments) -> int:
    """Bring the meetings into a CalDAV calendar."""
    from okrboard.cli.calendar_sync import publish_all

    return publish_all(context, arguments)


def pull(context: Context, arguments: Arguments) -> int:
    """Take over what somebody changed in the calendar."""
    from okrboard.cli.calendar_sync import pull_changes

    return pull_changes(context, arguments)


def _calendar(context: Context, chosen: list[Series]) -> bytes:
    from okrboard.calendar.ical import exported

    if not chosen:
        raise Refused(
            "no meeting is planned yet; plan the usual ones: okrboard calendar series add"
        )
    return exported(context.board, chosen, context.environment)


def _write(context: Context, path: str, data: bytes, *, force: bool) -> None:
    from okrboard.calendar.ical import check_replaceable

    check_replaceable(path, force=force, way=", or --force")
    context.service.write_file(path, data, force=True)


def _instant_line(one: Instant) -> str:
    local, utc = local_and_utc(one.start)
    marks = [word for word in ("moved", "cancelled") if getattr(one, word)]
    return "  ".join([f"{local:22}", f"{utc:17}", clean(one.summary, 200), *marks]).rstrip()


def _instant_json(one: Instant) -> dict[str, object]:
    return {
        "uid": clean(one.uid),
        "summary": clean(one.summary),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "utc": local_and_utc(one.start)[1],
        "all_day": one.all_day,
        "moved": one.moved,
        "cancelled": one.cancelled,
    }


def _find_meeting(context: Context, text: str, arguments: Arguments) -> Slot:
    """Return the meeting of a day, by the rule or by where it was moved to.

    Raises NotFound with the nearest ones, Ambiguous when there are several.
    """
    board = context.board
    on = day(text, context.today)
    listed = [one for one in kept_series(board) if one.state == "confirmed"]
    if arguments.has("kind"):
        kind = word(arguments.text("kind"), "a kind", KINDS)
        listed = [one for one in listed if one.kind == kind]
    if arguments.has("series"):
        listed = series_named(listed, arguments.text("series"))
    meetings = readable(board, listed)[0]
    matches = [one for one in meetings if one.day == on]
    matches = matches or [one for one in meetings if one.start.date() == on]
    if not matches:
        near = sorted(meetings, key=lambda one: abs(one.day - on))[:_NEAR]
        days = ", ".join(str(one.day) for one in sorted(near, key=lambda one: one.day))
        raise NotFound(f"there is no such meeting on {on}" + (f"; near it: {days}" if days else ""))
    if len(matches) > 1:
        names = ", ".join(f"{one.ref} {squeeze(one.series.summary, 30)}" for one in matches)
        raise Ambiguous(f"on {on} there are {names}; say which with --kind or --series")
    return matches[0]


def _new_start(text: str, meeting: Slot, today: date) -> datetime:
    """Return the aware time that a meeting is moved to."""
    original = meeting.occurrence.original
    start = understood(lambda: parse_moment(text, meeting.day, original.time(), today))
    return start if start.tzinfo is not None else start.replace(tzinfo=original.tzinfo)


def _meeting_json(board: Board, meeting: Slot) -> Json:
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


def _meeting_lines(meetings: list[Slot], look: Look, now: datetime) -> list[str]:
    """Return the meetings, a line each, oldest first; what is over at `now` says `past`."""
    rows = [
        (
            short_day(one.start.date()),
            f"{one.start:%H:%M}–{one.occurrence.end:%H:%M}",
            (word_of(one, now), _STYLES[word_of(one, now)]),
            one.ref,
            one.series.summary,
            _why(one),
        )
        for one in meetings
    ]
    heads = ("day", "time", "state", "ref", "meeting", "")
    return table(look, heads, rows, flexible=5, drop=(3,))


def _why(meeting: Slot) -> str:
    occurrence = meeting.occurrence
    parts = [squeeze(occurrence.reason, 200)]
    if occurrence.state == "moved":
        parts.insert(0, f"from {short_day(meeting.day)}")
    if meeting.away:
        parts.append(f"away: {', '.join(meeting.away)}")
    return "; ".join(part for part in parts if part)


def _id(meeting: Slot) -> int:
    return meeting.series.id


def _reason(arguments: Arguments) -> str:
    return arguments.text("reason")


def _again(context: Context, meeting: Slot) -> Slot:
    """Return a meeting as it is now."""
    board = context.board
    found = meetings(board, [board.series[_id(meeting)]])
    return next(one for one in found if one.day == meeting.day)


def _answer(context: Context, meeting: Slot, what: str) -> int:
    message = f"{clean(meeting.series.summary)} of {short_day(meeting.day)} {what}"
    return context.done(message, lambda: _meeting_json(context.board, _again(context, meeting)))


_DAY = Positional("DAY", "the day of the meeting")
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

NOUN = Noun(
    "calendar",
    "list",
    (
        Command("calendar list", "the cycle's meetings", list_meetings, (), (CYCLE, SERIES, TEAM)),
        Command(
            "calendar skip", "a meeting does not take place", skip, (_DAY,), (*_WHICH, _REASON)
        ),
        Command(
            "calendar move",
            "a meeting takes place at another time",
            move,
            (
                _DAY,
                Positional(
                    "NEW", "its new local time: thu 10:00, 10:00, 2026-11-26T10:00", count="*"
                ),
            ),
            (*_WHICH, _REASON),
        ),
        Command(
            "calendar restore",
            "a meeting takes place as planned after all",
            restore,
            (_DAY,),
            (*_WHICH, _REASON),
        ),
        Command(
            "calendar export",
            "one iCalendar file for the cycle",
            export,
            (),
            (_OUTPUT, CYCLE, SERIES, TEAM, _FORCE),
            more=_HINT,
        ),
        Command(
            "calendar check",
            "what a calendar file says, and where it breaks what clients agree on",
            check,
            (Positional("FILE", "an iCalendar file; - is the standard input", completes="@files"),),
        ),
        Command(
            "calendar publish",
            "bring the meetings into a CalDAV calendar",
            publish,
            (),
            (
                Option("dry-run", "", "say what would be done, and do nothing"),
                Option("overwrite", "", "put ours over what somebody changed or deleted there"),
                TEAM,
            ),
            more=_PUBLISH,
        ),
        Command(
            "calendar pull",
            "take over what somebody changed in the calendar",
            pull,
            (),
            (
                Option("dry-run", "", "say what was changed there, and take over nothing"),
                Option("take", "", "take everything over without asking"),
                Option("theirs", "", "with --take: also where the board changed the same"),
                Option("decline", "", "leave all of it as it is there, and offer it no more"),
                TEAM,
            ),
            more=_PULL,
        ),
        Command(
            "calendar feed",
            "keep a file fresh for a web server, for those who subscribe",
            feed,
            (),
            (_OUTPUT, SERIES, TEAM, _FORCE),
            more="Run it by cron or a timer; the file is touched only when the meetings changed.",
        ),
        calendar_series.NOUN,
        calendar_holidays.NOUN,
    ),
)
