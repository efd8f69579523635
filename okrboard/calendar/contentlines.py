"""Reading iCalendar files of strangers: bytes to components, within limits, evaluating nothing.

Promises: never more than `MAX_BYTES` read, no recursion, no rule expanded, no zone looked up, no
file opened because a value names one. Whatever cannot be read raises Unreadable with one line.
Source: RFC 5545 3.1 (content lines), 3.3.11 (TEXT); RFC 6868 (parameter values).
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.domain.record import Record
from okrboard.errors import Unreadable
from okrboard.text import clean, clean_lines

MAX_BYTES = 2_000_000
MAX_LINES = 120_000
MAX_LINE = 100_000
"""Characters of one unfolded line."""
MAX_EVENTS = 5000
_MAX_DEPTH = 6


class Zones:
    """The VTIMEZONEs of one calendar by TZID, and what was made of them."""

    __slots__ = ("components", "made", "seconds")

    def __init__(self) -> None:
        self.components: dict[str, Component] = {}
        self.made: dict[str, object] = {}
        self.seconds = 0.4
        """Of work that is left for all of them."""


class Property(Record):
    """One content line."""

    name: str
    """Upper case."""
    value: str
    """As written: still escaped."""
    params: dict[str, tuple[str, ...]]
    line: int
    """Line of the file where it starts, from 1."""
    zones: Zones | None = None
    """Those of its calendar; what its TZID means is looked up there first."""

    def param(self, name: str) -> str:
        """Return the first value of a parameter, or an empty string."""
        return self.params.get(name, ("",))[0]

    @property
    def text(self) -> str:
        """The value as TEXT, cleaned."""
        return unescape(self.value)


class Component(Record):
    """What stands between BEGIN and END."""

    name: str
    line: int
    properties: list[Property]
    children: list[Component]
    unread: str = ""
    """Why its first line that is no content line cannot be read; only where that is tolerated."""

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, in order."""
        return [each for each in self.properties if each.name == name]

    def get(self, name: str) -> Property | None:
        """Return the first property of a name."""
        for each in self.properties:
            if each.name == name:
                return each
        return None

    def value(self, name: str) -> str:
        """Return the first value of a name as written, or an empty string."""
        found = self.get(name)
        return "" if found is None else found.value

    def text(self, name: str) -> str:
        """Return the first value of a name as TEXT, or an empty string."""
        found = self.get(name)
        return "" if found is None else found.text

    def kinds(self, name: str) -> list[Component]:
        """Return the direct sub-components of a name."""
        return [each for each in self.children if each.name == name]


def parse(data: bytes, *, tolerant: bool = False) -> list[Component]:
    """Return the VCALENDARs of a file; line ends may be LF, a BOM is passed over.

    To a `tolerant` reader a line that is no content line makes its event `unread`. Raises
    Unreadable for anything that is not a complete iCalendar file within the limits.
    """
    text = decode(data)
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise Unreadable(_what_it_is(text))
    calendars: list[Component] = []
    stack: list[Component] = []
    events, zones = 0, Zones()
    for number, line in unfold(text):
        try:
            prop = content_line(line, number, zones)
        except Unreadable as error:
            if not tolerant or len(stack) < 2:
                raise
            stack[-1] = broken = stack[-1]._replace(unread=stack[-1].unread or str(error))
            stack[-2].children[-1] = broken
            continue
        name = prop.value.strip().upper() if prop.name in ("BEGIN", "END") else ""
        if prop.name == "BEGIN":
            events += name == "VEVENT"
            if len(stack) >= _MAX_DEPTH or events > MAX_EVENTS:
                raise Unreadable(f"More than {MAX_EVENTS} events or nested too deeply: not read.")
            component = Component(clean(name, 60), number, [], [])
            (stack[-1].children if stack else calendars).append(component)
            stack.append(component)
            zones = zones if len(stack) > 1 else Zones()
        elif prop.name == "END":
            if not stack or stack[-1].name != name:
                raise Unreadable(f"Line {number}: END:{clean(name, 60)} closes nothing open.")
            closed = stack.pop()
            if name == "VTIMEZONE":
                zones.components.setdefault(closed.value("TZID"), closed)
        elif not stack:
            raise Unreadable(f"Line {number} stands outside of a calendar.")
        else:
            stack[-1].properties.append(prop)
    if stack:
        raise Unreadable(f"The file is cut off: {stack[-1].name} is never closed.")
    return calendars


