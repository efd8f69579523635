"""The forms of the schedule: a series, a meeting at another time, calendar files, holidays."""

from __future__ import annotations

import os
from datetime import date, datetime

from okrboard.calendar.from_board import Slot, series_in
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp, with_fields
from okrboard.domain.edit.series import (
    add_series,
    change_from,
    choose_holidays,
    clock,
    edit_series,
    move_meeting,
)
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.parse_dates import WEEKDAYS, parse_moment
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import KINDS, as_holiday, counts, usual_next
from okrboard.errors import OkrboardError
from okrboard.report.format import short_day
from okrboard.service import Service, new_uid
from okrboard.text import clean, squeeze
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChecklistField, ChoiceField, PickField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form


def move_form(meeting: Slot, today: date) -> Form:
    """Return the form that holds a meeting at another time."""
    original = meeting.occurrence.original

    def read(text: str) -> tuple[datetime, str]:
        start = parse_moment(text, meeting.day, original.time(), today)
        if start.tzinfo is None:
            start = start.replace(tzinfo=original.tzinfo)
        return start, f"{short_day(start.date())} {start.year} at {start:%H:%M}"

    fields: list[Field] = [
        TextField("start", "To", "", read=read, usual="thu 10:00, thu, 10:00 or 26 Nov 10:00"),
        TextField("reason", "Because", "", usual="it stands beside the meeting"),
    ]

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        start, reason = values["start"], values["reason"]

        def edit(draft: Draft) -> Series:
            return move_meeting(draft, meeting.series.id, meeting.day, start, reason)

        made = service.change("move", edit)
        called = as_holiday(service.board, start.date())
        return Done(f"moved to {short_day(start.date())} {start:%H:%M}{called}", made)

    title = f"Move {meeting.series.summary} of {short_day(meeting.day)}"
    about = f"now {short_day(meeting.start.date())} {meeting.start:%H:%M}, {meeting.series.zone}"
    return Form(
        title, fields, submit, kind=f"move {meeting.day}", record=meeting.series.id, about=about
    )


def series_form(board: Board, id: int, since: date | None) -> Form:
    """Return the form that changes a series; from the day `since` on, or all of it."""
    series = board.series[id]
    base = Base(series)
    ref = reference("series", id)
    fields = _fields(board, series)
    if since is not None:
        spans = [(since, f"from {short_day(since)} on"), (None, "all its meetings")]
        fields.insert(0, ChoiceField("since", "Change", spans, since))

    def submit(form: Form, service: Service) -> Done:
        fields = form.values()
        begin = fields.pop("since", None)
        changed = {name: value for name, value in form.changed().items() if name != "since"}
        if not changed:
            return Done("nothing was changed", series)
        uid = new_uid()

        def edit(draft: Draft) -> Series:
            base.guard(draft, changed)
            if begin is None:
                return edit_series(draft, id, **changed)
            return change_from(draft, id, begin, uid, **changed)

        made = service.change("series", edit)
        return Done(f"{reference('series', made.id)} {made.summary}: changed", made)

    return Form(f"{ref} {series.summary}", fields, submit, kind="series", record=id)


def new_series(board: Board, stamp: Stamp, cycle: Cycle, kind: MeetingKind) -> Form:
    """Return the form of a new series of a kind, in a cycle."""
    begin = min(max(stamp.today, cycle.first), cycle.last)
    usual = usual_next(board, cycle, kind, begin)
    read = readers.day(stamp.today)
    fields = [
        *_fields(board, usual),
        TextField("first", "From", str(begin), read=read, words=("no such weekday",)),
        TextField("last", "To", str(cycle.last), read=read, words=("longer than",)),
    ]
    for field in fields:
        field.as_default()

    def submit(form: Form, service: Service) -> Done:
        values, uid = form.values(), new_uid()

        def edit(draft: Draft) -> Series:
            return add_series(draft, with_fields(usual._replace(uid=uid), **values))

        made = service.change("series", edit)
        return Done(f"{reference('series', made.id)} {made.summary} is planned", made)

    name = KINDS[kind][0]
    return Form(f"New series: {name}", fields, submit, kind=f"series {kind}", about=cycle.name)


def _fields(board: Board, series: Series) -> list[Field]:
    rules = [("skip", "skip it"), ("before", "the working day before")]
    return [
        TextField("summary", "Name", series.summary, words=("needs a name",)),
        ChoiceField("weekday", "Weekday", list(enumerate(WEEKDAYS)), series.weekday),
        TextField("at", "At", series.at, read=_clock),
        TextField("minutes", "Minutes", str(series.minutes), read=readers.whole(1, 1440)),
        TextField("every", "Every", str(series.every), read=readers.whole(1, 53), usual="weeks"),
        TextField("zone", "Time zone", series.zone, read=readers.zone),
        ChoiceField("holidays", "On a holiday", rules, series.holidays),
        TextField("location", "Place", series.location, usual="the room"),
        TextField("url", "Link", series.url, usual="https://…", words=("a link begins",)),
        TextField(
            "alarm_minutes",
            "Alarm",
            str(series.alarm_minutes),
            read=readers.whole(0, 10080),
            usual="minutes before; 0 for none",
        ),
        PickField("team", "Team", options.teams(board), series.team, nobody="everybody"),
    ]


