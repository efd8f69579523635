"""A long text in the person's own editor: `$VISUAL`, else `$EDITOR`, else one that is there.

The text lies in a file of mode 0600 in a folder of mode 0700 of its own, which is gone afterwards;
what a killed process left behind is swept at the next start. The editor is started without a shell.
The terminal has to be given free by the caller, who holds no transaction meanwhile.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
_OURS = re.compile(r"([0-9]{1,9})-.+")
"""A folder of ours: `<process>-<random>`."""


class EditorFailed(OkrboardError):
    """The editor could not be used; what was typed is as it was."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the words of the editor's command.

    Raises `EditorFailed` when it cannot be read as one, or when there is no editor here.
    """
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environment.get(variable, ""))
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
    if os.path.isabs(runtime) and os.access(runtime, os.W_OK | os.X_OK):
        return Path(runtime) / "okrboard" / "edit"
    return state / "edit"


def sweep(folder: Path) -> None:
    """Remove what a killed process left behind: every text whose okrboard does not run any more.

    Of what an editor keeps beside a text, too; a folder with anything else in it stays.
    """
    left: list[str] = []
    with suppress(OSError), Folder(str(folder)) as opened:
        left = [name for name in opened.names() if _is_dead(name)]
    for name in left:
        with suppress(OSError), Folder(str(folder / name)) as own:
            names = [*own.names()]
            if own.is_mine() and all(_NAME in name for name in names):
                for each in names:
                    own.remove(each)
                (folder / name).rmdir()


def edit_text(text: str, folder: Path, command: Sequence[str]) -> str | None:
    """Let the person edit a text and return it, cleaned; None when it came back empty or unchanged.

    Raises `EditorFailed` when the editor does not start or says that it failed.
    """
    try:
        Folder(str(folder), private=True).close()
        own = Path(mkdtemp(prefix=f"{os.getpid()}-", dir=folder))
    except OSError as error:
        raise EditorFailed(f"there is no room for the text: {error.strerror}: {folder}") from None
    try:
        edited = _edited(text, own, command)
    finally:
        shutil.rmtree(own, ignore_errors=True)
    return None if not edited.strip() or edited == text.rstrip() else edited


def _edited(text: str, own: Path, command: Sequence[str]) -> str:
    try:
        with Folder(str(own)) as folder:
            before = text.rstrip("\n") + "\n" if text else ""
            folder.write(_NAME, before.encode("utf-8", "replace"))
        status = subprocess.call([*command, str(own / _NAME)])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be started"
        raise EditorFailed(f"{command[0]}: {reason}; nothing was changed") from None
    if status != 0:
        raise EditorFailed(f"{command[0]} ended with status {status}; nothing was changed")
    try:
        with (own / _NAME).open("rb") as file:
            after = file.read(LARGEST + 1)
    except OSError as error:
        raise EditorFailed(f"the text is gone: {error.strerror}; nothing was changed") from None
    if len(after) > LARGEST:
        raise EditorFailed(f"that text is larger than {LARGEST:,} bytes; nothing was changed")
    return clean_lines(after.decode("utf-8", "replace")).strip("\n").rstrip()


def _is_dead(name: str) -> bool:
    """Say whether a folder is one of ours whose process is gone."""
    ours = _OURS.fullmatch(name)
    if ours is None:
        return False
    try:
        os.kill(int(ours[1]), 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False
