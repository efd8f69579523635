"""The forms of the schedule: a series new or changed, and a meeting at another time."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.calendar.from_board import Meeting
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.fields import with_fields
from okrboard.domain.edit.series import add_series, change_from, clock, edit_series, move_meeting
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.parse_dates import WEEKDAYS, parse_moment
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import KINDS, as_holiday, usual_next
from okrboard.errors import OkrboardError
from okrboard.report.weeks import short_day
from okrboard.service import Service, new_uid
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form


def move_form(meeting: Meeting, today: date) -> Form:
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
