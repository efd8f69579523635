"""`okrboard init`: a new board, with its first cycle and its first member.

Who opens the screens and has no board yet gets one after three questions.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from okrboard.cli.context import BOARD_FILE, Arguments, Context
from okrboard.cli.cycle import span
from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.people import add_member
from okrboard.domain.edit.series import plan_if_none
from okrboard.errors import OkrboardError, Refused, StoreMissing, UsageError
from okrboard.service import new_uid
from okrboard.text import clean, squeeze


def init(context: Context, arguments: Arguments) -> int:
    """Make a board file; say where it is and what comes next."""
    zone = arguments.get("timezone") or system_zone(context.environment)
    path = _path(context, arguments)
    make_board(
        context,
        path,
        name=arguments.text("name"),
        zone=known_zone(zone),
        cycle=arguments.text("cycle"),
        days=(arguments.get("from"), arguments.get("to")),
    )
    return _answer(context, path)


def make_board(
    context: Context,
    path: str,
    *,
    name: str,
    zone: str,
    cycle: str,
    days: tuple[str | None, str | None] = (None, None),
) -> None:
    """Write a new board with its first cycle and its maker as the first member, and sit at it.

    `zone` is known, an empty `cycle` makes none, `days` are as typed. Raises `UsageError` or
    `Refused` for a slip in the cycle, before anything is written, and what a store raises.
    """
    from okrboard.domain.board import Board, MemoryTable
    from okrboard.domain.records import Settings
    from okrboard.storage.file_store import FileStore
    from okrboard.storage.store import MemoryStore

    settings = Settings(name=squeeze(name, 200) or Settings().name, timezone=zone)

    def furnish(draft: Draft) -> None:
        _furnish(draft, cycle, days)
        draft.what = "set the board up"

    # Once in memory first: a slip in the cycle's days must not leave half a board behind.
    rehearsal = MemoryStore(Board({"settings": MemoryTable({1: settings})}))
    context.sit_at(rehearsal).change("", furnish)
    context.sit_at(FileStore.unwritten(path, settings)).change("", furnish)
    context.output.changed = True


def known_zone(name: str) -> str:
    """Return a time zone's name. Raises `UsageError` for one that this machine does not know."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(
            f"“{clean(name, 60)}” is no time zone; write one like Europe/Berlin or UTC"
        ) from None
    return name


def system_zone(environment: Mapping[str, str]) -> str:
    """Return the name of this machine's time zone; UTC when it does not say."""
    named = environment.get("TZ", "").removeprefix(":")
    if not named:
        try:
            named = os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
        except OSError:
            named = ""
    if named in ("", "Etc/UTC", "Etc/UCT"):
        return "UTC"
    try:
        return known_zone(named)
    except UsageError:
        return "UTC"


def _furnish(draft: Draft, cycle: str, days: tuple[str | None, str | None]) -> None:
    if cycle:
        first, last = span(cycle, *days, draft.stamp.today)
        made = add_cycle(draft, cycle, first, last, running=first <= draft.stamp.today)
        plan_if_none(draft, made.id, new_uid)
    elif any(days):
        raise UsageError("--from and --to are the days of a cycle; name it with --cycle NAME")
    try:
        add_member(draft, draft.stamp.who)
    except Refused:
        # A login name need not be a handle; then nobody has joined yet.
        return


def _path(context: Context, arguments: Arguments) -> str:
    named = (
        arguments.text("PATH")
        or context.named_board
        or context.environment.get("OKRBOARD_BOARD", "")
        or BOARD_FILE
    )
    if "://" in named:
        raise UsageError("a board is made in a file; name its path")
    return os.path.join(named, BOARD_FILE) if os.path.isdir(named) else named


def _answer(context: Context, path: str) -> int:
    board = context.board
    cycle = board.cycle_on(context.today)
    member = context.member
    found = {
        "board": os.path.abspath(path),
        "name": board.settings.name,
        "timezone": board.settings.timezone,
        "cycle": cycle.name if cycle else None,
        "member": member.handle if member else None,
    }
    if context.json:
        context.emit(found)
        return 0
    context.say(f"{found['name']} is at {found['board']} (time zone {found['timezone']})")
    if member is None:
        context.say("next: okrboard member add HANDLE")
    elif cycle is None:
        context.say("next: okrboard cycle add NAME --from DAY --to DAY --running")
    else:
        context.say("next: okrboard objective propose TITLE, or okrboard for the board screen")
    return 0


COMMAND = Command(
    "init",
    "make a board",
    init,
    (
        Positional(
            "PATH", "the new file; okrboard.json in this folder", count="?", completes="@files"
        ),
    ),
    (
        Option("name", "NAME", "what the board is called: the company, the department"),
        Option("timezone", "ZONE", "where it lives, as Europe/Berlin; this machine's zone"),
        Option("cycle", "NAME", "its first cycle; 2026-T3 and 2026-Q4 know their days"),
        Option("from", "DAY", "the cycle's first day"),
        Option("to", "DAY", "the cycle's last day"),
    ),
)


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
