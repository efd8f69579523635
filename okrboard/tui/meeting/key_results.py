"""Key results in a check-in: one with the screen for itself, the others waved through; then a vote.

On the shared screen the program calls those who have no terminal of their own, one after the other:
a digit is typed and only a dot appears. Whoever is connected votes at their own terminal.
"""

from __future__ import annotations

from functools import cached_property

from okrboard.cells import left
from okrboard.domain.cycle_chart import cycle_chart
from okrboard.domain.describe import day_and_month
from okrboard.domain.detail import KeyResultDetail, key_result_detail
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import (
    Ranked,
    check_in_before,
    one_more_key_result,
    ranked,
    to_talk_about,
    without_action,
)
from okrboard.domain.meeting.blind import visible
from okrboard.domain.records import CheckIn, KeyResult
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.forms.meeting import action_form, driver_form, fix_form, value_form
from okrboard.tui.meeting.blind import VotingStage, ballot, blind
from okrboard.tui.meeting.stage import BACK, BLANK, MARGIN, NEXT, ListStage, Stage
from okrboard.tui.paint.key_result import way
from okrboard.tui.paint.line import Line, PaintedPage, line_width, rough, typeset
from okrboard.tui.paint.room import Question, paint_face

_ROWS_ABOVE = 4
"""Rows of the page that the title and whose it is take."""

_WORTH_A_WORD = 0.1
"""Priority from which it is told why this is talked about; below it nothing pressed it forward."""


class OneKeyResult(Stage):
    """What drove it, where the gap is, what is quickly fixed, who does what next."""

    hints = {
        "check_in": "value",
        "driver": "driver",
        "fix": "fix",
        "action": "action",
        **NEXT,
        "numbers": "numbers",
    }
    forms = {
        "open": lambda stage: value_form(stage.board, stage.meeting, stage.id),
        "check_in": lambda stage: value_form(stage.board, stage.meeting, stage.id),
        "driver": lambda stage: driver_form(stage.board, stage.meeting, stage.id),
        "fix": lambda stage: fix_form(stage.board, stage.meeting, stage.id),
        "action": lambda stage: action_form(stage.board, stage.meeting, stage.stamp, stage.id),
    }

    @property
    def id(self) -> int:
        """The key result's id."""
        return _id_of(self.item)

    @cached_property
    def one(self) -> KeyResultDetail:
        """The key result with its numbers and its actions."""
        return key_result_detail(self.board, self.id, self.today)

    def title(self) -> str:
        """Return the key result's own name."""
        return f"{self.item}  {clean(self.one.key_result.title)}"

    def page(self) -> PaintedPage:
        """Return the numbers and the cycle as a picture, and the three questions."""
        record = self.one.key_result
        objective = self.board.objectives[record.objective]
        about = f"{reference('objectives', objective.id)} {clean(objective.title)}"
        about += f" {self.glyphs.dot} {self.one.owner}" if self.one.owner else ""
        for each in ranked(self.board, self.meeting, self.today):
            if each.ref == self.item and each.priority.total >= _WORTH_A_WORD:
                about += f" {self.glyphs.dot} priority {each.priority.printed}"
        questions = [
            Question("What drove it last week?", self._drivers, self._change()),
            Question(f"What did not work {self.glyphs.arrow} fix", self._fix),
            Question("Next week", self._next_week),
        ]
        face = paint_face(
            self.one,
            cycle_chart(self.board, record, self.cycle, self.today),
            questions,
            self.width,
            self.height - _ROWS_ABOVE,
            self.glyphs,
            table=bool(self.host.kept.get("numbers")),
        )
        return PaintedPage([self.line(about, "dim"), *face], ())

    def on_numbers(self) -> None:
        """Show the cycle in numbers, or as a picture again."""
        self.host.kept["numbers"] = not self.host.kept.get("numbers")

    def before_next(self) -> bool:
        """Ask once about a key result that is in trouble and that nobody does anything about."""
        if not without_action(self.board, self.one.measure):
            return True
        word = self.one.measure.health.replace("_", " ")
        message = f"{self.item} is {word} and nobody acts on it: plan an action, or go on"
        return self.ask_once(self.item, message)

    def _change(self) -> str:
        """Return from where to where it went since the check-in before."""
        latest = self.board.latest(self.id)
        if latest is None:
            return ""
        was = self._before(latest)
        change = f"{format_value(was)} {self.glyphs.arrow} "
        return typeset(change + format_value(latest.value, self.one.key_result.unit), self.glyphs)

    def _before(self, latest: CheckIn) -> float:
        before = check_in_before(self.board, latest)
        return before.value if before else self.one.key_result.start

    def _drivers(self, cells: int, rows: int) -> list[Line]:
        latest = self.board.latest(self.id)
        if latest is None:
            return [[("no check-in yet; type the value first", "dim")]]
        causes: list[tuple[float, str, str, int]] = [
            (driver.share, driver.text, driver.kind, driver.author) for driver in latest.drivers
        ]
        before = check_in_before(self.board, latest)
        rest = unexplained(latest, before, self.one.key_result.start)
        if rest:
            causes.append((rest, "unexplained", "", 0))
        if not causes:
            return [[("nothing changed", "dim")]]
        return self._short(
            [
                self._said(
                    f"{typeset(format_change(rough(share)), self.glyphs):>5}  ",
                    f"{text}{'' if kind in ('', 'action') else f' ({kind})'}",
                    self.handle(author) if author else "",
                    cells,
                    "text" if kind else "dim",
                )
                for share, text, kind, author in causes
            ],
            rows,
        )

    def _fix(self, cells: int, rows: int) -> list[Line]:
        latest = self.board.latest(self.id)
        if latest is None or not (latest.blocker or latest.fix):
            return [[("nothing said yet", "dim")]]
        arrow = f"{self.glyphs.arrow} "
        said = [
            self._said(sign, row, "", cells, style)
            for text, sign, style in ((latest.blocker, "", "text"), (latest.fix, arrow, "strong"))
            for row in text.splitlines()
        ]
        return self._short(said, rows)

    def _next_week(self, cells: int, rows: int) -> list[Line]:
        planned = [action for action in self.one.actions if action.state == "open"]
        if not planned:
            return [[("no action yet", "dim")]]
        said = []
        for action in planned:
            due = day_and_month(action.due) if action.due else ""
            tail = " ".join(filter(None, (self.handle(action.owner), due)))
            if action.expected is not None:
                change = format_change(action.expected, self.one.key_result.unit)
                tail += f", expects {typeset(change, self.glyphs)}"
            head = f"{reference('actions', action.id):<4} "
            said.append(self._said(head, action.title, tail, cells, "text"))
        return self._short(said, rows)

    def _said(self, head: str, text: str, tail: str, cells: int, style: str) -> list[Line]:
        """Return what somebody said in three rows at most, and behind it dimly who and when."""
        room = max(8, cells - len(head))
        first, *others = self.fold(text, room, 3)
        lines: list[Line] = [[(head, "dim" if style == "dim" else "strong"), (first, style)]]
        lines += [[(" " * len(head), "text"), (other, style)] for other in others]
        if tail and line_width(lines[-1]) + len(tail) + 2 <= cells:
            lines[-1].append((f"  {tail}", "dim"))
        elif tail:
            lines.append([(" " * len(head), "text"), (self.fit(tail, room), "dim")])
        return lines

    def _short(self, said: list[list[Line]], rows: int) -> list[Line]:
        """Return as many whole things as there are rows for, and how many more there are."""
        lines: list[Line] = []
        left_over = len(said)
        for each in said:
            if lines and len(lines) + len(each) + (left_over > 1) > rows:
                break
            lines += each
            left_over -= 1
        if left_over and len(lines) < rows:
            lines.append([(f"and {left_over} more", "dim")])
        return lines[:rows]


