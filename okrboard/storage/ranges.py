"""`Ranges`: a set of ids as the few runs that it consists of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

MOST = 10_000_000
"""Ids that one set may hold; a file that says more is not believed."""


class Ranges:
    """Whole numbers from 0 on, kept as first and last of each run: `[1, 40, 50, 60]`."""

    __slots__ = ("flat",)

    def __init__(self, flat: list[int]) -> None:
        """Take runs in the form of `flat`, which is not checked."""
        self.flat = flat

    @classmethod
    def of(cls, ids: Iterable[int]) -> Ranges:
        """Return the set of some ids, in whatever order they come."""
        flat: list[int] = []
        for id in sorted(set(ids)):
            if flat and flat[-1] == id - 1:
                flat[-1] = id
            else:
                flat += (id, id)
        return cls(flat)

    @classmethod
    def union(cls, several: Iterable[Ranges]) -> Ranges:
        """Return what is in any of several sets that have nothing in common."""
        pairs = sorted(pair for ranges in several for pair in ranges.pairs())
        return cls([end for pair in pairs for end in pair])

    def pairs(self) -> list[tuple[int, int]]:
        """Return first and last of each run, in order."""
        return list(zip(self.flat[::2], self.flat[1::2], strict=True))

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, int):
            return False
        at = bisect_right(self.flat, id)
        return at % 2 == 1 or (at > 0 and self.flat[at - 1] == id)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.pairs():
            yield from range(first, last + 1)

    def __reversed__(self) -> Iterator[int]:
        for first, last in reversed(self.pairs()):
            yield from range(last, first - 1, -1)

    def __len__(self) -> int:
        return sum(self.flat[1::2]) - sum(self.flat[::2]) + len(self.flat) // 2


def is_flat(value: object) -> bool:
    """Say whether something is the runs of a set that a board can have."""
    if not isinstance(value, list) or len(value) % 2 or not set(map(type, value)) <= {int}:
        return False
    if len(value) == 2:
        # One run, as nearly all are: a board of many archives asks this often when it is opened.
        first, last = value
        return bool(0 <= first <= last < 10**15 and last - first < MOST)
    firsts, lasts = value[::2], value[1::2]
    if not all(map(int.__le__, firsts, lasts)) or not all(map(int.__lt__, lasts, firsts[1:])):
        return False
    held = sum(lasts) - sum(firsts) + len(lasts)
    return not value or (value[0] >= 0 and value[-1] < 10**15 and held <= MOST)
