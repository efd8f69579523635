"""`okrboard man`: where the man page is, for a `man` that does not find it by its name."""

from __future__ import annotations

import os

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command
from okrboard.text import clean


def man(context: Context, _: Arguments) -> int:
    """Print the path of the page that came with this okrboard."""
    import okrboard

    path = clean(os.path.join(os.path.dirname(os.path.abspath(okrboard.__file__)), "okrboard.1"))
    return context.answer(path, lambda: {"file": path})


COMMAND = Command("man", "print where the man page is", man, more='Read it: man "$(okrboard man)"')
