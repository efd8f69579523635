"""Scores: how far each key result got, and why the missed ones were missed.

An objective's score stays covered until the reveal, so that each key result is looked at by itself.
Promises and aspirations stand apart and are never averaged together.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fold, left, right
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
from okrboard.domain.meeting.blind import SCORES, BlindRound
from okrboard.domain.meeting.looking_back import worked_for
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult, Objective
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, text_question
from okrboard.tui.forms.meeting import score_form
from okrboard.tui.meeting.blind import BlindStage
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    LEAST,
    Page,
    StageServices,
    StageView,
    entry,
    look_at,
)
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line, line_width, typeset
from okrboard.tui.paint.waterfall import waterfall

OWN_WORDS = "own words"
KINDS: tuple[tuple[Commitment, str], ...] = (
    ("committed", "Promised: 1.0 is expected"),
    ("aspirational", "Ambitious: 0.7 is a success"),
)
ASKS = "why was it missed?"
NOTES = 24
"""Cells that there are for a note at least; beside short titles there are more."""


BANDS = {"green": "on_track", "amber": "at_risk", "red": "off_track"}


class Row(Record):
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
    def missed(self) -> bool:
        """Whether it stayed below what its kind expects."""
        return self.score is not None and self.score < self.expected - 1e-9


class Scores(BlindStage[Row]):
    """How far we got."""

    hints = (
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "other score"),
        Hint(("meeting.word",), "cause"),
        Hint(("meeting.open",), "bridge"),
        BACK,
    )
    nothing = "no goal was committed to in this cycle; there is nothing to score"

    def rounds(self, view: StageView) -> tuple[BlindRound, ...]:
        """Return what is covered here: the goals' scores."""
        del view
        return (SCORES,)

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return what matters; the reveal and the way on are one key."""
        del view
        return self.hints

    def items(self, view: StageView) -> list[Row]:
        """Return the key results, those of promises first."""
        rows = []
        goals = worked_for(view.board, view.cycle, view.meeting.team)
        for kind, _ in KINDS:
            for objective in (goal for goal in goals if goal.commitment == kind):
                for record in view.board.key_results_of(objective.id):
                    if record.weight > 0:
                        day = min(view.today, view.cycle.last)
                        measured = measure(view.board, record, view.cycle, day)
                        score = score_of(view.board, record, view.cycle, view.today)
                        expected = expected_score(kind) * measured.pace
                        rows.append(Row(objective, measured, score, expected))
        return rows

    def page(self, view: StageView) -> Page:
        """Return the scores, or one key result with its bridge where everybody looks at one."""
        rows = self.items(view)
        row = _looked_at(view, rows)
        if row is not None:
            return Page(_alone(view, row))
        page = super().page(view)
        if rows and len(page.lines) + 14 <= view.height:
            below = rows[min(view.cursor, len(rows) - 1)]
            page = page._replace(lines=[*page.lines, *_bridge(view, below)])
        return page

    def between(self, view: StageView, items: Sequence[Row], index: int) -> list[Line]:
        """Return the head of a kind above its first goal, and a goal above its key results."""
        objective = items[index].objective
        before = items[index - 1].objective if index else None
        lines: list[Line] = []
        if before is None or before.commitment != objective.commitment:
            lines = view.section(dict(KINDS)[objective.commitment])[0 if index else 1 :]
        if before is None or before.id != objective.id:
            lines.append(_objective(view, objective))
        return lines

    def row(self, view: StageView, item: Row, index: int) -> list[Line]:
        """Return a key result with its score; a note that is too long stands below."""
        return _lines(view, item, index, _room_for_notes(view, self.items(view)))

    def below(self, view: StageView, items: Sequence[Row]) -> list[Line]:
        """Return the means of both kinds."""
        del items
        return _means(view)

    def before_next(self, host: StageServices) -> bool:
        """Leave the bridge, then reveal, then go on."""
        if not self.before_back(host):
            return False
        return not self.items(host.look()) or super().before_next(host)

    def before_back(self, host: StageServices) -> bool:
        """Leave the bridge first."""
        if not host.look().meeting.focus:
            return True
        look_at(host, "")
        return False

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Let everybody look at the bridge of the key result under the cursor, or leave it."""
        row = self.under(view)
        if row is not None:
            ref = reference("key_results", row.key_result.id)
            look_at(host, "" if view.meeting.focus else ref)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Give another score, with the reason."""
        row = self.under(view)
        if row is not None:
            computed = computed_score(view.board, row.key_result, view.cycle, view.today)
            host.ask(score_form(row.key_result, computed))

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Name the one cause of a miss."""
        row = self.under(view)
        if row is None:
            return
        if not row.missed:
            host.tell("it was reached; nobody asks for a cause")
            return
        id, ref = row.key_result.id, reference("key_results", row.key_result.id)

        def name(cause: str) -> None:
            host.change(f"cause of {ref}", lambda draft: set_cause(draft, id, cause))

        def chosen(cause: object) -> None:
            if cause == OWN_WORDS:
                host.ask(
                    text_question(f"Why was {ref} missed?", label="Cause", needed="write a word"),
                    lambda done: name(done.value) if done is not None else None,  # type: ignore[attr-defined]
                )
            elif isinstance(cause, str):
                name(cause)

        options = [(str(number), cause, cause) for number, cause in enumerate(CAUSES, 1)]
        host.ask(Choices(f"Why was {ref} missed?", [*options, ("o", OWN_WORDS, OWN_WORDS)]), chosen)

    def under(self, view: StageView) -> Row | None:
        """Return the key result that everybody looks at, else the one under the cursor."""
        return _looked_at(view, self.items(view)) or super().under(view)


