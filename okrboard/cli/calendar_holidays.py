"""`okrboard calendar holidays`: days without meetings, and the absences of a member.

The board keeps the days, never the address: that of a private calendar is a secret in itself.
"""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import member_id
from okrboard.domain.edit.series import (
    choose_holidays,
    find_holidays,
    from_source,
    remove_holidays,
)
from okrboard.domain.records import Holiday, HolidayList
from okrboard.domain.schedule import counting, counts, is_meant
from okrboard.domain.schema import plain
from okrboard.errors import Unreachable
from okrboard.report.format import handle, short_day
from okrboard.report.jsonable import Json
from okrboard.report.output_style import table
from okrboard.text import clean

_NONE = "no holidays yet; read them: okrboard calendar holidays add FILE|URL"
_HOLIDAY = Positional("HOLIDAY", "its name, its kind, its day, or a pattern as Kar*")
_OF = Option("list", "LIST", "of one list only: its number, or a part of its name")
_HOW = """\
Meetings take place on what does not count. The board keeps the choice, also when the list is read
again; what was chosen last decides. Public holidays only:

  okrboard calendar holidays off "*"
  okrboard calendar holidays on "Public holiday" --list 1"""


@command(
    "calendar holidays add",
    Positional("SOURCE", "an iCalendar file, or a webcal or https address", completes="@files"),
    Option("name", "NAME", "what the list is called"),
    Option("for", "MEMBER", "absences of one member only", completes="@members"),
    more="The same source again brings its new state. Whether a check-in on a holiday is\n"
    "skipped or held before: okrboard calendar series edit check-in --holidays before",
)
def add(context: Context, arguments: Arguments) -> int:
    """Read days without meetings from a calendar file or address."""
    from okrboard.calendar.holidays import (
        holidays_in,
        holidays_of_file,
        holidays_sentence,
        is_address,
        source_label,
    )

    board, today, named = context.board, context.today, arguments.text("SOURCE")
    name = arguments.text("name")
    member = member_id(board, arguments.text("for"), context.service.stamp())
    if is_address(named):
        source = source_label(named)
        data, etag = _fetched(context, named, from_source(board, source, member))
        if not data:
            return context.done("they have not changed since", lambda: {"changed": False})
        read = holidays_in(board, today, source, data, name=name, member=member, etag=etag)
    else:
        read = holidays_of_file(board, today, named, name=name, member=member)
    made = context.change("holidays", read.edit)
    unread = {"unread": [clean(one) for one in read.unread]}
    return context.done(
        holidays_sentence(board, made, read.unread),
        lambda: {**_holidays_json(context.board, made), **unread},
    )


@command("calendar holidays list")
def list_holidays(context: Context, _: Arguments) -> int:
    """The lists there are."""
    board, lists = context.board, list(context.board.holidays.values())

    def row(one: HolidayList) -> tuple[str, ...]:
        days = counting(one)
        ahead = (f"{short_day(day.on)} {day.name}" for day in days if day.on >= context.today)
        whose = handle(board, one.member) or "everybody"
        count = len({day.on for day in days})
        return (str(one.id), one.name, whose, str(count), next(ahead, ""), one.source)

    heads = ("", "name", "for", "days", "next", "from")
    return context.answer(
        lambda: (
            table(context.look, heads, list(map(row, lists)), flexible=4, numbers=(0, 3), drop=(5,))
            or [_NONE]
        ),
        lambda: [_holidays_json(board, one) for one in lists],
    )


