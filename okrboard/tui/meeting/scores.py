"""Scores: how far each key result got, and why the missed ones were missed.

An objective's score stays covered until the reveal, so that each key result is looked at by itself.
Promises and aspirations stand apart and are never averaged together.
"""

from __future__ import annotations

from functools import cached_property

from okrboard.cells import left, right
from okrboard.cells import width as width_of
from okrboard.domain.edit.cycles import (
    CAUSES,
    computed_score,
    objective_score,
    score_of,
    set_cause,
    usual_outcome,
)
from okrboard.domain.enums import Commitment
from okrboard.domain.format_numbers import format_share, format_value
from okrboard.domain.formulas import expected_score, mean_scores, score_band
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, bridge, measure
from okrboard.domain.meeting.blind import SCORES
from okrboard.domain.meeting.looking_back import worked_for
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult, Objective
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.forms.form import Choices, Done, text_question
from okrboard.tui.forms.meeting import score_form
from okrboard.tui.meeting.blind import BlindStage
from okrboard.tui.meeting.stage import BACK, BLANK, LEAST, MARGIN, Hints
from okrboard.tui.paint.line import Line, PaintedPage, line_width, typeset
from okrboard.tui.paint.waterfall import waterfall

_OWN_WORDS = "own words"
_KINDS: dict[Commitment, str] = {
    "committed": "Promised: 1.0 is expected",
    "aspirational": "Ambitious: 0.7 is a success",
}
_ASKS = "why was it missed?"
_NOTES = 24
"""Cells that there are for a note at least; beside short titles there are more."""

_BANDS = {"green": "on_track", "amber": "at_risk", "red": "off_track"}


class ScoreRow(Record):
    """One key result of the list."""

    objective: Objective
    measured: Measure
    score: float | None
    expected: float
    """The score that counts as success by now: of the whole cycle at its end."""

    @property
    def key_result(self) -> KeyResult:
        """The key result."""
        return self.measured.key_result

    @property
    def ref(self) -> str:
        """What people call it."""
        return reference("key_results", self.key_result.id)

    @property
    def missed(self) -> bool:
        """Whether it stayed below what its kind expects."""
        return self.score is not None and self.score < self.expected - 1e-9

    def note(self, *, asked: bool) -> str:
        """Return what is to be said of the score: by whom it is, why it was missed."""
        record, progress = self.key_result, self.measured.progress
        parts = []
        if record.score is not None and record.score_reason:
            parts.append(f"by hand: {clean(record.score_reason)}")
        elif progress is not None and progress > 1 + 1e-9:
            return "beyond its target!"
        if self.missed and record.cause:
            parts.append(clean(record.cause))
        elif self.missed and asked and not parts:
            parts.append(_ASKS)
        return "; ".join(parts)


