"""`Context`: what a command works with: the board, the person, and how to answer.

Store and board are opened when first asked for, so that help and mistakes cost nothing. Which board
and who: the design's section 5.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from okrboard.cells import to_ascii, wrapped
from okrboard.cli.output import Output, is_terminal, look_of, silence
from okrboard.configuration import user_folder
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.records import Member
from okrboard.errors import OkrboardError, Refused, StoreCorrupt
from okrboard.report.output_style import Look
from okrboard.service import Service, clock_from
from okrboard.storage.store import Store
from okrboard.text import clean, clean_lines, shorten, squeeze

T = TypeVar("T")


class Arguments:
    """What was typed, by name: options as in `--due-day`, arguments as in `REF`."""

    def __init__(self, values: dict[str, list[str]] | None = None) -> None:
        """Take every value that was given under each name."""
        self._values = values or {}

    def get(self, name: str) -> str | None:
        """Return the last value given, or None."""
        values = self._values.get(name)
        return values[-1] if values else None

    def text(self, name: str) -> str:
        """Return the last value given, or an empty text."""
        return self.get(name) or ""

    def all(self, name: str) -> list[str]:
        """Return every value given, in order."""
        return list(self._values.get(name, ()))

    def values(self) -> dict[str, list[str]]:
        """Return a copy of everything."""
        return {name: list(values) for name, values in self._values.items()}

    def has(self, name: str) -> bool:
        """Say whether it was given at all; for flags this is their value."""
        return name in self._values


def shown(word: str) -> str:
    """Return something that was typed as a message can show it."""
    return f"“{shorten(word, 40)}”"


class Context:
    """One call of one command."""

    def __init__(
        self, arguments: Arguments, environment: Mapping[str, str], output: Output
    ) -> None:
        """Take the options of every command, the environment, and where answers go."""
        self.output = output
        self.arguments = arguments
        self.environment = environment
        self.json = arguments.has("json")
        self.is_terminal = is_terminal(sys.stdout)
        self.look: Look = look_of(
            sys.stdout,
            environment,
            ascii=arguments.has("ascii"),
            no_color=arguments.has("no-color"),
        )
        self.named_board = arguments.text("board")
        self.who = find_person(arguments.text("as"), environment)
        self._service: Service | None = None

    @property
    def has_screen(self) -> bool:
        """Whether there is a terminal to run a screen on, and a person who wants one."""
        return self.is_terminal and is_terminal(sys.stdin) and not self.json

    @property
    def place(self) -> str:
        """The path or address of the board that is meant."""
        return find_board(self.named_board, self.environment)

    def how_to_make(self, place: str) -> str:
        """Return what to say of a board that is not at a place: a command to paste makes it."""
        # Imported here: only who has no board asks it.
        from shlex import quote

        shown = clean(place)
        if not (self.named_board or self.environment.get("OKRBOARD_BOARD", "")):
            return f"there is no board here, nor at {shown}; okrboard init makes one in this folder"
        folder = os.path.dirname(place)
        make = f"okrboard init {quote(shown)}"
        if folder and not os.path.isdir(folder):
            make = f"mkdir -p {quote(clean(folder))} && {make}"
        return f"there is no board at {shown}; this makes one: {make}"

    @property
    def board_file(self) -> str:
        """The path of the board. Raises `Refused` for a board that is not in a file."""
        if "://" in self.place or self.place == "memory:":
            raise Refused("that is for boards in a file; name one with --board PATH")
        return self.place

    @property
    def clock(self) -> Callable[[], datetime]:
        """What tells the instant, aware: `OKRBOARD_NOW` or real time."""
        return clock_from(dict(self.environment))

    @property
    def now(self) -> datetime:
        """The instant, aware."""
        return self.clock()

    @property
    def service(self) -> Service:
        """The person at the board."""
        if self._service is not None:
            return self._service
        # Imported here: help and mistakes open no board.
        from okrboard.storage.file_store import open_store

        state = user_folder("state", self.environment)
        return self.sit_at(open_store(self.place, state, self.clock))

    def sit_at(self, store: Store) -> Service:
        """Work at a store that was opened otherwise; return the service."""
        self._service = Service(store, self.who, self.clock)
        return self._service

    @property
    def board(self) -> Board:
        """The newest committed board."""
        return self.service.board

    @property
    def today(self) -> date:
        """The day in the board's time zone."""
        return self.service.stamp().today

    @property
    def member(self) -> Member | None:
        """The person as a member of the board; None for somebody who has not joined, or left."""
        member = self.board.member_named(self.who)
        return member if member is not None and member.left is None else None

    def change(self, what: str, edit: Callable[[Draft], T]) -> T:
        """Change the board as a member. Raises `Refused`, with how to join, for anybody else."""
        self.check_member()
        result = self.service.change(what, edit)
        self.output.changed = True
        return result

    def check_member(self) -> None:
        """Raise `Refused`, with how to join, when the person is no member of the board."""
        if self.member is None:
            raise Refused(f"{self.who} can look but not change: {self.how_to_join}")

    @property
    def how_to_join(self) -> str:
        """What somebody who is not on the board can type to be."""
        as_whom = "say who you are with --as HANDLE or OKRBOARD_USER"
        if self.who and all(sign.isalnum() or sign in "_-." for sign in self.who):
            return f"join with okrboard member add {self.who}, or {as_whom}"
        return f"join with okrboard member add HANDLE and {as_whom}"

    def say(self, text: str) -> None:
        """Print lines; what this place cannot show becomes what it can."""
        if not self.look.colour:
            text = clean_lines(text, len(text))
        self.write(text + "\n")

    def tell(self, text: str) -> None:
        """Print lines to be read: where a terminal is too narrow they are broken at blanks."""
        lines = text.split("\n")
        self.say("\n".join(part for line in lines for part in wrapped(line, self.look.width)))

    def write(self, text: str) -> None:
        """Print a text that is clean already."""
        self.output.write(text if self.look.unicode else to_ascii(text))

    def emit(self, value: object) -> None:
        """Print a value as JSON: indented for people, on one line for programs."""
        text = json.dumps(
            value,
            ensure_ascii=not self.look.unicode,
            indent=2 if self.is_terminal else None,
            separators=None if self.is_terminal else (",", ":"),
            allow_nan=False,
        )
        # JSON escapes what is below a blank only; the rest of the bad ones are cleaned here.
        self.output.write(clean_lines(text, len(text)) + "\n")

    def done(self, text: str, record: Callable[[], object]) -> int:
        """Say what was done, or give the record that was written as JSON; return 0."""
        self.output.changed = True
        return self.answer(text, record)

    def answer(
        self,
        text: str | Callable[[], Iterable[str]],
        data: Callable[[], object],
        *,
        wrap: bool = False,
    ) -> int:
        """Say a text or lines, or give what they tell as JSON; only what is wanted is made.

        `wrap` breaks them where a terminal is too narrow. Returns 0.
        """
        if self.json:
            self.emit(data())
            return 0
        lines = text if isinstance(text, str) else "\n".join(text())
        (self.tell if wrap else self.say)(lines)
        return 0

    def remark(self, text: str) -> None:
        """Say on stderr, in one line, what is worth a second look although it was done."""
        line = clean(text, 500)
        try:
            sys.stderr.write(f"note: {line if self.look.unicode else to_ascii(line)}\n")
        except (OSError, ValueError):
            # Nobody listens there; what was asked for is done.
            silence(sys.stderr)

    def remark_on_file(self) -> None:
        """Say what is odd about the board's file, if a board was opened and nobody said it yet."""
        if self._service is not None:
            for line in self._service.store.take_news():
                self.remark(line)

    def check_file(self) -> None:
        """Raise `StoreCorrupt` when the board's file is damaged, which opening it does not see.

        A file whose check is right is not read to its end: a record may name one that is not there.
        """
        if self._service is None or not os.path.isfile(self.place):
            return
        # Imported here: it is asked when something went wrong.
        from okrboard.storage.repair import examine

        for problem in examine(self.place).problems:
            raise StoreCorrupt(
                f"{clean(self.place)} is damaged: {problem}; okrboard doctor --repair mends it"
            )

    def remark_on_odd(self) -> None:
        """Say that records which were read break a rule, and were taken as near as can be."""
        try:
            odd = list(self._service.board.odd()) if self._service is not None else []
        except OkrboardError:
            return
        if not odd:
            return
        # Imported here: few boards have any.
        from okrboard.domain.lookup import named
        from okrboard.domain.rules import broken

        name, id, record = odd[0]
        more = f" (and {len(odd) - 1} more)" if len(odd) > 1 else ""
        for rule in list(broken(record))[:1]:
            self.remark(
                f"{named(name, id)}: {rule}{more}; it was read as near to that as can be: "
                "okrboard doctor tells more, okrboard doctor --repair mends it"
            )


