"""What is owed before the next check-in, and the brief, on boards at the edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from support.making import NOW, TODAY, draft, furnished, metric, objective_of
from support.schedules import office

from okrboard.cells import width
from okrboard.domain.board import Board
from okrboard.domain.edit.actions import add_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.edit.series import move_meeting
from okrboard.domain.schedule import check_in_due, week_of
from okrboard.report.due import COLUMNS, LINES, brief_lines, owed_by
from okrboard.report.format import short_day, span_of

FRIDAY = TODAY
ANA, BEN = 1, 2


def owed(board: Board, member: int, today: date) -> list[tuple[str, bool]]:
    return [(one.ref, one.overdue) for one in owed_by(board, member, today)]


def test_a_key_result_is_owed_until_it_was_reported_in_this_week() -> None:
    made = furnished()
    check_in(made, 1, 20, on=FRIDAY - timedelta(7))
    for days, expected in ((-6, True), (-1, True), (0, True), (1, False)):
        board = made.board
        if days == 1:
            check_in(made, 1, 19, on=FRIDAY)
            board, days = made.board, 0
        refs = [ref for ref, _ in owed(board, ANA, FRIDAY + timedelta(days))]
        assert ("KR1" in refs) is expected, days


def test_it_is_overdue_when_it_is_stale() -> None:
    made = furnished()
    check_in(made, 1, 20, on=FRIDAY - timedelta(10))
    assert ("KR1", False) in owed(made.board, ANA, FRIDAY)
    assert ("KR1", True) in owed(made.board, ANA, FRIDAY + timedelta(1))


def test_the_owner_of_the_objective_owes_what_nobody_else_does() -> None:
    board = furnished().board
    assert [ref for ref, _ in owed(board, ANA, FRIDAY)] == ["KR1", "KR2", "KR3"]
    assert owed(board, BEN, FRIDAY) == []


def test_what_is_done_proposed_or_closed_is_not_owed() -> None:
    made = furnished()
    metric(made, objective_of(made, "Another"))
    check_in(made, 4, 8, on=FRIDAY - timedelta(30))
    assert "KR4" not in [ref for ref, _ in owed(made.board, ANA, FRIDAY)]


def test_an_action_is_owed_until_the_check_in_then_overdue() -> None:
    made = draft(furnished().board)
    for days in (-1, 0, 1, 7, 8):
        add_action(made, f"in {days}", owner=BEN, due=FRIDAY + timedelta(days))
    thursday = FRIDAY + timedelta(6)
    assert owed(made.board, BEN, FRIDAY) == [("A1", True), ("A2", False)]
    assert owed(made.board, BEN, thursday) == [
        ("A1", True),
        ("A2", True),
        ("A3", True),
        ("A4", False),
    ]
    keep_action(made, 1)
    assert owed(made.board, BEN, FRIDAY) == [("A2", False)]


@pytest.mark.parametrize(("weekday", "day"), [(4, 20), (0, 23), (3, 26), (5, 21)])
def test_the_next_check_in_is_today_or_the_first_such_weekday(weekday: int, day: int) -> None:
    made = draft()
    edit_settings(made, check_in_weekday=weekday)
    assert check_in_due(made.board, FRIDAY) == date(2026, 11, day)


def test_weeks_and_days_in_words() -> None:
    cycle = furnished().board.cycles[1]
    assert span_of(cycle) == "1 Sep – 31 Dec 2026"
    assert span_of(cycle._replace(last=date(2027, 1, 3))) == "1 Sep 2026 – 3 Jan 2027"
    assert [week_of(cycle, cycle.first + timedelta(days))[0] for days in (-1, 0, 6, 7)] == [
        0,
        1,
        1,
        2,
    ]
    assert week_of(cycle, cycle.last + timedelta(99)) == (18, 18)
    assert short_day(FRIDAY) == "Fri 20 Nov"


@pytest.mark.parametrize("title", ["x" * 10_000, "漢字" * 100, "a\tb\nc", "\x1b[31m"])
def test_the_brief_keeps_its_form_whatever_is_on_the_board(title: str) -> None:
    made = furnished()
    edit_settings(made, name=title)
    objective = objective_of(made, title)
    for _ in range(5):
        metric(made, objective)
    add_action(made, title, owner=ANA, due=FRIDAY - timedelta(3))
    for board in (Board(), draft().board, made.board):
        cycle = board.cycle_on(FRIDAY)
        lines = brief_lines(board, cycle, NOW, FRIDAY)
        assert len(lines) == LINES
        assert all(width(line) <= COLUMNS for line in lines)
        assert all(line.isprintable() for line in lines)


def test_what_is_owed_is_owed_since_the_check_in_that_was_held() -> None:
    room = office()
    saturday = date(2026, 12, 19)
    early = datetime(2026, 12, 23, 14, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 1, date(2026, 12, 25), early))
    for key_result in (1, 2, 3):
        room.now = datetime(2026, 12, 19, 12, tzinfo=UTC)
        room.change(partial(check_in, key_result=key_result, value=1, on=saturday))
    assert owed(room.board, ANA, date(2026, 12, 22)) == []
    assert {one.due for one in owed_by(room.board, ANA, date(2026, 12, 31))} == {date(2027, 1, 1)}
    tuesday = date(2026, 12, 22)
    assert "next check-in Wed 23 Dec" in brief_lines(
        room.board, room.board.cycles[1], room.now, tuesday
    )
