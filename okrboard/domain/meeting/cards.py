"""Cards: lines written in silence, revealed together, put into groups, and voted on with dots."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.describe import quoted
from okrboard.domain.meeting.control import changed, open_meeting
from okrboard.domain.record import Record
from okrboard.domain.records import Card, Meeting, Vote
from okrboard.errors import Refused
from okrboard.text import squeeze

REFLECT_ROUNDS = ("drove us", "held us back", "we learned", "puzzles us")
VOICES = "voices"
"""The round in which a goal setting hears what customers said."""

LONGEST_CARD = 280


class Group(Record):
    """Cards that belong together, with the dots they got."""

    head: Card
    others: tuple[Card, ...]
    dots: int
    """0 as long as the dots are secret."""

    @property
    def about(self) -> str:
        """What a vote for the group names."""
        return f"C{self.head.id}"


def write_card(draft: Draft, meeting: int, round: str, text: str, author: int = 0) -> Card:
    """Write a card; `author` is who writes where several share a screen."""
    held = open_meeting(draft, meeting)
    line = _line(text)
    author = author or draft.stamp.member
    if not author:
        raise Refused("only members write cards; join first: okrboard member add HANDLE")
    _note(draft, held, round, f"write the card {quoted(line)}")
    return draft.add(Card(0, meeting, round, line, author, at=draft.stamp.at))


def edit_card(draft: Draft, id: int, text: str, author: int = 0) -> Card:
    """Say a card of one's own in other words; `author` as in `write_card`."""
    card = _own(draft, id, author)
    line = _line(text)
    held = open_meeting(draft, card.meeting)
    _note(draft, held, card.round, f"change the card {quoted(card.text)}")
    return draft.put(card._replace(text=line))


def withdraw_card(draft: Draft, id: int, author: int = 0) -> Card:
    """Take back a card of one's own; the rest of its group stays together. `author` as above."""
    card = _own(draft, id, author)
    held = open_meeting(draft, card.meeting)
    _note(draft, held, card.round, f"take back the card {quoted(card.text)}")
    _let_go(draft, card)
    draft.remove(card)
    return card


def reveal_cards(draft: Draft, meeting: int, round: str) -> Meeting:
    """Show the cards of a round to all."""
    held = open_meeting(draft, meeting)
    draft.what = f"reveal cards: {round}"
    if round in held.revealed:
        return held
    return draft.put(changed(draft, held, revealed=(*held.revealed, round)))


def cards_seen_by(board: Board, meeting: Meeting, round: str, member: int) -> list[Card]:
    """Return the cards of a round that a member may read: all after the reveal, else their own."""
    return [
        card
        for card in _cards(board, meeting.id)
        if card.round == round and (round in meeting.revealed or card.author == member)
    ]


def how_many_wrote(board: Board, meeting: Meeting, round: str) -> dict[int, int]:
    """Return how many cards each member has written in a round, without what is on them."""
    counts: dict[int, int] = {}
    for card in _cards(board, meeting.id):
        if card.round == round:
            counts[card.author] = counts.get(card.author, 0) + 1
    return counts


def put_together(draft: Draft, id: int, into: int) -> Card:
    """Put a card, with those that are with it already, together with another one."""
    board = draft.board
    card, head = board.cards[id], _head(board, into)
    if card.meeting != head.meeting:
        raise Refused("those cards are of two meetings")
    for each in (card, head):
        _check_revealed(draft, each)
    draft.what = f"put {quoted(card.text)} together with {quoted(head.text)}"
    if _head(board, id).id == head.id:
        return head
    for other in _cards(board, card.meeting):
        if other.group == id:
            draft.put(other._replace(group=head.id))
    return draft.put(card._replace(group=head.id))


def take_apart(draft: Draft, id: int) -> Card:
    """Let a card stand alone again; if it headed a group, the next one heads the rest."""
    card = draft.board.cards[id]
    _check_revealed(draft, card)
    draft.what = f"take {quoted(card.text)} out of its group"
    _let_go(draft, card)
    return draft.put(card._replace(group=0))


def groups(board: Board, meeting: Meeting) -> list[Group]:
    """Return the revealed cards in groups; by dots once the dots are revealed, else as written."""
    revealed = [card for card in _cards(board, meeting.id) if card.round in meeting.revealed]
    members: dict[int, list[Card]] = {}
    for card in revealed:
        if card.group:
            members.setdefault(card.group, []).append(card)
    shown = "dots" in meeting.revealed
    dots = dots_given(board, meeting) if shown else {}
    found = [
        Group(card, tuple(members.get(card.id, ())), dots.get(f"C{card.id}", 0))
        for card in revealed
        if not card.group
    ]
    return sorted(found, key=lambda group: -group.dots)