BOARD_FILE = "okrboard.json"


def find_board(named: str, environment: Mapping[str, str]) -> str:
    """Return the path or address of the board that is meant; whether it exists is not asked.

    `named` (`--board`) comes first, then `OKRBOARD_BOARD`, then `okrboard.json` in this folder or
    the nearest parent that has one, then the user's data folder. A folder means the board in it.
    """
    place = named or environment.get("OKRBOARD_BOARD", "")
    if place:
        if "://" in place:
            return place
        place = os.path.expanduser(place)
        return os.path.join(place, BOARD_FILE) if os.path.isdir(place) else place
    return _in_a_parent() or os.path.join(user_folder("data", environment), BOARD_FILE)


def find_person(named: str, environment: Mapping[str, str]) -> str:
    """Return the handle of the person: `--as`, else `OKRBOARD_USER`, else the login name."""
    handle = named or environment.get("OKRBOARD_USER", "") or _login(environment)
    return squeeze(handle, 100).removeprefix("@")


def _in_a_parent() -> str:
    try:
        folder = os.getcwd()
    except OSError:
        return ""
    while not os.path.isfile(place := os.path.join(folder, BOARD_FILE)):
        if folder == os.path.dirname(folder):
            return ""
        folder = os.path.dirname(folder)
    return place


def _login(environment: Mapping[str, str]) -> str:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := environment.get(variable, ""):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "somebody"
