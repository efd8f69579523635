"""One row's key result onto a board: added or changed, and checked in on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.draft_lines import read_draft
from okrboard.domain.edit.check_ins import check_in, known_values
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result, edit_key_result
from okrboard.domain.edit.people import add_member, add_team, check_handle
from okrboard.domain.fields import sheet_fields
from okrboard.domain.format_numbers import format_value, plain_number
from okrboard.domain.formulas import plausible, progress
from okrboard.domain.lookup import reference
from okrboard.domain.parse_values import parse_value
from okrboard.domain.record import Record
from okrboard.domain.records import CheckIn, Cycle, KeyResult, Step
from okrboard.domain.types import MAX_HANDLE
from okrboard.errors import Refused
from okrboard.text import shorten, squeeze
from okrboard.transfer.rows import NamedStep

RowValues = dict[str, Any]


class Taken(Record):
    """What a row did."""

    id: int
    change: str
    """`new`, `changed`, `check-in` when nothing else, or empty."""
    checked_in: bool
    shown: str
    """The key result's numbers, in few words."""
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def take_key_result(
    draft: Draft, objective: int, values: RowValues, old: KeyResult | None, log: bool = False
) -> Taken:
    """Add a key result as a row tells it, or change the old one; then check in on it.

    A row of a `log` is one check-in among others, whatever the board knows that is newer. Raises
    `Refused` where an edit by hand would.
    """
    values = dict(values)
    notes: list[str] = []
    if "kr_owner" in values:
        values["kr_owner"] = member_called(draft, values["kr_owner"])
    change = ""
    if old is None:
        change = "new"
        fields = _new_fields(draft, values, notes)
        record = add_key_result(draft, objective, values["key_result"], **fields)
        # Looking for check-ins of what is new would cost a walk over all of them for each row.
        known: Sequence[float] = (record.start, record.target)
    else:
        known = known_values(draft.board, old)
        newest = draft.board.latest(old.id)
        _settle_scale(old, values, newest.value if newest else None)
        fields = _changed_fields(draft, old, values)
        if fields and log:
            notes.append(f"{', '.join(fields)} of a log left out; the key result has its own")
        elif fields:
            edit_key_result(draft, old.id, reason=values.get("reason", ""), **fields)
            change = "changed"
        record = draft.board.key_results[old.id]
        known = (*known, record.target)
        _settle_share(values, record.kind, record.start, record.target, notes)
    made = _check_in(draft, record, values, old, log)
    shown = _way_of(record)
    if made is None:
        return Taken(record.id, change, False, shown, tuple(notes))
    value = format_value(made.value, record.unit)
    questions: tuple[str, ...] = ()
    if record.kind != "milestones" and not plausible(made.value, known):
        questions = (f"{value} is far outside of {shown} and of what it was so far",)
    shown = f"{shown}, now {value}"
    return Taken(record.id, change or "check-in", True, shown, tuple(notes), questions)


def _settle_scale(old: KeyResult, values: RowValues, latest: float | None) -> None:
    """Read a value that stands alone again, beside what its key result counts in.

    What the row says of start and target it was read beside already.
    """
    alone = "current" in values and values.keys().isdisjoint(("start", "target", "steps"))
    if not alone or old.kind == "milestones":
        return
    ref = reference("key_results", old.id)
    if "unit" in values and old.unit and values["unit"].casefold() != old.unit.casefold():
        shown = squeeze(values["unit"])[:40]
        raise Refused(f"unit: it is “{shown}”, but {ref} counts in “{squeeze(old.unit)[:40]}”")
    written_in = values.pop("written_in", "")
    if written_in != "%" and not old.unit:
        values.update({"unit": written_in} if written_in else {})
        return
    # A number without a unit is values by its value: its decimal mark was that of the file.
    text = values["said"] if written_in else plain_number(values["current"])
    try:
        values["current"] = parse_value(
            text,
            current=latest,
            start=old.start if old.kind == "metric" else None,
            target=old.target,
            unit=old.unit,
            change=False,
        ).value
    except ValueError as error:
        raise Refused(f"current: {error}; {ref} counts in {old.unit or 'no unit'}") from None


