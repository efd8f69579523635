"""`okrboard import`: the table of goals a team has as CSV, or a whole board as JSON."""

from __future__ import annotations

from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.lookup import find_cycle
from okrboard.files import read_file
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context
    from okrboard.domain.changes import Draft
    from okrboard.transfer.outcome import ImportReport


def import_(context: Context, arguments: Arguments) -> int:
    """Import a file as one change, or nothing of it when a row is wrong."""
    from okrboard.transfer.reading import import_any, read_import

    path = arguments.text("FILE")
    source = read_import(read_file(path), path)

    def edit(draft: Draft) -> ImportReport:
        named = arguments.get("cycle")
        cycle = find_cycle(draft.board, named).id if named else 0
        return import_any(draft, source, skip_bad=arguments.has("skip-bad"), default_cycle=cycle)

    report = context.change(f"import {clean(path, 100)}", edit)
    if context.json:
        context.emit(
            {
                **report._asdict(),
                "skipped": [row._asdict() for row in report.skipped],
                "notes": list(report.notes),
                "ignored": list(report.ignored),
            }
        )
        return 0
    context.say(report.summary)
    for row in report.skipped:
        context.say(f"skipped {row}")
    for note in report.notes:
        context.say(f"note: {note}")
    if report.ignored:
        context.say(f"columns that were ignored: {', '.join(report.ignored)}")
    return 0


COMMAND = Command(
    "import",
    "read objectives and key results from CSV, or a whole board from JSON",
    import_,
    (Positional("FILE", "a file, or - for the standard input", completes="@files"),),
    (
        Option("skip-bad", "", "leave wrong rows out instead of importing nothing"),
        Option(
            "cycle",
            "CYCLE",
            "the cycle of rows that name none; the running one",
            completes="@cycles",
        ),
    ),
    more="CSV needs a header with at least objective and key_result; okrboard export FILE.csv\n"
    "shows all columns. A whole board as JSON goes into an empty board only.",
)
