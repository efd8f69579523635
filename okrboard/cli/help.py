"""Help: all commands, the verbs of a noun, or what one command takes, from the very same data."""

from __future__ import annotations

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.output import USUAL
from okrboard.cli.parser import EVERYWHERE, usage
from okrboard.cli.spec import Command, Noun, Option


def help_text(what: str | Command | Noun, width: int = USUAL) -> str:
    """Return the help of everything (""), of a noun, itself or by its name, or of one command.

    No line is longer than `width` columns, but for one word that is.
    """
    if what == "":
        lines = _of_everything(width)
    elif isinstance(what, str):
        return help_text(load_command(what), width)
    elif isinstance(what, Noun):
        lines = _of_noun(what, width)
    else:
        lines = _of_command(what, width)
    return "\n".join(lines) + "\n"


def _of_everything(width: int) -> list[str]:
    lines = [
        "okrboard: a team's OKRs, its Friday check-in, its calendar",
        "",
        "  okrboard                     open the board screen",
        "  okrboard COMMAND [options]   do one thing; okrboard COMMAND -h says more",
        "",
        "Commands",
    ]
    lines += _columns([(name, help) for name, (_, help) in COMMANDS.items()], width)
    return lines + _everywhere(width)


def _of_noun(noun: Noun, width: int) -> list[str]:
    lines = [f"okrboard {noun.name} VERB [options]"]
    about = noun.help or COMMANDS.get(noun.name, ("", ""))[1]
    lines += [*_wrapped(about, width), ""]
    lines += _columns([(verb.name, verb.help) for verb in noun.verbs.values()], width)
    alone = f"okrboard {noun.name} alone is okrboard {noun.name} {noun.usual};"
    return [*lines, "", *_wrapped(f"{alone} okrboard {noun.name} VERB -h says more", width)]


def _of_command(command: Command, width: int) -> list[str]:
    lines = [*_wrapped(usage(command), width), *_wrapped(command.help, width)]
    if command.arguments:
        lines += ["", *_columns([(one.metavar, one.help) for one in command.arguments], width)]
    if command.options:
        lines += ["", "Options", *_columns([_option(option) for option in command.options], width)]
    lines += _everywhere(width)
    return [*lines, "", *_folded(command.more, width)] if command.more else lines


def _everywhere(width: int) -> list[str]:
    options = [_option(option) for option in EVERYWHERE]
    return ["", "Options of every command, before or behind it", *_columns(options, width)]


def _option(option: Option) -> tuple[str, str]:
    short = f"-{option.short}, " if option.short else ""
    return f"{short}--{option.name} {option.metavar}".rstrip(), option.help


def _columns(rows: list[tuple[str, str]], width: int) -> list[str]:
    size = min(max(len(left) for left, _ in rows), width // 3)
    lines: list[str] = []
    for left, right in rows:
        head = f"  {left:<{size}}  "
        if len(left) > size:
            lines.append(head.rstrip())
            head = " " * (size + 4)
        for line in _wrapped(right, width - size - 4):
            lines.append(head + line)
            head = " " * (size + 4)
    return lines


def _folded(text: str, width: int) -> list[str]:
    """Return a text whose own line breaks stay, unless a line is too long and runs on in the next.

    What is set in stays so.
    """
    lines: list[str] = []
    over = ""
    for line in text.split("\n"):
        if over and not line[:1].islower():
            lines.append(over)
            over = ""
        indent = " " * (len(line) - len(line.lstrip(" ")))
        runs_on = bool(over)
        whole = f"{over} {line}" if over else line
        over = ""
        if len(whole) <= width and not runs_on:
            lines.append(whole)
            continue
        *full, over = _wrapped(whole, width - len(indent))
        lines += [indent + each for each in full]
        over = indent + over
    return [*lines, over] if over else lines


def _wrapped(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
