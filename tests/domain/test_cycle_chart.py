"""What a picture of a key result is made of: its own cycle's values, pace, target and forecast."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.making import FIRST, TODAY, furnished

from okrboard.domain.board import Board
from okrboard.domain.cycle_chart import CycleChart, cycle_chart
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.formulas import Forecast
from okrboard.domain.records import Checkpoint, Driver

LAST = date(2026, 12, 31)
PAGES, UPTIME, SOPS = 1, 2, 3


def chart(board: Board, key_result: int, today: date = TODAY) -> CycleChart:
    return cycle_chart(board, board.key_results[key_result], board.cycles[1], today)


def checked_in(*values: float) -> Board:
    """Return a board on which KR1 has a value a week, from 4 September."""
    made = furnished()
    for week, value in enumerate(values):
        check_in(made, PAGES, value, on=FIRST + timedelta(days=3 + 7 * week))
    return made.board


def test_a_picture_holds_the_cycle_from_first_to_last_day() -> None:
    made = furnished()
    check_in(made, PAGES, 29, on=date(2026, 9, 4), drivers=[Driver("Less load", -2)])
    check_in(made, PAGES, 28, on=date(2026, 9, 11))
    found = chart(made.board, PAGES)
    assert (found.first, found.last, found.today) == (FIRST, LAST, TODAY)
    assert [one[:2] for one in found.observations] == [
        (date(2026, 9, 4), 29.0),
        (date(2026, 9, 11), 28.0),
    ]
    assert [one.drivers for one in found.observations] == [("Less load",), ()]
    assert found.pace == ((FIRST, 31.0), (LAST, 8.0))
    assert found.forecast is None, "two values lead nowhere"
    assert found.span == (8.0, 31.0)


def test_of_several_values_of_a_day_the_newest_is_drawn() -> None:
    made = furnished()
    for value in (29, 27):
        check_in(made, PAGES, value, on=date(2026, 9, 4))
    assert [one.value for one in chart(made.board, PAGES).observations] == [27.0]


def test_on_an_earlier_day_nobody_knows_what_came_later() -> None:
    board = checked_in(30, 29, 28)
    assert len(chart(board, PAGES).observations) == 3
    assert len(chart(board, PAGES, date(2026, 9, 11)).observations) == 2


def test_a_straight_line_leads_straight_on() -> None:
    found = chart(checked_in(31, 30, 29, 28, 27), PAGES)
    # One page less a week: 31 on 4 September, so 31 - 118 / 7 on 31 December.
    assert found.forecast is not None
    assert found.forecast.value == pytest.approx(31 - 118 / 7)
    assert chart(checked_in(31, 30, 29, 28, 27), PAGES, LAST).forecast is None, "it is over"


def test_checkpoints_bend_the_pace_inside_the_cycle_only() -> None:
    made = furnished()
    checkpoints = tuple(
        Checkpoint(day, value)
        for day, value in ((date(2026, 11, 1), 12.0), (date(2026, 10, 1), 30.0), (LAST, 3.0))
    )
    made.put(made.board.key_results[PAGES]._replace(checkpoints=checkpoints))
    assert chart(made.board, PAGES).pace == (
        (FIRST, 31.0),
        (date(2026, 10, 1), 30.0),
        (date(2026, 11, 1), 12.0),
        (LAST, 8.0),
    )


def test_a_bound_is_level_and_steps_begin_at_none() -> None:
    board = furnished().board
    assert chart(board, UPTIME).pace == ((FIRST, 99.9), (LAST, 99.9))
    assert chart(board, SOPS).pace == ((FIRST, 0.0), (LAST, 4.0))


def test_a_wild_forecast_does_not_flatten_what_is_known() -> None:
    tame = chart(checked_in(31, 30), PAGES)
    wild = tame._replace(forecast=Forecast(-900.0, -1000.0, 31.0))
    assert wild.span == (8 - 11.5, 31.0), "half of what is known at the most"
    assert tame._replace(forecast=Forecast(6.0, 5.0, 7.0)).span == (5.0, 31.0)
