"""A board's file that went back in time, or that somebody else wrote: noticed, told, survived."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stores import change, furnish, person, retitled

from okrboard.domain.records import OUTSIDE, Objective, Settings
from okrboard.errors import Refused
from okrboard.storage.file_store import FileStore
from okrboard.storage.seen import EDITED

if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft

NOTICED = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A furnished board, with one objective."""
    store = FileStore.create(str(tmp_path / "okrboard.json"), Settings())
    store.transact(furnish)
    return tmp_path / "okrboard.json"


def opened(path: Path, home: str = "ana") -> FileStore:
    """Return the store as a new process of a person has it."""
    state = str(path.parent / home)
    return FileStore(str(path), state=state, clock=lambda: NOTICED)


def add(draft: Draft) -> Objective:
    cycle = draft.board.objectives[1].cycle
    return draft.add(Objective(0, "One more", cycle))


def log(board: Board) -> list[tuple[str, str]]:
    return [(board.changes[id].who, board.changes[id].what) for id in board.changes]


def memory(path: Path, home: str = "ana") -> Path:
    (found,) = (path.parent / home / "seen").iterdir()
    return found


def test_a_board_that_goes_on_is_nothing_to_tell(path: Path) -> None:
    for _ in range(3):
        store = opened(path)
        change(store, add)
        assert opened(path).snapshot().rev == store.snapshot().rev
        assert (store.notices, store.take_news()) == ((), [])


def test_an_older_file_is_told_once_and_reuses_no_number(path: Path) -> None:
    before = path.read_bytes()
    change(opened(path), add)
    seen = change(opened(path), add).id
    path.write_bytes(before)

    looking = opened(path)
    rev = looking.snapshot().rev
    assert [notice.word for notice in looking.notices] == ["older file"]
    assert looking.take_news() == [
        f"the file went back from revision {rev + 2} to {rev}; new numbers go on behind those you "
        "have seen, and undo stops here"
    ]
    assert looking.take_news() == []
    again = opened(path)
    again.snapshot()
    assert [notice.known for notice in again.notices] == [True]
    assert again.take_news() == []

    store = opened(path)
    assert change(store, add).id == seen + 1
    after = store.snapshot()
    assert after.rev == rev + 3
    assert log(after)[-2:] == [
        (OUTSIDE, f"the file went back from revision {rev + 2} to {rev}"),
        ("ana", "edit"),
    ]
    assert after.changes[max(after.changes) - 1].at == NOTICED
    assert store.notices == ()
    fresh = opened(path)
    fresh.snapshot()
    assert (fresh.notices, fresh.take_news()) == ((), [])


def test_a_running_process_notices_without_a_state_folder(path: Path) -> None:
    store = FileStore(str(path))
    before = path.read_bytes()
    seen = change(store, add).id
    path.write_bytes(before)
    store.snapshot()
    assert len(store.notices) == 1
    assert change(store, add).id == seen + 1


def test_a_changing_command_tells_an_older_board_at_once_too(path: Path) -> None:
    before = path.read_bytes()
    change(opened(path), add)
    path.write_bytes(before)
    store = opened(path)
    change(store, add)
    assert len(store.take_news()) == 1


def test_another_branch_with_the_same_revision_is_noticed(path: Path) -> None:
    before = path.read_bytes()
    change(opened(path, "ben"), add)
    change(opened(path, "ben"), retitled(1, "Ben's"))
    theirs = path.read_bytes()
    path.write_bytes(before)
    change(opened(path), add)
    change(opened(path), retitled(1, "Ana's"))
    path.write_bytes(theirs)
    store = opened(path)
    store.snapshot()
    assert "another revision" in store.notices[0].what


def test_numbers_once_seen_are_noticed_behind_a_newer_revision(path: Path) -> None:
    before = path.read_bytes()
    seen = change(opened(path), add).id
    path.write_bytes(before)
    for title in ("a", "b", "c"):
        change(opened(path, "ben"), retitled(1, title))
    store = opened(path)
    store.snapshot()
    assert [notice.word for notice in store.notices] == ["older file"]
    assert change(store, add).id == seen + 1


