"""The wire: fewer bytes, the same picture, whatever is drawn in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from support.screen_reader import Look, ScreenReader, xterm_colour
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from okrboard.tui.terminal.ansi import PLAIN, shortest
from okrboard.tui.terminal.diff_writer import Wire, split_look

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 24, 5
CUT = WIDTH // 2
CONSOLE = Console(color_system="truecolor", force_terminal=True)

styles = st.builds(
    Style,
    color=st.sampled_from((None, "#ff0000", "#00ff00", "red", "bright_blue", "color(200)")),
    bgcolor=st.sampled_from((None, "#14171c", "#ffffff", "green")),
    bold=st.sampled_from((None, True)),
    dim=st.sampled_from((None, True)),
    reverse=st.sampled_from((None, True)),
    underline=st.sampled_from((None, True)),
)
texts = st.sampled_from(("a", "word", "   ", " x ", "漢字", "█▌·", " ", "●", "one two"))


@st.composite
def halves(draw: st.DrawFn) -> Strip:
    pairs = draw(st.lists(st.tuples(texts, styles), max_size=6))
    segments = [Segment(text, style) for text, style in pairs]
    ground = draw(styles)
    return Strip(segments).adjust_cell_length(CUT, ground)


rows = st.tuples(halves(), halves()).map(Strip.join)
"""Rows of two widgets side by side: no character stands across their edge."""

pictures = st.lists(rows, min_size=HEIGHT, max_size=HEIGHT)


def whole(strips: Sequence[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, HEIGHT))


def part(strips: Sequence[Strip], spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    chops = []
    for strip in strips:
        left, right = strip.divide([CUT, WIDTH])
        chops.append({0: left, CUT: right})
    return ChopsUpdate(chops, sorted(spans), [[CUT, WIDTH]] * HEIGHT)


def sent(screen: ScreenReader, data: str) -> int:
    screen.feed(data.encode())
    return len(data.encode())


def picture(screen: ScreenReader) -> list[list[tuple[str, Look]]]:
    """What a person sees: of a blank its ground, unless it is reversed or underlined."""
    return [[_seen(cell.text, cell.look) for cell in row] for row in screen.cells()]


def _seen(text: str, look: Look) -> tuple[str, Look]:
    if text.strip() == "" and not (look.reverse or look.underline):
        return text, Look(bg=look.bg)
    return text, look


def spans() -> st.SearchStrategy[list[tuple[int, int, int]]]:
    one = st.tuples(
        st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.integers(1, WIDTH)
    ).map(lambda span: (span[0], min(span[1:]), max(span[2], span[1] + 1)))
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda span: span[0])


@pytest.mark.slow
@given(st.lists(st.tuples(pictures, st.none() | spans()), min_size=1, max_size=5), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_terminal_shows_what_textual_would_have_it_show(
    steps: list[tuple[list[Strip], list[tuple[int, int, int]] | None]], erases: bool
) -> None:
    wire = Wire("xterm-256color" if erases else "screen-256color")
    ours, theirs = ScreenReader(WIDTH, HEIGHT), ScreenReader(WIDTH, HEIGHT)
    sent(ours, wire.encode(whole(steps[0][0]), CONSOLE))
    sent(theirs, whole(steps[0][0]).render_segments(CONSOLE))
    shown = list(steps[0][0])
    for strips, where in steps[1:]:
        if where is None:
            shown = list(strips)
            update: LayoutUpdate | ChopsUpdate = whole(shown)
            sent(theirs, whole(shown).render_segments(CONSOLE))
        else:
            where = [_whole_characters(shown, strips, span) for span in where]
            update = part(strips, where)
            for y, x1, x2 in where:
                shown[y] = Strip.join(
                    [shown[y].crop(0, x1), strips[y].crop(x1, x2), shown[y].crop(x2)]
                )
            sent(theirs, whole(shown).render_segments(CONSOLE))
        sent(ours, wire.encode(update, CONSOLE))
        assert picture(ours) == picture(theirs)


def test_the_mark_of_a_tall_card_goes_to_another_in_300_bytes() -> None:
    wire, rows_of_card = Wire("xterm-256color"), 22
    size = (80, 30)
    console = Console(color_system="standard", force_terminal=True)
    old, new = Style(color="bright_black"), Style(color="blue")
    blank = [Strip([Segment(" " * 80, old)]) for _ in range(30)]
    wire.encode(LayoutUpdate([[strip] for strip in blank], Region(0, 0, *size)), console)
    marked = [Strip([Segment(" " * 40, old), Segment("▌", new), Segment(" " * 39, old)])] * 30
    where = [(y, x, x + 1) for y in range(3, 3 + rows_of_card) for x in (10, 40)]
    update = ChopsUpdate([{0: strip} for strip in marked], where, [[80]] * 30)
    data = wire.encode(update, console).encode()
    assert len(data) <= 300
    screen = ScreenReader(*size)
    screen.feed(data)
    assert [row[40].text for row in screen.cells()].count("▌") == rows_of_card


def _whole_characters(
    old: Sequence[Strip], new: Sequence[Strip], span: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Widen a span so that no wide character is cut in two, which no widget ever asks for."""
    y, x1, x2 = span
    edges = {0, WIDTH, CUT}
    for strip in (old[y], new[y]):
        at = 0
        for segment in strip:
            for character in segment.text:
                at += Segment(character).cell_length
                edges.add(at)
    common = sorted(edge for edge in edges if _is_edge(old[y], edge) and _is_edge(new[y], edge))
    return y, max(e for e in common if e <= x1), min(e for e in common if e >= x2)


