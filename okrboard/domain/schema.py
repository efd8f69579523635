"""Records to plain JSON objects and back, driven by the records' own annotations.

`from_json` is strict: a wrong type, a number that is not finite, an unknown word of a closed set
raises `ValueError` that names the field; which values of a type make sense is
`okrboard.domain.rules`'s matter. Keys that a record does not know are ignored here; the store keeps
them. Text is cleaned on the way in and out, since a file can be edited by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from okrboard.domain import records
from okrboard.domain.enums import WORDS
from okrboard.domain.limits import RULES
from okrboard.domain.record import field_types
from okrboard.text import clean, clean_lines, shorten

Json = dict[str, object]
Reader = Callable[[object], Any]
Plan = tuple[tuple[str, Reader, Any], ...]
Shape = tuple[dict[str, tuple[int, Reader]], tuple[Any, ...], tuple[str, ...]]


MAX_INTEGER = 2**53
"""JSON numbers beyond this are not exact everywhere."""

_REQUIRED = object()
_plans: dict[type, Plan] = {}
_shapes: dict[type, Shape] = {}


def from_json(kind: type[Any], fields: object, id: int | None = None) -> Any:
    """Build a record of `kind` from a JSON object.

    Raises `ValueError` with a sentence that names the field.
    """
    if not isinstance(fields, dict):
        raise ValueError(f"expected an object, found {_named(fields)}")
    slots, defaults, required = _shapes.get(kind) or _shape_of(kind)
    values = list(defaults)
    # Most records leave most fields at their default: walk what is there, not what could be.
    for name, value in fields.items():
        slot = slots.get(name)
        if slot is not None:
            try:
                values[slot[0]] = slot[1](value)
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name}: {error}") from None
    if id is not None:
        values[0] = id
    for name in required:
        if name not in fields:
            raise ValueError(f"{name} is missing")
    if values[0] is _REQUIRED:
        raise ValueError("id is missing")
    return kind._make(values)


def to_json(record: Any) -> Json:
    """Return a record's fields as JSON values, without what is at its default.

    The `id` of a record with a table of its own is the key there, not a field.
    """
    defaults = record._field_defaults
    fields: Json = {}
    own_table = record._fields[0] == "id"
    for name, value in zip(record._fields, record, strict=True):
        if (own_table and name == "id") or (name in defaults and defaults[name] == value):
            continue
        fields[name] = plain(value)
    return fields


def plain(value: Any) -> object:
    """Return any field's value as JSON has it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "_fields"):
        return to_json(value)
    if isinstance(value, dict):
        return value
    return [plain(item) for item in value]


def plan_of(kind: type[Any]) -> Plan:
    """Return how each field of a record is read: name, reader, default."""
    plan = _plans.get(kind)
    if plan is None:
        defaults, declared = kind._field_defaults, field_types(kind)
        plan = _plans[kind] = tuple(
            (name, _reader(declared[name]), defaults.get(name, _REQUIRED)) for name in kind._fields
        )
    return plan


def _shape_of(kind: type[Any]) -> Shape:
    """Return of a record: place and reader by field, all defaults, the fields without one.

    A leading `id` is no field here: it is the document's number.
    """
    plan = plan_of(kind)
    own = [(place, *field) for place, field in enumerate(plan) if (place, field[0]) != (0, "id")]
    shape = _shapes[kind] = (
        {name: (place, read) for place, name, read, _ in own},
        tuple(default for _, _, default in plan),
        tuple(name for _, name, _, default in own if default is _REQUIRED),
    )
    return shape


def _reader(annotation: str) -> Reader:
    if annotation.endswith(" | None"):
        inner = _reader(annotation.removesuffix(" | None"))
        return lambda value: None if value is None else inner(value)
    if annotation.startswith("tuple["):
        each = _reader(annotation.removeprefix("tuple[").removesuffix(", ...]"))
        return lambda value: tuple(map(each, _list(value)))
    if annotation in _READERS:
        return _READERS[annotation]
    if annotation in RULES:
        return _reader(RULES[annotation].base)
    if annotation in WORDS:
        return _word_reader(WORDS[annotation])
    nested = getattr(records, annotation)
    return lambda value: from_json(nested, value)


def _word_reader(words: tuple[str, ...]) -> Reader:
    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError(
            f"{_named(value)} is none of {', '.join(word or '(empty)' for word in words)}"
        )

    return read


def _int(value: object) -> int:
    if type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER:
        return value
    raise ValueError(f"expected a whole number, found {_named(value)}")


def _float(value: object) -> float:
    if type(value) is float or type(value) is int:
        number = float(value) if abs(value) < 1e300 else float("inf")
        if isfinite(number):
            return number
    raise ValueError(f"expected a number, found {_named(value)}")


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"expected true or false, found {_named(value)}")


def _str(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    raise ValueError(f"expected a text, found {_named(value)}")


def _lines(value: object) -> str:
    if isinstance(value, str):
        return clean_lines(value)
    raise ValueError(f"expected a text, found {_named(value)}")


def _date(value: object) -> date:
    if isinstance(value, str) and len(value) == 10 and value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"expected a day as YYYY-MM-DD, found {_named(value)}")


def _datetime(value: object) -> datetime:
    if isinstance(value, str):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is not None and instant.tzinfo is not None:
            return instant
    raise ValueError(f"expected an instant as 2026-11-20T14:00:00Z, found {_named(value)}")


def _json(value: object) -> Json:
    if isinstance(value, dict):
        return value
    raise ValueError(f"expected an object, found {_named(value)}")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise ValueError(f"expected a list, found {_named(value)}")


def _named(value: object) -> str:
    return shorten(repr(value), 40)


_READERS: dict[str, Reader] = {
    "int": _int,
    "float": _float,
    "bool": _bool,
    "str": _str,
    "Lines": _lines,
    "date": _date,
    "datetime": _datetime,
    "Json": _json,
}
