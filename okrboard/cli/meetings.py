"""`okrboard meet`, `meetings` and `vote`: a meeting's screen, minutes, a private vote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import KEY_RESULT
from okrboard.cli.spec import Noun, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import word
from okrboard.domain.lookup import find, find_key_result, parse_reference, reference
from okrboard.domain.meeting.agendas import running
from okrboard.domain.meeting.blind import BLIND, cast, visible, who_voted
from okrboard.domain.meeting.contributions import attend
from okrboard.domain.meeting.flow import expire, forgotten
from okrboard.domain.records import Meeting, Remark, Vote
from okrboard.errors import NotFound, Refused, UsageError
from okrboard.report.format import handle, team_name
from okrboard.report.jsonable import Json
from okrboard.report.minutes import actions_json, minutes_of
from okrboard.report.output_style import table
from okrboard.service import zone_of
from okrboard.text import clean

_NONE_YET = "no meeting yet; start one: okrboard meet check-in"


@command("meetings list")
def list_meetings(context: Context, _: Arguments) -> int:
    """All meetings, newest first."""
    board = _without_forgotten(context)
    zone = zone_of(board)
    heads = ("ref", "kind", "started", "state", "cycle", "here")
    rows = [
        (
            reference("meetings", meeting.id),
            meeting.kind,
            f"{meeting.started.astimezone(zone):%Y-%m-%d %H:%M}",
            meeting.state,
            board.cycles[meeting.cycle].name,
            ", ".join(_attending(board, meeting)),
        )
        for meeting in _newest_first(board)
    ]
    return context.answer(
        lambda: table(context.look, heads, rows) or [_NONE_YET],
        lambda: [_json(board, meeting, zone) for meeting in _newest_first(board)],
    )


def _json(board: Board, meeting: Meeting, zone: tzinfo) -> Json:
    """Return a meeting as data; votes that are not revealed stay secret."""

    def remarks(them: Iterable[Remark]) -> list[Json]:
        return [{"text": one.text, "author": handle(board, one.author)} for one in them]

    return {
        "ref": reference("meetings", meeting.id),
        "kind": meeting.kind,
        "state": meeting.state,
        "cycle": clean(board.cycles[meeting.cycle].name),
        "team": team_name(board, meeting.team),
        "started": meeting.started.astimezone(zone).isoformat(),
        "ended": meeting.ended.astimezone(zone).isoformat() if meeting.ended else None,
        "minutes": meeting.minutes,
        "facilitator": handle(board, meeting.facilitator),
        "item": meeting.item or None,
        "here": _attending(board, meeting),
        "wins": remarks(meeting.wins),
        "decisions": remarks(meeting.decisions),
        "votes": [
            _votes_json(board, meeting, about)
            for about in sorted({vote.about for vote in board.votes_in(meeting.id)})
        ],
        "next_on": str(meeting.next_on) if meeting.next_on else None,
    }


def _attending(board: Board, meeting: Meeting) -> list[str]:
    """Return the handles of who is or was there, in their order."""
    return sorted(filter(None, (handle(board, entry.member) for entry in meeting.attendance)))


def _votes_json(board: Board, meeting: Meeting, about: str) -> Json:
    voters = sorted(filter(None, (handle(board, m) for m in who_voted(board, meeting.id, about))))
    values: list[int | None] | None = None
    if about in meeting.revealed:
        values = [vote.value for vote in visible(board, meeting, about)]
    return {"about": about, "voters": voters, "values": values}


@command(
    "meetings minutes",
    Positional(
        "MEETING", "its reference, for example M7; the last one", count="?", completes="@meetings"
    ),
)
def minutes(context: Context, arguments: Arguments) -> int:
    """The minutes as Markdown."""
    return print_minutes(context, arguments.get("MEETING"))


def print_minutes(context: Context, named: str | None) -> int:
    """Print the minutes of the meeting that a reference names, None for the last one."""
    board = _without_forgotten(context)
    zone = zone_of(board)
    meeting = _newest(board) if named is None else _meeting(board, named)
    text = minutes_of(board, meeting, zone)
    return context.answer(
        text.removesuffix("\n"),
        lambda: {
            **_json(board, meeting, zone),
            **actions_json(board, meeting),
            "markdown": text,
        },
    )


def _without_forgotten(context: Context) -> Board:
    """Return the board after meetings that nobody touched for hours were closed, if we may."""
    service = context.service
    now = service.stamp().at
    if context.member is not None and service.store.writable and forgotten(service.board, now):
        service.change(
            "close forgotten",
            lambda draft: expire(draft, lambda b, m: minutes_of(b, m, zone_of(b))),
        )
    return service.board


def _newest_first(board: Board) -> list[Meeting]:
    return sorted(board.meetings.values(), key=lambda meeting: meeting.id, reverse=True)


def _newest(board: Board) -> Meeting:
    """Return the newest meeting that is over, or the one that is running where none is."""
    meetings = _newest_first(board)
    if not meetings:
        raise NotFound(_NONE_YET)
    return next((each for each in meetings if each.state == "closed"), meetings[0])


def _meeting(board: Board, text: str) -> Meeting:
    if parse_reference(text) is None:
        raise UsageError("name a meeting by its reference, for example M7: okrboard meetings list")
    meeting: Meeting = find(board, text, "meetings")[1]
    return meeting


NOUN = Noun("meetings", "list", (list_meetings, minutes))


_SCREENS = {"check-in": "meeting", "reflect": "reflect", "goals": "goals"}
"""The screen of each kind of meeting."""


@command(
    "meet",
    Positional("KIND", "check-in, reflect or goals", count="?", completes=" ".join(_SCREENS)),
)
def meet(context: Context, arguments: Arguments) -> int:
    """Hold a meeting, or take part in the one that is running."""
    from okrboard.cli.screen import open_board

    kind = word(arguments.get("KIND") or "check-in", "a meeting", tuple(_SCREENS))
    return open_board(context, _SCREENS[kind])


@command(
    "vote",
    KEY_RESULT,
    Positional("VOTE", "0 to 10, or abstain", completes="0 1 2 3 4 5 6 7 8 9 10 abstain"),
    more="No screen, command or export shows a vote before its reveal. Whoever can read the "
    "board's file can read it there, and whose vote it is is taken on trust, as any name is.",
)
def vote(context: Context, arguments: Arguments) -> int:
    """Your private vote in the running meeting."""
    value = _value(arguments.text("VOTE"))

    def edit(draft: Draft) -> Vote:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        objective = draft.board.objectives[key_result.objective]
        for meeting in running(draft.board):
            if meeting.cycle == objective.cycle and meeting.team in (0, objective.team):
                attend(draft, meeting.id)
                return cast(draft, meeting.id, reference("key_results", key_result.id), value)
        raise Refused("no meeting is running; one starts with okrboard meet check-in")

    made = context.change("vote", edit)
    # No command tells the value before the reveal, this one included.
    what = "you abstain" if made.value is None else "your vote is in"
    meeting = reference("meetings", made.meeting)
    return context.done(
        f"{made.about}: {what}; it is {BLIND}",
        lambda: {"about": made.about, "meeting": meeting, "voted": True},
    )


def _value(text: str) -> int | None:
    if text.casefold() in ("abstain", "-"):
        return None
    if text.isascii() and text.isdigit() and int(text[:3]) <= 10:
        return int(text)
    raise UsageError("a vote is a whole number from 0 to 10, or abstain")