def _is_edge(strip: Strip, cell: int) -> bool:
    return Strip.join([strip.crop(0, cell), strip.crop(cell)]).text == strip.text


@given(pictures)
@settings(max_examples=25, deadline=None)
def test_what_stands_there_already_is_not_sent_again(strips: list[Strip]) -> None:
    wire = Wire("xterm")
    assert wire.encode(whole(strips), CONSOLE)
    assert wire.encode(whole(strips), CONSOLE) == ""
    every_row = [(y, 0, WIDTH) for y in range(HEIGHT)]
    assert wire.encode(part(strips, every_row), CONSOLE) == ""


@given(pictures)
@settings(max_examples=25, deadline=None)
def test_after_forgetting_everything_is_sent(strips: list[Strip]) -> None:
    wire = Wire("xterm")
    first = wire.encode(whole(strips), CONSOLE)
    wire.forget()
    assert wire.encode(whole(strips), CONSOLE) == first


@given(pictures)
@settings(max_examples=25, deadline=None)
def test_it_never_takes_more_bytes_than_textual(strips: list[Strip]) -> None:
    ours = Wire("xterm").encode(whole(strips), CONSOLE)
    assert len(ours) <= len(whole(strips).render_segments(CONSOLE))


def test_a_cell_far_to_the_right_is_sent_alone() -> None:
    strips = [Strip([Segment("x" * WIDTH, Style(color="red"))])] * HEIGHT
    wire = Wire("xterm")
    wire.encode(whole(strips), CONSOLE)
    strips[2] = Strip.join([strips[2].crop(0, 20), Strip([Segment("y")]), strips[2].crop(21)])
    assert wire.encode(part(strips, [(2, 18, 23)]), CONSOLE) == "\x1b[3;21Hy"
    assert wire.encode(whole(strips), CONSOLE) == ""


def test_a_new_size_is_sent_whole() -> None:
    strips = [Strip([Segment("x" * WIDTH)])] * HEIGHT
    wire = Wire("xterm")
    wire.encode(whole(strips), CONSOLE)
    wider = [Strip([Segment("x" * 30)])] * HEIGHT
    update = LayoutUpdate([[strip] for strip in wider], Region(0, 0, 30, HEIGHT))
    assert wire.encode(update, CONSOLE).count("x" * 30) == HEIGHT


def test_the_pen_is_put_down_at_the_end() -> None:
    strips = [Strip([Segment("x" * WIDTH, Style(reverse=True))])] * HEIGHT
    assert Wire("xterm").encode(whole(strips), CONSOLE).endswith("\x1b[0m")


def test_updates_of_another_kind_go_through_as_they_are() -> None:
    other = object()
    assert Wire("xterm").wrap(other) is other
    assert Wire("xterm").wrap(None) is None
    update = whole([Strip.blank(WIDTH)] * HEIGHT)
    assert Wire("xterm").wrap(update) is not update


@pytest.mark.parametrize(
    ("ansi", "look"),
    [
        ("", PLAIN),
        ("1", ("1", "", "")),
        ("1;2;38;2;1;2;3;48;2;4;5;6", ("1;2", "38;2;1;2;3", "48;2;4;5;6")),
        ("31;42", ("", "31", "42")),
        ("97;107", ("", "97", "107")),
        ("7;38;5;4;49", ("7", "38;5;4", "")),
    ],
)
def test_a_look_is_attributes_foreground_and_background(
    ansi: str, look: tuple[str, str, str]
) -> None:
    assert split_look(ansi) == look


@given(styles)
@settings(max_examples=100)
def test_no_style_of_rich_loses_a_part(style: Style) -> None:
    ansi = Strip.render_ansi(style, ColorSystem.TRUECOLOR)
    attributes, foreground, background = split_look(ansi)
    parts = [part for part in (attributes, foreground, background) if part]
    assert sorted(";".join(parts).split(";")) == sorted(_by_number(ansi).split(";"))


def _by_number(ansi: str) -> str:
    """SGR parameters, each red, green and blue of `styles` as the number it has."""
    for rgb, number in (("255;0;0", 196), ("0;255;0", 46), ("255;255;255", 231)):
        ansi = ansi.replace(f"8;2;{rgb}", f"8;5;{number}")
    return ansi


@given(st.integers(16, 255))
def test_a_colour_of_the_256_is_sent_by_its_number(number: int) -> None:
    red, green, blue = xterm_colour(number)
    sent = shortest(f"38;2;{red};{green};{blue}")
    assert sent.startswith("38;5;")
    assert xterm_colour(int(sent.removeprefix("38;5;"))) == [red, green, blue]


def test_any_other_colour_is_sent_as_it_is() -> None:
    assert shortest("48;2;1;2;3") == "48;2;1;2;3"
