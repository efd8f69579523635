"""What comes up in a panel when a person wants to check in, make, change or decide something."""

from __future__ import annotations

from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Stamp
from okrboard.domain.edit.objectives import (
    close_objective,
    commit_objective,
    override_health,
    reopen_objective,
    withdraw_objective,
)
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import reference
from okrboard.domain.records import Objective
from okrboard.tui.actions import is_there
from okrboard.tui.forms.check_in import check_in_form
from okrboard.tui.forms.cycle import change_cycle, new_cycle
from okrboard.tui.forms.form import Choices, Done, Form, reason_question, text_question
from okrboard.tui.forms.key_result import change_key_result, new_key_result
from okrboard.tui.forms.records import (
    change_action,
    change_member,
    change_objective,
    change_settings,
    change_team,
    new_action,
    new_member,
    new_objective,
    new_team,
)
from okrboard.tui.screens.base import stack
from okrboard.tui.screens.form_panel import FormPanel


def check_in(panel: FormPanel, *, objective: int = 0, key_result: int = 0) -> None:
    """Check in a key result, or one after the other all those of an objective."""
    board, stamp = _now(panel)
    ids = [key_result] if key_result else [one.id for one in board.key_results_of(objective)]
    if not ids:
        panel.okr.tell("there is no key result yet; n makes one")
        return
    panel.ask(check_in_form(board, stamp, ids))


def new(
    panel: FormPanel, *, kind: str = "", objective: int = 0, key_result: int = 0, **begin: object
) -> None:
    """Make a record of a kind; without one ask which.

    `objective` and `key_result` are what the cursor is on; `begin` what a new objective begins
    with.
    """
    board, stamp = _now(panel)
    if kind:
        form = _new_form(board, stamp, kind, objective, key_result, begin)
        panel.ask(form, lambda done: _made(panel, done))
        return
    options = [("o", "objective", "objective")]
    record = board.objectives.get(objective)
    if record is not None and record.stage != "closed":
        ref = reference("objectives", objective)
        options = [
            ("k", f"key result of {ref} {record.title}", "key result"),
            ("a", "action for one of its key results", "action"),
            *options,
        ]
    options += [("m", "member", "member"), ("t", "team", "team"), ("c", "cycle", "cycle")]

    def chosen(kind: str | None) -> None:
        if kind is not None:
            new(panel, kind=kind, objective=objective, key_result=key_result, **begin)

    panel.ask(Choices("What is new?", options), chosen)


def _made(panel: FormPanel, done: Done | None) -> None:
    if done is not None:
        for screen in stack(panel.app)[-1:]:
            screen.on_made(done.value)


def edit(panel: FormPanel, kind: str, id: int) -> None:
    """Change a record of a kind: `objective`, `key result`, `action`, `member`, `settings`, ..."""
    board, stamp = _now(panel)
    forms = {
        "objective": lambda: change_objective(board, stamp, id),
        "key result": lambda: change_key_result(board, stamp, id),
        "action": lambda: change_action(board, stamp, id),
        "member": lambda: change_member(board, stamp, id),
        "team": lambda: change_team(board, stamp, id),
        "cycle": lambda: change_cycle(board, stamp, id),
        "settings": lambda: change_settings(board, stamp),
    }
    panel.ask(forms[kind]())


def manage(panel: FormPanel, kind: str = "") -> None:
    """Choose what to change of the board itself: a member, a team, a cycle, its settings."""
    board, _ = _now(panel)

    def chosen(kind: str | None) -> None:
        if kind == "settings":
            edit(panel, "settings", 1)
        elif kind is not None:
            manage(panel, kind)

    if not kind:
        options = [
            ("m", "members", "member"),
            ("t", "teams", "team"),
            ("c", "cycles", "cycle"),
            ("s", "settings", "settings"),
        ]
        panel.ask(Choices(f"What shall change of {board.settings.name}?", options), chosen)
        return

    def picked(id: int | None) -> None:
        if id == 0:
            new(panel, kind=kind)
        elif id is not None:
            edit(panel, kind, id)

    panel.ask(Choices(f"Which {kind}?", _records(board, kind)), picked)


def _records(board: Board, kind: str) -> list[tuple[str, str, int]]:
    """Return the records of a kind as answers, each with a letter while there are letters."""
    if kind == "member":
        shown = [
            (one.id, f"{one.handle}  {one.name}" + ("  (gone)" if one.left else ""))
            for one in sorted(board.members.values(), key=lambda one: one.handle.casefold())
        ]
    elif kind == "team":
        shown = [(one.id, one.name) for one in board.teams.values()]
    else:
        order = sorted(board.cycles.values(), key=lambda one: one.first, reverse=True)
        shown = [(one.id, f"{one.name}  {one.state}") for one in order]
    letters = [letter for letter in "abcdefghilmopqrstuvwxyz" if letter != "n"]
    letters += [""] * max(0, len(shown) - len(letters))
    found = [(letter, text, id) for letter, (id, text) in zip(letters, shown, strict=False)]
    return [*found, ("n", f"a new {kind}", 0)]


