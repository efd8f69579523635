"""Alignment both ways: what each goal serves and gives, and who takes it for themselves.

Nobody is assigned: each says it for themselves, at their own terminal or when they are called.
"""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.edit.proposals import meter, take
from okrboard.domain.enums import Taking as Word
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.committing import goal_cycle, living
from okrboard.domain.records import Proposal
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.goals import place_form
from okrboard.tui.meeting.calling import call_on, speaker
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, empty, section
from okrboard.tui.paint.line import Line

HALF = 0.5
"""Share of key results from the team that is aimed at; reference/method.md 2.5, row 55."""


class Taking(Stage):
    """What do I take, and what for?"""

    hints = (
        Hint(("meeting.keep",), "I own it"),
        Hint(("meeting.carry",), "contribute"),
        Hint(("meeting.drop",), "not mine"),
        NEXT,
        Hint(("meeting.vote",), "the next one"),
        Hint(("meeting.edit",), "what it is for"),
    )

    def page(self, room: Room) -> Page:
        """Return the goals with what they serve and who takes them, and the meter."""
        found = living(room.board, room.meeting)
        if not found:
            return empty("there is no goal yet; go back to propose one", room)
        lines: list[Line] = [*self._asked(room), [("", "text")]]
        rows = []
        for index, proposal in enumerate(found):
            first = len(lines)
            lines += self._goal(room, proposal, index)
            rows.append((first, len(lines) - 1))
        return Page([*lines, *self._meter(room)], tuple(rows))

    def on_keep(self, host: Host) -> None:
        """I own it."""
        self._take(host, "own")

    def on_carry(self, host: Host) -> None:
        """I contribute."""
        self._take(host, "contribute")

    def on_drop(self, host: Host) -> None:
        """It is not mine."""
        self._take(host, "not mine")

    def on_vote(self, host: Host) -> None:
        """Call the next one."""
        host.calls = speaker(host.room())
        call_on(host)
        host.cursor = 0

    def on_edit(self, host: Host) -> None:
        """Say what the goal serves, and what the company and I get."""
        room = host.room()
        proposal = self._under(room)
        if proposal is not None:
            host.ask(place_form(room.board, proposal, goal_cycle(room.board, room.meeting)))

    on_open = on_edit

    def _take(self, host: Host, word: Word) -> None:
        room = host.room()
        proposal, member = self._under(room), speaker(room)
        if proposal is None:
            return
        if not member:
            host.tell("only members take goals; join first: okrboard member add HANDLE")
            return
        host.calls = member if room.leads else 0
        id = proposal.id
        if host.change("take", lambda draft: take(draft, id, word, member)) is not None:
            host.cursor = min(host.cursor + 1, self.count(host.room()) - 1)

    @staticmethod
    def _under(room: Room) -> Proposal | None:
        found = living(room.board, room.meeting)
        return found[min(room.cursor, len(found) - 1)] if found else None

    @staticmethod
    def _asked(room: Room) -> list[Line]:
        member = speaker(room)
        if not member:
            return [[("  ", "text"), ("everybody takes goals at their own terminal", "dim")]]
        said = f"{room.handle(member)}: own it, contribute, or not mine?"
        return [[("  ", "text"), (fit(said, room.width - 3, room.glyphs.cut), "accent")]]

    @staticmethod
    def _goal(room: Room, proposal: Proposal, index: int) -> list[Line]:
        signs = room.glyphs
        wide = max(12, room.width - 24)
        lines: list[Line] = [
            [
                cursor_mark(room, index),
                (left(f"P{proposal.id}", 5), "dim"),
                (left(fit(clean(proposal.title), wide, signs.cut), wide), "title"),
                (f"  {proposal.level}", "dim"),
            ]
        ]
        for label, text, missing in (
            ("serves", _serves(room, proposal), "nothing yet"),
            ("company gets", clean(proposal.company_gets), "nobody said"),
            ("I get", clean(proposal.owner_gets), "nobody said"),
            ("taken by", _takers(room, proposal), "nobody"),
        ):
            shown = fit(text or missing, max(8, room.width - 24), signs.cut)
            style = "at_risk" if not text and label in ("taken by", "serves") else "text"
            lines.append([("       ", "text"), (left(label, 14), "label"), (shown, style)])
        return [*lines, [("", "text")]]

    @staticmethod
    def _meter(room: Room) -> list[Line]:
        found = meter(room.board, room.meeting)
        lines = section("So far", room)[1:]
        if found.bottom_up is not None:
            style = "on_track" if found.bottom_up >= HALF else "at_risk"
            lines.append(
                [
                    ("    ", "text"),
                    (left("from the team", 16), "label"),
                    *bar(found.bottom_up, HALF, 12, style, room.glyphs),
                    (f"  {format_share(found.bottom_up)} of key results", "text"),
                ]
            )
        for label, names in (
            ("nobody took", ", ".join(f"P{proposal.id}" for proposal in found.untaken)),
            ("took too much", ", ".join(room.handle(member) for member in found.overloaded)),
        ):
            if names:
                shown = fit(names, max(8, room.width - 24), room.glyphs.cut)
                lines.append([("    ", "text"), (left(label, 16), "label"), (shown, "at_risk")])
        return lines


def _serves(room: Room, proposal: Proposal) -> str:
    objectives = room.board.objectives
    said = []
    if proposal.contributes_to in objectives:
        record = objectives[proposal.contributes_to]
        said.append(f"{reference('objectives', record.id)} {clean(record.title)}")
    if proposal.supports:
        refs = ", ".join(reference("objectives", id) for id in proposal.supports)
        said.append(f"supports {refs}")
    if proposal.stands_alone:
        said.append(f"stands alone: {clean(proposal.stands_alone)}")
    if not said and proposal.level == "company":
        return "the company's own"
    return "; ".join(said)


def _takers(room: Room, proposal: Proposal) -> str:
    said = [
        f"{room.handle(each.member)}{' owns it' if each.taking == 'own' else ''}"
        for word in ("own", "contribute")
        for each in proposal.taken
        if each.taking == word
    ]
    return ", ".join(said)
