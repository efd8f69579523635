"""The small form that says which goal a goal serves, or why it stands alone."""

from __future__ import annotations

from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.lookup import reference
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.goal_fields import level_field, serving_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Objective
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
        [*serving_fields(board, objective, objective.cycle, but=id), level_field(objective)],
        submit,
        kind="alignment",
        record=id,
        about=objective.title,
    )
