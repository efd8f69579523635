"""A card and the head line: what they tell, and that every row is as wide as its column."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE

from okrboard.domain.cards import BoardCard, CardLine
from okrboard.domain.records import Cycle
from okrboard.domain.schedule import week_of
from okrboard.glyphs import ASCII, UNICODE, Glyphs
from okrboard.text import clean
from okrboard.tui.paint.card import DENSITIES, paint_card
from okrboard.tui.paint.frame import Head, paint_head
from okrboard.tui.paint.line import line_width

if TYPE_CHECKING:
    from okrboard.tui.paint.card import Density
    from okrboard.tui.paint.line import Line

PAGES = CardLine(19, "Pages a week", "off_track", 0.21, 0.64, "26", "8 pages", "", 3)
UPTIME = CardLine(20, "Uptime", "on_track", 0.9, 1.0, "99.95", "99.9 %", "above", None)
STEPS = CardLine(21, "SOPs live", "at_risk", 0.33, 0.64, "1/3", "", "", 8, counts=False)
CARD = BoardCard(
    4,
    "Releases stop waking people",
    "ben",
    "IT",
    "off_track",
    2,
    (PAGES, UPTIME, STEPS),
    "43 behind: Pages a week",
    "freeze Fridays",
)
HEAD = Head(
    "Northwind",
    "2026-T3",
    "1 Sep – 31 Dec",
    (12, 18),
    0.58,
    0.64,
    "on_track",
    "ana",
    ("ben", "beamer"),
)
titles = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)).map(clean)


def rows(
    card: BoardCard = CARD, cells: int = 30, glyphs: Glyphs = UNICODE, density: Density = "full"
) -> list[str]:
    return [text_of(line) for line in paint_card(card, cells, glyphs, density)]


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


def test_a_card_tells_everything_there_is_to_know() -> None:
    assert rows()[:4] == [
        "■ O4 Releases stop waking     ",
        "     people                   ",
        "  ben · IT                 2 d",
        "■ Pages a week      26→8 pages",
    ]
    whole = "\n".join(rows())
    for told in ("26→8 pages", "21 %", "3/10", "99.95≥99.9 %", "1/3", "43 behind", "fix: freeze"):
        assert told in whole


LONG = CardLine(
    22, "Deals by partners", "on_track", 0.4, 0.3, "12", "30 deals", "", 7, bare=("12", "30")
)


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (22, "● Deals by part… 12→30"),
        (25, "● Deals by partners 12→30"),
        (30, "● Deals by partners      12→30"),
        (31, "● Deals by partners 12→30 deals"),
    ],
)
def test_a_title_is_read_before_the_unit_of_its_value(cells: int, first: str) -> None:
    shown = rows(CARD._replace(lines=(LONG,), title="Sell"), cells)
    assert shown[2] == first
    assert shown[3].endswith("40 %  7/10")


def test_a_title_that_is_long_without_a_unit_too_has_the_row_for_itself_on_a_wide_card() -> None:
    long = LONG._replace(
        title="Deals that partners made with none of us", target="30 deals a month"
    )
    shown = rows(CARD._replace(lines=(long,), title="Sell"), 43)
    assert shown[2].strip() == "● Deals that partners made with none of us"
    assert shown[3].endswith("─ 12→30  40 %  7/10")
    assert shown[3].startswith("  ━")
    shown = rows(CARD._replace(lines=(long,), title="Sell"), 46)
    assert shown[3].endswith("─ 12→30 deals a month  40 %  7/10")


def test_prose_has_no_colour_of_its_own() -> None:
    styles = {style for text, style in paint_card(CARD, 30, UNICODE)[9] if text.strip()}
    assert styles == {"text"}
    assert paint_card(CARD, 30, UNICODE)[0][0] == ("■ ", "off_track")


def test_a_weight_of_nothing_is_said_beside_the_bar() -> None:
    assert rows()[8].endswith("w0")


def test_the_short_form_has_a_row_for_each_key_result_and_the_shortest_none() -> None:
    assert len(rows(density="short")) == 2 + 3 + 1
    assert len(rows(density="titles")) == 2


def test_the_age_is_said_in_days() -> None:
    assert rows(CARD._replace(age=0))[2].endswith("today")
    assert rows(CARD._replace(age=None))[2].endswith("never")
    assert rows(CARD._replace(age=None, health="proposed"))[2].rstrip().endswith("IT")


def test_nobodys_card_says_so() -> None:
    assert rows(CARD._replace(owner="", team=""))[2].startswith("  nobody")


def test_a_card_is_read_without_unicode() -> None:
    whole = "\n".join(rows(glyphs=ASCII))
    assert whole.isascii()
    assert "x O4 Releases" in whole
    assert "99.95>=99.9 %" in whole


@given(titles, titles, st.integers(16, 60), st.sampled_from(DENSITIES), st.booleans())
@settings(max_examples=150)
def test_every_row_is_exactly_as_wide_as_the_card(
    title: str, other: str, cells: int, density: Density, plain: bool
) -> None:
    line = PAGES._replace(title=other, target=f"8 {other}", progress=12.5)
    card = CARD._replace(title=title, owner=other, why=title, fix=other, lines=(line, UPTIME))
    for row in paint_card(card, cells, ASCII if plain else UNICODE, density):
        assert line_width(row) == cells


@given(
    titles,
    st.integers(60, 220),
    st.booleans(),
    st.lists(titles, max_size=9),
    st.sampled_from(["live", "file damaged", "not watching", "edited outside"]),
)
@settings(max_examples=150)
def test_the_head_line_is_exactly_as_wide_as_the_screen(
    name: str, cells: int, plain: bool, others: list[str], state: str
) -> None:
    head = HEAD._replace(name=name, cycle=name, me=name, others=tuple(others), state=state)
    assert line_width(paint_head(head, cells, ASCII if plain else UNICODE)) == cells


@pytest.mark.parametrize("cells", [60, 80, 120, 200])
def test_the_head_line_keeps_what_matters_most_when_it_is_short(cells: int) -> None:
    shown = text_of(paint_head(HEAD, cells, UNICODE))
    for told in ("Northwind", "2026-T3", "58 % done", "ana", "live"):
        assert told in shown
    assert ("week 12" in shown) == (cells >= 80)
    assert ("64 % gone" in shown) == (cells >= 80)
    assert ("1 Sep – 31 Dec" in shown) == (cells >= 200)


def test_the_head_line_says_who_is_here_and_what_they_can_do() -> None:
    assert "ana · ben · beamer" in text_of(paint_head(HEAD, 120, UNICODE))
    crowd = HEAD._replace(others=tuple(f"member{n}" for n in range(30)))
    assert "+29" in text_of(paint_head(crowd, 120, UNICODE))
    locked = paint_head(HEAD._replace(state="read-only"), 120, UNICODE)
    assert "▲ read-only" in text_of(locked)
    assert "■ offline" in text_of(paint_head(HEAD._replace(state="offline"), 120, UNICODE))


def test_the_head_line_tells_a_board_without_a_cycle_and_a_cycle_that_does_not_run() -> None:
    assert "no cycle yet" in text_of(paint_head(Head("Northwind", me="ana"), 80, UNICODE))
    assert "· closed" in text_of(paint_head(HEAD._replace(note="closed"), 120, UNICODE))


def test_where_nothing_is_measured_the_head_says_so() -> None:
    shown = text_of(paint_head(HEAD._replace(progress=None), 120, UNICODE))
    assert "nothing measured yet · 64 % gone" in shown
    assert "done" not in shown


def test_an_arrow_is_no_other_sign_without_unicode() -> None:
    assert "26->8 pages" in "\n".join(rows(glyphs=ASCII))


def test_progress_that_is_not_worked_out_yet_is_not_told() -> None:
    shown = text_of(paint_head(HEAD._replace(complete=False), 120, UNICODE))
    assert "58" not in shown
    assert "… done" in shown


def test_weeks_are_counted_from_the_first_day() -> None:
    first, last = date(2026, 9, 1), date(2026, 12, 31)
    cycle = Cycle(1, "2026-T3", first, last)
    assert week_of(cycle, date(2026, 8, 31)) == (0, 18)
    assert week_of(cycle, first) == (1, 18)
    assert week_of(cycle, date(2026, 11, 20)) == (12, 18)
    assert week_of(cycle, last) == (18, 18)
    assert week_of(cycle, date(2027, 3, 1)) == (18, 18)
