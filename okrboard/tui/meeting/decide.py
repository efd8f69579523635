"""The reset: each goal is kept, changed, dropped or put off; at the end it closes or is carried.

What ends a goal or the cycle is done at the terminal that leads, for all of the view: a key that
was meant for something else must not end a goal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from okrboard.tui.actions import Hint
from okrboard.tui.forms.cycle import new_cycle
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.objective import change_objective
from okrboard.tui.meeting.stage import BLANK, NEXT, ListStage, StageServices, StageView, entry, many
from okrboard.tui.paint.line import Line

SHOWN = {
    "keep": "on_track",
    "change": "at_risk",
    "drop": "off_track",
    "put off": "stale",
    "close": "done",
    "carry over": "done",
}


CYCLE = Hint(("meeting.cycle",), "close the cycle")
DROP = Hint(("meeting.drop",), "drop")
MIDDLE = (
    Hint(("meeting.keep",), "keep"),
    Hint(("meeting.edit",), "change"),
    DROP,
    Hint(("meeting.put_off",), "put off"),
    NEXT,
    CYCLE,
)
END = (
    Hint(("meeting.carry",), "carry over"),
    Hint(("meeting.end",), "close"),
    DROP,
    CYCLE,
    NEXT,
)
OFFERED = {
    "y": ("keep: it goes on as it is", "keep"),
    "e": ("change: it goes on, but differently", "edit"),
    "o": ("carry over: it goes on in the next cycle", "carry"),
    "E": ("close: it ends with its score", "end"),
    "x": ("drop: nobody works on it any more", "drop"),
    "O": ("put off: not now", "put_off"),
}
"""What a question about a goal offers by key, and the action that it is."""
LOOK = "the terminal that leads decides, for all of us"


class Decide(ListStage[Objective]):
    """Keep, change, drop or put off?"""

    hints = MIDDLE
    nothing = "no goal is open in this cycle; there is nothing to decide"
    choices: Mapping[str, Decision] = {
        "keep": "keep",
        "drop": "drop",
        "put_off": "put off",
        "end": "close",
    }

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return the keys of this time of the cycle; none where others decide."""
        if not view.leads:
            return ()
        if view.cycle.state == "closed":
            return (NEXT,)
        if not _goals(view):
            return (CYCLE, NEXT) if view.cycle.state == "running" else (NEXT,)
        return END if is_ending(view.cycle, view.today) else MIDDLE

    def title(self, view: StageView) -> str:
        """Ask what this time of the cycle asks."""
        if is_ending(view.cycle, view.today):
            return "How does each goal end, and what goes on?"
        return super().title(view)

    def items(self, view: StageView) -> list[Objective]:
        """Return the goals."""
        return _goals(view)

    def below(self, view: StageView, items: Sequence[Objective]) -> list[Line]:
        """Return how many are to be decided, and where those go that are carried."""
        del items
        return [BLANK, *_below(view)]

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Ask what becomes of the goal; what is offered first in the foot stands first."""
        objective = self._led(host)
        if objective is None:
            return
        ref = reference("objectives", objective.id)
        keys = "oEx" if is_ending(view.cycle, view.today) else "yexO"
        if objective.stage == "proposed":
            keys = "ox"

        def chosen(action: object) -> None:
            ids = [each.id for each in _goals(host.look())]
            if isinstance(action, str) and objective.id not in ids:
                host.tell(f"{ref} is no longer among them; somebody ended it meanwhile")
            elif isinstance(action, str):
                # Others may have ended a goal above it while the question stood there.
                host.cursor = ids.index(objective.id)
                self.act(action, host)

        options = [(key, OFFERED[key][0], OFFERED[key][1]) for key in keys]
        host.ask(Choices(f"{ref} {objective.title}", options), chosen)

    def choose(self, host: StageServices, view: StageView, choice: Decision) -> None:
        """Decide about the goal under the cursor."""
        del view
        self._decide(host, choice)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """It goes on, but differently: change it."""
        objective = self._led(host)
        if objective is None:
            return
        if is_ending(view.cycle, view.today):
            self._decide(host, "change")
            return
        id = objective.id

        def changed(done: object) -> None:
            if done is not None and host.look().board.objectives[id] != objective:
                self._decide(host, "change", id)

        host.ask(change_objective(view.board, id), changed)

    def on_carry(self, host: StageServices, view: StageView) -> None:
        """It goes on in the next cycle, with its lineage; without a next cycle make one."""
        objective = self._led(host)
        if objective is None:
            return
        following = next_cycle(view.board, view.cycle)
        id = objective.id
        if following is not None:
            self._decide(host, "carry", id, following.id)
            return

        def made(done: object) -> None:
            now = host.look()
            cycle = next_cycle(now.board, now.cycle) if done is not None else None
            if cycle is not None:
                self._decide(host, "carry", id, cycle.id)

        host.ask(new_cycle(view.board, view.stamp, after=view.cycle), made)
        host.tell("there is no later cycle yet: make it, then the goal is carried into it")

    def on_cycle(self, host: StageServices, view: StageView) -> None:
        """Close the cycle with what is still open in it, after a question."""
        cycle = view.cycle
        if not view.leads:
            host.tell(LOOK)
            return
        if cycle.state != "running":
            host.tell(f"{clean(cycle.name)} is {cycle.state}; there is nothing to close")
            return

        def chosen(answer: object) -> None:
            if not answer:
                return
            closed = host.change(
                "close cycle",
                lambda draft: close_cycle(draft, cycle.id, keep_actions=answer == "keep"),
            )
            if closed is not None:
                host.tell(f"{clean(cycle.name)} is closed; undo takes it back")

        actions = len(open_actions(view.board, cycle.id))
        options: list[tuple[str, str, str | None]] = [
            ("y", "close it: scores are frozen", "close"),
            ("n", "not yet", None),
        ]
        if actions:
            those = "the open action" if actions == 1 else f"the {actions} open actions"
            options.insert(1, ("k", f"close it, but {those} shall go on", "keep"))
        about = _ends_with(view, actions)
        question = Choices(f"Close {cycle.name}?", options, about=about, at=len(options) - 1)
        host.ask(question, chosen)

    def _decide(self, host: StageServices, word: Decision, id: int = 0, into: int = 0) -> None:
        objective = self._led(host, id)
        if objective is None:
            return
        meeting, goal = host.look().meeting.id, objective.id
        made = host.change("decide", lambda draft: decide(draft, meeting, goal, word, into=into))
        if made is not None:
            self.go_down(host)

    def _led(self, host: StageServices, id: int = 0) -> Objective | None:
        """Return the goal in hand, if this terminal may decide about it; else say why not."""
        view = host.look()
        goal = self.under(view)
        if not view.leads:
            host.tell(LOOK)
        elif goal is None:
            host.tell("there is no goal here")
        else:
            objective = view.board.objectives.get(id) or goal
            if objective.stage != "closed":
                return objective
            ref = reference("objectives", objective.id)
            host.tell(f"{ref} is closed: {objective.outcome}; undo brings it back")
        return None

    def row(self, view: StageView, item: Objective, index: int) -> list[Line]:
        """Return a goal with where it stands and what was decided."""
        word = decided(view.meeting, item.id)
        measured = measure_objective(view.board, item, view.cycle, view.today)
        share = measured.progress.value if measured.progress else None
        score, sign = item.score, str(measured.health)
        if item.stage == "committed":
            score = objective_score(view.board, item, view.today)
        outcome: str = item.outcome
        if not outcome and is_ending(view.cycle, view.today):
            outcome = usual_outcome(score, item.commitment)
        result = f"{score:.2f} {outcome}" if score is not None else outcome or "no score"
        if item.stage == "proposed":
            sign, result, share = "proposed", "a proposal", None
        elif item.stage == "closed":
            sign = closed_health(item)
        head: Line = [
            view.mark(index),
            (f"{view.glyphs.of(sign)} ", sign),
            (left(reference("objectives", item.id), 5), "dim"),
        ]
        state = word or ("closed" if item.stage == "closed" else "-")
        tail: Line = [
            (right(format_share(share), 7), "text"),
            (f"  {left(result, 14)}", "dim"),
            (left(state, 11), SHOWN.get(word, "dim")),
        ]
        return entry(view, head, item.title, "strong", tail)


def _goals(view: StageView) -> list[Objective]:
    return goals(view.board, view.meeting, ending=is_ending(view.cycle, view.today))


def _ends_with(view: StageView, actions: int) -> str:
    """Say what closing the cycle does besides."""
    left = [one for one in view.board.objectives_in(view.cycle.id) if one.stage != "closed"]
    goals_left = sum(one.stage == "committed" for one in left)
    proposals = len(left) - goals_left
    parts = []
    if goals_left:
        parts.append(f"{many(goals_left, 'goal')} closed as scored")
    if proposals:
        parts.append(f"{many(proposals, 'proposal')} put off")
    if actions:
        parts.append(f"{many(actions, 'open action')} dropped")
    return ", ".join(parts)


def _below(view: StageView) -> list[Line]:
    ending = is_ending(view.cycle, view.today)
    left = undecided(view.board, view.meeting, ending=ending)
    text = f"{len(left)} to decide" if left else "all decided"
    if view.cycle.state == "closed":
        # Only proposals are put off without anybody saying so.
        ended = sum(one.outcome != "put off" for one in left)
        text = f"{clean(view.cycle.name)} is closed"
        if ended:
            text += f"; {many(ended, 'goal')} {_were(ended)} closed as scored, undecided"
        if off := len(left) - ended:
            text += f"; {many(off, 'proposal')} {_were(off)} put off"
    style = "dim" if left and view.cycle.state != "closed" else "strong"
    lines = view.sentence(text, style)
    if ending:
        following = next_cycle(view.board, view.cycle)
        to = clean(following.name) if following else "a cycle that is still to be made"
        shown = view.fit(f"what is carried goes into {to}", view.width - 3)
        lines += view.section(shown)[1:]
    return lines


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
