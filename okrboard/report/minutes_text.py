"""What the minutes of every kind of meeting have: heads, names, text that stays as it was typed.

What people wrote is escaped, so that a title can neither draw a heading nor a link of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import KeyResult, Meeting
from okrboard.text import clean

_TITLES = {
    "check-in": "Friday check-in",
    "reflect": "Rest and reflect",
    "goals": "Setting goals together",
}
_MARKUP = frozenset("\\`*_[]<>|~&")
"""What Markdown reads anywhere in a line."""
_LEADING = frozenset(("#", "+", "-", "="))
"""What may begin a heading, a list or an underline."""


def escaped(text: str) -> str:
    """Return a person's line so that Markdown shows it as it was typed."""
    shown = inline(text)
    digits = len(shown) - len(shown.lstrip("0123456789"))
    if digits and shown[digits : digits + 1] in (".", ")"):
        return f"{shown[:digits]}\\{shown[digits:]}"
    return f"\\{shown}" if shown[:1] in _LEADING else shown


def inline(text: str) -> str:
    """Return text for the middle of a line so that Markdown shows it as it was typed."""
    return "".join(f"\\{c}" if c in _MARKUP else c for c in clean(text))


def unescaped(text: str) -> str:
    """Return Markdown without the signs that kept a person's own from being read as Markdown."""
    if "\\" not in text:
        return text
    found = []
    signs = iter(text)
    for sign in signs:
        found.append(next(signs, sign) if sign == "\\" else sign)
    return "".join(found)


def head(board: Board, meeting: Meeting, zone: tzinfo) -> list[str]:
    """Return the title, and when, where and who."""
    began = meeting.started.astimezone(zone)
    cycle = board.cycles[meeting.cycle]
    title = _TITLES[meeting.kind]
    if meeting.kind == "check-in" and began.weekday() != 4:
        title = "Check-in"
    team = board.teams.get(meeting.team)
    lines = [
        f"# {title} {reference('meetings', meeting.id)} · {day_of(began.date())}",
        "",
        f"- Board: {escaped(board.settings.name)}, cycle {escaped(cycle.name)}"
        + (f", team {escaped(team.name)}" if team else ""),
        f"- Time: {_span(began, meeting.ended.astimezone(zone) if meeting.ended else None)}",
        f"- Led by: {escaped(handle_of(board, meeting.facilitator))}",
    ]
    if meeting.attendance:
        here = (
            escaped(handle_of(board, entry.member))
            + (f" (“{escaped(entry.word)}”)" if entry.word else "")
            for entry in sorted(
                meeting.attendance, key=lambda entry: handle_of(board, entry.member)
            )
        )
        lines.append(f"- Here: {', '.join(here)}")
    return lines


def wins(board: Board, meeting: Meeting) -> list[str]:
    """Return what went well."""
    return remarks(board, "Wins", meeting.wins)


def decisions(board: Board, meeting: Meeting) -> list[str]:
    """Return what was decided, and agreed on for the next meetings."""
    decided = remarks(board, "Decisions", meeting.decisions)
    agreements = [a for a in board.agreements.values() if a.meeting == meeting.id]
    agreed = remarks(board, "Working agreements", agreements)
    return [*decided, "", *agreed] if decided and agreed else decided or agreed


def remarks(board: Board, title: str, said: Iterable[object]) -> list[str]:
    """Return lines that people said, under a head; nothing when nobody said any."""
    lines = [
        f"- {escaped(remark.text)}{by(board, remark.author)}"  # type: ignore[attr-defined]
        for remark in said
    ]
    return [f"## {title}", "", *lines] if lines else []


def next_meeting(meeting: Meeting) -> list[str]:
    """Return the day of the next meeting."""
    return [f"Next meeting: {day_of(meeting.next_on)}"] if meeting.next_on else []


def name_of(key_result: KeyResult) -> str:
    """Return a key result's reference and title, not escaped yet."""
    return f"{reference('key_results', key_result.id)} {key_result.title}"


def by(board: Board, member: int, before: str = " — ") -> str:
    """Return who it was, behind a dash; nothing for nobody."""
    return f"{before}{escaped(handle_of(board, member))}" if member in board.members else ""


def handle_of(board: Board, member: int) -> str:
    """Return a member's handle, not escaped yet."""
    found = board.members.get(member)
    return found.handle if found else "nobody yet"


def day_of(day: date) -> str:
    """Return a day with its weekday: `Fri 2026-11-27`."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return f"{weekday} {day.isoformat()}"


def _span(began: datetime, ended: datetime | None) -> str:
    if ended is None:
        return f"{began:%H:%M}"
    minutes = round((ended - began).total_seconds() / 60)
    return f"{began:%H:%M}–{ended:%H:%M} ({minutes} min)"
