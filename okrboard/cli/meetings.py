"""`okrboard meetings`: the meetings that were held, and their minutes."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command, Noun, Positional
from okrboard.domain.board import Board
from okrboard.domain.lookup import find, parse_reference
from okrboard.domain.records import Meeting
from okrboard.errors import NotFound, UsageError
from okrboard.report.meetings_text import NONE_YET, meeting_json, meetings_lines, newest_first
from okrboard.service import zone_of


def list_meetings(context: Context, _: Arguments) -> int:
    """Print the meetings, newest first."""
    board = _without_forgotten(context)
    zone = zone_of(board)
    if context.json:
        context.emit([meeting_json(board, meeting, zone) for meeting in newest_first(board)])
        return 0
    for line in meetings_lines(board, zone, context.look):
        context.say(line)
    return 0


def minutes(context: Context, arguments: Arguments) -> int:
    """Print a meeting's minutes as Markdown."""
    return print_minutes(context, arguments.get("MEETING"))


def print_minutes(context: Context, named: str | None) -> int:
    """Print the minutes of the meeting that a reference names, None for the last one."""
    from okrboard.report.minutes import minutes_of

    board = _without_forgotten(context)
    meeting = _newest(board) if named is None else _meeting(board, named)
    text = minutes_of(board, meeting, zone_of(board))
    if context.json:
        from okrboard.report.minutes import actions_json

        found = meeting_json(board, meeting, zone_of(board))
        context.emit({**found, **actions_json(board, meeting), "markdown": text})
    else:
        context.say(text.removesuffix("\n"))
    return 0


def _without_forgotten(context: Context) -> Board:
    """Return the board after meetings that nobody touched for hours were closed, if we may."""
    from okrboard.domain.meeting.flow import expire, forgotten
    from okrboard.report.minutes import minutes_of

    service = context.service
    stamp = service.stamp()
    if context.member is not None and service.store.writable and forgotten(service.board, stamp.at):
        service.change(
            "close forgotten",
            lambda draft: expire(draft, lambda b, m: minutes_of(b, m, zone_of(b))),
        )
    return service.board


def _newest(board: Board) -> Meeting:
    """Return the newest meeting that is over, or the one that is running where none is."""
    found = newest_first(board)
    if not found:
        raise NotFound(NONE_YET)
    return next((each for each in found if each.state == "closed"), found[0])


def _meeting(board: Board, text: str) -> Meeting:
    if parse_reference(text) is None:
        raise UsageError("name a meeting by its reference, for example M7: okrboard meetings list")
    found: Meeting = find(board, text, "meetings")[1]
    return found


_MEETING = Positional(
    "MEETING", "its reference, for example M7; the last one", count="?", completes="@meetings"
)

NOUN = Noun(
    "meetings",
    "list",
    (
        Command("meetings list", "all meetings, newest first", list_meetings),
        Command("meetings minutes", "the minutes as Markdown", minutes, (_MEETING,)),
    ),
)
