"""A home of its own for every test, the demo board to work on, and a command line to call."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from support.cli import NOW, Said

from okrboard.cli.main import run
from okrboard.demo import write_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.cli import Okr


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with an empty home, as nobody in particular, at a fixed time."""
    for name in (
        "OKRBOARD_BOARD",
        "OKRBOARD_CONFIG",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "LC_ALL",
        "LC_CTYPE",
        "LANG",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    house = tmp_path / "home"
    house.mkdir()
    monkeypatch.setenv("HOME", str(house))
    monkeypatch.setenv("LOGNAME", "nobody-yet")
    monkeypatch.setenv("OKRBOARD_USER", "ben")
    monkeypatch.setenv("OKRBOARD_NOW", NOW)
    monkeypatch.chdir(tmp_path)
    return house


@pytest.fixture(scope="session")
def written_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "okrboard.json"
    write_demo(str(path), datetime.fromisoformat(NOW))
    return path


@pytest.fixture
def demo(written_demo: Path, tmp_path: Path, home: Path) -> Path:
    """A demo board of this test's own, where commands find it."""
    path = tmp_path / "okrboard.json"
    shutil.copy(written_demo, path)
    return path


@pytest.fixture
def okr(capsys: pytest.CaptureFixture[str]) -> Okr:
    """Call the command line in this process."""

    def call(*words: str) -> Said:
        capsys.readouterr()
        status = run(list(words))
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return call


@pytest.fixture
def empty(okr: Okr, tmp_path: Path) -> Path:
    """A new board of this test's own with a running cycle and ben as its one member."""
    assert okr("init", "--name", "Ours", "--timezone", "UTC", "--cycle", "2026-T3").status == 0
    return tmp_path / "okrboard.json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Radicale."""
    from radicale_server import radicale

    with radicale(tmp_path_factory.mktemp("radicale")) as url:
        yield url


@pytest.fixture
def team(server: str) -> str:
    """The address of an empty calendar."""
    from radicale_server import make_calendar

    return make_calendar(server, f"team-{uuid4().hex[:8]}")


@pytest.fixture
def linked(okr: Okr, home: Path, demo: Path, team: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A person whose configuration names a calendar and its password."""
    from support.published import PASSWORD, credentials

    monkeypatch.setenv("OKRBOARD_USER", "hana")
    assert okr("config", "set", "calendar.url", team).status == 0
    credentials(home, team, PASSWORD)
    return team
