"""Options that several commands share: those of the fields of records, and what they say."""

from __future__ import annotations

from typing import Any

from okrboard.cli.context import Arguments
from okrboard.cli.spec import Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.fields import FIELDS, kind_of, read_field
from okrboard.errors import UsageError

OBJECTIVE = Positional("REF", "O12, or a unique part of its title", completes="@objectives")
KEY_RESULT = Positional("REF", "KR34, or a unique part of its title", completes="@key_results")
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
    fields = fields_given(table, arguments, draft)
    if not fields:
        *named, last = [f"--{option.name}" for option in field_options(table)]
        if len(named) > 4:
            named, last = named[:4], "others; see -h"
        raise UsageError(f"say what changes: {', '.join(named)} or {last}")
    return fields
