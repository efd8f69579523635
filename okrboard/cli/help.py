"""Help: all commands, the verbs of a noun, or what one command takes, from the very same data."""

from __future__ import annotations

from okrboard.cli.arguments import EVERYWHERE, usage
from okrboard.cli.commands import COMMANDS
from okrboard.cli.spec import Noun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.spec import Command, Option

WIDTH = 80


def help_text(what: str | Command | Noun) -> str:
    """Return the help of everything (""), of a noun, itself or by its name, or of one command."""
    if isinstance(what, Noun):
        return "\n".join(_of_noun(what)) + "\n"
    if not isinstance(what, str):
        return "\n".join(_of_command(what)) + "\n"
    if what:
        loaded = __import__(f"okrboard.cli.{COMMANDS[what][0]}", fromlist=("NOUN",))
        return "\n".join(_of_noun(loaded.NOUN)) + "\n"
    return "\n".join(_of_everything()) + "\n"


def _of_everything() -> list[str]:
    lines = [
        "okrboard: a team's OKRs, its Friday check-in, its calendar",
        "",
        "  okrboard                     open the board screen",
        "  okrboard COMMAND [options]   do one thing; okrboard COMMAND -h says more",
        "",
        "Commands",
    ]
    lines += _columns([(name, help) for name, (_, help) in COMMANDS.items()])
    return lines + _everywhere()


def _of_noun(noun: Noun) -> list[str]:
    lines = [f"okrboard {noun.name}", ""]
    lines += _columns([(verb.name, verb.help) for verb in noun.verbs.values()])
    return [
        *lines,
        "",
        f"okrboard {noun.name} alone is okrboard {noun.name} {noun.usual}; "
        f"okrboard {noun.name} VERB -h says more",
    ]


def _of_command(command: Command) -> list[str]:
    lines = [usage(command), command.help]
    if command.arguments:
        lines += ["", *_columns([(one.metavar, one.help) for one in command.arguments])]
    if command.options:
        lines += ["", "Options", *_columns([_option(option) for option in command.options])]
    lines += _everywhere()
    return [*lines, "", command.more] if command.more else lines


def _everywhere() -> list[str]:
    options = [_option(option) for option in EVERYWHERE]
    return ["", "Options of every command, before or behind it", *_columns(options)]


def _option(option: Option) -> tuple[str, str]:
    short = f"-{option.short}, " if option.short else ""
    return f"{short}--{option.name} {option.metavar}".rstrip(), option.help


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    size = min(max(len(left) for left, _ in rows), 26)
    lines: list[str] = []
    for left, right in rows:
        head = f"  {left:<{size}}  "
        if len(left) > size:
            lines.append(head.rstrip())
            head = " " * (size + 4)
        for line in _wrapped(right, WIDTH - size - 4):
            lines.append(head + line)
            head = " " * (size + 4)
    return lines


def _wrapped(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
