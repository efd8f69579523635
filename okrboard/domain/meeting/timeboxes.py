"""The time boxes of a meeting: how its seconds are dealt, and what becomes of them as it runs.

`deal()` is the only place where seconds are divided, and what it returns always adds up to what was
to be dealt.

A `Clock` is what a meeting stores; every function takes the wall clock's time and returns a new
one, so that it runs on over restarts and is the same on every terminal. The promise: after each of
them, the open boxes less what they have used add up to what is left of the meeting.

- What an item that is finished early did not use is dealt to the open ones by their weights.
- An overrun is paid while it happens, by named items: first the key results, the least urgent
  first, each down to its floor; then the steps, the lightest first; then in the same order what is
  under the floors. What nobody can pay makes the meeting longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import isfinite

from okrboard.domain.record import Record
from okrboard.domain.records import Box

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


class Clock(Record):
    """Where a meeting's time stands."""

    boxes: tuple[Box, ...]
    item: str = ""
    """Key of the item in hand; empty before the start and after the end."""
    since: datetime | None = None
    """Instant up to which its `spent` is counted; None while paused."""


class Payment(Record):
    """Seconds that were taken from an item for the one in hand."""

    key: str
    seconds: int


class Settled(Record):
    """A clock brought up to an instant, and who paid how much on the way there."""

    clock: Clock
    payments: tuple[Payment, ...] = ()


def start(items: Sequence[Item], seconds: int, now: datetime) -> Clock:
    """Return a clock with `seconds` dealt over the items, running on the first one.

    ValueError when two items have the same key.
    """
    keys = [item.key for item in items]
    if len(set(keys)) < len(keys):
        raise ValueError("two items of an agenda cannot have the same key")
    dealt = deal(seconds, [(item.weight, item.floor) for item in items])
    boxes = tuple(
        Box(item.key, box, weight=float(item.weight), floor=item.floor)
        for item, box in zip(items, dealt, strict=True)
    )
    return Clock(boxes, keys[0], now) if keys else Clock(())


def left(clock: Clock) -> int:
    """Return the seconds of a settled clock that are left; 0 in overtime."""
    return sum(_rest(box) for box in clock.boxes if not box.done)


def spent(clock: Clock) -> int:
    """Return the seconds of a settled clock that were used, pauses left out."""
    return sum(box.spent for box in clock.boxes)


def settle(clock: Clock, now: datetime) -> Settled:
    """Bring a clock up to `now`: what screens show, several times a second if they like.

    Settling on the way makes no difference to what comes out later. A wall clock that was set back
    goes on from where it is.
    """
    at = _index(clock)
    if at is None or clock.since is None:
        return Settled(clock)
    passed = int((now - clock.since).total_seconds())
    if passed <= 0:
        return Settled(clock._replace(since=min(now, clock.since)))
    boxes = list(clock.boxes)
    used = boxes[at].spent + passed
    over = max(0, used - boxes[at].seconds)
    payments, _ = _charge(boxes, over, at, below_floors=True)
    boxes[at] = boxes[at]._replace(spent=used, seconds=boxes[at].seconds + over)
    # Whole seconds only: the fraction stays to be counted next time.
    since = clock.since + timedelta(seconds=passed)
    return Settled(Clock(tuple(boxes), clock.item, since), payments)


def onward(clock: Clock, now: datetime) -> Settled:
    """Finish the item in hand and go to the next open one; after the last the meeting is over."""
    settled = settle(clock, now)
    boxes, at = list(settled.clock.boxes), _index(settled.clock)
    if at is None:
        return settled
    _close(boxes, at)
    following = next((box.key for box in boxes[at + 1 :] if not box.done), "")
    if not following:
        return Settled(Clock(tuple(map(_closed, boxes))), settled.payments)
    return Settled(settled.clock._replace(boxes=tuple(boxes), item=following), settled.payments)


def back(clock: Clock, now: datetime) -> Settled:
    """Go to the item before the one in hand, or to the last one when the meeting was over."""
    at = _index(clock)
    before = len(clock.boxes) - 1 if at is None else at - 1
    return settle(clock, now) if before < 0 else go_to(clock, clock.boxes[before].key, now)


def go_to(clock: Clock, key: str, now: datetime) -> Settled:
    """Go to any item. Forward finishes the one in hand, backward leaves it open.

    A finished item opens again with the part it would have been dealt of what is left, paid by the
    others as far as they have more than their floors. ValueError for an unknown key.
    """
    settled = settle(clock, now)
    boxes, at, to = list(settled.clock.boxes), _index(settled.clock), _find(clock, key)
    if to == at:
        return settled
    opened = boxes[to].done
    boxes[to] = boxes[to]._replace(done=False)
    if at is not None and to > at:
        _close(boxes, at)
    payments = _fair_part(boxes, to) if opened else ()
    since = now if at is None else settled.clock.since
    return Settled(Clock(tuple(boxes), key, since), _merged(settled.payments, payments))


def skip(clock: Clock, key: str, now: datetime) -> Settled:
    """Finish an item without going there; its seconds are dealt to the others."""
    if key == clock.item:
        return onward(clock, now)
    settled = settle(clock, now)
    boxes = list(settled.clock.boxes)
    _close(boxes, _find(clock, key))
    return settled._replace(clock=settled.clock._replace(boxes=tuple(boxes)))


