"""Paints a key result's whole cycle: its values, the pace, the target and where it leads.

Lines are drawn in braille, eight dots a cell, or in ASCII; a value stands on them as a sign of its
own, filled when somebody named what drove it. What lies ahead is the forecast's band. `as_table()`
says the same in numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from okrboard.cells import fit, right, width
from okrboard.domain.cycle_chart import CycleChart, Point
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.formulas import Forecast, pace
from okrboard.glyphs import Glyphs, runs
from okrboard.text import clean
from okrboard.tui.paint.line import Line, rough, typeset

LEAST_WIDTH, LEAST_HEIGHT = 24, 4
"""Cells below which there is no picture."""

_WITH_END = 40
"""Cells from which the forecast's value stands behind the picture."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dots of a braille cell by row and column (Unicode 16, 21.1)."""

_Cell = tuple[int, int]
"""Row from the top, column from the left."""


def paint_chart(
    chart: CycleChart, cells: int, rows: int, health: str, glyphs: Glyphs
) -> list[Line]:
    """Return the picture in exactly `rows` lines of at most `cells` cells.

    The last row names the months; nothing when there is too little room. `health` is the style of
    what was reached.
    """
    if cells < LEAST_WIDTH or rows < LEAST_HEIGHT:
        return []
    plot = _Plot(chart, cells, rows - 1, health, glyphs)
    return [*plot.lines(), plot.axis()]