class Rest(ListStage[Ranked]):
    """Those that do well enough; any of them can be talked about."""

    hints = {**NEXT, "open": "talk about it"}
    nothing = "all key results were talked about"

    def list_items(self) -> list[Ranked]:
        """Return the key results that are not on the agenda."""
        on_agenda = {box.key for box in self.meeting.boxes}
        everything = ranked(self.board, self.meeting, self.today)
        _, waved = to_talk_about(everything)
        return [each for each in everything if each.ref in waved and each.ref not in on_agenda]

    def on_item_open(self, item: Ranked) -> None:
        """Put the key result under the cursor on the agenda, and go to it."""
        more, id, terminal = (
            one_more_key_result(self.meeting, item.ref),
            self.meeting.id,
            self.terminal,
        )
        self.host.change(
            "meeting", lambda draft: control.talk_about(draft, id, more, "rest", terminal)
        )

    def row(self, item: Ranked, index: int) -> list[Line]:
        """Return a key result with its title and where it stands."""
        measured, glyphs = item.measure, self.glyphs
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        health = measured.health
        head = self.head(index, item.ref, 6, glyphs.of(health), health)
        tail: Line = [
            *bar(measured.progress, measured.pace, 12, health, glyphs),
            (f"{share:>7}  ", "text"),
            (self.left(way(measured.key_result, glyphs), 22), "dim"),
        ]
        return self.entry(head, measured.key_result.title, "strong", tail)


class ConfidenceStage(VotingStage[str]):
    """How sure we are, everybody for themselves, before anybody says a number."""

    hints = {"vote": "vote", "next": "reveal, then the next one", "skip": "leave the votes", **BACK}
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
            lines += ballot(self, focus, self._last_time(focus))
        else:
            lines = [self.line(row, "dim", 2) for row in blind(self, self.width - 3)]
        return [*lines, *self.section("Key results")]

    def _last_time(self, ref: str) -> float | None:
        """Return the confidence that was said before this meeting; None without one."""
        said = (
            check_in.confidence
            for check_in in reversed(self.board.check_ins_of(_id_of(ref)))
            if check_in.confidence is not None and check_in.on < self.today
        )
        return next(said, None)

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
        return self.board.key_results[_id_of(ref)]


def _id_of(ref: str) -> int:
    named = parse_reference(ref)
    assert named is not None
    return named[1]


def behind(points: int) -> str:
    """Return how many points something is behind its pace, or ahead of it below 0."""
    count = f"{abs(points)} point{'s' if abs(points) != 1 else ''}"
    return f"{count} {'behind' if points > 0 else 'ahead'}" if points else "in step"
