"""What the quick commands may load: start-up speed, held by the list of modules in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.cli import NOW

ROOT = Path(__file__).parents[2]

HEAVY = (
    "textual",
    "rich",
    "httpx",
    "icalendar",
    "tinydb",
    "defusedxml",
    "platformdirs",
    "argparse",
    "asyncio",
    "collections",
    "dataclasses",
    "enum",
    "inspect",
    "json",
    "logging",
    "pathlib",
    "re",
    "shutil",
    "subprocess",
    "tempfile",
    "threading",
    "typing",
    "unicodedata",
)
"""Each costs a command more than a millisecond, or belongs to the screens and the network."""

BY_ZONEINFO = {"threading"} if sys.version_info >= (3, 13) else set()
"""What Python's own `zoneinfo` loads."""

NEVER = ("textual", "rich", "httpx", "icalendar", "tinydb")


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
        ("due", "--json"),
        ("check-in", "KR19", "17", "-c", "6", "-m", "x", "--driver", "luck=+1:luck"),
        ("show", "KR19", "--json"),
        ("show", "O10", "--json"),
    ],
)
def test_the_quick_commands_load_nothing_that_is_slow(demo: Path, words: tuple[str, ...]) -> None:
    loaded = loaded_by(demo, *words)
    assert loaded & {"okrboard.storage.file_store"}, "it did not come as far as the board"
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} <= BY_ZONEINFO


@pytest.mark.parametrize(
    "words",
    [
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
    assert {name for name in loaded if name.partition(".")[0] in NEVER} == set()


def test_help_and_mistakes_do_not_open_a_board(demo: Path) -> None:
    loaded = loaded_by(demo, "-h")
    assert not {name for name in loaded if name.startswith(("okrboard.storage", "okrboard.domain"))}


def test_the_list_would_notice(demo: Path) -> None:
    assert "tinydb" in loaded_by(demo, "doctor")
    assert "html" in loaded_by(demo, "report", "--format", "html")
