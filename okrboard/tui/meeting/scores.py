"""Scores: how far each key result got, and why the missed ones were missed.

An objective's score stays covered until the reveal, so that each key result is looked at by itself.
Promises and aspirations stand apart and are never averaged together.
"""

from __future__ import annotations

from okrboard.cells import fit, fold, left, right
from okrboard.cells import width as width_of
from okrboard.domain.edit.cycles import (
    CAUSES,
    computed_score,
    objective_score,
    score_of,
    set_cause,
    usual_outcome,
)
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import expected_score, mean_scores, score_band
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.looking_back import worked_for
from okrboard.domain.meeting.reveal import uncover
from okrboard.domain.records import Objective
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, text_question
from okrboard.tui.forms.meeting import score_form
from okrboard.tui.meeting.entry import LEAST, entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.score_alone import BANDS, Row, alone, bridge_lines
from okrboard.tui.meeting.stage import Host, Stage, cursor_mark, empty, leading, look_at, section
from okrboard.tui.paint.line import Line, line_width

REVEAL = "scores"
OWN_WORDS = "own words"
KINDS = (
    ("committed", "Promised: 1.0 is expected"),
    ("aspirational", "Ambitious: 0.7 is a success"),
)
ASKS = "why was it missed?"
NOTES = 24
"""Cells that there are for a note at least; beside short titles there are more."""


class Scores(Stage):
    """How far we got."""

    hints = (
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "other score"),
        Hint(("meeting.word",), "cause"),
        Hint(("meeting.open",), "bridge"),
        Hint(("meeting.previous",), "back"),
    )

    def page(self, room: Room) -> Page:
        """Return the scores, or one key result with its bridge where everybody looks at one."""
        rows = self._rows(room)
        if not rows:
            return empty("no goal was committed to in this cycle; there is nothing to score", room)
        row = self._looked_at(room, rows)
        if row is not None:
            return Page(alone(room, row))
        lines: list[Line] = []
        spans: list[tuple[int, int]] = []
        index = 0
        notes = _room_for_notes(room, rows)
        for kind, head in KINDS:
            mine = [row for row in rows if row.objective.commitment == kind]
            if not mine:
                continue
            lines += section(head, room) if lines else section(head, room)[1:]
            last = 0
            for row in mine:
                if row.objective.id != last:
                    lines.append(self._objective(room, row.objective))
                    last = row.objective.id
                first = len(lines)
                lines += _lines(room, row, index, notes)
                spans.append((first, len(lines) - 1))
                index += 1
        lines += self._means(room)
        below = rows[min(room.cursor, len(rows) - 1)]
        if len(lines) + 14 <= room.height:
            lines += bridge_lines(room, below)
        return Page(lines, tuple(spans))

    def before_next(self, host: Host) -> bool:
        """Leave the bridge, then reveal, then go on."""
        room = host.room()
        if room.meeting.focus:
            look_at(host, "")
            return False
        if REVEAL in room.meeting.revealed or not self._rows(room):
            return True
        leading(host, lambda draft: uncover(draft, room.meeting.id, REVEAL))
        return False

    def before_back(self, host: Host) -> bool:
        """Leave the bridge first."""
        if not host.room().meeting.focus:
            return True
        look_at(host, "")
        return False

    def on_open(self, host: Host) -> None:
        """Let everybody look at the bridge of the key result under the cursor, or leave it."""
        row = self._under(host.room())
        if row is not None:
            focus = host.room().meeting.focus
            look_at(host, "" if focus else reference("key_results", row.key_result.id))

    def on_edit(self, host: Host) -> None:
        """Give another score, with the reason."""
        row = self._under(host.room())
        if row is not None:
            room = host.room()
            computed = computed_score(room.board, row.key_result, room.cycle, room.today)
            host.ask(score_form(row.key_result, computed))

    def on_word(self, host: Host) -> None:
        """Name the one cause of a miss."""
        row = self._under(host.room())
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

    @staticmethod
    def _rows(room: Room) -> list[Row]:
        found = []
        goals = worked_for(room.board, room.cycle, room.meeting.team)
        for kind, _ in KINDS:
            for objective in goals:
                if objective.commitment != kind:
                    continue
                for record in room.board.key_results_of(objective.id):
                    if record.weight > 0:
                        day = min(room.today, room.cycle.last)
                        measured = measure(room.board, record, room.cycle, day)
                        score = score_of(room.board, record, room.cycle, room.today)
                        expected = expected_score(kind) * measured.pace
                        found.append(Row(objective, measured, score, expected))
        return found

    def _under(self, room: Room) -> Row | None:
        rows = self._rows(room)
        looked_at = self._looked_at(room, rows)
        return looked_at or (rows[min(room.cursor, len(rows) - 1)] if rows else None)

    @staticmethod
    def _looked_at(room: Room, rows: list[Row]) -> Row | None:
        refs = {reference("key_results", row.key_result.id): row for row in rows}
        return refs.get(room.meeting.focus)

    @staticmethod
    def _objective(room: Room, objective: Objective) -> Line:
        score = objective_score(room.board, objective, room.today)
        if REVEAL not in room.meeting.revealed:
            said, style = "covered", "dim"
        elif score is None:
            said, style = "not scored", "dim"
        else:
            word = usual_outcome(score, objective.commitment)
            said, style = f"{score:.2f} {word}", BANDS[score_band(score)]
        title = f"{reference('objectives', objective.id)}  {clean(objective.title)}"
        wide = max(10, room.width - 18)
        return [
            ("  ", "text"),
            (left(fit(title, wide, room.glyphs.cut), wide), "title"),
            (right(said, 14), style),
        ]

    @staticmethod
    def _means(room: Room) -> list[Line]:
        if REVEAL not in room.meeting.revealed:
            return [[("", "text")], [("  ", "text"), ("the goals' scores are covered", "dim")]]
        scores = [
            (objective.commitment, objective_score(room.board, objective, room.today))
            for objective in worked_for(room.board, room.cycle, room.meeting.team)
        ]
        said = [
            f"{kind} {mean:.2f}" for kind, mean in mean_scores(scores).items() if mean is not None
        ]
        return [[("", "text")], [("  ", "text"), ("   ".join(said), "strong")]]


