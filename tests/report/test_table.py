"""Tables, bars and widths: columns stand straight whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile import HOSTILE

from okrboard.cells import fit, left, right, to_ascii, width, wrapped
from okrboard.glyphs import ASCII, UNICODE, Glyphs, bar_text
from okrboard.report.output_style import Look, table
from okrboard.text import clean

TEXTS = st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE))


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5), st.integers(20, 100), st.booleans())
def test_no_line_is_wider_than_the_place_and_none_is_obeyed(
    rows: list[tuple[str, str, str]], columns: int, unicode: bool
) -> None:
    look = Look(columns, unicode=unicode)
    lines = table(look, ("", "title", "x"), rows, flexible=1, drop=(0, 2))
    assert len(lines) == (len(rows) + 1 if rows else 0)
    for line in lines:
        assert width(line) <= columns
        assert clean(line) == line
        assert unicode or line.isascii()


def test_numbers_stand_at_the_right_and_texts_at_the_left() -> None:
    rows = [("a", "1"), ("漢字", "100")]
    assert table(Look(), ("name", "n"), rows, numbers=(1,)) == [
        "name    n",
        "a       1",
        "漢字  100",
    ]


def test_a_narrow_place_cuts_the_flexible_column_first() -> None:
    rows = [("KR1", "a title that is long enough to be cut somewhere", "50 %", "owner")]

    def shown(columns: int) -> str:
        return table(Look(columns), ("", "t", "", "o"), rows, flexible=1, drop=(3, 2))[1]

    assert shown(80) == "KR1  a title that is long enough to be cut somewhere  50 %  owner"
    assert shown(40) == "KR1  a title that is long…   50 %  owner"
    assert shown(30) == "KR1  a title that is lo…  50 %"
    assert shown(22) == "KR1  a title that is…"


def test_nothing_is_cut_where_nobody_measures_lines() -> None:
    rows = [("x" * 300, "end"), ("y", "end")]
    lines = table(Look(), ("", ""), rows)
    assert lines[1].startswith("x" * 300)
    assert len(lines[2]) < 60


def test_styles_are_colours_only_where_there_are_any() -> None:
    rows = [(("late", "off_track"), "x")]
    assert table(Look(), ("", ""), rows)[1] == "late  x"
    assert table(Look(colour=True), ("", ""), rows)[1] == "\x1b[31mlate\x1b[0m  x"


@pytest.mark.parametrize(
    ("progress", "pace", "shown"),
    [
        (0.0, None, "────────"),
        (1.0, None, "━━━━━━━━"),
        (0.5, None, "━━━━────"),
        (0.51, None, "━━━━────"),
        (0.57, None, "━━━━╸───"),
        (0.5, 0.75, "━━━━──┃─"),
        (1.88, 0.5, "━━━━┃━━▸"),
        (-0.2, 0.5, "◂┄┄┄┃┄┄┄"),
        (None, 0.5, "────┃───"),
        (None, None, "────────"),
        (1.0, 1.0, "━━━━━━━┃"),
        (0.0, 0.0, "┃───────"),
    ],
)
def test_a_bar_shows_progress_pace_and_what_goes_beyond(
    progress: float | None, pace: float | None, shown: str
) -> None:
    assert bar_text(progress, pace, 8, UNICODE) == shown


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("share", [0.996, 0.9999, 0.99999999])
def test_a_bar_is_full_at_its_target_and_not_before(glyphs: Glyphs, share: float) -> None:
    full = bar_text(1.0, None, 8, glyphs)
    assert bar_text(share, None, 8, glyphs) != full == glyphs.parts[-1] * 8


@pytest.mark.parametrize("look", [Look(80), Look(), Look(80, unicode=False)])
def test_columns_stand_straight_beside_emoji_of_several_signs(look: Look) -> None:
    odd = ("👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "❤️", "1️⃣", "ne\u0301e", "Jürgen", "漢字", "plain")
    lines = table(look, ("", "", ""), [("A", sign, "end") for sign in odd], flexible=1)
    ends = {width(line.removesuffix("end")) for line in lines[1:]}
    assert len(ends) == 1


@given(
    st.one_of(st.none(), st.floats(-1e15, 1e15)),
    st.one_of(st.none(), st.floats(-10, 10)),
    st.integers(1, 60),
    st.booleans(),
)
def test_a_bar_has_exactly_its_cells(
    progress: float | None, pace: float | None, cells: int, unicode: bool
) -> None:
    painted = bar_text(progress, pace, cells, UNICODE if unicode else ASCII)
    assert len(painted) == cells
    assert unicode or painted.isascii()


def test_a_bar_never_shrinks_as_progress_grows() -> None:
    filled = [
        sum(" ╸━".find(c) for c in bar_text(p / 1000, None, 12, UNICODE).replace("─", " "))
        for p in range(1001)
    ]
    assert filled == sorted(filled)
    assert (filled[0], filled[-1]) == (0, 24)


@given(TEXTS, st.integers(0, 50))
def test_cut_text_fits_and_filled_text_fills(text: str, cells: int) -> None:
    cut = fit(clean(text), cells)
    assert width(cut) <= cells
    if cut:
        assert width(left(cut, cells)) == width(right(cut, cells)) == cells


def test_widths_are_those_of_a_terminal() -> None:
    assert width("abc") == 3
    assert width("漢字") == 4
    assert width("e\u0301") == 1
    assert fit("漢字漢字", 5) == "漢字…"
    assert fit("abcdef", 3, "...") == "..."


@given(TEXTS)
def test_plain_text_is_ascii_and_keeps_its_lines(text: str) -> None:
    plain = to_ascii(text)
    assert plain.isascii()
    assert plain.count("\n") == text.count("\n")


def test_letters_lose_their_marks_and_nothing_else() -> None:
    assert to_ascii("Zoë Łuk → 5 € …") == "Zoe ?uk -> 5 EUR  ..."
    assert to_ascii("漢") == "??"


def test_a_line_is_broken_at_blanks_and_what_follows_is_set_in() -> None:
    line = "  A1 Ring the vendor · ben · due Fri"
    assert wrapped(line, 20) == ["  A1 Ring the vendor", "    · ben · due Fri"]
    assert wrapped(line, 0) == [line]
    assert wrapped(line, len(line)) == [line]
    assert wrapped("x" * 30, 10) == ["x" * 30]
    assert wrapped("a  b c", 5) == ["a  b", "  c"]


def test_colours_take_no_room_in_a_line() -> None:
    painted = "\x1b[1mbold\x1b[0m words"
    assert wrapped(painted, 10) == [painted]
    assert wrapped(painted, 9) == ["\x1b[1mbold\x1b[0m", "  words"]
    for line in wrapped("wide 漢字漢字 text " * 9, 12):
        assert width(line) <= 12
