"""Blind rounds on the screen: who is called, who has answered, and the reveal.

Whoever has no terminal of their own is called at the one that leads, one after the other; whoever
is connected answers at their own. Before the reveal a picture holds names and dots, nothing else,
and what is typed on the shared screen is covered.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import ClassVar, TypeVar

from okrboard.cells import fold, left, right
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.blind import BLIND, cast, uncover, visible, who_voted
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.tui.forms.form import Form
from okrboard.tui.meeting.stage import BLANK, INDENT, MARGIN, Hints, ListStage, StageView, many
from okrboard.tui.paint.line import Line, PaintedPage
from okrboard.tui.paint.votes import paint_votes

T = TypeVar("T")

_VOTES = {**{str(number): number for number in range(10)}, "x": 10, "X": 10, "minus": None}
"""What a key means while somebody is called to vote."""

_NAME_CELLS = 16


class CallingStage(ListStage[T]):
    """A list about which everybody answers for themselves, here in turn or on own terminals."""

    @property
    def called_here(self) -> list[int]:
        """The members who answer at this terminal: those who have none, and oneself."""
        if not self.leads:
            return [self.me] if self.me else []
        here = sorted((entry.member for entry in self.meeting.attendance), key=self.handle)
        return [member for member in here if member == self.me or member not in self.connected]

    @property
    def speaker(self) -> int:
        """Who answers here now: the one who is called, else the first of those who could."""
        here = self.called_here
        return self.calls if self.calls in here else here[0] if here else 0

    def call_next(self, done: Container[int], *, again: bool = False) -> None:
        """Call the first who has not answered; with `again` the first of all when all have."""
        here = self.called_here
        waiting = [member for member in here if member not in done] or (here if again else [])
        self.host.calls = waiting[0] if waiting else 0

    def call_on(self) -> None:
        """Call the one after the one who is called, in turn."""
        here, calls = self.called_here, self.host.calls
        if here:
            self.host.calls = here[(here.index(calls) + 1) % len(here) if calls in here else 0]


class BlindStage(CallingStage[T]):
    """A list that is given covered, and revealed by the key that goes on."""

    rounds: ClassVar[Mapping[str, str]]
    """The names of the rounds that are given here and revealed at once, and what each asks."""

    @property
    def is_revealed(self) -> bool:
        """Whether everybody sees what was given."""
        return all(name in self.meeting.revealed for name in self.rounds)

    @property
    def is_covered(self) -> bool:
        """Whether all look at this screen and must not read here yet what was given."""
        return self.leads and not self.is_revealed

    @property
    def writer(self) -> int:
        """Whose turn the cursor says it is to write on the shared screen; 0 for nobody's."""
        here = self.called_here
        return here[min(self.cursor, len(here) - 1)] if self.is_covered and here else 0

    def keys(self) -> Hints:
        """Return what matters; what is revealed needs no reveal."""
        return self.relabelled(next="next") if self.is_revealed else self.hints

    def before_next(self) -> bool:
        """Reveal all of it at once, then go on."""
        if self.is_revealed:
            return True
        self.host.change("meeting", self.reveal)
        self.host.calls = 0
        return False

    def reveal(self, draft: Draft) -> object:
        """Show to all what was given."""
        for name in self.rounds:
            uncover(draft, self.meeting.id, name)
        return True

    def ask_writer(self, form: Callable[..., Form], does: str) -> None:
        """Open a form for who writes now; covered, and with their name, on the shared screen."""
        author = self.writer
        if author:
            self.host.ask(form(author, handle=self.handle(author), masked=True))
        elif self.me:
            self.host.ask(form(self.me))
        else:
            self.host.tell(f"only members {does}; join first: okrboard member add HANDLE")

    def writers(
        self, lines: list[Line], given: Mapping[int, Sequence[int]], noun: str, does: str, most: int
    ) -> PaintedPage:
        """Return the picture that the room looks at while all write: who has given how much.

        `given` counts by member and round, `noun` is what is counted, `does` what everybody does,
        and `most` how many dots stand for one count.
        """
        here, signs = self.called_here, self.glyphs
        elsewhere = sorted((set(given) | self.connected) - set(here), key=self.handle)

        def row(member: int) -> Line:
            counts = given.get(member, ())
            dots = "  ".join(signs.live * min(count, most) or signs.dot for count in counts)
            word = many(sum(counts), noun) if counts else "nothing yet"
            return [
                (self.left(self.handle(member), 16), "strong" if counts else "text"),
                (right(word, 12), "text" if counts else "dim"),
                (f"   {self.fit(dots, max(0, self.width - 34))}", "accent"),
            ]

        lines += self.section("Here, in turn: j and k choose who writes, what is typed is covered")
        first = len(lines)
        lines += [[self.mark(index), *row(member)] for index, member in enumerate(here)]
        if not here:
            lines.append(self.line(f"everybody {does} at their own terminal", "dim"))
        rows = [(first + index, first + index) for index in range(len(here))]
        if elsewhere:
            lines += self.section("At their own terminals")
            lines += [[MARGIN, *row(member)] for member in elsewhere]
        return PaintedPage(lines, rows)


