"""Filters of goals: the options of every command that lists them, as the board's filter line."""

from __future__ import annotations

from collections.abc import Collection

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import member_id, team_id, word
from okrboard.cli.spec import Option
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.measure import Measure, ObjectiveMeasure
from okrboard.domain.records import Objective
from okrboard.domain.view import OVERDUE, has_status, is_overdue, is_owned
from okrboard.report.status import shown_health, shown_objective_health, status_of

STATUSES = (*HEALTH_LABELS, OVERDUE)
"""What `--status` takes: the columns, the healths, and what is overdue."""

_WORDS = ", ".join(HEALTH_LABELS.get(status, status) for status in STATUSES)
OWNER = Option("owner", "MEMBER", "only what a member owns, or none", completes="@members")
TEAM = Option("team", "TEAM", "only those of a team, or none", completes="@teams")
STATUS = Option("status", "WORD", f"only {_WORDS}", completes=" ".join(STATUSES))


class Wanted:
    """What the options ask for; what they do not ask for lets everything through."""

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
            self._status = word(arguments.text("status"), "a status", STATUSES)

    def has_objective(self, measured: ObjectiveMeasure) -> bool:
        """Say whether an objective is wanted: its owner may be that of one of its key results."""
        objective = measured.objective
        return (
            (self._owner is None or is_owned(self._board, objective, (self._owner,)))
            and self._team in (None, objective.team)
            and self._is_so(
                objective,
                measured.measures,
                (status_of(measured), shown_objective_health(measured)),
            )
        )

    def has_key_result(self, measured: Measure) -> bool:
        """Say whether a key result is wanted; without an owner it has its objective's."""
        objective = self._board.objectives[measured.key_result.objective]
        return (
            self._owner in (None, measured.key_result.owner or objective.owner)
            and self._team in (None, objective.team)
            and self._is_so(objective, (measured,), (shown_health(self._board, measured),))
        )

    def _is_so(
        self, objective: Objective, measures: Collection[Measure], statuses: Collection[str]
    ) -> bool:
        if self._status is None:
            return True
        if self._status == OVERDUE:
            goes_on = objective.stage == "committed"
            return goes_on and is_overdue(self._board, measures, self._today)
        return has_status(statuses, self._status)
