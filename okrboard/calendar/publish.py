"""Bringing the plans into a CalDAV calendar: first a plan of what to do, then doing it.

Promises: only resources with a UID of ours are touched; doing it twice changes nothing; what
somebody changed in the calendar stays there until a person decides, and never keeps the rest of an
event, or another event, from being published; what somebody deleted is not made again unasked.
How it is known: the board keeps what it published last (`Publication`), and each resource that is
ours alone carries a digest of its meaning as we wrote it (X-OKRBOARD-HASH).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Literal

from okrboard.calendar.caldav import Client, Resource, Stored, same
from okrboard.calendar.ical import resources
from okrboard.calendar.meaning import day_of, pack, read, uids, unpack, untouched
from okrboard.calendar.merge import HIDDEN, Base, Merged, Pair, agreed, carried
from okrboard.calendar.plan import Plan, own_uids, single_uid
from okrboard.calendar.pull import Offer, offers
from okrboard.calendar.timezone import zone
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.record import Record
from okrboard.domain.records import Publication
from okrboard.domain.schedule import days_of
from okrboard.errors import OkrboardError
from okrboard.text import clean

Verb = Literal["create", "update", "delete", "conflict", "unchanged"]
_Known = Mapping[str, Publication]

_CHANGED = "was changed in the calendar"
_MISSED = {
    "changed": "somebody changed it just now; run it again to see how",
    "exists": "the calendar has this event under another name; run it again",
    "gone": "somebody deleted it just now; run it again to create it",
}
_TEXTS = ("summary", "location", "url")


class SyncStep(Record):
    """What is to be done with one UID."""

    verb: Verb
    pair: Pair
    why: str = ""
    data: bytes = b""
    """What is to be stored; empty: nothing, the resource has to go."""
    left: frozenset[str] = frozenset()
    """The facts that stay as somebody made them in the calendar."""
    offers: tuple[Offer, ...] = ()
    """What somebody changed there."""

    @property
    def uid(self) -> str:
        """The UID of the event."""
        return self.pair.uid

    @property
    def resource(self) -> Resource | None:
        """What is there now."""
        return self.pair.resource

    @property
    def open(self) -> bool:
        """Whether a person has something to decide about it."""
        asked = any(not each.decided for each in self.offers)
        return self.verb == "conflict" or (asked and self.verb != "delete")


class SyncResult(Record):
    """What came of a step."""

    step: SyncStep
    ok: bool
    message: str = ""
    stored: Stored | None = None


# What is on both sides.


def paired(
    plans: Sequence[Plan],
    remote: Sequence[Resource],
    known: _Known | None = None,
    retired: Collection[str] = (),
    adopted: Collection[str] = (),
) -> list[Pair]:
    """Return every UID with both its sides, in the order of the UIDs; pure.

    `known` is what was published last; `retired` are UIDs that the board no longer has. `adopted`
    ones are taken as they are in the calendar, their words excepted.
    """
    wanted = resources(plans)
    owners = {uid: plan.series for plan in plans for uid in own_uids(plan)}
    days = {uid: day for plan in plans for uid, day in _named_days(plan).items()}
    there: dict[str, Resource] = {}
    for resource in remote:
        for uid in uids(resource.data) & {*owners, *retired}:
            there.setdefault(uid, resource)
    pairs = []
    for uid in sorted({*wanted, *there}):
        record, base = (known or {}).get(uid), None
        if record is not None:
            said = unpack(record.said)
            base = Base(said, unpack(record.kept) if record.kept else said, record.gone)
        pair = Pair(
            uid, owners.get(uid), days.get(uid), wanted.get(uid, b""), there.get(uid),
            base=base, known=record is not None,
        )  # fmt: skip
        pairs.append(_read(pair, uid in adopted))
    return pairs


def _named_days(plan: Plan) -> dict[str, date]:
    """Return the day of each UID that stands for one meeting alone."""
    days = days_of(plan.series)
    named = {single_uid(plan, day): day for day in days}
    named |= {move.uid: move.on for move in plan.series.moves if move.uid}
    return named | ({plan.uid: days[0]} if len(days) == 1 else {})


def _read(pair: Pair, adopted: bool = False) -> Pair:
    """Read both sides of a pair; what cannot be read is said in it."""
    said, series = pair.said, pair.series
    if series is not None:
        name, last, only = series.zone, series.last, pair.day
    else:
        known = [date.fromisoformat(day) for day in sorted(filter(None, map(day_of, said)))]
        name, last = said.get("zone", "UTC"), known[-1] if known else date(2000, 1, 1)
        only = known[0] if known and "at" not in said else None
    try:
        clock = zone(name)
        if pair.data:
            pair = pair._replace(here=read(pair.data, pair.uid, clock, last, only).facts)
        if pair.resource is not None:
            there, texts, excluded = read(pair.resource.data, pair.uid, clock, last, only)
            pair = pair._replace(there=there, texts=texts, excluded=excluded)
            pair = _based(pair, adopted)
    except (OkrboardError, OverflowError, ValueError) as error:
        return pair._replace(problem=clean(str(error), 200) or "it is no calendar")
    return pair


def _based(pair: Pair, adopted: bool) -> Pair:
    """Return a pair with its base: as an okrboard wrote it, or as the board remembers it."""
    assert pair.resource is not None
    there = pair.there
    if untouched(pair.resource.data):
        hidden = {key: pair.said[key] for key in HIDDEN if key in pair.said}
        return pair._replace(base=Base({**there, **hidden}, there))
    if adopted and pair.here:
        words = {key: pair.here[key] for key in _TEXTS if key in pair.here}
        facts = {key: value for key, value in there.items() if key not in _TEXTS} | words
        return pair._replace(base=Base(facts, facts))
    return pair


# What is to be done.


def plan_publication(pairs: Iterable[Pair]) -> list[SyncStep]:
    """Return one step a UID, in the order of the UIDs; pure."""
    return [_step(pair, overwrite=False) for pair in pairs]


def overwriting(steps: Sequence[SyncStep], chosen: Collection[str]) -> list[SyncStep]:
    """Return the steps with ours written over what somebody changed or deleted, of `chosen` UIDs.

    It is written over as it was when the steps were made: what was changed since is left alone.
    """
    return [_step(step.pair, overwrite=True) if step.uid in chosen else step for step in steps]


def _step(pair: Pair, *, overwrite: bool) -> SyncStep:
    step = SyncStep(
        "conflict", pair, data=pair.data, offers=() if overwrite else tuple(offers(pair))
    )
    if pair.resource is None:
        if overwrite or not pair.known:
            return SyncStep("create", pair, data=pair.data)
        if not pair.deleted:
            return SyncStep("unchanged", pair, "was deleted in the calendar, and left so")
        return step._replace(why="was deleted in the calendar")
    if pair.problem and not overwrite:
        return step._replace(why=f"cannot be read there: {pair.problem}")
    if len(uids(pair.resource.data)) > 1:
        return SyncStep("conflict", pair, "shares its file with other events", pair.data)
    if not pair.data:
        # The board no longer has it.
        alike = pair.base is not None and _shown(pair.there) == _shown(pair.base.kept)
        ours = overwrite or (alike and bool(pair.there))
        return SyncStep("delete", pair) if ours else SyncStep("conflict", pair, _CHANGED)
    return _writing(step, Merged() if overwrite else pair.merged)


def _writing(step: SyncStep, merged: Merged) -> SyncStep:
    """Complete the step for what is on both sides; `merged` is empty where ours is to win."""
    pair, left = step.pair, merged.left | merged.stand
    step = step._replace(why=_CHANGED if merged.left else "", left=left)
    differing = pair.merged.ours | ((pair.merged.left | pair.merged.stand) - left - HIDDEN)
    if pair.problem:
        return step._replace(verb="update")
    if not differing:
        asked = any(not each.decided for each in step.offers)
        return step if asked else step._replace(verb="unchanged")
    data = pair.data
    try:
        if pair.series is not None:
            data = carried(pair, left, zone(pair.series.zone))
        if pair.series is None or not left or _as_meant(pair, data):
            return step._replace(verb="update", data=data)
    except (OkrboardError, OverflowError, ValueError):
        pass
    return step._replace(why=f"{_CHANGED}, and ours does not fit into it")


def _as_meant(pair: Pair, data: bytes) -> bool:
    """Whether what would be written says ours where it is ours, and theirs in all the rest."""
    assert pair.resource is not None
    made = _read(pair._replace(resource=pair.resource._replace(data=data))).there
    ours, theirs, whose = pair.here, pair.there, pair.merged.ours
    # A meeting with a time in a series of whole days has a length of its own.
    whole = theirs.get("at") == "date"
    return bool(made) and all(
        made.get(key, "") == (ours if key in whose else theirs).get(key, "")
        for key in {*made, *ours, *theirs}
        if key not in HIDDEN and not (whole and key.endswith(" minutes"))
    )


def _shown(facts: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in facts.items() if key not in HIDDEN and value}


def all_uids(plans: Sequence[Plan]) -> set[str]:
    """Return every UID that the plans may ever have used."""
    return {uid for plan in plans for uid in own_uids(plan)}


# With a server.


def remote_resources(
    client: Client, calendar: str, plans: Sequence[Plan], retired: Collection[str] = ()
) -> list[Resource]:
    """Return what a calendar holds of our UIDs, found by name, then by UID."""
    names = client.names(calendar)
    ours = all_uids(plans) | set(retired)
    known = [names[f"{uid}.ics"].url for uid in sorted(ours) if f"{uid}.ics" in names]
    remote = client.read(calendar, known) if known else []
    present = {uid for resource in remote for uid in uids(resource.data)}
    for uid in sorted(set(resources(plans)) - present):
        # Under another name, or on a server that does not refuse a UID twice.
        other = client.with_uid(calendar, uid)
        if other is not None:
            remote.append(other)
    return remote


def carry_out(client: Client, calendar: str, steps: Sequence[SyncStep]) -> list[SyncResult]:
    """Do the steps one by one; a refusal of one does not stop the others."""
    done = []
    for step in steps:
        try:
            done.append(_do(client, calendar, step))
        except OkrboardError as error:
            done.append(SyncResult(step, False, str(error)))
    return done


def _do(client: Client, calendar: str, step: SyncStep) -> SyncResult:
    if step.verb in ("unchanged", "conflict"):
        return SyncResult(step, step.verb == "unchanged", step.why)
    if step.verb == "create" or step.resource is None:
        stored = client.create(calendar, step.uid, step.data)
    elif step.verb == "update":
        stored = client.update(step.resource, step.data)
    else:
        stored = client.delete(step.resource)
    if stored.outcome == "stored":
        return SyncResult(step, True, step.why, stored)
    return SyncResult(step, False, _MISSED[stored.outcome])


# What is remembered.


def published(board: Board, calendar: str) -> dict[str, Publication]:
    """Return what was published last into a calendar, by UID."""
    key = _calendar_key(calendar)
    return {one.uid: one for one in board.publications.values() if one.calendar == key}


def _calendar_key(url: str) -> str:
    """Return the digest by which a board knows a calendar."""
    return sha256(same(url).encode("utf-8", "replace")).hexdigest()[:12]


def bases_after(
    client: Client, calendar: str, done: Sequence[SyncResult]
) -> dict[str, Base | None]:
    """Return the base of each UID after the steps were done; None for what is gone.

    What was written is read once more: a server may keep it in its own way, and that is nobody's
    change. What was changed in between by somebody else is not mistaken for it.
    """
    written = [one for one in done if one.ok and one.stored and one.step.verb != "delete"]
    urls = [one.stored.url for one in written if one.stored is not None]
    try:
        fresh = {same(each.url): each for each in client.read(calendar, urls)} if urls else {}
    except OkrboardError:
        fresh = {}
    bases: dict[str, Base | None] = {}
    for one in done:
        pair = one.step.pair
        if one.ok and one.step.verb == "delete":
            bases[pair.uid] = None
        elif one.stored is not None and pair.here:
            now = _kept_as(pair, one.stored, fresh)
            bases[pair.uid] = agreed(pair.here, now, pair.base, one.step.left)
        elif one.step.verb in ("unchanged", "conflict") and pair.met:
            # What is ours and did not fit is still to be said.
            open_ = pair.merged.left | pair.merged.ours
            bases[pair.uid] = agreed(pair.here, pair.there, pair.base, open_)
    return bases


def _kept_as(pair: Pair, stored: Stored, fresh: Mapping[str, Resource]) -> Mapping[str, str]:
    """Return the facts of what was written as the server holds it, else as it was sent."""
    resource = fresh.get(same(stored.url))
    if resource is None or (stored.etag and resource.etag and stored.etag != resource.etag):
        return pair.here
    # Not against the digest: it may be as we wrote it and still be kept otherwise.
    now = _read(pair._replace(resource=resource, problem=""))
    return now.there or pair.here


def notes(
    known: _Known, calendar: str, bases: Mapping[str, Base | None]
) -> dict[str, Publication | None]:
    """Return what of the bases the board does not know yet, by UID; None for what is to go."""
    changed: dict[str, Publication | None] = {}
    for uid, base in bases.items():
        old, made = known.get(uid), None
        if base is not None:
            said, kept = pack(base.said), pack(_shown(base.kept))
            kept = {} if kept == pack(_shown(base.said)) else kept
            id = 0 if old is None else old.id
            made = Publication(id, _calendar_key(calendar), uid, said, kept, base.gone)
        if made != old:
            changed[uid] = made
    return changed


def remember(draft: Draft, calendar: str, bases: Mapping[str, Base | None]) -> None:
    """Put bases on the board; no entry of the log, and nothing that undo takes back."""
    draft.what, draft.logged = "what the calendar was told", False
    known = published(draft.board, calendar)
    for uid, made in notes(known, calendar, bases).items():
        if made is None:
            draft.remove(known[uid])
        elif made.id:
            draft.put(made)
        else:
            draft.add(made)
