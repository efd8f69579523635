"""Putting a person's values into a record: cleaned, checked, nothing unknown."""

from __future__ import annotations

from typing import Any, TypeVar

from okrboard.domain.limits import MAX_TITLE
from okrboard.domain.rules import article, refuse_broken_values
from okrboard.domain.schema import plain, plan_of
from okrboard.errors import Refused
from okrboard.text import squeeze

R = TypeVar("R", bound=tuple[Any, ...])


NAMES = frozenset(("title", "name", "handle", "unit", "summary", "reason", "override_reason"))
"""Fields of one line in which doubled and outer spaces are slips of the hand."""


def with_fields(record: R, **fields: object) -> R:
    """Return the record with some fields replaced.

    Raises `Refused` for a field it does not have, a value of the wrong kind, or one that breaks the
    field's own rule.
    """
    readers = {name: read for name, read, _ in plan_of(type(record))}
    read_fields: dict[str, object] = {}
    for name, value in fields.items():
        if name == "id" or name not in readers:
            raise Refused(f"{name} is not a field of {article(type(record).__name__)}")
        if name in NAMES and isinstance(value, str):
            value = squeeze(value)
        try:
            read_fields[name] = readers[name](plain(value))
        except (TypeError, ValueError) as error:
            raise Refused(f"{name}: {error}") from None
    changed: R = record._replace(**read_fields)  # type: ignore[attr-defined]
    refuse_broken_values(changed, read_fields)
    return changed


def titled(text: str, what: str) -> str:
    """Return a title squeezed to one line; refuse an empty or a monstrous one."""
    title = squeeze(text, MAX_TITLE + 1)
    if not title:
        raise Refused(f"{article(what)} needs a title")
    if len(title) > MAX_TITLE:
        raise Refused(f"that title has more than {MAX_TITLE:,} characters; shorten it")
    return title
