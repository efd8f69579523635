"""The form of a cycle: any span of days; the usual four months and the quarter are suggested."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.cycles import (
    Carried,
    add_cycle,
    carried,
    edit_cycle,
    following,
    start_cycle,
    suggestions,
)
from okrboard.domain.edit.series import plan_if_none
from okrboard.domain.records import Cycle
from okrboard.service import new_uid
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import FormField
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.record_fields import record_fields
from okrboard.tui.forms.saving import changing, making

Span = tuple[str, date, date]
"""A cycle that is suggested: its name, first and last day."""

_FIELDS = "name first last *"

_LOOKS_AHEAD = 20
"""Spans one behind the other that are looked through for a free one."""


def spans(board: Board, today: date) -> list[Span]:
    """Return the usual spans that the board does not have yet: the current ones, then the next."""
    names = {cycle.name.casefold() for cycle in board.cycles.values()}
    now = suggestions(today)
    free: list[Span] = []
    # A board that has planned ahead is offered what comes behind its plans.
    for _ in range(_LOOKS_AHEAD):
        free += [span for span in now if span[0].casefold() not in names]
        now = [suggestions(last + timedelta(days=1))[i] for i, (_, _, last) in enumerate(now)]
        if len(free) > 1 and len(free) >= len(now):
            break
    return free[:4] or now


def _spans_after(board: Board, cycle: Cycle) -> list[Span]:
    """Return the spans that may follow a cycle: one like it, then the usual ones behind it."""
    names = {each.name.casefold() for each in board.cycles.values()}
    like_it = following(cycle)
    while like_it[0].casefold() in names:
        like_it = (following(cycle._replace(name=like_it[0]))[0], *like_it[1:])
    usual = suggestions(cycle.last + timedelta(days=1))
    behind = [span for span in usual if span[1] > cycle.last and span[0].casefold() not in names]
    return [like_it, *(span for span in behind if span[0] != like_it[0])]


def new_cycle(board: Board, stamp: Stamp, after: Cycle | None = None) -> Form:
    """Return the form of a new cycle: of the one after the last, or `after` a certain one."""
    last = max(board.cycles.values(), key=lambda each: (each.last, each.id), default=None)
    if after is None and last is not None and following(last)[2] >= stamp.today:
        after = last
    usual = _spans_after(board, after) if after is not None else spans(board, stamp.today)
    choices: list[tuple[Span | None, str]] = [(span, span[0]) for span in usual]
    span = ChoiceField("span", "Span", [*choices, (None, "own dates")], usual[0])
    is_now = usual[0][1] <= stamp.today <= usual[0][2]
    running = is_now and all(cycle.state != "running" for cycle in board.cycles.values())
    dates = record_fields(board, stamp.today, Cycle(0, *usual[0]), _FIELDS)

    def add(draft: Draft, name: str, first: date, last: date, running: bool, **_: Span) -> Cycle:
        made = add_cycle(draft, name, first, last, running=running)
        if running:
            plan_if_none(draft, made.id, new_uid)
        return made

    def follow(field: FormField) -> None:
        if field is span and span.value is not None:
            for each, value in zip(dates, span.value, strict=False):
                each.text = str(value)
                each.default = True

    for field in dates:
        field.opened(default=True)
    submit = making("cycle", add, lambda made: f"cycle {made.name}")
    return Form("New cycle", [span, *dates, _state(running)], submit, kind="cycle", after=follow)


def change_cycle(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes a cycle, or lets a planned one run."""
    cycle = board.cycles[id]

    def edit(draft: Draft, id: int, **changed: Any) -> tuple[Cycle, list[Carried]]:
        before, starts = draft.board, changed.pop("running", False)
        made = edit_cycle(draft, id, **changed) if changed else cycle
        if starts:
            made = start_cycle(draft, id)
            plan_if_none(draft, id, new_uid)
        return made, carried(before, draft.board, id, stamp.today)

    fields = record_fields(board, stamp.today, cycle, _FIELDS)
    if cycle.state == "planning":
        fields.append(_state(False))
    submit = changing(cycle, "cycle", edit, lambda made: _changed(*made))
    return Form(f"Cycle {cycle.name}", fields, submit, kind="cycle", record=id)


def _changed(cycle: Cycle, meetings: list[Carried]) -> str:
    """Say which series went along with a cycle's new days and which did not, in a few words."""
    went = ", ".join(each.ref for each in meetings if each.went)
    stayed = ", ".join(each.ref for each in meetings if not each.went)
    message = f"cycle {cycle.name} changed"
    message += f"; {went} went along" if went else ""
    return message + (f"; not {stayed}: see the schedule" if stayed else "")


def _state(running: bool) -> ChoiceField:
    return ChoiceField("running", "State", [(True, "running"), (False, "in planning")], running)
