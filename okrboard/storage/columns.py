"""Cutting a table's text into lines, and reading a field of all of them without decoding one.

Records are written with their fields in order, so the first two of a kind are at the start of the
line. A line in another order (a hand has been there) is told from it, not misread: quotes inside
texts are escaped, so what looks like the start of a line is.
"""

from __future__ import annotations

from collections.abc import Iterator

_START = 24
"""The opening quote, a number, and the key after it begin within so many bytes."""


def cut(text: bytes) -> dict[int, bytes]:
    """Return the lines `"<id>":{...}` by id; raise `ValueError` when one has none."""
    lines = text.split(b",\n") if text else []
    found = {int(line[1 : line.index(b'"', 1)]): line for line in lines}
    if len(found) != len(lines):
        raise ValueError("a number is there twice")
    return found


def body(line: bytes) -> bytes:
    """Return a line's JSON object."""
    return line[line.index(b":") + 1 :]


def whole_numbers(lines: dict[int, bytes], field: str) -> Iterator[tuple[int, int | None]]:
    """Yield each id with the number in its first field; None where the line begins otherwise."""
    start = b':{"%b":' % field.encode()
    for id, line in lines.items():
        at = line.find(start, 0, _START + len(start)) + len(start)
        end = line.find(b",", at)
        digits = line[at : end if end > 0 else -1] if at >= len(start) else b""
        yield id, int(digits) if digits.isdigit() else None


def second_text(line: bytes, first: str, field: str) -> str | None:
    """Return a record's second field, a short text without escapes, after a first that is a number.

    None when the line begins otherwise.
    """
    head, _, rest = line.partition(b",")
    start = b'"%b":"' % field.encode()
    if b':{"%b":' % first.encode() not in head or not rest.startswith(start):
        return None
    end = rest.find(b'"', len(start))
    text = rest[len(start) : end]
    return None if b"\\" in text else text.decode()


def newest_ids(lines: dict[int, bytes], field: str, day: str) -> dict[int, int] | None:
    """Return for each number in the first field the id with the latest day in the second.

    Of several on one day the last. None when a line begins otherwise.
    """
    start, second = b':{"%b":' % field.encode(), b'"%b":"' % day.encode()
    skip, near, size = len(start), len(start) + _START, len(second) + 10
    days: dict[bytes, bytes] = {}
    ids: dict[bytes, int] = {}
    for id, line in lines.items():
        at = line.find(start, 0, near) + skip
        comma = line.find(b",", at) + 1
        on = line[comma : comma + size]
        if at < skip or not on.startswith(second):
            return None
        key = line[at : comma - 1]
        if on >= days.get(key, b""):
            days[key] = on
            ids[key] = id
    if not all(key.isdigit() for key in ids):
        return None
    return {int(key): id for key, id in ids.items()}
