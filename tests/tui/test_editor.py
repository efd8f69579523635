"""A long text in the person's own editor, with editors that are small scripts."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.dead import dead_process

from okrboard.tui.editor import EditorFailed, edit_text, editing_folder, editor_command, sweep

Make = Callable[[str], list[str]]


@pytest.fixture
def editor(tmp_path: Path) -> Make:
    """Make an editor out of Python lines that know `path` and `text`."""

    def make(body: str) -> list[str]:
        script = tmp_path / "editor.py"
        script.write_text(
            "import os, sys\npath = sys.argv[-1]\ntext = open(path, newline='').read()\n"
            "def write(new): open(path, 'w').write(new)\n" + body
        )
        return [sys.executable, str(script)]

    return make


def test_what_the_editor_wrote_comes_back(tmp_path: Path, editor: Make) -> None:
    command = editor("write(text + 'second line\\n')")
    assert edit_text("first", tmp_path / "e", command) == "first\nsecond line"


def test_unchanged_and_emptied_texts_change_nothing(tmp_path: Path, editor: Make) -> None:
    assert edit_text("first\nlast", tmp_path / "e", editor("write(text)")) is None
    assert edit_text("first", tmp_path / "e", editor("write('')")) is None
    assert edit_text("first", tmp_path / "e", editor("write(' \\n\\n')")) is None
    assert edit_text("", tmp_path / "e", editor("pass")) is None


def test_the_text_comes_back_clean(tmp_path: Path, editor: Make) -> None:
    command = editor("write('a\\x1b]52;c;x\\x07\\r\\nb\\u202e')")
    assert edit_text("x", tmp_path / "e", command) == "a\ufffd]52;c;x\ufffd\nb\ufffd"


def test_nobody_else_can_read_the_text_while_it_is_edited(tmp_path: Path, editor: Make) -> None:
    seen = tmp_path / "seen"
    command = editor(
        f"import stat\nmodes = [oct(stat.S_IMODE(os.stat(p).st_mode)) for p in "
        f"(path, os.path.dirname(path), os.path.dirname(os.path.dirname(path)))]\n"
        f"open({str(seen)!r}, 'w').write(' '.join(modes))\nwrite('new')"
    )
    old = os.umask(0)
    try:
        edit_text("secret", tmp_path / "e", command)
    finally:
        os.umask(old)
    assert seen.read_text() == "0o600 0o700 0o700"


def test_nothing_is_left_behind(tmp_path: Path, editor: Make) -> None:
    edit_text("x", tmp_path / "e", editor("write('y')"))
    with pytest.raises(EditorFailed):
        edit_text("x", tmp_path / "e", editor("write('y'); sys.exit(3)"))
    assert list((tmp_path / "e").iterdir()) == []


def test_an_editor_that_fails_changes_nothing_and_says_so(tmp_path: Path, editor: Make) -> None:
    with pytest.raises(EditorFailed, match="status 3; nothing was changed"):
        edit_text("x", tmp_path / "e", editor("write('y'); sys.exit(3)"))
    with pytest.raises(EditorFailed, match="no-such-editor: No such file"):
        edit_text("x", tmp_path / "e", ["no-such-editor"])
    with pytest.raises(EditorFailed, match="the text is gone"):
        edit_text("x", tmp_path / "e", editor("os.remove(path)"))


def test_an_editor_that_replaces_the_file_is_understood(tmp_path: Path, editor: Make) -> None:
    command = editor("os.remove(path); write('new')")
    assert edit_text("x", tmp_path / "e", command) == "new"


def test_the_command_is_split_like_a_shell_does_without_one() -> None:
    assert editor_command({"EDITOR": "code --wait 'a b' ; rm -rf"}) == [
        "code", "--wait", "a b", ";", "rm", "-rf",
    ]  # fmt: skip
    assert editor_command({"VISUAL": "vi", "EDITOR": "ed"}) == ["vi"]
    with pytest.raises(EditorFailed, match="quotes"):
        editor_command({"EDITOR": "vi 'x"})
    with pytest.raises(EditorFailed, match=r"set \$EDITOR"):
        editor_command({"PATH": "/nowhere"})


def test_the_text_lies_in_memory_where_there_is_such_a_place(tmp_path: Path) -> None:
    assert editing_folder({"XDG_RUNTIME_DIR": str(tmp_path)}, tmp_path / "s").is_relative_to(
        tmp_path / "okrboard"
    )
    for odd in ("", "relative", "/nowhere"):
        assert editing_folder({"XDG_RUNTIME_DIR": odd}, tmp_path / "s") == tmp_path / "s" / "edit"


def test_what_a_killed_process_left_is_swept_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    gone = dead_process()
    for name in (f"{gone}-abc", f"{os.getpid()}-abc", "notes"):
        folder.joinpath(name).mkdir(parents=True)
        folder.joinpath(name, "text.md").write_text("secret")
    sweep(folder)
    assert sorted(path.name for path in folder.iterdir()) == [f"{os.getpid()}-abc", "notes"]


def test_what_only_looks_like_a_killed_editors_folder_stays(tmp_path: Path) -> None:
    gone = dead_process()
    folder, elsewhere = tmp_path / "e", tmp_path / "elsewhere"
    kept = [folder / f"{gone}-report" / "a.md", elsewhere / f"{gone}-abc" / "text.md"]
    for path in kept:
        path.parent.mkdir(parents=True)
        path.write_text("precious")
    (folder / f"{gone}-link").symlink_to(elsewhere / f"{gone}-abc")
    sweep(folder)
    (tmp_path / "link").symlink_to(elsewhere)
    sweep(tmp_path / "link")
    assert all(path.exists() for path in kept)


def test_a_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    mode = stat.S_IMODE(folder.stat().st_mode)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(EditorFailed, match="no room"):
        edit_text("x", folder, ["true"])
    assert stat.S_IMODE(folder.stat().st_mode) == mode
