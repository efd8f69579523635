"""`okrboard backup`: a copy of the board and its archives beside it, never over another copy."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command
from okrboard.errors import StoreCorrupt
from okrboard.text import clean


def backup(context: Context, _: Arguments) -> int:
    """Copy the board file and say where to."""
    from okrboard.storage.backup import backup as copy
    from okrboard.storage.backup import backup_parts

    place = clean(copy(context.board_file, context.now))
    parts, missing = backup_parts(context.board_file)
    if missing:
        raise StoreCorrupt(
            f"the copy is {place}, but {clean(missing[0])} could not be copied: it is missing or "
            "damaged; okrboard doctor tells more"
        )
    archives = "".join(f"\nwith the archive {clean(part)}" for part in parts)
    return context.done(
        f"the copy is {place}{archives}",
        lambda: {"backup": place, "archives": [clean(part) for part in parts]},
    )


COMMAND = Command("backup", "copy the board to a safe file beside it", backup)
