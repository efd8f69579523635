"""Drivers as they are typed in a check-in: one a line, the rest that nobody names worked out.

`+4 Black Friday load outside`, `retry budget -3` and `retry budget = -3 : action` are all read.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cells import fit
from okrboard.domain.enums import WORDS
from okrboard.domain.format_numbers import format_change
from okrboard.domain.formulas import unexplained
from okrboard.domain.parse_values import parse_driver
from okrboard.domain.records import Driver
from okrboard.glyphs import Glyphs
from okrboard.text import squeeze
from okrboard.tui.forms.fields import ListField, wrapped
from okrboard.tui.paint.key_result import DRIVER_WORDS
from okrboard.tui.paint.line import Line, typeset

KINDS_HINT = "last word: outside · luck · measurement; else our action"
"""How the kind of a driver is said, for who could not guess it."""


def read_driver(line: str, unit: str = "") -> Driver:
    """Return the driver that one line names; ValueError with one line that says how to write it.

    The share stands first, last, or behind a `=`; a kind may follow it.
    """
    line = squeeze(line)
    if "=" not in line:
        words = line.split()
        typed = len(words) > 2 and words[-1].casefold() in WORDS["DriverKind"]
        kind = words.pop() if typed else "action"
        share = words.pop(0 if words and _signed(words[0]) else -1) if words else ""
        if not words or not _signed(share):
            raise ValueError("how much did it move? write +4 Black Friday, or retry budget = -3")
        line = f"{' '.join(words)}={share}:{kind}"
    driver = parse_driver(line, unit)
    return Driver(driver.text, driver.share, driver.kind)


class DriversField(ListField):
    """What drove a key result."""

    MOST_ROWS = 12

    def __init__(
        self, name: str, label: str, unit: str, change: Callable[[], float | None]
    ) -> None:
        """`change` is the whole change that the drivers explain, None while it is not known."""
        self.unit = unit
        self.change = change
        super().__init__(
            name,
            label,
            read=lambda text: (
                tuple(read_driver(line, unit) for line in text.split("\n") if line.strip()),
                "",
            ),
            hint="for example +4 Black Friday load outside",
            words=("driver", "share of"),
        )

    def rest(self) -> float | None:
        """Return the part of the change that nobody names; None while there is no change."""
        change = self.change()
        if change is None:
            return None
        drivers = [self._understand(line)[0] for line in self.lines]
        return unexplained(change, [driver.share for driver in drivers if driver])

    def echo(self) -> str:
        """Nothing for the whole: each line has its own."""
        return ""

    def _understand(self, line: str) -> tuple[Driver | None, str]:
        """Return the driver of one line, or why there is none."""
        if not line.strip():
            return None, ""
        try:
            return read_driver(line, self.unit), ""
        except ValueError as error:
            return None, squeeze(str(error))

    def _tells(self, message: str) -> bool:
        return any(self._understand(line)[1] == message for line in self.lines)

    def _remark(self, number: int, active: bool, glyphs: Glyphs) -> tuple[str, str]:
        driver, wrong = self._understand(self.lines[number])
        if driver is not None:
            share = typeset(format_change(driver.share, self.unit), glyphs)
            return f"{share} {DRIVER_WORDS[driver.kind]}", "echo"
        # Nobody is told of an error in a line that is being typed, unless it was to be saved.
        typing = active and number == self.editor.cursor_location[0] and wrong != self.message
        return f"! {wrong}" if wrong and not typing else "", "error"

    def _below(self, width: int, active: bool, glyphs: Glyphs) -> list[Line]:
        lines: list[Line] = []
        rest = self.rest()
        if rest is not None:
            change = typeset(format_change(rest, self.unit), glyphs)
            word = f"{change} unexplained" if rest else "all of it explained"
            lines.append([(fit(word, width, glyphs.cut), "echo" if rest else "dim")])
        return lines + wrapped(KINDS_HINT, width, "dim") if active else lines


def _signed(word: str) -> bool:
    return word[:1] in ("+", "-", "\u2212") and word[1:2].isdigit()
