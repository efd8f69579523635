"""Paints the key result above a check-in: where it stands, where it goes, what was said last."""

from __future__ import annotations

from okrboard.cells import fit
from okrboard.domain.detail import KeyResultDetail
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.detail_key_result import leads_line, standing_lines, way
from okrboard.tui.paint.line import Line, line_width


def face_lines(one: KeyResultDetail, width: int, glyphs: Glyphs) -> list[Line]:
    """Return two or three rows in a margin of two cells."""
    rows = [*standing_lines(one, width, glyphs), *leads_line(one, width, glyphs)]
    goal = way(one.key_result, glyphs)
    room = width - line_width(rows[0]) - len(goal) - 2
    if room > 0:
        rows[0] = [*rows[0], (" " * room, "text"), (goal, "text")]
    last = next((told.check_in for told in one.check_ins[:1]), None)
    said = (last.fix or last.blocker) if last is not None else ""
    if said.strip():
        word = "quick fix" if last is not None and last.fix else "did not work"
        text = f"last time   {word}: {' '.join(said.split())}"
        rows.append([(fit(text, width - 2, glyphs.cut), "dim")])
    return [[("  ", "text"), *row] for row in rows]
