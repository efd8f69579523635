"""`Stage`: one step of a meeting: how it is painted, which keys matter, what they do.

A stage sees a `StageView`, frozen and read afresh for every picture, and asks the screen for the
rest through `StageServices`. What a terminal has of its own (the cursor, who is called to vote) is
the screen's. A key that a stage has no use for is answered with a line, never silently.

To add a step: a line in `STEPS` of `okrboard/domain/meeting/agendas.py` names its stage here; most
are a `ListStage`, which needs `items` and `row`, and a method `on_...` for each key it hints at.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pkgutil import resolve_name
from typing import Any, Generic, Protocol, TypeVar

from okrboard.cells import fit, fold, left, width
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import STEPS, step_of
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Meeting
from okrboard.glyphs import Glyphs
from okrboard.text import clean
from okrboard.tui import private_notes
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.forms.meeting import here_form
from okrboard.tui.paint.line import Line, line_width

T = TypeVar("T")

LEAST = 24
"""Cells from which a title may take two rows beside something; in fewer it has to fit one."""

MOST_ROWS = 2

BLANK: Line = [("", "text")]

NEXT = Hint(("meeting.next", "meeting.previous"), "next, back")
BACK = Hint(("meeting.previous",), "back")
HERE = Hint(("meeting.here",), "who is here")
ACTION = Hint(("meeting.action",), "action")
DECISION = Hint(("meeting.decision",), "decision")
TIME = (
    Hint(("meeting.more",), "+2 min"),
    Hint(("meeting.pause",), "pause"),
    Hint(("meeting.only",), "only this"),
    Hint(("meeting.token",), "token"),
    Hint(("app.back",), "board"),
    Hint(("app.help",), "help"),
)
VOTES = {**{str(number): number for number in range(10)}, "x": 10, "X": 10, "minus": None}
"""What a key means while somebody is called to vote."""


class StageView(Record):
    """A meeting as one terminal sees it."""

    board: Board
    meeting: Meeting
    item: str
    """Key of the agenda item that is shown here."""
    me: int
    """The member at this terminal, 0 for somebody who has not joined."""
    leads: bool
    """Whether this terminal holds the token."""
    connected: frozenset[int]
    """Members who are in the meeting on a terminal of their own, this one included."""
    today: date
    now: datetime
    zone: tzinfo
    width: int
    height: int
    glyphs: Glyphs
    cursor: int = 0
    calls: int = 0
    """The member who is asked to vote at this terminal, 0 when nobody is."""
    marked: int = 0
    """What was taken up at this terminal to be put together with something, 0 for nothing."""
    notes: tuple[str, ...] = ()
    """The person's own notes, where a stage is about them; never on the screen all look at."""
    onlookers: tuple[str, ...] = ()
    """Handles of those who are connected and no members."""
    leader: str = ""
    """Handle of who is at the terminal that leads; empty where it is gone."""

    @property
    def cycle(self) -> Cycle:
        """The cycle that the meeting is about."""
        return self.board.cycles[self.meeting.cycle]

    @property
    def stamp(self) -> Stamp:
        """Who is at this terminal, and when."""
        return Stamp(self.handle(self.me), self.now, self.today, self.me)

    def handle(self, member: int) -> str:
        """Return a member's handle."""
        known = self.board.members.get(member)
        return known.handle if known else "nobody"

    def fit(self, text: str, cells: int) -> str:
        """Return the text cut to at most so many cells."""
        return fit(text, cells, self.glyphs.cut)

    def left(self, text: str, cells: int) -> str:
        """Return the text in exactly so many cells."""
        return left(text, cells, self.glyphs.cut)

    def fold(self, text: str, cells: int, rows: int = MOST_ROWS) -> list[str]:
        """Return a person's text in at most so many rows."""
        return fold(clean(text), max(10, cells), rows, self.glyphs.cut)

    def line(self, text: str, style: str = "text", indent: int = 4) -> Line:
        """Return a row with a text behind an indent, cut at the page's end."""
        return [(" " * indent, "text"), (self.fit(text, self.width - indent - 1), style)]

    def sentence(self, text: str, style: str = "dim") -> list[Line]:
        """Return a sentence of the program, over as many rows as it takes."""
        rows = fold(text, max(10, self.width - 3), 6, self.glyphs.cut)
        return [[("  ", "text"), (row, style)] for row in rows]

    def section(self, text: str) -> list[Line]:
        """Return a small head with air above it."""
        return [BLANK, [("  ", "text"), (self.fit(text, self.width - 2), "label")]]

    def mark(self, index: int) -> tuple[str, str]:
        """Return the mark of the thing under the cursor."""
        return (f"{self.glyphs.gutter} " if index == self.cursor else "  ", "accent")

    def bullet(self, text: str, cells: int) -> list[Line]:
        """Return a person's text behind a dot, in at most two rows of so many cells."""
        return [
            [("  ", "text"), ("  " if number else f"{self.glyphs.dot} ", "dim"), (part, "text")]
            for number, part in enumerate(self.fold(text, cells))
        ]


