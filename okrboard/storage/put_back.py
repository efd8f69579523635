"""What a repair has set aside, and putting it on the board again.

A file of rejects is a list of objects: table, id, why, content (the record as it stood in the
file), and now (the record as the repair left it, when it did not have to go).
"""

from __future__ import annotations

import json
from typing import Any

from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.rules import broken, clashes
from okrboard.domain.schema import from_json
from okrboard.errors import StoreError, Unreadable
from okrboard.storage.archives import Shelf
from okrboard.storage.disk import read_board
from okrboard.storage.preflight import real_path
from okrboard.storage.strict import Problem, is_number, record_problem
from okrboard.text import clean

Json = dict[str, Any]


class Entry(Record):
    """A record that a repair took out or changed."""

    table: str
    id: str
    content: Json
    now: Json | None = None
    """What the repair left of it; None when it took it out."""


class PutBack(Record):
    """What was put back, and what was not."""

    back: dict[str, tuple[int, ...]]
    """By table, the numbers of the records that are as they were."""
    left: tuple[Problem, ...]
    """The others, with the reason."""
    backup: str = ""
    """Path of the copy of the board made before; empty when nothing was put back."""


def read_entries(file: str) -> list[Entry]:
    """Return the records that a file of rejects holds; what is none of a table is left aside.

    Raises `Unreadable` when it is no such file.
    """
    shown = clean(file)
    try:
        listed = json.loads(read_board(real_path(file))[0])
    except StoreError as error:
        raise Unreadable(str(error)) from None
    except (ValueError, RecursionError):
        raise Unreadable(f"{shown} is not JSON; mend it, or name the file of a repair") from None
    if not isinstance(listed, list) or not all(map(_is_entry, listed)):
        raise Unreadable(f"{shown} is no file of a repair: BOARD.rejected.json is one")
    return [
        Entry(each["table"], each["id"], each["content"], each.get("now"))
        for each in listed
        if each["table"] in TABLES and is_number(each["id"]) and isinstance(each["content"], dict)
    ]


def returned(tree: Json, archived: Shelf, entries: list[Entry]) -> PutBack:
    """Put into the tables of a sound board what can be of the entries, in place.

    Everything is tried at once, since records name each other; what does not fit is taken off
    again until the rest does.
    """
    tried: dict[tuple[str, str], Json | None] = {}
    left: dict[tuple[str, str], str] = {}
    for entry in entries:
        key = (entry.table, entry.id)
        rows = tree.setdefault(entry.table, {})
        before = rows.get(entry.id)
        if int(entry.id) in archived.ids(entry.table):
            left.setdefault(key, "it is in the archive of a closed cycle")
            continue
        wanted = _wanted(before, entry)
        if wanted is None:
            left.setdefault(key, "there is a record of this number, which stays")
        elif wanted != before:
            tried.setdefault(key, before)
            rows[entry.id] = wanted
    while wrong := _wrong(tree, archived, tried):
        for key, why in wrong.items():
            left[key] = why
            before = tried.pop(key)
            if before is None:
                del tree[key[0]][key[1]]
            else:
                tree[key[0]][key[1]] = before
    back: dict[str, list[int]] = {}
    for name, id in tried:
        back.setdefault(name, []).append(int(id))
        left.pop((name, id), None)
    return PutBack(
        {name: tuple(sorted(ids)) for name, ids in back.items()},
        tuple(Problem(name, id, why) for (name, id), why in left.items()),
    )


def _wanted(before: Json | None, entry: Entry) -> Json | None:
    """Return the record that an entry makes of one of its number, None where that stays."""
    if before is None:
        return entry.content
    if entry.now is None:
        return before if before == entry.content else None
    fields = dict(before)
    for name in {**entry.now, **entry.content}:
        if before.get(name) == entry.now.get(name) != entry.content.get(name):
            fields[name] = entry.content.get(name)
            if name not in entry.content:
                del fields[name]
    return fields


def _wrong(
    tree: Json, archived: Shelf, tried: dict[tuple[str, str], Json | None]
) -> dict[tuple[str, str], str]:
    """Return which of the records that were tried cannot stay, and why."""
    wrong: dict[tuple[str, str], str] = {}
    for name, id in tried:
        problem = record_problem(name, id, tree[name][id], tree, archived)
        if problem is None:
            faults = broken(from_json(TABLES[name], tree[name][id], int(id)))
            why = next(map(str, faults), "")
        else:
            why = problem.text
        if why:
            wrong[name, id] = why
    if wrong:
        return wrong
    rows = {
        name: {int(id): from_json(TABLES[name], fields, int(id)) for id, fields in some.items()}
        for name, some in tree.items()
        if name in TABLES
    }
    for clash in clashes(lambda name: rows.get(name, {})):
        if (clash.table, str(clash.id)) in tried:
            wrong[clash.table, str(clash.id)] = clash.words
    return wrong


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or "content" not in entry:
        return False
    texts = isinstance(entry.get("table"), str) and isinstance(entry.get("id"), str)
    return texts and isinstance(entry.get("now"), dict | None)
