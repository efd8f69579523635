"""Paints the page of one objective: what it is for, its key results and actions, and beside or
below them what is known about the one the cursor is on, the objective's ties and its history.

Pure: a `Detail` goes in, lines come out, with the rows of everything the cursor can stand on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from okrboard.cells import fit
from okrboard.cells import width as width_of
from okrboard.domain.cards import closed_health
from okrboard.domain.cycle_chart import CycleChart
from okrboard.domain.detail import CheckInDetail, Detail, KeyResultDetail, describe_change
from okrboard.domain.fields import texts_of
from okrboard.domain.format_numbers import format_change, format_share
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.records import Objective
from okrboard.glyphs import Glyphs, bar
from okrboard.tui.paint.chart import paint_chart
from okrboard.tui.paint.key_result import (
    DRIVER_WORDS,
    number_heads,
    paint_action,
    paint_key_result,
    way,
)
from okrboard.tui.paint.line import (
    Line,
    PaintedPage,
    Run,
    folded,
    heading,
    labelled,
    line_width,
    side_by_side,
    typeset,
)

_TWO_COLUMNS = 110
"""Cells from which there is room for two columns."""

_WIDEST = 168
"""Cells that the page uses at most."""

_CHART_ROWS = 9
"""Rows of a key result's picture; twice as many where it has the page for itself."""

ROOM = 2
"""Cells of the margin, the cursor's mark in its first."""


class Stop(Record):
    """A thing the cursor can stand on: the objective, a key result or an action."""

    kind: str
    """`objective`, `key_result` or `action`."""
    id: int
    key_result: int = 0
    """The key result it belongs to."""


def stops_of(detail: Detail) -> list[Stop]:
    """Return what the cursor can stand on, from top to bottom."""
    found = [Stop("objective", detail.objective.id)]
    for one in detail.key_results:
        id = one.key_result.id
        found.append(Stop("key_result", id, id))
        found += [Stop("action", action.id, id) for action in one.actions]
    return found


def paint_page(
    detail: Detail,
    at: int,
    width: int,
    today: date,
    glyphs: Glyphs,
    *,
    zoom: bool = False,
    charts: Mapping[int, CycleChart] = MappingProxyType({}),
) -> PaintedPage:
    """Return the page in `width` cells with the cursor on the stop `at`.

    With `zoom` the key result under the cursor has the page for itself. `charts` has the picture of
    each key result by its id.
    """
    return _Painter(detail, at, min(width, _WIDEST), today, glyphs, zoom, charts).page()


