"""Alignment: which goal moves which, from the company down, and which stand alone.

*Contributes to* has one parent and moves its number; *supports* has many and moves none. With one
parent there is one path only, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import LEVELS
from okrboard.domain.formulas import Mean, objective_progress
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Objective

_HEALTHY, _WATCH = 0.9, 0.8
"""Shares of aligned goals from which alignment is healthy, or to watch; reference/method.md 3.6."""


class Node(Record):
    """An objective in the tree."""

    measured: ObjectiveMeasure
    depth: int
    rolled: Mean | None
    """Its own key results together with what contributes to it; None when nothing counts."""
    children: tuple[int, ...]
    supporters: tuple[int, ...]
    """Objectives that support it."""
    orphan: bool
    """Below the company, serves no other goal, and nobody said why."""

    @property
    def objective(self) -> Objective:
        """The objective."""
        return self.measured.objective


class Alignment(Record):
    """A cycle's goals as a tree, in the order in which it is read."""

    nodes: tuple[Node, ...]
    below: int
    """Goals below the company level."""
    aligned: int
    """Those of them that contribute to or support a goal, or stand alone with a reason."""

    @property
    def share(self) -> float | None:
        """The share of aligned goals; None without goals below the company."""
        return self.aligned / self.below if self.below else None

    @property
    def verdict(self) -> str:
        """A word for the share: healthy, watch, or poor."""
        if self.share is None:
            return ""
        return "healthy" if self.share >= _HEALTHY else "watch" if self.share >= _WATCH else "poor"


def alignment(board: Board, cycle: Cycle, today: date) -> Alignment:
    """Return a cycle's objectives as a tree, company first, children under what they move."""
    objectives = {objective.id: objective for objective in board.objectives_in(cycle.id)}
    measures = {
        id: measure_objective(board, objective, cycle, today)
        for id, objective in objectives.items()
    }
    children: dict[int, list[int]] = {id: [] for id in objectives}
    supporters: dict[int, list[int]] = {id: [] for id in objectives}
    roots = []
    for objective in sorted(objectives.values(), key=lambda o: LEVELS.index(o.level)):
        if objective.contributes_to in children:
            children[objective.contributes_to].append(objective.id)
        else:
            roots.append(objective.id)
        for supported in objective.supports:
            if supported in supporters:
                supporters[supported].append(objective.id)
    depths = _in_reading_order([*roots, *objectives], children)
    nodes: dict[int, Node] = {}
    # From the leaves up: what is under a goal stands behind it.
    for id in reversed(depths):
        below = [nodes[child].rolled for child in children[id] if child in nodes]
        nodes[id] = Node(
            measures[id],
            depths[id],
            _rolled_up(measures[id], below),
            tuple(children[id]),
            tuple(supporters[id]),
            objectives[id].level != "company" and not _has_a_place(objectives[id]),
        )
    places = [_has_a_place(one) for one in objectives.values() if one.level != "company"]
    return Alignment(tuple(nodes[id] for id in depths), len(places), sum(places))


def _in_reading_order(roots: Iterable[int], children: dict[int, list[int]]) -> dict[int, int]:
    """Return how deep each objective is in the tree, parents before what is under them.

    A circle, which a file edited by hand may have, begins at its first objective among the roots.
    """
    depths: dict[int, int] = {}
    for root in roots:
        waiting = [(root, 0)]
        while waiting:
            id, depth = waiting.pop()
            if id not in depths:
                depths[id] = depth
                waiting += [(child, depth + 1) for child in reversed(children[id])]
    return depths


def _rolled_up(measured: ObjectiveMeasure, below: Iterable[Mean | None]) -> Mean | None:
    """Return an objective's progress with that of the goals that move it."""
    own = [(each.progress, each.key_result.weight) for each in measured.measures]
    # A contributing goal weighs as much as all of this one's key results would on average.
    weights = [weight for _, weight in own if weight > 0]
    usual = sum(weights) / len(weights) if weights else 1.0
    return objective_progress([*own, *((mean.value, usual) for mean in below if mean is not None)])


def _has_a_place(objective: Objective) -> bool:
    return bool(objective.contributes_to or objective.supports or objective.stands_alone)
