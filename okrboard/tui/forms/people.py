"""The forms of members, teams and the board's own settings."""

from __future__ import annotations

from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.people import (
    add_member,
    add_team,
    edit_member,
    edit_settings,
    edit_team,
    remove_member,
)
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.records import Member, Settings, Team
from okrboard.service import Service
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.base import Base, changing, making
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, LongField, TextField
from okrboard.tui.forms.form import Done, Form


def new_member(board: Board) -> Form:
    """Return the form that lets somebody join, and after them the next one."""

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        handle = values.pop("handle")
        made = service.change("member", lambda draft: add_member(draft, handle, **values))
        following = new_member(service.board)
        following.ends = True
        return Done(f"{made.handle} joins; who else? enter ends", made, following)

    fields = _member_fields(board, "", "", 0)
    return Form("New member", fields, submit, kind="member")


def change_member(board: Board, id: int) -> Form:
    """Return the form that changes a member, or lets them leave."""
    member = board.members[id]
    base = Base(member)

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", member)

        def edit(draft: Draft) -> Member:
            fields = {name: value for name, value in changed.items() if name != "here"}
            base.guard(draft, fields)
            made = edit_member(draft, id, **fields) if fields else member
            if "here" not in changed:
                return made
            return add_member(draft, made.handle) if changed["here"] else remove_member(draft, id)

        made = service.change("member", edit)
        return Done(f"{made.handle} changed", made)

    fields = [
        *_member_fields(board, member.handle, member.name, member.team),
        TextField("capacity", "Capacity", str(member.capacity), read=readers.whole(0, 99)),
        ChoiceField("here", "Is", [(True, "on the board"), (False, "gone")], member.left is None),
    ]
    return Form(f"Member {member.handle}", fields, submit, kind="member", record=id)


def new_team(board: Board) -> Form:
    """Return the form of a new team."""
    submit = making("team", add_team, lambda team: f"team {team.name}", "name")
    return Form("New team", _team_fields(board, "", 0), submit, kind="team")


def change_team(board: Board, id: int) -> Form:
    """Return the form that changes a team."""
    team = board.teams[id]
    fields = _team_fields(board, team.name, team.lead)
    submit = changing(team, "team", edit_team, _named_changed)
    return Form(f"Team {team.name}", fields, submit, kind="team", record=id)


def change_settings(board: Board) -> Form:
    """Return the form of what the board decides for everybody."""
    now = board.settings
    percent = readers.number(lambda: "%")
    weekdays = [(number, name.capitalize()) for number, name in enumerate(WEEKDAYS)]
    fields: list[Field] = [
        TextField("name", "Name", now.name, words=("needs a name",)),
        TextField("timezone", "Time zone", now.timezone, read=readers.zone),
        LongField("direction", "Direction", now.direction, usual="where the company is going"),
        ChoiceField("check_in_weekday", "Check-in", weekdays, now.check_in_weekday),
        TextField(
            "cadence_days",
            "Every",
            str(now.cadence_days),
            read=readers.whole(1, 366),
            usual="days between check-ins",
        ),
        TextField(
            "grace_days",
            "Grace",
            str(now.grace_days),
            read=readers.whole(0, 366),
            usual="days before it is stale",
        ),
        TextField("at_risk_gap", "At risk from", f"{now.at_risk_gap:g}", read=percent),
        TextField("off_track_gap", "Off track from", f"{now.off_track_gap:g}", read=percent),
        TextField("early_share", "Too early for", f"{now.early_share * 100:g}", read=readers.share),
        TextField("dot_votes", "Dots to vote", str(now.dot_votes), read=readers.whole(1, 99)),
    ]
    submit = changing(now, "settings", _edit_settings, _named_changed)
    return Form("Board settings", fields, submit, kind="settings", record=1)


def _edit_settings(draft: Draft, _: int, **fields: object) -> Any:
    return edit_settings(draft, **fields)


def _named_changed(record: Team | Settings) -> str:
    return f"{record.name} changed"


def _member_fields(board: Board, handle: str, name: str, team: int) -> list[Field]:
    return [
        TextField("handle", "Handle", handle, usual="one short word, for example ana"),
        TextField("name", "Name", name, usual="as people call them"),
        PickField("team", "Team", options.teams(board), team, nobody="no team"),
    ]


def _team_fields(board: Board, name: str, lead: int) -> list[Field]:
    return [
        TextField("name", "Name", name, words=("needs a name", "there is a team")),
        PickField("lead", "Lead", options.members(board, lead), lead),
    ]
