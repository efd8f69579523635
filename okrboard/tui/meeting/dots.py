"""Dots: everybody spreads a few of them, secretly, over the cards or the proposals.

On the shared screen the program calls one after the other; what they give is covered there. At an
own terminal one sees one's own.
"""

from __future__ import annotations

from functools import cached_property

from okrboard.domain.changes import Draft
from okrboard.domain.meeting.blind import (
    DOTS,
    dots_given,
    dots_left,
    give_dots,
    my_dots,
    reveal_dots,
)
from okrboard.domain.meeting.cards import groups
from okrboard.domain.meeting.proposals import proposals_seen_by, shortlist
from okrboard.domain.record import Record
from okrboard.tui.meeting.blind import BlindStage
from okrboard.tui.meeting.proposing import authors
from okrboard.tui.meeting.stage import BACK, BLANK, MARGIN, Hints
from okrboard.tui.paint.card_columns import NoteCard, flowing
from okrboard.tui.paint.line import Line, PaintedPage

_STATES = {"shortlisted": "on the shortlist", "declined": "not now", "adopted": "adopted"}


class DotItem(Record):
    """What dots can be put on."""

    about: str
    """What a vote names."""
    text: str
    note: str
    is_declined: bool = False


class Dots(BlindStage[DotItem]):
    """What is worth talking about."""

    hints = {"vote": "the next one", "next": "reveal, then on", **BACK}
    nothing = "there is nothing to put dots on; go on, or back to write cards"
    rounds = {DOTS: ""}
    noun = "dot"

    def list_items(self) -> list[DotItem]:
        """Return what dots can be put on; after the reveal by dots."""
        return [
            DotItem(
                group.about,
                group.head.text,
                f"and {len(group.others)} more" if group.others else group.head.round,
            )
            for group in groups(self.board, self.meeting)
        ]

    @cached_property
    def given(self) -> dict[str, int]:
        """The dots on each thing that may be seen here."""
        if self.is_revealed or self.leads or not self.me:
            return dots_given(self.board, self.meeting)
        return my_dots(self.board, self.meeting.id, self.me)

    def reveal(self, draft: Draft) -> object:
        """Show everybody's dots to all, on each thing."""
        return reveal_dots(draft, self.meeting.id)

    def above(self) -> list[Line]:
        """Return who is called and what they have left."""
        return [] if self.is_revealed else [*self._asked(), BLANK]

    def page(self) -> PaintedPage:
        """Return the things as cards, with the dots that may be seen here on them."""
        if not self.items:
            return super().page()
        cards = [
            NoteCard(
                item.text,
                item.note,
                self.given.get(item.about, 0),
                style="dim" if item.is_declined else "strong",
            )
            for item in self.items
        ]
        return self.columns(flowing(cards, self.width - 4), self.above())

    def keys(self) -> Hints:
        """Return what matters: before the reveal who gives, behind it what comes of it."""
        if self.is_revealed:
            return self.relabelled(next="next", vote="")
        several = "the next one" if len(self.called_here) > 1 else ""
        return self.relabelled(keep="", drop="", vote=several)

    def press(self, key: str) -> bool:
        """Take a digit as so many dots on what the cursor is on."""
        thing, member = self.under, self.speaker
        if not (key.isascii() and key.isdigit()) or self.is_revealed or thing is None:
            return False
        if self.leads and not self.calls and not self._waiting:
            self.host.tell(f"all {self.noun}s are given here; call somebody to change theirs")
        else:
            self._give(thing, int(key), member)
        return True

    def before_next(self) -> bool:
        """Reveal, then go on."""
        if not self.items or super().before_next():
            return True
        self.host.cursor = 0
        return False

    def on_vote(self) -> None:
        """Call the next one."""
        if not self.is_revealed:
            self.call_on()

    def _give(self, thing: DotItem, dots: int, member: int) -> None:
        """Give dots, and call the next one where nothing is left."""
        host, meeting = self.host, self.meeting.id
        host.calls = member
        host.change("dots", lambda d: give_dots(d, meeting, thing.about, dots, member))
        now = self.fresh()
        if now.leads and not now._left(member):
            now.call_next({one for one in now.called_here if one not in now._waiting})
            host.cursor = 0
            following = f"; now {now.handle(host.calls)}" if host.calls else ""
            host.tell(f"{now.handle(member)} has given all {self.noun}s{following}")

    def _left(self, member: int) -> int:
        return dots_left(self.board, self.meeting.id, member)

    @property
    def _waiting(self) -> list[int]:
        """Those who are called at this terminal and have something left to give."""
        return [member for member in self.called_here if self._left(member)]

    def _asked(self) -> list[Line]:
        have, member, waiting = self.board.settings.dot_votes, self.speaker, self._waiting
        if not member:
            return [self.line(f"everybody gives {have} {self.noun}s at their terminal", "dim", 2)]
        if not waiting and not self.calls:
            return [self.line(f"all {self.noun}s are given here", "strong", 2)]
        asked = f"{self.handle(member)}: {self._left(member)} of {have} {self.noun}s left"
        how = f"   a digit gives so many{', covered' if self.leads else ''}"
        how = self.fit(how, max(0, self.width - len(asked) - 3))
        lines: list[Line] = [[MARGIN, (asked, "accent"), (how, "text")]]
        later = [self.handle(one) for one in waiting if one != member]
        if later:
            lines.append(self.line(f"then {', '.join(later)}", "dim", 2))
        return lines


class Coins(Dots):
    """Where would you put your effort? Coins on proposals, then the shortlist."""

    hints = {
        "vote": "the next one",
        "next": "reveal, then on",
        "keep": "shortlist",
        "drop": "not now",
        **BACK,
    }
    nothing = "there is no proposal yet; go back to make one"
    noun = "coin"
    choices = {"keep": True, "drop": False}

    def list_items(self) -> list[DotItem]:
        """Return the proposals; after the reveal by coins."""
        given = dots_given(self.board, self.meeting)
        proposals = proposals_seen_by(self.board, self.meeting, 0)
        proposals.sort(key=lambda proposal: (-given.get(f"P{proposal.id}", 0), proposal.id))
        return [
            DotItem(
                f"P{each.id}",
                f"P{each.id}  {each.title}",
                _STATES.get(each.state) or authors(self, each),
                each.state == "declined",
            )
            for each in proposals
        ]

    def choose(self, item: DotItem, choice: bool) -> None:
        """Put the proposal under the cursor on the shortlist, or take it off."""
        if not self.is_revealed:
            self.host.tell("reveal the coins first; then the shortlist is made")
            return
        id = int(item.about[1:])
        self.host.change("shortlist", lambda draft: shortlist(draft, id, wanted=choice))
        self.go_down()
