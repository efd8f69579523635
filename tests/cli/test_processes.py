"""The command line as real processes: statuses, pipes, streams, and several at once."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from support.cli import NOW

ROOT = Path(__file__).parents[2]


def environment(board: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(board.parent / "home"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "OKRBOARD_BOARD": str(board),
        "OKRBOARD_USER": "ben",
        "OKRBOARD_NOW": NOW,
        **more,
    }


def okrboard(board: Path, *words: str | bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "okrboard", *words],
        env=environment(board, **more),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("due",), 0),
        (("due", "--as", "dev"), 1),
        (("show", "KR999"), 1),
        (("show",), 2),
        (("chekin",), 2),
        (("check-in", "KR19", "-3"), 0),
        (("--version",), 0),
        ((), 0),
    ],
)
def test_the_status_is_the_contract_s(demo: Path, words: tuple[str, ...], status: int) -> None:
    done = okrboard(demo, *words)
    assert done.returncode == status
    assert done.stderr.count(b"\n") == (1 if status and words[0] != "due" else 0)
    assert b"Traceback" not in done.stderr


def test_a_damaged_board_is_status_4_and_a_newer_one_too(demo: Path) -> None:
    demo.write_bytes(b"{")
    assert okrboard(demo, "due").returncode == 4


def test_a_reader_that_goes_away_is_no_error(demo: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "okrboard", "log", "--all"],
        env=environment(demo),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_the_output_is_one_line(demo: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "okrboard", "board"],
            env=environment(demo),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"okrboard: ")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_error(demo: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m okrboard check-in KR19 3 {closed}', sys.executable],
        env=environment(demo),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(okrboard(demo, "show", "KR19", "--json").stdout)["current"] == 3.0


@pytest.mark.slow
@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"},
        {"LANG": "de_DE.ISO-8859-1"},
    ],
)
def test_where_there_is_no_unicode_everything_is_plain(demo: Path, locale: dict[str, str]) -> None:
    for words in (
        ("board",),
        ("show", "KR10"),
        ("brief",),
        ("due",),
        ("log",),
        ("show", "KR99"),
        ("show", "“quoted”"),
        ("shöw",),
        ("action", "add", "--help"),
        ("report",),
        ("report", "--format", "html"),
        ("report", "--format", "json"),
    ):
        done = okrboard(demo, *words, **locale)
        assert done.returncode in (0, 1, 2)
        assert (done.stdout + done.stderr).isascii()
        assert b"Traceback" not in done.stderr
    assert json.loads(okrboard(demo, "board", "--json", **locale).stdout)["name"] == "Ternhaven"


def test_data_for_programs_keeps_letters_that_people_do_not_see(demo: Path) -> None:
    for form in ("csv", "json", "html"):
        said = okrboard(demo, "report", "--format", form, LC_ALL="C").stdout.decode()
        told = str(json.loads(said)) if form == "json" else unescape(said)
        assert "2–8 °C" in told


def test_words_that_are_no_text_are_read_as_far_as_they_are(demo: Path) -> None:
    done = okrboard(demo, "objective", "add", b"caf\xe9 \xff")
    assert done.returncode == 0
    title = json.loads(okrboard(demo, "show", "O18", "--json").stdout)["title"]
    assert title == "caf\ufffd \ufffd"
    for words in ((b"\xff\xfe",), ("show", b"\xffzz"), ("--board", b"\xff.json", "due")):
        done = okrboard(demo, *words)
        assert done.returncode in (1, 2)
        assert done.stderr.count(b"\n") == 1
        done.stderr.decode()


def test_many_check_ins_at_once_are_all_kept(demo: Path) -> None:
    calls = [
        subprocess.Popen(
            [sys.executable, "-m", "okrboard", "check-in", "KR19", "+1"],
            env=environment(demo),
            stdout=subprocess.DEVNULL,
        )
        for _ in range(8)
    ]
    assert [call.wait() for call in calls] == [0] * 8
    assert json.loads(okrboard(demo, "show", "KR19", "--json").stdout)["current"] == 27.0


def on_a_terminal(board: Path, *words: str, **more: str) -> tuple[int, bytes]:
    """Run a command on a terminal of its own and return what it wrote there."""
    call = [sys.executable, "-m", "okrboard", *words]
    around = environment(board, **{"TERM": "xterm-256color", **more})
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(call[0], call, around)
    written = b""
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        written += data
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), written


def test_on_a_terminal_there_are_bars_colours_and_indents(demo: Path) -> None:
    status, written = on_a_terminal(demo, "board", COLUMNS="100")
    assert status == 0
    assert b"\x1b[31m" in written
    assert "━━".encode() in written
    assert b"\x1b" not in on_a_terminal(demo, "board", "--no-color")[1]
    assert b"\x1b" not in on_a_terminal(demo, "board", NO_COLOR="1")[1]
    assert b"\x1b" not in on_a_terminal(demo, "board", TERM="dumb")[1]
    assert on_a_terminal(demo, "board", "--ascii", "--no-color")[1].isascii()
    assert b'{\r\n  "ref": "KR19"' in on_a_terminal(demo, "show", "KR19", "--json")[1]


def test_one_line_of_data_is_printed_into_a_pipe(demo: Path) -> None:
    written = okrboard(demo, "board", "--json").stdout
    assert written.count(b"\n") == 1
    assert "━━".encode() not in okrboard(demo, "board").stdout


def test_a_board_gone_back_is_told_once_and_reuses_no_number(demo: Path) -> None:
    def added(title: str) -> tuple[str, str]:
        done = okrboard(demo, "objective", "add", title, "--json")
        return json.loads(done.stdout)["ref"], done.stderr.decode()

    first, silent = added("One")
    kept = demo.read_bytes()
    second, _ = added("Two")
    demo.write_bytes(kept)
    looked = [okrboard(demo, "board", "--json") for _ in range(2)]
    assert [done.returncode for done in looked] == [0, 0]
    assert looked[0].stdout == looked[1].stdout
    told = looked[0].stderr.decode()
    assert told.startswith("note: the file went back from revision ")
    assert (told.count("\n"), looked[1].stderr, silent) == (1, b"", "")

    undone = okrboard(demo, "undo")
    assert undone.returncode == 1
    assert undone.stderr.startswith(b"okrboard: undo stops here, because the file went back from ")
    third, _ = added("Three")
    numbers = [int(ref.removeprefix("O")) for ref in (first, second, third)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    log = json.loads(okrboard(demo, "log", "--json").stdout)
    assert [change["who"] for change in log[:3]] == ["ben", "(outside)", "ben"]
    assert log[1]["what"].startswith("the file went back from revision ")
    assert log[1]["at"] == "2026-11-20T14:00:00Z"
    assert okrboard(demo, "undo").returncode == 0


def test_an_edit_by_hand_is_told_once_and_logged_with_the_next(demo: Path) -> None:
    demo.write_text(json.dumps(json.loads(demo.read_bytes()), indent=1))
    first, second = (okrboard(demo, "due") for _ in range(2))
    assert first.stderr.startswith(b"note: the file was changed outside of okrboard")
    assert (second.stderr, second.stdout) == (b"", first.stdout)
    assert okrboard(demo, "check-in", "KR19", "30").returncode == 0
    shown = okrboard(demo, "log", "-n", "2").stdout.decode().splitlines()
    assert "(outside)  the file was changed outside of okrboard" in shown[1]
