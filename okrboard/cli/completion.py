"""`okrboard completion` and `man`: what shells need to complete commands, options and names.

The scripts ask `okrboard __complete` at the tab key, which knows the commands from their table and
the names from the board; the commands themselves they know by heart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from okrboard.cli.commands import COMMANDS, load_command
from okrboard.cli.context import Arguments, Context
from okrboard.cli.parser import EVERYWHERE
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.converters import word as one_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.errors import OkrboardError
from okrboard.text import clean, squeeze

_BASH = """\
# okrboard for bash: put  eval "$(okrboard completion bash)"  into ~/.bashrc
_okrboard() {
    local IFS=$'\\n' found current="${COMP_WORDS[COMP_CWORD]}"
    if [ "$COMP_CWORD" -eq 1 ] && [ "${current#-}" = "$current" ]; then
        COMPREPLY=($(compgen -W "$(printf '%s\\n' COMMANDS)" -- "$current"))
        return
    fi
    COMPREPLY=()
    while IFS= read -r found; do
        COMPREPLY+=("$found")
    done < <(okrboard __complete --quoted "$COMP_CWORD" -- "${COMP_WORDS[@]}" 2>/dev/null)
    if [ "${COMPREPLY[0]}" = @files ]; then
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -f -- "$current"))
    fi
}
complete -F _okrboard okrboard
"""

_ZSH = """\
#compdef okrboard
# okrboard for zsh: put  eval "$(okrboard completion zsh)"  into ~/.zshrc, behind compinit
_okrboard() {
    local -a found
    if (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
        found=(COMMANDS)
    else
        found=("${(@f)$(okrboard __complete --described --quoted $((CURRENT - 1)) \\
            -- "${words[@]}" 2>/dev/null)}")
        if [[ ${found[1]} == @files ]]; then
            _files
            return
        fi
        found=("${(@)found//:/\\\\:}")
        found=("${(@)found/$'\\t'/:}")
    fi
    # What is typed in small letters may stand for large ones.
    [[ -n ${found[1]} ]] && _describe okrboard found \\
        -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}
compdef _okrboard okrboard
"""

_FISH = """\
# okrboard for fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish
function __okrboard_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l place (math (count $typed) - 1)
    set -l found (okrboard __complete --described $place -- $typed 2>/dev/null)
    if test "$found[1]" = @files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c okrboard -f -n 'test (count (commandline -opc)) -gt 1' -a '(__okrboard_complete)'
