"""What was typed, sorted: the options of every command, then those of the one that was named.

A value may begin with a dash: `check-in KR7 -3` and `--note -- maybe` mean what they say. Only the
names that a command really has are options. What is wrong raises `UsageError` with the way out,
which for the words of other programs are those of this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cli.context import Arguments, shown
from okrboard.cli.spec import Command, Option
from okrboard.domain.lookup import parse_reference
from okrboard.errors import UsageError

EVERYWHERE = (
    Option("board", "PATH", "the board file, or the address of a board", completes="@files"),
    Option("as", "HANDLE", "who you are, instead of your login name", completes="@members"),
    Option("json", "", "print data instead of text"),
    Option("ascii", "", "use plain characters only"),
    Option("no-color", "", "use no colours"),
    Option("no-mouse", "", "leave the mouse to the terminal"),
    Option("help", "", "say what a command takes", short="h"),
    Option("version", "", "print the version", short="V"),
)
"""Options of every command, before it and behind it."""


def leading(words: list[str], before: Arguments) -> tuple[Arguments, list[str]]:
    """Return the options of every command that stand first, and the words from there on."""
    known = _words_of(EVERYWHERE)
    values = before.values()
    rest = list(words)
    while rest:
        word = rest[0]
        if word in known:
            del rest[0]
            _take(values, known[word], word, _popping(rest))
        elif (attached := _attached(word, known)) is not None:
            _take(values, attached[0], rest.pop(0), iter([attached[1]]))
        else:
            break
    return Arguments(values), rest


def parse(command: Command, words: list[str], before: Arguments) -> Arguments:
    """Return the words sorted into a command's arguments and options, with those before it."""
    known = _words_of((*EVERYWHERE, *command.options))
    values = before.values()
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            plain.extend(rest)
        elif word in known:
            _take(values, known[word], word, rest)
        elif (attached := _attached(word, known)) is not None:
            _take(values, attached[0], word, iter([attached[1]]))
        elif _is_plain(word):
            plain.append(word)
        else:
            hint = nearest(word.partition("=")[0], list(known))
            way_out = hint or f"; okrboard {command.name} -h lists its options"
            raise UsageError(f"okrboard {command.name} has no option {shown(word)}{way_out}")
    if "help" not in values and "version" not in values:
        _place(values, command, plain)
    return Arguments(values)


def nearest(word: str, known: list[str]) -> str:
    """Return `; did you mean …?` for the known word that is nearest, or nothing."""
    # Costs 3 ms, and only those who mistyped.
    from difflib import get_close_matches

    # The dashes that all options have say nothing about which one is near.
    bare = {each.lstrip("-"): each for each in known}
    found = get_close_matches(word.lstrip("-"), bare, 1, 0.6)
    return f"; did you mean {bare[found[0]]}?" if found else ""


def _words_of(options: tuple[Option, ...]) -> dict[str, Option]:
    found = {f"--{option.name}": option for option in options}
    found.update({f"-{option.short}": option for option in options if option.short})
    return found


def _popping(words: list[str]) -> Iterator[str]:
    """Give words away from the front of a list, as many as are asked for."""
    while words:
        yield words.pop(0)


def _is_plain(word: str) -> bool:
    """Say whether a word is an argument: no dash before it, or a number, or a sentence, behind."""
    if not word.startswith("-") or word == "-":
        return True
    return word[1].isdigit() or word[1] in ".,=€$£" or " " in word


def _take(values: dict[str, list[str]], option: Option, word: str, rest: Iterator[str]) -> None:
    if not option.metavar:
        _keep(values, option, "")
        return
    value = next(rest, None)
    if value is None:
        raise UsageError(f"{word} needs a value: {word} {option.metavar}")
    _keep(values, option, value)


def _attached(word: str, known: dict[str, Option]) -> tuple[Option, str] | None:
    """Return the option and value of `--name=value` or `-nvalue`, for a name that is known."""
    name, equals, value = word.partition("=")
    if not word.startswith("--"):
        name, equals, value = word[:2], word[2:], word[2:].removeprefix("=")
    option = known.get(name)
    if option is None or not equals:
        return None
    if not option.metavar:
        raise UsageError(f"{name} takes no value; write {name} alone")
    return option, value


