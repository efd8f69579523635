"""A question that is answered in one line, as a form that writes nothing by itself."""

from __future__ import annotations

from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Done, Form


def reason_question(question: str, ref: str) -> Form:
    """Return the form that asks why an objective is not what its numbers say."""
    return text_question(
        question,
        about="the board shows it beside what the numbers say",
        label="Because",
        needed=f"say why {ref} is not what the numbers say",
    )


def text_question(question: str, *, about: str = "", label: str = "", needed: str = "") -> Form:
    """Return the form of a question that is answered in one line; its `Done` has the line.

    `needed` is said when nothing was typed; without it an empty line is an answer.
    """

    def read(text: str) -> tuple[str, str]:
        line = squeeze(text)
        if needed and not line:
            raise ValueError(needed)
        return line, ""

    def submit(form: Form, service: Service) -> Done:
        del service
        return Done("", form.named("answer").value)

    field = TextField("answer", label, read=read)
    form = Form(question, [field], submit, kind="", about=about)
    form.writes = False
    return form