class Scores(BlindStage[ScoreRow]):
    """How far we got."""

    hints = {
        "next": "reveal, then on",
        "edit": "other score",
        "word": "cause",
        "open": "bridge",
        **BACK,
    }
    nothing = "no goal was committed to in this cycle; there is nothing to score"
    rounds = {SCORES: ""}

    def keys(self) -> Hints:
        """Return what matters; the reveal and the way on are one key."""
        return self.hints

    def list_items(self) -> list[ScoreRow]:
        """Return the key results, those of promises first."""
        rows = []
        goals = worked_for(self.board, self.cycle, self.meeting.team)
        for objective in sorted(goals, key=lambda goal: [*_KINDS].index(goal.commitment)):
            for record in self.board.key_results_of(objective.id):
                if record.weight > 0:
                    day = min(self.today, self.cycle.last)
                    measured = measure(self.board, record, self.cycle, day)
                    score = score_of(self.board, record, self.cycle, self.today)
                    expected = expected_score(objective.commitment) * measured.pace
                    rows.append(ScoreRow(objective, measured, score, expected))
        return rows

    @property
    def looked_at(self) -> ScoreRow | None:
        """The key result that everybody looks at alone."""
        return next((row for row in self.items if row.ref == self.meeting.focus), None)

    @property
    def under(self) -> ScoreRow | None:
        """The key result that everybody looks at, else the one under the cursor."""
        return self.looked_at or super().under

    def page(self) -> PaintedPage:
        """Return the scores, or one key result with its bridge where everybody looks at one."""
        if self.looked_at is not None:
            return PaintedPage(self._alone(self.looked_at), ())
        page = super().page()
        if self.under is not None and len(page.lines) + 14 <= self.height:
            page = page._replace(lines=[*page.lines, *self._bridge(self.under)])
        return page

    def between(self, index: int) -> list[Line]:
        """Return the head of a kind above its first goal, and a goal above its key results."""
        objective = self.items[index].objective
        before = self.items[index - 1].objective if index else None
        lines: list[Line] = []
        if before is None or before.commitment != objective.commitment:
            lines = self.section(_KINDS[objective.commitment])[0 if index else 1 :]
        if before is None or before.id != objective.id:
            lines.append(self._objective(objective))
        return lines

    def row(self, item: ScoreRow, index: int) -> list[Line]:
        """Return a key result with its score; a note that is too long stands below."""
        score, style = "   -", "dim"
        if item.score is not None:
            score, style = f"{item.score:.2f}", _BANDS[score_band(item.score)]
        progress = item.measured.progress
        note = item.note(asked=index == self.cursor)
        below = width_of(note) > self._note_cells
        head = self.head(index, item.ref, 6)
        tail: Line = [
            (" ", "text"),
            *bar(progress, None, self._bar_cells, style, self.glyphs),
            (right(format_share(progress), 7), "text"),
            (f"  {score}  ", style),
            (left("" if below else note, self._note_cells), "done" if note[-1:] == "!" else "dim"),
        ]
        lines = self.entry(head, item.key_result.title, "strong", tail)
        if below:
            indent = line_width(head)
            parts = self.fold(note, self.width - indent - 1)
            lines += [[(" " * indent, "text"), (part, "dim")] for part in parts]
        return lines

    def below(self) -> list[Line]:
        """Return the means of both kinds."""
        if not self.is_revealed:
            return [BLANK, self.line("the goals' scores are covered", "dim", 2)]
        scores = [
            (objective.commitment, objective_score(self.board, objective, self.today))
            for objective in worked_for(self.board, self.cycle, self.meeting.team)
        ]
        means = [
            f"{kind} {mean:.2f}" for kind, mean in mean_scores(scores).items() if mean is not None
        ]
        return [BLANK, self.line("   ".join(means), "strong", 2)]

    def before_next(self) -> bool:
        """Leave the bridge, then reveal, then go on."""
        return self.before_back() and (not self.items or super().before_next())

    def before_back(self) -> bool:
        """Leave the bridge first."""
        if not self.meeting.focus:
            return True
        self.look_at("")
        return False

    def on_item_open(self, item: ScoreRow) -> None:
        """Let everybody look at the bridge of the key result under the cursor, or leave it."""
        self.look_at("" if self.meeting.focus else item.ref)

    def on_item_edit(self, item: ScoreRow) -> None:
        """Give another score, with the reason."""
        computed = computed_score(self.board, item.key_result, self.cycle, self.today)
        self.host.ask(score_form(item.key_result, computed))

    def on_item_word(self, item: ScoreRow) -> None:
        """Name the one cause of a miss."""
        if not item.missed:
            self.host.tell("it was reached; nobody asks for a cause")
            return
        id, question = item.key_result.id, f"Why was {item.ref} missed?"

        def name(cause: str) -> None:
            self.host.change(f"cause of {item.ref}", lambda draft: set_cause(draft, id, cause))

        def typed(done: Done | None) -> None:
            if done is not None:
                name(done.value)

        def chosen(cause: str | None) -> None:
            if cause == _OWN_WORDS:
                form = text_question(question, label="Cause", needed="write a word")
                self.host.ask(form, typed)
            elif cause is not None:
                name(cause)

        options = [(str(number), cause, cause) for number, cause in enumerate(CAUSES, 1)]
        self.host.ask(Choices(question, [*options, ("o", _OWN_WORDS, _OWN_WORDS)]), chosen)

    def _objective(self, objective: Objective) -> Line:
        score = objective_score(self.board, objective, self.today)
        if not self.is_revealed:
            result, style = "covered", "dim"
        elif score is None:
            result, style = "not scored", "dim"
        else:
            word = usual_outcome(score, objective.commitment)
            result, style = f"{score:.2f} {word}", _BANDS[score_band(score)]
        title = f"{reference('objectives', objective.id)}  {clean(objective.title)}"
        shown = self.left(title, max(10, self.width - 18))
        return [MARGIN, (shown, "title"), (right(result, 14), style)]

    @property
    def _bar_cells(self) -> int:
        return 10 if self.width >= 70 else 0

    @cached_property
    def _note_cells(self) -> int:
        """The cells that the longest title leaves; not more than the longest note needs."""
        titles = max(LEAST, *(width_of(clean(row.key_result.title)) for row in self.items))
        longest = max(width_of(row.note(asked=True)) for row in self.items)
        free = self.width - titles - self._bar_cells - 25
        return max(_NOTES if self._bar_cells else _NOTES - 4, min(longest, free))

    def _alone(self, row: ScoreRow) -> list[Line]:
        """Return one key result for the whole view: its score in large digits, its bridge."""
        record, signs = row.key_result, self.glyphs
        score = "-" if row.score is None else f"{row.score:.2f}"
        band = _BANDS[score_band(row.score)] if row.score is not None else "dim"
        drawn = self.digits(score)
        room = self.width - width_of(drawn[0]) - 8
        now = format_value(row.measured.current, record.unit)
        target = format_value(record.target, record.unit)
        way = typeset(f"{format_value(record.start)} {signs.arrow} {target}", signs)
        texts = (
            f"{now} now, {way} was the way",
            f"{format_share(row.measured.progress)} of it",
            "scored by hand" if record.score_reason else "",
        )
        beside: list[Line] = [[(self.fit(text, room), "text")] for text in texts]
        title = self.line(f"{row.ref}  {clean(record.title)}", "title", 2)
        lines = [title, BLANK, *self.beside(drawn, band, beside)]
        for label, text in (("because", record.score_reason), ("cause", record.cause)):
            for number, part in enumerate(self.fold(text, self.width - 16, 3) if text else []):
                lines.append(self.labelled("" if number else label, 9, part, "dim"))
        return lines + self._bridge(row)

    def _bridge(self, row: ScoreRow) -> list[Line]:
        """Return what led a key result where it is: its drivers as a waterfall, or its steps."""
        record, signs = row.key_result, self.glyphs
        drawn: list[Line] = []
        if record.kind == "milestones":
            for step in record.steps:
                sign = signs.of("done" if step.done else "stale")
                drawn.append(self.line(f"{sign} {clean(step.name)}"))
        else:
            day, width = min(self.today, self.cycle.last), self.width - 2
            led = bridge(self.board, record, self.cycle.first, day)
            if led.spans or led.unexplained:
                drawn = waterfall(led, record.unit, upwards=record.rises, width=width, glyphs=signs)
        return self.part(f"What led {row.ref} there", drawn, "it did not move")
