"""Fields that several people fill at the same time, put back one element at a time.

A meeting's decisions are everybody's: whoever takes theirs back leaves those of the others.
"""

from __future__ import annotations

from typing import Any

Elements = tuple[Any, ...]


IN_PARTS: dict[str, frozenset[str]] = {
    "meetings": frozenset(("attendance", "wins", "decisions", "revealed", "passed", "asked")),
    "check_ins": frozenset(("drivers",)),
    "proposals": frozenset(("taken",)),
}
"""By table the fields whose elements are said by different people, each for itself."""


def without(whole: Elements, taken: Elements) -> list[Any]:
    """Return the elements of `whole` that `taken` does not have; one for one where some repeat."""
    left = list(whole)
    for one in taken:
        if one in left:
            left.remove(one)
    return left


def put_back(now: Elements, then: Elements, before: Elements) -> Elements | None:
    """Return `now` with what led from `before` to `then` taken back; None when that is not there.

    What others added or took away since stays as they left it.
    """
    if now == then:
        return before
    gone, back = without(then, before), without(before, then)
    found = list(now)
    if without(tuple(gone), now):
        return None
    if len(gone) == len(back):
        for old, new in zip(gone, back, strict=True):
            found[found.index(old)] = new
        return tuple(found)
    for old in gone:
        found.remove(old)
    for new in back:
        found.insert(min(before.index(new), len(found)), new)
    return tuple(found)
