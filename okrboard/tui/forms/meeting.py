"""The small forms of a meeting: one thing said at a time, corrected, scored; who is here.

Each is kept as a draft until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.actions import usual_due
from okrboard.domain.edit.cycles import set_score
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import people
from okrboard.domain.meeting.cards import edit_card, write_card
from okrboard.domain.meeting.contributions import (
    absent,
    agree,
    attend,
    correct_decision,
    say_action,
    say_decision,
    say_driver,
    say_fix,
    say_value,
    say_win,
)
from okrboard.domain.parse_values import parse_share
from okrboard.domain.records import Action, Card, Driver, KeyResult, Meeting, Remark
from okrboard.errors import Refused
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms.check_in import value_reader
from okrboard.tui.forms.choosing import ChecklistField
from okrboard.tui.forms.drivers import KINDS_HINT, read_driver
from okrboard.tui.forms.fields import ScaleField, TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.readers import optional, whole
from okrboard.tui.forms.records import action_fields
from okrboard.tui.forms.saving import changing, making, named
from okrboard.tui.private_notes import Growth


def value_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask for a key result's value, and how sure we are."""
    record, latest = board.key_results[id], board.latest(id)
    current = latest.value if latest else record.start
    read, now = value_reader(board, record, current), format_value(current, record.unit)
    return Form(
        named(record),
        [
            TextField("value", "Value", read=read, hint=now),
            ScaleField("confidence", "Confidence", hint="0 to 10, or nothing"),
        ],
        making(
            "",
            lambda draft, **values: say_value(draft, meeting.id, id, **values),
            lambda made: f"{_ref(id)} {format_value(made.value, record.unit)}",
        ),
        kind=f"meeting value M{meeting.id}",
        record=id,
        saves_at="value",
    )


def driver_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what drove a key result; one driver, then the next."""
    record = board.key_results[id]

    def read(text: str) -> tuple[Driver, str]:
        driver = read_driver(text, record.unit)
        return driver, f"{format_change(driver.share, record.unit)} {driver.text} ({driver.kind})"

    def submit(form: Form, service: Service) -> Done:
        driver = form.field.value
        if driver is None:
            return Done("no driver")
        service.change("", lambda draft: say_driver(draft, meeting.id, id, driver))
        return Done(f"{driver.text}: noted", following=driver_form(service.board, meeting, id))

    return Form(
        f"What drove {named(record)}?",
        [TextField("driver", "Driver", read=optional(read), hint="+4 Black Friday load outside")],
        submit,
        kind=f"meeting driver M{meeting.id}",
        record=id,
        hint=KINDS_HINT,
    )


def fix_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what did not work, and its quick fix."""
    return Form(
        f"What did not work with {named(board.key_results[id])}, and the quick fix?",
        [
            TextField("blocker", "Did not work", hint="releases on Friday wake people"),
            TextField("fix", "Quick fix", hint="no release after Thursday noon"),
        ],
        making(
            "",
            lambda draft, **values: say_fix(draft, meeting.id, id, **values),
            lambda _: f"{_ref(id)}: noted",
        ),
        kind=f"meeting fix M{meeting.id}",
        record=id,
    )


def action_form(board: Board, meeting: Meeting, stamp: Stamp, id: int = 0) -> Form:
    """Ask who does what next week for a key result, or for none."""
    blank = Action(0, "", id, stamp.member, usual_due(board, stamp.today, stamp.member))

    def say(draft: Draft, title: str, **values: Any) -> Action:
        return say_action(draft, meeting.id, title, key_result=id, **values)

    return Form(
        f"Next week for {named(board.key_results[id])}" if id else "Next week",
        action_fields(board, stamp, blank, "title owner due expected"),
        making("", say, named),
        kind=f"meeting action M{meeting.id}",
        record=id,
        saves_at="owner",
    )


def minutes_form(meeting: Meeting, terminal: str) -> Form:
    """Ask how long the meeting takes from now."""
    field = TextField("minutes", "Minutes", read=whole(1, 600), hint=str(meeting.minutes))
    submit = making(
        "",
        lambda draft, minutes: control.set_minutes(draft, meeting.id, minutes, terminal),
        lambda _: f"{field.value} minutes from now",
    )
    return Form("How many minutes do we have?", [field], submit)


def line_form(
    title: str,
    label: str,
    meeting: Meeting,
    say: Callable[[Draft, int, str], object],
    *,
    hint: str = "one line; empty ends",
    again: bool = True,
    masked: bool = False,
    record: int = 0,
) -> Form:
    """Ask for one line; with `again` for the next one after it, until one is left empty.

    `say` takes a draft, the meeting's id and the line. `masked` covers what is typed; `record` says
    whose draft it is where several share a screen.
    """

    def ask() -> Form:
        field = TextField("line", label, hint=hint)
        field.masked = masked
        return Form(title, [field], submit, f"meeting {label.lower()} M{meeting.id}", record)

    def submit(form: Form, service: Service) -> Done:
        text = form.field.text
        if not text.strip() and again:
            return Done("")
        service.change("", lambda draft: say(draft, meeting.id, text))
        return Done("said", following=ask() if again else None)

    return ask()


