"""Undo and redo through the service, over both stores, by two people."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stores import KINDS, NOW, Ticking, content, day, make_store, person, retitled

from okrboard.domain.records import CheckIn, KeyResult, Member, Objective
from okrboard.domain.rewind import board_at
from okrboard.errors import Refused
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from okrboard.domain.changes import Draft
    from okrboard.service import Service
    from okrboard.storage.store import Store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return make_store(request.param, str(tmp_path / "okrboard.json"))


@pytest.fixture
def ana(store: Store) -> Service:
    return person(store, "ana")


@pytest.fixture
def ben(store: Store) -> Service:
    return person(store, "ben")


def retitle(who: Service, title: str, id: int = 1) -> None:
    who.change(f"call it {title}", retitled(id, title))


def title(who: Service, id: int = 1) -> str:
    return who.board.objectives[id].title


def own(who: Service, owner: int) -> None:
    who.change("own", lambda draft: draft.put(draft.board.objectives[1]._replace(owner=owner)))


def add_objective(who: Service, title: str = "new") -> Objective:
    return who.change(f"propose {title}", lambda draft: draft.add(Objective(0, title, 1)))


def test_an_undone_set_is_as_before_and_says_what_it_was(ana: Service) -> None:
    before = title(ana)
    retitle(ana, "a")
    assert ana.undo() == "call it a"
    assert title(ana) == before
    assert ana.redo() == "call it a"
    assert title(ana) == "a"


def test_an_undone_add_is_gone_and_comes_back_under_its_number(ana: Service) -> None:
    made = add_objective(ana)
    ana.undo()
    assert made.id not in ana.board.objectives
    ana.redo()
    assert ana.board.objectives[made.id] == made


def test_an_undone_removal_brings_everything_back(ana: Service) -> None:
    key_result = ana.board.key_results[3]
    ana.change("remove", lambda draft: draft.remove(draft.board.key_results[3]))
    ana.undo()
    assert ana.board.key_results[3] == key_result
    ana.redo()
    assert 3 not in ana.board.key_results


def test_a_number_that_was_undone_is_not_given_out_again(ana: Service) -> None:
    made = add_objective(ana)
    ana.undo()
    assert add_objective(ana).id == made.id + 1


def test_undo_goes_back_step_by_step_and_redo_forth(ana: Service) -> None:
    start = title(ana)
    for name in "abc":
        retitle(ana, name)
    seen = []
    for _ in range(3):
        ana.undo()
        seen.append(title(ana))
    assert seen == ["b", "a", start]
    for _ in range(3):
        ana.redo()
        seen.append(title(ana))
    assert seen[3:] == ["a", "b", "c"]
    with pytest.raises(Refused, match="nothing to redo"):
        ana.redo()


def test_undo_after_redo_after_undo_still_knows_the_way(ana: Service) -> None:
    start = title(ana)
    for name in "ab":
        retitle(ana, name)
    for step in (ana.undo, ana.redo, ana.undo, ana.undo, ana.redo, ana.redo, ana.undo, ana.undo):
        step()
    assert title(ana) == start


def test_a_new_change_ends_what_can_be_redone(ana: Service) -> None:
    retitle(ana, "a")
    retitle(ana, "b")
    ana.undo()
    retitle(ana, "c")
    with pytest.raises(Refused, match="nothing to redo"):
        ana.redo()
    ana.undo()
    ana.redo()
    assert title(ana) == "c"
    with pytest.raises(Refused, match="nothing to redo"):
        ana.redo()


def test_with_nothing_of_ones_own_there_is_nothing_to_undo(ana: Service, ben: Service) -> None:
    retitle(ana, "a")
    with pytest.raises(Refused, match="nothing to undo"):
        ben.undo()
    with pytest.raises(Refused, match="nothing to redo"):
        ben.redo()


def test_everyone_undoes_what_is_their_own(ana: Service, ben: Service) -> None:
    retitle(ana, "a")
    made = add_objective(ben)
    ana.undo()
    assert title(ana) != "a"
    assert made.id in ana.board.objectives


def test_a_handle_is_the_same_person_in_any_case(ana: Service, store: Store) -> None:
    before = title(ana)
    retitle(ana, "a")
    person(store, "ANA").undo()
    assert title(ana) == before


def test_a_change_of_the_same_field_refuses_with_who_and_what(ana: Service, ben: Service) -> None:
    retitle(ana, "a")
    retitle(ben, "b")
    with pytest.raises(Refused, match=r"O1 was changed since by ben \(call it b\)"):
        ana.undo()
    assert title(ana) == "b"


def test_someone_elses_change_of_another_field_does_not_block(ana: Service, ben: Service) -> None:
    before = title(ana)
    retitle(ana, "a")
    own(ben, 2)
    ana.undo()
    assert title(ana) == before
    assert ana.board.objectives[1].owner == 2


def test_a_change_that_was_itself_undone_does_not_block(ana: Service, ben: Service) -> None:
    before = title(ana)
    retitle(ana, "a")
    retitle(ben, "b")
    ben.undo()
    ana.undo()
    assert title(ana) == before
    with pytest.raises(Refused, match="by ana"):
        ben.redo()
    ana.redo()
    ben.redo()
    assert title(ana) == "b"
    with pytest.raises(Refused, match="by ben"):
        ana.undo()


def test_a_change_that_someone_put_back_by_hand_does_not_block(ana: Service, ben: Service) -> None:
    before = title(ana)
    retitle(ana, "a")
    retitle(ben, "b")
    retitle(ben, "a")
    ana.undo()
    assert title(ana) == before


def test_an_undo_of_something_older_blocks(ana: Service, ben: Service) -> None:
    retitle(ben, "b")
    retitle(ana, "a")
    with pytest.raises(Refused, match="by ana"):
        ben.undo()
    ana.undo()
    ben.undo()
    with pytest.raises(Refused, match=r"no redo of “call it a”: .* by ben \(undo: call it b\)"):
        ana.redo()


def test_what_is_no_content_does_not_block(ana: Service, ben: Service) -> None:
    before = title(ana)
    retitle(ana, "a")

    def quietly(draft: Draft) -> None:
        draft.put(draft.board.objectives[1]._replace(position=9.0))
        draft.logged = False

    ben.change("move", quietly)
    ana.undo()
    assert (title(ana), ana.board.objectives[1].position) == (before, 9.0)
    with pytest.raises(Refused, match="nothing to undo"):
        ben.undo()


def test_a_redo_is_refused_when_someone_changed_the_same_since(ana: Service, ben: Service) -> None:
    retitle(ana, "a")
    ana.undo()
    retitle(ben, "b")
    with pytest.raises(Refused, match=r"no redo of “call it a”: O1 was changed since by ben"):
        ana.redo()


def test_an_add_that_someone_edited_is_not_undone(ana: Service, ben: Service) -> None:
    made = add_objective(ana)
    retitle(ben, "b", made.id)
    with pytest.raises(Refused, match="by ben"):
        ana.undo()
    ben.undo()
    ana.undo()
    assert made.id not in ana.board.objectives


def test_an_add_that_something_was_added_to_is_not_undone(ana: Service, ben: Service) -> None:
    made = add_objective(ana)
    ben.change("add", lambda draft: draft.add(KeyResult(0, made.id, "below")))
    with pytest.raises(Refused, match="KR4 was added to O2 since; undo or remove that first"):
        ana.undo()
    ben.undo()
    ana.undo()
    assert made.id not in ana.board.objectives


def test_an_add_of_things_that_belong_together_is_undone_at_once(ana: Service) -> None:
    def both(draft: Draft) -> None:
        objective = draft.add(Objective(0, "x", 1))
        key_result = draft.add(KeyResult(0, objective.id, "y"))
        draft.add(CheckIn(0, key_result.id, day(1), 1.0, NOW))

    before = content(ana.board)
    ana.change("add three", both)
    after = content(ana.board)
    ana.undo()
    assert content(ana.board) == before
    ana.redo()
    assert content(ana.board) == after


def test_a_removal_is_not_undone_when_what_it_hung_on_went_too(ana: Service, ben: Service) -> None:
    made = add_objective(ben)
    key_result = ben.change("kr", lambda draft: draft.add(KeyResult(0, made.id, "below")))
    ana.change("remove", lambda draft: draft.remove(draft.board.key_results[key_result.id]))
    ben.change("remove", lambda draft: draft.remove(draft.board.objectives[made.id]))
    with pytest.raises(Refused, match=r"KR4 cannot name O2 \(objective\)"):
        ana.undo()
    assert key_result.id not in ana.board.key_results


def test_undo_and_redo_work_after_the_board_was_opened_again(tmp_path: Path) -> None:
    path = str(tmp_path / "okrboard.json")
    first = person(make_store("file", path))
    before = content(first.board)
    retitle(first, "a")
    add_objective(first)
    after = content(first.board)
    for _ in range(2):
        person(FileStore(path)).undo()
    assert content(FileStore(path).snapshot()) == before
    for _ in range(2):
        person(FileStore(path)).redo()
    assert content(FileStore(path).snapshot()) == after


def test_keys_nobody_knows_come_back_with_an_undone_removal(tmp_path: Path) -> None:
    path = str(tmp_path / "okrboard.json")
    store = make_store("file", path)
    file = Path(path)
    text = file.read_text().replace(
        '"title":"SOPs live"', '"title":"SOPs live","theirs":[1,{"a":2}]'
    )
    file.write_text(text)
    ana = person(store)
    ana.change("remove", lambda draft: draft.remove(draft.board.key_results[3]))
    assert "theirs" not in file.read_text().partition('"changes"')[0]
    for step in (ana.undo, ana.redo, ana.undo):
        step()
    assert store.snapshot().key_results.raw(3)["theirs"] == [1, {"a": 2}]


def test_the_board_as_it_was_at_any_instant(store: Store) -> None:
    clock = Ticking()
    ana = person(store, "ana", clock)
    states = [(clock.now, content(ana.board), len(ana.board.changes))]
    made = add_objective(ana)
    for edit in (
        lambda: retitle(ana, "a"),
        lambda: retitle(ana, "b", made.id),
        lambda: ana.change("remove", lambda draft: draft.remove(draft.board.objectives[made.id])),
        ana.undo,
        lambda: own(ana, 2),
    ):
        states.append((clock.now, content(ana.board), len(ana.board.changes)))
        edit()
    for instant, records, entries in states:
        past = board_at(ana.board, instant)
        assert content(past) == records
        assert len(past.changes) == entries
    assert content(board_at(ana.board, clock.now)) == content(ana.board)
    assert not board_at(ana.board, NOW - timedelta(days=9)).objectives


steps = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben"]),
        st.sampled_from(["title", "owner", "add", "remove", "member", "key result"]),
        st.integers(0, 5),
    ),
    max_size=12,
)


def _edit(what: str, number: int, who: str) -> object:
    """Return an edit that touches what only this person touches."""

    def edit(draft: Draft) -> None:
        mine = [o for o in draft.board.objectives.values() if o.title.startswith(who)]
        if what == "member":
            draft.add(Member(0, f"{who}{number}"))
        elif what == "add" or not mine:
            draft.add(Objective(0, f"{who} {number}", 1))
        elif what == "title":
            draft.put(mine[number % len(mine)]._replace(title=f"{who} is {number}"))
        elif what == "owner":
            draft.put(mine[number % len(mine)]._replace(owner=number % 3))
        elif what == "key result":
            draft.add(KeyResult(0, mine[number % len(mine)].id, f"kr {number}"))
        else:
            for key_result in draft.board.key_results_of(mine[-1].id):
                draft.remove(key_result)
            draft.remove(mine[-1])

    return edit


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(steps)
def test_undoing_all_is_the_start_and_redoing_all_the_end(
    kind: str, work: list[tuple[str, str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        store = make_store(kind, str(Path(folder) / "okrboard.json"))
        # `furnish` was made by ana: what is undone here is made by others.
        people = {who: person(store, f"{who}-2") for who in ("ana", "ben")}
        start = content(store.snapshot())
        done = {"ana": 0, "ben": 0}
        for who, what, number in work:
            entries = len(store.snapshot().changes)
            people[who].change(what, _edit(what, number, who))  # type: ignore[arg-type]
            done[who] += len(store.snapshot().changes) - entries
        end = content(store.snapshot())
        for who, service in people.items():
            for _ in range(done[who]):
                service.undo()
            with pytest.raises(Refused, match="nothing to undo"):
                service.undo()
        assert content(store.snapshot()) == start
        for who, service in people.items():
            for _ in range(done[who]):
                service.redo()
        assert content(store.snapshot()) == end
