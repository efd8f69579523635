"""Key results as rows of a table: where each is and goes, how sure, how old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.format_numbers import format_move
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure
from okrboard.domain.records import KeyResult
from okrboard.glyphs import bar_text
from okrboard.report.format import share_text, typeset, value_text
from okrboard.report.jsonable import handle
from okrboard.report.output_style import Look
from okrboard.report.status import pace_of, shown_health
from okrboard.report.table import Cell, table
from okrboard.report.weeks import ago

BAR = 12


HEADS = ("", "key result", "", "", "value", "sure", "age", "owner")
NUMBERS = (3, 5)
DROP = (7, 5, 2, 6, 4)
"""What a narrow place goes without: names come before bars."""


def key_result_table(
    board: Board, measures: Iterable[Measure], today: date, look: Look
) -> list[str]:
    """Return key results as the lines of a table with its heads."""
    rows = [_row(board, measured, today, look) for measured in measures]
    return table(look, HEADS, rows, flexible=1, numbers=NUMBERS, drop=DROP)


def values_of(key_result: KeyResult, current: float | None) -> str:
    """Return where a key result is and goes.

    `26 → 8 pages`, `99.95 % (keep ≥ 99.9 %)`, `2/5 steps`, `done`. `current` is None before the
    first check-in.
    """
    unit = key_result.unit
    if key_result.kind == "milestones":
        done = sum(step.done is not None for step in key_result.steps)
        if len(key_result.steps) == 1:
            return "done" if done else "not done"
        return f"{done}/{len(key_result.steps)} steps"
    if key_result.kind == "threshold":
        now = "–" if current is None else value_text(current, unit)
        sign = "≥" if key_result.keep == "above" else "≤"
        return f"{now} (keep {sign} {value_text(key_result.target, unit)})"
    begin = key_result.start if current is None else current
    return typeset(format_move(begin, key_result.target, unit))


def rough(value: float) -> float:
    """Return a computed value with as many digits as anybody believes: 0.64, 12.5, 8140."""
    return float(f"{value:.2g}") if abs(value) < 10 else float(f"{value:.3g}")


def _row(board: Board, measured: Measure, today: date, look: Look) -> tuple[Cell, ...]:
    key_result = measured.key_result
    objective = board.objectives[key_result.objective]
    health = shown_health(board, measured)
    shown = HEALTH_LABELS[health]
    if look.width:
        shown = bar_text(measured.progress, pace_of(board, measured), BAR, look.glyphs)
    latest = measured.latest
    return (
        (f"{look.glyph(health)} {reference('key_results', key_result.id)}", health),
        key_result.title,
        (shown, health),
        share_text(measured.progress),
        values_of(key_result, latest.value if latest else None),
        "" if measured.confidence is None else str(measured.confidence),
        ago((today - latest.on).days) if latest else "never",
        handle(board, key_result.owner or objective.owner) or "",
    )
