"""A task that was typed as a key result becomes an action under what it is to change."""

from __future__ import annotations

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.lookup import reference
from okrboard.domain.records import KeyResult
from okrboard.text import squeeze
from okrboard.tui.forms.advice import verdict_on
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Form, Offer

KEY = "ctrl+t"


class TurnedTask:
    """The task of one form, once it was turned round; empty before."""

    def __init__(self, of: str = "") -> None:
        """Begin with nothing turned; `of` is whose key result it is, in few words: `of O1`."""
        self.of = of
        self.field = TextField("task", "Task")
        """Never shown, but kept in the draft with the fields that are."""
        self.field.shown = lambda: False

    @property
    def title(self) -> str:
        """The task as it was typed."""
        return squeeze(self.field.text)

    def offers(self, form: Form) -> list[Offer]:
        """Offer to turn the title round while the value check takes it for a task."""
        verdict = verdict_on(form)
        if self.title or verdict is None or verdict.verdict != "task":
            return []
        return [Offer(KEY, "make it an action", lambda: self._turn(form))]

    def as_action(self, draft: Draft, made: KeyResult) -> KeyResult:
        """Add the task as an action of the key result, which keeps where it came from."""
        if not self.title:
            return made
        what = draft.what
        action = add_action(draft, self.title, key_result=made.id)
        draft.what = f"{what}; its task is {reference('actions', action.id)} now"
        return draft.put(made._replace(from_action=action.id))

    def _turn(self, form: Form) -> None:
        title = form.named("title")
        self.field.text = title.text
        title.text = ""
        form.go("title")
        form.about = ", ".join(filter(None, (self.of, f"with the action “{self.title}”")))
        form.told = "What changes, and for whom, when that is done? Type it as the title."
