"""Confidence: a blind vote on one key result after the other, then all votes at once.

On the shared screen the program calls those who have no terminal of their own, one after the other:
a digit is typed and only a dot appears. Whoever is connected votes at their own terminal.
"""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.blind import visible
from okrboard.domain.meeting.topics import ranked, to_talk_about
from okrboard.domain.records import KeyResult
from okrboard.text import clean
from okrboard.tui.meeting.blind import VotingStage, ballot, blind
from okrboard.tui.meeting.stage import BACK, BLANK, MARGIN
from okrboard.tui.paint.line import Line


class ConfidenceStage(VotingStage[str]):
    """How sure we are, everybody for themselves, before anybody says a number."""

    hints = {
        "vote": "vote",
        "next": "reveal, then the next one",
        "skip": "leave the votes",
        **BACK,
    }
    nothing = "there is no key result to vote on"

    def list_items(self) -> list[str]:
        """Return the key results, those on the agenda first."""
        everything = [each.ref for each in ranked(self.board, self.meeting, self.today)]
        talked = [box.key for box in self.meeting.boxes if box.key in everything]
        return talked + [ref for ref in everything if ref not in talked]

    def before_next(self) -> bool:
        """Reveal the vote in hand, then go to the next one, then on."""
        if self.reveal():
            return False
        following = self._following()
        if not following:
            return True
        self.look_at(following)
        self.fresh().call()
        return False

    def on_item_vote(self, item: str) -> None:
        """Call the next one to vote; the terminal with the token opens the vote first."""
        focus, revealed = self.meeting.focus, self.meeting.revealed
        if self.leads and (not focus or focus in revealed):
            self.look_at(item if item not in revealed else "")
        now = self.fresh()
        focus = now.meeting.focus
        if not focus:
            self.host.tell("choose a key result that was not revealed yet")
        elif focus in revealed:
            self.host.tell(f"the votes on {focus} are revealed already")
        else:
            now.call(again=True)

    on_item_open = on_item_vote

    def _following(self) -> str:
        """Return the next key result that is voted on: those talked about, else all of them."""
        order, meeting = self.items, self.meeting
        boxes = {box.key for box in meeting.boxes}
        talk, _ = to_talk_about(ranked(self.board, meeting, self.today))
        wanted = [ref for ref in order if ref in boxes] or [ref for ref, _ in talk] or order[:3]
        left_over = (ref for ref in wanted if ref not in (*meeting.revealed, meeting.focus))
        return next(left_over, "")

    def above(self) -> list[Line]:
        """Return the vote in hand, above the key results."""
        focus = self.meeting.focus
        if focus in self.items:
            title = self.fit(clean(self._key_result(focus).title), self.width - 12)
            lines: list[Line] = [[MARGIN, (f"{focus}  ", "accent"), (title, "title")], BLANK]
            lines += ballot(self, focus)
        else:
            lines = [self.line(row, "dim", 2) for row in blind(self, self.width - 3)]
        return [*lines, *self.section("Key results")]

    def row(self, item: str, index: int) -> list[Line]:
        """Return a key result with what was voted on it, or its last confidence."""
        record = self._key_result(item)
        if item in self.meeting.revealed:
            votes = visible(self.board, self.meeting, item)
            together = confidence_of(vote.value for vote in votes)
            word = "no vote"
            if together:
                word = f"median {together.median:g}, spread {together.spread}"
        elif item == self.meeting.focus:
            word = "voting now"
        else:
            latest = self.board.latest(record.id)
            before = latest.confidence if latest else None
            word = f"was {before}" if before is not None else "not said yet"
        head = self.head(index, item, 6)
        style = "accent" if item == self.meeting.focus else "dim"
        return self.entry(head, record.title, "text", [MARGIN, (left(word, 20), style)])

    def _key_result(self, ref: str) -> KeyResult:
        named = parse_reference(ref)
        assert named is not None
        return self.board.key_results[named[1]]
