"""Which field of which record names a record of another table.

A store commits no change that would leave such a field pointing at nothing, and a file edited by
hand is refused when one does. 0 stands for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.records import LETTERS, Patch
from okrboard.errors import Refused

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "members": (("team", "teams"),),
    "teams": (("lead", "members"),),
    "objectives": (
        ("cycle", "cycles"),
        ("owner", "members"),
        ("team", "teams"),
        ("contributes_to", "objectives"),
        ("supports", "objectives"),
        ("override_by", "members"),
        ("carried_from", "objectives"),
        ("proposal", "proposals"),
        ("takers", "members"),
    ),
    "key_results": (
        ("objective", "objectives"),
        ("owner", "members"),
        ("from_action", "actions"),
        ("carried_from", "key_results"),
    ),
    "check_ins": (("key_result", "key_results"), ("author", "members"), ("meeting", "meetings")),
    "actions": (("key_result", "key_results"), ("owner", "members"), ("meeting", "meetings")),
    "series": (("team", "teams"), ("cycle", "cycles"), ("follows", "series")),
    "holidays": (("member", "members"),),
    "meetings": (("cycle", "cycles"), ("team", "teams"), ("facilitator", "members")),
    "votes": (("meeting", "meetings"), ("member", "members")),
    "cards": (("meeting", "meetings"), ("author", "members"), ("group", "cards")),
    "proposals": (
        ("meeting", "meetings"),
        ("author", "members"),
        ("team", "teams"),
        ("contributes_to", "objectives"),
        ("supports", "objectives"),
        ("merged_into", "proposals"),
        ("parents", "proposals"),
        ("objective", "objectives"),
    ),
    "agreements": (("meeting", "meetings"), ("author", "members")),
}
"""For each table its fields that hold ids, and the table those ids are of."""

_SEVERAL = ("supports", "takers", "parents")

_LETTER_OF = {table: letter for letter, table in LETTERS.items()}


def ids_in(value: Any) -> tuple[int, ...]:
    """Return the ids that a reference field holds, whether it holds one or several."""
    found = value if isinstance(value, tuple | list) else (value,)
    return tuple(id for id in found if id)


def named(table: str, id: int) -> str:
    """Return how a message names a record: `O12`, or `members 3` where people type no letter."""
    return f"{_LETTER_OF[table]}{id}" if table in _LETTER_OF else f"{table} {id}"


def check_references(board: Board, patches: Iterable[Patch]) -> None:
    """Raise `Refused` when a board, after these patches, has a reference that leads nowhere.

    Looks only at what the patches touched.
    """
    for patch in patches:
        if patch.after is None:
            _check_not_needed(board, patch.table, patch.id)
            continue
        for field, target in REFERENCES.get(patch.table, ()):
            for id in ids_in(patch.after.get(field, 0)):
                if id not in board.table(target):
                    raise Refused(
                        f"{named(patch.table, patch.id)} cannot name {named(target, id)} "
                        f"({_words(field)}): there is no such record on the board"
                    )


def check_live(board: Board, patches: Iterable[Patch]) -> None:
    """Raise `Refused` when a patch would change what is in the archive of a closed cycle."""
    for patch in patches:
        cycle = board.table(patch.table).archived_in(patch.id)
        if cycle:
            raise Refused(
                f"{named(patch.table, patch.id)} is in the archive of {board.cycles[cycle].name} "
                "and stays as it is"
            )


def referring(board: Board, table: str, id: int) -> Iterator[tuple[str, str, int]]:
    """Yield table, field and id of every record that refers to a record."""
    for source, fields in REFERENCES.items():
        for field, target in fields:
            if target == table:
                for other in _holders(board, source, field, id):
                    yield source, field, other


def _words(field: str) -> str:
    return field.replace("_", " ")


def _holders(board: Board, source: str, field: str, id: int) -> list[int]:
    records = board.table(source)
    if field in _SEVERAL:
        return [other for other, record in records.items() if id in getattr(record, field)]
    return records.ids_with(field, id)


def _check_not_needed(board: Board, table: str, id: int) -> None:
    for source, field, other in referring(board, table, id):
        raise Refused(
            f"{named(table, id)} cannot be removed: {named(source, other)} names it "
            f"({_words(field)}); remove or change that first"
        )
