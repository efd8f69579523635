"""Cycles: any span with a first and a last day, from planning to running to closed.

When a cycle's days change, its meetings go along:

- What repeats and ran from the cycle's first day or to its last does so still; what would reach out
  of the cycle now is cut, and called off when nothing is left of it.
- A single meeting that is still to come goes to where one is usually held in the new span, if it
  was where one is usually held in the old.
- What was put somewhere else by hand stays.

Closing reviews and freezes the scores. Nothing stays open in a closed cycle: its goals end with
their scores or are carried over, its proposals are put off, and its open actions are dropped or go
on without a key result.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.edit.actions import carry_action, drop_action
from okrboard.domain.edit.objectives import close_objective
from okrboard.domain.edit.series import cancel_series, edit_series
from okrboard.domain.enums import Commitment, Outcome
from okrboard.domain.formulas import clamped, expected_score, score_band, weighted_mean
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Action, Cycle, KeyResult, Objective, Series
from okrboard.domain.schedule import days_of, usual_points
from okrboard.errors import Refused
from okrboard.text import squeeze


def add_cycle(draft: Draft, name: str, first: date, last: date, *, running: bool = False) -> Cycle:
    """Add a cycle in planning, or running at once."""
    cycle = Cycle(0, squeeze(name), first, last, "running" if running else "planning")
    _check(draft, cycle)
    draft.what = f"new cycle {cycle.name}"
    return draft.add(cycle)


def edit_cycle(draft: Draft, id: int, **fields: object) -> Cycle:
    """Change a cycle's name or span, its meetings with it; a closed one stays as it was."""
    cycle = draft.board.cycles[id]
    if cycle.state == "closed":
        raise Refused(f"{cycle.name} is closed; its numbers stay as they were")
    changed = with_fields(cycle, **fields)
    _check(draft, changed)
    draft.what = f"edit cycle {changed.name}"
    draft.put(changed)
    _carry_along(draft, cycle, changed)
    return changed


def start_cycle(draft: Draft, id: int) -> Cycle:
    """Let a planned cycle run."""
    cycle = draft.board.cycles[id]
    if cycle.state != "planning":
        raise Refused(f"{cycle.name} is {cycle.state} already")
    draft.what = f"cycle {cycle.name} starts"
    return draft.put(cycle._replace(state="running"))


def suggestions(today: date) -> list[tuple[str, date, date]]:
    """Return usual spans around a day: the third of the year (four months) and the quarter."""
    spans: list[tuple[str, date, date]] = []
    for letter, months in (("T", 4), ("Q", 3)):
        number = (today.month - 1) // months
        first = today.replace(month=number * months + 1, day=1)
        last = _month_on(first, months) - timedelta(days=1)
        spans.append((f"{today.year}-{letter}{number + 1}", first, last))
    return spans


def following(cycle: Cycle) -> tuple[str, date, date]:
    """Return name, first and last day of the span after a cycle, as long and named like it.

    Whole months stay whole months: after `2026-T3` (1 Sep to 31 Dec) comes `2027-T1` (1 Jan to
    30 Apr), after `2026-Q4` `2027-Q1`.
    """
    first = cycle.last + timedelta(days=1)
    if cycle.first.day == 1 and first.day == 1:
        months = (first.year - cycle.first.year) * 12 + first.month - cycle.first.month
        last = _month_on(first, months) - timedelta(days=1)
    else:
        last = first + (cycle.last - cycle.first)
    return _named_next(cycle.name), first, last


_PARTS = {"T": 3, "Q": 4, "H": 2, "S": 2}
"""How many parts a year has, by the letter of a name such as `2026-T3`."""


def _named_next(name: str) -> str:
    """Return the name that follows: the next part of the year, else the next number."""
    stem = name.rstrip("0123456789")
    number = name[len(stem) :]
    if not (number.isascii() and number):
        return f"{name} 2"
    parts = _PARTS.get(stem[-1:].upper(), 0)
    year = stem[:-1].rstrip("- /")
    if parts and int(number) >= parts and year[-4:].isdecimal() and len(year[-4:]) == 4:
        following_year = f"{int(year[-4:]) + 1:04}"
        return f"{year[:-4]}{following_year}{stem[len(year) :]}1"
    return f"{stem}{int(number) + 1:0{len(number)}}"