def _keep(values: dict[str, list[str]], option: Option, value: str) -> None:
    if option.name in values and not option.repeat and option.metavar:
        raise UsageError(f"--{option.name} is given twice; once is enough")
    values.setdefault(option.name, []).append(value)


def _place(values: dict[str, list[str]], command: Command, plain: list[str]) -> None:
    left = list(plain)
    for argument in command.arguments:
        if argument.count == "*":
            values[argument.metavar] = left
            left = []
        elif left:
            values[argument.metavar] = [left.pop(0)]
        elif not argument.count:
            raise UsageError(f"{argument.metavar} is missing: {usage(command)}")
    if left:
        quoted = "" if len(plain) <= 2 else " (quote what has blanks in it)"
        raise UsageError(f"{shown(left[0])} is one argument too many{quoted}: {usage(command)}")


def usage(command: Command) -> str:
    """Return how a command is called, on one line: `okrboard check-in REF VALUE [options]`."""
    words = ["okrboard", command.name]
    for argument in command.arguments:
        closed = {"": "{}", "?": "[{}]", "*": "[{}...]"}[argument.count]
        words.append(closed.format(argument.metavar))
    if command.options:
        words.append("[options]")
    return " ".join(words)


COMMANDS_OF_OTHERS = {
    "ls": "board",
    "list": "board",
    "status": "board",
    "version": "--version",
    "update": "check-in",
    "add": "objective add",
    "new": "objective add",
    "propose": "objective propose",
    "users": "member",
    "people": "member",
    "user": "member",
    "todo": "action",
    "todos": "action",
    "task": "action",
    "tasks": "action",
    "minutes": "meetings minutes",
    "history": "log",
    "settings": "config",
    "set": "config set",
    "restore": "doctor",
    "repair": "doctor --repair",
    "check_in": "check-in",
    "goals": "objective",
    "keyresult": "kr",
    "key-result": "kr",
}
"""Commands for words that look like none of them."""

VERBS_OF_OTHERS = {
    "rm": ("remove", "drop", "end"),
    "delete": ("remove", "drop", "end"),
    "del": ("remove", "drop", "end"),
    "cancel": ("remove", "drop", "end"),
    "new": ("add", "propose"),
    "create": ("add", "propose"),
    "join": ("add",),
    "leave": ("remove",),
    "ls": ("list",),
    "all": ("list",),
    "view": ("show", "list"),
    "get": ("show", "get"),
    "change": ("edit", "set"),
    "update": ("edit", "set"),
    "rename": ("edit",),
    "close": ("close", "done"),
    "finish": ("done", "close"),
    "keep": ("done",),
    "end": ("close", "end", "done"),
    "open": ("start", "reopen"),
    "begin": ("start",),
    "postpone": ("carry", "move"),
    "sync": ("publish",),
}
"""Verbs for others; the first one that a noun has is meant."""


def command_meant(word: str) -> str:
    """Return `; did you mean …?` for a word that is no command; empty where nobody can say."""
    named = parse_reference(word)
    if named is not None:
        ref = word.strip().upper()
        more = f", okrboard check-in {ref} VALUE notes it" if named[0] == "key_results" else ""
        if named[0] in ("objectives", "key_results", "actions"):
            return f"; okrboard show {ref} shows it{more}"
        if named[0] == "meetings":
            return f"; okrboard meetings minutes {ref} shows what was said"
    found = COMMANDS_OF_OTHERS.get(word.casefold())
    return f"; did you mean {found}?" if found else ""


def verb_meant(word: str, verbs: list[str]) -> str:
    """Return `; did you mean …?` for a word that is no verb of a noun; empty for others."""
    named = parse_reference(word)
    if named is not None and named[0] == "meetings" and "minutes" in verbs:
        return f"; okrboard meetings minutes {word.strip().upper()} shows what was said"
    for verb in VERBS_OF_OTHERS.get(word.casefold(), ()):
        if verb in verbs:
            return f"; did you mean {verb}?"
    return ""
