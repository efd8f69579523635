"""Key results in a check-in: one with the screen for itself, the others waved through."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.cells import width as width_of
from okrboard.domain.detail import KeyResultDetail, detail
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import one_more_key_result
from okrboard.domain.meeting.topics import (
    Ranked,
    check_in_before,
    ranked,
    to_talk_about,
    without_action,
)
from okrboard.glyphs import ASCII, bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import driver_form, fix_form, value_form
from okrboard.tui.meeting.asking import PlansActions
from okrboard.tui.meeting.stage import (
    ACTION,
    BLANK,
    NEXT,
    ListStage,
    Page,
    Stage,
    StageServices,
    StageView,
    ask_once,
    entry,
)
from okrboard.tui.paint.digits import digits, large
from okrboard.tui.paint.key_result import shares, spark, way
from okrboard.tui.paint.line import Line, rough, typeset

MOST_ACTIONS = 5
"""Actions of next week that are shown at once."""


class KeyResultStage(PlansActions, Stage):
    """What drove it, where the gap is, what is quickly fixed, who does what next."""

    hints = (
        Hint(("meeting.check_in",), "value"),
        Hint(("meeting.driver",), "driver"),
        Hint(("meeting.fix",), "fix"),
        ACTION,
        NEXT,
    )

    def title(self, view: StageView) -> str:
        """Return the key result's own name."""
        record = view.board.key_results[self.id(view)]
        return f"{view.item}  {clean(record.title)}"

    def page(self, view: StageView) -> Page:
        """Return the numbers, the drivers, the fix and next week's actions."""
        one = self._detail(view)
        lines = [*_standing(view, one), *self._drivers(view, one)]
        lines += self._fix(view, one)
        lines += self._next_week(view, one)
        return Page(lines)

    def before_next(self, host: StageServices) -> bool:
        """Ask once about a key result that is in trouble and that nobody does anything about."""
        view = host.look()
        one = self._detail(view)
        if not without_action(view.board, one.measure):
            return True
        word = one.measure.health.replace("_", " ")
        message = f"{view.item} is {word} and nobody acts on it: plan an action, or go on"
        return ask_once(host, view.item, message)

    def on_check_in(self, host: StageServices, view: StageView) -> None:
        """Type the value."""
        host.ask(value_form(view.board, view.meeting, self.id(view)))

    def on_driver(self, host: StageServices, view: StageView) -> None:
        """Name what drove it."""
        host.ask(driver_form(view.board, view.meeting, self.id(view)))

    def on_fix(self, host: StageServices, view: StageView) -> None:
        """Say what did not work, and the fix."""
        host.ask(fix_form(view.board, view.meeting, self.id(view)))

    def acts_for(self, view: StageView) -> int:
        """Return the key result, which actions are planned for."""
        return self.id(view)

    on_open = on_check_in

    @staticmethod
    def id(view: StageView) -> int:
        """Return the key result's id."""
        named = parse_reference(view.item)
        assert named is not None
        return named[1]

    def _detail(self, view: StageView) -> KeyResultDetail:
        id = self.id(view)
        record = view.board.key_results[id]
        found = view.board.memo(
            ("detail", record.objective, view.today),
            lambda: detail(view.board, record.objective, view.today),
        )
        return next(one for one in found.key_results if one.key_result.id == id)

    def _drivers(self, view: StageView, one: KeyResultDetail) -> list[Line]:
        glyphs, unit = view.glyphs, one.key_result.unit
        latest = view.board.latest(one.key_result.id)
        lines = view.section("What drove it last week?")
        if latest is None:
            return [*lines, view.line("no check-in yet; type the value first", "dim")]
        before = check_in_before(view.board, latest)
        was = before.value if before else one.key_result.start
        change = f"{format_value(was)} {glyphs.arrow} {format_value(latest.value, unit)}"
        lines[-1].append((f"   {typeset(change, glyphs)}", "text"))
        for driver in latest.drivers:
            lines += self._driver(view, driver.share, driver.text, driver.kind, driver.author)
        rest = unexplained(latest, before, one.key_result.start)
        if rest:
            lines += self._driver(view, rest, "unexplained", "", 0)
        elif not latest.drivers:
            lines.append(view.line("nothing changed", "dim"))
        return lines

    @staticmethod
    def _driver(view: StageView, share: float, text: str, kind: str, author: int) -> list[Line]:
        signed = typeset(format_change(rough(share)), view.glyphs)
        named = f"  {kind}  {view.handle(author)}" if author else f"  {kind}"
        head = [("    ", "text"), (f"{signed:>8}  ", "strong" if kind else "dim")]
        tail = [(view.left(named, 22), "dim")]
        return entry(view, head, text, "text" if kind else "dim", tail)

    def _fix(self, view: StageView, one: KeyResultDetail) -> list[Line]:
        latest = view.board.latest(one.key_result.id)
        lines = view.section("What did not work, and the quick fix?")
        if latest is None or not (latest.blocker or latest.fix):
            return [*lines, view.line("nothing said yet", "dim")]
        for text, style in ((latest.blocker, "text"), (latest.fix, "strong")):
            for row in text.splitlines()[:3]:
                sign = f"{view.glyphs.arrow} " if style == "strong" else ""
                shown = view.fit(f"{sign}{clean(row)}", view.width - 6)
                lines.append([("    ", "text"), (shown, style)])
        return lines

    @staticmethod
    def _next_week(view: StageView, one: KeyResultDetail) -> list[Line]:
        lines = view.section("Next week")
        planned = [action for action in one.actions if action.state == "open"]
        if not planned:
            return [*lines, view.line("no action yet", "dim")]
        shown = planned[:MOST_ACTIONS]
        cells = 18 if any(action.expected is not None for action in shown) else 0
        for action in shown:
            due = f"{action.due.day} {action.due:%b}" if action.due else ""
            expected = ""
            if action.expected is not None:
                change = typeset(format_change(action.expected, one.key_result.unit), view.glyphs)
                expected = f"expects {change}"
            head = [("    ", "text"), (left(reference("actions", action.id), 5), "dim")]
            tail = [
                (f" {left(view.handle(action.owner), 10)} {due:<7}", "dim"),
                (view.left(expected, cells), "dim"),
            ]
            lines += entry(view, head, action.title, "text", tail)
        if len(planned) > MOST_ACTIONS:
            lines.append(view.line(f"and {len(planned) - MOST_ACTIONS} more", "dim"))
        return lines


