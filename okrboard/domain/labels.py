"""How a message calls a record: by what people have read of it, never by a number nobody saw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.references import named
from okrboard.text import shorten

LONGEST = 30
"""Characters of a text in a message, so that the rest of the line is read as well."""


def called(board: Board, table: str, id: int) -> str:
    """Return `O12`, `the card “Never on call…”`, `the check-in of KR3 on 2026-11-20`, a name.

    What is still covered is not told.
    """
    record = board.table(table).get(id)
    say = _SAID.get(table)
    return named(table, id) if record is None or say is None else say(board, record)


def quoted(text: str, limit: int = LONGEST) -> str:
    """Return a person's text in quotation marks, cut where it is long."""
    return f"“{shorten(text, limit)}”"


def _card(board: Board, card: Any) -> str:
    meeting = board.meetings.get(card.meeting)
    covered = meeting is not None and card.round not in meeting.revealed
    return "a card" if covered else f"the card {quoted(card.text)}"


def _check_in(_: Board, check_in: Any) -> str:
    return f"the check-in of {named('key_results', check_in.key_result)} on {check_in.on}"


def _name(_: Board, record: Any) -> str:
    return shorten(record.name, LONGEST)


_SAID: dict[str, Callable[[Board, Any], str]] = {
    "cards": _card,
    "check_ins": _check_in,
    "agreements": lambda _, record: f"the agreement {quoted(record.text)}",
    "members": lambda _, record: shorten(record.handle, LONGEST),
    "teams": _name,
    "cycles": _name,
    "holidays": _name,
    "votes": lambda _, __: "a vote",
    "settings": lambda _, __: "the settings",
}
