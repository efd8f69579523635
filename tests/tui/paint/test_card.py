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
from okrboard.tui.paint.card import DENSITIES, paint_card, paint_name
from okrboard.tui.paint.frame import Head, paint_head
from okrboard.tui.paint.line import line_width

if TYPE_CHECKING:
    from okrboard.tui.paint.card import Density
    from okrboard.tui.paint.line import Line

PAGES = CardLine(
    19, "Pages a week", "off_track", 0.21, 0.64, "26", "8 pages", "", 3, bare=("26", "8")
)
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
    assert rows() == [
        "■ Releases stop waking people ",
        "  O4 · ben · IT            2 d",
        "■ Pages a week            21 %",
        "  ━━╸────┃─── 26→8 pages   ▼43",
        "● Uptime                  90 %",
        "  ━━━━━━━━━━┃     99.95≥99.9 %",
        "▲ SOPs live                1/3",
        "  ━━━╸───┃───               w0",
        "  ↳ freeze Fridays            ",
    ]


LONG = CardLine(
    22, "Deals by partners", "at_risk", 0.4, 0.7, "12", "30 deals", "", 7, bare=("12", "30")
)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (22, ["▲ Deals by        40 %", "  partners            ", "  ━━━──┃── 12→30   ▼30"]),
        (25, ["▲ Deals by partners  40 %", "  ━━━╸──┃──   12→30   ▼30"]),
        (32, ["▲ Deals by partners         40 %", "  ━━━━━───┃─── 12→30 deals   ▼30"]),
    ],
)
def test_a_title_wraps_and_a_value_gives_up_its_unit(cells: int, shown: list[str]) -> None:
    drawn = rows(CARD._replace(lines=(LONG,), title="Sell", fix=""), cells)
    assert drawn[2:] == shown


def test_a_title_of_more_than_three_rows_is_cut() -> None:
    shown = rows(CARD._replace(lines=(), title="word " * 40, why="", fix=""))
    assert len(shown) == 4
    assert shown[2].rstrip().endswith("…")


def test_a_roomy_card_says_how_sure_people_are() -> None:
    drawn = rows(CARD._replace(lines=(LONG,), title="Sell"), 50)
    assert drawn[3].endswith("12→30 deals  sure 7   ▼30")
    assert "sure" not in "".join(rows())


@pytest.mark.parametrize(
    ("health", "progress", "sign"),
    [("at_risk", 0.4, "▼30"), ("on_track", 0.65, ""), ("at_risk", 0.9, ""), ("stale", None, "")],
)
def test_points_are_told_where_a_key_result_is_late(
    health: str, progress: float | None, sign: str
) -> None:
    line = LONG._replace(health=health, progress=progress)
    drawn = rows(CARD._replace(lines=(line,), title="Sell"), 32)
    assert ("▼" in drawn[3]) == bool(sign)
    assert drawn[3].endswith(sign)


def test_why_a_card_is_where_it_is_is_said_where_no_row_shows_it() -> None:
    assert "43 behind" not in "".join(rows())
    told = rows(CARD._replace(overridden=True, why="numbers say on track; ben: no"))
    assert "numbers say on track; ben: no" in " ".join("".join(told).split())
    assert "no key result" in "".join(rows(CARD._replace(lines=(), why="no key result yet")))


def test_an_airy_card_has_a_blank_row_before_each_key_result() -> None:
    drawn = [text_of(line) for line in paint_card(CARD, 30, UNICODE, airy=True)]
    assert [row for row in drawn if row.strip()] == rows()
    assert [at for at, row in enumerate(drawn) if not row.strip()] == [2, 5, 8, 11]


def test_a_rail_has_titles_and_how_a_goal_ended() -> None:
    drawn = ["".join(text for text, _ in row) for row in paint_name(CARD, 13, UNICODE)]
    assert drawn == ["Releases stop", "waking people"]
    ended = CARD._replace(title="One price list", health="done", why="reached 3 Nov · 1.0")
    drawn = ["".join(text for text, _ in row) for row in paint_name(ended, 13, UNICODE)]
    assert drawn == ["One price    ", "list      1.0"]


def test_prose_has_no_colour_of_its_own() -> None:
    styles = {style for text, style in paint_card(CARD, 30, UNICODE)[8] if text.strip()}
    assert styles == {"dim"}
    assert paint_card(CARD, 30, UNICODE)[0][0] == ("■ ", "off_track")


def test_the_short_form_has_a_row_each_and_the_shortest_none() -> None:
    assert len(rows(density="short")) == 2 + 3
    assert len(rows(density="titles")) == 2


def test_the_age_is_said_in_days() -> None:
    assert rows(CARD._replace(age=0))[1].endswith("today")
    assert rows(CARD._replace(age=None))[1].endswith("never")
    assert rows(CARD._replace(age=None, health="proposed"))[1].rstrip().endswith("IT")


def test_nobodys_card_says_so() -> None:
    assert rows(CARD._replace(owner="", team=""))[1].startswith("  O4 · nobody")


def test_a_card_is_read_without_unicode() -> None:
    whole = "\n".join(rows(glyphs=ASCII))
    assert whole.isascii()
    assert "x Releases" in whole
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


def test_the_head_tells_no_cycle_and_one_that_does_not_run() -> None:
    assert "no cycle yet" in text_of(paint_head(Head("Northwind", me="ana"), 80, UNICODE))
    assert "· closed" in text_of(paint_head(HEAD._replace(note="closed"), 120, UNICODE))


def test_where_nothing_is_measured_the_head_says_so() -> None:
    shown = text_of(paint_head(HEAD._replace(progress=None), 120, UNICODE))
    assert "nothing measured yet · 64 % gone" in shown
    assert "done" not in shown


def test_an_arrow_is_no_other_sign_without_unicode() -> None:
    assert "26->8" in "\n".join(rows(glyphs=ASCII))


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
