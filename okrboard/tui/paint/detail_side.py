"""Paints what is told about a key result (its check-ins), and an objective's ties and history."""

from __future__ import annotations

from datetime import date

from okrboard.cells import fit
from okrboard.cells import width as width_of
from okrboard.domain.detail import Detail, KeyResultDetail, Told, change_said
from okrboard.domain.format_numbers import format_change
from okrboard.domain.lookup import reference
from okrboard.domain.records import Objective
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.detail_key_result import way
from okrboard.tui.paint.fields import DRIVER_WORDS
from okrboard.tui.paint.line import Line, line_width
from okrboard.tui.paint.prose import folded, heading, labelled, typeset

_SHARE = 9
"""Cells of the column of shares."""


def told_lines(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return a key result's check-ins, newest first, with what drove each."""
    ref = reference("key_results", one.key_result.id)
    lines = [heading(f"Check-ins of {ref}", width, glyphs)]
    if not one.check_ins:
        lines.append([("  none yet   ", "dim"), ("c", "key"), (" says where it stands", "dim")])
    for told in one.check_ins:
        lines += _check_in(one, told, width, glyphs)
    if one.older:
        lines.append(
            [(f"  and {one.older} more   ", "dim"), ("enter", "key"), (" shows all", "dim")]
        )
    if one.retargets:
        lines += [[], heading(f"Earlier targets of {ref}", width, glyphs)]
        for was in one.retargets:
            shown = way(one.key_result._replace(start=was.start, target=was.target), glyphs)
            text = f"until {_day(was.on)}   {shown}" + (f": {was.reason}" if was.reason else "")
            lines += [[("  ", "text"), *row] for row in folded(text, width - 3, "dim", glyphs)]
    return lines


def alignment_lines(detail: Detail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what an objective leads to, what leads to it, and who takes part."""
    objective = detail.objective
    lines = [heading("Alignment", width, glyphs)]
    if detail.contributes_to is not None:
        lines += labelled("contributes to", _named(detail.contributes_to), width, glyphs)
    elif objective.stands_alone.strip():
        lines += labelled("stands alone", objective.stands_alone, width, glyphs)
    elif objective.level != "company":
        lines += labelled(
            "contributes to", "nothing yet, and nobody says why", width, glyphs, style="dim"
        )
    for label, others in (
        ("moved by", detail.contributors),
        ("supports", detail.supports),
        ("supported by", detail.supported_by),
    ):
        for index, other in enumerate(others):
            lines += labelled(label if index == 0 else "", _named(other), width, glyphs)
    if detail.takers:
        lines += labelled("taken by", ", ".join(detail.takers), width, glyphs)
    if detail.carried_from is not None:
        lines += labelled("carried from", _named(detail.carried_from), width, glyphs)
    for other in detail.carried_to:
        lines += labelled("carried to", _named(other), width, glyphs)
    if objective.labels:
        lines += labelled(
            "labels", " ".join(f"#{word}" for word in objective.labels), width, glyphs
        )
    return lines


def history_lines(detail: Detail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the newest changes: when, who, what and why."""
    lines = [heading("History", width, glyphs)]
    widest = min(max([width_of(entry.who) for entry in detail.history], default=0), 12)
    left = 2 + 8 + widest + 2
    for entry in detail.history:
        text = f"{entry.what}: {entry.why}" if entry.why else entry.what
        text = text.replace("→", glyphs.arrow)
        rows = folded(text, width - left - 1, "text", glyphs)
        for index, row in enumerate(rows):
            who = fit(entry.who, widest, glyphs.cut)
            head = f"  {_day(entry.at.date()):<8}" if index == 0 else " " * 10
            name = who + " " * (widest - width_of(who) + 2) if index == 0 else " " * (widest + 2)
            lines.append([(head, "dim"), (name, "dim"), *row])
    return lines


def _check_in(one: KeyResultDetail, told: Told, width: int, glyphs: Glyphs) -> list[Line]:
    check_in = told.check_in
    when = f"{check_in.on:%a} {_day(check_in.on)}"
    line: Line = [
        ("  ", "text"),
        (f"{when:<12}", "strong"),
        (typeset(change_said(one, told), glyphs), "text"),
    ]
    by = told.author or "nobody"
    if check_in.source != "hand":
        by = f"{check_in.source}"
    sure = "" if check_in.confidence is None else f"   sure {check_in.confidence}"
    tail = f"{by}{sure}"
    room = width - line_width(line) - 3
    tail = fit(tail, room, glyphs.cut)
    lines: list[Line] = [
        [
            *line,
            (" " * max(1, width - line_width(line) - width_of(tail) - 1), "text"),
            (tail, "dim"),
        ]
    ]
    for driver in check_in.drivers:
        lines.append(_driver(driver.share, driver.text, DRIVER_WORDS[driver.kind], width, glyphs))
    if abs(told.unexplained) > 1e-9 and one.key_result.kind != "milestones":
        lines.append(_driver(told.unexplained, "unexplained", "", width, glyphs))
    for label, text in (
        ("blocker", check_in.blocker),
        ("quick fix", check_in.fix),
        ("note", check_in.note),
    ):
        if text.strip():
            rows = folded(text, width - 2 - _SHARE - 3, "text", glyphs)
            for index, row in enumerate(rows):
                head = label if index == 0 else ""
                lines.append([("  ", "text"), (f"{head:>{_SHARE}}  ", "label"), *row])
    return lines


def _driver(share: float, text: str, kind: str, width: int, glyphs: Glyphs) -> Line:
    room = width - 2 - _SHARE - 2 - len(kind) - 3
    style = "dim" if not kind else "text"
    line: Line = [
        ("  ", "text"),
        (f"{typeset(format_change(share), glyphs):>{_SHARE}}  ", style),
        (fit(text, room, glyphs.cut), style),
    ]
    fill = width - line_width(line) - len(kind) - 1
    return [*line, (" " * max(1, fill), "text"), (kind, "dim")] if kind else line


def _named(objective: Objective) -> str:
    return f"{reference('objectives', objective.id)} {objective.title}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
