"""`okrboard meet`, `meetings` and `vote`: a meeting's screen, minutes, a private vote."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Noun, Positional
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import word
from okrboard.domain.lookup import find, find_key_result, parse_reference, reference
from okrboard.domain.meeting.blind import BLIND, cast
from okrboard.domain.meeting.contributions import attend
from okrboard.domain.meeting.topics import running
from okrboard.domain.records import Meeting, Vote
from okrboard.errors import NotFound, Refused, UsageError
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

MEETINGS = Noun(
    "meetings",
    "list",
    (
        Command("meetings list", "all meetings, newest first", list_meetings),
        Command("meetings minutes", "the minutes as Markdown", minutes, (_MEETING,)),
    ),
)


SCREENS = {"check-in": "meeting", "reflect": "reflect", "goals": "goals"}
"""The screen of each kind of meeting."""


def meet(context: Context, arguments: Arguments) -> int:
    """Open the screen of a kind of meeting."""
    from okrboard.cli.screen import open_board

    kind = word(arguments.get("KIND") or "check-in", "a meeting", tuple(SCREENS))
    return open_board(context, SCREENS[kind])


MEET = Command(
    "meet",
    "hold a meeting, or take part in the one that is running",
    meet,
    (Positional("KIND", "check-in, reflect or goals", count="?", completes=" ".join(SCREENS)),),
)


def vote(context: Context, arguments: Arguments) -> int:
    """Vote on a key result; no command tells the value before the reveal, this one included."""
    value = _value(arguments.text("VOTE"))

    def edit(draft: Draft) -> Vote:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        objective = draft.board.objectives[key_result.objective]
        held = [
            meeting
            for meeting in running(draft.board)
            if meeting.cycle == objective.cycle and meeting.team in (0, objective.team)
        ]
        if not held:
            raise Refused("no meeting is running; one starts with okrboard meet check-in")
        ref = reference("key_results", key_result.id)
        attend(draft, held[0].id)
        return cast(draft, held[0].id, ref, value)

    made = context.change("vote", edit)
    said = "you abstain" if made.value is None else "your vote is in"
    return context.done(
        f"{made.about}: {said}; it is {BLIND}",
        lambda: {"about": made.about, "meeting": f"M{made.meeting}", "voted": True},
    )


def _value(text: str) -> int | None:
    if text.casefold() in ("abstain", "-"):
        return None
    if text.isascii() and text.isdigit() and int(text[:3]) <= 10:
        return int(text)
    raise UsageError("a vote is a whole number from 0 to 10, or abstain")


VOTE = Command(
    "vote",
    "your private vote in the running meeting",
    vote,
    (
        Positional("REF", "KR34, or a unique part of its title", completes="@key_results"),
        Positional("VOTE", "0 to 10, or abstain", completes="0 1 2 3 4 5 6 7 8 9 10 abstain"),
    ),
    more="No screen, command or export shows a vote before its reveal. Whoever can read the "
    "board's file can read it there, and whose vote it is is taken on trust, as any name is.",
)
