"""The form of a cycle: any span of days; the usual four months and the quarter are suggested."""

from __future__ import annotations

from datetime import date, timedelta

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
from okrboard.service import Service, new_uid
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.readers import day

Span = tuple[str, date, date]


LOOKS_AHEAD = 20
"""Spans one behind the other that are looked through for a free one."""


def spans(board: Board, today: date) -> list[Span]:
    """Return the usual spans that the board does not have yet: the current ones, then the next."""
    names = {cycle.name.casefold() for cycle in board.cycles.values()}
    now, found = suggestions(today), []
    # A board that has planned ahead is offered what comes behind its plans.
    for _ in range(LOOKS_AHEAD):
        found += [span for span in now if span[0].casefold() not in names]
        now = [suggestions(last + timedelta(days=1))[i] for i, (_, _, last) in enumerate(now)]
        if len(found) > 1 and len(found) >= len(now):
            break
    return found[:4] or now


def spans_after(board: Board, cycle: Cycle) -> list[Span]:
    """Return the spans that may follow a cycle: one like it, then the usual ones behind it."""
    names = {each.name.casefold() for each in board.cycles.values()}
    like_it = following(cycle)
    while like_it[0].casefold() in names:
        like_it = (following(cycle._replace(name=like_it[0]))[0], *like_it[1:])
    usual = suggestions(cycle.last + timedelta(days=1))
    behind = [span for span in usual if span[1] > cycle.last and span[0].casefold() not in names]
    return [like_it, *(span for span in behind if span[0] != like_it[0])]


def _last(board: Board, today: date) -> Cycle | None:
    """Return the cycle behind which the board goes on; None where that would be in the past."""
    last = max(board.cycles.values(), key=lambda each: (each.last, each.id), default=None)
    return last if last is not None and following(last)[2] >= today else None


def new_cycle(board: Board, stamp: Stamp, after: Cycle | None = None) -> Form:
    """Return the form of a new cycle: of the one after the last, or `after` a certain one."""
    after = after or _last(board, stamp.today)
    usual = spans_after(board, after) if after is not None else spans(board, stamp.today)
    first = usual[0]
    choices = [(span, span[0]) for span in usual]
    span = ChoiceField("span", "Span", [*choices, (None, "own dates")], first)
    fields: list[Field] = [span, *_fields(stamp.today, *first), _state(_runs(board, first, stamp))]

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        name, begin, end = values["name"], values["first"], values["last"]

        def edit(draft: Draft) -> Cycle:
            made = add_cycle(draft, name, begin, end, running=values["running"])
            if values["running"]:
                plan_if_none(draft, made.id, new_uid)
            return made

        made = service.change("cycle", edit)
        return Done(f"cycle {made.name}", made)

    form = Form("New cycle", fields, submit, kind="cycle")

    def follow(field: Field) -> None:
        if field is span and span.value is not None:
            for name, value in zip(("name", "first", "last"), span.value, strict=True):
                form.named(name).text = str(value)
                form.named(name).as_default()

    follow(span)
    form.after = follow
    return form


def change_cycle(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes a cycle, or lets a planned one run."""
    cycle = board.cycles[id]
    base = Base(cycle)
    fields = _fields(stamp.today, cycle.name, cycle.first, cycle.last)
    if cycle.state == "planning":
        fields.append(_state(False))

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", cycle)

        def edit(draft: Draft) -> tuple[Cycle, list[Carried]]:
            before = draft.board
            dates = {name: value for name, value in changed.items() if name != "running"}
            base.guard(draft, dates)
            made = edit_cycle(draft, id, **dates) if dates else cycle
            if changed.get("running"):
                made = start_cycle(draft, id)
                plan_if_none(draft, id, new_uid)
            return made, carried(before, draft.board, id, stamp.today)

        made, meetings = service.change("cycle", edit)
        return Done("; ".join([f"cycle {made.name} changed", *_along(meetings)]), made)

    return Form(f"Cycle {cycle.name}", fields, submit, kind="cycle", record=id)


def _along(meetings: list[Carried]) -> list[str]:
    """Say which series went along with a cycle's new days and which did not, in a few words."""
    went = ", ".join(one.ref for one in meetings if one.went)
    stayed = ", ".join(one.ref for one in meetings if not one.went)
    told = (
        f"{went} went along" if went else "",
        f"not {stayed}: see the schedule" if stayed else "",
    )
    return [each for each in told if each]


def _fields(today: date, name: str, first: date, last: date) -> list[Field]:
    read = day(today)
    return [
        TextField("name", "Name", name, words=("needs a name", "there is a cycle")),
        TextField("first", "First day", str(first), read=read),
        TextField("last", "Last day", str(last), read=read, words=("ends after", "longer than")),
    ]


def _state(running: bool) -> ChoiceField:
    return ChoiceField("running", "State", [(True, "running"), (False, "in planning")], running)


def _runs(board: Board, span: Span, stamp: Stamp) -> bool:
    running = any(cycle.state == "running" for cycle in board.cycles.values())
    return span[1] <= stamp.today <= span[2] and not running
