"""Key results in a check-in: one with the screen for itself, the others waved through; then a vote.

On the shared screen the program calls those who have no terminal of their own, one after the other:
a digit is typed and only a dot appears. Whoever is connected votes at their own terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from okrboard.cells import left
from okrboard.cells import width as width_of
from okrboard.domain.describe import day_and_month
from okrboard.domain.detail import KeyResultDetail, detail
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import (
    Ranked,
    check_in_before,
    one_more_key_result,
    ranked,
    to_talk_about,
    without_action,
)
from okrboard.domain.meeting.blind import visible
from okrboard.domain.records import KeyResult
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.forms.meeting import action_form, driver_form, fix_form, value_form
from okrboard.tui.meeting.blind import VotingStage, ballot, blind
from okrboard.tui.meeting.stage import BACK, BLANK, INDENT, MARGIN, NEXT, ListStage, Stage
from okrboard.tui.paint.key_result import shares, spark, way
from okrboard.tui.paint.line import Line, PaintedPage, rough, typeset

_MOST_ACTIONS = 5
"""Actions of next week that are shown at once."""

_MOST = 44
"""Cells that the large digits have at most."""

_TALL = 40
"""Rows from which the digits are five rows high."""

_LABEL = 10
_FIGURE = 20
"""Cells of a figure and of the word before it, two of each in a row."""

_WORTH_A_WORD = 0.1
"""Priority from which it is told why this is talked about; below it nothing pressed it forward."""


class OneKeyResult(Stage):
    """What drove it, where the gap is, what is quickly fixed, who does what next."""

    hints = {"check_in": "value", "driver": "driver", "fix": "fix", "action": "action", **NEXT}
    forms = {
        "open": lambda stage: value_form(stage.board, stage.meeting, stage.id),
        "check_in": lambda stage: value_form(stage.board, stage.meeting, stage.id),
        "driver": lambda stage: driver_form(stage.board, stage.meeting, stage.id),
        "fix": lambda stage: fix_form(stage.board, stage.meeting, stage.id),
        "action": lambda stage: action_form(stage.board, stage.meeting, stage.stamp, stage.id),
    }

    @property
    def id(self) -> int:
        """The key result's id."""
        return _id_of(self.item)

    @cached_property
    def one(self) -> KeyResultDetail:
        """The key result with its numbers and its actions."""
        record = self.board.key_results[self.id]
        objective = self.board.memo(
            ("detail", record.objective, self.today),
            lambda: detail(self.board, record.objective, self.today),
        )
        return next(one for one in objective.key_results if one.key_result.id == self.id)

    def title(self) -> str:
        """Return the key result's own name."""
        return f"{self.item}  {clean(self.one.key_result.title)}"

    def page(self) -> PaintedPage:
        """Return the numbers, the drivers, the fix and next week's actions."""
        lines = [*self._standing(), *self._drivers(), *self._fix(), *self._next_week()]
        return PaintedPage(lines, ())

    def before_next(self) -> bool:
        """Ask once about a key result that is in trouble and that nobody does anything about."""
        if not without_action(self.board, self.one.measure):
            return True
        word = self.one.measure.health.replace("_", " ")
        message = f"{self.item} is {word} and nobody acts on it: plan an action, or go on"
        return self.ask_once(self.item, message)

    def _standing(self) -> list[Line]:
        """Return whose it is, the value in large, and beside and below it what it means."""
        objective = self.board.objectives[self.one.key_result.objective]
        about = f"{reference('objectives', objective.id)} {clean(objective.title)}"
        about += f" {self.glyphs.dot} {self.one.owner}" if self.one.owner else ""
        drawn = self._value()
        wide = min(max(width_of(row) for row in drawn), _MOST)
        beside = self.beside(drawn, "strong", self._way(self.width - wide - 8), _MOST)
        return [self.line(about, "dim", 2), BLANK, *beside, *self._figures()]

    def _value(self) -> Sequence[str]:
        record = self.one.key_result
        value = typeset(format_value(self.one.measure.current), self.glyphs).replace(" ", "")
        if record.kind == "milestones":
            value = f"{sum(1 for step in record.steps if step.done)}/{len(record.steps)}"
        drawn = self.digits(value, tall=True)
        fits = self.height >= _TALL and width_of(drawn[0]) <= _MOST
        return drawn if fits else self.digits(value)

    def _way(self, width: int) -> list[Line]:
        """Return three rows: the way and its health, the bar, the pace."""
        record, measured, glyphs = self.one.key_result, self.one.measure, self.glyphs
        is_stepwise = record.kind == "milestones"
        goal = f"{len(record.steps)} steps" if is_stepwise else way(record, glyphs)
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        pace = f"pace {round(measured.pace * 100)} %"
        if measured.gap is not None:
            pace += f", {behind(round(measured.gap))}"
        word = f"   {glyphs.word(measured.health)}"
        goal = self.fit(typeset(goal, glyphs), max(8, width - width_of(word)))
        cells = min(28, max(8, width - 9))
        drawn = bar(measured.progress, measured.pace, cells, measured.health, glyphs)
        return [
            [(goal, "text"), (word, measured.health)],
            [*drawn, (f"  {share}", "strong")],
            [(self.fit(pace, width), "text")],
        ]

    def _figures(self) -> list[Line]:
        """Return what the weeks say, in two columns, and dimly why it is talked about now."""
        trend, glyphs = self.one.trend, self.glyphs
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
        if self.one.values:
            figures.append(("so far", spark(shares(self.one), _FIGURE, glyphs), "spark"))
        lines: list[Line] = [BLANK] if figures else []
        columns = 2 if self.width >= 4 + 2 * (_LABEL + _FIGURE) else 1
        for at in range(0, len(figures), columns):
            row: Line = [INDENT]
            for label, figure, style in figures[at : at + columns]:
                row += [(left(label, _LABEL), "label"), (self.left(figure, _FIGURE), style)]
            lines.append(row)
        for each in ranked(self.board, self.meeting, self.today):
            if each.ref == self.item and each.priority.total >= _WORTH_A_WORD:
                lines.append(self.line(f"priority {each.priority.printed}", "dim"))
        return lines

    def _drivers(self) -> list[Line]:
        record, glyphs = self.one.key_result, self.glyphs
        latest = self.board.latest(record.id)
        lines = self.section("What drove it last week?")
        if latest is None:
            return [*lines, self.line("no check-in yet; type the value first", "dim")]
        before = check_in_before(self.board, latest)
        was = before.value if before else record.start
        change = f"{format_value(was)} {glyphs.arrow} {format_value(latest.value, record.unit)}"
        lines[-1].append((f"   {typeset(change, glyphs)}", "text"))
        for driver in latest.drivers:
            by = f"  {self.handle(driver.author)}" if driver.author else ""
            lines += self._driver(driver.share, driver.text, f"{driver.kind}{by}")
        rest = unexplained(latest, before, record.start)
        if rest:
            lines += self._driver(rest, "unexplained", "")
        elif not latest.drivers:
            lines.append(self.line("nothing changed", "dim"))
        return lines

    def _driver(self, share: float, text: str, kind: str) -> list[Line]:
        signed = typeset(format_change(rough(share)), self.glyphs)
        head = [INDENT, (f"{signed:>8}  ", "strong" if kind else "dim")]
        return self.entry(
            head, text, "text" if kind else "dim", [(self.left(f"  {kind}", 22), "dim")]
        )

    def _fix(self) -> list[Line]:
        latest = self.board.latest(self.one.key_result.id)
        texts = (latest.blocker, latest.fix) if latest else ("", "")
        lines: list[Line] = []
        for text, sign, style in zip(
            texts, ("", f"{self.glyphs.arrow} "), ("text", "strong"), strict=True
        ):
            for row in text.splitlines()[:3]:
                lines.append([INDENT, (self.fit(f"{sign}{clean(row)}", self.width - 6), style)])
        return self.part("What did not work, and the quick fix?", lines, "nothing said yet")

    def _next_week(self) -> list[Line]:
        planned = [action for action in self.one.actions if action.state == "open"]
        shown = planned[:_MOST_ACTIONS]
        cells = 18 if any(action.expected is not None for action in shown) else 0
        lines: list[Line] = []
        for action in shown:
            due = day_and_month(action.due) if action.due else ""
            expected = ""
            if action.expected is not None:
                change = format_change(action.expected, self.one.key_result.unit)
                expected = f"expects {typeset(change, self.glyphs)}"
            head = [INDENT, (left(reference("actions", action.id), 5), "dim")]
            tail = [
                (f" {left(self.handle(action.owner), 10)} {due:<7}", "dim"),
                (self.left(expected, cells), "dim"),
            ]
            lines += self.entry(head, action.title, "text", tail)
        lines += self.more(len(planned) - _MOST_ACTIONS)
        return self.part("Next week", lines, "no action yet")


