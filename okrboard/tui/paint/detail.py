"""Paints the page of one objective: what it is for, its key results and actions, and beside or
below them what is known about the one the cursor is on, the objective's ties and its history.

Pure: a `Detail` goes in, lines come out, with the rows of everything the cursor can stand on.
"""

from __future__ import annotations

from datetime import date

from okrboard.cells import fit
from okrboard.cells import width as width_of
from okrboard.domain.cards import closed_health
from okrboard.domain.detail import CheckInDetail, Detail, KeyResultDetail, describe_change
from okrboard.domain.fields import texts_of
from okrboard.domain.format_numbers import format_change, format_share
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.records import Objective
from okrboard.glyphs import Glyphs, bar
from okrboard.tui.paint.fields import DRIVER_WORDS
from okrboard.tui.paint.key_result import paint_action, paint_key_result, way
from okrboard.tui.paint.line import Line, fit_line, folded, heading, labelled, line_width, typeset

TWO_COLUMNS = 110
"""Cells from which there is room for two columns."""

WIDEST = 168
"""Cells that the page uses at most."""

ROOM = 2
"""Cells of the margin, the cursor's mark in its first."""


class Stop(Record):
    """A thing the cursor can stand on: the objective, a key result or an action."""

    kind: str
    """`objective`, `key_result` or `action`."""
    id: int
    key_result: int = 0
    """The key result it belongs to."""


class Page(Record):
    """The painted page."""

    lines: list[Line]
    rows: tuple[tuple[int, int], ...]
    """The first and last row of each stop."""


def stops_of(detail: Detail) -> list[Stop]:
    """Return what the cursor can stand on, from top to bottom."""
    found = [Stop("objective", detail.objective.id)]
    for one in detail.key_results:
        id = one.key_result.id
        found.append(Stop("key_result", id, id))
        found += [Stop("action", action.id, id) for action in one.actions]
    return found


def paint_page(
    detail: Detail, at: int, width: int, today: date, glyphs: Glyphs, *, zoom: bool = False
) -> Page:
    """Return the page in `width` cells with the cursor on the stop `at`.

    With `zoom` the key result under the cursor has the page for itself.
    """
    width = min(width, WIDEST)
    stops = stops_of(detail)
    here = stops[min(max(at, 0), len(stops) - 1)]
    shown = _selected(detail, here)
    if width < TWO_COLUMNS:
        return _one_column(detail, here, shown, width, today, glyphs, zoom)
    return _two_columns(detail, here, shown, width, today, glyphs, zoom)


def _one_column(
    detail: Detail,
    here: Stop,
    shown: KeyResultDetail | None,
    width: int,
    today: date,
    glyphs: Glyphs,
    zoom: bool,
) -> Page:
    top, rows = _left(detail, here, width, today, glyphs, only=shown if zoom else None)
    lines = top
    if shown is not None:
        lines += [[], *told_lines(shown, width - ROOM, glyphs)]
    if not zoom:
        lines += [[], *alignment_lines(detail, width - ROOM, glyphs)]
        lines += [[], *history_lines(detail, width - ROOM, glyphs)]
    return Page(lines, rows)


def _two_columns(
    detail: Detail,
    here: Stop,
    shown: KeyResultDetail | None,
    width: int,
    today: date,
    glyphs: Glyphs,
    zoom: bool,
) -> Page:
    gap = 4
    left_width = (width - gap) * 56 // 100
    right_width = width - gap - left_width - ROOM
    head = _head(detail, here, width, glyphs) + _words(detail, width, glyphs)
    top, rows = _key_results(
        detail, here, left_width, today, glyphs, len(head), shown if zoom else None
    )
    left = top if zoom else [*top, [], *alignment_lines(detail, left_width - ROOM, glyphs)]
    right = told_lines(shown, right_width, glyphs) if shown is not None else []
    if not zoom:
        right += [[], *history_lines(detail, right_width, glyphs)] if right else []
        right = right or history_lines(detail, right_width, glyphs)
    lines = list(head)
    for row in range(max(len(left), len(right))):
        line = fit_line(left[row], left_width) if row < len(left) else [(" " * left_width, "text")]
        other = right[row] if row < len(right) else []
        lines.append([*line, (" " * gap, "text"), *other] if other else line)
    return Page(lines, ((0, len(head) - 1), *rows))


def _left(
    detail: Detail,
    here: Stop,
    width: int,
    today: date,
    glyphs: Glyphs,
    only: KeyResultDetail | None,
) -> tuple[list[Line], tuple[tuple[int, int], ...]]:
    head = _head(detail, here, width, glyphs) + _words(detail, width, glyphs)
    lines, rows = _key_results(detail, here, width, today, glyphs, len(head), only)
    return [*head, *lines], ((0, len(head) - 1), *rows)


