"""What somebody changed in the calendar on our meetings: offered to the board, and taken over.

Pure: reads two sides, decides nothing; to take over is an edit like any other. Facts that were
changed by one move of the hand are one offer: a series that ends earlier is not eight meetings
taken out. "This and all following" has three shapes, and each is recognised: the rule ends earlier
and another event goes on; the event begins later and another one holds what was before; an override
with RANGE=THISANDFUTURE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, Literal

from okrboard.calendar.meaning import USUAL, Facts, day_of, is_day, read
from okrboard.calendar.merge import Pair
from okrboard.calendar.timezone import zone
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.series import (
    cancel_series,
    change_from,
    edit_series,
    end_series,
    move_meeting,
    restore_meeting,
    skip_meeting,
)
from okrboard.domain.record import Record
from okrboard.domain.records import Series
from okrboard.domain.schedule import changed_by_hand, days_of
from okrboard.errors import OkrboardError, Refused

Change = Literal[
    "moved", "skipped", "restored", "cancelled", "deleted", "series", "begins", "ends",
    "changes", "length", "text", "all-day", "extra", "own", "unreadable",
]  # fmt: skip


_TAKEN = frozenset(("moved", "skipped", "restored", "cancelled", "deleted", "series", "begins",
                    "ends", "changes", "length"))  # fmt: skip
"""Changes that the board can hold."""
_GONE = {"skipped": "taken out in the calendar", "cancelled": "cancelled in the calendar",
         "deleted": "deleted in the calendar"}  # fmt: skip
_WORDS = ("summary", "location", "url")


class Offer(Record):
    """One change that the board may take over."""

    change: Change
    series: str
    """UID of the series."""
    uid: str
    """UID of the resource; another one for a meeting that stands alone."""
    day: date | None = None
    """The occurrence, by the day that the rule gives it; the first one that is concerned."""
    start: datetime | None = None
    """Its start in the calendar, aware; for `series` and `changes` the new first start."""
    keys: frozenset[str] = frozenset()
    """The facts that it is about."""
    contested: bool = False
    """Whether the board has changed the same, differently."""
    field: str = ""
    """For `text` and `own`: `summary`, `location`, `url`, `description` or `minutes`."""
    value: str = ""
    """The new text or minutes; for `ends` the last day that is left, for `extra` how many."""
    successor: str = ""
    """UID of the event that holds the other part of a series that was split."""
    alone: bool = False
    """Whether its resource is one meeting of a series."""

    @property
    def takes(self) -> bool:
        """Whether the board can take it over."""
        if self.change == "text":
            named = bool(self.value) or self.field != "summary"
            return self.field in _WORDS and not self.alone and named
        return self.change in _TAKEN and not (self.change == "length" and self.alone)

    @property
    def decided(self) -> bool:
        """Whether there is nothing to ask: it cannot be taken, and stands in nobody's way."""
        return not self.takes and not self.contested and self.change != "unreadable"


class Stranger(Record):
    """An event of the calendar that is not ours and has the name of one of ours."""

    uid: str
    summary: str
    first: datetime
    """Its first start, aware."""
    last: datetime
    minutes: str = ""


def stranger(data: bytes, uid: str, tz: tzinfo, last: date) -> Stranger | None:
    """Return an event as one that may go on where ours ends; None when it cannot be read so."""
    try:
        meaning = read(data, uid, tz, last)
    except OkrboardError:
        return None
    days, at = _held(meaning.facts), meaning.facts["at"]
    if not days or at == "date":
        return None
    first, last = (
        datetime.fromisoformat(f"{days[end]}T{at}").replace(tzinfo=tz) for end in (0, -1)
    )
    return Stranger(uid, meaning.texts["summary"], first, last, meaning.facts.get("minutes", ""))


