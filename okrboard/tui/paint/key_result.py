"""Paints one key result: as a page shows it, with its numbers and actions, and above a check-in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrboard.cells import fit, left, right
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


_INDENT = 6

_NUMBERS = {"now": 8, "pace": 8, "need/wk": 8, "made/wk": 8, "forecast": 10}
"""Where it is and should be; what a week has to bring and brings; where that leads: with the cells
of each."""

_SHARE = 7
"""Cells of a progress behind its bar."""


def paint_key_result(
    one: KeyResultDetail, width: int, today: date, glyphs: Glyphs, *, active: bool
) -> list[Line]:
    """Return a key result: title, way and health; bar and numbers; why, whose and how sure."""
    rows = [_title(one, width, glyphs), _standing(one, width, glyphs)]
    if one.key_result.kind == "milestones" and len(one.key_result.steps) > 1:
        rows += _steps(one.key_result, width - _INDENT, glyphs)
    facts = f" {glyphs.dot} ".join(_facts(one, today))
    rows += folded(facts, width - _INDENT - 1, "dim", glyphs)
    mark: Line = [(f"{glyphs.gutter if active else ' '} ", "accent")]
    indent: Line = [(" " * (_INDENT - 2), "text")]
    return [[*mark, *rows[0]], *([*mark, *indent, *row] for row in rows[1:])]


def number_heads(width: int, before: Line, *, ended: bool) -> Line:
    """Return the heads of the numbers at the end of a row, behind what it begins with.

    What has `ended` needs nothing any more, and leads nowhere.
    """
    numbers = _shown_numbers(width, ended)
    heads = "".join(right(name, cells) for name, cells in numbers.items())
    fill = width - 1 - line_width(before) - len(heads)
    return [*before, (" " * max(fill, 1), "text"), (heads, "label")]


def _shown_numbers(width: int, ended: bool) -> dict[str, int]:
    """Return the numbers for which there is room beside a bar of eight cells."""
    room = width - _INDENT - 1 - 8 - _SHARE
    shown: dict[str, int] = {}
    for name, cells in _NUMBERS.items():
        if ended and name not in ("now", "made/wk"):
            continue
        room -= cells
        if room >= 0:
            shown[name] = cells
    return shown


def _standing(one: KeyResultDetail, width: int, glyphs: Glyphs) -> Line:
    """Return the bar, how far it is, and its numbers under their heads, set in as on a page."""
    measured = one.measure
    numbers = _shown_numbers(width, bool(one.ended))
    room = width - _INDENT - 1 - _SHARE - sum(numbers.values())
    drawn = bar(measured.progress, one.pace, min(room, 24), one.health, glyphs)
    share = right(typeset(format_share(measured.progress), glyphs), _SHARE)
    line: Line = [*drawn, (share, "strong"), (" " * max(room - 24, 0), "text")]
    for name, cells in numbers.items():
        line.append((right(_number(one, name, glyphs), cells, glyphs.cut), "text"))
    return line


def _number(one: KeyResultDetail, name: str, glyphs: Glyphs) -> str:
    """Return one of the numbers, empty where there is none to tell."""
    measured, key_result, trend = one.measure, one.key_result, one.trend
    text = ""
    if key_result.kind == "milestones":
        return way(key_result, glyphs).removesuffix(" steps") if name == "now" else ""
    if name == "now":
        # Without a check-in nobody knows whether a bound is kept; its start says nothing of it.
        unknown = key_result.kind == "threshold" and measured.latest is None
        text = "–" if unknown else format_value(measured.current)
    elif name == "made/wk" and trend.made_per_week is not None:
        text = format_change(rough(trend.made_per_week))
    elif name == "pace" and measured.pace is not None and key_result.kind == "metric":
        span = key_result.target - key_result.start
        text = format_value(rough(key_result.start + measured.pace * span))
    elif name == "need/wk" and trend.need_per_week:
        text = format_change(rough(trend.need_per_week))
    elif name == "forecast" and trend.forecast is not None:
        text = format_value(rough(trend.forecast[0]))
    return typeset(text, glyphs)


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


def _title(one: KeyResultDetail, width: int, glyphs: Glyphs) -> Line:
    key_result = one.key_result
    ref = reference("key_results", key_result.id)
    health = glyphs.word(one.health)
    end: Line = [(f"{way(key_result, glyphs)}   ", "text"), (health, one.health)]
    head: Line = [(ref.ljust(_INDENT - 2) + ("" if len(ref) < _INDENT - 2 else " "), "dim")]
    room = width - 3 - line_width(head) - line_width(end) - 2
    head.append((left(fit(key_result.title, room, glyphs.cut), room + 2), "strong"))
    return [*head, *end]


def _steps(key_result: KeyResult, width: int, glyphs: Glyphs) -> list[Line]:
    words = [
        f"{glyphs.health['done'] if step.done else glyphs.health['proposed']} {step.name}"
        for step in key_result.steps
    ]
    return folded("   ".join(words), width - 1, "dim", glyphs)


def _facts(one: KeyResultDetail, today: date) -> list[str]:
    measured, key_result = one.measure, one.key_result
    words = [one.reason, one.owner or "nobody's"] if one.reason else [one.owner or "nobody's"]
    if measured.confidence is not None:
        words.append(f"sure {measured.confidence}")
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
    return words


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
    """Return where a key result stands, above its check-in: three or four rows."""
    goal: Line = [(way(one.key_result, glyphs), "text")]
    rows = [
        number_heads(width - 2, goal, ended=bool(one.ended)),
        _standing(one, width + _INDENT - 2, glyphs),
    ]
    why = fit(f"  {one.reason}", width - 20, glyphs.cut)
    rows.append([(glyphs.word(one.health), one.health), (why, "dim")])
    last = one.check_ins[0].check_in if one.check_ins else None
    said = (last.fix or last.blocker) if last is not None else ""
    if said.strip():
        word = "quick fix" if last is not None and last.fix else "did not work"
        text = f"last time   {word}: {' '.join(said.split())}"
        rows.append([(fit(text, width - 2, glyphs.cut), "dim")])
    return [[("  ", "text"), *row] for row in rows]
