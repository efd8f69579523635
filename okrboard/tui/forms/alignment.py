"""The small form that says which goal a goal serves, or why it stands alone."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.lookup import reference
from okrboard.tui.forms.base import changing
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.goal_fields import level_field, serving_fields


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
