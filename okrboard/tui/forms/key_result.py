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
from okrboard.domain.enums import WORDS
from okrboard.domain.format_numbers import plain_number
from okrboard.domain.lookup import reference
from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.records import Cycle, DraftKeyResult, KeyResult, Step
from okrboard.text import squeeze
from okrboard.tui.forms import readers
from okrboard.tui.forms.advice import on_key_result, verdict_on
from okrboard.tui.forms.choosing import ChoiceField
from okrboard.tui.forms.fields import FormField, TextField
from okrboard.tui.forms.form import Form, FormAction
from okrboard.tui.forms.record_fields import record_fields
from okrboard.tui.forms.saving import Submit, changing, making, named

_TURN = "ctrl+t"
"""Makes the typed task an action of what it changes."""

_YES_NO = "yes/no"
"""The kind of a key result of milestones whose one step it is itself."""

_QUESTION = "What changes, and for whom, when that is done?"

_ASKED = {
    "unit": ("metric", "threshold"),
    "keep": ("threshold",),
    "start": ("metric",),
    "target": ("metric", "threshold"),
    "steps": ("milestones",),
    "checkpoints": ("metric",),
}
"""The kinds of key results that have a field, where not all have it."""


def new_key_result(board: Board, stamp: Stamp, objective: int) -> Form:
    """Return the form of a new key result of an objective."""
    goal, task = board.objectives[objective], task_field()
    record = KeyResult(0, objective, "", owner=goal.owner or stamp.member)

    def add(draft: Draft, title: str, **values: Any) -> KeyResult:
        values = as_kind(record, title=title, **values)
        return _with_action(draft, add_key_result(draft, objective, **values), task)

    return key_result_form(
        "New key result",
        key_result_fields(board, stamp.today, record, board.cycles[goal.cycle]),
        making("key result", add, named),
        task,
        kind=f"key result of {objective}",
        about=f"of {named(goal)}",
    )


def change_key_result(board: Board, stamp: Stamp, id: int) -> Form:
    """Return the form that changes a key result; easing its target asks for the reason."""
    record, task = board.key_results[id], task_field()
    goal = board.objectives[record.objective]
    hint = "the board keeps it beside the old target"
    reason = TextField("reason", "Why easier", hint=hint, words=("easier to reach",))

    def edit(draft: Draft, id: int, **changed: Any) -> KeyResult:
        return _with_action(draft, edit_key_result(draft, id, **as_kind(record, **changed)), task)

    ref = reference("key_results", id)
    form = key_result_form(
        f"Key result {ref}",
        [*key_result_fields(board, stamp.today, record, board.cycles[goal.cycle]), reason],
        changing(record, "key result", edit, lambda _: f"{ref} changed"),
        task,
        kind="key result",
        record=id,
        about=f"of {named(goal)}",
    )
    reason.shown = lambda: goal.stage == "committed" and _eased(form, record)
    return form


def turn_form(board: Board, stamp: Stamp, id: int) -> Form:
    """Ask what changes when the task is done: that is the key result, and the task its action."""
    old = board.key_results[id]
    record = KeyResult(0, old.objective, "", owner=old.owner)
    cycle = board.cycles[board.objectives[old.objective].cycle]

    def turn(draft: Draft, title: str, **values: Any) -> KeyResult:
        values = as_kind(record, title=title, **values)
        return turn_into_action(draft, id, values.pop("title"), **values)

    def message(made: KeyResult) -> str:
        return f"{named(made)}, with {reference('actions', made.from_action)}"

    return key_result_form(
        _QUESTION,
        key_result_fields(board, stamp.today, record, cycle),
        making("task", turn, message),
        # It is one turn: what is typed now is not turned again.
        task_field(old.title),
        kind="turned task",
        record=id,
        about=f"with the action “{old.title}”",
    )


def key_result_fields(
    board: Board, today: date, record: KeyResult | DraftKeyResult, cycle: Cycle
) -> list[FormField]:
    """Return the fields of a key result, or of a draft of one, which has fewer."""
    names = "title kind unit keep start target steps owner"
    names += " weight checkpoints * -source" if isinstance(record, KeyResult) else ""
    kinds = [(word, word) for word in (*WORDS["KeyResultKind"], _YES_NO)]
    kind = ChoiceField("kind", "Kind", kinds, _kind_of(record))

    def unit() -> str:
        return by_name["unit"].text.strip()

    known = known_values(board, record) if isinstance(record, KeyResult) and record.id else ()
    number = readers.number(unit, known)
    fields = record_fields(
        board,
        today,
        record,
        names,
        table="key_results",
        given=[kind],
        read={
            "start": number,
            "target": number,
            "steps": readers.steps(record.steps),
            "checkpoints": readers.optional(readers.checkpoints(cycle.first, unit), ()),
        },
    )
    by_name = {field.name: field for field in fields}
    is_new = isinstance(record, KeyResult) and not record.id
    if is_new:
        by_name["start"].text = by_name["target"].text = ""
    for field in fields:
        field.opened(default=is_new and field.name == "weight")
        if field.name in _ASKED:
            field.shown = lambda kinds=_ASKED[field.name]: kind.value in kinds  # type: ignore[misc]
    by_name["target"].renamed = lambda: "Bound" if kind.value == "threshold" else ""
    return fields


