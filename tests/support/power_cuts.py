"""What a power cut may leave of the calls that some code made.

Data that was not synced may be missing, half there, zeros or complete; of what was done to the
folder since it was last synced any part may be there.
"""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any

from support.watched import OLD

if TYPE_CHECKING:
    from collections.abc import Iterator


class Disk:
    """What a crash may leave of the calls seen so far."""

    def __init__(self, calls: list[tuple[str, tuple[Any, ...], Any]]) -> None:
        self.files: dict[str, int] = {}
        self.data: dict[int, list[tuple[str, bytes]]] = {}
        self.folder: list[tuple[str, str, int]] = []
        self.synced = 0
        opened: dict[int, int | str] = {}
        for name, args, result in calls:
            self._apply(name, args, result, opened)

    def _apply(self, name: str, args: Any, result: Any, opened: dict[int, Any]) -> None:
        if name == "open" and args[1] & os.O_CREAT:
            inode = len(self.data) + 1
            self.data[inode] = []
            self.files[args[0]] = opened[result] = inode
            self.folder.append(("is", args[0], inode))
        elif name == "open":
            opened[result] = args[0]
        elif name == "write":
            self.data[opened[args[0]]].append(("dirty", bytes(args[1][:result])))
        elif name == "fsync" and isinstance(opened[args[0]], str):
            self.synced = len(self.folder)
        elif name == "fsync":
            blocks = self.data[opened[args[0]]]
            blocks[:] = [("safe", data) for _, data in blocks]
        elif name in ("rename", "link"):
            self.folder.append(("is", args[1], self.files[args[0]]))
            if name == "rename":
                self.folder.append(("gone", args[0], 0))
        elif name == "unlink":
            self.folder.append(("gone", args[0], 0))

    def states(self, path: str) -> Iterator[bytes | None]:
        """Yield what may be found under a name; None for a file that is not there."""
        sure, unsure = self.folder[: self.synced], self.folder[self.synced :]
        for chosen in itertools.product([True, False], repeat=len(unsure)):
            done = sure + [step for step, there in zip(unsure, chosen, strict=True) if there]
            inode = 0
            for what, name, number in done:
                if name == path:
                    inode = number if what == "is" else -1
            yield from self._contents(inode)

    def _contents(self, inode: int) -> Iterator[bytes | None]:
        if inode <= 0:
            yield OLD if inode == 0 else None
            return
        forms = [
            [data] if how == "safe" else [b"", data[: len(data) // 2], bytes(len(data)), data]
            for how, data in self.data[inode]
        ]
        for parts in itertools.product(*forms):
            yield b"".join(parts)

    def folders(self) -> Iterator[dict[str, bytes | None]]:
        """Yield what may be found under all names together; None for a file that is gone.

        A name that is not there is as it was before the calls.
        """
        sure, unsure = self.folder[: self.synced], self.folder[self.synced :]
        for chosen in itertools.product([True, False], repeat=len(unsure)):
            done = sure + [step for step, there in zip(unsure, chosen, strict=True) if there]
            names = {name: number if what == "is" else -1 for what, name, number in done}
            inodes = sorted({number for number in names.values() if number > 0})
            for contents in itertools.product(*(list(self._contents(i)) for i in inodes)):
                held: dict[int, bytes | None] = dict(zip(inodes, contents, strict=True))
                yield {name: held.get(number) for name, number in names.items()}
