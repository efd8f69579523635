"""A small terminal: bytes in, a picture of cells out. Reads what Textual and plain programs write.

Enough of ECMA-48 and xterm to know what a person would see: text, cursor, colours, erasing, the
alternate screen, modes. What it does not know it counts in `unknown`, so that a test can insist.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

PRIVATE = "?"


class Look(NamedTuple):
    """How a cell is drawn; colours as the bytes named them, "" for the terminal's own."""

    fg: str = ""
    bg: str = ""
    bold: bool = False
    dim: bool = False
    reverse: bool = False
    underline: bool = False


class Cell(NamedTuple):
    text: str = " "
    look: Look = Look()


class ScreenReader:
    """The state of a terminal of `columns` by `lines`."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.modes = {7, 25}
        """Private modes that are on: 1049 the alternate screen, 25 the cursor is seen."""
        self.unknown: list[str] = []
        self.title = ""
        self.x = self.y = 0
        self.look = Look()
        self._cells = self._blank()
        self._main = self._cells
        self._pending = b""

    @property
    def rows(self) -> list[str]:
        """The lines as text."""
        return ["".join(cell.text for cell in row).rstrip() for row in self._cells]

    @property
    def text(self) -> str:
        """The whole picture."""
        return "\n".join(self.rows)

    def cell(self, x: int, y: int) -> Cell:
        """A cell of the picture."""
        return self._cells[y][x]

    def cells(self) -> list[list[Cell]]:
        """Every cell, by line."""
        return [list(row) for row in self._cells]

    def resize(self, columns: int, lines: int) -> None:
        """Take another size; what is cut is gone, as in xterm."""
        for cells in (self._cells, self._main):
            for row in cells:
                row[columns:] = [Cell()] * (columns - len(row))
            cells[lines:] = [[Cell()] * columns for _ in range(lines - len(cells))]
        self.columns, self.lines = columns, lines
        self.x, self.y = min(self.x, columns - 1), min(self.y, lines - 1)

    def feed(self, data: bytes) -> list[str]:
        """Take bytes; return the queries among them, to be answered."""
        data = self._pending + data
        try:
            text, self._pending = data.decode(), b""
        except UnicodeDecodeError as error:
            if error.end < len(data) or len(data) - error.start > 3:
                text, self._pending = data.decode(errors="replace"), b""
            else:
                text, self._pending = data[: error.start].decode(), data[error.start :]
        queries: list[str] = []
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                end = text.find("\x1b", at)
                end = len(text) if end < 0 else end
                self._print(text[at:end])
                at = end
                continue
            if text.startswith("\x1b\x1b", at):
                # A signal cut a sequence off behind its first character; terminals begin anew.
                at += 1
                continue
            end = _end_of_sequence(text, at)
            if end < 0:
                self._pending = text[at:].encode() + self._pending
                break
            query = self._sequence(text[at:end])
            if query:
                queries.append(query)
            at = end
        return queries

    def _blank(self) -> list[list[Cell]]:
        return [[Cell()] * self.columns for _ in range(self.lines)]

    def _print(self, text: str) -> None:
        for character in text:
            if character == "\r":
                self.x = 0
            elif character in "\n\v":
                self._down()
            elif character == "\b":
                self.x = max(0, self.x - 1)
            elif character == "\t":
                self.x = min(self.columns - 1, (self.x // 8 + 1) * 8)
            elif character >= " ":
                self._put(character)

    def _put(self, character: str) -> None:
        wide = cell_len(character)
        if wide == 0:
            if self.x:
                before = self._cells[self.y][self.x - 1]
                self._cells[self.y][self.x - 1] = before._replace(text=before.text + character)
            return
        if self.x + wide > self.columns:
            if 7 not in self.modes:
                return
            self.x = 0
            self._down()
        self._cells[self.y][self.x] = Cell(character, self.look)
        if wide == 2:
            self._cells[self.y][self.x + 1] = Cell("", self.look)
        self.x += wide

    def _down(self) -> None:
        if self.y < self.lines - 1:
            self.y += 1
        else:
            self._cells.append([Cell()] * self.columns)
            del self._cells[0]

    def _sequence(self, sequence: str) -> str:
        if sequence[1] == "]":
            body = sequence[2:].rstrip("\x07").removesuffix("\x1b\\")
            code, _, value = body.partition(";")
            if value == "?":
                return f"]{code}"
            if code in ("0", "2"):
                self.title = value
            return ""
        if sequence[1] != "[":
            return ""
        if not "@" <= sequence[-1] <= "~" or len(sequence) < 3:
            return ""
        return self._control(sequence[2:-1], sequence[-1])

    def _control(self, body: str, final: str) -> str:
        if final in "hl" and body.startswith(PRIVATE):
            for mode in body[1:].split(";"):
                self._mode(int(mode), final == "h")
        elif final == "m" and not body.startswith((">", PRIVATE)):
            self.look = _after_sgr(self.look, body)
        elif final == "c" or (final == "p" and body.endswith("$")) or (body, final) == ("6", "n"):
            return body + final
        elif body[:1] in ("<", ">", "=", PRIVATE):
            return ""
        else:
            self._move(body, final)
        return ""

    def _mode(self, mode: int, on: bool) -> None:
        if mode == 1049 and on != (1049 in self.modes):
            if on:
                self._main, self._cells = self._cells, self._blank()
            else:
                self._cells = self._main
        (self.modes.add if on else self.modes.discard)(mode)

    def _move(self, body: str, final: str) -> None:
        numbers = [int(part) if part.isdigit() else 0 for part in body.split(";")]
        first = numbers[0]
        if final in "Hf":
            row, column = first or 1, (numbers[1] if len(numbers) > 1 else 1) or 1
            self.y = min(row, self.lines) - 1
            self.x = min(column, self.columns) - 1
        elif final == "A":
            self.y = max(0, self.y - (first or 1))
        elif final == "B":
            self.y = min(self.lines - 1, self.y + (first or 1))
        elif final == "C":
            self.x = min(self.columns - 1, self.x + (first or 1))
        elif final == "D":
            self.x = max(0, self.x - (first or 1))
        elif final == "G":
            self.x = min(self.columns, first or 1) - 1
        elif final == "J":
            self._erase(first)
        elif final == "K":
            row_cells = self._cells[self.y]
            begin, end = (self.x, self.columns) if first == 0 else (0, self.x + 1)
            if first == 2:
                begin, end = 0, self.columns
            row_cells[begin:end] = [Cell(" ", Look(bg=self.look.bg))] * (end - begin)
        elif final == "X":
            end = min(self.x + (first or 1), self.columns)
            blank = Cell(" ", Look(bg=self.look.bg))
            self._cells[self.y][self.x : end] = [blank] * (end - self.x)
        elif final not in "rtsuq":
            self.unknown.append(body + final)

    def _erase(self, what: int) -> None:
        if what in (2, 3):
            blank = Cell(" ", Look(bg=self.look.bg))
            self._cells[:] = [[blank] * self.columns for _ in range(self.lines)]
            return
        for y in range(self.lines):
            for x in range(self.columns):
                after = (y, x) >= (self.y, self.x)
                if after == (what == 0):
                    self._cells[y][x] = Cell()


def _end_of_sequence(text: str, at: int) -> int:
    """Return where the escape sequence at `at` ends, -1 while it is not whole."""
    if at + 1 >= len(text):
        return -1
    kind = text[at + 1]
    if kind in "]PX^_":
        for end in range(at + 2, len(text)):
            if text[end] == "\x07":
                return end + 1
            if text[end] == "\\" and text[end - 1] == "\x1b":
                return end + 1
        return -1
    if kind == "[":
        for end in range(at + 2, len(text)):
            if text[end] == "\x1b":
                # Another sequence begins: this one was never ended, and is nothing.
                return end
            if "@" <= text[end] <= "~":
                return end + 1
        return -1
    if kind in "()*+#% ":
        return at + 3 if at + 2 < len(text) else -1
    return at + 2


def _after_sgr(look: Look, body: str) -> Look:
    codes = [int(part or 0) for part in body.replace(":", ";").split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            look = Look()
        elif code in (1, 2, 4, 7):
            look = _with(look, {1: "bold", 2: "dim", 4: "underline", 7: "reverse"}[code], True)
        elif code == 22:
            look = look._replace(bold=False, dim=False)
        elif code in (24, 27):
            look = _with(look, {24: "underline", 27: "reverse"}[code], False)
        elif code in (38, 48):
            length = 4 if codes[:1] == [2] else 2
            parts = codes[1:length]
            if length == 2 and parts[0] >= 16:
                parts = xterm_colour(parts[0])
            colour = "#" + ",".join(map(str, parts))
            del codes[:length]
            look = look._replace(fg=colour) if code == 38 else look._replace(bg=colour)
        elif code in (39, 49):
            look = look._replace(fg="") if code == 39 else look._replace(bg="")
        elif 30 <= code <= 37 or 90 <= code <= 97:
            look = look._replace(fg=str(code))
        elif 40 <= code <= 47 or 100 <= code <= 107:
            look = look._replace(bg=str(code))
    return look


def xterm_colour(number: int) -> list[int]:
    """Return red, green and blue of a colour by its number, 16 to 255 (ctlseqs, 256colres.pl)."""
    if number >= 232:
        return [8 + 10 * (number - 232)] * 3
    levels = [(number - 16) // base % 6 for base in (36, 6, 1)]
    return [55 + 40 * level if level else 0 for level in levels]


def _with(look: Look, name: str, on: bool) -> Look:
    values: dict[str, object] = {**look._asdict(), name: on}
    return Look(**values)  # type: ignore[arg-type]
