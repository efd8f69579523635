"""`run()`: from the words of a command line to an exit status, and never a traceback.

It reads the options of every command, imports the one command that was named, and turns every
error into one line on stderr; of what nobody foresaw the traceback goes to a file of the user's. A
text that may be several things is asked about at a terminal, refused elsewhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from okrboard import __version__
from okrboard.cells import to_ascii
from okrboard.cli.commands import COMMANDS, HIDDEN, load_command
from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.output import USUAL, Output, columns_of, is_terminal, silence
from okrboard.cli.parser import command_meant, leading, nearest, parse, verb_meant
from okrboard.cli.spec import Command, Noun, Run
from okrboard.configuration import user_folder
from okrboard.errors import InDoubt, OkrboardError, Refused, StoreMissing, UsageError
from okrboard.report.output_style import speaks_unicode
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
    line = f"it could not be printed: {_reason(output.failure)}"
    if output.changed:
        return _fail(f"done, but {line}", status, argv, output)
    return _fail(line, status or 1, argv, output)


def _unforeseen(error: Exception) -> str:
    """Return the line about an error that no command raises on purpose."""
    if isinstance(error, RecursionError):
        return "that is nested too deeply to be read"
    if isinstance(error, MemoryError):
        return "there is not enough memory for that"
    if isinstance(error, OSError):
        return f"{error.filename or 'it could not be done'}: {_reason(error)}"
    return _crashed(error, os.environ)


def find_command(
    name: str, words: list[str], *, help: bool = False
) -> tuple[Command | Noun, list[str]]:
    """Return the command that a name and the words behind it mean, and the words behind that.

    Of a noun the verb that they begin with, the usual one where they name none, and the noun itself
    when it is asked for help, by the words or before them. Raises `UsageError` with the nearest
    name.
    """
    if name not in COMMANDS and name not in HIDDEN:
        hint = command_meant(name) or nearest(name, list(COMMANDS))
        hint = hint or "; okrboard -h lists all commands"
        raise UsageError(f"there is no command {shown(name)}{hint}")
    command = load_command(name)
    while isinstance(command, Noun):
        verb, verbs = words[0] if words else "", list(command.verbs)
        if verb in verbs:
            words = words[1:]
        elif verb in ("-h", "--help", "help") or (help and not words):
            break
        elif not verb or verb.startswith("-"):
            verb = command.usual
        else:
            hint = verb_meant(verb, verbs) or nearest(verb, verbs)
            hint = hint or f"; it has {', '.join(verbs)}"
            raise UsageError(f"okrboard {command.name} has no {shown(verb)}{hint}")
        command = command.verbs[verb]
    return command, words


def _run(argv: list[str], output: Output) -> int:
    arguments, words = leading(argv, Arguments())
    if words[:1] == ["help"]:
        arguments, words = Arguments({**arguments.values(), "help": [""]}), words[1:]
    command: Command | Noun | None = None
    if words and not arguments.has("version"):
        # The board is what is meant without a command: `okrboard --group owner`.
        name, *words = ["board", *words] if words[0].startswith("-") else words
        arguments, words = leading(words, arguments)
        command, words = find_command(name, words, help=arguments.has("help"))
        if isinstance(command, Command):
            arguments = parse(command, words, arguments)
    if arguments.has("version"):
        output.write(f"okrboard {__version__}\n")
        return 0
    if arguments.has("help") or isinstance(command, Noun):
        return _print_help(command, argv, output)
    context = Context(arguments, os.environ, output)
    if command is None and context.has_screen:
        from okrboard.cli.init import ask_for_board
        from okrboard.cli.screen import open_board

        ask_for_board(context)
        return open_board(context)
    if command is None:
        from okrboard.cli.board import board

        command = board
    return _with(context, arguments, command.run)


def _with(context: Context, arguments: Arguments, run: Run) -> int:
    """Run a command; where its board is missing, say how to make it; ask what is in doubt.

    Says at the end what was read otherwise than the file has it.
    """
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
        raise StoreMissing(context.how_to_make(error.place)) from None
    except InDoubt as doubt:
        arguments = _settled(context, arguments, doubt)
    finally:
        context.remark_on_file()
    return _with(Context(arguments, os.environ, context.output), arguments, run)


def _print_help(what: Command | Noun | None, argv: list[str], output: Output) -> int:
    from okrboard.cli.help import help_text

    columns = columns_of(os.environ, terminal=sys.stdout.isatty()) or USUAL
    output.write(_plain(help_text(what, min(columns, USUAL)), sys.stdout, argv))
    return 0


def _plain(text: str, stream: TextIO, argv: list[str]) -> str:
    """Return a text as a stream can show it, before a context knows how."""
    if "--ascii" not in argv and speaks_unicode(os.environ, stream):
        return text
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


_WHOLE = ("VALUE", "DAY", "NEW", "on", "from", "to", "score")
"""Arguments and options that are a number or a day as a whole, besides those of fields."""

_PARTED = ("driver", "checkpoint", "step")
"""Options with two texts in one, `DAY=VALUE`."""


def _settled(context: Context, arguments: Arguments, doubt: InDoubt) -> Arguments:
    """Return what was typed, with the answer in the place of what was in doubt.

    Raises `Refused`, with what can be written instead, where nobody can be asked or none answers.
    """
    answer = _choice(context, doubt) if doubt.ways else ""
    before = arguments.values()
    after = {
        name: [_put(name, value, doubt.text, answer) for value in values]
        for name, values in before.items()
    }
    if not answer or after == before:
        raise Refused(str(doubt))
    return Arguments(after)


def _choice(context: Context, doubt: InDoubt) -> str:
    """Return the way that the person at the terminal chooses, nothing for none."""
    if context.json or not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return ""
    question = clean(str(doubt), 500)
    if len(doubt.ways) == 1:
        ways = dict.fromkeys(("y", "yes"), doubt.ways[0])
        question += f"\nTake {doubt.ways[0]}? [y/N] "
    else:
        ways = {str(number): way for number, way in enumerate(doubt.ways, 1)}
        question += "".join(f"\n  {number}  {way}" for number, way in ways.items())
        question += f"\nWhich one? [1-{len(ways)}, enter for none] "
    sys.stderr.write(question if context.look.unicode else to_ascii(question))
    sys.stderr.flush()
    # Not `input()`: it loses a ctrl+c that comes right behind the prompt.
    typed = sys.stdin.readline().strip().casefold()
    return ways.get(typed, typed if typed in doubt.ways else "")


def _put(name: str, value: str, text: str, answer: str) -> str:
    """Return a value of an option with the answer, where it is the text in doubt."""
    # Imported here: only who is asked something needs the table of fields.
    from okrboard.domain.fields import is_number_or_day

    if (name in _WHOLE or is_number_or_day(name)) and value.strip() == text:
        return answer
    before, equals, behind = value.rpartition("=")
    if name not in _PARTED or not equals:
        return value
    share, colon, kind = behind.partition(":")
    if share.strip() == text:
        return f"{before}={answer}{colon}{kind}"
    return f"{answer}={behind}" if before.strip() == text else value


_MOST_CRASHES = 200_000
"""Bytes of a file of tracebacks after which it starts anew."""


def _crashed(error: Exception, environment: Mapping[str, str]) -> str:
    """Write the traceback to `crash.log` in the user's state folder; return the line to show."""
    bug = f"this is a bug in okrboard ({type(error).__name__}: {error}); please report it"
    try:
        return f"{bug} with what is in {_write_traceback(error, environment)}"
    except OSError:
        return bug


def _write_traceback(error: Exception, environment: Mapping[str, str]) -> str:
    from datetime import UTC, datetime
    from traceback import format_exception

    folder = user_folder("state", environment)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    place = os.path.join(folder, "crash.log")
    large = os.path.exists(place) and os.path.getsize(place) > _MOST_CRASHES
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_TRUNC if large else os.O_APPEND)
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} okrboard {__version__}, Python {sys.version}\n"
    text = head + "".join(format_exception(error)) + "\n"
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
    return place
