"""How proposals are shown: with their key results, whom they came from, and what customers said."""

from __future__ import annotations

from okrboard.cells import fit, fold, left, width
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.proposals import MANY, lineage
from okrboard.domain.meeting.cards import VOICES, cards_seen_by
from okrboard.domain.records import Proposal
from okrboard.text import clean
from okrboard.tui.meeting.entry import bullet, entry, listed
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import cursor_mark, empty, section
from okrboard.tui.paint.line import Line

MOST_VOICES = 6
"""Customers' voices that are shown beside the proposals."""


def voices(room: Room) -> list[Line]:
    """Return what customers said, which goals are made for; nothing before the reveal."""
    cards = cards_seen_by(room.board, room.meeting, VOICES, 0)
    if not cards:
        return []
    lines = section("What customers said", room)
    for card in cards[:MOST_VOICES]:
        lines += bullet(room, card.text, room.width - 6)
    return lines


def listing(room: Room, found: list[Proposal]) -> Page:
    """Return proposals with their key results and whom they came from."""
    if not found:
        return empty("there is no proposal yet; n makes one", room)
    lines: list[Line] = []
    rows: list[tuple[int, int]] = []
    if len(found) > MANY:
        said = f"{len(found)} goals: more than {MANY} are a lot to keep in mind"
        lines += [[("  ", "text"), (said, "at_risk")], [("", "text")]]
    for index, proposal in enumerate(found):
        rows += listed(lines, [proposal_lines(room, proposal, index)])
        lines.append([("", "text")])
    return Page(lines, tuple(rows))


def proposal_lines(room: Room, proposal: Proposal, index: int) -> list[Line]:
    """Return one proposal: its title, who proposed it, why, and a line for each key result."""
    signs = room.glyphs
    by = authors(room, proposal)
    if proposal.parents:
        by += f"  from {', '.join(f'P{each.id}' for each in lineage(room.board, proposal.id))}"
    taken = proposal.id == room.marked
    by_cells = min(30, max(12, room.width // 3))
    style = "accent" if taken else "title"
    mark = cursor_mark(room, index)[0]
    head = [
        (f"{mark[0]}{signs.open}" if taken else mark, "accent"),
        (left(f"P{proposal.id}", 5), "accent" if taken else "dim"),
    ]
    tail = [("  ", "text"), (left(by, by_cells, signs.cut), "dim")]
    lines = entry(room, head, proposal.title, style, tail)
    if proposal.why:
        for part in fold(clean(proposal.why), max(10, room.width - 10), 2, signs.cut):
            lines.append([("       ", "text"), (part, "dim")])
    count = len(proposal.key_results)
    for each in proposal.key_results[:8]:
        goal = goal_of(each, signs.arrow, signs.more, signs.less)
        lines += _key_result(room, each.title, goal)
    if count > MANY:
        said = f"{count} key results: more than {MANY} are a lot"
        lines.append([("       ", "text"), (said, "at_risk")])
    return lines


def _key_result(room: Room, title: str, goal: str) -> list[Line]:
    signs = room.glyphs
    told = fit(goal, 22, signs.cut)
    cells = max(10, room.width - 9 - (width(told) + 3 if told else 0))
    parts = fold(clean(title), cells, 2, signs.cut)
    lines: list[Line] = [
        [("       ", "text"), (f"{signs.dot} ", "dim"), (parts[0], "text")],
        *([("         ", "text"), (part, "text")] for part in parts[1:]),
    ]
    lines[-1].append((f"   {told}" if told else "", "strong"))
    return lines


def authors(room: Room, proposal: Proposal) -> str:
    """Return whose drafts are in a proposal, each of them once."""
    handles = (room.handle(each.author) for each in lineage(room.board, proposal.id))
    return ", ".join(dict.fromkeys(handles))