def turn(panel: FormPanel, key_result: int) -> None:
    """Turn a key result that is a task into an action under what it is to change."""
    # Imported here: few come this way.
    from okrboard.tui.forms.key_result import turn_form

    panel.ask(turn_form(*_now(panel), key_result))


def meet(panel: FormPanel) -> None:
    """Take part in the meeting that is running, else ask which one is held."""
    board = panel.okr.session.board
    running = [each.kind for each in board.meetings.live.values() if each.state != "closed"]
    options = [
        ("c", "check-in: what drove it, the gap, the quick fix, next week", "meeting"),
        ("r", "rest and reflect: what we learned, and what we do with each goal", "reflect"),
        ("g", "goals: what we go for together", "goals"),
    ]
    there = [option for option in options if is_there(option[2])]
    if running or not there:
        kind = running[-1] if running else "check-in"
        panel.okr.show("meeting" if kind == "check-in" else kind)
        return

    def chosen(name: str | None) -> None:
        if name is not None:
            panel.okr.show(name)

    panel.ask(Choices("Which meeting?", there), chosen)


def status(panel: FormPanel, objective: int) -> None:
    """Commit to an objective, say how it is, close it, or take that back."""
    board, _ = _now(panel)
    record = board.objectives[objective]
    ref = reference("objectives", objective)

    def chosen(what: str | None) -> None:
        if what is None:
            return
        if what in ("on_track", "at_risk", "off_track", "done"):
            _override(panel, objective, what)
        elif what == "close":
            _close(panel, objective)
        else:
            _change(panel, ref, _STEPS[what], objective)

    panel.ask(Choices(f"{ref} {record.title}", _steps(record)), chosen)


_STEPS: dict[str, Any] = {
    "commit": commit_objective,
    "withdraw": withdraw_objective,
    "reopen": reopen_objective,
    "follow": lambda draft, id: override_health(draft, id, ""),
}


def _steps(objective: Objective) -> list[tuple[str, str, str]]:
    if objective.stage == "closed":
        return [("r", "reopen it", "reopen")]
    found = [
        ("g", "say that it is on track", "on_track"),
        ("y", "say that it is at risk", "at_risk"),
        ("x", "say that it is off track", "off_track"),
        ("d", "say that it is done", "done"),
        ("c", "close it", "close"),
    ]
    if objective.override:
        found = [("f", "let it follow its numbers again", "follow"), *found]
    if objective.stage == "proposed":
        return [("c", "commit to it", "commit"), ("x", "close it", "close")]
    return [*found, ("p", "make it a proposal again", "withdraw")]


def _override(panel: FormPanel, objective: int, health: str) -> None:
    ref = reference("objectives", objective)
    form = reason_question(f"{ref} is {health.replace('_', ' ')}: why?", ref)

    def answered(done: Any) -> None:
        if done is not None:
            _change(
                panel,
                ref,
                lambda draft, id: override_health(draft, id, health, done.value),
                objective,
            )

    panel.ask(form, answered)


def _close(panel: FormPanel, objective: int) -> None:
    ref = reference("objectives", objective)
    words = [word for word in WORDS["Outcome"] if word and word != "carried"]
    keys = ("r", "p", "m", "d", "o")

    def ended(outcome: Any) -> None:
        if outcome is None:
            return
        form = text_question(
            f"{ref} is closed: {outcome}",
            label="Lesson",
            about="what do we take along? empty when nothing",
        )

        def answered(done: Any) -> None:
            if done is not None:
                _change(
                    panel,
                    ref,
                    lambda draft, id: close_objective(draft, id, outcome, lesson=done.value),
                    objective,
                )

        panel.ask(form, answered)

    options = [(key, word, word) for key, word in zip(keys, words, strict=True)]
    panel.ask(Choices(f"How did {ref} end?", options), ended)


def _change(panel: FormPanel, ref: str, edit: Any, id: int) -> None:
    for screen in stack(panel.app)[-1:]:
        screen.change_told(ref, lambda draft: edit(draft, id))


def _new_form(
    board: Board, stamp: Stamp, kind: str, objective: int, key_result: int, begin: dict[str, object]
) -> Form:
    if kind == "key result" and objective in board.objectives:
        return new_key_result(board, stamp, objective)
    if kind == "action":
        first = next((one.id for one in board.key_results_of(objective)), 0)
        return new_action(board, stamp, key_result or first)
    if kind == "member":
        return new_member(board, stamp)
    if kind == "team":
        return new_team(board, stamp)
    cycle = board.cycle_on(stamp.today)
    if kind == "cycle" or cycle is None or cycle.state == "closed":
        return new_cycle(board, stamp)
    return new_objective(board, stamp, cycle.id, **begin)


def _now(panel: FormPanel) -> tuple[Board, Stamp]:
    session = panel.okr.session
    return session.board, session.service.stamp(session.board)
