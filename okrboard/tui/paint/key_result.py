"""Paints one key result: as a page shows it, with trend and actions, and above a check-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from okrboard.cells import fit, left
from okrboard.cells import width as width_of
from okrboard.domain.detail import KeyResultDetail
from okrboard.domain.edit.key_results import eases
from okrboard.domain.enums import WORDS
from okrboard.domain.format_numbers import format_change, format_move, format_share, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.records import Action, KeyResult
from okrboard.glyphs import Glyphs, bar
from okrboard.tui.paint.line import Line, folded, line_width, rough, typeset

DRIVER_WORDS = dict(
    zip(WORDS["DriverKind"], ("our action", "outside", "luck", "measurement"), strict=True)
)
"""What each kind of driver is called."""


def spark(shares: Sequence[float | None], cells: int, glyphs: Glyphs) -> str:
    """Return the newest `cells` values as levels, oldest first.

    A value is a share, 0 at the bottom and 1 at the top; beyond either it stays at the edge. None
    is a gap.
    """
    return "".join(_level(share, glyphs) for share in shares[-cells:]) if cells > 0 else ""


def _level(share: float | None, glyphs: Glyphs) -> str:
    if share is None or share != share:
        return glyphs.none
    top = len(glyphs.levels) - 1
    return glyphs.levels[round(min(max(share, 0.0), 1.0) * top)]


SPARK = 12
_INDENT = 6


def paint_key_result(
    one: KeyResultDetail, width: int, today: date, glyphs: Glyphs, *, active: bool
) -> list[Line]:
    """Return a key result: title and way; bar, number and health; trend; whose and how sure."""
    rows = [
        _title(one, width, glyphs),
        *_indented(standing_lines(one, width - _INDENT, glyphs)),
        *_indented(_trend(one, width - _INDENT, glyphs)),
        _facts(one, today, width, glyphs),
    ]
    mark = glyphs.gutter if active else " "
    return [[(f"{mark} ", "accent"), *row] for row in rows]


def paint_action(
    action: Action,
    names: Mapping[int, str],
    unit: str,
    width: int,
    today: date,
    glyphs: Glyphs,
    *,
    active: bool,
) -> Line:
    """Return an action in one row: state, what, who, until when, what it shall move."""
    sign, style = _state(action, glyphs)
    who = f"{fit(names.get(action.owner, 'nobody'), 8, glyphs.cut):<8}"
    when, when_style = _when(action, today)
    tail: Line = [("  ", "text"), (who, "dim"), (f"{when:>7}", when_style)]
    more = _more(action, unit, glyphs)
    mark = glyphs.gutter if active else " "
    head: Line = [
        (f"{mark} ", "accent"),
        (" " * (_INDENT - 2), "text"),
        (f"{sign} ", style),
        (f"{reference('actions', action.id):<4} ", "dim"),
    ]
    room = width - line_width(head) - line_width(tail) - 1
    # The title comes first: what else there is to say stands only where both have room.
    if more and width_of(action.title) + line_width(more) <= room:
        tail, room = [*more, *tail], room - line_width(more)
    title = left(fit(action.title, room, glyphs.cut), room)
    return [*head, (title, "text" if action.state == "open" else "dim"), *tail]


def _more(action: Action, unit: str, glyphs: Glyphs) -> Line:
    if action.state != "open":
        return [] if action.moved is None else [("  moved" if action.moved else "  no move", "dim")]
    line: Line = []
    if action.carried:
        style = "at_risk" if action.carried > 1 else "dim"
        line.append((f"  carried {action.carried}x", style))
    if action.expected is not None:
        line.append((f"  {typeset(format_change(action.expected, unit), glyphs)}", "dim"))
    return line


def _when(action: Action, today: date) -> tuple[str, str]:
    if action.state != "open":
        return action.state, "dim"
    if action.due is None:
        return "no day", "dim"
    return f"{action.due.day} {action.due:%b}", "at_risk" if action.due < today else "dim"


def way(key_result: KeyResult, glyphs: Glyphs) -> str:
    """Return where a key result goes: `31 → 8 pages`, `≥ 99.9 %`, `2/4 steps`."""
    if key_result.kind == "milestones":
        done = sum(1 for step in key_result.steps if step.done)
        if len(key_result.steps) == 1:
            return "yes" if done else "not yet"
        return f"{done}/{len(key_result.steps)} steps"
    target = format_value(key_result.target, key_result.unit)
    if key_result.kind == "threshold":
        return f"{glyphs.more if key_result.keep == 'above' else glyphs.less} {target}"
    return format_move(key_result.start, key_result.target, key_result.unit).replace(
        "→", glyphs.arrow
    )


def shares(one: KeyResultDetail) -> list[float]:
    """Return the newest values on the scale of a trend: 0 at the start, 1 at the target."""
    key_result = one.key_result
    if key_result.kind == "threshold":
        above = key_result.keep == "above"
        inside = (
            value >= key_result.target if above else value <= key_result.target
            for value in one.values
        )
        return [1.0 if good else 0.2 for good in inside]
    start = key_result.start if key_result.kind == "metric" else 0.0
    span = key_result.target - start
    return [(value - start) / span if span else 0.0 for value in one.values]


def _title(one: KeyResultDetail, width: int, glyphs: Glyphs) -> Line:
    key_result = one.key_result
    ref = reference("key_results", key_result.id)
    goal = way(key_result, glyphs)
    room = width - 2 - max(len(ref) + 1, _INDENT - 2) - width_of(goal) - 3
    line: Line = [
        (ref.ljust(_INDENT - 2) + ("" if len(ref) < _INDENT - 2 else " "), "dim"),
        (fit(key_result.title, room, glyphs.cut), "strong"),
    ]
    fill = width - 2 - line_width(line) - width_of(goal) - 1
    return [*line, (" " * max(1, fill), "text"), (goal, "text")]


def standing_lines(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return bar, number and health of a key result, and why, in one row or two."""
    measured, key_result = one.measure, one.key_result
    cells = 24 if width >= 70 else 16 if width >= 56 else 10
    health = "proposed" if one.proposed else one.ended or measured.health
    pace = None if one.proposed or one.ended else measured.pace
    line = bar(measured.progress, pace, cells, health, glyphs)
    line.append((f" {typeset(format_share(measured.progress), glyphs):>6}", "text"))
    # Without a check-in nobody knows whether a bound is kept; its start says nothing of it.
    unknown = key_result.kind == "threshold" and measured.latest is None
    if key_result.kind != "milestones" and not unknown:
        line.append((f"  now {typeset(format_value(measured.current), glyphs)}", "text"))
    line.append((f"   {glyphs.word(health)}", health))
    reason = f"  {one.reason}"
    if width_of(reason) <= width - line_width(line) - 1:
        return [[*line, (reason, "dim")]]
    return [line, [(fit(one.reason, width - 2, glyphs.cut), "dim")]]


