"""`Detail`: everything the page of one objective tells, read from a board, before it is painted.

Needs no more of the board than the objective and what belongs to it, but for the log's newest
changes: walking them back tells both sides of every change, and no board is rebuilt for it. What is
missing is empty or None; nothing raises for an objective of the board.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from okrboard.domain import records
from okrboard.domain.board import Board
from okrboard.domain.cards import ended_as
from okrboard.domain.describe import day_and_month, describe_score
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_move, format_value
from okrboard.domain.formulas import elapsed
from okrboard.domain.lookup import REFERENCES, name_of, reference
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    Trend,
    is_stale,
    measure,
    measure_objective,
    trend,
)
from okrboard.domain.record import Record
from okrboard.domain.rewind import fields_of, newest_first, stepped_back
from okrboard.domain.schedule import week_of
from okrboard.text import clean, shorten, squeeze

Json = dict[str, Any]

SPARK = 24
"""Check-ins that a trend shows at most."""

CHECK_INS = 8
"""Check-ins of a key result that are told in full."""

_CLOSED_ACTIONS = 5
"""Closed actions of a key result that are told."""


class CheckInDetail(Record):
    """A check-in with what it changed."""

    check_in: records.CheckIn
    author: str
    change: float
    """Against the check-in before it, or the start; signed, in the key result's unit."""
    unexplained: float
    """The part of the change that no driver names."""


class KeyResultDetail(Record):
    """A key result with everything known about it."""

    key_result: records.KeyResult
    measure: Measure
    trend: Trend
    owner: str
    reason: str
    """Why its health is what it is, in words."""
    values: tuple[float, ...]
    """The newest values, oldest first."""
    check_ins: tuple[CheckInDetail, ...]
    """The newest check-ins, newest first."""
    older: int
    """Check-ins that are not told."""
    actions: tuple[records.Action, ...]
    """Open ones by due day, then those closed last."""
    retargets: tuple[records.Retarget, ...]
    """Earlier starts and targets, newest first."""
    proposed: bool = False
    """Nobody has committed to its objective yet: it has no pace that it could be behind."""
    ended: str = ""
    """How it is shown since its objective was closed: `done` or `ended`; empty before."""

    @property
    def health(self) -> str:
        """What is shown as its health: what the numbers say while the goal is worked on."""
        return "proposed" if self.proposed else self.ended or self.measure.health

    @property
    def pace(self) -> float | None:
        """Where it should be, 0 to 1; None while proposed and since it ended."""
        return None if self.proposed or self.ended else self.measure.pace


class Detail(Record):
    """An objective with everything known about it."""

    objective: records.Objective
    measure: ObjectiveMeasure
    cycle: records.Cycle
    owner: str
    team: str
    takers: tuple[str, ...]
    reason: str
    """Why its health is what it is, in words."""
    elapsed: float
    """The share of the cycle that is over, 0 to 1."""
    week: tuple[int, int]
    """Which week of how many."""
    key_results: tuple[KeyResultDetail, ...]
    contributes_to: records.Objective | None
    contributors: tuple[records.Objective, ...]
    """Those that contribute to this one."""
    supports: tuple[records.Objective, ...]
    supported_by: tuple[records.Objective, ...]
    carried_from: records.Objective | None
    carried_to: tuple[records.Objective, ...]
    history: tuple[HistoryEntry, ...]
    """Newest first."""
    names: dict[int, str]
    """The handles of members, by id."""


def detail(board: Board, id: int, today: date, *, check_ins: int = CHECK_INS) -> Detail:
    """Return everything about an objective of the board on a day; KeyError when it is not there.

    `check_ins` is how many of each key result are told in full.
    """
    objective = board.objectives[id]
    cycle = board.cycles[objective.cycle]
    measured = measure_objective(board, objective, cycle, today)
    others = board.objectives.values()
    week, weeks = week_of(cycle, today)
    return Detail(
        objective,
        measured,
        cycle,
        name_of(board, "members", objective.owner) or "",
        name_of(board, "teams", objective.team) or "",
        tuple(filter(None, (name_of(board, "members", taker) for taker in objective.takers))),
        _objective_reason(board, measured),
        elapsed(cycle.first, cycle.last, today),
        (max(week, 1), weeks),
        tuple(_key_result(board, one, cycle, today, check_ins) for one in measured.measures),
        board.objectives.get(objective.contributes_to),
        tuple(other for other in others if other.contributes_to == id),
        tuple(board.objectives[one] for one in objective.supports if one in board.objectives),
        tuple(other for other in others if id in other.supports),
        board.objectives.get(objective.carried_from),
        tuple(other for other in others if other.carried_from == id),
        tuple(history(board, id)),
        {member.id: member.handle for member in board.members.values()},
    )


