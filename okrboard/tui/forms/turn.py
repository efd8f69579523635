"""The form that turns a key result which is a task into an action under what it is to change."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.edit.turning import turn_into_action
from okrboard.domain.lookup import reference
from okrboard.service import Service
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.key_result import key_result_fields, read_values, wired
from okrboard.tui.forms.turned_task import TurnedTask


def turn_form(board: Board, id: int) -> Form:
    """Ask what changes when the task is done: that is the key result, and the task its action."""
    old = board.key_results[id]
    objective = board.objectives[old.objective]
    task = TurnedTask()

    def submit(form: Form, service: Service) -> Done:
        values = read_values(form, form.values())
        values.pop("task", None)
        title = values.pop("title")
        made = service.change("task", lambda draft: turn_into_action(draft, id, title, **values))
        ref = reference("key_results", made.id)
        return Done(f"{ref} {made.title}, with {reference('actions', made.from_action)}", made)

    form = Form(
        "What changes, and for whom, when that is done?",
        key_result_fields(board, None, old.owner, board.cycles[objective.cycle].first),
        submit,
        kind="turned task",
        record=id,
        about=f"with the action “{old.title}”",
    )
    form = wired(form, None, task, promised=False)
    # It is one turn: what is typed now is not turned again.
    task.field.text = old.title
    task.field.opened()
    return form