"""


def completion(context: Context, arguments: Arguments) -> int:
    """Print the script for a shell."""
    shell = one_of(arguments.text("SHELL"), "a shell", tuple(_SCRIPTS))
    context.write(_SCRIPTS[shell]())
    return 0


def _bash() -> str:
    return _BASH.replace("COMMANDS", " ".join(COMMANDS))


def _zsh() -> str:
    described = "\n            ".join(f"'{name}:{_plain(help)}'" for name, help in _helps())
    return _ZSH.replace("COMMANDS", described)


def _fish() -> str:
    lines = [
        f"complete -c okrboard -f -n '__fish_use_subcommand' -a {name} -d '{_plain(help)}'"
        for name, help in _helps()
    ]
    return _FISH + "\n".join(lines) + "\n"


def _helps() -> list[tuple[str, str]]:
    return [(name, help) for name, (_, help) in COMMANDS.items()]


def _plain(text: str) -> str:
    return text.replace("\\", "").replace("'", "")


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}

COMPLETION = Command(
    "completion",
    "completion for bash, zsh or fish",
    completion,
    (Positional("SHELL", "bash, zsh or fish", completes="bash zsh fish"),),
    more='bash: eval "$(okrboard completion bash)"\nzsh:  eval "$(okrboard completion zsh)"\n'
    "fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish",
)


Candidate = tuple[str, str]
"""What completes, and what it is."""


FILES = "@files"
"""What tells the shell to complete the names of files."""

MOST = 500


def complete(context: Context, arguments: Arguments) -> int:
    """Print the candidates for the word at a place of the words."""
    place, words = arguments.text("PLACE"), arguments.all("WORDS")
    if not (place.isascii() and place.isdigit() and 0 < int(place) <= len(words)):
        return 0
    typed = words[int(place)] if int(place) < len(words) else ""
    quoted = arguments.has("quoted")
    if quoted:
        words = [_unquoted(word) for word in words]
    current = words[int(place)] if int(place) < len(words) else ""
    try:
        found = list(_found(context, words[1 : int(place)], current))
    except OkrboardError:
        return 0
    fitting = [
        (value, what)
        for value, what in found
        if value == FILES
        or (value.casefold().startswith(current.casefold()) and value.isprintable())
    ]
    for value, what in fitting[:MOST]:
        if arguments.has("described"):
            # A colour of the board's text, a tab or a line break in it would confuse the shell.
            line = f"{value}\t{squeeze(what, 60)}" if what else value
        else:
            line = _quoted(value, typed) if quoted and value != FILES else value
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


def _found(context: Context, before: list[str], current: str) -> Iterator[Candidate]:
    """Yield what can follow the words before, unfiltered."""
    line = _Line(before)
    if line.waits_for is not None:
        yield from _values(context, line, line.waits_for.completes, current)
        return
    if current.startswith("-"):
        options = (*EVERYWHERE, *(line.command.options if line.command else ()))
        for option in options:
            yield f"--{option.name}", option.help
        return
    yield from line.names
    if line.command is not None:
        expected = _argument(line.command.arguments, line.plain)
        if expected is not None:
            yield from _values(context, line, expected.completes, current)


class _Line:
    """What the words before the cursor have said already."""

    def __init__(self, before: list[str]) -> None:
        self.command: Command | None = None
        self.names: list[Candidate] = []
        """Commands or verbs that can come next."""
        self.plain = 0
        """Arguments of the command that were given."""
        self.waits_for: Option | None = None
        """The option whose value comes next."""
        self.options: dict[str, list[str]] = {}
        """Options of every command with their values."""
        self._verbs: dict[str, Command | Noun] | None = None
        self.names = [(name, help) for name, (_, help) in COMMANDS.items()]
        for word in before:
            self._read(word)

    def _read(self, word: str) -> None:
        if self.waits_for is not None:
            self.options.setdefault(self.waits_for.name, []).append(word)
            self.waits_for = None
        elif word.startswith("-") and word != "-":
            known = (*EVERYWHERE, *(self.command.options if self.command else ()))
            self.waits_for = next(
                (o for o in known if word in (f"--{o.name}", f"-{o.short}") and o.metavar), None
            )
        elif self.command is not None:
            self.plain += 1
        elif self._verbs is not None:
            self._take(self._verbs.get(word))
        elif word in COMMANDS:
            self._take(load_command(word))
        else:
            self.names = []

    def _take(self, found: Command | Noun | None) -> None:
        self.names, self._verbs = [], None
        if isinstance(found, Noun):
            self._verbs = dict(found.verbs)
            self.names = [(name, verb.help) for name, verb in self._verbs.items()]
        else:
            self.command = found
            # After a word that is no verb nothing can be told.
            self._verbs = None if found else {}


def _argument(arguments: tuple[Positional, ...], given: int) -> Positional | None:
    if given < len(arguments):
        return arguments[given]
    return arguments[-1] if arguments and arguments[-1].count == "*" else None


def _values(context: Context, line: _Line, completes: str, typed: str) -> Iterator[Candidate]:
    for word in completes.split():
        if word == FILES:
            yield FILES, ""
        elif word.startswith("@"):
            yield from _of_board(_board(context, line), word[1:], typed)
        else:
            yield word, ""


def _board(context: Context, line: _Line) -> Board:
    """Return the board that the words name, which need not be that of `__complete` itself."""
    from okrboard.cli.context import Context as Other

    environment = os.environ | dict(context.environment)
    return Other(Arguments(line.options), environment, context.output).board


def _of_board(board: Board, kind: str, typed: str = "") -> Iterator[Candidate]:
    """Yield the names of one kind of thing, the newest goals first.

    References are in small letters where they are typed so; titles come once something is typed.
    """
    if kind in ("objectives", "key_results", "actions"):
        table = board.table(kind).live
        records = [table[id] for id in reversed(table)]
        if kind == "actions":
            records = [record for record in records if record.state == "open"]
        for record in records:
            ref = reference(kind, record.id)
            yield ref.lower() if typed.islower() else ref, clean(record.title)
        if typed:
            yield from _titles(kind, records)
    elif kind == "meetings":
        meetings = board.meetings.live
        for id in reversed(meetings):
            meeting = meetings[id]
            ref = reference("meetings", id)
            yield (
                ref.lower() if typed.islower() else ref,
                f"{meeting.kind} {meeting.started:%Y-%m-%d}",
            )
    elif kind == "members":
        for member in board.members.values():
            if member.left is None:
                yield clean(member.handle), clean(member.name)
    else:
        for record in board.table(kind).values():
            yield clean(record.name), ""


def _titles(kind: str, records: list[Any]) -> Iterator[Candidate]:
    """Yield the titles that name one record each, with its reference."""
    named: dict[str, list[int]] = {}
    for record in records:
        named.setdefault(clean(record.title), []).append(record.id)
    for title, ids in named.items():
        # Not what is read as the reference of another thing, or as an option.
        if len(ids) == 1 and parse_reference(title) is None and not title.startswith("-"):
            yield title, reference(kind, ids[0])


COMPLETE = Command(
    "__complete",
    "the names that a shell completes",
    complete,
    (
        Positional("PLACE", "which word is completed, from 0"),
        Positional("WORDS", "the words of the line", count="*"),
    ),
    (
        Option("described", "", "with what each one is, behind a tab"),
        Option("quoted", "", "the words are as typed, quotes and all, and so are the names"),
    ),
)


def man(context: Context, _: Arguments) -> int:
    """Print the path of the page that came with this okrboard."""
    import okrboard

    path = clean(os.path.join(os.path.dirname(os.path.abspath(okrboard.__file__)), "okrboard.1"))
    return context.answer(path, lambda: {"file": path})


MAN = Command("man", "print where the man page is", man, more='Read it: man "$(okrboard man)"')
