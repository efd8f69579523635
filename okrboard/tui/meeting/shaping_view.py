"""What shaping shows of one key result: the vote on it, the value check's word, what we leave."""

from __future__ import annotations

from functools import lru_cache

from okrboard.cells import fit
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.shaping import ambition, shaped
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.cards import cards_seen_by
from okrboard.domain.meeting.votes import visible
from okrboard.domain.records import DraftKeyResult
from okrboard.domain.value_check import check_written
from okrboard.text import clean
from okrboard.tui.meeting.calling import ballot
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.stage import section
from okrboard.tui.paint.line import Line

NOT_DOING = "not doing"


def voting(room: Room) -> list[Line]:
    """Return a key result of a proposal alone, with the vote on it and what that says."""
    focus = room.meeting.focus
    found = shaped(room.board, focus)
    assert found is not None
    proposal, each = found
    signs = room.glyphs
    goal = goal_of(each, signs.arrow, signs.more, signs.less) or "no target yet"
    about = f"{goal}   {proposal.commitment}   P{proposal.id} {clean(proposal.title)}"
    lines: list[Line] = [
        [("  ", "text"), (fit(about, room.width - 3, signs.cut), "dim")],
        [("", "text")],
        *ballot(room, focus),
    ]
    together = confidence_of(v.value for v in visible(room.board, room.meeting, focus))
    if together is not None:
        said = ambition(proposal.commitment, together.median)
        style = "on_track" if said.right else "at_risk"
        shown = fit(said.sentence, room.width - 5, signs.cut)
        lines += [[("", "text")], [("    ", "text"), (shown, style)]]
    return lines


def not_doing(room: Room) -> list[Line]:
    """Return the list of what we shall not do; nothing as long as it is empty."""
    cards = cards_seen_by(room.board, room.meeting, NOT_DOING, 0)
    if not cards:
        return []
    lines = section("What we shall not do", room)
    for card in cards[:6]:
        text = fit(clean(card.text), room.width - 8, room.glyphs.cut)
        lines.append([("    ", "text"), ("x ", "off_track"), (text, "text")])
    return lines


@lru_cache(maxsize=512)
def verdict_of(draft: DraftKeyResult) -> str:
    """Return what the value check thinks of a key result in the making."""
    return check_written(draft).verdict
