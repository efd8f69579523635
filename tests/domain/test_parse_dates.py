"""Days as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.parse_dates import MONTHS, WEEKDAYS, day_order, parse_day
from okrboard.errors import InDoubt
from okrboard.report.format import short_day
from okrboard.text import clean

quick = settings(max_examples=150, deadline=None)
FRIDAY = date(2026, 11, 20)
ORDERS: tuple[Literal["dm"], Literal["md"]] = ("dm", "md")
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def read(text: str, today: date) -> str:
    """Return the day that was read, or why it was not."""
    try:
        return parse_day(text, today).isoformat()
    except ValueError as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        (" Tomorrow ", date(2026, 11, 21)),
        ("today", FRIDAY),
        ("yesterday", date(2026, 11, 19)),
        ("+7", date(2026, 11, 27)),
        ("+2w", date(2026, 12, 4)),
        ("-3", date(2026, 11, 17)),
        ("\u22123d", date(2026, 11, 17)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("mo", date(2026, 11, 23)),
        ("next fri", date(2026, 11, 27)),
        ("next mon", date(2026, 11, 23)),
        ("this mon", date(2026, 11, 16)),
        ("last fri", date(2026, 11, 13)),
        ("last thu", date(2026, 11, 19)),
        ("27 Nov", date(2026, 11, 27)),
        ("Nov 27", date(2026, 11, 27)),
        ("27. november", date(2026, 11, 27)),
        ("27 Nov 2025", date(2025, 11, 27)),
        ("November 27, 2025", date(2025, 11, 27)),
        ("20 Nov", FRIDAY),
        ("19 Nov", date(2027, 11, 19)),
        ("27.11.", date(2026, 11, 27)),
        ("27.11", date(2026, 11, 27)),
        ("1.2.2027", date(2027, 2, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("1.2.27", date(2027, 2, 1)),
        ("27 nov 27", date(2027, 11, 27)),
        ("fri 27 nov 2026", date(2026, 11, 27)),
        ("Fri 11 Dec", date(2026, 12, 11)),
        ("Fri 13 Nov", date(2026, 11, 13)),
        ("Fri, 11 Dec, 15:00", date(2026, 12, 11)),
        ("2026/11/13", date(2026, 11, 13)),
        ("13-Nov-26", date(2026, 11, 13)),
        ("24.12.26", date(2026, 12, 24)),
        ("November 27th, 1999", date(1999, 11, 27)),
        ("1.1.99", date(1999, 1, 1)),
        ("in 3 days", date(2026, 11, 23)),
        ("in a week", date(2026, 11, 27)),
        ("2 weeks ago", date(2026, 11, 6)),
        ("+3 days", date(2026, 11, 23)),
        ("2026-W47", date(2026, 11, 16)),
        ("W47 fri", FRIDAY),
        ("week 48", date(2026, 11, 23)),
        ("2026-W48-5", date(2026, 11, 27)),
        ("W1", date(2027, 1, 4)),
        ("morgen", date(2026, 11, 21)),
        ("nächsten Freitag", date(2026, 11, 27)),
        ("vor 2 Wochen", date(2026, 11, 6)),
        ("Fr 4. Dezember", date(2026, 12, 4)),
        ("6 März", date(2027, 3, 6)),
        ("KW 48", date(2026, 11, 23)),
        ("2026-11-27T15:00:00+01:00", date(2026, 11, 27)),
        ("2026-11-27 15:00", date(2026, 11, 27)),
        ("11/27/2026 12:00:00 AM", date(2026, 11, 27)),
        ("27/11/2026", date(2026, 11, 27)),
        ("27-11-26", date(2026, 11, 27)),
        ("11/11/26", date(2026, 11, 11)),
    ],
)
def test_a_day_is_understood(text: str, expected: date) -> None:
    assert parse_day(text, FRIDAY) == expected


def test_on_a_monday_next_friday_is_the_week_after() -> None:
    monday = date(2026, 11, 16)
    assert parse_day("fri", monday) == date(2026, 11, 20)
    assert parse_day("next fri", monday) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", FRIDAY),
        ("thu", date(2026, 11, 19)),
        ("27 Nov", date(2025, 11, 27)),
        ("20 Nov", FRIDAY),
        ("19.11.", date(2026, 11, 19)),
        ("29 feb", date(2024, 2, 29)),
        ("2026-11-27", date(2026, 11, 27)),
    ],
)
def test_a_day_that_has_been_is_looked_for_backwards(text: str, expected: date) -> None:
    assert parse_day(text, FRIDAY, past=True) == expected


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("12/11", ("2027-11-12", "2026-12-11")),
        ("11/12/2026", ("2026-12-11", "2026-11-12")),
        ("3-4-27", ("2027-04-03", "2027-03-04")),
    ],
)
def test_a_day_of_two_orders_names_both_days(text: str, ways: tuple[str, ...]) -> None:
    with pytest.raises(InDoubt, match=f"write {' or '.join(ways)}") as doubt:
        parse_day(text, FRIDAY)
    assert doubt.value.ways == ways
    dm, md = (parse_day(text, FRIDAY, order=order).isoformat() for order in ORDERS)
    assert (dm, md) == ways


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["12/11/2026", "13/11/2026"], "dm"),
        (["12/11/2026", "11/13/2026 0:00"], "md"),
        (["13/11/2026", "11/13/2026"], ""),
        (["12/11/2026", "2026-11-13", "soon", ""], ""),
    ],
)
def test_a_column_proves_its_order(column: list[str], order: str) -> None:
    assert day_order(column) == order


near = st.integers(-900, 900)


@quick
@given(days, near)
def test_every_day_that_is_printed_is_read_as_that_day(today: date, away: int) -> None:
    day = today + timedelta(away)
    printed = [
        short_day(day),
        f"{short_day(day)} {day.year} at 15:00",
        f"{day:%a} {day.day} {day:%b %Y}",
        f"{day:%A} {day}",
        f"{day:%a} {day.day} {day:%b} at 09:30",
        f"{day} 09:30",
        datetime.combine(day, time(15), UTC).isoformat(),
        f"{day.isocalendar().year}-W{day.isocalendar().week:02}-{day.isoweekday()}",
    ]
    for text in printed:
        assert parse_day(text, today) == parse_day(text, today, past=True) == day
    if abs(away) < 365:
        without_year = f"{day.day} {day:%b}"
        assert parse_day(without_year, today, past=away < 0) == day


def test_a_leap_day_may_be_eight_years_away() -> None:
    assert parse_day("29 feb", date(2096, 3, 1)) == date(2104, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "soon",
        "f",
        "3/4",
        "30 feb",
        "31.4.",
        "2026-13-01",
        "2026-1-1",
        "20261127",
        "+",
        "+w",
        "+9999",
        "+99999",
        "-9999999999999999999",
        "next",
        "next week",
        "27 no",
        "Thu 13 Nov 2026",
        "٢٧ nov",
        "27 nov 0000",
        "x" * 5000,
    ],
)
def test_what_is_no_day_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"day: write|day is missing: write") as refused:
        parse_day(text, FRIDAY)
    assert len(str(refused.value)) < 130
    assert clean(str(refused.value)) == str(refused.value)


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_traceback(today: date) -> None:
    for text in ("+7", "-7", "fri", "next fri", "last fri", "29 feb", "tomorrow", "yesterday"):
        assert "is not a day" in read(text, today) or date.fromisoformat(read(text, today))


@quick
@given(days, days)
def test_a_day_written_out_is_that_day(day: date, today: date) -> None:
    month = MONTHS[day.month - 1].title()
    for text in (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{month} {day.day}, {day.year}",
    ):
        assert parse_day(text, today) == day


@quick
@given(days, st.sampled_from(WEEKDAYS), st.integers(2, 9))
def test_a_weekday_is_within_a_week_on_its_side_of_today(
    today: date, name: str, letters: int
) -> None:
    text = name[:letters]
    ahead, back = parse_day(text, today), parse_day(text, today, past=True)
    assert timedelta(0) < ahead - today <= timedelta(7)
    assert timedelta(0) <= today - back < timedelta(7)
    assert WEEKDAYS[ahead.weekday()] == WEEKDAYS[back.weekday()] == name
    coming = parse_day(f"next {text}", today)
    assert coming.isocalendar()[:2] == (today + timedelta(7)).isocalendar()[:2]


@quick
@given(st.text(max_size=30), days)
def test_anything_is_a_day_or_a_value_error(text: str, today: date) -> None:
    said = read(text, today)
    assert clean(said) == said
    assert len(said) < 130
