"""The first line of a screen and its last: where and when we are and who is here; the keys.

What matters least goes first where a line is short.
"""

from __future__ import annotations

from datetime import date

from okrboard.cells import fit, to_ascii_cells, width
from okrboard.domain.describe import day_and_month
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import elapsed
from okrboard.domain.record import Record
from okrboard.domain.schedule import week_of
from okrboard.domain.view import View
from okrboard.glyphs import ASCII, Glyphs, bar
from okrboard.tui.paint.line import Line, line_width

BAR = 12
_LONGEST_NAME = 28
_ODD = ("read-only", "older file", "edited outside")
"""States in which the board works all the same."""


class Head(Record):
    """What the head line tells."""

    name: str
    cycle: str = ""
    """Empty before the first cycle."""
    span: str = ""
    week: tuple[int, int] = (0, 0)
    """Which week of how many; 0 before the first day."""
    progress: float | None = None
    """Of the whole cycle, 0 to 1; None when no key result counts."""
    gone: float = 0.0
    """The share of the cycle that is over, which is its pace."""
    health: str = "too_early"
    me: str = ""
    others: tuple[str, ...] = ()
    """Who else is connected."""
    state: str = "live"
    """`live`, `read-only`, or what is not well, as `Session.state` has it."""
    note: str = ""
    """The state of a cycle that does not run: `planning`, `closed`."""
    complete: bool = True
    """False while the progress of a large board is still being worked out."""


def head_of(view: View, me: str, others: tuple[str, ...] = (), state: str = "live") -> Head:
    """Return what there is to tell of a view's board and cycle."""
    board, cycle, today = view.board, view.cycle, view.today
    name = board.settings.name
    if cycle is None:
        return Head(name, me=me, others=others, state=state)
    whole = view.progress
    gone = elapsed(cycle.first, cycle.last, today)
    settings = board.settings
    health = "too_early"
    if whole is not None and view.judged and gone >= settings.early_share:
        behind = (gone - whole.value) * 100
        health = "off_track" if behind > settings.off_track_gap else "on_track"
        health = "at_risk" if settings.at_risk_gap < behind <= settings.off_track_gap else health
    return Head(
        name,
        cycle.name,
        _span(cycle.first, cycle.last),
        week_of(cycle, today),
        whole.value if whole else None,
        gone,
        health,
        me,
        others,
        state,
        "" if cycle.state == "running" else cycle.state,
        view.complete,
    )


def paint_head(head: Head, cells: int, glyphs: Glyphs) -> Line:
    """Return the head line, exactly `cells` cells wide."""
    say = to_ascii_cells if glyphs is ASCII else str
    end = _right(head, cells, glyphs)
    room = cells - line_width(end)
    name = fit(say(head.name), min(_LONGEST_NAME, max(room // 3, 8)), glyphs.cut)
    found: Line = [(f" {name}", "strong")]
    parts = _parts(head, glyphs, narrow=cells < 100)
    # Kept in the order of their worth, shown in the order of the line.
    kept = set[int]()
    left = room - width(name) - 2
    for index in sorted(range(len(parts)), key=lambda index: parts[index][0]):
        wide = line_width(parts[index][1])
        if wide <= left:
            kept.add(index)
            left -= wide
    for index, (_, line) in enumerate(parts):
        if index in kept:
            found += line
    return [*found, (" " * (room - line_width(found)), "text"), *end]


def _parts(head: Head, glyphs: Glyphs, *, narrow: bool) -> list[tuple[int, Line]]:
    """Return the parts of the line with their rank; the lowest stays longest."""
    if not head.cycle:
        return [(0, [("  no cycle yet", "dim")])]
    say = to_ascii_cells if glyphs is ASCII else str
    week, weeks = head.week
    done = say(format_share(head.progress)) if head.complete else glyphs.cut
    when = f"week {week}{'/' if narrow else ' of '}{weeks}" if week else "not begun"
    space = "  " if narrow else "   "
    # What is closed has no pace any more that it could be behind.
    gone = None if head.note == "closed" else head.gone
    note = f" {glyphs.dot} {head.note}" if head.note else ""
    said: Line = [(f"  {done}", "strong"), (" done", "dim")]
    if head.complete and head.progress is None:
        said = [("  nothing measured yet", "dim")]
    return [
        (0, [(f"  {glyphs.open} {fit(say(head.cycle), 20, glyphs.cut)}{note}", "text")]),
        (5, [(f"  {say(head.span)}", "dim")]),
        (2, [(f"{space}{when}", "dim")]),
        (4, [(space, "text"), *bar(head.progress, gone, BAR, head.health, glyphs)]),
        (1, said),
        (3, [] if gone is None else [(f" {glyphs.dot} {format_share(gone)} gone", "dim")]),
    ]


def _right(head: Head, cells: int, glyphs: Glyphs) -> Line:
    say = to_ascii_cells if glyphs is ASCII else str
    others = ""
    room = cells // 6 - width(head.me)
    for count, name in enumerate(head.others):
        more = f" {glyphs.dot} {say(name)}"
        if width(others + more) > room:
            others += f" +{len(head.others) - count}"
            break
        others += more
    me = fit(say(head.me), 16, glyphs.cut)
    return [
        ("  ", "text"),
        (me, "text"),
        (others, "dim"),
        ("  ", "text"),
        *state_of(head.state, glyphs),
    ]


def state_of(state: str, glyphs: Glyphs) -> Line:
    """Return how a terminal and the board are together, as its sign and its words."""
    style = "at_risk" if state in _ODD else "off_track"
    sign = glyphs.of(style)
    if state == "live":
        style, sign = "on_track", glyphs.live
    return [(f"{sign} {state} ", style)]


def _span(first: date, last: date) -> str:
    if first.year == last.year:
        return f"{day_and_month(first)} – {day_and_month(last)}"
    return f"{day_and_month(first)} {first.year} – {day_and_month(last)} {last.year}"


_BETWEEN = "   "


def paint_keys(keys: list[tuple[str, str]], room: int) -> Line:
    """Return keys and words in one line of at most `room` cells.

    Where it is short the last one stays, which is the way to the help and stands at the right, and
    of the others as many from the left as fit.
    """
    shown = list(keys)
    while (
        shown and sum(_cells(*one) for one in shown) + len(_BETWEEN) * (len(shown) - 1) > room - 2
    ):
        del shown[-2 if len(shown) > 1 else -1]
    line: Line = [(" ", "text")]
    for number, (key, word) in enumerate(shown):
        between = _BETWEEN if number else ""
        if word == "help" and number == len(shown) - 1:
            between = " " * max(room - line_width(line) - _cells(key, word) - 1, len(between))
        line += [(between, "text"), (key, "key"), (f" {word}", "dim")]
    return line


def _cells(key: str, word: str) -> int:
    return width(key) + 1 + width(word)
