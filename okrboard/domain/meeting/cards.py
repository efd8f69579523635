"""Cards: lines written in silence, revealed together and put into groups."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.describe import quoted
from okrboard.domain.meeting.blind import counts, dots_given, uncover
from okrboard.domain.meeting.control import member_who, open_meeting
from okrboard.domain.record import Record
from okrboard.domain.records import Card, Meeting
from okrboard.errors import Refused
from okrboard.text import squeeze

LEARNED = "we learned"
REFLECT_ROUNDS = {
    "drove us": "What moved us forward?",
    "held us back": "What stood in our way?",
    LEARNED: "What do we know now?",
    "puzzles us": "What do we not understand yet?",
}
"""The rounds in which a reflection writes, and what each asks."""

VOICES = "voices"
"""The round in which a goal setting hears what customers said."""

NOT_DOING = "not doing"
"""The round of what a goal setting decides to leave."""
GREW_IN = "grew in"
"""The round of what people share of what they grew in; it is told by name."""

_LONGEST = 280


class CardGroup(Record):
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
    line = _line(text)
    author = member_who(draft, "write cards", author)
    _note(draft, meeting, round, f"write the card {quoted(line)}")
    return draft.add(Card(0, meeting, round, line, author, at=draft.stamp.at))


def edit_card(draft: Draft, id: int, text: str, author: int = 0) -> Card:
    """Say a card of one's own in other words; `author` as in `write_card`."""
    card = _own(draft, id, author)
    line = _line(text)
    _note(draft, card.meeting, card.round, f"change the card {quoted(card.text)}")
    return draft.put(card._replace(text=line))


def withdraw_card(draft: Draft, id: int, author: int = 0) -> Card:
    """Take back a card of one's own; the rest of its group stays together. `author` as above."""
    card = _own(draft, id, author)
    _note(draft, card.meeting, card.round, f"take back the card {quoted(card.text)}")
    _let_go(draft, card)
    draft.remove(card)
    return card


def reveal_cards(draft: Draft, meeting: int, round: str) -> Meeting:
    """Show the cards of a round to all."""
    made = uncover(draft, meeting, round)
    draft.what = f"reveal cards: {round}"
    return made


def cards_seen_by(board: Board, meeting: Meeting, round: str, member: int) -> list[Card]:
    """Return the cards of a round that a member may read: all after the reveal, else their own."""
    shown = round in meeting.revealed
    return [card for card in _cards_of(board, meeting, round) if shown or card.author == member]


def how_many_wrote(board: Board, meeting: Meeting, round: str) -> dict[int, int]:
    """Return how many cards each member has written in a round, without what is on them."""
    return counts(_cards_of(board, meeting, round))


def put_together(draft: Draft, id: int, into: int) -> Card:
    """Put a card, with those that are with it already, together with another one."""
    card, head = draft.board.cards[id], _head(draft, into)
    if card.meeting != head.meeting:
        raise Refused("those cards are of two meetings")
    for each in (card, head):
        _check_revealed(draft, each)
    draft.what = f"put {quoted(card.text)} together with {quoted(head.text)}"
    if _head(draft, id).id == head.id:
        return head
    for other in _grouped_under(draft, card):
        draft.put(other._replace(group=head.id))
    return draft.put(card._replace(group=head.id))


def take_apart(draft: Draft, id: int) -> Card:
    """Let a card stand alone again; if it headed a group, the next one heads the rest."""
    card = draft.board.cards[id]
    _check_revealed(draft, card)
    draft.what = f"take {quoted(card.text)} out of its group"
    _let_go(draft, card)
    return draft.put(card._replace(group=0))


def groups(board: Board, meeting: Meeting) -> list[CardGroup]:
    """Return the revealed cards in groups; by dots once the dots are revealed, else as written."""
    revealed = [card for card in board.cards_in(meeting.id) if card.round in meeting.revealed]
    dots = dots_given(board, meeting)
    heads = [
        CardGroup(
            head,
            tuple(card for card in revealed if card.group == head.id),
            dots.get(f"C{head.id}", 0),
        )
        for head in revealed
        if not head.group
    ]
    return sorted(heads, key=lambda group: -group.dots)


def _cards_of(board: Board, meeting: Meeting, round: str) -> list[Card]:
    return [card for card in board.cards_in(meeting.id) if card.round == round]


def _head(draft: Draft, id: int) -> Card:
    card = draft.board.cards[id]
    return draft.board.cards[card.group] if card.group else card


def _grouped_under(draft: Draft, head: Card) -> list[Card]:
    return [card for card in draft.board.cards_in(head.meeting) if card.group == head.id]


def _line(text: str) -> str:
    line = squeeze(text, _LONGEST + 1)
    if not line:
        raise Refused("write a line first")
    if len(line) > _LONGEST:
        raise Refused(f"a card holds {_LONGEST} characters; say it shorter, or on two cards")
    return line


def _own(draft: Draft, id: int, author: int) -> Card:
    card = draft.board.cards.get(id)
    if card is None:
        raise Refused("that card was taken back meanwhile")
    if card.author != (author or draft.stamp.member):
        raise Refused("that card is somebody else's")
    return card


def _note(draft: Draft, meeting: int, round: str, what: str) -> None:
    """Log what was done with a card; before the reveal the log must not tell what was written."""
    draft.logged = round in open_meeting(draft, meeting).revealed
    draft.what = what if draft.logged else "a card"


def _let_go(draft: Draft, card: Card) -> None:
    """Let the cards under one stay together without it: the first of them heads the others."""
    rest = _grouped_under(draft, card)
    for other in rest:
        draft.put(other._replace(group=0 if other is rest[0] else rest[0].id))


def _check_revealed(draft: Draft, card: Card) -> None:
    if card.round not in open_meeting(draft, card.meeting).revealed:
        raise Refused("the cards are still covered; reveal them first")
