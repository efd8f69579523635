"""Options by which lists of goals are filtered, and what they let through."""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option
from okrboard.domain.converters import member_id, team_id, word
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.measure import Measure, ObjectiveMeasure
from okrboard.domain.records import Objective
from okrboard.domain.view import OVERDUE, has_status, is_overdue, is_owned
from okrboard.report.status import shown_health, shown_objective_health, status_of


class GoalFilter:
    """What the options ask for; what they do not ask for lets everything through."""

    OPTIONS = (
        Option("owner", "MEMBER", "only what a member owns, or none", completes="@members"),
        Option("team", "TEAM", "only those of a team, or none", completes="@teams"),
        Option(
            "status",
            "WORD",
            f"only {', '.join((*HEALTH_LABELS.values(), OVERDUE))}",
            completes=" ".join((*HEALTH_LABELS, OVERDUE)),
        ),
    )

    def __init__(self, context: Context, arguments: Arguments) -> None:
        """Read the options. Raises what a name that is not on the board raises."""
        self._board, self._today = context.board, context.today
        self._owner = self._team = self._status = None
        if arguments.has("owner"):
            stamp = context.service.stamp()
            self._owner = member_id(self._board, arguments.text("owner"), stamp)
        if arguments.has("team"):
            self._team = team_id(self._board, arguments.text("team"))
        if arguments.has("status"):
            self._status = word(arguments.text("status"), "a status", (*HEALTH_LABELS, OVERDUE))

    def has_objective(self, measured: ObjectiveMeasure) -> bool:
        """Say whether an objective is wanted: its owner may be that of one of its key results."""
        objective = measured.objective
        statuses = (status_of(measured), shown_objective_health(measured))
        return (
            (self._owner is None or is_owned(self._board, objective, (self._owner,)))
            and self._team in (None, objective.team)
            and self._has_status(objective, measured.measures, *statuses)
        )

    def has_key_result(self, measured: Measure) -> bool:
        """Say whether a key result is wanted; without an owner it has its objective's."""
        objective = self._board.objectives[measured.key_result.objective]
        return (
            self._owner in (None, measured.key_result.owner or objective.owner)
            and self._team in (None, objective.team)
            and self._has_status(objective, (measured,), shown_health(self._board, measured))
        )

    def _has_status(
        self, objective: Objective, measures: Iterable[Measure], *statuses: str
    ) -> bool:
        if self._status == OVERDUE:
            goes_on = objective.stage == "committed"
            return goes_on and is_overdue(self._board, measures, self._today)
        return self._status is None or has_status(statuses, self._status)