def win_form(meeting: Meeting) -> Form:
    """Ask for a win."""
    return line_form("What went well?", "Win", meeting, say_win)


def decision_form(meeting: Meeting) -> Form:
    """Ask for a decision."""
    return line_form("What did we decide?", "Decision", meeting, say_decision)


def agreement_form(meeting: Meeting) -> Form:
    """Ask for a working agreement; then for the next one."""
    title = "What do we agree on from now on?"
    return line_form(title, "Agreement", meeting, lambda draft, id, text: agree(draft, text, id))


def card_form(
    meeting: Meeting, round: str, author: int = 0, *, handle: str = "", masked: bool = False
) -> Form:
    """Ask for a card of a silent round; on a shared screen `handle` says who is writing."""
    return line_form(
        f"{handle}: {round}" if handle else round.capitalize(),
        round,
        meeting,
        lambda draft, id, text: write_card(draft, id, round, text, author),
        hint="one thought; empty ends",
        masked=masked,
        record=author,
    )


def word_form(meeting: Meeting, member: int, handle: str) -> Form:
    """Ask for the one word that somebody arrives with."""

    def say(draft: Draft, id: int, text: str) -> Meeting:
        return attend(draft, id, member, text)

    return line_form(f"One word, {handle}?", "Word", meeting, say, hint="", again=False)


def note_form(meeting: Meeting, growth: Growth) -> Form:
    """Ask what the person grew in; the answer goes into their own folder and nowhere else."""

    def submit(form: Form, service: Service) -> Done:
        del service
        text = squeeze(form.field.text)
        if not text:
            return Done("")
        if not growth.add(text):
            raise Refused("your state folder cannot be written; what you typed is still here")
        return Done("kept for you alone", following=note_form(meeting, growth))

    field = TextField("line", "For myself", hint="what did I grow in? empty ends")
    title, about = "What did you grow in?", "nobody else reads it"
    return Form(title, [field], submit, about=about, writes=False)


def here_form(board: Board, meeting: Meeting) -> Form:
    """Return the form in which everybody who is in the room is ticked."""
    members = people(board, meeting.team) or people(board)
    before = {entry.member for entry in meeting.attendance}
    ticks = [(member.handle, member.id in before) for member in members]
    field = ChecklistField("here", "Here", ticks)

    def edit(draft: Draft, **_: Any) -> None:
        for member, here in zip(members, field.done, strict=True):
            if here and member.id not in before:
                attend(draft, meeting.id, member.id)
            elif member.id in before and not here:
                absent(draft, meeting.id, member.id)

    submit = making("attendance", edit, lambda _: f"{sum(field.done)} here")
    return Form("Who is here?", [field], submit)


def score_form(record: KeyResult, computed: float | None) -> Form:
    """Ask for a key result's score where a person sees more than its numbers say, and why."""
    score = TextField(
        "score",
        "Score",
        "" if record.score is None else f"{record.score:g}",
        read=optional(_score),
        hint="0.0 to 1.0, or 80 %; empty for what the numbers say",
        words=("a score lies",),
    )
    reason = TextField("score_reason", "Because", record.score_reason, words=("say why",))

    def edit(draft: Draft, id: int, **_: Any) -> KeyResult:
        return set_score(draft, id, score.value, reason.value)

    def message(_: KeyResult) -> str:
        by_numbers = " by its numbers" if score.value is None else ""
        return f"{_ref(record.id)} is scored{by_numbers}"

    about = "its numbers cannot say" if computed is None else f"its numbers say {computed:.2f}"
    submit = changing(record, "", edit, message)
    return Form(named(record), [score, reason], submit, "score", record.id, about)


def _score(text: str) -> tuple[float, str]:
    try:
        score = parse_share(text)
    except ValueError:
        score = -1.0
    if not 0.0 <= score <= 1.0:
        raise ValueError("a score lies between 0.0 and 1.0, or 0 % and 100 %")
    return score, f"{score:g}" if "%" in text else ""


def change_card(card: Card) -> Form:
    """Return the form that says a card in other words, at the terminal where its author writes."""

    def edit(draft: Draft, id: int, text: str) -> Card:
        return edit_card(draft, id, text, card.author)

    submit = changing(card, "", edit, lambda _: "the card is changed")
    field = TextField("text", card.round, card.text)
    return Form(card.round.capitalize(), [field], submit, "card", card.id)


def change_decision(meeting: Meeting, decision: Remark) -> Form:
    """Return the form that corrects a decision of a meeting; an empty line removes it."""
    field = TextField("line", "Decision", decision.text, hint="empty removes it")

    def submit(_: Form, service: Service) -> Done:
        if not field.touched:
            return Done("nothing was changed")
        service.change("", lambda draft: correct_decision(draft, meeting.id, decision, field.text))
        return Done(f"the decision is {'changed' if field.text.strip() else 'removed'}")

    index = meeting.decisions.index(decision) + 1
    return Form("What did we decide?", [field], submit, f"decision of M{meeting.id}", index)


def _ref(key_result: int) -> str:
    return reference("key_results", key_result)
