"""Talking about what got the most dots, and the diagnosis in words; what follows is kept."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fold, left, right
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import Yield
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.cards import Group, groups
from okrboard.domain.meeting.looking_back import LookBack, look_back
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import agreement_form
from okrboard.tui.meeting.asking import NotesDecisions, PlansActions
from okrboard.tui.meeting.stage import (
    ACTION,
    BACK,
    BLANK,
    DECISION,
    NEXT,
    ListStage,
    Page,
    Stage,
    StageServices,
    StageView,
    look_at,
)
from okrboard.tui.paint.line import Line

MOST_CARDS = 5


class Concluding(PlansActions, NotesDecisions):
    """A stage from which actions, decisions and working agreements follow."""

    def on_agree(self, host: StageServices, view: StageView) -> None:
        """Make a working agreement."""
        host.ask(agreement_form(view.meeting))

    on_new = on_agree


class Discuss(Concluding, ListStage[Group]):
    """What follows from it."""

    hints = (
        Hint(("meeting.next",), "next topic, then on"),
        ACTION,
        DECISION,
        Hint(("meeting.agree",), "agreement"),
        BACK,
    )

    def items(self, view: StageView) -> list[Group]:
        """Return the topics, those with dots first."""
        return sorted(groups(view.board, view.meeting), key=lambda group: not group.dots)

    def page(self, view: StageView) -> Page:
        """Return the topics; one alone is all there is, without a list."""
        page = super().page(view)
        return page if len(page.rows) > 1 else Page(self._topic(view, self.items(view)))

    def above(self, view: StageView, items: Sequence[Group]) -> list[Line]:
        """Return the topic in hand with its cards, and what followed so far."""
        return [*self._topic(view, items), *view.section("Topics")]

    def row(self, view: StageView, item: Group, index: int) -> list[Line]:
        """Return a topic in one row."""
        here = index == _at(view, self.items(view))
        text = view.fit(clean(item.head.text), max(12, view.width - 16))
        dots = (left(str(item.dots or ""), 4), "accent")
        return [[view.mark(index), dots, (text, "strong" if here else "text")]]

    def before_next(self, host: StageServices) -> bool:
        """Go to the next topic that has dots, then on."""
        return not self._step(host, 1)

    def before_back(self, host: StageServices) -> bool:
        """Go to the topic before."""
        return not self._step(host, -1)

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Let everybody look at the topic under the cursor."""
        group = self.under(view)
        if group is not None:
            look_at(host, group.about)

    def _step(self, host: StageServices, step: int) -> bool:
        view = host.look()
        topics = self.items(view)
        at = _at(view, topics) + step
        if not 0 <= at < len(topics) or (step > 0 and not topics[at].dots):
            return False
        look_at(host, topics[at].about)
        return True

    @staticmethod
    def _topic(view: StageView, topics: Sequence[Group]) -> list[Line]:
        if not topics:
            text = "there are no cards; what else is worth a decision?"
            return [*view.sentence(text), *follows(view)]
        group = topics[_at(view, topics)]
        dots = f"{view.glyphs.live * min(group.dots, 12)} {group.dots}" if group.dots else ""
        parts = view.fold(group.head.text, view.width - 18, 3)
        lines: list[Line] = [[("  ", "text"), (part, "title")] for part in parts]
        lines[0].append((f"   {dots}", "accent"))
        for card in group.others[:MOST_CARDS]:
            text = view.fit(clean(card.text), view.width - 8)
            lines.append([("    ", "text"), (f"{view.glyphs.dot} ", "dim"), (text, "text")])
        if len(group.others) > MOST_CARDS:
            lines.append(view.line(f"and {len(group.others) - MOST_CARDS} more", "dim"))
        return lines + follows(view)


def _at(view: StageView, topics: Sequence[Group]) -> int:
    """Return the place of the topic that everybody looks at."""
    abouts = [group.about for group in topics]
    return abouts.index(view.meeting.focus) if view.meeting.focus in abouts else 0


