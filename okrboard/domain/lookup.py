"""References: finding what a person names, and which field of which record names another record.

People type `O12`, `KR34`, `A5`, a handle, or a unique part of a title. A store commits no change
that would leave a field pointing at nothing, and a file edited by hand is refused when one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.records import TABLES, Action, Cycle, KeyResult, Member, Objective, Patch, Team
from okrboard.domain.schema import types_of
from okrboard.domain.types import TARGETS
from okrboard.errors import Ambiguous, NotFound, Refused, UsageError
from okrboard.text import article, clean, shorten, squeeze

LETTERS = {
    "O": "objectives",
    "KR": "key_results",
    "A": "actions",
    "M": "meetings",
    "S": "series",
    "P": "proposals",
}
"""The letters of the references people type."""

_LETTER_OF = {table: letter for letter, table in LETTERS.items()}

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    table: tuple(
        (name, TARGETS[declared.name])
        for name, declared in types_of(kind).items()
        if declared.name in TARGETS
    )
    for table, kind in TABLES.items()
}
"""For each table its fields that hold ids, and the table those ids are of."""


def ids_in(value: Any) -> tuple[int, ...]:
    """Return the ids that a reference field holds, whether it holds one or several."""
    ids = value if isinstance(value, tuple | list) else (value,)
    return tuple(id for id in ids if id)


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
                        f"({field.replace('_', ' ')}): there is no such record on the board"
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
        records = board.table(source)
        for field in (field for field, target in fields if target == table):
            if types_of(TABLES[source])[field].many:
                ids = [other for other, record in records.items() if id in getattr(record, field)]
            else:
                ids = records.ids_with(field, id)
            yield from ((source, field, other) for other in ids)


def _check_not_needed(board: Board, table: str, id: int) -> None:
    for source, field, other in referring(board, table, id):
        raise Refused(
            f"{named(table, id)} cannot be removed: {named(source, other)} names it "
            f"({field.replace('_', ' ')}); remove or change that first"
        )


_NOUNS = {
    "objectives": "objective",
    "key_results": "key result",
    "actions": "action",
    "meetings": "meeting",
    "series": "series",
    "proposals": "proposal",
    "members": "member",
    "teams": "team",
    "cycles": "cycle",
}
_SHOWN = 6
_SHORTEST = 2
_LONGEST = 40
"""Characters of a name in a message."""


def reference(table: str, id: int) -> str:
    """Return the short name of a record: `O12`."""
    return f"{_LETTER_OF[table]}{id}"


def name_of(board: Board, table: str, id: int) -> str | None:
    """Return a member's handle, a team's or a cycle's name, else a reference; None for nothing."""
    if table not in ("members", "teams", "cycles"):
        return reference(table, id) if id else None
    record = board.table(table).get(id)
    if record is None:
        return None
    name: str = record.handle if table == "members" else record.name
    return name


def parse_reference(text: str) -> tuple[str, int] | None:
    """Return the table and id that a reference such as `kr34` names; None for other text."""
    head = text.strip().rstrip("0123456789")
    table, digits = LETTERS.get(head.upper()), text.strip()[len(head) :]
    return (table, int(digits)) if table and 0 < len(digits) <= 15 else None


def find(board: Board, text: str, *tables: str) -> tuple[str, Any]:
    """Return the table and record that a reference or a unique part of a title names.

    Only the given tables are searched; of several with such a title the one that is not closed is
    meant, and the archives of closed cycles are looked into last. Raises `NotFound`, `Ambiguous`
    with the candidates, or `UsageError` for a reference to another kind of thing.
    """
    named = parse_reference(text)
    if named is not None:
        table, id = named
        if table not in tables:
            wanted = " or ".join(_NOUNS[name] for name in tables)
            raise UsageError(
                f"{text.strip().upper()} is {article(_NOUNS[table])}; name {article(wanted)}"
            )
        record = board.table(table).get(id)
        if record is None:
            raise NotFound(f"there is no {reference(table, id)} on this board")
        return table, record
    return _by_title(board, squeeze(text), tables)


def find_objective(board: Board, text: str) -> Objective:
    """Return the objective that a person names."""
    objective: Objective = find(board, text, "objectives")[1]
    return objective


