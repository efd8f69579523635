"""The reveal: votes that were secret are shown to all at once, and count from then on."""

from __future__ import annotations

from math import floor

from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import edit_check_in
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.contributions import check_in_in_hand
from okrboard.domain.meeting.control import changed, open_meeting
from okrboard.domain.meeting.votes import visible
from okrboard.domain.records import Meeting, Vote


def reveal(draft: Draft, meeting: int, about: str) -> list[Vote]:
    """Show the votes on a thing to all; return them, lowest first.

    The median of those on a key result becomes the confidence of its check-in in this meeting.
    """
    held = open_meeting(draft, meeting)
    if about in held.revealed:
        return visible(draft.board, held, about)
    held = draft.put(changed(draft, held, revealed=(*held.revealed, about)))
    votes = visible(draft.board, held, about)
    together = confidence_of(vote.value for vote in votes)
    named = parse_reference(about)
    if together is not None and named is not None and named[0] == "key_results":
        check_in = check_in_in_hand(draft, meeting, named[1])
        edit_check_in(draft, check_in.id, confidence=floor(together.median + 0.5))
    said = f": median {together.median:g}, spread {together.spread}" if together else ""
    draft.what = f"reveal votes on {about}{said}"
    return votes


def uncover(draft: Draft, meeting: int, what: str) -> Meeting:
    """Show to all what a stage keeps covered until then: the scores of a cycle, for example."""
    held = open_meeting(draft, meeting)
    draft.what = f"reveal {what}"
    if what in held.revealed:
        return held
    return draft.put(changed(draft, held, revealed=(*held.revealed, what)))
