"""Whatever a board holds, every report of it is whole, clean, and as wide as it may be."""

from __future__ import annotations

import csv as csv_reader
import io
import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.making import NOW, TODAY
from support.random_boards import boards

from okrboard.cells import width
from okrboard.domain.enums import GROUPINGS
from okrboard.report.board_text import board_lines
from okrboard.report.csv import COLUMNS as CSV_COLUMNS
from okrboard.report.csv import csv
from okrboard.report.cycle_report import facts_of, html, markdown
from okrboard.report.due import COLUMNS, LINES, brief_lines
from okrboard.report.goal_text import key_result_lines, objective_lines
from okrboard.report.jsonable import board_json, key_result_json, objective_json
from okrboard.report.output_style import Look
from okrboard.report.status import grouped, measured_objectives
from okrboard.text import clean

if TYPE_CHECKING:
    from okrboard.domain.board import Board

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_clean(lines: list[str]) -> None:
    for line in lines:
        assert clean(line, len(line)) == line


@ANY
@given(boards(), st.sampled_from(GROUPINGS), st.sampled_from([0, 40, 80, 200]))
def test_as_text(board: Board, by: str, columns: int) -> None:
    look = Look(columns)
    for cycle in board.cycles.values():
        groups = grouped(board, measured_objectives(board, cycle, TODAY), by)
        shown = [one.objective.id for group in groups for one in group.objectives]
        assert sorted(shown) == sorted(one.id for one in board.objectives_in(cycle.id))
        lines = board_lines(board, cycle, groups, TODAY, look)
        assert_clean(lines)
        wide = [line for line in lines if columns and width(line) > columns]
        assert [line for line in wide if "okrboard" not in line] == []
    for objective in board.objectives.values():
        assert_clean(objective_lines(board, objective, TODAY, look))
    for key_result in board.key_results.values():
        assert_clean(key_result_lines(board, key_result, TODAY, look))
    brief = brief_lines(board, board.cycle_on(TODAY), NOW, TODAY)
    assert len(brief) == LINES
    assert all(width(line) <= COLUMNS for line in brief)


@ANY
@given(boards())
def test_as_data(board: Board) -> None:
    for cycle in board.cycles.values():
        measured = measured_objectives(board, cycle, TODAY)
        json.dumps(board_json(board, cycle, measured, TODAY), allow_nan=False)
        rows = list(csv_reader.reader(io.StringIO(csv(board, cycle, TODAY)), strict=True))
        assert len(rows) == 1 + sum(len(one.measures) for one in measured)
        assert all(len(row) == len(CSV_COLUMNS) for row in rows)
        assert not any(cell[:1] in "=@\t\r" for row in rows[1:] for cell in row if cell)
    for objective in board.objectives.values():
        json.dumps(objective_json(board, objective, TODAY), allow_nan=False)
    for key_result in board.key_results.values():
        json.dumps(key_result_json(board, key_result, TODAY), allow_nan=False)


@ANY
@given(boards())
def test_as_a_document(board: Board) -> None:
    for cycle in board.cycles.values():
        facts = facts_of(board, cycle, TODAY)
        assert_clean(markdown(facts).split("\n"))
        page = html(facts)
        assert_clean(page.split("\n"))
        assert page.count("<table>") == page.count("</table>")
        assert "<script" not in page
