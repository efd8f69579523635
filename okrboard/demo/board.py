"""The demo board in memory, and as a file."""

from __future__ import annotations

from okrboard.demo.build import SEED, build_demo
from okrboard.demo.company import PEOPLE
from okrboard.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from okrboard.domain.board import Board
    from okrboard.storage.file_store import FileStore


def demo_board(now: datetime, seed: int = SEED) -> Board:
    """Return the demo board as it is now; the same now and seed give an equal board."""
    return build_demo(now, seed)


def write_demo(path: str, now: datetime, seed: int = SEED) -> FileStore:
    """Write the demo board to a new file and return its store.

    Played in memory and written whole or not at all; equal boards, but for the random name that
    every commit has. Raises `StoreUnsafe` when there is a file already,
    `StoreMissing` when its folder is not, and what else a store raises.
    """
    from okrboard.storage.file_store import FileStore
    from okrboard.transfer.whole import copy_board

    board = demo_board(now, seed)
    store = FileStore.unwritten(path, board.settings)
    Service(store, PEOPLE[0].handle, lambda: now).change("", lambda draft: copy_board(draft, board))
    return store
