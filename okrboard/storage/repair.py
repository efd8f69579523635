"""What is wrong with a board file and its archives; mending it without losing anything; copies.

A file of rejects is a list of objects: table, id, why, content (the record as it stood in the
file), and now (the record as the repair left it, when it did not have to go). `put_back` puts them
on the board again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from okrboard.domain.lookup import named
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.rules import broken, clashes
from okrboard.domain.schema import from_json
from okrboard.errors import OkrboardError, StoreCorrupt, StoreError, Unreadable
from okrboard.storage import disk
from okrboard.storage.archive import beside, orphans, read_part
from okrboard.storage.layout import (
    SCHEMA,
    Archived,
    Problem,
    Ranges,
    archived_in,
    check_meta,
    document_of,
    is_count,
    is_number,
    new_commit,
    parse,
    read_document,
    read_tree,
    record_problem,
    render,
)
from okrboard.storage.lock import FileLock
from okrboard.storage.salvage import Fault, Salvaged, records_of, salvage
from okrboard.text import clean

Json = dict[str, Any]
Key = tuple[str, str]
"""A record's table and number, as they stand in a file."""


class Findings(Record):
    """What an examination found."""

    path: str
    problems: tuple[Problem, ...]
    """Damage: with any of these the board is refused until it is repaired."""
    remarks: tuple[str, ...]
    """Harmless, but good to know."""
    records: dict[str, int]
    """How many records of each table can be used, those in archives included."""
    archives: tuple[str, ...] = ()
    """What is wrong with archives of closed cycles; without their history the board works."""
    faults: tuple[Fault, ...] = ()
    """Records that break a rule: the board works, and reads them as near as can be."""
    gone: dict[str, tuple[int, ...]] = {}
    """By table, the numbers of the records that a repair takes out."""
    missing: dict[str, int] = {}
    """By table, how many records at most were lost: the file is torn, or was before a repair."""
    can_be_repaired: bool = True
    """Whether there is anything that a repair could save."""

    @property
    def sound(self) -> bool:
        """Whether the board can be used as it is, with all that is behind it."""
        return not self.problems and not self.archives and not self.faults


class Repair(Record):
    """What a repair did."""

    backup: str
    """Path of the copy made before; empty when nothing had to be done."""
    rejected: str
    """Path of the file with everything that was taken out or changed; empty when nothing was."""
    problems: tuple[Problem, ...]
    restored: tuple[str, ...] = ()
    """Archives that were put back from their copies."""
    swept: tuple[str, ...] = ()
    """Temporary files of processes that died; they were removed."""
    changed: tuple[Fault, ...] = ()
    """Records that stay and were mended: they broke a rule, or named what is not there."""
    gone: dict[str, tuple[int, ...]] = {}
    """By table, the numbers of the records that were taken out."""


def examine(path: str) -> Findings:
    """Read a board file and report everything that is wrong with it; changes nothing.

    Raises what reading raises where the file cannot even be looked at, and `StoreTooNew`.
    """
    real = disk.real_path(path)
    data, _ = disk.read_board(real)
    remarks = [f"left over from a process that died: {clean(n)}" for n in disk.leftovers(real)]
    try:
        salvaged = salvage(data)
    except StoreCorrupt as error:
        problems = (Problem("", "", str(error)),)
        return Findings(path, problems, tuple(remarks), {}, can_be_repaired=False)
    if parse(data) is None:
        remarks.append("it was edited by hand or by another program since okrboard wrote it")
    remarks += [f"the counter of {name} is behind the numbers in use" for name in _behind(salvaged)]
    remarks += _unknown_zones(salvaged.tree)
    remarks += filter(None, [disk.nearly_full(len(data))])
    remarks += [
        f"{clean(file)} is called as an archive of this board, which does not name it"
        for file in orphans(real, salvaged.meta)
    ]
    counts = _sizes(salvaged.tree)
    archives: list[str] = []
    for entry in salvaged.meta.get("parts", ()):
        wrong, odd = _examine_part(real, entry, salvaged, counts)
        archives += wrong
        remarks += odd
    archives += _twice(salvaged)
    return Findings(
        path,
        salvaged.damage,
        tuple(remarks),
        counts,
        tuple(archives),
        tuple(fault for fault in salvaged.faults if not fault.is_damage),
        salvaged.gone,
        salvaged.missing or _lost(salvaged.meta, counts),
    )


