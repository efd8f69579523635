"""What every store promises: one suite over both."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.stores import NOW, change, content, day, person, retitled

from okrboard.domain.changes import Changes, Draft, Stamp
from okrboard.domain.records import CheckIn, Cycle, Member, Objective
from okrboard.errors import OkrboardError, Refused

if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.storage.store import Store


def check_in(draft: Draft, key_result: int, value: float, on: int = 0) -> CheckIn:
    return draft.add(CheckIn(0, key_result, day(on), value, NOW))


def test_a_change_is_in_the_next_snapshot(store: Store) -> None:
    change(store, retitled(1, "Nobody is woken"))
    assert store.snapshot().objectives[1].title == "Nobody is woken"


def test_transact_returns_the_board_that_snapshot_returns(store: Store) -> None:
    def make(board: Board) -> Changes:
        draft = Draft(board, Stamp("ana", NOW, day(0)))
        retitled(1, "x")(draft)
        return draft.finish()

    assert store.transact(make) is store.snapshot()


def test_a_snapshot_is_the_same_object_while_nothing_changed(store: Store) -> None:
    assert store.snapshot() is store.snapshot()


def test_a_snapshot_stays_as_it_was(store: Store) -> None:
    before = store.snapshot()
    records = content(before)
    change(store, retitled(1, "x"))
    change(store, lambda draft: check_in(draft, 1, 20))
    assert content(before) == records
    assert before.rev == store.snapshot().rev - 2


def test_a_change_that_changes_nothing_writes_nothing(store: Store) -> None:
    before = store.snapshot()
    change(store, lambda draft: draft.put(draft.board.objectives[1]))
    change(store, lambda draft: draft.remove(draft.add(Member(0, "eve"))))
    assert store.snapshot() is before


def test_what_an_edit_raises_comes_out_and_nothing_is_written(store: Store) -> None:
    before = store.snapshot()

    def fail(draft: Draft) -> None:
        retitled(1, "x")(draft)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change(store, fail)
    assert store.snapshot() is before
    change(store, retitled(1, "the store still works"))


def test_each_commit_is_one_revision_and_one_entry_of_the_log(store: Store) -> None:
    rev, entries = store.snapshot().rev, len(store.snapshot().changes)
    change(store, lambda draft: [check_in(draft, 1, 20), check_in(draft, 2, 99)])
    assert store.snapshot().rev == rev + 1
    assert len(store.snapshot().changes) == entries + 1


def test_the_log_says_who_what_when_and_what_was_there(store: Store) -> None:
    ben = person(store, "ben")
    ben.change("rename O1", retitled(1, "x"))
    entry = list(store.snapshot().changes.values())[-1]
    assert (entry.who, entry.what, entry.undoes) == ("ben", "rename O1", 0)
    assert entry.at > NOW
    (patch,) = entry.patches
    assert (patch.table, patch.id) == ("objectives", 1)
    assert patch.before == {"title": "Releases stop waking people"}
    assert patch.after is None


def test_what_is_no_content_is_committed_without_an_entry(store: Store) -> None:
    before = store.snapshot()

    def quietly(draft: Draft) -> None:
        retitled(1, "x")(draft)
        draft.logged = False

    change(store, quietly)
    after = store.snapshot()
    assert after.rev == before.rev + 1
    assert after.objectives[1].title == "x"
    assert list(after.changes) == list(before.changes)


def test_numbers_rise_and_are_never_given_out_again(store: Store) -> None:
    first = change(store, lambda draft: draft.add(Member(0, "eve")))
    change(store, lambda draft: draft.remove(first))
    second = change(store, lambda draft: draft.add(Member(0, "eve")))
    assert (first.id, second.id) == (3, 4)


def test_a_record_put_under_a_high_number_raises_the_counter(store: Store) -> None:
    change(store, lambda draft: draft.put(Member(70, "imported")))
    assert change(store, lambda draft: draft.add(Member(0, "eve"))).id == 71


def test_records_come_oldest_number_first_whatever_happened(store: Store) -> None:
    ana = person(store)
    ana.change("add", lambda draft: [draft.add(Member(0, name)) for name in ("c", "d", "e")])
    ana.change("remove", lambda draft: draft.remove(draft.board.members[4]))
    ana.undo()
    assert list(store.snapshot().members) == [1, 2, 3, 4, 5]


def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    before = store.snapshot()
    for edit, words in (
        (lambda draft: draft.add(Objective(0, "x", cycle=9)), r"O2 cannot name cycles 9 \(cycle\)"),
        (lambda draft: check_in(draft, 9, 1), r"check_ins 1 cannot name KR9 \(key result\)"),
        (
            lambda draft: draft.put(draft.board.objectives[1]._replace(supports=(1, 8))),
            r"O1 cannot name O8 \(supports\)",
        ),
        (
            lambda draft: draft.remove(draft.board.members[1]),
            r"members 1 cannot be removed: O1 names it \(owner\)",
        ),
        (lambda draft: draft.remove(draft.board.cycles[1]), r"O1 names it \(cycle\)"),
    ):
        with pytest.raises(Refused, match=words):
            change(store, edit)
    assert store.snapshot() is before


def test_a_record_and_what_hangs_on_it_can_go_together(store: Store) -> None:
    def remove_all(draft: Draft) -> None:
        for key_result in draft.board.key_results_of(1):
            draft.remove(key_result)
        draft.remove(draft.board.objectives[1])

    change(store, remove_all)
    assert not store.snapshot().objectives
    assert not store.snapshot().key_results


def test_a_transaction_inside_another_is_an_error_of_ours(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        change(store, lambda draft: change(store, retitled(1, "x")))


def test_threads_lose_nothing(store: Store) -> None:
    def work(key_result: int) -> None:
        try:
            for value in range(25):
                change(store, partial(check_in, key_result=key_result, value=value))
        except OkrboardError as error:
            failures.append(error)

    failures: list[OkrboardError] = []
    threads = [threading.Thread(target=work, args=(number % 3 + 1,)) for number in range(6)]
    rev = store.snapshot().rev
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    board = store.snapshot()
    assert not failures
    assert board.rev == rev + 150
    assert list(board.check_ins) == list(range(1, 151))
    assert [len(board.check_ins_of(id)) for id in (1, 2, 3)] == [50, 50, 50]


def test_a_snapshot_is_the_same_object_until_something_changes(store: Store) -> None:
    before = store.snapshot()
    assert store.snapshot() is before
    change(store, retitled(1, "x"))
    after = store.snapshot()
    assert after is not before
    assert store.snapshot() is after


def test_hostile_text_is_stored_harmless(store: Store) -> None:
    title = '\x1b]52;c;aGk=\x07\u202e"},\n"2":{\ud800[@click=app.quit]\\u0000'
    change(store, lambda draft: draft.add(Objective(0, title, 1)))
    stored = store.snapshot().objectives[2].title
    assert "\x1b" not in stored
    assert "\n" not in stored
    assert '"},' in stored
    assert "[@click=app.quit]\\u0000" in stored


def test_every_question_has_one_answer_in_both_forms_of_a_table(store: Store) -> None:
    for on, value in ((7, 31), (0, 30), (7, 29), (3, 28)):
        change(store, partial(check_in, key_result=1, value=value, on=on))
    board = store.snapshot()
    assert [found.value for found in board.check_ins_of(1)] == [30, 28, 31, 29]
    latest = board.latest(1)
    assert latest is not None
    assert latest.value == 29
    assert board.check_ins.group_by("key_result") == {1: [1, 2, 3, 4]}
    assert board.key_results.group_by("objective") == {1: [1, 2, 3]}
    assert board.latest(2) is None
    assert 4 in board.check_ins
    assert 5 not in board.check_ins
    assert board.check_ins.get(5) is None
    assert len(board.check_ins) == 4
    assert board.cycles.pluck(1, "first") < board.cycles.pluck(1, "last")


def test_a_change_in_the_making_reads_as_if_it_were_there(store: Store) -> None:
    def edit(draft: Draft) -> None:
        added = [check_in(draft, 1, 1, 5), check_in(draft, 2, 2, 6)]
        draft.put(added[0]._replace(key_result=2))
        assert [c.id for c in draft.board.check_ins_of(2)] == [1, 2]
        assert draft.board.check_ins.group_by("key_result") == {2: [1, 2]}
        draft.remove(draft.board.check_ins[1])
        assert list(draft.board.check_ins) == [2]
        assert len(draft.board.check_ins) == 1
        draft.put(added[0])
        assert draft.board.latest(1) == added[0]
        assert list(draft.board.check_ins) == [1, 2]
        assert len(draft.board.check_ins) == 2
        cycle = draft.add(Cycle(0, "later", day(200), day(300)))
        assert draft.board.cycle_on(day(0)) == draft.board.cycles[1]
        draft.remove(cycle)

    change(store, edit)
    assert list(store.snapshot().check_ins) == [1, 2]
    assert list(store.snapshot().cycles) == [1]
