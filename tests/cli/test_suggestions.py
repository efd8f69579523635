"""What somebody gets who types what other programs call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrboard.cli import parser
from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.spec import Noun

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("ls",), "did you mean board?"),
        (("version",), "did you mean --version?"),
        (("kr", "rm", "KR1"), "did you mean remove?"),
        (("action", "close", "A1"), "did you mean done?"),
        (("cycle", "open", "X"), "did you mean start?"),
        (("calendar", "sync"), "did you mean publish?"),
        (("kr", "lst"), "did you mean list?"),
        (("KR7",), "okrboard show KR7 shows it, okrboard check-in KR7 VALUE notes it"),
        (("o1",), "okrboard show O1 shows it"),
        (("m7",), "okrboard meetings minutes M7 shows what was said"),
        (("meetings", "m7"), "okrboard meetings minutes M7 shows what was said"),
    ],
)
def test_a_word_of_other_programs_leads_to_ours(
    okr: Okr, words: tuple[str, ...], hint: str
) -> None:
    said = okr(*words)
    assert said.status == 2
    assert said.line.endswith(hint)


def test_every_hint_is_a_command_that_there_is() -> None:
    for word, found in parser.COMMANDS_OF_OTHERS.items():
        assert word not in COMMANDS
        first, *verb = found.split()
        assert first in COMMANDS or first == "--version"
        if verb and not verb[0].startswith("-"):
            noun = load_command(first)
            assert isinstance(noun, Noun)
            assert verb[0] in noun.verbs


def test_every_verb_that_is_hinted_at_is_one_of_some_noun() -> None:
    nouns = [each for each in map(load_command, COMMANDS) if isinstance(each, Noun)]
    nouns += [verb for noun in nouns for verb in noun.verbs.values() if isinstance(verb, Noun)]
    there = {verb for noun in nouns for verb in noun.verbs}
    assert {verb for verbs in parser.VERBS_OF_OTHERS.values() for verb in verbs} <= there


def test_help_before_the_words_goes_as_deep_as_they_do(okr: Okr) -> None:
    for words in (("kr", "add"), ("kr",), ("calendar", "series"), ("calendar", "series", "add")):
        assert okr("help", *words).out == okr(*words, "-h").out == okr("-h", *words).out


def test_the_version_has_its_usual_letter(okr: Okr) -> None:
    assert okr("-V").out == okr("--version").out


def test_the_past_is_told_and_the_future_is_not(okr: Okr, demo: Path) -> None:
    assert okr("at", "1990-01-01").out.endswith("no cycle on this board at the end of 1990-01-01\n")
    assert okr("at", "1990-01-01", "--json").json["cycle"] is None
    said = okr("at", "2030-01-01")
    assert (said.status, said.line[:31]) == (2, "2030-01-01 is still to come; na")


def test_a_board_without_a_cycle_has_an_empty_tree(okr: Okr) -> None:
    assert okr("init").status == 0
    assert okr("tree").out.startswith("no cycle yet; make one: ")
    assert okr("tree", "--json").json["objectives"] == []


def test_a_folder_that_is_not_there_is_named(okr: Okr, demo: Path) -> None:
    for words in (("report", "-o", "nope/x.md"), ("export", "nope/x.csv")):
        why = "there is no folder nope; make it first"
        assert okr(*words).line == f"{words[-1]} cannot be written: {why}"
