"""`Form`: fields in an order, the one that is being typed in, and what a key means in it.

Pure state: the panel that shows a form feeds it keys and does what `press()` answers. Nothing that
was typed is lost by anything here: a refusal, a conflict or a busy board puts one line beside the
field and leaves the rest as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from okrboard.domain.board import Board
from okrboard.domain.detail import KeyResultDetail
from okrboard.domain.record import Record
from okrboard.service import Service
from okrboard.text import clean, squeeze
from okrboard.tui.forms.fields import FormField, LongField, TextField

Advice = list[tuple[str, str]]
"""Lines, each with its style."""

Answer = Literal["", "took", "save", "close", "editor", "join", "forward", "back", "aside", "away"]
"""What the panel has to do: nothing since the key is unknown, repaint, save and so on; leave a
draft for another time, or throw it away, and offer the next one."""

AFRESH = "ctrl+n"
"""Leaves a draft for another time; a chord, since letters are what somebody types who did not see
the question."""

AWAY = "ctrl+t"
"""Throws a draft away."""

ANSWERS: dict[str, tuple[tuple[str, str, Answer], ...]] = {
    "draft": (("enter", "go on with it", "took"), (AFRESH, "start afresh", "aside"),
              (AWAY, "throw it away", "away"), ("escape", "back", "close")),
    "leave": (("t", "throw it away", "close"), ("k", "keep it as a draft", "close"),
              ("escape", "go on typing", "took")),
    "join": (("enter", "join and save", "join"), ("escape", "go on typing", "took")),
}  # fmt: skip
"""The keys that answer what a form asks, what they do, and what that is to the panel."""


class Done(Record):
    """What came of a form that was saved."""

    message: str
    """One line for the person."""
    value: Any = None
    """The record that was made or changed."""
    following: Form | None = None
    """The form that comes next in the same panel."""


class FormAction(Record):
    """Something a key does to a form."""

    key: str
    label: str
    do: Callable[[], None]


@dataclass(eq=False)
class Form:
    """A form as it is being filled in."""

    title: str
    fields: list[FormField]
    submit: Callable[[Form, Service], Done]
    """Runs the use case."""
    kind: str = ""
    """With `record` and the board, whose draft it is; empty where none is kept."""
    record: int = 0
    """The id of what is changed; 0 for something new."""
    about: str = ""
    """What it is about, beside the title."""
    saves_at: str = ""
    """The name of a field in which enter saves although others follow."""
    hint: str = ""
    """One line below the fields: how something is written that nobody could guess."""
    advise: Callable[[Form], Advice] | None = None
    """What may be said about what is typed so far; it asks and never blocks."""
    offers: Callable[[Form], list[FormAction]] = lambda _: []
    """What a key of its own may do to the whole form now."""
    after: Callable[[FormField], None] = lambda _: None
    """What one field's change means for the others."""
    left: Callable[[FormField], None] = lambda _: None
    """What it means that one has typed in a field and goes on."""
    steps: tuple[int, int] = (0, 0)
    """Which one this is of how many that follow one another; (0, 0) when it is alone."""
    neighbour: Callable[[Board, int], Form | None] = lambda _, __: None
    """The form before or behind this one, made for the freshest board."""
    ends: bool = False
    """Whether enter in its first field, while nothing is typed, ends a row of forms."""
    writes: bool = True
    """Whether saving changes the board; not for a question that is answered in words."""
    face: KeyResultDetail | None = None
    """The key result that stands above the fields of a check-in."""
    at: int = 0
    """The index of the field that keys go to."""
    notice: str = ""
    """One line about the whole form: why it was not saved, what was restored."""
    asks: Literal["", "draft", "leave", "join"] = ""
    """What the form asks before anything else: whether to go on with a draft, what shall become of
    what was typed, or whether the person joins the board."""
    others: int = 0
    """How many drafts of this form wait besides the one that is offered."""

    def __post_init__(self) -> None:
        self.title, self.about = clean(self.title), clean(self.about)

    @property
    def shown(self) -> list[FormField]:
        """The fields that are asked now."""
        return [field for field in self.fields if field.shown()]

    @property
    def field(self) -> FormField:
        """The field that keys go to."""
        return self.fields[self.at]

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the form opened with."""
        return any(field.touched for field in self.shown)

    @property
    def ends_here(self) -> bool:
        """Whether enter ends the row of forms that this one belongs to."""
        return self.ends and self.field is self.shown[0] and not self.touched

    @property
    def saves_here(self) -> bool:
        """Whether enter saves in the field at hand."""
        return self.field is self.shown[-1] or self.field.name == self.saves_at

    def named(self, name: str) -> FormField:
        """Return the field with a name."""
        return next(field for field in self.fields if field.name == name)

    def press(self, key: str, character: str | None = None) -> Answer:
        """Let a key do its work and say what is left to do for the panel."""
        if self.asks:
            return self._answered(key, character)
        if key == "escape":
            self.asks = "leave" if self.touched else ""
            return "took" if self.asks else "close"
        if key == "ctrl+s":
            self.left(self.field)
            return "save"
        if key in ("pagedown", "pageup") and self.steps[1] > 1:
            return "forward" if key == "pagedown" else "back"
        if key == "ctrl+e" and isinstance(self.field, LongField):
            return "editor"
        if key == "enter":
            return self._entered()
        for offer in self.offers(self):
            if offer.key == key:
                offer.do()
                return "took"
        if self.field.press(key, character):
            self.notice = ""
            self._changed_in(self.field)
            return "took"
        if key in ("tab", "down", "shift+tab", "up"):
            self.move(1 if key in ("tab", "down") else -1)
            return "took"
        return ""

    def paste(self, text: str) -> None:
        """Put pasted text into the field; no text answers what the form asks."""
        if self.asks == "draft":
            self._unread()
            return
        self.asks = ""
        self.field.paste(text)
        self._changed_in(self.field)

    def _changed_in(self, field: FormField) -> None:
        """Let the others follow what was typed in a field."""
        field.message = ""
        self.after(field)

    def point(self, index: int, row: int, cell: int) -> None:
        """Go to a field, and in it to a row and cell, as a click does."""
        if index != self.at:
            self._leave()
        self.at = index
        self.field.point(row, cell)

    def go(self, name: str) -> None:
        """Make a field the one that keys go to."""
        self.at = self.fields.index(self.named(name))

    def move(self, step: int) -> None:
        """Go to the next or the previous field that is asked; round at the ends."""
        self._leave()
        count = len(self.fields)
        order = [(self.at + step * (i + 1)) % count for i in range(count)]
        self.at = next((i for i in order if self.fields[i].shown()), self.at)

    def check(self) -> bool:
        """Read every field; go to the first that cannot be read and say why."""
        wrong = [field for field in self.shown if not field.read()]
        if wrong:
            self.at = self.fields.index(wrong[0])
        return not wrong

    def values(self) -> dict[str, Any]:
        """Return what the use case gets, by name."""
        return {field.name: field.value for field in self.shown}

    def changed(self) -> dict[str, Any]:
        """Return the values that differ from what the form opened with."""
        return {field.name: field.value for field in self.shown if field.touched}

    def refused(self, message: str) -> None:
        """Put a refusal beside the field that it is about, else under the form."""
        message = clean(message)
        field = max(self.shown, key=lambda field: field.concerns(message))
        if not field.concerns(message):
            self.notice = message
            return
        field.message = message
        self.at = self.fields.index(field)

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps: the text of every field that was touched."""
        return {field.name: field.text for field in self.fields if field.touched}

    def restore(self, texts: Mapping[str, str], others: int = 0) -> bool:
        """Put a draft's texts back and ask whether to go on with them.

        `others` is how many more drafts of this form wait. Says whether that changed anything.
        """
        self.others = others
        for field in self.fields:
            if field.name in texts:
                field.text = texts[field.name]
                field.default = False
        self.asks = "draft" if self.touched else ""
        return self.touched

    def _entered(self) -> Answer:
        if self.field.enter():
            return "took"
        self.left(self.field)
        if self.steps[1] > 1 and self.field is self.shown[0] and not self.touched:
            return "forward"
        if self.ends_here:
            return "close"
        if not self.field.read():
            # Whoever types on would type the correction into the next field.
            return "took"
        if self.saves_here:
            return "save"
        self.move(1)
        return "took"

    def _answered(self, key: str, character: str | None) -> Answer:
        """Take the answer to what the form asks; any other key goes on with what was typed."""
        if self.asks == "join" and key in ("j", "y"):
            key = "enter"
        answers: dict[str, Answer] = {key: answer for key, _, answer in ANSWERS[self.asks]}
        answer = answers.get(key, "")
        if self.asks == "draft" and answer in ("", "close"):
            if character is not None and character.isprintable():
                self._unread()
            return answer or "took"
        if answer in ("aside", "away") or (self.asks, key) == ("leave", "t"):
            self._reset()
        elif self.asks == "draft":
            self.notice = ""
        self.asks = ""
        return answer or "took"

    def _unread(self) -> None:
        # Whoever types without looking means neither to go on with the draft nor to lose it.
        other = "offers the next" if self.others else "starts afresh"
        self.notice = f"Nothing is typed yet: enter goes on with the draft, {AFRESH} {other}."

    def _reset(self) -> None:
        self.notice = ""
        for field in self.fields:
            field.reset()

    def _leave(self) -> None:
        self.left(self.field)
        self.field.read()


