"""Talking about what got the most dots, and the diagnosis in words; what follows is kept."""

from __future__ import annotations

from functools import cached_property

from okrboard.cells import fold, left, right
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import Yield
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.cards import CardGroup, groups
from okrboard.domain.meeting.looking_back import LookBack, look_back
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.forms.meeting import action_form, agreement_form
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    INDENT,
    MARGIN,
    NEXT,
    ListStage,
    Stage,
    ask_decision,
)
from okrboard.tui.paint.line import Line, PaintedPage

_MOST_CARDS = 5
_MOST_RESULTS = 8
_HINTS = {"action": "action", "decision": "decision", "agree": "agreement"}
_FORMS = {
    "action": lambda stage: action_form(stage.board, stage.meeting, stage.stamp),
    "agree": lambda stage: agreement_form(stage.meeting),
    "new": lambda stage: agreement_form(stage.meeting),
}
"""What follows from a talk or a diagnosis, besides decisions."""


class Discuss(ListStage[CardGroup]):
    """What follows from it."""

    hints = {"next": "next topic, then on", **_HINTS, **BACK}
    forms = _FORMS
    on_decision = ask_decision

    def list_items(self) -> list[CardGroup]:
        """Return the topics, those with dots first."""
        return sorted(groups(self.board, self.meeting), key=lambda group: not group.dots)

    @cached_property
    def at(self) -> int:
        """The place of the topic that everybody looks at."""
        abouts = [group.about for group in self.items]
        return abouts.index(self.meeting.focus) if self.meeting.focus in abouts else 0

    def page(self) -> PaintedPage:
        """Return the topics; one alone is all there is, without a list."""
        return super().page() if len(self.items) > 1 else PaintedPage(self._topic(), ())

    def above(self) -> list[Line]:
        """Return the topic in hand with its cards, and what followed so far."""
        return [*self._topic(), *self.section("Topics")]

    def row(self, item: CardGroup, index: int) -> list[Line]:
        """Return a topic in one row."""
        text = self.fit(clean(item.head.text), max(12, self.width - 16))
        dots = (left(str(item.dots or ""), 4), "accent")
        return [[self.mark(index), dots, (text, "strong" if index == self.at else "text")]]

    def before_next(self) -> bool:
        """Go to the next topic that has dots, then on."""
        following = self.items[self.at + 1 : self.at + 2]
        if not following or not following[0].dots:
            return True
        self.look_at(following[0].about)
        return False

    def before_back(self) -> bool:
        """Go to the topic before."""
        if not self.at:
            return True
        self.look_at(self.items[self.at - 1].about)
        return False

    def on_item_open(self, item: CardGroup) -> None:
        """Let everybody look at the topic under the cursor."""
        self.look_at(item.about)

    def _topic(self) -> list[Line]:
        if not self.items:
            text = "there are no cards; what else is worth a decision?"
            return [*self.sentence(text), *self._results()]
        group = self.items[self.at]
        dots = f"{self.glyphs.live * min(group.dots, 12)} {group.dots}" if group.dots else ""
        parts = self.fold(group.head.text, self.width - 18, 3)
        lines: list[Line] = [[MARGIN, (part, "title")] for part in parts]
        lines[0].append((f"   {dots}", "accent"))
        texts = [card.text for card in group.others]
        return [*lines, *self.listed(texts, _MOST_CARDS, indent=4), *self._results()]

    def _results(self) -> list[Line]:
        """Return what this meeting has led to so far: decisions, agreements, actions."""
        meeting, board = self.meeting, self.board
        results = [("decided", remark.text, remark.author) for remark in meeting.decisions]
        results += [
            ("agreed", each.text, each.author)
            for each in board.agreements.values()
            if each.meeting == meeting.id
        ]
        results += [
            (reference("actions", action.id), action.title, action.owner)
            for action in board.actions.live.values()
            if action.meeting == meeting.id
        ]
        lines: list[Line] = []
        for word, text, member in results[-_MOST_RESULTS:]:
            shown = self.left(clean(text), max(10, self.width - 28))
            by = (f" {self.fit(self.handle(member), 12)}", "dim")
            lines.append([INDENT, (left(word, 9), "dim"), (shown, "text"), by])
        return self.part("What follows", lines)


