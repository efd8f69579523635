"""Talking about what got the most dots, one thing at a time; what follows from it is kept."""

from __future__ import annotations

from okrboard.cells import fit, fold, left
from okrboard.domain.changes import Stamp
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.cards import Group, groups
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import action_form, agreement_form
from okrboard.tui.meeting.decisions import ask_decision
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import ACTION, Host, Stage, cursor_mark, look_at, said, section
from okrboard.tui.paint.line import Line

MOST_CARDS = 5


class Discuss(Stage):
    """What follows from it."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.next",), "next topic, then on"),
        ACTION,
        Hint(("meeting.decision",), "decision"),
        Hint(("meeting.agree",), "agreement"),
        Hint(("meeting.previous",), "back"),
    )

    def page(self, room: Room) -> Page:
        """Return the topic in hand with its cards, what was said, and the other topics."""
        found = self._topics(room)
        lines = self._topic(room, found[self._at(room, found)]) if found else []
        if not found:
            lines += said("there are no cards; what else is worth a decision?", room)
        lines += follows(room)
        rows = []
        if len(found) > 1:
            lines += section("Topics", room)
            for index, group in enumerate(found):
                rows.append((len(lines), len(lines)))
                lines.append(self._line(room, group, index, found))
        return Page(lines, tuple(rows))

    def before_next(self, host: Host) -> bool:
        """Go to the next topic that has dots, then on."""
        return not self._step(host, 1)

    def before_back(self, host: Host) -> bool:
        """Go to the topic before."""
        return not self._step(host, -1)

    def on_open(self, host: Host) -> None:
        """Let everybody look at the topic under the cursor."""
        room = host.room()
        found = self._topics(room)
        if found:
            look_at(host, found[min(room.cursor, len(found) - 1)].about)

    def on_action(self, host: Host) -> None:
        """Plan an action that follows."""
        room = host.room()
        stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)
        host.ask(action_form(room.board, room.meeting, stamp))

    def on_decision(self, host: Host) -> None:
        """Note a decision, or correct one."""
        ask_decision(host)

    def on_agree(self, host: Host) -> None:
        """Make a working agreement."""
        host.ask(agreement_form(host.room().meeting))

    on_new = on_agree

    @staticmethod
    def _topics(room: Room) -> list[Group]:
        found = groups(room.board, room.meeting)
        wanted = [group for group in found if group.dots]
        return wanted + [group for group in found if not group.dots]

    @staticmethod
    def _at(room: Room, found: list[Group]) -> int:
        abouts = [group.about for group in found]
        return abouts.index(room.meeting.focus) if room.meeting.focus in abouts else 0

    def _step(self, host: Host, step: int) -> bool:
        room = host.room()
        found = self._topics(room)
        at = self._at(room, found) + step
        if not 0 <= at < len(found) or (step > 0 and not found[at].dots):
            return False
        look_at(host, found[at].about)
        return True

    @staticmethod
    def _topic(room: Room, group: Group) -> list[Line]:
        dots = f"{room.glyphs.live * min(group.dots, 12)} {group.dots}" if group.dots else ""
        lines: list[Line] = []
        for number, part in enumerate(
            fold(clean(group.head.text), max(10, room.width - 18), 3, room.glyphs.cut)
        ):
            lines.append(
                [("  ", "text"), (part, "title"), (f"   {dots}" if not number else "", "accent")]
            )
        for card in group.others[:MOST_CARDS]:
            text = fit(clean(card.text), room.width - 8, room.glyphs.cut)
            lines.append([("    ", "text"), (f"{room.glyphs.dot} ", "dim"), (text, "text")])
        if len(group.others) > MOST_CARDS:
            lines.append([("    ", "text"), (f"and {len(group.others) - MOST_CARDS} more", "dim")])
        return lines

    def _line(self, room: Room, group: Group, index: int, found: list[Group]) -> Line:
        wide = max(12, room.width - 16)
        here = index == self._at(room, found)
        return [
            cursor_mark(room, index),
            (left(str(group.dots or ""), 4), "accent"),
            (fit(clean(group.head.text), wide, room.glyphs.cut), "strong" if here else "text"),
        ]


def follows(room: Room) -> list[Line]:
    """Return what this meeting has led to so far: decisions, agreements, actions."""
    meeting = room.meeting
    said = [("decided", remark.text, remark.author) for remark in meeting.decisions]
    said += [
        ("agreed", each.text, each.author)
        for each in room.board.agreements.values()
        if each.meeting == meeting.id
    ]
    said += [
        (reference("actions", action.id), action.title, action.owner)
        for action in room.board.actions.live.values()
        if action.meeting == meeting.id
    ]
    if not said:
        return []
    lines = section("What follows", room)
    for word, text, member in said[-8:]:
        wide = max(10, room.width - 28)
        lines.append(
            [
                ("    ", "text"),
                (left(word, 9), "dim"),
                (left(fit(clean(text), wide, room.glyphs.cut), wide), "text"),
                (f" {fit(room.handle(member), 12, room.glyphs.cut)}", "dim"),
            ]
        )
    return lines