def give_dots(draft: Draft, meeting: int, about: str, dots: int, member: int = 0) -> Vote | None:
    """Put so many of one's dots on a thing, none with 0; the board's settings say how many one has.

    `member` is who gives where several share a screen. Raises `Refused` beyond one's dots.
    """
    held = open_meeting(draft, meeting)
    member = member or draft.stamp.member
    if not member:
        raise Refused("only members give dots; join first: okrboard member add HANDLE")
    if "dots" in held.revealed:
        raise Refused("the dots are revealed already")
    mine = [vote for vote in _dots(draft.board, meeting) if vote.member == member]
    have = draft.board.settings.dot_votes
    others = sum(vote.value or 0 for vote in mine if vote.about != about)
    if dots < 0 or others + dots > have:
        raise Refused(f"you have {have} dots, {max(0, have - others)} of them left for this")
    draft.what, draft.logged = "dots", False
    before = [vote for vote in mine if vote.about == about]
    if before and not dots:
        draft.remove(before[0])
        return None
    if before:
        return draft.put(before[0]._replace(value=dots, at=draft.stamp.at))
    if not dots:
        return None
    return draft.add(Vote(0, meeting, about, member, dots, draft.stamp.at))


def dots_left(board: Board, meeting: int, member: int) -> int:
    """Return how many dots a member still has."""
    given = sum(vote.value or 0 for vote in _dots(board, meeting) if vote.member == member)
    return max(0, board.settings.dot_votes - given)


def my_dots(board: Board, meeting: int, member: int) -> dict[str, int]:
    """Return where a member has put their dots."""
    return {vote.about: vote.value or 0 for vote in _dots(board, meeting) if vote.member == member}


def dots_given(board: Board, meeting: Meeting) -> dict[str, int]:
    """Return the dots of all on each thing; nothing before they are revealed."""
    sums: dict[str, int] = {}
    if "dots" in meeting.revealed:
        for vote in _dots(board, meeting.id):
            sums[vote.about] = sums.get(vote.about, 0) + (vote.value or 0)
    return sums


def reveal_dots(draft: Draft, meeting: int) -> Meeting:
    """Show everybody's dots to all."""
    held = open_meeting(draft, meeting)
    draft.what = "reveal dots"
    if "dots" in held.revealed:
        return held
    things = sorted({vote.about for vote in _dots(draft.board, meeting)} - set(held.revealed))
    return draft.put(changed(draft, held, revealed=(*held.revealed, "dots", *things)))


def _cards(board: Board, meeting: int) -> list[Card]:
    return board.cards_in(meeting)


def _dots(board: Board, meeting: int) -> list[Vote]:
    """Return the votes on cards and proposals, which are dots; those on key results are not."""
    return [
        vote
        for vote in board.votes_in(meeting)
        if vote.about[:1] in "CP" and vote.about[1:].isdigit()
    ]


def _head(board: Board, id: int) -> Card:
    card = board.cards[id]
    return board.cards[card.group] if card.group else card


def _line(text: str) -> str:
    line = squeeze(text, LONGEST_CARD + 1)
    if not line:
        raise Refused("write a line first")
    if len(line) > LONGEST_CARD:
        raise Refused(f"a card holds {LONGEST_CARD} characters; say it shorter, or on two cards")
    return line


def _own(draft: Draft, id: int, author: int) -> Card:
    card = draft.board.cards.get(id)
    if card is None:
        raise Refused("that card was taken back meanwhile")
    if card.author != (author or draft.stamp.member):
        raise Refused("that card is somebody else's")
    return card


def _note(draft: Draft, meeting: Meeting, round: str, what: str) -> None:
    """Log what was done with a card; before the reveal the log must not tell what was written."""
    draft.logged = round in meeting.revealed
    draft.what = what if draft.logged else "a card"


def _let_go(draft: Draft, card: Card) -> None:
    """Let the cards under one stay together without it: the first of them heads the others."""
    rest = [other for other in _cards(draft.board, card.meeting) if other.group == card.id]
    for other in rest:
        draft.put(other._replace(group=0 if other.id == rest[0].id else rest[0].id))


def _check_revealed(draft: Draft, card: Card) -> None:
    if card.round not in open_meeting(draft, card.meeting).revealed:
        raise Refused("the cards are still covered; reveal them first")
