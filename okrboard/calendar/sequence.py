"""What calendars elsewhere have to be told after a change of the board's schedule.

Promises, whatever the change was (an edit, a holiday list, an undo): SEQUENCE rises by one when
times, rule, exceptions or status change (RFC 5546 2.1.4), never for words alone, and never falls;
LAST-MODIFIED is the instant of the change when anything that is exported changed; a single event
that is no more is remembered as withdrawn.
"""

from __future__ import annotations

from okrboard.calendar.from_board import plan_of
from okrboard.calendar.plan import Event, SeriesPlan, events, exported_days, single_uid
from okrboard.calendar.timezone import zone
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.lookup import reference
from okrboard.domain.records import Series, Withdrawn
from okrboard.errors import OkrboardError, Refused


def sequence(before: Board, draft: Draft) -> None:
    """Complete the series of a draft that differ from the board before it.

    Raises Refused when a change would leave a series without any event, which calendars would
    never learn of.
    """
    board = draft.board
    for series in list(board.series.values()):
        old = before.series.get(series.id)
        if old is None or old.uid != series.uid:
            continue
        earlier = _plan(before, old)
        if series == old and _plan(board, series) == earlier:
            continue
        now = series._replace(withdrawn=_united(old, series))
        now = _with_moves(board, _placed(now, old, earlier))
        made = _settled(board, old, earlier, now, draft)
        if made != series:
            draft.put(made)
    _hand_over(draft)


def _hand_over(draft: Draft) -> None:
    """Take back what a series says is off and the one that continues it holds all the same."""
    board = draft.board
    followed = {series.follows for series in board.series.values()} - {0}
    for id in followed & board.series.keys():
        series = board.series[id]
        if not series.withdrawn:
            continue
        held: set[str] = set()
        for other in board.series.values():
            plan = _plan(board, other) if other.follows and other.id != id else None
            if plan is not None:
                held |= {one.uid for one in events(plan) if not one.cancelled}
        kept = tuple(gone for gone in series.withdrawn if gone.uid not in held)
        if kept != series.withdrawn:
            draft.put(series._replace(withdrawn=kept))


def _settled(
    board: Board, old: Series, earlier: SeriesPlan | None, new: Series, draft: Draft
) -> Series:
    """Return the new series with its SEQUENCE, LAST-MODIFIED and withdrawn events."""
    kept = new._replace(sequence=old.sequence, modified=old.modified)
    if earlier is None:
        # It could not be exported before: nobody was told anything.
        return kept._replace(modified=draft.stamp.at) if kept != old else kept
    plan = plan_of(board, kept)
    if plan == earlier:
        return kept
    then, now = (events(each._replace(withdrawn={})) for each in (earlier, plan))
    if then and not now:
        raise Refused(f"{reference('series', new.id)} would have no meeting left; cancel it")
    kept = kept._replace(withdrawn=_withdrawn(kept, then, now))
    plan = plan_of(board, kept)
    if schedule_digest(plan) != schedule_digest(earlier):
        kept = kept._replace(sequence=old.sequence + 1)
    if content_digest(plan) != content_digest(earlier):
        kept = kept._replace(modified=draft.stamp.at)
    return _placed(kept, kept, plan)


def _placed(series: Series, before: Series, plan: SeriesPlan | None) -> Series:
    """Return a series that remembers what of a plan are exceptions, and what events of their own.

    What once had a UID of its own keeps it, also through an undo: it is remembered from `before`.
    """
    if plan is None:
        return series
    overrides, singles = exported_days(plan)
    return series._replace(
        overrides=tuple(sorted(overrides)),
        singles=tuple(sorted({*series.singles, *before.singles, *singles})),
    )


def _plan(board: Board, series: Series) -> SeriesPlan | None:
    try:
        plan = plan_of(board, series)
        events(plan)
    except OkrboardError:
        return None
    return plan


def _with_moves(board: Board, series: Series) -> Series:
    """Return the series with its own local day in every move.

    With a stored UID, too, in those that became events of their own.
    """
    if not series.moves:
        return series
    plan = plan_of(board, series)
    used = {event.uid for event in events(plan)}
    local = zone(plan.zone)
    moves = []
    for move in series.moves:
        single = single_uid(plan, move.on)
        uid = single if not move.uid and single in used else move.uid
        start = move.start
        held = start.date() if start.tzinfo is None else start.astimezone(local).date()
        moves.append(move._replace(uid=uid, held=held))
    return series._replace(moves=tuple(moves))


def _united(old: Series, new: Series) -> tuple[Withdrawn, ...]:
    both = {gone.uid: gone for gone in (*new.withdrawn, *old.withdrawn)}
    return tuple(both[uid] for uid in sorted(both))


def _withdrawn(series: Series, then: list[Event], now: list[Event]) -> tuple[Withdrawn, ...]:
    """Return the single events that are off: those that were there, and those gone before."""
    used = {event.uid for event in now if not event.cancelled}
    gone = {each.uid: each for each in series.withdrawn if each.uid not in used}
    for event in then:
        if event.uid not in used and event.uid != series.uid and not event.cancelled:
            gone[event.uid] = Withdrawn(event.uid, event.start)
    if series.state == "cancelled":
        # The single events of a cancelled series are told as its own.
        gone = {uid: each for uid, each in gone.items() if uid not in {e.uid for e in now}}
    return tuple(gone[uid] for uid in sorted(gone))


def schedule_digest(plan: SeriesPlan) -> str:
    """Return a digest of when the meetings are; a new one asks for SEQUENCE + 1."""
    return _digest([plan.zone, *map(_times, events(plan))])


def content_digest(plan: SeriesPlan) -> str:
    """Return a digest of everything that is exported; a new one asks for a new LAST-MODIFIED."""
    listed = events(plan)
    words = [plan.summary, plan.description, plan.location, plan.url, str(plan.alarm_minutes)]
    return _digest([plan.zone, *map(_times, listed), *(each.reason for each in listed), *words])


def _times(event: Event) -> str:
    instants = (event.start, event.end, event.until, event.replaces, *event.excluded)
    texts = [at.isoformat() if at is not None else "" for at in instants]
    return ",".join([event.uid, str(event.every), str(event.cancelled), *texts])


def _digest(parts: list[str]) -> str:
    from hashlib import sha256

    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
