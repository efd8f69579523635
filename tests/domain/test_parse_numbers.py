"""The one reader of numbers: units, magnitudes and doubt; and the numbers of one key result."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE

from okrboard.domain.format_numbers import exact
from okrboard.domain.parse_numbers import decimal_mark, read_quantity
from okrboard.domain.parse_values import read_together
from okrboard.text import clean

quick = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("€ 3,5 Mio", 3.5e6, "€"),
        ("€ 1.250.000", 1.25e6, "€"),
        ("$1.5 million", 1.5e6, "$"),
        ("$250,000", 250_000, "$"),
        ("500k users", 500_000, "users"),
        ("120,000", 120_000, ""),
        ("€1.200", 1200, "€"),
        ("1.200 EUR", 1200, "€"),
        ("CHF 1'200.50", 1200.5, "CHF"),
        ("US$ 5bn", 5e9, "$"),
        ("200 T€", 200_000, "€"),
        ("T€ 200", 200_000, "€"),
        ("3 Mrd. €", 3e9, "€"),
        ("12 Tsd. Kunden", 12_000, "Kunden"),
        ("€5k/month", 5000, "€/month"),
        ("5 crore", 5e7, ""),
        ("1,500 million", 1.5e9, ""),
        ("1.500 Mio", 1.5e9, ""),
        ("1,235 Mio", 1.235e6, ""),
        ("1.235M", 1.235e6, ""),
        ("84%", 84, "%"),
        ("84 percent", 84, "%"),
        ("99.1 % of orders", 99.1, "% of orders"),
        ("12 m2", 12, "m2"),
        ("12 m/s", 12, "m/s"),
        ("(1,200)", -1200, ""),
        ("-€4", -4, "€"),
        ("€ -4", -4, "€"),
        ("~500", 500, ""),
        ("1h 30m", 1.5, "h"),
        ("1:30", 1.5, "h"),
        ("90 min", 90, "min"),
        ("1\u2009234\u2009567", 1_234_567, ""),
        ("1\u202f234,5 kg", 1234.5, "kg"),
    ],
)
def test_a_number_is_read_with_what_stands_around_it(text: str, value: float, unit: str) -> None:
    found = read_quantity(text)
    assert (found.value, found.unit, found.others) == (value, unit, ())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.500", {1.5, 1500}),
        ("1,500M", {1.5e9, 1.5e6}),
        ("90m", {90e6, 90}),
    ],
)
def test_what_may_be_two_numbers_is_both(text: str, values: set[float]) -> None:
    found = read_quantity(text)
    assert {found.value, *found.others} == values
    assert found.hint


def test_a_part_of_all_says_of_how_many() -> None:
    found = read_quantity("2/5")
    assert (found.value, found.of) == (2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1e5",
        "0x10",
        "3+4",
        "12 34",
        "1,23,4",
        "½",
        "٣",
        "1..2",
        "--3",
        "(-3",
        "Q4",
        "€",
        "%",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"start: “.*” is no number"):
        read_together({"start": text})


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.200", "900,5"], ","),
        (["1.200", "1.250.000"], ","),
        (["1,200", "€1,250,000"], "."),
        (["0.80", "1.5M"], "."),
        (["1.200", "1.500", "x", ""], ""),
        (["1.5", "1,5"], ""),
        (["1.234,5"], ","),
    ],
)
def test_a_column_proves_its_decimal_mark(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark
    if mark:
        assert read_quantity("1.200", decimal=mark).value == (1.2 if mark == "." else 1200)


@pytest.mark.parametrize(
    ("texts", "unit", "values", "counted"),
    [
        (("0.80", "0.99", "84%"), "", (80, 99, 84), "%"),
        (("0", "1", "50%"), "", (0, 100, 50), "%"),
        (("80", "99", "84%"), "", (80, 99, 84), "%"),
        (("0.8", "0.99", "84%"), "%", (80, 99, 84), "%"),
        (("0", "€ 3,5 Mio", "€ 1.250.000"), "", (0, 3.5e6, 1.25e6), "€"),
        (("0", "500k users", "120,000"), "", (0, 5e5, 1.2e5), "users"),
        (("0", "€1.200", "€900"), "", (0, 1200, 900), "€"),
        (("1.000", "2500", "1.350"), "", (1000, 2500, 1350), ""),
        (("31", "8 pages", "24"), "pages", (31, 8, 24), "pages"),
    ],
)
def test_the_numbers_of_a_key_result_are_on_one_scale(
    texts: tuple[str, ...], unit: str, values: tuple[float, ...], counted: str
) -> None:
    found = read_together(dict(zip(("start", "target", "current"), texts, strict=True)), unit)
    assert found.question == ""
    assert tuple(one.value for one in found.values.values()) == values
    assert found.unit == counted


@pytest.mark.parametrize(
    ("texts", "asks"),
    [
        (("0.8", "99", "84%"), "fractions or per cent? write all of them with %"),
        (("0.5%", "0.1", "0.3"), "fractions or per cent? write all of them with %"),
        (("1.200", "1.500", "1.350"), "start: “1.200” may be =1.2 or =1200: write which"),
        (("€5", "8 users", "6"), "its numbers are in “€” and “users”; write them in one unit"),
    ],
)
def test_what_is_on_no_one_scale_is_a_question(texts: tuple[str, ...], asks: str) -> None:
    found = read_together(dict(zip(("start", "target", "current"), texts, strict=True)))
    assert found.question.endswith(asks)


@quick
@given(st.floats(-1e12, 1e12), st.sampled_from(["", " %", " pages", " €", "k", " Mio", " bn €"]))
def test_a_number_in_full_is_read_in_full(value: float, behind: str) -> None:
    scale = {"k": 1e3, " Mio": 1e6, " bn €": 1e9}.get(behind, 1)
    typed = exact(float(f"{value:.9g}"))
    found = read_quantity(f"={typed}{behind}")
    wanted = float(typed.replace(",", "")) * scale
    assert found.value == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    assert found.scale == scale


@quick
@given(st.text(max_size=30) | st.text("0123456789.,' :hmkMT€%+-=()/", max_size=14), st.booleans())
def test_any_text_is_finite_numbers_or_a_value_error(text: str, counted: bool) -> None:
    try:
        found = read_quantity(text, "hours" if counted else None, known=(1, 50))
    except ValueError:
        return
    assert all(map(isfinite, (found.value, *found.others)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="start: “") as refused:
        read_together({"start": text})
    assert clean(str(refused.value)) == str(refused.value)
