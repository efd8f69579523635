"""What was done is told as done, also where nothing can be printed, and files come out whole."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.cli import NOW

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.spec import Command, Noun
from okrboard.files import NewFile, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
UNPRINTED = "okrboard: done, but it could not be printed: No space left on device"

WRITES: list[tuple[str, ...]] = [
    ("objective", "add", "One more"),
    ("objective", "propose", "Another one"),
    ("objective", "edit", "One more", "--title", "One more goal"),
    ("objective", "commit", "Another one"),
    ("objective", "withdraw", "One more goal"),
    ("objective", "override", "O6", "off_track", "--reason", "we know better"),
    ("objective", "move", "O6", "--before", "O10"),
    ("objective", "close", "Another one", "partly"),
    ("objective", "reopen", "Another one"),
    ("kr", "add", "O6", "Calls", "--start", "40", "--target", "5"),
    ("kr", "edit", "KR19", "--unit", "calls"),
    ("kr", "remove", "Calls"),
    ("check-in", "KR19", "17"),
    ("action", "add", "Ring them", "--kr", "KR19"),
    ("action", "edit", "Ring them", "--title", "Ring them all"),
    ("action", "done", "Ring them all"),
    ("action", "reopen", "Ring them all"),
    ("action", "carry", "Ring them all", "--due", "2026-12-11"),
    ("action", "drop", "Ring them all"),
    ("cycle", "add", "2027-T2"),
    ("cycle", "edit", "2027-T2", "--to", "2027-08-20"),
    ("cycle", "start", "2027-T2"),
    ("cycle", "close", "2027-T2"),
    ("team", "add", "Night"),
    ("team", "edit", "Night", "--name", "Nights"),
    ("member", "add", "zoe"),
    ("member", "edit", "zoe", "--name", "Zoe"),
    ("member", "remove", "zoe"),
    ("calendar", "series", "add", "reflect", "--weekday", "MO"),
    ("calendar", "series", "edit", "S1", "--minutes", "20"),
    ("calendar", "skip", "2026-12-04"),
    ("calendar", "restore", "2026-12-04"),
    ("calendar", "move", "2026-12-04", "2026-12-03"),
    ("calendar", "series", "end", "S1"),
    ("calendar", "holidays", "add", "days.ics"),
    ("calendar", "holidays", "off", "Christmas", "--list", "2"),
    ("calendar", "holidays", "on", "Christmas", "--list", "2"),
    ("calendar", "holidays", "remove", "2"),
    ("config", "set", "cadence_days", "14"),
    ("config", "unset", "cadence_days"),
    ("import", "goals.csv"),
    ("undo",),
    ("redo",),
]
"""One line of every command that changes the board, in an order in which each can be done."""

TO_FILES: list[tuple[str, ...]] = [
    ("export", "new.json"),
    ("report", "-o", "new.json"),
    ("calendar", "export", "-o", "new.json"),
    ("calendar", "feed", "-o", "new.json"),
    ("demo", "--write", "new.json"),
    ("init", "new.json"),
    ("backup",),
]

ELSEWHERE = {
    "objective carry",
    "cycle archive",
    "vote",
    "doctor",
    "calendar publish",
    "calendar pull",
}
"""Done as the others are; each needs a board, a meeting or a server of its own."""

READS = {
    *("board", "show", "due", "brief", "check", "tree", "log", "at", "meet", "completion", "man"),
    *("meetings list", "meetings minutes", "calendar list", "calendar check"),
    *(
        "config list",
        "config get",
        "config path",
        "calendar series list",
        "calendar holidays list",
        "calendar holidays show",
    ),
    *(f"{noun} list" for noun in ("objective", "kr", "action", "cycle", "member", "team")),
    *(f"{noun} show" for noun in ("objective", "kr", "action", "cycle", "member", "team")),
}


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "OKRBOARD_BOARD": str(folder / "okrboard.json"),
        "OKRBOARD_USER": "ben",
        "OKRBOARD_NOW": NOW,
        **more,
    }


def okrboard(
    folder: Path, *words: str, out: object = subprocess.PIPE, limit: int = -1
) -> tuple[int, str]:
    """Run a command with its output going somewhere; return its status and what stderr says.

    `limit` is how many bytes of a file it may write.
    """

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-m", "okrboard", *words],
        env=environment(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=out,  # type: ignore[call-overload]
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=shrink if limit >= 0 else None,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def commands() -> Iterator[str]:
    """Yield the words of every command and every verb."""

    def below(one: Command | Noun) -> Iterator[str]:
        if isinstance(one, Noun):
            for verb in one.verbs.values():
                yield from below(verb)
        else:
            yield one.name

    for name in COMMANDS:
        yield from below(load_command(name))


@pytest.fixture
def folder(demo: Path) -> Path:
    folder = demo.parent
    (folder / "goals.csv").write_text("objective,key_result,start,target\nSleep,Pages,31,8\n")
    (folder / "days.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return folder


def changes(folder: Path) -> int:
    """Return how many changes were made to the board since it began."""
    (meta,) = json.loads((folder / "okrboard.json").read_bytes())["_meta"].values()
    count: int = meta["counters"]["changes"]
    return count


def closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_every_command_is_known_to_read_or_to_write() -> None:
    known = [" ".join(words) for words in (*WRITES, *TO_FILES)]
    names = set(commands())
    unknown = {
        name
        for name in names - READS - ELSEWHERE
        if not any(f"{line} ".startswith(f"{name} ") for line in known)
    }
    assert unknown == set()
    assert names >= READS | ELSEWHERE


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["text", "json"])
def test_a_change_that_cannot_be_printed_is_done(folder: Path, flags: tuple[str, ...]) -> None:
    for words in WRITES:
        before = changes(folder)
        with FULL.open("wb") as full:
            status, err = okrboard(folder, *words, *flags, out=full)
        lines = [line for line in err.splitlines() if not line.startswith("note: ")]
        assert (status, lines) == (0, [UNPRINTED]), words
        assert changes(folder) == before + 1, words


@pytest.mark.parametrize("words", [WRITES[12], WRITES[0]], ids=" ".join)
def test_a_change_behind_a_closed_pipe_is_done(folder: Path, words: tuple[str, ...]) -> None:
    before = changes(folder)
    pipe = closed_pipe()
    assert okrboard(folder, *words, out=pipe) == (0, "")
    os.close(pipe)
    assert changes(folder) == before + 1


@pytest.mark.parametrize("streams", [">/dev/full 2>/dev/full", ">/dev/full 2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("words", ["check-in KR19 17", "calendar skip 2026-12-04"])
def test_where_nothing_can_be_said_the_status_tells(folder: Path, streams: str, words: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m okrboard {words} {streams}', sys.executable],
        env=environment(folder),
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "words",
    [("board",), ("board", "--json"), ("log", "--all"), ("export", "-", "--format", "csv"),
     ("report",), ("report", "--format", "csv"), ("calendar", "export"), ("-h",), ("--version",),
     ("config", "path"), ("man",), ("completion", "bash")],
    ids=" ".join,
)  # fmt: skip
def test_what_is_read_and_cannot_be_printed_fails(folder: Path, words: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        status, err = okrboard(folder, *words, out=full)
    assert (status, err) == (
        1,
        "okrboard: it could not be printed: No space left on device\n",
    )


def test_a_status_that_tells_something_outlives_the_reader(folder: Path) -> None:
    pipe = closed_pipe()
    status = okrboard(folder, "due", "--as", "dev", out=pipe)
    os.close(pipe)
    assert status == okrboard(folder, "due", "--as", "dev")
    assert status == (1, "")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", TO_FILES, ids=" ".join)
def test_a_file_whose_place_cannot_be_printed_is_there(
    folder: Path, words: tuple[str, ...]
) -> None:
    before = set(os.listdir(folder))
    with FULL.open("wb") as full:
        status, err = okrboard(folder, *words, out=full)
    assert (status, err.count("\n")) == (0, 1)
    assert err.startswith("okrboard: done, but it could not be printed")
    assert len(set(os.listdir(folder)) - before) == 1


@pytest.mark.parametrize("words", TO_FILES, ids=" ".join)
def test_a_disk_that_fills_leaves_no_part_of_a_file(folder: Path, words: tuple[str, ...]) -> None:
    before = sorted(os.listdir(folder))
    status, err = okrboard(folder, *words, limit=300)
    assert status == 1
    assert err.count("\n") == 1
    assert sorted(os.listdir(folder)) == before


@pytest.mark.parametrize(
    "words", [("export", "f.json", "--force"), ("calendar", "feed", "-o", "f.json", "--force")]
)
def test_a_disk_that_fills_leaves_the_file_before(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "f.json").write_text("mine")
    assert okrboard(folder, *words, limit=300)[0] == 1
    assert (folder / "f.json").read_text() == "mine"
    assert [name for name in os.listdir(folder) if name.endswith(".tmp")] == []


def test_a_disk_that_fills_leaves_the_configuration(folder: Path) -> None:
    assert okrboard(folder, "config", "set", "theme", "okr-light")[0] == 0
    path = folder / "home" / ".config" / "okrboard" / "config.toml"
    before = path.read_bytes()
    assert okrboard(folder, "config", "set", "theme", "okr-dark", limit=3)[0] == 1
    assert (path.read_bytes(), os.listdir(path.parent)) == (before, ["config.toml"])


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o400])
def test_a_file_of_the_board_is_for_those_who_may_read_it(folder: Path, mode: int) -> None:
    os.chmod(folder / "okrboard.json", mode)
    groups = [group for group in os.getgroups() if group != os.getegid()]
    if groups:
        os.chown(folder / "okrboard.json", -1, groups[0])
    wanted = os.stat(folder / "okrboard.json")
    for words in (("export", "e.json"), ("report", "-o", "r.md"), ("calendar", "feed", "-o", "c")):
        assert okrboard(folder, *words) == (0, "")
        made = os.stat(folder / words[-1])
        assert stat.S_IMODE(made.st_mode) == mode | 0o200, words
        assert made.st_gid == wanted.st_gid


def test_a_file_that_is_replaced_keeps_its_own_permissions(folder: Path) -> None:
    assert okrboard(folder, "calendar", "feed", "-o", "okr.ics") == (0, "")
    os.chmod(folder / "okr.ics", 0o644)
    okrboard(folder, "calendar", "skip", "2026-12-04")
    before = (folder / "okr.ics").read_bytes()
    assert okrboard(folder, "calendar", "feed", "-o", "okr.ics") == (0, "")
    assert (folder / "okr.ics").read_bytes() != before
    assert stat.S_IMODE(os.stat(folder / "okr.ics").st_mode) == 0o644


def planted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Plant a link where the next temporary file of `new.md` will be; return its target."""
    victim = folder / "victim"
    victim.write_text("mine")
    monkeypatch.setattr(os, "urandom", lambda count: b"\1" * count)
    Path(NewFile(str(folder / "new.md")).path).symlink_to(victim)
    return victim


