"""One key result for the whole room: it fits any screen, and what was said is never left out."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.demo import demo_board
from okrboard.domain.board import Board
from okrboard.domain.cycle_chart import cycle_chart
from okrboard.domain.detail import KeyResultDetail, detail
from okrboard.glyphs import ASCII, UNICODE, Glyphs
from okrboard.tui.paint.line import Line, line_width
from okrboard.tui.paint.room import Question, gap_sign, paint_face, pips, thick_bar
from okrboard.tui.paint.votes import paint_votes

NOW = datetime.fromisoformat("2026-11-20T15:00:00+01:00")
QUESTIONS = ("What drove it?", "What did not work?", "Next week")


@cache
def board() -> Board:
    return demo_board(NOW)


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def one_of(id: int) -> KeyResultDetail:
    objective = board().key_results[id].objective
    found = detail(board(), objective, NOW.date()).key_results
    return next(one for one in found if one.key_result.id == id)


def face(
    id: int, cells: int, rows: int, glyphs: Glyphs = UNICODE, table: bool = False
) -> list[Line]:
    cycle = board().cycle_on(NOW.date())
    assert cycle is not None
    chart = cycle_chart(board(), board().key_results[id], cycle, NOW.date())
    questions = [
        Question(text, lambda cells, most: [[("said"[:cells], "text")]][:most], "31 → 8")
        for text in QUESTIONS
    ]
    return paint_face(one_of(id), chart, questions, cells, rows, glyphs, table=table)


@given(
    id=st.sampled_from([9, 10, 11, 19, 31, 32]),
    cells=st.integers(40, 200),
    rows=st.integers(8, 60),
    plain=st.booleans(),
    table=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_room_has_all_three_questions(
    id: int, cells: int, rows: int, plain: bool, table: bool
) -> None:
    lines = face(id, cells, rows, ASCII if plain else UNICODE, table)
    assert all(line_width(line) <= cells for line in lines)
    text = "\n".join(text_of(lines))
    assert text.count("said") == 3
    assert len(lines) <= max(rows, 14)


@pytest.mark.parametrize("rows", [36, 19])
def test_a_room_reads_where_it_stands_and_where_it_leads(rows: int) -> None:
    text = "\n".join(text_of(face(14, 88, rows)))
    for word in ("80 → 99.1 %", "● on track", "sure ●", "99.1 ┤", "Sep", "31 → 8"):
        assert word in text


def test_at_most_a_third_of_a_room_is_empty() -> None:
    for id in (9, 10, 11, 19, 31, 32):
        text = text_of(face(id, 90, 34))
        assert sum(not line.strip(" │") for line in text) <= 34 / 3


def test_a_small_screen_gives_up_the_picture_first() -> None:
    text = "\n".join(text_of(face(14, 56, 14)))
    assert "┤" not in text
    assert text.count("said") == 3


def test_confidence_is_ten_signs_and_nobodys_a_dash() -> None:
    assert text_of([pips(7, UNICODE), pips(0, ASCII), pips(None, UNICODE)]) == [
        "sure ●●●●●●●○○○",
        "sure ..........",
        "sure –",
    ]


def test_a_gap_is_a_sign_and_none_when_it_keeps_pace() -> None:
    signs = [gap_sign(gap, UNICODE) for gap in (47.4, -4.0, 0.2, None)]
    assert signs == ["▼ 47", "▲ 4", "", ""]


def test_a_thick_bar_is_full_at_its_target_only() -> None:
    assert text_of(thick_bar(0.999, None, 10, "on_track", UNICODE))[0] == "█████████░"
    assert text_of(thick_bar(1.0, None, 10, "on_track", UNICODE))[0] == "██████████"
    assert text_of(thick_bar(1.5, None, 10, "on_track", UNICODE))[0] == "█████████▸"
    assert text_of(thick_bar(-0.5, 0.5, 30, "off_track", UNICODE)) == [
        "◂░░░░░░░░░░░░░░┃░░░░░░░░░░░░░░",
        "◂░░░░░░░░░░░░░░┃░░░░░░░░░░░░░░",
        "               ↑ pace 50 %",
    ]


def test_a_reveal_shows_the_median_the_votes_and_who_is_apart() -> None:
    text = "\n".join(
        text_of(paint_votes({"ana": 8, "ben": 3, "cleo": 7, "dev": 7, "eva": 6}, 1, 5, 90, UNICODE))
    )
    assert "median 7   spread 5" in text
    assert "was 5, 1 abstained" in text
    assert "ben (3) and ana (8) speak first" in text
    assert text.count("██   ██") >= 1


def test_who_agrees_is_not_asked_to_speak() -> None:
    text = "\n".join(text_of(paint_votes({"ana": 7, "ben": 8}, 0, None, 90, UNICODE)))
    assert "speak first" not in text
    assert "abstained" not in text


def test_nobodys_vote_is_said() -> None:
    assert text_of(paint_votes({}, 3, 5, 90, UNICODE)) == ["    all abstained"]


@given(
    votes=st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=12), st.integers(0, 10), max_size=30
    ),
    before=st.none() | st.floats(0, 10),
    cells=st.integers(40, 160),
    plain=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_vote_fits_its_place(
    votes: dict[str, int], before: float | None, cells: int, plain: bool
) -> None:
    glyphs = ASCII if plain else UNICODE
    lines = paint_votes(votes, 2, before, cells, glyphs)
    assert all(line_width(line) <= cells for line in lines)
    assert not plain or "".join(text_of(lines)).isascii()
