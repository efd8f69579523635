"""Meetings as lines and as data: when, how long, what was said; secret votes stay secret."""

from __future__ import annotations

from datetime import tzinfo

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.blind import visible, who_voted
from okrboard.domain.records import Meeting
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Look, table
from okrboard.text import clean

Json = dict[str, object]


NONE_YET = "no meeting yet; start one: okrboard meet check-in"


def meetings_lines(board: Board, zone: tzinfo, look: Look) -> list[str]:
    """Return all meetings, newest first, a line each."""
    rows = [
        (
            reference("meetings", meeting.id),
            meeting.kind,
            f"{meeting.started.astimezone(zone):%Y-%m-%d %H:%M}",
            meeting.state,
            clean(board.cycles[meeting.cycle].name),
            ", ".join(_here(board, meeting)),
        )
        for meeting in newest_first(board)
    ]
    heads = ("ref", "kind", "started", "state", "cycle", "here")
    return table(look, heads, rows) if rows else [NONE_YET]


def newest_first(board: Board) -> list[Meeting]:
    """Return all meetings, the newest first."""
    return sorted(board.meetings.values(), key=lambda meeting: meeting.id, reverse=True)


def meeting_json(board: Board, meeting: Meeting, zone: tzinfo) -> Json:
    """Return a meeting as data."""
    refs = sorted({vote.about for vote in board.votes_in(meeting.id)})
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
        "here": _here(board, meeting),
        "wins": [{"text": win.text, "author": handle(board, win.author)} for win in meeting.wins],
        "decisions": [
            {"text": each.text, "author": handle(board, each.author)} for each in meeting.decisions
        ],
        "votes": [_votes_json(board, meeting, ref) for ref in refs],
        "next_on": str(meeting.next_on) if meeting.next_on else None,
    }


def _votes_json(board: Board, meeting: Meeting, about: str) -> Json:
    voters = sorted(filter(None, (handle(board, m) for m in who_voted(board, meeting.id, about))))
    values: list[int | None] | None = None
    if about in meeting.revealed:
        values = [vote.value for vote in visible(board, meeting, about)]
    return {"about": about, "voters": voters, "values": values}


def _here(board: Board, meeting: Meeting) -> list[str]:
    return sorted(filter(None, (handle(board, entry.member) for entry in meeting.attendance)))
