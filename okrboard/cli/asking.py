"""A text that may be several things: asked about at a terminal, refused elsewhere."""

from __future__ import annotations

import sys

from okrboard.cells import to_ascii
from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.style import is_terminal
from okrboard.errors import InDoubt, Refused
from okrboard.text import clean

_WHOLE = (
    *("VALUE", "DAY", "NEW", "on", "due", "from", "to"),
    *("start", "target", "weight", "expected", "score", "capacity"),
)
"""What is a number or a day as a whole; a note that says the same is left as it is."""

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
    if name in _WHOLE and value.strip() == text:
        return answer
    before, equals, behind = value.rpartition("=")
    if name not in _PARTED or not equals:
        return value
    share, colon, kind = behind.partition(":")
    if share.strip() == text:
        return f"{before}={answer}{colon}{kind}"
    return f"{answer}={behind}" if before.strip() == text else value
