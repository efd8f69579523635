"""Holds a program where it imports Textual until the file that HOLD names is there.

Python imports this before the program, where this folder is on its path. With an empty HOLD the
import fails.
"""

import os
import sys
import time


class _Gate:
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        del path, target
        if name == "textual":
            sys.meta_path.remove(self)
            gate = os.environ["HOLD"]
            if not gate:
                raise ImportError("no Textual here")
            while not os.path.exists(gate):
                time.sleep(0.01)


if "HOLD" in os.environ:
    sys.meta_path.insert(0, _Gate())