class VotingStage(CallingStage[T]):
    """A stage in which everybody votes blindly on the thing that all look at."""

    @property
    def voted_on(self) -> str:
        """What is voted on now; empty for nothing."""
        return self.meeting.focus

    def press(self, key: str) -> bool:
        """Take the vote of who is called, and call the next one."""
        about, member, meeting = self.voted_on, self.calls, self.meeting.id
        if key not in _VOTES or not member or not about:
            return False
        value = _VOTES[key]
        if self.host.change("vote", lambda draft: cast(draft, meeting, about, value, member)):
            self.fresh().call()
        return True

    def call(self, *, again: bool = False) -> None:
        """Call the first who has not voted; with `again` the first of all when everybody has."""
        self.call_next(who_voted(self.board, self.meeting.id, self.meeting.focus), again=again)

    def reveal(self) -> bool:
        """Reveal the vote in hand; False where nobody voted, or all see it already."""
        about, meeting = self.voted_on, self.meeting
        if not about or about in meeting.revealed or not who_voted(self.board, meeting.id, about):
            return False
        self.host.change("meeting", lambda draft: reveal_votes(draft, meeting.id, about))
        self.host.calls = 0
        return True


def ballot(view: StageView, about: str, before: float | None = None) -> list[Line]:
    """Return a vote: who has voted, who is called, how blind it is; what came of it at the end.

    `before` is what last time's vote came to.
    """
    if about in view.meeting.revealed:
        given = visible(view.board, view.meeting, about)
        votes = {view.handle(vote.member): vote.value for vote in given if vote.value is not None}
        return paint_votes(votes, len(given) - len(votes), before, view.width, view.glyphs)
    voted = who_voted(view.board, view.meeting.id, about)
    here = sorted({entry.member for entry in view.meeting.attendance} | voted, key=view.handle)
    lines = [*_voters(view, here, voted), BLANK]
    waiting = ", ".join(view.handle(member) for member in here if member not in voted)
    if view.calls:
        asked = f"{view.handle(view.calls)}, how sure? 0 to 9, x for 10, - to abstain"
        lines.append([INDENT, (asked, "strong")])
    elif here and not waiting:
        lines.append(view.line("all have voted", "strong"))
    else:
        lines.append(view.line(f"waiting for {waiting}", "dim"))
    return lines + [[INDENT, (row, "dim")] for row in blind(view, view.width - 5)]


def blind(view: StageView, cells: int) -> list[str]:
    """Return in rows what a vote that is not shown yet is worth."""
    return fold(f"a vote is {BLIND}", cells, 2, view.glyphs.cut)


def _voters(view: StageView, members: Sequence[int], voted: Container[int]) -> list[Line]:
    """Return who votes, some a line, with a sign for who has voted and for who is called."""
    signs, lines = view.glyphs, []
    each_row = max(1, (view.width - 4) // _NAME_CELLS)
    for first in range(0, len(members), each_row):
        row: Line = [INDENT]
        for member in members[first : first + each_row]:
            has_voted, is_called = member in voted, member == view.calls
            sign = signs.live if has_voted else signs.open if is_called else signs.dot
            style = "accent" if is_called else "strong" if has_voted else "dim"
            name = view.fit(view.handle(member), _NAME_CELLS - 3)
            row += [(f"{sign} ", style), (left(name, _NAME_CELLS - 2), style)]
        lines.append(row)
    return lines