def leads_line(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the trend, what a week has to bring and brings, and where that leads; [] when new."""
    if not one.values or one.key_result.kind == "milestones":
        return []
    drawn = spark(shares(one), SPARK, glyphs)
    head: Line = [(left(drawn, SPARK + 2), "text")]
    rows = folded(_leads(one, glyphs), width - line_width(head) - 1, "dim", glyphs)
    under: Line = [(" " * line_width(head), "text")]
    return [[*(head if index == 0 else under), *row] for index, row in enumerate(rows)]


def _trend(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    if one.key_result.kind == "milestones":
        return _steps(one.key_result, width, glyphs) if len(one.key_result.steps) > 1 else []
    return leads_line(one, width, glyphs)


def _indented(rows: list[Line]) -> list[Line]:
    return [[(" " * (_INDENT - 2), "text"), *row] for row in rows]


def _leads(one: KeyResultDetail, glyphs: Glyphs) -> str:
    """Return what a week has to bring, what it brings, and where that leads."""
    trend = one.trend
    said: list[str] = []
    if one.ended:
        # Nothing is needed any more, and nothing leads anywhere.
        made = trend.made_per_week
        return "" if made is None else f"made {typeset(format_change(rough(made)), glyphs)} a week"
    if trend.need_per_week:
        said.append(f"need {typeset(format_change(rough(trend.need_per_week)), glyphs)}")
    if trend.made_per_week is not None:
        said.append(f"made {typeset(format_change(rough(trend.made_per_week)), glyphs)}")
    week = f"{', '.join(said)} a week   " if said else ""
    if trend.forecast is not None:
        value, low, high = (rough(number) for number in trend.forecast)
        leads = f"forecast {typeset(format_value(value), glyphs)}"
        if low != high:
            leads += typeset(f" ({format_value(low)} to {format_value(high)})", glyphs)
    elif one.key_result.kind == "metric":
        leads = "no forecast yet"
    else:
        inside = round((one.measure.progress or 0.0) * len(one.values))
        leads = f"kept in {inside} of the last {len(one.values)} check-ins"
    return week + leads


def _steps(key_result: KeyResult, width: int, glyphs: Glyphs) -> list[Line]:
    words = [
        f"{glyphs.health['done'] if step.done else glyphs.health['proposed']} {step.name}"
        for step in key_result.steps
    ]
    return folded("   ".join(words), width - 1, "dim", glyphs)


def _facts(one: KeyResultDetail, today: date, width: int, glyphs: Glyphs) -> Line:
    measured, key_result = one.measure, one.key_result
    words = [one.owner or "nobody's"]
    if measured.confidence is not None:
        words.append(f"confidence {measured.confidence}")
    if measured.latest is not None:
        words.append(_ago((today - measured.latest.on).days))
    if key_result.weight != 1:
        words.append(f"weight {key_result.weight:g}")
    if one.retargets and any(
        eases(key_result._replace(start=was.start, target=was.target), key_result)
        for was in one.retargets
    ):
        words.append("target was eased")
    if key_result.source:
        words.append(f"from {key_result.source}")
    said = fit(f" {glyphs.dot} ".join(words), width - _INDENT - 1, glyphs.cut)
    return [(" " * (_INDENT - 2), "text"), (said, "dim")]


def _state(action: Action, glyphs: Glyphs) -> tuple[str, str]:
    if action.state == "kept":
        return glyphs.health["done"], "done"
    if action.state == "dropped":
        return "x", "dim"
    return glyphs.open, "accent"


def _ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def face_lines(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return two or three rows in a margin of two cells."""
    rows = [*standing_lines(one, width, glyphs), *leads_line(one, width, glyphs)]
    goal = way(one.key_result, glyphs)
    room = width - line_width(rows[0]) - len(goal) - 2
    if room > 0:
        rows[0] = [*rows[0], (" " * room, "text"), (goal, "text")]
    last = next((told.check_in for told in one.check_ins[:1]), None)
    said = (last.fix or last.blocker) if last is not None else ""
    if said.strip():
        word = "quick fix" if last is not None and last.fix else "did not work"
        text = f"last time   {word}: {' '.join(said.split())}"
        rows.append([(fit(text, width - 2, glyphs.cut), "dim")])
    return [[("  ", "text"), *row] for row in rows]
