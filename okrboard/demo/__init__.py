"""A board to look round on: three teams of one company in the middle of a cycle, with a history."""

from okrboard.demo.play import demo_board, write_demo

__all__ = ["demo_board", "write_demo"]
