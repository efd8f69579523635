"""What a command takes, as data: the parser, the help and the shell completion all read it.

Plain classes: `argparse` alone would cost as much as everything else that a check-in does.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cli.context import Arguments, Context

Run = Callable[[Context, Arguments], int]


class Option:
    """A named argument: `--note TEXT`, or a flag when it has no `metavar`."""

    __slots__ = ("completes", "help", "metavar", "name", "repeat", "short")

    def __init__(
        self,
        name: str,
        metavar: str,
        help: str,
        *,
        short: str = "",
        repeat: bool = False,
        completes: str = "",
    ) -> None:
        """Take the name without dashes; `short` is one letter.

        `completes` says what a shell offers for the value: words divided by blanks, or `@` and a
        kind of thing on the board (`@key_results`), or `@files`.
        """
        self.name = name
        self.metavar = metavar
        self.help = help
        self.short = short
        self.repeat = repeat
        self.completes = completes


class Positional:
    """An argument that is known by its place; `count` is "" (exactly one), "?" or "*"."""

    __slots__ = ("completes", "count", "help", "metavar")

    def __init__(self, metavar: str, help: str, *, count: str = "", completes: str = "") -> None:
        """Take its name in capitals, as help and errors show it."""
        self.metavar = metavar
        self.help = help
        self.count = count
        self.completes = completes


class Command:
    """One command or one verb of a noun."""

    __slots__ = ("arguments", "help", "more", "name", "options", "run")

    def __init__(
        self,
        name: str,
        help: str,
        run: Run,
        arguments: tuple[Positional, ...] = (),
        options: tuple[Option, ...] = (),
        *,
        more: str = "",
    ) -> None:
        """Take the words that call it (`objective add`), one line of help, and what runs.

        `more` is what its help says below the options: examples.
        """
        self.name = name
        self.help = help
        self.run = run
        self.arguments = arguments
        self.options = options
        self.more = more


class Noun:
    """A word with verbs behind it; without a verb it does its `usual` one."""

    __slots__ = ("help", "name", "usual", "verbs")

    def __init__(
        self, name: str, usual: str, verbs: tuple[Command | Noun, ...], help: str = ""
    ) -> None:
        """Take the verbs as commands named `noun verb`, or as nouns with verbs of their own."""
        self.name = name
        self.usual = usual
        self.help = help
        self.verbs = {verb.name.rpartition(" ")[2]: verb for verb in verbs}
