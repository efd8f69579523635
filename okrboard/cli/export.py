"""`okrboard export`: everything back, as JSON or as a table of goals in CSV."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import word
from okrboard.cli.spec import Command, Option, Positional
from okrboard.errors import UsageError
from okrboard.text import shorten

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


COMMAND = Command(
    "export",
    "write everything to JSON, or the goals to CSV",
    export,
    (Positional("FILE", "a new file .json or .csv, or -", completes="@files"),),
    (
        Option("format", "WORD", "json or csv, when the name does not say", completes="json csv"),
        Option("force", "", "replace the file when it is there"),
    ),
)
