"""The bridge: what led a key result from its start to where it stands, driver by driver."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import DriverKind
from okrboard.domain.formulas import unexplained
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult

MOST = 8
"""Drivers that a bridge names; what is smaller goes together."""


class Span(Record):
    """One part of the way."""

    text: str
    share: float
    """Signed, in the key result's unit."""
    kind: DriverKind | None = None
    """None for what nobody named, and for many small ones together."""


class Bridge(Record):
    """The way from a start value to an end value; the spans add up to the difference."""

    start: float
    end: float
    spans: tuple[Span, ...]
    unexplained: float


def bridge(
    board: Board, key_result: KeyResult, first: date | None = None, last: date | None = None
) -> Bridge:
    """Return the bridge over a key result's check-ins, of a span of days or of all of them.

    The same cause named in several weeks is one span. The largest come first, at most `MOST`.
    """
    check_ins = [
        check_in
        for check_in in board.check_ins_of(key_result.id)
        if (first is None or check_in.on >= first) and (last is None or check_in.on <= last)
    ]
    if not check_ins:
        return Bridge(key_result.start, key_result.start, (), 0.0)
    sums: dict[tuple[str, DriverKind], float] = {}
    names: dict[tuple[str, DriverKind], str] = {}
    for check_in in check_ins:
        for driver in check_in.drivers:
            key = (driver.text.casefold(), driver.kind)
            names.setdefault(key, driver.text)
            sums[key] = sums.get(key, 0.0) + driver.share
    ordered = sorted(sums, key=lambda key: -abs(sums[key]))
    spans = [Span(names[key], sums[key], key[1]) for key in ordered]
    if len(spans) > MOST:
        small = spans[MOST - 1 :]
        spans = [*spans[: MOST - 1], Span(f"{len(small)} smaller", sum(s.share for s in small))]
    end = check_ins[-1].value
    rest = unexplained(end - key_result.start, [span.share for span in spans])
    return Bridge(key_result.start, end, tuple(spans), rest)
