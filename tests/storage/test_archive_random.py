"""Random boards whose cycles are closed and archived: nothing about them changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.making import draft, stamp
from support.random_boards import boards
from support.stores import content

from okrboard.domain.archive import parcels, why_not
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import close_cycle
from okrboard.domain.records import Settings
from okrboard.domain.rewind import newest_first, rewound
from okrboard.errors import Refused
from okrboard.storage.file_store import FileStore
from okrboard.storage.repair import examine
from okrboard.storage.store import MemoryStore
from okrboard.transfer.whole import copy_board, export_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.changes import Changes
    from okrboard.storage.store import Store


def on_a_file(board: Board, folder: str) -> FileStore:
    """Return a file with a board in it, log included."""
    store = FileStore.create(str(Path(folder) / "okrboard.json"), Settings())

    store.transact(_copy_of(board))
    return store


def close_all(store: Store) -> None:
    """Close every cycle that runs."""
    for id in store.snapshot().cycles:

        def make(board: Board, id: int = id) -> Any:
            made = draft(board)
            try:
                close_cycle(made, id)
            except Refused:
                return draft(board).finish()
            return made.finish()

        store.transact(make)


def asked(board: Board) -> list[Any]:
    """Return answers about every key result, and the board as it was before each change."""
    found: list[Any] = [content(board, ())]
    for id in board.key_results:
        found += [board.check_ins_of(id), board.latest(id), board.actions_of(id)]
    log = list(newest_first(board))
    for count in range(0, len(log) + 1, 3):
        past = rewound(board, log[:count])
        found.append(content(past, ()))
        found += [(past.check_ins_of(id), past.latest(id)) for id in past.key_results]
    return found


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(boards(20), st.randoms(use_true_random=False))
def test_archiving_changes_nothing_that_can_be_asked(board: Board, chance: Any) -> None:
    with TemporaryDirectory() as folder:
        memory = MemoryStore(board)
        close_all(memory)
        file = on_a_file(memory.snapshot(), folder)
        for store in (memory, file):
            before, exported = asked(store.snapshot()), export_json(store.snapshot())
            cycles = list(store.snapshot().cycles)
            chance.shuffle(cycles)
            for id in cycles:
                now = store.snapshot()
                if not why_not(now, now.cycles[id]):
                    store.archive(lambda board, id=id: parcels(board, [id]))  # type: ignore[misc]
                    assert id in store.snapshot().archived
            assert export_json(store.snapshot()) == exported
            assert asked(store.snapshot()) == before
        again = FileStore(file.place)
        assert export_json(again.snapshot()) == exported
        assert asked(again.snapshot()) == before
        assert examine(file.place).sound


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(boards(20))
def test_an_export_of_a_board_with_archives_comes_back_the_same(board: Board) -> None:
    memory = MemoryStore(board)
    close_all(memory)
    now = memory.snapshot()
    memory.archive(
        lambda now: parcels(now, [one.id for one in now.cycles.values() if not why_not(now, one)])
    )
    assert memory.snapshot().archived or all(map(partial(why_not, now), now.cycles.values()))
    with TemporaryDirectory() as folder:
        back = on_a_file(memory.snapshot(), folder)
        assert asked(back.snapshot())[1:] == asked(memory.snapshot())[1:]
        mine, theirs = (content(s.snapshot(), ("settings",)) for s in (memory, back))
        assert mine == theirs
        assert not back.snapshot().archived


def _copy_of(board: Board) -> Callable[[Board], Changes]:
    def make(there: Board) -> Changes:
        made = Draft(there, stamp())
        copy_board(made, board)
        return made.finish()

    return make
