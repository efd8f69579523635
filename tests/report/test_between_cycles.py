"""Between two cycles reports tell of the one that was, and how one starts that waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from support.making import NOW, TODAY, furnished

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle, close_cycle, start_cycle
from okrboard.domain.view import View
from okrboard.glyphs import glyphs
from okrboard.report.board_text import head_lines
from okrboard.report.cycle_report import facts_of
from okrboard.report.due import brief_lines
from okrboard.report.output_style import Look
from okrboard.tui.paint.frame import head_of, paint_head

LOOK = Look(100)


@pytest.fixture
def made() -> Draft:
    """2026-T3 is closed today, 2027-T1 is in planning."""
    made = furnished()
    check_in(made, 1, 26)
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    close_cycle(made, 1)
    return made


def told(board: Board, today: date) -> str:
    cycle = board.cycle_told(today)
    return cycle.name if cycle else ""


def brief(board: Board, now: datetime) -> list[str]:
    return brief_lines(board, board.cycle_told(now.date()), now, now.date())


def test_until_the_next_cycle_begins_the_closed_one_is_told(made: Draft) -> None:
    assert told(made.board, TODAY) == "2026-T3"
    assert told(made.board, date(2026, 12, 31)) == "2026-T3"
    assert told(made.board, date(2027, 1, 1)) == "2027-T1"
    start_cycle(made, 2)
    assert told(made.board, TODAY) == "2027-T1"
    assert told(Board(), TODAY) == ""


def test_a_first_cycle_in_planning_is_told_before_it_begins() -> None:
    made = furnished()
    made.remove(made.board.cycles[1])
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    assert told(made.board, TODAY) == "2027-T1"


def test_the_brief_of_a_closed_cycle_says_so_and_nothing_of_pace(made: Draft) -> None:
    lines = brief(made.board, NOW)
    assert lines[0].endswith("2026-T3, closed")
    assert lines[1].endswith("of the way, and its scores are frozen")
    assert lines[2] == "1 objective: 1 ended"
    assert lines[3] == "talk about first: nothing, 2026-T3 is closed"
    assert "pace" not in "\n".join(lines)
    assert "actions: 0 open" in "\n".join(lines)


def test_reports_of_a_closed_cycle_have_no_pace(made: Draft) -> None:
    cycle = made.board.cycles[1]
    assert "pace" not in facts_of(made.board, cycle, TODAY).standing
    assert ", closed: " in facts_of(made.board, cycle, TODAY).standing
    assert "pace" not in "\n".join(head_lines(made.board, cycle, TODAY, LOOK))
    head = head_of(View(made.board, cycle, TODAY), "ana")
    assert "gone" not in "".join(text for text, _ in paint_head(head, 160, glyphs()))
    running = furnished().board
    head = head_of(View(running, running.cycles[1], TODAY), "ana")
    assert "gone" in "".join(text for text, _ in paint_head(head, 160, glyphs()))


def test_a_cycle_begun_in_planning_tells_how_it_is_started(made: Draft) -> None:
    hint = "still in planning: okrboard cycle start 2027-T1"
    now = NOW.replace(year=2027, month=1, day=25)
    cycle, today = made.board.cycles[2], now.date()
    assert f"talk about first: {hint}" in brief(made.board, now)
    assert head_lines(made.board, cycle, today, LOOK)[-1] == hint
    assert facts_of(made.board, cycle, today).standing.endswith(hint)
    before = cycle.first - timedelta(days=1)
    assert hint not in head_lines(made.board, cycle, before, LOOK)
