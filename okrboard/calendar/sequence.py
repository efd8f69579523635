"""What calendars elsewhere have to be told after a change of the board's schedule.

Promises, whatever the change was (an edit, a holiday list, an undo): SEQUENCE rises by one when
times, rule, exceptions or status change (RFC 5546 2.1.4), never for words alone, and never falls;
LAST-MODIFIED is the instant of the change when anything that is exported changed; a single event
that is no more is remembered as withdrawn.
"""

from __future__ import annotations

from datetime import date, datetime

from okrboard.calendar.from_board import plan_of
from okrboard.calendar.plan import Event, Plan, events, exported_days, single_uid
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
        gone = {each.uid: each for each in (*series.withdrawn, *old.withdrawn)}
        now = series._replace(withdrawn=tuple(gone[uid] for uid in sorted(gone)))
        if earlier is not None:
            now = _placed(now, earlier, {*now.singles, *old.singles})
        made = _told(board, old, earlier, _with_moves(board, now), draft.stamp.at)
        if made != series:
            draft.put(made)
    _hand_over(draft)


def _told(board: Board, old: Series, earlier: Plan | None, series: Series, at: datetime) -> Series:
    """Return a series with its SEQUENCE, LAST-MODIFIED and withdrawn events."""
    series = series._replace(sequence=old.sequence, modified=old.modified)
    if earlier is None:
        # It could not be exported before: nobody was told anything.
        return series._replace(modified=at) if series != old else series
    bare = (plan._replace(series=plan.series._replace(withdrawn=()))
            for plan in (earlier, plan_of(board, series)))  # fmt: skip
    then, now = map(events, bare)
    if then and not now:
        raise Refused(f"{reference('series', series.id)} would have no meeting left; cancel it")
    series = series._replace(withdrawn=_withdrawn(series, then, now))
    plan = plan_of(board, series)
    if schedule(plan) != schedule(earlier):
        series = series._replace(sequence=old.sequence + 1)
    if content(plan) != content(earlier):
        series = series._replace(modified=at)
    return _placed(series, plan, set(series.singles))


def _plan(board: Board, series: Series) -> Plan | None:
    """Return the plan of a series, None for one that cannot be exported."""
    try:
        plan = plan_of(board, series)
        events(plan)
    except OkrboardError:
        return None
    return plan


def _placed(series: Series, plan: Plan, singles: set[date]) -> Series:
    """Return a series that remembers what of a plan are exceptions, and what events of their own.

    What once had a UID of its own keeps it, also through an undo: those are the `singles`.
    """
    overrides, alone = exported_days(plan)
    return series._replace(
        overrides=tuple(sorted(overrides)), singles=tuple(sorted({*singles, *alone}))
    )


def _with_moves(board: Board, series: Series) -> Series:
    """Return the series with its own local day in every move.

    With a stored UID, too, in those that became events of their own.
    """
    if not series.moves:
        return series
    plan, local = plan_of(board, series), zone(series.zone)
    used = {event.uid for event in events(plan)}
    moves = []
    for move in series.moves:
        single = single_uid(plan, move.on)
        uid = single if not move.uid and single in used else move.uid
        start = move.start if move.start.tzinfo is None else move.start.astimezone(local)
        moves.append(move._replace(uid=uid, held=start.date()))
    return series._replace(moves=tuple(moves))


def _withdrawn(series: Series, then: list[Event], now: list[Event]) -> tuple[Withdrawn, ...]:
    """Return the single events that are off: those that were there, and those gone before."""
    used = {event.uid for event in now if not event.cancelled}
    if series.state == "cancelled":
        # The single events of a cancelled series are told as its own.
        used |= {event.uid for event in now}
    gone = {each.uid: each for each in series.withdrawn}
    for event in then:
        if event.uid != series.uid and not event.cancelled:
            gone[event.uid] = Withdrawn(event.uid, event.start)
    return tuple(gone[uid] for uid in sorted(gone.keys() - used))


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
            held |= {one.uid for one in events(plan) if not one.cancelled} if plan else set()
        kept = tuple(gone for gone in series.withdrawn if gone.uid not in held)
        if kept != series.withdrawn:
            draft.put(series._replace(withdrawn=kept))


def schedule(plan: Plan) -> list[str]:
    """Return when the meetings are, as it is written; another one asks for SEQUENCE + 1."""
    return [plan.series.zone, *(repr(event._replace(reason="")) for event in events(plan))]


def content(plan: Plan) -> list[str]:
    """Return everything that is exported; anything else asks for another LAST-MODIFIED."""
    one = plan.series
    words = [one.summary, plan.description, one.location, one.url, str(one.alarm_minutes)]
    return [*schedule(plan), *(event.reason for event in events(plan)), *words]
