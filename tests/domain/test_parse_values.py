"""Values and drivers as people type them: understood and said back, or refused in one line."""

from __future__ import annotations

from math import inf, isfinite, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.format_numbers import exact, format_value, plain_number
from okrboard.domain.formulas import plausible
from okrboard.domain.parse_numbers import read_quantity
from okrboard.domain.parse_values import parse_driver, parse_value
from okrboard.errors import InDoubt
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

quick = settings(max_examples=200, deadline=None)
UNITS = ["", "%", "% of orders", "€", "€/month", "pages", "k", "M", "m", "Mio €", "CO2", "h", "°C"]
numbers = st.floats(-1e15, 1e15)
typed = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,' =+-%kMB/€\u2212\u202f_e", max_size=14),
)


@pytest.mark.parametrize(
    ("text", "value", "echo"),
    [
        ("12", 12, "12 pages"),
        ("=12", 12, "12 pages"),
        ("=-3", -3, "-3 pages"),
        ("= −3", -3, "-3 pages"),
        ("+3", 27, "24 + 3 = 27 pages"),
        ("-3", 21, "24 - 3 = 21 pages"),
        ("–3", 21, "24 - 3 = 21 pages"),
        ("+ 0.1", 24.1, "24 + 0.1 = 24.1 pages"),
        ("12%", 28.24, "12 % of the way from 31 to 8 = 28.24 pages"),
        ("=100 %", 8, "100 % of the way from 31 to 8 = 8 pages"),
        ("1,234.5", 1234.5, "1,234.5 pages"),
        ("1.234,5", 1234.5, "1,234.5 pages"),
        ("1 234,5", 1234.5, "1,234.5 pages"),
        ("1\u202f234,5", 1234.5, "1,234.5 pages"),
        ("1'234.5", 1234.5, "1,234.5 pages"),
        ("1,234,567", 1234567, "1,234,567 pages"),
        ("1.234.567", 1234567, "1,234,567 pages"),
        ("=1,234", 1234, "1,234 pages (the comma read as thousands)"),
        ("1,235 Mio", 1235000, "1,235,000 pages (the comma read as decimal)"),
        ("3,5 Mio.", 3500000, "3,500,000 pages"),
        ("2 Tsd", 2000, "2,000 pages"),
        ("1.5 million", 1500000, "1,500,000 pages"),
        ("5 lakh", 500000, "500,000 pages"),
        ("(3)", -3, "-3 pages"),
        ("1 page", 1, "1 pages"),
        ("1.234", 1.234, "1.234 pages (the point read as decimal)"),
        ("0,123", 0.123, "0.123 pages"),
        ("12,5", 12.5, "12.5 pages"),
        (".5", 0.5, "0.5 pages"),
        ("12k", 12000, "12,000 pages"),
        ("1.5M", 1500000, "1,500,000 pages"),
        ("2.3m", 2300000, "2,300,000 pages"),
        ("1,5 Mio", 1500000, "1,500,000 pages"),
        ("2bn", 2e9, "2,000,000,000 pages"),
        ("12 pages", 12, "12 pages"),
        ("12 Pages", 12, "12 pages"),
        ("+3 pages", 27, "24 + 3 = 27 pages"),
        ("-0", 24, "24 - 0 = 24 pages"),
        ("=-0", 0, "0 pages"),
    ],
)
def test_a_value_is_understood_and_said_back(text: str, value: float, echo: str) -> None:
    found = parse_value(text, current=24, start=31, target=8, unit="pages")
    assert found.value == pytest.approx(value, rel=1e-12)
    assert found.echo == echo


@pytest.mark.parametrize(
    ("text", "unit", "value", "echo"),
    [
        ("12%", "%", 12, "12 %"),
        ("12", "%", 12, "12 %"),
        ("+5%", "%", 85, "80 + 5 = 85 %"),
        ("12%", "% of orders", 12, "12 % of orders"),
        ("12%", "percent", 12, "12 percent"),
        ("€1.2M", "€", 1.2e6, "€1,200,000"),
        ("1.2M €", "€", 1.2e6, "€1,200,000"),
        ("€12/month", "€/month", 12, "€12/month"),
        ("=-€4", "€", -4, "-€4"),
        ("12 k€", "k€", 12, "12 k€"),
        ("1.5M", "m", 1.5e6, "1,500,000 m"),
        ("1.5m", "m", 1.5, "1.5 m"),
        ("3M", "M", 3, "3 M"),
    ],
)
def test_a_unit_is_part_of_the_value(text: str, unit: str, value: float, echo: str) -> None:
    assert parse_value(text, current=80, start=60, target=99.1, unit=unit) == (value, echo)


