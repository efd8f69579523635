"""What commands print and write about the demo board, as texts by file name."""

from __future__ import annotations

import io
import json
import os
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from documents.program import commands
from support.cli import NOW

from okrboard.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator

READING = (
    ("board",),
    ("board", "--group", "owner"),
    ("board", "--group", "team"),
    ("board", "--group", "level"),
    ("brief",),
    ("due",),
    ("tree",),
    ("log",),
    ("at", "2026-10-30"),
    ("show", "O1"),
    ("show", "O10"),
    ("show", "KR1"),
    ("show", "KR19"),
    ("show", "A1"),
    ("check", "KR19"),
    ("check", "--text", "Count 300 SOP violations"),
    ("check", "--text", "Raise audit accuracy from 80 % to 99.1 %"),
    ("objective", "list"),
    ("kr", "list"),
    ("action", "list"),
    ("cycle", "list"),
    ("member", "list"),
    ("team", "list"),
    ("meetings",),
    ("meetings", "minutes", "M1"),
    ("meetings", "minutes", "M2"),
    ("meetings", "minutes", "M5"),
    ("calendar", "list"),
    ("calendar", "series", "list"),
    ("calendar", "holidays", "list"),
    ("doctor",),
)
"""Commands that read, each looked at as text and as JSON."""

REPORTS = ("md", "html", "csv", "json")


@contextmanager
def a_desk() -> Iterator[Path]:
    """Stand in an empty folder with the demo board in it, as ben, at a fixed time."""
    before, place = dict(os.environ), Path.cwd()
    with TemporaryDirectory() as folder:
        desk = Path(folder).resolve()
        kept = {name: before[name] for name in ("PATH",) if name in before}
        os.environ.clear()
        os.environ.update(
            kept, HOME=str(desk / "home"), LOGNAME="ben", OKRBOARD_NOW=NOW, OKRBOARD_USER="ben"
        )
        os.chdir(desk)
        try:
            assert run_quietly("demo", "--write", "okrboard.json")[0] == 0
            yield desk
        finally:
            os.chdir(place)
            os.environ.clear()
            os.environ.update(before)


def run_quietly(*words: str) -> tuple[int, str, str]:
    """Return a command's exit status and what it printed on both of its outputs."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(list(words))
    return status, out.getvalue(), err.getvalue()


def answers() -> Iterator[tuple[str, str]]:
    """Yield what each reading command says, each help page, and every file that is written."""
    with a_desk() as desk:
        for words in READING:
            name = "-".join(words).replace(" ", "_").replace("%", "")
            yield f"commands/{name}.txt", _told(words, desk)
            yield f"commands/{name}.json", _told((*words, "--json"), desk)
        for format in REPORTS:
            yield f"files/report.{format}", _told(("report", "--format", format), desk)
        yield from _exports(desk)
        yield "files/board.jsonl", _records(desk / "okrboard.json")
    yield from _help_pages()


def _told(words: tuple[str, ...], desk: Path) -> str:
    status, out, err = run_quietly(*words)
    shown = out + (f"[stderr]\n{err}" if err else "") + (f"[exit {status}]\n" if status else "")
    return shown.replace(str(desk), "DESK")


def _exports(desk: Path) -> Iterator[tuple[str, str]]:
    for name, words in {
        "goals.csv": ("export", "goals.csv"),
        "whole.json": ("export", "whole.json"),
        "okr.ics": ("calendar", "export", "-o", "okr.ics"),
    }.items():
        assert run_quietly(*words)[0] == 0
        yield f"files/{name}", (desk / name).read_bytes().decode()


def _records(path: Path) -> str:
    """Return the records of a board file, one a line, by table and number."""
    tables = json.loads(path.read_text())
    lines = (
        f"{table} {id} {json.dumps(record, ensure_ascii=False, sort_keys=True)}\n"
        for table, records in sorted(tables.items())
        if not table.startswith("_")
        for id, record in sorted(records.items(), key=lambda each: int(each[0]))
    )
    return "".join(lines)


def _help_pages() -> Iterator[tuple[str, str]]:
    pages = [run_quietly("-h")[1]]
    for name, _, verbs in commands():
        pages.append(run_quietly(name, "-h")[1])
        called = {verb.name for verb in verbs} - {name}
        pages += [run_quietly(*each.split(), "-h")[1] for each in sorted(called)]
    yield "commands/help.txt", "\n".join(pages)
