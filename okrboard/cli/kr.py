"""`okrboard kr`: how we know that an objective is reached."""

from __future__ import annotations

from typing import Any

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.goal_filter import GoalFilter
from okrboard.cli.options import (
    CYCLE,
    KEY_RESULT,
    OBJECTIVE,
    changes_given,
    field_options,
    fields_given,
)
from okrboard.cli.show import show_command, tell_done
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.changes import Draft
from okrboard.domain.converters import cycle_id, day, number
from okrboard.domain.edit.check_ins import known_values
from okrboard.domain.edit.key_results import add_key_result, edit_key_result, remove_key_result
from okrboard.domain.formulas import plausible
from okrboard.domain.lookup import find_key_result, find_objective, reference
from okrboard.domain.measure import measure
from okrboard.domain.parse_values import far_off, in_doubt
from okrboard.domain.records import Checkpoint, KeyResult, Step
from okrboard.errors import Refused, UsageError
from okrboard.report.board_text import key_result_table
from okrboard.report.format import values_of
from okrboard.report.jsonable import key_result_json
from okrboard.text import shorten, squeeze

_YES_NO = Option("yes-no", "", "it is reached or not: one single step")


@command(
    "kr add",
    OBJECTIVE._replace(metavar="OBJECTIVE"),
    Positional("TITLE", "what is measured"),
    *field_options("key_results", "title"),
    _YES_NO,
    more='Examples: okrboard kr add O4 "Pages a week" --start 31 --target 8 --unit pages\n'
    '          okrboard kr add O4 "SOPs live" --step Backup --step Release=2\n'
    "          okrboard kr add O4 Uptime --keep above --target 99.9 --unit %",
)
def add(context: Context, arguments: Arguments) -> int:
    """Add a key result to an objective."""

    def edit(draft: Draft) -> KeyResult:
        objective = find_objective(draft.board, arguments.text("OBJECTIVE"))
        fields = _fields(draft, arguments)
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
    objective = context.board.objectives[made.objective]
    of = f"{reference('objectives', objective.id)} {shorten(objective.title)}"
    return tell_done(context, "key_results", made, f"{_what(made)}, for {of}")


@command(
    "kr edit",
    KEY_RESULT,
    *field_options("key_results"),
    _YES_NO,
    Option("reason", "TEXT", "why the target changes", short="m"),
)
def edit(context: Context, arguments: Arguments) -> int:
    """Change it; the old target stays in its history."""

    def change(draft: Draft) -> KeyResult:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        fields = _fields(draft, arguments, key_result)
        fields = fields or changes_given("key_results", arguments, draft)
        return edit_key_result(draft, key_result.id, reason=arguments.text("reason"), **fields)

    made = context.change("edit key result", change)
    if arguments.has("title"):
        _ask(context, made)
    return tell_done(context, "key_results", made, f"{_what(made)}, changed")


def _ask(context: Context, made: KeyResult) -> None:
    """Ask about a key result that reads like a task or says too little; it is on the board."""
    # Imported here: only who words a key result needs the word lists.
    from okrboard.domain.value_check import check_written

    judged = check_written(made)
    if judged.verdict == "task":
        context.remark(f"a task? {judged.reasons[0]} {judged.question}")
    elif judged.verdict == "unclear" and judged.question:
        context.remark(f"{judged.reasons[0]} {judged.question}")


def _what(key_result: KeyResult) -> str:
    """Return what a key result measures: `31 → 8 pages`."""
    if key_result.kind == "metric":
        return values_of(key_result, None)
    if key_result.kind == "threshold":
        return values_of(key_result, None).partition("(")[2].rstrip(")")
    steps = len(key_result.steps)
    return "yes or no" if steps == 1 else f"{steps} steps"


@command("kr remove", KEY_RESULT)
def remove(context: Context, arguments: Arguments) -> int:
    """Take one without check-ins off the board."""

    def edit(draft: Draft) -> KeyResult:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        return remove_key_result(draft, key_result.id)

    made = context.change("remove key result", edit)
    ref = reference("key_results", made.id)
    return context.done(
        f"{ref} {shorten(made.title)}: removed", lambda: {"ref": ref, "removed": True}
    )


