"""What was typed, sorted: the options of every command, then those of the one that was named.

A value may begin with a dash: `check-in KR7 -3` and `--note -- maybe` mean what they say. Only the
names that a command really has are options. What is wrong raises `UsageError` with the way out,
which for the words of other programs are those of this one.
"""

from __future__ import annotations

from okrboard.cli.context import Arguments, shown
from okrboard.cli.spec import Command, Option
from okrboard.domain.lookup import parse_reference
from okrboard.errors import UsageError

EVERYWHERE: tuple[Option, ...] = (
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
    known, values, rest = words_of(EVERYWHERE), before.values(), list(words)
    while rest and take_option(values, known, rest):
        pass
    return Arguments(values), rest


def parse(command: Command, words: list[str], before: Arguments) -> Arguments:
    """Return the words sorted into a command's arguments and options, with those before it."""
    known, values, rest = words_of((*EVERYWHERE, *command.options)), before.values(), list(words)
    plain: list[str] = []
    while rest:
        if rest[0] == "--":
            plain += rest[1:]
            break
        if take_option(values, known, rest):
            continue
        word = rest.pop(0)
        if not is_plain(word):
            hint = nearest(word.partition("=")[0], list(known))
            way_out = hint or f"; okrboard {command.name} -h lists its options"
            raise UsageError(f"okrboard {command.name} has no option {shown(word)}{way_out}")
        plain.append(word)
    if "help" not in values and "version" not in values:
        _place(values, command, plain)
    return Arguments(values)


def nearest(word: str, known: list[str]) -> str:
    """Return `; did you mean …?` for the known word that is nearest, or nothing."""
    # Costs 3 ms, and only those who mistyped.
    from difflib import get_close_matches

    # The dashes that all options have say nothing about which one is near.
    bare = {each.lstrip("-"): each for each in known}
    matches = get_close_matches(word.lstrip("-"), bare, 1, 0.6)
    return f"; did you mean {bare[matches[0]]}?" if matches else ""


def words_of(options: tuple[Option, ...]) -> dict[str, Option]:
    """Return options by how they are typed, `--note` and `-m`."""
    long = {f"--{option.name}": option for option in options}
    return long | {f"-{option.short}": option for option in options if option.short}


def is_plain(word: str) -> bool:
    """Say whether a word is an argument: no dash before it, or a number, or a sentence, behind."""
    if not word.startswith("-") or word == "-":
        return True
    return word[1].isdigit() or word[1] in ".,=€$£" or " " in word


def take_option(values: dict[str, list[str]], known: dict[str, Option], words: list[str]) -> bool:
    """Take the option that stands first, and its value; say whether one does.

    The value is the next word, or stands in the same one: `--name=value` or `-nvalue`.
    """
    word = words[0]
    name, attached, value = word, "", ""
    if word.startswith("--"):
        name, attached, value = word.partition("=")
    elif word not in known:
        name, attached = word[:2], word[2:]
        value = attached.removeprefix("=")
    option = known.get(name)
    if option is None:
        return False
    del words[0]
    if not option.metavar:
        if attached:
            raise UsageError(f"{name} takes no value; write {name} alone")
    elif not attached:
        if not words:
            raise UsageError(f"{word} needs a value: {word} {option.metavar}")
        value = words.pop(0)
    if option.name in values and option.metavar and not option.repeat:
        raise UsageError(f"--{option.name} is given twice; once is enough")
    values.setdefault(option.name, []).append(value)
    return True


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
    forms = {"": "{}", "?": "[{}]", "*": "[{}...]"}
    words = ["okrboard", command.name]
    words += [forms[argument.count].format(argument.metavar) for argument in command.arguments]
    return " ".join([*words, "[options]"] if command.options else words)


COMMANDS_OF_OTHERS = {
    word: command
    for command, words in {
        "board": "ls list status",
        "--version": "version",
        "check-in": "update check_in",
        "objective": "goals",
        "objective add": "add new",
        "objective propose": "propose",
        "kr": "keyresult key-result",
        "member": "users people user",
        "action": "todo todos task tasks",
        "meetings minutes": "minutes",
        "log": "history",
        "config": "settings",
        "config set": "set",
        "doctor": "restore",
        "doctor --repair": "repair",
    }.items()
    for word in words.split()
}
"""Our command for each word that looks like none of them."""

VERBS_OF_OTHERS = {
    word: verbs
    for words, verbs in {
        "rm delete del cancel": ("remove", "drop", "end"),
        "new create": ("add", "propose"),
        "join": ("add",),
        "leave": ("remove",),
        "ls all": ("list",),
        "view": ("show", "list"),
        "get": ("show", "get"),
        "change update": ("edit", "set"),
        "rename": ("edit",),
        "close": ("close", "done"),
        "finish": ("done", "close"),
        "keep": ("done",),
        "end": ("close", "end", "done"),
        "open": ("start", "reopen"),
        "begin": ("start",),
        "postpone": ("carry", "move"),
        "sync": ("publish",),
    }.items()
    for word in words.split()
}
"""Our verbs for each of theirs; the first one that a noun has is meant."""


def command_meant(word: str) -> str:
    """Return `; did you mean …?` for a word that is no command; empty where nobody can say."""
    table, _ = parse_reference(word) or ("", 0)
    ref = word.strip().upper()
    if table in ("objectives", "key_results", "actions"):
        more = f", okrboard check-in {ref} VALUE notes it" if table == "key_results" else ""
        return f"; okrboard show {ref} shows it{more}"
    if table == "meetings":
        return f"; okrboard meetings minutes {ref} shows what was said"
    meant = COMMANDS_OF_OTHERS.get(word.casefold())
    return f"; did you mean {meant}?" if meant else ""


def verb_meant(word: str, verbs: list[str]) -> str:
    """Return `; did you mean …?` for a word that is no verb of a noun; empty for others."""
    if "minutes" in verbs and (parse_reference(word) or ("", 0))[0] == "meetings":
        return command_meant(word)
    meant = [verb for verb in VERBS_OF_OTHERS.get(word.casefold(), ()) if verb in verbs]
    return f"; did you mean {meant[0]}?" if meant else ""