def repair(path: str, now: datetime, *, timeout: float = 10.0) -> Repair:
    """Take out what cannot be used, put right what breaks a rule, after a backup; `now` is aware.

    What is taken out or changed is kept in `<name>.rejected.json` beside the board, for
    `put_back`; archives that are missing or damaged are put back from the copies that a backup
    made; what a process that died left behind is removed. Raises `StoreCorrupt` when there is
    nothing that could be saved, and whatever reading, locking and writing raise.
    """
    real = disk.real_path(path)
    disk.check_writable(real)
    with FileLock.of(real, timeout):
        data, version = disk.read_board(real)
        try:
            salvaged = salvage(data)
        except StoreCorrupt as error:
            raise StoreCorrupt(f"{clean(path)} cannot be repaired: {error}") from None
        restored = tuple(
            entry["file"]
            for entry in salvaged.meta.get("parts", ())
            if not _reads(beside(real, entry), entry) and _restored(real, entry)
        )
        swept = tuple(disk.sweep(real))
        mends = [fault for fault in salvaged.faults if fault.mends]
        if not mends and not _behind(salvaged) and parse(data) is not None:
            return Repair("", "", (), restored, swept)
        copy = backup(real, now)
        aside = _set_aside(real, mends)
        meta = salvaged.meta
        if salvaged.missing:
            meta = {**meta, "lost": {**_lost(meta, _sizes(salvaged.tree)), **salvaged.missing}}
        _write(real, salvaged.tree, meta, version)
    changed = tuple(each for each in mends if not each.is_damage or each.after is not None)
    return Repair(copy, aside, salvaged.damage, restored, swept, changed, salvaged.gone)


def put_back(path: str, file: str, now: datetime, *, timeout: float = 10.0) -> PutBack:
    """Put records back on a board that a repair took out or changed, as its file keeps them.

    A record goes back when it keeps every rule and all that it names is there, be it put back with
    it; what somebody has changed on the board since stays. Mend the file's text first where a
    record was taken out for its own sake. Raises `Unreadable` for a file that is none of a
    repair's, and what reading, locking and writing the board raise.
    """
    faults = _read_rejects(file)
    real = disk.real_path(path)
    disk.check_writable(real)
    with FileLock.of(real, timeout):
        data, version = disk.read_board(real)
        document = read_document(data)
        tree = read_tree(render(document))
        meta = tree.pop("_meta")["1"]
        done = _returned(tree, archived_in(meta), faults)
        if not done.back:
            return done
        copy = backup(real, now)
        _write(real, tree, meta, version)
    return done._replace(backup=copy)


def _write(real: str, tree: Json, meta: Json, version: disk.Version) -> None:
    rev = meta.get("rev", 0) + 1
    meta = {**meta, "schema": SCHEMA, "rev": rev, "commit": new_commit()}
    disk.replace(real, render(document_of(tree, meta)), version)


def _set_aside(real: str, mends: list[Fault]) -> str:
    """Keep what is taken out or changed in a file of rejects; return its path, empty for none."""
    entries = []
    for problem, before, after, _ in mends:
        entry = {"table": problem.table, "id": problem.id, "why": clean(problem.text)}
        kept = {"content": before} if after is None else {"content": before, "now": after}
        entries.append({**entry, **kept})
    data = json.dumps(entries, indent=1).encode()
    return disk.keep(real, f"{real}.rejected", ".json", data) if entries else ""


def _sizes(tree: Json) -> dict[str, int]:
    return {name: len(rows) for name, rows in tree.items()}


def _lost(meta: Json, counts: dict[str, int]) -> dict[str, int]:
    """Return what an earlier repair of a torn file could not find, and what is not there since."""
    lost, left = meta.get("lost"), {}
    for name, count in lost.items() if isinstance(lost, dict) else ():
        lacking = meta["counters"].get(name, 0) - counts.get(name, 0)
        if is_count(count) and min(count, lacking) > 0:
            left[name] = min(count, lacking)
    return left