def _new_fields(draft: Draft, values: RowValues, notes: list[str]) -> dict[str, object]:
    if "written_in" in values:
        values.setdefault("unit", values["written_in"])
    if values.keys().isdisjoint(("kind", "steps", "keep", "target", "start")):
        _settle_title(values, notes)
    kind = values.get("kind") or _kind_of(values)
    if kind == "metric" and "target" not in values and _share_of(values) is not None:
        # A sheet that only knows per cent done.
        values.update(start=0.0, target=100.0, unit="%")
    fields = _given(values)
    if kind in ("yes/no", "milestones"):
        steps = values.get("steps", ()) if kind == "milestones" else ()
        if kind == "milestones" and not steps:
            raise Refused("steps: milestones need them; a key result of one step is yes/no")
        fields["steps"] = tuple(_step(draft, step, values, ()) for step in steps)
        kind = "milestones"
    elif "target" not in values:
        if kind == "threshold" or not _is_share(values):
            raise Refused(f"target: a {kind} needs one")
        fields.update(target=100.0, unit=values.get("unit", "%"))
    elif kind == "metric" and "start" not in values:
        current, target = values.get("current", 0.0), values["target"]
        values["start"] = fields["start"] = current if current > target else 0.0
    _settle_share(values, kind, values.get("start", 0.0), values.get("target", 100.0), notes)
    return {**fields, "kind": kind}


def _settle_title(values: RowValues, notes: list[str]) -> None:
    """Take start and target out of a title such as `Raise accuracy from 80 % to 99.1 % by May`."""
    title = values["key_result"]
    if len(title) > _LONGEST_READ:
        return
    # What stands behind a number is its unit, unless it says until when.
    ends = [match.start() for match in _UNTIL.finditer(title)]
    for end in (*reversed(ends), len(title)):
        found = read_draft(title[:end])
        if found.kind == "metric" and found.start is not None and found.target is not None:
            values.update(start=found.start, target=found.target)
            values.setdefault("unit", found.unit)
            way = f"{format_value(found.start)} to {format_value(found.target, values['unit'])}"
            notes.append(f"{way} is read out of the title")
            return


_LONGEST_READ = 300
"""Characters of a title in which numbers are looked for."""

_UNTIL = re.compile(r"(?:\b(?:by|until|till|before|within|in|bis|during|while)\b|[,;(])")


def _share_of(values: RowValues) -> float | None:
    """Return which share of its way a row says that a key result has gone; None when none."""
    share: float | None = values.get("progress", values.get("score"))
    return share


def _settle_share(
    values: RowValues, kind: str, start: float, target: float, notes: list[str]
) -> None:
    """Turn a share of the way into the value that it is, or compare it with the value values."""
    share = _share_of(values)
    if share is None:
        return
    noun = "progress" if "progress" in values else "score"
    least, most = (0, 1) if noun == "score" else (-10, 10)
    if not least <= share <= most:
        raise Refused(f"{noun}: {share:g} is no share of the way; write 40 % or 0.4")
    if kind in ("milestones", "yes/no"):
        if "said" not in values:
            values.update(said=f"{share * 100:g}%", current=share * 100, unit="%")
    elif kind == "threshold":
        notes.append(f"{noun} left out; how often a bound was kept is worked out from check-ins")
    elif "current" not in values:
        values["current"] = float(f"{start + share * (target - start):.12g}")
    else:
        reached = progress(start, target, values["current"])
        coarse = 0.015 if noun == "progress" else 0.06
        if reached is not None and abs(reached - share) > coarse:
            notes.append(
                f"{noun} says {share * 100:.3g} %, its numbers say {reached * 100:.3g} %; "
                "the numbers are taken"
            )


def _way_of(key_result: KeyResult) -> str:
    target = format_value(key_result.target, key_result.unit)
    if key_result.kind == "milestones":
        count = len(key_result.steps)
        return f"{count} steps" if count > 1 else "yes or no"
    if key_result.kind == "threshold":
        return f"{'≥' if key_result.keep == 'above' else '≤'} {target}"
    return f"{format_value(key_result.start)} → {target}"