def offers(pair: Pair, strangers: Sequence[Stranger] = ()) -> list[Offer]:
    """Return what somebody changed in one event."""
    if pair.series is None:
        return []
    if pair.deleted:
        return [_offer(pair, "deleted", day=pair.day)]
    if pair.problem:
        return [_offer(pair, "unreadable")]
    if not pair.met:
        return []
    left = set(pair.merged.left)
    if "status" in left and pair.there.get("status"):
        return [_offer(pair, "cancelled", left, day=pair.day)]
    listed = []
    for offer in _frame(pair, left, strangers) if pair.day is None else ():
        listed.append(offer._replace(keys=offer.keys | _with_days(pair, offer, left)))
    for offer in listed:
        left -= offer.keys
    listed += _each_day(pair, left)
    for name in (*_WORDS, "description", "minutes", "status", "at"):
        if name not in left:
            continue
        if name == "minutes":
            length = pair.there.get(name, "")
            listed.append(_offer(pair, "length", (name,), value=length, day=pair.day))
        elif name in pair.texts:
            value = pair.texts[name]
            listed.append(_offer(pair, "text", (name,), field=name, value=value, day=pair.day))
        else:
            listed.append(_offer(pair, "own", (name,), field=name))
    return listed


def _with_days(pair: Pair, offer: Offer, left: set[str]) -> set[str]:
    """Return what the days of an offer had of their own, and lost with them."""
    there, days = pair.there, {day_of(key) for key in offer.keys} - {""}
    return {
        key
        for key in left
        if day_of(key) in days and (key not in there or key.endswith("description"))
    }


# The series as a whole.


def _frame(pair: Pair, left: set[str], strangers: Sequence[Stranger]) -> list[Offer]:
    """Return what was done to the rule: all of it, its beginning or its end."""
    there = pair.there
    days = sorted(filter(is_day, left))
    before, after = _held(_before(pair)), _held(there)
    if there.get("at") == "date" and "at" in left:
        return [_offer(pair, "all-day", {"at", "minutes"} & left)]
    if before and after and not set(before) & set(after):
        return [_of_another_rule(pair, {"at", *days} & left, before, after, strangers)]
    offered = []
    # What the rule itself no longer reaches; not what was taken out one by one.
    cut = [day for day in days if after and day in set(before) - set(after) - pair.excluded]
    head, tail = [d for d in cut if d < after[0]], [d for d in cut if d > after[-1]]
    how = {"at", "minutes"} & left
    if head and how:
        length = there.get("minutes", "") if "minutes" in how else ""
        start = _start(pair, after[0])
        offer = _offer(pair, "changes", {*head, *how}, start=start, value=length)
        offered.append(_after_the_split(pair, offer, after[0], strangers))
    elif head:
        offered.append(_offer(pair, "begins", head, day=_day(after[0])))
    elif "at" in left:
        offered.append(_offer(pair, "series", {"at"}, start=_start(pair, after[0])))
    if tail:
        offered.append(_ends(pair, tail, strangers))
    moved = _moved_on(pair, days, after)
    if moved:
        lengths = {there.get(f"{day} minutes", "") for day in moved}
        own = {key for key in left if day_of(key) in moved and key.endswith("minutes")}
        length, own = (lengths.pop(), own) if len(lengths) == 1 else ("", set())
        day, start = _day(moved[0]), _start(pair, moved[0])
        offered.append(_offer(pair, "changes", {*moved, *own}, day=day, start=start, value=length))
    return offered


def _of_another_rule(
    pair: Pair, keys: set[str], before: list[str], after: list[str], strangers: Sequence[Stranger]
) -> Offer:
    """Return the offer of a series that has none of the days it had."""
    if not _weekly(after):
        return _offer(pair, "extra", keys)
    start = _start(pair, after[0])
    weeks = timedelta(weeks=1 if pair.series is None else pair.series.every)
    if _day(after[0]) - _day(before[0]) < weeks:
        return _offer(pair, "series", keys, start=start)
    return _after_the_split(pair, _offer(pair, "changes", keys, start=start), after[0], strangers)


