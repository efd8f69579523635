"""Who takes which goal for themselves, and committing to them: their cycle and its meetings.

Nobody is assigned: each says it for themselves, at their own terminal or when they are called."""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain import enums
from okrboard.domain.describe import day_and_month
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.proposals import commit_goals, goal_cycle, living, meter, take
from okrboard.domain.records import Proposal
from okrboard.glyphs import bar
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.text import clean
from okrboard.tui.forms.cycle import new_cycle
from okrboard.tui.forms.form import Choices, Done
from okrboard.tui.forms.goals import place_form
from okrboard.tui.meeting.blind import CallingStage
from okrboard.tui.meeting.proposing import too_many
from okrboard.tui.meeting.shaping import not_doing
from okrboard.tui.meeting.stage import BLANK, INDENT, MARGIN, NEXT, ListStage, StageView, many
from okrboard.tui.paint.line import Line, PaintedPage

_HALF = 0.5
"""Share of key results from the team that is aimed at; reference/method.md 2.5, row 55."""


class Taking(CallingStage[Proposal]):
    """What do I take, and what for?"""

    hints = {
        "keep": "I own it",
        "carry": "contribute",
        "drop": "not mine",
        **NEXT,
        "vote": "the next one",
        "edit": "what it is for",
    }
    nothing = "there is no goal yet; go back to propose one"
    choices = {"keep": "own", "carry": "contribute", "drop": "not mine"}
    item_forms = dict.fromkeys(
        ("edit", "open"),
        lambda stage, goal: place_form(stage.board, goal, goal_cycle(stage.board, stage.meeting)),
    )

    def list_items(self) -> list[Proposal]:
        """Return the goals."""
        return living(self.board, self.meeting)

    def choose(self, item: Proposal, choice: enums.Taking) -> None:
        """Say what the one who is called takes of the goal under the cursor."""
        member = self.speaker
        self.host.calls = member if self.leads else 0
        if self.host.change("take", lambda draft: take(draft, item.id, choice, member)):
            self.go_down()

    def on_vote(self) -> None:
        """Call the next one."""
        self.host.calls = self.speaker
        self.call_on()
        self.host.cursor = 0

    def above(self) -> list[Line]:
        """Return who is asked."""
        if not self.speaker:
            return [self.line("everybody takes goals at their own terminal", "dim", 2), BLANK]
        asked = f"{self.handle(self.speaker)}: own it, contribute, or not mine?"
        return [self.line(asked, "accent", 2), BLANK]

    def row(self, item: Proposal, index: int) -> list[Line]:
        """Return a goal with what it serves and who takes it."""
        title = self.left(clean(item.title), max(12, self.width - 24))
        ref = (left(f"P{item.id}", 5), "dim")
        lines: list[Line] = [[self.mark(index), ref, (title, "title"), (f"  {item.level}", "dim")]]
        for label, text, missing, style in (
            ("serves", _serves(self, item), "nothing yet", "at_risk"),
            ("company gets", clean(item.company_gets), "nobody said", "text"),
            ("I get", clean(item.owner_gets), "nobody said", "text"),
            ("taken by", _takers(self, item), "nobody", "at_risk"),
        ):
            shown = self.labelled(label, 14, text or missing, "text" if text else style)
            lines.append([("   ", "text"), *shown])
        return [*lines, BLANK]

    def below(self) -> list[Line]:
        """Return how much of the goals is the team's own, and what nobody takes."""
        totals = meter(self.board, self.meeting)
        lines = self.section("So far")[1:]
        if totals.bottom_up is not None:
            style = "on_track" if totals.bottom_up >= _HALF else "at_risk"
            drawn = bar(totals.bottom_up, _HALF, 12, style, self.glyphs)
            share = (f"  {format_share(totals.bottom_up)} of key results", "text")
            lines.append([INDENT, (left("from the team", 16), "label"), *drawn, share])
        for label, names in (
            ("nobody took", [f"P{proposal.id}" for proposal in totals.untaken]),
            ("took too much", [self.handle(member) for member in totals.overloaded]),
        ):
            if names:
                lines.append(self.labelled(label, 16, ", ".join(names), "at_risk"))
        return lines


def _serves(view: StageView, proposal: Proposal) -> str:
    parts = []
    record = view.board.objectives.get(proposal.contributes_to)
    if record is not None:
        parts.append(f"{reference('objectives', record.id)} {clean(record.title)}")
    if proposal.supports:
        refs = ", ".join(reference("objectives", id) for id in proposal.supports)
        parts.append(f"supports {refs}")
    if proposal.stands_alone:
        parts.append(f"stands alone: {clean(proposal.stands_alone)}")
    if not parts and proposal.level == "company":
        return "the company's own"
    return "; ".join(parts)


