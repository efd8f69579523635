"""`Picture`: the rows of the board: columns' heads, cards in windows, and what is under a cell.

Only the cards in sight are ever made, so that a board of thousands costs no more than one of
twenty. It knows nothing of moving; `scene` does.
"""

from __future__ import annotations

from okrboard.cells import clusters, fit, to_ascii_cells, width
from okrboard.domain.record import Record
from okrboard.domain.view import View
from okrboard.glyphs import ASCII, Glyphs
from okrboard.tui.paint.card import Density, paint_card, paint_name
from okrboard.tui.paint.columns import LEAST, MARGIN, TAB, Layout, Need, Place, lay_out
from okrboard.tui.paint.line import Line, fit_line, line_width, on

TOP = 1
"""Rows above the cards: the columns' heads."""

GAP = 2
"""Cells between two cards that stand side by side."""

MARKED = 30
"""Rows of a card that the cursor marks at most: those of eight key results, and what a slow line
carries at once."""

_RAILS = ("proposed", "done")
"""Columns by status that are looked at seldom."""

_ROWS, _AIRY_ROWS = 9, 12
"""Rows that a card takes, about: lanes and densities hang on it, so that they stay as they are
whatever a card comes to say."""


class Area(Record):
    """A part of the picture, in cells."""

    x: int
    y: int
    width: int
    height: int