def _kind_of(values: RowValues) -> str:
    if "steps" in values:
        return "milestones"
    if "keep" in values:
        return "threshold"
    if "target" in values or _is_share(values) or _share_of(values) is not None:
        return "metric"
    if "start" in values:
        raise Refused("target: it is empty, but start is not")
    if "current" in values:
        raise Refused(
            f"target: it is empty, but there is a value of {format_value(values['current'])}; "
            f"{values['key_result'][:40]} needs a target, here or on the board"
        )
    return "yes/no"


def _is_share(values: RowValues) -> bool:
    return "current" in values and values.get("unit", "") == "%"


def _given(values: RowValues) -> dict[str, object]:
    return {
        field.name: values[field.header]
        for field in sheet_fields("key_results")
        if field.header in values and field.name not in ("title", "kind", "steps")
    }


def _changed_fields(draft: Draft, old: KeyResult, values: RowValues) -> dict[str, object]:
    fields = _given(values)
    kind = values.get("kind", old.kind)
    fields["kind"] = "milestones" if kind == "yes/no" else kind
    if fields["kind"] == "milestones":
        for name in ("start", "target", "unit", "keep"):
            fields.pop(name, None)
        if "steps" in values:
            fields["steps"] = tuple(
                _step(draft, step, values, old.steps) for step in values["steps"]
            )
    wanted = with_fields(old, **fields)
    return {name: fields[name] for name in fields if getattr(wanted, name) != getattr(old, name)}


def _step(draft: Draft, step: NamedStep, values: RowValues, old: tuple[Step, ...]) -> Step:
    same = [one for one in old if one.name.casefold() == step.name.casefold()]
    if not step.marked:
        return same[0]._replace(name=step.name) if same else Step(step.name)
    done = None
    if step.done == "x":
        done = same[0].done if same and same[0].done else _day(draft, values)
    elif step.done:
        try:
            done = type(draft.stamp.today).fromisoformat(step.done)
        except ValueError:
            raise Refused(f"steps: “{step.done[:20]}” is no day as 2026-11-27") from None
    return Step(step.name, step.weight, done)


def _check_in(
    draft: Draft, key_result: KeyResult, values: RowValues, old: KeyResult | None, log: bool
) -> CheckIn | None:
    """Check in as a row tells, unless the board knows it already.

    Or, unless the row is one of a log, knows something newer.
    """
    if not values.keys() & {"current", "said", "confidence", "last_check_in", "note"}:
        return None
    latest = draft.board.latest(old.id) if old is not None else None
    steps = key_result.steps
    if key_result.kind == "milestones":
        steps = _done_steps(draft, key_result, values)
        value = float(sum(step.weight for step in steps if step.done))
    else:
        value = _value(values, latest.value if latest is not None else key_result.start)
    day, confidence, note = _day(draft, values), values.get("confidence"), values.get("note", "")
    if latest is not None and old is not None:
        if log:
            before = [c for c in draft.board.check_ins_of(old.id) if c.on == day]
        elif "last_check_in" in values and latest.on > day:
            return None
        else:
            before = [latest] if "last_check_in" not in values or latest.on == day else []
        # The state of steps is the steps themselves; a value may be from before they were changed.
        for one in before:
            same_value = steps == old.steps if steps and not log else one.value == value
            if (
                same_value
                and confidence in (None, one.confidence)
                and note in ("", one.note.strip())
            ):
                return None
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
    # By name a check-in cannot tell two steps of the same name apart; the row can. What is older
    # than the newest says nothing of how steps are now.
    is_newest = latest is None or latest.on <= day
    state = steps if is_newest else key_result.steps
    draft.put(draft.board.key_results[key_result.id]._replace(steps=state))
    author = member_called(draft, values["by"]) if "by" in values else made.author
    return draft.put(made._replace(value=value, author=author))


