"""Themes: readable, and no two states alike, for every common way of seeing."""

from __future__ import annotations

import pytest
from support.colours import VISIONS, contrast, difference, seen

from okrboard.tui.paint.palette import (
    COLOURLESS,
    HEALTHS,
    PALETTES,
    Palette,
    following,
    palette,
)

OWN = [made for made in PALETTES.values() if not made.terminal]
MARKS = ("rule", "track", "faint")
"""What is drawn and not read."""
STATES = ("on_track", "at_risk", "off_track", "stale", "too_early", "done")


def by_name(made: Palette) -> str:
    return made.name


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("made", OWN, ids=by_name)
def test_text_has_a_contrast_of_four_and_a_half_marks_of_three(made: Palette, ground: str) -> None:
    for name, ink in made.inks.items():
        least = 3.0 if name in MARKS else 4.5
        found = contrast(ink.color, ink.background or getattr(made, ground))
        assert found >= least, f"{made.name}: {name} has {found:.2f} on its {ground}"


@pytest.mark.parametrize("made", OWN, ids=by_name)
def test_what_the_cursor_is_on_is_read_on_its_raised_row(made: Palette) -> None:
    for name in ("title", "strong", "text", "dim", "accent", *HEALTHS):
        # Of a health there is the sign; its word and number are written as text.
        least = 3.0 if name in (*HEALTHS, "accent") else 4.5
        assert contrast(made.ink(f"{name}@raised").color, made.raised) >= least, name


@pytest.mark.parametrize("made", OWN, ids=by_name)
def test_a_card_is_told_from_the_ground_and_the_cursor_from_both(made: Palette) -> None:
    grounds = made.background, made.surface, made.raised
    assert len(set(grounds)) == 3
    assert made.ink("title@surface").background == made.surface
    assert made.ink("chip@surface").background == made.ink("chip").background


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("made", OWN, ids=by_name)
def test_every_two_states_look_different(made: Palette, vision: str) -> None:
    colours = {state: seen(made.ink(state).color, vision) for state in STATES}
    for one in STATES:
        for other in STATES:
            if one < other:
                found = difference(colours[one], colours[other])
                assert found >= 10, (
                    f"{made.name}, {vision}: {one} and {other} differ by {found:.1f}"
                )


def test_the_difference_is_that_of_its_published_examples() -> None:
    # Sharma, Wu, Dalal 2005, table 1, pairs 1, 7 and 25.
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(
        1.2644, abs=1e-4
    )


def test_every_theme_knows_the_same_styles() -> None:
    for made in (*PALETTES.values(), COLOURLESS):
        assert made.inks.keys() == PALETTES["okr-dark"].inks.keys(), made.name


def test_without_colour_no_style_has_one() -> None:
    assert palette("okr-dark", colour=False) is COLOURLESS
    for name in COLOURLESS.inks:
        for place in ("", "@surface", "@raised"):
            ink = COLOURLESS.ink(name + place)
            assert (ink.color, ink.background) == ("", ""), name


def test_the_terminals_own_theme_names_only_its_sixteen_colours() -> None:
    names = {"", "red", "green", "yellow", "blue", "magenta", "cyan"}
    for name, ink in PALETTES["ansi"].inks.items():
        assert {ink.color, ink.background} <= names, name


def test_an_unknown_style_or_theme_looks_like_the_usual_one() -> None:
    made = palette("no such theme")
    assert made.name == "okr-dark"
    assert made.ink("no such style") == made.ink("text")


def test_one_key_goes_through_all_themes_and_begins_again() -> None:
    seen_names = ["okr-dark"]
    while (name := following(seen_names[-1])) != "okr-dark":
        seen_names.append(name)
    assert seen_names == list(PALETTES)
    assert following("no such theme") == "okr-dark"
