"""Dots: everybody spreads a few of them, secretly, over the cards or the proposals.

On the shared screen the program calls one after the other; what they give is covered there. At an
own terminal one sees one's own.
"""

from __future__ import annotations

from okrboard.cells import fit, left, right
from okrboard.domain.edit.proposals import proposals_seen_by, shortlist
from okrboard.domain.meeting.cards import (
    dots_given,
    dots_left,
    give_dots,
    groups,
    my_dots,
    reveal_dots,
)
from okrboard.domain.record import Record
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.calling import call_next, call_on, called_here, speaker
from okrboard.tui.meeting.entry import entry, listed
from okrboard.tui.meeting.proposals import authors
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import Host, Stage, cursor_mark, empty, leading, relabelled
from okrboard.tui.paint.line import Line


class Thing(Record):
    """What dots can be put on."""

    about: str
    text: str
    note: str = ""
    state: str = ""


class Dots(Stage):
    """What is worth talking about."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.vote",), "the next one"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.previous",), "back"),
    )
    nothing = "there is nothing to put dots on; go on, or back to write cards"
    word = "dot"

    def things(self, room: Room) -> list[Thing]:
        """Return what dots can be put on; after the reveal by dots."""
        return [
            Thing(
                group.about,
                group.head.text,
                f"and {len(group.others)} more" if group.others else group.head.round,
            )
            for group in groups(room.board, room.meeting)
        ]

    def page(self, room: Room) -> Page:
        """Return who is called, and the things with the dots that may be seen here."""
        found = self.things(room)
        if not found:
            return empty(self.nothing, room)
        revealed = "dots" in room.meeting.revealed
        lines: list[Line] = [] if revealed else [*self._asked(room), [("", "text")]]
        given = dots_given(room.board, room.meeting)
        if not revealed and not room.leads and room.me:
            given = my_dots(room.board, room.meeting.id, room.me)
        things = enumerate(found)
        shown = (self._lines(room, each, at, given.get(each.about, 0)) for at, each in things)
        return Page(lines, listed(lines, shown))

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return what matters: before the reveal who gives, behind it what comes of it."""
        if "dots" in room.meeting.revealed:
            found = relabelled(self.hints, "meeting.next", "next")
            return relabelled(found, "meeting.vote", "")
        found = relabelled(self.hints, "meeting.keep", "")
        found = relabelled(found, "meeting.drop", "")
        return found if len(called_here(room)) > 1 else relabelled(found, "meeting.vote", "")

    def press(self, key: str, host: Host) -> bool:
        """Take a digit as so many dots on what the cursor is on."""
        room = host.room()
        if not (key.isascii() and key.isdigit()) or "dots" in room.meeting.revealed:
            return False
        found, member = self.things(room), speaker(room)
        if not found:
            return False
        if not member:
            host.tell(f"only members give {self.word}s; join first: okrboard member add HANDLE")
            return True
        if room.leads and not room.calls and not self._waiting(room):
            host.tell(f"all {self.word}s are given here; call somebody to change theirs")
            return True
        host.calls = member
        about = found[min(room.cursor, len(found) - 1)].about
        host.change(
            "dots", lambda draft: give_dots(draft, room.meeting.id, about, int(key), member)
        )
        if room.leads and not dots_left(host.room().board, room.meeting.id, member):
            self._call(host)
            following = f"; now {room.handle(host.calls)}" if host.calls else ""
            host.tell(f"{room.handle(member)} has given all {self.word}s{following}")
        return True

    def before_next(self, host: Host) -> bool:
        """Reveal, then go on."""
        room = host.room()
        if "dots" in room.meeting.revealed or not self.things(room):
            return True
        leading(host, lambda draft: reveal_dots(draft, room.meeting.id))
        host.calls = 0
        host.cursor = 0
        return False

    def on_vote(self, host: Host) -> None:
        """Call the next one."""
        if "dots" not in host.room().meeting.revealed:
            call_on(host)

    def _call(self, host: Host) -> None:
        room = host.room()
        through = {
            member
            for member in called_here(room)
            if not dots_left(room.board, room.meeting.id, member)
        }
        call_next(host, through)
        host.cursor = 0

    @staticmethod
    def _waiting(room: Room) -> list[int]:
        """Return who of those called at this terminal has something left to give."""
        return [m for m in called_here(room) if dots_left(room.board, room.meeting.id, m)]

    def _asked(self, room: Room) -> list[Line]:
        have = room.board.settings.dot_votes
        mine = called_here(room)
        member = speaker(room)
        waiting = self._waiting(room)
        if not mine:
            return [
                [("  ", "text"), (f"everybody gives {have} {self.word}s at their terminal", "dim")]
            ]
        if not waiting and not room.calls:
            return [[("  ", "text"), (f"all {self.word}s are given here", "strong")]]
        mine_left = dots_left(room.board, room.meeting.id, member)
        asked = f"{room.handle(member)}: {mine_left} of {have} {self.word}s left"
        how = f"   a digit gives so many{', covered' if room.leads else ''}"
        later = [room.handle(m) for m in waiting if m != member]
        lines: list[Line] = [
            [
                ("  ", "text"),
                (asked, "accent"),
                (fit(how, max(0, room.width - len(asked) - 3), room.glyphs.cut), "text"),
            ]
        ]
        if later:
            then = fit(f"then {', '.join(later)}", room.width - 3, room.glyphs.cut)
            lines.append([("  ", "text"), (then, "dim")])
        return lines

    def _lines(self, room: Room, thing: Thing, index: int, dots: int) -> list[Line]:
        style = "dim" if thing.state == "declined" else "strong"
        shown = room.glyphs.live * min(dots, 9) + (f" {dots}" if dots else "")
        cells = min(20, room.width // 4)
        tail: Line = [
            (right(shown, 12, ""), "accent"),
            (f"  {left(thing.note, cells, room.glyphs.cut)}", "dim"),
        ]
        return entry(room, [cursor_mark(room, index)], thing.text, style, tail)


class Coins(Dots):
    """Where would you put your effort? Coins on proposals, then the shortlist."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.vote",), "the next one"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.keep",), "shortlist"),
        Hint(("meeting.drop",), "not now"),
        Hint(("meeting.previous",), "back"),
    )
    nothing = "there is no proposal yet; go back to make one"
    word = "coin"

    def things(self, room: Room) -> list[Thing]:
        """Return the proposals; after the reveal by coins."""
        given = dots_given(room.board, room.meeting)
        found = proposals_seen_by(room.board, room.meeting, 0)
        found.sort(key=lambda proposal: (-given.get(f"P{proposal.id}", 0), proposal.id))
        return [
            Thing(
                f"P{each.id}",
                f"P{each.id}  {each.title}",
                _state(each.state) or authors(room, each),
                each.state,
            )
            for each in found
        ]

    def on_keep(self, host: Host) -> None:
        """Put the proposal on the shortlist."""
        self._choose(host, wanted=True)

    def on_drop(self, host: Host) -> None:
        """Take it off."""
        self._choose(host, wanted=False)

    def _choose(self, host: Host, *, wanted: bool) -> None:
        room = host.room()
        if "dots" not in room.meeting.revealed:
            host.tell("reveal the coins first; then the shortlist is made")
            return
        found = self.things(room)
        if found:
            id = int(found[min(room.cursor, len(found) - 1)].about[1:])
            host.change("shortlist", lambda draft: shortlist(draft, id, wanted=wanted))
            host.cursor = min(host.cursor + 1, len(found) - 1)


def _state(state: str) -> str:
    return {"shortlisted": "on the shortlist", "declined": "not now", "adopted": "adopted"}.get(
        state, ""
    )
