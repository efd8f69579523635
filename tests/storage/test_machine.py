"""Two handles on one file against a dictionary: whatever order things are done in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.marks import siege
from support.stores import change

from okrboard.domain.changes import Draft
from okrboard.domain.records import Settings, Team
from okrboard.errors import Conflict, Refused
from okrboard.storage.file_store import FileStore

handles = st.integers(0, 1)
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
which = st.integers(0, 30)


class Boards(RuleBasedStateMachine):
    """Teams by number, as they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = mkdtemp()
        self.path = str(Path(self.folder) / "okrboard.json")
        FileStore.create(self.path, Settings())
        self.stores = [FileStore(self.path), FileStore(self.path)]
        self.teams: dict[int, str] = {}
        self.given = 0
        self.rev = 0
        self.edited = False
        self.noted = 0
        self.seen: list[tuple[Any, dict[int, str]]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def pick(self, number: int) -> int:
        return sorted(self.teams)[number % len(self.teams)]

    def committed(self) -> None:
        """The first commit after an edit by hand says so in the log."""
        self.rev += 1
        self.noted += self.edited
        self.edited = False

    @rule(handle=handles, name=names, count=st.integers(1, 3))
    def add(self, handle: int, name: str, count: int) -> None:
        def edit(draft: Draft) -> list[Team]:
            return [draft.add(Team(0, name)) for _ in range(count)]

        for team in change(self.stores[handle], edit):
            self.given += 1
            assert team.id == self.given
            self.teams[team.id] = team.name
        self.committed()

    @precondition(lambda self: self.teams)
    @rule(handle=handles, name=names, number=which)
    def rename(self, handle: int, name: str, number: int) -> None:
        id = self.pick(number)
        change(
            self.stores[handle], lambda draft: draft.put(draft.board.teams[id]._replace(name=name))
        )
        if self.teams[id] != name:
            self.committed()
        self.teams[id] = name

    @precondition(lambda self: self.teams)
    @rule(handle=handles, number=which)
    def remove(self, handle: int, number: int) -> None:
        id = self.pick(number)
        change(self.stores[handle], lambda draft: draft.remove(draft.board.teams[id]))
        del self.teams[id]
        self.committed()

    @rule(handle=handles, name=names)
    def fail(self, handle: int, name: str) -> None:
        def edit(draft: Draft) -> None:
            draft.add(Team(0, name))
            raise Refused("no")

        with pytest.raises(Refused):
            change(self.stores[handle], edit)

    @rule(handle=handles, name=names)
    def write_while_an_editor_does(self, handle: int, name: str) -> None:
        def edit(draft: Draft) -> None:
            draft.add(Team(0, name))
            tree = json.loads(Path(self.path).read_text())
            Path(self.path).write_text(json.dumps(tree))

        with pytest.raises(Conflict):
            change(self.stores[handle], edit)
        self.edited = True

    @rule()
    def edit_by_hand(self) -> None:
        tree = json.loads(Path(self.path).read_text())
        Path(self.path).write_text(json.dumps(tree, indent=1))
        self.edited = True

    @rule(handle=handles)
    def open_again(self, handle: int) -> None:
        self.stores[handle] = FileStore(self.path)

    @rule(handle=handles)
    def keep_a_snapshot(self, handle: int) -> None:
        self.seen.append((self.stores[handle].snapshot(), dict(self.teams)))

    @invariant()
    def both_handles_see_the_same(self) -> None:
        for store in self.stores:
            board = store.snapshot()
            assert {id: team.name for id, team in board.teams.items()} == self.teams
            assert list(board.teams) == sorted(self.teams)
            assert board.rev == self.rev == len(board.changes) - self.noted
            assert store.snapshot() is board

    @invariant()
    def old_snapshots_stay_as_they_were(self) -> None:
        for board, teams in self.seen:
            assert {id: team.name for id, team in board.teams.items()} == teams


TestBoards = Boards.TestCase
TestBoards.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


class LongBoards(Boards):
    """The same for longer."""


TestLongBoards = siege(LongBoards.TestCase)
TestLongBoards.settings = settings(max_examples=1500, stateful_step_count=60, deadline=None)