def key_result_detail(board: Board, id: int, today: date) -> KeyResultDetail:
    """Return everything about a key result of the board on a day; KeyError when not there."""
    key_result = board.key_results[id]
    cycle = board.cycles[board.objectives[key_result.objective].cycle]
    return _key_result(board, measure(board, key_result, cycle, today), cycle, today, CHECK_INS)


def _key_result_reason(board: Board, measured: Measure) -> str:
    """Return in words why a key result's health is what the numbers say: `43 behind pace`."""
    stage = board.objectives[measured.key_result.objective].stage
    if stage == "proposed":
        return "nobody has committed to it yet"
    if stage == "closed":
        key_result = measured.key_result
        cause = f"; cause: {key_result.cause}" if key_result.cause else ""
        score = key_result.score
        return "not scored" if score is None else f"{describe_score(key_result, score)}{cause}"
    if measured.health == "done":
        return "the target is reached"
    quiet = ""
    if is_stale(measured.silent, board.settings):
        latest = measured.latest
        quiet = f"no check-in since {day_and_month(latest.on)}" if latest else "no check-in yet"
    if measured.new or measured.gap is None:
        behind = quiet or "no check-in yet"
        quiet = ""
    elif measured.health == "too_early":
        behind = "the cycle has just begun"
    elif measured.key_result.kind == "threshold":
        inside = round((measured.progress or 0.0) * 100)
        behind = f"{inside} % of check-ins inside"
    else:
        points = round(measured.gap)
        many = "point" if abs(points) == 1 else "points"
        side = "behind" if points > 0 else "ahead of"
        behind = f"{abs(points)} {many} {side} pace" if points else "on pace"
    return "; ".join(part for part in (behind, quiet) if part)


def _objective_reason(board: Board, measured: ObjectiveMeasure) -> str:
    """Return in words why an objective's health is what it is."""
    objective = measured.objective
    if objective.stage == "closed":
        return f"closed: {objective.outcome}" if objective.outcome else "closed"
    if objective.override:
        by = name_of(board, "members", objective.override_by) or ""
        says = measured.computed.replace("_", " ")
        return f"{by} says so: {objective.override_reason} (the numbers say {says})"
    if objective.stage == "proposed":
        return "a proposal; nobody has committed to it yet"
    if not measured.measures:
        return "no key result yet"
    counted = [one for one in measured.measures if one.key_result.weight > 0]
    weak = next((one for one in counted if one.health == measured.computed), None)
    if weak is None:
        return "no key result counts"
    if len(counted) == 1 or measured.computed in ("on_track", "done"):
        return ""
    return f"its weakest: {weak.key_result.title}"


def describe_change(detail: KeyResultDetail, change: CheckInDetail) -> str:
    """Return what a check-in changed, in words: `24 → 26 pages, +2`."""
    unit, value = detail.key_result.unit, change.check_in.value
    before = format_value(value - change.change)
    return f"{before} → {format_value(value, unit)}, {format_change(change.change)}"


def _key_result(
    board: Board, measured: Measure, cycle: records.Cycle, today: date, most: int
) -> KeyResultDetail:
    key_result = measured.key_result
    objective = board.objectives[key_result.objective]
    check_ins = board.check_ins_of(key_result.id)
    return KeyResultDetail(
        key_result,
        measured,
        trend(board, measured, cycle, today),
        name_of(board, "members", key_result.owner or objective.owner) or "",
        _key_result_reason(board, measured),
        tuple(check_in.value for check_in in check_ins[-SPARK:]),
        tuple(_newest(board, key_result, check_ins, most)),
        max(0, len(check_ins) - most),
        _actions(board.actions_of(key_result.id)),
        key_result.retargets[::-1],
        objective.stage == "proposed",
        ended_as(measured, objective) if objective.stage == "closed" else "",
    )


def _newest(
    board: Board, key_result: records.KeyResult, check_ins: Sequence[records.CheckIn], most: int
) -> list[CheckInDetail]:
    pairs = list(zip((None, *check_ins), check_ins, strict=False))[-most:]
    return [
        CheckInDetail(
            check_in,
            name_of(board, "members", check_in.author) or "",
            check_in.value - (before.value if before else key_result.start),
            unexplained(check_in, before, key_result.start),
        )
        for before, check_in in reversed(pairs)
    ]


def _actions(actions: Sequence[records.Action]) -> tuple[records.Action, ...]:
    still_open = [action for action in actions if action.state == "open"]
    closed = [action for action in actions if action.state != "open"]
    still_open.sort(key=lambda action: (action.due is None, action.due, action.id))
    closed.sort(key=lambda action: (str(action.closed or ""), action.id), reverse=True)
    return (*still_open, *closed[:_CLOSED_ACTIONS])


