"""`MeetingConnection`: how a terminal comes to a meeting, who else is in it, which of them leads.

The terminal that holds the token leads. Who comes takes it up where its holder is gone, and the
member it was passed to as soon as they are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from okrboard.domain.board import Board
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.flow import closed_just_now, discard, expire, is_untouched, start
from okrboard.domain.records import Meeting
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of
from okrboard.storage.presence import Peer
from okrboard.tui.forms.form import Choices
from okrboard.tui.screens.page_screen import PageScreen


class MeetingConnection:
    """A meeting that this terminal started or takes part in; its screen knows the number."""

    def __init__(self, screen: PageScreen, kind: MeetingKind, team: int) -> None:
        """Take the screen that shows the meeting, and the team that meets, 0 for all."""
        self.screen = screen
        self.kind: MeetingKind = kind
        self.team = team
        self.looks_at = ""
        """The item that this terminal looks at on its own; empty while it follows."""
        self._told_gone = ""

    @property
    def terminal(self) -> str:
        """This terminal's name, as the token knows it."""
        return self.screen.okr.terminal

    @property
    def me(self) -> int:
        """The member at this terminal, 0 for nobody known."""
        return self.screen.session.service.stamp(self.board).member

    @property
    def board(self) -> Board:
        """The board as it is now."""
        return self.screen.board

    @property
    def meeting(self) -> Meeting | None:
        """The meeting as it stands; None as long as it could not be started."""
        return self.board.meetings.get(self.screen.meeting_id)

    @property
    def leads(self) -> bool:
        """Whether this terminal holds the token."""
        meeting = self.meeting
        return meeting is not None and meeting.terminal == self.terminal

    # Coming and going.

    def join(self) -> None:
        """Start the meeting or take part in it; ask first where one was closed just now."""
        # Whoever comes at the same moment must find the holder of the token here.
        self.screen.okr.announce()
        self.close_forgotten()
        now = self.screen.session.clock()
        closed = closed_just_now(self.board, self.kind, self.team, now)
        if closed is None:
            self._start_or_join()
        else:
            self._come_late(closed, now)

    def leave(self, go: Callable[[], None]) -> None:
        """Leave by `go`; ask before, where this terminal began a meeting and nothing happened."""
        meeting = self.meeting
        others = len(self._in_it()) > 1
        if meeting is None or not self.leads or others or not is_untouched(self.board, meeting):
            go()
            return
        ref = reference("meetings", meeting.id)

        def chosen(answer: object) -> None:
            if answer == "discard":
                self.screen.change(f"discard {ref}", lambda draft: discard(draft, meeting.id))
            if answer:
                go()

        options = [
            ("k", "it goes on: I come back", "keep"),
            ("x", f"discard {ref}: it was begun by mistake", "discard"),
        ]
        self.screen.panel.ask(Choices(f"Nothing has happened in {ref} yet", options), chosen)

    def close_forgotten(self) -> None:
        """Close what nobody has closed; see `flow.expire`."""
        self.screen.change("close forgotten", lambda draft: expire(draft, write_minutes))

    def _come_late(self, closed: Meeting, now: datetime) -> None:
        """Show the minutes of what is over, and ask whether a new meeting is meant."""
        self.screen.meeting_id = closed.id
        assert closed.ended is not None
        ref, minutes = reference("meetings", closed.id), (now - closed.ended).seconds // 60
        when = "just now" if minutes < 2 else f"{minutes} minutes ago"
        options = [("m", f"read the minutes of {ref}", False), ("n", "start a new one", True)]

        def chosen(new: object) -> None:
            if new:
                self._start_or_join()
            self.screen.repaint()

        self.screen.panel.ask(Choices(f"{ref} was closed {when}", options), chosen)

    def _start_or_join(self) -> None:
        terminal, team = self.terminal, self.team
        alone = not any(p.meeting for p in self._peers_now() if p.terminal != terminal)
        made = self.screen.change(
            f"start {self.kind}",
            lambda draft: start(draft, self.kind, terminal=terminal, team=team, alone=alone),
        )
        if made is None:
            return
        self.screen.meeting_id = made.id
        self.screen.okr.announce(meeting=made.id)
        if made.terminal != self.terminal and not self._holder_is_there(made) and self.me:
            self.take_token()

    # The token.

    def take_token(self) -> None:
        """Take the token, where it is free or was passed to me."""
        meeting = self.meeting
        if meeting is None:
            return
        there = self._holder_is_there(meeting)
        passed_on = not meeting.terminal and meeting.facilitator != self.me
        if passed_on and not there and meeting.facilitator in self.connected():
            return
        taken = self.screen.change(
            "take the token",
            lambda draft: control.take_token(draft, meeting.id, self.terminal, holder_alive=there),
        )
        if taken is not None:
            self.looks_at = ""
            self.screen.repaint()
            self.screen.tell("you lead the meeting now")

    def take_up(self) -> None:
        """Take the token when it was passed to me."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed" or meeting.terminal:
            return
        if self.me and meeting.facilitator == self.me:
            self.take_token()

    def say_who_is_gone(self) -> None:
        """Tell once that the terminal which led is gone, and how one leads."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed" or self._holder_is_there(meeting):
            self._told_gone = ""
            return
        gone = f"{meeting.facilitator} {meeting.terminal}"
        if gone != self._told_gone:
            self._told_gone = gone
            member = self.board.members.get(meeting.facilitator)
            who = member.handle if member else "the terminal that led"
            key = self.screen.session.key("meeting.token")
            self.screen.tell(f"{who} is gone; {key} leads on", "warning")

    # Who is in it.

    def connected(self) -> frozenset[int]:
        """Return the members who are in the meeting on a terminal of their own."""
        here = (peer.member or self._member(peer.handle) for peer in self._in_it())
        return frozenset(here) - {0}

    def onlookers(self) -> tuple[str, ...]:
        """Return the handles of those who are in the meeting and no members."""
        return tuple(sorted({p.handle for p in self._in_it() if not self._member(p.handle)}))

    def leader(self) -> str:
        """Return the handle of who is at the terminal that leads."""
        meeting = self.meeting
        holder = meeting.terminal if meeting else ""
        return next((peer.handle for peer in self.screen.peers if peer.terminal == holder), "")

    def _peers_now(self) -> list[Peer]:
        """Return who is there at this moment; the watch may not have looked yet."""
        presence = self.screen.session.presence
        return presence.peers() if presence is not None else self.screen.peers

    def _in_it(self) -> list[Peer]:
        return [peer for peer in self.screen.peers if peer.meeting == self.screen.meeting_id]

    def _member(self, handle: str) -> int:
        member = self.board.member_named(handle)
        return member.id if member else 0

    def _holder_is_there(self, meeting: Meeting) -> bool:
        return any(peer.terminal == meeting.terminal for peer in self._peers_now())


def write_minutes(board: Board, meeting: Meeting) -> str:
    """Return a meeting's minutes in the board's zone."""
    return minutes_of(board, meeting, zone_of(board))
