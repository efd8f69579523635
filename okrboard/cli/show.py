"""`okrboard show`: one objective, key result or action with all that is known about it.

Of a meeting that is its minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Positional, command
from okrboard.domain.board import Board
from okrboard.domain.lookup import find, parse_reference, reference
from okrboard.domain.records import Action
from okrboard.report.format import change_text
from okrboard.text import MAX_LINE, shorten


@command(
    "show",
    Positional(
        "REF",
        "O12, KR34, A5, M7, or a unique part of a title",
        completes="@objectives @key_results @actions @meetings",
    ),
)
def show(context: Context, arguments: Arguments) -> int:
    """One objective, key result or action; a meeting's minutes."""
    text = arguments.text("REF")
    if (parse_reference(text) or ("", 0))[0] == "meetings":
        from okrboard.cli.meetings import print_minutes

        return print_minutes(context, text)
    return show_one(context, text, "objectives", "key_results", "actions")


def show_one(context: Context, text: str, *tables: str) -> int:
    """Print the record of one of some tables that a text names."""
    table, record = find(context.board, text, *tables)
    return context.answer(
        lambda: _lines(context, table, record), lambda: _json(context, table, record), wrap=True
    )


def tell_done(context: Context, table: str, record: Any, what: str) -> int:
    """Say what was done to an objective, key result or action, or give it as JSON; return 0."""
    line = f"{reference(table, record.id)} {shorten(record.title)}: {what}"
    return context.done(line, lambda: _json(context, table, record))


def _json(context: Context, table: str, record: Any) -> object:
    from okrboard.report.jsonable import goal_json

    return goal_json(context.board, table, record, context.today)


def _lines(context: Context, table: str, record: Any) -> Iterable[str]:
    from okrboard.report.goal_text import action_line, key_result_lines, objective_lines

    board, today, look = context.board, context.today, context.look
    if table == "objectives":
        return objective_lines(board, record, today, look)
    if table == "key_results":
        return key_result_lines(board, record, today, look)
    return [action_line(board, record, MAX_LINE), *_details(board, record)]


def _details(board: Board, action: Action) -> Iterator[str]:
    if key_result := board.key_results.get(action.key_result):
        yield f"for {reference('key_results', key_result.id)} {shorten(key_result.title)}"
    if action.expected is not None:
        yield f"expected effect {change_text(action.expected)}"
    if action.moved is not None:
        yield "the key result moved" if action.moved else "the key result did not move"
    if action.reason:
        yield f"because: {action.reason}"
