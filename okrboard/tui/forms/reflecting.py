"""The small forms of resting and reflecting: a score by hand, an agreement, a note for oneself."""

from __future__ import annotations

from okrboard.domain.changes import Draft
from okrboard.domain.edit.closing import set_score
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.contributions import agree
from okrboard.domain.parse_values import parse_share
from okrboard.domain.records import KeyResult, Meeting
from okrboard.errors import Refused
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.meeting import line_form
from okrboard.tui.forms.readers import optional
from okrboard.tui.private_notes import Growth


def score_form(record: KeyResult, computed: float | None) -> Form:
    """Ask for a key result's score where a person sees more than its numbers say, and why."""
    ref = reference("key_results", record.id)
    numbers = "its numbers cannot say" if computed is None else f"its numbers say {computed:.2f}"
    base = Base(record)

    def submit(form: Form, service: Service) -> Done:
        if not form.touched:
            return Done("nothing was changed")
        score, reason = form.named("score").value, form.named("reason").value

        def edit(draft: Draft) -> KeyResult:
            base.guard(draft, ("score", "score_reason"))
            return set_score(draft, record.id, score, reason)

        service.change("", edit)
        return Done(f"{ref} is scored" if score is not None else f"{ref} is scored by its numbers")

    return Form(
        f"{ref} {record.title}",
        [
            TextField(
                "score",
                "Score",
                "" if record.score is None else f"{record.score:g}",
                read=optional(_score),
                usual="0.0 to 1.0, or 80 %; empty for what the numbers say",
                words=("a score lies",),
            ),
            TextField("reason", "Because", record.score_reason, words=("say why",)),
        ],
        submit,
        kind="score",
        record=record.id,
        about=numbers,
    )


def agreement_form(meeting: Meeting) -> Form:
    """Ask for a working agreement; then for the next one."""
    return line_form(
        "What do we agree on from now on?",
        "Agreement",
        meeting,
        lambda draft, text: agree(draft, text, meeting.id),
        usual="one line; empty ends",
    )


def note_form(meeting: Meeting, growth: Growth) -> Form:
    """Ask what the person grew in; the answer goes into their own folder and nowhere else."""

    def submit(form: Form, service: Service) -> Done:
        del service
        text = squeeze(form.named("line").text)
        if not text:
            return Done("")
        if not growth.add(text):
            raise Refused("your state folder cannot be written; what you typed is still here")
        return Done("kept for you alone", following=note_form(meeting, growth))

    field = TextField("line", "For myself", usual="what did I grow in? empty ends")
    form = Form("What did you grow in?", [field], submit, kind="", about="nobody else reads it")
    form.writes = False
    return form


def _score(text: str) -> tuple[float, str]:
    try:
        score = parse_share(text)
    except ValueError:
        score = -1.0
    if not 0.0 <= score <= 1.0:
        raise ValueError("a score lies between 0.0 and 1.0, or 0 % and 100 %")
    return score, f"{score:g}" if "%" in text else ""
