"""`okrboard import` and `export`: a table of goals from CSV, Markdown or a workbook, or a board.

What was understood is shown first. At a terminal it is asked whether to write it; elsewhere it is
written only when nothing in it could mean something else.
"""

from __future__ import annotations

import sys

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import word
from okrboard.domain.lookup import find_cycle
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean, shorten
from okrboard.transfer import ImportOptions, ImportReport

SHOWN = 200
"""Lines of each part of a plan that are shown; `--json` has all of them."""


def import_(context: Context, arguments: Arguments) -> int:
    """Import a file as one change, or nothing of it where it is wrong or could mean two things."""
    from okrboard.transfer import import_any, plan_tables, read_import, tables_of

    path = arguments.text("FILE")
    dry = arguments.has("dry-run")
    if not dry:
        context.check_member()
    source = read_import(read_file(path), path)
    asks = context.has_screen and not (dry or arguments.has("yes") or source.kind == "json")
    is_sure = asks or arguments.has("yes")
    understood: ImportReport | None = None

    def edit(draft: Draft) -> ImportReport:
        nonlocal understood
        if source.kind == "json":
            return import_any(draft, source)
        told = _told(arguments, draft.board)
        understood = plan_tables(draft, tables_of(source), told)
        _check(understood, told, is_sure)
        draft.what = f"import: {understood.summary}"
        return understood

    shown = dry or asks
    try:
        if shown:
            plan = edit(Draft(context.board, context.service.stamp()))
            _show(context, plan, path)
            if dry:
                return 0
            if plan.changes and not _yes(context):
                context.say("nothing was imported")
                return 0
        report = context.change(f"import {clean(path, 100)}", edit)
    except Refused:
        # All that is wrong with it; the error has one line for the first.
        if understood is not None:
            _show(context, understood, path)
        raise
    return _done(context, report, shown=shown)


def _show(context: Context, plan: ImportReport, path: str) -> None:
    if context.json:
        context.emit(_json(plan, written=False))
    else:
        context.tell("\n".join(_lines(plan, path)))


def _check(plan: ImportReport, told: ImportOptions, is_sure: bool) -> None:
    """Raise `Refused` for bad rows, and for what may mean two things where nobody is sure."""
    from okrboard.transfer import refusal

    if plan.skipped and not told.skip_bad:
        raise refusal(plan)
    if plan.questions and not is_sure:
        more = len(plan.questions) - 1
        others = f" (and {more} more to be sure of)" if more else ""
        raise Refused(
            clean(
                f"{plan.questions[0]}{others}; nothing was imported: --yes says that it is meant "
                "as it was read",
                600,
            )
        )


def _told(arguments: Arguments, board: Board) -> ImportOptions:
    from okrboard.transfer import ImportOptions

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


def _done(context: Context, report: ImportReport, *, shown: bool) -> int:
    if context.json:
        context.emit(_json(report, written=True))
        return 0
    context.say(report.summary)
    if shown:
        return 0
    for row in report.skipped:
        context.say(f"skipped {shorten(str(row), 300)}")
    context.tell("\n".join(_understanding(report)))
    return 0


def _lines(plan: ImportReport, path: str) -> list[str]:
    """Return a plan as text: what was understood, then what it would bring."""
    lines = [f"{clean(path, 100)}: {plan.layout or 'a whole board'}"]
    lines += _understanding(plan)
    lines += _part("cannot be read", [shorten(str(row), 300) for row in plan.skipped])
    lines += _part("to be sure of", [shorten(text, 300) for text in plan.questions])
    return [*lines, f"it would bring: {plan.summary}"]


def _understanding(report: ImportReport) -> list[str]:
    columns = [f"{header or '(no name)'} → {field}" for header, field in report.columns if field]
    lines = _part("columns", [", ".join(columns)] if columns else [])
    goals = []
    for goal in report.goals:
        goals.append(f"{shorten(goal.title)}{_change(goal.change)}")
        goals += [
            f"  {one.line}  {shorten(one.title)}{': ' if one.told else ''}{one.told}"
            f"{_change(one.change)}"
            for one in goal.key_results
        ]
    lines += _part("goals", goals)
    lines += _part("left out", [str(row) for row in report.left_out])
    lines += [f"note: {shorten(note, 300)}" for note in report.notes[:SHOWN]]
    if report.ignored:
        lines.append(f"columns that were ignored: {', '.join(report.ignored)}")
    return lines


def _part(name: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"{name}:", *(f"  {line}" for line in lines[:SHOWN]), *more]


def _change(change: str) -> str:
    return f" ({change})" if change else ""


def _json(report: ImportReport, *, written: bool) -> object:
    """Return a report as data; `written` says whether the board has it now."""
    return {
        **report._asdict(),
        "written": written,
        "skipped": [row._asdict() for row in report.skipped],
        "left_out": [row._asdict() for row in report.left_out],
        "notes": list(report.notes),
        "questions": list(report.questions),
        "ignored": list(report.ignored),
        "columns": [{"header": header, "field": field} for header, field in report.columns],
        "goals": [
            {**goal._asdict(), "key_results": [one._asdict() for one in goal.key_results]}
            for goal in report.goals
        ],
    }


IMPORT = Command(
    "import",
    "read objectives and key results from a sheet, or a whole board from JSON",
    import_,
    (
        Positional(
            "FILE",
            "CSV, tab separated text, Markdown, .xlsx, .ods or JSON; - is the standard input",
            completes="@files",
        ),
    ),
    (
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
            "cycle",
            "CYCLE",
            "the cycle of rows that name none; the running one",
            completes="@cycles",
        ),
    ),
    more="It shows what it understood and asks before it writes. okrboard export FILE.csv shows\n"
    "all columns. A whole board as JSON goes into an empty board only.\n"
    'Example: okrboard import goals.xlsx --sheet Q4 --map "Ziel 2026=objective"',
)


FORMATS = ("json", "csv")


def export(context: Context, arguments: Arguments) -> int:
    """Write the board to a new file, or to the standard output for `-`."""
    path = arguments.text("FILE")
    form = arguments.get("format") or path.rpartition(".")[2].lower()
    if not arguments.has("format") and form not in FORMATS:
        raise UsageError("say which format: name it FILE.json or FILE.csv, or give --format")
    form = word(form, "a format", FORMATS)
    if form == "csv":
        from okrboard.transfer.goals_out import export_csv

        text = export_csv(context.board)
    else:
        from okrboard.transfer.whole import export_json

        text = export_json(context.board)
    if path == "-":
        context.output.write(text.encode())
        return 0
    context.service.write_file(path, text.encode(), force=arguments.has("force"))
    return context.done(
        f"{shorten(context.board.settings.name)} is in {path}",
        lambda: {"file": path, "format": form},
    )


EXPORT = Command(
    "export",
    "write everything to JSON, or the goals to CSV",
    export,
    (Positional("FILE", "a new file .json or .csv, or -", completes="@files"),),
    (
        Option("format", "WORD", "json or csv, when the name does not say", completes="json csv"),
        Option("force", "", "replace the file when it is there"),
    ),
)
