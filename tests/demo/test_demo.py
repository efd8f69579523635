"""The demo board: alive, valid, the same for the same now, and sound on any day of the year."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from demo_story.script import story_times

from okrboard.demo import demo_board
from okrboard.domain import formulas
from okrboard.domain.board import Board
from okrboard.domain.measure import measure_objective
from okrboard.domain.records import Objective
from okrboard.domain.rewind import board_at
from okrboard.domain.schema import from_json
from okrboard.errors import Refused
from okrboard.text import clean_lines

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)

DAYS = [
    pytest.param(
        datetime(2027, 6, 1, 9, tzinfo=UTC) + timedelta(days=17 * n, hours=n),
        marks=pytest.mark.slow,
    )
    for n in range(24)
]
ODD_MOMENTS = [
    datetime(2027, 1, 1, 0, 0, tzinfo=ZONE),
    datetime(2027, 1, 1, 15, 44, tzinfo=ZONE),
    datetime(2027, 1, 1, 15, 45, tzinfo=ZONE),
    datetime(2026, 12, 24, 12, tzinfo=ZONE),
    datetime(2026, 12, 25, 18, tzinfo=ZONE),
    datetime(2026, 12, 31, 23, 59, tzinfo=ZONE),
    datetime(2028, 2, 29, 12, tzinfo=ZONE),
    datetime(2026, 3, 29, 2, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 20, 15, 44, tzinfo=ZONE),
    datetime(2026, 11, 20, 15, 45, tzinfo=ZONE),
    datetime(2026, 11, 22, 23, 59, tzinfo=ZoneInfo("Pacific/Kiritimati")),
]


@cache
def board_of(now: datetime) -> Board:
    return demo_board(now)


def today_of(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def computed_health(board: Board, objective: Objective, today: date) -> str:
    return measure_objective(board, objective, board.cycles[objective.cycle], today).computed


def column_of(board: Board, objective: Objective, today: date) -> str:
    if objective.stage != "committed":
        return "done" if objective.stage == "closed" else "proposed"
    return objective.override or computed_health(board, objective, today)


def running(board: Board, today: date) -> list[Objective]:
    cycle = board.cycle_on(today)
    assert cycle is not None
    return board.objectives_in(cycle.id)


@pytest.mark.parametrize("now", [*DAYS, *ODD_MOMENTS], ids=str)
def test_every_column_is_filled_on_any_day(now: datetime) -> None:
    board, today = board_of(now), today_of(now)
    columns = Counter(column_of(board, objective, today) for objective in running(board, today))
    assert columns == {
        "proposed": 1,
        "off_track": 1,
        "at_risk": 2,
        "stale": 1,
        "on_track": 4,
        "done": 1,
    }


@pytest.mark.parametrize("now", [*DAYS, *ODD_MOMENTS], ids=str)
def test_now_is_in_week_eleven_or_twelve_of_eighteen(now: datetime) -> None:
    board, today = board_of(now), today_of(now)
    cycle = board.cycle_on(today)
    assert cycle is not None
    assert (today - cycle.first).days // 7 + 1 in (11, 12)
    assert (cycle.last - cycle.first).days == 18 * 7 - 1


@pytest.mark.parametrize("now", [*DAYS, *ODD_MOMENTS], ids=str)
def test_nothing_lies_in_the_future(now: datetime) -> None:
    board, today = board_of(now), today_of(now)
    assert all(change.at <= now for change in board.changes.values())
    assert all(check_in.at <= now for check_in in board.check_ins.values())
    assert all(check_in.on <= today for check_in in board.check_ins.values())


@pytest.mark.parametrize("now", [*DAYS, *ODD_MOMENTS], ids=str)
def test_nobody_meets_on_christmas_or_new_year(now: datetime) -> None:
    quiet = {(1, 1), (12, 25), (12, 26)}
    days = {check_in.on for check_in in board_of(now).check_ins.values()}
    assert not {day for day in days if (day.month, day.day) in quiet}


def test_four_hundred_days_each_have_a_running_cycle_and_a_week() -> None:
    for number in range(400):
        for hour in (0, 12, 23):
            now = datetime(2027, 10, 1, hour, 50, tzinfo=ZONE) + timedelta(days=number)
            story = story_times(now, ZONE)
            assert story.first.weekday() == 0
            assert story.first + timedelta(weeks=10, days=4) <= now.date() <= story.last
            assert story.meeting(10, 44) <= now
            assert now - story.meeting(10, 0) < timedelta(days=10)
            assert len({story.name(cycle) for cycle in (-1, 0, 1)}) == 3


def test_the_same_now_gives_an_equal_board() -> None:
    one, other = demo_board(NOW), demo_board(NOW)
    assert {name: dict(table) for name, table in one.tables.items()} == {
        name: dict(table) for name, table in other.tables.items()
    }
    assert one.counters == other.counters


def test_the_numbers_are_those_that_the_product_promises() -> None:
    board = board_of(NOW)
    objectives = running(board, today_of(NOW))
    key_results = [kr for o in objectives for kr in board.key_results_of(o.id)]
    assert 7 <= len(objectives) <= 10
    assert 24 <= len(key_results) <= 27
    assert len(board.teams) == 3
    assert 6 <= len(board.members) <= 8
    assert {o.level for o in objectives} == {"company", "team", "individual"}
    assert [cycle.state for cycle in board.cycles.values()] == ["closed", "running", "planning"]
    assert len(board.objectives_in(3)) == 2
    weeks = {c.on.isocalendar()[:2] for kr in key_results for c in board.check_ins_of(kr.id)}
    assert len(weeks) == 10


def test_key_results_of_every_kind_are_there() -> None:
    board = board_of(NOW)
    kinds = set()
    for kr in board.key_results.values():
        if kr.kind == "metric":
            kinds.add("up" if kr.target > kr.start else "down")
        elif kr.kind == "threshold":
            kinds.add(kr.keep)
        else:
            kinds.add("steps" if len(kr.steps) > 1 else "yes/no")
    assert kinds == {"up", "down", "above", "below", "steps", "yes/no"}


def test_the_company_s_stories_are_told() -> None:
    board = board_of(NOW)
    by_title = {kr.title: kr for kr in board.key_results.values() if kr.objective > 5}
    accuracy = by_title["Accuracy of audits"]
    assert (accuracy.start, accuracy.target) == (80.0, 99.1)
    growth = board.latest(by_title["Clinic growth this month"].id)
    assert growth is not None
    assert growth.value == 188.0
    pages = by_title["Pages a week"]
    latest = board.latest(pages.id)
    assert latest is not None
    progress = formulas.progress(pages.start, pages.target, latest.value)
    assert progress is not None
    assert progress < 0
    assert [len(by_title[t].steps) for t in ("Three SOPs in daily use", "Quality manual")] == [3, 6]
    eased = by_title["Invoices paid late"]
    assert [(old.target, bool(old.reason)) for old in eased.retargets] == [(5.0, True)]
    assert len(by_title["Drivers past the test"].checkpoints) == 2


def test_one_objective_is_overridden_with_a_reason() -> None:
    board, today = board_of(NOW), today_of(NOW)
    (overridden,) = (o for o in running(board, today) if o.override)
    assert (overridden.override, computed_health(board, overridden, today)) == (
        "at_risk",
        "on_track",
    )
    assert overridden.override_reason
    assert overridden.override_by


def test_check_ins_have_drivers_of_every_kind_and_a_rest() -> None:
    board = board_of(NOW)
    kinds = {d.kind for c in board.check_ins.values() for d in c.drivers}
    assert kinds == {"action", "outside", "luck", "measurement"}
    left = []
    for kr in board.key_results.values():
        before = kr.start
        for check_in in board.check_ins_of(kr.id):
            if check_in.drivers:
                shares = [driver.share for driver in check_in.drivers]
                left.append(formulas.unexplained(check_in.value - before, shares))
            before = check_in.value
    assert 0.6 < left.count(0.0) / len(left) < 0.95


def test_actions_are_open_kept_dropped_and_carried() -> None:
    board, today = board_of(NOW), today_of(NOW)
    actions = list(board.actions.values())
    assert {action.state for action in actions} == {"open", "kept", "dropped"}
    assert max(action.carried for action in actions) >= 3
    assert {action.moved for action in actions if action.state == "kept"} == {True, False}
    overdue = [a for a in actions if a.state == "open" and a.due and a.due < today]
    assert len(overdue) == 1


def test_the_closed_cycle_has_scores_and_outcomes() -> None:
    closed = board_of(NOW).objectives_in(1)
    assert {o.outcome for o in closed} == {"partly", "reached", "carried", "dropped", "missed"}
    assert all(o.lesson for o in closed)
    for objective in closed:
        pairs = []
        for kr in board_of(NOW).key_results_of(objective.id):
            latest = board_of(NOW).latest(kr.id)
            assert latest is not None
            pairs.append((formulas.progress(kr.start, kr.target, latest.value), kr.weight))
        mean = formulas.objective_progress(pairs)
        assert mean is not None
        assert objective.score is None or abs(mean.value - objective.score) < 0.01


def test_the_log_is_in_order_and_every_change_is_by_a_member() -> None:
    board = board_of(NOW)
    instants = [change.at for change in board.changes.values()]
    assert instants == sorted(instants)
    assert {change.who for change in board.changes.values()} == {
        member.handle for member in board.members.values()
    }
    assert all(change.what for change in board.changes.values())


def test_the_log_leads_back_to_an_empty_board() -> None:
    board = board_of(NOW)
    empty = board_at(board, datetime(2020, 1, 1, tzinfo=UTC))
    unlogged = ("changes", "votes", "cards", "proposals")
    assert not any(empty.table(name) for name in board.tables if name not in unlogged)


def test_every_record_reads_back_from_its_json() -> None:
    for table in board_of(NOW).tables.values():
        for id, record in table.items():
            assert from_json(type(record), table.raw(id), id) == record


def test_titles_fit_on_cards_and_no_text_needs_cleaning() -> None:
    board = board_of(NOW)
    assert all(len(o.title) <= 32 for o in board.objectives.values())
    assert all(len(kr.title) <= 24 for kr in board.key_results.values())
    for table in board.tables.values():
        for record in table.values():
            for name, value in record._asdict().items():
                if isinstance(value, str) and name != "minutes_text":
                    assert clean_lines(value) == value == value.strip()


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_refused_in_one_line(year: int) -> None:
    with pytest.raises(Refused, match="OKRBOARD_NOW"):
        demo_board(datetime(year, 6, 1, tzinfo=UTC))