def key_result_form(
    title: str,
    fields: list[FormField],
    submit: Submit,
    task: TextField,
    *,
    kind: str,
    record: int = 0,
    about: str,
) -> Form:
    """Return a form of these fields, in which advice follows what is typed."""
    form = Form(
        title, [*fields, task], submit, kind, record, about, advise=on_key_result, offers=_offers
    )
    form.after = lambda field: _take_unit(form, field)
    form.left = lambda field: _take_way(form, field)
    return form


def task_field(task: str = "") -> TextField:
    """Return the field of the task that was turned round: never shown, but kept in the draft."""
    field = TextField("task", "Task", task)
    field.shown = lambda: False
    return field


def as_kind(record: KeyResult | DraftKeyResult, **values: Any) -> dict[str, Any]:
    """Return the values that a key result gets whose kind may be yes/no."""
    kind = values.get("kind", _kind_of(record))
    if kind != _YES_NO or not {"kind", "title"} & set(values):
        return values
    done = record.steps[0].done if len(record.steps) == 1 else None
    step = Step(values.get("title", record.title), 1.0, done)
    return {**values, "kind": "milestones", "steps": (step,)}


def _kind_of(record: KeyResult | DraftKeyResult) -> str:
    return _YES_NO if [step.name for step in record.steps] == [record.title] else record.kind


def _take_unit(form: Form, field: FormField) -> None:
    """Take the unit from a number that is typed with one, `60%` or `€5`, while there is none."""
    unit, typed = form.named("unit"), field.text.strip().lstrip("+-\u2212 ")
    if field.name not in ("start", "target") or unit.text.strip() or not typed.strip("%"):
        return
    ends = (typed[:1], typed[-1:])
    unit.text = next((end for end in ends if end == "%" or end in CURRENCIES), "")


def _take_way(form: Form, field: FormField) -> None:
    """Take from where to where out of a title that says it, while nothing else does."""
    names = ("unit", "start", "target", "steps")
    if field.name != "title" or any(form.named(name).text.strip() for name in names):
        return
    kind, draft = form.named("kind"), read_draft(field.text)
    typed_kind = _YES_NO if is_yes_or_no(draft) else draft.kind
    if draft.title == squeeze(field.text) or (kind.touched and kind.value != typed_kind):
        return
    kind.text, field.text = typed_kind, draft.title
    if typed_kind == _YES_NO:
        form.notice = "Reached or not, as the title said."
        return
    form.named("unit").text = draft.unit
    for name, value in (("start", draft.start), ("target", draft.target)):
        form.named(name).text = "" if value is None else plain_number(value)
    form.named("keep").text = draft.keep
    form.notice = "From where to where is taken from the title."


def _eased(form: Form, record: KeyResult) -> bool:
    ends = [form.named(name) for name in ("start", "target", "keep")]
    if form.named("kind").value == "milestones" or any(field.wrong for field in ends):
        return False
    return eases(record, record._replace(**{field.name: field.value for field in ends}))


def _offers(form: Form) -> list[FormAction]:
    """Offer to turn the title round while the value check takes it for a task."""
    title, task = form.named("title"), form.named("task")
    verdict = verdict_on(form)
    if task.text or verdict is None or verdict.verdict != "task":
        return []

    def turn() -> None:
        task.text, title.text = squeeze(title.text), ""
        form.go("title")
        # Whose it is stays, without its title: `of O1`.
        of = " ".join(form.about.split()[:2])
        form.about = f"{of}, with the action “{task.text}”"
        form.notice = f"{_QUESTION} Type it as the title."

    return [FormAction(_TURN, "make it an action", turn)]


def _with_action(draft: Draft, made: KeyResult, task: TextField) -> KeyResult:
    """Add the task as an action of the key result, which keeps where it came from."""
    if not task.text:
        return made
    what = draft.what
    action = add_action(draft, task.text, key_result=made.id)
    draft.what = f"{what}; its task is {reference('actions', action.id)} now"
    return draft.put(made._replace(from_action=action.id))
