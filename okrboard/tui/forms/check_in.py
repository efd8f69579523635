"""The form of a check-in: where a key result stands, how sure we are, and what drove it.

A plain update is the value and enter, the confidence and enter, and enter where nothing drove it
that has a name. Several key results follow one another in one panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.describe import describe_move, describe_outside
from okrboard.domain.detail import key_result_detail
from okrboard.domain.edit.check_ins import check_in, read_value
from okrboard.domain.format_numbers import exact, format_change, format_value
from okrboard.domain.records import CheckIn, KeyResult
from okrboard.errors import Conflict
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms import readers
from okrboard.tui.forms.choosing import ChecklistField
from okrboard.tui.forms.drivers import DriversField
from okrboard.tui.forms.fields import FormField, Reader, ScaleField, TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.record_fields import record_fields
from okrboard.tui.forms.saving import named

_SAME = "="
"""What is typed for a value that has not changed."""


def value_reader(board: Board, record: KeyResult, current: float) -> Reader:
    """Return a reader of a key result's value, which stands at `current` now: `26`, `+2`, `2/4`."""

    def read(text: str) -> tuple[float, str]:
        parsed = read_value(board, record, text, current)
        return parsed.value, parsed.echo

    return read


class _Base:
    """Where the key result stood when the form opened; a newer check-in makes it that one."""

    def __init__(self, board: Board, key_result: int) -> None:
        self._take(board, key_result)

    def _take(self, board: Board, key_result: int) -> None:
        self.record: KeyResult = board.key_results[key_result]
        self.latest: CheckIn | None = board.latest(key_result)
        self.current = self.latest.value if self.latest else self.record.start
        self._read = value_reader(board, self.record, self.current)

    def read(self, text: str) -> tuple[float, str]:
        record = self.record
        if text.strip() == _SAME:
            return self.current, f"still {format_value(self.current, record.unit)}"
        value, echo = self._read(text)
        if record.kind != "milestones" and self.latest and "=" not in echo:
            change = value - self.current
            echo = f"{exact(self.current)} → {echo}, {format_change(change)}"
            if text.strip()[:1].isdigit():
                echo += self._forgotten_sign(value, change)
        return value, echo

    def _forgotten_sign(self, value: float, change: float) -> str:
        """Return what a value would be with a sign, where one seems to have been forgotten.

        So it seems where a small number takes the value across half of the way or more at once.
        """
        record = self.record
        way = self.current if record.kind == "threshold" else record.target - record.start
        leaps = abs(change) >= max(4 * value, abs(way) / 2)
        if not leaps or value in (0, record.target):
            return ""
        falls = record.keep == "below" if record.kind == "threshold" else way < 0
        sign, signed = ("-", self.current - value) if falls else ("+", self.current + value)
        return f"; {sign}{exact(value)} would make it {exact(signed)}"

    def guard(self, draft: Draft) -> None:
        """Raise `Conflict` when somebody checked in meanwhile; theirs is the base from then on."""
        newest = draft.board.latest(self.record.id)
        if (newest.id if newest else 0) == (self.latest.id if self.latest else 0):
            return
        self._take(draft.board, self.record.id)
        who = draft.board.members.get(newest.author) if newest else None
        value = format_value(self.current, self.record.unit)
        name = squeeze(who.handle) if who else "somebody"
        raise Conflict(f"{name} checked in meanwhile: {value}; look at yours again, then save")


def check_in_form(board: Board, stamp: Stamp, key_results: Sequence[int], at: int = 0) -> Form:
    """Return the form that checks in one of some key results, and leads to the others."""
    base = _Base(board, key_results[at])
    record = base.record

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        value, before = values.pop("value"), base.latest
        if "steps" in values and not form.named("steps").touched:
            del values["steps"]

        def edit(draft: Draft) -> CheckIn:
            base.guard(draft)
            return check_in(draft, record.id, value, **values)

        made = service.change("check-in", edit)
        move = describe_move(base.record, before.value if before else None, made.value)
        return Done(f"{named(base.record)}: {move}", made, neighbour(service.board, 1))

    def neighbour(board: Board, step: int) -> Form | None:
        there = 0 <= at + step < len(key_results)
        return check_in_form(board, stamp, key_results, at + step) if there else None

    form = Form(
        "Check-in",
        _fields(board, base, stamp),
        submit,
        kind="check-in",
        record=record.id,
        about=named(record),
        saves_at="drivers",
        steps=(at + 1, len(key_results)),
        neighbour=neighbour,
        face=key_result_detail(board, record.id, stamp.today),
    )
    _link_steps(form, record)
    return form


def _fields(board: Board, base: _Base, stamp: Stamp) -> list[FormField]:
    record, latest = base.record, base.latest
    cycle = board.cycles.get(board.objectives[record.objective].cycle)
    value = TextField("value", "Value", read=base.read, hint=_hint(base))

    def outside(day: date) -> str:
        return describe_outside(cycle, day) if cycle else ""

    def change() -> float | None:
        return value.value - base.current if value.wrong is None else None

    sure = latest.confidence if latest else None
    confidence = ScaleField(
        "confidence",
        "Confidence",
        hint="0-10, how sure we reach the target" if sure is None else f"was {sure}",
    )
    day = TextField(
        "on",
        "Day",
        read=readers.optional(readers.day(stamp.today, past=True, remark=outside)),
        hint=", ".join(filter(None, ("today", outside(stamp.today)))),
        words=("still to come",),
    )
    given: list[FormField] = [value, confidence, day]
    given.append(DriversField("drivers", "What drove it", record.unit, change))
    names = "value confidence drivers blocker fix note on *"
    if len(record.steps) > 1:
        steps = [(step.name, step.done is not None) for step in record.steps]
        given.append(ChecklistField("steps", "Steps", steps))
        names = names.replace("value", "value steps")
    blank = CheckIn(0, record.id, stamp.today, base.current, stamp.at)
    return record_fields(board, stamp.today, blank, names, given=given)


def _hint(base: _Base) -> str:
    record, latest = base.record, base.latest
    if record.kind == "milestones":
        done = sum(1 for step in record.steps if step.done)
        if len(record.steps) == 1:
            return "yes, or = for not yet" if not done else "yes already; = to leave it"
        return f"{done}/{len(record.steps)} done"
    now = format_value(base.current, record.unit)
    when = f"on {latest.on.day} {latest.on:%b}" if latest else "the start"
    return f"{now} {when}; = when it is the same"


def _link_steps(form: Form, record: KeyResult) -> None:
    """Let a typed `2/4` tick the steps, and a tick write how many are done."""
    value, ticks = form.named("value"), form.fields[1]
    if not isinstance(ticks, ChecklistField):
        return

    def follow(field: FormField) -> None:
        if field is ticks:
            value.text = f"{sum(ticks.done)}/{len(ticks.done)}"
        elif field is value and value.wrong is None:
            reached = 0.0
            for at, step in enumerate(record.steps):
                reached += step.weight
                ticks.done[at] = reached <= value.value + 1e-9

    form.after = follow
