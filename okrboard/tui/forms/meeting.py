"""The small forms of a meeting: one thing said at a time, corrected, scored; who is here.

Each is kept as a draft until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.cycles import set_score
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
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
from okrboard.domain.meeting.topics import people
from okrboard.domain.parse_values import parse_share
from okrboard.domain.records import Card, Driver, KeyResult, Meeting, Remark
from okrboard.errors import Refused
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms import options
from okrboard.tui.forms.base import Base
from okrboard.tui.forms.choosing import ChecklistField, PickField
from okrboard.tui.forms.drivers import KINDS_HINT, read_driver
from okrboard.tui.forms.fields import TextField
from okrboard.tui.forms.form import Done, Form
from okrboard.tui.forms.readers import day, number, optional, value_of, whole
from okrboard.tui.private_notes import Growth


def value_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask for a key result's value, and how sure we are."""
    record, current = board.key_results[id], _current(board, id)

    def submit(form: Form, service: Service) -> Done:
        value, confidence = form.named("value").value, form.named("confidence").value
        service.change("", lambda draft: say_value(draft, meeting.id, id, value, confidence))
        return Done(f"{_ref(record)} {format_value(value, record.unit)}")

    form = Form(
        f"{_ref(record)} {record.title}",
        [
            TextField(
                "value",
                "Value",
                read=value_of(board, record, current),
                usual=f"{format_value(current, record.unit)}",
            ),
            TextField(
                "confidence", "Confidence", read=optional(whole(0, 10)), usual="0 to 10, or nothing"
            ),
        ],
        submit,
        kind=f"meeting value M{meeting.id}",
        record=id,
    )
    form.saves_at = "value"
    return form