def _looked_at(view: StageView, rows: Sequence[Row]) -> Row | None:
    refs = {reference("key_results", row.key_result.id): row for row in rows}
    return refs.get(view.meeting.focus)


def _objective(view: StageView, objective: Objective) -> Line:
    score = objective_score(view.board, objective, view.today)
    if not SCORES.is_revealed(view.meeting):
        result, style = "covered", "dim"
    elif score is None:
        result, style = "not scored", "dim"
    else:
        word = usual_outcome(score, objective.commitment)
        result, style = f"{score:.2f} {word}", BANDS[score_band(score)]
    title = f"{reference('objectives', objective.id)}  {clean(objective.title)}"
    wide = max(10, view.width - 18)
    return [
        ("  ", "text"),
        (view.left(title, wide), "title"),
        (right(result, 14), style),
    ]


def _means(view: StageView) -> list[Line]:
    if not SCORES.is_revealed(view.meeting):
        return [BLANK, view.line("the goals' scores are covered", "dim", 2)]
    scores = [
        (objective.commitment, objective_score(view.board, objective, view.today))
        for objective in worked_for(view.board, view.cycle, view.meeting.team)
    ]
    means = [f"{kind} {mean:.2f}" for kind, mean in mean_scores(scores).items() if mean is not None]
    return [BLANK, view.line("   ".join(means), "strong", 2)]


def _lines(view: StageView, row: Row, index: int, notes: int) -> list[Line]:
    """Return a key result with its score; a note that is longer than `notes` stands below."""
    record, signs = row.key_result, view.glyphs
    if row.score is None:
        score, style = "   -", "dim"
    else:
        score, style = f"{row.score:.2f}", BANDS[score_band(row.score)]
    progress = row.measured.progress
    cells = _bar_cells(view)
    note = _note(row, asked=index == view.cursor)
    below = width_of(note) > notes
    head = [view.mark(index), (left(reference("key_results", record.id), 6), "dim")]
    tail: Line = [
        (" ", "text"),
        *bar(progress, None, cells, style if row.score is not None else "dim", signs),
        (right(format_share(progress), 7), "text"),
        (f"  {score}  ", style),
        (left("" if below else note, notes), "done" if note.endswith("!") else "dim"),
    ]
    lines = entry(view, head, record.title, "strong", tail)
    if below:
        indent = line_width(head)
        parts = fold(note, max(1, view.width - indent - 1), 2, signs.cut)
        lines += [[(" " * indent, "text"), (part, "dim")] for part in parts]
    return lines


