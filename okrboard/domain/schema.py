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
from okrboard.domain.record import Record
from okrboard.domain.types import RULES, TARGETS, Json, Rule
from okrboard.text import clean, clean_lines, shorten

Reader = Callable[[object], Any]
Shape = tuple[dict[str, tuple[int, Reader]], tuple[Any, ...], tuple[str, ...]]


MAX_INTEGER = 2**53
"""JSON numbers beyond this are not exact everywhere."""

_REQUIRED = object()
_types: dict[type, dict[str, Type]] = {}
_shapes: dict[type, Shape] = {}


class Type(Record):
    """What a field of a record is declared to hold."""

    name: str
    """What one value of it is, as the annotation has it: `date`, `Weight`, `MemberId`, `Step`."""
    base: str
    """The type behind a name with a rule, or behind the number of another record."""
    many: bool = False
    optional: bool = False

    @property
    def rule(self) -> Rule | None:
        """What its values keep besides their type."""
        return RULES.get(self.name)

    @property
    def nested(self) -> type[Any] | None:
        """The kind of record that it holds inside its own."""
        known = self.base in _READERS or self.base in WORDS
        return None if known else getattr(records, self.base)


def types_of(kind: type[Any]) -> dict[str, Type]:
    """Return what each field of a kind of record is declared to hold."""
    if kind not in _types:
        # Python keeps the text of a named tuple's annotation inside a forward reference.
        _types[kind] = {
            name: _type(str(getattr(annotation, "__forward_arg__", annotation)))
            for name, annotation in kind.__annotations__.items()
        }
    return _types[kind]


def _type(annotation: str) -> Type:
    whole = annotation.removesuffix(" | None")
    # What is declared in another module is known by its own name: `types.Weight`, `enums.Level`.
    name = whole.removeprefix("tuple[").removesuffix(", ...]").rpartition(".")[2]
    base = RULES[name].base if name in RULES else "int" if name in TARGETS else name
    return Type(name, base, many=whole.startswith("tuple["), optional=annotation != whole)


def from_json(kind: type[Any], fields: object, id: int | None = None) -> Any:
    """Build a record of `kind` from a JSON object.

    Raises `ValueError` with a sentence that names the field.
    """
    if not isinstance(fields, dict):
        raise _wrong("an object", fields)
    readers, defaults, required = _shapes.get(kind) or _shape_of(kind)
    values = list(defaults)
    # Most records leave most fields at their default: walk what is there, not what could be.
    for name, value in fields.items():
        reader = readers.get(name)
        if reader is not None:
            try:
                values[reader[0]] = reader[1](value)
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
    return {
        name: plain(value)
        for place, (name, value) in enumerate(zip(record._fields, record, strict=True))
        if (place, name) != (0, "id") and not (name in defaults and defaults[name] == value)
    }


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


def _shape_of(kind: type[Any]) -> Shape:
    """Return of a record: place and reader by field, all defaults, the fields without one.

    A leading `id` is no field here: it is the document's number.
    """
    defaults = tuple(kind._field_defaults.get(name, _REQUIRED) for name in kind._fields)
    readers = {
        name: (place, reader(type))
        for place, (name, type) in enumerate(types_of(kind).items())
        if (place, name) != (0, "id")
    }
    required = tuple(name for name, (place, _) in readers.items() if defaults[place] is _REQUIRED)
    shape = _shapes[kind] = readers, defaults, required
    return shape


def reader(type: Type) -> Reader:
    """Return what reads a JSON value of a type; it raises `ValueError` for any other."""
    each = _READERS.get(type.base) or _reader_of(type.base)
    read = (lambda values: tuple(map(each, _list(values)))) if type.many else each
    return (lambda value: None if value is None else read(value)) if type.optional else read


def _reader_of(name: str) -> Reader:
    """Return what reads a word of a closed set, or a nested record."""
    if name not in WORDS:
        nested = getattr(records, name)
        return lambda value: from_json(nested, value)
    words = WORDS[name]

    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        listed = ", ".join(word or "(empty)" for word in words)
        raise ValueError(f"{_named(value)} is none of {listed}")

    return read


def _int(value: object) -> int:
    if type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER:
        return value
    raise _wrong("a whole number", value)


def _float(value: object) -> float:
    if type(value) is float or type(value) is int:
        number = float(value) if abs(value) < 1e300 else float("inf")
        if isfinite(number):
            return number
    raise _wrong("a number", value)


def _instance(
    kind: type[Any], expected: str, convert: Callable[[Any], Any] | None = None
) -> Reader:
    """Return what takes the instances of a type, converted where that is said."""

    def read(value: object) -> Any:
        if not isinstance(value, kind):
            raise _wrong(expected, value)
        return value if convert is None else convert(value)

    return read


def _date(value: object) -> date:
    if isinstance(value, str) and len(value) == 10 and value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _wrong("a day as YYYY-MM-DD", value)


def _datetime(value: object) -> datetime:
    if isinstance(value, str):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is not None and instant.tzinfo is not None:
            return instant
    raise _wrong("an instant as 2026-11-20T14:00:00Z", value)


def _wrong(expected: str, value: object) -> ValueError:
    return ValueError(f"expected {expected}, found {_named(value)}")


def _named(value: object) -> str:
    return shorten(repr(value), 40)


_READERS: dict[str, Reader] = {
    "int": _int,
    "float": _float,
    "bool": _instance(bool, "true or false"),
    "str": _instance(str, "a text", clean),
    "Lines": _instance(str, "a text", clean_lines),
    "date": _date,
    "datetime": _datetime,
    "Json": _instance(dict, "an object"),
}
_list = _instance(list, "a list")
