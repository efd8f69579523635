"""The forms of setting goals together: the direction, proposals, their key results, their place."""

from __future__ import annotations

from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.draft_lines import draft_line, read_drafts
from okrboard.domain.edit.key_results import turn_draft
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.meeting.proposals import (
    add_draft_key_result,
    change_draft_key_result,
    edit_proposal,
    propose,
    subject,
)
from okrboard.domain.records import Cycle, DraftKeyResult, KeyResult, Meeting, Proposal
from okrboard.errors import Conflict
from okrboard.service import Service
from okrboard.tui.forms.advice import on_objective
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import Field, ListField, LongField, TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.key_result import TurnedTask, key_result_fields, read_values, wired
from okrboard.tui.forms.objective import level_field, promise_field, serving_fields

_LATER = ("weight", "checkpoints")
"""What a key result gets when it is one; nobody is asked before."""


def direction_form(board: Board) -> Form:
    """Ask where the company is going, up to years ahead; the board keeps it."""
    base = Base(board.settings)
    text = board.settings.direction

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()

        def edit(draft: Draft) -> object:
            base.guard(draft, changed)
            return edit_settings(draft, **changed)

        if changed:
            service.change("direction", edit)
        return Done("the direction is kept")

    field = LongField("direction", "Direction", text, usual="in some years we shall ...", height=6)
    return Form("Where is the company going?", [field], submit, kind="direction")


def proposal_form(
    board: Board,
    meeting: Meeting,
    author: int,
    *,
    handle: str = "",
    masked: bool = False,
    proposal: Proposal | None = None,
) -> Form:
    """Ask for a draft objective with its key results in a line each.

    On a shared screen `handle` says whose it is, and `masked` covers what is typed.
    """
    known = proposal or Proposal(0, meeting.id, "", author)
    lines = "\n".join(draft_line(each) for each in known.key_results)

    def submit(form: Form, service: Service) -> Done:
        values = form.changed() if proposal else form.values()
        if "lines" in values:
            values["key_results"] = _kept(known, read_drafts(values.pop("lines")))
        if proposal is None:
            title = values.pop("title")
            service.change("", lambda d: propose(d, meeting.id, title, author=author, **values))
            again = proposal_form(board, meeting, author, handle=handle, masked=masked)
            return Done("kept; one more, or esc", following=again)
        _change(service, base, values)
        return Done(f"P{known.id} changed")

    base = Base(known)
    fields: list[Field] = [
        TextField("title", "Objective", known.title, usual="what shall be better, in one line"),
        ListField("lines", "Key results", lines, usual="one a line: Pages from 31 to 8 pages"),
        TextField("why", "Why", known.why, usual="whose life gets better, and how"),
        TextField("company_gets", "Company gets", known.company_gets, usual="what it is worth"),
        TextField("owner_gets", "I get", known.owner_gets, usual="why I want it myself"),
        promise_field(known),
    ]
    for field in fields:
        field.masked = masked and not isinstance(field, ChoiceField)
    name = f"P{known.id} {known.title}" if proposal else "What is worth being proud of?"
    form = Form(
        f"{handle}: {name}" if handle else name,
        fields,
        submit,
        kind=f"proposal M{meeting.id}",
        record=known.id or -author,
    )
    if not masked:
        form.advise = on_objective
    return form


def draft_key_result_form(
    board: Board, proposal: Proposal, cycle: Cycle, index: int | None = None
) -> Form:
    """Ask for a key result of a proposal, a new one without an index; the value check speaks."""
    draft = proposal.key_results[index] if index is not None else DraftKeyResult("")
    record = KeyResult(
        0, 0, draft.title, draft.kind, draft.start or 0.0, draft.target or 0.0, draft.unit,
        draft.keep, draft.steps,
    )  # fmt: skip
    task = TurnedTask(f"of P{proposal.id}")

    def submit(form: Form, service: Service) -> Done:
        values = read_values(form, form.values(), record)
        for name in (*_LATER, "task", "reason"):
            values.pop(name, None)
        service.change("", lambda d: _put(d, proposal, index, draft, values, task.title))
        return Done(f"P{proposal.id}: {values['title']}")

    fields = key_result_fields(board, record, draft.owner, cycle.first)
    for field in fields:
        missing = (field.name == "start" and draft.start is None) or (
            field.name == "target" and draft.target is None
        )
        if missing:
            field.text = ""
            field.opened()
    where = subject(proposal.id, index) if index is not None else f"P{proposal.id}"
    form = Form(
        f"Key result {where}" if index is not None else f"New key result of {where}",
        fields,
        submit,
        kind=f"key result of {where}",
        about=proposal.title,
    )
    form = wired(form, None, task, promised=False)
    for name in _LATER:
        form.named(name).shown = lambda: False
    return form


def place_form(board: Board, proposal: Proposal, cycle: Cycle) -> Form:
    """Ask what a goal serves, and what the company and its owner get from it."""
    base = Base(proposal)

    def submit(form: Form, service: Service) -> Done:
        _change(service, base, form.changed())
        return Done(f"P{proposal.id} is placed")

    fields = [
        TextField("company_gets", "Company gets", proposal.company_gets, usual="what it is worth"),
        TextField("owner_gets", "I get", proposal.owner_gets, usual="why I want it myself"),
        *serving_fields(board, proposal, cycle.id),
        level_field(proposal),
    ]
    return Form(
        f"What is P{proposal.id} for?",
        fields,
        submit,
        kind="place",
        record=proposal.id,
        about=proposal.title,
    )


def _change(service: Service, base: Base, values: dict[str, Any]) -> None:
    def edit(draft: Draft) -> object:
        base.guard(draft, values)
        return edit_proposal(draft, base.record.id, **values)

    if values:
        service.change("proposal", edit)


def _kept(before: Proposal, lines: tuple[DraftKeyResult, ...]) -> tuple[DraftKeyResult, ...]:
    """Return key results read from lines, with owner and steps of those whose line is the same."""
    known = {draft_line(each): each for each in before.key_results}
    return tuple(known.get(draft_line(each), each) for each in lines)


def _put(
    draft: Draft,
    proposal: Proposal,
    index: int | None,
    before: DraftKeyResult,
    values: dict[str, Any],
    task: str,
) -> Proposal:
    now = draft.board.proposals[proposal.id].key_results
    if index is not None and (index >= len(now) or now[index] != before):
        raise Conflict("somebody changed this key result meanwhile; what you typed is still here")
    made = with_fields(before._replace(title="x", steps=()), **values)
    if task:
        made = turn_draft(draft, proposal.meeting, task, made)
    if index is None:
        return add_draft_key_result(draft, proposal.id, made)
    return change_draft_key_result(draft, proposal.id, index, made)
