"""What commands may load, held by the list of modules in memory: no screen, no network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.cli import NOW

from okrboard.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]

NEVER = ("textual", "rich", "httpx", "icalendar")
"""What belongs to the screens, the network and the calendar's files."""


def loaded_by(board: Path, *words: str) -> set[str]:
    """Return the modules in memory after a command, in a process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules)\n"
        "from okrboard.cli.main import run\n"
        f"run({list(words)!r})\n"
        "sys.stderr.write('\\n'.join(sorted(set(sys.modules) - before)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"OKRBOARD_NOW": NOW, "OKRBOARD_USER": "ben", "OKRBOARD_BOARD": str(board)},
    )
    assert done.stdout.strip()
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("check-in", "KR19", "17", "-c", "6", "-m", "x", "--driver", "luck=+1:luck"),
        ("show", "O10", "--json"),
        ("board",),
        ("show", "KR19"),
        ("brief",),
        ("log",),
        ("kr",),
        ("action", "add", "x"),
        ("objective", "add", "x"),
        ("undo", "--as", "hana"),
        ("report", "--format", "html"),
        ("config",),
        ("export", "-", "--format", "csv"),
        ("check", "KR19"),
        ("__complete", "2", "--", "okrboard", "show", ""),
    ],
)
def test_no_command_loads_the_screens_or_the_network(demo: Path, words: tuple[str, ...]) -> None:
    loaded = loaded_by(demo, *words)
    assert "okrboard.storage.file_store" in loaded, "it did not come as far as the board"
    assert {name for name in loaded if name.partition(".")[0] in NEVER} == set()
    assert ("okrboard.domain.value_check.lexicon" in loaded) == (words[0] == "check")


def test_one_command_is_loaded_and_not_all(demo: Path) -> None:
    modules = {f"okrboard.cli.{place.partition(':')[0]}" for place, _ in COMMANDS.values()}
    assert loaded_by(demo, "due") & modules == {"okrboard.cli.due"}


def test_help_and_mistakes_do_not_open_a_board(demo: Path) -> None:
    assert "okrboard.storage.file_store" not in loaded_by(demo, "-h")


def test_the_list_would_notice(demo: Path) -> None:
    assert "tinydb" in loaded_by(demo, "check-in", "KR19", "17")
    assert "html" in loaded_by(demo, "report", "--format", "html")
