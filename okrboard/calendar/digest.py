"""Digests of a plan that decide whether SEQUENCE rises and whether LAST-MODIFIED moves.

SEQUENCE counts what makes people re-plan: times, rule, exceptions, status (RFC 5546 2.1.4);
LAST-MODIFIED everything that is exported. A description alone never raises SEQUENCE.
"""

from __future__ import annotations

from okrboard.calendar.layout import Event, events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.calendar.plan import SeriesPlan


def schedule_digest(plan: SeriesPlan) -> str:
    """Return a digest of when the meetings are; a new one asks for SEQUENCE + 1."""
    return _digest([plan.zone, *map(_times, events(plan))])


def content_digest(plan: SeriesPlan) -> str:
    """Return a digest of everything that is exported; a new one asks for a new LAST-MODIFIED."""
    found = events(plan)
    words = [plan.summary, plan.description, plan.location, plan.url, str(plan.alarm_minutes)]
    return _digest([plan.zone, *map(_times, found), *(each.reason for each in found), *words])


def _times(event: Event) -> str:
    instants = (event.start, event.end, event.until, event.replaces, *event.excluded)
    told = [at.isoformat() if at is not None else "" for at in instants]
    return ",".join([event.uid, str(event.every), str(event.cancelled), *told])


def _digest(parts: list[str]) -> str:
    from hashlib import sha256

    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
