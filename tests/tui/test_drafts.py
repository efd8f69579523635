"""Drafts on disk: kept whole, private, and given back only to the form they belong to."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrboard.tui.drafts import KEEP_DAYS, Drafts, Kept

NOW = datetime(2026, 11, 20, 15, 7, tzinfo=UTC)
NONE = Kept(NOW, {})


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state" / "drafts", "/srv/okr.json")


def files(drafts: Drafts) -> list[Path]:
    return sorted(path for path in drafts.folder.iterdir() if path.suffix != ".there")


def test_what_was_typed_comes_back(drafts: Drafts) -> None:
    assert drafts.keep("check-in", 7, {"value": "26", "note": "a\nb"}, NOW)
    found = drafts.take("check-in", 7)
    assert found
    assert found.texts == {"value": "26", "note": "a\nb"}
    assert found.at == NOW


def test_a_draft_is_of_one_board_one_form_and_one_record(drafts: Drafts) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW)
    assert drafts.take("check-in", 8) is None
    assert drafts.take("key result", 7) is None
    assert Drafts(drafts.folder, "/srv/other.json").take("check-in", 7) is None


def test_what_waits_at_a_board_is_known_with_what_people_call_it(drafts: Drafts) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW, "Check-in KR7")
    drafts.keep("objective", 0, {"title": "Audits"}, NOW + timedelta(hours=1))
    Drafts(drafts.folder, "/srv/other.json").keep("member", 0, {"handle": "eva"}, NOW)
    (drafts.folder / "broken.draft").write_bytes(b"{")
    drafts.close()
    assert [kept.title for kept in drafts.waiting()] == ["objective", "Check-in KR7"]
    assert Drafts(drafts.folder / "none", "/srv/okr.json").waiting() == []


def test_only_the_person_can_read_it(drafts: Drafts) -> None:
    old = os.umask(0)
    try:
        drafts.keep("check-in", 7, {"value": "26"}, NOW)
    finally:
        os.umask(old)
    assert drafts.folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in files(drafts)] == [0o600]


def test_a_folder_that_was_open_to_others_is_closed(drafts: Drafts) -> None:
    drafts.folder.mkdir(parents=True)
    drafts.folder.chmod(0o777)
    assert drafts.keep("check-in", 7, {"value": "26"}, NOW)
    assert drafts.folder.stat().st_mode & 0o777 == 0o700


def test_a_newer_draft_takes_the_place_of_the_older(drafts: Drafts) -> None:
    for value in ("2", "26"):
        drafts.keep("check-in", 7, {"value": value}, NOW)
    assert len(files(drafts)) == 1
    assert (drafts.take("check-in", 7) or NONE).texts == {"value": "26"}


def test_a_draft_that_was_saved_is_gone(drafts: Drafts) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW)
    drafts.drop("check-in", 7)
    drafts.drop("check-in", 7)
    assert drafts.take("check-in", 7) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": 2}',
        b"[" * 50_000,
        b'{"format":1,"board":"/srv/okr.json","kind":"check-in","record":7,"texts":3}',
        b'{"format":1,"board":"/srv/okr.json","kind":"check-in","record":7,"texts":{},"at":"x"}',
    ],
)
def test_a_broken_file_is_no_draft(drafts: Drafts, data: bytes) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW)
    files(drafts)[0].write_bytes(data)
    assert drafts.take("check-in", 7) is None


def test_what_somebody_wrote_into_the_file_comes_back_clean(drafts: Drafts) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW)
    path = files(drafts)[0]
    body = json.loads(path.read_bytes())
    body["texts"] = {"value": "\x1b]52;c;x\x07", "n": 3}
    path.write_text(json.dumps(body))
    assert (drafts.take("check-in", 7) or NONE).texts == {"value": "\ufffd]52;c;x\ufffd"}


def test_a_planted_link_is_neither_read_nor_written_through(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep("check-in", 7, {"value": "26"}, NOW)
    path = files(drafts)[0]
    victim = tmp_path / "victim"
    victim.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(victim)
    before = victim.read_bytes()
    assert drafts.take("check-in", 7) is None
    drafts.keep("check-in", 7, {"value": "27"}, NOW)
    assert victim.read_bytes() == before


def test_a_folder_that_cannot_be_had_costs_the_draft_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    drafts = Drafts(tmp_path / "file" / "drafts", "b")
    assert not drafts.keep("check-in", 7, {"value": "26"}, NOW)
    assert drafts.take("check-in", 7) is None
    drafts.drop("check-in", 7)
    drafts.sweep(NOW)


def test_old_drafts_and_halves_are_swept_and_others_stay(drafts: Drafts) -> None:
    for record in (1, 2):
        drafts.keep("check-in", record, {"value": "26"}, NOW)
    swept = next(path for path in files(drafts) if '"record":1' in path.read_text())
    half = drafts.folder / f".{swept.name}.0123456789abcdef.tmp"
    half.write_bytes(b"{")
    drafts.folder.joinpath("mine.txt").write_bytes(b"")
    now = datetime.now(UTC)
    for path, age in ((swept, KEEP_DAYS + 1), (half, 1)):
        then = (now - timedelta(days=age)).timestamp()
        os.utime(path, (then, then))
    drafts.close()
    drafts.sweep(now)
    assert drafts.take("check-in", 1) is None
    assert drafts.take("check-in", 2) is not None
    assert sorted(path.suffix for path in files(drafts)) == [".draft", ".txt"]


# Several terminals of one person.


def another(drafts: Drafts) -> Drafts:
    """Return the drafts as another terminal of the same person sees them."""
    return Drafts(drafts.folder, "/srv/okr.json")


def titles(drafts: Drafts) -> list[str]:
    """Return the titles of new objectives that a terminal is offered, one after another."""
    passed = set[str]()
    found = []
    while (kept := drafts.take("objective", 0, passed)) is not None:
        found.append(kept.texts["title"])
        passed.add(drafts.set_aside("objective", 0))
    return found


def test_what_another_terminal_is_typing_is_its_own(drafts: Drafts) -> None:
    second = another(drafts)
    drafts.keep("objective", 0, {"title": "first"}, NOW)
    assert second.take("objective", 0) is None
    assert second.waiting() == []
    second.keep("objective", 0, {"title": "second"}, NOW)
    drafts.keep("objective", 0, {"title": "first, longer"}, NOW)
    second.drop("objective", 0)
    assert (drafts.take("objective", 0) or NONE).texts == {"title": "first, longer"}


def test_what_terminals_left_is_offered_the_newest_first(drafts: Drafts) -> None:
    for hour in range(3):
        gone = another(drafts)
        gone.keep("objective", 0, {"title": f"{hour}"}, NOW + timedelta(hours=hour))
        gone.close()
    drafts.keep("objective", 0, {"title": "own"}, NOW - timedelta(hours=1))
    offered = drafts.take("objective", 0)
    assert (offered or NONE).others == 3
    assert titles(drafts) == ["own", "2", "1", "0"]
    assert titles(another(drafts)) == ["2", "1", "0", "own"]


def test_no_two_terminals_are_offered_the_same_draft(drafts: Drafts) -> None:
    gone = another(drafts)
    gone.keep("objective", 0, {"title": "left"}, NOW)
    gone.close()
    second = another(drafts)
    assert drafts.take("objective", 0) is not None
    assert second.take("objective", 0) is None
    drafts.set_aside("objective", 0)
    assert second.take("objective", 0) is not None


def test_a_draft_of_the_first_release_is_taken_up(drafts: Drafts) -> None:
    drafts.keep("objective", 0, {"title": "old"}, NOW)
    path = files(drafts)[0]
    path.rename(path.with_name(f"{path.name.partition('-')[0]}.draft"))
    assert (another(drafts).take("objective", 0) or NONE).texts == {"title": "old"}


def test_files_that_are_not_named_as_ours_are_never_swept(drafts: Drafts) -> None:
    drafts.keep("objective", 0, {"title": "x"}, NOW)
    mine = [drafts.folder / name for name in ("speech.draft", "x-1.part", "one.there", "a.tmp")]
    for path in mine:
        path.write_text("precious")
        os.utime(path, (1000.0, 1000.0))
    drafts.sweep(datetime.now(UTC))
    assert all(path.exists() for path in mine)


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    old = victim / f"{'a' * 32}-{'b' * 16}.draft"
    old.write_text("precious")
    os.utime(old, (1000.0, 1000.0))
    (tmp_path / "drafts").symlink_to(victim)
    drafts = Drafts(tmp_path / "drafts", "b")
    assert not drafts.keep("objective", 0, {"title": "x"}, NOW)
    drafts.sweep(datetime.now(UTC))
    assert os.listdir(victim) == [old.name]
