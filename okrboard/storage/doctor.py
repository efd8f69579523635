"""What is wrong with a board file, and mending it without losing anything."""

from __future__ import annotations

import json

from okrboard.domain.record import Record
from okrboard.errors import StoreCorrupt
from okrboard.storage import commit
from okrboard.storage.backup import backup, keep
from okrboard.storage.disk import read_board
from okrboard.storage.guard import check_writable, permissions_of, real_path
from okrboard.storage.layout import SCHEMA, new_commit, parse, render
from okrboard.storage.load import document_of
from okrboard.storage.lock import FileLock, lock_path
from okrboard.storage.part_doctor import examine_parts, remarks_on_parts, restore_parts
from okrboard.storage.salvage import Salvaged, salvage
from okrboard.storage.strict import Problem
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


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

    @property
    def sound(self) -> bool:
        """Whether the board can be used as it is, with all that is behind it."""
        return not self.problems and not self.archives


class Repair(Record):
    """What a repair did."""

    backup: str
    """Path of the copy made before; empty when nothing had to be done."""
    rejected: str
    """Path of the file with everything that was taken out; empty when nothing was."""
    problems: tuple[Problem, ...]
    restored: tuple[str, ...] = ()
    """Archives that were put back from their copies."""
    swept: tuple[str, ...] = ()
    """Temporary files of processes that died; they were removed."""


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
    problems = tuple(rejected.problem for rejected in found.rejected)
    if not problems and not _plain_tinydb_reads(real):
        remarks.append("plain TinyDB cannot read it")
    counts = {name: len(rows) for name, rows in found.tree.items()}
    remarks += remarks_on_parts(real, found.meta)
    archives, archived = examine_parts(real, found.meta, found.tree)
    for name, count in archived.items():
        counts[name] = counts.get(name, 0) + count
    return Findings(path, problems, tuple(remarks), counts, tuple(archives))


def repair(path: str, now: datetime, *, timeout: float = 10.0) -> Repair:
    """Take out what cannot be used, after a backup; `now` is aware.

    What is taken out is kept in `<name>.rejected.json` beside the board; archives that are missing
    or damaged are put back from the copies that a backup made; what a process that died left behind
    is removed. Raises `StoreCorrupt` when
    there is nothing that could be saved, and whatever reading, locking and writing raise.
    """
    real = real_path(path)
    check_writable(real)
    mode, group = permissions_of(real)
    with FileLock(lock_path(real), timeout, mode & 0o666, group):
        data, version = read_board(real)
        try:
            found = salvage(data)
        except StoreCorrupt as error:
            raise StoreCorrupt(f"{clean(path)} cannot be repaired: {error}") from None
        problems = tuple(rejected.problem for rejected in found.rejected)
        restored = tuple(restore_parts(real, found.meta))
        swept = tuple(commit.sweep(real))
        if not problems and not _behind(found) and parse(data) is not None:
            return Repair("", "", (), restored, swept)
        copy = backup(real, now)
        aside = _set_aside(real, found)
        meta = {
            **found.meta,
            "schema": SCHEMA,
            "rev": found.meta.get("rev", 0) + 1,
            "commit": new_commit(),
        }
        commit.replace(real, render(document_of(found.tree, meta)), version)
    return Repair(copy, aside, problems, restored, swept)


def _set_aside(real: str, found: Salvaged) -> str:
    if not found.rejected:
        return ""
    entries = [
        {
            "table": rejected.problem.table,
            "id": rejected.problem.id,
            "why": clean(rejected.problem.text),
            "content": rejected.content,
        }
        for rejected in found.rejected
    ]
    data = json.dumps(entries, indent=1).encode()
    return keep(real, f"{real}.rejected", ".json", data)


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
