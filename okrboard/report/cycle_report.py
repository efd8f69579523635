"""The report of a cycle: what it says is read once, and each format prints the same facts.

In Markdown a person's words stay words, whatever signs they hold. The HTML page loads nothing and
runs nothing, and every word of a person is escaped.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from html import escape
from string import Template

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, measure_cycle, trend
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle
from okrboard.domain.schedule import week_of
from okrboard.glyphs import UNICODE
from okrboard.report.format import (
    change_text,
    escaped,
    handle,
    rough,
    share_text,
    span_of,
    team_name,
    values_of,
    waits,
)
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
    health: str
    progress: float | None
    pace: float | None
    """Where it should be; None for what nobody has committed to."""
    columns: dict[str, str]
    """What a table says of it under each head."""
    drivers: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The sign of its health, and its reference."""
        return f"{UNICODE.of(self.health)} {self.ref}"


class ObjectiveFacts(Record):
    """An objective, ready to print."""

    title: str
    """With its reference."""
    about: str
    """Who and what it is, and how far it is."""
    why: str
    note: str
    """An override with its reason, or how it ended."""
    health: str
    key_results: tuple[KeyResultFacts, ...]


class Facts(Record):
    """A report, ready to print."""

    title: str
    standing: str
    progress: float | None
    pace: float
    groups: tuple[tuple[str, str, tuple[ObjectiveFacts, ...]], ...]
    """Health, label with its sign, and objectives of each group that has any."""
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
    groups = grouped(board, measured_objectives(board, cycle, today), "status")
    return Facts(
        f"{clean(board.settings.name)}: {clean(cycle.name)}, {span_of(cycle)}",
        f"{today}, {when}: {share_text(share)} of the way" + pace,
        share,
        expected,
        tuple(
            (
                group.health,
                f"{UNICODE.of(group.health)} {clean(group.label).capitalize()}",
                tuple(_objective(board, one, cycle, today) for one in group.objectives),
            )
            for group in groups
            if group.objectives
        ),
        _actions(board),
    )


def _objective(
    board: Board, measured: ObjectiveMeasure, cycle: Cycle, today: date
) -> ObjectiveFacts:
    objective = measured.objective
    about = (
        handle(board, objective.owner),
        team_name(board, objective.team),
        objective.level,
        objective.commitment,
        share_text(measured.progress.value if measured.progress else None),
    )
    return ObjectiveFacts(
        f"{reference('objectives', objective.id)} {clean(objective.title)}",
        " · ".join(clean(word) for word in about if word),
        squeeze(objective.why),
        _note(measured),
        shown_objective_health(measured),
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
    objective = board.objectives[key_result.objective]
    rates = trend(board, measured, cycle, today)
    weekly = []
    if rates.made_per_week is not None:
        weekly.append(f"made {change_text(rough(rates.made_per_week))}")
    if rates.need_per_week and objective.stage != "closed":
        weekly.append(f"needs {change_text(rough(rates.need_per_week))}")
    drivers = latest.drivers if latest else ()
    return KeyResultFacts(
        reference("key_results", key_result.id),
        shown_health(board, measured),
        measured.progress,
        pace_of(board, measured),
        {
            "key result": clean(key_result.title),
            "value": clean(values_of(key_result, latest.value if latest else None)),
            "progress": share_text(measured.progress),
            "sure": "" if measured.confidence is None else str(measured.confidence),
            "a week": ", ".join(weekly),
            "last check-in": str(latest.on) if latest else "never",
            "owner": clean(handle(board, key_result.owner or objective.owner) or ""),
        },
        tuple(f"{change_text(driver.share)} {clean(driver.text)}" for driver in drivers),
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


_COLUMNS = ("key result", "value", "progress", "pace", "sure", "last check-in", "owner")
"""What the tables of Markdown have beside the mark."""


def markdown(facts: Facts) -> str:
    """Return the report, ending with a newline."""
    lines = [f"# {_plain(facts.title)}", "", _plain(facts.standing)]
    for _, label, objectives in facts.groups:
        lines += ["", f"## {_plain(label)}"]
        for objective in objectives:
            lines += _objective_markdown(objective)
    if facts.actions:
        lines += ["", "## Open actions", "", "| | action | owner | due |", "|---|---|---|---|"]
        lines += [_markdown_row(action) for action in facts.actions]
    return "\n".join(lines) + "\n"


def _objective_markdown(objective: ObjectiveFacts) -> list[str]:
    lines = ["", f"### {_plain(objective.title)}", "", _plain(objective.about)]
    if objective.why:
        lines += ["", f"> {_plain(objective.why)}"]
    if objective.note:
        lines += ["", _plain(objective.note)]
    if objective.key_results:
        lines += ["", f"| | {' | '.join(_COLUMNS)} |", "|---|---|---|---:|---:|---:|---|---|"]
    for one in objective.key_results:
        columns = {**one.columns, "pace": share_text(one.pace)}
        lines.append(_markdown_row((one.mark, *(columns[head] for head in _COLUMNS))))
    drivers = [
        f"- {one.ref} {HEALTH_LABELS[one.health]}: {_plain(text)}"
        for one in objective.key_results
        for text in one.drivers
    ]
    return [*lines, "", *drivers] if drivers else lines


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    return escaped(text, for_sites=True)


def html(facts: Facts) -> str:
    """Return the page, ending with a newline.

    Its policy lets nothing be loaded or run, even by a slip in the escaping.
    """
    parts = [f"<p>{escape(facts.standing)}</p>", _bar(facts.progress, facts.pace)]
    for health, label, objectives in facts.groups:
        parts.append(f'<h2 class="{health}">{escape(label)} {len(objectives)}</h2>')
        for objective in objectives:
            parts += _objective_html(objective)
    if facts.actions:
        parts.append("<h2>Open actions</h2><table>")
        parts += [f"<tr>{''.join(map(_cell, action))}</tr>" for action in facts.actions]
        parts.append("</table>")
    with open(f"{os.path.splitext(__file__)[0]}.html", encoding="utf-8") as file:
        page = Template(file.read())
    return page.substitute(title=escape(facts.title), body="\n".join(parts))


def _objective_html(objective: ObjectiveFacts) -> list[str]:
    parts = [
        f"<h3>{escape(objective.title)}</h3>",
        f'<p class="quiet">{escape(objective.about)}</p>',
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
    return parts


def _row_html(one: KeyResultFacts) -> str:
    drivers = "".join(f'<br><span class="quiet">{escape(text)}</span>' for text in one.drivers)
    others = (one.columns[head] for head in ("value", "sure", "a week", "last check-in", "owner"))
    return (
        f'<tr><td class="{one.health}" title="{HEALTH_LABELS[one.health]}">{one.mark}</td>'
        f"<td>{escape(one.columns['key result'])}{drivers}</td>"
        f'<td class="{one.health}">{_bar(one.progress, one.pace)}</td>'
        f'<td class="n">{escape(one.columns["progress"])}</td>{"".join(map(_cell, others))}</tr>'
    )


def _bar(progress: float | None, pace: float | None) -> str:
    done = min(max(progress or 0.0, 0.0), 1.0) * 100
    mark = ""
    if pace is not None:
        mark = f'<b style="left:{min(max(pace, 0.0), 1.0) * 100:.1f}%"></b>'
    return f'<div class="bar"><i style="width:{done:.1f}%"></i>{mark}</div>'


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"
