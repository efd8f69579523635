"""The demo board in memory, and as a file."""

from __future__ import annotations

from okrboard.demo.build import SEED, build_demo
from okrboard.storage.memory_store import MemoryStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from okrboard.domain.board import Board


def demo_board(now: datetime, seed: int = SEED) -> Board:
    """Return the demo board as it is now; the same now and seed give an equal board."""
    return build_demo(MemoryStore(), now, seed)
