"""Three versions of a calendar event made into one: what the board says, what the calendar holds,
and what both were when they last agreed.

Pure. The base has two sides, because a server may keep something else than it was told (a text
shortened, a field dropped): what we *said* is compared with what the board says now, what was
*kept* with what the calendar holds now. To decline a change is to take both sides as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from okrboard.calendar.caldav import Resource
from okrboard.calendar.meaning import Meaning
from okrboard.calendar.plan import SeriesPlan
from okrboard.domain.record import Record

Facts = Mapping[str, str]


UNKNOWN = "?"
"""The base of a fact that the two sides never agreed on."""

HIDDEN = frozenset(("zone", "alarm"))
"""The zone's name (the times are compared), and the board's own alarm among everybody's."""

_NEVER_CONTESTED = "description"
"""The board writes it anew with every check-in: whoever edits it there keeps it."""


class Base(Record):
    """Where both sides stood when they were last seen together."""

    said: Facts
    kept: Facts
    gone: bool = False
    """It was deleted in the calendar, and somebody decided to leave it at that."""


class Merged(Record):
    """Which facts are whose; what is in none of these is the same on both sides."""

    ours: frozenset[str]
    """Changed on the board only: to be written."""
    theirs: frozenset[str]
    """Changed in the calendar only: offered, and left alone until it is taken."""
    both: frozenset[str]
    """Changed on both sides, differently: a person decides."""

    stand: frozenset[str] = frozenset()
    """Different on both sides, and known to be: declined, or kept otherwise by the server."""

    @property
    def left(self) -> frozenset[str]:
        """What somebody changed in the calendar, and nobody has decided about."""
        return self.theirs | self.both


class Pair(Record):
    """One event on both sides."""

    uid: str
    plan: SeriesPlan | None = None
    """The series that it is of; None for one that the board no longer has."""
    day: date | None = None
    """The day that names it, for a meeting that stands alone."""
    data: bytes = b""
    """What the board wants there; empty: nothing."""
    resource: Resource | None = None
    """What is there."""
    ours: Meaning | None = None
    theirs: Meaning | None = None
    """None where there is nothing, or nothing that can be read."""
    base: Base | None = None
    known: bool = False
    """Whether it was published there before."""
    problem: str = ""
    """Why what is there cannot be read."""

    @property
    def merged(self) -> Merged:
        """Whose each difference is; empty where one side has nothing."""
        if self.ours is None or self.theirs is None:
            return Merged(frozenset(), frozenset(), frozenset())
        return merge(self.ours.facts, self.theirs.facts, self.base)

    @property
    def deleted(self) -> bool:
        """Whether somebody deleted in the calendar what the board wants there."""
        left = self.base is not None and self.base.gone
        return self.known and self.resource is None and bool(self.data) and not left


def merge(ours: Facts, theirs: Facts, base: Base | None) -> Merged:
    """Return whose each fact is that differs; without a base every one is contested."""
    mine, other, both, stand = set[str](), set[str](), set[str](), set[str]()
    for key in {*ours, *theirs}:
        here, there = ours.get(key, ""), theirs.get(key, "")
        if here == there:
            continue
        said = UNKNOWN if base is None else base.said.get(key, "")
        kept = UNKNOWN if base is None else base.kept.get(key, "")
        if key in HIDDEN:
            if here != said and said != UNKNOWN:
                mine.add(key)
        elif there == kept:
            (mine if here != said else stand).add(key)
        elif here == said or key.endswith(_NEVER_CONTESTED):
            other.add(key)
        else:
            both.add(key)
    return Merged(frozenset(mine), frozenset(other), frozenset(both), frozenset(stand))


def agreed(ours: Facts, theirs: Facts, base: Base | None, left: Collection[str]) -> Base:
    """Return the next base: both sides as they are now, except for what is `left` undecided."""
    said, kept = dict(ours), dict(theirs)
    for key in left:
        for side, before in ((said, base and base.said), (kept, base and base.kept)):
            value = UNKNOWN if before is None else before.get(key, "")
            side.pop(key, None)
            if value:
                side[key] = value
    return Base(said, kept)


def settled(
    ours: Facts, theirs: Facts, base: Base | None, keys: Collection[str], *, taken: bool
) -> Base:
    """Return the base after somebody decided about some facts.

    What was `taken` counts as agreed as it is in the calendar: what the board makes of it is
    written there. What was declined stays there, until one of the two sides changes again.
    """
    if base is None:
        differing = {key for key in {*ours, *theirs} if ours.get(key, "") != theirs.get(key, "")}
        base = agreed(ours, theirs, None, differing)
    said, kept = dict(base.said), dict(base.kept)
    for key in keys:
        for side, now in ((said, theirs if taken else ours), (kept, theirs)):
            side.pop(key, None)
            if now.get(key, ""):
                side[key] = now[key]
    return Base(said, kept)
