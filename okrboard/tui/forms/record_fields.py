"""The fields of a record's form, as `okrboard.domain.fields` and the record declare them.

A field that people can type there is in the form of its record, with its label, its line of help
and its closed set. Only what needs a widget of its own is made by the form itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from okrboard.domain import fields
from okrboard.domain.board import Board
from okrboard.domain.format_numbers import plain_number
from okrboard.domain.lookup import reference
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.records import TABLE_OF, TABLES
from okrboard.domain.schema import Type, types_of
from okrboard.tui.forms import readers
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import FormField, ListField, LongField, Reader, TextField

_NOBODY = {
    "members": "nobody", "teams": "no team", "objectives": "nothing",
    "key_results": "no key result", "cycles": "none",
}  # fmt: skip
"""What it is called when none of a table is chosen."""

_REFUSALS = {
    ("teams", "name"): "there is a team",
    ("cycles", "name"): "there is a cycle",
    ("cycles", "last"): "ends after|longer than",
    ("objectives", "contributes_to"): "contribute|a circle",
    ("objectives", "supports"): "supported",
    ("key_results", "start"): "start and target",
    ("key_results", "steps"): "step|milestones have",
    ("key_results", "checkpoints"): "checkpoint",
    ("actions", "key_result"): "belongs to a key result",
    ("series", "first"): "no such weekday",
    ("series", "last"): "longer than",
}
"""Words of refusals about a field that neither its name nor the rule of its values has."""


def record_fields(
    board: Board,
    today: date,
    record: Any,
    names: str,
    *,
    table: str = "",
    declared: Sequence[fields.Field] = (),
    cycle: int = 0,
    given: Sequence[FormField] = (),
    read: Mapping[str, Reader] = {},
) -> list[FormField]:
    """Return the fields of a record that are named, with what the record holds.

    `*` among the names stands for all others that people type; a name behind `-` is left out.
    `table` is the one whose fields the record shares, and `declared` they themselves, where these
    are not its own; `cycle` is the one whose goals it may name. Fields that are `given` stand in
    the places of their names; `read` has the readers of what is typed, where its kind has none.
    """
    table = table or TABLE_OF[type(record)]
    known = {field.name: field for field in declared or fields.FIELDS[table]}
    made = {field.name: field for field in given}
    words = [word.removeprefix("-") for word in names.split()]
    others = [name for name, field in known.items() if field.help and name not in words]
    order: list[str] = []
    for word in names.split():
        if not word.startswith("-"):
            order += others if word == "*" else [word]

    def make(name: str) -> FormField:
        field, words = known[name], _words_of(table, name)
        type_, kind = types_of(TABLES[table])[name], fields.kind_of(table, name)
        label, value = field.label, getattr(record, name)
        if kind.base == "word":
            return ChoiceField(name, label, [(word, word) for word in kind.words], value)
        if type_.name == "Weekday":
            return ChoiceField(name, label, list(enumerate(WEEKDAYS)), value)
        if kind.base in TABLES and not kind.many:
            options = records_of(board, kind.base, value, cycle or getattr(record, "cycle", 0))
            own = record.id if TABLE_OF.get(type(record)) == kind.base else 0
            options = [(id, shown) for id, shown in options if id != own]
            return PickField(name, label, options, value, nobody=_NOBODY[kind.base], words=words)
        typed = {"record": ListField, "lines": LongField}.get(kind.base, TextField)
        reader = read.get(name) or readers.reader_of(type_, today)
        hint = field.hint or field.help
        return typed(name, label, _text(type_, value), read=reader, hint=hint, words=words)

    return [made[name] if name in made else make(name) for name in order]


def _words_of(table: str, name: str) -> list[str]:
    """Return words of the refusals that are about a field."""
    rule = types_of(TABLES[table])[name].rule
    by_rule = rule.words.replace("{a} ", "").split(",")[0].casefold() if rule else ""
    return [word for word in (by_rule, *_REFUSALS.get((table, name), "").split("|")) if word]


def records_of(board: Board, table: str, chosen: int = 0, cycle: int = 0) -> list[tuple[int, str]]:
    """Return what may be picked of a table, and the chosen one in any case.

    Members who are here and cycles that are not closed, objectives and key results of a cycle.
    """
    if table == "members":
        here = [one for one in board.members.values() if one.left is None or one.id == chosen]
        here.sort(key=lambda one: one.handle.casefold())
        return [(one.id, " · ".join(filter(None, (one.handle, one.name)))) for one in here]
    if table == "teams":
        order = sorted(board.teams.values(), key=lambda team: (team.position, team.id))
        return [(team.id, team.name) for team in order]
    if table == "cycles":
        newest = sorted(board.cycles.values(), key=lambda cycle: cycle.first, reverse=True)
        return [(one.id, one.name) for one in newest if one.state != "closed" or one.id == chosen]
    goals: list[Any] = board.objectives_in(cycle)
    if table == "key_results":
        open_ = [goal.id for goal in goals if goal.stage != "closed"]
        goals = [each for id in open_ for each in board.key_results_of(id)]
    return [(each.id, f"{reference(table, each.id)} {each.title}") for each in goals]


def _text(type_: Type, value: Any) -> str:
    """Write a value as its reader reads it."""
    if value is None:
        return ""
    if type_.name in readers.LINES:
        return "\n".join(map(readers.LINES[type_.name], value))
    if type_.many:
        is_label = type_.base == "str"
        return " ".join(f"#{one}" if is_label else reference("objectives", one) for one in value)
    if isinstance(value, float):
        return plain_number(value * 100 if type_.name == "Share" else value)
    return str(value)
