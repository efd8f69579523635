"""The program, whose terminals look for each other as often as they look at the board.

`python -m support.quick_beats ARGUMENTS...` is `okrboard ARGUMENTS...`, where nobody waits five
seconds until somebody who came in is seen.
"""

from __future__ import annotations

from okrboard.storage import presence

if __name__ == "__main__":
    presence.BEAT_EVERY = 0.4

    from okrboard.__main__ import main

    main()