class Slot(Record):
    """Where a card stands: it may be cut at the lower edge."""

    at: int
    """Its place in the column."""
    lane: int
    y: int


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
        self._airy = False
        self.target: int | None = None
        """The column over which a card is dragged."""
        self._painted: dict[tuple[int, int, str], list[Line]] = {}
        self._windows: dict[int, list[Slot]] = {}

    def forget(self) -> None:
        """Paint every card anew."""
        self._painted.clear()
        self._windows.clear()

    def arrange(self, cursor: int, first: int) -> None:
        """Lay the columns out so that the cursor's is in sight."""
        high = max(self.height - TOP, 1)
        needs = [
            Need(
                -(-max(len(column.ids), 1) * _ROWS // high) if column.held else 0,
                self.is_rail(number),
            )
            for number, column in enumerate(self.view.columns)
        ]
        self.layout = lay_out(needs, self.width, cursor, first)
        self._airy = all(
            len(self.view.columns[number].ids) * _AIRY_ROWS <= place.lanes * high
            for number, place in enumerate(self.layout.places, self.layout.first)
            if place.lanes
        )
        self._windows.clear()

    def is_rail(self, number: int) -> bool:
        """Say whether a column is one of those that are looked at seldom."""
        return self.view.by == "status" and self.key(number) in _RAILS

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

    def window(self, number: int) -> list[Slot]:
        """Return where the cards of a column that are in sight stand, a cut one too."""
        slots = self._windows.get(number)
        if slots is None:
            slots = self._windows[number] = self._fill(number, self.top(number))
        return slots

    def slot(self, number: int, index: int) -> Slot | None:
        """Return where a card stands, None where it is out of sight."""
        return next((slot for slot in self.window(number) if slot.at == index), None)

    def _fill(self, number: int, top: int) -> list[Slot]:
        """Return where the cards of a column stand when its window begins with one of them."""
        place = self._place(number)
        if place.width == TAB:
            return []
        slots: list[Slot] = []
        lane, y = 0, TOP
        for index in range(top, len(self.view.columns[number].ids)):
            high = len(self.rows(number, index))
            if y + high > self.height and y > TOP and lane + 1 < place.lanes:
                lane, y = lane + 1, TOP
            if y >= self.height:
                break
            slots.append(Slot(index, lane, y))
            y += high + 1
        return slots

    def back_from(self, number: int, index: int) -> int:
        """Return the first card of the longest window in which a card stands whole."""
        top = index
        while top > 0 and self._holds(number, top - 1, index):
            top -= 1
        return top

    def _holds(self, number: int, top: int, index: int) -> bool:
        slots = self._fill(number, top)
        end = max((slot.y for slot in slots if slot.at == index), default=self.height)
        return end + len(self.rows(number, index)) <= self.height

    def rows(self, number: int, index: int) -> list[Line]:
        """Return a card's painted rows, in the width that its column has or would have."""
        place = self._place(number)
        id = self.view.columns[number].ids[index]
        high = max(self.height - TOP, 1) * place.lanes
        crowded = len(self.view.columns[number].ids) * _ROWS > 2 * high
        # Where most of a column's cards would be out of sight, less is told of each.
        density = "short" if crowded and self.density == "full" else self.density
        key = (id, place.lane, density if place.lanes else "")
        rows = self._painted.get(key)
        if rows is None:
            card = self.view.card(id)
            if place.lanes:
                room = place.lane - GAP - 2
                rows = paint_card(card, room, self.glyphs, density, airy=self._airy)
            else:
                rows = paint_name(card, place.width - GAP - 1, self.glyphs)
            self._painted[key] = rows
        return rows

    def _place(self, number: int) -> Place:
        """Return where a column stands, or how wide it would be."""
        wide = max((place.lane for place in self.layout.places if place.lanes), default=LEAST)
        return self.layout.place(number) or Place(0, wide, 1)

    def below(self, number: int) -> int:
        """Return how many cards of a column are out of sight below, one that is cut included."""
        window = self.window(number)
        if not window:
            return 0
        last = window[-1]
        is_cut = last.y > TOP and last.y + len(self.rows(number, last.at)) > self.height
        return len(self.view.columns[number].ids) - 1 - last.at + is_cut

    def hit(self, x: int, y: int) -> tuple[int | None, int | None]:
        """Return the column and the objective under a cell, each None where there is none."""
        number = self.layout.at(x)
        if number is None:
            return None, None
        place = self._place(number)
        for slot in self.window(number):
            high = len(self.rows(number, slot.at))
            if slot.lane == (x - place.x) // place.lane and slot.y <= y < slot.y + high:
                return number, self.view.columns[number].ids[slot.at]
        return number, None

    def box(self, number: int) -> Area:
        """Return the cells of a column in sight."""
        place = self._place(number)
        return Area(place.x, 0, place.width, self.height)

    def marks(self, number: int, index: int) -> list[Area]:
        """Return the cells that show the cursor on a card: its title row and the gutter below."""
        place, slot = self.layout.place(number), self.slot(number, index)
        if place is None or slot is None or not place.lanes:
            return []
        high = min(len(self.rows(number, index)), MARKED, self.height - slot.y)
        x = place.x + slot.lane * place.lane
        gutter = Area(x, slot.y + 1, 1, high - 1)
        return [Area(x, slot.y, place.lane - GAP, 1), *([gutter] if high > 1 else [])]

    # Painting.

    def row(self, y: int, cursor: tuple[int, int]) -> Line:
        """Return a row, exactly as wide as the picture; `cursor` is the column and the place."""
        line: Line = [(" " * min(MARGIN, self.width), "text")]
        for number, place in enumerate(self.layout.places, self.layout.first):
            if place.width == TAB:
                part = self._tab_row(number, y)
            elif y == 0:
                part = self._head(number, place.width)
            else:
                part = self._cards_row(number, place, y, cursor)
            line += [*part, (" " * (place.width - line_width(part)), "text")]
        return [*line, (" " * (self.width - line_width(line)), "text")]

    def cut(self) -> Line:
        """Return what is out of sight: cards below each column, and columns at the sides."""
        line: Line = []
        for number, place in enumerate(self.layout.places, self.layout.first):
            below = self.below(number) if place.width > TAB else 0
            if below:
                line.append((" " * (place.x + 1 - line_width(line)), "text"))
                line.append((fit(f"{self.glyphs.down} {below} more", place.width - 3), "dim"))
        layout, glyphs = self.layout, self.glyphs
        if len(layout.places) < layout.total:
            before = glyphs.left if layout.first else " "
            after = glyphs.right if layout.last < layout.total - 1 else " "
            which = f"{layout.first + 1}"
            which += f"-{layout.last + 1}" if layout.first < layout.last else ""
            text = f" {before} {which}/{layout.total} {after} "
            line = fit_line(line, self.width - len(text))
            line.append((text, "dim"))
        return line

    def _name(self, number: int) -> tuple[str, str]:
        """Return the sign of a column with a blank behind it, and its name."""
        column = self.view.columns[number]
        label = column.label if self.view.by in ("owner", "team") else column.label.upper()
        label = to_ascii_cells(label) if self.glyphs is ASCII else label
        return f"{self.glyphs.of(column.health)} " if column.health else "", label

    def _style(self, number: int, usual: str) -> str:
        return "target" if number == self.target else usual

    def _head(self, number: int, wide: int) -> Line:
        column = self.view.columns[number]
        mark, label = self._name(number)
        top = self.top(number)
        above = f" {self.glyphs.up}{top}" if top else ""
        count = f" {len(column.ids)}{'' if self.view.complete else self.glyphs.cut}"
        name = fit(label, wide - GAP - 1 - len(mark) - len(count) - len(above), self.glyphs.cut)
        style = self._style(number, column.health or "strong")
        return [(f" {mark}{name}", style), (count + above, "dim")]

    def _tab_row(self, number: int, y: int) -> Line:
        """Return a row of a tab: its sign, what is in it, and its name downwards."""
        column = self.view.columns[number]
        mark, label = self._name(number)
        if y == 0:
            return [
                (fit(mark.strip() or " ", TAB - 1), self._style(number, column.health or "dim"))
            ]
        if y == 1 and column.ids:
            return [(fit(f"{len(column.ids)}", TAB - 1, self.glyphs.cut), "dim")]
        letters = list(clusters(label))
        at = y - 3
        if not 0 <= at < len(letters):
            return []
        start, end, _ = letters[at]
        return [(fit(label[start:end], TAB - 1, ""), self._style(number, "dim"))]

    def _cards_row(self, number: int, place: Place, y: int, cursor: tuple[int, int]) -> Line:
        line: Line = []
        for slot in self.window(number):
            rows = self.rows(number, slot.at)
            if not slot.y <= y < slot.y + len(rows):
                continue
            if not place.lanes:
                return [(" ", "text"), *rows[y - slot.y]]
            here = (number, slot.at) == cursor and y - slot.y < MARKED
            ground = "raised" if here and y == slot.y else "surface"
            gutter = (self.glyphs.gutter, "accent") if here else (" ", "text")
            line.append((" " * (slot.lane * place.lane - line_width(line)), "text"))
            line += on(ground, [gutter, *rows[y - slot.y], (" ", "text")])
        return line


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
    above = max((rows - len(lines)) // 2, 0)
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
