"""One row's key result onto a board: added or changed, and checked in on."""

from __future__ import annotations

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.fields import with_fields
from okrboard.domain.edit.key_results import add_key_result, edit_key_result
from okrboard.domain.numbers import parse_value
from okrboard.domain.record import Record
from okrboard.domain.records import Step
from okrboard.errors import Refused
from okrboard.text import squeeze
from okrboard.transfer.people_in import member_called

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from okrboard.domain.changes import Draft
    from okrboard.domain.records import KeyResult
    from okrboard.transfer.cells import NamedStep

    Told = dict[str, Any]


class Taken(Record):
    """What a row did."""

    added: bool
    changed: bool
    checked_in: bool


def take_key_result(draft: Draft, objective: int, told: Told, old: KeyResult | None) -> Taken:
    """Add a key result as a row tells it, or change the old one; then check in on it.

    Raises `Refused` where an edit by hand would.
    """
    told = dict(told)
    if "kr_owner" in told:
        told["owner"] = member_called(draft, told["kr_owner"])
    if old is None:
        made = add_key_result(draft, objective, told["key_result"], **_new_fields(draft, told))
        return Taken(True, False, _check_in(draft, made, told, None))
    fields = _changed_fields(draft, old, told)
    if fields:
        edit_key_result(draft, old.id, reason=told.get("reason", ""), **fields)
    checked_in = _check_in(draft, draft.board.key_results[old.id], told, old)
    return Taken(False, bool(fields), checked_in)


def _new_fields(draft: Draft, told: Told) -> dict[str, object]:
    kind = told.get("kind") or _kind_of(told)
    fields = _given(told)
    if kind in ("yes/no", "milestones"):
        steps = told.get("steps", ()) if kind == "milestones" else ()
        if kind == "milestones" and not steps:
            raise Refused("steps: milestones need them; a key result of one step is yes/no")
        fields["steps"] = tuple(_step(draft, step, told, ()) for step in steps)
        kind = "milestones"
    elif "target" not in told:
        if kind == "threshold" or not _is_share(told):
            raise Refused(f"target: a {kind} needs one")
        # A sheet that only knows per cent done.
        fields.update(target=100.0, unit=told.get("unit", "%"))
    elif kind == "metric" and "start" not in told:
        current, target = told.get("current", 0.0), told["target"]
        fields["start"] = current if current > target else 0.0
    return {**fields, "kind": kind}


def _kind_of(told: Told) -> str:
    if "steps" in told:
        return "milestones"
    if "keep" in told:
        return "threshold"
    if "target" in told or _is_share(told):
        return "metric"
    if "start" in told:
        raise Refused("target: it is empty, but start is not")
    return "yes/no"


def _is_share(told: Told) -> bool:
    return "current" in told and told.get("unit", "") == "%"


def _given(told: Told) -> dict[str, object]:
    names = ("start", "target", "unit", "keep", "weight", "owner")
    return {name: told[name] for name in names if name in told}


def _changed_fields(draft: Draft, old: KeyResult, told: Told) -> dict[str, object]:
    fields = _given(told)
    kind = told.get("kind", old.kind)
    fields["kind"] = "milestones" if kind == "yes/no" else kind
    if fields["kind"] == "milestones":
        for name in ("start", "target", "unit", "keep"):
            fields.pop(name, None)
        if "steps" in told:
            fields["steps"] = tuple(_step(draft, step, told, old.steps) for step in told["steps"])
    wanted = with_fields(old, **fields)
    return {name: value for name, value in fields.items() if _differs(wanted, old, name)}


def _differs(wanted: KeyResult, old: KeyResult, name: str) -> bool:
    return bool(getattr(wanted, name) != getattr(old, name))


def _step(draft: Draft, step: NamedStep, told: Told, old: tuple[Step, ...]) -> Step:
    same = [one for one in old if one.name.casefold() == step.name.casefold()]
    if not step.marked:
        return same[0]._replace(name=step.name) if same else Step(step.name)
    done = None
    if step.done == "x":
        done = same[0].done if same and same[0].done else _day(draft, told)
    elif step.done:
        try:
            done = type(draft.stamp.today).fromisoformat(step.done)
        except ValueError:
            raise Refused(f"steps: “{step.done[:20]}” is no day as 2026-11-27") from None
    return Step(step.name, step.weight, done)


def _check_in(draft: Draft, key_result: KeyResult, told: Told, old: KeyResult | None) -> bool:
    """Check in as a row tells, unless the board knows it already or knows something newer."""
    if not told.keys() & {"current", "said", "confidence", "last_check_in", "note"}:
        return False
    latest = draft.board.latest(old.id) if old is not None else None
    steps = key_result.steps
    if key_result.kind == "milestones":
        steps = _done_steps(draft, key_result, told)
        value = float(sum(step.weight for step in steps if step.done))
    else:
        value = _value(told, latest.value if latest is not None else key_result.start)
    day, confidence, note = _day(draft, told), told.get("confidence"), told.get("note", "")
    if latest is not None and old is not None:
        if "last_check_in" in told and latest.on > day:
            return False
        # The state of steps is the steps themselves; a value may be from before they were changed.
        same_value = steps == old.steps if steps else latest.value == value
        same_day = "last_check_in" not in told or latest.on == day
        same_words = confidence in (None, latest.confidence) and note in ("", latest.note.strip())
        if same_value and same_day and same_words:
            return False
    made = check_in(
        draft,
        key_result.id,
        value,
        on=day,
        confidence=confidence,
        note=note,
        source="import",
        steps=[step.name for step in steps if step.done] or () if steps else None,
    )
    # By name a check-in cannot tell two steps of the same name apart; the row can.
    draft.put(draft.board.key_results[key_result.id]._replace(steps=steps))
    draft.put(made._replace(value=value))
    return True


def _done_steps(draft: Draft, key_result: KeyResult, told: Told) -> tuple[Step, ...]:
    """Return the steps with those done that `current` counts, where no step is marked itself."""
    if "said" not in told or any(step.marked for step in told.get("steps", ())):
        return key_result.steps
    weights = [step.weight for step in key_result.steps]
    if "current" in told and told.get("unit") == "%":
        done = told["current"] / 100 * sum(weights)
    else:
        try:
            done = parse_value(
                told["said"], target=sum(weights), kind="milestones", steps=weights
            ).value
        except ValueError as error:
            raise Refused(f"current: {error}") from None
    reached, steps = 0.0, []
    for step in key_result.steps:
        reached += step.weight
        is_done = reached <= done + 1e-9
        steps.append(step._replace(done=(step.done or _day(draft, told)) if is_done else None))
    return tuple(steps)


def _value(told: Told, before: float) -> float:
    if "current" in told:
        return float(told["current"])
    if "said" in told:
        raise Refused(f"current: “{squeeze(told['said'])[:40]}” is no number")
    return before


def _day(draft: Draft, told: Told) -> date:
    day: date = told.get("last_check_in", draft.stamp.today)
    return day
