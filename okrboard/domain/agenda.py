"""The agenda of a check-in: which items there are, and how many seconds each one gets.

`deal()` is the only place where seconds are divided, and what it returns always adds up to what was
to be dealt. `timeboxes` runs the clock over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from okrboard.domain.record import Record

TALK = 0.4
"""Priority from which a key result is talked about first: what a gap of 10 points alone brings."""

LONGEST = 10_000_000
"""Seconds that can be dealt; some 115 days."""

_FINE = 1 << 30
"""Weights are counted in whole parts of the largest, so that every division is exact."""


class Item(Record):
    """An item of the agenda before any time is dealt."""

    key: str
    """`arrive`, `KR7`, `rest`, ..."""
    weight: float
    floor: int = 0
    """Seconds it should not go below."""


BEFORE = (Item("arrive", 8, 30), Item("actions", 12, 30))
"""What comes before the key results; the weights of all items are per cent of a usual meeting."""

KEY_RESULTS = Item("key results", 45, 60)
"""The weight that all key results to talk about share, and the floor of each one."""

REST = Item("rest", 4, 20)
"""Those that are waved through together."""

AFTER = (
    Item("confidence", 10, 30),
    Item("plan", 12, 60),
    Item("wins", 6, 20),
    Item("close", 7, 30),
)
"""What comes after the key results."""


def talk_first(
    priorities: Iterable[tuple[str, float]], line: float = TALK
) -> tuple[list[tuple[str, float]], list[str]]:
    """Return the key results to talk about, most urgent first, and those to wave through.

    `priorities` are (reference, agenda priority); equal ones keep their order.
    """
    given = list(priorities)
    talk = sorted((pair for pair in given if pair[1] >= line), key=lambda pair: -pair[1])
    return talk, [ref for ref, priority in given if not priority >= line]


def check_in_items(talk: Sequence[tuple[str, float]], waved: int = 0) -> tuple[Item, ...]:
    """Return the items of a check-in in their order.

    `talk` are the key results to talk about as (reference, agenda priority): they share the key
    results' weight by priority, each at least as if its priority were `TALK`. `waved` says how many
    are waved through together; that item is there only if there are any.
    """
    shares = [(ref, max(priority, TALK)) for ref, priority in talk]
    whole = sum(share for _, share in shares)
    return (
        *BEFORE,
        *(
            Item(ref, KEY_RESULTS.weight * share / whole, KEY_RESULTS.floor)
            for ref, share in shares
        ),
        *((REST,) if waved else ()),
        *AFTER,
    )


def deal(seconds: int, shares: Sequence[tuple[float, int]]) -> tuple[int, ...]:
    """Return whole seconds for each `(weight, floor)`, adding up to `seconds` exactly.

    Every item gets its floor at least; beyond that they are in proportion to their weights, rounded
    by largest remainder (the earlier one of equals first). When the floors do not fit, they shrink
    in proportion to each other. Equal weights when all are 0. Seconds below 0 count as 0.
    ValueError for a weight or a floor below 0, or more than 10^7 seconds.
    Source: method of largest remainder (Hare–Niemeyer).
    """
    if seconds > LONGEST:
        raise ValueError("a meeting is not that long")
    if any(not isfinite(weight) or weight < 0 or floor < 0 for weight, floor in shares):
        raise ValueError("a weight and a floor have to be 0 or more")
    seconds = max(0, seconds)
    floors = [floor for _, floor in shares]
    if sum(floors) >= seconds:
        return tuple(_largest_remainder(seconds, floors))
    parts = _whole_parts([weight for weight, _ in shares])
    free = list(range(len(shares)))
    while below := [at for at in free if _is_below(at, free, parts, floors, seconds)]:
        seconds -= sum(floors[at] for at in below)
        free = [at for at in free if at not in below]
    boxes = list(floors)
    dealt = _largest_remainder(seconds, [parts[at] for at in free])
    for at, box in zip(free, dealt, strict=True):
        boxes[at] = box
    return tuple(boxes)


def _is_below(at: int, free: list[int], parts: list[int], floors: list[int], seconds: int) -> bool:
    return seconds * parts[at] < floors[at] * sum(parts[other] for other in free)


def _whole_parts(weights: list[float]) -> list[int]:
    largest = max(weights, default=0.0)
    if largest == 0:
        return [1] * len(weights)
    return [round(weight / largest * _FINE) for weight in weights]


def _largest_remainder(seconds: int, parts: list[int]) -> list[int]:
    if not parts:
        return []
    if not any(parts):
        parts = [1] * len(parts)
    whole = sum(parts)
    boxes = [seconds * part // whole for part in parts]
    order = sorted(range(len(parts)), key=lambda at: -(seconds * parts[at] % whole))
    for at in order[: seconds - sum(boxes)]:
        boxes[at] += 1
    return boxes
