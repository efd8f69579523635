"""When the story's meetings were held: the last three check-ins, a reflection, a goal setting.

What was said in them is in `told`. Each function adds moments to a script.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from demo_story import told
from demo_story.rooms import Room, Say
from demo_story.script import Edit, Script
from demo_story.spec import Goal, Measure, Pitch

from okrboard.demo.play import set_fields
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.blind import PROPOSALS, uncover
from okrboard.domain.meeting.cards import put_together
from okrboard.domain.meeting.contributions import say_decision
from okrboard.domain.meeting.proposals import commit_goals, merge, propose, shortlist, take
from okrboard.domain.records import Checkpoint, DraftKeyResult, Objective

_LATER = frozenset(("labels",))
"""What a goal gets after its team has committed to it."""
_BESIDE = frozenset(("weight", "start"))
"""What a key result of a proposal does not have, or not for every kind."""


def fridays(script: Script) -> None:
    """Hold the last three check-ins as meetings, around what people check in and plan."""
    for held in told.FRIDAYS:
        room = Room(script, held, "check-in")
        begin = script.times.meeting(held.number, 0)
        room.begin(begin)
        room.votes(begin + timedelta(minutes=37, seconds=30))
        room.remarks(begin + timedelta(minutes=43, seconds=10))
        room.end(begin + timedelta(minutes=44, seconds=30))


def look_back(script: Script, begin: datetime, endings: Sequence[tuple[Goal, Edit]]) -> None:
    """Hold the reflection on the cycle before; `endings` close its goals, by their owners."""
    held = told.LOOKED_BACK
    room = Room(script, held, "reflect")
    room.begin(begin, held.number)
    room.then(begin + timedelta(minutes=8), lambda draft, id: uncover(draft, id, "scores"))
    room.cards(begin + timedelta(minutes=14), *(name for name in held.cards if name != told.GROWN))
    room.then(begin + timedelta(minutes=22), _sort_cards)
    room.coins(begin + timedelta(minutes=26), _cards)
    for index, (goal, ending) in enumerate(endings):
        at = begin + timedelta(minutes=35 + 11 * index)
        room.then(at, _decided(script, goal, ending), who=goal.owner)
    room.cards(begin + timedelta(minutes=75), told.GROWN)
    room.remarks(begin + timedelta(minutes=82))
    room.end(begin + timedelta(minutes=88))


def look_ahead(
    script: Script, begin: datetime, goals: Sequence[Goal], plan: Callable[[Draft], None]
) -> None:
    """Hold the goal setting of the running cycle, and commit to goals an hour and a half later.

    `plan` plans the meetings of the cycle.
    """
    held = told.LOOKED_AHEAD
    room = Room(script, held, "goals")
    proposals: dict[str, int] = {}
    room.begin(begin, held.number)
    room.cards(begin + timedelta(minutes=8), "voices")
    for index, goal in enumerate(goals):
        at = begin + timedelta(minutes=16, seconds=40 * index)
        room.then(at, _drafts(script, proposals, goal), who=goal.owner)
    for pitch in (told.APP, told.LISTS):
        at = begin + timedelta(minutes=24)
        room.then(at, _pitches(script, proposals, pitch), who=pitch.who)
    room.then(begin + timedelta(minutes=30), lambda draft, id: uncover(draft, id, PROPOSALS))
    room.then(begin + timedelta(minutes=36), _merges(proposals), who=told.LISTS.who)
    room.coins(
        begin + timedelta(minutes=42),
        lambda draft, _: {number: f"P{number}" for number in draft.board.proposals},
    )
    room.then(begin + timedelta(minutes=45), _shortlists(proposals))
    room.then(begin + timedelta(minutes=80), _takes(script, proposals, goals))
    room.cards(begin + timedelta(minutes=84), told.NOT_DOING)
    room.then(begin + timedelta(minutes=90), _commits(script, goals, plan))
    room.remarks(begin + timedelta(minutes=105))
    room.end(begin + timedelta(minutes=110))


def _cards(draft: Draft, meeting: int) -> dict[int, str]:
    cards = draft.board.cards_in(meeting)
    return {number: f"C{card.id}" for number, card in enumerate(cards, 1)}


def _sort_cards(draft: Draft, meeting: int) -> None:
    cards = draft.board.cards_in(meeting)
    for card, head in told.LOOKED_BACK.together:
        put_together(draft, cards[card - 1].id, cards[head - 1].id)


def _decided(script: Script, goal: Goal, ending: Edit) -> Say:
    def edit(draft: Draft, meeting: int) -> None:
        ending(draft)
        what, id = draft.what, script.goals[goal.key]
        line = f"{reference('objectives', id)} {goal.title}: {told.DECIDED[goal.key]}"
        say_decision(draft, meeting, line)
        draft.what = what

    return edit


def _drafts(script: Script, proposals: dict[str, int], goal: Goal) -> Say:
    def edit(draft: Draft, meeting: int) -> None:
        fields = {name: value for name, value in goal.fields.items() if name not in _LATER}
        proposals[goal.key] = propose(
            draft,
            meeting,
            goal.title,
            team=script.teams[goal.team],
            contributes_to=script.goals.get(goal.parent, 0),
            supports=tuple(script.goals[key] for key in goal.supports),
            key_results=tuple(_drafted(script, measure) for measure in goal.measures),
            **fields,
        ).id

    return edit


def _drafted(script: Script, measure: Measure) -> DraftKeyResult:
    fields = {name: value for name, value in measure.fields.items() if name != "weight"}
    owner = script.members[measure.owner]
    return with_fields(DraftKeyResult(measure.title), owner=owner, **fields)


def _pitches(script: Script, proposals: dict[str, int], pitch: Pitch) -> Say:
    def edit(draft: Draft, meeting: int) -> None:
        made = propose(draft, meeting, pitch.title, why=pitch.why, team=script.teams[pitch.team])
        proposals[pitch.title] = made.id

    return edit


def _merges(proposals: dict[str, int]) -> Say:
    def edit(draft: Draft, _: int) -> None:
        both = proposals[told.WITH], proposals[told.LISTS.title]
        proposals[told.WITH] = merge(draft, *both).id

    return edit


def _shortlists(proposals: dict[str, int]) -> Say:
    def edit(draft: Draft, _: int) -> None:
        away = proposals[told.APP.title]
        living = [id for id, one in draft.board.proposals.items() if one.state == "draft"]
        for id in living:
            shortlist(draft, id, wanted=id != away)
        named = ", ".join(f"P{id}" for id in living if id != away)
        draft.what = f"{named} on the shortlist, P{away} off it"

    return edit


def _takes(script: Script, proposals: dict[str, int], goals: Sequence[Goal]) -> Say:
    def edit(draft: Draft, _: int) -> None:
        for goal in goals:
            take(draft, proposals[goal.key], "own", script.members[goal.owner])
            for handle in goal.takers:
                take(draft, proposals[goal.key], "contribute", script.members[handle])
        draft.what = "who owns a goal, who contributes to it"

    return edit


def _commits(script: Script, goals: Sequence[Goal], plan: Callable[[Draft], None]) -> Say:
    def edit(draft: Draft, meeting: int) -> None:
        plan(draft)
        made = commit_goals(draft, meeting, script.cycles[0], _no_uid)
        what = draft.what
        for goal, objective in zip(goals, made, strict=True):
            script.goals[goal.key] = objective.id
            _finish(script, draft, goal, objective)
        draft.what = f"{what}; its meetings are planned"

    return edit


def _finish(script: Script, draft: Draft, goal: Goal, objective: Objective) -> None:
    """Add to a goal what a proposal has no room for: its labels, its parent of the same meeting,
    weights and checkpoints."""
    fields = {name: value for name, value in goal.fields.items() if name in _LATER}
    if goal.parent:
        fields["contributes_to"] = script.goals[goal.parent]
    edit_objective(draft, objective.id, **fields)
    records = draft.board.key_results_of(objective.id)
    for measure, record in zip(goal.measures, records, strict=True):
        script.measures[measure.key] = record.id
        days = tuple(Checkpoint(script.times.day(week, 6), at) for week, at in measure.checkpoints)
        rest = {
            name: measure.fields[name] for name in ("weight", "start") if name in measure.fields
        }
        set_fields(draft, record.id, checkpoints=days, **rest)


def _no_uid() -> str:
    raise AssertionError("its meetings are planned already")