@pytest.mark.parametrize(
    ("text", "unit", "known", "value"),
    [
        ("90m", "hours", (120, 80), 1.5),
        ("1:30", "h", (3, 1), 1.5),
        ("1:30", "min", (120, 60), 90),
        ("1:30", "min", (3, 1), 1.5),
        ("1h 30m", "hours a week", (3, 1), 1.5),
        ("90 min", "h", (3, 1), 1.5),
        ("200 T€", "€", (100_000, 300_000), 200_000),
        ("200 TEUR", "€", (100_000, 300_000), 200_000),
        ("EUR 200", "€", (100, 300), 200),
        ("99,125", "%", (80, 99.1), 99.125),
        ("99.125", "%", (80, 99.1), 99.125),
        ("1.500", "t", (1000, 2000), 1500),
        ("1,500", "t", (1000, 2000), 1500),
        ("1.500", "t", (1.2, 2.0), 1.5),
        ("1,500", "t", (1.2, 2.0), 1.5),
        ("500k", "k€", (100, 900), 500),
        ("€500k", "k€", (100, 900), 500),
        ("€0.5M", "k€", (100, 900), 500),
        ("5k", "km", (3, 10), 5),
        ("50 bps", "%", (0.25, 1), 0.5),
        ("-3", "%", (-5, 5), 81),
        ("€1.200", "€", (), 1200),
    ],
)
def test_what_is_known_beside_it_settles_a_value(
    text: str, unit: str, known: tuple[float, ...], value: float
) -> None:
    current = 84 if text == "-3" else None
    assert parse_value(text, current=current, unit=unit, beside=known).value == value


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("-12%", ("=88", "=-1100")),
        ("+12%", ("=112", "=1300")),
        ("1.500", ("=1500", "=1.5")),
        ("90m", ("=90000000",)),
        ("2,000k", ("=2000000",)),
        ("2.000k", ("=2000000",)),
    ],
)
def test_what_may_be_two_values_or_is_far_off_names_them(text: str, ways: tuple[str, ...]) -> None:
    start, target = (0.0, 1e4) if "%" in text else (0.5, 10_000.5)
    beside = (100.0, start, target)

    def read(text: str) -> float:
        return parse_value(
            text, current=100, start=start, target=target, unit="calls", beside=beside
        ).value

    with pytest.raises(InDoubt) as doubt:
        read(text)
    assert set(doubt.value.ways) == set(ways)
    for way in doubt.value.ways:
        assert way in str(doubt.value)
        assert read(way) == float(way[1:])


def test_a_fraction_where_it_was_per_cent_so_far_is_in_doubt() -> None:
    with pytest.raises(InDoubt, match=r"“0\.84” may be =84 or =0\.84: write which"):
        parse_value("0.84", unit="%", beside=(80, 99.1))
    for text, beside in (("=0.84", (80, 99.1)), ("0.84%", (80, 99.1)), ("0.84", (0, 5))):
        assert parse_value(text, unit="%", beside=beside).value == 0.84


known = st.lists(st.floats(-1e12, 1e12), max_size=6)


@quick
@given(known, st.floats(-1e15, 1e15))
def test_a_value_far_from_all_that_is_known_is_asked_about(
    beside: list[float], value: float
) -> None:
    typed = plain_number(float(f"{value:.12g}"))
    value = float(typed)
    low, high = min(beside, default=0), max(beside, default=0)
    span = (high - low) or abs(high)
    far = bool(span) and not low - 10 * span <= value <= high + 10 * span
    assert plausible(value, beside) is not far
    assert parse_value(f"={typed}", beside=beside).value == value
    try:
        found = parse_value(typed, beside=beside, change=False).value
    except InDoubt as doubt:
        assert far
        assert [float(way[1:]) for way in doubt.ways] == [value]  # noqa: PT017
    else:
        assert not far
        assert found == value


