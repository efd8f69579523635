"""`okrboard team`: the groups that own objectives together."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import changes_given, field_options, fields_given
from okrboard.cli.spec import Command, Noun, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.edit.people import add_team, edit_team
from okrboard.domain.lookup import find_team
from okrboard.domain.records import Objective, Team
from okrboard.report.jsonable import handle, team_json
from okrboard.report.output_style import table
from okrboard.text import clean, shorten


def add(context: Context, arguments: Arguments) -> int:
    """Make a team."""

    def edit(draft: Draft) -> Team:
        return add_team(draft, arguments.text("NAME"), **fields_given("teams", arguments, draft))

    made = context.change("new team", edit)
    return context.done(f"team {made.name} is on the board", lambda: _json(context, made))


def change(context: Context, arguments: Arguments) -> int:
    """Change a team's name or lead."""

    def edit(draft: Draft) -> Team:
        fields = changes_given("teams", fields_given("teams", arguments, draft))
        return edit_team(draft, find_team(draft.board, arguments.text("TEAM")).id, **fields)

    made = context.change("edit team", edit)
    return context.done(f"team {made.name} is changed", lambda: _json(context, made))


def list_teams(context: Context, _: Arguments) -> int:
    """Print the teams in their order."""
    board = context.board
    teams = sorted(board.teams.values(), key=lambda team: (team.position, team.id))
    if context.json:
        context.emit([team_json(board, team) for team in teams])
        return 0
    rows = [
        (
            handle(board, team.lead) or "",
            str(sum(m.team == team.id and m.left is None for m in board.members.values())),
            team.name,
        )
        for team in teams
    ]
    lines = table(context.look, ("lead", "members", "name"), rows, numbers=(1,))
    for line in lines or ["no team yet; make one: okrboard team add NAME"]:
        context.say(line)
    return 0


def show(context: Context, arguments: Arguments) -> int:
    """Print one team with its people and objectives."""
    board = context.board
    team = find_team(board, arguments.text("TEAM"))
    if context.json:
        context.emit(team_json(board, team))
        return 0
    lead = handle(board, team.lead)
    context.say(team.name + (f", led by {lead}" if lead else ""))
    for member in board.members.values():
        if member.team == team.id and member.left is None:
            context.say(f"  {member.handle} {member.name}".rstrip())
    for objective in board.objectives.values():
        if objective.team == team.id and objective.stage != "closed":
            context.say(f"  O{objective.id} {shorten(objective.title)}{_when(context, objective)}")
    return 0


def _when(context: Context, objective: Objective) -> str:
    """Return what sets an objective apart from those that the team works for now."""
    cycle = context.board.cycles[objective.cycle]
    now = context.board.cycle_on(context.today)
    said = [] if now is not None and now.id == cycle.id else [clean(cycle.name)]
    said += [objective.stage] if objective.stage != "committed" else []
    return f" ({', '.join(said)})" if said else ""


def _json(context: Context, team: Team) -> object:
    return team_json(context.board, team)


_TEAM = Positional("TEAM", "a name, or a unique part of one", completes="@teams")

NOUN = Noun(
    "team",
    "list",
    (
        Command(
            "team add",
            "make a team",
            add,
            (Positional("NAME", "its name"),),
            field_options("teams", "name"),
        ),
        Command(
            "team edit",
            "change a team",
            change,
            (_TEAM,),
            field_options("teams"),
        ),
        Command("team list", "all teams", list_teams),
        Command("team show", "one team, its people and objectives", show, (_TEAM,)),
    ),
)
