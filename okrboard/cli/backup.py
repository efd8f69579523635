"""`okrboard backup`: a copy of the board beside it, damaged or not, never over another copy."""

from __future__ import annotations

from okrboard.cli.spec import Command
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context


def backup(context: Context, _: Arguments) -> int:
    """Copy the board file and say where to."""
    from okrboard.storage.backup import backup as copy

    place = copy(context.board_file, context.now)
    return context.done(f"the copy is {clean(place)}", lambda: {"backup": clean(place)})


COMMAND = Command("backup", "copy the board to a safe file beside it", backup)
