"""The cycle again: each week as it was, from one walk back over the log."""

from __future__ import annotations

from datetime import UTC, date, datetime

from support.making import furnished

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.rewind import board_at, replay, weeks
from okrboard.service import Service
from okrboard.storage.store import MemoryStore


def test_the_weeks_of_a_cycle_are_its_fridays_and_today() -> None:
    board = furnished().board
    found = weeks(board, board.cycles[1], date(2026, 9, 16))
    assert found == [date(2026, 9, 4), date(2026, 9, 11), date(2026, 9, 16)]
    assert weeks(board, board.cycles[1], date(2027, 5, 1))[-1] == date(2026, 12, 31)
    assert weeks(board, board.cycles[1], date(2026, 8, 1)) == []


def test_each_day_shows_the_board_as_it_was_at_its_end() -> None:
    now = datetime(2026, 10, 2, 13, tzinfo=UTC)
    store = MemoryStore(furnished().board)
    service = Service(store, "ana", lambda: now)
    for day, value in ((2, 30), (9, 28), (16, 24)):
        now = datetime(2026, 10, day, 13, tzinfo=UTC)
        service.change("", lambda draft, v=value: check_in(draft, 1, v))  # type: ignore[misc]
    days = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 9), date(2026, 10, 16)]
    seen = {day: board.latest(1) for day, board in replay(service.board, days, UTC)}
    assert [seen[day] and seen[day].value for day in days] == [None, 30, 28, 24]  # type: ignore[union-attr]
    past = board_at(service.board, datetime(2026, 10, 9, 23, tzinfo=UTC)).latest(1)
    assert past is not None
    assert past.value == 28
