"""Alignment: which goal moves which, from the company down, and which stand alone.

*Contributes to* has one parent and moves its number; *supports* has many and moves none. With one
parent there is one path only, so that nothing is counted twice.
"""

from __future__ import annotations

from okrboard.domain.formulas import objective_progress
from okrboard.domain.measure import measure_objective
from okrboard.domain.record import Record
from okrboard.domain.words import LEVELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from okrboard.domain.board import Board
    from okrboard.domain.formulas import Mean
    from okrboard.domain.measure import ObjectiveMeasure
    from okrboard.domain.records import Cycle, Objective

HEALTHY = 0.9
"""Share of aligned goals from which alignment is healthy; reference/method.md 3.6."""

WATCH = 0.8


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
        return "healthy" if self.share >= HEALTHY else "watch" if self.share >= WATCH else "poor"


def alignment(board: Board, cycle: Cycle, today: date, *, proposed: bool = True) -> Alignment:
    """Return a cycle's objectives as a tree, company first, children under what they move."""
    objectives = {
        objective.id: objective
        for objective in board.objectives_in(cycle.id)
        if proposed or objective.stage != "proposed"
    }
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
    rolled: dict[int, Mean | None] = {}
    nodes: list[Node] = []
    for root in roots:
        _walk(root, 0, children, supporters, measures, rolled, nodes)
    below = [objective for objective in objectives.values() if objective.level != "company"]
    aligned = [objective for objective in below if _has_a_place(objective)]
    return Alignment(tuple(nodes), len(below), len(aligned))


def _walk(
    id: int,
    depth: int,
    children: dict[int, list[int]],
    supporters: dict[int, list[int]],
    measures: dict[int, ObjectiveMeasure],
    rolled: dict[int, Mean | None],
    nodes: list[Node],
) -> None:
    """Add an objective and what is under it, parents before children."""
    at = len(nodes)
    for child in children[id]:
        _walk(child, depth + 1, children, supporters, measures, rolled, nodes)
    measured = measures[id]
    objective = measured.objective
    own = [(each.progress, each.key_result.weight) for each in measured.measures]
    # A contributing goal weighs as much as all of this one's key results would on average.
    weights = [weight for _, weight in own if weight > 0]
    usual = sum(weights) / len(weights) if weights else 1.0
    theirs = [(mean.value, usual) for child in children[id] if (mean := rolled[child]) is not None]
    rolled[id] = objective_progress([*own, *theirs])
    orphan = objective.level != "company" and not _has_a_place(objective)
    node = Node(measured, depth, rolled[id], tuple(children[id]), tuple(supporters[id]), orphan)
    nodes.insert(at, node)


def _has_a_place(objective: Objective) -> bool:
    return bool(objective.contributes_to or objective.supports or objective.stands_alone)
