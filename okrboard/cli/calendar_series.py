"""`okrboard calendar series`: the recurring meetings: planned, changed, ended."""

from __future__ import annotations

from datetime import date

from okrboard.cli.arguments import Arguments
from okrboard.cli.calendar_fields import CYCLE, KINDS, chosen_series, find_series, weekday
from okrboard.cli.calendar_text import series_json, series_lines, told_series
from okrboard.cli.context import Context
from okrboard.cli.converters import cycle_id, day, given, team_id, whole, word
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.enums import WORDS
from okrboard.domain.records import Series
from okrboard.errors import Refused, UsageError
from okrboard.service import new_uid


def add(context: Context, arguments: Arguments) -> int:
    """Plan a series, or without a kind all the usual ones that the cycle does not have."""
    from okrboard.domain.edit.series import plan_cycle

    if arguments.has("KIND"):
        uid = new_uid()
        made = [context.change("series", lambda draft: _add(draft, arguments, uid))]
    else:
        _refuse_rules(arguments)
        uids = [new_uid() for _ in range(20)]

        def plan(draft: Draft) -> list[Series]:
            left = iter(uids)
            today = draft.stamp.today
            cycle = cycle_id(draft.board, arguments.get("cycle"), today)
            team = team_id(draft.board, arguments.text("team"))
            return plan_cycle(draft, cycle, lambda: next(left), team, since=today)

        made = context.change("series", plan)
    return _said(context, made, one=arguments.has("KIND"))


def edit(context: Context, arguments: Arguments) -> int:
    """Change a series as a whole, or from a day on as a new one."""
    from okrboard.domain.edit.series import change_from, edit_series

    uid = new_uid()

    def change(draft: Draft) -> Series:
        today = draft.stamp.today
        fields = _fields(draft, arguments)
        series = find_series(draft.board, arguments.text("SERIES"), today)
        if arguments.has("to"):
            fields["last"] = day(arguments.text("to"), today)
        if not fields:
            raise UsageError("say what changes, for example --at 16:00; --from DAY from when on")
        if not arguments.has("from"):
            return edit_series(draft, series.id, **fields)
        begin = day(arguments.text("from"), today)
        return change_from(draft, series.id, begin, uid, **fields)

    return _said(context, [context.change("series", change)], one=True)


def end(context: Context, arguments: Arguments) -> int:
    """Let a series have no meeting from a day on, today unless another is given."""
    from okrboard.domain.edit.series import cancel_series, end_series

    def change(draft: Draft) -> Series:
        today = draft.stamp.today
        series = find_series(draft.board, arguments.text("SERIES"), today)
        if arguments.has("all"):
            return cancel_series(draft, series.id)
        begin = day(arguments.text("from"), today) if arguments.has("from") else today
        return end_series(draft, series.id, begin)

    made = context.change("series", change)
    how = "is cancelled" if made.state == "cancelled" else f"ends by {made.last}"
    ref = f"S{made.id}"
    return context.done(
        f"{ref} {made.summary} {how}", lambda: series_json(context.board, _now(context, made))
    )


def list_series(context: Context, arguments: Arguments) -> int:
    """Print the series of the cycle."""
    board = context.board
    no_cycle = board.cycle_on(context.today) is None and not arguments.has("cycle")
    found = [] if no_cycle else chosen_series(context, arguments, since=context.today)
    if context.json:
        context.emit([series_json(board, one) for one in found])
        return 0
    none = ["no series is planned; the usual ones: okrboard calendar series add"]
    for line in series_lines(board, found, context.look) or none:
        context.say(line)
    return 0


def _add(draft: Draft, arguments: Arguments, uid: str) -> Series:
    from okrboard.domain.changes import with_fields
    from okrboard.domain.edit.series import add_series
    from okrboard.domain.schedule import usual_one

    board, today = draft.board, draft.stamp.today
    kind = word(arguments.text("KIND"), "a kind", KINDS)
    cycle = board.cycles[cycle_id(board, arguments.get("cycle"), today)]
    fields = _fields(draft, arguments)
    on, first, last = _days(arguments, today)
    if on is not None:
        if {"weekday", "every"} & fields.keys() or first or last:
            raise UsageError("--on is one meeting; --weekday, --every, --from and --to are many")
        fields["weekday"] = on.weekday()
    chosen = fields.pop("weekday", board.settings.check_in_weekday)
    assert isinstance(chosen, int)
    series = usual_one(board, cycle, kind, weekday=chosen, first=first, last=last, on=on)
    return add_series(draft, with_fields(series._replace(uid=uid), **fields))


