"""Blind rounds: everybody answers for themselves, and all answers are shown at once.

Votes on key results, dots and coins, cards and proposals are such rounds. Whoever shows, logs or
exports what was given in one asks here; `spread_before()` alone reads past meetings.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.control import changed, member_who, open_meeting
from okrboard.domain.records import Card, Meeting, Proposal, Vote
from okrboard.errors import Refused

BLIND = "shown nowhere before the reveal; whoever can read the file can read it"
"""What a blind vote is worth, in a line for those who cast one."""

PROPOSALS = "proposals"
SCORES = "scores"
"""The scores of a cycle's goals, which the room sees after those of their key results."""
DOTS = "dots"
"""Names under which a meeting reveals a round; others are what is voted on, or rounds of cards."""


def uncover(draft: Draft, meeting: int, name: str, *along: str) -> Meeting:
    """Show to all what a round kept covered; `along` are names that are revealed with it."""
    held = open_meeting(draft, meeting)
    draft.what = f"reveal {name}"
    if name in held.revealed:
        return held
    return draft.put(changed(draft, held, revealed=(*held.revealed, name, *along)))


def counts(given: Iterable[Card | Proposal]) -> dict[int, int]:
    """Return how much each member has given, without what it is."""
    authors = [each.author for each in given]
    return {author: authors.count(author) for author in dict.fromkeys(authors)}


def is_covered(board: Board, given: Vote | Card | Proposal) -> bool:
    """Say whether nobody but who gave it may read something yet.

    Two proposals are merged in the open, so that what comes of it is nobody's secret.
    """
    meeting = board.meetings.get(given.meeting)
    if isinstance(given, Proposal):
        return meeting is not None and not given.parents and PROPOSALS not in meeting.revealed
    name = given.about if isinstance(given, Vote) else given.round
    return meeting is None or name not in meeting.revealed


def covered(board: Board) -> set[tuple[str, int]]:
    """Return table and id of every record that must not leave the board before its reveal."""
    return {
        (table, record.id)
        for table in ("votes", "cards", "proposals")
        for record in board.table(table).values()
        if is_covered(board, record)
    }


def cast(draft: Draft, meeting: int, about: str, value: int | None, member: int = 0) -> Vote:
    """Vote on a thing from 0 to 10, or abstain with None; a second vote replaces the first.

    `member` is who votes where several share a screen. Raises `Refused` after the reveal.
    """
    member = member_who(draft, "vote", member)
    held = draft.board.meetings[meeting]
    if held.state == "closed":
        raise Refused("that meeting is closed")
    if about in held.revealed:
        raise Refused(f"the votes on {about} are revealed already")
    draft.what, draft.logged = f"vote on {about}", False
    before = (vote for vote in _votes(draft.board, meeting, about) if vote.member == member)
    return _put_vote(draft, next(before, None), Vote(0, meeting, about, member, value))


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


def spread_before(board: Board, about: str, meeting: int) -> float | None:
    """Return the spread of the newest revealed votes on a thing, from meetings other than this."""
    by_meeting: dict[int, list[int | None]] = {}
    for vote in _about(board, meeting).get(about, ()):
        if vote.meeting != meeting and not is_covered(board, vote):
            by_meeting.setdefault(vote.meeting, []).append(vote.value)
    if not by_meeting:
        return None
    together = confidence_of(by_meeting[max(by_meeting)])
    return float(together.spread) if together else None


def give_dots(draft: Draft, meeting: int, about: str, dots: int, member: int = 0) -> Vote | None:
    """Put so many of one's dots on a thing, none with 0; the board's settings say how many one has.

    `member` is who gives where several share a screen. Raises `Refused` beyond one's dots.
    """
    held = open_meeting(draft, meeting)
    member = member_who(draft, "give dots", member)
    if DOTS in held.revealed:
        raise Refused("the dots are revealed already")
    mine = {vote.about: vote for vote in _dots(draft.board, meeting) if vote.member == member}
    before = mine.pop(about, None)
    have = draft.board.settings.dot_votes
    free = have - sum(vote.value or 0 for vote in mine.values())
    if not 0 <= dots <= free:
        raise Refused(f"you have {have} dots, {max(0, free)} of them left for this")
    draft.what, draft.logged = "dots", False
    if dots:
        return _put_vote(draft, before, Vote(0, meeting, about, member, dots))
    if before:
        draft.remove(before)
    return None


def dots_left(board: Board, meeting: int, member: int) -> int:
    """Return how many dots a member still has."""
    return max(0, board.settings.dot_votes - sum(my_dots(board, meeting, member).values()))


def my_dots(board: Board, meeting: int, member: int) -> dict[str, int]:
    """Return where a member has put their dots."""
    return {vote.about: vote.value or 0 for vote in _dots(board, meeting) if vote.member == member}


def dots_given(board: Board, meeting: Meeting) -> dict[str, int]:
    """Return the dots of all on each thing; nothing before they are revealed."""
    sums: dict[str, int] = {}
    if DOTS in meeting.revealed:
        for vote in _dots(board, meeting.id):
            sums[vote.about] = sums.get(vote.about, 0) + (vote.value or 0)
    return sums


def reveal_dots(draft: Draft, meeting: int) -> Meeting:
    """Show everybody's dots to all."""
    revealed = set(open_meeting(draft, meeting).revealed)
    things = sorted({vote.about for vote in _dots(draft.board, meeting)} - revealed)
    return uncover(draft, meeting, DOTS, *things)


def _put_vote(draft: Draft, before: Vote | None, vote: Vote) -> Vote:
    vote = vote._replace(at=draft.stamp.at)
    return draft.put(vote._replace(id=before.id)) if before else draft.add(vote)


def _votes(board: Board, meeting: int, about: str) -> list[Vote]:
    return [vote for vote in board.votes_in(meeting) if vote.about == about]


def _dots(board: Board, meeting: int) -> list[Vote]:
    """Return the votes on cards and proposals, which are dots; those on key results are not."""
    return [
        vote
        for vote in board.votes_in(meeting)
        if vote.about[:1] in "CP" and vote.about[1:].isdigit()
    ]


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