MOST = 44
"""Cells that the large digits have at most."""

TALL = 40
"""Rows from which the digits are five rows high."""

LABEL = 10
FIGURE = 20
"""Cells of a figure and of the word before it, two of each in a row."""

WORTH_A_WORD = 0.1
"""Priority from which it is told why this is talked about; below it nothing pressed it forward."""


def _standing(view: StageView, one: KeyResultDetail) -> list[Line]:
    """Return whose it is, the value in large, and beside and below it what it means."""
    record, glyphs = one.key_result, view.glyphs
    objective = view.board.objectives[record.objective]
    about = f"{reference('objectives', objective.id)} {clean(objective.title)}"
    about += f" {glyphs.dot} {one.owner}" if one.owner else ""
    lines: list[Line] = [
        view.line(about, "dim", 2),
        BLANK,
    ]
    drawn = _value(view, one)
    wide = min(max(width_of(row) for row in drawn), MOST)
    side = _beside(view, one, view.width - wide - 8)
    above = (len(drawn) - len(side)) // 2
    for index, row in enumerate(drawn):
        beside = side[index - above] if 0 <= index - above < len(side) else []
        lines.append([("    ", "text"), (left(row, wide, ""), "strong"), ("   ", "text"), *beside])
    return [*lines, *_below(view, one)]


def _value(view: StageView, one: KeyResultDetail) -> list[str]:
    record, glyphs = one.key_result, view.glyphs
    value = typeset(format_value(one.measure.current), glyphs).replace(" ", "")
    if record.kind == "milestones":
        value = f"{sum(1 for step in record.steps if step.done)}/{len(record.steps)}"
    plain = glyphs is ASCII
    if view.height >= TALL:
        drawn = large(value, ascii=plain)
        if width_of(drawn[0]) <= MOST:
            return drawn
    return list(digits(value, ascii=plain))