class Page(Record):
    """A painted stage: its lines, and the first and last row of everything the cursor can be on."""

    lines: list[Line]
    rows: tuple[tuple[int, int], ...] = ()


class StageServices(Protocol):
    """What a stage may ask of the screen that it is on."""

    cursor: int
    calls: int
    marked: int

    @property
    def terminal(self) -> str:
        """This terminal's name, as the token knows it."""

    def look(self) -> StageView:
        """Return the meeting as it is now."""

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


class Stage(ABC):
    """Base of all stages; what a key means is a method `on_...(host, view)`."""

    hints: tuple[Hint, ...] = ()
    """What matters here, most needed first; the keys of every stage follow."""

    is_personal = False
    """Whether the stage is about the person's own notes."""

    def title(self, view: StageView) -> str:
        """Return the question that the room is asked."""
        return step_of(view.meeting, view.item).question

    @abstractmethod
    def page(self, view: StageView) -> Page:
        """Return the picture below the title."""

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return what matters here as things are now, most needed first."""
        del view
        return self.hints

    def count(self, view: StageView) -> int:
        """Return how many things the cursor can be on."""
        return len(self.page(view).rows)

    def before_next(self, host: StageServices) -> bool:
        """Say whether the meeting may go on; a stage can ask something once before that."""
        del host
        return True

    def before_back(self, host: StageServices) -> bool:
        """Say whether the meeting may go back; a stage can step back within itself before that."""
        del host
        return True

    def on_here(self, host: StageServices, view: StageView) -> None:
        """Tick who is here; those who share the screen are called by it."""
        host.ask(here_form(view.board, view.meeting))

    def press(self, key: str, host: StageServices) -> bool:
        """Take a key before it has its usual meaning; say whether it was taken."""
        if not host.calls or key not in VOTES:
            return False
        return self.vote(VOTES[key], host)

    def act(self, action: str, host: StageServices) -> bool:
        """Do what an action means here; False when it means nothing."""
        act = getattr(self, f"on_{action}", None)
        if act is None:
            return False
        act(host, host.look())
        return True

    def vote(self, value: int | None, host: StageServices) -> bool:
        """Take a vote by a digit; False where nobody votes."""
        del value, host
        return False


class ListStage(Stage, Generic[T]):
    """A stage that is a list with a cursor in it."""

    nothing = ""
    """What is said instead of a list without items."""

    choices: Mapping[str, Any] = {}
    """What some actions say about the item under the cursor; `choose` takes it."""

    @abstractmethod
    def items(self, view: StageView) -> Sequence[T]:
        """Return what the cursor can be on."""

    @abstractmethod
    def row(self, view: StageView, item: T, index: int) -> list[Line]:
        """Return the rows of an item."""

    def above(self, view: StageView, items: Sequence[T]) -> list[Line]:
        """Return what stands above the list."""
        del view, items
        return []

    def between(self, view: StageView, items: Sequence[T], index: int) -> list[Line]:
        """Return what stands above an item: air, or the head of what begins with it."""
        del view, items, index
        return []

    def below(self, view: StageView, items: Sequence[T]) -> list[Line]:
        """Return what stands below the list."""
        del view, items
        return []

    def page(self, view: StageView) -> Page:
        """Return the list with what stands above and below it."""
        items = self.items(view)
        if not items and self.nothing:
            return Page(view.sentence(self.nothing))
        lines = self.above(view, items)
        rows: list[tuple[int, int]] = []
        for index, item in enumerate(items):
            lines += self.between(view, items, index)
            rows += listed(lines, [self.row(view, item, index)])
        return Page([*lines, *self.below(view, items)], tuple(rows))

    def under(self, view: StageView) -> T | None:
        """Return the item under the cursor; None without one."""
        items = self.items(view)
        return items[min(view.cursor, len(items) - 1)] if items else None

    def act(self, action: str, host: StageServices) -> bool:
        """Do what an action means here, or take what it says about the item."""
        if action not in self.choices:
            return super().act(action, host)
        self.choose(host, host.look(), self.choices[action])
        return True

    def choose(self, host: StageServices, view: StageView, choice: Any) -> None:
        """Take one of `choices` for the item under the cursor."""
        raise NotImplementedError

    def go_down(self, host: StageServices) -> None:
        """Put the cursor on the next item, if there is one."""
        host.cursor = min(host.cursor + 1, max(0, self.count(host.look()) - 1))


class Stages:
    """The stages that one screen has shown, each made when it is first seen.

    A stage may remember what is dear to work out: the replay keeps its tape.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[str, Stage] = {}

    def of(self, meeting: Meeting, item: str) -> Stage:
        """Return the stage that shows an item; the minutes when the agenda is through."""
        is_over = meeting.state == "closed" or not item
        step = STEPS[meeting.kind][-1] if is_over else step_of(meeting, item)
        if step.stage not in self._made:
            kind: type[Stage] = resolve_name(f"{__package__}.{step.stage}")
            self._made[step.stage] = kind()
        return self._made[step.stage]


