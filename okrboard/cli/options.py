"""Options that several commands share: those of the fields of records, and filters of goals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option
from okrboard.domain.changes import Draft
from okrboard.domain.converters import member_id, team_id, word
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.fields import FIELDS, kind_of, read_field
from okrboard.domain.measure import Measure, ObjectiveMeasure
from okrboard.domain.records import Objective
from okrboard.domain.view import OVERDUE, has_status, is_overdue, is_owned
from okrboard.errors import UsageError
from okrboard.report.status import shown_health, shown_objective_health, status_of

CYCLE = Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles")


def field_options(table: str, *but: str) -> tuple[Option, ...]:
    """Return the options of all fields of a table's records that can be typed, `but` some."""
    return tuple(
        field_option(table, field.name)
        for field in FIELDS[table]
        if field.help and field.name not in but
    )


def field_option(table: str, name: str) -> Option:
    """Return the option of one field."""
    field = next(each for each in FIELDS[table] if each.name == name)
    kind = kind_of(table, name)
    return Option(
        field.typed_as,
        field.metavar or kind.metavar,
        field.help,
        short=field.short,
        repeat=kind.many,
        completes=field.completes or kind.completes,
    )


def fields_given(table: str, arguments: Arguments, draft: Draft) -> dict[str, Any]:
    """Return the fields that were typed, but those that the command reads itself."""
    return {
        field.name: read_field(table, field, arguments.all(field.typed_as), draft)
        for field in FIELDS[table]
        if field.help and not field.by_command and arguments.has(field.typed_as)
    }


def changes_given(table: str, arguments: Arguments, draft: Draft) -> dict[str, Any]:
    """Return the fields of a change. Raises `UsageError` with the options where there are none."""
    return check_changes(table, fields_given(table, arguments, draft))


def check_changes(table: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a change. Raises `UsageError` with the options where there are none."""
    if not fields:
        *named, last = [f"--{option.name}" for option in field_options(table)]
        if len(named) > 4:
            named, last = named[:4], "others; see -h"
        raise UsageError(f"say what changes: {', '.join(named)} or {last}")
    return fields


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
