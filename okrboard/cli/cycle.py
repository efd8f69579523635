"""`okrboard cycle`: the spans a team works in."""

from __future__ import annotations

from datetime import date

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.options import changes_given, field_options, fields_given
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.archive import AT_HAND_DAYS
from okrboard.domain.changes import Draft
from okrboard.domain.converters import day
from okrboard.domain.edit.cycles import (
    Carried,
    add_cycle,
    carried,
    edit_cycle,
    start_cycle,
    suggestions,
)
from okrboard.domain.edit.series import plan_if_none
from okrboard.domain.lookup import find_cycle
from okrboard.domain.records import Cycle
from okrboard.errors import UsageError
from okrboard.report.jsonable import record_json
from okrboard.report.output_style import table
from okrboard.service import new_uid


def add(context: Context, arguments: Arguments) -> int:
    """Make a cycle, in planning unless it is to run at once."""

    def edit(draft: Draft) -> Cycle:
        today = draft.stamp.today
        first, last = span(
            arguments.text("NAME"), arguments.get("from"), arguments.get("to"), today
        )
        runs = arguments.has("running")
        cycle = add_cycle(draft, arguments.text("NAME"), first, last, running=runs)
        if runs:
            plan_if_none(draft, cycle.id, new_uid)
        return cycle

    made = context.change("new cycle", edit)
    return context.done(
        f"{made.name}: {made.first} to {made.last}, {made.state}", lambda: _json(context, made)
    )


def change(context: Context, arguments: Arguments) -> int:
    """Change a cycle's name or span; say what became of its meetings."""

    def edit(draft: Draft) -> tuple[Cycle, list[Carried]]:
        fields = changes_given("cycles", fields_given("cycles", arguments, draft))
        before = draft.board
        cycle = edit_cycle(draft, find_cycle(before, arguments.text("CYCLE")).id, **fields)
        return cycle, carried(before, draft.board, cycle.id, draft.stamp.today)

    made, meetings = context.change("edit cycle", edit)
    lines = [f"{made.name}: {made.first} to {made.last}, {made.state}"]
    lines += [one.sentence for one in meetings]
    return context.done("\n".join(lines), lambda: {**_json(context, made), "meetings": lines[1:]})


def start(context: Context, arguments: Arguments) -> int:
    """Let a planned cycle run, with the usual meetings if nobody has planned any."""

    def edit(draft: Draft) -> Cycle:
        cycle = start_cycle(draft, find_cycle(draft.board, arguments.text("CYCLE")).id)
        plan_if_none(draft, cycle.id, new_uid)
        return cycle

    made = context.change("start cycle", edit)
    return context.done(f"{made.name} runs", lambda: _json(context, made))


def close(context: Context, arguments: Arguments) -> int:
    """Close a cycle: what is still open in it ends with its score, proposals are put off."""
    from okrboard.domain.edit.cycles import close_cycle, open_actions

    keep = arguments.has("keep-actions")

    def edit(draft: Draft) -> tuple[Cycle, int]:
        cycle = find_cycle(draft.board, arguments.text("CYCLE")).id
        actions = len(open_actions(draft.board, cycle))
        return close_cycle(draft, cycle, keep_actions=keep), actions

    made, actions = context.change("close cycle", edit)
    said = f"{made.name} is closed; its scores are frozen"
    if actions:
        many = "1 open action" if actions == 1 else f"{actions} open actions"
        goes = "goes on" if actions == 1 else "go on"
        was = "was dropped" if actions == 1 else "were dropped"
        said += f"; {many} {goes if keep else was}"
    return context.done(said, lambda: _json(context, made))


def archive(context: Context, arguments: Arguments) -> int:
    """Move a closed cycle's history into a file of its own."""
    context.check_member()
    cycle = find_cycle(context.board, arguments.text("CYCLE"))
    context.service.archive(cycle.id)
    return context.done(
        f"{cycle.name} is archived; the board shows it as before", lambda: _json(context, cycle)
    )


def list_cycles(context: Context, _: Arguments) -> int:
    """Print every cycle, the youngest first."""
    board = context.board
    cycles = sorted(board.cycles.values(), key=lambda cycle: (cycle.first, cycle.id), reverse=True)
    if context.json:
        context.emit([_json(context, cycle) for cycle in cycles])
        return 0
    rows = [
        (
            cycle.state,
            str(cycle.first),
            str(cycle.last),
            str(len(board.objectives_in(cycle.id))),
            cycle.name,
        )
        for cycle in cycles
    ]
    heads = ("state", "from", "to", "objectives", "name")
    for line in table(context.look, heads, rows, numbers=(3,)) or _hints(context):
        context.say(line)
    return 0