def _month_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return first.replace(year=count // 12, month=count % 12 + 1)


def _check(draft: Draft, cycle: Cycle) -> None:
    if not cycle.name:
        raise Refused("a cycle needs a name, for example 2026-T3")
    for other in draft.board.cycles.values():
        if other.id != cycle.id and other.name.casefold() == cycle.name.casefold():
            raise Refused(f"there is a cycle {other.name} already")


CAUSES = (
    "too much at once",
    "wrong lever",
    "started late",
    "waited for others",
    "people were away",
    "the world changed",
    "target was too high",
    "we measured it wrong",
)
"""One cause for a miss, when none is given in own words."""

CLOSED = "the cycle was closed"
"""Why an action ended that nobody ended."""


def computed_score(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> float | None:
    """Return a key result's score from its numbers, 0.0 to 1.0; None when nobody can say."""
    progress = measure(board, key_result, cycle, min(today, cycle.last)).progress
    return None if progress is None else round(clamped(progress), 2)


def score_of(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> float | None:
    """Return a person's score where there is one, else the computed one."""
    if key_result.score is not None:
        return key_result.score
    return computed_score(board, key_result, cycle, today)


def objective_score(board: Board, objective: Objective, today: date) -> float | None:
    """Return an objective's score: frozen, or the weighted mean of its key results' scores."""
    if objective.score is not None:
        return objective.score
    cycle = board.cycles[objective.cycle]
    mean = weighted_mean(
        (score_of(board, key_result, cycle, today), key_result.weight)
        for key_result in board.key_results_of(objective.id)
    )
    return None if mean is None else round(mean, 2)


def set_score(draft: Draft, key_result: int, score: float | None, reason: str = "") -> KeyResult:
    """Set a person's score for a key result with the reason; None goes back to the computed one."""
    record = draft.board.key_results[key_result]
    ref = reference("key_results", key_result)
    if score is None:
        draft.what = f"{ref} is scored by its numbers"
        return draft.put(record._replace(score=None, score_reason=""))
    if not 0.0 <= score <= 1.0:
        raise Refused("a score lies between 0.0 and 1.0")
    if not reason.strip():
        raise Refused(f"say why {ref} is not what its numbers say")
    draft.what = f"score {ref} {score:.2f}"
    return draft.put(with_fields(record, score=score, score_reason=reason))


def set_cause(draft: Draft, key_result: int, cause: str) -> KeyResult:
    """Name the one cause of a miss."""
    draft.what = f"cause of {reference('key_results', key_result)}: {cause}"
    return draft.put(with_fields(draft.board.key_results[key_result], cause=cause))


def usual_outcome(score: float | None, commitment: Commitment) -> Outcome:
    """Return the outcome that a score suggests: reached is what its kind expects, missed is red.

    Source: design section 3: committed expects 1.0, aspirational 0.7; red to 0.3.
    """
    if score is None:
        return "dropped"
    if round(score, 2) >= expected_score(commitment):
        return "reached"
    return "missed" if score_band(score) == "red" else "partly"


def open_actions(board: Board, cycle: int) -> list[Action]:
    """Return the open actions of a cycle's key results, in the order of the board."""
    return [
        action
        for objective in board.objectives_in(cycle)
        for key_result in board.key_results_of(objective.id)
        for action in board.actions_of(key_result.id)
        if action.state == "open"
    ]


def close_cycle(draft: Draft, id: int, *, keep_actions: bool = False) -> Cycle:
    """Close a cycle: what is still open in it ends with its score, proposals are put off.

    Its open actions are dropped; with `keep_actions` they go on, due at the next check-in, without
    the key result that ended.
    """
    cycle = draft.board.cycles[id]
    if cycle.state == "closed":
        raise Refused(f"{cycle.name} is closed already")
    if cycle.state == "planning":
        raise Refused(f"{cycle.name} has not begun; start it first: okrboard cycle start")
    today = draft.stamp.today
    for objective in draft.board.objectives_in(id):
        if objective.stage == "proposed":
            # Nobody committed to it: it has no score.
            close_objective(draft, objective.id, "put off")
            continue
        freeze_scores(draft, objective, cycle)
        if objective.stage == "committed":
            score = objective_score(draft.board, objective, today)
            outcome = usual_outcome(score, objective.commitment)
            close_objective(draft, objective.id, outcome, score=score)
    for action in open_actions(draft.board, id):
        if not keep_actions:
            drop_action(draft, action.id, CLOSED)
            continue
        was_for = reference("key_results", action.key_result)
        carried = carry_action(draft, action.id, reason=f"it was for {was_for}; {CLOSED}")
        draft.put(carried._replace(key_result=0))
    draft.what = f"close cycle {cycle.name}"
    return draft.put(cycle._replace(state="closed", closed_on=today))


def freeze_scores(draft: Draft, objective: Objective, cycle: Cycle) -> None:
    """Keep each key result's score as it is now, whatever formulas and settings say later."""
    measured = measure_objective(draft.board, objective, cycle, draft.stamp.today)
    for each in measured.measures:
        score = score_of(draft.board, each.key_result, cycle, draft.stamp.today)
        if score is not None and each.key_result.score is None:
            draft.put(each.key_result._replace(score=score))


class Carried(Record):
    """What became of one series when the days of its cycle changed."""

    ref: str
    sentence: str
    """What became of it, in one line."""
    went: bool
    """False for one that stays although it lies outside, or somewhere else than usual."""


def _carry_along(draft: Draft, old: Cycle, new: Cycle) -> None:
    """Let a cycle's series go along from its old days to its new ones."""
    if (old.first, old.last) == (new.first, new.last):
        return
    what = draft.what
    for series in list(_standing(draft.board, new.id)):
        if _is_single(series):
            _place(draft, series, old, new)
        else:
            _span(draft, series, old, new)
    draft.what = what


def carried(before: Board, after: Board, cycle: int, today: date) -> list[Carried]:
    """Say what became of the series of a cycle between two boards, in their order.

    What stays as it is and where it belongs is not told.
    """
    old, new = before.cycles[cycle], after.cycles[cycle]
    if (old.first, old.last) == (new.first, new.last):
        return []
    changes = []
    for was in _standing(before, cycle):
        now, ref = after.series[was.id], reference("series", was.id)
        how = _going_along(was, now) or _staying(now, after, new, today)
        if how:
            changes.append(Carried(ref, f"{ref} {squeeze(now.summary, 80)} {how}", was != now))
    return changes


def _standing(board: Board, cycle: int) -> Iterator[Series]:
    for series in board.series.values():
        if series.cycle == cycle and series.state == "confirmed" and days_of(series):
            yield series


def _is_single(series: Series) -> bool:
    """Say whether a series is one meeting; check-ins that have come down to one still repeat."""
    return series.kind != "check-in" and len(days_of(series)) == 1


def _span(draft: Draft, series: Series, old: Cycle, new: Cycle) -> None:
    """Let what repeats begin and end with its cycle."""
    first, last = series.first, series.last
    if last == old.last or new.last < last <= old.last:
        last = new.last
    if first == old.first or new.first > first >= old.first:
        first = _in_step(series, new.first)
    if (first, last) == (series.first, series.last):
        return
    if days_of(series._replace(first=first, last=last)):
        edit_series(draft, series.id, first=first, last=last)
    else:
        cancel_series(draft, series.id)


def _in_step(series: Series, first: date) -> date:
    """Return a first day on which a series begins in the weeks in which it has been held."""
    begin = days_of(series)[0]
    step = 7 * series.every
    held = begin - timedelta(days=(begin - first).days // step * step)
    return first if days_of(series._replace(first=first, last=held))[:1] == [held] else held


def _place(draft: Draft, series: Series, old: Cycle, new: Cycle) -> None:
    """Move a single meeting that is still to come from its old usual day to its new one."""
    board, today = draft.board, draft.stamp.today
    day = days_of(series)[0]
    if series.skips or series.moves or day <= today:
        return
    then_and_now = (usual_points(board, cycle, series.team) for cycle in (old, new))
    points = zip(*then_and_now, strict=True)
    usual = next((then for was, then in points if was == (series.kind, day)), None)
    if usual is None or usual[1] <= today or usual[1] == day:
        return
    way = usual[1] - day
    edit_series(
        draft,
        series.id,
        first=series.first + way,
        last=series.last + way,
        weekday=usual[1].weekday(),
    )


def _going_along(was: Series, now: Series) -> str:
    """Return what became of a series that changed, in words; else nothing."""
    if was == now:
        return ""
    if now.state == "cancelled":
        return "is cancelled: all its meetings were outside"
    if _is_single(now):
        return f"is on {days_of(now)[0]}"
    parts = [f"begins on {now.first}"] if was.first != now.first else []
    parts += [f"runs to {now.last}"] if was.last != now.last else []
    return " and ".join(parts)


def _staying(series: Series, board: Board, cycle: Cycle, today: date) -> str:
    """Return how a series stays outside of its cycle or of its usual place; else nothing."""
    days = days_of(series)
    if days[-1] > cycle.last:
        return f"stays, with {days[-1]} after the last day"
    if days[0] < cycle.first:
        return f"stays, with {days[0]} before the first day"
    usual = (series.kind, days[0]) in usual_points(board, cycle, series.team)
    single = _is_single(series) and days[0] > today
    return f"stays on {days[0]}" if single and not usual else ""
