"""`FormPanel`: the panel in which forms are filled in and questions answered, on any screen.

It saves through the service, keeps drafts, takes long texts to the editor, and asks a person whom
the board does not know to join. What was typed stays until it is saved or thrown away, whatever
happens meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import SuspendNotSupported
from textual.events import Event
from textual.timer import Timer

from okrboard.domain.edit.people import add_member
from okrboard.errors import OkrboardError
from okrboard.service import zone_of
from okrboard.tui import editor
from okrboard.tui.drafts import Drafts
from okrboard.tui.forms.fields import LongField
from okrboard.tui.forms.form import Choices, Done, Form
from okrboard.tui.paint.form import Content
from okrboard.tui.screens.base import stack
from okrboard.tui.widgets.panel import LAYER, Panel

PAUSE = 0.4
"""Seconds without a key after which a draft is kept."""

PATIENCE = 0.3
"""Seconds of saving after which the person is told what takes so long."""


class FormPanel(Panel):
    """The panel of a screen, with everything a form needs."""

    def __init__(self, *, room: int = 2) -> None:
        """`room` is the rows of the screen that stay in sight above a panel that is high."""
        super().__init__(room=room)
        self._then: Callable[[Any], object] = _nothing
        self._pause: Timer | None = None
        self._passed = set[str]()
        """Drafts of the form that is open which the person did not mean."""

    def on_mount(self) -> None:
        """Lie above the other widgets of the screen."""
        if LAYER not in self.screen.layers:
            self.screen.styles.layers = " ".join((*self.screen.layers, LAYER))

    def ask(self, content: Form | Choices, then: Callable[[Any], object] | None = None) -> None:
        """Show a form or a question; a draft of the form is brought back.

        `then` gets the `Done` of a form that was saved or the value that was chosen, and None when
        the panel was closed otherwise.
        """
        self._put_down()
        self._then = then or _nothing
        self._show(content)

    @property
    def told_something(self) -> bool:
        """Whether the form in it has something to say: a question, a refusal, an error."""
        form = self.content
        if not isinstance(form, Form):
            return False
        return bool(form.asks or form.told or any(field.message for field in form.shown))

    def if_member(self, go_on: Callable[[], object]) -> None:
        """Go on as a member of the board; ask somebody who is none to join first."""
        session = self.okr.session
        if not session.writable:
            self.okr.tell("this board can only be read from here", "error")
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

    # What contents ask for.

    async def answered(self, content: Content, answer: str) -> None:
        """Do what the content cannot do itself."""
        if content is not self.content:
            return
        if not isinstance(content, Form):
            self._finish(content.chosen)
        elif answer in ("save", "join"):
            await self._save(content, joins=answer == "join")
        elif answer == "editor":
            self._edit(content)
        elif answer in ("forward", "back"):
            self._turn(content, 1 if answer == "forward" else -1)
        elif answer in ("aside", "away"):
            self._next_draft(content, answer)
        else:
            self._put_down()
            self._finish(None)

    def feed(self, key: str, character: str | None = None) -> None:
        """Let the content have a key, and keep a draft after a pause."""
        super().feed(key, character)
        self._soon()

    async def _on_paste(self, event: Event) -> None:
        del event
        self._soon()

    def on_unmount(self) -> None:
        """Keep what was typed: the terminal is gone, or the program ends."""
        self._keep()

    async def _save(self, form: Form, *, joins: bool = False) -> None:
        if not form.check():
            self.repaint()
            return
        session = self.okr.session
        if form.writes and not session.writable:
            form.told = "this board can only be read from here; what you typed stays as a draft"
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
            form.told = "waiting for the board ..."
            self.repaint()
        try:
            done = await task
        except OkrboardError as error:
            form.told = ""
            form.refused(str(error))
            return None
        except BaseException:
            self._keep()
            raise
        return done

    def _saved(self, form: Form, done: Done) -> None:
        self._drop(form)
        self.okr.look_again()
        following = done.following
        if following is not None:
            self._show(following)
            following.told = done.told
            self.repaint()
            return
        self._finish(done)
        if done.told:
            self.okr.tell(done.told)

    def _turn(self, form: Form, step: int) -> None:
        """Go to the form before or behind this one; what was typed here is kept."""
        self._put_down()
        other = form.neighbour(self.okr.session.board, step)
        if other is None:
            self._finish(None)
        else:
            self._show(other)

    def _show(self, content: Form | Choices) -> None:
        if isinstance(content, Form):
            self._passed.clear()
            self._restore(content)
        self.open(content)

    def _finish(self, result: object) -> None:
        then, self._then = self._then, _nothing
        self.close()
        then(result)

    def _is_member(self) -> bool:
        session = self.okr.session
        member = session.board.member_named(session.service.who)
        return member is not None and member.left is None

    # The editor.

    def _edit(self, form: Form) -> None:
        field = form.field
        assert isinstance(field, LongField)
        self._keep()
        environment = dict(os.environ)
        state = Path(self.okr.session.options.state or ".")
        try:
            command = editor.editor_command(environment)
            folder = editor.editing_folder(environment, state)
            text = self._edited(field.text, folder, command)
        except SuspendNotSupported:
            form.told = "this terminal cannot be given to an editor; go on typing here"
        except OkrboardError as error:
            form.told = str(error)
        else:
            if text is not None:
                field.text = text
                form.after(field)
                self._keep()
        self.repaint()

    def _edited(self, text: str, folder: Path, command: list[str]) -> str | None:
        """Give the terminal to the editor; raise what went wrong when it is ours again."""
        edited: str | None = None
        failed: OkrboardError | None = None
        with self.app.suspend():
            # What is raised here would leave the terminal as the editor has it.
            try:
                edited = editor.edit_text(text, folder, command)
            except OkrboardError as error:
                failed = error
        if failed is not None:
            raise failed
        return edited

    # Drafts.

    @property
    def drafts(self) -> Drafts | None:
        """Where drafts are kept; None where nothing is remembered."""
        return self.okr.session.drafts

    def _soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if isinstance(self.content, Form) and self.content.kind:
            self._pause = self.set_timer(PAUSE, self._keep)

    def _keep(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        form = self.content
        if not isinstance(form, Form) or not form.kind or self.drafts is None:
            return
        if form.asks == "draft":
            # It is kept as it was, until the person takes it up.
            return
        if form.touched:
            now = self.okr.session.clock()
            title = f"{form.title} {form.about}".rstrip()
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
                form.told = f"You were typing this on {at:%a} {at.day} {at:%b} at {at:%H:%M}."
                return
            # It says nothing that the form does not say already, or is of another kind of form.
            aside = self.drafts.set_aside(form.kind, form.record)
            if not aside:
                return
            self._passed.add(aside)

    def _drop(self, form: Form) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if form.kind and self.drafts is not None:
            self.drafts.drop(form.kind, form.record)


def _nothing(_: object) -> None:
    return