def follows(view: StageView) -> list[Line]:
    """Return what this meeting has led to so far: decisions, agreements, actions."""
    meeting, board = view.meeting, view.board
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
    lines = view.section("What follows") if results else []
    for word, text, member in results[-8:]:
        lines.append(
            [
                ("    ", "text"),
                (left(word, 9), "dim"),
                (view.left(clean(text), max(10, view.width - 28)), "text"),
                (f" {view.fit(view.handle(member), 12)}", "dim"),
            ]
        )
    return lines


CELL = 30
STYLES = {"none": "on_track", "strategy": "at_risk", "cadence": "at_risk", "unknown": "dim"}


class DiagnosisStage(Concluding, Stage):
    """Was it the strategy or the rhythm?"""

    hints: tuple[Hint, ...] = (
        NEXT,
        ACTION,
        DECISION,
        Hint(("meeting.agree",), "agreement"),
    )

    def page(self, view: StageView) -> Page:
        """Return the three answers under each other."""
        found = view.board.memo(
            ("look back", view.cycle, view.meeting.team, view.today),
            lambda: look_back(view.board, view.cycle, view.meeting.team, view.today),
        )
        return Page(
            [
                *self._sentence(view, found),
                *self._matrix(view, found),
                *self._calibration(view, found),
            ]
        )

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Nothing to open: the three answers are all there."""
        del view
        host.tell("all there is to say stands here")

    @staticmethod
    def _sentence(view: StageView, found: LookBack) -> list[Line]:
        style = STYLES[found.diagnosis.problem]
        verdict = fold(found.verdict, max(20, view.width - 4), 3, view.glyphs.cut)
        lines: list[Line] = [*([("  ", "text"), (row, style)] for row in verdict), BLANK]
        cells = min(24, max(8, view.width - 50))
        for label, share, what in (
            ("rhythm", found.rhythm, f"{found.made} of {found.due} check-ins in time"),
            ("score", found.score, "of what is expected by now"),
        ):
            if share is not None:
                lines.append(
                    [
                        ("    ", "text"),
                        (left(label, 8), "label"),
                        *bar(share, None, cells, "accent", view.glyphs),
                        (right(format_share(share), 7), "strong"),
                        (f"  {view.fit(what, view.width - cells - 22)}", "dim"),
                    ]
                )
        return lines

    @staticmethod
    def _matrix(view: StageView, found: LookBack) -> list[Line]:
        lines = view.section("What our actions were worth")
        if not any(found.yields.values()):
            text = "too little: no action was closed whose key result anybody measured since"
            return [*lines, view.line(text, "dim")]
        cell = max(14, min(CELL, (view.width - 14) // 2))
        lines.append(
            [("              ", "text"), (left("it moved", cell), "label"), ("it did not", "label")]
        )
        pairs: tuple[tuple[str, tuple[Yield, Yield]], ...] = (
            ("kept", ("value", "busy_work")),
            ("not kept", ("luck", "stuck")),
        )
        for label, words in pairs:
            row: Line = [("    ", "text"), (left(label, 10), "label")]
            for word in words:
                actions = found.yields[word]
                style = "on_track" if word == "value" else "text"
                row.append((left(f"{len(actions):>2}  {word.replace('_', ' ')}", cell), style))
            lines.append(row)
        if found.value is not None:
            text = f"{format_share(found.value)} of what we did moved what we did it for"
            lines.append(view.line(text, "strong"))
        busy = found.yields["busy_work"]
        if busy:
            names = ", ".join(clean(action.title) for action in busy[:3])
            lines.append(view.line(f"busy work: {names}", "dim"))
        return lines

    @staticmethod
    def _calibration(view: StageView, found: LookBack) -> list[Line]:
        lines = view.section("How far our confidence can be believed")
        known = found.calibration
        lines.append(view.line(known.sentence, "text" if known.enough else "dim"))
        for each in known.table:
            lines.append(
                [
                    ("    ", "text"),
                    (left(f"{each.low} to {each.high}", 8), "label"),
                    *bar(each.reached, each.said, 20, "on_track", view.glyphs),
                    (f"  reached {format_share(each.reached)} of {each.pairs}", "text"),
                ]
            )
        if known.brier is not None:
            lines.append(view.line(f"Brier score {known.brier:.2f}; 0.25 is a guess", "dim"))
        return lines
