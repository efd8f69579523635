"""`Room`: a meeting that was held, from its start to its minutes, as moments of a script.

Everybody looks at one screen, so that arrivals, votes and coins are noted by whoever leads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from demo_story.company import PEOPLE
from demo_story.script import Edit, Script
from demo_story.spec import Held

from okrboard.domain.changes import Draft
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.blind import cast, give_dots, reveal_dots
from okrboard.domain.meeting.cards import reveal_cards, write_card
from okrboard.domain.meeting.contributions import agree, attend, reveal_votes, say_decision, say_win
from okrboard.domain.meeting.control import go_to
from okrboard.domain.meeting.flow import close, start
from okrboard.report.minutes import minutes_of

if TYPE_CHECKING:
    from okrboard.domain.enums import MeetingKind

Say = Callable[[Draft, int], object]
"""Something that is said in a meeting, by its number on the board."""

SCREEN = "demo"
"""The terminal in the room."""


class Room:
    """One meeting in the making."""

    def __init__(self, script: Script, held: Held, kind: MeetingKind) -> None:
        """Take the story, what is said, and what kind of meeting it is."""
        self.script, self.held, self.kind = script, held, kind
        self.id = 0

    def begin(self, at: datetime, cycle: int = 0) -> None:
        """Let the leader start it, and all who come arrive with their word."""

        def edit(draft: Draft) -> None:
            cycles, members = self.script.cycles, self.script.members
            made = start(draft, self.kind, terminal=SCREEN, cycle=cycles[cycle])
            self.id, what = made.id, draft.what
            if self.kind == "check-in":
                self.script.held[self.held.number] = made.id
            for handle, word in self.held.words.items():
                attend(draft, made.id, members[handle], word)
            draft.what, draft.logged = what, True

        self.script.then(at, self.held.leader, edit)

    def then(self, at: datetime, *says: Say, who: str = "") -> None:
        """Let somebody say something, the leader by default."""
        self.script.then(at, who or self.held.leader, *(self._edit(say) for say in says))

    def votes(self, at: datetime) -> None:
        """Let everybody vote on key results, and show the votes a minute later."""
        votes, script = self.held.votes, self.script

        def vote(draft: Draft, meeting: int) -> None:
            for each in votes:
                for person, value in zip(PEOPLE, each.values, strict=True):
                    if value is not None:
                        about = reference("key_results", script.measures[each.measure])
                        cast(draft, meeting, about, value, script.members[person.handle])

        def show(draft: Draft, meeting: int) -> None:
            told = []
            for each in votes:
                reveal_votes(
                    draft, meeting, reference("key_results", script.measures[each.measure])
                )
                told.append(draft.what)
            draft.what = "; ".join(told)

        self.then(at, vote)
        self.then(at + timedelta(minutes=1), show)

    def cards(self, at: datetime, *rounds: str) -> None:
        """Let people write cards in silence, and show them to all five minutes later."""

        def write(draft: Draft, meeting: int) -> None:
            for round in rounds:
                for line in self.held.cards[round]:
                    author = self.script.members[line.who]
                    write_card(draft, meeting, round, line.text, author)

        def show(draft: Draft, meeting: int) -> None:
            for round in rounds:
                reveal_cards(draft, meeting, round)
            draft.what = f"reveal cards: {', '.join(rounds)}"

        self.then(at, write)
        self.then(at + timedelta(minutes=5), show)

    def coins(self, at: datetime, things: Callable[[Draft, int], dict[int, str]]) -> None:
        """Let everybody put coins on things by their numbers, and show them a minute later."""

        def give(draft: Draft, meeting: int) -> None:
            about = things(draft, meeting)
            for person, (number, count) in zip(PEOPLE, self.held.coins, strict=True):
                member = self.script.members[person.handle]
                give_dots(draft, meeting, about[number], count, member)

        self.then(at, give)
        self.then(at + timedelta(minutes=1), reveal_dots)

    def remarks(self, at: datetime) -> None:
        """Let people tell wins, decide and agree, one after another every ten seconds."""
        held = self.held
        says: list[tuple[str, Say]] = []
        says += [(one.who, _with(say_win, one.text)) for one in held.wins]
        says += [(one.who, _with(say_decision, one.text)) for one in held.decisions]
        says += [(one.who, _agreement(one.text)) for one in held.agreements]
        for index, (who, say) in enumerate(says):
            self.then(at + timedelta(seconds=10 * index), say, who=who)

    def end(self, at: datetime) -> None:
        """Let the leader come to the end of the agenda, and close it with minutes."""

        def edit(draft: Draft, meeting: int) -> None:
            go_to(draft, meeting, "close", SCREEN)
            zone = self.script.times.zone
            close(draft, meeting, lambda board, held: minutes_of(board, held, zone))
            draft.logged = True

        self.then(at, edit)

    def _edit(self, say: Say) -> Edit:
        return lambda draft: say(draft, self.id)


def _with(say: Callable[[Draft, int, str], object], text: str) -> Say:
    return lambda draft, meeting: say(draft, meeting, text)


def _agreement(text: str) -> Say:
    return lambda draft, meeting: agree(draft, text, meeting)
