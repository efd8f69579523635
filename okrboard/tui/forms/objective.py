"""The forms of an objective: what, whose, why, who gets what; and what it serves."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Stamp
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import reference
from okrboard.domain.records import Objective, Proposal
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.advice import on_objective
from okrboard.tui.forms.base import changing, making, told_made
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, LongField, TextField
from okrboard.tui.forms.form import Form


def new_objective(board: Board, stamp: Stamp, cycle: int, **begin: object) -> Form:
    """Return the form of a new objective; it begins as a proposal.

    `begin` holds fields to start with, such as `owner`, `team` or `level` of the board's column.
    """
    member = board.members.get(stamp.member)
    usual = {"owner": stamp.member, "team": member.team if member else 0}
    record = Objective(0, "", cycle)._replace(**{**usual, **begin})  # type: ignore[arg-type]
    submit = making("objective", propose_objective, told_made, "title", "cycle")
    form = Form("New objective", _fields(board, record), submit, kind="objective")
    form.advise = on_objective
    return form


def change_objective(board: Board, id: int) -> Form:
    """Return the form that changes an objective; of a closed one its lesson and labels."""
    objective = board.objectives[id]
    closed = objective.stage == "closed"
    fields = _closed_fields(objective) if closed else _fields(board, objective)
    ref = reference("objectives", id)
    form = Form(
        f"Objective {ref}",
        fields,
        changing(objective, "objective", edit_objective, lambda _: f"{ref} changed"),
        kind="objective",
        record=id,
        about=f"{objective.title} (closed)" if closed else "",
    )
    if not closed:
        form.advise = on_objective
    return form


def _fields(board: Board, record: Objective) -> list[Field]:
    return [
        TextField("title", "Title", record.title, usual="what shall be better, in one line"),
        PickField(
            "cycle", "Cycle", options.cycles(board, record.cycle), record.cycle, nobody="none"
        ),
        PickField("owner", "Owner", options.members(board, record.owner), record.owner),
        PickField("team", "Team", options.teams(board), record.team, nobody="no team"),
        level_field(record),
        promise_field(record),
        LongField("why", "Why", record.why, usual="whose life gets better, and how"),
        LongField("company_gets", "Company gets", record.company_gets, usual="what it is worth"),
        LongField("owner_gets", "I get", record.owner_gets, usual="why I want it myself"),
        *serving_fields(board, record, record.cycle, but=record.id, nothing="nothing"),
        _labels(record, "words to filter by"),
    ]


def _closed_fields(record: Objective) -> list[Field]:
    return [
        LongField("lesson", "Lesson", record.lesson, usual="what we take along", height=3),
        _labels(record),
    ]


def _labels(record: Objective, usual: str = "") -> TextField:
    return TextField(
        "labels",
        "Labels",
        readers.labels_text(record.labels),
        read=readers.optional(readers.labels, ()),
        usual=usual,
    )


def level_field(record: Objective | Proposal) -> ChoiceField:
    """Return the field of whose goal it is: the company's, a team's, a person's."""
    return ChoiceField("level", "Level", [(word, word) for word in WORDS["Level"]], record.level)


def promise_field(record: Objective | Proposal) -> ChoiceField:
    """Return the field of how firmly it is promised; most goals are aspirational."""
    words = ("aspirational", "committed")
    return ChoiceField("commitment", "Promise", [(word, word) for word in words], record.commitment)


def serving_fields(
    board: Board,
    record: Objective | Proposal,
    cycle: int,
    *,
    but: int = 0,
    nothing: str = "nothing: it moves no other number",
) -> list[Field]:
    """Return the fields of what a goal moves, what it supports, or why it stands alone.

    It may move the goals of a cycle, all `but` itself; `nothing` is what moving none is called.
    """
    return [
        PickField(
            "contributes_to",
            "Contributes to",
            options.objectives(board, cycle, but=but),
            record.contributes_to,
            nobody=nothing,
            words=("contribute", "a circle"),
        ),
        TextField(
            "supports",
            "Supports",
            " ".join(reference("objectives", id) for id in record.supports),
            read=readers.optional(readers.references, ()),
            usual="O3 O7 ... without moving their numbers",
            words=("supported",),
        ),
        TextField(
            "stands_alone", "Stands alone", record.stands_alone, usual="why, when on purpose"
        ),
    ]


def align_form(board: Board, id: int) -> Form:
    """Return the form that places an objective among the others."""
    objective = board.objectives[id]
    ref = reference("objectives", id)
    return Form(
        f"What does {ref} serve?",
        [*serving_fields(board, objective, objective.cycle, but=id), level_field(objective)],
        changing(objective, "alignment", edit_objective, lambda _: f"{ref} is placed"),
        kind="alignment",
        record=id,
        about=objective.title,
    )
