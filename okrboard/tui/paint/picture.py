"""`Picture`: the rows of the board: columns' heads, cards in windows, and what is under a cell.

Where columns stand is worked out first: how many fit, how wide each is, which are in sight. Only
the cards in sight are ever made, so that a board of thousands costs no more than one of twenty. It
knows nothing of moving; `scene` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, to_ascii_cells, width
from okrboard.domain.record import Record
from okrboard.domain.view import View
from okrboard.glyphs import ASCII, Glyphs
from okrboard.tui.paint.card import Density, paint_card
from okrboard.tui.paint.line import Line

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


TOP = 2
"""Rows above the cards: the columns' heads and a rule."""

MARKED = 22
"""Rows of a card that the cursor marks at most: those of eight key results, and what a slow line
carries at once."""


class Area(Record):
    """A part of the picture, in cells."""

    x: int
    y: int
    width: int
    height: int


class Picture:
    """A view of the board in a window of a size."""

    def __init__(self, view: View, glyphs: Glyphs, density: Density) -> None:
        """Begin with every column's first card."""
        self.view = view
        self.glyphs = glyphs
        self.density: Density = density
        self.width = self.height = 0
        self.layout = Layout(0, (), 0)
        self.tops: dict[str, int] = {}
        """The place of the first card in sight, by the column's key."""
        self.target: int | None = None
        """The column over which a card is dragged."""
        self._painted: dict[tuple[int, int], list[Line]] = {}
        self._windows: dict[int, list[tuple[int, int]]] = {}

    def forget(self) -> None:
        """Paint every card anew."""
        self._painted.clear()
        self._windows.clear()

    def arrange(self, cursor: int, first: int) -> None:
        """Lay the columns out so that the cursor's is in sight."""
        filled = [column.held for column in self.view.columns]
        self.layout = lay_out(filled, self.width, cursor, first)
        self._windows.clear()

    # Where things are.

    def key(self, number: int) -> str:
        """Return a column's key; empty beyond the last one."""
        columns = self.view.columns
        return columns[number].key if number < len(columns) else ""

    def top(self, number: int) -> int:
        """Return the place of a column's first card in sight."""
        ids = self.view.columns[number].ids
        return min(self.tops.get(self.key(number), 0), max(len(ids) - 1, 0))

    def set_top(self, number: int, top: int) -> None:
        """Let a column's window begin with another card."""
        self.tops[self.key(number)] = top
        self._windows.pop(number, None)

    def window(self, number: int) -> list[tuple[int, int]]:
        """Return place and first row of each card of a column that is in sight, cut ones too."""
        found = self._windows.get(number)
        if found is None:
            found = self._windows[number] = []
            y = TOP
            for index in range(self.top(number), len(self.view.columns[number].ids)):
                if y >= self.height:
                    break
                found.append((index, y))
                y += len(self.rows(number, index)) + 1
        return found

    def back_from(self, number: int, index: int) -> int:
        """Return the first card of the window that ends with a card and its last row."""
        room = self.height - TOP - len(self.rows(number, index))
        while index > 0:
            room -= len(self.rows(number, index - 1)) + 1
            if room < 0:
                break
            index -= 1
        return index

    def rows(self, number: int, index: int) -> list[Line]:
        """Return a card's painted rows, in the width that its column has or would have."""
        places = self.layout.places
        place = number - self.layout.first
        wide = max((wide for _, wide in places), default=26)
        if 0 <= place < len(places):
            wide = places[place][1]
        id = self.view.columns[number].ids[index]
        rows = self._painted.get((id, wide))
        if rows is None:
            card = self.view.card(id)
            rows = self._painted[id, wide] = paint_card(card, wide - 2, self.glyphs, self.density)
        return rows

    def above(self, number: int) -> int:
        """Return how many cards of a column are out of sight above."""
        return self.top(number)

    def below(self, number: int) -> int:
        """Return how many cards of a column are out of sight below, one that is cut included."""
        window = self.window(number)
        if not window:
            return 0
        last, y = window[-1]
        cut = len(window) > 1 and y + len(self.rows(number, last)) > self.height
        return len(self.view.columns[number].ids) - 1 - last + cut

    def hit(self, x: int, y: int) -> tuple[int | None, int | None]:
        """Return the column and the objective under a cell, each None where there is none."""
        number = self.layout.at(x)
        if number is None:
            return None, None
        for index, top in self.window(number):
            if top <= y < top + len(self.rows(number, index)):
                return number, self.view.columns[number].ids[index]
        return number, None

    def box(self, number: int) -> Area:
        """Return the cells of a column in sight."""
        x, wide = self.layout.places[number - self.layout.first]
        return Area(x, 0, wide, self.height)

    # Painting.

    def row(self, y: int, cursor: tuple[int, int]) -> Line:
        """Return a row, exactly as wide as the picture; `cursor` is the column and the place."""
        found: Line = []
        end = 0
        for number, (x, wide) in enumerate(self.layout.places, self.layout.first):
            if y == 0:
                found += self._head(number, wide)
            elif y == 1:
                found.append((" " + self.glyphs.rule * (wide - 2) + " ", "rule"))
            else:
                found += self._card_row(number, wide, y, cursor)
            end = x + wide
        if end < self.width:
            found.append((" " * (self.width - end), "text"))
        return self._with_marker(found) if y == 1 and self.layout.hidden else found

    def _head(self, number: int, wide: int) -> Line:
        column = self.view.columns[number]
        label = column.label if self.view.by in ("owner", "team") else column.label.upper()
        label = to_ascii_cells(label) if self.glyphs is ASCII else label
        mark = f"{self.glyphs.of(column.health)} " if column.health else ""
        above, below = self.above(number), self.below(number)
        hidden = f"{self.glyphs.up}{above} " if above else ""
        hidden += f"{self.glyphs.down}{below} " if below else ""
        count = f" {len(column.ids)}{'' if self.view.complete else self.glyphs.cut}"
        room = wide - 2 - len(mark) - len(count) - len(hidden)
        name = fit(label, room, self.glyphs.cut)
        pad = " " * (room - width(name) + 1)
        style = "target" if number == self.target else column.health or "strong"
        return [(" ", "text"), (mark + name, style), (count + pad + hidden, "dim")]

    def _card_row(self, number: int, wide: int, y: int, cursor: tuple[int, int]) -> Line:
        for index, top in self.window(number):
            if y < top:
                break
            rows = self.rows(number, index)
            if y < top + len(rows):
                here = (number, index) == cursor and y - top < MARKED
                gutter = (self.glyphs.gutter, "accent") if here else (" ", "text")
                return [gutter, *rows[y - top], (" ", "text")]
        return [(" " * wide, "text")]

    def _with_marker(self, line: Line) -> Line:
        """Return the rule with a note of which columns are in sight at its end."""
        layout, glyphs = self.layout, self.glyphs
        before = glyphs.left if layout.first else " "
        after = glyphs.right if layout.last < layout.total - 1 else " "
        which = f"{layout.first + 1}-{layout.last + 1}"
        if layout.first == layout.last:
            which = f"{layout.first + 1}"
        text = f" {before} {which}/{layout.total} {after} "
        cells = "".join(part for part, _ in line)
        return [(cells[: self.width - len(text)], "rule"), (text, "dim")]


