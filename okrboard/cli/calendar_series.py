"""`okrboard calendar series`: the recurring meetings: named, shown, planned, changed, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from okrboard.calendar.from_board import carried_over, kept_series, series_in
from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.options import field_options, fields_given
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.converters import cycle_id, day, team_id, word
from okrboard.domain.edit.series import (
    add_series,
    cancel_series,
    change_from,
    edit_series,
    end_series,
    plan_cycle,
)
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import find, parse_reference, reference
from okrboard.domain.records import Series
from okrboard.domain.schedule import days_of, rhythm, usual_one
from okrboard.errors import Ambiguous, NotFound, Refused, UsageError
from okrboard.report.format import short_day, team_name
from okrboard.report.jsonable import Json, record_json
from okrboard.report.output_style import Look, table
from okrboard.service import new_uid
from okrboard.text import clean, squeeze

KINDS = WORDS["MeetingKind"]

CYCLE = Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles")
TEAM = Option("team", "TEAM", "what a team goes to: its own and everybody's", completes="@teams")
SERIES = Option("series", "NAME", "one series: S1, its kind, or a part of its name")
KIND = Option("kind", "KIND", "which, where a day has several", completes=" ".join(KINDS))
_KIND = Positional("KIND", "check-in, reflect or goals", count="?", completes=" ".join(KINDS))
_RULE = field_options("series")
_ON = Option("on", "DAY", "one meeting only, on this day")
_SERIES = Positional("SERIES", "check-in, reflect or goals, S1, or a part of its name",
                     completes=" ".join(KINDS))  # fmt: skip
_EDIT = """\
Without --from all its meetings change, those that were included. With --from DAY the series ends
before that day, and a new one with a UID of its own begins: calendars keep what has been."""


@command("calendar series add", _KIND, *_RULE, _ON, CYCLE)
def add(context: Context, arguments: Arguments) -> int:
    """Plan a series; without a kind the usual ones."""
    if arguments.has("KIND"):
        uid = new_uid()
        made = [context.change("series", lambda draft: _add(draft, arguments, uid))]
        return _answer(context, made, one=True)
    rules = ("weekday", "at", "minutes", "every", "timezone", "on", "from", "to")
    for name in filter(arguments.has, rules):
        raise UsageError(
            f"--{name} is for one series: okrboard calendar series add check-in --{name} …"
        )
    uids = [new_uid() for _ in range(20)]

    def plan(draft: Draft) -> list[Series]:
        left = iter(uids)
        today = draft.stamp.today
        cycle = cycle_id(draft.board, arguments.get("cycle"), today)
        team = team_id(draft.board, arguments.text("team"))
        return plan_cycle(draft, cycle, lambda: next(left), team, since=today)

    return _answer(context, context.change("series", plan), one=False)


@command("calendar series edit", _SERIES, *_RULE, more=_EDIT)
def edit(context: Context, arguments: Arguments) -> int:
    """Change a series.

    As a whole, or from a day on as a new one.
    """
    uid = new_uid()

    def change(draft: Draft) -> Series:
        today = draft.stamp.today
        fields = _fields(draft, arguments)
        series = _find_series(draft.board, arguments.text("SERIES"), today)
        begin, last = (_day(arguments, name, today) for name in ("from", "to"))
        if last is not None:
            fields["last"] = last
        if not fields:
            raise UsageError("say what changes, for example --at 16:00; --from DAY from when on")
        if begin is None:
            return edit_series(draft, series.id, **fields)
        return change_from(draft, series.id, begin, uid, **fields)

    return _answer(context, [context.change("series", change)], one=True)


@command(
    "calendar series end",
    _SERIES,
    Option("from", "DAY", "the first day without; today"),
    Option("all", "", "cancel all its meetings, those that were included"),
)
def end(context: Context, arguments: Arguments) -> int:
    """No meeting from a day on."""

    def change(draft: Draft) -> Series:
        today = draft.stamp.today
        series = _find_series(draft.board, arguments.text("SERIES"), today)
        if arguments.has("all"):
            return cancel_series(draft, series.id)
        return end_series(draft, series.id, _day(arguments, "from", today) or today)

    made = context.change("series", change)
    how = "is cancelled" if made.state == "cancelled" else f"ends by {made.last}"
    board = context.board
    return context.done(
        f"S{made.id} {made.summary} {how}", lambda: _series_json(board, board.series[made.id])
    )


@command("calendar series list", CYCLE)
def list_series(context: Context, arguments: Arguments) -> int:
    """The series of the cycle."""
    board, listed = context.board, listed_series(context, arguments)
    none = ["no series is planned; the usual ones: okrboard calendar series add"]
    return context.answer(
        lambda: _series_lines(board, listed, context.look) or none,
        lambda: [_series_json(board, one) for one in listed],
    )


def _add(draft: Draft, arguments: Arguments, uid: str) -> Series:
    board, today = draft.board, draft.stamp.today
    kind = word(arguments.text("KIND"), "a kind", KINDS)
    cycle = board.cycles[cycle_id(board, arguments.get("cycle"), today)]
    fields = _fields(draft, arguments)
    on, first, last = (_day(arguments, name, today) for name in ("on", "from", "to"))
    if on is not None:
        if {"weekday", "every"} & fields.keys() or first or last:
            raise UsageError("--on is one meeting; --weekday, --every, --from and --to are many")
        fields["weekday"] = on.weekday()
    chosen = fields.pop("weekday", board.settings.check_in_weekday)
    assert isinstance(chosen, int)
    series = usual_one(board, cycle, kind, weekday=chosen, first=first, last=last, on=on)
    return add_series(draft, with_fields(series._replace(uid=uid), **fields))


def _fields(draft: Draft, arguments: Arguments) -> dict[str, Any]:
    fields = fields_given("series", arguments, draft)
    if arguments.has("timezone"):
        from okrboard.cli.init import known_zone

        fields["zone"] = known_zone(arguments.text("timezone"))
    return fields


def _day(arguments: Arguments, name: str, today: date) -> date | None:
    return day(arguments.text(name), today) if arguments.has(name) else None


def _answer(context: Context, made: list[Series], *, one: bool) -> int:
    """Say what series are as the board has them after the change, `one` or a list."""
    board = context.board
    now = [board.series[series.id] for series in made]
    jsons = [_series_json(board, series) for series in now] if context.json else []
    return context.answer(lambda: map(_series_sentence, now), lambda: jsons[0] if one else jsons)


# Which series.


def chosen_series(
    context: Context, arguments: Arguments, *, since: date | None = None
) -> list[Series]:
    """Return the series of the cycle; of a team or a name if one is given.

    Without a cycle named also what closed cycles have ahead, from the day `since` on if given.
    """
    board = context.board
    cycle = cycle_id(board, arguments.get("cycle"), context.today)
    team = team_id(board, arguments.text("team"))
    listed = series_in(board, [cycle], team)
    if not arguments.has("cycle"):
        more = carried_over(board, team, since)
        listed = [*(one for one in more if one.cycle != cycle), *listed]
    return _by_option(listed, arguments)


def listed_series(context: Context, arguments: Arguments) -> list[Series]:
    """Return the chosen series that still meet; none where no cycle runs and none is named."""
    if context.board.cycle_on(context.today) is None and not arguments.has("cycle"):
        return []
    return chosen_series(context, arguments, since=context.today)


def kept_up(context: Context, arguments: Arguments, *, file: bool) -> list[Series]:
    """Return the series that a calendar is kept up to date with.

    A `file` is all that subscribers have, so it keeps the cycle closed last, whatever day it is.
    What has passed in a calendar elsewhere stays there by itself.
    """
    team = team_id(context.board, arguments.text("team"))
    since = None if file else context.today
    listed = _by_option(kept_series(context.board, team, past=file, since=since), arguments)
    return refuse_none(listed)


def refuse_none(listed: list[Series]) -> list[Series]:
    """Return series that are to be told to a calendar. Raises `Refused` when there are none."""
    if not listed:
        raise Refused(
            "no meeting is planned yet; plan the usual ones: okrboard calendar series add"
        )
    return listed


def _by_option(listed: list[Series], arguments: Arguments) -> list[Series]:
    name = arguments.get("series")
    return listed if name is None else series_named(listed, name)


def _find_series(board: Board, text: str, today: date) -> Series:
    """Return the series that a reference, a kind or a part of a name means.

    Of several of a kind the one that still has meetings. Raises NotFound or Ambiguous.
    """
    named = parse_reference(text)
    if named is not None and named[0] == "series":
        series: Series = find(board, text, "series")[1]
        return series
    listed = [one for one in kept_series(board) if one.state == "confirmed"]
    matches = series_named(listed, text)
    ahead = [one for one in matches if one.last >= today]
    if len(ahead) == 1 or len(matches) == 1:
        return (ahead or matches)[0]
    raise Ambiguous(f"{shown(text)} may be {_listed(matches)}; name one by its reference")


def series_named(listed: list[Series], text: str) -> list[Series]:
    """Return the series of a list that a reference, a kind or a part of a name means."""
    typed = squeeze(text, 200).casefold()
    named = parse_reference(text)
    if named is not None and named[0] == "series":
        matches = [one for one in listed if one.id == named[1]]
    else:
        kinds = [kind for kind in KINDS if typed and kind.startswith(typed)]
        matches = [one for one in listed if len(kinds) == 1 and one.kind == kinds[0]]
        matches = matches or [one for one in listed if typed and typed in one.summary.casefold()]
    if not matches:
        there = _listed(listed) if listed else "none yet: okrboard calendar series add"
        raise NotFound(f"no series here is {shown(text)}; there are {there}")
    return matches


def _listed(series: list[Series]) -> str:
    names = [f"{reference('series', one.id)} {squeeze(one.summary, 30)}" for one in series[:6]]
    return ", ".join(names) + (f" and {len(series) - 6} more" if len(series) > 6 else "")


# How they are shown.


def _series_json(board: Board, series: Series) -> Json:
    """Return a series with its rule, exceptions and what calendars know of it."""
    return {"ref": reference("series", series.id), **record_json(board, "series", series)}


def _series_lines(board: Board, series: list[Series], look: Look) -> list[str]:
    """Return the series, a line each."""
    rows = [
        (
            reference("series", one.id),
            one.summary,
            rhythm(one),
            short_day((days_of(one) or [one.first])[0]),
            short_day((days_of(one) or [one.last])[-1]),
            "" if one.state == "confirmed" else one.state,
            team_name(board, one.team) or "",
        )
        for one in series
    ]
    heads = ("ref", "series", "when", "from", "to", "", "team")
    return table(look, heads, rows, flexible=1, drop=(6, 4, 3))


def _series_sentence(series: Series) -> str:
    """Return a series in one sentence."""
    count = len(days_of(series))
    meetings = "1 meeting" if count == 1 else f"{count} meetings"
    ref = reference("series", series.id)
    return f"{ref} {clean(series.summary)}: {rhythm(series)}; {meetings}"


def when(start: datetime) -> str:
    """Return a time as `Thu 26 Nov 10:00`."""
    return f"{short_day(start.date())} {start:%H:%M}"


NOUN = Noun(
    "calendar series",
    "list",
    (add, edit, end, list_series),
    "the recurring meetings: add, edit, end, list",
)
