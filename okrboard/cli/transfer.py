"""`okrboard import` and `export`: a table of goals from CSV, Markdown or a workbook, or a board.

What was understood is shown first. At a terminal it is asked whether to write it; elsewhere it is
written only when nothing in it could mean something else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import word
from okrboard.domain.lookup import find_cycle
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean, shorten
from okrboard.transfer import (
    ImportOptions,
    ImportReport,
    export_csv,
    export_json,
    import_any,
    plan_tables,
    read_import,
    refusal,
)

_SHOWN = 200
"""Lines of each part of a plan that are shown; `--json` has all of them."""


@command(
    "import",
    Positional(
        "FILE",
        "CSV, tab separated text, Markdown, .xlsx, .ods or JSON; - is the standard input",
        completes="@files",
    ),
    Option("dry-run", "", "show what was understood and write nothing"),
    Option("yes", "", "write it without asking, as it was understood"),
    Option(
        "map",
        "HEADER=FIELD",
        'what a column means, or "Header=" to leave it out; may be given several times',
        repeat=True,
    ),
    Option("sheet", "NAME", "which sheet of a workbook, or heading of a Markdown file"),
    Option("decimal", "MARK", "the decimal mark of its numbers, . or ,", completes=". ,"),
    Option("skip-bad", "", "leave wrong rows out instead of importing nothing"),
    Option(
        "cycle", "CYCLE", "the cycle of rows that name none; the running one", completes="@cycles"
    ),
    more="It shows what it understood and asks before it writes. okrboard export FILE.csv shows\n"
    "all columns. A whole board as JSON goes into an empty board only.\n"
    'Example: okrboard import goals.xlsx --sheet Q4 --map "Ziel 2026=objective"',
)
def import_(context: Context, arguments: Arguments) -> int:
    """Read objectives and key results from a sheet, or a whole board from JSON."""
    path, dry = arguments.text("FILE"), arguments.has("dry-run")
    if not dry:
        context.check_member()
    source = read_import(read_file(path), path)
    asks = context.has_screen and not (dry or arguments.has("yes") or source.board is not None)
    is_sure = asks or arguments.has("yes")
    plan: ImportReport | None = None

    def edit(draft: Draft) -> ImportReport:
        nonlocal plan
        if source.board is not None:
            return import_any(draft, source)
        options = _options(arguments, draft.board)
        plan = plan_tables(draft, source.tables, options)
        _check(plan, options, is_sure)
        return plan

    shown = dry or asks
    try:
        if shown:
            understood = edit(Draft(context.board, context.service.stamp()))
            _show(context, understood, path)
            if dry:
                return 0
            if understood.changes and not _yes(context):
                context.say("nothing was imported")
                return 0
        report = context.change(f"import {clean(path, 100)}", edit)
    except Refused:
        # All that is wrong with it; the error has one line for the first.
        if plan is not None:
            _show(context, plan, path)
        raise
    if context.json:
        context.emit(_json(report, written=True))
        return 0
    context.say(report.summary)
    if not shown:
        for row in report.skipped:
            context.say(f"skipped {shorten(str(row), 300)}")
        context.tell("\n".join(_understanding(report)))
    return 0


def _show(context: Context, plan: ImportReport, path: str) -> None:
    context.answer(lambda: _lines(plan, path), lambda: _json(plan, written=False), wrap=True)


def _check(plan: ImportReport, options: ImportOptions, is_sure: bool) -> None:
    """Raise `Refused` for bad rows, and for what may mean two things where nobody is sure."""
    if plan.skipped and not options.skip_bad:
        raise refusal(plan)
    if plan.questions and not is_sure:
        more = len(plan.questions) - 1
        others = f" (and {more} more to be sure of)" if more else ""
        why = f"{plan.questions[0]}{others}; nothing was imported"
        raise Refused(clean(f"{why}: --yes says that it is meant as it was read", 600))


def _options(arguments: Arguments, board: Board) -> ImportOptions:
    named = arguments.get("cycle")
    decimal = arguments.text("decimal")
    if decimal not in ("", ".", ","):
        raise UsageError("--decimal is . or , as the numbers of the file have it")
    return ImportOptions(
        arguments.has("skip-bad"),
        find_cycle(board, named).id if named else 0,
        tuple(arguments.all("map")),
        arguments.text("sheet"),
        decimal,
    )


def _yes(context: Context) -> bool:
    # Not `input()`: it loses a ctrl+c that comes right behind the prompt.
    context.write("Import it? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _lines(plan: ImportReport, path: str) -> Iterator[str]:
    """Yield a plan as text: what was understood, then what it would bring."""
    yield f"{clean(path, 100)}: {plan.layout or 'a whole board'}"
    yield from _understanding(plan)
    yield from _part("cannot be read", [shorten(str(row), 300) for row in plan.skipped])
    yield from _part("to be sure of", [shorten(text, 300) for text in plan.questions])
    yield f"it would bring: {plan.summary}"


def _understanding(report: ImportReport) -> Iterator[str]:
    columns = [f"{header or '(no name)'} → {field}" for header, field in report.columns if field]
    yield from _part("columns", [", ".join(columns)] if columns else [])
    goals = []
    for goal in report.goals:
        goals.append(f"{shorten(goal.title)}{_change(goal.change)}")
        goals += [
            f"  {one.line}  {shorten(one.title)}{': ' if one.told else ''}{one.told}"
            f"{_change(one.change)}"
            for one in goal.key_results
        ]
    yield from _part("goals", goals)
    yield from _part("left out", [str(row) for row in report.left_out])
    yield from (f"note: {shorten(note, 300)}" for note in report.notes[:_SHOWN])
    if report.ignored:
        yield f"columns that were ignored: {', '.join(report.ignored)}"


def _part(name: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return [f"{name}:", *(f"  {line}" for line in lines[:_SHOWN]), *more]


def _change(change: str) -> str:
    return f" ({change})" if change else ""


def _json(report: ImportReport, *, written: bool) -> object:
    """Return a report as data; `written` says whether the board has it now."""
    columns = [{"header": header, "field": field} for header, field in report.columns]
    return {**_plain(report), "written": written, "columns": columns}


def _plain(value: Any) -> Any:
    """Return a record, and the records in it, as JSON has them."""
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


_FORMATS = ("json", "csv")


@command(
    "export",
    Positional("FILE", "a new file .json or .csv, or -", completes="@files"),
    Option("format", "WORD", "json or csv, when the name does not say", completes="json csv"),
    Option("force", "", "replace the file when it is there"),
)
def export(context: Context, arguments: Arguments) -> int:
    """Write everything to JSON, or the goals to CSV."""
    path = arguments.text("FILE")
    form = arguments.get("format") or path.rpartition(".")[2].lower()
    if not arguments.has("format") and form not in _FORMATS:
        raise UsageError("say which format: name it FILE.json or FILE.csv, or give --format")
    form = word(form, "a format", _FORMATS)
    text = export_csv(context.board) if form == "csv" else export_json(context.board)
    if path == "-":
        context.output.write(text.encode())
        return 0
    context.service.write_file(path, text.encode(), force=arguments.has("force"))
    return context.done(
        f"{shorten(context.board.settings.name)} is in {path}",
        lambda: {"file": path, "format": form},
    )
