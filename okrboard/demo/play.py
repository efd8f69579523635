"""The demo board, played from `story.jsonl` by the functions that change any board.

A line of the file is what one person did at one time: its week of the running cycle, its weekday or
`check-in` for the day on which that week's is held, the clock on the wall, and calls of `CALLS`.
A call is the function's name, its arguments and its named ones; what is `untold` adds nothing to
the log's line. In arguments, `{"day": [13, 4]}`, `{"instant": [13, 3, "10:00"]}` and `{"Driver":
{...}}` stand for a day, an instant and a record; records that the board has go by their numbers.

Only what people did is kept: what the board makes of it depends on the date in more than its days.
Names of cycles, holidays, due days, the order and the time of an agenda, minutes and UIDs are
worked out anew. Nothing lies in the future.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from okrboard.calendar.sequence import sequence
from okrboard.demo.times import Times, times
from okrboard.domain import records
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp, with_fields
from okrboard.domain.edit import (
    actions,
    check_ins,
    cycles,
    key_results,
    objectives,
    people,
    series,
)
from okrboard.domain.meeting import blind, cards, contributions, control, flow, proposals
from okrboard.domain.record import Record
from okrboard.domain.records import Change, Holiday, Patch
from okrboard.report.minutes import minutes_of
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.transfer.whole import copy_board

STORY = Path(__file__).with_name("story.jsonl")
ZONE = "Europe/Berlin"

_MADE_BY = {
    actions: "add_action carry_action drop_action keep_action",
    blind: "cast give_dots reveal_dots uncover",
    cards: "put_together reveal_cards write_card",
    check_ins: "check_in",
    contributions: "agree attend reveal_votes say_decision say_win",
    control: "go_to",
    cycles: "close_cycle set_cause start_cycle",
    flow: "start",
    key_results: "add_key_result edit_key_result",
    objectives: "carry_objective close_objective commit_objective edit_objective "
    "override_health propose_objective",
    people: "add_member add_team edit_settings edit_team",
    proposals: "merge propose shortlist take",
    series: "edit_series move_meeting skip_meeting",
}
CALLS: dict[str, Callable[..., object]] = {
    name: getattr(module, name) for module, names in _MADE_BY.items() for name in names.split()
}
"""What people do in the story, by the function's name; `_Story` has those that need its days."""


class Moment(Record):
    """One change to come."""

    at: datetime
    who: str
    edit: Callable[[Draft], object]


def demo_board(now: datetime) -> Board:
    """Return the demo board as it is now, which is aware; the same now gives an equal board.

    Raises `Refused` for a year near the ends of the calendar.
    """
    story = _Story(times(now, ZoneInfo(ZONE)))
    with STORY.open(encoding="utf-8") as lines:
        return play(story.moment(json.loads(line)) for line in lines)


def write_demo(path: str, now: datetime) -> FileStore:
    """Write the demo board to a new file and return its store.

    Played in memory and written whole or not at all; equal boards, but for the random name that
    every commit has. Raises `StoreUnsafe` when there is a file already, `StoreMissing` when its
    folder is not, and what else a store raises.
    """
    board = demo_board(now)
    store = FileStore.unwritten(path, board.settings)
    first = min(board.members.values())
    Service(store, first.handle, lambda: now).change("", lambda draft: copy_board(draft, board))
    return store


def play(moments: Iterable[Moment]) -> Board:
    """Make changes on an empty board, oldest first, each by its person and with the clock set.

    What the service and a store make of a change is made here without the way through JSON, in
    three quarters of the time; a written demo, which goes that way, is equal.
    """
    board = Board()
    for moment in sorted(moments, key=attrgetter("at")):
        board = _after(board, moment)
    return board


def set_fields(draft: Draft, key_result: int, **fields: object) -> None:
    """Set fields of a key result that a proposal has no room for."""
    draft.put(with_fields(draft.board.key_results[key_result], **fields))