class Rest(ListStage[Ranked]):
    """Those that do well enough; any of them can be talked about."""

    hints = {**NEXT, "open": "talk about it"}
    nothing = "all key results were talked about"

    def list_items(self) -> list[Ranked]:
        """Return the key results that are not on the agenda."""
        on_agenda = {box.key for box in self.meeting.boxes}
        everything = ranked(self.board, self.meeting, self.today)
        _, waved = to_talk_about(everything)
        return [each for each in everything if each.ref in waved and each.ref not in on_agenda]

    def on_item_open(self, item: Ranked) -> None:
        """Put the key result under the cursor on the agenda, and go to it."""
        more, id, terminal = (
            one_more_key_result(self.meeting, item.ref),
            self.meeting.id,
            self.terminal,
        )
        self.host.change(
            "meeting", lambda draft: control.talk_about(draft, id, more, "rest", terminal)
        )

    def row(self, item: Ranked, index: int) -> list[Line]:
        """Return a key result with its title and where it stands."""
        measured, glyphs = item.measure, self.glyphs
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        health = measured.health
        head = self.head(index, item.ref, 6, glyphs.of(health), health)
        tail: Line = [
            *bar(measured.progress, measured.pace, 12, health, glyphs),
            (f"{share:>7}  ", "text"),
            (self.left(way(measured.key_result, glyphs), 22), "dim"),
        ]
        return self.entry(head, measured.key_result.title, "strong", tail)


