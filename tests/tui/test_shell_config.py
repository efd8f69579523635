"""What configuration, environment and memory say about the screens, and what is told of slips."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.configuration import CHOICES
from okrboard.errors import UsageError
from okrboard.text import clean
from okrboard.tui.actions import PRESETS
from okrboard.tui.keys import make_keymap
from okrboard.tui.launch import check_terminal
from okrboard.tui.options import Options, fitting_theme, make_options, over_network, screen_config
from okrboard.tui.paint.palette import PALETTES

if TYPE_CHECKING:
    from pathlib import Path
from okrboard.tui.options import (
    STATE_FILE,
    read_state,
    remember_theme,
    remembered_theme,
    write_state,
)


def test_the_words_a_setting_takes_are_those_the_screens_know() -> None:
    assert set(CHOICES["theme"]) == set(PALETTES)
    assert set(CHOICES["preset"]) == set(PRESETS)


XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_IE.UTF-8"}
SSH = {**XTERM, "SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"}


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


# The configuration.


def test_a_configuration_is_understood() -> None:
    config = {"theme": "beamer", "preset": "arrows", "ascii": True, "mouse": False}
    own = screen_config(config)
    assert (own.theme, own.preset, own.ascii, own.mouse) == ("beamer", "arrows", True, False)
    assert own.problems == ()


def test_keys_that_belong_to_others_are_left_to_them() -> None:
    assert screen_config({"holidays": ["IE"], "smtp": {"host": "x"}}).problems == ()


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (
            {"theme": "neon"},
            "config: theme is okr-dark or okr-light or high-contrast or beamer or ansi, not neon",
        ),
        ({"preset": 3}, "config: preset is vim or arrows, not 3"),
        ({"ascii": "yes"}, "config: ascii is true or false, not yes"),
        ({"mouse": []}, "config: mouse is true or false, not []"),
        ({"keys": "x"}, 'config: keys is a table: [keys] and below it "board.new" = "N"'),
    ],
)
def test_a_value_that_cannot_be_used_is_told_in_a_line(
    config: dict[str, object], line: str
) -> None:
    assert screen_config(config).problems == (line,)


def test_keys_can_be_written_for_one_screen_or_for_all() -> None:
    config = {"keys": {"new": "f6", "board": {"edit": "E"}, "objective.new": "f5"}}
    keymap = make_keymap("", screen_config(config).keys)
    assert keymap.problems == ()
    assert keymap.of("board.new") == ("f6",)
    assert keymap.of("objective.new") == ("f5",)
    assert keymap.of("board.edit") == ("E",)
    assert keymap.of("objective.edit") == ("e",)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
NAMES = st.sampled_from(["theme", "preset", "ascii", "mouse", "keys", "other"])


@given(st.dictionaries(NAMES, VALUES))
def test_no_configuration_takes_the_screens_away(config: dict[str, object]) -> None:
    own = screen_config(config)
    keymap = make_keymap(own.preset, own.keys)
    assert own.theme in ("", *PALETTES)
    assert keymap.of("app.quit") or "app.quit" in own.keys
    for line in (*own.problems, *keymap.problems):
        assert clean(line) == line


# The terminal.


def test_a_terminal_is_good_enough_to_draw_on() -> None:
    check_terminal(XTERM, Tty(), Tty())


@pytest.mark.parametrize(
    ("stdin", "stderr"), [(None, Tty()), (io.StringIO(), Tty()), (Tty(), io.StringIO())]
)
def test_without_a_terminal_there_is_a_hint_to_the_commands(
    stdin: io.StringIO | None, stderr: io.StringIO
) -> None:
    with pytest.raises(UsageError, match="needs a terminal; okrboard board prints"):
        check_terminal(XTERM, stdin, stderr)


@pytest.mark.parametrize("kind", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_draw_gets_a_hint(kind: str) -> None:
    with pytest.raises(UsageError, match="cannot draw the board screen; okrboard board prints"):
        check_terminal({"TERM": kind}, Tty(), Tty())


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        (XTERM, "okr-dark"),
        ({"TERM": "xterm-256color"}, "okr-dark"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "vt100"}, "ansi"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "okr-dark"),
        ({**XTERM, "COLORFGBG": "0;15"}, "okr-light"),
        ({**XTERM, "COLORFGBG": "15;0"}, "okr-dark"),
        ({**XTERM, "COLORFGBG": "0;default;15"}, "okr-light"),
    ],
)
def test_the_theme_fits_the_terminal(environment: dict[str, str], theme: str) -> None:
    assert fitting_theme(environment, ssh=False) == theme


def test_over_ssh_the_terminals_own_colours_are_taken() -> None:
    assert over_network(SSH)
    assert not over_network(XTERM)
    assert fitting_theme(SSH, ssh=True) == "ansi"


# Both together.


def options(environment: dict[str, str], state: Path, **config: object) -> Options:
    return make_options(environment, config, str(state))


def test_what_nobody_said_is_found_out(tmp_path: Path) -> None:
    made = options(XTERM, tmp_path)
    assert (made.theme, made.colour, made.mouse, made.ssh) == ("okr-dark", True, True, False)
    assert made.notes == ()


def test_the_configuration_is_above_the_terminal(tmp_path: Path) -> None:
    assert options({"TERM": "linux"}, tmp_path, theme="beamer").theme == "beamer"
    assert not options({**XTERM, "LC_ALL": "C"}, tmp_path, ascii=False).ascii
    assert options({**XTERM, "LC_ALL": "C"}, tmp_path).ascii


def test_the_call_is_above_the_configuration(tmp_path: Path) -> None:
    made = make_options(XTERM, {"ascii": False, "mouse": True}, str(tmp_path), ascii=True)
    assert made.ascii
    assert not make_options(XTERM, {}, str(tmp_path), mouse=False).mouse


def test_no_color_takes_the_colours_away(tmp_path: Path) -> None:
    assert not options({**XTERM, "NO_COLOR": "1"}, tmp_path).colour
    assert options({**XTERM, "NO_COLOR": ""}, tmp_path).colour


def test_what_ssh_changes_is_told_once(tmp_path: Path) -> None:
    state = tmp_path / "state"
    first, second = options(SSH, state), options(SSH, state)
    assert first.theme == second.theme == "ansi"
    assert first.notes == (
        "over ssh: the terminal's own colours, which need half the bytes; t changes it",
    )
    assert second.notes == ()


def test_a_theme_chosen_over_ssh_is_remembered_for_ssh_only(tmp_path: Path) -> None:
    state = tmp_path / "state"
    assert remember_theme(options(SSH, state), "beamer")
    assert options(SSH, state).theme == "beamer"
    assert options(XTERM, state).theme == "okr-dark"


def test_a_chosen_theme_gives_way_to_a_newer_configuration(tmp_path: Path) -> None:
    state = tmp_path / "state"
    remember_theme(options(XTERM, state, theme="okr-light"), "beamer")
    assert options(XTERM, state, theme="okr-light").theme == "beamer"
    assert options(XTERM, state, theme="high-contrast").theme == "high-contrast"


def test_slips_are_told_on_the_first_screen(tmp_path: Path) -> None:
    made = make_options(XTERM, {"theme": "neon"}, str(tmp_path), notes=("one before",))
    assert len(made.notes) == 2
    assert made.notes[0] == "one before"
    assert made.theme == "okr-dark"


# The memory.


def test_what_is_remembered_is_private_and_keeps_the_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "okrboard"
    assert write_state(str(folder), {"later": [1]})
    assert write_state(str(folder), {"theme": 1})
    assert read_state(str(folder)) == {"later": [1], "theme": 1}
    file = folder / STATE_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 5000, b'{"theme": 3}'])
def test_a_broken_memory_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STATE_FILE).write_bytes(content)
    assert remembered_theme(str(tmp_path), ssh=False, configured="") == ""
    assert options(XTERM, tmp_path).theme == "okr-dark"


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not write_state(str(tmp_path / "file" / "state"), {"theme": "x"})
    assert not write_state("", {"theme": "x"})


def test_a_theme_of_another_version_falls_back_to_a_known_one(tmp_path: Path) -> None:
    write_state(str(tmp_path), {"theme": {"name": "gone", "configured": ""}})
    assert options(XTERM, tmp_path).theme in PALETTES
