"""`okrboard show`: one objective, key result or action with all that is known about it.

Of a meeting that is its minutes.
"""

from __future__ import annotations

from typing import Any

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Positional
from okrboard.domain.lookup import find, parse_reference, reference
from okrboard.domain.records import Action
from okrboard.report.format import change_text
from okrboard.text import MAX_LINE, shorten


def show(context: Context, arguments: Arguments) -> int:
    """Print what a reference or a unique part of a title names; of a meeting its minutes."""
    text = arguments.text("REF")
    named = parse_reference(text)
    if named is not None and named[0] == "meetings":
        from okrboard.cli.meetings import print_minutes

        return print_minutes(context, text)
    return show_one(context, text, "objectives", "key_results", "actions")


def show_one(context: Context, text: str, *tables: str) -> int:
    """Print the record of one of some tables that a text names."""
    board = context.board
    table, record = find(board, text, *tables)
    if context.json:
        context.emit(_json(context, table, record))
        return 0
    if table == "objectives":
        from okrboard.report.goal_text import objective_lines

        lines = objective_lines(board, record, context.today, context.look)
    elif table == "key_results":
        from okrboard.report.goal_text import key_result_lines

        lines = key_result_lines(board, record, context.today, context.look)
    else:
        lines = _action_lines(context, record)
    context.tell("\n".join(lines))
    return 0


def _json(context: Context, table: str, record: Any) -> object:
    from okrboard.report.goals_json import key_result_json, objective_json
    from okrboard.report.jsonable import action_json

    if table == "objectives":
        return objective_json(context.board, record, context.today)
    if table == "key_results":
        return key_result_json(context.board, record, context.today)
    return action_json(context.board, record)


def _action_lines(context: Context, action: Action) -> list[str]:
    from okrboard.report.goal_text import action_line

    board = context.board
    lines = [action_line(board, action, MAX_LINE)]
    if key_result := board.key_results.get(action.key_result):
        lines.append(f"for {reference('key_results', key_result.id)} {shorten(key_result.title)}")
    if action.expected is not None:
        lines.append(f"expected effect {change_text(action.expected)}")
    if action.moved is not None:
        lines.append("the key result moved" if action.moved else "the key result did not move")
    if action.reason:
        lines.append(f"because: {action.reason}")
    return lines


COMMAND = Command(
    "show",
    "one objective, key result or action; a meeting's minutes",
    show,
    (
        Positional(
            "REF",
            "O12, KR34, A5, M7, or a unique part of a title",
            completes="@objectives @key_results @actions @meetings",
        ),
    ),
)
