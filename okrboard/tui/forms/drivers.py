"""Drivers as they are typed in a check-in: one a line, the rest that nobody names worked out.

`+4 Black Friday load outside`, `retry budget -3` and `retry budget = -3 : action` are all read.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.enums import WORDS
from okrboard.domain.formulas import unexplained
from okrboard.domain.parse_values import parse_driver
from okrboard.domain.records import Driver
from okrboard.text import clean_lines, squeeze
from okrboard.tui.forms.fields import ListField

KINDS = WORDS["DriverKind"]
KINDS_HINT = "last word: outside · luck · measurement; else our action"
"""How the kind of a driver is said, for who could not guess it."""


def read_driver(line: str, unit: str = "") -> Driver:
    """Return the driver that one line names; ValueError with one line that says how to write it.

    The share stands first, last, or behind a `=`; a kind may follow it.
    """
    line = squeeze(line)
    if "=" not in line:
        words = line.split()
        kind = words.pop() if len(words) > 2 and words[-1].casefold() in KINDS else "action"
        share = words.pop(0 if words and _signed(words[0]) else -1) if words else ""
        if not words or not _signed(share):
            raise ValueError("how much did it move? write +4 Black Friday, or retry budget = -3")
        line = f"{' '.join(words)}={share}:{kind}"
    found = parse_driver(line, unit)
    return Driver(found.text, found.share, found.kind)


class DriversField(ListField):
    """What drove a key result."""

    def __init__(
        self, name: str, label: str, unit: str, change: Callable[[], float | None]
    ) -> None:
        """`change` is the whole change that the drivers explain, None while it is not known."""
        self.unit = unit
        self.change = change
        super().__init__(
            name,
            label,
            read=self._read,
            usual="for example +4 Black Friday load outside",
            words=("driver", "share of"),
        )

    def line_echo(self, line: str) -> tuple[Driver | None, str]:
        """Return how one line is understood: its driver, or why there is none."""
        if not line.strip():
            return None, ""
        try:
            return read_driver(line, self.unit), ""
        except ValueError as error:
            return None, squeeze(str(error))

    def rest(self) -> float | None:
        """Return the part of the change that nobody names; None while there is no change."""
        change = self.change()
        if change is None:
            return None
        drivers = [self.line_echo(line)[0] for line in self.lines]
        return unexplained(change, [driver.share for driver in drivers if driver])

    def echo(self) -> str:
        """Nothing for the whole: each line has its own."""
        return ""

    def _read(self, text: str) -> tuple[tuple[Driver, ...], str]:
        lines = (line for line in clean_lines(text).split("\n") if line.strip())
        return tuple(read_driver(line, self.unit) for line in lines), ""


def _signed(word: str) -> bool:
    return word[:1] in ("+", "-", "\u2212") and word[1:2].isdigit()
