"""What is wrong with a board file, and mending it without losing anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from okrboard.domain.lookup import named
from okrboard.domain.record import Record
from okrboard.errors import StoreCorrupt
from okrboard.storage import commit
from okrboard.storage.backup import backup, keep
from okrboard.storage.disk import Version, read_board
from okrboard.storage.layout import SCHEMA, new_commit, parse, render
from okrboard.storage.load import archived_in, document_of, is_count, read_document
from okrboard.storage.lock import FileLock, lock_path
from okrboard.storage.mending import Fault
from okrboard.storage.part_doctor import examine_parts, remarks_on_parts, restore_parts
from okrboard.storage.preflight import check_writable, nearly_full, permissions_of, real_path
from okrboard.storage.put_back import PutBack, read_entries, returned
from okrboard.storage.salvage import Salvaged, salvage
from okrboard.storage.strict import Problem, read_tree
from okrboard.text import clean

Json = dict[str, Any]


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
    missing: dict[str, int] = {}
    """By table, how many records at most the torn file had lost before."""


def examine(path: str) -> Findings:
    """Read a board file and report everything that is wrong with it; changes nothing.

    Raises `StoreMissing`, `StoreUnsafe`, `StoreTooNew`; damage is a finding, not an error.
    """
    real = real_path(path)
    data, _ = read_board(real)
    remarks = [f"left over from a process that died: {clean(n)}" for n in commit.leftovers(real)]
    try:
        found = salvage(data)
    except StoreCorrupt as error:
        return Findings(path, (Problem("", "", str(error)),), tuple(remarks), {})
    if parse(data) is None:
        remarks.append("it was edited by hand or by another program since okrboard wrote it")
    remarks += [f"the counter of {name} is behind the numbers in use" for name in _behind(found)]
    remarks += _unknown_zones(found.tree)
    remarks += filter(None, [nearly_full(len(data))])
    problems = tuple(rejected.problem for rejected in found.rejected)
    if not problems and not _plain_tinydb_reads(real):
        remarks.append("plain TinyDB cannot read it")
    counts = {name: len(rows) for name, rows in found.tree.items()}
    remarks += remarks_on_parts(real, found.meta)
    archives, archived = examine_parts(real, found.meta, found.tree)
    for name, count in archived.items():
        counts[name] = counts.get(name, 0) + count
    return Findings(
        path, problems, tuple(remarks), counts, tuple(archives), found.faults, found.gone,
        found.missing or _lost(found.meta, counts),
    )  # fmt: skip


def repair(path: str, now: datetime, *, timeout: float = 10.0) -> Repair:
    """Take out what cannot be used, put right what breaks a rule, after a backup; `now` is aware.

    What is taken out or changed is kept in `<name>.rejected.json` beside the board, for
    `put_back`; archives that are missing or damaged are put back from the copies that a backup
    made; what a process that died left behind is removed. Raises `StoreCorrupt` when there is
    nothing that could be saved, and whatever reading, locking and writing raise.
    """
    real = real_path(path)
    check_writable(real)
    with _locked(real, timeout):
        data, version = read_board(real)
        try:
            found = salvage(data)
        except StoreCorrupt as error:
            raise StoreCorrupt(f"{clean(path)} cannot be repaired: {error}") from None
        problems = tuple(rejected.problem for rejected in found.rejected)
        changed = tuple(
            Fault(each.problem, each.content, each.now)
            for each in found.rejected
            if each.now is not None and isinstance(each.content, dict)
        )
        changed += tuple(fault for fault in found.faults if fault.mends)
        restored = tuple(restore_parts(real, found.meta))
        swept = tuple(commit.sweep(real))
        if not problems and not changed and not _behind(found) and parse(data) is not None:
            return Repair("", "", (), restored, swept)
        copy = backup(real, now)
        aside = _set_aside(real, found)
        meta = found.meta
        if found.missing:
            meta = {**meta, "lost": {**_counts(meta.get("lost")), **found.missing}}
        _write(real, found.tree, meta, version)
    return Repair(copy, aside, problems, restored, swept, changed, found.gone, found.missing)


def put_back(path: str, file: str, now: datetime, *, timeout: float = 10.0) -> PutBack:
    """Put records back on a board that a repair took out or changed, as its file keeps them.

    A record goes back when it keeps every rule and all that it names is there, be it put back with
    it; what somebody has changed on the board since stays. Mend the file's text first where a
    record was taken out for its own sake. Raises `Unreadable` for a file that is none of a
    repair's, and what reading, locking and writing the board raise.
    """
    entries = read_entries(file)
    real = real_path(path)
    check_writable(real)
    with _locked(real, timeout):
        data, version = read_board(real)
        document, _ = read_document(data)
        tree = read_tree(render(document))
        meta = tree.pop("_meta")["1"]
        done = returned(tree, archived_in(meta), entries)
        if not done.back:
            return done
        copy = backup(real, now)
        _write(real, tree, meta, version)
    return done._replace(backup=copy)


def _locked(real: str, timeout: float) -> FileLock:
    mode, group = permissions_of(real)
    return FileLock(lock_path(real), timeout, mode & 0o666, group)


def _write(real: str, tree: Json, meta: Json, version: Version) -> None:
    rev = meta.get("rev", 0) + 1
    meta = {**meta, "schema": SCHEMA, "rev": rev, "commit": new_commit()}
    commit.replace(real, render(document_of(tree, meta)), version)


def _set_aside(real: str, found: Salvaged) -> str:
    entries = [
        _entry(rejected.problem, rejected.content, rejected.now) for rejected in found.rejected
    ]
    entries += [
        _entry(fault.problem, fault.before, fault.after) for fault in found.faults if fault.mends
    ]
    if not entries:
        return ""
    data = json.dumps(entries, indent=1).encode()
    return keep(real, f"{real}.rejected", ".json", data)


def _entry(problem: Problem, content: object, now: Json | None) -> Json:
    entry = {
        "table": problem.table,
        "id": problem.id,
        "why": clean(problem.text),
        "content": content,
    }
    return entry if now is None else {**entry, "now": now}


def _lost(meta: Json, counts: dict[str, int]) -> dict[str, int]:
    """Return what an earlier repair of a torn file could not find, and what is not there since."""
    counters = meta["counters"]
    left = {
        name: min(count, counters.get(name, 0) - counts.get(name, 0))
        for name, count in _counts(meta.get("lost")).items()
    }
    return {name: count for name, count in left.items() if count > 0}


def _counts(value: object) -> dict[str, int]:
    found = value if isinstance(value, dict) else {}
    return {name: count for name, count in found.items() if is_count(count)}


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


def _behind(found: Salvaged) -> list[str]:
    counters = found.meta["counters"]
    return [
        name
        for name, rows in found.tree.items()
        if rows and counters.get(name, 0) < max(map(int, rows))
    ]


def _plain_tinydb_reads(real: str) -> bool:
    # Imported here: only the doctor asks it.
    from tinydb import TinyDB

    try:
        with TinyDB(real, access_mode="r", encoding="utf-8") as database:
            return all(len(database.table(name)) >= 0 for name in database.tables())
    except (ValueError, OSError, TypeError, AttributeError):
        return False