def _moved_on(pair: Pair, days: list[str], after: list[str]) -> list[str]:
    """Return the meetings to the series' end that were all moved by the same: two or more."""
    moved, steps = list[str](), set()
    for day in reversed(after):
        if day not in days or pair.there[day] == USUAL or _start(pair, day) is None:
            break
        start = datetime.fromisoformat(pair.there[day])
        steps.add(start - datetime.combine(_day(day), datetime.min.time()))
        if len(steps) > 1:
            break
        moved.insert(0, day)
    return moved if len(moved) > 1 else []


def _ends(pair: Pair, tail: list[str], strangers: Sequence[Stranger]) -> Offer:
    """Return the offer of a series that ends earlier, and perhaps goes on as another event."""
    lost = _day(tail[0])
    kept = max((_day(day) for day in _held(pair.there)), default=lost)
    for other in _named_alike(pair, strangers):
        first = other.first.date()
        if kept < first < lost + timedelta(days=8):
            return _offer(
                pair, "changes", tail, day=min(lost, first), start=other.first,
                successor=other.uid, value=other.minutes,
            )  # fmt: skip
    return _offer(pair, "ends", tail, day=lost, value=kept.isoformat())


def _after_the_split(pair: Pair, offer: Offer, first: str, strangers: Sequence[Stranger]) -> Offer:
    """Return an offer with the event that holds what was before: its UID is used for the rest."""
    for other in _named_alike(pair, strangers):
        if other.last.date() < _day(first):
            return offer._replace(day=_day(first), successor=other.uid)
    return offer._replace(day=_day(first))


def _named_alike(pair: Pair, strangers: Sequence[Stranger]) -> Iterable[Stranger]:
    name = pair.texts.get("summary", "")
    return (other for other in strangers if name and other.summary == name)


# One meeting after another.


def _each_day(pair: Pair, left: set[str]) -> list[Offer]:
    there, listed = pair.there, []
    for day in sorted({day_of(key) for key in left} - {""}):
        about = {key for key in left if day_of(key) == day}
        if day in about:
            gone = {key for key in about if key not in there or key.endswith("description")}
            listed.append(_one_day(pair, day, {day} | gone))
            about -= {day} | gone
        for key in sorted(about):
            field = key[11:]
            value = there.get(key, "") if field == "minutes" else ""
            listed.append(_offer(pair, "own", (key,), day=_day(day), field=field, value=value))
    extra = [offer for offer in listed if offer.change == "extra"]
    if len(extra) < 2:
        return listed
    # Meetings that the board has no days for are one offer: another rule.
    keys = frozenset[str]().union(*(offer.keys for offer in extra))
    contested = any(offer.contested for offer in extra)
    one = extra[0]._replace(keys=keys, contested=contested, value=str(len(extra)))
    return [one, *(offer for offer in listed if offer.change != "extra")]


def _one_day(pair: Pair, day: str, keys: set[str]) -> Offer:
    before, now = _before(pair).get(day, ""), pair.there.get(day, "")
    start = _start(pair, day)
    change: Change = "moved"
    if not now:
        change, start = "skipped", None
    elif start is None:
        change = "all-day"
    elif pair.day is None and not before:
        known = pair.series is not None and _day(day) in days_of(pair.series)
        change = "restored" if known else "extra"
    elif now == USUAL and before not in (USUAL, ""):
        change = "restored"
    return _offer(pair, change, keys, day=_day(day), start=start)


def _offer(pair: Pair, change: Change, keys: Iterable[str] = (), **fields: Any) -> Offer:
    about = frozenset(keys)
    series = "" if pair.series is None else pair.series.uid
    contested = not pair.merged.both.isdisjoint(about)
    alone = pair.day is not None and pair.uid != series
    return Offer(change, series, pair.uid, keys=about, contested=contested, alone=alone, **fields)


def _before(pair: Pair) -> Facts:
    """Return what the calendar held when it was looked at last; else what the board says."""
    return pair.here if pair.base is None else pair.base.kept


