"""The plain steps of all meetings: arriving, wins, and the minutes at the close."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from okrboard.domain.lookup import reference
from okrboard.domain.meeting.agendas import meeting_before, people
from okrboard.domain.meeting.contributions import absent, agreed_on, attend, end_agreement
from okrboard.domain.records import Agreement, Member
from okrboard.report.format import short_day
from okrboard.report.minutes import file_name, minutes_of
from okrboard.text import clean
from okrboard.tui.forms.meeting import minutes_form, win_form, word_form
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    MARGIN,
    NEXT,
    Hints,
    ListStage,
    Stage,
    ask_decision,
)
from okrboard.tui.paint.line import Line, PaintedPage
from okrboard.tui.paint.minutes import minutes_lines

_MOST_AGREED = 6
"""Working agreements that are shown, the newest ones."""


class Arrive(ListStage[Member | Agreement]):
    """The first step of every meeting: the people with a tick, and what the last meeting left."""

    hints = {**NEXT, "here": "is here", "minutes": "minutes", "word": "one word"}
    forms = {"minutes": lambda stage: minutes_form(stage.meeting, stage.terminal)}

    def keys(self) -> Hints:
        """Return the keys for people, or what ends an agreement."""
        if isinstance(self.under, Agreement):
            return {**NEXT, "drop": "no longer", "minutes": "minutes"}
        return self.hints

    def list_items(self) -> list[Member | Agreement]:
        """Return the people, then what we agreed on."""
        members = people(self.board, self.meeting.team) or people(self.board)
        return [*members, *agreed_on(self.board)[-_MOST_AGREED:]]

    def row(self, item: Member | Agreement, index: int) -> list[Line]:
        """Return a person with a tick, or an agreement."""
        if isinstance(item, Agreement):
            lines = self.bullet(item.text, self.width - 5)
            lines[0][0] = self.mark(index)
            return lines
        here = next((one for one in self.meeting.attendance if one.member == item.id), None)
        sign = (f"{self.glyphs.health['done']} ", "done") if here else ("- ", "dim")
        where = "on a terminal" if item.id in self.connected else ""
        word = f"“{here.word}”" if here and here.word else ""
        return [
            [
                self.mark(index),
                sign,
                (self.left(item.handle, 16), "strong" if here else "dim"),
                (self.left(where, 16), "dim"),
                (self.fit(word, max(0, self.width - 38)), "text"),
            ]
        ]

    def between(self, index: int) -> list[Line]:
        """Return last time's wins and a head before the first agreement."""
        before = self.items[index - 1] if index else None
        if isinstance(self.items[index], Member) or isinstance(before, Agreement):
            return []
        return [*self._wins(), *self.section("What we agreed on")]

    def below(self) -> list[Line]:
        """Return last time's wins where we agreed on nothing, and how much more we agreed on."""
        agreed = len(agreed_on(self.board))
        return self.more(agreed - _MOST_AGREED, "older") if agreed else self._wins()

    def on_here(self) -> None:
        """Tick the member under the cursor, or take the tick away."""
        member, meeting, host = self.under, self.meeting, self.host
        if not isinstance(member, Member):
            return
        id = member.id
        if not any(entry.member == id for entry in meeting.attendance):
            host.change("", lambda draft: attend(draft, meeting.id, id))
        elif id in self.connected:
            host.tell(f"{member.handle} is here, on a terminal")
        else:
            host.change("", lambda draft: absent(draft, meeting.id, id))

    on_open = on_here

    def on_word(self) -> None:
        """Ask the member under the cursor for one word."""
        if isinstance(self.under, Member):
            self.host.ask(word_form(self.meeting, self.under.id, self.under.handle))

    def on_drop(self) -> None:
        """Let the working agreement under the cursor end."""
        agreement = self.under
        if not isinstance(agreement, Agreement):
            self.host.tell("put the cursor on what we agreed on; it ends that")
        elif self.host.change("", lambda draft: end_agreement(draft, agreement.id)) is not None:
            self.host.tell("we no longer agree on that; undo takes it back")

    def _wins(self) -> list[Line]:
        meeting = self.meeting
        before = meeting_before(self.board, meeting.kind, meeting.team, meeting.id)
        if before is None:
            return []
        lines: list[Line] = []
        for win in before.wins[:4]:
            text = self.fit(f"{clean(win.text)} — {self.handle(win.author)}", self.width - 5)
            lines.append([MARGIN, ("+ ", "done"), (text, "text")])
        return self.part(f"Last time's wins ({reference('meetings', before.id)})", lines)


class Wins(Stage):
    """What went well."""

    hints = {"new": "a win", **NEXT}
    forms = dict.fromkeys(("new", "open"), lambda stage: win_form(stage.meeting))

    def page(self) -> PaintedPage:
        """Return the wins with air between them."""
        if not self.meeting.wins:
            return PaintedPage(self.sentence("what are you glad about this week?"), ())
        lines: list[Line] = []
        for win in self.meeting.wins:
            rows = self.fold(win.text, self.width - 20)
            lines += [[("    ", "text"), (row, "strong")] for row in rows]
            lines[-len(rows)][0] = ("  + ", "done")
            lines[-1].append((f"   {self.handle(win.author)}", "dim"))
            lines.append(BLANK)
        return PaintedPage(lines, ())


class Closing(Stage):
    """The minutes on the screen."""

    hints = {
        "next": "close the meeting",
        "keep": "to the clipboard",
        "word": "to a file",
        "decision": "decision",
        **BACK,
    }
    on_decision = ask_decision

    def title(self) -> str:
        """Say whether the meeting is over."""
        if self.meeting.state == "closed":
            return f"{reference('meetings', self.meeting.id)} is closed"
        return super().title()

    def page(self) -> PaintedPage:
        """Return when we meet again, and the minutes as they read."""
        minutes = minutes_lines(self._text, self.width, self.glyphs)
        return PaintedPage([*self._again(), *minutes], ())

    def on_keep(self) -> None:
        """Send the minutes to the terminal's clipboard."""
        self.host.copy(self._text)

    def on_word(self) -> None:
        """Write the minutes to a file."""
        self.host.save(file_name(self.meeting, self.zone), self._text)

    def _again(self) -> list[Line]:
        """Return a line with the next meeting of the schedule, skips and moves minded."""
        # Imported here: the schedule is asked at the end of a meeting only.
        from okrboard.calendar.from_board import next_meeting

        tomorrow = datetime.combine(self.today + timedelta(days=1), time(), self.zone)
        upcoming = next_meeting(self.board, "", tomorrow, self.meeting.team)
        if upcoming is None:
            return []
        start = upcoming.start.astimezone(self.zone)
        when = f"{short_day(start.date())}, {start:%H:%M}"
        what = self.fit(clean(upcoming.series.summary), max(8, self.width - 40))
        return [
            [MARGIN, ("We meet again  ", "label"), (when, "strong"), (f"  {what}", "text")],
            BLANK,
        ]

    @property
    def _text(self) -> str:
        """The minutes as they stand."""
        return minutes_of(self.board, self.meeting, self.zone)