def pause(clock: Clock, now: datetime) -> Settled:
    """Stop the clock. A meeting that was cut off is paused at the last instant it was seen."""
    settled = settle(clock, now)
    return settled._replace(clock=settled.clock._replace(since=None))


def resume(clock: Clock, now: datetime) -> Clock:
    """Let a paused clock run on from `now`."""
    return clock._replace(since=now) if clock.item and clock.since is None else clock


def add(clock: Clock, seconds: int, now: datetime) -> Settled:
    """Give the item in hand more seconds: the "+2 minutes" key.

    Others pay as far as they have more than their floors; the rest makes the meeting longer.
    """
    settled = settle(clock, now)
    boxes, at = list(settled.clock.boxes), _index(settled.clock)
    if at is None or seconds <= 0:
        return settled
    payments, _ = _charge(boxes, seconds, at, below_floors=False)
    boxes[at] = boxes[at]._replace(seconds=boxes[at].seconds + seconds)
    clock = settled.clock._replace(boxes=tuple(boxes))
    return Settled(clock, _merged(settled.payments, payments))


def redeal(clock: Clock, seconds: int, now: datetime) -> Clock:
    """Deal `seconds` afresh over the open items: the meeting ends that much after `now`."""
    clock = settle(clock, now).clock
    opened = [box for box in clock.boxes if not box.done]
    dealt = iter(deal(seconds, [(box.weight, box.floor) for box in opened]))
    boxes = (
        box if box.done else box._replace(seconds=box.spent + next(dealt)) for box in clock.boxes
    )
    return clock._replace(boxes=tuple(boxes))


def insert(clock: Clock, item: Item, before: str, now: datetime) -> Settled:
    """Put one more item before another, with the part it would have been dealt of what is left.

    ValueError when the key is there already or `before` is not.
    """
    settled = settle(clock, now)
    boxes, at = list(settled.clock.boxes), _find(clock, before)
    if any(box.key == item.key for box in boxes):
        raise ValueError(f"{item.key} is on the agenda already")
    boxes.insert(at, Box(item.key, 0, weight=float(item.weight), floor=item.floor))
    payments = _fair_part(boxes, at)
    clock = settled.clock._replace(boxes=tuple(boxes))
    return Settled(clock, _merged(settled.payments, payments))


def _index(clock: Clock) -> int | None:
    return _find(clock, clock.item) if clock.item else None


def _find(clock: Clock, key: str) -> int:
    for at, box in enumerate(clock.boxes):
        if box.key == key:
            return at
    raise ValueError(f"{key} is not on the agenda")


def _rest(box: Box) -> int:
    return max(0, box.seconds - box.spent)


def _closed(box: Box) -> Box:
    return box._replace(seconds=box.spent, done=True)


def _close(boxes: list[Box], at: int) -> None:
    """Finish a box and deal what it did not use to the open ones."""
    rest = 0 if boxes[at].done else _rest(boxes[at])
    boxes[at] = _closed(boxes[at])
    takers = [other for other, box in enumerate(boxes) if not box.done]
    dealt = deal(rest, [(boxes[taker].weight, 0) for taker in takers])
    for taker, seconds in zip(takers, dealt, strict=True):
        boxes[taker] = boxes[taker]._replace(seconds=boxes[taker].seconds + seconds)


def _fair_part(boxes: list[Box], at: int) -> tuple[Payment, ...]:
    """Top a box up to what it would be dealt of all that is left, as far as others can pay."""
    opened = [other for other, box in enumerate(boxes) if not box.done]
    whole = sum(_rest(boxes[other]) for other in opened)
    fair = deal(whole, [(boxes[other].weight, boxes[other].floor) for other in opened])
    wanted = max(0, fair[opened.index(at)] - _rest(boxes[at]))
    payments, unpaid = _charge(boxes, wanted, at, below_floors=False)
    boxes[at] = boxes[at]._replace(seconds=boxes[at].seconds + wanted - unpaid)
    return payments


def _charge(
    boxes: list[Box], seconds: int, at: int, *, below_floors: bool
) -> tuple[tuple[Payment, ...], int]:
    """Take seconds from the open boxes other than `at`; return who paid, and what nobody could."""
    payers = sorted(
        (other for other, box in enumerate(boxes) if other != at and not box.done),
        key=lambda other: (not _is_key_result(boxes[other]), boxes[other].weight, -other),
    )
    paid: list[Payment] = []
    for keep_floor in (True, False) if below_floors else (True,):
        for payer in payers:
            box = boxes[payer]
            able = _rest(box) - box.floor if keep_floor else _rest(box)
            part = min(seconds, max(0, able))
            if part:
                boxes[payer] = box._replace(seconds=box.seconds - part, paid=box.paid + part)
                paid.append(Payment(box.key, part))
                seconds -= part
    return _merged(paid), seconds


def _is_key_result(box: Box) -> bool:
    return box.key.startswith("KR")


def _merged(*payments: Iterable[Payment]) -> tuple[Payment, ...]:
    sums: dict[str, int] = {}
    for several in payments:
        for payment in several:
            sums[payment.key] = sums.get(payment.key, 0) + payment.seconds
    return tuple(Payment(key, seconds) for key, seconds in sums.items())


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
