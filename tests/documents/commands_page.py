"""The page of all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.markdown import WRITTEN, code, sentence, table
from documents.program import STATUSES, commands, written

from okrboard.cli.parser import EVERYWHERE, usage

if TYPE_CHECKING:
    from okrboard.cli.spec import Command

INTRO = """\
`okrboard` alone opens the board screen; where the output is no terminal it prints the board as
text, and so it does with options of `okrboard board`: `okrboard --group owner`. `okrboard COMMAND
-h` says what this page says about one command.

What is on the board is named by its reference (`O12` an objective, `KR34` a key result, `A5` an
action, `M7` a meeting) or by a part of its title that only one thing has. Days are written
`2026-11-20`, `20 Nov`, `today`, `fri` or `+3`. Numbers may be written `1,234.5` or `1.234,5`.

Every command that reads takes `--json` and then prints one object or list: keys in snake_case,
days and instants as in ISO 8601, references as text. Other programs may rely on them. A `health`
is `on_track`, `at_risk`, `off_track`, `stale`, `too_early` or `done`; what nobody has committed to
is `proposed`, whatever its numbers say, and its `gap` is null.
"""


def commands_page() -> str:
    """Return the page."""
    lines = [WRITTEN, "", "# Commands", "", INTRO]
    lines += ["Options of every command, before it or behind it:", ""]
    lines += table(("option", ""), [(code(written(each)), each.help) for each in EVERYWHERE])
    lines += ["The exit status:", ""]
    lines += table(("status", ""), [(str(number), what) for number, what in STATUSES.items()])
    everything = list(commands())
    lines += ["In the order of `okrboard -h`:", ""]
    names = ((f"[`{name}`](#okrboard-{name})", help) for name, help, _ in everything)
    lines += table(("command", ""), names)
    for name, help, verbs in everything:
        lines += [f"## okrboard {name}", "", sentence(help), ""]
        for verb in verbs:
            if verb.name != name:
                lines += [f"### okrboard {verb.name}", "", sentence(verb.help), ""]
            lines += _command(verb)
    return "\n".join(lines).rstrip("\n") + "\n"


def _command(command: Command) -> list[str]:
    lines = ["```text", usage(command), "```", ""]
    rows = [(code(each.metavar), each.help) for each in command.arguments]
    rows += [(code(written(each)), each.help) for each in command.options]
    if rows:
        lines += table(("", ""), rows)
    if command.more:
        lines += ["```text", *command.more.strip("\n").split("\n"), "```", ""]
    return lines