def _unknown_zones(tree: Json) -> Iterator[str]:
    """Yield a line for each record whose time zone this machine has no rules for."""
    # Imported here: only the doctor asks it.
    from zoneinfo import ZoneInfo

    for name, field in (("settings", "timezone"), ("series", "zone")):
        for id, fields in tree.get(name, {}).items():
            zone = fields.get(field, "UTC")
            try:
                ZoneInfo(zone)
            except (LookupError, ValueError, OSError):
                where = named(name, int(id))
                yield f"{where}: {field}: this machine knows no zone {clean(zone, 60)}"


def _behind(salvaged: Salvaged) -> list[str]:
    counters = salvaged.meta["counters"]
    return [
        name
        for name, rows in salvaged.tree.items()
        if rows and counters.get(name, 0) < max(map(int, rows))
    ]


# Archives.


def _examine_part(
    real: str, entry: Json, salvaged: Salvaged, counts: dict[str, int]
) -> tuple[list[str], list[str]]:
    """Return what is wrong with an archive, and which rules its records break, a line each.

    Counts its records with those of the board.
    """
    path, archived = beside(real, entry), archived_in(salvaged.meta)
    wrong, odd = [], []
    try:
        for name, table in read_part(path, entry).items():
            counts[name] = counts.get(name, 0) + len(table)
            for id in table:
                fields = table.raw(id)
                problem = record_problem(name, str(id), fields, salvaged.tree, archived)
                if problem is not None:
                    wrong.append(f"{clean(path)}: {problem}")
                    continue
                rules = "; ".join(map(str, broken(from_json(TABLES[name], fields, id))))
                if rules:
                    rule = Problem(name, str(id), rules)
                    odd.append(f"{clean(path)}: {rule}; it is read as near as can be")
    except StoreError as error:
        wrong.append(str(error))
    return wrong, odd


def _twice(salvaged: Salvaged) -> Iterator[str]:
    """Yield a line for each archive that holds what is in the board, or in another one, too."""
    seen = {name: {int(id) for id in rows} for name, rows in salvaged.tree.items()}
    for entry in salvaged.meta.get("parts", ()):
        for name, flat in entry["ids"].items():
            ids = set(Ranges(flat))
            there = seen.setdefault(name, set())
            if there & ids:
                yield f"{clean(entry['file'])}: some of its {clean(name)} are there twice"
            there |= ids


def _restored(real: str, entry: Json) -> bool:
    """Put an archive back from a good copy that a backup made; say whether there was one.

    What was damaged is kept as `<name>.damaged`. The caller holds the board's lock.
    """
    path = beside(real, entry)
    for number in range(1, 100):
        copy = f"{path}{'' if number == 1 else f'-{number}'}.bak"
        if not os.path.lexists(copy):
            return False
        if _reads(copy, entry):
            if os.path.lexists(path):
                disk.keep(real, path, ".damaged", disk.read_board(path)[0])
                os.unlink(path)
            disk.create_like(real, path, disk.read_board(copy)[0])
            return True
    return False


def _reads(path: str, entry: Json) -> bool:
    try:
        for table in read_part(path, entry).values():
            list(table.values())
    except StoreError:
        return False
    return True


# Putting back.


class PutBack(Record):
    """What was put back, and what was not."""

    back: dict[str, tuple[int, ...]]
    """By table, the numbers of the records that are as they were."""
    left: tuple[Problem, ...]
    """The others, with the reason."""
    backup: str = ""
    """Path of the copy of the board made before; empty when nothing was put back."""


def _read_rejects(file: str) -> list[Fault]:
    """Return the records that a file of rejects holds; what is none of a table is left aside.

    Raises `Unreadable` when it is no such file.
    """
    shown = clean(file)
    try:
        entries = json.loads(disk.read_board(disk.real_path(file))[0])
    except StoreError as error:
        raise Unreadable(str(error)) from None
    except (ValueError, RecursionError):
        raise Unreadable(f"{shown} is not JSON; mend it, or name the file of a repair") from None
    if not isinstance(entries, list) or not all(map(_is_reject, entries)):
        raise Unreadable(f"{shown} is no file of a repair: BOARD.rejected.json is one")
    return [
        Fault(Problem(entry["table"], entry["id"], ""), entry["content"], entry.get("now"))
        for entry in entries
        if entry["table"] in TABLES
        and is_number(entry["id"])
        and isinstance(entry["content"], dict)
    ]


