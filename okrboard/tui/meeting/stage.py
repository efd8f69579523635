"""`Stage`: one step of a meeting: how it is painted, which keys matter, what they do.

A stage is the meeting as one terminal sees it now, made afresh for every picture and every key.
What a terminal has of its own (the cursor, who is called to vote), and what changes the board, it
asks of its screen through `StageServices`. A key without a use is answered with a line.

To add a step: a line in `STEPS` of `okrboard/domain/meeting/agendas.py` names its stage here; most
are a `ListStage`, which needs `list_items` and `row`, and for each key it hints at a form, or a
method `on_...` about the meeting or `on_item_...` about what the cursor is on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property
from pkgutil import resolve_name
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from okrboard.cells import fit, fold, left, width
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import STEPS, step_of
from okrboard.domain.meeting.deciding import is_about_a_goal
from okrboard.domain.records import Cycle, Meeting, Remark
from okrboard.glyphs import ASCII, Glyphs
from okrboard.text import clean
from okrboard.tui import private_notes
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.forms.meeting import change_decision, decision_form, here_form
from okrboard.tui.paint.card_columns import CardColumn, paint_columns
from okrboard.tui.paint.digits import digits, large
from okrboard.tui.paint.line import Line, PaintedPage, line_width

T = TypeVar("T")
S = TypeVar("S", bound="Stage")

Hints = Mapping[str, str]
"""What stands in the foot: the names of a meeting's actions, two that share a place apart by a
blank, and a word for what they do here. Most needed first."""

NEXT = {"next previous": "next, back"}
BACK = {"previous": "back"}

LEAST = 24
"""Cells from which a title may take two rows beside something; in fewer it has to fit one."""

MOST_ROWS = 2

BLANK: Line = [("", "text")]
MARGIN = ("  ", "text")
INDENT = ("    ", "text")

_MOST_DECISIONS = 9
"""Decisions that are offered, the newest; each has a digit."""


class StageServices(Protocol):
    """What a stage may ask of the screen that it is on."""

    cursor: int
    calls: int
    marked: int
    kept: dict[str, Any]
    """What a stage keeps from one picture to the next, because it is dear to work out."""

    def look(self, kind: type[S]) -> S:
        """Return a stage of the meeting as it is now."""

    def change(self, what: str, edit: Callable[[Draft], T]) -> T | None:
        """Change the board; None, and a line in the foot, when that could not be done."""

    def ask(self, content: Form | Choices, then: Callable[[Any], object] | None = None) -> None:
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


@dataclass(kw_only=True, eq=False)
class StageView:
    """A meeting as one terminal sees it, and what its pictures are put together with."""

    board: Board
    meeting: Meeting
    item: str
    """Key of the agenda item that is shown here."""
    me: int
    """The member at this terminal, 0 for somebody who has not joined."""
    terminal: str
    """This terminal's name, as the token knows it."""
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
        return [[MARGIN, (row, style)] for row in self.fold(text, self.width - 3, 6)]

    def section(self, text: str) -> list[Line]:
        """Return a small head with air above it."""
        return [BLANK, [MARGIN, (self.fit(text, self.width - 2), "label")]]

    def labelled(self, label: str, cells: int, text: str, style: str = "text") -> Line:
        """Return a row with a label in so many cells, and a text beside it to the page's end."""
        room = max(8, self.width - cells - 8)
        return [INDENT, (left(label, cells), "label"), (self.fit(text, room), style)]

    def listed(self, texts: Sequence[str], most: int, indent: int = 2) -> list[Line]:
        """Return people's texts, a row each behind a dot, and how many more there are."""
        head = [(" " * indent, "text"), (f"{self.glyphs.dot} ", "dim")]
        room = self.width - indent - 4
        lines = [[*head, (self.fit(clean(text), room), "text")] for text in texts[:most]]
        return lines + self.more(len(texts) - most)

    def more(self, count: int, word: str = "more") -> list[Line]:
        """Return how many more there are than are shown; nothing for none."""
        return [self.line(f"and {count} {word}", "dim")] if count > 0 else []

    def beside(
        self, drawn: Sequence[str], style: str, texts: Sequence[Line], most: int = 99
    ) -> list[Line]:
        """Return large digits with a line beside each of their rows, the lines in their middle."""
        wide = min(max(width(row) for row in drawn), most)
        first = (len(drawn) - len(texts)) // 2
        blank: list[Line] = [[]] * first
        around = [*blank, *texts, *blank, []]
        return [
            [INDENT, (left(row, wide, ""), style), ("   ", "text"), *text]
            for row, text in zip(drawn, around, strict=False)
        ]

    def digits(self, number: str, *, tall: bool = False) -> Sequence[str]:
        """Return a number in large digits, three rows of them or five."""
        return (large if tall else digits)(number, ascii=self.glyphs is ASCII)

    def part(self, head: str, lines: list[Line], nothing: str = "") -> list[Line]:
        """Return lines under a small head; without any what is said instead, or nothing at all."""
        lines = lines or ([self.line(nothing, "dim")] if nothing else [])
        return [*self.section(head), *lines] if lines else []

    def columns(self, columns: Sequence[CardColumn], above: list[Line]) -> PaintedPage:
        """Return columns of cards below some lines, in a margin of two cells."""
        page = paint_columns(columns, self.cursor, self.width - 4, self.glyphs)
        return PaintedPage(
            [*above, *([MARGIN, *line] for line in page.lines)],
            [(first + len(above), last + len(above)) for first, last in page.rows],
            [(first + 2, last + 2) for first, last in page.columns],
        )

    def mark(self, index: int) -> tuple[str, str]:
        """Return the mark of the thing under the cursor."""
        return (f"{self.glyphs.gutter} " if index == self.cursor else "  ", "accent")

    def head(self, index: int, ref: str, cells: int = 5, sign: str = "", style: str = "") -> Line:
        """Return what stands before a thing's title: the cursor's mark, a sign, its reference."""
        signs = [(f"{sign} ", style)] if sign else []
        return [self.mark(index), *signs, (left(ref, cells), "dim")]

    def bullet(self, text: str, cells: int) -> list[Line]:
        """Return a person's text behind a dot, in at most two rows of so many cells."""
        return [
            [MARGIN, ("  " if number else f"{self.glyphs.dot} ", "dim"), (part, "text")]
            for number, part in enumerate(self.fold(text, cells))
        ]

    def entry(self, head: Line, title: str, style: str, tail: Line) -> list[Line]:
        """Return the rows of a thing whose name can be read from across the room.

        What stands beside a title keeps its column; where the title needs more than is left, it has
        its rows for itself and the rest stands below it, in the same column.

        Args:
            head: what stands before the title: the cursor's mark, a sign, a reference.
            title: a person's text; it is cleaned here, and takes at most two rows.
            style: the title's.
            tail: what stands beside the title or below it; as wide in all things of a list.
        """
        indent = line_width(head)
        whole = max(1, self.width - indent)
        beside = whole - line_width(tail)
        text = clean(title)
        if beside < LEAST:
            below = width(text) > beside
        else:
            below = len(fold(text, beside, MOST_ROWS + 1)) > MOST_ROWS
        cells = whole if below else beside
        first, *others = fold(text, cells, MOST_ROWS, self.glyphs.cut)
        blank = " " * indent
        lines: list[Line] = [[*head, (left(first, cells), style)]]
        if not below:
            lines[0] += tail
        lines += [[(blank, "text"), (left(other, cells), style)] for other in others]
        if below:
            lines.append([(blank + " " * max(0, beside), "text"), *tail])
        return lines


