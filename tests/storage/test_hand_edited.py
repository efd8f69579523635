"""A board edited by hand is a board: what it says counts, what nobody knows stays."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stores import change, content, make_store, retitled
from tinydb import TinyDB, where

from okrboard.domain.records import OUTSIDE, Member, Team
from okrboard.errors import StoreCorrupt, StoreTooNew
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import parse

if TYPE_CHECKING:
    from collections.abc import Callable


def edit(store: FileStore, change_tree: Callable[[Any], object], **options: Any) -> None:
    """Change the file's JSON as an editor would: in place, in a form of its own."""
    tree = json.loads(Path(store.place).read_text())
    change_tree(tree)
    Path(store.place).write_text(json.dumps(tree, **options))


def is_canonical(store: FileStore) -> bool:
    return parse(Path(store.place).read_bytes()) is not None


@pytest.mark.parametrize(
    "options",
    [
        {"indent": 2},
        {"sort_keys": True},
        {"ensure_ascii": False},
        {"separators": (" ,\r\n", ":\t")},
    ],
)
def test_any_form_of_the_same_json_is_the_same_board(
    file_store: FileStore, options: dict[str, Any]
) -> None:
    board = file_store.snapshot()
    before = content(board, without=())
    edit(file_store, lambda tree: None, **options)
    assert not is_canonical(file_store)
    assert file_store.snapshot() is not board
    assert content(file_store.snapshot(), without=()) == before
    change(file_store, retitled(1, "x"))
    assert is_canonical(file_store)


def test_what_was_edited_counts(file_store: FileStore) -> None:
    edit(file_store, lambda tree: tree["objectives"]["1"].update(title="by hand"))
    assert file_store.snapshot().objectives[1].title == "by hand"


def test_hostile_text_that_was_edited_in_comes_out_harmless(file_store: FileStore) -> None:
    hostile = "\x1b]52;c;x\x07\u202e\ud800"
    edit(file_store, lambda tree: tree["objectives"]["1"].update(title=hostile, theirs=hostile))
    for _ in range(2):
        assert file_store.snapshot().objectives[1].title == "\ufffd]52;c;x\ufffd\ufffd\ufffd"
        change(file_store, lambda draft: draft.add(Team(0, "new")))
    assert file_store.snapshot().objectives.raw(1)["theirs"] == hostile


def test_unknown_keys_and_tables_survive_every_kind_of_change(file_store: FileStore) -> None:
    def theirs(tree: Any) -> None:
        tree["objectives"]["1"]["theirs"] = {"deep": [1, None, "ü"]}
        tree["objectives"]["1"]["_x"] = 10**30
        tree["dreams"] = {"7": {"of": "Paris"}, "12": {}}
        tree["_meta"]["1"]["later"] = {"2026-T1": "okrboard.2026-T1.0123.json"}
        tree["_meta"]["1"]["théirs"] = 1.5

    edit(file_store, theirs)
    change(file_store, retitled(1, "x"))
    change(file_store, lambda draft: draft.add(Team(0, "new")))
    change(file_store, retitled(1, "y"))
    tree = json.loads(Path(file_store.place).read_text())
    assert is_canonical(file_store)
    assert tree["objectives"]["1"]["theirs"] == {"deep": [1, None, "ü"]}
    assert tree["objectives"]["1"]["_x"] == 10**30
    assert tree["objectives"]["1"]["title"] == "y"
    assert tree["dreams"] == {"7": {"of": "Paris"}, "12": {}}
    assert tree["_meta"]["1"]["later"] == {"2026-T1": "okrboard.2026-T1.0123.json"}
    assert tree["_meta"]["1"]["théirs"] == 1.5


def test_numbers_added_by_hand_raise_the_counter(file_store: FileStore) -> None:
    edit(file_store, lambda tree: tree["members"].update({"40": {"handle": "eve"}}))
    assert change(file_store, lambda draft: draft.add(Member(0, "kim"))).id == 41


def test_records_in_any_order_come_oldest_number_first(file_store: FileStore) -> None:
    def turn_round(tree: Any) -> None:
        tree["key_results"] = dict(reversed(tree["key_results"].items()))
        tree["key_results"]["10"] = tree["key_results"]["2"]

    edit(file_store, turn_round)
    assert list(file_store.snapshot().key_results) == [1, 2, 3, 10]


def test_a_missing_table_is_empty_until_its_first_record(file_store: FileStore) -> None:
    edit(file_store, lambda tree: [tree.pop("changes"), tree.pop("settings")])
    board = file_store.snapshot()
    assert not board.changes
    assert board.settings.name == "OKR board"
    change(file_store, retitled(1, "x"))
    log = file_store.snapshot().changes
    assert [log[id].who for id in log] == [OUTSIDE, "ana"]


def test_an_edit_between_two_looks_is_seen_even_at_the_same_size(file_store: FileStore) -> None:
    before = file_store.snapshot()
    text = Path(file_store.place).read_text()
    status = os.stat(file_store.place)
    Path(file_store.place).write_text(text.replace("Releases", "releases"))
    os.utime(file_store.place, ns=(status.st_mtime_ns, status.st_mtime_ns + 1))
    assert file_store.snapshot() is not before
    assert file_store.snapshot().objectives[1].title.startswith("releases")


def test_a_foreign_program_that_writes_with_plain_tinydb_is_read(file_store: FileStore) -> None:
    with TinyDB(file_store.place) as database:
        database.table("objectives").update({"title": "théirs"}, where("owner") == 1)
        database.table("teams").insert({"name": "Sales"})
    board = file_store.snapshot()
    assert board.objectives[1].title == "théirs"
    assert [team.name for team in board.teams.values()] == ["IT", "Sales"]


def test_a_week_date_is_not_taken_for_a_day(file_store: FileStore) -> None:
    edit(file_store, lambda tree: tree["cycles"]["1"].update(first="2026-W10-1"))
    with pytest.raises(StoreCorrupt, match="cycles 1: first: expected a day"):
        file_store.snapshot()


values = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.none())


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_in_any_field_is_used_or_refused_cleanly(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = make_store("file", str(tmp_path_factory.mktemp("board") / "okrboard.json"))
    assert isinstance(store, FileStore)
    tree = json.loads(Path(store.place).read_text())
    table = data.draw(st.sampled_from(sorted(tree)))
    record = data.draw(st.sampled_from(sorted(tree[table].values(), key=str)))
    record[data.draw(st.sampled_from(sorted(record)))] = data.draw(values)
    Path(store.place).write_text(json.dumps(tree))
    try:
        board = store.snapshot()
    except (StoreCorrupt, StoreTooNew) as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    everything = content(board, without=())
    change(store, lambda draft: draft.add(Team(0, "new")))
    after = content(FileStore(store.place).snapshot(), without=("changes", "teams"))
    assert after == {name: rows for name, rows in everything.items() if name in after}
