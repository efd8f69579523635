"""The reset: each goal is kept, changed, dropped or put off; at the end it closes or is carried.

What ends a goal or the cycle is done at the terminal that leads, for all of us: a key that was
meant for something else must not end a goal.
"""

from __future__ import annotations

from okrboard.cells import left, right
from okrboard.domain.cards import closed_health
from okrboard.domain.edit.cycles import close_cycle, objective_score, open_actions, usual_outcome
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure_objective
from okrboard.domain.meeting.deciding import Decision, decide, decided, goals, is_ending, undecided
from okrboard.domain.meeting.proposals import next_cycle
from okrboard.domain.records import Objective
from okrboard.text import clean
from okrboard.tui.forms.cycle import new_cycle
from okrboard.tui.forms.form import Choices, Done
from okrboard.tui.forms.records import change_objective
from okrboard.tui.meeting.stage import BLANK, NEXT, Hints, ListStage, many
from okrboard.tui.paint.line import Line

_STYLES = {
    "keep": "on_track",
    "change": "at_risk",
    "drop": "off_track",
    "put off": "stale",
    "close": "done",
    "carry over": "done",
}

_CYCLE = {"cycle": "close the cycle"}
_MIDDLE = {"keep": "keep", "edit": "change", "drop": "drop", "put_off": "put off", **NEXT, **_CYCLE}
_END = {"carry": "carry over", "end": "close", "drop": "drop", **_CYCLE, **NEXT}
_OFFERED = {
    "y": ("keep: it goes on as it is", "keep"),
    "e": ("change: it goes on, but differently", "edit"),
    "o": ("carry over: it goes on in the next cycle", "carry"),
    "E": ("close: it ends with its score", "end"),
    "x": ("drop: nobody works on it any more", "drop"),
    "O": ("put off: not now", "put_off"),
}
"""What a question about a goal offers by key, and the action that it is."""

_OPENS = ("open", "edit", "carry")
"""Actions about a goal that ask something first."""


