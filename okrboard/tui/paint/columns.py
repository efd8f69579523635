"""Where columns stand: how many fit, how wide each is, which of them are in sight."""

from __future__ import annotations

from okrboard.domain.record import Record

LEAST = 24
"""Cells below which a card's numbers would have no room."""

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


def lay_out(total: int, cells: int, cursor: int = 0, first: int = 0) -> Layout:
    """Return the layout of `total` columns in `cells` cells, moved no more than the cursor needs.

    `first` is the leftmost column so far; `cursor` the column that has to be in sight. Cells that
    do not divide evenly go to the leftmost columns.
    """
    if total <= 0 or cells <= 0:
        return Layout(0, (), max(total, 0))
    fits = max(1, min(total, cells // LEAST))
    first = min(max(first, cursor - fits + 1, 0), cursor, total - fits)
    wide, over = divmod(min(cells, fits * MOST), fits)
    places = []
    left = 0
    for index in range(fits):
        own = wide + (index < over)
        places.append((left, own))
        left += own
    return Layout(first, tuple(places), total)
