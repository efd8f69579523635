"""Paints a schedule without meetings: what there could be, and the key that plans it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from okrboard.cells import fit
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import rhythm
from okrboard.glyphs import Glyphs
from okrboard.text import squeeze
from okrboard.tui.paint.line import Line


def paint_no_meetings(
    cycle: Cycle | None,
    usual: Sequence[Series],
    like: str,
    notes: Iterable[str],
    keys: tuple[str, str],
    width: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return the page in `width` cells.

    `usual` is what could be planned still, `like` the cycle that it follows, `keys` the key that
    plans it and those that turn to other cycles.
    """
    room = max(10, width - 4)
    if cycle is None:
        return [
            [(" Meetings", "strong")],
            [(glyphs.rule * width, "rule")],
            [],
            [("  There is no cycle yet; its meetings come with it.", "text")],
        ]
    name = fit(squeeze(cycle.name, 100), 30, glyphs.cut)
    state = f" {glyphs.dot} {cycle.state}" if cycle.state != "running" else ""
    lines: list[Line] = [
        [(" Meetings", "strong"), (f"  {glyphs.open} {name}{state}", "text")],
        [(glyphs.rule * width, "rule")],
        [],
        [("  ", "text"), (fit(_said(cycle, usual, like), room, glyphs.cut), "text")],
        [],
    ]
    for series in usual:
        told = fit(f"{squeeze(series.summary, 60):22} {rhythm(series)}", room - 2, glyphs.cut)
        lines.append([("    ", "text"), (told, "strong")])
    lines += [[]] if usual else []
    plan, turn = keys
    if cycle.state != "closed":
        what = " plans them, or a series of your own" if usual else " plans a series of your own"
        lines.append([("  ", "text"), (plan, "key"), (what, "dim")])
    if turn:
        lines.append([("  ", "text"), (turn, "key"), (" turn to other cycles", "dim")])
    lines += [[("  ", "text"), (fit(note, room, glyphs.cut), "error")] for note in notes]
    return lines


def _said(cycle: Cycle, usual: Sequence[Series], like: str) -> str:
    if cycle.state == "closed":
        return "It is closed; no meeting was planned in it."
    if not usual:
        return "No meeting is planned, and no day is left for the usual ones."
    as_in = f", as in {squeeze(like, 60)}" if like else ""
    return f"No meeting is planned yet. Usual are{as_in}:"
