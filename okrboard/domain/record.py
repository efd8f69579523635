"""`Record`: a frozen record with named, typed fields.

To a type checker it is `typing.NamedTuple`, and at run time it behaves as one, without the imports:
`dataclasses` would cost 12 ms of every command's start, `typing` 3 ms and `collections` 1 ms, on an
interpreter that needs 8 ms in all. A record's constructor is compiled at the first use, since most
commands use few of the kinds there are: that saves another 2 ms.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as Record
else:
    from _collections import _tuplegetter

    _OWN = frozenset({"__dict__", "__weakref__"})

    class _RecordMeta(type):
        """Turns an annotated class body into a tuple with named fields that keeps its methods."""

        def __new__(
            mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]
        ) -> _RecordMeta | type[tuple]:
            if not bases:
                return type.__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            members = dict(_SHARED)
            members.update(
                (key, value) for key, value in body.items() if key not in fields and key not in _OWN
            )
            for index, field in enumerate(fields):
                members[field] = _tuplegetter(index, "")
            members["_fields"] = members["__match_args__"] = fields
            members["_field_defaults"] = {field: body[field] for field in fields if field in body}
            return type(name, (tuple,), members)

    class Record(metaclass=_RecordMeta):
        """Base of every frozen record; change is `record._replace(field=value)`."""

    def _first_new(cls: type, /, *values: Any, **named: Any) -> Any:
        """Make the constructor of a kind of record, put it in place, and call it."""
        kind = next(base for base in cls.__mro__ if "_fields" in vars(base))
        names = ", ".join(kind._fields)
        # The same text as namedtuple compiles: nothing calls faster, and mistakes are named well.
        new = eval(
            f"lambda _cls, {names}: _new(_cls, ({names}{',' if names else ''}))",
            {"_new": tuple.__new__, "__name__": kind.__module__},
        )
        new.__name__ = "__new__"
        new.__qualname__ = f"{kind.__qualname__}.__new__"
        new.__defaults__ = tuple(kind._field_defaults.values())
        kind.__new__ = new
        return new(cls, *values, **named)

    def _make(cls: type, values: Any) -> Any:
        """Make a record of as many values as it has fields."""
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self: Any, /, **named: Any) -> Any:
        """Return the record with some fields replaced; ValueError for unknown names."""
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self: Any) -> dict[str, Any]:
        """Return the fields by name."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self: Any) -> str:
        """Return the record as it could be typed."""
        fields = zip(self._fields, self, strict=True)
        return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in fields)})"

    def _getnewargs(self: Any) -> tuple[Any, ...]:
        """Return what copies and pickles make the record of."""
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "__new__": _first_new,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
    }


__all__ = ["Record"]
