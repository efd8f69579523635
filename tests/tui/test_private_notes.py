"""What a person notes for themselves stays theirs: one private file a board, nothing else."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE

from okrboard.text import clean
from okrboard.tui.private_notes import Growth

if TYPE_CHECKING:
    from pathlib import Path


def test_notes_are_kept_by_board_and_can_be_forgotten(tmp_path: Path) -> None:
    mine, other = Growth(str(tmp_path), "/a/okr.json"), Growth(str(tmp_path), "/b/okr.json")
    assert mine.add("I ask first")
    assert mine.add("  I say   no ")
    assert not mine.add("   ")
    assert mine.read() == ["I ask first", "I say no"]
    assert other.read() == []
    assert mine.remove(0)
    assert not mine.remove(5)
    assert Growth(str(tmp_path), "/a/okr.json").read() == ["I say no"]
    (kept,) = (tmp_path / "growth").iterdir()
    assert os.stat(kept).st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"notes": 3}', '{"notes": ["x"], "board": "/other"}', "[" * 5000]
)
def test_a_broken_or_foreign_file_holds_no_notes(tmp_path: Path, body: str) -> None:
    growth = Growth(str(tmp_path), "/a/okr.json")
    growth.add("x")
    (kept,) = (tmp_path / "growth").iterdir()
    kept.write_text(body)
    assert growth.read() == []


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    growth = Growth(str(tmp_path), "/a/okr.json")
    growth.add("x")
    (kept,) = (tmp_path / "growth").iterdir()
    target = tmp_path / "target.json"
    target.write_text(json.dumps({"board": "/a/okr.json", "notes": ["not mine"]}))
    kept.unlink()
    kept.symlink_to(target)
    assert growth.read() == []
    assert growth.add("mine")
    assert "not mine" in target.read_text()
    assert growth.read() == ["mine"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "growth").write_text("a file in the way")
    assert not Growth(str(tmp_path), "/a/okr.json").add("x")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_back_clean(tmp_path: Path, text: str) -> None:
    growth = Growth(str(tmp_path), "/a/okr.json")
    growth.add(text)
    for note in growth.read():
        assert clean(note) == note
