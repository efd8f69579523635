"""The report of a cycle: what it says is read once, and each format prints the same facts.

In Markdown a person's words stay words, whatever signs they hold. The HTML page loads nothing and
runs nothing, and every word of a person is escaped.
"""

from __future__ import annotations

from datetime import date
from html import escape

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, measure_cycle, trend
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle
from okrboard.domain.schedule import week_of
from okrboard.glyphs import UNICODE
from okrboard.report.board_text import rough, values_of
from okrboard.report.format import change_text, share_text, span_of, waits
from okrboard.report.jsonable import handle, team_name
from okrboard.report.status import (
    grouped,
    measured_objectives,
    pace_of,
    shown_health,
    shown_objective_health,
)
from okrboard.text import clean, squeeze


class KeyResultFacts(Record):
    """A key result, ready to print; all texts are clean lines."""

    ref: str
    title: str
    health: str
    progress: float | None
    pace: float | None
    """Where it should be; None for what nobody has committed to."""
    share: str
    value: str
    confidence: str
    weekly: str
    """Made and needed per week."""
    owner: str
    last: str
    drivers: tuple[str, ...]


class ObjectiveFacts(Record):
    """An objective, ready to print."""

    ref: str
    title: str
    about: str
    why: str
    note: str
    """An override with its reason, or how it ended."""
    health: str
    share: str
    key_results: tuple[KeyResultFacts, ...]


class Facts(Record):
    """A report, ready to print."""

    name: str
    cycle: str
    standing: str
    progress: float | None
    pace: float
    groups: tuple[tuple[str, str, tuple[ObjectiveFacts, ...]], ...]
    """Health, label and objectives of each group that has any."""
    actions: tuple[tuple[str, str, str, str], ...]
    """Reference, title, owner and due day of every open action."""


def facts_of(board: Board, cycle: Cycle, today: date) -> Facts:
    """Return what there is to say about a cycle on a day."""
    mean, expected = measure_cycle(board, cycle, today)
    week, weeks = week_of(cycle, today)
    share = mean.value if mean else None
    when, pace = f"week {week} of {weeks}", f", pace {share_text(expected)}"
    if cycle.state == "closed":
        when, pace = "closed", ""
    elif hint := waits(cycle, today):
        pace += f"; {hint}"
    measured = measured_objectives(board, cycle, today)
    return Facts(
        clean(board.settings.name),
        f"{clean(cycle.name)}, {span_of(cycle)}",
        f"{today}, {when}: {share_text(share)} of the way" + pace,
        share,
        expected,
        tuple(
            (
                group.health,
                clean(group.label),
                tuple(_objective(board, one, cycle, today) for one in group.objectives),
            )
            for group in grouped(board, measured, "status")
            if group.objectives
        ),
        _actions(board),
    )


def _objective(
    board: Board, measured: ObjectiveMeasure, cycle: Cycle, today: date
) -> ObjectiveFacts:
    objective = measured.objective
    about = [handle(board, objective.owner), team_name(board, objective.team)]
    return ObjectiveFacts(
        reference("objectives", objective.id),
        clean(objective.title),
        " · ".join(clean(word) for word in (*about, objective.level, objective.commitment) if word),
        squeeze(objective.why),
        _note(measured),
        shown_objective_health(measured),
        share_text(measured.progress.value if measured.progress else None),
        tuple(_key_result(board, each, cycle, today) for each in measured.measures),
    )


def _note(measured: ObjectiveMeasure) -> str:
    objective = measured.objective
    if objective.stage == "closed":
        score = f", score {objective.score:.1f}" if objective.score is not None else ""
        lesson = f". {squeeze(objective.lesson)}" if objective.lesson else ""
        return f"closed: {objective.outcome}{score}{lesson}"
    if objective.override:
        override, numbers = HEALTH_LABELS[objective.override], HEALTH_LABELS[measured.computed]
        reason = squeeze(objective.override_reason)
        return f"said to be {override}, the numbers say {numbers}: {reason}"
    return ""


