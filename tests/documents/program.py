"""What the documents say about the program, read from the program itself."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.spec import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrboard.cli.spec import Command, Option

ROOT = Path(__file__).parents[2]

ENVIRONMENT = {
    "OKRBOARD_BOARD": "the board, where `--board` does not name one",
    "OKRBOARD_USER": "who you are, where `--as` does not say it; else the login name",
    "OKRBOARD_NOW": "the time, as `2026-11-20T15:00:00+01:00`, for demonstrations and checks",
    "OKRBOARD_CONFIG": "your configuration file, instead of the usual one",
    "OKRBOARD_CALDAV_URL": "the address that the next two belong to",
    "OKRBOARD_CALDAV_USER": "the user of the CalDAV server",
    "OKRBOARD_CALDAV_PASSWORD": "the password; it goes to the host of that address only",
    "NO_COLOR": "when set, no colour anywhere (`--no-color` does the same)",
    "VISUAL, EDITOR": "the editor that `ctrl+e` opens for a long text",
    "SSH_CONNECTION": "when set, as ssh does: the terminal's own colours and fewer frames",
    "LC_ALL, LC_CTYPE, LANG": "a locale that is not UTF-8 gets plain characters, as `--ascii` does",
    "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME": "where your own folders are, on Linux",
}
"""Every variable that the program reads, and what for."""

FILES = {
    "okrboard.json": "the board, in this folder or the nearest parent that has one",
    "~/.local/share/okrboard/okrboard.json": "the board where there is none of these",
    "~/.config/okrboard/config.toml": "your configuration; `okrboard config path` names it",
    "~/.config/okrboard/credentials.toml": "passwords and tokens, readable by nobody but you",
    "~/.local/state/okrboard/": "drafts, your theme, what you saw of boards, reports of crashes",
}

STATUSES = {
    0: "done",
    1: "it could not be done; one line on stderr says why and how to mend it",
    2: "wrong usage",
    3: "the board is busy, or was changed underneath",
    4: "the board file is damaged, or newer than this okrboard",
}


def commands() -> Iterator[tuple[str, str, list[Command]]]:
    """Yield every name of the table with its help and its command or verbs, in order."""
    for name, (_, help) in COMMANDS.items():
        yield name, help, list(_verbs(load_command(name)))


def _verbs(found: Command | Noun) -> Iterator[Command]:
    if isinstance(found, Noun):
        for verb in found.verbs.values():
            yield from _verbs(verb)
    else:
        yield found


def written(option: Option) -> str:
    """Return how an option is typed: `-c, --confidence 0..10`."""
    short = f"-{option.short}, " if option.short else ""
    return f"{short}--{option.name} {option.metavar}".rstrip()


@cache
def _classes() -> dict[str, ast.ClassDef]:
    module = ast.parse((ROOT / "okrboard/domain/records.py").read_text())
    return {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}


def record_help(name: str) -> str:
    """Return the docstring of a kind of record."""
    return " ".join((ast.get_docstring(_classes()[name]) or "").split())


def fields(name: str) -> list[tuple[str, str, str | None, str]]:
    """Return a record's fields: name, type, default as it is written in Python, what it is."""
    found: list[tuple[str, str, str | None, str]] = []
    for node in _classes()[name].body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            default = ast.unparse(node.value) if node.value is not None else None
            annotation = re.sub(r"\b(enums|types)\.", "", ast.unparse(node.annotation))
            found.append((node.target.id, annotation, default, ""))
        elif found and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[-1] = (*found[-1][:3], " ".join(str(node.value.value).split()))
    return found


def nested(annotation: str) -> str:
    """Return the kind of record inside an annotation, or nothing."""
    inner = annotation.removesuffix(" | None").removeprefix("tuple[").removesuffix(", ...]")
    return inner if inner in _classes() else ""
