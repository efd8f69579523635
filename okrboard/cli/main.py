"""`run()`: from the words of a command line to an exit status, and never a traceback.

It reads the options of every command, imports the one command that was named, and turns every
error into one line on stderr.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

from okrboard.cli.arguments import Arguments, shown
from okrboard.cli.commands import COMMANDS, HIDDEN
from okrboard.cli.context import Context
from okrboard.cli.output import Output, silence
from okrboard.cli.parser import leading, nearest, parse
from okrboard.cli.spec import Command, Noun, Run
from okrboard.errors import OkrboardError, StoreMissing, UsageError
from okrboard.text import clean, shorten

LONGEST_MESSAGE = 500
"""Characters of the line about an error; a longer one is cut in its middle."""


def run(argv: list[str]) -> int:
    """Do what a command line says; return the exit status.

    0 done, 1 it could not be done, 2 wrong usage, 3 busy or changed underneath, 4 damaged or too
    new, 130 interrupted. What was done and could only not be printed is 0, with a line about it. A
    reader that went away, as `head` does, is no error.
    """
    _open_closed_streams()
    output = Output()
    try:
        status = _run(argv, output)
    except OkrboardError as error:
        return _fail(str(error), error.exit_code, argv, output)
    except KeyboardInterrupt:
        return _fail("done, then interrupted", 130, argv, output) if output.changed else 130
    except BrokenPipeError:
        output.flush()
        return 0
    except Exception as error:
        line = _unforeseen(error)
        if output.changed:
            return _fail(f"done, but it could not be told: {line}", 0, argv, output)
        return _fail(line, 1, argv, output)
    output.flush()
    if output.failure is None or isinstance(output.failure, BrokenPipeError):
        return status
    reason = f"it could not be printed: {_reason(output.failure)}"
    if output.changed:
        return _fail(f"done, but {reason}", status, argv, output)
    return _fail(reason, status or 1, argv, output)


def _unforeseen(error: Exception) -> str:
    """Return the line about an error that no command raises on purpose."""
    if isinstance(error, RecursionError):
        return "that is nested too deeply to be read"
    if isinstance(error, MemoryError):
        return "there is not enough memory for that"
    if isinstance(error, OSError):
        reason = _reason(error)
        return (
            f"{error.filename}: {reason}" if error.filename else f"it could not be done: {reason}"
        )
    from okrboard.cli.crash import report_crash

    return report_crash(error, os.environ)


def find_command(name: str) -> str:
    """Return the module that does a command. Raises `UsageError` with the nearest name."""
    found = COMMANDS.get(name) or HIDDEN.get(name)
    if found is None:
        from okrboard.cli.suggestions import command_meant

        hint = command_meant(name) or nearest(name, list(COMMANDS))
        hint = hint or "; okrboard -h lists all commands"
        raise UsageError(f"there is no command {shown(name)}{hint}")
    return found[0]


def load(module: str, words: list[str], *, help: bool = False) -> tuple[Command | Noun, list[str]]:
    """Import a command's module; return its command, or a noun's verb, and the words behind it.

    A noun itself when it is asked for help, by the words or before them.
    """
    loaded = __import__(f"okrboard.cli.{module}", fromlist=("COMMAND", "NOUN"))
    if hasattr(loaded, "COMMAND"):
        command: Command = loaded.COMMAND
        return command, words
    return _verb(loaded.NOUN, words, help=help)


def _verb(noun: Noun, words: list[str], *, help: bool) -> tuple[Command | Noun, list[str]]:
    """Return the verb that the words begin with, the usual one where they name none."""
    first = words[0] if words else ""
    asked = first in ("-h", "--help", "help") or (help and not words)
    if asked and first not in noun.verbs:
        return noun, words
    if first and first not in noun.verbs and not first.startswith("-"):
        verbs = ", ".join(noun.verbs)
        from okrboard.cli.suggestions import verb_meant

        hint = verb_meant(first, list(noun.verbs)) or nearest(first, list(noun.verbs))
        hint = hint or f"; it has {verbs}"
        raise UsageError(f"okrboard {noun.name} has no {shown(first)}{hint}")
    found = noun.verbs.get(first)
    if found is None:
        found = noun.verbs[noun.usual]
    else:
        words = words[1:]
    return _verb(found, words, help=help) if isinstance(found, Noun) else (found, words)


def _run(argv: list[str], output: Output) -> int:
    given, words = leading(argv, Arguments())
    if given.has("version"):
        return _print_version(output)
    if words and words[0] == "help":
        given, words = Arguments({**given.values(), "help": [""]}), words[1:]
    if not words:
        return _without_command(given, argv, output)
    if words[0].startswith("-"):
        # The board is what is meant without a command: `okrboard --group owner`.
        words.insert(0, "board")
    name = words.pop(0)
    module = find_command(name)
    given, words = leading(words, given)
    command, words = load(module, words, help=given.has("help"))
    if isinstance(command, Noun):
        return _help(command, argv, output)
    arguments = parse(command, words, given)
    if arguments.has("version"):
        return _print_version(output)
    if arguments.has("help"):
        return _help(command, argv, output)
    from okrboard.cli.context import Context

    return _with(Context(arguments, os.environ, output), arguments, command.run)


def _with(context: Context, arguments: Arguments, run: Run) -> int:
    """Run a command; where its board is missing, say how to make it; ask what is in doubt.

    Says at the end what was read otherwise than the file has it.
    """
    from okrboard.cli.context import Context
    from okrboard.errors import InDoubt

    try:
        status = run(context, arguments)
        context.remark_on_odd()
        return status
    except KeyError:
        context.check_file()
        raise
    except StoreMissing as error:
        if not error.place:
            raise
        from okrboard.cli.locate import how_to_make

        raise StoreMissing(how_to_make(error.place, context.is_named)) from None
    except InDoubt as doubt:
        from okrboard.cli.asking import settled

        arguments = settled(context, arguments, doubt)
    finally:
        context.tell_news()
    return _with(Context(arguments, os.environ, context.output), arguments, run)


def _without_command(given: Arguments, argv: list[str], output: Output) -> int:
    """Show the help, or the board: as a screen on a terminal, as text elsewhere."""
    if given.has("help"):
        return _help("", argv, output)
    from okrboard.cli.context import Context

    context = Context(given, os.environ, output)
    if context.has_screen:
        from okrboard.cli.first import ask_for_board
        from okrboard.cli.screen import open_board

        ask_for_board(context)
        return open_board(context)
    from okrboard.cli.board import print_board

    return _with(context, given, print_board)


def _help(what: str | Command | Noun, argv: list[str], output: Output) -> int:
    from okrboard.cli.columns import USUAL, columns_of
    from okrboard.cli.help import help_text

    columns = columns_of(os.environ, terminal=sys.stdout.isatty()) or USUAL
    output.write(_plain(help_text(what, min(columns, USUAL)), sys.stdout, argv))
    return 0


def _print_version(output: Output) -> int:
    from okrboard import __version__

    output.write(f"okrboard {__version__}\n")
    return 0


def _plain(text: str, stream: TextIO, argv: list[str]) -> str:
    """Return a text as a stream can show it, before a context knows how."""
    if text.isascii():
        return text
    from okrboard.report.output_style import speaks_unicode

    if "--ascii" not in argv and speaks_unicode(os.environ, stream):
        return text
    from okrboard.cells import to_ascii

    return to_ascii(text)


def _fail(message: str, status: int, argv: list[str], output: Output) -> int:
    output.flush()
    try:
        line = f"okrboard: {_cut(clean(message))}\n"
        sys.stderr.write(_plain(line, sys.stderr, argv))
        sys.stderr.flush()
    except (OSError, ValueError):
        silence(sys.stderr)
    return status


def _cut(message: str) -> str:
    """Return a message that is not too long; its end stays, which says how to mend it."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    end = LONGEST_MESSAGE // 2
    return f"{shorten(message, LONGEST_MESSAGE - end)}{message[-end:]}"


def _reason(error: OSError | ValueError) -> str:
    """Return what the system said, without the name of an exception."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _open_closed_streams() -> None:
    """Give what the caller closed (`>&-`) a place to go, so that nothing fails for it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