_REACH = 4000
"""Changes of the log that are looked through at most."""

_MOST_PARTS = 4
"""Parts of one change that are told."""

_TABLES = ("objectives", "key_results", "check_ins", "actions")
_QUIET = frozenset(("position", "retargets", "moved", "closed", "created", "closed_on", "at"))
"""Fields whose change says nothing by itself."""

_LONG = frozenset(("why", "company_gets", "owner_gets", "lesson", "blocker", "fix", "note"))


class HistoryEntry(Record):
    """One change in words."""

    at: datetime
    """Aware."""
    who: str
    what: str
    """What was done, in one line: `KR7 31 → 8 pages (was 10)`."""
    why: str = ""


def history(board: Board, objective: int, limit: int = 30) -> list[HistoryEntry]:
    """Return the newest changes of an objective and of what belongs to it, newest first.

    At most `limit` entries, from the newest 4,000 changes of the log.
    """

    def read() -> list[HistoryEntry]:
        walk = _Walk(board, objective)
        entries: list[HistoryEntry] = []
        for change in islice(newest_first(board), _REACH):
            entries += walk.back(change)
            if len(entries) >= limit or not walk.unborn:
                break
        return entries[:limit]

    return list(board.memo(("history", objective, limit), read))


class _Walk:
    """The state of an objective's records while the log is walked back."""

    def __init__(self, board: Board, objective: int) -> None:
        self._board = board
        self._objective = objective
        self._key_results = {one.id for one in board.key_results_of(objective)}
        actions = [action.id for id in self._key_results for action in board.actions_of(id)]
        self.unborn = {
            ("objectives", objective),
            *(("key_results", id) for id in self._key_results),
            *(("actions", id) for id in actions),
        }
        """What the walk has not seen being made; before all was, there is nothing to tell."""
        self._later: dict[tuple[str, int], Json] = {}
        """Fields as they were before the changes walked over so far."""

    def back(self, change: records.Change) -> Iterator[HistoryEntry]:
        """Yield what a change did to the objective, and step back over it."""
        patches = [patch for patch in change.patches if self._belongs(patch)]
        observed = {self._key_result_of(patch) for patch in patches if patch.table == "check_ins"}
        parts = []
        for patch in patches:
            if patch.before is None and not change.undoes:
                # Not by an undo, which may bring back what had a history before.
                self.unborn.discard((patch.table, patch.id))
            after = self._after(patch)
            parts += self._parts(patch, after, observed)
            if (row := stepped_back(after, patch)) is not None:
                self._later[patch.table, patch.id] = row
        if change.undoes and parts:
            parts = [(change.what, "")]
        if parts:
            shown = [what for what, _ in parts[:_MOST_PARTS]] + ["…"] * bool(parts[_MOST_PARTS:])
            what = "; ".join(shown)
            why = next((why for _, why in parts if why), "")
            yield HistoryEntry(change.at, clean(change.who), squeeze(what), squeeze(why))

    def _after(self, patch: records.Patch) -> Json | None:
        """Return a record's fields as the change left them; None when it took the record away."""
        known = self._later.get((patch.table, patch.id))
        record = self._board.table(patch.table).get(patch.id)
        return known if known is not None or record is None else fields_of(record)

    def _belongs(self, patch: records.Patch) -> bool:
        """Say whether a patch is about the objective, without reading whole records for it."""
        before = patch.before or {}
        if patch.table == "objectives":
            return patch.id == self._objective
        if patch.table == "key_results":
            return patch.id in self._key_results or before.get("objective") == self._objective
        if patch.table not in _TABLES:
            return False
        return self._key_result_of(patch) in self._key_results or (
            before.get("key_result") in self._key_results
        )

    def _key_result_of(self, patch: records.Patch) -> int:
        """Return the key result that a check-in or an action belongs to."""
        known = self._later.get((patch.table, patch.id))
        if known is not None:
            return int(known.get("key_result", 0))
        table = self._board.table(patch.table)
        return int(table.pluck(patch.id, "key_result")) if patch.id in table else 0

    def _parts(
        self, patch: records.Patch, after: Json | None, observed: set[int]
    ) -> list[tuple[str, str]]:
        """Return what a patch did, in parts with their reasons."""
        name = {"objectives": "it", "check_ins": "a check-in"}.get(patch.table)
        name = name or reference(patch.table, patch.id)
        if after is None:
            return [(f"removed {name}", "")]
        if patch.before is None:
            return [(self._made(patch, name, after), "")]
        fields = [field for field in patch.before if field not in _QUIET]
        if patch.table == "key_results" and patch.id in observed:
            # The steps of milestones move with a check-in, which tells it better.
            fields = [field for field in fields if field != "steps"]
        return self._changed(patch, name, after, fields) if fields else []

    def _made(self, patch: records.Patch, name: str, after: Json) -> str:
        if patch.table == "objectives":
            return f"proposed “{after.get('title', '')}”"
        if patch.table != "check_ins":
            way = _way(after) if patch.table == "key_results" else ""
            return f"added {name} {after.get('title', '')}{way}"
        # A check-in is told in the unit and against the steps of its own time.
        id = int(after["key_result"])
        then: Json = self._later.get(("key_results", id)) or fields_of(self._board.key_results[id])
        value = format_value(after["value"], str(then.get("unit", "")))
        if then.get("kind") == "milestones":
            value = f"{value} of {format_value(float(then.get('target', 1.0)))}"
        sure = after.get("confidence")
        confidence = f", confidence {sure}" if sure is not None else ""
        return f"{reference('key_results', id)} at {value}{confidence}"

    def _changed(
        self, patch: records.Patch, name: str, after: Json, fields: list[str]
    ) -> list[tuple[str, str]]:
        before: Json = patch.before or {}
        if patch.table == "objectives":
            special = _step_of_objective(before, after)
            if special is not None:
                return [special]
        if patch.table == "actions" and ("state" in fields or "carried" in fields):
            state = after.get("state", "open")
            words = f"reopened {name}" if state == "open" else f"{name} {state}"
            if "state" not in before:
                words = f"carried {name} over to {after.get('due', 'later')}"
            return [(words, after.get("reason", ""))]
        parts: list[tuple[str, str]] = []
        if after.get("kind") == "milestones":
            # What its steps weigh in all is its target, and told with them.
            fields = [field for field in fields if field != "target"]
        elif patch.table == "key_results" and {"start", "target", "keep"} & set(fields):
            was = _way({**after, **before, "unit": ""}).strip()
            if "start" not in before and "keep" not in before:
                was = format_value(float(before["target"]))
            retargets = after.get("retargets") if "retargets" in before else None
            reason = str(retargets[-1].get("reason", "")) if retargets else ""
            parts.append((f"{name}{_way(after)} (was {was})", reason))
            fields = [field for field in fields if field not in ("start", "target", "keep")]
        prefix = "" if patch.table == "objectives" else f"{name} "
        each = (self._field(patch.table, field, before, after) for field in fields)
        return parts + [(f"{prefix}{words}", "") for words in each]

    def _field(self, table: str, field: str, before: Json, after: Json) -> str:
        label = field.replace("_", " ")
        if field in _LONG:
            return f"changed {label}" if after.get(field) else f"took {label} away"
        target = dict(REFERENCES[table]).get(field, "")
        old, new = (self._shown(field, target, row.get(field)) for row in (before, after))
        return f"{label} {old} → {new}" if old or new else f"changed {label}"

    def _shown(self, field: str, target: str, value: Any) -> str:
        """Return a field's value in words; `target` is the table that it numbers a record of."""
        if target and isinstance(value, int | type(None)):
            if value and value in self._board.table(target):
                return str(name_of(self._board, target, value))
            return "nobody" if target == "members" else "none"
        if value in (None, "", []):
            return "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return format_value(value)
        if isinstance(value, str):
            short = shorten(value, 60)
            return f"“{short}”" if field in ("title", "summary") else short.replace("_", " ")
        return ", ".join(value) if all(isinstance(one, str) for one in value) else ""


def _step_of_objective(before: Json, after: Json) -> tuple[str, str] | None:
    """Return a closing, an override or a new stage in words; None for all else."""
    if "outcome" in before and after.get("outcome"):
        return f"closed it: {after['outcome']}", after.get("lesson", "")
    if "override" in before:
        word = str(after.get("override", "")).replace("_", " ")
        if not word:
            return "let it follow its numbers again", ""
        return f"said it is {word}", after.get("override_reason", "")
    if "stage" in before:
        stage = after.get("stage", "proposed")
        words = {"committed": "committed to it", "proposed": "made it a proposal again"}
        return words.get(stage, f"made it {stage}"), ""
    return None


def _way(fields: Json) -> str:
    """Return where a key result goes: ` 31 → 8 pages`, ` keep at or above 99 %`."""
    unit, target = str(fields.get("unit", "")), float(fields.get("target", 1.0))
    kind = fields.get("kind", "metric")
    if kind == "milestones":
        return ""
    if kind == "threshold":
        return f" keep at or {fields.get('keep', 'above')} {format_value(target, unit)}"
    return f" {format_move(float(fields.get('start', 0.0)), target, unit)}"
