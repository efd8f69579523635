"""Days without meetings: lists for everybody, and the absences of one member."""

from __future__ import annotations

from okrboard.domain.records import Holiday, HolidayList
from okrboard.errors import NotFound, Refused
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft

MOST_DAYS = 2000


def put_holidays(
    draft: Draft,
    name: str,
    days: Iterable[Holiday],
    *,
    source: str = "",
    member: int = 0,
    etag: str = "",
) -> HolidayList:
    """Put a list on the board; one from the same source for the same person is replaced."""
    name = squeeze(name, 200) or "Holidays"
    found = {day.on: squeeze(day.name, 200) for day in days}
    if not found:
        raise Refused(f"{name} names no day in the years that are planned")
    if len(found) > MOST_DAYS:
        raise Refused(f"{name} names more than {MOST_DAYS} days; that is no list of holidays")
    if member and member not in draft.board.members:
        raise Refused("absences belong to a member of the board")
    listed = HolidayList(
        0, name, squeeze(source, 4000), tuple(Holiday(on, found[on]) for on in sorted(found)),
        member, etag, draft.stamp.at,
    )  # fmt: skip
    draft.what = f"{'absences' if member else 'holidays'}: {name}"
    before = from_source(draft.board, listed.source, member) if listed.source else None
    return draft.add(listed) if before is None else draft.put(listed._replace(id=before.id))


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
