"""`Record`: a frozen record with named, typed fields.

Named tuples rather than frozen dataclasses: the imports and the records that a quick command loads
cost 38 ms of CPU so, and 75 as dataclasses.
"""

from __future__ import annotations

from typing import NamedTuple as Record

__all__ = ["Record", "field_types"]


def field_types(kind: type) -> dict[str, str]:
    """Return what each field of a kind of record is declared to be, as it is written."""
    # Python keeps the text of a named tuple's annotation inside a forward reference.
    return {
        name: str(getattr(declared, "__forward_arg__", declared))
        for name, declared in kind.__annotations__.items()
    }
