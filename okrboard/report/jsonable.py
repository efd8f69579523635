"""Records as JSON for programs: one object each, keys in snake_case, stable.

Days and instants are ISO 8601, references are strings (`O4`), people are handles, teams and cycles
are names; what is not there is null.
"""

from __future__ import annotations

from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.fields import FIELDS, name_of, written
from okrboard.domain.lookup import reference
from okrboard.domain.records import (
    Action,
    Change,
    Team,
)
from okrboard.domain.schema import plain

Json = dict[str, object]


def handle(board: Board, member: int) -> str | None:
    """Return a member's handle, or None."""
    return name_of(board, "members", member)


def team_name(board: Board, team: int) -> str | None:
    """Return a team's name, or None."""
    return name_of(board, "teams", team)


def ref_or_none(table: str, id: int) -> str | None:
    """Return a reference, or None for 0."""
    return reference(table, id) if id else None


def record_json(board: Board, table: str, record: Any) -> Json:
    """Return every visible field of a record, as `okrboard.domain.fields` has them."""
    return {field.in_json: written(board, table, field, record) for field in FIELDS[table]}


def team_json(board: Board, team: Team) -> Json:
    """Return a team with the handles of those who are in it."""
    inside = (m.handle for m in board.members.values() if m.team == team.id and m.left is None)
    return {**record_json(board, "teams", team), "members": list(inside)}


def action_json(board: Board, action: Action) -> Json:
    """Return an action."""
    return {"ref": reference("actions", action.id), **record_json(board, "actions", action)}


def change_json(change: Change) -> Json:
    """Return an entry of the log."""
    return {
        "id": change.id,
        "at": plain(change.at),
        "who": change.who,
        "what": change.what,
        "undoes": change.undoes or None,
    }
