"""Members and teams."""

from __future__ import annotations

from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.records import Member, Settings, Team
from okrboard.domain.rules import refuse_broken_values
from okrboard.errors import Refused
from okrboard.text import squeeze


def add_member(draft: Draft, handle: str, *, name: str = "", team: int = 0) -> Member:
    """Let a person join under a handle that nobody else has; one who left comes back."""
    handle = check_handle(handle)
    existing = draft.board.member_named(handle)
    if existing is not None:
        if existing.left is None:
            raise Refused(f"{existing.handle} is on this board already")
        draft.what = f"{existing.handle} is back"
        return draft.put(existing._replace(left=None))
    draft.what = f"{handle} joins"
    return draft.add(Member(0, handle, name=squeeze(name), team=team, joined=draft.stamp.today))


def edit_member(draft: Draft, id: int, **fields: object) -> Member:
    """Change a member's fields."""
    member = draft.board.members[id]
    changed = with_fields(member, **fields)
    if changed.handle != member.handle:
        changed = changed._replace(handle=check_handle(changed.handle))
        other = draft.board.member_named(changed.handle)
        if other is not None and other.id != id:
            raise Refused(f"{changed.handle} is somebody else's handle; choose another")
    draft.what = f"edit member {changed.handle}"
    return draft.put(changed)


def remove_member(draft: Draft, id: int) -> Member:
    """Let a member leave; what they wrote and own stays, under their name."""
    member = draft.board.members[id]
    draft.what = f"{member.handle} leaves"
    return draft.put(member._replace(left=draft.stamp.today))


def add_team(draft: Draft, name: str, *, lead: int = 0) -> Team:
    """Add a team under a name that no other team has."""
    name = squeeze(name)
    _check_team_name(draft, name, 0)
    draft.what = f"new team {name}"
    return draft.add(Team(0, name, lead=lead, position=float(len(draft.board.teams))))


def edit_team(draft: Draft, id: int, **fields: object) -> Team:
    """Change a team's fields."""
    changed = with_fields(draft.board.teams[id], **fields)
    _check_team_name(draft, changed.name, id)
    draft.what = f"edit team {changed.name}"
    return draft.put(changed)


def edit_settings(draft: Draft, **fields: object) -> Settings:
    """Change what the board decides for everybody."""
    settings = with_fields(draft.board.settings, **fields)
    draft.what = f"settings: {', '.join(sorted(fields))}"
    return draft.put(settings)


def check_handle(handle: str) -> str:
    """Return a handle that can be typed: letters, digits, `_`, `-`, `.`, at most 32 of them."""
    handle = squeeze(handle).removeprefix("@")
    if not handle:
        raise Refused("a member needs a handle, for example ana")
    refuse_broken_values(Member(0, handle), ("handle",))
    return handle


def _check_team_name(draft: Draft, name: str, id: int) -> None:
    for team in draft.board.teams.values():
        if team.id != id and team.name.casefold() == name.casefold():
            raise Refused(f"there is a team {team.name} already")
