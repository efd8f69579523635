"""`Record`: a frozen record with named, typed fields.

To a type checker it is `typing.NamedTuple`. At run time it is `collections.namedtuple` without the
import of `typing`: `dataclasses` would cost 12 ms and `typing` 3 ms of every command's start, on an
interpreter that needs 8 ms in all.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as Record
else:
    from collections import namedtuple

    _OWN = frozenset({"__annotations__", "__module__", "__qualname__", "__dict__", "__weakref__"})

    class _RecordMeta(type):
        """Turns an annotated class body into a namedtuple that keeps its methods."""

        def __new__(
            mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]
        ) -> _RecordMeta | type[tuple]:
            if not bases:
                return type.__new__(mcs, name, bases, body)
            annotations = body.get("__annotations__", {})
            fields = list(annotations)
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            made.__annotations__ = annotations
            made.__qualname__ = body["__qualname__"]
            for key, value in body.items():
                if key not in annotations and key not in _OWN:
                    setattr(made, key, value)
            return made

    class Record(metaclass=_RecordMeta):
        """Base of every frozen record; change is `record._replace(field=value)`."""


__all__ = ["Record"]
