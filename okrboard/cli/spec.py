"""What a command takes, as data: the parser, the help and the shell completion all read it."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cli.context import Arguments, Context
from okrboard.domain.record import Record

Run = Callable[[Context, Arguments], int]


class Option(Record):
    """A named argument: `--note TEXT`, or a flag when it has no `metavar`."""

    name: str
    """Without dashes."""
    metavar: str
    help: str
    short: str = ""
    """One letter."""
    repeat: bool = False
    """Whether it may be given several times."""
    completes: str = ""
    """What a shell offers for the value: words divided by blanks, or `@` and a kind of thing on
    the board (`@key_results`), or `@files`."""


class Positional(Record):
    """An argument that is known by its place."""

    metavar: str
    """Its name in capitals, as help and errors show it."""
    help: str
    count: str = ""  # type: ignore[assignment]
    """Empty for exactly one, else `?` or `*`. It hides the method of tuples, which nobody asks."""
    completes: str = ""
    """As for an option."""


class Command(Record):
    """One command or one verb of a noun; it is called as the function that runs is."""

    name: str
    """The words that call it: `objective add`."""
    help: str
    """One line."""
    run: Run
    arguments: tuple[Positional, ...] = ()
    options: tuple[Option, ...] = ()
    more: str = ""
    """What its help says below the options: examples."""

    def __call__(self, context: Context, arguments: Arguments) -> int:
        """Run it; return the exit status."""
        return self.run(context, arguments)


def command(name: str, *takes: Positional | Option, more: str = "") -> Callable[[Run], Command]:
    """Make a function the command `name`, whose line of help is the first of its docstring.

    It `takes` arguments, in their order, and options.
    """

    def make(run: Run) -> Command:
        sentence = (run.__doc__ or "").partition("\n")[0].removesuffix(".")
        return Command(
            name,
            sentence[:1].lower() + sentence[1:],
            run,
            tuple(each for each in takes if isinstance(each, Positional)),
            tuple(each for each in takes if isinstance(each, Option)),
            more,
        )

    return make


class Noun:
    """A word with verbs behind it; without a verb it does its `usual` one."""

    def __init__(
        self, name: str, usual: str, verbs: tuple[Command | Noun, ...], help: str = ""
    ) -> None:
        """Take the verbs as commands named `noun verb`, or as nouns with verbs of their own."""
        self.name = name
        self.usual = usual
        self.help = help
        self.verbs = {verb.name.rpartition(" ")[2]: verb for verb in verbs}