def _note(row: Row, *, asked: bool) -> str:
    """Return what is to be said of a score: by whom it is, why it was missed."""
    record, progress = row.key_result, row.measured.progress
    parts = []
    if record.score is not None and record.score_reason:
        parts.append(f"by hand: {clean(record.score_reason)}")
    elif progress is not None and progress > 1 + 1e-9:
        return "beyond its target!"
    if row.missed and record.cause:
        parts.append(clean(record.cause))
    elif row.missed and asked and not parts:
        parts.append(ASKS)
    return "; ".join(parts)


def _room_for_notes(view: StageView, rows: list[Row]) -> int:
    """Return the cells that the longest title leaves; not more than the longest note needs."""
    titles = max(LEAST, *(width_of(clean(row.key_result.title)) for row in rows))
    longest = max(width_of(_note(row, asked=True)) for row in rows)
    others = 2 + 6 + 1 + _bar_cells(view) + 7 + 8
    free = view.width - others - titles - 1
    return max(NOTES if _bar_cells(view) else NOTES - 4, min(longest, free))


def _bar_cells(view: StageView) -> int:
    return 10 if view.width >= 70 else 0


def _alone(view: StageView, row: Row) -> list[Line]:
    """Return one key result for the whole view: its score in large digits, its bridge."""
    record, signs = row.key_result, view.glyphs
    title = f"{reference('key_results', record.id)}  {clean(record.title)}"
    lines: list[Line] = [
        [("  ", "text"), (view.fit(title, view.width - 3), "title")],
        BLANK,
    ]
    score = "-" if row.score is None else f"{row.score:.2f}"
    large = digits(score, ascii=signs.block == "#")
    band = BANDS[score_band(row.score)] if row.score is not None else "dim"
    unit = record.unit
    way = f"{format_value(record.start)} {signs.arrow} {format_value(record.target, unit)}"
    beside = [
        f"{format_value(row.measured.current, unit)} now, {typeset(way, signs)} was the way",
        f"{format_share(row.measured.progress)} of it",
        "scored by hand" if record.score_reason else "",
    ]
    wide = max(width_of(part) for part in large)
    for part, text in zip(large, beside, strict=True):
        shown = view.fit(text, view.width - wide - 8)
        lines.append([("    ", "text"), (left(part, wide, ""), band), (f"   {shown}", "text")])
    for label, text in (("because", record.score_reason), ("cause", record.cause)):
        parts = fold(clean(text), max(1, view.width - 16), 3, signs.cut) if text else []
        lines += [
            [("    ", "text"), (left(label if part is parts[0] else "", 9), "label"), (part, "dim")]
            for part in parts
        ]
    return lines + _bridge(view, row)


def _bridge(view: StageView, row: Row) -> list[Line]:
    """Return what led a key result where it is: its drivers as a waterfall, or its steps."""
    record = row.key_result
    head = view.section(f"What led {reference('key_results', record.id)} there")
    if record.kind == "milestones":
        return [
            *head,
            *(
                [
                    ("    ", "text"),
                    (view.glyphs.of("done" if step.done else "stale"), "text"),
                    (f" {view.fit(clean(step.name), view.width - 8)}", "text"),
                ]
                for step in record.steps
            ),
        ]
    first, last = view.cycle.first, min(view.today, view.cycle.last)
    found = bridge(view.board, record, first, last)
    if not found.spans and not found.unexplained:
        return [*head, [("    ", "text"), ("it did not move", "dim")]]
    width = view.width - 2
    return [
        *head,
        *waterfall(found, record.unit, upwards=record.rises, width=width, glyphs=view.glyphs),
    ]
