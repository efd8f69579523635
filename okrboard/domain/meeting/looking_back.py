"""Looking back at a cycle: its scores, its rhythm, what actions were worth, how far we knew; and
its weeks, one after the other.

Pure: a board, a cycle and a day in, numbers and a few words out.
"""

from __future__ import annotations

from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.edit.cycles import objective_score, score_of
from okrboard.domain.enums import Commitment
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import (
    Calibration,
    Diagnosis,
    Yield,
    calibration,
    diagnosis,
    elapsed,
    expected_score,
    in_time,
    is_full,
    kept_and_moved,
    mean_scores,
    objective_progress,
    rhythm,
    value_yield,
)
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.meeting.agendas import key_results_in
from okrboard.domain.record import Record
from okrboard.domain.records import Action, Cycle, Driver, KeyResult, Objective
from okrboard.errors import StoreError


class LookBack(Record):
    """A cycle as a team looks back at it."""

    means: dict[str, float | None]
    """Mean score of the committed and of the aspirational objectives."""
    score: float | None
    """The weaker of the two means as a share of what is expected of its kind by now, 0 to 1."""
    made: int
    """Check-ins made in time."""
    due: int
    rhythm: float | None
    diagnosis: Diagnosis
    yields: dict[Yield, tuple[Action, ...]]
    """Closed actions by kept and moved."""
    value: float | None
    """Share of the kept actions whose key result moved."""
    calibration: Calibration

    @property
    def verdict(self) -> str:
        """The diagnosis as a sentence, with the numbers that it is made from."""
        head, colon, reason = self.diagnosis.sentence.partition(": ")
        if not (colon and self.score is not None and self.rhythm is not None):
            return head
        return (
            f"{format_share(self.score)} of what is expected by now, "
            f"{format_share(self.rhythm)} of the check-ins in time: {reason}"
        )


def look_back(board: Board, cycle: Cycle, team: int, today: date) -> LookBack:
    """Return a cycle of one team, or of all (0), as it stands on a day."""
    means = mean_scores(
        (objective.commitment, objective_score(board, objective, today))
        for objective in worked_for(board, cycle, team)
    )
    gone = 1.0 if cycle.state == "closed" else elapsed(cycle.first, cycle.last, today)
    score = None
    if gone >= board.settings.early_share:
        # Promises and aspirations are never averaged: the weaker of them says how it went.
        kinds: tuple[Commitment, ...] = ("committed", "aspirational")
        scored = [(mean, kind) for kind in kinds if (mean := means[kind]) is not None]
        ratios = (mean / (expected_score(kind) * gone) for mean, kind in scored)
        score = min((min(1.0, ratio) for ratio in ratios), default=None)
    made, due = check_in_rhythm(board, cycle, team, today)
    share = rhythm(made, due)
    yields = closed_actions(board, cycle, team)
    return LookBack(
        means,
        score,
        made,
        due,
        share,
        diagnosis(score, share),
        yields,
        value_yield([word for word, actions in yields.items() for _ in actions]),
        calibration(confidence_pairs(board, team)),
    )


def worked_for(board: Board, cycle: Cycle, team: int = 0) -> list[Objective]:
    """Return the objectives that a cycle worked for, ended ones included."""
    return [
        objective
        for objective in board.objectives_in(cycle.id)
        if objective.stage != "proposed" and team in (0, objective.team)
    ]


def check_in_rhythm(board: Board, cycle: Cycle, team: int, today: date) -> tuple[int, int]:
    """Return check-ins made in time and check-ins due, over a cycle's key results so far.

    One is due on each of the board's weekdays, from the first one after the key result was made;
    those whose grace is not over yet are not due.
    """
    weekday, grace = board.settings.check_in_weekday, board.settings.grace_days
    until = min(cycle.last, today - timedelta(days=grace))
    made = due = 0
    for key_result in _key_results(board, cycle, team):
        first = max(cycle.first, key_result.created or cycle.first)
        first += timedelta(days=(weekday - first.weekday()) % 7)
        days = [first + timedelta(days=day) for day in range(0, (until - first).days + 1, 7)]
        checked = [check_in.on for check_in in board.check_ins_of(key_result.id)]
        made += in_time(days, checked, grace)
        due += len(days)
    return made, due


