"""Dots: everybody spreads a few of them, secretly, over the cards or the proposals.

On the shared screen the program calls one after the other; what they give is covered there. At an
own terminal one sees one's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import right
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.blind import (
    DOTS,
    BlindRound,
    dots_given,
    dots_left,
    give_dots,
    my_dots,
    reveal_dots,
)
from okrboard.domain.meeting.cards import groups
from okrboard.domain.meeting.proposals import proposals_seen_by, shortlist
from okrboard.domain.record import Record
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.blind import BlindStage, call_next, call_on, called_here, speaker
from okrboard.tui.meeting.proposing import authors
from okrboard.tui.meeting.stage import BACK, BLANK, StageServices, StageView, entry, relabelled
from okrboard.tui.paint.line import Line

_STATES = {"shortlisted": "on the shortlist", "declined": "not now", "adopted": "adopted"}


class Thing(Record):
    """What dots can be put on."""

    about: str
    text: str
    note: str = ""
    state: str = ""


class Dots(BlindStage[Thing]):
    """What is worth talking about."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.vote",), "the next one"),
        Hint(("meeting.next",), "reveal, then on"),
        BACK,
    )
    nothing = "there is nothing to put dots on; go on, or back to write cards"
    noun = "dot"

    def items(self, view: StageView) -> list[Thing]:
        """Return what dots can be put on; after the reveal by dots."""
        return [
            Thing(
                group.about,
                group.head.text,
                f"and {len(group.others)} more" if group.others else group.head.round,
            )
            for group in groups(view.board, view.meeting)
        ]

    def rounds(self, view: StageView) -> tuple[BlindRound, ...]:
        """Return the one round of dots."""
        del view
        return (DOTS,)

    def reveal(self, draft: Draft, view: StageView) -> bool:
        """Show everybody's dots to all, on each thing."""
        return bool(reveal_dots(draft, view.meeting.id))

    def above(self, view: StageView, items: Sequence[Thing]) -> list[Line]:
        """Return who is called and what they have left."""
        del items
        return [] if self.is_revealed(view) else [*self._asked(view), BLANK]

    def row(self, view: StageView, item: Thing, index: int) -> list[Line]:
        """Return a thing with the dots that may be seen here."""
        given = dots_given(view.board, view.meeting)
        if not self.is_revealed(view) and not view.leads and view.me:
            given = my_dots(view.board, view.meeting.id, view.me)
        dots = given.get(item.about, 0)
        shown = view.glyphs.live * min(dots, 9) + (f" {dots}" if dots else "")
        tail: Line = [
            (right(shown, 12, ""), "accent"),
            (f"  {view.left(item.note, min(20, view.width // 4))}", "dim"),
        ]
        style = "dim" if item.state == "declined" else "strong"
        return entry(view, [view.mark(index)], item.text, style, tail)

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return what matters: before the reveal who gives, behind it what comes of it."""
        hints = super().keys(view)
        if self.is_revealed(view):
            return relabelled(hints, "meeting.vote", "")
        hints = relabelled(relabelled(hints, "meeting.keep", ""), "meeting.drop", "")
        return hints if len(called_here(view)) > 1 else relabelled(hints, "meeting.vote", "")

    def press(self, key: str, host: StageServices) -> bool:
        """Take a digit as so many dots on what the cursor is on."""
        view = host.look()
        if not (key.isascii() and key.isdigit()) or self.is_revealed(view):
            return False
        thing, member = self.under(view), speaker(view)
        if thing is None:
            return False
        if not member:
            host.tell(f"only members give {self.noun}s; join first: okrboard member add HANDLE")
        elif view.leads and not view.calls and not _waiting(view):
            host.tell(f"all {self.noun}s are given here; call somebody to change theirs")
        else:
            self._give(host, view, thing, int(key), member)
        return True

    def before_next(self, host: StageServices) -> bool:
        """Reveal, then go on."""
        if not self.items(host.look()) or super().before_next(host):
            return True
        host.cursor = 0
        return False

    def on_vote(self, host: StageServices, view: StageView) -> None:
        """Call the next one."""
        if not self.is_revealed(view):
            call_on(host)

    def _give(
        self, host: StageServices, view: StageView, thing: Thing, dots: int, member: int
    ) -> None:
        """Give dots, and call the next one where nothing is left."""
        host.calls = member
        meeting = view.meeting.id
        host.change("dots", lambda d: give_dots(d, meeting, thing.about, dots, member))
        view = host.look()
        if view.leads and not dots_left(view.board, meeting, member):
            waiting = _waiting(view)
            call_next(host, {one for one in called_here(view) if one not in waiting})
            host.cursor = 0
            following = f"; now {view.handle(host.calls)}" if host.calls else ""
            host.tell(f"{view.handle(member)} has given all {self.noun}s{following}")

    def _asked(self, view: StageView) -> list[Line]:
        have, member, waiting = view.board.settings.dot_votes, speaker(view), _waiting(view)
        if not member:
            return [view.line(f"everybody gives {have} {self.noun}s at their terminal", "dim", 2)]
        if not waiting and not view.calls:
            return [view.line(f"all {self.noun}s are given here", "strong", 2)]
        mine = dots_left(view.board, view.meeting.id, member)
        asked = f"{view.handle(member)}: {mine} of {have} {self.noun}s left"
        how = f"   a digit gives so many{', covered' if view.leads else ''}"
        how = view.fit(how, max(0, view.width - len(asked) - 3))
        lines: list[Line] = [[("  ", "text"), (asked, "accent"), (how, "text")]]
        later = [view.handle(one) for one in waiting if one != member]
        if later:
            lines.append(view.line(f"then {', '.join(later)}", "dim", 2))
        return lines


class Coins(Dots):
    """Where would you put your effort? Coins on proposals, then the shortlist."""

    hints = (
        *Dots.hints[:2],
        Hint(("meeting.keep",), "shortlist"),
        Hint(("meeting.drop",), "not now"),
        BACK,
    )
    nothing = "there is no proposal yet; go back to make one"
    noun = "coin"
    choices = {"keep": True, "drop": False}

    def items(self, view: StageView) -> list[Thing]:
        """Return the proposals; after the reveal by coins."""
        given = dots_given(view.board, view.meeting)
        proposals = proposals_seen_by(view.board, view.meeting, 0)
        proposals.sort(key=lambda proposal: (-given.get(f"P{proposal.id}", 0), proposal.id))
        return [
            Thing(
                f"P{each.id}",
                f"P{each.id}  {each.title}",
                _STATES.get(each.state) or authors(view, each),
                each.state,
            )
            for each in proposals
        ]

    def choose(self, host: StageServices, view: StageView, choice: bool) -> None:
        """Put the proposal under the cursor on the shortlist, or take it off."""
        thing = self.under(view)
        if not self.is_revealed(view):
            host.tell("reveal the coins first; then the shortlist is made")
        elif thing is not None:
            id = int(thing.about[1:])
            host.change("shortlist", lambda draft: shortlist(draft, id, wanted=choice))
            self.go_down(host)


def _waiting(view: StageView) -> list[int]:
    """Return who of those called at this terminal has something left to give."""
    return [m for m in called_here(view) if dots_left(view.board, view.meeting.id, m)]
