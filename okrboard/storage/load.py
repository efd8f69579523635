"""From a file's bytes to a `Document`, and from a document to a `Board`."""

from __future__ import annotations

from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.records import TABLES
from okrboard.errors import StoreCorrupt, StoreTooNew
from okrboard.storage.archives import Shelf
from okrboard.storage.layout import FORMAT, SCHEMA, Document, line, parse
from okrboard.storage.lazy_table import LazyTable

Json = dict[str, Any]


def read_document(data: bytes) -> tuple[Document, int]:
    """Return what a board file holds, and the schema version it was written in.

    An older file is returned as this version writes it. Raises `StoreCorrupt` or `StoreTooNew`.
    """
    document = parse(data)
    if document is not None:
        check_meta(document.meta)
        if document.meta["schema"] == SCHEMA:
            return document, SCHEMA
    # Imported here: only an edited or older file needs them.
    from okrboard.storage.migrate import upgraded
    from okrboard.storage.strict import check, read_tree

    tree = read_tree(data)
    meta = meta_of(tree)
    schema = meta["schema"]
    if schema < SCHEMA:
        tree = upgraded(tree)
        meta = meta_of(tree)
    check(tree, archived_in(meta))
    return document_of(tree, meta)._replace(edited=document is None), schema


def board_of(
    document: Document,
    before: Board | None = None,
    place: str = "",
    shelf: Shelf | None = None,
) -> Board:
    """Return the board that a document describes, keeping what `before` has decoded already.

    `place` names the file in the errors of records that turn out not to decode; `shelf` has the
    archives that the document names.
    """
    counters = document.counters
    tables: dict[str, LazyTable] = {}
    for name in TABLES:
        text, top = document.tables.get(name, b""), counters.get(name, 0)
        old = before.table(name).live if before else None
        if isinstance(old, LazyTable):
            tables[name] = old.replaced_by(text, top)
        else:
            tables[name] = LazyTable(name, text, top, place)
    if shelf is None or not shelf.parts:
        return Board(tables, counters, document.rev)
    # Imported here: a board without a closed cycle does without.
    from okrboard.storage.archived_table import PartedTable

    parted = {
        name: PartedTable(name, tables[name], shelf) for name in shelf.tables if name in tables
    }
    return Board({**tables, **parted}, counters, document.rev, shelf.cycles)


def meta_of(tree: Json) -> Json:
    """Return the checked document of `_meta`; raise `StoreCorrupt` when this is no board."""
    table = tree.get("_meta")
    meta = table.get("1") if isinstance(table, dict) else None
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise StoreCorrupt("it is JSON, but not an okrboard board")
    check_meta(meta)
    if tree["_meta"].keys() != {"1"}:
        raise StoreCorrupt("_meta: there is more than one document")
    return meta


def check_meta(meta: Json) -> None:
    """Raise `StoreTooNew` or `StoreCorrupt` when a header cannot be worked with."""
    schema = meta.get("schema")
    if type(schema) is not int or schema < 0:
        raise StoreCorrupt("_meta: schema is not a version number")
    if schema > SCHEMA:
        raise StoreTooNew(
            f"it was written by a newer okrboard (schema {schema}, this one reads {SCHEMA}); "
            "update okrboard to open it"
        )
    if not is_count(meta.get("rev", 0)):
        raise StoreCorrupt("_meta: rev is not a whole number")
    counters = meta.get("counters", {})
    if not isinstance(counters, dict):
        raise StoreCorrupt("_meta: counters is not an object")
    for name, count in counters.items():
        if not is_count(count):
            raise StoreCorrupt(f"_meta: the counter of {name[:60]!r} is not a whole number")
    if "parts" in meta:
        from okrboard.storage.archives import check_parts

        check_parts(meta["parts"])
    if "part_of" in meta:
        raise StoreCorrupt(
            "it is the archive of a closed cycle; open the board that it lies beside"
        )


def archived_in(meta: Json) -> Shelf:
    """Return what a checked header says of archives; the shelf knows ids, it cannot be read."""
    from okrboard.storage.archives import Part, Shelf, indexes

    return Shelf(Part(index, lambda _: {}) for index in indexes(meta))


def is_count(value: object) -> bool:
    """Say whether a value counts something: a whole number from 0 on."""
    return type(value) is int and value >= 0


def document_of(tree: Json, meta: Json) -> Document:
    """Return a checked tree as a document; counters are raised to the numbers in use."""
    counters = dict(meta.get("counters", {}))
    tables = {}
    for name, rows in tree.items():
        if name == "_meta":
            continue
        records = sorted((int(id), fields) for id, fields in rows.items())
        if records:
            counters[name] = max(counters.get(name, 0), records[-1][0])
        tables[name] = b",\n".join([line(id, fields) for id, fields in records])
    drop = ("format", "check", "sizes")
    kept = {key: value for key, value in meta.items() if key not in drop}
    return Document({**kept, "counters": counters}, tables)
