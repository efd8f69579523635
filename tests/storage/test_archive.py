"""The archive of closed cycles, over both stores: everything shows, nothing changes any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.cycles_past import NOTE, Past
from support.stores import KINDS, content

from okrboard.domain.board import Board
from okrboard.domain.edit.actions import add_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import close_cycle
from okrboard.domain.edit.objectives import carry_objective, edit_objective, reopen_objective
from okrboard.domain.lookup import find
from okrboard.domain.meeting.agendas import meeting_before
from okrboard.domain.meeting.blind import spread_before
from okrboard.domain.meeting.looking_back import confidence_pairs
from okrboard.domain.records import TABLES, Meeting, Settings
from okrboard.domain.rewind import board_at, newest_first, replay, weeks
from okrboard.errors import NotFound, Refused
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore
from okrboard.transfer.whole import export_json

if TYPE_CHECKING:
    from okrboard.domain.changes import Draft
    from okrboard.storage.store import Store


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, path: str) -> Store:
    """A store of each kind with nothing in it."""
    if request.param == "file":
        return FileStore.create(path, Settings(name="Audit"))
    return MemoryStore()


@pytest.fixture
def past(empty: Store) -> Past:
    """Two closed cycles, not archived, and a running one."""
    made = Past(empty)
    made.closed_cycles(2)
    made.cycle()
    return made


@pytest.fixture
def usual(empty: Store) -> Past:
    """The same as the program does it by itself."""
    made = Past(empty, kind=Service)
    made.closed_cycles(2)
    made.cycle()
    return made


def fresh(past: Past) -> Board:
    """Return the board as another process would read it."""
    store = past.store
    return FileStore(store.place).snapshot() if isinstance(store, FileStore) else store.snapshot()


def answers(board: Board) -> dict[str, Any]:
    """Return what every question about a board gives."""
    found: dict[str, Any] = {"records": content(board, ()), "export": export_json(board)}
    for name in TABLES:
        table = board.table(name)
        found[f"{name} ids"] = (list(table), list(reversed(table)), len(table), list(table.keys()))
        found[f"{name} values"] = (list(table.values()), [table.raw(id) for id in table])
        found[f"{name} there"] = [id in table for id in range(60)]
        found[f"{name} next"] = board.next_id(name)
    for id in [*board.key_results, 99]:
        found[f"KR{id}"] = (
            board.check_ins_of(id),
            board.latest(id),
            board.actions_of(id),
            spread_before(board, f"KR{id}", 0) if id > 8 else None,
        )
    for id in board.meetings:
        found[f"M{id}"] = (board.votes_in(id), board.cards_in(id), board.proposals_in(id))
    for field in ("key_result", "author", "meeting"):
        found[field] = (
            board.check_ins.group_by(field),
            board.check_ins.newest_by(field, "on"),
            [board.check_ins.ids_with(field, value) for value in range(30)],
            [board.check_ins.newest_id(field, value, "on") for value in range(30)],
        )
    found["log"] = list(newest_first(board))
    found["pairs"] = confidence_pairs(board)
    return found


def test_a_board_answers_every_question_as_before(past: Past) -> None:
    before = answers(past.store.snapshot())
    rev = past.store.snapshot().rev
    for cycle in (1, 2):
        past.archive(cycle)
        assert answers(past.store.snapshot()) == before
        assert answers(fresh(past)) == before
    assert past.store.snapshot().archived == {1, 2}
    assert past.store.snapshot().rev == rev + 2


def test_both_cycles_go_at_once_each_with_its_part_of_the_log(past: Past) -> None:
    before = answers(past.store.snapshot())
    board = past.archive()
    assert answers(fresh(past)) == before
    log = board.changes
    homes = [log.archived_in(id) for id in log]
    assert homes == sorted(homes, key=lambda cycle: cycle or 9)
    assert set(homes) == {1, 2, 0}
    assert [log[id].what for id in log if log.archived_in(id) == 1][-1].startswith("close cycle")


def test_what_moves_is_the_history_and_what_stays_are_the_goals(past: Past) -> None:
    before = past.store.snapshot()
    board = past.archive(1)
    assert {name for name in TABLES if board.table(name).live is not board.table(name)} == {
        *("check_ins", "actions", "meetings", "votes", "cards", "proposals", "changes")
    }
    assert list(board.objectives.live) == list(before.objectives)
    mine = {kr.id for one in board.objectives_in(1) for kr in board.key_results_of(one.id)}
    for id, record in board.check_ins.items():
        assert board.check_ins.archived_in(id) == (1 if record.key_result in mine else 0)
    for id, meeting in board.meetings.items():
        assert board.meetings.archived_in(id) == (1 if meeting.cycle == 1 else 0)


def test_the_past_is_the_same_on_every_day(past: Past) -> None:
    before = past.store.snapshot()
    past.archive()
    after = fresh(past)
    for number in range(0, 300, 7):
        instant = datetime(2020, 1, 2, tzinfo=UTC) + timedelta(days=number)
        assert content(board_at(after, instant), ()) == content(board_at(before, instant), ())
    for cycle in before.cycles.values():
        days = weeks(before, cycle, past.now.date())
        then = {day: content(board, ()) for day, board in replay(before, days, UTC)}
        assert {day: content(board, ()) for day, board in replay(after, days, UTC)} == then


def test_a_board_of_the_past_answers_as_it_did(past: Past) -> None:
    before = past.store.snapshot()
    past.archive()
    instant = datetime(2020, 1, 16, tzinfo=UTC)
    then, now = board_at(before, instant), board_at(fresh(past), instant)
    for id in range(1, 10):
        assert now.check_ins_of(id) == then.check_ins_of(id)
        assert now.latest(id) == then.latest(id)
        assert now.actions_of(id) == then.actions_of(id)
    assert list(now.changes) == list(then.changes)


# Nothing in an archive changes.


def test_what_is_archived_cannot_be_changed(past: Past) -> None:
    past.archive(1)
    before = past.store.snapshot()
    for edit, words in (
        (lambda d: d.put(d.board.check_ins[1]._replace(note="x")), "check_ins 1 is in the archive"),
        (lambda d: d.remove(d.board.actions[1]), "A1 is in the archive of cycle 2020-01-01"),
        (lambda d: d.put(d.board.meetings[1]._replace(minutes=9)), "M1 is in the archive"),
        (lambda d: reopen_objective(d, 1), "carry the goal over instead"),
        (lambda d: check_in(d, 1, 3.0), "closed with its objective"),
        (lambda d: d.remove(d.board.members[1]), "members 1 cannot be removed"),
    ):
        with pytest.raises(Refused, match=words):
            past.service.change("", edit)
    assert past.store.snapshot() is before


def test_the_lesson_of_an_archived_goal_can_still_be_written(past: Past) -> None:
    past.archive(1)
    past.service.change("", lambda draft: edit_objective(draft, 1, lesson="begin earlier"))
    assert fresh(past).objectives[1].lesson == "begin earlier"


def test_an_archived_goal_can_be_carried_on_from_where_it_stood(past: Past) -> None:
    past.archive(1)
    stood = past.store.snapshot().latest(1)
    made = past.service.change("", lambda draft: carry_objective(draft, 1, 3))
    key_result = fresh(past).key_results_of(made.id)[0]
    assert stood is not None
    assert (key_result.carried_from, key_result.start) == (1, stood.value)


def test_undo_stops_at_the_archive_and_says_so(past: Past) -> None:
    past.archive(1, 2)
    # The running cycle was begun and lived after the closing.
    undone = [past.service.undo() for _ in range(1 + past.weeks)]
    words = "since cycle 2020-04-22 was closed; what is older is in its"
    with pytest.raises(Refused, match=words):
        past.service.undo()
    assert fresh(past).cycles[2].state == "closed"
    assert [past.service.redo() for _ in undone] == undone[::-1]
    with pytest.raises(Refused, match="nothing to redo"):
        past.service.redo()
    assert past.service.undo() == undone[0]


def test_work_goes_on_with_new_numbers(past: Past) -> None:
    past.archive()
    board = past.store.snapshot()
    highest = max(board.check_ins)
    key_result = max(board.key_results)
    made = past.service.change("", lambda draft: check_in(draft, key_result, 77.0))
    assert made.id == highest + 1
    latest = fresh(past).latest(key_result)
    assert latest is not None
    assert latest.value == 77.0
    past.close()
    past.archive()
    assert fresh(past).archived == {1, 2, 3}
    assert export_json(fresh(past)) == export_json(past.store.snapshot())
    assert list(fresh(past).check_ins) == list(range(1, made.id + 1))


def test_an_open_action_stays_and_goes_with_the_next_archive(past: Past) -> None:
    action = past.service.change("", lambda draft: add_action(draft, "Call", key_result=9))
    past.close()
    past.archive()
    assert not past.store.snapshot().actions.archived_in(action.id)
    past.service.change("", lambda draft: keep_action(draft, action.id))
    past.closed_cycles(1)
    past.archive(4)
    assert fresh(past).actions.archived_in(action.id) == 4
    assert fresh(past).actions[action.id].title == "Call"


# When.


def test_only_what_has_ended_is_archived(past: Past) -> None:
    for cycle, words in ((3, "is running; close it first"), (1, "is in the archive already")):
        if cycle == 1:
            past.archive(1)
        before = past.store.snapshot()
        with pytest.raises(Refused, match=words):
            past.service.archive(cycle)
        assert past.store.snapshot() is before


def test_a_running_meeting_or_open_goal_keeps_a_cycle_in(past: Past) -> None:
    made = past.service.change(
        "", lambda draft: draft.add(Meeting(0, "reflect", 2, draft.stamp.at))
    )
    with pytest.raises(Refused, match=f"M{made.id} of cycle 2020-04-22 is open; end it first"):
        past.service.archive(2)
    past.service.change("", lambda draft: draft.put(made._replace(state="closed")))
    past.service.change("", lambda draft: reopen_objective(draft, 3))
    with pytest.raises(Refused, match="O3 is open in cycle 2020-04-22"):
        past.service.archive(2)
    past.service.undo()
    past.service.archive(2)
    assert fresh(past).archived == {2}


def test_closing_a_cycle_archives_old_ones_and_can_be_undone(usual: Past) -> None:
    assert usual.store.snapshot().archived == {1}, "when the second was closed"
    usual.close()
    assert fresh(usual).archived == {1, 2}
    assert usual.service.undo().startswith("close cycle")
    assert fresh(usual).cycles[3].state == "running"


def test_a_cycle_closed_days_ago_stays_at_hand(usual: Past) -> None:
    usual.close()
    usual.now += timedelta(days=29)
    usual.cycle()
    usual.now = datetime.combine(usual.store.snapshot().cycles[3].last, usual.now.time(), UTC)
    usual.now += timedelta(days=29)
    usual.service.change("", lambda draft: close_cycle(draft, 4))
    assert fresh(usual).archived == {1, 2}
    usual.now += timedelta(days=1)
    usual.service.undo()
    usual.service.change("", lambda draft: close_cycle(draft, 4))
    assert fresh(usual).archived == {1, 2, 3}


def test_no_parcels_are_no_commit(past: Past) -> None:
    before = past.store.snapshot()
    assert past.store.archive(lambda board: []) is before


def test_archiving_in_a_transaction_is_an_error_of_ours(past: Past) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        past.service.change("", lambda draft: past.archive())


# Asking.


def test_a_title_is_looked_for_among_what_lives_first(past: Past) -> None:
    past.archive()
    board = past.store.snapshot()
    running = [id for id in board.actions if not board.actions.archived_in(id)]
    past.service.change(
        "", lambda d: d.put(d.board.actions[running[0]]._replace(title="Do", state="open"))
    )
    assert find(fresh(past), "do", "actions")[1].id == running[0]
    past.service.change(
        "", lambda d: [d.put(d.board.actions[id]._replace(title="-")) for id in running]
    )
    with pytest.raises(NotFound):
        find(fresh(past), NOTE, "actions")
    assert len([a for a in fresh(past).actions.values() if a.title == "Do 1"]) == 4


def test_the_meeting_before_is_found_in_an_archive(past: Past) -> None:
    before = meeting_before(past.store.snapshot(), "check-in", 0)
    past.archive()
    assert meeting_before(fresh(past), "check-in", 0) == before

    def forget(draft: Draft) -> None:
        board = draft.board
        for name in ("votes", "cards", "proposals", "meetings"):
            for record in board.table(name).live.values():
                draft.remove(record)
        for each in board.check_ins.live.values():
            draft.put(each._replace(meeting=0))

    past.service.change("", forget)
    older = meeting_before(fresh(past), "check-in", 0)
    assert older is not None
    assert older.cycle == 2
