"""`okrboard report` and `brief`: where a cycle stands, in full, or in 12 plain lines for Friday."""

from __future__ import annotations

import json
from datetime import date

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.options import CYCLE
from okrboard.cli.spec import Option, command
from okrboard.domain.board import Board
from okrboard.domain.converters import word
from okrboard.domain.lookup import find_cycle
from okrboard.domain.records import Cycle
from okrboard.errors import NotFound, UsageError
from okrboard.report.due import brief_lines
from okrboard.text import clean_lines

FORMATS = ("md", "html", "csv", "json")
_ENDINGS = {form: form for form in FORMATS} | {"htm": "html", "markdown": "md", "txt": "md"}


@command(
    "report",
    Option("format", "WORD", "md, html, csv or json", completes=" ".join(FORMATS)),
    Option(
        "output",
        "FILE",
        "write it to a file; its ending says the format, too",
        short="o",
        completes="@files",
    ),
    Option("force", "", "replace the file when it is there"),
    CYCLE,
)
def report(context: Context, arguments: Arguments) -> int:
    """A report as Markdown, HTML, CSV or JSON."""
    board, today = context.board, context.today
    named = arguments.get("cycle")
    cycle = find_cycle(board, named) if named else board.cycle_told(today)
    if cycle is None:
        raise NotFound("there is no cycle to report on; make one: okrboard cycle add NAME")
    path = arguments.text("output") or "-"
    form = word(arguments.get("format") or _form_of(context, path), "a format", FORMATS)
    text = _text(board, cycle, today, form)
    if path == "-":
        _print(context, text, form)
        return 0
    context.service.write_file(path, text.encode(), force=arguments.has("force"))
    return context.done(f"the report is in {path}", lambda: {"file": path, "format": form})


def _print(context: Context, text: str, form: str) -> None:
    """Print a report; what is data for another program loses no letter in a place without them."""
    if context.look.unicode or form == "md":
        context.write(text)
    elif form == "html":
        context.write(text.encode("ascii", "xmlcharrefreplace").decode())
    elif form == "json":
        context.write(json.dumps(json.loads(text), indent=2) + "\n")
    else:
        context.output.write(text.encode())


def _form_of(context: Context, path: str) -> str:
    """Return the format that a file's name asks for, Markdown for a name that asks for none.

    Raises `UsageError` for an ending that is another format: nobody opens Markdown in a `.pdf`.
    """
    if path == "-":
        return "json" if context.json else "md"
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    if dot and ending.lower() not in _ENDINGS:
        listed = ", ".join(FORMATS)
        raise UsageError(f"a report is {listed}, not {shown(ending)}; or give --format")
    return _ENDINGS[ending.lower()] if dot else "md"


def _text(board: Board, cycle: Cycle, today: date, form: str) -> str:
    if form == "csv":
        from okrboard.report.csv import csv

        return csv(board, cycle, today)
    if form == "json":
        from okrboard.report.jsonable import board_json
        from okrboard.report.status import measured_objectives

        data = board_json(board, cycle, measured_objectives(board, cycle, today), today)
        text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
        return clean_lines(text, len(text)) + "\n"
    from okrboard.report.cycle_report import facts_of, html, markdown

    facts = facts_of(board, cycle, today)
    return html(facts) if form == "html" else markdown(facts)


@command("brief")
def brief(context: Context, _: Arguments) -> int:
    """The Friday brief in 12 lines."""
    board, stamp = context.board, context.service.stamp()
    lines = brief_lines(board, board.cycle_told(stamp.today), stamp.at, stamp.today)
    return context.answer(lambda: lines, lambda: {"today": str(stamp.today), "lines": lines})