def find_key_result(board: Board, text: str) -> KeyResult:
    """Return the key result that a person names."""
    key_result: KeyResult = find(board, text, "key_results")[1]
    return key_result


def find_action(board: Board, text: str) -> Action:
    """Return the action that a person names."""
    action: Action = find(board, text, "actions")[1]
    return action


def find_member(board: Board, text: str) -> Member:
    """Return the member with a handle, or with a unique part of a name."""
    handle = squeeze(text).removeprefix("@")
    member = board.member_named(handle)
    if member is None:
        # Whoever left may be named as well, and is no better a match than another.
        matches = [
            ("members", one)
            for one in board.members.values()
            if handle and _names(f"{one.handle} {one.name}".casefold(), handle.casefold())
        ]
        member = _one(handle, ("members",), matches)
    return member


def find_team(board: Board, text: str) -> Team:
    """Return the team with a name, or with a unique part of one."""
    team: Team = _by_title(board, squeeze(text), ("teams",))[1]
    return team


def find_cycle(board: Board, text: str) -> Cycle:
    """Return the cycle with a name, or with a unique part of one."""
    cycle: Cycle = _by_title(board, squeeze(text), ("cycles",))[1]
    return cycle


def title_of(record: Any) -> str:
    """Return what a record is called."""
    fields = ("title", "handle", "name", "summary")
    return clean(next((getattr(record, field) for field in fields if field in record._fields), ""))


def _by_title(board: Board, text: str, tables: tuple[str, ...]) -> tuple[str, Any]:
    if not text:
        raise UsageError(f"name {article(' or '.join(_NOUNS[name] for name in tables))}")
    matches = _titled(board, text.casefold(), tables, live=True)
    if not matches and board.archived:
        matches = _titled(board, text.casefold(), tables, live=False)
    # What was carried over has its name twice: the one that is worked on is meant.
    living = [match for match in matches if _lives(board, *match)]
    if len(matches) == 1 or len(living) == 1:
        return (living or matches)[0]
    matches = living + [match for match in matches if match not in living]
    return "", _one(text, tables, matches)


def _titled(
    board: Board, wanted: str, tables: tuple[str, ...], *, live: bool
) -> list[tuple[str, Any]]:
    """Return table and record of what is called so, else of what has it in its name."""
    exact: list[tuple[str, Any]] = []
    partial: list[tuple[str, Any]] = []
    for table in tables:
        records = board.table(table)
        for record in (records.live if live else records).values():
            title = title_of(record).casefold()
            if title == wanted:
                exact.append((table, record))
            elif _names(title, wanted):
                partial.append((table, record))
    return exact or partial


def _names(title: str, part: str) -> bool:
    """Say whether a title has a part; one or two letters have to begin a word.

    `it` in the middle of `audit` is nobody's way to say audit, but would be taken for it where
    there is no team IT. Other scripts than Latin know no such words.
    """
    if len(part) > _SHORTEST or not part.isascii():
        return part in title
    at = title.find(part)
    while at >= 0:
        if at == 0 or not title[at - 1].isalnum():
            return True
        at = title.find(part, at + 1)
    return False


def _lives(board: Board, table: str, record: Any) -> bool:
    """Say whether a record is one that people still work with."""
    if table == "actions":
        return bool(record.state == "open")
    goal = board.objectives[record.objective] if table == "key_results" else record
    return getattr(goal, "stage", "") != "closed"


def _one(text: str, tables: tuple[str, ...], matches: list[tuple[str, Any]]) -> Any:
    """Return the only match, or raise what tells the person how to name one."""
    if len(matches) == 1:
        return matches[0][1]
    if not matches:
        noun = " or ".join(_NOUNS[name] for name in tables)
        raise NotFound(f"no {noun} is called “{shorten(text, _LONGEST)}” on this board")
    shown = ", ".join(
        (f"{reference(table, record.id)} " if table in _LETTER_OF else "")
        + shorten(title_of(record), _LONGEST)
        for table, record in matches[:_SHOWN]
    )
    more = f" and {len(matches) - _SHOWN} more" if len(matches) > _SHOWN else ""
    raise Ambiguous(f"“{shorten(text, _LONGEST)}” may be {shown}{more}; name one")
