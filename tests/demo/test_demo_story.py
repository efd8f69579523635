"""The shipped file and the story of `demo_story` make the same board, record by record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from demo_story.build import build_demo
from demo_story.write import story
from support.marks import sieges

from okrboard.demo import demo_board
from okrboard.demo.play import CALLS, STORY
from okrboard.domain.board import Board

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
FRIDAYS = [NOW + timedelta(weeks=week) for week in range(53)]
ODD_MOMENTS = [
    datetime(2026, 3, 29, 2, 30, tzinfo=UTC),
    datetime(2026, 10, 23, 16, tzinfo=ZONE),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 30, 16, tzinfo=ZONE),
    datetime(2026, 12, 25, 18, tzinfo=ZONE),
    datetime(2027, 1, 1, 15, 44, tzinfo=ZONE),
    datetime(2027, 1, 8, 15, 45, tzinfo=ZONE),
    datetime(2027, 4, 2, 16, tzinfo=ZONE),
    datetime(2028, 2, 29, 12, tzinfo=ZONE),
    datetime(2026, 1, 3, 12, tzinfo=ZONE),
]
"""Around changes of clocks and years, and after check-ins that were held two days early."""


def records(board: Board) -> dict[str, dict[int, object]]:
    return {name: dict(table) for name, table in board.tables.items()}


def assert_equal(now: datetime) -> None:
    shipped, told = demo_board(now), build_demo(now)
    assert records(shipped) == records(told)
    assert (shipped.counters, shipped.rev) == (told.counters, told.rev)


@pytest.mark.slow
@pytest.mark.parametrize("now", [*FRIDAYS[::4], *sieges(FRIDAYS)], ids=str)
def test_the_file_is_the_story_on_each_of_53_fridays(now: datetime) -> None:
    assert_equal(now)


@pytest.mark.parametrize("now", ODD_MOMENTS, ids=str)
def test_the_file_is_the_story_on_odd_days(now: datetime) -> None:
    assert_equal(now)


def test_the_shipped_file_is_written_from_the_story() -> None:
    assert STORY.read_text(encoding="utf-8") == story()


def test_every_call_that_the_file_may_make_is_made() -> None:
    text = STORY.read_text(encoding="utf-8")
    assert not [name for name in CALLS if f'["{name}",' not in text]


def test_the_file_names_no_date() -> None:
    assert "202" not in STORY.read_text(encoding="utf-8")


def test_another_seed_moves_the_minutes_and_no_number() -> None:
    one, other = build_demo(NOW, seed=3), build_demo(NOW, seed=4)
    assert [c.at for c in one.check_ins.values()] != [c.at for c in other.check_ins.values()]
    assert [c.value for c in one.check_ins.values()] == [c.value for c in other.check_ins.values()]