def decode(data: bytes) -> str:
    """Return the text of a file within the limits; raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file has more than {MAX_BYTES // 1_000_000} MB: not read.")
    if data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise Unreadable(f"The file has more than {MAX_LINES} lines: not read.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise Unreadable("The file is not UTF-8 text (perhaps UTF-16): save it as UTF-8.")
    if data.startswith(b"\x1f\x8b"):
        raise Unreadable("The file is compressed: unpack it first.")
    try:
        return data.decode("utf-8").removeprefix("\ufeff").lstrip("\r\n\t ")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The file is not UTF-8 (byte {error.start + 1}): save it as UTF-8."
        ) from None


def unfold(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, unfolded line), empty lines left out; raises Unreadable if too long."""
    parts: list[str] = []
    start = size = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            size += len(line)
            if size > MAX_LINE:
                raise Unreadable(f"Line {start} is longer than {MAX_LINE} characters: not read.")
            continue
        if parts:
            yield start, "".join(parts)
        parts = [line] if line.strip() else []
        start, size = number, len(line)
        if size > MAX_LINE:
            raise Unreadable(f"Line {start} is longer than {MAX_LINE} characters: not read.")
    if parts:
        yield start, "".join(parts)


def content_line(line: str, number: int, zones: Zones | None = None) -> Property:
    """Return the parts of an unfolded line; raises Unreadable when it has no name or no colon."""
    head, colon, value = line.partition(":")
    if colon and '"' in head:
        cut = _unquoted(line, ":")
        head, colon, value = (line[:cut], ":", line[cut + 1 :]) if cut >= 0 else (line, "", "")
    name, *raw = _split(head, ";")
    name = name.strip().upper()
    if not colon or not name.replace("-", "").isalnum() or not name.isascii():
        raise Unreadable(f"Line {number} is no iCalendar line: {clean(line, 40)!r}.")
    params: dict[str, tuple[str, ...]] = {}
    for each in raw:
        key, _, values = each.partition("=")
        params[key.strip().upper()] = tuple(_param(one) for one in _split(values, ","))
    return Property(name, value, params, number, zones)


def split_list(value: str) -> list[str]:
    """Return the parts of a list of TEXT values, still escaped (RFC 5545 3.3.11)."""
    parts, escaped = [""], False
    for sign in value:
        if sign == "," and not escaped:
            parts.append("")
        else:
            parts[-1] += sign
        escaped = sign == "\\" and not escaped
    return parts


def unescape(value: str) -> str:
    """Return a TEXT value without its escapes, as text that is safe on one or several lines."""
    return clean_lines(_replaced(value, "\\", {"n": "\n", "N": "\n"}))


def _replaced(value: str, mark: str, meanings: dict[str, str]) -> str:
    """Return a value whose escapes (`mark` and a character) are replaced by what they mean."""
    if mark not in value:
        return value
    parts = []
    characters = iter(value)
    for character in characters:
        if character == mark:
            following = next(characters, "")
            parts.append(meanings.get(following, following))
        else:
            parts.append(character)
    return "".join(parts)


def _param(value: str) -> str:
    return clean(_replaced(value.strip('"'), "^", {"n": "\n", "'": '"'}), 400)


def _split(text: str, separator: str) -> list[str]:
    """Split where the separator stands outside of quotes, in one pass."""
    if '"' not in text:
        return text.split(separator)
    parts = [""]
    for index, piece in enumerate(text.split('"')):
        if index % 2:
            parts[-1] += f'"{piece}"'
        else:
            first, *more = piece.split(separator)
            parts[-1] += first
            parts += more
    return parts


def _unquoted(text: str, wanted: str) -> int:
    """Return where a character stands first outside of quotes, or -1."""
    quoted = False
    for index, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == wanted and not quoted:
            return index
    return -1


def _what_it_is(text: str) -> str:
    if not text:
        return "The file is empty."
    if text.startswith("<"):
        return "This is a web page (perhaps a login page), not a calendar file."
    return "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR."
