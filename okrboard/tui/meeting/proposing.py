"""Proposals: everybody drafts in silence, all see them at once, and those that are one are merged.

The terminal that leads shows who has drafted how much, and covers what is typed.
"""

from __future__ import annotations

from okrboard.cells import fit, left, right
from okrboard.domain.edit.proposals import ROUND, merge, proposals_seen_by
from okrboard.domain.meeting.reveal import uncover
from okrboard.domain.records import Proposal
from okrboard.tui.actions import Hint
from okrboard.tui.forms.goals import proposal_form
from okrboard.tui.meeting.calling import called_here
from okrboard.tui.meeting.proposals import listing, voices
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import (
    NEXT,
    Host,
    Stage,
    cursor_mark,
    empty,
    leading,
    relabelled,
    section,
)
from okrboard.tui.paint.line import Line


class Proposing(Stage):
    """What is worth being proud of?"""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.new",), "propose"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.previous",), "back"),
    )

    def page(self, room: Room) -> Page:
        """Return who has drafted how much, or the proposals that may be seen here."""
        if ROUND not in room.meeting.revealed and room.leads:
            shown = self._shared(room)
        else:
            shown = listing(room, self._seen(room))
        return shown._replace(lines=[*shown.lines, *voices(room)])

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return what matters; what is revealed needs no reveal."""
        if ROUND in room.meeting.revealed:
            return relabelled(self.hints, "meeting.next", "next")
        return self.hints

    def before_next(self, host: Host) -> bool:
        """Reveal, then go on."""
        room = host.room()
        if ROUND in room.meeting.revealed:
            return True
        leading(host, lambda draft: uncover(draft, room.meeting.id, ROUND))
        return False

    def on_new(self, host: Host) -> None:
        """Draft one."""
        room = host.room()
        covered = room.leads and ROUND not in room.meeting.revealed
        mine = called_here(room)
        if covered and mine:
            author = mine[min(room.cursor, len(mine) - 1)]
            form = proposal_form(
                room.board, room.meeting, author, handle=room.handle(author), masked=True
            )
            host.ask(form)
        elif room.me:
            host.ask(proposal_form(room.board, room.meeting, room.me))
        else:
            host.tell("only members propose; join first: okrboard member add HANDLE")

    def on_open(self, host: Host) -> None:
        """Draft one, or change what the cursor is on."""
        if self._under(host.room()) is None:
            self.on_new(host)
        else:
            self.on_edit(host)

    def on_edit(self, host: Host) -> None:
        """Change a proposal that may be seen here."""
        room = host.room()
        proposal = self._under(room)
        if proposal is None:
            host.tell("drafts are changed at one's own terminal, or after the reveal")
            return
        host.ask(proposal_form(room.board, room.meeting, proposal.author, proposal=proposal))

    @staticmethod
    def _seen(room: Room) -> list[Proposal]:
        return proposals_seen_by(room.board, room.meeting, room.me)

    def _under(self, room: Room) -> Proposal | None:
        if ROUND not in room.meeting.revealed and room.leads:
            return None
        found = self._seen(room)
        return found[min(room.cursor, len(found) - 1)] if found else None

    @staticmethod
    def _shared(room: Room) -> Page:
        counts: dict[int, int] = {}
        for proposal in room.board.proposals_in(room.meeting.id):
            counts[proposal.author] = counts.get(proposal.author, 0) + 1
        mine = called_here(room)
        elsewhere = sorted((set(counts) | room.connected) - set(mine), key=room.handle)
        head = "a goal in one line, and how we would know, a line each"
        lines: list[Line] = [[("  ", "text"), (fit(head, room.width - 3), "text")]]
        lines += section("Here, in turn: j and k choose who writes, what is typed is covered", room)
        rows = []
        for index, member in enumerate(mine):
            rows.append((len(lines), len(lines)))
            lines.append([cursor_mark(room, index), *_count(room, member, counts)])
        if not mine:
            lines.append([("    ", "text"), ("everybody drafts at their own terminal", "dim")])
        if elsewhere:
            lines += section("At their own terminals", room)
            lines += [[("  ", "text"), *_count(room, m, counts)] for m in elsewhere]
        return Page(lines, tuple(rows))


class Merging(Proposing):
    """Which of these are one?"""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.open",), "take up, merge"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.new",), "propose"),
        NEXT,
    )

    def before_next(self, host: Host) -> bool:
        """Go on, with what is still covered revealed."""
        super().before_next(host)
        return True

    def page(self, room: Room) -> Page:
        """Return the proposals with whom they came from."""
        if ROUND not in room.meeting.revealed:
            return empty("the proposals are still covered; go back and reveal them", room)
        return listing(room, self._seen(room))

    def on_open(self, host: Host) -> None:
        """Take a proposal up, or merge what was taken up into this one."""
        room = host.room()
        proposal = self._under(room)
        if proposal is None:
            return
        if not host.marked:
            host.marked = proposal.id
            host.tell("taken up: go to the one that it is one with, and press the same key")
            return
        taken, host.marked = host.marked, 0
        if taken != proposal.id:
            made = host.change("merge", lambda draft: merge(draft, proposal.id, taken))
            if made is not None:
                ids = [each.id for each in self._seen(host.room())]
                host.cursor = ids.index(made.id) if made.id in ids else 0
                host.tell(f"P{made.id}: both are in it; e changes its words, u takes them apart")


def _count(room: Room, member: int, counts: dict[int, int]) -> Line:
    count = counts.get(member, 0)
    word = f"{count} draft{'s' if count != 1 else ''}" if count else "nothing yet"
    return [
        (left(room.handle(member), 16, room.glyphs.cut), "strong" if count else "text"),
        (right(word, 12), "text" if count else "dim"),
        (f"   {room.glyphs.live * min(count, 12)}", "accent"),
    ]