class _Story:
    """The story's lines, read for the days on which it happens."""

    def __init__(self, times: Times) -> None:
        self._times = times
        uids = (uuid5(NAMESPACE_URL, f"okrboard:demo:{times.first}:{n}") for n in range(100))
        self._uid = map(str, uids).__next__
        self._calls: dict[str, Callable[..., object]] = CALLS | {
            "add_cycle": self._add_cycle,
            "close": self._close_meeting,
            "commit_goals": self._commit_goals,
            "plan_cycle": self._plan_cycle,
            "put_holidays": self._put_holidays,
            "set_fields": set_fields,
        }

    def moment(self, line: dict[str, Any]) -> Moment:
        """Return the change that a line of the file tells of."""
        week, on = line["week"], line["on"]
        day = self._times.check_in(week) if on == "check-in" else self._times.day(week, on)
        calls = [self._call(*call) for call in line["do"]]

        def edit(draft: Draft) -> None:
            logged = []
            for call, is_logged in calls:
                call(draft)
                if is_logged:
                    logged.append(draft.what)
            draft.what = "; ".join(logged + line.get("says", []))
            draft.logged = line.get("logged", draft.logged)

        return Moment(self._times.moment(day, line["at"]), line["who"], edit)

    def _call(
        self, name: str, arguments: list[Any], named: dict[str, Any] | None = None, how: str = ""
    ) -> tuple[Callable[[Draft], object], bool]:
        call, values = self._calls[name], [self._value(each) for each in arguments]
        fields = {key: self._value(each) for key, each in (named or {}).items()}
        return lambda draft: call(draft, *values, **fields), how != "untold"

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(map(self._value, value))
        if not isinstance(value, dict):
            return value
        (name, inner), *_ = value.items()
        if name == "day":
            return self._times.day(*inner)
        if name == "instant":
            week, weekday, clock = inner
            return self._times.moment(self._times.day(week, weekday), clock)
        kind = getattr(records, name)
        return kind(**{key: self._value(each) for key, each in inner.items()})

    def _add_cycle(self, draft: Draft, number: int) -> None:
        cycles.add_cycle(draft, self._times.name(number), *self._times.span(number))

    def _put_holidays(self, draft: Draft, name: str, days: Sequence[tuple[int, int, str]]) -> None:
        years = sorted({self._times.first.year, self._times.last.year})
        holidays = [Holiday(date(year, *day), what) for year in years for *day, what in days]
        series.put_holidays(draft, name, holidays)

    def _plan_cycle(self, draft: Draft, cycle: int) -> None:
        series.plan_cycle(draft, cycle, self._uid)

    def _commit_goals(self, draft: Draft, meeting: int, cycle: int) -> None:
        proposals.commit_goals(draft, meeting, cycle, self._uid)

    def _close_meeting(self, draft: Draft, meeting: int) -> None:
        zone = self._times.zone
        flow.close(draft, meeting, lambda board, held: minutes_of(board, held, zone))


def _after(board: Board, moment: Moment) -> Board:
    """Return a board after a moment, with its line in the log."""
    member = board.member_named(moment.who)
    # A file has its instants in UTC.
    at, zone = moment.at.astimezone(UTC), moment.at.tzinfo
    stamp = Stamp(moment.who, at, moment.at.date(), member.id if member else 0, zone)
    draft = Draft(board, stamp)
    moment.edit(draft)
    if draft.touches("series", "holidays"):
        sequence(board, draft)
    changes = draft.finish()
    if not changes.patches:
        return board
    counters, tables = {**board.counters, **changes.counters}, draft.board.tables
    if changes.logged:
        id = counters["changes"] = board.next_id("changes")
        patches = tuple(Patch(patch.table, patch.id, patch.before) for patch in changes.patches)
        change = Change(id, stamp.at, stamp.who, changes.what, 0, patches)
        tables["changes"] = board.changes.changed({id: change}, ())
    for patch in changes.patches:
        counters[patch.table] = max(counters.get(patch.table, 0), patch.id)
    return Board(tables, counters, board.rev + 1)
