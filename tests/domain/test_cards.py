"""What a card tells of a goal that is over, and where it stands on the board."""

from __future__ import annotations

import pytest
from support.making import TODAY, furnished, objective_of

from okrboard.domain.cards import CardLine, make_card
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import close_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import close_objective, override_health
from okrboard.domain.enums import WORDS
from okrboard.domain.measure import measure_objective
from okrboard.domain.view import View
from okrboard.glyphs import glyphs
from okrboard.report.status import grouped, measured_objectives
from okrboard.tui.paint.card import paint_card


def lines_of(made: Draft, id: int = 1) -> tuple[CardLine, ...]:
    objective = made.board.objectives[id]
    measured = measure_objective(made.board, objective, made.board.cycles[1], TODAY)
    return make_card(made.board, measured, TODAY).lines


@pytest.mark.parametrize("outcome", [word for word in WORDS["Outcome"] if word])
def test_only_what_was_reached_has_the_sign_of_what_is_done(outcome: str) -> None:
    made = furnished()
    close_objective(made, 1, outcome, score=0.7)  # type: ignore[arg-type]
    card = View(made.board, made.board.cycles[1], TODAY).card(1)
    painted = ["".join(text for text, _ in row) for row in paint_card(card, 40, glyphs())]
    assert painted[0].startswith("✓" if outcome == "reached" else "–")
    assert any(outcome in row for row in painted)


def test_the_last_column_is_called_by_what_it_holds() -> None:
    made = furnished()
    objective_of(made, "Reached")
    objective_of(made, "Said to be done")

    def last() -> tuple[str, str, tuple[int, ...]]:
        cycle = made.board.cycles[1]
        column = View(made.board, cycle, TODAY).columns[-1]
        group = grouped(made.board, measured_objectives(made.board, cycle, TODAY), "status")[-1]
        ids = tuple(one.objective.id for one in group.objectives)
        same = (group.key, group.health, group.label, ids)
        assert same == (column.key, column.health, column.label, column.ids)
        return column.health, column.label, column.ids

    assert last() == ("done", "done", ())
    close_objective(made, 1, "dropped")
    assert last() == ("ended", "ended", (1,))
    close_objective(made, 2, "reached", score=1.0)
    assert last() == ("done", "done, ended", (2, 1))
    override_health(made, 3, "done", "everybody says so")
    assert last() == ("done", "done, ended", (2, 3, 1))


def test_a_key_result_of_a_closed_goal_has_ended_without_pace() -> None:
    made = furnished()
    check_in(made, 1, 8)
    check_in(made, 2, 99.95)
    close_cycle(made, 1)
    found = [(line.health, line.pace) for line in lines_of(made)]
    assert found == [("done", None), ("done", None), ("ended", None)]


def test_a_bound_that_nobody_has_measured_has_no_value() -> None:
    made = furnished()
    late = add_key_result(made, 1, "Cost", kind="threshold", target=11.8, unit="€", keep="below")
    made.put(made.board.key_results[late.id]._replace(start=11.6))
    assert (lines_of(made)[3].now, lines_of(made)[3].keeps) == ("–", "below")
    check_in(made, late.id, 11.6)
    assert lines_of(made)[3].now == "€11.6"