class Decide(ListStage[Objective]):
    """Keep, change, drop or put off?"""

    hints = _MIDDLE
    nothing = "no goal is open in this cycle; there is nothing to decide"
    nothing_here = "there is no goal here"
    choices = {"keep": "keep", "drop": "drop", "put_off": "put off", "end": "close"}
    leader_only = dict.fromkeys((*_OPENS, "cycle", *choices), "decides, for all of us")

    @property
    def is_ending(self) -> bool:
        """Whether the cycle ends."""
        return is_ending(self.cycle, self.today)

    def keys(self) -> Hints:
        """Return the keys of this time of the cycle; none where others decide."""
        if not self.leads:
            return {}
        if self.cycle.state == "closed":
            return NEXT
        if not self.items:
            return {**_CYCLE, **NEXT} if self.cycle.state == "running" else NEXT
        return _END if self.is_ending else _MIDDLE

    def title(self) -> str:
        """Ask what this time of the cycle asks."""
        return "How does each goal end, and what goes on?" if self.is_ending else super().title()

    def list_items(self) -> list[Objective]:
        """Return the goals."""
        return goals(self.board, self.meeting, ending=self.is_ending)

    def act(self, action: str) -> bool:
        """Do what an action means; what has ended is decided about no more."""
        goal = self.under
        if goal and goal.stage == "closed" and self.leads and action in (*_OPENS, *self.choices):
            ref = reference("objectives", goal.id)
            self.host.tell(f"{ref} is closed: {goal.outcome}; undo brings it back")
            return True
        return super().act(action)

    def on_item_open(self, item: Objective) -> None:
        """Ask what becomes of the goal; what is offered first in the foot stands first."""
        ref = reference("objectives", item.id)
        keys = "ox" if item.stage == "proposed" else "oEx" if self.is_ending else "yexO"

        def chosen(action: str | None) -> None:
            ids = [each.id for each in self.fresh().items]
            if action is not None and item.id not in ids:
                self.host.tell(f"{ref} is no longer among them; somebody ended it meanwhile")
            elif action is not None:
                # Others may have ended a goal above it while the question stood there.
                self.host.cursor = ids.index(item.id)
                self.fresh().act(action)

        options = [(key, *_OFFERED[key]) for key in keys]
        self.host.ask(Choices(f"{ref} {item.title}", options), chosen)

    def choose(self, item: Objective, choice: Decision) -> None:
        """Decide about the goal under the cursor."""
        self._decide(item.id, choice)

    def on_item_edit(self, item: Objective) -> None:
        """It goes on, but differently: change it."""
        if self.is_ending:
            self._decide(item.id, "change")
            return

        def changed(done: Done | None) -> None:
            if done is not None and self.fresh().board.objectives[item.id] != item:
                self._decide(item.id, "change")

        self.host.ask(change_objective(self.board, self.stamp, item.id), changed)

    def on_item_carry(self, item: Objective) -> None:
        """It goes on in the next cycle, with its lineage; without a next cycle make one."""
        following = next_cycle(self.board, self.cycle)
        if following is not None:
            self._decide(item.id, "carry", following.id)
            return

        def made(done: Done | None) -> None:
            now = self.fresh()
            cycle = next_cycle(now.board, now.cycle) if done is not None else None
            if cycle is not None:
                now._decide(item.id, "carry", cycle.id)

        self.host.ask(new_cycle(self.board, self.stamp, after=self.cycle), made)
        self.host.tell("there is no later cycle yet: make it, then the goal is carried into it")

    def on_cycle(self) -> None:
        """Close the cycle with what is still open in it, after a question."""
        cycle, host = self.cycle, self.host
        if cycle.state != "running":
            host.tell(f"{clean(cycle.name)} is {cycle.state}; there is nothing to close")
            return

        def chosen(answer: str | None) -> None:
            keep = answer == "keep"
            if answer and host.change(
                "close cycle", lambda draft: close_cycle(draft, cycle.id, keep_actions=keep)
            ):
                host.tell(f"{clean(cycle.name)} is closed; undo takes it back")

        actions = len(open_actions(self.board, cycle.id))
        options: list[tuple[str, str, str | None]] = [
            ("y", "close it: scores are frozen", "close"),
            ("n", "not yet", None),
        ]
        if actions:
            those = "the open action" if actions == 1 else f"the {actions} open actions"
            options.insert(1, ("k", f"close it, but {those} shall go on", "keep"))
        about = self._ends_with(actions)
        host.ask(Choices(f"Close {cycle.name}?", options, about=about, at=len(options) - 1), chosen)

    def _decide(self, goal: int, word: Decision, into: int = 0) -> None:
        meeting = self.meeting.id
        if self.host.change("decide", lambda draft: decide(draft, meeting, goal, word, into=into)):
            self.go_down()

    def row(self, item: Objective, index: int) -> list[Line]:
        """Return a goal with where it stands and what was decided."""
        word = decided(self.meeting, item.id)
        measured = measure_objective(self.board, item, self.cycle, self.today)
        share = measured.progress.value if measured.progress else None
        score, sign = item.score, str(measured.health)
        if item.stage == "committed":
            score = objective_score(self.board, item, self.today)
        outcome: str = item.outcome
        if not outcome and self.is_ending:
            outcome = usual_outcome(score, item.commitment)
        result = f"{score:.2f} {outcome}" if score is not None else outcome or "no score"
        if item.stage == "proposed":
            sign, result, share = "proposed", "a proposal", None
        elif item.stage == "closed":
            sign = closed_health(item)
        ref = reference("objectives", item.id)
        head = self.head(index, ref, sign=self.glyphs.of(sign), style=sign)
        state = word or ("closed" if item.stage == "closed" else "-")
        tail: Line = [
            (right(format_share(share), 7), "text"),
            (f"  {left(result, 14)}", "dim"),
            (left(state, 11), _STYLES.get(word, "dim")),
        ]
        return self.entry(head, item.title, "strong", tail)

    def below(self) -> list[Line]:
        """Return how many are to be decided, and where those go that are carried."""
        rest = undecided(self.board, self.meeting, ending=self.is_ending)
        is_closed = self.cycle.state == "closed"
        text = f"{len(rest)} to decide" if rest else "all decided"
        if is_closed:
            text = self._closed_with(rest)
        lines = [BLANK, *self.sentence(text, "dim" if rest and not is_closed else "strong")]
        if self.is_ending:
            following = next_cycle(self.board, self.cycle)
            to = clean(following.name) if following else "a cycle that is still to be made"
            shown = self.fit(f"what is carried goes into {to}", self.width - 3)
            lines += self.section(shown)[1:]
        return lines

    def _closed_with(self, rest: list[Objective]) -> str:
        """Say what became of the goals of a closed cycle about which nothing was decided."""
        # Only proposals are put off without anybody saying so.
        ended = sum(one.outcome != "put off" for one in rest)
        text = f"{clean(self.cycle.name)} is closed"
        if ended:
            text += f"; {many(ended, 'goal')} {_were(ended)} closed as scored, undecided"
        if off := len(rest) - ended:
            text += f"; {many(off, 'proposal')} {_were(off)} put off"
        return text

    def _ends_with(self, actions: int) -> str:
        """Say what closing the cycle does besides."""
        stages = [one.stage for one in self.board.objectives_in(self.cycle.id)]
        parts = (
            (stages.count("committed"), "goal", "closed as scored"),
            (stages.count("proposed"), "proposal", "put off"),
            (actions, "open action", "dropped"),
        )
        return ", ".join(f"{many(count, noun)} {what}" for count, noun, what in parts if count)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
