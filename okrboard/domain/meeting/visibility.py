"""What is still covered: votes, cards and proposals that nobody but their author may read yet."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.edit.proposals import is_revealed
from okrboard.domain.meeting.votes import is_secret


def covered(board: Board) -> set[tuple[str, int]]:
    """Return table and id of every record that must not leave the board before its reveal."""
    found = {("votes", vote.id) for vote in board.votes.values() if is_secret(board, vote)}
    for card in board.cards.values():
        meeting = board.meetings.get(card.meeting)
        if meeting is None or card.round not in meeting.revealed:
            found.add(("cards", card.id))
    for proposal in board.proposals.values():
        if not is_revealed(board, proposal):
            found.add(("proposals", proposal.id))
    return found
