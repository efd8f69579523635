"""The user's own folders and configuration: a small TOML file, edited by hand or by `config set`.

What people wrote there stays: comments, order, keys that nobody here knows. Nothing of it is ever
in the board file, and nothing of the board file is ever read as configuration.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, Final

from okrboard.errors import OkrboardError
from okrboard.files import write_file
from okrboard.text import clean

Config = dict[str, Any]


KNOWN: Final[dict[str, str]] = {
    "theme": "the screen's colours: okr-dark, okr-light, high-contrast, beamer or ansi",
    "ascii": "true for plain characters only",
    "mouse": "false to leave the mouse to the terminal",
    "preset": "the keys to start from: vim or arrows",
    "keys": 'keys of single actions: keys.undo = "u"',
    "calendar.url": "the CalDAV address that okrboard calendar publish writes to",
    "calendar.name": "which of its calendars, where there are several",
    "calendar.organizer": "a mail address: files then say METHOD:PUBLISH and name it",
    "network.proxy": "true to take the proxy of the environment",
    "network.ca_file": "a file with a certificate authority of your own",
}
"""The keys that can be set, and what they mean; `keys` is a table with a key for each action."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "theme": ("okr-dark", "okr-light", "high-contrast", "beamer", "ansi"),
    "preset": ("vim", "arrows"),
}
"""The words that some keys take; the screens, which know what they mean, are held to them."""

_LARGEST = 256 * 1024

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: str, environment: Mapping[str, str]) -> str:
    """Return the user's own folder for `data`, `config` or `state`; it may not exist yet.

    On Linux the XDG rules by hand: `platformdirs` costs 9 ms.
    """
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        return str(getattr(platformdirs, f"user_{kind}_dir")("okrboard", appauthor=False))
    variable, usual = _XDG[kind]
    base = environment.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "okrboard")


def config_path(environment: Mapping[str, str]) -> str:
    """Return the path of the configuration: `OKRBOARD_CONFIG`, or the usual place."""
    named = environment.get("OKRBOARD_CONFIG", "")
    return named or os.path.join(user_folder("config", environment), "config.toml")


def read_config(environment: Mapping[str, str]) -> Config:
    """Return the configuration; empty when there is none.

    Raises `OkrboardError` with the line of the slip when it cannot be read.
    """
    return _parsed(_text(config_path(environment)), config_path(environment))


def set_config(environment: Mapping[str, str], key: str, value: str | bool | None) -> str:
    """Write one value, or take it away with None; return the path of the file.

    `key` is `theme` or, inside a table, `keys.undo` and `keys.board.new`. Raises `OkrboardError`
    when the file is written in a way that this cannot change; then it is left alone.
    """
    path = config_path(environment)
    before = _text(path)
    value = clean(value) if isinstance(value, str) else value
    table, dot, name = key.partition(".")
    if not dot:
        table, name = "", key
    after = "\n".join(_changed(before.split("\n"), table, name, value))
    if not after.endswith("\n"):
        after += "\n"
    config = _parsed(before, path)
    inside = config
    if table:
        inside = config.get(table, {}) if value is None else config.setdefault(table, {})
    inside.pop(name, None)
    if value is not None:
        inside[name] = value
    try:
        is_right = _parsed(after, "") == config
    except OkrboardError:
        is_right = False
    if not is_right:
        raise OkrboardError(f"{clean(path)} is written in a way of its own; change {key} there")
    _write(path, after)
    return path


def _changed(lines: list[str], table: str, name: str, value: str | bool | None) -> list[str]:
    """Return the lines with one value replaced, added or taken away."""
    begin, end = _section(lines, table)
    place = next(
        (at for at in range(begin, end) if lines[at].partition("=")[0].strip(" \t\"'") == name),
        -1,
    )
    key = name if "." not in name else f'"{name}"'
    written = [] if value is None else [f"{key} = {_toml(value)}"]
    if place >= 0:
        return [*lines[:place], *written, *lines[place + 1 :]]
    if begin > len(lines) and written:
        kept = lines[:-1] if lines[-1] == "" else lines
        return [*kept, *([""] if kept else []), f"[{table}]", *written]
    while end > begin and not lines[end - 1].strip():
        end -= 1
    return [*lines[:end], *written, *lines[end:]]


def _section(lines: list[str], table: str) -> tuple[int, int]:
    """Return the first line behind a table's head and the last; beyond the end when it is not."""
    heads = [at for at, line in enumerate(lines) if line.lstrip().startswith("[")]
    ends = [*heads, len(lines)]
    if not table:
        return 0, ends[0]
    for at, following in zip(heads, ends[1:], strict=True):
        if lines[at].partition("#")[0].strip() == f"[{table}]":
            return at + 1, following
    return len(lines) + 1, len(lines) + 1


def _toml(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # JSON's escapes are TOML's.
    import json

    return json.dumps(value, ensure_ascii=False)


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise OkrboardError(f"{clean(path)} cannot be read: {error.strerror}") from None
    if len(data) > _LARGEST:
        raise OkrboardError(f"{clean(path)} is too large for a configuration; shorten it")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise OkrboardError(f"{clean(path)} is not UTF-8; save it so") from None


def _parsed(text: str, path: str) -> Config:
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise OkrboardError(f"{clean(path)} is not TOML: {clean(str(error), 200)}") from None


def _write(path: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    except OSError as error:
        raise OkrboardError(f"{clean(path)} cannot be written: {error.strerror}") from None
    # A link that somebody made on purpose stays one: its target is what is replaced.
    write_file(os.path.realpath(path), text.encode(), force=True)
