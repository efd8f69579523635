"""The form of an action: who does what for a key result, until when, and what it shall bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.changes import Stamp
from okrboard.domain.describe import describe_past
from okrboard.domain.edit.actions import add_action, edit_action, usual_due
from okrboard.domain.format_numbers import format_change, plain_number
from okrboard.domain.lookup import reference
from okrboard.domain.records import Action
from okrboard.tui.forms import options
from okrboard.tui.forms.base import changing, making, told_made
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.fields import Reader, TextField
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.readers import day, number, optional


def new_action(board: Board, stamp: Stamp, key_result: int = 0) -> Form:
    """Return the form of a new action; for a key result when one is given."""
    submit = making("action", add_action, told_made, "title")
    due = usual_due(board, stamp.today, stamp.member)
    fields = _fields(board, stamp, None, key_result, owner=stamp.member, due=str(due))
    fields[2].as_default()
    return Form(
        "New action", fields, submit, kind="action", record=0, about=_for(board, key_result)
    )


def change_action(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes an action."""
    action = board.actions[id]
    due = str(action.due) if action.due else ""
    fields = _fields(board, stamp, action, action.key_result, owner=action.owner, due=due)
    ref = reference("actions", id)
    submit = changing(action, "action", edit_action, lambda _: f"{ref} changed")
    return Form(f"Action {ref}", fields, submit, kind="action", record=id)


def _fields(
    board: Board, stamp: Stamp, action: Action | None, key_result: int, *, owner: int, due: str
) -> list[TextField | PickField]:
    record = board.key_results.get(key_result)
    cycle = board.cycle_on(stamp.today)
    in_cycle = board.objectives[record.objective].cycle if record else cycle.id if cycle else 0
    picker = PickField(
        "key_result",
        "For",
        options.key_results(board, in_cycle),
        key_result,
        nobody="no key result",
        words=("belongs to a key result",),
    )

    def unit() -> str:
        chosen = board.key_results.get(picker.chosen)
        return chosen.unit if chosen else ""

    expected = action.expected if action else None
    return [
        TextField("title", "What", action.title if action else "", usual="one thing to do"),
        PickField("owner", "Who", options.members(board, owner), owner),
        TextField("due", "Until", due, read=optional(_due(stamp.today)), usual="no day"),
        picker,
        TextField(
            "expected",
            "Expected",
            "" if expected is None else f"{'+' if expected >= 0 else ''}{plain_number(expected)}",
            read=optional(_signed(unit)),
            usual="what it shall move, for example -4",
        ),
    ]


def _due(today: date) -> Reader:
    read = day(today)

    def due(text: str) -> tuple[date, str]:
        found, shown = read(text)
        return found, ", ".join(filter(None, (shown, describe_past(found, today))))

    return due


def _signed(unit: Callable[[], str]) -> Reader:
    read = number(unit)

    def signed(text: str) -> tuple[float, str]:
        value = read(text)[0]
        return value, format_change(value, unit())

    return signed


def _for(board: Board, key_result: int) -> str:
    record = board.key_results.get(key_result)
    return f"for {reference('key_results', key_result)} {record.title}" if record else ""
