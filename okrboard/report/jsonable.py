"""Records as JSON for programs: one object each, keys in snake_case, stable.

Days and instants are ISO 8601, references are strings (`O4`), people are handles, teams and cycles
are names; what is not there is null.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import (
    Action,
    Change,
    CheckIn,
    Cycle,
    Member,
    Team,
)
from okrboard.domain.schema import plain

Json = dict[str, object]


def handle(board: Board, member: int) -> str | None:
    """Return a member's handle, or None."""
    found = board.members.get(member)
    return found.handle if found else None


def team_name(board: Board, team: int) -> str | None:
    """Return a team's name, or None."""
    found = board.teams.get(team)
    return found.name if found else None


def ref_or_none(table: str, id: int) -> str | None:
    """Return a reference, or None for 0."""
    return reference(table, id) if id else None


def cycle_json(cycle: Cycle) -> Json:
    """Return a cycle."""
    return {
        "name": cycle.name,
        "first": plain(cycle.first),
        "last": plain(cycle.last),
        "state": cycle.state,
        "closed_on": plain(cycle.closed_on),
    }


def member_json(board: Board, member: Member) -> Json:
    """Return a member."""
    return {
        "handle": member.handle,
        "name": member.name,
        "team": team_name(board, member.team),
        "joined": plain(member.joined),
        "left": plain(member.left),
        "capacity": member.capacity,
    }


def team_json(board: Board, team: Team) -> Json:
    """Return a team with the handles of those who are in it."""
    return {
        "name": team.name,
        "lead": handle(board, team.lead),
        "members": [
            member.handle
            for member in board.members.values()
            if member.team == team.id and member.left is None
        ],
    }


def check_in_json(board: Board, check_in: CheckIn) -> Json:
    """Return a check-in."""
    return {
        "key_result": reference("key_results", check_in.key_result),
        "on": plain(check_in.on),
        "value": check_in.value,
        "confidence": check_in.confidence,
        "drivers": [
            {
                "text": driver.text,
                "share": driver.share,
                "kind": driver.kind,
                "author": handle(board, driver.author),
            }
            for driver in check_in.drivers
        ],
        "blocker": check_in.blocker,
        "fix": check_in.fix,
        "note": check_in.note,
        "author": handle(board, check_in.author),
        "source": check_in.source,
        "meeting": ref_or_none("meetings", check_in.meeting),
        "at": plain(check_in.at),
    }


def action_json(board: Board, action: Action) -> Json:
    """Return an action."""
    return {
        "ref": reference("actions", action.id),
        "title": action.title,
        "key_result": ref_or_none("key_results", action.key_result),
        "owner": handle(board, action.owner),
        "due": plain(action.due),
        "expected": action.expected,
        "state": action.state,
        "carried": action.carried,
        "reason": action.reason,
        "moved": action.moved,
        "created": plain(action.created),
        "closed": plain(action.closed),
    }


def change_json(change: Change) -> Json:
    """Return an entry of the log."""
    return {
        "id": change.id,
        "at": plain(change.at),
        "who": change.who,
        "what": change.what,
        "undoes": change.undoes or None,
    }