def _fields(draft: Draft, arguments: Arguments) -> dict[str, object]:
    from okrboard.cli.init import known_zone

    board = draft.board
    return given(
        arguments,
        {
            "weekday": ("weekday", weekday),
            "at": ("at", _clock),
            "minutes": ("minutes", lambda text: whole(text, "--minutes", 1, 24 * 60)),
            "every": ("every", lambda text: whole(text, "--every", 1, 53)),
            "timezone": ("zone", known_zone),
            "summary": ("summary", str),
            "place": ("location", str),
            "link": ("url", str),
            "alarm": ("alarm_minutes", lambda text: whole(text, "--alarm", 0, 10080)),
            "holidays": ("holidays", lambda text: word(text, "--holidays", WORDS["HolidayRule"])),
            "team": ("team", lambda text: team_id(board, text)),
        },
    )


def _clock(text: str) -> str:
    from okrboard.domain.edit.series import clock

    try:
        return clock(text)
    except Refused as error:
        raise UsageError(str(error)) from None


def _days(arguments: Arguments, today: date) -> tuple[date | None, date | None, date | None]:
    on, first, last = (
        day(arguments.text(name), today) if arguments.has(name) else None
        for name in ("on", "from", "to")
    )
    return on, first, last


def _refuse_rules(arguments: Arguments) -> None:
    rules = ("weekday", "at", "minutes", "every", "timezone", "on", "from", "to")
    wrong = [name for name in rules if arguments.has(name)]
    if wrong:
        raise UsageError(
            f"--{wrong[0]} is for one series: okrboard calendar series add check-in --{wrong[0]} …"
        )


def _said(context: Context, made: list[Series], *, one: bool) -> int:
    now = [_now(context, series) for series in made]
    if context.json:
        found = [series_json(context.board, series) for series in now]
        context.emit(found[0] if one else found)
        return 0
    for series in now:
        context.say(told_series(series))
    return 0


def _now(context: Context, series: Series) -> Series:
    """Return a series as the board has it after the change."""
    return context.board.series[series.id]


_KIND = " ".join(KINDS)
_RULE = (
    Option("weekday", "FR", "its weekday", completes="MO TU WE TH FR SA SU"),
    Option("at", "15:00", "when it begins, local time"),
    Option("minutes", "30", "how long it is"),
    Option("every", "1", "every so many weeks"),
    Option("timezone", "ZONE", "where that time is, as Europe/Berlin; the board's zone"),
    Option("from", "DAY", "from this day on"),
    Option("to", "DAY", "until this day; the cycle's last"),
    Option("summary", "NAME", "what it is called"),
    Option("place", "TEXT", "the room"),
    Option("link", "URL", "where to join"),
    Option("alarm", "MIN", "minutes before, at which calendars remind; 0 for none"),
    Option("holidays", "RULE", "on a holiday: skip, or before (the working day before)",
           completes="skip before"),
    Option("team", "TEAM", "whose it is; everybody's", completes="@teams"),
)  # fmt: skip
_SERIES = Positional("SERIES", "check-in, reflect or goals, S1, or a part of its name",
                     completes=_KIND)  # fmt: skip
_EDIT = """\
Without --from all its meetings change, those that were included. With --from DAY the series ends
before that day, and a new one with a UID of its own begins: calendars keep what has been."""

NOUN = Noun(
    "calendar series",
    "list",
    (
        Command(
            "calendar series add",
            "plan a series; without a kind the usual ones",
            add,
            (Positional("KIND", "check-in, reflect or goals", count="?", completes=_KIND),),
            (*_RULE, Option("on", "DAY", "one meeting only, on this day"), CYCLE),
        ),
        Command("calendar series edit", "change a series", edit, (_SERIES,), _RULE, more=_EDIT),
        Command(
            "calendar series end",
            "no meeting from a day on",
            end,
            (_SERIES,),
            (
                Option("from", "DAY", "the first day without; today"),
                Option("all", "", "cancel all its meetings, those that were included"),
            ),
        ),
        Command("calendar series list", "the series of the cycle", list_series, (), (CYCLE,)),
    ),
    "the recurring meetings: add, edit, end, list",
)