def _is_reject(entry: object) -> bool:
    if not isinstance(entry, dict) or "content" not in entry:
        return False
    texts = isinstance(entry.get("table"), str) and isinstance(entry.get("id"), str)
    return texts and isinstance(entry.get("now"), dict | None)


def _returned(tree: Json, archived: Archived, faults: list[Fault]) -> PutBack:
    """Put into the tables of a sound board what can be of what was taken out or changed, in place.

    Everything is tried at once, since records name each other; what does not fit is taken off
    again until the rest does.
    """
    tried: dict[Key, Json | None] = {}
    left: dict[Key, str] = {}
    for fault in faults:
        name, id, _ = fault.problem
        rows = tree.setdefault(name, {})
        before = rows.get(id)
        wanted = _wanted(before, fault)
        if int(id) in archived.get(name, ()):
            left.setdefault((name, id), "it is in the archive of a closed cycle")
        elif wanted is None:
            left.setdefault((name, id), "there is a record of this number, which stays")
        elif wanted != before:
            tried.setdefault((name, id), before)
            rows[id] = wanted
    while wrong := _wrong(tree, archived, tried):
        left.update(wrong)
        for name, id in wrong:
            before = tried.pop((name, id))
            if before is None:
                del tree[name][id]
            else:
                tree[name][id] = before
    back: dict[str, tuple[int, ...]] = {}
    for name, id in tried:
        back[name] = tuple(sorted((*back.get(name, ()), int(id))))
    stays = [Problem(*key, why) for key, why in left.items() if key not in tried]
    return PutBack(back, tuple(stays))


def _wanted(current: Json | None, fault: Fault) -> Json | None:
    """Return the record that undoing a repair makes of one of its number, None where that stays."""
    before: Json = fault.before
    if current is None or current == before:
        return before
    if fault.after is None:
        return None
    fields = dict(current)
    for name in {**fault.after, **before}:
        if current.get(name) == fault.after.get(name) != before.get(name):
            fields[name] = before.get(name)
            if name not in before:
                del fields[name]
    return fields


def _wrong(tree: Json, archived: Archived, tried: dict[Key, Json | None]) -> dict[Key, str]:
    """Return which of the records that were tried cannot stay, and why."""
    wrong: dict[Key, str] = {}
    for name, id in tried:
        problem = record_problem(name, id, tree[name][id], tree, archived)
        if problem is not None:
            wrong[name, id] = problem.text
        else:
            for rule in broken(from_json(TABLES[name], tree[name][id], int(id))):
                wrong.setdefault((name, id), str(rule))
    if not wrong:
        records = records_of(tree)
        for clash in clashes(records.__getitem__):
            if (clash.table, str(clash.id)) in tried:
                wrong[clash.table, str(clash.id)] = clash.words
    return wrong


# Copies.


def backup(path: str, now: datetime) -> str:
    """Copy a board as it is, damaged or not, to `<name>.<time in UTC>.bak`; return the copy's path.

    `now` is aware. Raises what reading and writing raise: see `okrboard.errors`.
    """
    real = disk.real_path(path)
    data, _ = disk.read_board(real)
    return disk.keep(real, f"{real}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", ".bak", data)


def backup_parts(path: str) -> tuple[list[str], list[str]]:
    """Copy the archives of a board to `<name>.bak`, each once, since they never change.

    Returns the copies, and the names of the archives that cannot be copied because they are missing
    or cannot be read. A board that cannot be read names none.
    """
    real = disk.real_path(path)
    data, _ = disk.read_board(real)
    document = parse(data)
    copies: list[str] = []
    missing: list[str] = []
    try:
        meta: Json = salvage(data).meta if document is None else document.meta
        check_meta(meta)
    except OkrboardError:
        return copies, missing
    for entry in meta.get("parts", ()):
        path = beside(real, entry)
        try:
            copies.append(disk.keep(real, path, ".bak", disk.read_board(path)[0]))
        except StoreError:
            missing.append(entry["file"])
    return copies, missing
