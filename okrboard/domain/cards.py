"""Cards: one objective as the board shows it, with why it is where it is.

Pure: a snapshot, a measured objective and a day in, records out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.describe import day_and_month
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.format_numbers import format_value, money
from okrboard.domain.formulas import is_full
from okrboard.domain.lookup import name_of
from okrboard.domain.measure import Measure, ObjectiveMeasure, is_stale
from okrboard.domain.record import Record
from okrboard.domain.records import Objective


class CardLine(Record):
    """A key result on a card."""

    id: int
    title: str
    health: str
    progress: float | None
    """1.0 at the target, as it is; None when nobody can say yet."""
    pace: float | None
    """Where it should be; None for what nobody has committed to."""
    now: str
    """Where it is: `89.4`, or `2/5` for milestones."""
    target: str
    """Where it goes, with its unit: `99.1 %`; empty for milestones."""
    keeps: str = ""
    """`above` or `below` where the target is a bound to keep."""
    confidence: int | None = None
    counts: bool = True
    """False for a weight of 0."""
    bare: tuple[str, str] = ("", "")
    """Where it is and goes without a unit, for where there is no room for one."""


class BoardCard(Record):
    """An objective on the board."""

    id: int
    title: str
    owner: str
    """A handle; empty for nobody."""
    team: str
    health: str
    """One of the healths, `proposed`, or `ended` for what was closed and not reached."""
    age: int | None
    """Days since the newest check-in of any of its key results."""
    lines: tuple[CardLine, ...]
    why: str
    """Why it is where it is, in words; empty when the lines say it."""
    fix: str = ""
    """The newest quick fix of what is weakest."""
    overridden: bool = False


def closed_health(objective: Objective) -> str:
    """Return what a closed objective is shown as: `done` where it was reached, else `ended`."""
    return "done" if objective.outcome == "reached" else "ended"


def last_column(objectives: Iterable[Objective]) -> tuple[str, str]:
    """Return health and label of the last column by status: what it holds is done, or ended."""
    healths = {closed_health(one) if one.stage == "closed" else "done" for one in objectives}
    if healths == {"ended"}:
        return "ended", HEALTH_LABELS["ended"]
    return "done", ", ".join(HEALTH_LABELS[each] for each in sorted(healths or {"done"}))


def done_first(objective: Objective) -> bool:
    """Return the key that sorts what is done before what only ended."""
    return objective.stage == "closed" and closed_health(objective) == "ended"


def column_of(health: str) -> str:
    """Return the column by status of a committed objective's health.

    Silence is never green, so what is stale stands with what is at risk; what it is too early to
    judge stands with what is on track.
    """
    return {"stale": "at_risk", "too_early": "on_track"}.get(health, health)


def make_card(board: Board, measured: ObjectiveMeasure, today: date) -> BoardCard:
    """Return the card of a measured objective as it is on a day."""
    objective = measured.objective
    health: str = measured.health
    if objective.stage != "committed":
        health = "proposed" if objective.stage == "proposed" else closed_health(objective)
    heard = [one.latest.on for one in measured.measures if one.latest]
    weak = _weakest(measured)
    fix = ""
    if weak is not None and weak.latest and health in ("off_track", "at_risk", "stale"):
        fix = weak.latest.fix.split("\n", 1)[0]
    return BoardCard(
        objective.id,
        objective.title,
        name_of(board, "members", objective.owner) or "",
        name_of(board, "teams", objective.team) or "",
        health,
        max((today - max(heard)).days, 0) if heard else None,
        tuple(_line(one, objective) for one in measured.measures),
        _why(board, measured, weak),
        fix,
        bool(objective.override),
    )


def _line(measured: Measure, objective: Objective) -> CardLine:
    key_result = measured.key_result
    health: str = measured.health
    if objective.stage != "committed":
        # What is closed has no pace any more that it could be behind.
        ended = objective.stage == "closed"
        health = ended_as(measured, objective) if ended else "proposed"
    unit, keeps = key_result.unit, key_result.keep if key_result.kind == "threshold" else ""
    if key_result.kind == "milestones":
        done = sum(step.done is not None for step in key_result.steps)
        now = f"{done}/{len(key_result.steps)}"
        if len(key_result.steps) == 1:
            now = "yes" if done else "not yet"
        target, bare = "", (now, "")
    else:
        # Without a check-in nobody knows whether a bound is kept; its start says nothing of it.
        unknown = bool(keeps) and measured.latest is None
        now = "–" if unknown else format_value(measured.current, money(unit))
        target = format_value(key_result.target, unit)
        bare = "–" if unknown else format_value(measured.current), format_value(key_result.target)
    return CardLine(
        key_result.id,
        key_result.title,
        health,
        measured.progress,
        measured.pace if objective.stage == "committed" else None,
        now,
        target,
        keeps,
        measured.confidence,
        key_result.weight > 0,
        bare,
    )


def ended_as(measured: Measure, objective: Objective) -> str:
    """Return what a key result of a closed objective is shown as: `done` or `ended`.

    It is done where its score is what its objective's kind expects.
    """
    score = measured.key_result.score
    score = measured.progress if score is None else score
    return "done" if score is not None and is_full(score, objective.commitment) else "ended"


def _weakest(measured: ObjectiveMeasure) -> Measure | None:
    """Return the key result that gives an objective its health; of several the farthest behind."""
    counted = [one for one in measured.measures if one.key_result.weight > 0]
    candidates = [one for one in counted if one.health == measured.computed] or counted
    return max(candidates, key=lambda one: one.gap or 0.0, default=None)


def _why(board: Board, measured: ObjectiveMeasure, weak: Measure | None) -> str:
    objective = measured.objective
    if objective.stage == "closed":
        score = f" · {objective.score:.1f}" if objective.score is not None else ""
        day = f" {day_and_month(objective.closed_on)}" if objective.closed_on else ""
        return f"{objective.outcome or 'closed'}{day}{score}"
    if objective.stage == "proposed":
        takers = len(objective.takers)
        return f"{takers} taker{'s' if takers > 1 else ''}" if takers else "a proposal"
    if objective.override:
        by = name_of(board, "members", objective.override_by) or "said"
        says = HEALTH_LABELS[measured.computed]
        return f"numbers say {says}; {by}: {objective.override_reason}"
    if weak is None:
        return "no key result counts" if measured.measures else "no key result yet"
    if measured.computed == "done":
        return "every target is reached"
    if weak.new or weak.health == "stale" or weak.gap is None:
        since = weak.latest and day_and_month(weak.latest.on)
        return f"no check-in since {since}" if since else "no check-in yet"
    if weak.health == "too_early":
        return "too early to say"
    points = round(weak.gap)
    if weak.health == "on_track":
        ahead = f"{-points} ahead of pace" if points < 0 else "on pace"
        return f"{points} behind pace" if points > 0 else ahead
    silent = f", silent {weak.silent} d" if is_stale(weak.silent, board.settings) else ""
    title = f": {weak.key_result.title}" if len(measured.measures) > 1 else ""
    return f"{points} behind{silent}{title}"