def ask_once(host: StageServices, key: str, message: str) -> bool:
    """Say something once before the meeting goes on; return whether that was done before."""
    view = host.look()
    if key in view.meeting.asked:
        return True

    def note(draft: Draft) -> Meeting:
        meeting = draft.board.meetings[view.meeting.id]
        draft.logged = False
        return draft.put(control.changed(draft, meeting, asked=(*meeting.asked, key)))

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


def look_at(host: StageServices, focus: str) -> None:
    """Let everybody look at one thing within the item, which only the token's holder may do."""
    meeting = host.look().meeting
    if meeting.focus != focus:
        host.change("meeting", lambda d: control.look_at(d, meeting.id, focus, host.terminal))


def entry(view: StageView, head: Line, title: str, style: str, tail: Line) -> list[Line]:
    """Return the rows of a thing whose name can be read from across the room.

    What stands beside a title keeps its column; where the title needs more than is left, it has
    its rows for itself and the rest stands below it, in the same column.

    Args:
        view: the meeting, for the page's width and the signs.
        head: what stands before the title: the cursor's mark, a sign, a reference.
        title: a person's text; it is cleaned here, and takes at most two rows.
        style: the title's.
        tail: what stands beside the title or below it; as wide in all things of a list.
    """
    indent = line_width(head)
    whole = max(1, view.width - indent)
    beside = whole - line_width(tail)
    text = clean(title)
    below = not _is_read(text, beside)
    cells = whole if below else beside
    first, *others = fold(text, cells, MOST_ROWS, view.glyphs.cut)
    blank = " " * indent
    lines: list[Line] = [[*head, (left(first, cells), style)]]
    if not below:
        lines[0] += tail
    lines += [[(blank, "text"), (left(other, cells), style)] for other in others]
    if below:
        lines.append([(blank + " " * max(0, beside), "text"), *tail])
    return lines


def listed(lines: list[Line], things: Iterable[list[Line]]) -> tuple[tuple[int, int], ...]:
    """Add the rows of things to a page's lines; return the first and last row of each."""
    rows = []
    for each in things:
        first = len(lines)
        lines += each
        rows.append((first, len(lines) - 1))
    return tuple(rows)


def many(count: int, noun: str) -> str:
    """Return `1 goal`, `2 goals`."""
    return f"{count} {noun}{'s' if count != 1 else ''}"


def _is_read(title: str, cells: int) -> bool:
    """Say whether a title can be read in a column of so many cells."""
    if cells < LEAST:
        return width(title) <= cells
    return len(fold(title, cells, MOST_ROWS + 1)) <= MOST_ROWS
