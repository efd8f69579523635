"""The demo board: Ternhaven's story, made by the same functions as any board, and so as sound.

The same seed and the same now give the same board. Nothing on it lies in the future.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from demo_story import audit, company, it, past, sales
from demo_story.acts import check_in_of, check_ins, commit, deeds, propose, set_up
from demo_story.meetings import fridays, look_ahead, look_back
from demo_story.planning import change_meetings, plan_meetings
from demo_story.script import Script, story_times
from demo_story.spec import Closing

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle, close_cycle, set_cause, start_cycle
from okrboard.domain.edit.key_results import edit_key_result
from okrboard.domain.edit.objectives import (
    carry_objective,
    close_objective,
    edit_objective,
    override_health,
)

SEED = 7

_TEAM_GOALS = (*audit.GOALS, *it.GOALS, *sales.GOALS)
_GOALS = (*company.GOALS, *_TEAM_GOALS)
_DEEDS = (*company.DEEDS, *audit.DEEDS, *it.DEEDS, *sales.DEEDS)

_LAST_CYCLE = -17
"""Number of the check-in that was the closed cycle's first; they were every second week."""


def build_demo(now: datetime, seed: int = SEED) -> Board:
    """Play the story on an empty board and return it as it is now.

    `now` is aware. The seed moves the minutes at which people check in, and nothing else. Raises
    `Refused` for a year near the ends of the calendar.
    """
    script = Script(story_times(now, ZoneInfo(company.ZONE)))
    set_up(script)
    _last_cycle(script, seed)
    _goal_setting(script)
    change_meetings(script)
    fridays(script)
    check_ins(script, (*_GOALS, it.MANUAL), seed)
    deeds(script, _DEEDS)
    _turning_points(script)
    _next_cycle(script)
    return script.play()


def _last_cycle(script: Script, seed: int) -> None:
    at = script.times.at
    script.then(at(-18, 1, 9, 30), "hana", _new_cycle(script, -1))
    for index, goal in enumerate(past.OLD_GOALS):
        propose(script, at(-18, 3, 10, 9 * index), goal, -1)
    commit(script, at(-17, 0, 9), past.OLD_GOALS)
    script.then(at(-17, 0, 9, 2), "hana", _start(script, -1))
    check_ins(script, past.OLD_GOALS, seed, first=_LAST_CYCLE, every=2)
    script.then(at(-9, 1, 14, 20), "ben", _close(script, past.DROPPED))
    goals = {goal.key: goal for goal in past.OLD_GOALS}
    endings = [(goals[closing.goal], _close(script, closing)) for closing in past.CLOSINGS]
    look_back(script, at(0, 2, 13, 30), endings)
    script.then(at(0, 4, 16), "hana", lambda draft: close_cycle(draft, script.cycles[-1]))


def _goal_setting(script: Script) -> None:
    at = script.times.at
    script.then(at(0, 2, 16), "hana", _new_cycle(script, 0))
    for index, goal in enumerate(company.GOALS):
        propose(script, at(0, 3, 9, 10 + 6 * index), goal)
    commit(script, at(1, 0, 8, 40), company.GOALS)
    teams = [
        goal._replace(title=audit.FIRST_TITLE) if goal is audit.CATCH else goal
        for goal in _TEAM_GOALS
    ]
    look_ahead(script, at(1, 0, 9), teams, lambda draft: plan_meetings(script, draft))
    script.then(at(1, 0, 10, 34), "dev", lambda draft: _carry_manual(script, draft))
    commit(script, at(1, 0, 10, 38), (it.MANUAL,))


def _carry_manual(script: Script, draft: Draft) -> None:
    goal = it.MANUAL
    new = carry_objective(draft, script.goals["old-manual"], script.cycles[0])
    what = draft.what
    last = max(objective.position for objective in draft.board.objectives_in(new.cycle))
    edit_objective(
        draft,
        new.id,
        position=last + 1,
        supports=tuple(script.goals[key] for key in goal.supports),
        **goal.fields,
    )
    script.goals[goal.key] = new.id
    for measure, made in zip(goal.measures, draft.board.key_results_of(new.id), strict=True):
        script.measures[measure.key] = made.id
    draft.what = what


def _turning_points(script: Script) -> None:
    at, goals, measures = script.times.at, script.goals, script.measures
    script.then(
        at(3, 0, 9, 12),
        "ana",
        lambda draft: edit_objective(draft, goals["catch"], title=audit.CATCH.title),
    )
    script.then(
        at(7, 1, 10, 20),
        "gita",
        lambda draft: edit_key_result(draft, measures["late"], target=8.0, reason=sales.EASED),
    )
    script.then(
        at(10, 1, 11, 6),
        "cleo",
        lambda draft: close_objective(
            draft, goals["list"], "reached", score=1.0, lesson=sales.LIST_LESSON
        ),
    )
    propose(script, at(10, 2, 16, 10), sales.PARTNERS)
    pages = it.SLEEP.measures[0]
    script.then(at(11, 1, 8, 3), "ben", check_in_of(script, pages, 20, 3, it.BAD_NIGHT))
    script.then(
        script.times.meeting(10, 44),
        "cleo",
        lambda draft: override_health(draft, goals["paid"], "at_risk", sales.OVERRIDE),
    )


def _next_cycle(script: Script) -> None:
    at = script.times.at
    script.then(at(11, 0, 9, 30), "hana", _new_cycle(script, 1))
    for index, goal in enumerate(past.NEXT_GOALS):
        propose(script, at(11, 1 + index, 13, 40), goal, 1)


def _new_cycle(script: Script, cycle: int) -> Callable[[Draft], None]:
    def edit(draft: Draft) -> None:
        first, last = script.times.span(cycle)
        script.cycles[cycle] = add_cycle(draft, script.times.name(cycle), first, last).id

    return edit


def _start(script: Script, cycle: int) -> Callable[[Draft], object]:
    return lambda draft: start_cycle(draft, script.cycles[cycle])


def _close(script: Script, closing: Closing) -> Callable[[Draft], None]:
    def edit(draft: Draft) -> None:
        id = script.goals[closing.goal]
        if closing.cause:
            for key_result in draft.board.key_results_of(id):
                set_cause(draft, key_result.id, closing.cause)
        close_objective(draft, id, closing.outcome, score=closing.score, lesson=closing.lesson)

    return edit
