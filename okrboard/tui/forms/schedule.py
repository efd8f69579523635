"""The forms of the schedule: a series, a meeting at another time, calendar files, holidays."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import Any

from okrboard.calendar.from_board import Appointment, series_in
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp, with_fields
from okrboard.domain.edit.series import (
    add_series,
    change_from,
    choose_holidays,
    edit_series,
    move_meeting,
)
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.parse_dates import parse_moment
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import KINDS, as_holiday, counts, usual_next
from okrboard.report.format import short_day
from okrboard.service import Service, new_uid
from okrboard.text import clean, squeeze
from okrboard.tui.forms.choosing import ChecklistField, ChoiceField, PickField
from okrboard.tui.forms.fields import FormField, TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.record_fields import record_fields, records_of
from okrboard.tui.forms.saving import changing, making


def move_form(meeting: Appointment, today: date) -> Form:
    """Return the form that holds a meeting at another time."""
    original, start, series = meeting.occurrence.original, meeting.start, meeting.series

    def read(text: str) -> tuple[datetime, str]:
        moment = parse_moment(text, meeting.day, original.time(), today)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=original.tzinfo)
        return moment, f"{short_day(moment.date())} {moment.year} at {moment:%H:%M}"

    def submit(form: Form, service: Service) -> Done:
        moved, reason = form.values().values()
        made = service.change(
            "move", lambda draft: move_meeting(draft, series.id, meeting.day, moved, reason)
        )
        called = as_holiday(service.board, moved.date())
        return Done(f"moved to {short_day(moved.date())} {moved:%H:%M}{called}", made)

    fields: list[FormField] = [
        TextField("start", "To", read=read, hint="thu 10:00, thu, 10:00 or 26 Nov 10:00"),
        TextField("reason", "Because", hint="it stands beside the meeting"),
    ]
    title = f"Move {series.summary} of {short_day(meeting.day)}"
    about = f"now {short_day(start.date())} {start:%H:%M}, {series.zone}"
    return Form(title, fields, submit, f"move {meeting.day}", series.id, about)


def series_form(board: Board, stamp: Stamp, id: int, since: date | None) -> Form:
    """Return the form that changes a series; from the day `since` on, or all of it."""
    series, uid = board.series[id], new_uid()
    fields = _fields(board, stamp, series, "-first -last")
    span: ChoiceField | None = None
    if since is not None:
        spans = [(since, f"from {short_day(since)} on"), (None, "all its meetings")]
        span = ChoiceField("since", "Change", spans, since)
        fields.insert(0, span)

    def edit(draft: Draft, id: int, **changed: Any) -> Series:
        changed.pop("since", None)
        begin = span.value if span else None
        if begin is None:
            return edit_series(draft, id, **changed)
        return change_from(draft, id, begin, uid, **changed)

    save = changing(series, "series", edit, lambda made: f"{_called(made)}: changed")

    def submit(form: Form, service: Service) -> Done:
        if form.changed().keys() <= {"since"}:
            return Done("nothing was changed", series)
        return save(form, service)

    return Form(_called(series), fields, submit, kind="series", record=id)


def new_series(board: Board, stamp: Stamp, cycle: Cycle, kind: MeetingKind) -> Form:
    """Return the form of a new series of a kind, in a cycle."""
    begin = min(max(stamp.today, cycle.first), cycle.last)
    usual = usual_next(board, cycle, kind, begin)._replace(first=begin, last=cycle.last)
    fields = _fields(board, stamp, usual, "first last")
    uid = new_uid()
    for field in fields:
        field.opened(default=True)

    def add(draft: Draft, **values: Any) -> Series:
        return add_series(draft, with_fields(usual._replace(uid=uid), **values))

    submit = making("series", add, lambda made: f"{_called(made)} is planned")
    name = KINDS[kind][0]
    return Form(f"New series: {name}", fields, submit, kind=f"series {kind}", about=cycle.name)


def _fields(board: Board, stamp: Stamp, series: Series, days: str) -> list[FormField]:
    rules = [("skip", "skip it"), ("before", "the working day before")]
    team = PickField("team", "Team", records_of(board, "teams"), series.team, nobody="everybody")
    names = f"summary weekday at minutes every zone holidays location url alarm_minutes team {days}"
    given = [team, ChoiceField("holidays", "Holiday rule", rules, series.holidays)]
    return record_fields(board, stamp.today, series, f"{names} *", given=given)


def _called(series: Series) -> str:
    return f"{reference('series', series.id)} {series.summary}"


_WORDS = ("cannot be", "is there", "is a folder", "no plain file", "name a file", "an address")
"""What a refusal says that is about the file."""

_MOST = 60
"""Holidays that a form lists; more are chosen by a pattern, on the command line."""


def calendar_file_form(cycle: Cycle) -> Form:
    """Return the form that writes the meetings of a cycle to a calendar file."""
    field = TextField("file", "File", usual_name(cycle), read=_path, words=_WORDS)
    field.opened(default=True)

    def submit(_: Form, service: Service) -> Done:
        from okrboard.calendar.ical import check_replaceable, exported

        path, board = field.value, service.board
        data = exported(board, series_in(board, [cycle.id]), os.environ)
        check_replaceable(path)
        service.write_file(path, data, force=True)
        name = squeeze(cycle.name, 40)
        return Done(f"the calendar of {name} is in {clean(os.path.abspath(path))}")

    title = f"Write the meetings of {cycle.name} to a file"
    about = "calendars import it; a calendar file that is there is replaced"
    return Form(title, [field], submit, "calendar file", about=about, writes=False)


def holidays_form(board: Board) -> Form:
    """Return the form that puts the days of a calendar file on the board."""

    def submit(form: Form, service: Service) -> Done:
        from okrboard.calendar.holidays import holidays_of_file, holidays_sentence

        file, today = form.values(), service.stamp().today
        holidays = holidays_of_file(
            service.board, today, file["file"], name=file["name"], member=file["member"]
        )
        made = service.change("holidays", holidays.edit)
        return Done(holidays_sentence(service.board, made, holidays.unread), made)

    fields: list[FormField] = [
        TextField("file", "File", read=_source, hint="holidays.ics", words=_WORDS),
        TextField("name", "Name", hint="as the file says"),
        PickField("member", "For", records_of(board, "members"), nobody="everybody"),
    ]
    title = "Days without meetings, from a calendar file"
    about = "the same file again brings its new state"
    return Form(title, fields, submit, "holidays", about=about)


def choice_form(board: Board, today: date) -> Form | None:
    """Return the form that says which holidays count, or None where the board has none ahead."""
    ahead: dict[str, tuple[date, bool]] = {}
    for listed in board.holidays.values():
        for day in listed.days if not listed.member else ():
            if day.name and day.on >= today:
                on, counted = ahead.get(day.name, (day.on, False))
                ahead[day.name] = (min(on, day.on), counted or counts(listed, day))
    first = sorted(ahead.items(), key=lambda named: named[1])[:_MOST]
    if not first:
        return None
    ticks = [(f"{squeeze(name, 50)}, {short_day(on)}", counted) for name, (on, counted) in first]
    field = ChecklistField("counts", "Counts", ticks)

    def submit(_: Form, service: Service) -> Done:
        changed = {
            name: ticked
            for (name, (_, before)), ticked in zip(first, field.done, strict=True)
            if ticked != before
        }

        def edit(draft: Draft) -> None:
            for name, ticked in changed.items():
                choose_holidays(draft, name, count=ticked)
            if len(changed) > 1:
                draft.what = f"holidays: {len(changed)} chosen anew"

        if not changed:
            return Done("the same holidays count as before")
        service.change("holidays", edit)
        return Done(f"{sum(field.done)} of {len(first)} holidays count")

    about = "space ticks; meetings take place on those that do not count"
    return Form("Which holidays count?", [field], submit, about=about)


def usual_name(cycle: Cycle) -> str:
    """Return a file name for a cycle that every file system takes: `okr-2026-T3.ics`."""
    name = "".join(sign if sign.isalnum() else "-" for sign in squeeze(cycle.name, 60))
    return f"okr-{name.strip('-') or cycle.id}.ics"


def _path(text: str) -> tuple[str, str]:
    path = os.path.expanduser(clean(text).strip())
    if not path:
        raise ValueError("name a file")
    # To commands a dash is the terminal, or what comes through a pipe.
    return path if path != "-" else os.path.join(".", path), ""


def _source(text: str) -> tuple[str, str]:
    from okrboard.calendar.holidays import is_address

    if is_address(clean(text).strip()):
        raise ValueError("an address is read by okrboard calendar holidays add URL")
    return _path(text)
