"""A meeting on a screen under Pilot: which item is in hand, and how one gets to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.making import NOW, draft, furnished

from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.people import add_member
from okrboard.domain.meeting.cards import reveal_cards, write_card
from okrboard.service import Service

if TYPE_CHECKING:
    from support.screens import Seat

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.tui.screens.meeting import MeetingScreen

SIZES = [(80, 24), (60, 20), (200, 60)]
"""Terminals on which every step of a meeting is looked at."""


def meeting(seat: Seat) -> MeetingScreen:
    """Return the meeting's screen."""
    return seat.screen  # type: ignore[return-value]


async def walk_to(seat: Seat, item: str) -> None:
    """Go on, with all that the items before want done, until an item is in hand."""
    await _press_until(seat, item, "<right>")


async def skip_to(seat: Seat, item: str) -> None:
    """Pass items by until one is in hand."""
    await _press_until(seat, item, "s")


async def skip_all(seat: Seat) -> list[str]:
    """Pass every item by, each with a picture and a key in sight; return which there were."""
    seen: list[str] = []
    for _ in range(60):
        item = meeting(seat).item
        if not item:
            return seen
        seen.append(item)
        assert any(row.strip() for row in seat.rows)
        assert seat.rows[-1].strip(), "the next key is always in sight"
        await seat.type("s")
    raise AssertionError(f"it does not end: {seen}")


def at(seat: Seat, who: str) -> Service:
    """Return a person at the same board, who does something meanwhile."""
    return Service(seat.app.session.store, who, lambda: NOW)


def foot(seat: Seat) -> str:
    """Return the last lines of the screen: what is told, and the keys."""
    return "\n".join(seat.rows[-2:])


async def with_cards(seat: Seat) -> None:
    """Let ana and ben write a card each, and show them."""
    at(seat, "ana").change("", lambda d: write_card(d, 1, "drove us", "Quiet npuzzle"))
    at(seat, "ben").change("", lambda d: write_card(d, 1, "drove us", "Rota"))
    at(seat, "ana").change("", lambda d: reveal_cards(d, 1, "drove us"))
    await seat.looks_again()


async def _press_until(seat: Seat, item: str, key: str) -> None:
    for _ in range(40):
        if meeting(seat).item == item:
            return
        await seat.type(key)
    raise AssertionError(f"{item} was not reached")


def three_people() -> Draft:
    """Return the furnished board with cleo as well."""
    made = furnished()
    add_member(made, "cleo")
    return made


def empty_board() -> Board:
    """Return a board with ana and a running cycle that ends today, and no goal."""
    made = draft()
    add_member(made, "ana")
    add_cycle(made, "2026-T3", NOW.date().replace(month=9, day=1), NOW.date(), running=True)
    return made.board
