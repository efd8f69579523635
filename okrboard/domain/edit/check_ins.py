"""Check-ins: one dated observation of a key result, with what drove it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import accumulate
from math import isfinite

from okrboard.domain import formulas
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.lookup import reference
from okrboard.domain.parse_values import ParsedValue, parse_value
from okrboard.domain.records import CheckIn, Driver, KeyResult
from okrboard.errors import Refused
from okrboard.text import clean_lines, squeeze


def check_in(
    draft: Draft,
    key_result: int,
    value: float,
    *,
    on: date | None = None,
    confidence: int | None = None,
    drivers: Sequence[Driver] = (),
    blocker: str = "",
    fix: str = "",
    note: str = "",
    meeting: int = 0,
    source: str = "hand",
    steps: Collection[str] | None = None,
) -> CheckIn:
    """Note where a key result stands on a day, today unless `on` says another.

    For milestones `value` is the weight of the steps that are done, in their order; `steps` names
    the done ones instead.
    """
    board, ref = draft.board, reference("key_results", key_result)
    record = board.key_results[key_result]
    if board.objectives[record.objective].stage == "closed":
        raise Refused(f"{ref} is closed with its objective; reopen that first")
    day = on or draft.stamp.today
    if day > draft.stamp.today:
        raise Refused(f"{day} is still to come; a check-in says how it is, not how it will be")
    if record.kind == "milestones":
        record, value = _with_steps(record, value, steps, day)
        draft.put(record)
    if not isfinite(value) or abs(value) > formulas.LARGEST:
        raise Refused("that value is too large to be one; check its digits")
    made = draft.add(
        CheckIn(
            0,
            key_result,
            day,
            float(value),
            draft.stamp.at,
            author=draft.stamp.member,
            confidence=confidence,
            drivers=tuple(_driver(draft, driver) for driver in drivers),
            blocker=clean_lines(blocker).strip(),
            fix=clean_lines(fix).strip(),
            note=clean_lines(note).strip(),
            meeting=meeting,
            source=squeeze(source) or "hand",
        )
    )
    draft.what = f"check-in {ref} {value:g}"
    return made


def known_values(board: Board, key_result: KeyResult) -> tuple[float, ...]:
    """Return what a new value of a key result is plausible beside: start, target, every value.

    A threshold has no start; the steps of milestones say themselves what is possible.
    """
    known = [check_in.value for check_in in board.check_ins_of(key_result.id)]
    if key_result.kind == "metric":
        known.append(key_result.start)
    return (key_result.target, *known)


def read_value(
    board: Board, key_result: KeyResult, text: str, current: float | None
) -> ParsedValue:
    """Return the value that a text means for a key result, as `parse_value()` says and raises.

    `current` is the value that `+2` is added to; None before the first check-in.
    """
    return parse_value(
        text,
        current=current,
        start=key_result.start,
        target=key_result.target,
        unit=key_result.unit,
        kind=key_result.kind,
        steps=[step.weight for step in key_result.steps],
        beside=known_values(board, key_result),
    )


def edit_check_in(draft: Draft, id: int, **fields: object) -> CheckIn:
    """Mend a check-in's words, drivers or confidence; its value is a new check-in's matter."""
    allowed = {"confidence", "drivers", "blocker", "fix", "note"}
    if wrong := set(fields) - allowed:
        raise Refused(f"a check-in's {sorted(wrong)[0]} cannot change; check in again instead")
    changed = with_fields(draft.board.check_ins[id], **fields)
    draft.what = f"edit check-in of {reference('key_results', changed.key_result)}"
    return draft.put(changed)


def add_driver(draft: Draft, check_in: int, driver: Driver) -> CheckIn:
    """Name one more cause of a check-in's change."""
    old = draft.board.check_ins[check_in]
    draft.what = f"driver of {reference('key_results', old.key_result)}: {driver.text}"
    return draft.put(old._replace(drivers=(*old.drivers, _driver(draft, driver))))


def unexplained(check_in: CheckIn, previous: CheckIn | None, start: float) -> float:
    """Return the part of the change since the last check-in that no driver names."""
    change = check_in.value - (previous.value if previous else start)
    return formulas.unexplained(change, [driver.share for driver in check_in.drivers])


def _driver(draft: Draft, driver: Driver) -> Driver:
    text = squeeze(driver.text)
    if not text:
        raise Refused("a driver needs a name: what was it that moved the number?")
    if not isfinite(driver.share) or abs(driver.share) > formulas.LARGEST:
        raise Refused(f"the share of “{text[:40]}” is too large to be one")
    return driver._replace(text=text, author=driver.author or draft.stamp.member)


def _with_steps(
    key_result: KeyResult, value: float, names: Collection[str] | None, day: date
) -> tuple[KeyResult, float]:
    """Return the key result with the right steps done, and the weight that is done."""
    steps = key_result.steps
    if names is not None:
        wanted = {squeeze(name).casefold() for name in names}
        if unknown := wanted - {step.name.casefold() for step in steps}:
            listed = ", ".join(step.name for step in steps[:8])
            raise Refused(f"“{sorted(unknown)[0][:40]}” is no step of it; the steps are {listed}")
        done = [step.name.casefold() in wanted for step in steps]
    elif -1e-9 <= value <= key_result.target + 1e-9:
        done = [sums <= value + 1e-9 for sums in accumulate(step.weight for step in steps)]
    else:
        raise Refused(f"its steps weigh {key_result.target:g} in all; {value:g} is not in it")
    steps = tuple(
        step._replace(done=(step.done or day) if is_done else None)
        for step, is_done in zip(steps, done, strict=True)
    )
    return key_result._replace(steps=steps), sum(step.weight for step in steps if step.done)
