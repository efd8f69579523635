"""Where the board's columns stand: each takes what it needs, and together they use the whole width.

A column without a card is a tab of three cells; one that is looked at seldom is a rail of titles
until the cursor enters it. The others share what is left, in lanes: a column with more cards than
fit below each other flows into the next lane.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.domain.record import Record

TAB = 3
RAIL = 16
LEAST = 28
"""Cells of a lane below which titles are cut."""

SECOND = 32
"""Cells of a lane from which a column may have another one."""

MOST = 72
"""Cells beyond which a line is longer than one reads; the rest stays empty."""

MARGIN = 0
"""Cells left of the first column."""

_RAILS_FROM = 100
"""Cells of a board from which there is room for rails; below it they are tabs."""


class Need(Record):
    """What a column asks for."""

    lanes: int
    """In how many lanes its cards would stand; 0 for a column without a card."""
    rail: bool = False
    """Whether it is a rail while the cursor is elsewhere."""


class Place(Record):
    """Where a column stands."""

    x: int
    width: int
    """The gap behind it included."""
    lanes: int
    """0 for a tab and for a rail."""

    @property
    def lane(self) -> int:
        """The cells of one lane, the gap behind it included."""
        return self.width // max(self.lanes, 1)


class Layout(Record):
    """The columns in sight."""

    first: int
    """The leftmost column in sight."""
    places: tuple[Place, ...]
    total: int
    """Columns there are."""

    @property
    def last(self) -> int:
        """The rightmost column in sight."""
        return self.first + len(self.places) - 1

    def place(self, number: int) -> Place | None:
        """Return where a column stands; None for one that is out of sight."""
        return self.places[number - self.first] if self.first <= number <= self.last else None

    def at(self, x: int) -> int | None:
        """Return the column under a cell, None beside them all."""
        for number, place in enumerate(self.places, self.first):
            if place.x <= x < place.x + place.width:
                return number
        return None


def lay_out(needs: Sequence[Need], cells: int, cursor: int = 0, first: int = 0) -> Layout:
    """Return the layout of columns in `cells` cells, moved no more than the cursor needs.

    `first` is the leftmost column so far; `cursor` the column that has to be in sight. Cells that
    do not divide evenly go to the leftmost columns.
    """
    total = len(needs)
    cells -= MARGIN
    if total <= 0 or cells <= 0:
        return Layout(0, (), total)
    cursor = min(max(cursor, 0), total - 1)
    narrow = [_narrow(need, number == cursor, cells) for number, need in enumerate(needs)]
    first, end = _window([wide or LEAST for wide in narrow], cells, cursor, first)
    shown = range(first, end)
    free = cells - sum(narrow[number] for number in shown)
    lanes = _lanes([0 if narrow[number] else max(needs[number].lanes, 1) for number in shown], free)
    wide, over = divmod(min(free, MOST * sum(lanes)), max(sum(lanes), 1))
    places = []
    x = MARGIN
    for number, count in zip(shown, lanes, strict=True):
        extra = min(over, count)
        over -= extra
        places.append(Place(x, narrow[number] or wide * count + extra, count))
        x += places[-1].width
    return Layout(first, tuple(places), total)


def _narrow(need: Need, has_cursor: bool, cells: int) -> int:
    """Return the cells of a tab or a rail, 0 for a column that shares the rest."""
    if not need.lanes:
        return min(TAB, cells)
    if need.rail and not has_cursor:
        return RAIL if cells >= _RAILS_FROM else min(TAB, cells)
    return 0


def _window(least: list[int], cells: int, cursor: int, first: int) -> tuple[int, int]:
    """Return the first column in sight and the one behind the last; one at least is in sight."""
    first = min(max(first, 0), cursor)
    while first < cursor and sum(least[first : cursor + 1]) > cells:
        first += 1
    end = cursor + 1
    while end < len(least) and sum(least[first : end + 1]) <= cells:
        end += 1
    while end == len(least) and first > 0 and sum(least[first - 1 :]) <= cells:
        first -= 1
    return first, end


def _lanes(wanted: list[int], cells: int) -> list[int]:
    """Return the lanes of each column: one, and more for the fullest while there is room."""
    lanes = [min(count, 1) for count in wanted]
    while cells >= SECOND * (sum(lanes) + 1):
        fullest = max(range(len(lanes)), key=lambda at: wanted[at] / max(lanes[at], 1), default=0)
        if not lanes or wanted[fullest] <= lanes[fullest]:
            break
        lanes[fullest] += 1
    return lanes