Keys = dict[str, str]


def empty_board(view: View, new: str, clear: str) -> list[Line]:
    """Return what there is to say when no card is shown; nothing when there are cards.

    `new` and `clear` are the keys for a new objective and for clearing the filter, as shown.
    """
    if view.shown:
        return []
    if view.cycle is None:
        return [
            [("No cycle yet.", "strong")],
            [],
            [("A cycle is the span you set goals for: four months, a quarter, any.", "text")],
            [(new, "key"), (" makes the first one", "text")] if new else [],
        ]
    if view.total:
        many = f"{view.total} objective{'s' if view.total > 1 else ''}"
        return [
            [("Nothing matches.", "strong")],
            [],
            [(clear, "key"), (f" shows all {many} again", "text")],
        ]
    return [
        [(f"{view.cycle.name} has no objective yet.", "strong")],
        [],
        [("What should be better for somebody at its end?", "text")],
        [(new, "key"), (" proposes the first objective", "text")] if new else [],
    ]


def centred(lines: list[Line], cells: int, rows: int, glyphs: Glyphs) -> list[Line]:
    """Return lines in the middle of a place of `rows` rows, each exactly `cells` cells wide."""
    above = max((rows - len(lines)) // 3, 0)
    blank: Line = [(" " * cells, "text")]
    found = [blank] * above
    for line in lines:
        wide = sum(width(text) for text, _ in line)
        if wide > cells:
            line = [(fit("".join(text for text, _ in line), cells, glyphs.cut), "text")]
            wide = width(line[0][0])
        left = (cells - wide) // 2
        found.append([(" " * left, "text"), *line, (" " * (cells - wide - left), "text")])
    return (found + [blank] * rows)[:rows]