@quick
@given(st.floats(-1e15, 1e15))
def test_a_plain_number_can_be_read_in_one_way_only(value: float) -> None:
    found = read_quantity(plain_number(value))
    assert found.others == ()
    assert found.value == pytest.approx(value, rel=1e-14, abs=1e-12)


def test_the_dust_of_binary_fractions_is_not_kept() -> None:
    assert parse_value("+0.1", current=31.2).value == 31.3
    assert parse_value("+0.2", current=0.1) == (0.3, "0.1 + 0.2 = 0.3")


def test_before_the_first_check_in_a_change_starts_at_the_start() -> None:
    assert parse_value("+3", start=31).value == 34
    with pytest.raises(ValueError, match="needs a value to start from: write =3"):
        parse_value("+3")


def test_a_share_of_the_way_needs_a_way() -> None:
    for start, target in ((None, 8.0), (31.0, None), (5.0, 5.0)):
        with pytest.raises(ValueError, match="needs a start and a target"):
            parse_value("12%", current=3, start=start, target=target)


@pytest.mark.parametrize(
    ("text", "steps", "value", "echo"),
    [
        ("2/4", (1, 1, 1, 1), 2, "the first 2 of 4 steps"),
        ("2 / 4", (1, 2, 3, 1), 3, "the first 2 of 4 steps"),
        ("=0/4", (1, 2, 3, 1), 0, "no step yet"),
        ("yes", (1,), 1, "all done"),
        ("Done", (1, 2), 3, "all done"),
        ("no", (1, 2), 0, "not done"),
        ("3", (1, 2), 3, "3"),
    ],
)
def test_milestones_are_counted_in_steps(
    text: str, steps: Sequence[float], value: float, echo: str
) -> None:
    found = parse_value(text, start=0, target=sum(steps), kind="milestones", steps=steps)
    assert found == (value, echo)


@pytest.mark.parametrize("text", ["2/5 steps", "2 of 5", "=2/5", "2", "yes", "3"])
def test_whole_steps_are_written_in_many_ways(text: str) -> None:
    value = {"yes": 5, "3": 3}.get(text, 2)
    assert parse_value(text, target=5, kind="milestones", steps=[1] * 5).value == value


@pytest.mark.parametrize("text", ["50%", "0.6", "40 %", "1.5", "6", "-1", "=0.6", "+0.5"])
@pytest.mark.parametrize(
    ("steps", "says"),
    [((1,), "not yes or no: write yes or no"), ((1,) * 5, "no whole step: write how many")],
)
def test_a_part_of_a_step_is_refused(text: str, steps: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_value(text, start=0, target=sum(steps), current=0, kind="milestones", steps=steps)


@pytest.mark.parametrize("text", ["3/5", "5/4", "-1/4", "1/", "/4", "1.5/4", "1/4/2", "٢/4"])
def test_steps_that_are_not_there_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not fit its 4 steps: write 0/4"):
        parse_value(text, kind="milestones", steps=(1, 1, 1, 1))


def test_yes_and_no_fit_a_way_from_0_to_1_only() -> None:
    assert parse_value("yes", start=0, target=1) == (1, "yes")
    assert parse_value("no", start=0, target=1) == (0, "no")
    for text in ("yes", "2/4"):
        with pytest.raises(ValueError, match="is for a key result of steps"):
            parse_value(text, start=0, target=100)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "NaN",
        "inf",
        "-inf",
        "1e5",
        "0x10",
        "--3",
        "+-3",
        "==3",
        "3+4",
        "1,23,4",
        "1.23.4",
        "1,2.3,4",
        "12 34",
        "1.5 000",
        "0,000,001",
        "1_2",
        "12q",
        "12kk",
        "%",
        "+",
        "=",
        ".",
        "k",
        "€",
        "$5",
        "٣",
        "[/foo]",
        "\x1b]52;c;aGk=\x07",
        "9" * 400,
        "9" * 150,
        "9" * 16,
        "1000000001M",
        "+999999999999999.9k",
    ],
)
def test_what_is_no_value_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|larger than") as refused:
        parse_value(text, current=3, start=0, target=10, unit="€")
    said = str(refused.value)
    assert clean(said) == said
    assert len(said) < 120