class ConfidenceStage(VotingStage[str]):
    """How sure we are, everybody for themselves, before anybody says a number."""

    hints = {"vote": "vote", "next": "reveal, then the next one", "skip": "leave the votes", **BACK}
    nothing = "there is no key result to vote on"

    def list_items(self) -> list[str]:
        """Return the key results, those on the agenda first."""
        everything = [each.ref for each in ranked(self.board, self.meeting, self.today)]
        talked = [box.key for box in self.meeting.boxes if box.key in everything]
        return talked + [ref for ref in everything if ref not in talked]

    def before_next(self) -> bool:
        """Reveal the vote in hand, then go to the next one, then on."""
        if self.reveal():
            return False
        following = self._following()
        if not following:
            return True
        self.look_at(following)
        self.fresh().call()
        return False

    def on_item_vote(self, item: str) -> None:
        """Call the next one to vote; the terminal with the token opens the vote first."""
        focus, revealed = self.meeting.focus, self.meeting.revealed
        if self.leads and (not focus or focus in revealed):
            self.look_at(item if item not in revealed else "")
        now = self.fresh()
        focus = now.meeting.focus
        if not focus:
            self.host.tell("choose a key result that was not revealed yet")
        elif focus in revealed:
            self.host.tell(f"the votes on {focus} are revealed already")
        else:
            now.call(again=True)

    on_item_open = on_item_vote

    def _following(self) -> str:
        """Return the next key result that is voted on: those talked about, else all of them."""
        order, meeting = self.items, self.meeting
        boxes = {box.key for box in meeting.boxes}
        talk, _ = to_talk_about(ranked(self.board, meeting, self.today))
        wanted = [ref for ref in order if ref in boxes] or [ref for ref, _ in talk] or order[:3]
        left_over = (ref for ref in wanted if ref not in (*meeting.revealed, meeting.focus))
        return next(left_over, "")

    def above(self) -> list[Line]:
        """Return the vote in hand, above the key results."""
        focus = self.meeting.focus
        if focus in self.items:
            title = self.fit(clean(self._key_result(focus).title), self.width - 12)
            lines: list[Line] = [[MARGIN, (f"{focus}  ", "accent"), (title, "title")], BLANK]
            lines += ballot(self, focus)
        else:
            lines = [self.line(row, "dim", 2) for row in blind(self, self.width - 3)]
        return [*lines, *self.section("Key results")]

    def row(self, item: str, index: int) -> list[Line]:
        """Return a key result with what was voted on it, or its last confidence."""
        record = self._key_result(item)
        if item in self.meeting.revealed:
            votes = visible(self.board, self.meeting, item)
            together = confidence_of(vote.value for vote in votes)
            word = "no vote"
            if together:
                word = f"median {together.median:g}, spread {together.spread}"
        elif item == self.meeting.focus:
            word = "voting now"
        else:
            latest = self.board.latest(record.id)
            before = latest.confidence if latest else None
            word = f"was {before}" if before is not None else "not said yet"
        head = self.head(index, item, 6)
        style = "accent" if item == self.meeting.focus else "dim"
        return self.entry(head, record.title, "text", [MARGIN, (left(word, 20), style)])

    def _key_result(self, ref: str) -> KeyResult:
        return self.board.key_results[_id_of(ref)]


def _id_of(ref: str) -> int:
    named = parse_reference(ref)
    assert named is not None
    return named[1]


def behind(points: int) -> str:
    """Return how many points something is behind its pace, or ahead of it below 0."""
    count = f"{abs(points)} point{'s' if abs(points) != 1 else ''}"
    return f"{count} {'behind' if points > 0 else 'ahead'}" if points else "in step"
