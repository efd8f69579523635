"""An objective, key result or action as text: what for, where it stands, who does what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

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
from okrboard.report.board_text import key_result_table
from okrboard.report.format import (
    change_text,
    handle,
    rough,
    share_text,
    short_day,
    team_name,
    value_text,
    values_of,
)
from okrboard.report.output_style import Look, table
from okrboard.report.status import objective_health, shown_health
from okrboard.text import MAX_LINE, SHOWN, clean, shorten, squeeze


def goal_lines(board: Board, table: str, record: Any, today: date, look: Look) -> list[str]:
    """Return an objective, a key result or an action as lines for a person."""
    if table == "objectives":
        return objective_lines(board, record, today, look)
    if table == "key_results":
        return key_result_lines(board, record, today, look)
    return [action_line(board, record, MAX_LINE), *_action_details(board, record)]


def objective_lines(board: Board, objective: Objective, today: date, look: Look) -> list[str]:
    """Return an objective as lines for a person."""
    measured = measure_objective(board, objective, board.cycles[objective.cycle], today)
    ref = reference("objectives", objective.id)
    none = f"no key result yet: okrboard kr add {ref} TITLE --start N --target N"
    return [
        look.style(f"{ref}  {clean(objective.title)}", "bold"),
        look.style(" · ".join(_about(board, objective)), "dim"),
        "",
        _standing(measured, look),
        *(
            f"{field.label}: {words}"
            for field, text in texts_of("objectives", objective)
            if (words := squeeze(text))
        ),
        *_links(board, objective),
        "",
        *(key_result_table(board, measured.measures, today, look) or [none]),
        *_open_actions(board, [each.key_result for each in measured.measures], look),
    ]


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


def _action_details(board: Board, action: Action) -> Iterator[str]:
    if key_result := board.key_results.get(action.key_result):
        yield f"for {reference('key_results', key_result.id)} {shorten(key_result.title)}"
    if action.expected is not None:
        yield f"expected effect {change_text(action.expected)}"
    if action.moved is not None:
        yield "the key result moved" if action.moved else "the key result did not move"
    if action.reason:
        yield f"because: {action.reason}"


def _about(board: Board, objective: Objective) -> list[str]:
    parts = (
        board.cycles[objective.cycle].name,
        objective.level,
        objective.commitment,
        handle(board, objective.owner) or "nobody owns it",
        team_name(board, objective.team),
        objective.stage if objective.stage != "committed" else "",
        *(f"#{label}" for label in objective.labels),
    )
    return [clean(part) for part in parts if part]


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


def _links(board: Board, objective: Objective) -> Iterator[str]:
    links = [("Contributes to", objective.contributes_to)]
    links += [("Supports", id) for id in objective.supports]
    lineage = [("Carried from", objective.carried_from)]
    later = board.objectives.ids_with("carried_from", objective.id)
    lineage += [("Carried to", id) for id in later]
    for how, id in links + lineage:
        if other := board.objectives.get(id):
            cycle = f" ({clean(board.cycles[other.cycle].name)})" if how[:7] == "Carried" else ""
            yield f"{how} {reference('objectives', id)} {shorten(other.title)}{cycle}"
    if objective.stands_alone:
        yield f"Stands alone: {clean(objective.stands_alone)}"


def _open_actions(board: Board, key_results: list[KeyResult], look: Look) -> list[str]:
    lines = [
        f"  {action_line(board, action)}"
        for key_result in key_results
        for action in board.actions_of(key_result.id)
        if action.state == "open"
    ]
    return ["", look.style("Open actions", "bold"), *lines] if lines else []


_LATEST = 8
"""Check-ins that are listed."""

_BAR = 24
_LEAST_BAR = 8


def key_result_lines(board: Board, key_result: KeyResult, today: date, look: Look) -> list[str]:
    """Return a key result as lines for a person."""
    objective = board.objectives[key_result.objective]
    cycle = board.cycles[objective.cycle]
    measured = measure(board, key_result, cycle, today)
    rates = trend(board, measured, cycle, today) if objective.stage != "closed" else None
    ref, of = reference("key_results", key_result.id), reference("objectives", objective.id)
    owner = handle(board, key_result.owner or objective.owner) or "nobody"
    return [
        look.style(f"{ref}  {clean(key_result.title)}", "bold"),
        look.style(f"of {of} {shorten(objective.title)} · {owner}", "dim"),
        "",
        _key_result_standing(board, measured, look),
        _way(measured),
        # The score with who says so and why, and the cause of a miss.
        *([describe_score(key_result, key_result.score)] if key_result.score is not None else []),
        *([f"cause: {squeeze(key_result.cause)}"] if key_result.cause else []),
        *(_rates(key_result.unit, rates) if rates else []),
        *_lineage(board, key_result),
        *_steps(key_result, look),
        *_history(board, key_result, look),
        *_open_actions(board, [key_result], look),
    ]


def _lineage(board: Board, key_result: KeyResult) -> Iterator[str]:
    """Yield what it was carried from and into."""
    relatives = [("carried from", key_result.carried_from)]
    later = board.key_results.ids_with("carried_from", key_result.id)
    relatives += [("carried to", id) for id in later]
    for how, id in relatives:
        if other := board.key_results.get(id):
            of = reference("objectives", other.objective)
            yield f"{how} {reference('key_results', id)} of {of}"


def _key_result_standing(board: Board, measured: Measure, look: Look) -> str:
    share = f"{share_text(measured.progress)} of the way"
    if board.objectives[measured.key_result.objective].stage != "committed":
        # What nobody has committed to, or is closed, has no pace that it could be behind.
        return f"{look.health(shown_health(board, measured))}   {share}"
    health, gap = measured.health, ""
    if measured.gap is not None and abs(measured.gap) >= 0.5:
        gap = f", {abs(measured.gap):.0f} points {'behind' if measured.gap > 0 else 'ahead'}"
    words = f"   {share}, pace {share_text(measured.pace)}{gap}"
    # The bar takes what the words leave it.
    cells = min(_BAR, look.width - width(f"{look.glyph(health)} {HEALTH_LABELS[health]}{words}  "))
    bar = ""
    if cells >= _LEAST_BAR:
        row = bar_text(measured.progress, measured.pace, cells, look.glyphs)
        bar = look.style(row, health) + "  "
    return f"{bar}{look.health(health)}{words}"


def _way(measured: Measure) -> str:
    key_result, latest = measured.key_result, measured.latest
    way = values_of(key_result, latest.value if latest else None)
    if key_result.kind == "metric":
        way += f", from {value_text(key_result.start, key_result.unit)}"
    if latest is None:
        return f"{way}; no check-in yet"
    confidence = measured.confidence
    sure = f", confidence {confidence} of 10" if confidence is not None else ""
    return f"{way}; last check-in {short_day(latest.on)}{sure}"


def _rates(unit: str, rates: Trend) -> list[str]:
    parts = []
    if rates.need_per_week:
        parts.append(f"needs {change_text(rough(rates.need_per_week), unit)} a week")
    if rates.made_per_week is not None:
        parts.append(f"made {change_text(rough(rates.made_per_week), unit)} a week")
    if rates.forecast is not None:
        low, high = (value_text(rough(end)) for end in (rates.forecast.low, rates.forecast.high))
        band = f" ({low} to {high})" if low != high else ""
        parts.append(f"forecast {value_text(rough(rates.forecast.value), unit)}{band}")
    return ["; ".join(parts)] if parts else []


def _steps(key_result: KeyResult, look: Look) -> Iterator[str]:
    if key_result.kind != "milestones":
        return
    yield ""
    yield look.style("Steps", "bold")
    for step in key_result.steps:
        mark = look.glyph("done" if step.done else "too_early")
        weight = f" (weighs {step.weight:g})" if step.weight != 1 else ""
        done = f", {short_day(step.done)}" if step.done else ""
        yield f"  {mark} {clean(step.name)}{weight}{done}"


def _history(board: Board, key_result: KeyResult, look: Look) -> list[str]:
    check_ins = board.check_ins_of(key_result.id)
    if not check_ins:
        return []
    before = [key_result.start, *(each.value for each in check_ins)]
    rows = [
        (
            str(check_in.on),
            value_text(check_in.value, key_result.unit),
            change_text(check_in.value - was),
            "" if check_in.confidence is None else str(check_in.confidence),
            handle(board, check_in.author) or check_in.source,
            _cause(check_in),
        )
        for was, check_in in list(zip(before, check_ins, strict=False))[: -_LATEST - 1 : -1]
    ]
    heads = ("day", "value", "change", "sure", "by", "what drove it")
    more = len(check_ins) - len(rows)
    return [
        "",
        look.style("Check-ins", "bold"),
        *table(look, heads, rows, numbers=(1, 2, 3)),
        *([look.style(f"and {more} earlier", "dim")] if more else []),
    ]


def _cause(check_in: CheckIn) -> str:
    parts = [
        f"{change_text(driver.share)} {driver.text}"
        + (f" ({driver.kind})" if driver.kind != "action" else "")
        for driver in check_in.drivers
    ]
    labelled = (("did not work: ", check_in.blocker), ("fix: ", check_in.fix), ("", check_in.note))
    parts += [label + text for label, text in labelled if text]
    return squeeze("; ".join(parts))
