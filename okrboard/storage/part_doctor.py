"""What is wrong with the archives of a board, and putting them back from their copies."""

from __future__ import annotations

import os
import stat
from typing import Any

from okrboard.errors import StoreError
from okrboard.storage import commit
from okrboard.storage.archives import Index, indexes
from okrboard.storage.backup import keep
from okrboard.storage.disk import read_board
from okrboard.storage.load import archived_in
from okrboard.storage.part_files import orphans, read_part
from okrboard.storage.strict import record_problem
from okrboard.text import clean

Json = dict[str, Any]


def examine_parts(real: str, meta: Json, tree: Json) -> tuple[list[str], dict[str, int]]:
    """Return what is wrong with a board's archives, a line each, and how many records they hold.

    `meta` and `tree` are the board's own header and tables.
    """
    wrong: list[str] = []
    counts: dict[str, int] = {}
    archived = archived_in(meta)
    for index in indexes(meta):
        path = os.path.join(os.path.dirname(real), index.file)
        try:
            tables = read_part(path, index)
            for name, table in tables.items():
                counts[name] = counts.get(name, 0) + len(table)
                for id in table:
                    problem = record_problem(name, str(id), table.raw(id), tree, archived)
                    if problem is not None:
                        wrong.append(f"{clean(path)}: {problem}")
        except StoreError as error:
            wrong.append(str(error))
    return wrong + _twice(meta, tree), counts


def _twice(meta: Json, tree: Json) -> list[str]:
    """Return a line for each archive that holds what is in the board, or in another one, too."""
    wrong = []
    seen = {name: {int(id) for id in rows} for name, rows in tree.items()}
    for index in indexes(meta):
        for name, ids in index.ids.items():
            there = seen.setdefault(name, set())
            if any(id in there for id in ids):
                wrong.append(f"{clean(index.file)}: some of its {clean(name)} are there twice")
            there.update(ids)
    return wrong


def remarks_on_parts(real: str, meta: Json) -> list[str]:
    """Return what else is good to know: files that look like archives of this board."""
    return [
        f"{clean(file)} is called as an archive of this board, which does not name it"
        for file in orphans(real, meta)
    ]


def restore_parts(real: str, meta: Json) -> list[str]:
    """Put archives that are missing or damaged back from the copies that a backup made.

    What was damaged is kept as `<name>.damaged`. Returns the names; those without a good copy stay
    as they are. The caller holds the board's lock.
    """
    return [index.file for index in indexes(meta) if not _reads(real, index) and _back(real, index)]


def _back(real: str, index: Index) -> bool:
    path = os.path.join(os.path.dirname(real), index.file)
    for number in range(1, 100):
        copy = f"{path}{'' if number == 1 else f'-{number}'}.bak"
        if not os.path.lexists(copy):
            return False
        if not _reads(real, index, copy):
            continue
        if os.path.lexists(path):
            keep(real, path, ".damaged", read_board(path)[0])
            os.unlink(path)
        status = os.stat(real)
        mode = stat.S_IMODE(status.st_mode)
        commit.create(path, read_board(copy)[0], mode, status.st_gid, status.st_uid)
        return True
    return False


def _reads(real: str, index: Index, path: str = "") -> bool:
    try:
        tables = read_part(path or os.path.join(os.path.dirname(real), index.file), index)
        for table in tables.values():
            list(table.values())
    except StoreError:
        return False
    return True
