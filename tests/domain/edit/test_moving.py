"""What it means to put a card into another column."""

from __future__ import annotations

import pytest
from support.making import TODAY, furnished, metric, objective_of

from okrboard.domain.edit.objectives import (
    close_objective,
    move_card,
    needs_reason,
    propose_objective,
)
from okrboard.domain.edit.people import add_team
from okrboard.errors import Refused


def test_against_the_numbers_a_reason_is_asked_and_both_are_kept() -> None:
    made = furnished()
    assert needs_reason(made.board, 1, "status", "on_track", TODAY)
    with pytest.raises(Refused, match="say why O1"):
        move_card(made, 1, "status", "on_track")
    moved = move_card(made, 1, "status", "on_track", "the new shift starts on Monday")
    assert (moved.override, moved.override_by, moved.override_on) == ("on_track", 1, TODAY)


def test_back_to_where_the_numbers_put_it_the_override_goes() -> None:
    made = furnished()
    move_card(made, 1, "status", "done", "all of it is live")
    assert not needs_reason(made.board, 1, "status", "off_track", TODAY)
    assert move_card(made, 1, "status", "off_track").override == ""


@pytest.mark.parametrize("key", ["off_track", "at_risk", "on_track"])
def test_a_proposal_leaving_its_column_is_committed(key: str) -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell", 1)
    metric(made, proposed)
    assert not needs_reason(made.board, proposed.id, "status", key, TODAY)
    moved = move_card(made, proposed.id, "status", key)
    assert (moved.stage, moved.override, moved.committed) == ("committed", "", TODAY)
    said = "" if key == "on_track" else "; its numbers put it on track"
    assert made.what == f"commit O2 Partners sell{said}"
    assert move_card(made, proposed.id, "status", "proposed").stage == "proposed"


def test_that_a_proposal_is_done_has_to_be_said_with_a_reason() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell", 1)
    metric(made, proposed)
    assert needs_reason(made.board, proposed.id, "status", "done", TODAY)
    moved = move_card(made, proposed.id, "status", "done", "it was sold in May")
    assert (moved.stage, moved.override) == ("committed", "done")


def test_a_closed_objective_stays_and_the_way_out_is_said() -> None:
    made = furnished()
    close_objective(made, 1, "reached")
    for by, key in (("status", "on_track"), ("owner", "2"), ("level", "company")):
        assert not needs_reason(made.board, 1, by, key, TODAY)
        with pytest.raises(Refused, match="okrboard objective reopen O1"):
            move_card(made, 1, by, key)


def test_a_card_gets_a_new_owner_team_or_level() -> None:
    made = furnished()
    add_team(made, "Sales")
    other = objective_of(made, "Other")
    assert move_card(made, other.id, "owner", "2").owner == 2
    assert made.what == "O2 belongs to ben"
    assert move_card(made, other.id, "owner", "0").owner == 0
    assert made.what == "O2 belongs to nobody"
    assert move_card(made, other.id, "team", "2").team == 2
    assert made.what == "O2 goes to Sales"
    assert move_card(made, other.id, "level", "company").level == "company"
    assert not needs_reason(made.board, other.id, "owner", "2", TODAY)


def test_a_column_that_is_no_status_takes_no_card() -> None:
    with pytest.raises(Refused, match="cannot be moved to stale"):
        move_card(furnished(), 1, "status", "stale", "because")
