"""`okrboard calendar pull`: what somebody changed in the calendar, offered to the board.

Nothing is taken over that nobody said yes to.
"""

from __future__ import annotations

from okrboard.calendar.ical import resources
from okrboard.calendar.publish import all_uids, carry_out, plan_publication, remote_resources
from okrboard.calendar.pull import offers
from okrboard.cli.calendar_publish import There, connected, plans_of, refuse_rest, standing, yes
from okrboard.cli.calendar_text import when
from okrboard.errors import OkrboardError, Refused
from okrboard.report.weeks import short_day
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.calendar.caldav import Resource
    from okrboard.calendar.plan import SeriesPlan
    from okrboard.calendar.pull import Offer
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Series


def pull_changes(context: Context, arguments: Arguments) -> int:
    """Offer what somebody changed in the calendar; what is taken is told to the calendar, too."""
    found = plans_of(context, arguments)
    there = connected(context)
    ours = all_uids(found)
    remote = remote_resources(there.client, there.calendar.url, ours)
    offered = offers(found, resources(found), remote)
    taken: list[Offer] = []
    if not arguments.has("dry-run"):
        take = arguments.has("take")
        taken = [one for one in offered if _takes(one) and (take or _wanted(context, one))]
        if taken:
            context.change("calendar", lambda draft: _take(draft, taken))
            uids = {one.uid for one in taken}
            _tell_back(there, plans_of(context, arguments), remote, uids)
    return _said(context, offered, taken)


def _takes(offer: Offer) -> bool:
    """Whether the board can take an offer over."""
    return offer.change in ("moved", "skipped", "restored", "cancelled", "series")


def _wanted(context: Context, offer: Offer) -> bool:
    return context.has_screen and yes(context, f"{_told(context, offer)}: take it over?")


def _take(draft: Draft, taken: list[Offer]) -> None:
    from okrboard.domain.edit.series import (
        cancel_series,
        edit_series,
        move_meeting,
        restore_meeting,
        skip_meeting,
    )

    for offer in taken:
        series = _series(draft.board, offer)
        if offer.change == "moved" and offer.day is not None and offer.start is not None:
            move_meeting(draft, series.id, offer.day, offer.start)
        elif offer.change == "restored" and offer.day is not None:
            restore_meeting(draft, series.id, offer.day)
        elif offer.change == "series" and offer.start is not None:
            at = f"{offer.start:%H:%M}"
            edit_series(draft, series.id, weekday=offer.start.weekday(), at=at)
        elif offer.day is not None:
            skip_meeting(draft, series.id, offer.day, "taken out in the calendar")
        else:
            cancel_series(draft, series.id)
    draft.what = "changes made in the calendar"


def _tell_back(
    there: There, found: list[SeriesPlan], remote: list[Resource], uids: set[str]
) -> None:
    """Write what was taken over in our own words, so that it is no conflict any more.

    What somebody changed while the questions were answered is left alone, and said.
    """
    ours = all_uids(found) | uids
    steps = plan_publication(resources(standing(found)), ours, remote, uids)
    done = carry_out(there.client, there.calendar.url, [one for one in steps if one.uid in uids])
    refuse_rest(done)


def _said(context: Context, offered: list[Offer], taken: list[Offer]) -> int:
    if context.json:
        context.emit(
            [
                {
                    "change": one.change,
                    "series": clean(one.series),
                    "uid": clean(one.uid),
                    "day": None if one.day is None else one.day.isoformat(),
                    "start": None if one.start is None else one.start.isoformat(),
                    "taken": one in taken,
                }
                for one in offered
            ]
        )
        return 0
    for one in offered:
        context.say(f"{'taken' if one in taken else 'offered':8} {_told(context, one)}")
    if not offered:
        context.say("nothing was changed in the calendar")
    elif len(taken) < sum(map(_takes, offered)):
        context.say("okrboard calendar pull --take takes all of it over")
    return 0


def _told(context: Context, offer: Offer) -> str:
    try:
        name = clean(_series(context.board, offer).summary, 100)
    except OkrboardError:
        name = "a series"
    of = f"{name} of {short_day(offer.day)}" if offer.day is not None else name
    to = f" to {when(offer.start)}" if offer.start is not None else ""
    return {
        "moved": f"{of} was moved{to}",
        "skipped": f"{of} was taken out",
        "restored": f"{of} was put back",
        "cancelled": f"{of} was cancelled",
        "series": f"{name} was moved{to}, all of it",
        "text": f"the words of {name} were changed",
        "unreadable": f"{name} cannot be read there any more",
    }[offer.change]


def _series(board: Board, offer: Offer) -> Series:
    for series in board.series.values():
        if series.uid == offer.series:
            return series
    raise Refused("that series is no longer on the board")
