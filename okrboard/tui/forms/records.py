"""The forms of objectives, actions, members, teams and of the board's settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.domain import fields as declared
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.describe import describe_past
from okrboard.domain.edit.actions import add_action, edit_action, usual_due
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.domain.edit.people import (
    add_member,
    add_team,
    edit_member,
    edit_settings,
    edit_team,
    remove_member,
)
from okrboard.domain.format_numbers import format_change
from okrboard.domain.lookup import reference
from okrboard.domain.records import TABLE_OF, Action, Member, Objective, Team
from okrboard.tui.forms import readers
from okrboard.tui.forms.advice import on_objective
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import FormField
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.record_fields import record_fields
from okrboard.tui.forms.saving import changing, making, named

OBJECTIVE = (
    "title cycle owner team level commitment why company_gets owner_gets contributes_to supports "
    "stands_alone labels * -lesson"
)
"""The fields of an objective that is not closed."""

SERVING = "contributes_to supports stands_alone level"
"""The fields of what a goal moves, what it supports, or why it stands alone."""


def new_objective(board: Board, stamp: Stamp, cycle: int, **begin: Any) -> Form:
    """Return the form of a new proposal in a cycle; `begin` are values it begins with."""
    member = board.members.get(stamp.member)
    usual = {"owner": stamp.member, "team": member.team if member else 0}
    record = Objective(0, "", cycle)._replace(**{**usual, **begin})
    submit = making("objective", propose_objective, named)
    fields = record_fields(board, stamp.today, record, OBJECTIVE)
    return Form("New objective", fields, submit, kind="objective", advise=on_objective)


def change_objective(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes an objective; of a closed one its lesson and labels."""
    objective = board.objectives[id]
    closed = objective.stage == "closed"
    names = "lesson labels" if closed else OBJECTIVE
    fields = record_fields(board, stamp.today, objective, names)
    form = _change_form("objective", objective, fields, edit_objective)
    if closed:
        form.about = f"{objective.title} (closed)"
    else:
        form.advise = on_objective
    return form


def align_form(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that places an objective among the others."""
    objective = board.objectives[id]
    ref = reference("objectives", id)
    return Form(
        f"What does {ref} serve?",
        record_fields(board, stamp.today, objective, SERVING),
        changing(objective, "alignment", edit_objective, lambda _: f"{ref} is placed"),
        kind="alignment",
        record=id,
        about=objective.title,
    )


def new_action(board: Board, stamp: Stamp, key_result: int = 0) -> Form:
    """Return the form of a new action; for a key result when one is given."""
    due = usual_due(board, stamp.today, stamp.member)
    record = Action(0, "", key_result, stamp.member, due)
    about = f"for {named(board.key_results[key_result])}" if key_result else ""
    fields, submit = action_fields(board, stamp, record), making("action", add_action, named)
    return Form("New action", fields, submit, "action", about=about)


def change_action(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes an action."""
    action = board.actions[id]
    return _change_form("action", action, action_fields(board, stamp, action), edit_action)


def action_fields(
    board: Board, stamp: Stamp, action: Action, names: str = "title owner due key_result *"
) -> list[FormField]:
    """Return the fields of an action: who does what until when, and what it shall bring."""
    today, record = stamp.today, board.key_results.get(action.key_result)
    current = board.cycle_on(today)
    cycle = board.objectives[record.objective].cycle if record else current.id if current else 0
    (picker,) = record_fields(board, today, action, "key_result", cycle=cycle)

    def unit() -> str:
        chosen = board.key_results.get(int(picker.text))
        return chosen.unit if chosen else ""

    def effect(text: str) -> tuple[float, str]:
        value = readers.number(unit)(text)[0]
        return value, format_change(value, unit())

    due = readers.day(today, remark=lambda day: describe_past(day, today))
    read = {"due": readers.optional(due), "expected": readers.optional(effect)}
    fields = record_fields(board, today, action, names, given=[picker], read=read)
    if not action.id:
        # The day is a suggestion.
        for field in fields:
            field.opened(default=field.name == "due")
    return fields


def new_member(board: Board, stamp: Stamp, *, ends: bool = False) -> Form:
    """Return the form that lets somebody join, and after them the next one.

    With `ends` enter on nothing ends the row of them.
    """
    fields = record_fields(board, stamp.today, Member(0, ""), "handle name team")
    submit = making(
        "member",
        add_member,
        lambda made: f"{made.handle} joins; who else? enter ends",
        lambda board: new_member(board, stamp, ends=True),
    )
    return Form("New member", fields, submit, "member", ends=ends)


def change_member(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes a member, or lets them leave."""
    member = board.members[id]
    here = ChoiceField("here", "Is", [(True, "on the board"), (False, "gone")], member.left is None)
    fields = record_fields(board, stamp.today, member, "handle name team *")
    return _change_form("member", member, [*fields, here], _edit_member)


def _edit_member(draft: Draft, id: int, here: bool | None = None, **fields: object) -> Member:
    member = edit_member(draft, id, **fields) if fields else draft.board.members[id]
    if here is None:
        return member
    return add_member(draft, member.handle) if here else remove_member(draft, id)


def new_team(board: Board, stamp: Stamp) -> Form:
    """Return the form of a new team."""
    submit = making("team", add_team, lambda team: f"team {team.name}")
    fields = record_fields(board, stamp.today, Team(0, ""), "name lead")
    return Form("New team", fields, submit, kind="team")


def change_team(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes a team."""
    team = board.teams[id]
    fields = record_fields(board, stamp.today, team, "name lead *")
    return _change_form("team", team, fields, edit_team)


def _change_form(
    kind: str, record: Any, fields: list[FormField], use_case: Callable[..., Any]
) -> Form:
    """Return the form that changes a record of a kind, called by its reference, handle or name."""

    def name(record: Any) -> str:
        if isinstance(record, Objective | Action):
            return reference(TABLE_OF[type(record)], record.id)
        return record.handle if isinstance(record, Member) else record.name

    submit = changing(record, kind, use_case, lambda changed: f"{name(changed)} changed")
    return Form(f"{kind.capitalize()} {name(record)}", fields, submit, kind, record.id)


_SETTINGS = (
    declared.Field("name", "Name", "what the board is called"),
    declared.Field("timezone", "Time zone", "whose midnight ends a day"),
    declared.Field("direction", "Direction", "where the company is going"),
    declared.Field("check_in_weekday", "Check-in", "the day of the weekly check-in"),
    declared.Field("cadence_days", "Every", "days between check-ins"),
    declared.Field("grace_days", "Grace", "days before it is stale"),
    declared.Field("at_risk_gap", "At risk from", "points behind pace"),
    declared.Field("off_track_gap", "Off track from", "points behind pace"),
    declared.Field("early_share", "Too early for", "per cent of a cycle"),
    declared.Field("dot_votes", "Dots to vote", "for each person"),
)
"""What the board decides for everybody."""


def change_settings(board: Board, stamp: Stamp) -> Form:
    """Return the form of what the board decides for everybody."""
    return Form(
        "Board settings",
        record_fields(board, stamp.today, board.settings, "*", declared=_SETTINGS),
        changing(
            board.settings,
            "settings",
            lambda draft, _, **changed: edit_settings(draft, **changed),
            lambda changed: f"{changed.name} changed",
        ),
        kind="settings",
        record=1,
    )
