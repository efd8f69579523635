"""`okrboard check`: the value check's answer, which asks and never blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (("--text", "Publish 12 posts"), {"task"}),
        (("--text", "Raise audit accuracy from 80 % to 99.1 %"), {"outcome"}),
        (("--text", "Our customers trust us", "--objective"), {"strong", "weak", "unclear"}),
    ],
)
def test_a_text_is_judged_without_a_board(
    okr: Okr, words: tuple[str, ...], verdicts: set[str]
) -> None:
    said = okr("check", *words, "--json")
    assert said.status == 0
    assert said.json["verdict"] in verdicts
    assert isinstance(said.json["reasons"], list)
    assert isinstance(said.json["question"], str)
    assert said.json["verdict"].replace("_", " ") in okr("check", *words).out


def test_a_key_result_of_the_board_is_judged_with_its_numbers(okr: Okr, demo: Path) -> None:
    said = okr("check", "KR14", "--json").json
    assert (said["ref"], said["verdict"]) == ("KR14", "outcome")
    assert okr("check", "O6").status == 0


def test_one_thing_is_asked_about_at_a_time(okr: Okr, demo: Path) -> None:
    for words in ((), ("KR14", "--text", "x")):
        said = okr("check", *words)
        assert said.status == 2
        assert "one of them" in said.line


def test_nothing_is_not_checked(okr: Okr) -> None:
    for text in ("", "  "):
        assert okr("check", "--text", text).line.startswith("there is no text to check")
