"""A meeting table: a copy of the demo board, and real terminals around it, each its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.pty_session import PATIENCE, PtySession, clean_environment, python

import okrboard
from okrboard.demo import write_demo
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from okrboard.domain.board import Board
    from okrboard.domain.records import Meeting

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
NUMBER = 6
"""Of the meeting; the demo board has held five."""
ROOTS = os.pathsep.join([str(Path(okrboard.__file__).parents[1]), str(Path(__file__).parents[1])])


@cache
def demo_board() -> bytes:
    """Return the demo board's file; it is made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "okrboard.json"
        write_demo(str(path), NOW)
        return path.read_bytes()


class Table:
    """A board, and the terminals around it; whoever still sits there is killed at the end."""

    def __init__(self, folder: Path, kind: str = "check-in") -> None:
        self.folder = folder
        self.kind = kind
        self.path = folder / "okrboard.json"
        self.path.write_bytes(demo_board())
        self.sessions: list[PtySession] = []
        self.now = NOW
        self._store = FileStore(str(self.path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self.sessions:
            session.__exit__(None, None, None)

    def environment(self, who: str) -> dict[str, str]:
        """Return the environment of a person with a home of their own."""
        return clean_environment(
            HOME=str(self.folder / who),
            PYTHONPATH=ROOTS,
            OKRBOARD_BOARD=str(self.path),
            OKRBOARD_USER=who,
            OKRBOARD_NOW=self.now.isoformat(),
        )

    def sits_down(self, who: str, *, size: tuple[int, int] = (120, 40)) -> PtySession:
        """Somebody opens the meeting, and has it before them."""
        session = self.comes(who, size=size)
        session.wait_for(f"M{NUMBER} {self.kind}")
        return session

    def comes(self, who: str, *, size: tuple[int, int] = (120, 40)) -> PtySession:
        """Somebody opens the meeting; nobody waits for them."""
        (self.folder / who).mkdir(exist_ok=True)
        session = PtySession(
            python("-m", "support.quick_beats", "meet", self.kind),
            self.environment(who),
            size=size,
            cwd=self.folder,
        )
        self.sessions.append(session)
        return session

    def says(self, who: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Somebody calls a command."""
        return subprocess.run(
            [sys.executable, "-m", "okrboard", *words],
            env=self.environment(who),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    @property
    def meeting(self) -> dict[str, Any]:
        """The meeting as a command tells it."""
        found = json.loads(self.says("ana", "meetings", "--json").stdout)
        meeting: dict[str, Any] = found[0]
        return meeting

    @property
    def board(self) -> Board:
        """The board as the file has it."""
        return self._store.snapshot()

    @property
    def held(self) -> Meeting:
        """The meeting as the file has it."""
        return self.board.meetings[NUMBER]

    def item(self) -> str:
        """Return the item in hand."""
        return self.held.item

    def wait_until(self, reached: Callable[[], bool], what: str) -> None:
        """Read what every terminal writes until something is so; tell their pictures if it is not.

        Other processes cannot be awaited otherwise. Nobody's terminal is left unread meanwhile, as
        a program whose terminal takes nothing stands still.
        """
        deadline = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > deadline:
                pictures = "\n\n".join(session.screen.text for session in self.sessions)
                raise AssertionError(f"not in time: {what}\n{pictures}")
            PtySession.read_any(self.sessions, 0.02)

    def goes_on(self, session: PtySession, key: str = "s") -> None:
        """Let the terminal that leads go to another item."""
        before = self.item()
        session.feed(key)
        self.wait_until(lambda: self.item() != before, f"the meeting goes on from {before}")

    def goes_to(self, session: PtySession, item: str) -> None:
        """Let the terminal that leads pass by what comes before an item."""
        for _ in range(20):
            if self.item() == item:
                return
            self.goes_on(session)
        raise AssertionError(f"{item} was not reached")


def writes(session: PtySession, key: str, title: str, *lines: str) -> None:
    """Type lines into a form that asks for one more until it is left."""
    session.feed(key)
    session.wait_for(title)
    # In one go, as a slow link delivers it: the next line waits for the one that is being kept.
    session.feed(*(key for line in lines for key in (line, "enter")), "enter")
    session.wait_until_gone(title)


def sit_down_with_ana(
    table: Table, *people: str, size: tuple[int, int] = (80, 24)
) -> tuple[PtySession, dict[str, PtySession]]:
    """Let ana begin to lead and the others come to their own terminals, all at once."""
    ana = table.sits_down("ana")
    others = {who: table.comes(who, size=size) for who in people}
    for session in others.values():
        session.wait_for(f"M{NUMBER} {table.kind}")
    table.wait_until(
        lambda: len(table.held.attendance) == len(people) + 1, "everybody is in the meeting"
    )
    assert table.held.facilitator == table.board.member_named("ana").id  # type: ignore[union-attr]
    return ana, others


def leave_when_closed(table: Table, session: PtySession) -> str:
    """Close the meeting that stands at its end, go, and return the minutes as told by command."""
    assert table.item() == "close"
    session.feed("right")
    session.wait_for(f"M{NUMBER} is closed")
    session.feed("escape")
    session.wait_for("OFF TRACK")
    session.feed("q")
    assert session.wait_for_exit() == 0
    assert session.terminal_is_restored
    return table.says("ben", "meetings", "minutes", f"M{NUMBER}").stdout
