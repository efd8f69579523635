"""One objective or key result as text: what for, where it stands and leads, who does what."""

from __future__ import annotations

from datetime import date

from okrboard.cells import width
from okrboard.domain.board import Board
from okrboard.domain.describe import describe_score
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.fields import texts_of
from okrboard.domain.lookup import reference
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    Trend,
    measure,
    measure_objective,
    trend,
)
from okrboard.domain.records import Action, CheckIn, KeyResult, Objective
from okrboard.glyphs import bar_text
from okrboard.report.board_text import key_result_table, rough, values_of
from okrboard.report.format import change_text, share_text, short_day, value_text
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Look, table
from okrboard.report.status import objective_health, shown_health
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
    lines += [
        f"{field.label}: {words}"
        for field, text in texts_of("objectives", objective)
        if (words := squeeze(text))
    ]
    lines += _links(board, objective)
    if measured.measures:
        lines += ["", *key_result_table(board, measured.measures, today, look)]
    else:
        ref = reference("objectives", objective.id)
        lines += [
            "",
            f"no key result yet: okrboard kr add {ref} TITLE --start N --target N",
        ]
    of_all = [a for one in measured.measures for a in board.actions_of(one.key_result.id)]
    return lines + _open_actions(board, of_all, look)


def action_line(board: Board, action: Action, longest: int = SHOWN) -> str:
    """Return an action on one line: what, who, until when, how often carried over.

    `longest` is how many characters of its title are shown.
    """
    parts = [f"{reference('actions', action.id)} {shorten(action.title, longest)}"]
    parts.append(handle(board, action.owner) or "nobody")
    if action.state != "open":
        parts.append(action.state)
    elif action.due:
        parts.append(f"due {short_day(action.due)}")
    if action.carried:
        parts.append("carried over once" if action.carried == 1 else f"carried {action.carried}×")
    return " · ".join(parts)


def _about(board: Board, objective: Objective) -> list[str]:
    parts = [board.cycles[objective.cycle].name, objective.level, objective.commitment]
    parts.append(handle(board, objective.owner) or "nobody owns it")
    if team := team_name(board, objective.team):
        parts.append(team)
    if objective.stage != "committed":
        parts.append(objective.stage)
    parts += [f"#{label}" for label in objective.labels]
    return [clean(word) for word in parts]


def _standing(measured: ObjectiveMeasure, look: Look) -> str:
    objective = measured.objective
    if objective.stage == "closed":
        score = f", score {objective.score:.1f}" if objective.score is not None else ""
        return f"closed: {objective.outcome}{score}"
    share = share_text(measured.progress.value if measured.progress else None)
    standing = f"{look.health(objective_health(measured))}   {share} of the way"
    if objective.override:
        numbers = HEALTH_LABELS[measured.computed]
        standing += f"; the numbers say {numbers}, but: {squeeze(objective.override_reason)}"
    return standing


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


def _open_actions(board: Board, actions: list[Action], look: Look) -> list[str]:
    lines = [f"  {action_line(board, action)}" for action in actions if action.state == "open"]
    return ["", look.style("Open actions", "bold"), *lines] if lines else []


LATEST = 8
"""Check-ins that are listed."""

BAR = 24
LEAST_BAR = 8


def key_result_lines(board: Board, key_result: KeyResult, today: date, look: Look) -> list[str]:
    """Return a key result as lines for a person."""
    objective = board.objectives[key_result.objective]
    cycle = board.cycles[objective.cycle]
    measured = measure(board, key_result, cycle, today)
    ref = reference("key_results", key_result.id)
    served = reference("objectives", objective.id)
    owner = handle(board, key_result.owner or objective.owner) or "nobody"
    lines = [
        look.style(f"{ref}  {clean(key_result.title)}", "bold"),
        look.style(f"of {served} {shorten(objective.title)} · {owner}", "dim"),
        "",
        _key_result_standing(board, measured, look),
        _way(measured),
    ]
    lines += _score(key_result)
    if objective.stage != "closed":
        lines += _trend_lines(measured, trend(board, measured, cycle, today))
    lines += _lineage(board, key_result)
    lines += _steps(key_result, look)
    lines += _history(board, key_result, look)
    return lines + _open_actions(board, board.actions_of(key_result.id), look)


def _score(key_result: KeyResult) -> list[str]:
    """Return the score with who says so and why, and the cause of a miss."""
    lines = []
    if key_result.score is not None:
        lines.append(describe_score(key_result, key_result.score))
    if key_result.cause:
        lines.append(f"cause: {squeeze(key_result.cause)}")
    return lines