class _Painter:
    """Paints one page: what is shown, where the cursor is, and how wide it all may be."""

    def __init__(
        self,
        detail: Detail,
        at: int,
        width: int,
        today: date,
        glyphs: Glyphs,
        zoom: bool,
        charts: Mapping[int, CycleChart],
    ) -> None:
        stops = stops_of(detail)
        self.detail = detail
        self.here = stops[min(max(at, 0), len(stops) - 1)]
        self.width = width
        self.today = today
        self.glyphs = glyphs
        self.zoom = zoom
        self.charts = charts
        self.shown = self._selected()

    def page(self) -> PaintedPage:
        """Return the page: in two columns where there is room."""
        head = [*self._head(), *self._words()]
        two = self.width >= _TWO_COLUMNS
        gap = 4 if two else 0
        left_width = (self.width - gap) * 56 // 100 if two else self.width
        right_width = self.width - gap - left_width - ROOM if two else self.width - ROOM
        key_results, rows = self._key_results(left_width, len(head))
        rows = ((0, len(head) - 1), *rows)
        told: list[Line] = []
        if self.shown is not None:
            told = _stacked(
                self._chart(self.shown, right_width),
                _told_lines(self.shown, right_width, self.glyphs),
            )
        ties = history = list[Line]()
        if not self.zoom:
            ties = _alignment_lines(self.detail, left_width - ROOM, self.glyphs)
            history = _history_lines(self.detail, right_width, self.glyphs)
        if not two:
            return PaintedPage([*head, *_stacked(key_results, told, ties, history)], rows)
        left, beside = _stacked(key_results, ties), _stacked(told, history)
        pages = side_by_side((left, beside), (left_width, right_width), gap)
        return PaintedPage([*head, *pages], rows)

    def _chart(self, one: KeyResultDetail, width: int) -> list[Line]:
        chart = self.charts.get(one.key_result.id)
        if chart is None or not chart.observations or one.key_result.kind == "milestones":
            return []
        rows = _CHART_ROWS * 2 if self.zoom else _CHART_ROWS
        drawn = paint_chart(chart, width - ROOM, rows, one.health, self.glyphs)
        return [[("  ", "text"), *line] for line in drawn]

    def _mark(self) -> Run:
        """Return the margin of the objective's own rows."""
        here = self.here.kind == "objective"
        return (f"{self.glyphs.gutter if here else ' '} ", "accent")

    def _head(self) -> list[Line]:
        objective, glyphs = self.detail.objective, self.glyphs
        health: str = self.detail.measure.health
        if objective.stage == "proposed":
            health = "proposed"
        word = glyphs.word(health)
        if objective.stage == "closed":
            health = closed_health(objective)
            word = f"{glyphs.of(health)} {objective.outcome or 'closed'}"
        ref = reference("objectives", objective.id)
        room = self.width - ROOM - len(ref) - len(word) - 6
        first: Line = [
            self._mark(),
            (f"{ref}  ", "dim"),
            (fit(objective.title, room, glyphs.cut), "title"),
        ]
        fill = self.width - line_width(first) - len(word) - 1
        first += [(" " * max(2, fill), "text"), (word, health)]
        reason = self.detail.reason
        why = folded(reason, self.width - ROOM - 1, "dim", glyphs) if reason else []
        return [first, self._facts(health), *([self._mark(), *row] for row in why)]

    def _facts(self, health: str) -> Line:
        """Return the second row: whose it is and of which kind, and its progress against pace."""
        detail, glyphs, width = self.detail, self.glyphs, self.width
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
        text = ""
        for word in filter(None, words):
            longer = f"{text} {glyphs.dot} {word}" if text else word
            text = longer if width_of(longer) <= room or not text else text
        line: Line = [self._mark(), (fit(text, room, glyphs.cut), "dim")]
        fill = width - line_width(line) - cells - len(figures) - 2 - 1
        return [*line, (" " * max(1, fill), "text"), *drawn, (f"  {figures}", "text")]

    def _words(self) -> list[Line]:
        objective, owner = self.detail.objective, self.detail.owner
        called = {"company_gets": "Company gets", "owner_gets": f"{owner or 'Owner'} gets"}
        pairs = [
            (called.get(field.name, field.label), text)
            for field, text in texts_of("objectives", objective)
        ]
        texts = [(label, text) for label, text in pairs if text.strip()]
        if not objective.why.strip() and objective.stage != "closed":
            texts.insert(0, ("Why", ""))
        lines: list[Line] = [[]]
        for label, text in texts:
            shown = text or "not said yet: whose life gets better, and how?"
            style = "text" if text else "dim"
            lines += labelled(label, shown, self.width - ROOM, self.glyphs, style=style)
        return [*lines, []]

    def _key_results(self, width: int, row: int) -> tuple[list[Line], tuple[tuple[int, int], ...]]:
        """Return the key results from row `row` of the page on, and the rows of each stop."""
        detail, glyphs = self.detail, self.glyphs
        only = self.shown if self.zoom else None
        ended = detail.objective.stage == "closed"
        title: Line = [("  ", "text"), ("Key results", "title")]
        lines: list[Line] = [number_heads(width, title, ended=ended)]
        rows: list[tuple[int, int]] = []
        if not detail.key_results:
            none = "  none yet: how will you know that it is reached?   "
            lines.append([(none, "dim"), ("n", "key"), (" makes one", "dim")])
        for one in detail.key_results:
            if only is not None and one is not only:
                rows += [(0, 0)] * (1 + len(one.actions))
                continue
            if len(lines) > 1:
                lines.append([])
            active = self._is_here("key_result", one.key_result.id)
            painted = paint_key_result(one, width, self.today, glyphs, active=active)
            rows.append((row + len(lines), row + len(lines) + len(painted) - 1))
            lines += painted
            for action in one.actions:
                rows.append((row + len(lines), row + len(lines)))
                active = self._is_here("action", action.id)
                line = paint_action(
                    *(action, detail.names, one.key_result.unit, width, self.today, glyphs),
                    active=active,
                )
                lines.append(line)
        return lines, tuple(rows)

    def _is_here(self, kind: str, id: int) -> bool:
        return (self.here.kind, self.here.id) == (kind, id)

    def _selected(self) -> KeyResultDetail | None:
        """Return the key result that is told beside: the cursor's, else the weakest that counts."""
        by_id = {one.key_result.id: one for one in self.detail.key_results}
        if self.here.key_result in by_id:
            return by_id[self.here.key_result]
        weakest = (
            one
            for one in self.detail.key_results
            if one.measure.health == self.detail.measure.computed and one.key_result.weight > 0
        )
        return next(weakest, next(iter(by_id.values()), None))


def _stacked(*parts: list[Line]) -> list[Line]:
    """Return what there is below each other, with an empty row between two parts."""
    lines: list[Line] = []
    for part in filter(None, parts):
        lines += [[], *part] if lines else part
    return lines


_SHARE = 9
"""Cells of the column of shares."""


def _told_lines(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
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


def _alignment_lines(detail: Detail, width: int, glyphs: Glyphs) -> list[Line]:
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


def _history_lines(detail: Detail, width: int, glyphs: Glyphs) -> list[Line]:
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