def test_undo_stops_where_the_file_went_back(path: Path) -> None:
    change(opened(path), retitled(1, "Long past"))
    before = path.read_bytes()
    change(opened(path), retitled(1, "Newest"))
    path.write_bytes(before)
    service = person(opened(path))
    for _ in range(2):
        with pytest.raises(Refused, match="because the file went back from revision"):
            service.undo()
    assert path.read_bytes() == before
    service.change("one more", retitled(1, "Mine"))
    assert service.undo() == "one more"
    assert service.board.objectives[1].title == "Long past"
    with pytest.raises(Refused, match="the file went back"):
        service.undo()
    with pytest.raises(Refused, match="the file went back"):
        person(opened(path, "ben")).undo()
    assert service.redo() == "one more"


def test_another_board_in_its_place_is_another_board(path: Path) -> None:
    change(opened(path), add)
    change(opened(path), add)
    path.unlink()
    FileStore.create(str(path), Settings()).transact(furnish)
    store = opened(path)
    assert change(store, add).id == 2
    assert (store.notices, store.take_news()) == ((), [])


def test_an_edit_from_outside_is_told_once_and_stays_in_the_log(path: Path) -> None:
    change(opened(path), retitled(1, "Mine"))
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1).replace("Mine", "Theirs"))
    store = opened(path)
    assert store.snapshot().objectives[1].title == "Theirs"
    assert [notice.word for notice in store.notices] == ["edited outside"]
    assert len(store.take_news()) == 1
    again = opened(path)
    again.snapshot()
    assert again.take_news() == []
    with pytest.raises(Refused, match="because the file was changed outside of okrboard;"):
        person(again).undo()
    change(again, retitled(1, "Mine again"))
    board = opened(path).snapshot()
    assert log(board)[-2:] == [(OUTSIDE, EDITED), ("ana", "edit")]
    assert again.notices == ()
    assert sum(who == OUTSIDE for who, _ in log(board)) == 1


def test_what_somebody_wrote_by_hand_is_not_remembered(path: Path) -> None:
    change(opened(path), add)
    kept = path.read_bytes()
    tree = json.loads(kept)
    tree["_meta"]["1"].update(rev=10**9)
    tree["_meta"]["1"]["counters"]["objectives"] = 10**9
    path.write_text(json.dumps(tree))
    opened(path).snapshot()
    path.write_bytes(kept)
    store = opened(path)
    assert change(store, add).id == 3
    assert store.take_news() == []


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=60)
    | st.fixed_dictionaries(
        {
            "path": st.just("") | st.text(max_size=3),
            "rev": st.integers() | st.floats() | st.none(),
            "counters": st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3)),
            "told": st.lists(st.integers()) | st.none(),
            "board": st.none() | st.text(max_size=3),
            "commit": st.text(max_size=3),
        }
    )
)
def test_a_broken_memory_costs_no_more_than_what_it_knew(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    folder = tmp_path_factory.mktemp("seen")
    path = folder / "okrboard.json"
    FileStore.create(str(path), Settings()).transact(furnish)
    opened(path).snapshot()
    if isinstance(content, dict):
        content["path"] = content["path"] or str(path)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    memory(path).write_bytes(data)
    change(opened(path), retitled(1, "x"))
    assert opened(path).snapshot().objectives[1].title == "x"


def test_a_planted_link_is_not_read_nor_a_folder_of_links(path: Path) -> None:
    opened(path).snapshot()
    victim = path.parent / "victim"
    victim.mkdir()
    (path.parent / "ben").mkdir()
    (path.parent / "ben" / "seen").symlink_to(victim)
    change(opened(path, "ben"), add)
    assert os.listdir(victim) == []


def test_the_memory_is_the_persons_alone(path: Path) -> None:
    old = os.umask(0)
    try:
        opened(path).snapshot()
    finally:
        os.umask(old)
    assert memory(path).stat().st_mode & 0o777 == 0o600
    assert memory(path).parent.stat().st_mode & 0o777 == 0o700
