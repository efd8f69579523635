"""Ambition: what the confidence in a goal that is not begun yet says about the goal."""

from __future__ import annotations

from okrboard.domain.enums import Commitment
from okrboard.domain.record import Record

RIGHT = (3.0, 7.0)
"""Confidence in an aspirational key result that is neither safe nor out of reach."""

PROMISED = 7.0
"""Confidence below which a promise is no promise."""


class Ambition(Record):
    """What a median of confidence says."""

    right: bool
    sentence: str


def ambition(commitment: Commitment, median: float) -> Ambition:
    """Return what a median confidence (0 to 10) says of a key result before its cycle.

    Source: reference/method.md 2.5, rows 52 and 54 (the ambition of a set of drafts), and the
    lines at 3, 7 and 8 of the meeting's own description.
    """
    if commitment == "committed":
        if median < PROMISED:
            return Ambition(False, "a promise below 7: what is missing, or is it no promise?")
        return Ambition(True, "a promise that we believe in")
    if median > RIGHT[1]:
        return Ambition(False, "nearly certain: what would be worth being proud of?")
    if median < RIGHT[0]:
        return Ambition(False, "out of reach: what would have to be true for it?")
    return Ambition(True, "ambitious, and not out of reach")
