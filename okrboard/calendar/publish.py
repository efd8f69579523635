"""Bringing the plans into a CalDAV calendar: first a plan of what to do, then doing it.

Promises: only resources with a UID of ours are touched; doing it twice changes nothing; what
somebody changed in the calendar is a conflict that a person decides, never overwritten unseen.
How it is known: each resource carries a digest of its meaning as we wrote it (X-OKRBOARD-HASH).
"""

from __future__ import annotations

from okrboard.calendar.caldav import Client, Resource
from okrboard.calendar.ical import resources
from okrboard.calendar.layout import own_uids
from okrboard.calendar.meaning import meaning, stated, uids
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Literal

    from okrboard.calendar.plan import SeriesPlan

    Verb = Literal["create", "update", "delete", "conflict", "unchanged"]


class Step(Record):
    """What is to be done with one UID."""

    verb: Verb
    uid: str
    why: str = ""
    data: bytes = b""
    """What is to be stored; empty: nothing, the resource has to go."""
    resource: Resource | None = None
    """What is there now."""


class Done(Record):
    """What came of a step."""

    step: Step
    ok: bool
    message: str = ""


def plan_publication(
    wanted: Mapping[str, bytes],
    ours: Collection[str],
    remote: Sequence[Resource],
    overwrite: Collection[str] = (),
) -> list[Step]:
    """Return one step a UID, in the order of the UIDs; pure.

    `wanted` is the resource of each UID, `ours` every UID we may ever have used, `remote` what the
    calendar holds. UIDs in `overwrite` are written although somebody changed them.
    """
    there: dict[str, Resource] = {}
    for resource in remote:
        for uid in uids(resource.data):
            if uid in ours or uid in wanted:
                there.setdefault(uid, resource)
    return [
        _step(uid, wanted.get(uid, b""), there.get(uid), uid in overwrite)
        for uid in sorted({*wanted, *there})
    ]


def overwriting(steps: Sequence[Step], chosen: Collection[str]) -> list[Step]:
    """Return the steps with ours written over what somebody changed in the `chosen` UIDs.

    It is written over as it was when the steps were made: what was changed since is left alone.
    """
    return [
        _step(step.uid, step.data, step.resource, True) if step.uid in chosen else step
        for step in steps
    ]


def _step(uid: str, data: bytes, resource: Resource | None, overwrite: bool) -> Step:
    if resource is None:
        return Step("create", uid, data=data)
    try:
        now, said = meaning(resource.data), stated(resource.data)
    except OkrboardError as error:
        now, said = "", ""
        if not overwrite:
            return Step("conflict", uid, f"cannot be read there: {error}", data, resource)
    if data and now == meaning(data):
        return Step("unchanged", uid, data=data, resource=resource)
    if now != said and not overwrite:
        return Step("conflict", uid, "was changed in the calendar", data, resource)
    if len(uids(resource.data)) > 1:
        return Step("conflict", uid, "shares its file with other events", data, resource)
    return Step("update" if data else "delete", uid, data=data, resource=resource)


def remote_resources(client: Client, calendar: str, ours: Collection[str]) -> list[Resource]:
    """Return what a calendar holds of our UIDs, found by name, then by UID."""
    names = client.names(calendar)
    known = [names[f"{uid}.ics"].url for uid in sorted(ours) if f"{uid}.ics" in names]
    return client.read(calendar, known) if known else []


def look(
    client: Client,
    calendar: str,
    plans: Sequence[SeriesPlan],
    retired: Collection[str] = (),
) -> list[Step]:
    """Return what publishing would do, and change nothing (`--dry-run`).

    `retired` are UIDs of series that the board no longer has: their resources go.
    """
    ours = all_uids(plans) | set(retired)
    wanted = resources(plans)
    remote = remote_resources(client, calendar, ours)
    found = {uid for resource in remote for uid in uids(resource.data)}
    for uid in sorted(set(wanted) - found):
        # Under another name, or on a server that does not refuse a UID twice.
        other = client.with_uid(calendar, uid)
        if other is not None:
            remote.append(other)
    return plan_publication(wanted, ours, remote)


def carry_out(client: Client, calendar: str, steps: Sequence[Step]) -> list[Done]:
    """Do the steps one by one; a refusal of one does not stop the others."""
    done = []
    for step in steps:
        try:
            done.append(_do(client, calendar, step))
        except OkrboardError as error:
            done.append(Done(step, False, str(error)))
    return done


def all_uids(plans: Sequence[SeriesPlan]) -> set[str]:
    """Return every UID that the plans may ever have used."""
    return {uid for plan in plans for uid in own_uids(plan)}


def told(steps: Sequence[Step]) -> list[str]:
    """Return one line a step, as `--dry-run` prints it."""
    return [
        f"{step.verb:9} {clean(step.uid, 80)}  {clean(step.why, 120)}".rstrip() for step in steps
    ]


def _do(client: Client, calendar: str, step: Step) -> Done:
    if step.verb == "unchanged":
        return Done(step, True)
    if step.verb == "conflict":
        return Done(step, False, step.why)
    if step.verb == "create" or step.resource is None:
        stored = client.create(calendar, step.uid, step.data)
    elif step.verb == "update":
        stored = client.update(step.resource, step.data)
    else:
        stored = client.delete(step.resource)
    if stored.outcome == "stored":
        return Done(step, True)
    why = {
        "changed": "somebody changed it just now; run it again to see how",
        "exists": "the calendar has this event under another name; run it again",
        "gone": "somebody deleted it just now; run it again to create it",
    }[stored.outcome]
    return Done(step, False, why)
