"""A board to look round on: three teams of one company in the middle of a cycle, with a history."""

from okrboard.demo.board import demo_board, write_demo
from okrboard.demo.build import SEED, build_demo

__all__ = ["SEED", "build_demo", "demo_board", "write_demo"]
