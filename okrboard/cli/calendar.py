"""`okrboard calendar`: the cycle's meetings, and the files and calendars that they go to.

What only some of it needs (iCalendar, the network) is imported by the commands that need it.
"""

from __future__ import annotations

from okrboard.calendar.from_board import Meeting
from okrboard.cli import calendar_holidays, calendar_series
from okrboard.cli.arguments import Arguments
from okrboard.cli.calendar_fields import (
    CYCLE,
    KIND,
    SERIES,
    TEAM,
    chosen_series,
    find_meeting,
    new_start,
)
from okrboard.cli.calendar_text import meeting_json, meeting_lines, when
from okrboard.cli.context import Context
from okrboard.cli.converters import cycle_id
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.records import Series
from okrboard.errors import Refused, UsageError
from okrboard.report.format import short_day
from okrboard.text import clean

NO_MEETING = "no meeting is planned; the usual ones: okrboard calendar series add"


def list_meetings(context: Context, arguments: Arguments) -> int:
    """Print the cycle's meetings in their order."""
    from okrboard.calendar.from_board import meetings

    board = context.board
    no_cycle = board.cycle_on(context.today) is None and not arguments.has("cycle")
    found = []
    if not no_cycle:
        chosen = chosen_series(context, arguments, since=context.today)
        cycle = cycle_id(board, arguments.get("cycle"), context.today)
        found = [
            one
            for one in meetings(board, chosen)
            if one.series.cycle == cycle or one.occurrence.end > context.now
        ]
    if context.json:
        context.emit([meeting_json(board, one) for one in found])
        return 0
    for line in meeting_lines(found, context.look, context.now) or [NO_MEETING]:
        context.say(line)
    return 0


def skip(context: Context, arguments: Arguments) -> int:
    """Let a meeting not take place."""
    from okrboard.domain.edit.series import skip_meeting

    meeting, reason = find_meeting(context, arguments.text("DAY"), arguments), _reason(arguments)
    context.change("skip", lambda draft: skip_meeting(draft, _id(meeting), meeting.day, reason))
    return _told(context, meeting, "is skipped")


def move(context: Context, arguments: Arguments) -> int:
    """Hold a meeting at another time."""
    from okrboard.domain.edit.series import move_meeting
    from okrboard.domain.schedule import as_holiday

    meeting, reason = find_meeting(context, arguments.text("DAY"), arguments), _reason(arguments)
    typed = " ".join(arguments.all("NEW"))
    if not typed.strip():
        raise UsageError(
            "NEW is missing: okrboard calendar move DAY NEW, as in: move fri thu 10:00"
        )
    start = new_start(typed, meeting, context.today)

    def edit(draft: Draft) -> Series:
        return move_meeting(draft, _id(meeting), meeting.day, start, reason)

    context.change("move", edit)
    now = _again(context, meeting).start
    called = as_holiday(context.board, now.date())
    return _told(context, meeting, f"is moved to {when(now)}{called}")


def restore(context: Context, arguments: Arguments) -> int:
    """Let a meeting take place as its rule says: a skip, a move or a holiday is taken back."""
    from okrboard.domain.edit.series import move_meeting, restore_meeting
    from okrboard.domain.schedule import as_holiday, holiday_fate

    meeting = find_meeting(context, arguments.text("DAY"), arguments)
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
        return _told(context, meeting, fate or "takes place as planned")
    called = as_holiday(context.board, meeting.day)
    though = f", though it is{called[1:]}" if called else " as planned"
    return _told(context, meeting, f"takes place{though}")


def export(context: Context, arguments: Arguments) -> int:
    """Write the meetings to one iCalendar file."""
    from okrboard.cli.calendar_files import export_file

    return export_file(context, arguments)


def feed(context: Context, arguments: Arguments) -> int:
    """Keep a file for those who subscribe fresh."""
    from okrboard.cli.calendar_files import feed_file

    return feed_file(context, arguments)


def check(context: Context, arguments: Arguments) -> int:
    """Read an iCalendar file again."""
    from okrboard.cli.calendar_files import check_file

    return check_file(context, arguments)


def publish(context: Context, arguments: Arguments) -> int:
    """Bring the meetings into a CalDAV calendar."""
    from okrboard.cli.calendar_publish import publish_all

    return publish_all(context, arguments)


def pull(context: Context, arguments: Arguments) -> int:
    """Take over what somebody changed in the calendar."""
    from okrboard.cli.calendar_pull import pull_changes

    return pull_changes(context, arguments)


def _id(meeting: Meeting) -> int:
    return meeting.series.id


def _reason(arguments: Arguments) -> str:
    return arguments.text("reason")


def _again(context: Context, meeting: Meeting) -> Meeting:
    """Return a meeting as it is now."""
    from okrboard.calendar.from_board import meetings

    board = context.board
    found = meetings(board, [board.series[_id(meeting)]])
    return next(one for one in found if one.day == meeting.day)


def _told(context: Context, meeting: Meeting, what: str) -> int:
    said = f"{clean(meeting.series.summary)} of {short_day(meeting.day)} {what}"
    return context.done(said, lambda: meeting_json(context.board, _again(context, meeting)))


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