def driver_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what drove a key result; one driver, then the next."""
    record = board.key_results[id]

    def read(text: str) -> tuple[Driver | None, str]:
        if not text.strip():
            return None, ""
        found = read_driver(text, record.unit)
        return found, f"{format_change(found.share, record.unit)} {found.text} ({found.kind})"

    def submit(form: Form, service: Service) -> Done:
        driver = form.named("driver").value
        if driver is None:
            return Done("no driver")
        service.change("", lambda draft: say_driver(draft, meeting.id, id, driver))
        return Done(f"{driver.text}: noted", following=driver_form(service.board, meeting, id))

    form = Form(
        f"What drove {_ref(record)} {record.title}?",
        [TextField("driver", "Driver", read=read, usual="+4 Black Friday load outside")],
        submit,
        kind=f"meeting driver M{meeting.id}",
        record=id,
    )
    form.hint = KINDS_HINT
    return form


def fix_form(board: Board, meeting: Meeting, id: int) -> Form:
    """Ask what did not work, and its quick fix."""
    record = board.key_results[id]

    def submit(form: Form, service: Service) -> Done:
        blocker, fix = form.named("blocker").text, form.named("fix").text
        service.change("", lambda draft: say_fix(draft, meeting.id, id, blocker, fix))
        return Done(f"{_ref(record)}: noted")

    return Form(
        f"What did not work with {_ref(record)}, and the quick fix?",
        [
            TextField("blocker", "Did not work", usual="releases on Friday wake people"),
            TextField("fix", "Quick fix", usual="no release after Thursday noon"),
        ],
        submit,
        kind=f"meeting fix M{meeting.id}",
        record=id,
    )


def action_form(board: Board, meeting: Meeting, stamp: Stamp, id: int = 0) -> Form:
    """Ask who does what next week for a key result; one action, then the next."""
    from okrboard.domain.edit.actions import usual_due

    record = board.key_results.get(id)
    unit = record.unit if record else ""

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        title = values.pop("title")
        made = service.change(
            "", lambda draft: say_action(draft, meeting.id, title, key_result=id, **values)
        )
        return Done(f"{reference('actions', made.id)} {made.title}")

    form = Form(
        f"Next week for {_ref(record)} {record.title}" if record else "Next week",
        [
            TextField("title", "What", usual="one thing to do"),
            PickField("owner", "Who", options.members(board, stamp.member), stamp.member),
            TextField(
                "due",
                "Until",
                str(usual_due(board, stamp.today, stamp.member)),
                read=optional(day(stamp.today)),
                default=True,
            ),
            TextField(
                "expected",
                "Expected",
                read=optional(number(lambda: unit)),
                usual="what it shall move, for example -4",
            ),
        ],
        submit,
        kind=f"meeting action M{meeting.id}",
        record=id,
    )
    form.saves_at = "owner"
    return form


def minutes_form(meeting: Meeting, terminal: str) -> Form:
    """Ask how long the meeting takes from now."""

    def submit(form: Form, service: Service) -> Done:
        minutes = form.named("minutes").value
        service.change("", lambda d: control.set_minutes(d, meeting.id, minutes, terminal))
        return Done(f"{minutes} minutes from now")

    field = TextField("minutes", "Minutes", read=whole(1, 600), usual=str(meeting.minutes))
    return Form("How many minutes do we have?", [field], submit, kind="")


def line_form(
    title: str,
    label: str,
    meeting: Meeting,
    say: Callable[[Draft, str], object],
    *,
    usual: str = "",
    again: bool = True,
    masked: bool = False,
    record: int = 0,
) -> Form:
    """Ask for one line; with `again` for the next one after it, until one is left empty.

    `masked` covers what is typed; `record` says whose draft it is where several share a screen.
    """

    def submit(form: Form, service: Service) -> Done:
        text = form.named("line").text
        if not text.strip() and again:
            return Done("")
        service.change("", lambda draft: say(draft, text))
        return Done("said", following=make() if again else None)

    def make() -> Form:
        return line_form(
            title, label, meeting, say, usual=usual, again=again, masked=masked, record=record
        )

    kind = f"meeting {label.lower()} M{meeting.id}"
    field = TextField("line", label, usual=usual)
    field.masked = masked
    return Form(title, [field], submit, kind=kind, record=record)


def win_form(meeting: Meeting) -> Form:
    """Ask for a win."""
    return line_form(
        "What went well?",
        "Win",
        meeting,
        lambda draft, text: say_win(draft, meeting.id, text),
        usual="one line; empty ends",
    )


def decision_form(meeting: Meeting) -> Form:
    """Ask for a decision."""
    return line_form(
        "What did we decide?",
        "Decision",
        meeting,
        lambda draft, text: say_decision(draft, meeting.id, text),
        usual="one line; empty ends",
    )


def card_form(
    meeting: Meeting, round: str, author: int = 0, *, handle: str = "", masked: bool = False
) -> Form:
    """Ask for a card of a silent round; on a shared screen `handle` says who is writing."""
    return line_form(
        f"{handle}: {round}" if handle else round.capitalize(),
        round,
        meeting,
        lambda draft, text: write_card(draft, meeting.id, round, text, author),
        usual="one thought; empty ends",
        masked=masked,
        record=author,
    )


def word_form(meeting: Meeting, member: int, handle: str) -> Form:
    """Ask for the one word that somebody arrives with."""
    return line_form(
        f"One word, {handle}?",
        "Word",
        meeting,
        lambda draft, text: attend(draft, meeting.id, member, text),
        again=False,
    )


def _current(board: Board, id: int) -> float:
    latest = board.latest(id)
    return latest.value if latest else board.key_results[id].start


def _ref(record: KeyResult) -> str:
    return reference("key_results", record.id)


def here_form(board: Board, meeting: Meeting) -> Form:
    """Return the form in which everybody who is in the room is ticked."""
    members = people(board, meeting.team) or people(board)
    before = {entry.member for entry in meeting.attendance}
    field = ChecklistField(
        "here", "Here", [(member.handle, member.id in before) for member in members]
    )

    def submit(form: Form, service: Service) -> Done:
        del form
        ticked = {m.id for m, done in zip(members, field.done, strict=True) if done}
        known = {member.id for member in members}

        def edit(draft: Draft) -> None:
            for member in sorted(ticked - before):
                attend(draft, meeting.id, member)
            for member in sorted((before & known) - ticked):
                absent(draft, meeting.id, member)

        service.change("attendance", edit)
        return Done(f"{len(ticked)} here")

    return Form("Who is here?", [field], submit, kind="")


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
