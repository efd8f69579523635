"""Taking over onto the board what somebody changed in the calendar. Pure, as every edit is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from okrboard.calendar.pull import Offer
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
from okrboard.domain.records import Series
from okrboard.errors import Refused

_GONE = {"skipped": "taken out in the calendar", "cancelled": "cancelled in the calendar",
         "deleted": "deleted in the calendar"}  # fmt: skip


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
    by_hand = {*(one.on for one in series.skips), *(one.on for one in series.moves)}
    if day in by_hand:
        restore_meeting(draft, id, day)
    if day not in by_hand or f"{offer.start:%Y-%m-%d %H:%M}" != f"{day} {series.at}":
        move_meeting(draft, id, day, offer.start)
