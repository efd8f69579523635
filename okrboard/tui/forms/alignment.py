"""The small form that says which goal a goal serves, or why it stands alone."""

from __future__ import annotations

from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.lookup import reference
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Objective, Proposal
    from okrboard.service import Service


def align_form(board: Board, id: int) -> Form:
    """Return the form that places an objective among the others."""
    objective = board.objectives[id]
    base = Base(objective)
    ref = reference("objectives", id)

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", objective)

        def edit(draft: Draft) -> Objective:
            base.guard(draft, changed)
            return edit_objective(draft, id, **changed)

        return Done(f"{ref} is placed", service.change("alignment", edit))

    return Form(
        f"What does {ref} serve?",
        place_fields(board, objective, objective.cycle, but=id),
        submit,
        kind="alignment",
        record=id,
        about=objective.title,
    )


def place_fields(
    board: Board, record: Objective | Proposal, cycle: int, *, but: int = 0
) -> list[Field]:
    """Return the fields that place a goal: level, what it moves, what it supports, or why alone."""
    return [
        PickField(
            "contributes_to",
            "Contributes to",
            options.objectives(board, cycle, but=but),
            record.contributes_to,
            nobody="nothing: it moves no other number",
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
        ChoiceField(
            "level",
            "Level",
            [(word, word) for word in ("company", "team", "individual")],
            record.level,
        ),
    ]
