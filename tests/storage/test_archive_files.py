"""The files of archives: what is in them, what happens when one is gone, which are swept."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.cycles_past import Past
from support.stores import change
from tinydb import TinyDB, where

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.meeting.looking_back import confidence_pairs
from okrboard.domain.rewind import board_at
from okrboard.errors import StoreCorrupt, StoreTooNew
from okrboard.storage.board_file import BoardDB
from okrboard.storage.disk import leftovers
from okrboard.storage.file_store import FileStore
from okrboard.storage.repair import backup, backup_parts, examine, repair
from okrboard.transfer.whole import export_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.board import Board

NOW = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture
def past(path: str) -> Past:
    """A board with an archived cycle, one that is closed only, and a running one."""
    from okrboard.domain.records import Settings

    made = Past(FileStore.create(path, Settings(name="Audit")))
    made.closed_cycles(2)
    made.cycle()
    made.archive(1)
    return made


def parts_of(path: str) -> list[Path]:
    """Return the archives beside a board."""
    return sorted(Path(path).parent.glob(f"{Path(path).name}.*.json"))


def edit(path: Path | str, change: Callable[[Any], Any]) -> None:
    """Edit a file by hand."""
    tree = json.loads(Path(path).read_text())
    change(tree)
    Path(path).write_text(json.dumps(tree, indent=1))


def history(board: Board) -> list[Any]:
    """Return what of the first cycle is in the archive, opened anew."""
    return [board.check_ins_of(1), board.changes[1], board.votes_in(1)]


# What is in them.


def test_plain_tinydb_reads_both_files_and_nothing_is_in_both(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    board = past.store.snapshot()
    with TinyDB(path) as main, TinyDB(part) as old:
        for name in ("check_ins", "actions", "meetings", "votes", "cards", "proposals", "changes"):
            ids = [{row.doc_id for row in database.table(name)} for database in (main, old)]
            assert ids[0] | ids[1] == set(board.table(name))
            assert not ids[0] & ids[1]
            assert ids[1]
        assert old.table("check_ins").search(where("key_result") == 1)
        assert len(main.table("objectives")) == len(board.objectives)
        (entry,) = main.table("_meta").all()[0]["parts"]
        assert (entry["file"], entry["cycle"]) == (part.name, 1)
        assert old.table("_meta").all()[0]["part_of"] == {"board": "okrboard.json", "cycle": 1}


def test_an_archive_has_the_permissions_of_the_board(past: Past, path: str) -> None:
    os.chmod(path, 0o660)
    past.archive(2)
    assert [stat.S_IMODE(part.stat().st_mode) for part in parts_of(path)] == [0o600, 0o660]
    owners = {(part.stat().st_uid, part.stat().st_gid) for part in parts_of(path)}
    assert owners == {(os.stat(path).st_uid, os.stat(path).st_gid)}


def test_an_archive_lies_beside_the_real_board_behind_a_link(past: Past, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "board.json"
    link.parent.mkdir()
    link.symlink_to(past.store.place)
    linked = Past(FileStore(str(link)))
    before = export_json(linked.store.snapshot())
    linked.archive(2)
    assert os.listdir(link.parent) == ["board.json"]
    assert len(parts_of(past.store.place)) == 2
    assert export_json(FileStore(str(link)).snapshot()) == before


def test_keys_that_nobody_here_knows_move_along(path: str) -> None:
    from okrboard.domain.records import Settings

    past = Past(FileStore.create(path, Settings()))
    past.closed_cycles(1)

    def add(tree: Any) -> None:
        tree["check_ins"]["1"]["mood"] = "sunny"
        tree["_meta"]["1"]["later"] = ["x"]
        tree["dreams"] = {"1": {"of": "Paris"}}

    edit(path, add)
    # The commit that follows notes in the log that somebody else wrote the file.
    change(past.store, lambda draft: draft.put(draft.board.settings._replace(name="after")))
    before = export_json(FileStore(path).snapshot())
    past.archive()
    assert FileStore(path).snapshot().check_ins.raw(1)["mood"] == "sunny"
    assert export_json(FileStore(path).snapshot()) == before
    tree = json.loads(Path(path).read_text())
    assert tree["_meta"]["1"]["later"] == ["x"]
    assert tree["dreams"] == {"1": {"of": "Paris"}}


def test_an_archive_stays_byte_for_byte_whatever_happens(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    before = (part.read_bytes(), part.stat().st_ino, part.stat().st_mtime_ns)
    past.close()
    past.archive()
    past.cycle()
    assert (part.read_bytes(), part.stat().st_ino, part.stat().st_mtime_ns) == before


def test_an_archive_is_no_board(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    with pytest.raises(StoreCorrupt, match="archive of a closed cycle; open the board"):
        FileStore(str(part)).snapshot()
    assert not examine(str(part)).sound


def test_a_board_edited_by_hand_may_refer_to_its_archives(past: Past, path: str) -> None:
    before = export_json(past.store.snapshot())
    edit(path, lambda tree: tree["key_results"]["9"].update(from_action=1))
    board = FileStore(path).snapshot()
    assert board.key_results[9].from_action == 1
    assert board.actions.archived_in(1) == 1
    edit(path, lambda tree: tree["key_results"]["9"].pop("from_action"))
    assert export_json(FileStore(path).snapshot()) == before
    change(FileStore(path), lambda d: check_in(d, 9, 3.0))
    edit(path, lambda tree: tree["_meta"]["1"].pop("parts"))
    edit(path, lambda tree: tree["key_results"]["9"].update(from_action=1))
    with pytest.raises(StoreCorrupt, match="there is no"):
        FileStore(path).snapshot()


def test_tinydbs_own_queries_may_change_a_board_with_archives(past: Past, path: str) -> None:
    edit(path, lambda tree: tree["key_results"]["9"].update(from_action=1))
    with BoardDB(path) as database:
        database.table("key_results").update({"title": "so"}, doc_ids=[9])
    board = FileStore(path).snapshot()
    assert (board.key_results[9].title, board.key_results[9].from_action) == ("so", 1)
    assert len(board.check_ins_of(1)) == past.weeks


BAD = [
    *("x", {}, ["x"], [{}], [{"file": "a", "cycle": 1, "ids": {}, "keys": {}}]),
    [{"file": "../okrboard.json.1.0123456789abcdef.json", "cycle": 1, "ids": {}, "keys": {}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": "1", "ids": {}, "keys": {}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": 1, "ids": {"votes": [3, 1]}, "keys": {}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": 1, "ids": {"votes": [1]}, "keys": {}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": 1, "ids": {"votes": [1, 10**14]}, "keys": {}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": 1, "ids": {}, "keys": {"votes": [1, 2]}}],
    [{"file": "b.1.0123456789abcdef.json", "cycle": 1, "ids": {"votes": [True, 2]}, "keys": {}}],
]


@pytest.mark.parametrize("parts", BAD, ids=str)
def test_a_header_that_says_nonsense_of_archives_is_refused(
    past: Past, path: str, parts: object
) -> None:
    edit(path, lambda tree: tree["_meta"]["1"].update(parts=parts))
    with pytest.raises(StoreCorrupt, match="parts does not say"):
        FileStore(path).snapshot()
    assert not examine(path).sound


# One is gone, or damaged.


def truncated(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-100])


def emptied(part: Path) -> None:
    part.write_bytes(b"")


def flipped(part: Path) -> None:
    data = bytearray(part.read_bytes())
    data[data.index(b'"check_ins":{') + 20] = 0xFF
    part.write_bytes(bytes(data))


def exchanged(part: Path) -> None:
    edit(part, lambda tree: tree["_meta"]["1"].update(commit="0" * 16))


def shortened(part: Path) -> None:
    edit(part, lambda tree: [tree[name].pop("1") for name in ("check_ins", "changes", "votes")])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (Path.unlink, "is missing: it has the history of a closed cycle; put it back"),
        (truncated, "is damaged: it is not JSON"),
        (emptied, "is damaged: it is empty"),
        (flipped, "is damaged: it is not UTF-8"),
        (exchanged, "is another file than it was"),
        (shortened, "are not those that went into it"),
    ],
)
def test_the_board_works_without_an_archive_and_tells_if_asked(
    past: Past, path: str, damage: Callable[[Path], None], words: str
) -> None:
    (part,) = parts_of(path)
    damage(part)
    store = FileStore(path)
    board = store.snapshot()
    change(store, lambda draft: check_in(draft, 9, 12.0))
    latest = store.snapshot().latest(9)
    assert latest is not None
    assert latest.value == 12.0
    assert len(board.check_ins) == max(board.check_ins)
    assert 1 in board.check_ins
    for ask in (
        lambda: board.check_ins_of(1),
        lambda: board.latest(1),
        lambda: board.changes[1],
        lambda: board.votes_in(1),
        lambda: export_json(board),
        lambda: board_at(board, past.now - timedelta(days=300)),
    ):
        with pytest.raises(StoreCorrupt, match=words) as told:
            ask()
        assert part.name in str(told.value)
        assert "\n" not in str(told.value)
    found = examine(path)
    assert not found.sound
    assert not found.problems
    assert any(part.name in line for line in found.archives)


def test_a_cycles_confidence_without_its_archive_is_left_out(past: Past, path: str) -> None:
    pairs = confidence_pairs(past.store.snapshot())
    parts_of(path)[0].unlink()
    left = confidence_pairs(FileStore(path).snapshot())
    assert left == pairs[len(pairs) // 2 :]
    assert left


def test_a_newer_archive_is_left_alone(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    edit(part, lambda tree: tree["_meta"]["1"].update(schema=99))
    with pytest.raises(StoreTooNew, match=part.name):
        FileStore(path).snapshot().check_ins_of(1)


def test_an_archive_that_is_spaced_by_hand_is_still_read(past: Past, path: str) -> None:
    before = export_json(past.store.snapshot())
    edit(parts_of(path)[0], lambda tree: None)
    assert export_json(FileStore(path).snapshot()) == before
    assert examine(path).sound


def test_a_record_of_an_archive_that_does_not_decode_is_named(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    edit(part, lambda tree: tree["check_ins"]["1"].update(value="many"))
    with pytest.raises(StoreCorrupt, match=f"{part.name} is damaged: check_ins 1: value"):
        _ = FileStore(path).snapshot().check_ins[1]
    assert [part.name in line and "value" in line for line in examine(path).archives] == [True]


def test_an_archive_comes_back_when_its_file_does(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    board = FileStore(path).snapshot()
    away = part.rename(part.with_suffix(".away"))
    with pytest.raises(StoreCorrupt):
        history(board)
    away.rename(part)
    assert history(board) == history(past.store.snapshot())


# Doctor, backup, repair.


def test_the_doctor_counts_archived_records_and_finds_doubles(past: Past, path: str) -> None:
    found = examine(path)
    assert found.sound
    assert found.records["check_ins"] == len(past.store.snapshot().check_ins)
    row = json.loads(parts_of(path)[0].read_text())["check_ins"]["1"]
    edit(path, lambda tree: tree["check_ins"].update({"1": row}))
    (line,) = examine(path).archives
    assert "some of its check_ins are there twice" in line
    assert list(FileStore(path).snapshot().check_ins) == list(past.store.snapshot().check_ins)


def test_the_doctor_finds_an_archived_record_leading_nowhere(past: Past, path: str) -> None:
    edit(path, lambda tree: tree["members"].pop("2"))
    assert any("A1: owner: there is no members 2" in line for line in examine(path).archives)


def test_the_doctor_lists_rules_that_archived_records_break(past: Past, path: str) -> None:
    (part,) = parts_of(path)
    edit(part, lambda tree: tree["check_ins"]["1"].update(confidence=99))
    found = examine(path)
    assert found.sound
    (line,) = [remark for remark in found.remarks if part.name in remark]
    assert "check_ins 1: confidence: " in line
    assert line.endswith("it is read as near as can be")


def test_a_backup_copies_each_archive_once(past: Past, path: str) -> None:
    backup(path, NOW)
    first = backup_parts(path)
    again = backup_parts(path)
    assert first == again
    (copy,) = first[0]
    assert Path(copy).read_bytes() == parts_of(path)[0].read_bytes()
    assert len(list(Path(path).parent.glob("*.bak"))) == 2
    parts_of(path)[0].unlink()
    assert backup_parts(path) == ([], [os.path.basename(copy).removesuffix(".bak")])


def test_repair_puts_an_archive_back_from_its_copy(past: Past, path: str) -> None:
    before = export_json(past.store.snapshot())
    backup_parts(path)
    (part,) = parts_of(path)
    truncated(part)
    done = repair(path, NOW)
    assert done.restored == (part.name,)
    assert examine(path).sound
    assert export_json(FileStore(path).snapshot()) == before
    assert part.with_name(part.name + ".damaged").exists()
    part.unlink()
    assert repair(path, NOW).restored == (part.name,)
    assert repair(path, NOW).restored == ()
    assert export_json(FileStore(path).snapshot()) == before


def test_repair_without_a_copy_says_so_and_changes_nothing(past: Past, path: str) -> None:
    parts_of(path)[0].unlink()
    before = Path(path).read_bytes()
    assert repair(path, NOW).restored == ()
    assert Path(path).read_bytes() == before
    assert not examine(path).sound


def test_repairing_a_board_keeps_its_archives(past: Past, path: str) -> None:
    whole = history(past.store.snapshot())
    edit(path, lambda tree: tree["key_results"]["9"].update(target="many", from_action=1))
    repair(path, NOW)
    assert history(FileStore(path).snapshot()) == whole


def test_a_copy_of_a_board_in_its_folder_has_the_history_too(past: Past, path: str) -> None:
    copy = backup(path, NOW)
    past.archive(2)
    assert history(FileStore(copy).snapshot()) == history(past.store.snapshot())


# Sweeping.


def orphan(past: Past, path: str) -> Path:
    """Leave the second cycle's archive behind, as a process does that dies before it counts."""
    before = Path(path).read_bytes()
    past.archive(2)
    (made,) = [part for part in parts_of(path) if ".json.2." in part.name]
    Path(path).write_bytes(before)
    # It is dead: who comes after it has not seen what it wrote.
    past.store = FileStore(path)
    past.service.store = past.store
    return made


