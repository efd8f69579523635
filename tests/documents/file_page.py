"""The page of the board file: every table and field, from the records' own annotations."""

from __future__ import annotations

from documents.markdown import WRITTEN, code, sentence, table
from documents.program import fields, nested, record_help

from okrboard.domain.enums import WORDS
from okrboard.domain.records import TABLES
from okrboard.domain.types import FIRST_YEAR, LAST_YEAR, RULES, TARGETS
from okrboard.storage.layout import SCHEMA

INTRO = f"""\
A board is one [TinyDB](https://tinydb.readthedocs.io) 4 file: JSON, one table a kind of record,
one line a record. Any program can read it; this one uses TinyDB:

```python
from tinydb import TinyDB

with TinyDB("okrboard.json", access_mode="r") as board:
    for document in board.table("objectives"):
        print(f"O{{document.doc_id}}", document["title"])
```

The number of a document is the number in its reference: `O12` is document 12 of `objectives`.
Numbers come from counters in `_meta` and are never given out twice. The schema is version
{SCHEMA}: older files are brought up, after a backup; newer ones are refused and left alone.

**Write through okrboard, not beside it.** A commit takes the lock `.okrboard.json.lock` beside the
file, writes the whole new content to another file, and puts that in its place: whoever reads never
sees half a change, and a failure leaves the old content. Where a program has to write, let it call
the commands with `--json`, or write by TinyDB with the lock, the numbers and the rules of okrboard:

```python
from okrboard.storage.board_file import BoardDB

with BoardDB("okrboard.json").storage.transaction() as board:
    board.table("members").update({{"name": "Ana"}}, doc_ids=[1])
```

Nothing is written before the end, and nothing at all after an exception. A file that was edited by
hand while nobody had it open is still read, as strictly as it can be; `okrboard doctor` says what
is wrong with it. That somebody else wrote the file is told once, the next commit notes it in the
log, by `(outside)`, and undo stops there.

A file that went back in time, because a copy was put in its place, is noticed by everybody who has
seen a newer one: it is told once, the next commit notes it in the log as well, and goes on behind
every number that this person has seen. To accept the older board is to go on working on it.

A value of the right type that breaks a rule (a meeting every 0 weeks, a day before {FIRST_YEAR} or
after {LAST_YEAR}) stops nobody: the nearest that keeps the rule is read in its place, and said to
be. `okrboard doctor --repair` writes that one. What a repair takes out or changes is kept in
`okrboard.json.rejected.json` beside the board; `okrboard doctor --put-back` puts it back.

The history of a cycle that was closed long ago (`okrboard cycle archive`) lies in a file of the
same form beside the board, which never changes; `_meta` names it. A program that wants all of it
reads those files as well.

A field that is not in a document has its default. Keys that okrboard does not know stay where they
are. Text is cleaned of control characters when it is read, whoever wrote it. There is no password
or token in a board: it names a credential, and each person's own configuration holds it.

**Blind is what okrboard shows, not what the file holds.** No screen, command, export or interface
shows a vote, a card or a proposal before its reveal. The file holds them in clear: whoever can read
it can read them. A name is taken on trust as well: whoever can write the file can write as anybody.
"""

PLAIN = {
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "str": "one line of text",
    "Lines": "text of several lines",
    "date": "day, `2026-11-20`",
    "datetime": "instant, `2026-11-20T14:00:00Z`",
    "Json": "object",
}
"""What each annotation means to whoever reads JSON."""


def file_page() -> str:
    """Return the page."""
    lines = [WRITTEN, "", "# The board file", "", INTRO]
    lines += ["## `_meta`", ""]
    lines += ["Document 1 says what kind of file it is; leave it to okrboard.", ""]
    lines += table(
        ("field", ""),
        [
            (code("format"), "always `okrboard`"),
            (code("check"), "CRC-32 of every byte behind it: whether somebody else wrote the file"),
            (code("schema"), "the version of the records"),
            (code("rev"), "how many commits led here"),
            (code("commit"), "the newest commit's name"),
            (code("counters"), "the highest number ever given out in each table"),
            (code("sizes"), "how many bytes each table has in the file"),
            (code("id"), "the board's own name, for ever: whether another board lies in its place"),
            (code("parts"), "the archives of closed cycles: file, cycle, and what is in them"),
            (code("lost"), "by table, how many records at most a torn file had lost at its repair"),
        ],
    )
    inner: list[str] = []
    for name, kind in TABLES.items():
        lines += _record(f"`{name}`", kind.__name__, inner)
    lines += ["# Inside the documents", ""]
    for kind_name in inner:
        lines += _record(kind_name, kind_name, inner)
    return "\n".join(lines).rstrip("\n") + "\n"


def _record(title: str, kind: str, inner: list[str]) -> list[str]:
    rows = []
    for name, annotation, default, help in fields(kind):
        if name == "id":
            continue
        within = nested(annotation)
        if within and within not in inner:
            inner.append(within)
        rows.append((code(name), _type(annotation), _default(default), help))
    return [
        f"## {title}",
        "",
        sentence(record_help(kind)),
        "",
        *table(("field", "", "default", ""), rows),
    ]


def _type(annotation: str) -> str:
    if annotation.endswith(" | None"):
        return f"{_type(annotation.removesuffix(' | None'))}, or null"
    if annotation.startswith("tuple["):
        return f"list of {_type(annotation.removeprefix('tuple[').removesuffix(', ...]'))}"
    if annotation in WORDS:
        return " · ".join(code(word) if word else "(empty)" for word in WORDS[annotation])
    if within := nested(annotation):
        return f"[{within}](#{within.lower()})"
    if annotation in PLAIN:
        return PLAIN[annotation]
    if annotation in TARGETS:
        return f"number in `{TARGETS[annotation]}`"
    rule = RULES[annotation]
    return f"{PLAIN[rule.base]}; {rule.words.replace('{a}', 'it')}"


def _default(default: str | None) -> str:
    if default is None:
        return "*needed*"
    known = {"()": "`[]`", "''": '`""`', "None": "`null`", "True": "`true`", "False": "`false`"}
    return known.get(default, code(default.replace("'", '"')))
