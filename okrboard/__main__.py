"""`python -m okrboard` and the `okrboard` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    # A command ends before there is garbage worth a search, which costs 3 ms; the screens turn it
    # on again.
    gc.disable()
    from okrboard.cli.main import run

    status = run(sys.argv[1:])
    if "threading" in sys.modules or "atexit" in sys.modules:
        sys.exit(status)
    # Nobody is left to tidy up after: taking the interpreter apart would cost another 2 ms.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
