"""`okrboard calendar holidays`: days without meetings, and the absences of a member.

The board keeps the days, never the address: that of a private calendar is a secret in itself.
"""

from __future__ import annotations

from okrboard.cli.calendar_text import holidays_json
from okrboard.cli.fields import member_id
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.errors import Unreachable
from okrboard.report.jsonable import handle
from okrboard.report.table import table
from okrboard.report.weeks import short_day
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.calendar.holiday_source import Fetched
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context
    from okrboard.domain.records import HolidayList


def add(context: Context, arguments: Arguments) -> int:
    """Read a file or an address, and put its days on the board; a second time its new state."""
    from okrboard.calendar.files import holidays_in, holidays_of_file, told_holidays
    from okrboard.calendar.holiday_source import is_address
    from okrboard.domain.edit.holidays import from_source

    board, today, named = context.board, context.today, arguments.text("SOURCE")
    name = arguments.text("name")
    member = member_id(board, arguments.text("for"), context.service.stamp())
    if is_address(named):
        source = _label(named)
        fetched = _fetched(context, named, from_source(board, source, member))
        if not fetched.changed:
            return context.done("they have not changed since", lambda: {"changed": False})
        edit = holidays_in(
            board, today, source, fetched.data, name=name, member=member, etag=fetched.etag
        )
    else:
        edit = holidays_of_file(board, today, named, name=name, member=member)
    made = context.change("holidays", edit)
    return context.done(told_holidays(board, made), lambda: holidays_json(context.board, made))


def list_holidays(context: Context, _: Arguments) -> int:
    """Print the lists there are."""
    board, today = context.board, context.today
    if context.json:
        context.emit([holidays_json(board, one) for one in board.holidays.values()])
        return 0
    rows = [
        (
            str(one.id),
            one.name,
            handle(board, one.member) or "everybody",
            str(len(one.days)),
            next((f"{short_day(day.on)} {day.name}" for day in one.days if day.on >= today), ""),
            one.source,
        )
        for one in board.holidays.values()
    ]
    heads = ("", "name", "for", "days", "next", "from")
    lines = table(context.look, heads, rows, flexible=4, numbers=(0, 3), drop=(5,))
    for line in lines or ["no holidays yet; read them: okrboard calendar holidays add FILE|URL"]:
        context.say(line)
    return 0


def remove(context: Context, arguments: Arguments) -> int:
    """Take a list off the board."""
    from okrboard.domain.edit.holidays import find_holidays, remove_holidays

    made = context.change(
        "holidays",
        lambda draft: remove_holidays(draft, find_holidays(draft.board, arguments.text("LIST")).id),
    )
    return context.done(f"{clean(made.name)} is off the board", lambda: {"removed": made.id})


def _label(url: str) -> str:
    """Return what the board remembers of an address: its host, and a digest to know it again."""
    from hashlib import sha256

    from okrboard.calendar.holiday_source import web_address
    from okrboard.connect.http import place
    from okrboard.connect.secrets import origin

    address = web_address(url)
    origin(address)
    return f"{place(address)} ({sha256(address.encode('utf-8', 'replace')).hexdigest()[:12]})"


def _fetched(context: Context, url: str, before: HolidayList | None) -> Fetched:
    from okrboard.calendar.holiday_source import fetch_calendar, web_address
    from okrboard.cli.connections import request_for

    request = request_for(context.environment, web_address(url), seconds=20)
    try:
        return fetch_calendar(url, before.etag if before else "", request)
    except Unreachable as error:
        kept = ""
        if before is not None and before.fetched is not None:
            kept = f" The days read on {before.fetched.date()} stay."
        raise Unreachable(f"{error}{kept}") from None


NOUN = Noun(
    "calendar holidays",
    "list",
    (
        Command(
            "calendar holidays add",
            "read days without meetings from a calendar file or address",
            add,
            (
                Positional(
                    "SOURCE",
                    "an iCalendar file, or a webcal or https address",
                    completes="@files",
                ),
            ),
            (
                Option("name", "NAME", "what the list is called"),
                Option("for", "MEMBER", "absences of one member only", completes="@members"),
            ),
            more="The same source again brings its new state. Whether a check-in on a holiday is\n"
            "skipped or held before: okrboard calendar series edit check-in --holidays before",
        ),
        Command("calendar holidays list", "the lists there are", list_holidays),
        Command(
            "calendar holidays remove",
            "take a list off the board",
            remove,
            (Positional("LIST", "its number, or a part of its name"),),
        ),
    ),
    "days without meetings: add, list, remove",
)
