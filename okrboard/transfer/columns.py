"""The columns of a table of goals: one row a key result, what its objective says beside it.

Only `objective` and `key_result` are needed. Names are read in either case, with spaces, dashes or
dots for the underscore, in German, and under the names that teams give them in their own sheets.

- `cycle`: a name. Empty: the cycle that the import is told, else the running one.
- `cycle_from`, `cycle_to`: its days, for a cycle that the board does not have; names such as
  2026-T3, Q4 2026 or H1/2027 need none.
- `objective_no`: 1, 2, 3 … within the cycle; tells two objectives of the same title apart.
- `level`: company, team or individual. `commitment`: committed or aspirational.
- `team`, `owner`, `kr_owner`: a name or a handle; who or what is not there yet is added. Without a
  column `kr_owner` the owner of a row owns its key result, and the first one the objective.
- `objective`: a title. Empty: that of the row above, and its cycle.
- `stage`: proposed, committed (when empty) or closed; with `outcome` (reached, partly, missed,
  dropped, put off, carried), `score` from 0 to 1 and `lesson`.
- `why`, `company_gets`, `owner_gets`: texts of several lines.
- `labels`: divided by commas; a comma inside one stands behind a backslash.
- `contributes_to`: the title of another objective, of the same cycle first; where several are
  called so, with its `objective_no` behind it as ` #3`, or ` #2026-T2/3` in another cycle.
- `key_result`: a title. Empty, with all cells behind it: the objective has none yet. Without a
  column for them start and target are read out of it: `Raise accuracy from 80 % to 99.1 %`.
- `kind`: metric, threshold, milestones or yes/no. Empty: milestones where there are `steps`, a
  threshold where there is `keep` or a target such as `≥ 99.5`, a metric where there is a target,
  0 to 100 % where there is only `progress` or a `current` in per cent, else yes/no. A `current`
  that is a number needs a target, here or on the board.
- `start` (empty: 0, or `current` when that is above the target), `target`, `unit`, `weight` (1).
  Numbers are read as at a check-in: `€ 3,5 Mio`, `$1.5 million`, `500k users`, `1.234,5`. Those of
  one key result are on one scale: `0.80`, `0.99` and `84%` are per cent all.
- `keep`: above (when empty) or below, the side of the bound.
- `steps`: a line each, `[x 2026-10-02 *2] Name` with day and weight or `[ ] Name`; or plain names
  divided by `;`.
- `current`, `confidence` (0 to 10, per cent, or high, medium, low for 8, 5, 2), `last_check_in`
  (any day that a command takes; today), `note`: the newest check-in; made when the board does not
  have it.
- `progress`: the share of the way, `40 %`, `0.4` or `2/5`, for where there is no `current`. A
  `score` beside no `outcome` and no `stage` is the key result's and means the same.
- `date`, `by`: of a log, when a value was noted and by whom.
- `reason`: why a target got easier. `progress`, `date`, `by` and `reason` are read, never written.
- `title`, `item`, `number`: of a table with a row an item; what it is called, whether it is an
  objective or a key result, and its number, as `KR1.2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os.path import splitext
from typing import Literal

from okrboard.domain.fields import sheet_fields
from okrboard.domain.record import Record
from okrboard.errors import Refused, UsageError
from okrboard.text import squeeze

Kind = Literal["objective", "key_result", "other", ""]
"""`other` is something that is no goal, as a task; empty is what nobody can tell."""


def _headers(table: str) -> tuple[str, ...]:
    return tuple(field.header for field in sheet_fields(table))


OBJECTIVE_COLUMNS = (*_headers("cycles"), "objective_no", *_headers("objectives"))

KEY_RESULT_COLUMNS = _headers("key_results") + _headers("check_ins")

COLUMNS = OBJECTIVE_COLUMNS + KEY_RESULT_COLUMNS
"""The header that an export writes, in its order."""

NEEDED = ("objective", "key_result")

_READ_ONLY = ("reason", "progress", "by", "date")

_LAYOUT = ("title", "item", "number")
"""Of sheets with a row an item: its title, whether it is an objective or a key result, `KR1.2`."""

MAPPABLE = COLUMNS + _READ_ONLY + _LAYOUT
"""What `--map` may name."""


def _others() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return what other people's sheets call each column, and by column what they call a word."""
    headers: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    with open(f"{splitext(__file__)[0]}.txt", encoding="utf-8") as file:
        for line in file:
            name, _, others = map(str.strip, line.partition("="))
            if line[0] == " ":
                words.setdefault(next(reversed(headers)), {})[name] = others
            elif line[0] != "#":
                headers[name] = others
    return headers, words


