"""`okrboard member` and `team`: who is on the board, and the groups that own objectives together.

Anybody may join; only members change anything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import changes_given, field_options, fields_given
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit import people as edits
from okrboard.domain.lookup import find_member, find_team, reference
from okrboard.domain.records import KeyResult, Member, Team
from okrboard.report.format import handle, team_name
from okrboard.report.jsonable import record_json, team_json
from okrboard.report.output_style import table
from okrboard.text import clean, shorten

_MEMBER = Positional("MEMBER", "a handle, or a unique part of a name", completes="@members")
_TEAM = Positional("TEAM", "a name, or a unique part of one", completes="@teams")


@command(
    "member add",
    Positional("HANDLE", "a short name without blanks; you, unless given", count="?"),
    *field_options("members", "handle"),
)
def add(context: Context, arguments: Arguments) -> int:
    """Let somebody join, or join yourself."""
    named = arguments.get("HANDLE")
    joining = context.who if named is None else named.strip().removeprefix("@")

    def edit(draft: Draft) -> Member:
        fields = fields_given("members", arguments, draft)
        member = draft.board.member_named(joining)
        # One who is there already under the own handle gets what is said here.
        if member is None or member.left is not None or member.handle != context.who:
            member = edits.add_member(draft, joining)
        return edits.edit_member(draft, member.id, **fields) if fields else member

    # Not `context.change`: who has not joined yet comes in by this very door.
    made = context.service.change(f"{joining} joins", edit)
    return _member_done(context, made, "is on the board")


@command("member edit", _MEMBER, *field_options("members"))
def edit(context: Context, arguments: Arguments) -> int:
    """Change a member."""

    def change(draft: Draft) -> Member:
        fields = changes_given("members", arguments, draft)
        return edits.edit_member(
            draft, find_member(draft.board, arguments.text("MEMBER")).id, **fields
        )

    made = context.change("edit member", change)
    # A team is named by a part of its name: say which one it was.
    team = f", team {team_name(context.board, made.team) or 'none'}"
    return _member_done(context, made, "is changed" + (team if arguments.has("team") else ""))


@command("member remove", _MEMBER)
def remove(context: Context, arguments: Arguments) -> int:
    """Let a member leave."""

    def edit(draft: Draft) -> Member:
        return edits.remove_member(draft, find_member(draft.board, arguments.text("MEMBER")).id)

    made = context.change("member leaves", edit)
    return _member_done(context, made, "has left; what they wrote stays")


@command("member list", Option("all", "", "those who left, too"))
def list_members(context: Context, arguments: Arguments) -> int:
    """Who is on the board."""
    board = context.board
    members = sorted(board.members.values(), key=lambda member: member.handle.casefold())
    members = [one for one in members if arguments.has("all") or one.left is None]
    owned = _owned(board)
    rows = [
        (
            member.handle,
            team_name(board, member.team) or "",
            str(len(owned.get(member.id, ()))),
            f"{member.name} (left {member.left})" if member.left else member.name,
        )
        for member in members
    ]
    none = "nobody is on this board yet; join: okrboard member add HANDLE"
    return context.answer(
        lambda: (
            table(context.look, ("handle", "team", "owns", "name"), rows, numbers=(2,)) or [none]
        ),
        lambda: [record_json(board, "members", member) for member in members],
    )


@command("member show", _MEMBER)
def show(context: Context, arguments: Arguments) -> int:
    """One member."""
    board = context.board
    member = find_member(board, arguments.text("MEMBER"))

    def lines() -> Iterator[str]:
        team = team_name(board, member.team)
        yield _named(member) + (f", team {team}" if team else "")
        for key_result in _owned(board).get(member.id, ()):
            yield f"  {reference('key_results', key_result.id)} {shorten(key_result.title)}"

    return context.answer(lines, lambda: record_json(board, "members", member))


def _member_done(context: Context, made: Member, what: str) -> int:
    sentence = f"{_named(made)} {what}"
    return context.done(sentence, lambda: record_json(context.board, "members", made))


def _named(member: Member) -> str:
    return f"{member.handle} ({member.name})" if member.name else member.handle


def _owned(board: Board) -> dict[int, list[KeyResult]]:
    """Return the key results that each member reports; none of goals that are closed."""
    owned: dict[int, list[KeyResult]] = {}
    for key_result in board.key_results.live.values():
        objective = board.objectives[key_result.objective]
        if objective.stage != "closed":
            owned.setdefault(key_result.owner or objective.owner, []).append(key_result)
    return owned


MEMBER = Noun("member", "list", (add, edit, remove, list_members, show))


@command("team add", Positional("NAME", "its name"), *field_options("teams", "name"))
def add_team(context: Context, arguments: Arguments) -> int:
    """Make a team."""

    def edit(draft: Draft) -> Team:
        return edits.add_team(
            draft, arguments.text("NAME"), **fields_given("teams", arguments, draft)
        )

    made = context.change("new team", edit)
    sentence = f"team {made.name} is on the board"
    return context.done(sentence, lambda: team_json(context.board, made))


@command("team edit", _TEAM, *field_options("teams"))
def edit_team(context: Context, arguments: Arguments) -> int:
    """Change a team."""

    def edit(draft: Draft) -> Team:
        fields = changes_given("teams", arguments, draft)
        return edits.edit_team(draft, find_team(draft.board, arguments.text("TEAM")).id, **fields)

    made = context.change("edit team", edit)
    return context.done(f"team {made.name} is changed", lambda: team_json(context.board, made))


@command("team list")
def list_teams(context: Context, _: Arguments) -> int:
    """All teams."""
    board = context.board
    teams = sorted(board.teams.values(), key=lambda team: (team.position, team.id))
    rows = [
        (handle(board, team.lead) or "", str(len(_members(board, team))), team.name)
        for team in teams
    ]
    none = "no team yet; make one: okrboard team add NAME"
    return context.answer(
        lambda: table(context.look, ("lead", "members", "name"), rows, numbers=(1,)) or [none],
        lambda: [team_json(board, team) for team in teams],
    )


@command("team show", _TEAM)
def show_team(context: Context, arguments: Arguments) -> int:
    """One team, its people and objectives."""
    board = context.board
    team = find_team(board, arguments.text("TEAM"))

    def lines() -> Iterator[str]:
        lead = handle(board, team.lead)
        yield team.name + (f", led by {lead}" if lead else "")
        for member in _members(board, team):
            yield f"  {member.handle} {member.name}".rstrip()
        now = board.cycle_on(context.today)
        for objective in board.objectives.values():
            if objective.team != team.id or objective.stage == "closed":
                continue
            # What sets it apart from those that the team works for now.
            cycle = board.cycles[objective.cycle]
            apart = [] if now is not None and now.id == cycle.id else [clean(cycle.name)]
            apart += [objective.stage] if objective.stage != "committed" else []
            ref, title = reference("objectives", objective.id), shorten(objective.title)
            yield f"  {ref} {title}" + (f" ({', '.join(apart)})" if apart else "")

    return context.answer(lines, lambda: team_json(board, team))


def _members(board: Board, team: Team) -> list[Member]:
    return [one for one in board.members.values() if one.team == team.id and one.left is None]


TEAM = Noun("team", "list", (add_team, edit_team, list_teams, show_team))
