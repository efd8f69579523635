"""The form of a key result: its kind, from where to where; a task turned into what it changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.draft_lines import is_yes_or_no, read_draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import known_values
from okrboard.domain.edit.key_results import (
    add_key_result,
    eases,
    edit_key_result,
    turn_into_action,
)
from okrboard.domain.format_numbers import plain_number
from okrboard.domain.lookup import reference
from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.records import KeyResult, Step
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.advice import on_key_result, verdict_on
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, ListField, Reader, TextField
from okrboard.tui.forms.form import Done, Form, Offer

_KINDS = (
    ("metric", "metric"),
    ("threshold", "threshold"),
    ("milestones", "milestones"),
    ("yes/no", "yes/no"),
)
_BLANK: tuple[Any, ...] = ()


def new_key_result(board: Board, stamp: Stamp, objective: int) -> Form:
    """Return the form of a new key result of an objective."""
    task = TurnedTask(f"of {reference('objectives', objective)}")

    def submit(form: Form, service: Service) -> Done:
        values = read_values(form, form.values())
        title = values.pop("title")

        def add(draft: Draft) -> KeyResult:
            made = add_key_result(draft, objective, title, **values)
            return task.as_action(draft, made)

        made = service.change("key result", add)
        return Done(f"{reference('key_results', made.id)} {made.title}", made)

    record = board.objectives[objective]
    form = Form(
        "New key result",
        key_result_fields(
            board, None, record.owner or stamp.member, board.cycles[record.cycle].first
        ),
        submit,
        kind=f"key result of {objective}",
        about=f"of {reference('objectives', objective)} {record.title}",
    )
    return wired(form, None, task, promised=False)


def change_key_result(board: Board, id: int) -> Form:
    """Return the form that changes a key result; easing its target asks for the reason."""
    key_result = board.key_results[id]
    objective = board.objectives[key_result.objective]
    base, task = Base(key_result), TurnedTask(f"of {reference('objectives', objective.id)}")

    def submit(form: Form, service: Service) -> Done:
        changed = read_values(form, form.changed(), key_result)
        reason = changed.pop("reason", "")
        if not changed:
            return Done("nothing was changed", key_result)

        def edit(draft: Draft) -> KeyResult:
            base.guard(draft, changed)
            made = edit_key_result(draft, id, reason=reason, **changed)
            return task.as_action(draft, made)

        return Done(f"{reference('key_results', id)} changed", service.change("key result", edit))

    form = Form(
        f"Key result {reference('key_results', id)}",
        [
            *key_result_fields(
                board, key_result, key_result.owner, board.cycles[objective.cycle].first
            ),
            TextField(
                "reason",
                "Why easier",
                usual="the board keeps it beside the old target",
                words=("easier to reach",),
            ),
        ],
        submit,
        kind="key result",
        record=id,
        about=f"of {reference('objectives', objective.id)} {objective.title}",
    )
    return wired(form, key_result, task, promised=objective.stage == "committed")


def key_result_fields(
    board: Board, record: KeyResult | None, owner: int, first: date
) -> list[Field]:
    """Return the fields of a key result; `first` is the first day of its cycle."""
    unit = TextField(
        "unit", "Unit", record.unit if record else "", usual="%, €, pages, days ... or nothing"
    )

    def in_unit() -> str:
        return unit.text.strip()

    number = readers.number(in_unit, known_values(board, record) if record else ())
    checkpoint = readers.checkpoints(first, in_unit)
    known = record.steps if record else ()
    yes_no = record is not None and len(known) == 1 and known[0].name == record.title
    return [
        TextField("title", "Title", record.title if record else "", usual="what changes for whom"),
        ChoiceField(
            "kind", "Kind", _KINDS, "yes/no" if yes_no else record.kind if record else "metric"
        ),
        unit,
        *_measured(record, number),
        ListField(
            "steps",
            "Steps",
            readers.steps_text(known),
            read=readers.steps(known),
            usual="one a line, an empty one ends it; weight behind = when not 1",
            words=("step", "milestones have"),
        ),
        PickField("owner", "Owner", options.members(board, owner), owner),
        TextField(
            "weight",
            "Weight",
            plain_number(record.weight) if record else "1",
            read=readers.number(),
            usual="1; 0 leaves it out of the sum",
            default=record is None,
        ),
        ListField(
            "checkpoints",
            "Checkpoints",
            readers.checkpoints_text(record.checkpoints if record else ()),
            read=readers.optional(checkpoint, _BLANK),
            usual="day = value, one a line, where the way is not straight",
            words=("checkpoint",),
        ),
    ]


def _measured(record: KeyResult | None, number: Reader) -> list[Field]:
    """Return the fields of what is measured: which side to keep, from where, to where."""
    ends = (record.start, record.target) if record else ()
    start, target = map(plain_number, ends) if ends else ("", "")
    sides = [("above", "at or above"), ("below", "at or below")]
    return [
        ChoiceField("keep", "Keep it", sides, record.keep if record else "above"),
        TextField(
            "start",
            "From",
            start,
            read=number,
            usual="where it is now",
            words=("start and target",),
        ),
        TextField("target", "To", target, read=number, usual="the value to reach or to hold"),
    ]


def wired(form: Form, record: KeyResult | None, task: TurnedTask, *, promised: bool) -> Form:
    """Let the kind decide which fields are asked, and advice follow what is typed."""
    kind = form.named("kind")
    metric, threshold = ("metric",), ("threshold",)
    for name, kinds in (
        ("unit", metric + threshold),
        ("keep", threshold),
        ("start", metric),
        ("target", metric + threshold),
        ("steps", ("milestones",)),
        ("checkpoints", metric),
    ):
        form.named(name).shown = lambda kinds=kinds: kind.value in kinds  # type: ignore[misc]
    if record is not None:
        reason = form.named("reason")
        reason.shown = lambda: promised and _eased(form, record)
    form.named("target").renamed = lambda: "Bound" if kind.value == "threshold" else ""
    form.after = lambda field: _unit_typed(form, field)
    form.left = lambda field: _title_read(form, field)
    form.fields.append(task.field)
    form.advise = on_key_result
    form.offers = task.offers
    return form


def _unit_typed(form: Form, field: Field) -> None:
    """Take the unit from a number that is typed with one, `60%` or `€5`, while there is none."""
    unit, typed = form.named("unit"), field.text.strip().lstrip("+-\u2212 ")
    if field.name not in ("start", "target") or unit.text.strip() or not typed.strip("%"):
        return
    ends = (typed[:1], typed[-1:])
    unit.text = next((end for end in ends if end == "%" or end in CURRENCIES), "")


def _title_read(form: Form, field: Field) -> None:
    """Take from where to where out of a title that says it, while nothing else does."""
    names = ("unit", "start", "target", "steps")
    if field.name != "title" or any(form.named(name).text.strip() for name in names):
        return
    kind, draft = form.named("kind"), read_draft(field.text)
    said = "yes/no" if is_yes_or_no(draft) else draft.kind
    if draft.title == squeeze(field.text) or (kind.touched and kind.value != said):
        return
    kind.text, field.text = said, draft.title
    if said == "yes/no":
        form.told = "Reached or not, as the title said."
        return
    form.named("unit").text = draft.unit
    for name, value in (("start", draft.start), ("target", draft.target)):
        form.named(name).text = "" if value is None else plain_number(value)
    form.named("keep").text = f"at or {draft.keep}"
    form.told = "From where to where is taken from the title."


def _eased(form: Form, record: KeyResult) -> bool:
    try:
        values = {name: form.named(name).value for name in ("start", "target", "keep")}
    except ValueError:
        return False
    return form.named("kind").value != "milestones" and eases(record, record._replace(**values))


def read_values(
    form: Form, values: dict[str, Any], record: KeyResult | None = None
) -> dict[str, Any]:
    """Return what the use case gets: a yes/no key result is one of milestones with one step."""
    if form.named("kind").value != "yes/no" or not {"kind", "title"} & set(values):
        return values
    done = record.steps[0].done if record and len(record.steps) == 1 else None
    return {**values, "kind": "milestones", "steps": (Step(form.named("title").value, 1.0, done),)}


KEY = "ctrl+t"


class TurnedTask:
    """The task of one form, once it was turned round; empty before."""

    def __init__(self, of: str = "") -> None:
        """Begin with nothing turned; `of` is whose key result it is, in few words: `of O1`."""
        self.of = of
        self.field = TextField("task", "Task")
        """Never shown, but kept in the draft with the fields that are."""
        self.field.shown = lambda: False

    @property
    def title(self) -> str:
        """The task as it was typed."""
        return squeeze(self.field.text)

    def offers(self, form: Form) -> list[Offer]:
        """Offer to turn the title round while the value check takes it for a task."""
        verdict = verdict_on(form)
        if self.title or verdict is None or verdict.verdict != "task":
            return []
        return [Offer(KEY, "make it an action", lambda: self._turn(form))]

    def as_action(self, draft: Draft, made: KeyResult) -> KeyResult:
        """Add the task as an action of the key result, which keeps where it came from."""
        if not self.title:
            return made
        what = draft.what
        action = add_action(draft, self.title, key_result=made.id)
        draft.what = f"{what}; its task is {reference('actions', action.id)} now"
        return draft.put(made._replace(from_action=action.id))

    def _turn(self, form: Form) -> None:
        title = form.named("title")
        self.field.text = title.text
        title.text = ""
        form.go("title")
        form.about = ", ".join(filter(None, (self.of, f"with the action “{self.title}”")))
        form.told = "What changes, and for whom, when that is done? Type it as the title."


def turn_form(board: Board, id: int) -> Form:
    """Ask what changes when the task is done: that is the key result, and the task its action."""
    old = board.key_results[id]
    objective = board.objectives[old.objective]
    task = TurnedTask()

    def submit(form: Form, service: Service) -> Done:
        values = read_values(form, form.values())
        values.pop("task", None)
        title = values.pop("title")
        made = service.change("task", lambda draft: turn_into_action(draft, id, title, **values))
        ref = reference("key_results", made.id)
        return Done(f"{ref} {made.title}, with {reference('actions', made.from_action)}", made)

    form = Form(
        "What changes, and for whom, when that is done?",
        key_result_fields(board, None, old.owner, board.cycles[objective.cycle].first),
        submit,
        kind="turned task",
        record=id,
        about=f"with the action “{old.title}”",
    )
    form = wired(form, None, task, promised=False)
    # It is one turn: what is typed now is not turned again.
    task.field.text = old.title
    task.field.opened()
    return form
