"""Calling people on the shared screen, and a blind vote as both kinds of terminals see it.

Whoever has no terminal of their own is called at the one that leads, one after the other; whoever
is connected answers at their own. Before the reveal a picture holds names and dots, nothing else.
"""

from __future__ import annotations

from collections.abc import Container

from okrboard.cells import fit, fold
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.votes import BLIND, visible, who_voted
from okrboard.domain.records import Vote
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.stage import Host
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.votes import covered, distribution


def called_here(room: Room) -> list[int]:
    """Return the members who answer at this terminal: those who have none, and oneself."""
    if not room.leads:
        return [room.me] if room.me else []
    here = [entry.member for entry in room.meeting.attendance]
    return [m for m in sorted(here, key=room.handle) if m == room.me or m not in room.connected]


def call_next(host: Host, done: Container[int], *, again: bool = False) -> None:
    """Call the first who has not answered; with `again` the first of all when everybody has."""
    mine = called_here(host.room())
    waiting = [member for member in mine if member not in done]
    host.calls = (waiting or (mine if again else [0]) or [0])[0]


def call_on(host: Host) -> None:
    """Call the one after the one who is called, in turn."""
    mine = called_here(host.room())
    if mine:
        at = mine.index(host.calls) + 1 if host.calls in mine else 0
        host.calls = mine[at % len(mine)]


def speaker(room: Room) -> int:
    """Return who answers here now: the one who is called, else the first of those who could."""
    mine = called_here(room)
    return room.calls if room.calls in mine else mine[0] if mine else 0


def ballot(room: Room, about: str) -> list[Line]:
    """Return a vote: who has voted, who is called, how blind it is; what came of it at the end."""
    if about in room.meeting.revealed:
        return outcome(room, visible(room.board, room.meeting, about))
    voted = who_voted(room.board, room.meeting.id, about)
    here = sorted({entry.member for entry in room.meeting.attendance} | voted, key=room.handle)
    names = [(room.handle(m), m in voted, m == room.calls) for m in here]
    lines = covered(names, room.width, room.glyphs)
    lines.append([("", "text")])
    if room.calls:
        asked = f"{room.handle(room.calls)}, how sure? 0 to 9, x for 10, - to abstain"
        lines.append([("    ", "text"), (asked, "strong")])
    elif here and all(member in voted for member in here):
        lines.append([("    ", "text"), ("all have voted", "strong")])
    else:
        waiting = ", ".join(room.handle(m) for m in here if m not in voted)
        said = fit(f"waiting for {waiting}", room.width - 5, room.glyphs.cut)
        lines.append([("    ", "text"), (said, "dim")])
    return lines + [[("    ", "text"), (row, "dim")] for row in blind(room, room.width - 5)]


def blind(room: Room, cells: int) -> list[str]:
    """Return in rows what a vote that is not shown yet is worth."""
    return fold(f"a vote is {BLIND}", cells, 2, room.glyphs.cut)


def outcome(room: Room, votes: list[Vote]) -> list[Line]:
    """Return revealed votes as dots over a scale, with median and spread."""
    values = [vote.value for vote in votes if vote.value is not None]
    together = confidence_of(values)
    if together is None:
        return [[("    ", "text"), ("all abstained", "dim")]]
    lines = distribution(values, room.glyphs)
    lines.append([("", "text")])
    said = f"median {together.median:g}   spread {together.spread}"
    lines.append([("    ", "text"), (said, "strong")])
    if together.split:
        ends = [
            f"{', '.join(room.handle(v.member) for v in votes if v.value == end)} ({end})"
            for end in (min(values), max(values))
        ]
        speak = f"{' and '.join(ends)} speak first"
        lines.append([("    ", "text"), (fit(speak, room.width - 5), "at_risk")])
    return lines