@command("calendar holidays show", Positional("LIST", "of one list only", count="?"))
def show(context: Context, arguments: Arguments) -> int:
    """The holidays by name, and which of them count."""
    board, today = context.board, context.today
    named = arguments.text("LIST")
    lists = [find_holidays(board, named)] if named else list(board.holidays.values())
    by_name: dict[tuple[int, str], list[Holiday]] = {}
    for listed in lists:
        for day in listed.days:
            by_name.setdefault((listed.id, day.name), []).append(day)
    # The next day of each; of what is over, the last.
    shown = [
        (board.holidays[key[0]], days, next((day for day in days if day.on >= today), days[-1]))
        for key, days in by_name.items()
    ]
    shown.sort(key=lambda one: (one[2].on < today, one[2].on, one[0].id, one[2].name))
    rows = [
        (
            f"{short_day(day.on)} {day.on.year}",
            day.name,
            "" if counts(listed, day) else ("does not count", "dim"),
            ", ".join(day.categories),
            listed.name,
        )
        for listed, _, day in shown
    ]
    heads = ("day", "name", "", "kind", "list")
    return context.answer(
        lambda: table(context.look, heads, rows, flexible=1, drop=(4, 3)) or [_NONE],
        lambda: [_holiday_json(*one) for one in shown],
    )


@command("calendar holidays off", _HOLIDAY, _OF, more=_HOW)
def off(context: Context, arguments: Arguments) -> int:
    """Holidays that do not count."""
    return _choose(context, arguments, count=False)


@command("calendar holidays on", _HOLIDAY, _OF, more=_HOW)
def on(context: Context, arguments: Arguments) -> int:
    """Holidays that count again."""
    return _choose(context, arguments, count=True)


def _choose(context: Context, arguments: Arguments, *, count: bool) -> int:
    def edit(draft: Draft) -> tuple[str, list[HolidayList]]:
        named = arguments.text("list")
        only = find_holidays(draft.board, named).id if named else 0
        return choose_holidays(draft, arguments.text("HOLIDAY"), count=count, only=only)

    pattern, changed = context.change("holidays", edit)
    days = len({day.on for one in changed for day in one.days if is_meant(pattern, day)})
    names = ", ".join(clean(listed.name, 60) for listed in changed)
    word = "counts" if count else "does not count"
    many = "1 day" if days == 1 else f"{days} days"
    return context.done(
        f"{clean(pattern)} {word}: {many} of {names}",
        lambda: [_holidays_json(context.board, listed) for listed in changed],
    )


def _holidays_json(board: Board, listed: HolidayList) -> Json:
    """Return a list of days without meetings."""
    return {
        "id": listed.id,
        "name": clean(listed.name),
        "member": handle(board, listed.member),
        "source": clean(listed.source) or None,
        "fetched": plain(listed.fetched),
        "days": [
            {
                "day": plain(day.on),
                "name": clean(day.name),
                "categories": [clean(one) for one in day.categories],
                "counts": counts(listed, day),
            }
            for day in listed.days
        ],
        "choices": [
            {"pattern": clean(one.pattern), "counts": one.counts} for one in listed.choices
        ],
    }


def _holiday_json(listed: HolidayList, days: list[Holiday], coming: Holiday) -> Json:
    return {
        "name": clean(coming.name),
        "day": plain(coming.on),
        "days": [plain(day.on) for day in days],
        "categories": [clean(one) for one in coming.categories],
        "counts": counts(listed, coming),
        "list": listed.id,
    }


@command("calendar holidays remove", Positional("LIST", "its number, or a part of its name"))
def remove(context: Context, arguments: Arguments) -> int:
    """Take a list off the board."""
    made = context.change(
        "holidays",
        lambda draft: remove_holidays(draft, find_holidays(draft.board, arguments.text("LIST")).id),
    )
    return context.done(f"{clean(made.name)} is off the board", lambda: {"removed": made.id})


def _fetched(context: Context, url: str, before: HolidayList | None) -> tuple[bytes, str]:
    """Return a calendar, empty when it did not change, and what to ask with next time."""
    from okrboard.calendar.holidays import fetch_calendar, web_address
    from okrboard.cli.connections import request_for

    request = request_for(context.environment, web_address(url), seconds=20)
    try:
        return fetch_calendar(url, before.etag if before else "", settings=request)
    except Unreachable as error:
        kept = ""
        if before is not None and before.fetched is not None:
            kept = f" The days read on {before.fetched.date()} stay."
        raise Unreachable(f"{error}{kept}") from None


NOUN = Noun(
    "calendar holidays",
    "list",
    (add, list_holidays, show, off, on, remove),
    "days without meetings: add, list, show, off, on, remove",
)