def test_a_text_that_is_no_value_by_its_length_is_told_so() -> None:
    with pytest.raises(ValueError, match="too long for a value"):
        parse_value("=" + "1" * 10_000)


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_a_board_with_numbers_that_are_none_gives_none_back(bad: float) -> None:
    for text in ("+3", "12%", "12"):
        with pytest.raises(ValueError, match="finite"):
            parse_value(text, current=bad, start=bad, target=bad)


@quick
@given(numbers, st.sampled_from(UNITS))
def test_what_is_written_in_full_is_read_to_the_last_digit(value: float, unit: str) -> None:
    value = float(f"{value:.12g}")
    found = parse_value(f"={exact(value)}", unit=unit)
    assert found.value == pytest.approx(value, rel=1e-11, abs=1e-12)


@quick
@given(numbers, st.sampled_from(UNITS))
def test_what_a_card_shows_is_read_as_what_it_shows(value: float, unit: str) -> None:
    found = parse_value(f"={format_value(value, unit)}", unit=unit)
    assert found.value == pytest.approx(value, rel=6e-4, abs=1e-6)


@quick
@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_change_is_the_sum(current: int, change: int) -> None:
    assert parse_value(f"{change:+d}", current=current).value == current + change


@quick
@given(
    typed,
    st.none() | numbers,
    st.none() | numbers,
    st.none() | numbers,
    st.sampled_from(UNITS),
    st.sampled_from(["metric", "threshold", "milestones"]),
    st.lists(st.floats(0, 10), max_size=4),
)
def test_anything_typed_is_a_finite_value_or_a_value_error(
    text: str,
    current: float | None,
    start: float | None,
    target: float | None,
    unit: str,
    kind: str,
    steps: list[float],
) -> None:
    try:
        found = parse_value(
            text,
            current=current,
            start=start,
            target=target,
            unit=unit,
            kind=kind,  # type: ignore[arg-type]
            steps=steps,
        )
    except ValueError as refused:
        said = str(refused)
    else:
        assert isfinite(found.value)
        assert abs(found.value) <= 1e15
        said = found.echo
    assert clean(said) == said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("onboarding mail=+9", ("onboarding mail", 9, "action")),
        ("holidays=-3:outside", ("holidays", -3, "outside")),
        ("holidays = −3 : Outside", ("holidays", -3, "outside")),
        ("a=b=2", ("a=b", 2, "action")),
        ("16:00 cut=+1,5:luck", ("16:00 cut", 1.5, "luck")),
        ("count fixed=+12k:measurement", ("count fixed", 12000, "measurement")),
        ("mail=+9 pages", ("mail", 9, "action")),
        ("=cmd|' /C calc'!A0=+1", ("=cmd|' /C calc'!A0", 1, "action")),
    ],
)
def test_a_driver_is_a_name_a_share_and_a_kind(text: str, expected: tuple[str, float, str]) -> None:
    assert parse_driver(text, "pages") == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a driver: write TEXT"),
        ("mail", "is not a driver: write TEXT"),
        ("=+9", "is not a driver: write TEXT"),
        ("mail=", "is no share"),
        ("mail=lots", "is no share"),
        ("mail=NaN", "is no share"),
        ("mail=+-3", "is no share"),
        ("mail=+9:weather", "one of action, outside, luck, measurement"),
        ("x" * 9000, "is not a driver: write TEXT"),
    ],
)
def test_a_driver_that_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        parse_driver(text)
    assert len(str(refused.value)) < 120


@quick
@given(st.text(max_size=30), st.sampled_from(["", "=", "=+9", "=-1:luck", "=1:x"]))
def test_anything_is_a_driver_with_clean_text_or_a_value_error(name: str, rest: str) -> None:
    try:
        found = parse_driver(name + rest)
    except ValueError as refused:
        assert clean(str(refused)) == str(refused)  # noqa: PT017
    else:
        assert clean(found.text) == found.text != ""
        assert isfinite(found.share)
