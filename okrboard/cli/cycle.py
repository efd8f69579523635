"""`okrboard cycle`: the spans a team works in."""

from __future__ import annotations

from datetime import date

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.options import changes_given, field_options
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.archive import AT_HAND_DAYS
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import day
from okrboard.domain.edit import cycles as edits
from okrboard.domain.edit.series import plan_if_none
from okrboard.domain.lookup import find_cycle, reference
from okrboard.domain.records import Cycle
from okrboard.errors import UsageError
from okrboard.report.jsonable import Json, record_json
from okrboard.report.output_style import table
from okrboard.service import new_uid

_CYCLE = Positional("CYCLE", "a name, or a unique part of one", completes="@cycles")


@command(
    "cycle add",
    Positional("NAME", "its name; 2026-T3 and 2026-Q4 know their days"),
    *field_options("cycles", "name"),
    Option("running", "", "it runs at once"),
)
def add(context: Context, arguments: Arguments) -> int:
    """Make a cycle."""
    name, runs = arguments.text("NAME"), arguments.has("running")

    def edit(draft: Draft) -> Cycle:
        first, last = span(name, arguments.get("from"), arguments.get("to"), draft.stamp.today)
        cycle = edits.add_cycle(draft, name, first, last, running=runs)
        if runs:
            plan_if_none(draft, cycle.id, new_uid)
        return cycle

    made = context.change("new cycle", edit)
    return context.done(_named(made), lambda: _json(context.board, made))


@command(
    "cycle edit",
    _CYCLE,
    *field_options("cycles"),
    more="Its meetings go along with the days: what ran to the last day runs to the new one, and\n"
    "reflection and goal setting that are still to come go to their usual places in the new\n"
    "span. What was put elsewhere by hand stays, and is named. okrboard undo takes back all\n"
    "of it at once.",
)
def edit(context: Context, arguments: Arguments) -> int:
    """Change a name or the days."""

    def change(draft: Draft) -> tuple[Cycle, list[edits.Carried]]:
        fields = changes_given("cycles", arguments, draft)
        before = draft.board
        cycle = edits.edit_cycle(draft, find_cycle(before, arguments.text("CYCLE")).id, **fields)
        return cycle, edits.carried(before, draft.board, cycle.id, draft.stamp.today)

    made, carried_along = context.change("edit cycle", change)
    meetings = [one.sentence for one in carried_along]
    return context.done(
        "\n".join([_named(made), *meetings]),
        lambda: {**_json(context.board, made), "meetings": meetings},
    )


@command("cycle start", _CYCLE)
def start(context: Context, arguments: Arguments) -> int:
    """Let a planned cycle run."""

    def edit(draft: Draft) -> Cycle:
        cycle = edits.start_cycle(draft, find_cycle(draft.board, arguments.text("CYCLE")).id)
        plan_if_none(draft, cycle.id, new_uid)
        return cycle

    made = context.change("start cycle", edit)
    return context.done(f"{made.name} runs", lambda: _json(context.board, made))


@command(
    "cycle close",
    _CYCLE,
    Option("keep-actions", "", "open actions go on without a key result, and are not dropped"),
    more=f"okrboard undo takes it back. Cycles that were closed {AT_HAND_DAYS} days ago or more "
    "are\narchived now: okrboard cycle archive -h says what that is.",
)
def close(context: Context, arguments: Arguments) -> int:
    """End a cycle: scores are frozen, goals end."""
    keep = arguments.has("keep-actions")

    def edit(draft: Draft) -> tuple[Cycle, int]:
        cycle = find_cycle(draft.board, arguments.text("CYCLE")).id
        actions = len(edits.open_actions(draft.board, cycle))
        return edits.close_cycle(draft, cycle, keep_actions=keep), actions

    made, actions = context.change("close cycle", edit)
    sentence = f"{made.name} is closed; its scores are frozen"
    if actions == 1:
        sentence += f"; 1 open action {'goes on' if keep else 'was dropped'}"
    elif actions:
        sentence += f"; {actions} open actions {'go on' if keep else 'were dropped'}"
    return context.done(sentence, lambda: _json(context.board, made))


@command(
    "cycle archive",
    _CYCLE,
    more="Its check-ins, ended actions, meetings and log move to a file beside the board, so\n"
    "that the board costs the same with ten cycles behind it as with none. Everything\n"
    "still shows them. They cannot be changed or undone any more. Keep the files\n"
    "together; okrboard backup copies both. Closing a cycle archives the older ones.",
)
def archive(context: Context, arguments: Arguments) -> int:
    """Put a closed cycle's history aside."""
    context.check_member()
    cycle = find_cycle(context.board, arguments.text("CYCLE"))
    context.service.archive(cycle.id)
    sentence = f"{cycle.name} is archived; the board shows it as before"
    return context.done(sentence, lambda: _json(context.board, cycle))


@command("cycle list")
def list_cycles(context: Context, _: Arguments) -> int:
    """All cycles."""
    board = context.board
    cycles = sorted(board.cycles.values(), key=lambda cycle: (cycle.first, cycle.id), reverse=True)
    heads = ("state", "from", "to", "objectives", "name")
    rows = [
        (one.state, str(one.first), str(one.last), str(len(board.objectives_in(one.id))), one.name)
        for one in cycles
    ]
    names = " or ".join(name for name, _, _ in edits.suggestions(context.today))
    none = f"no cycle yet; make one: okrboard cycle add NAME (for example {names}) --running"
    return context.answer(
        lambda: table(context.look, heads, rows, numbers=(3,)) or [none],
        lambda: [_json(board, cycle) for cycle in cycles],
    )


@command("cycle show", _CYCLE)
def show(context: Context, arguments: Arguments) -> int:
    """One cycle and its objectives."""
    board = context.board
    cycle = find_cycle(board, arguments.text("CYCLE"))
    lines = [_named(cycle)]
    lines += [
        f"  {reference('objectives', objective.id)} {objective.title}"
        for objective in board.objectives_in(cycle.id)
    ]
    return context.answer("\n".join(lines), lambda: _json(board, cycle))


def _named(cycle: Cycle) -> str:
    return f"{cycle.name}: {cycle.first} to {cycle.last}, {cycle.state}"


def _json(board: Board, cycle: Cycle) -> Json:
    refs = [reference("objectives", one.id) for one in board.objectives_in(cycle.id)]
    return {**record_json(board, "cycles", cycle), "objectives": refs}


def span(name: str, first: str | None, last: str | None, today: date) -> tuple[date, date]:
    """Return the days of a new cycle: as typed, or as a name like `2026-T3` or `2026-Q4` says."""
    if first and last:
        begin = day(first, today)
        return begin, day(last, begin)
    if first or last:
        raise UsageError("a cycle needs both days: --from DAY --to DAY")
    named = _named_span(name)
    if named is None:
        raise UsageError(
            f"{shown(name)} does not say when it is: --from DAY --to DAY "
            "(a name like 2026-T3 or 2026-Q4 would)"
        )
    return named


def _named_span(name: str) -> tuple[date, date] | None:
    """Return the third or the quarter of a year that a name is, like `2026-T3` and `2026-Q4`."""
    name = name.strip().upper()
    year = name[:4]
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) < date.max.year):
        return None
    for month in range(1, 13):
        for suggested, first, last in edits.suggestions(date(int(year), month, 1)):
            if suggested == name:
                return first, last
    return None


NOUN = Noun("cycle", "list", (add, edit, start, close, archive, list_cycles, show))
