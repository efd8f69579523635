"""A stand-in for the module `os` that sees every call of the code under test and may spoil one."""

from __future__ import annotations

import os
from typing import Any

OLD = b"the old content, " * 20
NEW = b"the new content, longer, " * 20


class Watched:
    """Calls are kept as name, arguments and result; `spoil` raises instead of a call by number."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], Any]] = []
        self.spoil: dict[int, BaseException] = {}

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if not callable(real) or name in (
            "fspath",
            "getgroups",
            "urandom",
            "geteuid",
            "getegid",
            "major",
            "minor",
        ):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            number = len(self.calls)
            self.calls.append((name, args, None))
            if number in self.spoil:
                if name == "access":
                    return False
                raise self.spoil[number]
            result = real(*args, **kwargs)
            self.calls[number] = (name, args, result)
            return result

        return call
