"""Putting a person's values into a record: cleaned, checked, nothing unknown."""

from __future__ import annotations

from okrboard.domain.schema import plain, plan_of
from okrboard.errors import Refused
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    R = TypeVar("R", bound=tuple[Any, ...])

NAMES = frozenset(("title", "name", "handle", "unit", "summary", "reason", "override_reason"))
"""Fields of one line in which doubled and outer spaces are slips of the hand."""

MAX_TITLE = 10_000
"""Characters a title may have; longer ones are pasted by mistake."""


def with_fields(record: R, **fields: object) -> R:
    """Return the record with some fields replaced.

    Raises `Refused` for a field it does not have or a value of the wrong kind.
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
    return changed


def titled(text: str, what: str) -> str:
    """Return a title squeezed to one line; refuse an empty or a monstrous one."""
    title = squeeze(text, MAX_TITLE + 1)
    if not title:
        raise Refused(f"{article(what)} needs a title")
    if len(title) > MAX_TITLE:
        raise Refused(f"that title has more than {MAX_TITLE:,} characters; shorten it")
    return title


def article(noun: str) -> str:
    """Return a noun with its article, in small letters: `an objective`, `a key result`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in noun).strip()
    return f"an {words}" if words[:1] in "aeio" else f"a {words}"
