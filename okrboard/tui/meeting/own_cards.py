"""A card of one's own: at which terminal it is changed or taken back, and by whom."""

from __future__ import annotations

from okrboard.domain.meeting.cards import withdraw_card
from okrboard.domain.records import Card
from okrboard.tui.forms.meeting import change_card
from okrboard.tui.meeting.calling import called_here
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.stage import Host


def change_own(host: Host, card: Card) -> None:
    """Say a card in other words, where that is up to somebody at this terminal."""
    if _is_ours(host, card):
        host.ask(change_card(card))


def take_back(host: Host, card: Card) -> None:
    """Take a card back, where that is up to somebody at this terminal."""
    if _is_ours(host, card):
        host.change("a card", lambda draft: withdraw_card(draft, card.id, card.author))


def _is_ours(host: Host, card: Card) -> bool:
    room: Room = host.room()
    ours = card.author == room.me or card.author in called_here(room)
    if not ours:
        # Not whose it is: cards stand without names.
        host.tell("that card is somebody else's; it is changed at their terminal")
    return ours
