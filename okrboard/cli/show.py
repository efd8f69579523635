"""`okrboard show`: one objective, key result or action with all that is known about it.

Of a meeting that is its minutes.
"""

from __future__ import annotations

from typing import Any

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Positional, command
from okrboard.domain.lookup import find, parse_reference, reference
from okrboard.report.goal_text import goal_lines
from okrboard.report.jsonable import goal_json
from okrboard.text import shorten


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
    return _show_one(context, text, "objectives", "key_results", "actions")


def _show_one(context: Context, text: str, *tables: str) -> int:
    """Print the record of one of some tables that a text names."""
    board, today = context.board, context.today
    table, record = find(board, text, *tables)
    return context.answer(
        lambda: goal_lines(board, table, record, today, context.look),
        lambda: goal_json(board, table, record, today),
        wrap=True,
    )


def show_command(noun: str, help: str, ref: Positional, table: str) -> Command:
    """Return the verb `show` of a noun, whose records are in one table."""

    def show(context: Context, arguments: Arguments) -> int:
        return _show_one(context, arguments.text("REF"), table)

    return Command(f"{noun} show", help, show, (ref,))


def tell_done(context: Context, table: str, record: Any, what: str) -> int:
    """Say what was done to an objective, key result or action, or give it as JSON; return 0."""
    line = f"{reference(table, record.id)} {shorten(record.title)}: {what}"
    return context.done(line, lambda: goal_json(context.board, table, record, context.today))