def _held(facts: Facts) -> list[str]:
    return sorted(key for key, value in facts.items() if value and is_day(key))


def _weekly(days: list[str]) -> bool:
    """Whether some days are one weekday each week, or every so many."""
    steps = {(_day(b) - _day(a)).days for a, b in pairwise(days)}
    return len({_day(day).weekday() for day in days}) == 1 and len(steps) <= 1


def _day(key: str) -> date:
    return date.fromisoformat(key)


def _start(pair: Pair, day: str) -> datetime | None:
    """Return when a meeting is in the calendar, in the series' zone; None for a whole day."""
    value = pair.there.get(day, "")
    local = f"{day}T{pair.there.get('at', '')}" if value == USUAL else value
    if pair.series is None or len(local) < 16 or local.endswith("date"):
        return None
    return datetime.fromisoformat(local).replace(tzinfo=zone(pair.series.zone))


# Taking over.


def take_over(
    draft: Draft, offers: Sequence[Offer], new_uid: Callable[[], str]
) -> dict[Offer, str]:
    """Put offers on the board; return those that it refuses, with the reason.

    One that cannot be taken stops no other. Of a series that is split the part from the day on
    gets the UID of the event that holds the other part, where there is one.
    """
    refused: dict[Offer, str] = {}
    # What happens to the whole of a series comes last: days are named by the rule before it.
    for offer in sorted(offers, key=_order):
        mark = draft.mark()
        try:
            _take(draft, offer, new_uid)
        except Refused as error:
            draft.back_to(mark)
            refused[offer] = str(error)
    draft.what = "changes made in the calendar"
    return refused


def series_of(board: Board, offer: Offer) -> Series:
    """Return the series that an offer is about; raises Refused when it is no longer there."""
    for series in board.series.values():
        if series.uid == offer.series:
            return series
    raise Refused("that series is no longer on the board")


def _order(offer: Offer) -> int:
    order = ("text", "length", "moved", "skipped", "restored", "ends", "begins", "changes")
    return order.index(offer.change) if offer.change in order else len(order)


def _take(draft: Draft, offer: Offer, new_uid: Callable[[], str]) -> None:
    id = series_of(draft.board, offer).id
    day, start = offer.day, offer.start
    fields: dict[str, object] = {}
    if start is not None and offer.change in ("series", "changes"):
        fields = {"weekday": start.weekday(), "at": f"{start:%H:%M}"}
    if offer.change in ("length", "changes") and offer.value:
        fields["minutes"] = int(offer.value)
    if offer.change == "text":
        edit_series(draft, id, **{offer.field: offer.value})
    elif offer.change in ("series", "length"):
        edit_series(draft, id, **fields)
    elif offer.change == "changes" and day is not None:
        change_from(draft, id, day, offer.successor or new_uid(), **fields)
    elif offer.change == "ends" and day is not None:
        end_series(draft, id, day)
    elif offer.change == "begins" and day is not None:
        edit_series(draft, id, first=day)
    elif offer.change == "moved" and day is not None and start is not None:
        move_meeting(draft, id, day, start)
    elif offer.change == "restored" and day is not None and start is not None:
        _restore(draft, id, offer, day)
    elif offer.change in _GONE and day is not None:
        skip_meeting(draft, id, day, _GONE[offer.change])
    elif offer.change in ("cancelled", "deleted"):
        cancel_series(draft, id)
    else:
        raise Refused("the board has nothing like it")


def _restore(draft: Draft, id: int, offer: Offer, day: date) -> None:
    """Let a meeting take place: what was skipped or moved by hand, or fell to a holiday."""
    assert offer.start is not None
    series = draft.board.series[id]
    by_hand = changed_by_hand(series)
    if day in by_hand:
        restore_meeting(draft, id, day)
    if day not in by_hand or f"{offer.start:%Y-%m-%d %H:%M}" != f"{day} {series.at}":
        move_meeting(draft, id, day, offer.start)
