"""Blind rounds on the screen: who is called, who has answered, and the reveal.

Whoever has no terminal of their own is called at the one that leads, one after the other; whoever
is connected answers at their own. Before the reveal a picture holds names and dots, nothing else,
and what is typed on the shared screen is covered.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TypeVar

from okrboard.cells import fit, fold, left, right
from okrboard.domain.changes import Draft
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.blind import BLIND, BlindRound, cast, visible, who_voted
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.domain.records import Vote
from okrboard.glyphs import Glyphs
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.stage import (
    BLANK,
    ListStage,
    Page,
    StageServices,
    StageView,
    many,
    relabelled,
)
from okrboard.tui.paint.line import Line

T = TypeVar("T")

STEP = 4
"""Cells from one number of the scale to the next."""

MOST_HIGH = 6
"""Dots above each other at most."""


class BlindStage(ListStage[T]):
    """A list that is given covered, and revealed by the key that goes on."""

    def rounds(self, view: StageView) -> tuple[BlindRound, ...]:
        """Return what is given here."""
        raise NotImplementedError

    def is_revealed(self, view: StageView) -> bool:
        """Say whether everybody sees what was given."""
        return all(each.is_revealed(view.meeting) for each in self.rounds(view))

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return what matters; what is revealed needs no reveal."""
        if self.is_revealed(view):
            return relabelled(self.hints, "meeting.next", "next")
        return self.hints

    def before_next(self, host: StageServices) -> bool:
        """Reveal all of it at once, then go on."""
        view = host.look()
        if self.is_revealed(view):
            return True
        host.change("meeting", lambda draft: self.reveal(draft, view))
        host.calls = 0
        return False

    def reveal(self, draft: Draft, view: StageView) -> bool:
        """Show to all what was given."""
        for each in self.rounds(view):
            each.reveal(draft, view.meeting.id)
        return True


class VotingStage(ListStage[T]):
    """A stage in which everybody votes blindly on the thing that all look at."""

    def voted_on(self, view: StageView) -> str:
        """Return what is voted on now; empty for nothing."""
        raise NotImplementedError

    def vote(self, value: int | None, host: StageServices) -> bool:
        """Take the vote of who is called, and call the next one."""
        view = host.look()
        about, member = self.voted_on(view), view.calls
        if not member or not about:
            return False
        if host.change("vote", lambda d: cast(d, view.meeting.id, about, value, member)):
            self.call(host)
        return True

    def call(self, host: StageServices, *, again: bool = False) -> None:
        """Call the first who has not voted; with `again` the first of all when everybody has."""
        view = host.look()
        call_next(host, who_voted(view.board, view.meeting.id, view.meeting.focus), again=again)

    def reveal(self, host: StageServices, view: StageView) -> bool:
        """Reveal the vote in hand; False where nobody voted, or all see it already."""
        about, meeting = self.voted_on(view), view.meeting
        if not about or about in meeting.revealed or not who_voted(view.board, meeting.id, about):
            return False
        host.change("meeting", lambda draft: reveal_votes(draft, meeting.id, about))
        host.calls = 0
        return True


def called_here(view: StageView) -> list[int]:
    """Return the members who answer at this terminal: those who have none, and oneself."""
    if not view.leads:
        return [view.me] if view.me else []
    here = [entry.member for entry in view.meeting.attendance]
    return [m for m in sorted(here, key=view.handle) if m == view.me or m not in view.connected]


def call_next(host: StageServices, done: Container[int], *, again: bool = False) -> None:
    """Call the first who has not answered; with `again` the first of all when everybody has."""
    mine = called_here(host.look())
    waiting = [member for member in mine if member not in done]
    host.calls = (waiting or (mine if again else [0]) or [0])[0]


def call_on(host: StageServices) -> None:
    """Call the one after the one who is called, in turn."""
    mine = called_here(host.look())
    if mine:
        at = mine.index(host.calls) + 1 if host.calls in mine else 0
        host.calls = mine[at % len(mine)]


def speaker(view: StageView) -> int:
    """Return who answers here now: the one who is called, else the first of those who could."""
    mine = called_here(view)
    return view.calls if view.calls in mine else mine[0] if mine else 0


def writer(view: StageView) -> int:
    """Return whose turn the cursor says it is to write on the shared screen; 0 for nobody's."""
    mine = called_here(view)
    return mine[min(view.cursor, len(mine) - 1)] if mine else 0