def _head(detail: Detail, here: Stop, width: int, glyphs: Glyphs) -> list[Line]:
    objective, measured = detail.objective, detail.measure
    health: str = measured.health
    if objective.stage == "proposed":
        health = "proposed"
    word = glyphs.word(health)
    if objective.stage == "closed":
        health = closed_health(objective)
        word = f"{glyphs.of(health)} {objective.outcome or 'closed'}"
    mark = glyphs.gutter if here.kind == "objective" else " "
    ref = reference("objectives", objective.id)
    room = width - ROOM - len(ref) - len(word) - 6
    first: Line = [
        (f"{mark} ", "accent"),
        (f"{ref}  ", "dim"),
        (fit(objective.title, room, glyphs.cut), "title"),
    ]
    first += [(" " * max(2, width - line_width(first) - len(word) - 1), "text"), (word, health)]
    facts = _facts(detail, here, width, health, glyphs)
    return [first, facts, *_reason(detail, here, width, glyphs)]


def _facts(detail: Detail, here: Stop, width: int, health: str, glyphs: Glyphs) -> Line:
    """Return the second row: whose it is and of which kind, and its progress against pace."""
    objective, mean = detail.objective, detail.measure.progress
    share = mean.value if mean else None
    closed = objective.stage == "closed"
    figures = format_share(share)
    if not closed:
        figures += f" of {format_share(detail.elapsed)}"
    cells = 20 if width >= 76 else 10
    drawn = bar(share, None if closed else detail.elapsed, cells, health, glyphs)
    room = width - ROOM - cells - len(figures) - 5
    words = [
        detail.owner or "nobody's",
        detail.team,
        objective.level if objective.level != "team" else "",
        objective.commitment,
        detail.cycle.name,
        "" if closed else f"week {detail.week[0]} of {detail.week[1]}",
    ]
    said = ""
    for word in filter(None, words):
        longer = f"{said} {glyphs.dot} {word}" if said else word
        said = longer if width_of(longer) <= room or not said else said
    mark = glyphs.gutter if here.kind == "objective" else " "
    line: Line = [(f"{mark} ", "accent"), (fit(said, room, glyphs.cut), "dim")]
    fill = width - line_width(line) - cells - len(figures) - 2 - 1
    return [*line, (" " * max(1, fill), "text"), *drawn, (f"  {figures}", "text")]


def _reason(detail: Detail, here: Stop, width: int, glyphs: Glyphs) -> list[Line]:
    if not detail.reason:
        return []
    mark = glyphs.gutter if here.kind == "objective" else " "
    rows = folded(detail.reason, width - ROOM - 1, "dim", glyphs)
    return [[(f"{mark} ", "accent"), *row] for row in rows]


def _words(detail: Detail, width: int, glyphs: Glyphs) -> list[Line]:
    objective = detail.objective
    called = {"company_gets": "Company gets", "owner_gets": f"{detail.owner or 'Owner'} gets"}
    pairs = [
        (called.get(field.name, field.label), text)
        for field, text in texts_of("objectives", objective)
    ]
    said = [(label, text) for label, text in pairs if text.strip()]
    if not objective.why.strip() and objective.stage != "closed":
        said.insert(0, ("Why", ""))
    lines: list[Line] = [[]]
    for label, text in said:
        lines += labelled(
            label,
            text or "not said yet: whose life gets better, and how?",
            width - ROOM,
            glyphs,
            style="text" if text else "dim",
        )
    return [*lines, []]


def _key_results(
    detail: Detail,
    here: Stop,
    width: int,
    today: date,
    glyphs: Glyphs,
    row: int,
    only: KeyResultDetail | None,
) -> tuple[list[Line], tuple[tuple[int, int], ...]]:
    chosen = [only] if only is not None else list(detail.key_results)
    lines: list[Line] = [heading("Key results", width - ROOM, glyphs)]
    rows: list[tuple[int, int]] = []
    if not chosen:
        lines.append(
            [
                ("  none yet: how will you know that it is reached?   ", "dim"),
                ("n", "key"),
                (" makes one", "dim"),
            ]
        )
    for one in detail.key_results:
        if only is not None and one is not only:
            rows += [(0, 0)] * (1 + len(one.actions))
            continue
        if one is not chosen[0]:
            lines.append([])
        active = (here.kind, here.id) == ("key_result", one.key_result.id)
        painted = paint_key_result(one, width, today, glyphs, active=active)
        rows.append((row + len(lines), row + len(lines) + len(painted) - 1))
        lines += painted
        for action in one.actions:
            active = (here.kind, here.id) == ("action", action.id)
            rows.append((row + len(lines), row + len(lines)))
            lines.append(
                paint_action(
                    action, detail.names, one.key_result.unit, width, today, glyphs, active=active
                )
            )
    return lines, tuple(rows)


def _selected(detail: Detail, here: Stop) -> KeyResultDetail | None:
    """Return the key result that is told beside: the cursor's, else the weakest that counts."""
    by_id = {one.key_result.id: one for one in detail.key_results}
    if here.key_result in by_id:
        return by_id[here.key_result]
    weakest = (
        one
        for one in detail.key_results
        if one.measure.health == detail.measure.computed and one.key_result.weight > 0
    )
    return next(weakest, next(iter(by_id.values()), None))


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


def _check_in(one: KeyResultDetail, told: CheckInDetail, width: int, glyphs: Glyphs) -> list[Line]:
    check_in = told.check_in
    when = f"{check_in.on:%a} {_day(check_in.on)}"
    line: Line = [
        ("  ", "text"),
        (f"{when:<12}", "strong"),
        (typeset(describe_change(one, told), glyphs), "text"),
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
