"""The first start: no board yet, so three questions, and there is one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from okrboard.cli.context import Context
from okrboard.errors import OkrboardError, StoreMissing
from okrboard.text import clean, squeeze


def ask_for_board(context: Context) -> None:
    """Make a board by asking for its name, time zone and cycle, where there is none yet.

    Raises what reading the board raises for any other reason than that it is missing, and
    `StoreMissing` when the person does not want one.
    """
    try:
        context.board  # noqa: B018
    except StoreMissing:
        _make(context, context.board_file)


def _make(context: Context, path: str) -> None:
    # Imported here: whoever has a board, which is everybody but once, does not wait for it.
    from okrboard.cli.cycle import span
    from okrboard.cli.init import known_zone, make_board, system_zone
    from okrboard.domain.edit.cycles import suggestions

    today = context.now.date()
    (usual, _, _), *_ = suggestions(today)
    context.say(f"There is no board at {clean(path)} yet.")
    context.say("Three questions, and there is one; ctrl+c leaves everything as it is.")
    context.say("okrboard demo shows what a board is like.")
    name = _ask(context, "Whose board is it (a team, a company)?", "Our OKRs", str)
    zone = _ask(context, "In which time zone?", system_zone(context.environment), known_zone)
    cycle = _ask(
        context,
        "Which cycle runs now (like 2026-T3 for four months, 2026-Q4 for three)?",
        usual,
        lambda text: text if span(text, None, None, today) else "",
    )
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    make_board(context, path, name=name, zone=zone, cycle=cycle)


def _ask(context: Context, question: str, usual: str, read: Callable[[str], str]) -> str:
    """Return an answer that can be used; asks again, with what is wrong, until there is one."""
    while True:
        # Not `input()`: it loses a ctrl+c that comes right behind the prompt.
        context.write(f"{question} [{usual}] ")
        context.output.flush()
        line = sys.stdin.readline()
        if not line:
            raise StoreMissing("no board was made; make one with okrboard init")
        typed = squeeze(line, 200)
        try:
            return read(typed or usual)
        except OkrboardError as error:
            context.say(clean(str(error), 300))
