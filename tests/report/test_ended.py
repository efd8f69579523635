"""What reports say of a goal that is over: how it ended, where it goes on, nothing of pace."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import NOW, TODAY, furnished

from okrboard.domain.alignment import alignment
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.detail import detail
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle, close_cycle, set_cause, set_score
from okrboard.domain.edit.objectives import carry_objective, close_objective
from okrboard.glyphs import glyphs
from okrboard.report.board_text import board_lines, tree_lines
from okrboard.report.cycle_report import facts_of
from okrboard.report.goal_text import key_result_lines, objective_lines
from okrboard.report.jsonable import key_result_json, objective_json
from okrboard.report.output_style import Look
from okrboard.report.status import grouped, measured_objectives
from okrboard.tui.paint.alignment import paint_alignment
from okrboard.tui.paint.detail import paint_page

LOOK = Look(100)
END = date(2026, 12, 31)


@pytest.fixture
def made() -> Draft:
    made = furnished()
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    for days, value in ((21, 30), (14, 28), (7, 27), (0, 26)):
        check_in(made, 1, value, on=date.fromordinal(TODAY.toordinal() - days))
    return made


def told(board: Board) -> dict[str, str]:
    """Return everything that people read about O1 on the cycle's last day."""
    cycle, objective = board.cycles[1], board.objectives[1]
    measured = measured_objectives(board, cycle, END)
    page = paint_page(detail(board, 1, END), 0, 120, END, glyphs())
    tree = alignment(board, cycle, END)
    painted = paint_alignment(board, cycle, tree, 0, 120, glyphs())
    facts = facts_of(board, cycle, END).groups
    return {
        "objective": "\n".join(objective_lines(board, objective, END, LOOK)),
        "key result": "\n".join(key_result_lines(board, board.key_results[1], END, LOOK)),
        "board": "\n".join(
            board_lines(board, cycle, grouped(board, measured, "status"), END, LOOK)[2:]
        ),
        "tree": "\n".join(tree_lines(board, tree, LOOK)),
        "page": "\n".join("".join(text for text, _ in row) for row in page.lines),
        "alignment": "\n".join("".join(text for text, _ in row) for row in painted.lines),
        "facts": repr(facts),
    }


def test_nothing_speaks_of_pace_once_a_goal_is_closed(made: Draft) -> None:
    before = told(made.board)
    assert "behind" in before["page"]
    assert "behind" in before["key result"]
    assert "■" in before["alignment"]
    close_cycle(made, 1)
    for where, text in told(made.board).items():
        for word in ("behind", "need", "pace", "forecast", "off track", "■", "week "):
            said = text.replace("Pages a week", "").replace(" a week", "").replace("pace=None", "")
            assert word not in said, (where, word, text)
    after = told(made.board)
    assert "– missed" in after["page"]
    assert "ENDED 1" in after["board"]
    assert "– O1" in after["tree"]


def test_a_key_result_tells_its_score_who_says_so_and_the_cause(made: Draft) -> None:
    set_score(made, 1, 0.4, "half of it was luck")
    set_cause(made, 1, "wrong lever")
    shown = told(made.board)["key result"]
    assert "score 0.40, scored by hand: half of it was luck" in shown
    assert "cause: wrong lever" in shown
    found = key_result_json(made.board, made.board.key_results[1], TODAY)
    assert (found["score"], found["score_reason"]) == (0.4, "half of it was luck")
    assert found["cause"] == "wrong lever"
    other = key_result_json(made.board, made.board.key_results[2], TODAY)
    assert (other["score"], other["score_reason"], other["cause"]) == (None, None, None)


def test_both_ends_of_a_carried_goal_name_the_other(made: Draft) -> None:
    new = carry_objective(made, 1, 2)
    board = made.board
    old_text = objective_lines(board, board.objectives[1], TODAY, LOOK)
    assert f"Carried to O{new.id} Releases stop waking people (2027-T1)" in old_text
    new_text = objective_lines(board, new, TODAY, LOOK)
    assert "Carried from O1 Releases stop waking people (2026-T3)" in new_text
    assert objective_json(board, board.objectives[1], TODAY)["carried_to"] == [f"O{new.id}"]
    assert objective_json(board, new, TODAY)["carried_to"] == []
    first = board.key_results_of(new.id)[0]
    assert f"carried to KR{first.id} of O{new.id}" in key_result_lines(
        board, board.key_results[1], TODAY, LOOK
    )
    assert "carried from KR1 of O1" in key_result_lines(board, first, TODAY, LOOK)
    page = paint_page(detail(board, 1, TODAY), 0, 120, TODAY, glyphs())
    assert any("carried to" in text for row in page.lines for text, _ in row)


def test_a_dropped_goal_in_a_running_cycle_is_nobodys_task(made: Draft) -> None:
    close_objective(made, 1, "dropped", score=0.2)
    shown = told(made.board)
    assert "– dropped" in shown["page"]
    assert NOW.date() == TODAY
    assert "dropped 0.2" in shown["board"]
