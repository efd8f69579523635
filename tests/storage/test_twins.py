"""The two stores share no code that keeps records: the same work leaves the same board in both."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.marks import sieges
from support.stores import NOW, Ticking, content, day, make_store, person

from okrboard.domain.records import CheckIn, Member, Objective, Settings
from okrboard.errors import Refused
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore
from okrboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.changes import Draft

KINDS_OF_WORK = (
    "add",
    "title",
    "owner",
    "check in",
    "forget",
    "remove",
    "unlogged",
    "undo",
    "redo",
)
work = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben"]),
        st.sampled_from(KINDS_OF_WORK),
        st.integers(0, 5),
        st.text(st.characters(codec=None), max_size=5),
    ),
    max_size=14,
)


def edit(what: str, number: int, text: str) -> Callable[[Draft], Any]:
    """Return an edit that may be refused, and may change nothing.

    Fields of one line get one line, as every use case sees to.
    """

    def run(draft: Draft) -> None:
        board = draft.board
        objective = board.objectives[sorted(board.objectives)[number % len(board.objectives)]]
        if what == "add":
            draft.add(Objective(0, clean(text), 1, labels=(clean(text),), supports=(number,)))
        elif what in ("title", "unlogged"):
            draft.put(objective._replace(title=clean(text), why=f"{text}\n{number}"))
            draft.logged = what == "title"
        elif what == "owner":
            draft.put(objective._replace(owner=number))
        elif what == "check in":
            draft.add(CheckIn(0, number, day(number * 7 % 5), number / 3, NOW, note=text))
        elif what == "forget":
            draft.remove(board.check_ins[number])
        else:
            draft.remove(draft.add(Member(0, clean(text))) if number == 5 else objective)

    return run


@pytest.mark.parametrize("examples", [80, *sieges([3000])])
def test_the_same_work_leaves_the_same_board(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(work)(leaves_the_same_board))()


def leaves_the_same_board(steps: list[tuple[str, str, int, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "okrboard.json")
        stores = [make_store("file", path), make_store("memory", "")]
        clocks = [Ticking(), Ticking()]
        for who, what, number, text in steps:
            results = []
            for store, clock in zip(stores, clocks, strict=True):
                service = person(store, who, clock)
                try:
                    if what in ("undo", "redo"):
                        results.append(getattr(service, what)())
                    else:
                        results.append(str(service.change(text, edit(what, number, text))))
                except (Refused, KeyError, ZeroDivisionError) as error:
                    results.append(f"{type(error).__name__}: {error}")
            assert results[0] == results[1]
        kept, remembered, read = (store.snapshot() for store in [*stores, FileStore(path)])
        assert isinstance(stores[1], MemoryStore)
        for board in (remembered, read):
            assert content(kept, ("settings",)) == content(board, ("settings",))
            assert kept.rev == board.rev
            assert {**kept.counters, "settings": 1} == {**board.counters, "settings": 1}
            assert all(kept.latest(id) == board.latest(id) for id in kept.key_results)
        assert kept.settings == Settings(name="Audit")