class Choices:
    """A question as it stands; `chosen` is the value of the answer once there is one."""

    def __init__(
        self,
        question: str,
        options: Sequence[tuple[str, str, Any]],
        *,
        about: str = "",
        at: int = 0,
    ) -> None:
        """`options` are a key, what people read, and the value; enter takes the one at `at`."""
        self.question = squeeze(question)
        self.about = clean(about)
        self.options = [(key, squeeze(shown), value) for key, shown, value in options]
        self.at = min(max(at, 0), len(self.options) - 1)
        self.chosen: Any = None

    def press(self, key: str, character: str | None = None) -> Answer:
        """Take an answer, or look at the next one."""
        if key == "escape":
            return "close"
        keys = [wanted for wanted, _, _ in self.options]
        typed = next((typed for typed in (key, character) if typed and typed in keys), "")
        if typed or key == "enter":
            self.at = keys.index(typed) if typed else self.at
            self.chosen = self.options[self.at][2]
            return "save"
        step = {"down": 1, "j": 1, "tab": 1, "up": -1, "k": -1, "shift+tab": -1}.get(key, 0)
        self.at = (self.at + step) % len(self.options)
        return "took" if step else ""

    def point(self, index: int, row: int, cell: int) -> None:
        """Look at an answer, as a click does."""
        del row, cell
        self.at = index

    def paste(self, text: str) -> None:
        """Take nothing: a pasted text is no answer."""


def text_question(question: str, *, about: str = "", label: str = "", needed: str = "") -> Form:
    """Return the form of a question that is answered in one line; its `Done` has the line.

    `needed` is said when nothing was typed; without it an empty line is an answer.
    """

    def read(text: str) -> tuple[str, str]:
        line = squeeze(text)
        if needed and not line:
            raise ValueError(needed)
        return line, ""

    field = TextField("answer", label, read=read)
    return Form(question, [field], lambda *_: Done("", field.value), about=about, writes=False)


def reason_question(question: str, ref: str) -> Form:
    """Return the form that asks why an objective is not what its numbers say."""
    return text_question(
        question,
        about="the board shows it beside what the numbers say",
        label="Because",
        needed=f"say why {ref} is not what the numbers say",
    )
