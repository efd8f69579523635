"""A board costs the same in its tenth cycle as in its first, counted in bytes and not in time."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.cycles_past import Past

from okrboard.calendar.from_board import retired
from okrboard.domain.detail import history
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.lookup import find
from okrboard.domain.meeting.agendas import (
    actions_to_review,
    agenda,
    check_in_items,
    meeting_before,
    planned_actions,
    ranked,
    running,
)
from okrboard.domain.records import Meeting, Settings
from okrboard.domain.rewind import newest_first
from okrboard.domain.view import View
from okrboard.report.cycle_report import facts_of
from okrboard.report.due import brief_lines, owed_by
from okrboard.report.jsonable import key_result_json, objective_json
from okrboard.storage import disk
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.board import Board
    from okrboard.service import Service

CYCLES = 10


class Reads:
    """Bytes read by the name of the file."""

    def __init__(self) -> None:
        self.bytes: dict[str, int] = {}

    def watch(self, monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
        """Count what a module reads from now on."""
        real = module.read_board

        def read(path: str) -> Any:
            data, version = real(path)
            name = os.path.basename(path)
            self.bytes[name] = self.bytes.get(name, 0) + len(data)
            return data, version

        monkeypatch.setattr(module, "read_board", read)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    counted = Reads()
    counted.watch(monkeypatch, disk)
    return counted


def lived(folder: Path, cycles: int) -> Past:
    """Return a board in the middle of a cycle, with archived ones behind it."""
    folder.mkdir()
    past = Past(
        FileStore.create(str(folder / "okrboard.json"), Settings()),
        goals=4,
        key_results=4,
        weeks=15,
    )
    past.closed_cycles(cycles)
    past.archive()
    past.cycle()
    return past


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """A board in its first cycle."""
    return lived(tmp_path_factory.mktemp("young") / "board", 0)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """A board in its eleventh cycle."""
    return lived(tmp_path_factory.mktemp("old") / "board", CYCLES)


def goals_behind(past: Past) -> int:
    """Return the bytes of the goals of closed cycles, which stay in the board's own file."""
    tree = json.loads(Path(past.store.place).read_text())
    cycles = {id: row for id, row in tree["cycles"].items() if row["state"] == "closed"}
    goals = {id: row for id, row in tree["objectives"].items() if str(row["cycle"]) in cycles}
    numbers = {id: row for id, row in tree["key_results"].items() if str(row["objective"]) in goals}
    return sum(
        len(json.dumps({id: row}, separators=(",", ":"), ensure_ascii=False))
        for rows in (cycles, goals, numbers)
        for id, row in rows.items()
    )


def costs(past: Past, reads: Reads, work: Callable[[Service], object]) -> dict[str, int]:
    """Return what a new process reads for some work."""
    reads.bytes = {}
    past.service.store = FileStore(past.store.place)
    work(past.service)
    return dict(reads.bytes)


def screen(service: Service) -> None:
    """Make what the board screen shows first."""
    board, today = service.board, service.stamp().today
    cycle = board.cycle_on(today)
    view = View(board, cycle, today)
    assert view.total == 4
    for column in view.columns:
        for id in column.ids:
            view.card(id)


def newest_key_result(board: Board) -> int:
    return max(board.key_results)


def checking_in(service: Service) -> None:
    """Check in on a key result of the running cycle."""
    service.change("", lambda draft: check_in(draft, newest_key_result(draft.board), 51.0))


def showing(service: Service) -> None:
    """Show a key result and its objective, by number and by name, with what happened to them."""
    board, today = service.board, service.stamp().today
    key_result = board.key_results[newest_key_result(board)]
    key_result_json(board, key_result, today)
    objective = board.objectives[key_result.objective]
    objective_json(board, objective, today)
    assert history(board, objective.id, limit=1000)
    find(board, objective.title, "objectives", "key_results", "actions")


def meeting(service: Service) -> None:
    """Look at everything that a check-in meeting begins with."""
    board, stamp = service.board, service.stamp()
    cycle = board.cycle_on(stamp.today)
    assert cycle is not None
    about = Meeting(0, "check-in", cycle.id, stamp.at)
    assert agenda(board, about, stamp.today) is not check_in_items([])
    assert ranked(board, about, stamp.today)
    actions_to_review(board, about)
    planned_actions(board, about)
    assert meeting_before(board, "check-in", 0)
    assert not running(board)


def undoing(service: Service) -> None:
    """Take back what one has just done, and make it again."""
    checking_in(service)
    service.undo()
    service.redo()


def briefing(service: Service) -> None:
    """Make the Friday brief."""
    board, stamp = service.board, service.stamp()
    assert brief_lines(board, board.cycle_on(stamp.today), stamp.at, stamp.today)


def reporting(service: Service) -> None:
    """Gather what a report of the running cycle tells."""
    board, today = service.board, service.stamp().today
    cycle = board.cycle_on(today)
    assert cycle is not None
    facts_of(board, cycle, today)


def newest_changes(service: Service) -> None:
    """Read the newest entries of the log."""
    walk = newest_first(service.board)
    assert [next(walk).id for _ in range(9)]


WORK: dict[str, Callable[[Service], object]] = {
    "open": lambda service: service.board,
    "the first picture": screen,
    "check in": checking_in,
    "due": lambda service: owed_by(service.board, 2, service.stamp().today),
    "brief": briefing,
    "show": showing,
    "meeting": meeting,
    "undo": undoing,
    "log": newest_changes,
    "report": reporting,
    "publish": lambda service: retired(service.board),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WORK)
def test_daily_work_reads_no_archive_and_no_more_of_the_board(
    young: Past, old: Past, reads: Reads, name: str
) -> None:
    work = WORK[name]
    before, after = costs(young, reads, work), costs(old, reads, work)
    assert list(before) == list(after) == ["okrboard.json"]
    # The goals of closed cycles stay: they are what everything refers to. All else is away.
    added = goals_behind(old) * after["okrboard.json"] / os.path.getsize(old.store.place)
    assert before["okrboard.json"] == pytest.approx(after["okrboard.json"] - added, rel=0.05)


@pytest.mark.slow
def test_asking_for_one_closed_cycle_opens_its_archive_alone(old: Past, reads: Reads) -> None:
    board = FileStore(old.store.place).snapshot()
    for cycle in (3, 7):
        reads.bytes = {}
        for objective in board.objectives_in(cycle):
            for key_result in board.key_results_of(objective.id):
                assert len(board.check_ins_of(key_result.id)) == old.weeks
        (name,) = reads.bytes
        assert name.startswith(f"okrboard.json.{cycle}.")
        reads.bytes = {}
        assert board.latest(board.key_results_of(board.objectives_in(cycle)[0].id)[0].id)
        assert not reads.bytes, "an archive is read once"


def test_walking_the_log_opens_archives_one_after_the_other(old: Past, reads: Reads) -> None:
    board = FileStore(old.store.place).snapshot()
    reads.bytes = {}
    opened = []
    for _ in newest_first(board):
        opened.append(len(reads.bytes))
    assert opened[0] == 0
    assert opened[-1] == CYCLES
    assert opened == sorted(opened)


def test_a_cycle_leaves_a_few_lines_beside_its_goals(old: Past) -> None:
    header = Path(old.store.place).read_bytes().split(b"\n", 1)[0]
    assert len(header) < 500 + 400 * CYCLES
    parts = json.loads(header.decode()[:-1] + "}")["_meta"]["1"]["parts"]
    assert len(parts) == CYCLES