_SYNONYMS, OTHER_WORDS = _others()

_WEAK = {
    "ziel": ("objective", "target"),
    "soll": ("target",),
    "bis": ("target",),
    "von": ("start",),
    "basis": ("start",),
    "ist": ("current",),
    "wert": ("current",),
    "metric": ("key_result",),
    "kpi": ("key_result",),
    "kennzahl": ("key_result",),
    "done": ("progress",),
    "name": ("title",),
    "titel": ("title",),
    "no": ("number",),
    "": ("number",),
}
"""Headers that mean a column only where no other one does; the first of these that is free."""

_MEANING = {name: name for name in MAPPABLE} | {
    synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms.split()
}

_WIDE = re.compile(
    r"(?:kr|key ?results?|schlüsselergebnis)[ _#.-]*([1-9]\d?)[ _:.)-]*(.*)", re.DOTALL
)


_OF_KEY_RESULT = {"owner": "kr_owner", "title": "key_result", "objective": "target"}
"""What a word means behind `KR2`."""


class Column(Record):
    """A column of a table and what it was taken for."""

    header: str
    field: str = ""
    """Empty for one that is left out."""
    unit: str = ""
    """That stands in brackets behind its name: `Target (%)`."""
    number: int = 0
    """Of the key result that it is about, where they stand side by side: 2 for `KR2 target`."""


def meaning(header: str) -> str:
    """Return the column that a header names by itself; empty when nobody here knows it."""
    return _MEANING.get(_plain(header), "")


def columns_of(headers: Sequence[str], mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """Return what each header was taken for; `mapping` says it for some, by `key()`.

    An empty meaning there leaves a column out.
    """
    columns = [
        Column(squeeze(header, 60), mapping[key(header)]) if key(header) in mapping
        else _column(header)
        for header in headers
    ]  # fmt: skip
    taken = {column.field for column in columns if not column.number} | set(mapping.values())
    for place, header in enumerate(headers):
        weak = (
            _WEAK.get(_plain(header), ()) if header.strip() and key(header) not in mapping else ()
        )
        for name in weak:
            if name not in taken and not columns[place].field:
                columns[place] = columns[place]._replace(field=name)
                taken.add(name)
    return tuple(columns)


def key(header: str) -> str:
    """Return a header as two of them are compared."""
    return squeeze(header, 100).casefold()


def read_mapping(told: Sequence[str]) -> dict[str, str]:
    """Return what `Header=field` says, by the header's `key()`.

    Raises `UsageError` for what is none, and for an unknown field.
    """
    mapping = {}
    for text in told:
        header, divided, name = text.rpartition("=")
        if not divided or not header.strip():
            raise UsageError('a mapping is written --map "Header=field"; "Header=" leaves it out')
        field = meaning(name)
        if name.strip() and not field:
            raise UsageError(f"there is no field {squeeze(name, 40)}: it is {', '.join(MAPPABLE)}")
        mapping[key(header)] = field
    return mapping


def _column(header: str) -> Column:
    shown = squeeze(header, 60)
    bare, unit = _bracketed(shown)
    found = meaning(header)
    if found:
        return Column(shown, found, unit)
    wide = _WIDE.fullmatch(key(header))
    if wide is not None:
        rest = wide[2].strip(" ()[]")
        field = _OF_KEY_RESULT.get(meaning(rest), meaning(rest)) if rest else "key_result"
        if field in KEY_RESULT_COLUMNS or field in _READ_ONLY:
            return Column(shown, field, number=int(wide[1]))
    return Column(shown, meaning(bare) if unit else "", unit)


def _bracketed(header: str) -> tuple[str, str]:
    """Return a header without what stands in brackets at its end, and that: `Target`, `h`."""
    for opening, closing in ("()", "[]"):
        bare, found, inner = header.removesuffix(closing).partition(opening)
        if found and header.endswith(closing) and bare.strip():
            return bare.strip(), squeeze(inner)
    return header, ""


def _plain(header: str) -> str:
    plain = squeeze(header, 100).casefold()
    letters = [letter if letter.isalnum() else " " for letter in plain]
    return "_".join("".join(letters).split())


_WORDS: dict[Kind, str] = {
    "objective": "o obj objective objectives goal ziel objektiv",
    "key_result": "kr key_result keyresult key_results krs schlüsselergebnis",
    "other": "initiative initiatives task tasks action actions project activity milestone todo "
    "epic maßnahme aufgabe",
}
_ITEMS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}