def _clock(text: str) -> tuple[str, str]:
    try:
        found = clock(text)
    except OkrboardError as error:
        raise ValueError(str(error)) from None
    return found, found


_WORDS = ("cannot be", "is there", "is a folder", "no plain file", "name a file", "an address")
"""What a refusal says that is about the file."""

_MOST = 60
"""Holidays that a form lists; more are chosen by a pattern, on the command line."""


def calendar_file_form(cycle: Cycle) -> Form:
    """Return the form that writes the meetings of a cycle to a calendar file."""

    def submit(form: Form, service: Service) -> Done:
        from okrboard.calendar.ical import check_replaceable, exported

        path, board = form.named("file").value, service.board
        data = exported(board, series_in(board, [cycle.id]), os.environ)
        check_replaceable(path)
        service.write_file(path, data, force=True)
        return Done(
            f"the calendar of {squeeze(cycle.name, 40)} is in {clean(os.path.abspath(path))}"
        )

    field = TextField("file", "File", usual_name(cycle), read=_path, words=_WORDS, default=True)
    form = Form(
        f"Write the meetings of {cycle.name} to a file",
        [field],
        submit,
        kind="calendar file",
        about="calendars import it; a calendar file that is there is replaced",
    )
    form.writes = False
    return form


def holidays_form(board: Board) -> Form:
    """Return the form that puts the days of a calendar file on the board."""

    def submit(form: Form, service: Service) -> Done:
        from okrboard.calendar.holidays import holidays_of_file, holidays_sentence

        values = form.values()
        read = holidays_of_file(
            service.board,
            service.stamp().today,
            values["file"],
            name=values["name"],
            member=values["member"],
        )
        made = service.change("holidays", read.edit)
        return Done(holidays_sentence(service.board, made, read.unread), made)

    fields: list[Field] = [
        TextField("file", "File", read=_source, usual="holidays.ics", words=_WORDS),
        TextField("name", "Name", usual="as the file says"),
        PickField("member", "For", options.members(board), 0, nobody="everybody"),
    ]
    return Form(
        "Days without meetings, from a calendar file",
        fields,
        submit,
        kind="holidays",
        about="the same file again brings its new state",
    )


def choice_form(board: Board, today: date) -> Form | None:
    """Return the form that says which holidays count, or None where the board has none ahead."""
    ahead: dict[str, tuple[date, bool]] = {}
    for listed in board.holidays.values():
        for day in listed.days if not listed.member else ():
            counted = counts(listed, day)
            if day.name and day.on >= today:
                on, before = ahead.get(day.name, (day.on, False))
                ahead[day.name] = (min(on, day.on), before or counted)
    names = sorted(ahead, key=lambda name: ahead[name])[:_MOST]
    if not names:
        return None
    steps = [
        (f"{squeeze(name, 50)}, {short_day(ahead[name][0])}", ahead[name][1]) for name in names
    ]
    field = ChecklistField("counts", "Counts", steps)

    def submit(form: Form, service: Service) -> Done:
        del form
        changed = [
            (name, done)
            for name, done in zip(names, field.done, strict=True)
            if done != ahead[name][1]
        ]

        def edit(draft: Draft) -> None:
            for name, done in changed:
                choose_holidays(draft, name, count=done)
            if len(changed) > 1:
                draft.what = f"holidays: {len(changed)} chosen anew"

        if not changed:
            return Done("the same holidays count as before")
        service.change("holidays", edit)
        count = sum(field.done)
        return Done(f"{count} of {len(names)} holidays count")

    return Form(
        "Which holidays count?",
        [field],
        submit,
        kind="",
        about="space ticks; meetings take place on those that do not count",
    )


def usual_name(cycle: Cycle) -> str:
    """Return a file name for a cycle that every file system takes: `okr-2026-T3.ics`."""
    name = "".join(sign if sign.isalnum() else "-" for sign in squeeze(cycle.name, 60))
    return f"okr-{name.strip('-') or cycle.id}.ics"


def _path(text: str) -> tuple[str, str]:
    path = os.path.expanduser(_named(text))
    # To commands a dash is the terminal, or what comes through a pipe.
    return path if path != "-" else os.path.join(".", path), ""


def _source(text: str) -> tuple[str, str]:
    from okrboard.calendar.holidays import is_address

    if is_address(_named(text)):
        raise ValueError("an address is read by okrboard calendar holidays add URL")
    return _path(text)


def _named(text: str) -> str:
    path = clean(text).strip()
    if not path:
        raise ValueError("name a file")
    return path