def _done_steps(draft: Draft, key_result: KeyResult, values: RowValues) -> tuple[Step, ...]:
    """Return the steps with those done that `current` counts, where no step is marked itself."""
    if "said" not in values or any(step.marked for step in values.get("steps", ())):
        return key_result.steps
    weights = [step.weight for step in key_result.steps]
    if "current" in values and values.get("unit") == "%":
        done = values["current"] / 100 * sum(weights)
    else:
        try:
            done = parse_value(
                values["said"], target=sum(weights), kind="milestones", steps=weights
            ).value
        except ValueError as error:
            raise Refused(f"current: {error}") from None
    reached, steps = 0.0, []
    for step in key_result.steps:
        reached += step.weight
        is_done = reached <= done + 1e-9
        steps.append(step._replace(done=(step.done or _day(draft, values)) if is_done else None))
    return tuple(steps)


def _value(values: RowValues, before: float) -> float:
    if "current" in values:
        return float(values["current"])
    if "said" in values:
        raise Refused(f"current: “{squeeze(values['said'])[:40]}” is no number")
    return before


def _day(draft: Draft, values: RowValues) -> date:
    day: date = values.get("last_check_in", draft.stamp.today)
    return day


_PARTS = {"t": 4, "q": 3, "h": 6}
"""Months of a third, a quarter and a half of a year."""


def member_called(draft: Draft, text: str) -> int:
    """Return the id of the member with a handle or a name; somebody new joins.

    Raises `Refused` when two members have that name, or when no handle can be made of it.
    """
    board = draft.board
    name = squeeze(text).removeprefix("@")
    member = board.member_named(name)
    if member is not None:
        return member.id
    named = [m.id for m in board.members.values() if m.name.casefold() == name.casefold()]
    if len(named) > 1:
        raise Refused(
            f"there are {len(named)} members called {shorten(name, 40)}; write the handle"
        )
    if named:
        return named[0]
    try:
        return add_member(draft, check_handle(name)).id
    except Refused:
        return add_member(draft, _free_handle(draft, name), name=name).id


def team_called(draft: Draft, name: str) -> int:
    """Return the id of the team with a name; a new one is added."""
    for team in draft.board.teams.values():
        if team.name.casefold() == name.casefold():
            return team.id
    return add_team(draft, name).id


def cycle_called(draft: Draft, values: dict[str, Any], default: int) -> Cycle:
    """Return the cycle that a row is in; one that the board does not have is added.

    One that is over is left in planning until the import ends. Raises `Refused` when there is no
    telling which.
    """
    board, name = draft.board, squeeze(str(values.get("cycle", "")))
    if not name:
        cycle = board.cycles.get(default) if default else board.cycle_on(draft.stamp.today)
        if cycle is None:
            raise Refused("there is no cycle; add a column cycle, or: okrboard cycle add")
        return cycle
    for cycle in board.cycles.values():
        if cycle.name.casefold() == name.casefold():
            return cycle
    if "cycle_from" in values and "cycle_to" in values:
        first, last = values["cycle_from"], values["cycle_to"]
    else:
        first, last = _span_of(name)
    return add_cycle(draft, name, first, last, running=first <= draft.stamp.today <= last)


def _span_of(name: str) -> tuple[date, date]:
    """Return the days of `2026-T3`, `2026 Q4`, `Q4/2026`, `H1 2027` or `2026`."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    years = [word for word in words if len(word) == 4 and word.isascii() and word.isdigit()]
    parts = [word for word in words if word not in years]
    if len(years) == 1 and len(parts) <= 1 and 1900 <= int(years[0]) < 9000:
        year, months, number = int(years[0]), 12, 1
        if parts:
            months = _PARTS.get(parts[0][0], 0)
            digits = parts[0][1:]
            number = int(digits) if len(digits) == 1 and digits in "1234" else 9
        if months and number * months <= 12:
            first = date(year, (number - 1) * months + 1, 1)
            after = first.month + months
            end = date(year + after // 13, (after - 1) % 12 + 1, 1)
            return first, end - timedelta(days=1)
    raise Refused(
        f"there is no cycle {shorten(name, 40)} on the board; add columns cycle_from and cycle_to, "
        "or make it: okrboard cycle add"
    )


def _free_handle(draft: Draft, name: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    if not words:
        raise Refused(f"owner: no handle can be made of {shorten(name, 40)}")
    handle, number = words[0][: MAX_HANDLE - 4], 1
    while draft.board.member_named(handle if number == 1 else f"{handle}{number}") is not None:
        number += 1
    return handle if number == 1 else f"{handle}{number}"