@dataclass(kw_only=True, eq=False)
class Stage(StageView, ABC):
    """Base of all stages; what a key means is a form, or a method `on_...`."""

    host: StageServices

    hints: ClassVar[Hints] = {}
    """What matters here; the keys of every stage follow."""

    forms: ClassVar[Mapping[str, Callable[[Any], Form]]] = {}
    """The forms that some actions open, from the stage."""

    leader_only: ClassVar[Mapping[str, str]] = {}
    """The actions that only the terminal that leads may do, and what it is said to do."""

    is_personal: ClassVar[bool] = False
    """Whether the stage is about the person's own notes."""

    def title(self) -> str:
        """Return the question that the room is asked."""
        return step_of(self.meeting, self.item).question

    @abstractmethod
    def page(self) -> PaintedPage:
        """Return the picture below the title."""

    def keys(self) -> Hints:
        """Return what matters here as things are now."""
        return self.hints

    def relabelled(self, **labels: str) -> Hints:
        """Return the hints with other words for some of them; an empty word leaves one out."""
        changed = {names: labels.get(names, label) for names, label in self.hints.items()}
        return {names: label for names, label in changed.items() if label}

    def count(self) -> int:
        """Return how many things the cursor can be on."""
        return len(self.page().rows)

    def before_next(self) -> bool:
        """Say whether the meeting may go on; a stage can ask something once before that."""
        return True

    def before_back(self) -> bool:
        """Say whether the meeting may go back; a stage can step back within itself before that."""
        return True

    def on_here(self) -> None:
        """Tick who is here; those who share the screen are called by it."""
        self.host.ask(here_form(self.board, self.meeting))

    def press(self, key: str) -> bool:
        """Take a key before it has its usual meaning; say whether it was taken."""
        del key
        return False

    def act(self, action: str) -> bool:
        """Do what an action means here; False when it means nothing."""
        if action in self.leader_only and not self.leads:
            self.host.tell(f"the terminal that leads {self.leader_only[action]}")
            return True
        if action in self.forms:
            self.host.ask(self.forms[action](self))
            return True
        method = getattr(self, f"on_{action}", None)
        if method is not None:
            method()
        return method is not None

    def fresh(self) -> Self:
        """Return this stage as things are now, after a change or an answer."""
        return self.host.look(type(self))

    def ask_once(self, key: str, message: str) -> bool:
        """Say something once before the meeting goes on; return whether that was done before."""
        if key in self.meeting.asked:
            return True

        def note(draft: Draft) -> Meeting:
            meeting = draft.board.meetings[self.meeting.id]
            draft.logged = False
            return draft.put(control.changed(draft, meeting, asked=(*meeting.asked, key)))

        self.host.change("", note)
        self.host.tell(message, "warning")
        return False

    def look_at(self, focus: str) -> None:
        """Let everybody look at one thing within the item, which only the token's holder may do."""
        id, terminal = self.meeting.id, self.terminal
        if self.meeting.focus != focus:
            self.host.change("meeting", lambda draft: control.look_at(draft, id, focus, terminal))


