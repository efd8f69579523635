"""The man page, in roff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.program import ENVIRONMENT, FILES, STATUSES, commands, written

from okrboard import __version__
from okrboard.cli.parser import EVERYWHERE, usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrboard.cli.spec import Command

SIGNS = {
    "\\": r"\e",
    "-": r"\-",
    "`": "",
    "“": r"\(lq",
    "”": r"\(rq",
    "…": "...",
    "±": r"\(+-",
    "€": r"\(Eu",
    "–": r"\(en",
    "→": r"\(->",
}
"""What roff sets for a sign; the backslash first."""

ABOUT = (
    "okrboard is a terminal board for a team's objectives and key results (OKRs). A team keeps its "
    "goals on one board, meets around it every week, and finds those meetings in everyone's "
    "calendar.",
    "Without a command it opens the board screen; ? shows what every key does there. Where the "
    "output is no terminal it prints the board as text.",
)


def manual() -> str:
    """Return the page."""
    lines = [
        r".\" Written by tests/documents/write.py from the program; change that, not this.",
        f'.TH OKRBOARD 1 "" "okrboard {__version__}" "User Commands"',
        ".SH NAME",
        r"okrboard \- a team's OKRs, its Friday check-in, its calendar",
        ".SH SYNOPSIS",
        r"\fBokrboard\fR",
        ".br",
        r"\fBokrboard\fR \fICOMMAND\fR [\fIoptions\fR]",
        ".SH DESCRIPTION",
        *(line for text in ABOUT for line in (".PP", _plain(text))),
        ".SH OPTIONS OF EVERY COMMAND",
        *_list((written(each), each.help) for each in EVERYWHERE),
        ".SH COMMANDS",
    ]
    for _, _, verbs in commands():
        for verb in verbs:
            lines += _command(verb)
    lines += [".SH EXIT STATUS", *_list((str(each), what) for each, what in STATUSES.items())]
    lines += [".SH ENVIRONMENT", *_list(ENVIRONMENT.items())]
    lines += [".SH FILES", *_list(FILES.items())]
    return "\n".join(lines) + "\n"


def _command(command: Command) -> list[str]:
    lines = [f".SS {_plain(usage(command))}", _plain(command.help + ".")]
    rows = [(each.metavar, each.help) for each in command.arguments]
    rows += [(written(each), each.help) for each in command.options]
    lines += _list(rows)
    if command.more:
        more = command.more.strip("\n").split("\n")
        lines += [".PP", ".nf", *(_plain(line) for line in more), ".fi"]
    return lines


def _list(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [
        line for left, right in rows for line in (".TP", rf"\fB{_plain(left)}\fR", _plain(right))
    ]


def _plain(text: str) -> str:
    """Return a text that roff sets as it is."""
    for sign, roff in SIGNS.items():
        text = text.replace(sign, roff)
    return rf"\&{text}" if text.startswith((".", "'")) else text
