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
from okrboard.domain.records import Cycle, DraftKeyResult, Meeting, Proposal
from okrboard.errors import Conflict
from okrboard.service import Service
from okrboard.tui.forms.advice import on_objective
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import ListField, LongField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.key_result import (
    as_kind,
    key_result_fields,
    key_result_form,
    task_field,
)
from okrboard.tui.forms.record_fields import record_fields
from okrboard.tui.forms.records import SERVING
from okrboard.tui.forms.saving import changing, making


def direction_form(board: Board) -> Form:
    """Ask where the company is going, up to years ahead; the board keeps it."""
    text, hint = board.settings.direction, "in some years we shall ..."
    field = LongField("direction", "Direction", text, hint=hint)
    submit = changing(
        board.settings,
        "direction",
        lambda draft, _, **changed: edit_settings(draft, **changed),
        lambda _: "the direction is kept",
    )
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

    def read(text: str) -> tuple[tuple[DraftKeyResult, ...], str]:
        # One whose line is the same keeps its owner and steps.
        before = {draft_line(each): each for each in known.key_results}
        return tuple(before.get(draft_line(each), each) for each in read_drafts(text)), ""

    lines, hint = map(draft_line, known.key_results), "one a line: Pages from 31 to 8 pages"
    drafts = ListField("key_results", "Key results", "\n".join(lines), read=read, hint=hint)
    names = "title key_results why company_gets owner_gets commitment"
    day = meeting.started.date()
    fields = record_fields(board, day, known, names, table="objectives", given=[drafts])
    for field in fields:
        field.masked = masked and not isinstance(field, ChoiceField)
    title, submit = (
        "What is worth being proud of?",
        making(
            "",
            lambda draft, **values: propose(draft, meeting.id, author=author, **values),
            lambda _: "kept; one more, or esc",
            lambda board: proposal_form(board, meeting, author, handle=handle, masked=masked),
        ),
    )
    if proposal is not None:
        title, submit = f"P{known.id} {known.title}", _changing(known, f"P{known.id} changed")
    return Form(
        f"{handle}: {title}" if handle else title,
        fields,
        submit,
        kind=f"proposal M{meeting.id}",
        record=known.id or -author,
        advise=None if masked else on_objective,
    )


def place_form(board: Board, proposal: Proposal, cycle: Cycle) -> Form:
    """Ask what a goal serves, and what the company and its owner get from it."""
    names = f"company_gets owner_gets {SERVING}"
    fields = record_fields(board, cycle.first, proposal, names, table="objectives", cycle=cycle.id)
    submit = _changing(proposal, f"P{proposal.id} is placed")
    title = f"What is P{proposal.id} for?"
    return Form(title, fields, submit, "place", proposal.id, proposal.title)


def draft_key_result_form(
    board: Board, proposal: Proposal, cycle: Cycle, index: int | None = None
) -> Form:
    """Ask for a key result of a proposal, a new one without an index; the value check speaks."""
    before = proposal.key_results[index] if index is not None else DraftKeyResult("")
    task = task_field()

    def submit(form: Form, service: Service) -> Done:
        values = as_kind(before, **form.values())

        def put(draft: Draft) -> Proposal:
            now = draft.board.proposals[proposal.id].key_results
            if index is not None and (index >= len(now) or now[index] != before):
                raise Conflict(
                    "somebody changed this key result meanwhile; what you typed is still here"
                )
            made = with_fields(before._replace(title="x", steps=()), **values)
            if task.text:
                made = turn_draft(draft, proposal.meeting, task.text, made)
            if index is None:
                return add_draft_key_result(draft, proposal.id, made)
            return change_draft_key_result(draft, proposal.id, index, made)

        service.change("", put)
        return Done(f"P{proposal.id}: {values['title']}")

    where = f"P{proposal.id}" if index is None else subject(proposal.id, index)
    return key_result_form(
        f"New key result of {where}" if index is None else f"Key result {where}",
        key_result_fields(board, cycle.first, before, cycle),
        submit,
        task,
        kind=f"key result of {where}",
        about=f"of P{proposal.id} {proposal.title}",
    )


def _changing(proposal: Proposal, message: str) -> Any:
    return changing(proposal, "proposal", edit_proposal, lambda _: message)