def test_what_a_dead_process_left_is_swept_and_never_read(past: Past, path: str) -> None:
    before = export_json(past.store.snapshot())
    left = orphan(past, path)
    left.with_name(f".{left.name}.0123456789abcdef.tmp").write_bytes(b"half")
    assert leftovers(path) == [f".{left.name}.0123456789abcdef.tmp"]
    assert export_json(FileStore(path).snapshot()) == before
    found = examine(path)
    assert found.sound
    assert any(left.name in remark for remark in found.remarks)
    past.archive(2)
    assert not left.exists()
    assert len(parts_of(path)) == 2
    assert export_json(FileStore(path).snapshot()) == before


def test_what_another_copy_of_the_board_needs_is_not_swept(past: Past, path: str) -> None:
    before = Path(path).read_bytes()
    past.archive(2)
    newer = backup(path, NOW)
    whole = export_json(FileStore(newer).snapshot())
    Path(path).write_bytes(before)
    past.archive(2)
    assert len(parts_of(path)) == 3
    assert export_json(FileStore(newer).snapshot()) == whole


def test_what_is_on_no_board_any_more_is_not_swept(past: Past, path: str) -> None:
    """An older copy of the board was put back: the archive has the only copy of what came after."""
    older = Path(path).read_bytes()
    past.service.change("", lambda draft: check_in(draft, 9, 50.0))
    past.close()
    past.archive(3)
    kept = [part for part in parts_of(path) if ".json.3." in part.name]
    Path(path).write_bytes(older)
    past.archive(2)
    assert kept[0].exists()


def test_files_that_only_look_alike_are_left_alone(past: Past, path: str) -> None:
    folder = Path(path).parent
    names = [
        "okrboard.json.2.0123456789abcdeg.json",
        "okrboard.json.x.0123456789abcdef.json",
        "other.json.2.0123456789abcdef.json",
        "okrboard.json.2.0123456789abcdef.json",
    ]
    for name in names:
        (folder / name).write_text("{}")
    past.archive(2)
    assert all((folder / name).exists() for name in names)
