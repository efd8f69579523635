"""Help: all commands, the verbs of a noun, or what one command takes, from the very same data."""

from __future__ import annotations

from okrboard.cells import wrapped
from okrboard.cli.commands import COMMANDS
from okrboard.cli.output import USUAL
from okrboard.cli.parser import EVERYWHERE, usage
from okrboard.cli.spec import Command, Noun, Option

_EVERYTHING = """\
okrboard: a team's OKRs, its Friday check-in, its calendar

  okrboard                     open the board screen
  okrboard COMMAND [options]   do one thing; okrboard COMMAND -h says more

Commands"""


def help_text(what: Command | Noun | None, width: int = USUAL) -> str:
    """Return the help of a noun, of one command, or of everything.

    No line is longer than `width` columns, but for one word that is.
    """
    if what is None:
        commands = [(name, help) for name, (_, help) in COMMANDS.items()]
        lines = [_EVERYTHING, *_columns(commands, width)]
    elif isinstance(what, Noun):
        return "\n".join(_of_noun(what, width)) + "\n"
    else:
        lines = [*wrapped(usage(what), width, 0), *wrapped(what.help, width, 0)]
        if what.arguments:
            lines += ["", *_columns([(one.metavar, one.help) for one in what.arguments], width)]
        if what.options:
            lines += ["", "Options", *_columns([_option(option) for option in what.options], width)]
    lines += ["", "Options of every command, before or behind it"]
    lines += _columns([_option(option) for option in EVERYWHERE], width)
    if what is not None and what.more:
        lines += ["", *_folded(what.more, width)]
    return "\n".join(lines) + "\n"


def _of_noun(noun: Noun, width: int) -> list[str]:
    about = noun.help or COMMANDS.get(noun.name, ("", ""))[1]
    alone = f"okrboard {noun.name} alone is okrboard {noun.name} {noun.usual};"
    return [
        f"okrboard {noun.name} VERB [options]",
        *wrapped(about, width, 0),
        "",
        *_columns([(verb.name, verb.help) for verb in noun.verbs.values()], width),
        "",
        *wrapped(f"{alone} okrboard {noun.name} VERB -h says more", width, 0),
    ]


def _option(option: Option) -> tuple[str, str]:
    short = f"-{option.short}, " if option.short else ""
    return f"{short}--{option.name} {option.metavar}".rstrip(), option.help


def _columns(rows: list[tuple[str, str]], width: int) -> list[str]:
    size = min(max(len(left) for left, _ in rows), width // 3)
    lines: list[str] = []
    for left, right in rows:
        first, *more = wrapped(right, width - size - 4, 0)
        if len(left) > size:
            lines.append(f"  {left}")
            left = ""
        lines.append(f"  {left:<{size}}  {first}")
        lines += [" " * (size + 4) + line for line in more]
    return lines


def _folded(text: str, width: int) -> list[str]:
    """Return a text whose own line breaks stay, unless a line is too long and runs on in the next.

    What is set in stays so.
    """
    lines: list[str] = []
    rest = ""
    for line in text.split("\n"):
        runs_on = bool(rest) and line[:1].islower()
        if rest and not runs_on:
            lines.append(rest)
        *full, rest = wrapped(f"{rest} {line}" if runs_on else line, width, 0)
        lines += full
        if not (full or runs_on):
            lines.append(rest)
            rest = ""
    return [*lines, rest] if rest else lines