def _lineage(board: Board, key_result: KeyResult) -> list[str]:
    """Return what it was carried from and into."""
    relatives = [("carried from", key_result.carried_from)]
    later = board.key_results.ids_with("carried_from", key_result.id)
    relatives += [("carried to", id) for id in later]
    return [
        f"{how} {reference('key_results', id)} of "
        f"{reference('objectives', board.key_results[id].objective)}"
        for how, id in relatives
        if id in board.key_results
    ]


def _key_result_standing(board: Board, measured: Measure, look: Look) -> str:
    stage = board.objectives[measured.key_result.objective].stage
    if stage == "closed":
        health = shown_health(board, measured)
        return f"{look.health(health)}   {share_text(measured.progress)} of the way"
    if stage == "proposed":
        # Nobody has committed to it yet: it has no pace that it could be behind.
        share = share_text(measured.progress)
        return f"{look.health('proposed')}   {share} of the way"
    health = measured.health
    progress = f"{share_text(measured.progress)} of the way, pace {share_text(measured.pace)}"
    progress = f"   {progress}{_gap(measured)}"
    # The bar takes what the words leave it.
    cells = min(
        BAR, look.width - width(f"{look.glyph(health)} {HEALTH_LABELS[health]}{progress}  ")
    )
    painted = ""
    if cells >= LEAST_BAR:
        row = bar_text(measured.progress, measured.pace, cells, look.glyphs)
        painted = look.style(row, health) + "  "
    return f"{painted}{look.health(health)}{progress}"


def _gap(measured: Measure) -> str:
    if measured.gap is None or abs(measured.gap) < 0.5:
        return ""
    return f", {abs(measured.gap):.0f} points {'behind' if measured.gap > 0 else 'ahead'}"


def _way(measured: Measure) -> str:
    key_result = measured.key_result
    way = values_of(key_result, measured.latest.value if measured.latest else None)
    if key_result.kind == "metric":
        way += f", from {value_text(key_result.start, key_result.unit)}"
    if measured.latest is None:
        return f"{way}; no check-in yet"
    confidence = measured.confidence
    sure = f", confidence {confidence} of 10" if confidence is not None else ""
    return f"{way}; last check-in {short_day(measured.latest.on)}{sure}"


def _trend_lines(measured: Measure, rates: Trend) -> list[str]:
    unit = measured.key_result.unit
    parts = []
    if rates.need_per_week is not None and rates.need_per_week:
        parts.append(f"needs {change_text(rough(rates.need_per_week), unit)} a week")
    if rates.made_per_week is not None:
        parts.append(f"made {change_text(rough(rates.made_per_week), unit)} a week")
    if rates.forecast is not None:
        low, high = (value_text(rough(end)) for end in (rates.forecast.low, rates.forecast.high))
        band = f" ({low} to {high})" if low != high else ""
        parts.append(f"forecast {value_text(rough(rates.forecast.value), unit)}{band}")
    return ["; ".join(parts)] if parts else []


def _steps(key_result: KeyResult, look: Look) -> list[str]:
    if key_result.kind != "milestones":
        return []
    lines = ["", look.style("Steps", "bold")]
    for step in key_result.steps:
        mark = look.glyph("done" if step.done else "too_early")
        weight = f" (weighs {step.weight:g})" if step.weight != 1 else ""
        done = f", {short_day(step.done)}" if step.done else ""
        lines.append(f"  {mark} {clean(step.name)}{weight}{done}")
    return lines


def _history(board: Board, key_result: KeyResult, look: Look) -> list[str]:
    check_ins = board.check_ins_of(key_result.id)
    if not check_ins:
        return []
    rows = []
    for index in range(len(check_ins) - 1, max(-1, len(check_ins) - 1 - LATEST), -1):
        check_in = check_ins[index]
        before = check_ins[index - 1].value if index else key_result.start
        confidence = "" if check_in.confidence is None else str(check_in.confidence)
        rows.append(
            (
                str(check_in.on),
                value_text(check_in.value, key_result.unit),
                change_text(check_in.value - before),
                confidence,
                handle(board, check_in.author) or check_in.source,
                _cause(check_in),
            )
        )
    heads = ("day", "value", "change", "sure", "by", "what drove it")
    more = len(check_ins) - len(rows)
    earlier = [look.style(f"and {more} earlier", "dim")] if more else []
    return [
        "",
        look.style("Check-ins", "bold"),
        *table(look, heads, rows, numbers=(1, 2, 3)),
        *earlier,
    ]


def _cause(check_in: CheckIn) -> str:
    parts = [
        f"{change_text(driver.share)} {driver.text}"
        + (f" ({driver.kind})" if driver.kind != "action" else "")
        for driver in check_in.drivers
    ]
    if check_in.blocker:
        parts.append(f"did not work: {check_in.blocker}")
    if check_in.fix:
        parts.append(f"fix: {check_in.fix}")
    if check_in.note:
        parts.append(check_in.note)
    return squeeze("; ".join(parts))
