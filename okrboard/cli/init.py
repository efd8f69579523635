"""`okrboard init`: a new board, with its first cycle and its first member.

Who opens the screens and has no board yet gets one after three questions.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from zoneinfo import ZoneInfo

from okrboard.cli.context import BOARD_FILE, Arguments, Context
from okrboard.cli.cycle import span
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.board import Board, MemoryTable
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle, suggestions
from okrboard.domain.edit.people import add_member
from okrboard.domain.edit.series import plan_if_none
from okrboard.domain.records import Settings
from okrboard.errors import OkrboardError, Refused, StoreMissing, UsageError
from okrboard.service import new_uid
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore
from okrboard.text import clean, squeeze


@command(
    "init",
    Positional("PATH", "the new file; okrboard.json in this folder", count="?", completes="@files"),
    Option("name", "NAME", "what the board is called: the company, the department"),
    Option("timezone", "ZONE", "where it lives, as Europe/Berlin; this machine's zone"),
    Option("cycle", "NAME", "its first cycle; 2026-T3 and 2026-Q4 know their days"),
    Option("from", "DAY", "the cycle's first day"),
    Option("to", "DAY", "the cycle's last day"),
)
def init(context: Context, arguments: Arguments) -> int:
    """Make a board."""
    zone = known_zone(arguments.get("timezone") or _system_zone(context.environment))
    path = _path(context, arguments)
    cycle, days = arguments.text("cycle"), (arguments.get("from"), arguments.get("to"))
    _make_board(context, path, Settings(name=arguments.text("name"), timezone=zone), cycle, days)
    board, member = context.board, context.member
    running = board.cycle_on(context.today)
    where, name, zone = os.path.abspath(path), board.settings.name, board.settings.timezone
    if member is None:
        then = "okrboard member add HANDLE"
    elif running is None:
        then = "okrboard cycle add NAME --from DAY --to DAY --running"
    else:
        then = "okrboard objective propose TITLE, or okrboard for the board screen"
    return context.answer(
        f"{name} is at {where} (time zone {zone})\nnext: {then}",
        lambda: {
            "board": where,
            "name": name,
            "timezone": zone,
            "cycle": running.name if running else None,
            "member": member.handle if member else None,
        },
    )


def _make_board(
    context: Context,
    path: str,
    settings: Settings,
    cycle: str,
    days: tuple[str | None, str | None] = (None, None),
) -> None:
    """Write a new board with its first cycle and its maker as the first member, and sit at it.

    An empty name is the usual one, an empty `cycle` makes none, `days` are as typed. Raises
    `UsageError` or `Refused` for a slip in the cycle, before anything is written, and what a store
    raises.
    """
    settings = settings._replace(name=squeeze(settings.name, 200) or Settings().name)

    def furnish(draft: Draft) -> None:
        if cycle:
            first, last = span(cycle, *days, draft.stamp.today)
            made = add_cycle(draft, cycle, first, last, running=first <= draft.stamp.today)
            plan_if_none(draft, made.id, new_uid)
        elif any(days):
            raise UsageError("--from and --to are the days of a cycle; name it with --cycle NAME")
        # A login name need not be a handle; then nobody has joined yet.
        with suppress(Refused):
            add_member(draft, draft.stamp.who)
        draft.what = "set the board up"

    # Once in memory first: a slip in the cycle's days must not leave half a board behind.
    rehearsal = MemoryStore(Board({"settings": MemoryTable({1: settings})}))
    context.sit_at(rehearsal).change("", furnish)
    context.sit_at(FileStore.unwritten(path, settings)).change("", furnish)
    context.output.changed = True


def known_zone(name: str) -> str:
    """Return a time zone's name. Raises `UsageError` for one that this machine does not know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(
            f"“{clean(name, 60)}” is no time zone; write one like Europe/Berlin or UTC"
        ) from None
    return name


def _system_zone(environment: Mapping[str, str]) -> str:
    """Return the name of this machine's time zone; UTC when it does not say."""
    name = environment.get("TZ", "").removeprefix(":")
    try:
        name = name or os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
        return "UTC" if name in ("", "Etc/UTC", "Etc/UCT") else known_zone(name)
    except (OSError, UsageError):
        return "UTC"


def _path(context: Context, arguments: Arguments) -> str:
    path = (
        arguments.text("PATH")
        or context.named_board
        or context.environment.get("OKRBOARD_BOARD", "")
        or BOARD_FILE
    )
    if "://" in path:
        raise UsageError("a board is made in a file; name its path")
    return os.path.join(path, BOARD_FILE) if os.path.isdir(path) else path


def ask_for_board(context: Context) -> None:
    """Make a board by asking for its name, time zone and cycle, where there is none yet.

    Raises what reading the board raises for any other reason than that it is missing, and
    `StoreMissing` when the person does not want one.
    """
    try:
        context.board  # noqa: B018
        return
    except StoreMissing:
        path, today = context.board_file, context.now.date()
    (usual, _, _), *_ = suggestions(today)
    context.say(f"There is no board at {clean(path)} yet.")
    context.say("Three questions, and there is one; ctrl+c leaves everything as it is.")
    context.say("okrboard demo shows what a board is like.")
    name = _ask(context, "Whose board is it (a team, a company)?", "Our OKRs", str)
    zone = _ask(context, "In which time zone?", _system_zone(context.environment), known_zone)
    cycle = _ask(
        context,
        "Which cycle runs now (like 2026-T3 for four months, 2026-Q4 for three)?",
        usual,
        lambda text: text if span(text, None, None, today) else "",
    )
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    _make_board(context, path, Settings(name=name, timezone=zone), cycle)


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