def _beside(view: StageView, one: KeyResultDetail, width: int) -> list[Line]:
    """Return three rows: the way and its health, the bar, the pace."""
    record, measured, glyphs = one.key_result, one.measure, view.glyphs
    start, target = format_value(record.start), format_value(record.target, record.unit)
    if record.kind == "metric":
        goal = f"{start} {glyphs.arrow} {target}"
    elif record.kind == "threshold":
        goal = f"{glyphs.more if record.keep == 'above' else glyphs.less} {target}"
    else:
        goal = f"{len(record.steps)} steps"
    share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
    pace = f"pace {round(measured.pace * 100)} %"
    if measured.gap is not None:
        behind = round(measured.gap)
        points = f"{abs(behind)} point{'s' if abs(behind) != 1 else ''}"
        pace += f", {points} {'behind' if behind >= 0 else 'ahead'}" if behind else ", in step"
    word = f"   {glyphs.word(measured.health)}"
    goal = fit(typeset(goal, glyphs), max(8, width - width_of(word)), glyphs.cut)
    cells = min(28, max(8, width - 9))
    return [
        [(goal, "text"), (word, measured.health)],
        [
            *bar(measured.progress, measured.pace, cells, measured.health, glyphs),
            (f"  {share}", "strong"),
        ],
        [(view.fit(pace, width), "text")],
    ]


def _below(view: StageView, one: KeyResultDetail) -> list[Line]:
    """Return what the weeks say, in two columns, and dimly why it is talked about now."""
    trend, glyphs = one.trend, view.glyphs
    figures: list[tuple[str, str, str]] = []
    if trend.need_per_week:
        need = typeset(format_change(rough(trend.need_per_week)), glyphs)
        figures.append(("need", f"{need} a week", "text"))
    if trend.forecast is not None:
        value, low, high = (rough(number) for number in trend.forecast)
        band = f" ({format_value(low)} to {format_value(high)})" if low != high else ""
        figures.append(("forecast", typeset(f"{format_value(value)}{band}", glyphs), "text"))
    if trend.made_per_week is not None:
        made = typeset(format_change(rough(trend.made_per_week)), glyphs)
        figures.append(("made", f"{made} a week", "text"))
    if one.values:
        figures.append(("so far", spark(shares(one), FIGURE, glyphs), "spark"))
    lines: list[Line] = [BLANK] if figures else []
    columns = 2 if view.width >= 4 + 2 * (LABEL + FIGURE) else 1
    for at in range(0, len(figures), columns):
        row: Line = [("    ", "text")]
        for label, figure, style in figures[at : at + columns]:
            row += [(left(label, LABEL), "label"), (view.left(figure, FIGURE), style)]
        lines.append(row)
    why = _why_now(view)
    if why:
        lines.append(view.line(why, "dim"))
    return lines


def _why_now(view: StageView) -> str:
    for each in ranked(view.board, view.meeting, view.today):
        if each.ref == view.item and each.priority.total >= WORTH_A_WORD:
            return f"priority {each.priority.printed}"
    return ""


class Rest(ListStage[Ranked]):
    """Those that do well enough; any of them can be talked about."""

    hints = (NEXT, Hint(("meeting.open",), "talk about it"))
    nothing = "all key results were talked about"

    def items(self, view: StageView) -> list[Ranked]:
        """Return the key results that are not on the agenda."""
        on_agenda = {box.key for box in view.meeting.boxes}
        everything = ranked(view.board, view.meeting, view.today)
        _, waved = to_talk_about(everything)
        return [each for each in everything if each.ref in waved and each.ref not in on_agenda]

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Put the key result under the cursor on the agenda, and go to it."""
        each = self.under(view)
        if each is None:
            return
        item, meeting = one_more_key_result(each.ref), view.meeting.id
        host.change(
            "meeting", lambda d: control.talk_about(d, meeting, item, "rest", host.terminal)
        )

    def row(self, view: StageView, item: Ranked, index: int) -> list[Line]:
        """Return a key result with its title and where it stands."""
        measured, glyphs = item.measure, view.glyphs
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        head: Line = [
            view.mark(index),
            (f"{glyphs.of(measured.health)} ", measured.health),
            (left(item.ref, 6), "dim"),
        ]
        tail: Line = [
            *bar(measured.progress, measured.pace, 12, measured.health, glyphs),
            (f"{share:>7}  ", "text"),
            (view.left(way(measured.key_result, glyphs), 22), "dim"),
        ]
        return entry(view, head, measured.key_result.title, "strong", tail)
