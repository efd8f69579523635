"""The form of a check-in: where a key result stands, how sure we are, and what drove it.

A plain update is the value and enter, the confidence and enter, and enter where nothing drove it
that has a name. Several key results follow one another in one panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.describe import describe_move, describe_outside
from okrboard.domain.detail import key_result_detail
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.format_numbers import exact, format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.records import CheckIn, KeyResult
from okrboard.errors import Conflict
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms import readers
from okrboard.tui.forms.choosing import ChecklistField, ScaleField
from okrboard.tui.forms.drivers import DriversField
from okrboard.tui.forms.fields import Field, LongField, TextField
from okrboard.tui.forms.form import Done, Form

SAME = "="
"""What is typed for a value that has not changed."""


class _Base:
    """Where the key result stood when the form opened; a newer check-in makes it that one."""

    def __init__(self, board: Board, key_result: int) -> None:
        self.take(board, key_result)

    def take(self, board: Board, key_result: int) -> None:
        self.record: KeyResult = board.key_results[key_result]
        self.latest: CheckIn | None = board.latest(key_result)
        self.read_value = readers.value_of(board, self.record, self.current)

    @property
    def current(self) -> float:
        return self.latest.value if self.latest else self.record.start

    def read(self, text: str) -> tuple[float, str]:
        record = self.record
        if text.strip() == SAME:
            return self.current, f"still {format_value(self.current, record.unit)}"
        value, echo = self.read_value(text)
        if record.kind != "milestones" and self.latest and "=" not in echo:
            change = value - self.current
            echo = f"{exact(self.current)} → {echo}, {format_change(change)}"
            if text.strip()[:1].isdigit():
                echo += self._told_sign(value, change)
        return value, echo

    def _told_sign(self, value: float, change: float) -> str:
        """Return what a value would be with a sign, where one seems to have been forgotten.

        So it seems where a small number takes the value across half of the way or more at once.
        """
        record = self.record
        way = self.current if record.kind == "threshold" else record.target - record.start
        leaps = abs(change) >= max(4 * value, abs(way) / 2)
        if not leaps or value in (0, record.target):
            return ""
        falls = record.keep == "below" if record.kind == "threshold" else way < 0
        sign, meant = ("-", self.current - value) if falls else ("+", self.current + value)
        return f"; {sign}{exact(value)} would make it {exact(meant)}"

    def guard(self, draft: Draft) -> None:
        """Raise `Conflict` when somebody checked in meanwhile; theirs is the base from then on."""
        newest = draft.board.latest(self.record.id)
        if (newest.id if newest else 0) == (self.latest.id if self.latest else 0):
            return
        self.take(draft.board, self.record.id)
        who = draft.board.members.get(newest.author) if newest else None
        value = format_value(self.current, self.record.unit)
        name = squeeze(who.handle) if who else "somebody"
        raise Conflict(f"{name} checked in meanwhile: {value}; look at yours again, then save")


def check_in_form(
    board: Board, stamp: Stamp, key_results: Sequence[int], at: int = 0, begin: str = ""
) -> Form:
    """Return the form that checks in one of some key results, and leads to the others.

    `begin` is a value that was typed already.
    """
    id = key_results[at]
    base = _Base(board, id)
    record = base.record
    form = Form(
        "Check-in",
        _fields(base, stamp, _told_outside(board, record)),
        _submitter(base, stamp, key_results, at),
        kind="check-in",
        record=id,
        about=f"{reference('key_results', id)} {record.title}",
    )
    form.face = key_result_detail(board, id, stamp.today)
    form.saves_at = "drivers"
    form.steps = (at + 1, len(key_results))
    form.neighbour = _neighbours(stamp, key_results, at)
    _link_steps(form, record)
    if begin:
        form.named("value").text = begin
    return form


def _fields(base: _Base, stamp: Stamp, outside: Callable[[date], str]) -> list[Field]:
    record, latest = base.record, base.latest
    value = TextField("value", "Value", read=base.read, usual=_usual(base))
    sure = latest.confidence if latest else None
    fields: list[Field] = [value]
    if len(record.steps) > 1:
        steps = [(step.name, step.done is not None) for step in record.steps]
        fields.append(ChecklistField("steps", "Steps", steps))
    confidence = ScaleField("confidence", "Confidence", None)
    confidence.usual = "0-10, how sure we reach the target" if sure is None else f"was {sure}"
    fields += [
        confidence,
        DriversField("drivers", "What drove it", record.unit, lambda: _change(base, value)),
        LongField("blocker", "Did not work", usual="what did not work?", height=1),
        LongField("fix", "Quick fix", usual="what do we change at once?", height=1),
        LongField("note", "Note", height=1),
        TextField(
            "on",
            "Day",
            read=readers.optional(_past(stamp, outside)),
            usual=", ".join(filter(None, ("today", outside(stamp.today)))),
            words=("still to come",),
        ),
    ]
    return fields


def _change(base: _Base, value: TextField) -> float | None:
    """Return how far a value is from where the key result stood; None for one nobody can read."""
    return value.value - base.current if value.understood else None


def _usual(base: _Base) -> str:
    record, latest = base.record, base.latest
    if record.kind == "milestones":
        done = sum(1 for step in record.steps if step.done)
        if len(record.steps) == 1:
            return "yes, or = for not yet" if not done else "yes already; = to leave it"
        return f"{done}/{len(record.steps)} done"
    now = format_value(base.current, record.unit)
    when = f"on {latest.on.day} {latest.on:%b}" if latest else "the start"
    return f"{now} {when}; = when it is the same"


def _past(stamp: Stamp, outside: Callable[[date], str]) -> Any:
    from okrboard.domain.parse_dates import parse_day

    def read(text: str) -> tuple[Any, str]:
        found = parse_day(text, stamp.today, past=True)
        day = f"{found:%a} {found.day} {found:%b %Y}"
        return found, ", ".join(filter(None, (day, outside(found))))

    return read


def _told_outside(board: Board, record: KeyResult) -> Callable[[date], str]:
    cycle = board.cycles.get(board.objectives[record.objective].cycle)
    return lambda day: describe_outside(cycle, day) if cycle else ""


def _link_steps(form: Form, record: KeyResult) -> None:
    """Let a typed `2/4` tick the steps, and a tick write how many are done."""
    if len(record.steps) < 2:
        return
    value, ticks = form.named("value"), form.named("steps")
    assert isinstance(ticks, ChecklistField)

    def follow(field: Field) -> None:
        if field is ticks:
            value.text = f"{sum(ticks.done)}/{len(ticks.done)}"
            return
        if field is value and isinstance(value, TextField) and value.understood:
            reached, count = 0.0, 0
            for step in record.steps:
                reached += step.weight
                count += reached <= value.value + 1e-9
            ticks.first_done(count)

    form.after = follow


def _submitter(base: _Base, stamp: Stamp, key_results: Sequence[int], at: int) -> Any:
    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        value, names = values.pop("value"), values.pop("steps", None)
        if names is not None and form.named("steps").touched:
            values["steps"] = names

        def edit(draft: Draft) -> CheckIn:
            base.guard(draft)
            return check_in(draft, base.record.id, value, **values)

        before = base.latest.value if base.latest else None
        made = service.change("check-in", edit)
        ref = reference("key_results", base.record.id)
        told = f"{ref} {base.record.title}: {describe_move(base.record, before, made.value)}"
        following = None
        if at + 1 < len(key_results):
            following = check_in_form(service.board, stamp, key_results, at + 1)
        return Done(told, made, following)

    return submit


def _neighbours(stamp: Stamp, key_results: Sequence[int], at: int) -> Any:
    def neighbour(board: Board, step: int) -> Form | None:
        if not 0 <= at + step < len(key_results):
            return None
        return check_in_form(board, stamp, key_results, at + step)

    return neighbour
