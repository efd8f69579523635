"""Export, import into an empty board, export: the same bytes, whatever the board."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.hostile import HOSTILE
from support.making import TODAY, draft, furnished
from support.random_boards import boards

from okrboard.demo import demo_board
from okrboard.domain.board import Board, MemoryTable
from okrboard.domain.changes import with_fields
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.domain.records import Settings
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore, Store
from okrboard.transfer import copy_board, export_csv, export_json, import_any, read_import

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


def imported(text: str, store: Store | None = None) -> Board:
    """Return what an empty board holds after an import of what would be a file."""
    store = store or MemoryStore()
    data = text.encode("utf-8")

    def make(board: Board):  # type: ignore[no-untyped-def]
        made = draft(board, member=1 if 1 in board.members else 0)
        import_any(made, read_import(data))
        return made.finish()

    return store.transact(make)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(boards())
def test_any_board_comes_back_from_its_json(board: Board) -> None:
    text = export_json(board)
    again = imported(text)
    assert export_json(again) == text
    assert again.counters == {name: count for name, count in board.counters.items() if count}


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(boards())
def test_any_board_comes_back_from_its_csv(board: Board) -> None:
    text = export_csv(board)
    assert export_csv(imported(text)) == text


@settings(max_examples=60, deadline=None)
@given(boards())
def test_importing_a_table_twice_changes_nothing_the_second_time(board: Board) -> None:
    store = MemoryStore()
    first = imported(export_csv(board), store)
    assert imported(export_csv(board), store) is first


@settings(max_examples=60, deadline=None)
@given(boards())
def test_importing_a_board_s_own_table_changes_nothing(board: Board) -> None:
    store = MemoryStore(board)
    assert imported(export_csv(board), store) is board


def test_the_demo_board_comes_back_from_both() -> None:
    board = demo_board(NOW)
    for export in (export_json, export_csv):
        assert export(imported(export(board))) == export(board)


def test_json_comes_back_through_a_file_with_keys_nobody_knows(tmp_path: Path) -> None:
    data = json.loads(export_json(demo_board(NOW)))
    data["tables"]["objectives"]["7"]["mood"] = {"colour": ["blue", 1.5, None]}
    store = FileStore.create(str(tmp_path / "a.json"), Settings(name="Fresh"))
    text = export_json(imported(json.dumps(data), store))
    assert json.loads(text) == data
    other = FileStore.create(str(tmp_path / "b.json"), Settings())
    assert export_json(imported(text, other)) == text
    assert export_json(FileStore(str(tmp_path / "b.json")).snapshot()) == text


def test_numbers_used_up_are_not_given_out_after_an_import() -> None:
    board = Board({}, {"objectives": 40})
    made = draft(imported(export_json(furnished().board.changed({}, board.counters))))
    assert propose_objective(made, "Next", 1).id == 41


def test_a_copied_board_is_equal() -> None:
    board, made = demo_board(NOW), draft()
    copy_board(made, board)
    copied = MemoryStore().transact(lambda _: made.finish())
    assert {name: dict(t) for name, t in copied.tables.items() if t} == {
        name: dict(t) for name, t in board.tables.items() if t
    }


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_comes_back_from_both(text: str) -> None:
    made = furnished()
    board = made.board
    for table in ("objectives", "key_results", "check_ins", "members", "teams", "cycles"):
        for record in board.table(table).values():
            given_texts = {
                name: (f"{text}{record.id}" if table in ("teams", "cycles") else text)
                for name in record._fields
                if name in ("title", "name", "why", "lesson", "note", "unit", "company_gets")
                and not (name == "unit" and record.kind == "milestones")
            }
            if "labels" in record._fields:
                given_texts["labels"] = (text, "plain")  # type: ignore[assignment]
            made.put(with_fields(record, **given_texts))
    for export in (export_json, export_csv):
        exported = export(made.board)
        assert "\x1b" not in exported
        assert export(imported(exported)) == exported


def test_an_empty_board_comes_back_from_both() -> None:
    for export in (export_json, export_csv):
        assert export(imported(export(Board()))) == export(Board())


def test_a_row_that_was_edited_by_hand_does_not_break_the_export() -> None:
    made = furnished()
    objectives = dict(made.board.objectives)
    objectives[1] = objectives[1]._replace(title="a\nb\x1b[2J", why="\ud800x")
    board = made.board.changed({"objectives": MemoryTable(objectives)}, {})
    for export in (export_json, export_csv):
        export(board).encode("utf-8")
        assert "\x1b" not in export(board)
    assert TODAY.isoformat() in export_json(board)


def test_of_two_goals_of_one_title_a_link_means_the_one_it_meant() -> None:
    made = draft(furnished().board)
    first, second, third = (propose_objective(made, "Calm nights", 1).id for _ in range(3))
    edit_objective(made, first, contributes_to=third)
    edit_objective(made, second, contributes_to=first)
    text = export_csv(made.board)
    again = imported(text)
    assert export_csv(again) == text
    calm = [one for one in again.objectives.values() if one.title == "Calm nights"]
    assert [one.contributes_to for one in calm] == [calm[2].id, calm[0].id, 0]


def test_a_title_of_two_goals_leaves_a_link_as_it_is() -> None:
    made = draft(furnished().board)
    ids = [propose_objective(made, title, 1).id for title in ("Same", "Same", "Child")]
    edit_objective(made, ids[2], contributes_to=ids[1])
    store = MemoryStore(made.board)
    rows = f"cycle,objective,contributes_to,key_result\n{made.board.cycles[1].name},Child,Same,\n"
    assert imported(rows, store) is made.board
