"""`FormPanel`: the panel in which forms are filled in and questions answered, on any screen.

It lies over the screen and is made visible when it is needed: opening and closing it repaints its
own rows and nothing else. All keys go to its content while it is open; what the content answers is
done before the next key is looked at. It saves through the service, keeps drafts, takes long texts
to the editor, and asks a person whom the board does not know to join. What was typed stays until it
is saved or thrown away, whatever happens meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import SuspendNotSupported
from textual.geometry import Offset
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from okrboard.cells import to_ascii_cells
from okrboard.domain.edit.people import add_member
from okrboard.errors import OkrboardError
from okrboard.glyphs import glyphs
from okrboard.service import zone_of
from okrboard.text import clean
from okrboard.tui import editor
from okrboard.tui.drafts import Drafts
from okrboard.tui.forms.form import Choices, Done, Form
from okrboard.tui.forms.painter import NOWHERE, Content, PaintedPanel, paint_panel
from okrboard.tui.keys import typed
from okrboard.tui.paint.line import Line, with_cursor
from okrboard.tui.screens.base import stack
from okrboard.tui.widgets.board_app import BoardApp, board_app

LAYER = "panel"

ROOM = 2
"""Rows of the screen that stay in sight above a panel that is high."""

PAUSE = 0.4
"""Seconds without a key after which a draft is kept."""

PATIENCE = 0.3
"""Seconds of saving after which the person is told what takes so long."""

_READ_ONLY = "this board can only be read from here"


class FormPanel(Widget, can_focus=True):
    """The panel of a screen."""

    DEFAULT_CSS = """
    FormPanel { layer: panel; dock: bottom; width: 1fr; height: 1; visibility: hidden; }
    """

    NAMED: ClassVar[dict[str, str]] = {"form.save": "ctrl+s", "form.editor": "ctrl+e"}
    """Keys that a person may have given to something else, and what contents call them."""

    _pause: Timer
    """Runs from a key on, and stands still when what was typed is kept."""

    def __init__(self) -> None:
        """Begin closed."""
        super().__init__()
        self.content: Content | None = None
        self._painted: PaintedPanel | None = None
        self._lines: list[Line] = []
        self._top = 0
        self._before: Widget | None = None
        """What had the keys."""
        self._then: Callable[[Any], object] = _nothing
        self._passed = set[str]()
        """Drafts of the form that is open which the person did not mean."""

    @property
    def okr(self) -> BoardApp:
        """The app, typed."""
        return board_app(self)

    @property
    def is_open(self) -> bool:
        """Whether something is in it: keys are text then, not actions of the screen."""
        return self.content is not None

    takes_text = is_open

    def ask(self, content: Content, then: Callable[[Any], object] | None = None) -> None:
        """Show a form or a question; a draft of the form is brought back.

        `then` gets the `Done` of a form that was saved or the value that was chosen, and None when
        the panel was closed otherwise.
        """
        self._put_down()
        self._then = then or _nothing
        self._show(content)

    def if_member(self, go_on: Callable[[], object]) -> None:
        """Go on as a member of the board; ask somebody who is none to join first."""
        session = self.okr.session
        if not session.writable:
            self.okr.tell(_READ_ONLY, "error")
        elif self._is_member():
            go_on()
        else:
            who = session.service.who
            options = [("y", f"join as {who}", True), ("n", "go on looking", False)]
            choices = Choices(f"{who} is not a member of this board yet.", options)
            self.ask(choices, lambda joins: self._join(go_on) if joins else None)

    def _join(self, go_on: Callable[[], object]) -> None:
        who = self.okr.session.service.who
        for screen in stack(self.app)[-1:]:
            if screen.change("join", lambda draft: add_member(draft, who)) is not None:
                go_on()

    def _is_member(self) -> bool:
        session = self.okr.session
        member = session.board.member_named(session.service.who)
        return member is not None and member.left is None

    # Opening and closing.

    def _show(self, content: Content) -> None:
        if isinstance(content, Form):
            self._passed.clear()
            self._restore(content)
        if self.content is None:
            self._before = self.screen.focused
        self.content = content
        self._top = 0
        self.visible = True
        # At once: `focus()` would let the next key go elsewhere.
        self.screen.set_focus(self, scroll_visible=False)
        self.repaint()

    def _finish(self, result: object) -> None:
        then, self._then = self._then, _nothing
        self._pause.pause()
        self.content = self._painted = None
        self.visible = False
        if self._before is not None and self._before.is_attached:
            self._before.focus(scroll_visible=False)
        else:
            self.screen.set_focus(None)
        then(result)

    # Keys and the mouse.

    async def on_key(self, event: events.Key) -> None:
        """Give the key to the content; nothing below hears of it."""
        event.stop()
        event.prevent_default()
        if self.content is None:
            # Typed while the last answer was being kept: it is meant for what lies below.
            await self.okr.press_below(event.key)
            return
        key = self._named(event.key)
        if key in self.okr.session.keymap.of("app.help") and not typed(key):
            self.okr.show("help", about="form", here_only=True)
            return
        self.feed(key, event.character if event.is_printable else None)

    def feed(self, key: str, character: str | None = None) -> None:
        """Let the content have a key, pass on what it asks for, and keep a draft after a pause."""
        content = self.content
        if content is None:
            return
        answer = content.press(key, character)
        self.repaint()
        if answer not in ("", "took"):
            # Before the next key, which a message would have let into a form that is being saved.
            self.call_next(self._answered, content, answer)
        self._pause.reset()

    def on_paste(self, event: events.Paste) -> None:
        """Give pasted text to the content."""
        event.stop()
        if self.content is not None:
            self.content.paste(event.text)
            self.repaint()
            self._pause.reset()

    def on_click(self, event: events.Click) -> None:
        """Go to the field that is clicked."""
        event.stop()
        if self.content is None or self._painted is None:
            return
        rows, row = self._painted.rows, event.y - 1 + self._top
        index, at = rows[row] if 0 <= row < len(rows) else NOWHERE
        if index >= 0:
            self.content.point(index, at, event.x - self._painted.left)
            self.repaint()

    def _named(self, key: str) -> str:
        for id, name in self.NAMED.items():
            keys = self.okr.session.keymap.of(id)
            if key in keys:
                return name
            if key == name and keys:
                return ""
        return key

    # What happens to the panel.

    def on_mount(self) -> None:
        """Lie above the other widgets of the screen; keep what is typed at every pause."""
        if LAYER not in self.screen.layers:
            self.screen.styles.layers = " ".join((*self.screen.layers, LAYER))
        self._pause = self.set_interval(PAUSE, self._keep, pause=True)

    def on_blur(self) -> None:
        """Take the keys again: what lies below is not there while the panel is open."""
        if self.content is not None and self.app.app_focus:
            self.call_next(self.focus, scroll_visible=False)

    def on_resize(self) -> None:
        """Fit the new size."""
        self.repaint()

    def on_unmount(self) -> None:
        """Keep what was typed: the terminal is gone, or the program ends."""
        self._keep()

    # What contents ask for.

    async def _answered(self, content: Content, answer: str) -> None:
        if content is not self.content:
            return
        if not isinstance(content, Form):
            self._finish(content.chosen)
        elif answer in ("save", "join"):
            await self._save(content, joins=answer == "join")
        elif answer == "editor":
            self._edit(content)
        elif answer in ("forward", "back"):
            # What was typed here is kept.
            self._put_down()
            other = content.neighbour(self.okr.session.board, 1 if answer == "forward" else -1)
            if other is None:
                self._finish(None)
            else:
                self._show(other)
        elif answer in ("aside", "away"):
            self._next_draft(content, answer)
        else:
            self._put_down()
            self._finish(None)

    async def _save(self, form: Form, *, joins: bool) -> None:
        if not form.check():
            self.repaint()
            return
        if form.writes and not self.okr.session.writable:
            form.notice = f"{_READ_ONLY}; what you typed stays as a draft"
        elif form.writes and not joins and not self._is_member():
            form.asks = "join"
        else:
            done = await self._submit(form, joins=joins)
            if done is not None:
                self._saved(form, done)
                return
        self._keep()
        self.repaint()

    async def _submit(self, form: Form, *, joins: bool) -> Done | None:
        service = self.okr.session.service

        def submit() -> Done:
            if joins:
                service.change("join", lambda draft: add_member(draft, service.who))
            return form.submit(form, service)

        # On a thread of its own: a board that is held by somebody else may take seconds. Keys that
        # are typed meanwhile wait, and go to what comes next.
        task = asyncio.ensure_future(asyncio.to_thread(submit))
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            form.notice = "waiting for the board ..."
            self.repaint()
        try:
            return await task
        except OkrboardError as error:
            form.notice = ""
            form.refused(str(error))
            return None
        except BaseException:
            self._keep()
            raise

    def _saved(self, form: Form, done: Done) -> None:
        self._pause.pause()
        if form.kind and self.drafts is not None:
            self.drafts.drop(form.kind, form.record)
        self.okr.look_again()
        if done.following is not None:
            self._show(done.following)
            done.following.notice = done.message
            self.repaint()
            return
        self._finish(done)
        if done.message:
            self.okr.tell(done.message)

    def _edit(self, form: Form) -> None:
        field = form.field
        self._keep()
        try:
            text = self._edited(field.text)
        except SuspendNotSupported:
            form.notice = "this terminal cannot be given to an editor; go on typing here"
        except OkrboardError as error:
            form.notice = str(error)
        else:
            if text is not None:
                field.text = text
                form.after(field)
                self._keep()
        self.repaint()

    def _edited(self, text: str) -> str | None:
        """Give the terminal to the editor; raise what went wrong when it is ours again."""
        command = editor.editor_command(os.environ)
        state = Path(self.okr.session.options.state or ".")
        folder = editor.editing_folder(os.environ, state)
        failed: OkrboardError | None = None
        with self.app.suspend():
            # What is raised here would leave the terminal as the editor has it.
            try:
                return editor.edit_text(text, folder, command)
            except OkrboardError as error:
                failed = error
        raise failed

    # Drafts.

    @property
    def drafts(self) -> Drafts | None:
        """Where drafts are kept; None where nothing is remembered."""
        return self.okr.session.drafts

    def _keep(self) -> None:
        """Keep what was typed; a draft that is offered stays as it was until it is taken up."""
        form = self.content
        if form is None:
            return
        self._pause.pause()
        if not isinstance(form, Form) or not form.kind or form.asks == "draft" or not self.drafts:
            return
        if form.touched:
            title = f"{form.title} {form.about}".rstrip()
            now = self.okr.session.clock()
            self.drafts.keep(form.kind, form.record, form.texts(), now, title)
        else:
            self.drafts.drop(form.kind, form.record)

    def _put_down(self) -> None:
        """Keep what was typed; a draft that is only offered is left to the next who asks."""
        form = self.content
        if isinstance(form, Form) and form.asks == "draft" and self.drafts is not None:
            self.drafts.set_aside(form.kind, form.record)
        else:
            self._keep()

    def _next_draft(self, form: Form, answer: str) -> None:
        """Leave the draft that is offered or throw it away; offer the next one there is."""
        if self.drafts is not None:
            if answer == "away":
                self.drafts.drop(form.kind, form.record)
            else:
                self._passed.add(self.drafts.set_aside(form.kind, form.record))
            self._restore(form)
        self.repaint()

    def _restore(self, form: Form) -> None:
        if not form.kind or self.drafts is None:
            return
        while (kept := self.drafts.take(form.kind, form.record, self._passed)) is not None:
            if form.restore(kept.texts, kept.others):
                at = kept.at.astimezone(zone_of(self.okr.session.board))
                form.notice = f"You were typing this on {at:%a} {at.day} {at:%b} at {at:%H:%M}."
                return
            # It says nothing that the form does not say already, or is of another kind of form.
            aside = self.drafts.set_aside(form.kind, form.record)
            if not aside:
                return
            self._passed.add(aside)

    # The picture.

    def repaint(self) -> None:
        """Paint the content again: of rows that are as before nothing is sent."""
        if self.content is None:
            return
        signs = glyphs(ascii=self.okr.session.options.ascii)
        width, height = self.app.size
        self._painted = painted = paint_panel(self.content, width, signs)
        room = min(len(painted.lines), max(6, height - ROOM) - 3)
        self._top = self._scrolled(painted, room)
        row, cell = painted.cursor or (-1, 0)
        body = [
            with_cursor(line, cell) if at == row else line for at, line in enumerate(painted.lines)
        ]
        rule: Line = [(signs.rule * width, "rule")]
        lines = [rule, *body[self._top :][:room], [("", "text")], painted.foot]
        if len(lines) != len(self._lines):
            self.styles.height = len(lines)
        self._lines = lines
        self.refresh()
        if 0 <= row - self._top < room:
            # The terminal's own cursor goes there too: an input method opens its window at it.
            self.app.cursor_position = self.region.offset + Offset(cell, row - self._top + 1)

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        width = self.size.width
        if y >= len(self._lines) or self.content is None:
            return Strip.blank(width)
        # The last door before the terminal: nothing that it would obey leaves by it.
        line = [(clean(text), style) for text, style in self._lines[y]]
        if self.okr.session.options.ascii:
            line = [(to_ascii_cells(text), style) for text, style in line]
        return self.okr.inks.strip(line, width)

    def _scrolled(self, painted: PaintedPanel, room: int) -> int:
        """Return the first line in sight, so that the field that is typed in is."""
        top = max(self._top, painted.last - room + 1)
        # From the first field on, the title stays in sight.
        top = min(top, painted.first) if painted.first > 2 else 0
        return min(max(top, 0), max(0, len(painted.lines) - room))


def _nothing(_: object) -> None:
    return
