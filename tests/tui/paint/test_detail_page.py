"""The page of an objective as lines: it fits, stays straight, and knows where everything is."""

from __future__ import annotations

import pytest
from support.hostile import HOSTILE
from support.making import NOW, TODAY, furnished

from okrboard.cells import to_ascii_cells
from okrboard.demo import demo_board
from okrboard.domain.board import Board
from okrboard.domain.detail import detail
from okrboard.glyphs import glyphs
from okrboard.tui.paint.detail import paint_page, stops_of
from okrboard.tui.paint.line import line_width


@pytest.fixture(scope="module")
def board() -> Board:
    return demo_board(NOW)


@pytest.mark.parametrize("width", [60, 80, 100, 110, 120, 200])
def test_no_line_is_wider_than_the_page_wherever_the_cursor_is(board: Board, width: int) -> None:
    for id in board.objectives:
        found = detail(board, id, TODAY)
        for at in range(len(stops_of(found))):
            page = paint_page(found, at, width, TODAY, glyphs())
            assert max(map(line_width, page.lines)) <= width


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("zoom", [False, True])
def test_everything_the_cursor_can_be_on_has_its_rows(board: Board, width: int, zoom: bool) -> None:
    for id in board.objectives:
        found = detail(board, id, TODAY)
        stops = stops_of(found)
        for at, stop in enumerate(stops):
            if zoom and stop.kind != "key_result":
                continue
            page = paint_page(found, at, width, TODAY, glyphs(), zoom=zoom)
            assert len(page.rows) == len(stops)
            first, last = page.rows[at]
            marked = [
                row for row, line in enumerate(page.lines) if line and line[0][0].startswith("▌")
            ]
            assert marked[0] == first
            assert marked[-1] <= last


def test_only_the_cursors_rows_differ_within_a_key_result(
    board: Board,
) -> None:
    found = detail(board, 10, TODAY)
    one, other = (paint_page(found, at, 120, TODAY, glyphs()) for at in (2, 3))
    differ = [row for row, (a, b) in enumerate(zip(one.lines, other.lines, strict=True)) if a != b]
    assert differ == [one.rows[2][0], one.rows[3][0]]


def test_in_ascii_every_line_can_be_drawn_and_keeps_its_width(board: Board) -> None:
    signs = glyphs(ascii=True)
    for id in board.objectives:
        for line in paint_page(detail(board, id, TODAY), 1, 80, TODAY, signs).lines:
            shown = "".join(to_ascii_cells(text) for text, _ in line)
            assert shown.isascii()
            # Money's signs become three letters; nothing else changes its width.
            wider = 2 * sum(text.count("€") for text, _ in line)
            assert len(shown) == line_width(line) + wider


def test_an_objective_without_anything_says_what_comes_next() -> None:
    draft = furnished()
    objective = draft.board.objectives[1]
    draft.put(objective._replace(id=9, title="New"))
    page = paint_page(detail(draft.board, 9, TODAY), 0, 80, TODAY, glyphs())
    text = "\n".join("".join(text for text, _ in line) for line in page.lines)
    assert "none yet: how will you know that it is reached?   n makes one" in text
    assert "not said yet: whose life gets better, and how?" in text
    assert "contributes to  nothing yet, and nobody says why" in text


def test_the_rules_of_a_column_end_together(board: Board) -> None:
    lines = paint_page(detail(board, 7, TODAY), 0, 80, TODAY, glyphs()).lines
    texts = ["".join(text for text, _ in line).rstrip() for line in lines]
    ends = {len(text) for text in texts if text.endswith("───")}
    assert len(ends) == 1


def test_an_unchecked_bound_has_no_value_open_steps_go_not_stale() -> None:
    made = furnished()
    lines = paint_page(detail(made.board, 1, TODAY), 0, 100, TODAY, glyphs()).lines
    texts = ["".join(text for text, _ in line) for line in lines]
    at = next(number for number, text in enumerate(texts) if "Uptime" in text)
    assert "now" not in texts[at + 1]
    assert any(text.split()[-5:-2] == ["0", "%", "31"] for text in texts)
    assert any("· Backup   · Release" in text for text in texts)


def test_health_is_a_sign_a_word_and_a_style(board: Board) -> None:
    found = detail(board, 10, TODAY)
    page = paint_page(found, 0, 120, TODAY, glyphs())
    runs = {run for line in page.lines for run in line}
    words = {one.measure.health for one in found.key_results}
    for health in words:
        assert any(glyphs().word(health) in text and style == health for text, style in runs)


@pytest.mark.parametrize("text", HOSTILE[-4:], ids=lambda text: ascii(text)[:20])
def test_wide_and_endless_titles_keep_the_columns(text: str) -> None:
    draft = furnished()
    board = draft.board
    draft.put(board.objectives[1]._replace(title=text, why=text))
    draft.put(board.key_results[1]._replace(title=text))
    for width in (60, 80, 120):
        page = paint_page(detail(draft.board, 1, TODAY), 1, width, TODAY, glyphs())
        assert max(map(line_width, page.lines)) <= width
