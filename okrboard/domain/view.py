"""`View`: a cycle's objectives in columns, as one person has grouped and filtered them.

A view is made in pieces where a board is large: `go_on()` works until it is told to pause, so that
a first picture needs no more than the first objectives, and typing never waits for thousands. What
an older view of the same board has measured and what has not changed since is taken over.
Pure: a snapshot, a cycle and a day in, records out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import Card, column_of, done_first, last_column, make_card
from okrboard.domain.enums import HEALTH_LABELS, LEVELS, STATUSES
from okrboard.domain.filter import OVERDUE, is_overdue, matching, parse_filter
from okrboard.domain.formulas import Mean, objective_progress
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Objective


class Column(Record):
    """A column of the board: what its cards share."""

    key: str
    """A health, a level, or the id of a member or a team; `0` for none."""
    label: str
    health: str
    """The health it stands for; empty where it stands for none."""
    ids: tuple[int, ...]
    """Its objectives, in their order."""
    held: bool = False
    """Whether it has any, those included that the filter keeps out."""


class View:
    """Columns of objectives."""

    def __init__(
        self,
        board: Board,
        cycle: Cycle | None,
        today: date,
        *,
        by: str = "status",
        filter: str = "",
        me: str = "",
        before: View | None = None,
        pause: Callable[[], bool] | None = None,
    ) -> None:
        """Group a cycle's objectives `by` one of `GROUPINGS`, those that `filter` lets through.

        `before` is an older view; `pause` is asked now and then, and says whether to stop here.
        """
        self.board = board
        self.cycle = cycle
        self.today = today
        self.by = by
        self.filter = filter
        self.progress: Mean | None = None
        """Of the whole cycle, whatever the filter; None until the view is complete."""
        self.judged = False
        """Whether the numbers of any committed objective are more than too early to judge."""
        self.shown = 0
        """Objectives that the filter lets through."""
        self._objectives = board.objectives_in(cycle.id) if cycle else []
        self.total = len(self._objectives)
        """Objectives of the cycle, the filtered ones included."""
        self._done = 0
        self._means: list[tuple[float | None, float]] = []
        self._measured: dict[int, ObjectiveMeasure] = {}
        self._before = before if before is not None and self._is_alike(before) else None
        self._cards: dict[int, Card] = {}
        self._held: set[str] = set()
        self._labels = self._headings()
        self._groups: dict[str, list[int]] = {key: [] for key in self._labels}
        self.columns: list[Column] = []
        terms = parse_filter(filter)
        self._fits = matching(board, terms, self._healths, me) if terms else None
        self.go_on(pause)

    @property
    def complete(self) -> bool:
        """Whether every objective is in its column."""
        return self._done == self.total

    def go_on(self, pause: Callable[[], bool] | None = None) -> bool:
        """Go on until all is done or `pause` says so; return whether all is done."""
        key_of = {"owner": _owner, "team": _team, "level": _level}.get(self.by, self.status)
        for count, objective in enumerate(self._objectives[self._done :]):
            # At least one, so that it comes to an end however short of time one is.
            if pause is not None and count and pause():
                break
            self._done += 1
            if objective.stage != "proposed":
                measured = self.measured(objective.id)
                mean = measured.progress
                self.judged = self.judged or measured.computed != "too_early"
                self._means.append((mean.value if mean else None, 1.0))
            key = key_of(objective)
            self._held.add(key)
            if self._fits is None or self._fits(objective):
                self.shown += 1
                self._groups.setdefault(key, []).append(objective.id)
        if self.complete:
            self.progress = objective_progress(self._means)
            self._before = None
        self.columns = self._arranged()
        return self.complete

    def measured(self, id: int) -> ObjectiveMeasure:
        """Return where an objective stands, computed once."""
        measured = self._measured.get(id)
        if measured is None:
            objective = self.board.objectives[id]
            measured = self._as_before(objective)
            if measured is None:
                cycle = self.board.cycles[objective.cycle]
                measured = measure_objective(self.board, objective, cycle, self.today)
            self._measured[id] = measured
        return measured

    def card(self, id: int) -> Card:
        """Return an objective's card."""
        card = self._cards.get(id)
        if card is None:
            card = self._cards[id] = make_card(self.board, self.measured(id), self.today)
        return card

    def status(self, objective: Objective) -> str:
        """Return the column of an objective by status."""
        if objective.stage == "committed":
            return column_of(self.measured(objective.id).health)
        return "proposed" if objective.stage == "proposed" else "done"

    def place(self, id: int) -> tuple[int, int] | None:
        """Return the column and the place in it of an objective; None when it is not shown."""
        for number, column in enumerate(self.columns):
            if id in column.ids:
                return number, column.ids.index(id)
        return None

    def _healths(self, objective: Objective) -> tuple[str, ...]:
        status = self.status(objective)
        if objective.stage != "committed":
            return (status,)
        measured = self.measured(objective.id)
        late = is_overdue(self.board, measured.measures, self.today)
        return (status, measured.health, *((OVERDUE,) if late else ()))

    # The columns.

    def _headings(self) -> dict[str, str]:
        """Return key and label of the columns that are there without a card, in their order."""
        if self.by == "status":
            return {key: HEALTH_LABELS[key] for key in STATUSES}
        if self.by == "level":
            return {key: key for key in LEVELS}
        if self.by == "team":
            teams = sorted(self.board.teams.values(), key=lambda team: (team.position, team.id))
            return {str(team.id): team.name for team in teams}
        members = sorted(self.board.members.values(), key=lambda member: member.handle.casefold())
        return {str(member.id): member.handle for member in members}

    def _arranged(self) -> list[Column]:
        keys = list(self._groups)
        if self.by == "owner":
            # Those with cards first; whoever left has a column only with cards.
            members = self.board.members
            keys = [
                key
                for key in sorted(keys, key=lambda key: not self._groups[key])
                if self._groups[key] or members[int(key)].left is None
            ]
        none = "no team" if self.by == "team" else "nobody"
        if self.by == "status":
            return [self._by_status(key) for key in keys]
        return [
            Column(
                key,
                self._labels.get(key, none),
                "",
                tuple(self._groups[key]),
                key in self._held,
            )
            for key in keys
        ]

    def _by_status(self, key: str) -> Column:
        ids, health, label = self._groups[key], key, self._labels[key]
        if key == "done":
            of = self.board.objectives
            ids = sorted(ids, key=lambda id: done_first(of[id]))
            health, label = last_column(of[id] for id in ids)
        return Column(key, label, health, tuple(ids), key in self._held)

    # What an older view knows.

    def _is_alike(self, before: View) -> bool:
        return (
            before.today == self.today
            and before.cycle == self.cycle
            and before.board.settings == self.board.settings
        )

    def _as_before(self, objective: Objective) -> ObjectiveMeasure | None:
        """Return what an older view measured, if nothing it was measured from has changed."""
        old = self._before._measured.get(objective.id) if self._before else None
        if old is None or old.objective != objective:
            return None
        key_results = self.board.key_results_of(objective.id)
        if len(key_results) != len(old.measures):
            return None
        for key_result, measured in zip(key_results, old.measures, strict=True):
            if key_result != measured.key_result or key_result.kind == "threshold":
                # A threshold counts every check-in, not the newest alone.
                return None
            if self.board.latest(key_result.id) != measured.latest:
                return None
        return old


def _owner(objective: Objective) -> str:
    return str(objective.owner)


def _team(objective: Objective) -> str:
    return str(objective.team)


def _level(objective: Objective) -> str:
    return objective.level