def _key_result(board: Board, measured: Measure, cycle: Cycle, today: date) -> KeyResultFacts:
    key_result, latest = measured.key_result, measured.latest
    rates = trend(board, measured, cycle, today)
    weekly = []
    if rates.made_per_week is not None:
        weekly.append(f"made {change_text(rough(rates.made_per_week))}")
    if rates.need_per_week and board.objectives[key_result.objective].stage != "closed":
        weekly.append(f"needs {change_text(rough(rates.need_per_week))}")
    owner = key_result.owner or board.objectives[key_result.objective].owner
    return KeyResultFacts(
        reference("key_results", key_result.id),
        clean(key_result.title),
        shown_health(board, measured),
        measured.progress,
        pace_of(board, measured),
        share_text(measured.progress),
        clean(values_of(key_result, latest.value if latest else None)),
        "" if measured.confidence is None else str(measured.confidence),
        ", ".join(weekly),
        clean(handle(board, owner) or ""),
        str(latest.on) if latest else "never",
        tuple(
            f"{change_text(driver.share)} {clean(driver.text)}"
            for driver in (latest.drivers if latest else ())
        ),
    )


def _actions(board: Board) -> tuple[tuple[str, str, str, str], ...]:
    actions = sorted(
        (action for action in board.actions.live.values() if action.state == "open"),
        key=lambda action: (str(action.due or "9"), action.id),
    )
    return tuple(
        (
            reference("actions", action.id),
            clean(action.title),
            clean(handle(board, action.owner) or ""),
            str(action.due or ""),
        )
        for action in actions
    )


_SPECIAL = frozenset("\\`*_{}[]<>#|~&$@^")
"""What means something to Markdown, or to the sites that show it, in the middle of a line."""