def _takers(view: StageView, proposal: Proposal) -> str:
    owners = [view.handle(one.member) for one in proposal.taken if one.taking == "own"]
    others = [view.handle(one.member) for one in proposal.taken if one.taking == "contribute"]
    return ", ".join([*(f"{handle} owns it" for handle in owners), *others])


class Commit(ListStage[Proposal]):
    """Is this what we go for?"""

    hints = {"keep": "commit", "cycle": "another cycle", **NEXT}
    nothing = "there is no goal yet; go back to propose one"
    leader_only = {
        "keep": "commits, for all of us",
        "open": "commits, for all of us",
        "cycle": "chooses the cycle",
    }

    def list_items(self) -> list[Proposal]:
        """Return the goals."""
        return living(self.board, self.meeting)

    def page(self) -> PaintedPage:
        """Return the goals, what is still open about them, and the cycle."""
        return super().page()._replace(rows=())

    def above(self) -> list[Line]:
        """Return the cycle."""
        cycle = goal_cycle(self.board, self.meeting)
        days = f"{day_and_month(cycle.first)} to {day_and_month(cycle.last)} {cycle.last.year}"
        name = (self.fit(clean(cycle.name), 30), "title")
        head: Line = [MARGIN, name, (f"   {days}   {cycle.state}", "dim")]
        return [head, BLANK, *too_many(self, len(self.items))]

    def below(self) -> list[Line]:
        """Return what we shall not do."""
        return not_doing(self)

    def before_next(self) -> bool:
        """Ask once when nobody has committed to what is there."""
        if not self.items or any(proposal.state == "adopted" for proposal in self.items):
            return True
        message = "nothing is committed to yet: y commits to these goals; or go on without"
        return self.ask_once("commit", message)

    def on_keep(self) -> None:
        """Commit to the goals."""
        cycle, meeting = goal_cycle(self.board, self.meeting), self.meeting.id
        made = self.host.change(
            "commit", lambda draft: commit_goals(draft, meeting, cycle.id, new_uid)
        )
        if made is not None:
            refs = ", ".join(reference("objectives", objective.id) for objective in made)
            begun = self.fresh().board.cycles[cycle.id].state == "running"
            how = "runs" if begun else f"begins on {short_day(cycle.first)}"
            self.host.tell(f"{refs}: {clean(cycle.name)} {how}, and its meetings are planned")

    on_open = on_keep

    def on_cycle(self) -> None:
        """Choose the cycle that the goals are for, or make one."""
        cycles = [cycle for cycle in self.board.cycles.values() if cycle.state != "closed"]
        options: list[tuple[str, str, int]] = [
            (str(number), f"{cycle.name}, {cycle.first} to {cycle.last}, {cycle.state}", cycle.id)
            for number, cycle in enumerate(sorted(cycles, key=lambda one: one.first)[-8:], 1)
        ]

        def made(done: Done | None) -> None:
            if done is not None and done.value is not None:
                self.fresh().look_at(f"cycle {done.value.id}")

        def chosen(id: int | None) -> None:
            now = self.fresh()
            if id == 0:
                self.host.ask(new_cycle(now.board, now.stamp, after=now.cycle), made)
            elif id is not None:
                now.look_at(f"cycle {id}")

        self.host.ask(Choices("For which cycle?", [*options, ("n", "a new one", 0)]), chosen)

    def row(self, item: Proposal, index: int) -> list[Line]:
        """Return a goal with its owner, and what its key results lack."""
        del index
        signs, count = self.glyphs, len(item.key_results)
        owner = next((each.member for each in item.taken if each.taking == "own"), 0)
        adopted = item.state == "adopted"
        ref = reference("objectives", item.objective) if adopted else f"P{item.id}"
        sign = ("done", signs.of("done")) if adopted else ("dim", signs.dot)
        head = self.head(-1, ref, sign=sign[1], style=sign[0])
        tail: Line = [
            (f"{self.left(self.handle(owner), 12)}  ", "text" if owner else "at_risk"),
            (left(many(count, "key result"), 15), "text" if count else "at_risk"),
        ]
        lines = self.entry(head, item.title, "strong", tail)
        targetless = [
            clean(each.title)
            for each in item.key_results
            if each.kind != "milestones" and each.target is None
        ]
        if targetless:
            lines.append(self.line(f"no target yet: {', '.join(targetless)}", "at_risk", 9))
        return lines
