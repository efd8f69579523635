"""The time boxes of a meeting: how its seconds are dealt, and what becomes of them as it runs.

`deal()` is the only place where seconds are divided, and what it returns always adds up to what was
to be dealt.

A `Clock` is what a meeting stores; its methods take the wall clock's time and return a new one, so
that it runs on over restarts and is the same on every terminal. The promise: after each of them,
the open boxes less what they have used add up to what is left of the meeting.

- What an item that is finished early did not use is dealt to the open ones by their weights.
- An overrun is paid while it happens, by named items: first the key results, the least urgent
  first, each down to its floor; then the steps, the lightest first; then in the same order what is
  under the floors. What nobody can pay makes the meeting longer.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    @property
    def left(self) -> int:
        """Seconds that were left when it was settled; 0 in overtime."""
        return sum(_rest(box) for box in self.boxes if not box.done)

    @property
    def spent(self) -> int:
        """Seconds that were used when it was settled, pauses left out."""
        return sum(box.spent for box in self.boxes)

    def settle(self, now: datetime) -> Clock:
        """Bring it up to `now`: what screens show, several times a second if they like.

        Settling on the way makes no difference to what comes out later. A wall clock that was set
        back goes on from where it is.
        """
        if not self.item or self.since is None:
            return self
        passed = int((now - self.since).total_seconds())
        if passed <= 0:
            return self._replace(since=min(now, self.since))
        boxes, at = list(self.boxes), self._find(self.item)
        used = boxes[at].spent + passed
        over = max(0, used - boxes[at].seconds)
        _charge(boxes, over, at, below_floors=True)
        boxes[at] = boxes[at]._replace(spent=used, seconds=boxes[at].seconds + over)
        # Whole seconds only: the fraction stays to be counted next time.
        return Clock(tuple(boxes), self.item, self.since + timedelta(seconds=passed))

    def onward(self, now: datetime) -> Clock:
        """Finish the item in hand and go to the next open one; after the last it is over."""
        if not self.item:
            return self
        clock = self.settle(now)
        boxes, at = list(clock.boxes), clock._find(clock.item)
        _close(boxes, at)
        following = next((box.key for box in boxes[at + 1 :] if not box.done), "")
        if not following:
            return Clock(tuple(box._replace(seconds=box.spent, done=True) for box in boxes))
        return clock._replace(boxes=tuple(boxes), item=following)

    def back(self, now: datetime) -> Clock:
        """Go to the item before the one in hand, or to the last one when the meeting was over."""
        before = (self._find(self.item) if self.item else len(self.boxes)) - 1
        return self.settle(now) if before < 0 else self.go_to(self.boxes[before].key, now)

    def go_to(self, key: str, now: datetime) -> Clock:
        """Go to any item. Forward finishes the one in hand, backward leaves it open.

        A finished item opens again with the part it would have been dealt of what is left, paid by
        the others as far as they have more than their floors. ValueError for an unknown key.
        """
        clock = self.settle(now)
        boxes, to = list(clock.boxes), clock._find(key)
        at = clock._find(clock.item) if clock.item else to + 1
        if to == at:
            return clock
        was_done = boxes[to].done
        boxes[to] = boxes[to]._replace(done=False)
        if to > at:
            _close(boxes, at)
        if was_done:
            _top_up(boxes, to)
        return Clock(tuple(boxes), key, clock.since if clock.item else now)

    def pause(self, now: datetime) -> Clock:
        """Stop it. A meeting that was cut off is paused at the last instant it was seen."""
        return self.settle(now)._replace(since=None)

    def resume(self, now: datetime) -> Clock:
        """Let it run on from `now` if it was paused."""
        return self._replace(since=now) if self.item and self.since is None else self

    def add(self, seconds: int, now: datetime) -> Clock:
        """Give the item in hand more seconds: the "+2 minutes" key.

        Others pay as far as they have more than their floors; the rest makes the meeting longer.
        """
        clock = self.settle(now)
        if not clock.item or seconds <= 0:
            return clock
        boxes, at = list(clock.boxes), clock._find(clock.item)
        _charge(boxes, seconds, at)
        boxes[at] = boxes[at]._replace(seconds=boxes[at].seconds + seconds)
        return clock._replace(boxes=tuple(boxes))

    def redeal(self, seconds: int, now: datetime) -> Clock:
        """Deal `seconds` afresh over the open items: the meeting ends that much after `now`."""
        clock = self.settle(now)
        opened = [(box.weight, box.floor) for box in clock.boxes if not box.done]
        dealt = iter(deal(seconds, opened))
        boxes = (
            box if box.done else box._replace(seconds=box.spent + next(dealt))
            for box in clock.boxes
        )
        return clock._replace(boxes=tuple(boxes))

    def insert(self, item: Item, before: str, now: datetime) -> Clock:
        """Put one more item before another, with the part it would have been dealt of what is left.

        ValueError when the key is there already or `before` is not.
        """
        clock = self.settle(now)
        boxes, at = list(clock.boxes), clock._find(before)
        if any(box.key == item.key for box in boxes):
            raise ValueError(f"{item.key} is on the agenda already")
        boxes.insert(at, Box(item.key, 0, weight=float(item.weight), floor=item.floor))
        _top_up(boxes, at)
        return clock._replace(boxes=tuple(boxes))

    def _find(self, key: str) -> int:
        for at, box in enumerate(self.boxes):
            if box.key == key:
                return at
        raise ValueError(f"{key} is not on the agenda")


def start(items: Sequence[Item], seconds: int, now: datetime) -> Clock:
    """Return a clock with `seconds` dealt over the items, running on the first one.

    ValueError when two items have the same key.
    """
    if len({item.key for item in items}) < len(items):
        raise ValueError("two items of an agenda cannot have the same key")
    dealt = deal(seconds, [(item.weight, item.floor) for item in items])
    boxes = tuple(
        Box(item.key, box, weight=float(item.weight), floor=item.floor)
        for item, box in zip(items, dealt, strict=True)
    )
    return Clock(boxes, items[0].key, now) if items else Clock(())


def _rest(box: Box) -> int:
    return max(0, box.seconds - box.spent)


def _close(boxes: list[Box], at: int) -> None:
    """Finish a box and deal what it did not use to the open ones."""
    rest = 0 if boxes[at].done else _rest(boxes[at])
    boxes[at] = boxes[at]._replace(seconds=boxes[at].spent, done=True)
    takers = [other for other, box in enumerate(boxes) if not box.done]
    dealt = deal(rest, [(boxes[taker].weight, 0) for taker in takers])
    for taker, seconds in zip(takers, dealt, strict=True):
        boxes[taker] = boxes[taker]._replace(seconds=boxes[taker].seconds + seconds)


def _top_up(boxes: list[Box], at: int) -> None:
    """Fill a box up to what it would be dealt of all that is left, as far as others can pay."""
    opened = [other for other, box in enumerate(boxes) if not box.done]
    whole = sum(_rest(boxes[other]) for other in opened)
    fair = deal(whole, [(boxes[other].weight, boxes[other].floor) for other in opened])
    wanted = max(0, fair[opened.index(at)] - _rest(boxes[at]))
    paid = wanted - _charge(boxes, wanted, at)
    boxes[at] = boxes[at]._replace(seconds=boxes[at].seconds + paid)


def _charge(boxes: list[Box], seconds: int, at: int, *, below_floors: bool = False) -> int:
    """Take seconds from the open boxes other than `at`; return what nobody could pay."""
    payers = sorted(
        (other for other, box in enumerate(boxes) if other != at and not box.done),
        key=lambda other: (boxes[other].key[:2] != "KR", boxes[other].weight, -other),
    )
    for keeps_floor in (True, False) if below_floors else (True,):
        for payer in payers:
            box = boxes[payer]
            able = _rest(box) - (box.floor if keeps_floor else 0)
            part = min(seconds, max(0, able))
            boxes[payer] = box._replace(seconds=box.seconds - part, paid=box.paid + part)
            seconds -= part
    return seconds


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
    largest = max(weight for weight, _ in shares) if shares else 0.0
    parts = [round(weight / largest * _FINE) if largest else 1 for weight, _ in shares]
    boxes, free = floors, list(range(len(shares)))
    while True:
        whole = sum(parts[at] for at in free)
        below = [at for at in free if seconds * parts[at] < floors[at] * whole]
        if not below:
            break
        seconds -= sum(floors[at] for at in below)
        free = [at for at in free if at not in below]
    for at, box in zip(free, _largest_remainder(seconds, [parts[at] for at in free]), strict=True):
        boxes[at] = box
    return tuple(boxes)


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