_NUMBER = re.compile(
    r"(?P<kr>(?:o[ .-]?\d+[ .-]*)?(?:kr|key result|schlüsselergebnis)[ #.-]*[\d.]*)"
    r"|(?P<o>(?:objective|obj|ziel|o)[ #.-]*\d*)"
    r"|(?P<plain>\d{1,3}(?:\.\d{1,3})*)",
    re.IGNORECASE,
)
_BEHIND_A_NUMBER = re.compile(r"\s*[:.)\]–—-]+\s+|\s*:\s*|\s+")

_BULLET = re.compile(r"[-•*▪◦‣–]\s+|\d{1,2}[.)]\s+")


def kinds_of(
    titles: Sequence[str], numbers: Sequence[str], words: Sequence[str]
) -> list[tuple[Kind, str]]:
    """Return what each item is, and its title without number or bullet.

    `numbers` and `words` are what columns say beside, empty texts where there is none. Raises
    `Refused` when nothing tells objectives from key results.
    """
    plain = [squeeze(title) for title in titles]
    if any(words):
        return list(zip(map(kind_of_item, words), plain, strict=True))
    both = {"objective", "key_result"}
    beside = [numbered(number)[0] for number in numbers]
    if both.issubset(beside):
        return list(zip(beside, plain, strict=True))
    before = [numbered(title) for title in titles]
    if both.issubset(kind for kind, _ in before):
        return before
    depths = sorted({_depth(title) for title in titles if title.strip()})
    if len(depths) < 2:
        raise Refused(
            "nothing tells objectives from key results; add a column that says which, number "
            "them as O1 and KR1.1, or indent the key results"
        )
    by_depth: dict[int, Kind] = {depths[0]: "objective", depths[1]: "key_result"}
    return [
        (by_depth.get(_depth(title), "other"), squeeze(_BULLET.sub("", title.strip(), count=1)))
        for title in titles
    ]


def kind_of_item(text: str) -> Kind:
    """Return what a cell such as `Objective` or `KR 2` says an item is."""
    word = "_".join(squeeze(text, 60).casefold().rstrip("0123456789. #").split())
    return _ITEMS.get(word, "")


def listed(text: str) -> list[str]:
    """Return the key results that one cell lists, a line each with a bullet or a number before."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marked = [_BULLET.match(line) or numbered(line)[0] for line in lines]
    if len(lines) < 2 or not all(marked):
        return [text]
    return [
        _BULLET.sub("", line, count=1) if _BULLET.match(line) else numbered(line)[1]
        for line in lines
    ]


def numbered(text: str) -> tuple[Kind, str]:
    """Return what a number at the beginning says, `O1`, `KR1.2` or `1.2`, and the text behind."""
    plain = squeeze(text)
    found = _NUMBER.match(plain)
    if found is None:
        return "", plain
    rest = plain[found.end() :]
    behind = _BEHIND_A_NUMBER.match(rest)
    if rest.strip(".:)") and behind is None:
        return "", plain
    title = rest[behind.end() :] if behind is not None else ""
    if found["kr"]:
        return "key_result", title
    if found["o"]:
        # "O" alone begins many a word; it counts with a number or a colon behind it.
        certain = found["o"][-1].isdigit() or rest.lstrip()[:1] == ":"
        return ("objective", title) if certain else ("", plain)
    depth = found["plain"].count(".")
    return ("objective" if depth == 0 else "key_result" if depth == 1 else "other"), title


def _depth(text: str) -> int:
    """Return how far a title is indented; a bullet is one blank more."""
    bare = text.expandtabs(4)
    blanks = len(bare) - len(bare.lstrip())
    return blanks + bool(_BULLET.match(bare.lstrip()))