_CELL = 30
_PROBLEM_STYLES = {
    "none": "on_track",
    "strategy": "at_risk",
    "cadence": "at_risk",
    "unknown": "dim",
}
_YIELDS: dict[str, tuple[Yield, Yield]] = {
    "kept": ("value", "busy_work"),
    "not kept": ("luck", "stuck"),
}


class DiagnosisStage(Stage):
    """Was it the strategy or the rhythm?"""

    hints = {**NEXT, **_HINTS}
    forms = _FORMS
    on_decision = ask_decision

    def page(self) -> PaintedPage:
        """Return the three answers under each other."""
        board, cycle, team = self.board, self.cycle, self.meeting.team
        cycle_as_it_was = board.memo(
            ("look back", cycle, team, self.today),
            lambda: look_back(board, cycle, team, self.today),
        )
        parts = (self._verdict, self._worth, self._calibration)
        return PaintedPage([line for part in parts for line in part(cycle_as_it_was)], ())

    def on_open(self) -> None:
        """Nothing to open: the three answers are all there."""
        self.host.tell("all there is to say stands here")

    def _verdict(self, past: LookBack) -> list[Line]:
        style = _PROBLEM_STYLES[past.diagnosis.problem]
        verdict = fold(past.verdict, max(20, self.width - 4), 3, self.glyphs.cut)
        lines: list[Line] = [*([MARGIN, (row, style)] for row in verdict), BLANK]
        cells = min(24, max(8, self.width - 50))
        for label, share, what in (
            ("rhythm", past.rhythm, f"{past.made} of {past.due} check-ins in time"),
            ("score", past.score, "of what is expected by now"),
        ):
            if share is not None:
                drawn = bar(share, None, cells, "accent", self.glyphs)
                number = (right(format_share(share), 7), "strong")
                words = (f"  {self.fit(what, self.width - cells - 22)}", "dim")
                lines.append([INDENT, (left(label, 8), "label"), *drawn, number, words])
        return lines

    def _worth(self, past: LookBack) -> list[Line]:
        lines = self.section("What our actions were worth")
        if not any(past.yields.values()):
            text = "too little: no action was closed whose key result anybody measured since"
            return [*lines, self.line(text, "dim")]
        cell = max(14, min(_CELL, (self.width - 14) // 2))
        heads = [(left("it moved", cell), "label"), ("it did not", "label")]
        lines.append([(" " * 14, "text"), *heads])
        for label, words in _YIELDS.items():
            row: Line = [INDENT, (left(label, 10), "label")]
            for word in words:
                style = "on_track" if word == "value" else "text"
                count = f"{len(past.yields[word]):>2}  {word.replace('_', ' ')}"
                row.append((left(count, cell), style))
            lines.append(row)
        if past.value is not None:
            text = f"{format_share(past.value)} of what we did moved what we did it for"
            lines.append(self.line(text, "strong"))
        busy = past.yields["busy_work"]
        if busy:
            names = ", ".join(clean(action.title) for action in busy[:3])
            lines.append(self.line(f"busy work: {names}", "dim"))
        return lines

    def _calibration(self, past: LookBack) -> list[Line]:
        known = past.calibration
        lines = self.section("How far our confidence can be believed")
        lines.append(self.line(known.sentence, "text" if known.enough else "dim"))
        for each in known.table:
            drawn = bar(each.reached, each.said, 20, "on_track", self.glyphs)
            label = (left(f"{each.low} to {each.high}", 8), "label")
            words = (f"  reached {format_share(each.reached)} of {each.pairs}", "text")
            lines.append([INDENT, label, *drawn, words])
        if known.brier is not None:
            lines.append(self.line(f"Brier score {known.brier:.2f}; 0.25 is a guess", "dim"))
        return lines
