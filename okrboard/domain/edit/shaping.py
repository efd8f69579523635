"""Shaping the key results of a proposal: changed, taken out, voted on under `P3.1`.

A key result of a proposal has no number of its own; votes name it by its place. Whoever takes one
out therefore moves the votes behind it along. What the votes come to says how ambitious it is.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, titled
from okrboard.domain.edit.proposals import edit_proposal
from okrboard.domain.enums import Commitment
from okrboard.domain.record import Record
from okrboard.domain.records import DraftKeyResult, Proposal
from okrboard.errors import Refused

_RIGHT = (3.0, 7.0)
"""Confidence in an aspirational key result that is neither safe nor out of reach."""

_PROMISED = 7.0
"""Confidence below which a promise is no promise."""


class Ambition(Record):
    """What a median of confidence says."""

    right: bool
    sentence: str


def ambition(commitment: Commitment, median: float) -> Ambition:
    """Return what a median confidence (0 to 10) says of a key result before its cycle.

    Source: reference/method.md 2.5, rows 52 and 54 (the ambition of a set of drafts), and the
    lines at 3, 7 and 8 of the meeting's own description.
    """
    if commitment == "committed":
        if median < _PROMISED:
            return Ambition(False, "a promise below 7: what is missing, or is it no promise?")
        return Ambition(True, "a promise that we believe in")
    if median > _RIGHT[1]:
        return Ambition(False, "nearly certain: what would be worth being proud of?")
    if median < _RIGHT[0]:
        return Ambition(False, "out of reach: what would have to be true for it?")
    return Ambition(True, "ambitious, and not out of reach")


def subject(proposal: int, index: int) -> str:
    """Return what a vote on a proposal's key result names; `index` counts from 0."""
    return f"P{proposal}.{index + 1}"


def parse_subject(text: str) -> tuple[int, int] | None:
    """Return proposal and index that `P3.1` names; None for other text."""
    head, point, number = text.partition(".")
    if head[:1] != "P" or not point:
        return None
    if not all(part.isascii() and part.isdigit() for part in (head[1:], number)):
        return None
    return int(head[1:]), int(number) - 1


def shaped(board: Board, text: str) -> tuple[Proposal, DraftKeyResult] | None:
    """Return the proposal and key result that `P3.1` names; None when there is none."""
    named = parse_subject(text)
    proposal = board.proposals.get(named[0]) if named else None
    if named is None or proposal is None or not 0 <= named[1] < len(proposal.key_results):
        return None
    return proposal, proposal.key_results[named[1]]


def change_draft_key_result(
    draft: Draft, proposal: int, index: int, key_result: DraftKeyResult
) -> Proposal:
    """Put another key result in the place of one; votes on the old wording are forgotten."""
    before = draft.board.proposals[proposal].key_results
    _check(before, index)
    changed = key_result._replace(title=titled(key_result.title, "key result"))
    key_results = (*before[:index], changed, *before[index + 1 :])
    made = edit_proposal(draft, proposal, key_results=key_results)
    if changed._replace(owner=0) != before[index]._replace(owner=0):
        _renumber(draft, made, {subject(proposal, index): ""})
    draft.what = f"edit {subject(proposal, index)}"
    return made


def remove_draft_key_result(draft: Draft, proposal: int, index: int) -> Proposal:
    """Take a key result out of a proposal, with the votes on it."""
    before = draft.board.proposals[proposal].key_results
    _check(before, index)
    made = edit_proposal(draft, proposal, key_results=(*before[:index], *before[index + 1 :]))
    names = {subject(proposal, index): ""}
    for later in range(index + 1, len(before)):
        names[subject(proposal, later)] = subject(proposal, later - 1)
    _renumber(draft, made, names)
    draft.what = f"take {subject(proposal, index)} out"
    return made


def _renumber(draft: Draft, proposal: Proposal, names: dict[str, str]) -> None:
    """Give votes and reveals their new names; an empty name forgets them."""
    board = draft.board
    for vote in board.votes_in(proposal.meeting):
        if vote.about in names:
            if names[vote.about]:
                draft.put(vote._replace(about=names[vote.about]))
            else:
                draft.remove(vote)
    meeting = board.meetings.get(proposal.meeting)
    if meeting is not None and not names.keys().isdisjoint((*meeting.revealed, meeting.focus)):
        revealed = (names.get(about, about) for about in meeting.revealed)
        draft.put(
            meeting._replace(
                revealed=tuple(about for about in revealed if about),
                focus=names.get(meeting.focus, meeting.focus),
            )
        )


def _check(key_results: tuple[DraftKeyResult, ...], index: int) -> None:
    if not 0 <= index < len(key_results):
        raise Refused("that key result is not in the proposal any more")
