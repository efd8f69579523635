"""Compact JSON without the import of `json`.

That package costs 5.5 ms of a command's start, nearly all of it for the regular expressions of its
pure Python half; the C half that does the work costs nothing. Where an interpreter has no C half,
`json` serves. Both give the same text and the same values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def dumps(value: object) -> bytes:
    """Return compact UTF-8 JSON without a raw newline.

    Raises `ValueError` for numbers that JSON lacks, `TypeError` for what is no JSON value.
    """
    text = _encode(value, True)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # A lone surrogate can only be written as its escape.
        return _encode(value, False).encode()


def loads(text: str) -> Any:
    """Return what a JSON text says; raise `ValueError` when it is none, NaN included."""
    try:
        value, end = _scan(text, 0)
        if end == len(text):
            return value
    except (StopIteration, SystemError):
        # The C half cannot name an error while `json` is not imported.
        pass
    return _slow_loads(text)


def _slow_loads(text: str) -> Any:
    import json

    return json.loads(text, parse_constant=_no_constant)


def _slow_encode(value: object, unicode: bool) -> str:
    import json

    return json.dumps(value, ensure_ascii=not unicode, separators=(",", ":"), allow_nan=False)


def _no_json(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is not a JSON number")


class _Reading:
    """What the C scanner wants to know, as `json.JSONDecoder` has it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_no_constant)


def _halves() -> tuple[Callable[[str, int], tuple[Any, int]], Callable[[object, bool], str]]:
    try:
        import _json as c
    except ImportError:
        return (lambda text, _: (_slow_loads(text), len(text))), _slow_encode
    make_encoder: Any = c.make_encoder
    make_scanner: Any = c.make_scanner
    quote = {True: c.encode_basestring, False: c.encode_basestring_ascii}

    def encode(value: object, unicode: bool) -> str:
        run = make_encoder({}, _no_json, quote[unicode], None, ":", ",", False, False, False)
        return "".join(run(value, 0))

    return make_scanner(_Reading), encode


_scan, _encode = _halves()
