"""`okrboard member`: who is on the board. Anybody may join; only members change anything else."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import changes_given, field_options, fields_given
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.people import add_member, edit_member, remove_member
from okrboard.domain.lookup import find_member
from okrboard.domain.records import KeyResult, Member
from okrboard.report.jsonable import record_json, team_name
from okrboard.report.output_style import table
from okrboard.text import shorten


def add(context: Context, arguments: Arguments) -> int:
    """Let a person join. One who is there already under the own handle gets what is said here."""

    def edit(draft: Draft) -> Member:
        fields = fields_given("members", arguments, draft)
        handle = _joining(context, arguments)
        known = draft.board.member_named(handle)
        if known is not None and known.left is None and known.handle == context.who:
            return edit_member(draft, known.id, **fields) if fields else known
        made = add_member(draft, handle)
        return edit_member(draft, made.id, **fields) if fields else made

    # Not `context.change`: who has not joined yet comes in by this very door.
    made = context.service.change(f"{_joining(context, arguments)} joins", edit)
    return context.done(f"{_named(made)} is on the board", lambda: _json(context, made))


def _joining(context: Context, arguments: Arguments) -> str:
    """Return the handle that joins: the one that is named, else that of who says so."""
    named = arguments.get("HANDLE")
    return context.who if named is None else named.strip().removeprefix("@")


def change(context: Context, arguments: Arguments) -> int:
    """Change a member's handle, name, team or capacity."""

    def edit(draft: Draft) -> Member:
        fields = changes_given("members", fields_given("members", arguments, draft))
        return edit_member(draft, find_member(draft.board, arguments.text("MEMBER")).id, **fields)

    made = context.change("edit member", edit)
    # A team is named by a part of its name: say which one it was.
    team = team_name(context.board, made.team) or "none"
    said = f"{_named(made)} is changed" + (f", team {team}" if arguments.has("team") else "")
    return context.done(said, lambda: _json(context, made))


def remove(context: Context, arguments: Arguments) -> int:
    """Let a member leave; what they wrote and own stays."""
    made = context.change(
        "member leaves",
        lambda draft: remove_member(draft, find_member(draft.board, arguments.text("MEMBER")).id),
    )
    return context.done(
        f"{_named(made)} has left; what they wrote stays", lambda: _json(context, made)
    )


def list_members(context: Context, arguments: Arguments) -> int:
    """Print the members, those who left with `--all`."""
    board = context.board
    members = [
        member for member in board.members.values() if arguments.has("all") or member.left is None
    ]
    members.sort(key=lambda member: member.handle.casefold())
    if context.json:
        context.emit([record_json(board, "members", member) for member in members])
        return 0
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
    lines = table(context.look, ("handle", "team", "owns", "name"), rows, numbers=(2,))
    for line in lines or ["nobody is on this board yet; join: okrboard member add HANDLE"]:
        context.say(line)
    return 0


def show(context: Context, arguments: Arguments) -> int:
    """Print one member."""
    board = context.board
    member = find_member(board, arguments.text("MEMBER"))
    if context.json:
        context.emit(record_json(board, "members", member))
        return 0
    team = team_name(board, member.team)
    context.say(_named(member) + (f", team {team}" if team else ""))
    for key_result in _owned(board).get(member.id, ()):
        context.say(f"  KR{key_result.id} {shorten(key_result.title)}")
    return 0


def _owned(board: Board) -> dict[int, list[KeyResult]]:
    """Return the key results that each member reports; none of goals that are closed."""
    found: dict[int, list[KeyResult]] = {}
    for key_result in board.key_results.live.values():
        objective = board.objectives[key_result.objective]
        if objective.stage != "closed":
            found.setdefault(key_result.owner or objective.owner, []).append(key_result)
    return found


def _named(member: Member) -> str:
    return f"{member.handle} ({member.name})" if member.name else member.handle


def _json(context: Context, member: Member) -> object:
    return record_json(context.board, "members", member)


_MEMBER = Positional("MEMBER", "a handle, or a unique part of a name", completes="@members")

NOUN = Noun(
    "member",
    "list",
    (
        Command(
            "member add",
            "let somebody join, or join yourself",
            add,
            (Positional("HANDLE", "a short name without blanks; you, unless given", count="?"),),
            field_options("members", "handle"),
        ),
        Command(
            "member edit",
            "change a member",
            change,
            (_MEMBER,),
            field_options("members"),
        ),
        Command("member remove", "let a member leave", remove, (_MEMBER,)),
        Command(
            "member list",
            "who is on the board",
            list_members,
            (),
            (Option("all", "", "those who left, too"),),
        ),
        Command("member show", "one member", show, (_MEMBER,)),
    ),
)