class ListStage(Stage, Generic[T]):
    """A stage that is a list with a cursor in it."""

    nothing = ""
    """What is said instead of a list without items."""

    choices: ClassVar[Mapping[str, Any]] = {}
    """What some actions say about the item under the cursor; `choose` takes it."""

    item_forms: ClassVar[Mapping[str, Callable[[Any, Any], Form]]] = {}
    """The forms that some actions open, from the stage and the item under the cursor."""

    @abstractmethod
    def list_items(self) -> Sequence[T]:
        """Return what the cursor can be on."""

    def row(self, item: T, index: int) -> list[Line]:
        """Return the rows of an item; for stages that are a list below each other."""
        raise NotImplementedError

    def above(self) -> list[Line]:
        """Return what stands above the list."""
        return []

    def between(self, index: int) -> list[Line]:
        """Return what stands above an item: air, or the head of what begins with it."""
        del index
        return []

    def below(self) -> list[Line]:
        """Return what stands below the list."""
        return []

    @cached_property
    def items(self) -> Sequence[T]:
        """What the cursor can be on."""
        return self.list_items()

    @property
    def under(self) -> T | None:
        """The item under the cursor; None without one."""
        return self.items[min(self.cursor, len(self.items) - 1)] if self.items else None

    @property
    def nothing_here(self) -> str:
        """What is said to an action about an item where there is none."""
        return "there is nothing here"

    def page(self) -> PaintedPage:
        """Return the list with what stands above and below it."""
        if not self.items and self.nothing:
            return PaintedPage(self.sentence(self.nothing), ())
        lines = self.above()
        rows = []
        for index, item in enumerate(self.items):
            lines += self.between(index)
            first = len(lines)
            lines += self.row(item, index)
            rows.append((first, len(lines) - 1))
        return PaintedPage([*lines, *self.below()], rows)

    def act(self, action: str) -> bool:
        """Do what an action means here, or what it means for the item under the cursor."""
        if super().act(action):
            return True
        method = getattr(self, f"on_item_{action}", None)
        if method is None and action not in (*self.choices, *self.item_forms):
            return False
        item = self.under
        if item is None:
            self.host.tell(self.nothing_here)
        elif method is not None:
            method(item)
        elif action in self.choices:
            self.choose(item, self.choices[action])
        else:
            self.host.ask(self.item_forms[action](self, item))
        return True

    def choose(self, item: T, choice: Any) -> None:
        """Take one of `choices` for the item under the cursor."""
        raise NotImplementedError

    def go_down(self) -> None:
        """Put the cursor on the next item, if there is one."""
        self.host.cursor = min(self.host.cursor + 1, max(0, self.fresh().count() - 1))

    def take_up(self, id: int, message: str) -> int:
        """Take a thing up, or return what was taken up before and is put down here; 0 for none."""
        taken, self.host.marked = self.marked, 0 if self.marked else id
        if not taken:
            self.host.tell(f"taken up: {message}")
        return 0 if taken == id else taken


def stage_of(meeting: Meeting, item: str) -> type[Stage]:
    """Return the stage that shows an item; the minutes when the agenda is through."""
    is_over = meeting.state == "closed" or not item
    step = STEPS[meeting.kind][-1] if is_over else step_of(meeting, item)
    kind: type[Stage] = resolve_name(f"{__package__}.{step.stage}")
    return kind


def ask_decision(stage: Stage) -> None:
    """Ask for a decision; where there are some already, first whether one of them is meant.

    What was decided about a goal is changed where it was decided.
    """
    host, meeting = stage.host, stage.meeting
    decisions = [one for one in meeting.decisions if not is_about_a_goal(one)][-_MOST_DECISIONS:]
    if not decisions:
        host.ask(decision_form(meeting))
        return

    def chosen(answer: Remark | str | None) -> None:
        if answer == "new":
            host.ask(decision_form(stage.fresh().meeting))
        elif isinstance(answer, Remark):
            host.ask(change_decision(meeting, answer))

    options: list[tuple[str, str, Remark | str]] = [("n", "a new one", "new")]
    options += [(str(number), one.text, one) for number, one in enumerate(decisions, 1)]
    host.ask(Choices("A new decision, or which shall be corrected?", options), chosen)


def many(count: int, noun: str) -> str:
    """Return `1 goal`, `2 goals`."""
    return f"{count} {noun}{'s' if count != 1 else ''}"
