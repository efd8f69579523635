"""Hostile texts through every command: they stay words, and no control byte is ever printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE

from okrboard.text import clean, squeeze

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr, Said

IDS = [f"{number}" for number in range(len(HOSTILE))]

READING = [
    ("board",),
    ("board", "--group", "owner"),
    ("show", "O1"),
    ("show", "KR1"),
    ("show", "A1"),
    ("due",),
    ("brief",),
    ("log",),
    ("objective", "list"),
    ("kr", "list"),
    ("action", "list"),
    ("cycle", "list"),
    ("member", "list"),
    ("team", "list"),
    ("tree",),
    ("config",),
    ("check", "KR1"),
    ("check", "O1"),
    ("report", "--format", "md"),
    ("report", "--format", "html"),
]


def assert_clean(said: Said) -> None:
    """No character is left that a terminal, or a reader's eye, would obey."""
    for text in (said.out, said.err):
        for line in text.splitlines():
            assert clean(line, len(line)) == line, line
        assert "\r" not in text
        assert "\x1b" not in text
    assert said.err == "" or said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert "a bug in okrboard" not in said.err


@pytest.fixture
def hostile_board(request: pytest.FixtureRequest, okr: Okr, empty: Path) -> str:
    """A board on which every text is the hostile one, written by the commands themselves."""
    text: str = request.param
    words = squeeze(text)
    calls = [
        ("config", "set", "name", "--", text),
        ("config", "set", "direction", "--", text),
        ("team", "add", "--", text),
        ("member", "edit", "ben", "--name", text, "--team", text),
        ("cycle", "edit", "2026-T3", "--name", text),
        ("objective", "add", "--why", text, "--company-gets", text, "--label", text, "--", text),
        ("objective", "edit", "O1", "--owner-gets", text, "--stands-alone", text),
        ("kr", "add", "O1", "--start=1", "--target=9", "--unit", text, "--", text),
        ("kr", "add", "--step", text, "--", "O1", "steps"),
        ("kr", "edit", "KR1", "--target=8", "--reason", text),
        ("check-in", "KR1", "3", "-m", text, "--blocker", text, "--fix", text),
        ("check-in", "KR1", "4", "--driver", f"{text}=+1:luck"),
        ("objective", "override", "O1", "at risk", "--reason", text),
        ("action", "add", "--kr", "KR1", "--due", "yesterday", "--", text),
    ]
    for call in calls:
        said = okr(*call)
        assert_clean(said)
        assert said.status == 0 or words == "", (call, said.err)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("hostile_board", HOSTILE, ids=IDS, indirect=True)
def test_a_board_full_of_it_reads_as_words(
    hostile_board: str, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = squeeze(hostile_board)
    for words in READING:
        for more in ((), ("--json",), ("--ascii",)):
            said = okr(*words, *more)
            assert said.status in (0, 1), (words, said.err)
            assert_clean(said)
    assert okr("show", "O1", "--json").json["title"] == title
    assert okr("show", "KR1", "--json").json["check_ins"][1]["drivers"][0]["text"] == title
    assert len(okr("brief").out.splitlines()) == 12
    monkeypatch.setenv("COLUMNS", "72")
    assert_clean(okr("board"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = okr("board").out
    for code in ("0", "1", "2", "31", "32", "33", "35", "36"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert "\x1b" not in coloured


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_it_is_answered_in_one_clean_line_wherever_it_is_typed(
    okr: Okr, demo: Path, text: str
) -> None:
    calls = [
        (text,),
        ("show", "--", text),
        ("show", text),
        ("check-in", "--", text, "3"),
        ("check-in", "KR19", text),
        ("check-in", "KR19", "3", "--driver", text),
        ("check-in", "KR19", "3", "-c", text),
        ("check-in", "KR19", "3", "--on", text),
        ("check-in", "KR21", "--step", text),
        ("objective", text),
        ("objective", "carry", "O6", text),
        ("objective", "override", "O6", text),
        ("board", "--group", text),
        ("board", f"--{text}"),
        ("cycle", "add", "--", text),
        ("member", "add", "--", text),
        ("config", "set", text, text),
        ("config", "get", text),
        ("completion", text),
        ("import", "--", text),
        ("__complete", "2", "--", "okrboard", "show", text),
        ("log", "-n", text),
        ("check", "--text", text),
        ("due", "--as", text),
        ("check-in", "KR19", "3", "--as", text),
        ("at", "--", text),
        ("vote", "KR19", text),
    ]
    for words in calls:
        assert_clean(okr(*words))


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_a_file_edited_by_hand_is_read_as_words(okr: Okr, demo: Path, text: str) -> None:
    """What `clean()` kept out on the way in may have come in by an editor."""
    board = json.loads(demo.read_text())
    board["objectives"]["6"]["title"] = text
    board["key_results"]["19"].update(title=text, unit=text)
    board["members"]["2"]["name"] = text
    board["settings"]["1"]["name"] = text
    board["changes"][max(board["changes"], key=int)]["what"] = text
    demo.write_bytes(json.dumps(board).encode())
    for words in READING:
        said = okr(*words)
        assert_clean(said)
        assert said.status in (0, 1), (words, said.err)
