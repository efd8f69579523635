"""The forms in which something that was said already is said in other words: a card, a decision."""

from __future__ import annotations

from okrboard.domain.changes import Draft
from okrboard.domain.meeting.cards import edit_card
from okrboard.domain.meeting.contributions import correct_decision
from okrboard.domain.records import Card, Meeting, Remark
from okrboard.service import Service
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Done, Form


def change_card(card: Card) -> Form:
    """Return the form that says a card in other words, at the terminal where its author writes."""
    base = Base(card)

    def submit(form: Form, service: Service) -> Done:
        if not form.touched:
            return Done("nothing was changed")

        def edit(draft: Draft) -> Card:
            base.guard(draft, ("text",))
            return edit_card(draft, card.id, form.named("text").text, card.author)

        return Done("the card is changed", service.change("", edit))

    field = TextField("text", card.round, card.text)
    return Form(card.round.capitalize(), [field], submit, kind="card", record=card.id)


def change_decision(meeting: Meeting, said: Remark) -> Form:
    """Return the form that corrects a decision of a meeting; an empty line removes it."""

    def submit(form: Form, service: Service) -> Done:
        if not form.touched:
            return Done("nothing was changed")
        text = form.named("line").text
        service.change("", lambda draft: correct_decision(draft, meeting.id, said, text))
        return Done("the decision is changed" if text.strip() else "the decision is removed")

    return Form(
        "What did we decide?",
        [TextField("line", "Decision", said.text, usual="empty removes it")],
        submit,
        kind=f"decision of M{meeting.id}",
        record=meeting.decisions.index(said) + 1,
    )
