"""The schedule's files: the calendar written to one, days without meetings read from one."""

from __future__ import annotations

import os

from okrboard.calendar.from_board import series_in
from okrboard.text import clean, squeeze
from okrboard.tui.forms import options
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.fields import Field, TextField
from okrboard.tui.forms.form import Done, Form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.records import Cycle
    from okrboard.service import Service

_WORDS = ("cannot be", "is there", "is a folder", "no plain file", "name a file", "an address")
"""What a refusal says that is about the file."""


def calendar_file_form(cycle: Cycle) -> Form:
    """Return the form that writes the meetings of a cycle to a calendar file."""

    def submit(form: Form, service: Service) -> Done:
        from okrboard.calendar.files import exported, write_calendar

        path, board = form.named("file").value, service.board
        data = exported(board, series_in(board, [cycle.id]), os.environ)
        write_calendar(path, data)
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
        edit = holidays_of_file(
            service.board,
            service.stamp().today,
            values["file"],
            name=values["name"],
            member=values["member"],
        )
        made = service.change("holidays", edit)
        return Done(told_holidays(service.board, made), made)

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
