"""Days without meetings: lists for everybody, and the absences of one member."""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.records import Holiday, HolidayChoice, HolidayList
from okrboard.domain.schedule import counts, is_meant
from okrboard.errors import NotFound, Refused
from okrboard.text import squeeze

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
    found = {(day.on, squeeze(day.name, 200)): day.categories for day in days}
    if not found:
        raise Refused(f"{name} names no day in the years that are planned")
    if member and member not in draft.board.members:
        raise Refused("absences belong to a member of the board")
    listed = HolidayList(
        0, name, squeeze(source, 4000),
        tuple(Holiday(on, called, found[on, called]) for on, called in sorted(found)),
        member, etag, draft.stamp.at,
    )  # fmt: skip
    draft.what = f"{'absences' if member else 'holidays'}: {name}"
    before = from_source(draft.board, listed.source, member) if listed.source else None
    if before is None:
        return draft.add(listed)
    return draft.put(listed._replace(id=before.id, choices=before.choices))


def choose_holidays(
    draft: Draft, text: str, *, count: bool, only: int = 0
) -> tuple[str, list[HolidayList]]:
    """Let holidays count as days without meetings or not, for everybody; or in `only` one list.

    `text` is a name or a unique part of one, a category, a day as `2026-12-24`, or a pattern of
    these with `*`. Return the pattern and the lists that changed. Raises NotFound and Refused.
    """
    board = draft.board
    lists = [one for one in board.holidays.values() if one.id == only or not (only or one.member)]
    pattern = _pattern(lists, squeeze(text, 200))
    changed = []
    for listed in lists:
        made = _chosen(listed, pattern, count=count)
        if any(counts(made, day) != counts(listed, day) for day in made.days):
            changed.append(draft.put(made))
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
    if part:
        some = ", ".join(f"“{squeeze(name, 40)}”" for name in part[:5])
        raise NotFound(f"“{text[:40]}” may be {some}; name one, or all of them as “*{text[:40]}*”")
    raise NotFound(f"no holiday is called “{text[:40]}”: okrboard calendar holidays show")


def remove_holidays(draft: Draft, id: int) -> HolidayList:
    """Take a list off the board; what it took away takes place again."""
    listed = draft.board.holidays[id]
    draft.remove(listed)
    draft.what = f"remove {'absences' if listed.member else 'holidays'}: {listed.name}"
    return listed


def from_source(board: Board, source: str, member: int) -> HolidayList | None:
    """Return the list that was read from a file or an address for a member, or for all (0)."""
    return next(
        (
            listed
            for listed in board.holidays.values()
            if listed.source == source and listed.member == member
        ),
        None,
    )


def find_holidays(board: Board, text: str) -> HolidayList:
    """Return the list that a person names: by its number, or a unique part of name or source."""
    wanted = squeeze(text).casefold()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 and int(wanted) in board.holidays:
        return board.holidays[int(wanted)]
    lists = list(board.holidays.values())
    exact = [one for one in lists if wanted in (one.name.casefold(), one.source.casefold())]
    part = [one for one in lists if wanted and wanted in f"{one.name} {one.source}".casefold()]
    found = exact or part
    if not found:
        raise NotFound(f"no list of holidays is called “{wanted[:40]}”: okrboard calendar holidays")
    if len(found) > 1:
        numbers = ", ".join(f"{one.id} {squeeze(one.name, 40)}" for one in found[:6])
        raise NotFound(f"“{wanted[:40]}” may be {numbers}; name one by its number")
    return found[0]
