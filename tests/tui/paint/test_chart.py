"""The chart: it fits its place, shows what is there, and says the same in numbers."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.cycle_chart import CycleChart, Observation
from okrboard.domain.formulas import Forecast
from okrboard.glyphs import ASCII, UNICODE
from okrboard.tui.paint.chart import as_table, paint_chart
from okrboard.tui.paint.line import Line, line_width

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
numbers = st.floats(-1e300, 1e300, allow_nan=False) | st.integers(-5, 5).map(float)


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def chart(*values: float, forecast: Forecast | None = None, driven: bool = False) -> CycleChart:
    observations = tuple(
        Observation(FIRST + timedelta(days=10 + 7 * week), value, ("Less load",) if driven else ())
        for week, value in enumerate(values)
    )
    pace = ((FIRST, 0.0), (LAST, 10.0))
    return CycleChart(FIRST, LAST, date(2026, 11, 1), observations, pace, 10.0, forecast)


@given(
    values=st.lists(numbers, max_size=20),
    leads=st.none() | st.lists(numbers, min_size=3, max_size=3),
    start=numbers,
    target=numbers,
    cells=st.integers(0, 130),
    rows=st.integers(0, 20),
    plain=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_any_chart_fits_its_place(
    values: list[float],
    leads: list[float] | None,
    start: float,
    target: float,
    cells: int,
    rows: int,
    plain: bool,
) -> None:
    ends = sorted(leads) if leads and values else None
    forecast = Forecast(ends[1], ends[0], ends[2]) if ends else None
    drawn = chart(*values, forecast=forecast)._replace(
        pace=((FIRST, start), (LAST, target)), target=target
    )
    glyphs = ASCII if plain else UNICODE
    lines = paint_chart(drawn, cells, rows, "on_track", glyphs)
    assert len(lines) == (rows if cells >= 24 and rows >= 4 else 0)
    table = as_table(drawn, max(cells, 40), glyphs)
    assert len(table) == 1 + max(1, len(values)) + (forecast is not None)
    assert all(line_width(line) <= cells for line in lines)
    assert all(line_width(line) <= max(cells, 40) for line in table)
    if plain:
        assert "".join(text_of(lines) + text_of(table)).isascii()


def test_values_pace_and_labels_stand_where_they_belong() -> None:
    lines = text_of(paint_chart(chart(0.0, 5.0, 10.0, driven=True), 40, 6, "on_track", ASCII))
    assert lines == [
        "10 |       *          :            .....",
        "   |      -           :   .........",
        "   |     *        ........",
        "   |    -.........    :",
        " 0 |...*.             :",
        "    Sep      Oct      Nov     Dec",
    ]


def test_a_value_with_a_driver_is_filled() -> None:
    for driven, sign in ((True, "●"), (False, "○")):
        lines = text_of(paint_chart(chart(4.0, driven=driven), 40, 8, "at_risk", UNICODE))
        assert sum(line.count(sign) for line in lines) == 1


def test_the_forecast_is_a_band_with_its_value_behind() -> None:
    drawn = chart(1.0, 2.0, 3.0, 4.0, forecast=Forecast(9.0, 8.0, 9.5))
    lines = paint_chart(drawn, 60, 10, "on_track", UNICODE)
    assert any("░" in line for line in text_of(lines))
    assert [line for line in text_of(lines) if line.endswith(" 9")]
    assert text_of(as_table(drawn, 60, UNICODE))[-1] == "31 Dec  forecast 9 (8 to 9.5)"


def test_the_table_has_every_number_of_the_picture() -> None:
    assert text_of(as_table(chart(2.0, 1.0, driven=True), 60, UNICODE)) == [
        "day         value     pace   change  what drove it",
        "11 Sep          2    0.826       +2  Less load",
        "18 Sep          1      1.4       −1  Less load",
    ]


def test_without_a_check_in_there_is_the_pace_and_a_word() -> None:
    lines = text_of(paint_chart(chart(), 40, 6, "too_early", ASCII))
    assert "." in lines[-2]
    assert "*" not in "".join(lines)
    assert text_of(as_table(chart(), 40, ASCII))[1] == "nobody has checked in yet"
