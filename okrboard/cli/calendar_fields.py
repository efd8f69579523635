"""What the calendar commands are told: a series, a meeting, a weekday, a new time."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.calendar.from_board import Meeting
from okrboard.cli.arguments import Arguments, shown
from okrboard.cli.context import Context
from okrboard.cli.converters import cycle_id, day, team_id, understood, word
from okrboard.cli.spec import Option
from okrboard.domain.board import Board
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import find, parse_reference, reference
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.records import Series
from okrboard.errors import Ambiguous, NotFound
from okrboard.text import squeeze

KINDS = WORDS["MeetingKind"]

_NEAR = 4
"""Meetings that are named when none was hit."""


def chosen_series(
    context: Context, arguments: Arguments, *, since: date | None = None
) -> list[Series]:
    """Return the series of the cycle; of a team or a name if one is given.

    Without a cycle named also what closed cycles have ahead, from the day `since` on if given.
    """
    from okrboard.calendar.from_board import carried_over, series_in

    board = context.board
    cycle = cycle_id(board, arguments.get("cycle"), context.today)
    team = team_id(board, arguments.text("team"))
    found = series_in(board, [cycle], team)
    if not arguments.has("cycle"):
        more = carried_over(board, team, since)
        found = [*(one for one in more if one.cycle != cycle), *found]
    return _of_name(found, arguments)


def kept_up(context: Context, arguments: Arguments, *, file: bool) -> list[Series]:
    """Return the series that a calendar is kept up to date with.

    A `file` is all that subscribers have, so it keeps the cycle closed last, whatever day it is.
    What has passed in a calendar elsewhere stays there by itself.
    """
    from okrboard.calendar.from_board import carried_over, is_closed, kept_series

    board = context.board
    team = team_id(board, arguments.text("team"))
    found = kept_series(board, team, past=file)
    if not file:
        ahead = {one.id for one in carried_over(board, team, context.today)}
        cycles = board.cycles
        found = [one for one in found if one.id in ahead or not is_closed(cycles[one.cycle])]
    return _of_name(found, arguments)


def _of_name(found: list[Series], arguments: Arguments) -> list[Series]:
    named = arguments.get("series")
    return found if named is None else _named(found, named)


def find_series(board: Board, text: str, today: date, cycle: int = 0) -> Series:
    """Return the series that a reference, a kind or a part of a name means.

    Of several of a kind the one that still has meetings. Raises NotFound or Ambiguous.
    """
    named = parse_reference(text)
    if named is not None and named[0] == "series":
        found: Series = find(board, text, "series")[1]
        return found
    from okrboard.calendar.from_board import kept_series, series_in

    there = series_in(board, [cycle]) if cycle else kept_series(board)
    listed = [one for one in there if one.state == "confirmed"]
    matches = _named(listed, text)
    ahead = [one for one in matches if one.last >= today]
    if len(ahead) == 1 or len(matches) == 1:
        return (ahead or matches)[0]
    raise Ambiguous(f"{shown(text)} may be {_listed(matches)}; name one by its reference")


def find_meeting(context: Context, text: str, arguments: Arguments) -> Meeting:
    """Return the meeting of a day, by the rule or by where it was moved to.

    Raises NotFound with the nearest ones, Ambiguous when there are several.
    """
    from okrboard.calendar.from_board import kept_series, readable

    board = context.board
    on = day(text, context.today)
    listed = [one for one in kept_series(board) if one.state == "confirmed"]
    if arguments.has("kind"):
        kind = word(arguments.text("kind"), "a kind", KINDS)
        listed = [one for one in listed if one.kind == kind]
    if arguments.has("series"):
        listed = _named(listed, arguments.text("series"))
    meetings = readable(board, listed)[0]
    found = [one for one in meetings if one.day == on]
    found = found or [one for one in meetings if one.start.date() == on]
    if not found:
        near = sorted(meetings, key=lambda one: abs(one.day - on))[:_NEAR]
        days = ", ".join(str(one.day) for one in sorted(near, key=lambda one: one.day))
        raise NotFound(f"there is no such meeting on {on}" + (f"; near it: {days}" if days else ""))
    if len(found) > 1:
        names = ", ".join(f"{one.ref} {squeeze(one.series.summary, 30)}" for one in found)
        raise Ambiguous(f"on {on} there are {names}; say which with --kind or --series")
    return found[0]


def new_start(text: str, meeting: Meeting, today: date) -> datetime:
    """Return the aware time that a meeting is moved to."""
    from okrboard.domain.parse_dates import parse_moment

    original = meeting.occurrence.original
    start = understood(lambda: parse_moment(text, meeting.day, original.time(), today))
    return start if start.tzinfo is not None else start.replace(tzinfo=original.tzinfo)


def weekday(text: str) -> int:
    """Return a weekday's number: `FR`, `fri`, `Friday`."""
    return WEEKDAYS.index(word(text, "a weekday", WEEKDAYS))


def _named(listed: list[Series], text: str) -> list[Series]:
    """Return the series of a list that a reference, a kind or a part of a name means."""
    typed = squeeze(text, 200).casefold()
    named = parse_reference(text)
    if named is not None and named[0] == "series":
        found = [one for one in listed if one.id == named[1]]
    else:
        kinds = [kind for kind in KINDS if typed and kind.startswith(typed)]
        found = [one for one in listed if len(kinds) == 1 and one.kind == kinds[0]]
        found = found or [one for one in listed if typed and typed in one.summary.casefold()]
    if not found:
        there = _listed(listed) if listed else "none yet: okrboard calendar series add"
        raise NotFound(f"no series here is {shown(text)}; there are {there}")
    return found


def _listed(series: list[Series]) -> str:
    names = [f"{reference('series', one.id)} {squeeze(one.summary, 30)}" for one in series[:6]]
    return ", ".join(names) + (f" and {len(series) - 6} more" if len(series) > 6 else "")


CYCLE = Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles")
TEAM = Option("team", "TEAM", "what a team goes to: its own and everybody's", completes="@teams")
SERIES = Option("series", "NAME", "one series: S1, its kind, or a part of its name")
KIND = Option("kind", "KIND", "which, where a day has several", completes=" ".join(KINDS))
