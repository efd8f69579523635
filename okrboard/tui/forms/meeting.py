"""The small forms of a meeting: one thing said at a time, kept as a draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.cards import write_card
from okrboard.domain.meeting.contributions import (
    attend,
    say_action,
    say_decision,
    say_driver,
    say_fix,
    say_value,
    say_win,
)
from okrboard.domain.records import Driver, KeyResult, Meeting
from okrboard.service import Service
from okrboard.tui.forms import options
from okrboard.tui.forms.choosing import PickField
from okrboard.tui.forms.drivers import KINDS_HINT, read_driver
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.readers import day, number, optional, value_of, whole


def value_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask for a key result's value, and how sure we are."""
    record, current = board.key_results[id], _current(board, id)

    def submit(form: Form, service: Service) -> Done:
        value, confidence = form.named("value").value, form.named("confidence").value
        service.change("", lambda draft: say_value(draft, meeting.id, id, value, confidence))
        return Done(f"{_ref(record)} {format_value(value, record.unit)}")

    form = Form(
        f"{_ref(record)} {record.title}",
        [
            TextField(
                "value",
                "Value",
                read=value_of(board, record, current),
                usual=f"{format_value(current, record.unit)}",
            ),
            TextField(
                "confidence", "Confidence", read=optional(whole(0, 10)), usual="0 to 10, or nothing"
            ),
        ],
        submit,
        kind=f"meeting value M{meeting.id}",
        record=id,
    )
    form.saves_at = "value"
    return form


def driver_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what drove a key result; one driver, then the next."""
    record = board.key_results[id]

    def read(text: str) -> tuple[Driver | None, str]:
        if not text.strip():
            return None, ""
        found = read_driver(text, record.unit)
        return found, f"{format_change(found.share, record.unit)} {found.text} ({found.kind})"

    def submit(form: Form, service: Service) -> Done:
        driver = form.named("driver").value
        if driver is None:
            return Done("no driver")
        service.change("", lambda draft: say_driver(draft, meeting.id, id, driver))
        return Done(f"{driver.text}: noted", following=driver_form(service.board, meeting, id))

    form = Form(
        f"What drove {_ref(record)} {record.title}?",
        [TextField("driver", "Driver", read=read, usual="+4 Black Friday load outside")],
        submit,
        kind=f"meeting driver M{meeting.id}",
        record=id,
    )
    form.hint = KINDS_HINT
    return form


def fix_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what did not work, and its quick fix."""
    record = board.key_results[id]

    def submit(form: Form, service: Service) -> Done:
        blocker, fix = form.named("blocker").text, form.named("fix").text
        service.change("", lambda draft: say_fix(draft, meeting.id, id, blocker, fix))
        return Done(f"{_ref(record)}: noted")

    return Form(
        f"What did not work with {_ref(record)}, and the quick fix?",
        [
            TextField("blocker", "Did not work", usual="releases on Friday wake people"),
            TextField("fix", "Quick fix", usual="no release after Thursday noon"),
        ],
        submit,
        kind=f"meeting fix M{meeting.id}",
        record=id,
    )


def action_form(board: Board, meeting: Meeting, stamp: Stamp, id: int = 0) -> Form:
    """Ask who does what next week for a key result; one action, then the next."""
    from okrboard.domain.edit.actions import usual_due

    record = board.key_results.get(id)
    unit = record.unit if record else ""

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        title = values.pop("title")
        made = service.change(
            "", lambda draft: say_action(draft, meeting.id, title, key_result=id, **values)
        )
        return Done(f"{reference('actions', made.id)} {made.title}")

    form = Form(
        f"Next week for {_ref(record)} {record.title}" if record else "Next week",
        [
            TextField("title", "What", usual="one thing to do"),
            PickField("owner", "Who", options.members(board, stamp.member), stamp.member),
            TextField(
                "due",
                "Until",
                str(usual_due(board, stamp.today, stamp.member)),
                read=optional(day(stamp.today)),
                default=True,
            ),
            TextField(
                "expected",
                "Expected",
                read=optional(number(lambda: unit)),
                usual="what it shall move, for example -4",
            ),
        ],
        submit,
        kind=f"meeting action M{meeting.id}",
        record=id,
    )
    form.saves_at = "owner"
    return form


def minutes_form(meeting: Meeting, terminal: str) -> Form:
    """Ask how long the meeting takes from now."""

    def submit(form: Form, service: Service) -> Done:
        minutes = form.named("minutes").value
        service.change("", lambda d: control.set_minutes(d, meeting.id, minutes, terminal))
        return Done(f"{minutes} minutes from now")

    field = TextField("minutes", "Minutes", read=whole(1, 600), usual=str(meeting.minutes))
    return Form("How many minutes do we have?", [field], submit, kind="")


def line_form(
    title: str,
    label: str,
    meeting: Meeting,
    say: Callable[[Draft, str], object],
    *,
    usual: str = "",
    again: bool = True,
    masked: bool = False,
    record: int = 0,
) -> Form:
    """Ask for one line; with `again` for the next one after it, until one is left empty.

    `masked` covers what is typed; `record` says whose draft it is where several share a screen.
    """

    def submit(form: Form, service: Service) -> Done:
        text = form.named("line").text
        if not text.strip() and again:
            return Done("")
        service.change("", lambda draft: say(draft, text))
        return Done("said", following=make() if again else None)

    def make() -> Form:
        return line_form(
            title, label, meeting, say, usual=usual, again=again, masked=masked, record=record
        )

    kind = f"meeting {label.lower()} M{meeting.id}"
    field = TextField("line", label, usual=usual)
    field.masked = masked
    return Form(title, [field], submit, kind=kind, record=record)


def win_form(meeting: Meeting) -> Form:
    """Ask for a win."""
    return line_form(
        "What went well?",
        "Win",
        meeting,
        lambda draft, text: say_win(draft, meeting.id, text),
        usual="one line; empty ends",
    )


def decision_form(meeting: Meeting) -> Form:
    """Ask for a decision."""
    return line_form(
        "What did we decide?",
        "Decision",
        meeting,
        lambda draft, text: say_decision(draft, meeting.id, text),
        usual="one line; empty ends",
    )


def card_form(
    meeting: Meeting, round: str, author: int = 0, *, handle: str = "", masked: bool = False
) -> Form:
    """Ask for a card of a silent round; on a shared screen `handle` says who is writing."""
    return line_form(
        f"{handle}: {round}" if handle else round.capitalize(),
        round,
        meeting,
        lambda draft, text: write_card(draft, meeting.id, round, text, author),
        usual="one thought; empty ends",
        masked=masked,
        record=author,
    )


def word_form(meeting: Meeting, member: int, handle: str) -> Form:
    """Ask for the one word that somebody arrives with."""
    return line_form(
        f"One word, {handle}?",
        "Word",
        meeting,
        lambda draft, text: attend(draft, meeting.id, member, text),
        again=False,
    )


def _current(board: Board, id: int) -> float:
    latest = board.latest(id)
    return latest.value if latest else board.key_results[id].start


def _ref(record: KeyResult) -> str:
    return reference("key_results", record.id)
