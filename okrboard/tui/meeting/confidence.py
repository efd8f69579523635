"""Confidence: a blind vote on one key result after the other, then all votes at once.

On the shared screen the program calls those who have no terminal of their own, one after the other:
a digit is typed and only a dot appears. Whoever is connected votes at their own terminal.
"""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.reveal import reveal
from okrboard.domain.meeting.topics import ranked, to_talk_about
from okrboard.domain.meeting.votes import cast, visible, who_voted
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.calling import ballot, blind, call_next
from okrboard.tui.meeting.entry import entry, listed
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import Host, Stage, cursor_mark, empty, leading, look_at, section
from okrboard.tui.paint.line import Line


class ConfidenceStage(Stage):
    """How sure we are, everybody for themselves, before anybody says a number."""

    hints = (
        Hint(("meeting.vote",), "vote"),
        Hint(("meeting.next",), "reveal, then the next one"),
        Hint(("meeting.skip",), "leave the votes"),
        Hint(("meeting.previous",), "back"),
    )

    def page(self, room: Room) -> Page:
        """Return the vote in hand, and the key results below it."""
        order = self._order(room)
        if not order:
            return empty("there is no key result to vote on", room)
        lines: list[Line] = []
        if room.meeting.focus in order:
            lines += self._vote(room)
        else:
            lines += [[("  ", "text"), (row, "dim")] for row in blind(room, room.width - 3)]
        lines += section("Key results", room)
        shown = (self._lines(room, ref, index) for index, ref in enumerate(order))
        return Page(lines, listed(lines, shown))

    def before_next(self, host: Host) -> bool:
        """Reveal the vote in hand, then go to the next one, then on."""
        room = host.room()
        focus = room.meeting.focus
        if (
            focus
            and focus not in room.meeting.revealed
            and who_voted(room.board, room.meeting.id, focus)
        ):
            leading(host, lambda draft: reveal(draft, room.meeting.id, focus))
            host.calls = 0
            return False
        following = self._following(room, focus)
        if not following:
            return True
        look_at(host, following)
        self._call(host)
        return False

    def on_vote(self, host: Host) -> None:
        """Call the next one to vote; the terminal with the token opens the vote first."""
        room = host.room()
        order = self._order(room)
        if not order:
            return
        chosen = order[min(room.cursor, len(order) - 1)]
        if room.leads and (not room.meeting.focus or room.meeting.focus in room.meeting.revealed):
            look_at(host, chosen if chosen not in room.meeting.revealed else "")
            room = host.room()
        if not room.meeting.focus:
            host.tell("choose a key result that was not revealed yet")
            return
        if room.meeting.focus in room.meeting.revealed:
            host.tell(f"the votes on {room.meeting.focus} are revealed already")
            return
        self._call(host, again=True)

    on_open = on_vote

    def vote(self, value: int | None, host: Host) -> bool:
        """Take the vote of who is called, and call the next one."""
        room = host.room()
        if not room.calls or not room.meeting.focus:
            return False
        focus, member = room.meeting.focus, room.calls
        done = host.change("vote", lambda draft: cast(draft, room.meeting.id, focus, value, member))
        if done is not None:
            self._call(host)
        return True

    def _call(self, host: Host, *, again: bool = False) -> None:
        room = host.room()
        call_next(host, who_voted(room.board, room.meeting.id, room.meeting.focus), again=again)

    @staticmethod
    def _order(room: Room) -> list[str]:
        everything = ranked(room.board, room.meeting, room.today)
        talked = [box.key for box in room.meeting.boxes if parse_reference(box.key) is not None]
        known = {each.ref for each in everything}
        talked = [ref for ref in talked if ref in known]
        return talked + [each.ref for each in everything if each.ref not in talked]

    def _following(self, room: Room, focus: str) -> str:
        """Return the next key result that is voted on: those talked about, else all of them."""
        order = self._order(room)
        talked = [ref for ref in order if any(box.key == ref for box in room.meeting.boxes)]
        wanted = talked or [
            ref for ref, _ in to_talk_about(ranked(room.board, room.meeting, room.today))[0]
        ]
        wanted = wanted or order[:3]
        open_ones = [ref for ref in wanted if ref not in room.meeting.revealed and ref != focus]
        return open_ones[0] if open_ones else ""

    def _vote(self, room: Room) -> list[Line]:
        focus = room.meeting.focus
        named = parse_reference(focus)
        assert named is not None
        title = clean(room.board.key_results[named[1]].title)
        lines: list[Line] = [
            [("  ", "text"), (f"{focus}  ", "accent"), (fit(title, room.width - 12), "title")],
            [("", "text")],
        ]
        return [*lines, *ballot(room, focus)]

    @staticmethod
    def _lines(room: Room, ref: str, index: int) -> list[Line]:
        named = parse_reference(ref)
        assert named is not None
        record = room.board.key_results[named[1]]
        latest = room.board.latest(record.id)
        if ref in room.meeting.revealed:
            votes = visible(room.board, room.meeting, ref)
            together = confidence_of(vote.value for vote in votes)
            said = (
                f"median {together.median:g}, spread {together.spread}" if together else "no vote"
            )
        elif ref == room.meeting.focus:
            said = "voting now"
        else:
            before = latest.confidence if latest else None
            said = f"was {before}" if before is not None else "not said yet"
        head = [cursor_mark(room, index), (left(ref, 6), "dim")]
        style = "accent" if ref == room.meeting.focus else "dim"
        return entry(room, head, record.title, "text", [("  ", "text"), (left(said, 20), style)])
