"""`Scene`: the board with a cursor in it; pure state, no Textual.

It knows what a key does to the cursor and to the windows, and what is to be painted again then:
two titles and the gutters below them where nothing scrolls.
"""

from __future__ import annotations

from okrboard.domain.view import View
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.card import Density
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.picture import Area, Picture, Slot


class Scene:
    """A view of the board with a cursor, in a window."""

    def __init__(self, view: View, glyphs: Glyphs, density: Density = "full") -> None:
        """Begin at the first card."""
        self.picture = Picture(view, glyphs, density)
        self.column = 0
        """The column that the cursor is in."""
        self.index = 0
        """The cursor's place in that column."""
        self._by_chance = not view.complete
        """Whether the cursor is where it is since no more cards were known yet."""
        self._begin()

    @property
    def view(self) -> View:
        """What is shown."""
        return self.picture.view

    @property
    def card(self) -> int | None:
        """The objective under the cursor."""
        columns = self.view.columns
        ids = columns[self.column].ids if self.column < len(columns) else ()
        return ids[self.index] if self.index < len(ids) else None

    def row(self, y: int) -> Line:
        """Return a row of the picture, exactly as wide as it is."""
        return self.picture.row(y, (self.column, self.index))

    def resize(self, width: int, height: int) -> None:
        """Take another size; the cursor stays in sight."""
        self.picture.width, self.picture.height = width, height
        self._arrange_anew()

    def show(self, view: View) -> None:
        """Take another view; the cursor and each column's window stay on the same cards.

        Where the cursor's card is gone, the one that has come in its place takes the cursor. A view
        that was not complete had a first card by chance: unless somebody chose one, it begins anew.
        """
        picture, card, column = self.picture, self.card, self.picture.key(self.column)
        seen = {
            one.key: one.ids[min(picture.tops[one.key], len(one.ids) - 1)]
            for one in self.view.columns
            if one.ids and one.key in picture.tops
        }
        alike = view.by == self.view.by
        picture.view = view
        picture.tops = {}
        for number, now in enumerate(view.columns):
            if alike and now.key == column:
                self.column = number
            if alike and seen.get(now.key) in now.ids:
                picture.tops[now.key] = now.ids.index(seen[now.key])
        place = view.place(card) if card is not None else None
        if self._by_chance:
            self._begin()
            self._by_chance = not view.complete
        elif place is not None:
            self.column, self.index = place
        else:
            self._settle()
        self._arrange_anew()

    def tell_more_or_less(self, density: Density) -> None:
        """Tell more or less of each card."""
        self.picture.density = density
        self._arrange_anew()

    def put_on(self, card: int) -> list[Area]:
        """Put the cursor on an objective; return what has to be painted again."""
        place = self.view.place(card)
        if place is None:
            return []
        self._by_chance = False
        return self._moved(*place)

    def move(self, where: str) -> list[Area]:
        """Move the cursor; return what has to be painted again, nothing when it stays."""
        self._by_chance = False
        if where in ("left", "right"):
            return self._sideways(-1 if where == "left" else 1)
        ids = self.view.columns[self.column].ids if self.view.columns else ()
        if not ids:
            return []
        page = max(len(self.picture.window(self.column)) - 1, 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        index = {"first": 0, "last": len(ids) - 1}.get(where, self.index + steps.get(where, 0))
        return self._moved(self.column, min(max(index, 0), len(ids) - 1))

    def scroll(self, number: int, step: int) -> list[Area]:
        """Move a column's window by cards; the cursor stays in it if it is there."""
        picture = self.picture
        top = picture.top(number)
        new = max(top + step, 0)
        if new == top or (step > 0 and picture.below(number) == 0):
            return []
        picture.set_top(number, new)
        if number == self.column:
            self._by_chance = False
            window = picture.window(number)
            self.index = min(max(self.index, window[0].at), window[-1].at)
        return [picture.box(number)]

    def aim(self, number: int | None) -> list[Area]:
        """Mark the column over which a card is dragged; None for no column."""
        picture = self.picture
        if picture.target == number:
            return []
        picture.target = number
        return [Area(0, 0, picture.width, 1)]

    def marked(self) -> list[Area]:
        """Return the cells that show the cursor; none when it is out of sight."""
        return [] if self.card is None else self.picture.marks(self.column, self.index)

    def _begin(self) -> None:
        """Put the cursor on the first card that asks for somebody."""
        filled = [number for number, column in enumerate(self.view.columns) if column.ids]
        asking = [number for number in filled if not self.picture.is_rail(number)]
        self.column, self.index = next(iter([*asking, *filled]), 0), 0

    def _moved(self, number: int, index: int) -> list[Area]:
        """Put the cursor somewhere and the windows around it; return what changed."""
        picture = self.picture
        if (number, index) == (self.column, self.index):
            return []
        before, layout, top = self.marked(), picture.layout, picture.top(number)
        self.column, self.index = number, index
        picture.arrange(number, layout.first)
        self._keep_in_window()
        if picture.layout != layout:
            return [Area(0, 0, picture.width, picture.height)]
        scrolled = picture.top(number) != top
        return [*before, *([picture.box(number)] if scrolled else self.marked())]

    def _sideways(self, step: int) -> list[Area]:
        columns, picture, first = self.view.columns, self.picture, self.picture.layout.first
        number, slot = self.column, picture.slot(self.column, self.index)
        beside = self._in_lane(number, slot.lane + step) if slot else []
        while not beside:
            number += step
            if not 0 <= number < len(columns):
                return self._slide(step)
            if columns[number].ids:
                # A rail opens when the cursor comes: until then it has no lanes.
                picture.arrange(number, first)
                window = picture.window(number)
                beside = self._in_lane(number, 0 if step > 0 else window[-1].lane)
                picture.arrange(self.column, first)
        y = slot.y if slot else 0
        level = [each.at for each in beside if each.y <= y]
        return self._moved(number, level[-1] if level else beside[0].at)

    def _in_lane(self, number: int, lane: int) -> list[Slot]:
        return [slot for slot in self.picture.window(number) if slot.lane == lane]

    def _slide(self, step: int) -> list[Area]:
        """Show the empty columns that are out of sight beyond the last card."""
        picture, layout = self.picture, self.picture.layout
        first = layout.first + step
        fits = 0 <= first <= layout.total - len(layout.places)
        if not fits or not first <= self.column < first + len(layout.places):
            return []
        picture.arrange(self.column, first)
        if picture.layout.first == layout.first:
            return []
        return [Area(0, 0, picture.width, picture.height)]

    def _settle(self) -> None:
        """Put the cursor on a card near to where it was."""
        columns = self.view.columns
        self.column = min(self.column, max(len(columns) - 1, 0))
        if columns and not columns[self.column].ids:
            filled = [number for number, column in enumerate(columns) if column.ids]
            self.column = min(filled, key=lambda number: abs(number - self.column), default=0)
        ids = columns[self.column].ids if columns else ()
        self.index = min(self.index, max(len(ids) - 1, 0))

    def _arrange_anew(self) -> None:
        picture = self.picture
        picture.forget()
        picture.arrange(self.column, picture.layout.first)
        self._keep_in_window()
        for number in range(picture.layout.first, picture.layout.last + 1):
            ids = picture.view.columns[number].ids
            if number != self.column and ids and picture.top(number):
                # No window ends in empty rows while there are cards above it.
                least = picture.back_from(number, len(ids) - 1)
                picture.set_top(number, min(picture.top(number), least))

    def _keep_in_window(self) -> None:
        """Move the cursor's column no more than the cursor needs."""
        picture = self.picture
        if self.card is None or not picture.height:
            return
        top = min(picture.top(self.column), self.index)
        top = max(top, min(picture.back_from(self.column, self.index), self.index))
        if top != picture.top(self.column):
            picture.set_top(self.column, top)