@pytest.mark.parametrize("force", [False, True])
def test_a_planted_temporary_name_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    victim = planted(tmp_path, monkeypatch)
    with pytest.raises(Exception, match=r"is there already|cannot be written"):
        write_file(str(tmp_path / "new.md"), b"ours", force=force)
    assert victim.read_text() == "mine"
    assert not (tmp_path / "new.md").exists()


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    path = str(tmp_path / "new.md")
    old = NewFile(path).path
    fresh = NewFile(path).path
    link = NewFile(path).path
    theirs = [f"{path}.tmp", str(tmp_path / ".new.md.notes.tmp"), NewFile(path + "x").path]
    for name in (old, fresh, *theirs):
        Path(name).write_text("x")
    Path(link).symlink_to(theirs[0])
    for name in (old, *theirs):
        os.utime(name, (0, 0))
    os.utime(link, (0, 0), follow_symlinks=False)
    write_file(path, b"ours")
    assert not os.path.exists(old)
    assert all(os.path.lexists(name) for name in (fresh, link, *theirs))


@pytest.mark.parametrize(
    "act", [lambda path: path.mkdir(), lambda path: os.mkfifo(path)], ids=["folder", "pipe"]
)
def test_what_is_no_file_is_not_replaced(tmp_path: Path, act: Callable[[Path], None]) -> None:
    place = tmp_path / "new.md"
    act(place)
    before = os.stat(place)
    with pytest.raises(Exception, match="no plain file"):
        write_file(str(place), b"ours", force=True)
    assert os.stat(place) == before


def test_an_interrupt_while_printing_says_that_it_is_done(folder: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from okrboard.cli import context, main\n"
        "def cut(self, *_):\n    os.kill(os.getpid(), signal.SIGINT)\n"
        "context.Context.say = cut\n"
        "sys.exit(main.run(['check-in', 'KR19', '17']))\n"
    )
    before = changes(folder)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        128 + signal.SIGINT,
        "okrboard: done, then interrupted\n",
    )
    assert changes(folder) == before + 1
