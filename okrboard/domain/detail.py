"""`Detail`: everything the page of one objective tells, read from a board, before it is painted.

Needs no more of the board than the objective and what belongs to it, but for the log's newest
changes. What is missing is empty or None; nothing raises for an objective of the board.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import ended_as
from okrboard.domain.describe import told_score
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.formulas import elapsed
from okrboard.domain.health import is_stale
from okrboard.domain.history import Entry, history
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    Trend,
    measure,
    measure_objective,
    thresholds_of,
    trend,
)
from okrboard.domain.record import Record
from okrboard.domain.records import Action, CheckIn, Cycle, KeyResult, Objective, Retarget

SPARK = 24
"""Check-ins that a trend shows at most."""

CHECK_INS = 8
"""Check-ins of a key result that are told in full."""

DONE_ACTIONS = 5
"""Closed actions of a key result that are told."""


class Told(Record):
    """A check-in with what it changed."""

    check_in: CheckIn
    author: str
    change: float
    """Against the check-in before it, or the start; signed, in the key result's unit."""
    unexplained: float
    """The part of the change that no driver names."""


class KeyResultDetail(Record):
    """A key result with everything known about it."""

    key_result: KeyResult
    measure: Measure
    trend: Trend
    owner: str
    reason: str
    """Why its health is what it is, in words."""
    values: tuple[float, ...]
    """The newest values, oldest first."""
    check_ins: tuple[Told, ...]
    """The newest check-ins, newest first."""
    older: int
    """Check-ins that are not told."""
    actions: tuple[Action, ...]
    """Open ones by due day, then those closed last."""
    retargets: tuple[Retarget, ...]
    """Earlier starts and targets, newest first."""
    proposed: bool = False
    """Nobody has committed to its objective yet: it has no pace that it could be behind."""
    ended: str = ""
    """How it is shown since its objective was closed: `done` or `ended`; empty before."""


class Detail(Record):
    """An objective with everything known about it."""

    objective: Objective
    measure: ObjectiveMeasure
    cycle: Cycle
    owner: str
    team: str
    takers: tuple[str, ...]
    reason: str
    """Why its health is what it is, in words."""
    elapsed: float
    """The share of the cycle that is over, 0 to 1."""
    week: tuple[int, int]
    """Which week of how many."""
    key_results: tuple[KeyResultDetail, ...]
    contributes_to: Objective | None
    contributors: tuple[Objective, ...]
    """Those that contribute to this one."""
    supports: tuple[Objective, ...]
    supported_by: tuple[Objective, ...]
    carried_from: Objective | None
    carried_to: tuple[Objective, ...]
    history: tuple[Entry, ...]
    """Newest first."""
    names: dict[int, str]
    """The handles of members, by id."""


def detail(board: Board, id: int, today: date, *, check_ins: int = CHECK_INS) -> Detail:
    """Return everything about an objective of the board on a day; KeyError when it is not there.

    `check_ins` is how many of each key result are told in full.
    """
    objective = board.objectives[id]
    cycle = board.cycles[objective.cycle]
    measured = measure_objective(board, objective, cycle, today)
    others = board.objectives.values()
    return Detail(
        objective,
        measured,
        cycle,
        _handle(board, objective.owner),
        board.teams[objective.team].name if objective.team in board.teams else "",
        tuple(_handle(board, taker) for taker in objective.takers if taker in board.members),
        objective_reason(board, measured),
        elapsed(cycle.first, cycle.last, today),
        _week(cycle, today),
        tuple(_key_result(board, one, cycle, today, check_ins) for one in measured.measures),
        board.objectives.get(objective.contributes_to),
        tuple(other for other in others if other.contributes_to == id),
        _named(board, objective.supports),
        tuple(other for other in others if id in other.supports),
        board.objectives.get(objective.carried_from),
        tuple(other for other in others if other.carried_from == id),
        tuple(history(board, id)),
        {member.id: member.handle for member in board.members.values()},
    )


def key_result_detail(board: Board, id: int, today: date) -> KeyResultDetail:
    """Return everything about a key result of the board on a day; KeyError when not there."""
    key_result = board.key_results[id]
    cycle = board.cycles[board.objectives[key_result.objective].cycle]
    return _key_result(board, measure(board, key_result, cycle, today), cycle, today, CHECK_INS)


