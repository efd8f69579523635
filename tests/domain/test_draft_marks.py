"""What an import asks of a draft: going back, records as they were, numbers used up."""

from __future__ import annotations

import pytest
from support.making import draft, furnished

from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.edit.people import add_team
from okrboard.storage.store import MemoryStore


def test_going_back_to_a_mark_forgets_what_came_after_it() -> None:
    made = furnished()
    before, mark = made.finish(), made.mark()
    add_team(made, "Audit")
    edit_objective(made, 1, title="Another")
    made.back_to(mark)
    made.what = before.what
    assert made.finish() == before
    assert add_team(made, "Sales").id == 2


def test_a_restored_record_keeps_its_number_and_unknown_keys() -> None:
    made = draft()
    made.restore("teams", 7, {"name": "IT", "colour": "blue"})
    assert made.board.teams[7].name == "IT"
    (patch,) = made.finish().patches
    assert (patch.id, patch.after) == (7, {"name": "IT", "colour": "blue"})


def test_a_record_that_is_none_is_not_restored() -> None:
    with pytest.raises(ValueError, match="name"):
        draft().restore("teams", 7, {"name": 5})


def test_numbers_that_are_used_up_are_not_given_out() -> None:
    made = draft()
    made.use_up("teams", 9)
    made.use_up("teams", 4)
    assert add_team(made, "IT").id == 10
    store = MemoryStore()
    store.transact(lambda _: made.finish())
    assert store.snapshot().counters["teams"] == 10
