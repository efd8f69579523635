"""A long text in the person's own editor: `$VISUAL`, else `$EDITOR`, else one that is there.

The text lies in a file of mode 0600 in a folder of mode 0700 of its own, which is gone afterwards;
what a killed process left behind is swept at the next start. The editor is started without a shell.
The terminal has to be given free by the caller, who holds no transaction meanwhile.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp

from okrboard.errors import OkrboardError
from okrboard.files import Folder
from okrboard.text import clean_lines

USUAL = ("sensible-editor", "nano", "vim", "vi", "micro", "emacs")
"""Editors that are looked for when the person names none."""

LARGEST = 400_000
"""Bytes read back; more is not a text that belongs on a board."""

_NAME = "text.md"


class EditorFailed(OkrboardError):
    """The editor could not be used; what was typed is as it was."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the words of the editor's command.

    Raises `EditorFailed` when it cannot be read as one, or when there is no editor here.
    """
    for variable in ("VISUAL", "EDITOR"):
        named = environment.get(variable, "").strip()
        if not named:
            continue
        try:
            words = shlex.split(named)
        except ValueError:
            raise EditorFailed(f"${variable} is no command: check its quotes") from None
        if words:
            return words
    for name in USUAL:
        if shutil.which(name, path=environment.get("PATH")):
            return [name]
    raise EditorFailed("there is no editor here; set $EDITOR to one, for example EDITOR=nano")


def editing_folder(environment: Mapping[str, str], state: Path) -> Path:
    """Return the folder that holds texts while they are edited.

    It lies in memory where the system has such a place for the person, else in their state folder.
    """
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isabs(runtime) and os.access(runtime, os.W_OK | os.X_OK):
        return Path(runtime) / "okrboard" / "edit"
    return state / "edit"


def sweep(folder: Path) -> None:
    """Remove what a killed process left behind: every text whose okrboard does not run any more."""
    try:
        with Folder(str(folder)) as opened:
            left = [name for name in opened.names() if _is_dead(name)]
    except OSError:
        return
    for name in left:
        _clear(folder / name)


def edit_text(
    text: str,
    folder: Path,
    command: Sequence[str],
    run: Callable[[Sequence[str]], int] = subprocess.call,
) -> str | None:
    """Let the person edit a text and return it, cleaned; None when it came back empty or unchanged.

    Raises `EditorFailed` when the editor does not start or says that it failed.
    """
    try:
        Folder(str(folder), private=True).close()
        own = Path(mkdtemp(prefix=f"{os.getpid()}-", dir=folder))
    except OSError as error:
        raise EditorFailed(f"there is no room for the text: {error.strerror}: {folder}") from None
    try:
        return _edited(text, own / _NAME, command, run)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _edited(
    text: str, path: Path, command: Sequence[str], run: Callable[[Sequence[str]], int]
) -> str | None:
    before = text.rstrip("\n") + "\n" if text else ""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(before)
        status = run([*command, str(path)])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be started"
        raise EditorFailed(f"{command[0]}: {reason}; nothing was changed") from None
    if status != 0:
        raise EditorFailed(f"{command[0]} ended with status {status}; nothing was changed")
    try:
        with path.open("rb") as file:
            after = file.read(LARGEST + 1)
    except OSError as error:
        raise EditorFailed(f"the text is gone: {error.strerror}; nothing was changed") from None
    if len(after) > LARGEST:
        raise EditorFailed(f"that text is larger than {LARGEST:,} bytes; nothing was changed")
    edited = clean_lines(after.decode("utf-8", "replace")).strip("\n").rstrip()
    return None if not edited.strip() or edited == text.rstrip() else edited


def _is_dead(name: str) -> bool:
    """Say whether a folder is named as one of ours, `<process>-<random>`, whose process is gone."""
    process, dash, rest = name.partition("-")
    if not (dash and rest and process.isascii() and process.isdigit() and len(process) < 10):
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _clear(path: Path) -> None:
    """Remove a text, and what an editor keeps beside one; a folder with anything else stays."""
    try:
        with Folder(str(path)) as own:
            names = list(own.names())
            if own.is_mine() and all(_NAME in name for name in names):
                for name in names:
                    own.remove(name)
                path.rmdir()
    except OSError:
        return
