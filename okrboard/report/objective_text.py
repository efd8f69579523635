"""One objective as text: what for, where its key results stand, who does what."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.records import Action, Objective
from okrboard.report.format import share_text
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Look
from okrboard.report.rows import key_result_table
from okrboard.report.status import objective_health
from okrboard.report.weeks import short_day
from okrboard.text import SHOWN, clean, shorten, squeeze


def objective_lines(board: Board, objective: Objective, today: date, look: Look) -> list[str]:
    """Return an objective as lines for a person."""
    cycle = board.cycles[objective.cycle]
    measured = measure_objective(board, objective, cycle, today)
    lines = [
        look.style(f"{reference('objectives', objective.id)}  {clean(objective.title)}", "bold"),
        look.style(" · ".join(_about(board, objective)), "dim"),
        "",
        _standing(measured, look),
    ]
    lines += [f"{label}: {text}" for label, text in _words(objective) if text]
    lines += _links(board, objective)
    if measured.measures:
        lines += ["", *key_result_table(board, measured.measures, today, look)]
    else:
        ref = reference("objectives", objective.id)
        lines += [
            "",
            f"no key result yet: okrboard kr add {ref} TITLE --start N --target N",
        ]
    return lines + _actions(board, measured, look)


def action_line(board: Board, action: Action, longest: int = SHOWN) -> str:
    """Return an action on one line: what, who, until when, how often carried over.

    `longest` is how many characters of its title are shown.
    """
    said = [f"{reference('actions', action.id)} {shorten(action.title, longest)}"]
    said.append(handle(board, action.owner) or "nobody")
    if action.state != "open":
        said.append(action.state)
    elif action.due:
        said.append(f"due {short_day(action.due)}")
    if action.carried:
        said.append("carried over once" if action.carried == 1 else f"carried {action.carried}×")
    return " · ".join(said)


def _about(board: Board, objective: Objective) -> list[str]:
    said = [board.cycles[objective.cycle].name, objective.level, objective.commitment]
    said.append(handle(board, objective.owner) or "nobody owns it")
    if team := team_name(board, objective.team):
        said.append(team)
    if objective.stage != "committed":
        said.append(objective.stage)
    said += [f"#{label}" for label in objective.labels]
    return [clean(word) for word in said]


def _standing(measured: ObjectiveMeasure, look: Look) -> str:
    objective = measured.objective
    if objective.stage == "closed":
        score = f", score {objective.score:.1f}" if objective.score is not None else ""
        return f"closed: {objective.outcome}{score}"
    share = share_text(measured.progress.value if measured.progress else None)
    said = f"{look.health(objective_health(measured))}   {share} of the way"
    if objective.override:
        numbers = HEALTH_LABELS[measured.computed]
        said += f"; the numbers say {numbers}, but: {squeeze(objective.override_reason)}"
    return said


def _words(objective: Objective) -> list[tuple[str, str]]:
    return [
        ("Why", squeeze(objective.why)),
        ("The company gets", squeeze(objective.company_gets)),
        ("The owner gets", squeeze(objective.owner_gets)),
        ("Lesson", squeeze(objective.lesson)),
    ]


def _links(board: Board, objective: Objective) -> list[str]:
    lines = []
    if parent := board.objectives.get(objective.contributes_to):
        lines.append(f"Contributes to {reference('objectives', parent.id)} {shorten(parent.title)}")
    lines += [
        f"Supports {reference('objectives', id)} {shorten(board.objectives[id].title)}"
        for id in objective.supports
        if id in board.objectives
    ]
    lineage = [("Carried from", objective.carried_from)]
    later = board.objectives.ids_with("carried_from", objective.id)
    lineage += [("Carried to", id) for id in later]
    for how, id in lineage:
        if other := board.objectives.get(id):
            cycle = clean(board.cycles[other.cycle].name)
            lines.append(f"{how} {reference('objectives', id)} {shorten(other.title)} ({cycle})")
    if objective.stands_alone:
        lines.append(f"Stands alone: {clean(objective.stands_alone)}")
    return lines


def _actions(board: Board, measured: ObjectiveMeasure, look: Look) -> list[str]:
    found = [
        action
        for one in measured.measures
        for action in board.actions_of(one.key_result.id)
        if action.state == "open"
    ]
    if not found:
        return []
    return ["", look.style("Open actions", "bold"), *(f"  {action_line(board, a)}" for a in found)]
