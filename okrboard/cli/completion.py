"""`okrboard completion` and `man`: what shells need to complete commands, options and names.

The scripts, `completion.bash` and its like beside this module, ask `okrboard __complete` at the tab
key, which knows the commands from their table and the names from the board; the commands themselves
they know by heart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.context import Arguments, Context
from okrboard.cli.parser import EVERYWHERE, is_plain, take_option, words_of
from okrboard.cli.spec import Command, Noun, Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.converters import word as one_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.errors import OkrboardError
from okrboard.text import clean, squeeze

_SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    Positional("SHELL", "bash, zsh or fish", completes=" ".join(_SHELLS)),
    more='bash: eval "$(okrboard completion bash)"\nzsh:  eval "$(okrboard completion zsh)"\n'
    "fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish",
)
def completion(context: Context, arguments: Arguments) -> int:
    """Completion for bash, zsh or fish."""
    shell = one_of(arguments.text("SHELL"), "a shell", _SHELLS)
    helps = {name: help.replace("'", "") for name, (_, help) in COMMANDS.items()}
    names = {
        "bash": " ".join(helps),
        "zsh": "\n            ".join(f"'{name}:{help}'" for name, help in helps.items()),
        "fish": "\n".join(
            f"complete -c okrboard -f -n '__fish_use_subcommand' -a {name} -d '{help}'"
            for name, help in helps.items()
        ),
    }
    path = f"{os.path.splitext(__file__)[0]}.{shell}"
    with open(path, encoding="utf-8") as script:
        context.write(script.read().replace("COMMANDS", names[shell]))
    return 0


_FILES = "@files"
"""What tells the shell to complete the names of files."""

_MOST = 500


@command(
    "__complete",
    Positional("PLACE", "which word is completed, from 0"),
    Positional("WORDS", "the words of the line", count="*"),
    Option("described", "", "with what each one is, behind a tab"),
    Option("quoted", "", "the words are as typed, quotes and all, and so are the names"),
)
def complete(context: Context, arguments: Arguments) -> int:
    """The names that a shell completes."""
    place, words = arguments.text("PLACE"), arguments.all("WORDS")
    if not (place.isascii() and place.isdigit() and 0 < int(place) <= len(words)):
        return 0
    typed = [*words, ""][int(place)]
    quoted = arguments.has("quoted")
    before = [_unquoted(word) if quoted else word for word in words[1 : int(place)]]
    current = _unquoted(typed) if quoted else typed
    try:
        matches = [
            (value, what)
            for value, what in _candidates(context, before, current)
            if value == _FILES
            or (value.casefold().startswith(current.casefold()) and value.isprintable())
        ]
    except OkrboardError:
        return 0
    for value, what in matches[:_MOST]:
        line = value
        if arguments.has("described"):
            # A colour of the board's text, a tab or a line break in it would confuse the shell.
            line = f"{value}\t{squeeze(what, 60)}" if what else value
        elif quoted and value != _FILES:
            line = _quoted(value, typed)
        context.write(f"{line}\n")
    return 0


def _quoted(value: str, typed: str) -> str:
    """Return a value as bash puts it in the place of what is typed."""
    if typed.startswith('"'):
        # It keeps the quote that is open, and closes it.
        return "".join(f"\\{sign}" if sign in '\\"$`' else sign for sign in value)
    if all(sign.isalnum() or sign in "-_.,:@%+/" for sign in value):
        return value
    return "'" + value.replace("'", "'\\''") + "'"


def _unquoted(word: str) -> str:
    """Return what a word of a command line means to a shell; a quote may still be open."""
    meant, quote = "", ""
    signs = iter(word)
    for sign in signs:
        if sign == "\\" and quote != "'":
            after = next(signs, "")
            meant += after if not quote or after in '\\"$`' else sign + after
        elif sign == quote:
            quote = ""
        elif sign in "\"'" and not quote:
            quote = sign
        else:
            meant += sign
    return meant


def _candidates(context: Context, before: list[str], current: str) -> Iterator[tuple[str, str]]:
    """Yield what can follow the words before, unfiltered, each with what it is.

    Nothing follows a word that is no command or verb.
    """
    command: Command | Noun | None = None
    options, plain, rest = EVERYWHERE, 0, list(before)
    values: dict[str, list[str]] = {}
    while rest:
        known = words_of(options)
        if len(rest) == 1 and rest[0] in known and known[rest[0]].metavar:
            yield from _values(context, values, known[rest[0]].completes, current)
            return
        if take_option(values, known, rest):
            continue
        word = rest.pop(0)
        if not is_plain(word):
            continue
        if isinstance(command, Command):
            plain += 1
            continue
        if word not in (COMMANDS if command is None else command.verbs):
            return
        command = load_command(word) if command is None else command.verbs[word]
        if isinstance(command, Command):
            options = (*EVERYWHERE, *command.options)
    if current.startswith("-"):
        yield from ((f"--{option.name}", option.help) for option in options)
    elif command is None:
        yield from ((name, help) for name, (_, help) in COMMANDS.items())
    elif isinstance(command, Noun):
        yield from ((name, verb.help) for name, verb in command.verbs.items())
    else:
        at_place = command.arguments[plain : plain + 1]
        for argument in at_place or [each for each in command.arguments if each.count == "*"]:
            yield from _values(context, values, argument.completes, current)


def _values(
    context: Context, values: dict[str, list[str]], completes: str, typed: str
) -> Iterator[tuple[str, str]]:
    for word in completes.split():
        if word.startswith("@") and word != _FILES:
            # The board that the words name need not be that of `__complete` itself.
            environment = os.environ | dict(context.environment)
            board = Context(Arguments(values), environment, context.output).board
            yield from _of_board(board, word[1:], typed)
        else:
            yield word, ""


def _of_board(board: Board, kind: str, typed: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names of one kind of thing, the newest goals first.

    References are in small letters where they are typed so; titles come once something is typed.
    """
    if kind in ("objectives", "key_results", "actions", "meetings"):
        table = board.table(kind).live
        records = [table[id] for id in reversed(table)]
        if kind == "actions":
            records = [record for record in records if record.state == "open"]
        for record in records:
            ref = reference(kind, record.id)
            what = (
                f"{record.kind} {record.started:%Y-%m-%d}" if kind == "meetings" else record.title
            )
            yield ref.lower() if typed.islower() else ref, clean(what)
        if typed and kind != "meetings":
            yield from _titles(kind, records)
    elif kind == "members":
        for member in board.members.values():
            if member.left is None:
                yield clean(member.handle), clean(member.name)
    else:
        for record in board.table(kind).values():
            yield clean(record.name), ""


def _titles(kind: str, records: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the titles that name one record each, with its reference."""
    named: dict[str, list[int]] = {}
    for record in records:
        named.setdefault(clean(record.title), []).append(record.id)
    for title, ids in named.items():
        # Not what is read as the reference of another thing, or as an option.
        if len(ids) == 1 and parse_reference(title) is None and not title.startswith("-"):
            yield title, reference(kind, ids[0])


@command("man", more='Read it: man "$(okrboard man)"')
def man(context: Context, _: Arguments) -> int:
    """Print where the man page is."""
    import okrboard

    path = clean(os.path.join(os.path.dirname(os.path.abspath(okrboard.__file__)), "okrboard.1"))
    return context.answer(path, lambda: {"file": path})
