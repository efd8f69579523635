"""Blind votes: one for each person and thing, secret until that thing is revealed.

`visible()` and `spread_before()` are the only readers of values; whoever shows, logs or exports
votes asks here.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.formulas import confidence_of
from okrboard.domain.records import Meeting, Vote
from okrboard.errors import Refused

BLIND = "shown nowhere before the reveal; whoever can read the file can read it"
"""What a blind vote is worth, in a line for those who cast one."""


def cast(draft: Draft, meeting: int, about: str, value: int | None, member: int = 0) -> Vote:
    """Vote on a thing from 0 to 10, or abstain with None; a second vote replaces the first.

    `member` is who votes where several share a screen. Raises `Refused` after the reveal.
    """
    member = member or draft.stamp.member
    held = draft.board.meetings[meeting]
    if not member:
        raise Refused("only members vote; join first: okrboard member add HANDLE")
    if held.state == "closed":
        raise Refused("that meeting is closed")
    if about in held.revealed:
        raise Refused(f"the votes on {about} are revealed already")
    draft.what, draft.logged = f"vote on {about}", False
    mine = [vote for vote in _votes(draft.board, meeting, about) if vote.member == member]
    if mine:
        return draft.put(mine[0]._replace(value=value, at=draft.stamp.at))
    return draft.add(Vote(0, meeting, about, member, value, draft.stamp.at))


def who_voted(board: Board, meeting: int, about: str) -> set[int]:
    """Return the members who have voted or abstained."""
    return {vote.member for vote in _votes(board, meeting, about)}


def visible(board: Board, meeting: Meeting, about: str) -> list[Vote]:
    """Return the votes on a thing, lowest first; none before the reveal."""
    if about not in meeting.revealed:
        return []
    return sorted(
        _votes(board, meeting.id, about),
        key=lambda vote: (vote.value is None, vote.value or 0, vote.member),
    )


def is_secret(board: Board, vote: Vote) -> bool:
    """Say whether a vote's value must not be shown yet."""
    meeting = board.meetings.get(vote.meeting)
    return meeting is None or vote.about not in meeting.revealed


def spread_before(board: Board, about: str, meeting: int) -> float | None:
    """Return the spread of the newest revealed votes on a thing, from meetings other than this."""
    by_meeting: dict[int, list[int | None]] = {}
    for vote in _about(board, meeting).get(about, ()):
        if vote.meeting != meeting and not is_secret(board, vote):
            by_meeting.setdefault(vote.meeting, []).append(vote.value)
    if not by_meeting:
        return None
    together = confidence_of(by_meeting[max(by_meeting)])
    return float(together.spread) if together else None


def _votes(board: Board, meeting: int, about: str) -> list[Vote]:
    return [vote for vote in board.votes_in(meeting) if vote.about == about]


def _about(board: Board, meeting: int) -> dict[str, list[Vote]]:
    """Return the votes on each thing, as far back as a meeting needs them."""
    # A meeting of a cycle that goes on has nothing to ask the archives of others.
    past = bool(board.meetings.archived_in(meeting))

    def make() -> dict[str, list[Vote]]:
        found: dict[str, list[Vote]] = {}
        for vote in (board.votes if past else board.votes.live).values():
            found.setdefault(vote.about, []).append(vote)
        return found

    return board.memo(("votes by subject", past), make)