def key_result_reason(board: Board, measured: Measure) -> str:
    """Return in words why a key result's health is what the numbers say: `43 behind pace`."""
    stage = board.objectives[measured.key_result.objective].stage
    if stage == "proposed":
        return "nobody has committed to it yet"
    if stage == "closed":
        return score_said(measured.key_result)
    if measured.health == "done":
        return "the target is reached"
    quiet = ""
    if is_stale(measured.silent, thresholds_of(board)):
        latest = measured.latest
        quiet = f"no check-in since {_day(latest.on)}" if latest else "no check-in yet"
    if measured.new or measured.gap is None:
        behind = quiet or "no check-in yet"
        quiet = ""
    elif measured.health == "too_early":
        behind = "the cycle has just begun"
    elif measured.key_result.kind == "threshold":
        inside = round((measured.progress or 0.0) * 100)
        behind = f"{inside} % of check-ins inside"
    else:
        points = round(measured.gap)
        many = "point" if abs(points) == 1 else "points"
        behind = f"{abs(points)} {many} {_side(points)} pace" if points else "on pace"
    return "; ".join(part for part in (behind, quiet) if part)


def score_said(key_result: KeyResult) -> str:
    """Return a closed key result's score, and why it is that one, as a person said it."""
    if key_result.score is None:
        return "not scored"
    cause = f"; cause: {key_result.cause}" if key_result.cause else ""
    return f"{told_score(key_result, key_result.score)}{cause}"


def objective_reason(board: Board, measured: ObjectiveMeasure) -> str:
    """Return in words why an objective's health is what it is."""
    objective = measured.objective
    if objective.stage == "closed":
        return f"closed: {objective.outcome}" if objective.outcome else "closed"
    if objective.override:
        by = _handle(board, objective.override_by)
        says = measured.computed.replace("_", " ")
        return f"{by} says so: {objective.override_reason} (the numbers say {says})"
    if objective.stage == "proposed":
        return "a proposal; nobody has committed to it yet"
    if not measured.measures:
        return "no key result yet"
    counted = [one for one in measured.measures if one.key_result.weight > 0]
    weak = next((one for one in counted if one.health == measured.computed), None)
    if weak is None:
        return "no key result counts"
    if len(counted) == 1 or measured.computed in ("on_track", "done"):
        return ""
    return f"its weakest: {weak.key_result.title}"


def change_said(detail: KeyResultDetail, told: Told) -> str:
    """Return what a check-in changed, in words: `24 → 26 pages, +2`."""
    unit, value = detail.key_result.unit, told.check_in.value
    before = format_value(value - told.change)
    return f"{before} → {format_value(value, unit)}, {format_change(told.change)}"


def _key_result(
    board: Board, measured: Measure, cycle: Cycle, today: date, most: int
) -> KeyResultDetail:
    key_result = measured.key_result
    objective = board.objectives[key_result.objective]
    check_ins = board.check_ins_of(key_result.id)
    return KeyResultDetail(
        key_result,
        measured,
        trend(board, measured, cycle, today),
        _handle(board, key_result.owner or objective.owner),
        key_result_reason(board, measured),
        tuple(check_in.value for check_in in check_ins[-SPARK:]),
        tuple(_told(board, key_result, check_ins, most)),
        max(0, len(check_ins) - most),
        _actions(board.actions_of(key_result.id)),
        key_result.retargets[::-1],
        objective.stage == "proposed",
        ended_as(measured, objective) if objective.stage == "closed" else "",
    )


def _told(
    board: Board, key_result: KeyResult, check_ins: Sequence[CheckIn], most: int
) -> list[Told]:
    pairs = list(zip((None, *check_ins), check_ins, strict=False))[-most:]
    return [
        Told(
            check_in,
            _handle(board, check_in.author),
            check_in.value - (before.value if before else key_result.start),
            unexplained(check_in, before, key_result.start),
        )
        for before, check_in in reversed(pairs)
    ]


def _actions(actions: Sequence[Action]) -> tuple[Action, ...]:
    still_open = [action for action in actions if action.state == "open"]
    closed = [action for action in actions if action.state != "open"]
    still_open.sort(key=lambda action: (action.due is None, action.due, action.id))
    closed.sort(key=lambda action: (str(action.closed or ""), action.id), reverse=True)
    return (*still_open, *closed[:DONE_ACTIONS])


def _named(board: Board, ids: Sequence[int]) -> tuple[Objective, ...]:
    return tuple(board.objectives[id] for id in ids if id in board.objectives)


def _handle(board: Board, id: int) -> str:
    member = board.members.get(id)
    return member.handle if member else ""


def _week(cycle: Cycle, today: date) -> tuple[int, int]:
    weeks = ((cycle.last - cycle.first).days + 7) // 7
    return min(max((today - cycle.first).days // 7 + 1, 1), weeks), weeks


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _side(points: int) -> str:
    return "behind" if points > 0 else "ahead of"
