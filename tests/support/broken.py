"""Files that are no board, or one no longer: each with the error it deserves."""

from __future__ import annotations

from okrboard.errors import StoreCorrupt, StoreError, StoreTooNew

HEADER = b'{"_meta":{"1":{"format":"okrboard","schema":1,"rev":3,"counters":{}}}'
TEAM = b'"teams":{"1":{"name":"IT"}}'
CYCLE = b'"cycles":{"1":{"name":"T","first":"2026-01-01","last":"2026-04-30"}}'


def board(*tables: bytes) -> bytes:
    """Return a board as somebody might have written it by hand."""
    return b",".join((HEADER, *tables)) + b"}"


BROKEN: dict[str, tuple[bytes, type[StoreError], str]] = {
    "empty": (b"", StoreCorrupt, "is empty"),
    "blank": (b" \n\t\n", StoreCorrupt, "blanks or zeros"),
    "zeros": (bytes(4096), StoreCorrupt, "blanks or zeros"),
    "garbage": (bytes(range(256)) * 4, StoreCorrupt, "not UTF-8"),
    "text": (b"Dear team,\n", StoreCorrupt, "not JSON"),
    "latin-1": ('{"a":"\xfc"}'.encode("latin-1"), StoreCorrupt, "not UTF-8 at byte 6"),
    "utf-16": (board(TEAM).decode().encode("utf-16"), StoreCorrupt, "byte order mark"),
    "utf-16 without a mark": (board(TEAM).decode().encode("utf-16-le"), StoreCorrupt, "not JSON"),
    "byte order mark": (b"\xef\xbb\xbf" + board(TEAM), StoreCorrupt, "byte order mark"),
    "truncated": (board(TEAM)[:-9], StoreCorrupt, "not JSON"),
    "zeros at the end": (board(TEAM) + bytes(512), StoreCorrupt, "not JSON"),
    "two roots": (board(TEAM) * 2, StoreCorrupt, "not JSON"),
    "merge conflict": (
        board(TEAM)[:-1] + b"\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}",
        StoreCorrupt,
        "merge conflict",
    ),
    "null": (b"null", StoreCorrupt, "not a TinyDB file"),
    "a list": (b"[1,2]", StoreCorrupt, "not a TinyDB file"),
    "an empty object": (b"{}", StoreCorrupt, "not an okrboard board"),
    "someone else's TinyDB": (b'{"_default":{"1":{"a":1}}}', StoreCorrupt, "not an okrboard"),
    "foreign meta": (b'{"_meta":{"1":{"format":"x","schema":1}}}', StoreCorrupt, "not an okrboard"),
    "meta is a list": (b'{"_meta":[{"format":"okrboard"}]}', StoreCorrupt, "not an okrboard"),
    "two headers": (
        b'{"_meta":{"1":{"format":"okrboard","schema":1},"2":{}}}',
        StoreCorrupt,
        "_meta: there is more than one document",
    ),
    "no schema": (b'{"_meta":{"1":{"format":"okrboard"}}}', StoreCorrupt, "_meta: schema"),
    "schema is text": (
        b'{"_meta":{"1":{"format":"okrboard","schema":"1"}}}',
        StoreCorrupt,
        "_meta: schema",
    ),
    "schema is true": (
        b'{"_meta":{"1":{"format":"okrboard","schema":true}}}',
        StoreCorrupt,
        "_meta: schema",
    ),
    "rev is text": (
        b'{"_meta":{"1":{"format":"okrboard","schema":1,"rev":"x"}}}',
        StoreCorrupt,
        "_meta: rev",
    ),
    "counters are a list": (
        b'{"_meta":{"1":{"format":"okrboard","schema":1,"counters":[]}}}',
        StoreCorrupt,
        "_meta: counters",
    ),
    "a counter is text": (
        b'{"_meta":{"1":{"format":"okrboard","schema":1,"counters":{"teams":"7"}}}}',
        StoreCorrupt,
        "_meta: the counter of 'teams'",
    ),
    "unknown old schema": (
        b'{"_meta":{"1":{"format":"okrboard","schema":0}}}',
        StoreCorrupt,
        "schema 0 is not known",
    ),
    "newer": (
        b'{"_meta":{"1":{"format":"okrboard","schema":2}},"teams":{"1":[["new form"]]}}',
        StoreTooNew,
        "newer okrboard .schema 2, this one reads 1.*update",
    ),
    "much newer": (
        b'{"_meta":{"1":{"format":"okrboard","schema":99999999999999999999}}}',
        StoreTooNew,
        "newer okrboard",
    ),
    "deep": (b'{"a":' * 100_000, StoreCorrupt, "nested too deeply"),
    "deep list": (b"[" * 5_000_000, StoreCorrupt, "nested too deeply"),
    "deep record": (
        board(b'"theirs":{"1":{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}}"),
        StoreCorrupt,
        "nested too deeply",
    ),
    "NaN": (board(b'"theirs":{"1":{"a":NaN}}'), StoreCorrupt, "NaN"),
    "Infinity": (board(b'"theirs":{"1":{"a":-Infinity}}'), StoreCorrupt, "Infinity"),
    "too large a number": (board(b'"theirs":{"1":{"a":1e999}}'), StoreCorrupt, "too large"),
    "an endless integer": (
        board(b'"theirs":{"1":{"a":' + b"9" * 9999 + b"}}"),
        StoreCorrupt,
        "too long",
    ),
    "a table twice": (board(TEAM, TEAM), StoreCorrupt, "'teams' is there twice"),
    "a number twice": (
        board(b'"teams":{"1":{"name":"a"},"1":{"name":"b"}}'),
        StoreCorrupt,
        "'1' is there twice",
    ),
    "a key twice": (board(b'"teams":{"1":{"name":"a","name":"b"}}'), StoreCorrupt, "'name'"),
    "a table is a list": (board(b'"teams":[]'), StoreCorrupt, "teams: is not a table"),
    "a record is a list": (board(b'"teams":{"1":[]}'), StoreCorrupt, "teams 1: is not an object"),
    "a number is a word": (
        board(b'"teams":{"first":{"name":"x"}}'),
        StoreCorrupt,
        "teams: 'first' is no document number",
    ),
    "a number has a zero in front": (
        board(b'"teams":{"01":{"name":"x"}}'),
        StoreCorrupt,
        "'01' is no document number",
    ),
    "document 0": (board(b'"teams":{"0":{"name":"x"}}'), StoreCorrupt, "no document number"),
    "a number beyond all": (
        board(b'"teams":{"99999999999999999999":{"name":"x"}}'),
        StoreCorrupt,
        "no document number",
    ),
    "a missing field": (board(b'"teams":{"7":{}}'), StoreCorrupt, "teams 7: name is missing"),
    "a wrong type": (
        board(b'"members":{"3":{"handle":"x","team":"IT"}}'),
        StoreCorrupt,
        "members 3: team: expected a whole number, found 'IT'",
    ),
    "a number for a text": (
        board(b'"teams":{"7":{"name":5}}'),
        StoreCorrupt,
        "teams 7: name: expected a text, found 5",
    ),
    "an unknown word": (
        board(CYCLE, b'"objectives":{"12":{"title":"x","cycle":1,"stage":"dreamt"}}'),
        StoreCorrupt,
        "O12: stage: 'dreamt' is none of proposed, committed, closed",
    ),
    "no such day": (
        board(b'"cycles":{"1":{"name":"T","first":"2026-02-30","last":"2026-04-30"}}'),
        StoreCorrupt,
        "cycles 1: first: expected a day",
    ),
    "a dangling parent": (
        board(b'"key_results":{"34":{"objective":12,"title":"x"}}'),
        StoreCorrupt,
        "KR34: objective: there is no O12",
    ),
    "a dangling owner": (
        board(CYCLE, b'"objectives":{"12":{"title":"x","cycle":1,"owner":9}}'),
        StoreCorrupt,
        "O12: owner: there is no members 9",
    ),
    "a dangling one of several": (
        board(CYCLE, b'"objectives":{"12":{"title":"x","cycle":1,"supports":[12,13]}}'),
        StoreCorrupt,
        "O12: supports: there is no O13",
    ),
    "a log of an unknown table": (
        board(
            b'"changes":{"1":{"at":"2026-01-01T00:00:00Z","who":"a","what":"b",'
            b'"patches":[{"table":"dreams","id":1,"before":null}]}}'
        ),
        StoreCorrupt,
        "changes 1: patches: there is no table 'dreams'",
    ),
    "terminal escapes in keys": (
        board(b'"\\u001b]52;c;x\\u0007":5'),
        StoreCorrupt,
        "\ufffd]52;c;x\ufffd: is not a table",
    ),
}
