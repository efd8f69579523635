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

from okrboard.cells import to_ascii
from okrboard.cli.commands import COMMANDS, HIDDEN, load_command
from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.output import Output, is_terminal, silence
from okrboard.cli.parser import command_meant, leading, nearest, parse, verb_meant
from okrboard.cli.spec import Command, Noun, Run
from okrboard.configuration import user_folder
from okrboard.errors import InDoubt, OkrboardError, Refused, StoreMissing, UsageError
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
    return report_crash(error, os.environ)


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
    return _verb(load_command(name), words, help=help)


def _verb(
    noun: Command | Noun, words: list[str], *, help: bool
) -> tuple[Command | Noun, list[str]]:
    if isinstance(noun, Command):
        return noun, words
    first = words[0] if words else ""
    asked = first in ("-h", "--help", "help") or (help and not words)
    if asked and first not in noun.verbs:
        return noun, words
    if first and first not in noun.verbs and not first.startswith("-"):
        verbs = ", ".join(noun.verbs)
        hint = verb_meant(first, list(noun.verbs)) or nearest(first, list(noun.verbs))
        hint = hint or f"; it has {verbs}"
        raise UsageError(f"okrboard {noun.name} has no {shown(first)}{hint}")
    found = noun.verbs.get(first)
    if found is None:
        found = noun.verbs[noun.usual]
    else:
        words = words[1:]
    return _verb(found, words, help=help)


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
    given, words = leading(words, given)
    command, words = find_command(name, words, help=given.has("help"))
    if isinstance(command, Noun):
        return _help(command, argv, output)
    arguments = parse(command, words, given)
    if arguments.has("version"):
        return _print_version(output)
    if arguments.has("help"):
        return _help(command, argv, output)
    return _with(Context(arguments, os.environ, output), arguments, command.run)


def _with(context: Context, arguments: Arguments, run: Run) -> int:
    """Run a command; where its board is missing, say how to make it; ask what is in doubt.

    Says at the end what was read otherwise than the file has it.
    """
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
        from okrboard.cli.context import how_to_make

        raise StoreMissing(how_to_make(error.place, context.is_named)) from None
    except InDoubt as doubt:
        arguments = settled(context, arguments, doubt)
    finally:
        context.tell_news()
    return _with(Context(arguments, os.environ, context.output), arguments, run)


def _without_command(given: Arguments, argv: list[str], output: Output) -> int:
    """Show the help, or the board: as a screen on a terminal, as text elsewhere."""
    if given.has("help"):
        return _help("", argv, output)
    context = Context(given, os.environ, output)
    if context.has_screen:
        from okrboard.cli.init import ask_for_board
        from okrboard.cli.screen import open_board

        ask_for_board(context)
        return open_board(context)
    from okrboard.cli.board import print_board

    return _with(context, given, print_board)


def _help(what: str | Command | Noun, argv: list[str], output: Output) -> int:
    from okrboard.cli.help import help_text
    from okrboard.cli.output import USUAL, columns_of

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


_WHOLE = ("VALUE", "DAY", "NEW", "on", "from", "to", "score")
"""Arguments and options that are a number or a day as a whole, besides those of fields."""

_PARTED = ("driver", "checkpoint", "step")
"""Options with two texts in one, `DAY=VALUE`."""


def settled(context: Context, arguments: Arguments, doubt: InDoubt) -> Arguments:
    """Return what was typed, with the answer in the place of what was in doubt.

    Raises `Refused`, with what can be written instead, where nobody can be asked or none answers.
    """
    answer = _asked(context, doubt) if doubt.ways else ""
    before = arguments.values()
    values = {
        name: [_put(name, value, doubt.text, answer) for value in given]
        for name, given in before.items()
    }
    if not answer or values == before:
        raise Refused(str(doubt))
    return Arguments(values)


def _asked(context: Context, doubt: InDoubt) -> str:
    """Return the way that the person at the terminal chooses, nothing for none."""
    if context.json or not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return ""
    lines = [clean(str(doubt), 500)]
    if len(doubt.ways) == 1:
        lines.append(f"Take {doubt.ways[0]}? [y/N] ")
    else:
        lines += [f"  {number}  {way}" for number, way in enumerate(doubt.ways, 1)]
        lines.append(f"Which one? [1-{len(doubt.ways)}, enter for none] ")
    text = "\n".join(lines)
    sys.stderr.write(text if context.look.unicode else to_ascii(text))
    sys.stderr.flush()
    # Not `input()`: it loses a ctrl+c that comes right behind the prompt.
    typed = sys.stdin.readline().strip().casefold()
    if len(doubt.ways) == 1:
        return doubt.ways[0] if typed in ("y", "yes", doubt.ways[0]) else ""
    numbered = {str(number): way for number, way in enumerate(doubt.ways, 1)}
    return numbered.get(typed, typed if typed in doubt.ways else "")


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


KEPT = 200_000
"""Bytes of a file of tracebacks after which it starts anew."""


def report_crash(error: Exception, environment: Mapping[str, str]) -> str:
    """Write the traceback to `crash.log` in the user's state folder; return the line to show."""
    what = f"{type(error).__name__}: {error}"
    try:
        place = _write(error, environment)
    except OSError:
        return f"this is a bug in okrboard ({what}); please report it"
    return f"this is a bug in okrboard ({what}); please report it with what is in {place}"


def _write(error: Exception, environment: Mapping[str, str]) -> str:
    from datetime import UTC, datetime
    from traceback import format_exception

    from okrboard import __version__

    folder = user_folder("state", environment)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    place = os.path.join(folder, "crash.log")
    large = os.path.exists(place) and os.path.getsize(place) > KEPT
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_TRUNC if large else os.O_APPEND)
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} okrboard {__version__}, Python {sys.version}\n"
    text = head + "".join(format_exception(error)) + "\n"
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
    return place
