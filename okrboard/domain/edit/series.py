"""The meetings in the calendar, series and single ones, and the days without meetings.

A series keeps its UID for ever. What is told to calendars (SEQUENCE, LAST-MODIFIED, events that are
off) is no matter of these functions: `okrboard.calendar.sequence` sees to it after every change.
Lists of holidays are for everybody; the absences of a member are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, defaults, with_fields
from okrboard.domain.lookup import reference
from okrboard.domain.records import Holiday, HolidayChoice, HolidayList, Move, Series, Skip
from okrboard.domain.rules import MOST_DAYS, refuse_broken
from okrboard.domain.schedule import (
    counting,
    counts,
    days_of,
    holiday_fate,
    is_meant,
    models,
    usual_series,
)
from okrboard.errors import NotFound, Refused
from okrboard.text import squeeze

MOST_WORDS = 500
"""Characters of a reason."""

_GIVEN = frozenset(("uid", "skips", "moves", "sequence", "state", "created", "modified",
                    "withdrawn", "follows", "kind", "overrides", "singles"))  # fmt: skip
"""Fields that nobody edits by hand."""

_LASTING = ("id", "uid", "created", "sequence", "withdrawn", "follows", "singles")
"""What a series keeps that was cancelled and is planned again: what calendars know of it."""

_TOLD = ("sequence", "withdrawn", "created", "modified", "overrides", "singles")
"""What calendars know of a series, which one that follows it does not have."""

_ALIKE = ("kind", "team", "cycle", "at", "zone")
"""What a cancelled series and a new one have in common where the old one is planned again."""


def plan_cycle(
    draft: Draft,
    cycle: int,
    new_uid: Callable[[], str],
    team: int = 0,
    *,
    since: date | None = None,
) -> list[Series]:
    """Plan a cycle's usual meetings, those kinds that it does not have yet; return what was made.

    With a day `since` those from then on: nobody goes to a meeting that is over. `new_uid` gives a
    UID nobody else has, one a call. Raises `Refused` for a closed cycle.
    """
    board = draft.board
    record = board.cycles[cycle]
    if record.state == "closed":
        raise Refused(f"{record.name} is closed; plan the meetings of a cycle that is not")
    usual = usual_series(board, record, team, since)
    if not usual:
        raise Refused(f"{record.name} has no day left for the usual meetings")
    there = {
        one.kind
        for one in board.series.values()
        if (one.cycle, one.team, one.state) == (cycle, team, "confirmed")
    }
    missing = (series for series in usual if series.kind not in there)
    made = [add_series(draft, series._replace(uid=new_uid())) for series in missing]
    if not made:
        raise Refused(f"{record.name} has its meetings already: okrboard calendar list")
    draft.what = f"plan the meetings of {record.name}{as_before(board, cycle, team)}"
    return made


def as_before(board: Board, cycle: int, team: int = 0) -> str:
    """Return `, as in 2026-T3` where a cycle's usual meetings follow another's, else nothing."""
    like = models(board, board.cycles[cycle], team).cycle
    return f", as in {squeeze(like, 60)}" if like else ""


def plan_if_none(draft: Draft, cycle: int, new_uid: Callable[[], str]) -> bool:
    """Plan the usual meetings of a cycle that begins, if nobody has planned any; say if it was.

    The line for the log stays that of the change it is part of. A cycle that has no day for them,
    or lies where no calendar does, begins without.
    """
    if any(series.cycle == cycle for series in draft.board.series.values()):
        return False
    what, before = draft.what, draft.mark()
    try:
        plan_cycle(draft, cycle, new_uid)
    except Refused:
        draft.back_to(before)
        return False
    finally:
        draft.what = what
    return True


def add_series(draft: Draft, series: Series) -> Series:
    """Add a series that has its UID already; it is put on the board under the next number.

    Where a series of the kind was cancelled that met at the same times, that one takes place again
    as the new one says, under its own number and UID: calendars have it still, as cancelled.
    """
    checked = _checked(draft, series)
    if not series.uid or any(other.uid == series.uid for other in draft.board.series.values()):
        raise Refused("a series needs a UID of its own")
    again = _cancelled_before(draft.board, checked)
    if again is not None:
        draft.what = f"plan {_named(again)} again"
        return draft.put(again)
    draft.what = f"plan {_named(checked)}"
    return draft.add(checked._replace(created=draft.stamp.at, modified=draft.stamp.at))


def _cancelled_before(board: Board, new: Series) -> Series | None:
    """Return a cancelled series as the new one says, if it met at a time at which that meets."""
    days = set(days_of(new))
    for old in reversed(list(board.series.values())):
        alike = all(getattr(old, name) == getattr(new, name) for name in _ALIKE)
        if old.state == "cancelled" and alike and days.intersection(days_of(old)):
            made = new._replace(**{name: getattr(old, name) for name in _LASTING})
            if _overlapping(board, made) is None:
                return made
    return None


def _overlapping(board: Board, series: Series) -> Series | None:
    """Return the series before or after this one, of those it is a part of, that has its days."""
    for other in board.series.values():
        if other.id != series.id and (
            (other.follows == series.id and other.first <= series.last)
            or (series.follows == other.id and other.last >= series.first)
        ):
            return other
    return None


def edit_series(draft: Draft, id: int, **fields: object) -> Series:
    """Change a whole series, the meetings that were included.

    Skips and moves of days that the new rule does not have are forgotten.
    """
    series = _confirmed(draft, id)
    changed = _checked(draft, _with(series, fields))
    other = _overlapping(draft.board, changed)
    if other is not None and {"first", "last"} & fields.keys():
        raise Refused(
            f"{reference('series', id)} would have days of {_named(other)},"
            f" which is from {other.first} to {other.last}"
        )
    draft.what = f"edit {_named(changed)}"
    return draft.put(_kept(changed))


def change_from(draft: Draft, id: int, day: date, uid: str, **fields: object) -> Series:
    """Change a series from a day on: the old one ends before it, a new one with `uid` follows.

    Return the new one; the old one, changed as a whole, when it has no meeting before that day.
    """
    series = _confirmed(draft, id)
    if day > series.last:
        raise Refused(f"{reference('series', id)} ends on {series.last}; choose a day before that")
    if not any(on < day for on in days_of(series)):
        return edit_series(draft, id, **fields)
    begin = series._replace(id=0, uid=uid, first=day, follows=id, **defaults(Series, *_TOLD))
    following = add_series(draft, _kept(_with(begin, fields)))
    draft.put(_kept(series._replace(last=day - timedelta(days=1))))
    draft.what = f"{_named(following)} from {day} on"
    return following


def end_series(draft: Draft, id: int, day: date) -> Series:
    """Let a series have no meeting from a day on; cancel it when it had none before."""
    series = _confirmed(draft, id)
    if not any(on < day for on in days_of(series)):
        return cancel_series(draft, id)
    if not any(on >= day for on in days_of(series)):
        raise Refused(f"{reference('series', id)} has no meeting from {day} on")
    draft.what = f"{_named(series)} ends before {day}"
    return draft.put(_kept(series._replace(last=day - timedelta(days=1))))


def cancel_series(draft: Draft, id: int) -> Series:
    """Call all meetings of a series off; calendars are told so."""
    series = _confirmed(draft, id)
    draft.what = f"cancel {_named(series)}"
    return draft.put(series._replace(state="cancelled"))


def skip_meeting(draft: Draft, id: int, day: date, reason: str = "") -> Series:
    """Let the meeting that the rule puts on a day not take place."""
    series = _with_meeting(draft, id, day)
    skip = Skip(day, squeeze(reason, MOST_WORDS))
    if skip in series.skips:
        raise Refused(f"the meeting of {day} is skipped already")
    free = _as_ruled(series, day)
    draft.what = f"skip {series.summary} of {day}" + (f": {skip.reason}" if skip.reason else "")
    return draft.put(free._replace(skips=tuple(sorted([*free.skips, skip]))))


def move_meeting(draft: Draft, id: int, day: date, start: datetime, reason: str = "") -> Series:
    """Hold the meeting that the rule puts on a day at another time; `start` is aware.

    A start where the rule has it makes a meeting that a holiday took away take place.
    """
    series = _with_meeting(draft, id, day)
    if start.tzinfo is None:
        raise Refused("the new time needs a time zone")
    if not timedelta(days=-MOST_DAYS) < start.date() - day < timedelta(days=MOST_DAYS):
        raise Refused(f"{start.date()} is too far from {day}; check the year")
    before = next((move for move in series.moves if move.on == day), Move(day, start))
    # The day as it was given; `okrboard.calendar.sequence` reads it in the series' own zone.
    move = before._replace(start=start, reason=squeeze(reason, MOST_WORDS), held=start.date())
    free = _as_ruled(series, day)
    moves = tuple(sorted([*free.moves, move], key=lambda move: move.on))
    draft.what = f"move {series.summary} of {day} to {start:%Y-%m-%d %H:%M}"
    return draft.put(free._replace(moves=moves))


def restore_meeting(draft: Draft, id: int, day: date) -> Series:
    """Take the skip or the move of a meeting back: it is where the rule puts it, or a holiday."""
    series = _with_meeting(draft, id, day)
    restored = _as_ruled(series, day)
    if restored == series:
        raise Refused(f"the meeting of {day} is neither skipped nor moved")
    fate = holiday_fate(draft.board, series, day)
    draft.what = f"{series.summary} of {day} {fate or 'as planned'}"
    return draft.put(restored)


def _as_ruled(series: Series, day: date) -> Series:
    """Return a series whose meeting of a day is neither skipped nor moved."""
    return series._replace(
        skips=tuple(skip for skip in series.skips if skip.on != day),
        moves=tuple(move for move in series.moves if move.on != day),
    )


def _confirmed(draft: Draft, id: int) -> Series:
    series = draft.board.series[id]
    if series.state == "cancelled":
        raise Refused(f"{_named(series)} is cancelled; plan a new one")
    return series


def _with_meeting(draft: Draft, id: int, day: date) -> Series:
    series = _confirmed(draft, id)
    if day not in days_of(series):
        raise Refused(f"{_named(series)} has no meeting on {day}: okrboard calendar list")
    return series


def _kept(series: Series) -> Series:
    """Return the series with those skips and moves only that its rule has days for."""
    days = set(days_of(series))
    return series._replace(
        skips=tuple(skip for skip in series.skips if skip.on in days),
        moves=tuple(move for move in series.moves if move.on in days),
    )


def _with(series: Series, fields: dict[str, object]) -> Series:
    if wrong := sorted(_GIVEN.intersection(fields)):
        raise Refused(f"the {wrong[0]} of a series is not changed by hand")
    if "at" in fields:
        fields = {**fields, "at": clock(str(fields["at"]))}
    return with_fields(series, **fields)


def _checked(draft: Draft, series: Series) -> Series:
    """Return a series with tidy texts; refuse what cannot be held or told to calendars."""
    series = series._replace(
        summary=squeeze(series.summary, 200),
        location=squeeze(series.location, 500),
        url=squeeze(series.url, 1000),
        at=clock(series.at),
    )
    refuse_broken(series)
    if series.team and series.team not in draft.board.teams:
        raise Refused("that team is not on the board")
    return series


def clock(text: str) -> str:
    """Return a local time as `HH:MM`: `9:30`, `09:30`, `15`. Raises `Refused` for anything else."""
    hours, colon, minutes = squeeze(text, 20).replace(".", ":").partition(":")
    numbers = (hours, minutes if colon else "00")
    if all(part.isascii() and part.isdigit() and len(part) <= 2 for part in numbers):
        hour, minute = map(int, numbers)
        if hour < 24 and minute < 60 and (not colon or len(minutes) == 2):
            return f"{hour:02}:{minute:02}"
    raise Refused(f"“{squeeze(text, 20)}” is no time of day; write it like 15:00")


def _named(series: Series) -> str:
    ref = f"{reference('series', series.id)} " if series.id else ""
    return f"{ref}{series.summary}"


MOST_CHOICES = 200


def put_holidays(
    draft: Draft,
    name: str,
    days: Iterable[Holiday],
    *,
    source: str = "",
    member: int = 0,
    etag: str = "",
) -> HolidayList:
    """Put a list on the board; one from the same source for the same person is replaced.

    What people chose of the list before holds for its new days as well.
    """
    name = squeeze(name, 200) or "Holidays"
    categories = {(day.on, squeeze(day.name, 200)): day.categories for day in days}
    if not categories:
        raise Refused(f"{name} names no day in the years that are planned")
    if member and member not in draft.board.members:
        raise Refused("absences belong to a member of the board")
    source = squeeze(source, 4000)
    listed = tuple(Holiday(*day, categories[day]) for day in sorted(categories))
    made = HolidayList(0, name, source, listed, member, etag, draft.stamp.at)
    draft.what = f"{'absences' if member else 'holidays'}: {name}"
    before = from_source(draft.board, source, member) if source else None
    if before is None:
        return draft.add(made)
    return draft.put(made._replace(id=before.id, choices=before.choices))


def choose_holidays(
    draft: Draft, text: str, *, count: bool, only: int = 0
) -> tuple[str, list[HolidayList]]:
    """Let holidays count as days without meetings or not, for everybody; or in `only` one list.

    `text` is a name or a unique part of one, a category, a day as `2026-12-24`, or a pattern of
    these with `*`. Return the pattern and the lists that changed. Raises NotFound and Refused.
    """
    every = draft.board.holidays.values()
    lists = [one for one in every if one.id == only or not (only or one.member)]
    pattern = _pattern(lists, squeeze(text, 200))
    chosen = [(_chosen(listed, pattern, count=count), listed) for listed in lists]
    changed = [draft.put(made) for made, old in chosen if counting(made) != counting(old)]
    word = "counts" if count else "does not count"
    if not changed:
        raise Refused(f"“{pattern}” {word} already")
    draft.what = f"holidays: {pattern} {word}"
    return pattern, changed


def _chosen(listed: HolidayList, pattern: str, *, count: bool) -> HolidayList:
    """Return a list with a choice made; one that only takes another back leaves nothing behind."""
    meant = [day for day in listed.days if is_meant(pattern, day)]
    if not meant:
        return listed
    others = [one for one in listed.choices if one.pattern.casefold() != pattern.casefold()]
    made = listed._replace(choices=tuple(others))
    if any(counts(made, day) != count for day in meant):
        made = made._replace(choices=(*others, HolidayChoice(pattern, count)))
    if len(made.choices) > MOST_CHOICES:
        raise Refused(f"more than {MOST_CHOICES} choices of {listed.name}; use a pattern: Kar*")
    return made


def _pattern(lists: list[HolidayList], text: str) -> str:
    """Return the pattern that a text means; raises NotFound for none, or for a part of several."""
    days = [day for listed in lists for day in listed.days]
    if text and any(is_meant(text, day) for day in days):
        return text
    names = list(dict.fromkeys(day.name for day in days))
    part = [name for name in names if text and text.casefold() in name.casefold()]
    if len(part) == 1:
        return part[0]
    if not part:
        raise NotFound(f"no holiday is called “{text[:40]}”: okrboard calendar holidays show")
    some = ", ".join(f"“{squeeze(name, 40)}”" for name in part[:5])
    raise NotFound(f"“{text[:40]}” may be {some}; name one, or all of them as “*{text[:40]}*”")


def remove_holidays(draft: Draft, id: int) -> HolidayList:
    """Take a list off the board; what it took away takes place again."""
    listed = draft.board.holidays[id]
    draft.remove(listed)
    draft.what = f"remove {'absences' if listed.member else 'holidays'}: {listed.name}"
    return listed


def from_source(board: Board, source: str, member: int) -> HolidayList | None:
    """Return the list that was read from a file or an address for a member, or for all (0)."""
    lists = board.holidays.values()
    return next((one for one in lists if (one.source, one.member) == (source, member)), None)


def find_holidays(board: Board, text: str) -> HolidayList:
    """Return the list that a person names: by its number, or a unique part of name or source."""
    wanted = squeeze(text).casefold()
    lists = list(board.holidays.values())
    if numbered := [one for one in lists if str(one.id) == wanted.lstrip("0")]:
        return numbered[0]
    exact = [one for one in lists if wanted in (one.name.casefold(), one.source.casefold())]
    part = [one for one in lists if wanted and wanted in f"{one.name} {one.source}".casefold()]
    matches = exact or part
    if not matches:
        raise NotFound(f"no list of holidays is called “{wanted[:40]}”: okrboard calendar holidays")
    if len(matches) > 1:
        numbers = ", ".join(f"{one.id} {squeeze(one.name, 40)}" for one in matches[:6])
        raise NotFound(f"“{wanted[:40]}” may be {numbers}; name one by its number")
    return matches[0]
