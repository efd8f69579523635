"""`Importer`: the rows of a table put on a draft's board, objective by objective.

First what is there and what is new, then what links objectives, then how they ended: a row may name
an objective that stands below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.edit.cycles import edit_cycle
from okrboard.domain.edit.objectives import (
    close_objective,
    commit_objective,
    edit_objective,
    propose_objective,
    withdraw_objective,
)
from okrboard.domain.fields import kind_of, sheet_fields
from okrboard.domain.lookup import find_key_result, parse_reference, reference
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult, Objective
from okrboard.errors import OkrboardError, Refused
from okrboard.text import clean, shorten
from okrboard.transfer.goals_out import parent_cell, parents_called
from okrboard.transfer.key_results import (
    cycle_called,
    member_called,
    take_key_result,
    team_called,
)
from okrboard.transfer.layout import LAYOUTS, Sheet, understand
from okrboard.transfer.outcome import BadRow, GoalPlan, ImportReport, KeyResultPlan
from okrboard.transfer.rows import GoalRow, in_a_cell, read_rows
from okrboard.transfer.source import Source
from okrboard.transfer.table import SheetTable
from okrboard.transfer.whole import import_json

_PLAIN = {
    field.header: field.name
    for field in sheet_fields("objectives")
    if field.help and field.name != "title" and kind_of("objectives", field.name).is_plain
}
"""The columns that are put into an objective as they are read."""


class _Goal(Record):
    """The rows of one objective, and what they tell of it together."""

    rows: tuple[GoalRow, ...]
    told: dict[str, Any]

    @property
    def title(self) -> str:
        return self.rows[0].title


class Importer:
    """One run over the rows, with what it added."""

    def __init__(self, draft: Draft, default_cycle: int, log: bool, noun: str) -> None:
        """Take where rows without a cycle go, and whether each row is a check-in of a log.

        `noun` is what places in the file are called, for notes.
        """
        self.draft = draft
        self.default_cycle = default_cycle
        self.log = log
        self.noun = noun
        self.before = draft.board
        self.objectives = self.key_results = self.check_ins = 0
        self.changed: set[tuple[str, int]] = set()
        self.bad: list[BadRow] = []
        self.numbers: dict[int, str] = {}
        """The `objective_no` of the objectives that stand in the table."""
        self.notes: list[str] = []
        self.questions: list[str] = []
        self.plans: list[tuple[_Goal, int, list[KeyResultPlan]]] = []

    def take(self, rows: Iterable[GoalRow]) -> list[BadRow]:
        """Put the rows on the draft's board; return those that it refused, with its reasons."""
        placed: list[tuple[_Goal, int]] = []
        counts: dict[tuple[int, str], int] = {}
        for goal in self._goals(self._of_log(rows) if self.log else rows):
            id = self._try(goal.rows, self._take_goal, goal, counts)
            if id:
                placed.append((goal, id))
                self.numbers[id] = goal.rows[0].goal.get("objective_no", "")
                self._take_rows(goal, id)
        for settle in (self._link, self._settle_stage):
            # What rows say together is not judged by rows of which one is wrong by itself.
            wrong = {row.line for row in self.bad}
            for goal, id in placed:
                if wrong.isdisjoint(row.line for row in goal.rows):
                    self._try(goal.rows, settle, goal, id)
        self._close_cycles()
        return self.bad

    def report(self) -> ImportReport:
        """Return what the run brought."""
        board, before = self.draft.board, self.before
        joined = [board.members[id] for id in board.members if id not in before.members]
        names = ", ".join(f"{m.handle} ({m.name})" if m.name else m.handle for m in joined)
        return ImportReport(
            objectives=self.objectives,
            key_results=self.key_results,
            check_ins=self.check_ins,
            members=len(joined),
            teams=len(board.teams) - len(before.teams),
            cycles=len(board.cycles) - len(before.cycles),
            changed=len(self.changed),
            notes=(*((f"new members: {names}",) if names else ()), *self.notes),
            goals=tuple(self._plan(*each) for each in self.plans),
            questions=tuple(self.questions),
        )

    def _plan(self, goal: _Goal, id: int, key_results: list[KeyResultPlan]) -> GoalPlan:
        change = "new" if id not in self.before.objectives else ""
        change = change or ("changed" if ("objectives", id) in self.changed else "")
        return GoalPlan(goal.title, change, tuple(key_results))

    def _of_log(self, rows: Iterable[GoalRow]) -> Iterable[GoalRow]:
        """Yield a log's rows, oldest first, with the goals that they mean by reference or title."""
        for row in sorted(rows, key=lambda row: row.key_result.get("last_check_in", date.max)):
            key_result = self._try((row,), self._meant, row)
            if key_result is None:
                if row.line not in [bad.line for bad in self.bad]:
                    yield row
                continue
            objective = self.draft.board.objectives[key_result.objective]
            cycle = self.draft.board.cycles[objective.cycle].name
            told = {**row.key_result, "key_result": key_result.title}
            yield row._replace(
                title=objective.title, goal={**row.goal, "cycle": cycle}, key_result=told
            )

    def _meant(self, row: GoalRow) -> KeyResult | None:
        """Return the key result of the board that a log's row means; None for one of the sheet.

        Its title has to be the whole one: a number that goes to the wrong goal is worse than none.
        """
        board, text = self.draft.board, row.key_result.get("key_result", "")
        if parse_reference(text) is not None:
            return find_key_result(board, text)
        found = [
            one
            for one in board.key_results.live.values()
            if one.title.casefold() == text.casefold()
        ]
        of_row = [
            one
            for one in found
            if board.objectives[one.objective].title.casefold() == row.title.casefold()
        ]
        found = of_row or [
            one for one in found if board.objectives[one.objective].stage != "closed"
        ]
        if len(found) > 1:
            named = ", ".join(reference("key_results", one.id) for one in found[:6])
            raise Refused(f"key_result: “{shorten(text, 40)}” may be {named}; name one")
        if not found and not row.title:
            raise Refused(
                f"key_result: no key result is called “{shorten(text, 40)}” on this board"
            )
        told_target = "target" in row.key_result
        return found[0] if found and (of_row or not told_target) else None

    def _try(self, rows: tuple[GoalRow, ...], take: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function makes of rows; what the board refuses makes them bad ones."""
        mark = self.draft.mark()
        try:
            return take(*arguments)
        except OkrboardError as error:
            self.draft.back_to(mark)
            self.bad.append(BadRow(rows[0].line, str(error)))
            reason = f"its objective is refused in line {rows[0].line}"
            self.bad += [BadRow(row.line, reason) for row in rows[1:]]
            return None

    def _goals(self, rows: Iterable[GoalRow]) -> list[_Goal]:
        """Return the rows by objective, in the order of the file."""
        groups: dict[tuple[str, str, str], list[GoalRow]] = {}
        for row in rows:
            cycle, number = row.goal.get("cycle", ""), row.goal.get("objective_no", "")
            groups.setdefault((cycle.casefold(), row.title.casefold(), number), []).append(row)
        return [_Goal(tuple(group), self._told(group)) for group in groups.values()]

    def _told(self, rows: list[GoalRow]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        first: dict[str, int] = {}
        for row in rows:
            for name, value in row.goal.items():
                line = first.setdefault(name, row.line)
                if _same(told.setdefault(name, value), value):
                    continue
                if name != "owner" or row.key_result.get("kr_owner") != value:
                    reason = f"{name}: line {line} says another one for the same objective"
                    self.bad.append(BadRow(row.line, reason))
        return told

    def _take_goal(self, goal: _Goal, counts: dict[tuple[int, str], int]) -> int:
        draft, told = self.draft, goal.told
        cycle = cycle_called(draft, told, self.default_cycle)
        fields: dict[str, object] = {
            name: told[header] for header, name in _PLAIN.items() if header in told
        }
        if "owner" in told:
            fields["owner"] = member_called(draft, told["owner"])
        if "team" in told:
            fields["team"] = team_called(draft, told["team"])
        key = (cycle.id, goal.title.casefold())
        there = _titled(self.before, cycle.id, goal.title)[counts.get(key, 0) :]
        counts[key] = counts.get(key, 0) + 1
        if not there:
            made = propose_objective(draft, goal.title, cycle.id, **fields)
            self.objectives += 1
            return made.id
        old = there[0]
        wanted = with_fields(old, **fields)
        different = [
            name for name in fields if getattr(wanted, name) != in_a_cell(getattr(old, name))
        ]
        if different:
            edit_objective(draft, old.id, **{name: fields[name] for name in different})
            self._change(old.id)
        return old.id

    def _take_rows(self, goal: _Goal, id: int) -> None:
        there: dict[str, list[KeyResult]] = {}
        for key_result in self.draft.board.key_results_of(id):
            there.setdefault(key_result.title.casefold(), []).append(key_result)
        plans: list[KeyResultPlan] = []
        self.plans.append((goal, id, plans))
        for row in goal.rows:
            if not row.key_result:
                continue
            title = row.key_result["key_result"]
            same = there.setdefault(title.casefold(), [])
            old = (same[0] if self.log else same.pop(0)) if same else None
            taken = self._try(
                (row,), take_key_result, self.draft, id, row.key_result, old, self.log
            )
            if taken is None:
                continue
            self.key_results += taken.change == "new"
            self.check_ins += taken.checked_in
            if self.log:
                same[:1] = [self.draft.board.key_results[taken.id]]
            if taken.change == "changed" and taken.id in self.before.key_results:
                self.changed.add(("key_results", taken.id))
            where = f"{self.noun} {row.line}: "
            self.notes += [where + note for note in taken.notes]
            self.questions += [where + question for question in taken.questions]
            plans.append(KeyResultPlan(row.line, title, taken.shown, taken.change))

    def _link(self, goal: _Goal, id: int) -> None:
        title = goal.told.get("contributes_to", "")
        board = self.draft.board
        objective = board.objectives[id]
        parent = board.objectives.get(objective.contributes_to)
        told = {parent_cell(board, objective).casefold(), parent.title.casefold() if parent else ""}
        if not title or title.casefold() in told:
            return
        parents = parents_called(board, objective, title, self.numbers)
        if not parents:
            raise Refused(f"contributes_to: no objective is called “{shorten(title, 40)}”")
        for place, other in enumerate(parents, start=1):
            mark = self.draft.mark()
            try:
                edit_objective(self.draft, id, contributes_to=other.id)
            except Refused:
                self.draft.back_to(mark)
                if place == len(parents):
                    raise
            else:
                self._change(id)
                return

    def _settle_stage(self, goal: _Goal, id: int) -> None:
        draft, told = self.draft, goal.told
        objective = draft.board.objectives[id]
        is_new = id not in self.before.objectives
        usual = "closed" if "outcome" in told else "committed" if is_new else objective.stage
        stage = told.get("stage", usual)
        if stage == objective.stage:
            if stage == "closed":
                self._check_ending(told, objective)
            return
        if objective.stage == "closed":
            raise Refused(f"{reference('objectives', id)} is closed; reopen it first")
        self._change(id)
        if stage == "closed":
            close_objective(
                draft,
                id,
                told.get("outcome", ""),
                score=told.get("score"),
                lesson=told.get("lesson", objective.lesson),
            )
        elif stage == "committed":
            commit_objective(draft, id)
        else:
            withdraw_objective(draft, id)

    def _check_ending(self, told: dict[str, Any], objective: Objective) -> None:
        for name in ("outcome", "score"):
            if name in told and told[name] != getattr(objective, name):
                ref = reference("objectives", objective.id)
                raise Refused(f"{name}: {ref} is closed with another one; reopen it first")

    def _close_cycles(self) -> None:
        today = self.draft.stamp.today
        for cycle in list(self.draft.board.cycles.values()):
            if cycle.id not in self.before.cycles and cycle.last < today:
                edit_cycle(self.draft, cycle.id, state="closed", closed_on=cycle.last)

    def _change(self, id: int) -> None:
        if id in self.before.objectives:
            self.changed.add(("objectives", id))


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return one == other


def _titled(board: Board, cycle: int, title: str) -> list[Objective]:
    wanted = title.casefold()
    return [one for one in board.objectives_in(cycle) if one.title.casefold() == wanted]


_SHOWN = 5
_RUNS = 30
"""Times that leaving out bad rows may make others bad, which stood on them."""


class ImportOptions(Record):
    """What a person says beside a table."""

    skip_bad: bool = False
    """Whether rows that cannot be taken are left out instead of refusing all."""
    cycle: int = 0
    """For rows that name none; 0 for the one of today."""
    mapping: tuple[str, ...] = ()
    """`Header=field`, each."""
    sheet: str = ""
    """Which of several tables."""
    decimal: str = ""
    """The mark of its numbers, `.` or `,`."""


def import_any(draft: Draft, source: Source, options: ImportOptions | None = None) -> ImportReport:
    """Import what `read_import()` returned; `options` are for tables.

    With a bad row nothing is imported and `Refused` names it, unless those rows are to be skipped.
    What the report asks is not asked here: who calls this has had an answer.
    """
    if source.board is not None:
        return import_json(draft, source.board)
    options = options or ImportOptions()
    report = plan_tables(draft, source.tables, options)
    if report.skipped and not options.skip_bad:
        raise refusal(report)
    return report


def plan_tables(draft: Draft, tables: Sequence[SheetTable], options: ImportOptions) -> ImportReport:
    """Put the rows that can be taken on a draft; return what that brought, and all bad rows.

    `okrboard.transfer.columns` says what a table of goals may hold.
    """
    sheet = understand(tables, options.mapping, options.sheet)
    read = read_rows(sheet, draft.stamp.today, options.decimal)
    importer, refused = _imported(draft, sheet, list(read.rows), options)
    report = importer.report()
    report = report._replace(
        skipped=_by_line([*read.bad, *refused], sheet.noun),
        notes=(*report.notes, *sheet.notes, *read.notes),
        ignored=sheet.ignored,
        layout=LAYOUTS[sheet.layout],
        header=sheet.header,
        columns=tuple((one.header, one.field) for one in sheet.columns if one.header or one.field),
        left_out=tuple(row._replace(noun=sheet.noun) for row in sheet.left_out),
        questions=(*sheet.questions, *report.questions),
    )
    draft.what = f"import: {report.summary}"
    return report


def refusal(report: ImportReport) -> Refused:
    """Return the error for a report's bad rows: the first one, and where the others are."""
    first, *others = report.skipped
    more = ""
    if others:
        lines = ", ".join(str(row.line) for row in others[:_SHOWN])
        dots = " …" if len(others) > _SHOWN else ""
        more = f" (and {len(others)} more, {first.noun} {lines}{dots})"
    return Refused(clean(f"{first}{more}; nothing was imported: mend it or use --skip-bad", 600))


def _imported(
    draft: Draft, sheet: Sheet, rows: list[GoalRow], options: ImportOptions
) -> tuple[Importer, list[BadRow]]:
    """Take rows; where bad ones are skipped, again without those that the board refuses.

    What stood on a row that is left out is refused in the next run, so that there may be many.
    """
    start, bad = draft.mark(), []
    for run in range(_RUNS + 1):
        importer = Importer(draft, options.cycle, sheet.layout == "log", sheet.noun)
        refused = importer.take(rows)
        bad += refused
        if not refused or not options.skip_bad:
            return importer, bad
        if run == _RUNS:
            raise Refused("too many rows stand on rows that are wrong; mend the first of them")
        draft.back_to(start)
        lines = {one.line for one in refused}
        rows = [row for row in rows if row.line not in lines]
    raise AssertionError("the last run returns or raises")


def _by_line(bad: list[BadRow], noun: str) -> tuple[BadRow, ...]:
    """Return the bad rows in the order of the file, each once with all of its reasons."""
    reasons: dict[int, list[str]] = {}
    for row in bad:
        if row.reason not in reasons.setdefault(row.line, []):
            reasons[row.line].append(row.reason)
    return tuple(BadRow(line, "; ".join(reasons[line]), noun) for line in sorted(reasons))