def markdown(facts: Facts) -> str:
    """Return the report, ending with a newline."""
    lines = [
        f"# {escaped(facts.name)}: {escaped(facts.cycle)}",
        "",
        escaped(facts.standing),
    ]
    for health, label, objectives in facts.groups:
        lines += ["", f"## {UNICODE.of(health)} {escaped(label.capitalize())}"]
        for objective in objectives:
            lines += _objective_markdown(objective)
    if facts.actions:
        lines += ["", "## Open actions", "", "| | action | owner | due |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(map(escaped, action))} |" for action in facts.actions]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a clean line in which nothing means anything to Markdown.

    No emphasis, link, list, table, mention, emoji or address comes out of it, and no more
    backslashes than that takes.
    """
    parts: list[str] = []
    for at, sign in enumerate(text):
        marked = sign in _SPECIAL
        if sign == ":":
            marked = text[at + 1 : at + 2].strip() != ""
        elif sign == ".":
            listed = text[:at].isdigit() and not text[at + 1 : at + 2].strip()
            marked = listed or text[max(0, at - 3) : at].lower() == "www"
        elif sign in "+-=":
            # Before a digit it is a number's sign: no list and no rule begins so.
            marked = at == 0 and not text[1:2].isdigit()
        elif sign == ")":
            marked = text[:at].isdigit()
        parts.append(f"\\{sign}" if marked else sign)
    return "".join(parts)


def _objective_markdown(objective: ObjectiveFacts) -> list[str]:
    lines = ["", f"### {objective.ref} {escaped(objective.title)}", ""]
    lines.append(f"{escaped(objective.about)} · {escaped(objective.share)}")
    if objective.why:
        lines += ["", f"> {escaped(objective.why)}"]
    if objective.note:
        lines += ["", escaped(objective.note)]
    if objective.key_results:
        lines += [
            "",
            "| | key result | value | progress | pace | sure | last check-in | owner |",
            "|---|---|---|---:|---:|---:|---|---|",
        ]
    for one in objective.key_results:
        cells = (
            f"{UNICODE.of(one.health)} {one.ref}",
            one.title,
            one.value,
            one.share,
            share_text(one.pace),
            one.confidence,
            one.last,
            one.owner,
        )
        lines.append(f"| {' | '.join(map(escaped, cells))} |")
    drivers = [
        f"- {one.ref} {escaped(HEALTH_LABELS[one.health])}: {escaped(text)}"
        for one in objective.key_results
        for text in one.drivers
    ]
    return lines + (["", *drivers] if drivers else [])


_STYLE = """
:root { color-scheme: light dark; --line: #8884; --on: #2e7d4f; --risk: #a8660a; --off: #b3261e;
  --quiet: #6b6b76; }
@media (prefers-color-scheme: dark) {
  :root { --on: #6fcf97; --risk: #f2b35d; --off: #ff8a80; --quiet: #a0a0ac; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 0; }
h3 { font-size: 1rem; margin: 1.2rem 0 0; } p { margin: .2rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0;
  font-variant-numeric: tabular-nums; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; border-top: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: normal; color: var(--quiet); border: 0; } .n { text-align: right; }
.quiet, .stale, .too_early, .proposed, .ended { color: var(--quiet); }
.on_track, .done { color: var(--on); } .at_risk { color: var(--risk); }
.off_track { color: var(--off); }
.bar { position: relative; width: 9rem; height: .6rem; background: var(--line); margin-top: .5rem; }
.bar i { position: absolute; inset: 0 auto 0 0; background: currentColor; }
.bar b { position: absolute; inset: -.15rem auto -.15rem auto; width: 2px; background: CanvasText; }
@media print { body { margin: 0; max-width: none; } }
"""


def html(facts: Facts) -> str:
    """Return the page, ending with a newline."""
    title = escape(f"{facts.name}: {facts.cycle}")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # Even a slip in the escaping could load and run nothing.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        f"<p>{escape(facts.standing)}</p>",
        _bar(facts.progress, facts.pace),
    ]
    for health, label, objectives in facts.groups:
        head = escape(label.capitalize())
        parts.append(f'<h2 class="{health}">{UNICODE.of(health)} {head} {len(objectives)}</h2>')
        parts += [_objective_html(objective) for objective in objectives]
    if facts.actions:
        parts.append("<h2>Open actions</h2><table>")
        parts += [f"<tr>{''.join(map(_cell, action))}</tr>" for action in facts.actions]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>", ""])


def _objective_html(objective: ObjectiveFacts) -> str:
    parts = [
        f"<h3>{objective.ref} {escape(objective.title)}</h3>",
        f'<p class="quiet">{escape(objective.about)} · {escape(objective.share)}</p>',
    ]
    if objective.why:
        parts.append(f"<p>{escape(objective.why)}</p>")
    if objective.note:
        parts.append(f'<p class="quiet">{escape(objective.note)}</p>')
    if objective.key_results:
        heads = ("", "key result", "", "", "value", "sure", "a week", "last check-in", "owner")
        parts.append(f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>")
        parts += [_row_html(one) for one in objective.key_results]
        parts.append("</table>")
    return "\n".join(parts)


def _row_html(one: KeyResultFacts) -> str:
    label = escape(HEALTH_LABELS[one.health])
    drivers = "".join(f'<br><span class="quiet">{escape(text)}</span>' for text in one.drivers)
    return (
        f'<tr><td class="{one.health}" title="{label}">{UNICODE.of(one.health)} {one.ref}</td>'
        f"<td>{escape(one.title)}{drivers}</td>"
        f'<td class="{one.health}">{_bar(one.progress, one.pace)}</td>'
        f'<td class="n">{escape(one.share)}</td>'
        + "".join(map(_cell, (one.value, one.confidence, one.weekly, one.last, one.owner)))
        + "</tr>"
    )


def _bar(progress: float | None, pace: float | None) -> str:
    done = min(max(progress or 0.0, 0.0), 1.0) * 100
    mark = ""
    if pace is not None:
        mark = f'<b style="left:{min(max(pace, 0.0), 1.0) * 100:.1f}%"></b>'
    return f'<div class="bar"><i style="width:{done:.1f}%"></i>{mark}</div>'


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"
