"""`okrboard kr`: how we know that an objective is reached."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.kr_fields import FIELDS, fields_of
from okrboard.cli.kr_list import LIST
from okrboard.cli.show import show_one
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.edit.key_results import (
    add_key_result,
    edit_key_result,
    remove_key_result,
)
from okrboard.domain.lookup import find_key_result, find_objective, reference
from okrboard.domain.records import KeyResult
from okrboard.errors import UsageError
from okrboard.report.rows import values_of
from okrboard.text import shorten


def add(context: Context, arguments: Arguments) -> int:
    """Add a key result to an objective."""

    def edit(draft: Draft) -> KeyResult:
        objective = find_objective(draft.board, arguments.text("OBJECTIVE"))
        fields = fields_of(draft, arguments)
        kind = fields.get("kind", "metric")
        if kind == "metric" and "target" not in fields:
            raise UsageError(
                "a metric needs --start and --target; what has steps --step NAME, "
                "what has to stay so --keep above or below and --target"
            )
        if kind == "threshold" and "target" not in fields:
            raise UsageError("a threshold needs the bound to keep: --target N")
        return add_key_result(draft, objective.id, arguments.text("TITLE"), **fields)

    made = context.change("add key result", edit)
    _ask(context, made)
    return _said(context, made, f"{_what(made)}, for {_objective(context, made)}")


def change(context: Context, arguments: Arguments) -> int:
    """Change a key result; the old target stays in its history."""

    def edit(draft: Draft) -> KeyResult:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        fields = fields_of(draft, arguments, key_result)
        if not fields:
            raise UsageError("say what changes: --title, --target, --owner and others; see -h")
        return edit_key_result(draft, key_result.id, reason=arguments.text("reason"), **fields)

    made = context.change("edit key result", edit)
    if arguments.has("title"):
        _ask(context, made)
    return _said(context, made, f"{_what(made)}, changed")


def _ask(context: Context, made: KeyResult) -> None:
    """Ask about a key result that reads like a task or says too little; it is on the board."""
    # Imported here: only who words a key result needs the word lists.
    from okrboard.domain.value_check import check_written

    found = check_written(made)
    if found.verdict == "task":
        context.remark(f"a task? {found.reasons[0]} {found.question}")
    elif found.verdict == "unclear" and found.question:
        context.remark(f"{found.reasons[0]} {found.question}")


def remove(context: Context, arguments: Arguments) -> int:
    """Take a key result without check-ins off the board."""

    def edit(draft: Draft) -> KeyResult:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        return remove_key_result(draft, key_result.id)

    made = context.change("remove key result", edit)
    ref = reference("key_results", made.id)
    return context.done(
        f"{ref} {shorten(made.title)}: removed", lambda: {"ref": ref, "removed": True}
    )


def show(context: Context, arguments: Arguments) -> int:
    """Print one key result."""
    return show_one(context, arguments.text("REF"), "key_results")


def _what(key_result: KeyResult) -> str:
    """Return what a key result measures: `31 → 8 pages`."""
    if key_result.kind == "metric":
        return values_of(key_result, None)
    if key_result.kind == "threshold":
        return values_of(key_result, None).partition("(")[2].rstrip(")")
    steps = len(key_result.steps)
    return "yes or no" if steps == 1 else f"{steps} steps"


def _objective(context: Context, key_result: KeyResult) -> str:
    objective = context.board.objectives[key_result.objective]
    return f"{reference('objectives', objective.id)} {shorten(objective.title)}"


def _said(context: Context, made: KeyResult, what: str) -> int:
    def record() -> object:
        from okrboard.report.goals_json import key_result_json

        return key_result_json(context.board, made, context.today)

    ref = reference("key_results", made.id)
    return context.done(f"{ref} {shorten(made.title)}: {what}", record)


_REF = Positional("REF", "KR34, or a unique part of its title", completes="@key_results")

NOUN = Noun(
    "kr",
    "list",
    (
        Command(
            "kr add",
            "add a key result to an objective",
            add,
            (
                Positional(
                    "OBJECTIVE", "O12, or a unique part of its title", completes="@objectives"
                ),
                Positional("TITLE", "what is measured"),
            ),
            FIELDS,
            more='Examples: okrboard kr add O4 "Pages a week" --start 31 --target 8 --unit pages\n'
            '          okrboard kr add O4 "SOPs live" --step Backup --step Release=2\n'
            "          okrboard kr add O4 Uptime --keep above --target 99.9 --unit %",
        ),
        Command(
            "kr edit",
            "change it; the old target stays in its history",
            change,
            (_REF,),
            (
                Option("title", "TITLE", "the new title"),
                *FIELDS,
                Option("reason", "TEXT", "why the target changes", short="m"),
            ),
        ),
        Command("kr remove", "take one without check-ins off the board", remove, (_REF,)),
        LIST,
        Command("kr show", "one with its check-ins", show, (_REF,)),
    ),
)
