"""The acts of the story: a board is set up, goals are set, checked in on, and closed.

Each function adds moments to a script and changes nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from demo_story.company import DIRECTION, LEADS, NAME, PEOPLE, ZONE
from demo_story.script import Edit, Script
from demo_story.spec import Cause, Deed, Goal, Measure, Said, Turn

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action, carry_action, drop_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, edit_objective, propose_objective
from okrboard.domain.edit.people import add_member, add_team, edit_settings, edit_team
from okrboard.domain.records import Checkpoint, Driver

_HANDLES = [person.handle for person in PEOPLE]
_TEAM_OF = {person.handle: person.team for person in PEOPLE}


def set_up(script: Script) -> None:
    """Let the managing director make the board, and everybody join."""
    week = -19  # two weeks before the cycle before

    def begin(draft: Draft) -> None:
        edit_settings(draft, name=NAME, timezone=ZONE, direction=DIRECTION)
        for name in LEADS:
            script.teams[name] = add_team(draft, name).id
        draft.what = f"new board {NAME}"

    script.then(script.times.at(week, 1, 9), "hana", begin)
    for minute, person in enumerate(PEOPLE):

        def join(draft: Draft, handle: str = person.handle, name: str = person.name) -> None:
            team = script.teams.get(_TEAM_OF[handle], 0)
            script.members[handle] = add_member(draft, handle, name=name, team=team).id

        script.then(script.times.at(week, 1, 9, 5 + 7 * minute), person.handle, join)

    def lead(draft: Draft) -> None:
        for name, handle in LEADS.items():
            edit_team(draft, script.teams[name], lead=script.members[handle])
        draft.what = "leads of the teams"

    script.then(script.times.at(week, 1, 11), "hana", lead)


def propose(script: Script, at: datetime, goal: Goal, cycle: int = 0) -> None:
    """Let the owner of a goal propose it with its key results."""

    def edit(draft: Draft) -> None:
        made = propose_objective(
            draft,
            goal.title,
            script.cycles[cycle],
            owner=script.members[goal.owner],
            team=script.teams.get(goal.team, 0),
            contributes_to=script.goals[goal.parent] if goal.parent else 0,
            supports=tuple(script.goals[key] for key in goal.supports),
            **goal.fields,
        )
        what = draft.what
        script.goals[goal.key] = made.id
        for measure in goal.measures:
            script.measures[measure.key] = _add_measure(script, draft, made.id, measure)
        draft.what = what

    script.then(at, goal.owner, edit)


def commit(script: Script, at: datetime, goals: Iterable[Goal]) -> None:
    """Let the managing director commit to goals, and say who takes part."""
    script.then(at, "hana", *(_commit(script, goal) for goal in goals))


def check_ins(
    script: Script, goals: Iterable[Goal], seed: int, *, first: int = 1, every: int = 1
) -> None:
    """Let every owner check in, meeting by meeting; `first` is the number of the first meeting."""
    measures = [measure for goal in goals for measure in goal.measures]
    for index in range(max(len(measure.values) for measure in measures)):
        number = first + index * every
        for handle in _HANDLES:
            edits = [
                _check_in(script, measure, index, number)
                for measure in measures
                if measure.owner == handle
                and index < len(measure.values)
                and measure.values[index] is not None
            ]
            if edits:
                at = script.times.meeting(number, _minute(seed, number, handle))
                script.then(at, handle, *edits)


def deeds(script: Script, deeds: Iterable[Deed]) -> None:
    """Let the actions be agreed in their meetings, and kept, dropped or carried in later ones."""
    edits: dict[tuple[int, str], list[Edit]] = {}
    for deed in deeds:
        for turn in deed.turns:
            edits.setdefault((turn.number, deed.owner), []).append(_turn(script, deed, turn))
    for deed in deeds:
        edits.setdefault((deed.number, deed.owner), []).append(_agree(script, deed))
    for (number, handle), made in edits.items():
        minute = 36 + _HANDLES.index(handle)
        script.then(script.times.meeting(number, minute), handle, *made)


def check_in_of(
    script: Script,
    measure: Measure,
    value: float,
    confidence: int | None,
    said: Said | None,
    number: int | None = None,
) -> Edit:
    """Return the edit that checks in on a key result, with what was said beside it.

    Where the weekly check-in of a number is held as a meeting, and the person is there, in that.
    """

    def edit(draft: Draft) -> None:
        words = said._asdict() if said else {}
        causes = words.pop("causes", ())
        check_in(
            draft,
            script.measures[measure.key],
            value,
            confidence=confidence,
            drivers=[_driver(script, cause) for cause in causes],
            meeting=meeting_of(script, draft, number),
            **words,
        )

    return edit


def meeting_of(script: Script, draft: Draft, number: int | None) -> int:
    """Return the meeting that a person is in when they say something; 0 for none."""
    meeting = script.held.get(number, 0) if number is not None else 0
    if not meeting:
        return 0
    here = draft.board.meetings[meeting].attendance
    return meeting if any(one.member == draft.stamp.member for one in here) else 0


def _add_measure(script: Script, draft: Draft, goal: int, measure: Measure) -> int:
    days = tuple(
        Checkpoint(script.times.day(week, 6), value) for week, value in measure.checkpoints
    )
    fields = {**measure.fields, "checkpoints": days, "owner": script.members[measure.owner]}
    return add_key_result(draft, goal, measure.title, **fields).id


def _commit(script: Script, goal: Goal) -> Edit:
    def edit(draft: Draft) -> None:
        id = script.goals[goal.key]
        commit_objective(draft, id)
        what = draft.what
        if goal.takers:
            takers = tuple(script.members[handle] for handle in goal.takers)
            edit_objective(draft, id, takers=takers)
        draft.what = what

    return edit


def _check_in(script: Script, measure: Measure, index: int, number: int) -> Edit:
    value = measure.values[index]
    said = measure.said.get(index + 1)
    return check_in_of(script, measure, value or 0.0, measure.confidence[index], said, number)


def _driver(script: Script, cause: Cause) -> Driver:
    author = script.members[cause.author] if cause.author else 0
    return Driver(cause.text, float(cause.share), cause.kind, author)


def _agree(script: Script, deed: Deed) -> Edit:
    def edit(draft: Draft) -> None:
        meeting = meeting_of(script, draft, deed.number)
        measure = script.measures[deed.measure]
        made = add_action(
            draft, deed.title, key_result=measure, expected=deed.expected, meeting=meeting
        )
        script.deeds[deed.title] = made.id

    return edit


def _turn(script: Script, deed: Deed, turn: Turn) -> Edit:
    def edit(draft: Draft) -> None:
        id = script.deeds[deed.title]
        if turn.ending == "carried":
            carry_action(draft, id, reason=turn.reason)
        elif turn.ending == "kept":
            keep_action(draft, id, turn.reason)
        else:
            drop_action(draft, id, turn.reason)

    return edit


def _minute(seed: int, number: int, handle: str) -> int:
    """Return the minute of a meeting at which a person checks in: 4 to 35, each in turn."""
    turn = _HANDLES.index(handle)
    return 4 + 4 * turn + (seed + 5 * number + 3 * turn) % 4