def _fields(draft: Draft, arguments: Arguments, known: KeyResult | None = None) -> dict[str, Any]:
    """Return the fields that were given; `known` is the key result that they change."""
    unit = arguments.get("unit") or (known.unit if known else "")
    fields = fields_given("key_results", arguments, draft)
    fields.update(_way(draft, arguments, unit, known))
    if arguments.has("step"):
        old = {step.name.casefold(): step for step in known.steps} if known else {}
        fields["steps"] = tuple(_step(text, old) for text in arguments.all("step"))
    if arguments.has("checkpoint"):
        fields["checkpoints"] = tuple(
            _checkpoint(draft, text, unit) for text in arguments.all("checkpoint")
        )
    if arguments.has("step") or arguments.has("yes-no"):
        fields.setdefault("kind", "milestones")
    elif arguments.has("keep"):
        fields.setdefault("kind", "threshold")
    return fields


def _way(
    draft: Draft, arguments: Arguments, unit: str, known: KeyResult | None
) -> dict[str, object]:
    """Return start and target on one scale, and the unit they are written in where none is given.

    Raises `InDoubt` for what may be two, or is far from all that the key result has been.
    """
    texts = {name: arguments.text(name) for name in ("start", "target") if arguments.has(name)}
    if not texts:
        return {}
    from okrboard.domain.parse_values import read_together

    beside = known_values(draft.board, known) if known else ()
    try:
        read = read_together(texts, unit, known=beside)
    except ValueError as error:
        for text in texts.values():
            number(text, unit)
        raise UsageError(str(error)) from None
    for name, one in read.values.items():
        if one.others:
            raise in_doubt(texts[name], (one.value, *one.others))
        if not one.exact and not plausible(one.value, beside):
            raise far_off(texts[name], one.value, unit, beside)
    if read.question:
        raise Refused(read.question)
    fields: dict[str, object] = {name: one.value for name, one in read.values.items()}
    return fields if unit or not read.unit else {**fields, "unit": read.unit}


def _step(text: str, old: dict[str, Step]) -> Step:
    """Read `Release` or `Release=2`; a step that was there stays as done as it was."""
    name, equals, typed = text.rpartition("=")
    try:
        weight = number(typed) if equals else None
    except UsageError:
        # A name may hold the sign: only a number behind the last one is a weight.
        weight = None
    name = squeeze(name if weight is not None else text)
    if not name:
        raise UsageError(f"{shown(text)} is no step; write NAME or NAME=WEIGHT")
    before = old.get(name.casefold(), Step(name, 1.0))
    return before._replace(name=name, weight=before.weight if weight is None else weight)


def _checkpoint(draft: Draft, text: str, unit: str) -> Checkpoint:
    when, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{shown(text)} is no checkpoint; write DAY=VALUE, as 2026-10-30=20")
    return Checkpoint(day(when, draft.stamp.today), number(value, unit))


@command(
    "kr list",
    Option("objective", "REF", "only those of an objective", completes="@objectives"),
    CYCLE,
    Option("all", "", "those of all cycles"),
    *GoalFilter.OPTIONS,
)
def list_key_results(context: Context, arguments: Arguments) -> int:
    """The key results of a cycle."""
    board, today = context.board, context.today
    wanted = GoalFilter(context, arguments)
    every = (
        measure(board, one, board.cycles[board.objectives[one.objective].cycle], today)
        for one in _chosen(context, arguments)
    )
    measures = [one for one in every if wanted.has_key_result(one)]
    none = "no such key result; add one: okrboard kr add OBJECTIVE TITLE"
    return context.answer(
        lambda: key_result_table(board, measures, today, context.look) or [none],
        lambda: [key_result_json(board, one.key_result, today) for one in measures],
    )


def _chosen(context: Context, arguments: Arguments) -> list[KeyResult]:
    board = context.board
    if arguments.has("objective"):
        return board.key_results_of(find_objective(board, arguments.text("objective")).id)
    if arguments.has("all") or not board.cycles:
        return sorted(board.key_results.values(), key=lambda one: one.id)
    cycle = cycle_id(board, arguments.get("cycle"), context.today)
    return [
        key_result
        for objective in board.objectives_in(cycle)
        for key_result in board.key_results_of(objective.id)
    ]


NOUN = Noun(
    "kr",
    "list",
    (
        add,
        edit,
        remove,
        list_key_results,
        show_command("kr", "one with its check-ins", KEY_RESULT, "key_results"),
    ),
)