def as_table(chart: CycleChart, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return the numbers of the picture: day, value, pace, change, what drove it."""
    head = f"{'day':<8}{'value':>9}{'pace':>9}{'change':>9}  what drove it"
    lines: list[Line] = [[(fit(head, cells, glyphs.cut), "label")]]
    before = chart.pace[0][1]
    for one in chart.observations:
        numbers = (
            format_value(one.value),
            format_value(rough(_expected(chart, one.on))),
            format_change(rough(one.value - before)),
        )
        row = f"{one.on.day} {one.on:%b}".ljust(8)
        row += "".join(right(typeset(number, glyphs), 9, glyphs.cut) for number in numbers)
        drivers = clean(", ".join(one.drivers))
        lines.append([(fit(f"{row}  {drivers}".rstrip(), cells, glyphs.cut), "text")])
        before = one.value
    if not chart.observations:
        lines.append([("nobody has checked in yet", "dim")])
    if chart.forecast is not None:
        end = f"{chart.last.day} {chart.last:%b}".ljust(8)
        value, low, high = (_in_words(each, glyphs) for each in chart.forecast)
        leads = f"forecast {value}" + (f" ({low} to {high})" if low != high else "")
        lines.append([(fit(f"{end}{leads}", cells, glyphs.cut), "dim")])
    return lines


def _expected(chart: CycleChart, day: date) -> float:
    """Return the value that the pace asks for on a day."""
    (_, start), *inner, (_, target) = chart.pace
    if target == start:
        return target
    shares = [(on, (value - start) / (target - start)) for on, value in inner]
    return start + pace(chart.first, chart.last, day, shares) * (target - start)


def _in_words(value: float, glyphs: Glyphs) -> str:
    return typeset(format_value(rough(value)), glyphs)


class _Plot:
    """A picture that is being drawn: cells by place, and the scales to them."""

    def __init__(
        self, chart: CycleChart, cells: int, rows: int, health: str, glyphs: Glyphs
    ) -> None:
        self.chart = chart
        self.glyphs = glyphs
        self.rows = rows
        self.fine = not glyphs.over.isascii()
        self.low, self.high = chart.span
        if self.high <= self.low:
            room = max(1.0, abs(self.high) / 100)
            self.low, self.high = self.low - room, self.high + room
        self.labels = self._labels()
        self.margin = max(width(text) for text, _ in self.labels.values()) + 1
        self.ends = self._end(chart.forecast) if cells >= _WITH_END else {}
        self.columns = cells - self.margin - 1 - max(map(len, self.ends.values()), default=0)
        self.days = max(1, (chart.last - chart.first).days)
        self.signs: dict[_Cell, tuple[str, str]] = {}
        self._draw(health)

    def lines(self) -> list[Line]:
        """Return the rows of the picture, each with its label on the left."""
        lines = []
        for row in range(self.rows):
            text, style = self.labels.get(row, ("", "label"))
            corner = "┤" if self.fine and text else self.glyphs.upright
            line: Line = [(right(text, self.margin - 1) + " ", style), (corner, "rule")]
            columns = range(self.columns)
            line += [self.signs.get((row, column), (" ", "text")) for column in columns]
            if row in self.ends:
                line.append((self.ends[row], "dim"))
            lines.append(runs(line))
        return lines

    def axis(self) -> Line:
        """Return the names of the months, or the days where a cycle has few of them."""
        text = ""
        for day in _ticks(self.chart.first, self.chart.last):
            name = f"{day:%b}" if self.days > 45 else f"{day.day} {day:%b}"
            at = self._column(day)
            if at + len(name) <= self.columns and (not text or at > len(text)):
                text = text.ljust(at) + name
        return [(" " * (self.margin + 1), "label"), (text, "label")]

    def _labels(self) -> dict[int, tuple[str, str]]:
        """Return target, newest value and start by their rows; the former where two share one."""
        chart = self.chart
        named = [(chart.target, "label"), (chart.pace[0][1], "label")]
        if chart.observations:
            named.insert(1, (chart.observations[-1].value, "strong"))
        labels: dict[int, tuple[str, str]] = {}
        for value, style in named:
            text = typeset(format_value(value), self.glyphs)
            labels.setdefault(self._row(value), (text, style))
        return labels

    def _end(self, projected: Forecast | None) -> dict[int, str]:
        """Return the forecast's value by its row, to stand behind the picture."""
        if projected is None:
            return {}
        return {self._row(projected.value): f" {_in_words(projected.value, self.glyphs)}"}

    def _draw(self, health: str) -> None:
        """Draw from the back to the front."""
        chart = self.chart
        today = min(max(chart.today, chart.first), chart.last)
        for row in range(self.rows):
            self.signs[row, self._column(today)] = ("┊" if self.fine else ":", "rule")
        self._draw_forecast()
        self._draw_line(chart.pace, "dim", "." if not self.fine else "")
        values = [(one.on, one.value) for one in chart.observations]
        self._draw_line(values, health, "-" if not self.fine else "")
        filled, empty = ("●", "○") if self.fine else ("*", "o")
        for one in chart.observations:
            sign = filled if one.drivers else empty
            self.signs[self._row(one.value), self._column(one.on)] = (sign, health)

    def _draw_forecast(self) -> None:
        """Fill the band from the newest value to where the cycle may end."""
        chart, projected = self.chart, self.chart.forecast
        if projected is None:
            return
        newest = chart.observations[-1]
        begin, end = self._column(newest.on), self.columns - 1
        for column in range(begin + 1, end + 1):
            share = (column - begin) / (end - begin)
            edges = (newest.value + (edge - newest.value) * share for edge in projected[1:])
            high, low = sorted(map(self._row, edges))
            for row in range(high, low + 1):
                self.signs[row, column] = ("░" if self.fine else "'", "track")

    def _draw_line(self, points: Sequence[Point], style: str, sign: str) -> None:
        """Draw straight from point to point: `sign` in each cell, or braille without one."""
        for row, column, dots in self._strokes(points):
            there, _ = self.signs.get((row, column), (" ", ""))
            if sign:
                self.signs[row, column] = (sign, style)
            else:
                known = ord(there) - 0x2800 if "\u2800" <= there <= "\u28ff" else 0
                self.signs[row, column] = (chr(0x2800 + (known | dots)), style)

    def _strokes(self, points: Sequence[Point]) -> Iterable[tuple[int, int, int]]:
        across, down = (2, 4) if self.fine else (1, 1)
        wide, tall = self.columns * across - 1, self.rows * down - 1
        for (day, value), (next_day, next_value) in pairwise(points):
            x, end = (self._share(each) * wide for each in (day, next_day))
            y, height = ((1 - self._level(each)) * tall for each in (value, next_value))
            steps = max(1, round(max(abs(end - x), abs(height - y))))
            for step in range(steps + 1):
                column, across_in = divmod(round(x + (end - x) * step / steps), across)
                row, down_in = divmod(round(y + (height - y) * step / steps), down)
                yield row, column, _DOTS[down_in][across_in]

    def _share(self, day: date) -> float:
        return min(max((day - self.chart.first).days / self.days, 0.0), 1.0)

    def _level(self, value: float) -> float:
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    # A sign stands where a line of dots goes through its value.

    def _column(self, day: date) -> int:
        across = 2 if self.fine else 1
        return round(self._share(day) * (self.columns * across - 1)) // across

    def _row(self, value: float) -> int:
        down = 4 if self.fine else 1
        return round((1 - self._level(value)) * (self.rows * down - 1)) // down


def _ticks(first: date, last: date) -> list[date]:
    """Return the first days of months, and the cycle's own unless a month begins right after it.

    Of a cycle of 45 days at most: its weeks.
    """
    length = (last - first).days
    days = [first + timedelta(days=step) for step in range(length + 1)]
    if length <= 45:
        return days[::7]
    return [day for step, day in enumerate(days) if day.day == 1 or (step == 0 and day.day < 20)]