def show(context: Context, arguments: Arguments) -> int:
    """Print one cycle."""
    board = context.board
    cycle = find_cycle(board, arguments.text("CYCLE"))
    if context.json:
        context.emit(_json(context, cycle))
        return 0
    context.say(f"{cycle.name}: {cycle.first} to {cycle.last}, {cycle.state}")
    for objective in board.objectives_in(cycle.id):
        context.say(f"  O{objective.id} {objective.title}")
    return 0


def span(name: str, first: str | None, last: str | None, today: date) -> tuple[date, date]:
    """Return the days of a new cycle: as typed, or as a name like `2026-T3` or `2026-Q4` says."""
    if first and last:
        begin = day(first, today)
        return begin, day(last, begin)
    if first or last:
        raise UsageError("a cycle needs both days: --from DAY --to DAY")
    known = _named_span(name, today)
    if known is None:
        raise UsageError(
            f"{shown(name)} does not say when it is: --from DAY --to DAY "
            "(a name like 2026-T3 or 2026-Q4 would)"
        )
    return known


def _named_span(name: str, today: date) -> tuple[date, date] | None:
    """Return the third or the quarter of a year that a name is, like `2026-T3` and `2026-Q4`."""
    year, dash, part = name.strip().upper().partition("-")
    months = {"T": 4, "Q": 3}.get(part[:1], 0)
    number = part[1:]
    if not (dash and months and len(year) == 4 and year.isascii() and year.isdigit()):
        return None
    if number not in ("1", "2", "3", "4")[: 12 // months] or int(year) < 1900:
        return None
    inside = today.replace(year=int(year), month=(int(number) - 1) * months + 1, day=1)
    return next((first, last) for known, first, last in suggestions(inside) if known[5] == part[0])


def _json(context: Context, cycle: Cycle) -> dict[str, object]:
    objectives = context.board.objectives_in(cycle.id)
    return {
        **record_json(context.board, "cycles", cycle),
        "objectives": [f"O{one.id}" for one in objectives],
    }


def _hints(context: Context) -> list[str]:
    usual = " or ".join(name for name, _, _ in suggestions(context.today))
    return [f"no cycle yet; make one: okrboard cycle add NAME (for example {usual}) --running"]


_CLOSE = (
    f"okrboard undo takes it back. Cycles that were closed {AT_HAND_DAYS} days ago or more are\n"
    "archived now: okrboard cycle archive -h says what that is."
)
_EDIT = (
    "Its meetings go along with the days: what ran to the last day runs to the new one, and\n"
    "reflection and goal setting that are still to come go to their usual places in the new\n"
    "span. What was put elsewhere by hand stays, and is named. okrboard undo takes back all\n"
    "of it at once."
)
_ARCHIVE = (
    "Its check-ins, ended actions, meetings and log move to a file beside the board, so\n"
    "that the board costs the same with ten cycles behind it as with none. Everything\n"
    "still shows them. They cannot be changed or undone any more. Keep the files\n"
    "together; okrboard backup copies both. Closing a cycle archives the older ones."
)
_CYCLE = Positional("CYCLE", "a name, or a unique part of one", completes="@cycles")

NOUN = Noun(
    "cycle",
    "list",
    (
        Command(
            "cycle add",
            "make a cycle",
            add,
            (Positional("NAME", "its name; 2026-T3 and 2026-Q4 know their days"),),
            (*field_options("cycles", "name"), Option("running", "", "it runs at once")),
        ),
        Command(
            "cycle edit",
            "change a name or the days",
            change,
            (_CYCLE,),
            field_options("cycles"),
            more=_EDIT,
        ),
        Command("cycle start", "let a planned cycle run", start, (_CYCLE,)),
        Command(
            "cycle close",
            "end a cycle: scores are frozen, goals end",
            close,
            (_CYCLE,),
            (
                Option(
                    "keep-actions",
                    "",
                    "open actions go on without a key result, and are not dropped",
                ),
            ),
            more=_CLOSE,
        ),
        Command(
            "cycle archive",
            "put a closed cycle's history aside",
            archive,
            (_CYCLE,),
            more=_ARCHIVE,
        ),
        Command("cycle list", "all cycles", list_cycles),
        Command("cycle show", "one cycle and its objectives", show, (_CYCLE,)),
    ),
)
