"""Minutes and the list of meetings as lines: they fit, and say what was typed."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from support.held import held_board, hold
from support.hostile import HOSTILE
from support.making import furnished

from okrboard.cells import to_ascii_cells
from okrboard.domain.meeting.meeting_history import held_meetings
from okrboard.glyphs import ASCII, UNICODE, Glyphs
from okrboard.report.format import escaped, unescaped
from okrboard.text import clean
from okrboard.tui.paint.line import line_width
from okrboard.tui.paint.minutes import WIDEST, minutes_lines, paint_held, paint_nothing
from okrboard.tui.paint.palette import PALETTES

if TYPE_CHECKING:
    from okrboard.tui.paint.line import Line

WIDTHS = (60, 80, 100, 120, 200)
KEYS = {"meeting": "m", "back": "esc"}


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def style_of(lines: list[Line], text: str) -> str:
    return next(style for line in lines for part, style in line if text in part)


# Minutes.


@pytest.mark.parametrize("text", [*HOSTILE, "a\\b", "\\", "1. one", "# no head", "*x*", "~", "a_b"])
def test_what_was_escaped_reads_as_it_was_typed(text: str) -> None:
    assert unescaped(escaped(text)) == clean(text)


def test_heads_names_and_lines_look_different() -> None:
    made = "# Check-in M1\n\n## Plan\n\n### KR1 Pages\n\n**ana**\n\n- do\n"
    lines = minutes_lines(made, 80, UNICODE)
    assert texts(lines) == [
        *("  Check-in M1", "", "  Plan", "", "  KR1 Pages", "", "  ana", "", "  - do"),
    ]
    styles = [style_of(lines, text) for text in ("Check-in", "Plan", "KR1", "ana", "do")]
    assert styles == ["title", "title", "strong", "label", "text"]


def test_what_is_long_is_folded_whole_and_set_in_below_its_dash() -> None:
    words = [f"word{number}" for number in range(60)]
    lines = texts(minutes_lines(f"- {' '.join(words)}\n  - {' '.join(words)}", 80, UNICODE))
    assert " ".join(lines).replace("- ", "").split() == words * 2
    second = next(index for index, line in enumerate(lines) if line.startswith("    - "))
    assert {line[:4] for line in lines[1:second]} == {"    "}
    assert {line[:6] for line in lines[second + 1 :]} == {"      "}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_row_is_wider_than_its_place_or_than_one_reads(width: int) -> None:
    long = "x" * 5000
    for row in (long, f"# {long}", f"- {long}", f"**{long}**", "語" * 900, *HOSTILE):
        for line in minutes_lines(row, width, UNICODE):
            assert line_width(line) <= min(width, WIDEST)


# The list.


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_meeting_has_its_rows_within_the_page(width: int, glyphs: Glyphs) -> None:
    made = furnished()
    made.put(made.board.members[1]._replace(handle="a" * 32))
    made.put(made.board.cycles[1]._replace(name="語" * 40))
    for _ in range(3):
        hold(made)
    held = held_meetings(made.board)[0]
    page = paint_held(made.board, held, ["x" * 900], 1, UTC, width, glyphs)
    assert len(page.rows) == 3
    assert all(line_width(line) <= width for line in page.lines)
    for (first, last), one in zip(page.rows, held, strict=True):
        assert f"M{one.meeting.id} " in texts(page.lines)[first]
        assert last - first == (0 if width >= 110 else 1)
    marked = [row for row, text in enumerate(texts(page.lines)) if text.startswith(glyphs.gutter)]
    assert marked == list(range(page.rows[1][0], page.rows[1][1] + 1))


def test_a_line_says_which_when_who_how_many_and_what_came_of_it() -> None:
    board = held_board()
    page = paint_held(board, held_meetings(board)[0], (), 0, UTC, 120, UNICODE)
    newest, goals, oldest = texts(page.lines)[3:]
    for told in ("M3", "check-in", "Fri 13 Nov 2026", "2026-T3", "ana", "2 there"):
        assert told in newest, told
    assert newest.endswith("80 decisions · 1 action · 1 win")
    assert goals.endswith("1 goal")
    assert oldest.endswith("2 decisions")


@pytest.mark.parametrize("width", WIDTHS)
def test_how_many_were_there_is_read_whole_at_every_width(width: int) -> None:
    made = furnished()
    meeting = hold(made)
    made.put(meeting._replace(attendance=meeting.attendance * 6))
    page = paint_held(made.board, held_meetings(made.board)[0], (), 0, UTC, width, UNICODE)
    assert "12 there" in "\n".join(texts(page.lines))


@pytest.mark.parametrize(("state", "word"), [("running", "goes on"), ("paused", "paused")])
def test_what_is_not_over_is_marked_by_a_word(state: str, word: str) -> None:
    made = furnished()
    made.put(hold(made)._replace(state=state))  # type: ignore[arg-type]
    hold(made, ago=0)
    shown = texts(
        paint_held(made.board, held_meetings(made.board)[0], (), 0, UTC, 80, UNICODE).lines
    )
    assert [line for line in shown if f"● {word}" in line]
    assert [line for line in shown if line.endswith("nothing noted")]


def test_nothing_says_what_to_do_next() -> None:
    first = texts(paint_nothing(0, ["an archive is gone"], KEYS, 80, UNICODE))
    assert "  m starts one" in first
    assert "  an archive is gone" in first
    assert "  esc shows all 3 meetings again" in texts(paint_nothing(3, (), KEYS, 80, UNICODE))
    assert not [line for line in texts(paint_nothing(0, (), {}, 80, UNICODE)) if "starts" in line]


def test_in_ascii_every_row_and_every_style_can_be_drawn() -> None:
    board = held_board()
    held = held_meetings(board)[0]
    lines = [
        *paint_held(board, held, ["gone"], 0, UTC, 80, ASCII).lines,
        *paint_nothing(2, ["gone"], KEYS, 80, ASCII),
        *minutes_lines(held[0].meeting.minutes_text, 80, ASCII),
    ]
    for line in lines:
        for text, style in line:
            assert to_ascii_cells(text).isascii()
            assert all(style in palette.inks for palette in PALETTES.values()), style
