"""The user's own configuration: read with care, written without losing a word of theirs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrboard.configuration import config_path, read_config, set_config, user_folder
from okrboard.errors import OkrboardError
from okrboard.text import clean


def around(folder: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(folder)}


def written(folder: Path, text: str) -> Path:
    path = Path(config_path(around(folder)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_folders_are_those_of_the_desktop_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    assert user_folder("state", {}) == "/home/ana/.local/state/okrboard"
    assert user_folder("data", {"XDG_DATA_HOME": "/data"}) == "/data/okrboard"
    # A relative path is invalid there, and to be ignored.
    assert user_folder("config", {"XDG_CONFIG_HOME": "data"}) == "/home/ana/.config/okrboard"
    assert config_path({"OKRBOARD_CONFIG": "/x.toml"}) == "/x.toml"


def test_no_configuration_is_an_empty_one(tmp_path: Path) -> None:
    assert read_config(around(tmp_path)) == {}


@pytest.mark.parametrize(
    "text", ["theme = ", "[keys", "a = 1\na = 2", "\udcff", "x = " + "[" * 3000]
)
def test_a_slip_is_one_line_and_the_file_is_left_alone(tmp_path: Path, text: str) -> None:
    path = Path(config_path(around(tmp_path)))
    path.parent.mkdir(parents=True)
    data = text.encode(errors="surrogateescape")
    path.write_bytes(data)
    for act in (
        lambda: read_config(around(tmp_path)),
        lambda: set_config(around(tmp_path), "theme", "beamer"),
    ):
        with pytest.raises(OkrboardError) as told:
            act()
        assert str(path) in str(told.value)
        assert "\n" not in str(told.value)
    assert path.read_bytes() == data


OWN = """\
# my colours
theme = "okr-dark"  # at night

[keys]
# like another program
undo = "ctrl+z"

[sources.sales]
url = "https://example.org"
"""


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    path = written(tmp_path, OWN)
    set_config(around(tmp_path), "keys.redo", "ctrl+y")
    set_config(around(tmp_path), "mouse", False)
    set_config(around(tmp_path), "keys.undo", "u")
    assert path.read_text() == (
        OWN.replace('undo = "ctrl+z"', 'undo = "u"\nredo = "ctrl+y"').replace(
            "# at night\n", "# at night\nmouse = false\n"
        )
    )
    set_config(around(tmp_path), "keys.redo", None)
    set_config(around(tmp_path), "mouse", None)
    set_config(around(tmp_path), "keys.undo", "ctrl+z")
    assert path.read_text() == OWN


@pytest.mark.parametrize("text", ['keys = { undo = "u" }\n', 'keys.undo = "u"\n'])
def test_what_is_written_in_a_way_of_its_own_is_its_owners(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(OkrboardError, match="in a way of its own"):
        set_config(around(tmp_path), "keys.undo", "ctrl+z")
    assert path.read_text() == text


def test_it_is_private_and_replaced_whole(tmp_path: Path) -> None:
    path = Path(set_config(around(tmp_path), "theme", "beamer"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [child.name for child in path.parent.iterdir()] == ["config.toml"]


def test_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    path = Path(config_path(around(tmp_path)))
    path.parent.mkdir()
    path.symlink_to(real)
    set_config(around(tmp_path), "theme", "beamer")
    assert path.is_symlink()
    assert real.read_text() == 'theme = "beamer"\n'


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(["theme", "preset", "keys.a", "keys.b.c"]), st.text())))
def test_what_was_set_last_is_what_is_read(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    path = written(tmp_path, "")
    expected: dict[str, object] = {}
    for key, value in pairs:
        set_config(around(tmp_path), key, value)
        head, _, rest = key.partition(".")
        if rest:
            expected.setdefault(head, {})[rest] = clean(value)  # type: ignore[index]
        else:
            expected[head] = clean(value)
    assert read_config(around(tmp_path)) == expected
    assert tomllib.loads(path.read_text()) == expected
