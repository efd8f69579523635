"""Where columns stand: how many fit, how wide each is, which of them are in sight."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.domain.record import Record

LEAST = 24
"""Cells below which a card's numbers would have no room."""

SLIM = 16
"""Cells of a column without a card: its head, and no more while others have use for the rest."""

MOST = 44
"""Cells beyond which a line is longer than one reads; the rest stays empty."""


class Layout(Record):
    """The columns in sight."""

    first: int
    """The leftmost column in sight."""
    places: tuple[tuple[int, int], ...]
    """Left edge and width of each column in sight, the gutter included."""
    total: int
    """Columns there are."""

    @property
    def last(self) -> int:
        """The rightmost column in sight."""
        return self.first + len(self.places) - 1

    @property
    def hidden(self) -> bool:
        """Whether there are columns out of sight."""
        return len(self.places) < self.total

    def at(self, x: int) -> int | None:
        """Return the column under a cell, None beside them all."""
        for index, (left, wide) in enumerate(self.places):
            if left <= x < left + wide:
                return self.first + index
        return None


def lay_out(filled: Sequence[bool], cells: int, cursor: int = 0, first: int = 0) -> Layout:
    """Return the layout of columns in `cells` cells, moved no more than the cursor needs.

    `filled` says of each column whether it has cards: one that has none is slim, and the others
    share what it leaves. `first` is the leftmost column so far; `cursor` the column that has to be
    in sight. Cells that do not divide evenly go to the leftmost columns.
    """
    total = len(filled)
    if total <= 0 or cells <= 0:
        return Layout(0, (), total)
    least = [LEAST if full else SLIM for full in filled]
    first, end = _window(least, cells, min(max(cursor, 0), total - 1), first)
    wides = _wides(filled[first:end], cells)
    places = []
    left = 0
    for wide in wides:
        places.append((left, wide))
        left += wide
    return Layout(first, tuple(places), total)


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


def _wides(filled: Sequence[bool], cells: int) -> list[int]:
    """Return the width of each column in sight."""
    full = sum(filled)
    empty = len(filled) - full
    if not full or not empty:
        wide, over = divmod(min(cells, len(filled) * MOST), len(filled))
        return [wide + (index < over) for index in range(len(filled))]
    wide, over = divmod(min(cells - empty * SLIM, full * MOST), full)
    # What full columns cannot use makes the empty ones as wide as a narrow one with cards.
    slim = min(LEAST, (cells - wide * full - over) // empty)
    wides = []
    for index, has_cards in enumerate(filled):
        extra = has_cards and sum(filled[:index]) < over
        wides.append(wide + extra if has_cards else slim)
    return wides
