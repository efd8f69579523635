"""`Stage`: one step of a meeting: how it is painted, which keys matter, what they do.

Stages keep no state of the meeting; what a terminal has of its own (the cursor, who is called to
vote) is the screen's. A key that a stage has no use for is answered with a line, never silently.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol, TypeVar

from okrboard.cells import fit, fold
from okrboard.domain.changes import Draft
from okrboard.domain.meeting import control
from okrboard.domain.records import Meeting
from okrboard.tui import private_notes
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.paint.line import Line

T = TypeVar("T")


class Host(Protocol):
    """The screen, as stages see it."""

    cursor: int
    calls: int
    marked: int

    @property
    def terminal(self) -> str:
        """This terminal's name, as the token knows it."""

    def room(self) -> Room:
        """Return the room as it is now."""

    def change(self, what: str, edit: Callable[[Draft], T]) -> T | None:
        """Change the board; None, and a line in the foot, when that could not be done."""

    def ask(self, content: Form | Choices, then: Callable[[object], object] | None = None) -> None:
        """Open a form or a question."""

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot."""

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard."""

    def save(self, name: str, text: str) -> None:
        """Write a text to a file in the folder one is in."""

    def play(self, step: Callable[[], bool]) -> None:
        """Run `step` about once a second until it says False, or a key stops it."""

    def notes(self) -> private_notes.Growth | None:
        """Return where the person's own notes are kept; None where nothing is."""


NEXT = Hint(("meeting.next", "meeting.previous"), "next, back")
VOTES = {**{str(number): number for number in range(10)}, "x": 10, "X": 10, "minus": None}
"""What a key means while somebody is called to vote."""

HERE = Hint(("meeting.here",), "who is here")
CHECK_IN = Hint(("meeting.check_in",), "value")
DRIVER = Hint(("meeting.driver",), "driver")
FIX = Hint(("meeting.fix",), "fix")
ACTION = Hint(("meeting.action",), "action")
TIME = (
    Hint(("meeting.more",), "+2 min"),
    Hint(("meeting.pause",), "pause"),
    Hint(("meeting.only",), "only this"),
    Hint(("meeting.token",), "token"),
    Hint(("app.back",), "board"),
    Hint(("app.help",), "help"),
)


class Stage(ABC):
    """Base of all stages."""

    hints: tuple[Hint, ...] = ()
    """What matters here, most needed first; the keys of every stage follow."""

    is_personal = False
    """Whether the stage is about the person's own notes."""

    def title(self, room: Room) -> str:
        """Return the question that the room is asked."""
        from okrboard.domain.meeting.agendas import step_of

        return step_of(room.meeting, room.item).asks

    @abstractmethod
    def page(self, room: Room) -> Page:
        """Return the picture below the title."""

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return what matters here as things are now, most needed first."""
        del room
        return self.hints

    def count(self, room: Room) -> int:
        """Return how many things the cursor can be on."""
        return len(self.page(room).rows)

    def before_next(self, host: Host) -> bool:
        """Say whether the meeting may go on; a stage can ask something once before that."""
        del host
        return True

    def before_back(self, host: Host) -> bool:
        """Say whether the meeting may go back; a stage can step back within itself before that."""
        del host
        return True

    def on_here(self, host: Host) -> None:
        """Tick who is here; those who share the screen are called by it."""
        from okrboard.tui.forms.meeting import here_form

        room = host.room()
        host.ask(here_form(room.board, room.meeting))

    def press(self, key: str, host: Host) -> bool:
        """Take a key before it has its usual meaning; say whether it was taken."""
        if not host.calls or key not in VOTES:
            return False
        return self.vote(VOTES[key], host)

    def act(self, action: str, host: Host) -> bool:
        """Do what an action means here; False when it means nothing."""
        act = getattr(self, f"on_{action}", None)
        if act is None:
            return False
        act(host)
        return True

    def vote(self, value: int | None, host: Host) -> bool:
        """Take a vote by a digit; False where nobody votes."""
        del value, host
        return False


def ask_once(host: Host, key: str, message: str) -> bool:
    """Say something once before the meeting goes on; return whether that was done before."""
    room = host.room()
    if key in room.meeting.asked:
        return True

    def note(draft: Draft) -> Meeting:
        held = draft.board.meetings[room.meeting.id]
        draft.logged = False
        return draft.put(control.changed(draft, held, asked=(*held.asked, key)))

    host.change("", note)
    host.tell(message, "warning")
    return False


def relabelled(hints: tuple[Hint, ...], id: str, label: str) -> tuple[Hint, ...]:
    """Return hints of which the one for an action says something else; an empty label drops it."""
    return tuple(
        hint._replace(label=label) if hint.ids[0] == id else hint
        for hint in hints
        if label or hint.ids[0] != id
    )


def leading(host: Host, edit: Callable[[Draft], T]) -> T | None:
    """Move the meeting along, which only the terminal with the token may do."""
    return host.change("meeting", edit)


def look_at(host: Host, focus: str) -> None:
    """Let everybody look at one thing within the item."""
    room = host.room()
    if room.meeting.focus != focus:
        leading(host, lambda draft: control.look_at(draft, room.meeting.id, focus, host.terminal))


def cursor_mark(room: Room, index: int) -> tuple[str, str]:
    """Return the mark of the thing under the cursor."""
    return (f"{room.glyphs.gutter} " if index == room.cursor else "  ", "accent")


def empty(text: str, room: Room) -> Page:
    """Return a page that says what to do when there is nothing yet."""
    return Page(said(text, room))


def said(text: str, room: Room, style: str = "dim") -> list[Line]:
    """Return a sentence of the program, over as many rows as it takes."""
    rows = fold(text, max(10, room.width - 3), 6, room.glyphs.cut)
    return [[("  ", "text"), (row, style)] for row in rows]


def section(text: str, room: Room) -> list[Line]:
    """Return a small head with air above it."""
    return [[("", "text")], [("  ", "text"), (fit(text, room.width - 2, room.glyphs.cut), "label")]]
