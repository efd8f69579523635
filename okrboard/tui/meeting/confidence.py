"""Confidence: a blind vote on one key result after the other, then all votes at once.

On the shared screen the program calls those who have no terminal of their own, one after the other:
a digit is typed and only a dot appears. Whoever is connected votes at their own terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference
from okrboard.domain.meeting.blind import visible
from okrboard.domain.meeting.topics import ranked, to_talk_about
from okrboard.domain.records import KeyResult
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.blind import VotingStage, ballot, blind
from okrboard.tui.meeting.stage import BACK, BLANK, StageServices, StageView, entry, look_at
from okrboard.tui.paint.line import Line


class ConfidenceStage(VotingStage[str]):
    """How sure we are, everybody for themselves, before anybody says a number."""

    hints = (
        Hint(("meeting.vote",), "vote"),
        Hint(("meeting.next",), "reveal, then the next one"),
        Hint(("meeting.skip",), "leave the votes"),
        BACK,
    )
    nothing = "there is no key result to vote on"

    def items(self, view: StageView) -> list[str]:
        """Return the key results, those on the agenda first."""
        everything = [each.ref for each in ranked(view.board, view.meeting, view.today)]
        talked = [box.key for box in view.meeting.boxes if box.key in everything]
        return talked + [ref for ref in everything if ref not in talked]

    def voted_on(self, view: StageView) -> str:
        """Return the key result that all look at."""
        return view.meeting.focus

    def before_next(self, host: StageServices) -> bool:
        """Reveal the vote in hand, then go to the next one, then on."""
        view = host.look()
        if self.reveal(host, view):
            return False
        following = self._following(view)
        if not following:
            return True
        look_at(host, following)
        self.call(host)
        return False

    def on_vote(self, host: StageServices, view: StageView) -> None:
        """Call the next one to vote; the terminal with the token opens the vote first."""
        chosen = self.under(view)
        if chosen is None:
            return
        focus, revealed = view.meeting.focus, view.meeting.revealed
        if view.leads and (not focus or focus in revealed):
            look_at(host, chosen if chosen not in revealed else "")
            focus = host.look().meeting.focus
        if not focus:
            host.tell("choose a key result that was not revealed yet")
        elif focus in revealed:
            host.tell(f"the votes on {focus} are revealed already")
        else:
            self.call(host, again=True)

    on_open = on_vote

    def _following(self, view: StageView) -> str:
        """Return the next key result that is voted on: those talked about, else all of them."""
        order, meeting = self.items(view), view.meeting
        boxes = {box.key for box in meeting.boxes}
        talk = to_talk_about(ranked(view.board, meeting, view.today))[0]
        wanted = [ref for ref in order if ref in boxes] or [ref for ref, _ in talk] or order[:3]
        left_over = (ref for ref in wanted if ref not in (*meeting.revealed, meeting.focus))
        return next(left_over, "")

    def above(self, view: StageView, items: Sequence[str]) -> list[Line]:
        """Return the vote in hand, above the key results."""
        focus = view.meeting.focus
        if focus not in items:
            lines = [view.line(row, "dim", 2) for row in blind(view, view.width - 3)]
        else:
            title = view.fit(clean(_key_result(view, focus).title), view.width - 12)
            lines = [[("  ", "text"), (f"{focus}  ", "accent"), (title, "title")], BLANK]
            lines += ballot(view, focus)
        return [*lines, *view.section("Key results")]

    def row(self, view: StageView, item: str, index: int) -> list[Line]:
        """Return a key result with what was voted on it, or its last confidence."""
        record = _key_result(view, item)
        if item in view.meeting.revealed:
            votes = visible(view.board, view.meeting, item)
            together = confidence_of(vote.value for vote in votes)
            word = "no vote"
            if together:
                word = f"median {together.median:g}, spread {together.spread}"
        elif item == view.meeting.focus:
            word = "voting now"
        else:
            latest = view.board.latest(record.id)
            before = latest.confidence if latest else None
            word = f"was {before}" if before is not None else "not said yet"
        head = [view.mark(index), (left(item, 6), "dim")]
        style = "accent" if item == view.meeting.focus else "dim"
        return entry(view, head, record.title, "text", [("  ", "text"), (left(word, 20), style)])


def _key_result(view: StageView, ref: str) -> KeyResult:
    named = parse_reference(ref)
    assert named is not None
    return view.board.key_results[named[1]]
