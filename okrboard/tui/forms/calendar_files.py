"""The schedule's files: the calendar written to one, days without meetings read from one."""

from __future__ import annotations

import os
from datetime import date

from okrboard.calendar.from_board import series_in
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.holidays import choose_holidays
from okrboard.domain.records import Cycle
from okrboard.domain.schedule import counts
from okrboard.report.weeks import short_day
from okrboard.service import Service
from okrboard.text import clean, squeeze
from okrboard.tui.forms import options
from okrboard.tui.forms.checklist import ChecklistField
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form

_WORDS = ("cannot be", "is there", "is a folder", "no plain file", "name a file", "an address")
"""What a refusal says that is about the file."""

_MOST = 60
"""Holidays that a form lists; more are chosen by a pattern, on the command line."""


def calendar_file_form(cycle: Cycle) -> Form:
    """Return the form that writes the meetings of a cycle to a calendar file."""

    def submit(form: Form, service: Service) -> Done:
        from okrboard.calendar.files import check_replaceable, exported

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
        from okrboard.calendar.files import holidays_of_file, told_holidays

        values = form.values()
        read = holidays_of_file(
            service.board,
            service.stamp().today,
            values["file"],
            name=values["name"],
            member=values["member"],
        )
        made = service.change("holidays", read.edit)
        return Done(told_holidays(service.board, made, read.unread), made)

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
    from okrboard.calendar.holiday_source import is_address

    if is_address(_named(text)):
        raise ValueError("an address is read by okrboard calendar holidays add URL")
    return _path(text)


def _named(text: str) -> str:
    path = clean(text).strip()
    if not path:
        raise ValueError("name a file")
    return path