def _lines(room: Room, row: Row, index: int, notes: int) -> list[Line]:
    """Return a key result with its score; a note that is longer than `notes` stands below."""
    record, signs = row.key_result, room.glyphs
    if row.score is None:
        said, style = "   -", "dim"
    else:
        said, style = f"{row.score:.2f}", BANDS[score_band(row.score)]
    progress = row.measured.progress
    cells = _bar_cells(room)
    note = _note(row, asked=index == room.cursor)
    below = width_of(note) > notes
    head = [cursor_mark(room, index), (left(reference("key_results", record.id), 6), "dim")]
    tail: Line = [
        (" ", "text"),
        *bar(progress, None, cells, style if row.score is not None else "dim", signs),
        (right(format_share(progress), 7), "text"),
        (f"  {said}  ", style),
        (left("" if below else note, notes), "done" if note.endswith("!") else "dim"),
    ]
    lines = entry(room, head, record.title, "strong", tail)
    if below:
        indent = line_width(head)
        parts = fold(note, max(1, room.width - indent - 1), 2, signs.cut)
        lines += [[(" " * indent, "text"), (part, "dim")] for part in parts]
    return lines


def _note(row: Row, *, asked: bool) -> str:
    """Return what is to be said of a score: by whom it is, why it was missed."""
    record, progress = row.key_result, row.measured.progress
    said = []
    if record.score is not None and record.score_reason:
        said.append(f"by hand: {clean(record.score_reason)}")
    elif progress is not None and progress > 1 + 1e-9:
        return "beyond its target!"
    if row.missed and record.cause:
        said.append(clean(record.cause))
    elif row.missed and asked and not said:
        said.append(ASKS)
    return "; ".join(said)


def _room_for_notes(room: Room, rows: list[Row]) -> int:
    """Return the cells that the longest title leaves; not more than the longest note needs."""
    titles = max(LEAST, *(width_of(clean(row.key_result.title)) for row in rows))
    longest = max(width_of(_note(row, asked=True)) for row in rows)
    others = 2 + 6 + 1 + _bar_cells(room) + 7 + 8
    free = room.width - others - titles - 1
    return max(NOTES if _bar_cells(room) else NOTES - 4, min(longest, free))


def _bar_cells(room: Room) -> int:
    return 10 if room.width >= 70 else 0