def writers(
    view: StageView,
    lines: list[Line],
    given: Mapping[int, Sequence[int]],
    noun: str,
    does: str,
    most: int,
) -> Page:
    """Return the picture that the room looks at while all write: who has given how much.

    `given` counts by member and round, `noun` is what is counted, `does` what everybody does, and
    `most` how many dots stand for one count.
    """
    mine = called_here(view)
    elsewhere = sorted((set(given) | view.connected) - set(mine), key=view.handle)

    def row(member: int) -> Line:
        counts = given.get(member, ())
        dots = "  ".join(view.glyphs.live * min(count, most) or view.glyphs.dot for count in counts)
        word = many(sum(counts), noun) if counts else "nothing yet"
        return [
            (view.left(view.handle(member), 16), "strong" if counts else "text"),
            (right(word, 12), "text" if counts else "dim"),
            (f"   {view.fit(dots, max(0, view.width - 34))}", "accent"),
        ]

    lines += view.section("Here, in turn: j and k choose who writes, what is typed is covered")
    rows = []
    for index, member in enumerate(mine):
        rows.append((len(lines), len(lines)))
        lines.append([view.mark(index), *row(member)])
    if not mine:
        lines.append(view.line(f"everybody {does} at their own terminal", "dim"))
    if elsewhere:
        lines += view.section("At their own terminals")
        lines += [[("  ", "text"), *row(member)] for member in elsewhere]
    return Page(lines, tuple(rows))


def ballot(view: StageView, about: str) -> list[Line]:
    """Return a vote: who has voted, who is called, how blind it is; what came of it at the end."""
    if about in view.meeting.revealed:
        return outcome(view, visible(view.board, view.meeting, about))
    voted = who_voted(view.board, view.meeting.id, about)
    here = sorted({entry.member for entry in view.meeting.attendance} | voted, key=view.handle)
    names = [(view.handle(m), m in voted, m == view.calls) for m in here]
    lines = [*covered(names, view.width, view.glyphs), BLANK]
    if view.calls:
        asked = f"{view.handle(view.calls)}, how sure? 0 to 9, x for 10, - to abstain"
        lines.append([("    ", "text"), (asked, "strong")])
    elif here and all(member in voted for member in here):
        lines.append(view.line("all have voted", "strong"))
    else:
        waiting = ", ".join(view.handle(m) for m in here if m not in voted)
        lines.append(view.line(f"waiting for {waiting}", "dim"))
    return lines + [[("    ", "text"), (row, "dim")] for row in blind(view, view.width - 5)]


def blind(view: StageView, cells: int) -> list[str]:
    """Return in rows what a vote that is not shown yet is worth."""
    return fold(f"a vote is {BLIND}", cells, 2, view.glyphs.cut)


def outcome(view: StageView, votes: list[Vote]) -> list[Line]:
    """Return revealed votes as dots over a scale, with median and spread."""
    values = [vote.value for vote in votes if vote.value is not None]
    together = confidence_of(values)
    if together is None:
        return [view.line("all abstained", "dim")]
    result = f"median {together.median:g}   spread {together.spread}"
    lines = [*distribution(values, view.glyphs), BLANK, view.line(result, "strong")]
    if together.split:
        ends = [
            f"{', '.join(view.handle(v.member) for v in votes if v.value == end)} ({end})"
            for end in (min(values), max(values))
        ]
        lines.append(view.line(f"{' and '.join(ends)} speak first", "at_risk"))
    return lines


def covered(names: Sequence[tuple[str, bool, bool]], width: int, glyphs: Glyphs) -> list[Line]:
    """Return who votes, some a line: a handle, whether they have voted, whether they are called."""
    cell = 16
    each_row = max(1, (width - 4) // cell)
    lines: list[Line] = []
    for first in range(0, len(names), each_row):
        row: Line = [("    ", "text")]
        for name, voted, called in names[first : first + each_row]:
            sign = glyphs.live if voted else glyphs.open if called else glyphs.dot
            style = "accent" if called else "strong" if voted else "dim"
            row.append((f"{sign} ", style))
            row.append((left(fit(name, cell - 3, glyphs.cut), cell - 2), style))
        lines.append(row)
    return lines


def distribution(values: Sequence[int], glyphs: Glyphs) -> list[Line]:
    """Return votes as dots over a scale of 0 to 10, stacked where there are more of one."""
    counts = [values.count(number) for number in range(11)]
    high = min(MOST_HIGH, max(counts, default=0))
    lines: list[Line] = []
    for level in range(high, 0, -1):
        row = "".join((glyphs.live if count >= level else " ").rjust(STEP) for count in counts)
        lines.append([("  ", "text"), (row, "strong")])
    lines.append([("  ", "text"), ((" " * (STEP - 1)) + glyphs.rule * (10 * STEP + 1), "rule")])
    scale = "".join(str(number).rjust(STEP) for number in range(11))
    lines.append([("  ", "text"), (scale, "dim")])
    if any(count > MOST_HIGH for count in counts):
        more = ", ".join(f"{count} x {n}" for n, count in enumerate(counts) if count > MOST_HIGH)
        lines.append([("    ", "text"), (more, "dim")])
    return lines
