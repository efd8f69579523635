"""Titles of thousands of characters: cut for people, whole for programs and where one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr

LONG = "w" * 9_990 + " the end"

LISTS = [
    ("board",),
    ("log",),
    ("objective", "list"),
    ("kr", "list"),
    ("action", "list"),
    ("tree",),
    ("due",),
    ("brief",),
    ("member", "show", "ben"),
    ("show", "A1"),
    ("show", "KR1"),
    ("team", "show", "Us"),
    ("__complete", "--described", "2", "okrboard", "show"),
]


@pytest.fixture
def long(okr: Okr, empty: Path) -> Okr:
    """A command line on a board whose one goal, number and action have long titles."""
    assert okr("team", "add", "Us").status == 0
    made = [
        okr("objective", "add", LONG, "--team", "Us"),
        okr("kr", "add", "O1", LONG, "--start", "0", "--target", "9", "--owner", "ben"),
        okr("action", "add", LONG, "--kr", "KR1"),
        okr("check-in", "KR1", "3"),
        okr("action", "edit", "A1", "--due", "today"),
    ]
    for said in made:
        assert said.status == 0
        assert len(said.out) < 300
        assert "www…" in said.out
    return okr


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_cuts_a_title(long: Okr, words: tuple[str, ...]) -> None:
    said = long(*words)
    assert "ww" in said.out
    # What one thing is shown with has its own title whole.
    whole = "show" in words and words[1] in ("A1", "KR1")
    lines = [line for line in said.out.splitlines() if len(line) > 600]
    assert len(lines) == whole


def test_messages_and_errors_cut_it_too(long: Okr) -> None:
    assert len(long("undo").out) < 200
    assert len(long("redo").out) < 200
    assert len(long("check", "KR1").out) < 1500
    assert long("member", "add", "ana").status == 0
    for words in (
        ("--as", "ana", "undo", "KR1"),
        ("show", LONG * 2),
        ("objective", "add", "x", "--team", LONG),
        ("kr", "edit", "KR1", "--owner", LONG),
        ("check-in", "KR1", LONG),
        (LONG,),
    ):
        assert long(*words).status > 0
        assert len(long(*words).err) < 600


def test_programs_get_it_whole(long: Okr) -> None:
    assert long("show", "KR1", "--json").json["title"] == LONG
    assert long("kr", "list", "--json").json[0]["title"] == LONG
    assert any(LONG in change["what"] for change in long("log", "--json").json)


def test_an_error_that_is_too_long_keeps_how_to_mend_it() -> None:
    from okrboard.cli.main import LONGEST_MESSAGE, _cut

    said = _cut("it is wrong: " + "w" * 5000 + "; do this")
    assert len(said) == LONGEST_MESSAGE
    assert said.startswith("it is wrong: w")
    assert "…" in said
    assert said.endswith("; do this")