def closed_actions(board: Board, cycle: Cycle, team: int = 0) -> dict[Yield, tuple[Action, ...]]:
    """Return a cycle's closed actions by what they were worth; those nobody can tell left out."""
    refs = {key_result.id for key_result in _key_results(board, cycle, team)}
    actions = [action for ref in refs for action in board.actions_of(ref)]
    worth: dict[Yield, list[Action]] = {"value": [], "busy_work": [], "luck": [], "stuck": []}
    for action in sorted(actions, key=lambda action: action.id):
        if action.state != "open" and action.moved is not None:
            worth[kept_and_moved(action.state == "kept", action.moved)].append(action)
    return {word: tuple(actions) for word, actions in worth.items()}


def confidence_pairs(board: Board, team: int = 0) -> list[tuple[float, bool]]:
    """Return confidence and outcome of the key results of all closed cycles.

    The confidence is the newest one said by the middle of the cycle, else the first: what is said
    on the last day is no forecast. Reached is a score of 1.0 for a promise, 0.7 for an aspiration.
    A cycle whose archive is missing or damaged is left out: a meeting does not end over it.
    """
    pairs = []
    for cycle in board.cycles.values():
        if cycle.state == "closed":
            try:
                pairs += _pairs_of(board, cycle, team)
            except StoreError:
                continue
    return pairs


def _pairs_of(board: Board, cycle: Cycle, team: int) -> list[tuple[float, bool]]:
    pairs = []
    middle = cycle.first + (cycle.last - cycle.first) / 2
    for objective in worked_for(board, cycle, team):
        for key_result in board.key_results_of(objective.id):
            confidence = _confidence_by(board, key_result, middle)
            score = score_of(board, key_result, cycle, cycle.last)
            if confidence is not None and score is not None and key_result.weight > 0:
                pairs.append((float(confidence), is_full(score, objective.commitment)))
    return pairs


def _confidence_by(board: Board, key_result: KeyResult, day: date) -> int | None:
    known = [one for one in board.check_ins_of(key_result.id) if one.confidence is not None]
    early = [check_in for check_in in known if check_in.on <= day]
    chosen = early[-1:] or known[:1]
    return chosen[0].confidence if chosen else None


def _key_results(board: Board, cycle: Cycle, team: int) -> list[KeyResult]:
    closed = [
        key_result
        for objective in worked_for(board, cycle, team)
        if objective.stage == "closed"
        for key_result in board.key_results_of(objective.id)
        if key_result.weight > 0
    ]
    return [*key_results_in(board, cycle.id, team), *closed]


class WeekDriver(Record):
    """A driver that somebody named in a week, with its part of the key result's whole way."""

    key_result: KeyResult
    driver: Driver
    weight: float
    """Share of the way from start to target, signed: above 0 it led towards the target."""


class Week(Record):
    """A cycle at the end of a day."""

    day: date
    progress: float | None
    """Of the whole cycle; None while there is nothing to measure."""
    pace: float
    goals: tuple[ObjectiveMeasure, ...]
    drivers: tuple[WeekDriver, ...]
    """What was said in the days since the week before, the largest part first."""


def week_of(board: Board, cycle: Cycle, day: date, since: date | None, team: int = 0) -> Week:
    """Return a week from the board as it was at the end of its day.

    `since` is the day of the week before, None for the first one. A day on which the board did not
    know the cycle yet has no goals.
    """
    goals = tuple(
        measure_objective(board, objective, cycle, day)
        for objective in board.objectives_in(cycle.id)
        if objective.stage != "proposed" and team in (0, objective.team)
    )
    mean = objective_progress(
        (goal.progress.value, 1.0) for goal in goals if goal.progress is not None
    )
    return Week(
        day,
        mean.value if mean else None,
        elapsed(cycle.first, cycle.last, day),
        goals,
        tuple(sorted(_told(board, goals, day, since), key=lambda driver: -abs(driver.weight))),
    )


def _told(
    board: Board, goals: tuple[ObjectiveMeasure, ...], day: date, since: date | None
) -> list[WeekDriver]:
    found = []
    for goal in goals:
        for measured in goal.measures:
            key_result = measured.key_result
            way = key_result.target - key_result.start
            for check_in in board.check_ins_of(key_result.id):
                if check_in.on <= day and (since is None or check_in.on > since):
                    found += [
                        WeekDriver(key_result, driver, driver.share / way if way else driver.share)
                        for driver in check_in.drivers
                    ]
    return found
