"""Help fits where it is read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.help import help_text
from okrboard.cli.spec import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.cli import Okr

    from okrboard.cli.spec import Command


def inside(found: Command | Noun) -> Iterator[Command | Noun]:
    yield found
    if isinstance(found, Noun):
        for verb in found.verbs.values():
            yield from inside(verb)


@pytest.mark.parametrize("width", [80, 48])
@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_help_is_longer_than_the_screen(name: str, width: int) -> None:
    for found in inside(load_command(name)):
        for line in help_text(found, width).splitlines():
            assert len(line) <= width or len(line.split()) == 1, (found.name, line)


def test_help_is_as_narrow_as_the_terminal_or_the_page(
    okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns, widest in (("50", 50), ("200", 80)):
        monkeypatch.setenv("COLUMNS", columns)
        longest = max(map(len, okr("check-in", "-h").out.splitlines()))
        assert widest - 8 < longest <= widest


def test_an_overlong_paragraph_runs_on_and_a_list_stays_one() -> None:
    said = help_text(import_module("okrboard.cli.config").NOUN.verbs["set"], 60)
    assert "\n  mouse: false to leave the mouse to the terminal\n" in said
    assert "\nFor everybody on the board:\n  name, timezone, " in said


def test_a_noun_says_what_it_is_about(okr: Okr) -> None:
    first, second, *_ = okr("objective", "-h").out.splitlines()
    assert first == "okrboard objective VERB [options]"
    assert second == COMMANDS["objective"][1]
