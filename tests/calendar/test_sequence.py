"""What raises SEQUENCE, and what only moves LAST-MODIFIED."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from calendar_data import Moved, fridays

from okrboard.calendar.sequence import content, schedule


@pytest.mark.parametrize(
    "change",
    [
        {"at": time(16)}, {"minutes": 45}, {"weekday": 3}, {"every": 2}, {"zone": "Europe/Paris"},
        {"last": date(2026, 12, 20)}, {"skips": {date(2026, 10, 9): ""}}, {"state": "cancelled"},
        {"moves": {date(2026, 10, 9): Moved(datetime(2026, 10, 8, 9))}},
        {"days_off": {date(2026, 10, 9): "free"}},
    ],
)  # fmt: skip
def test_a_new_time_asks_for_a_new_sequence(change: dict[str, Any]) -> None:
    later = fridays(**change)
    assert schedule(later) != schedule(fridays())
    assert content(later) != content(fridays())


@pytest.mark.parametrize(
    "change",
    [{"summary": "x"}, {"description": "x"}, {"location": "x"}, {"url": "x"}, {"alarm_minutes": 5}],
)
def test_new_words_move_only_the_date_of_change(change: dict[str, Any]) -> None:
    later = fridays(**change)
    assert schedule(later) == schedule(fridays())
    assert content(later) != content(fridays())


def test_what_is_not_exported_changes_nothing() -> None:
    same = fridays(
        sequence=9,
        modified=datetime(2027, 1, 1, tzinfo=UTC),
        skips={date(2026, 10, 10): "no meeting that day anyway"},
        last=date(2026, 12, 30),
    )
    assert schedule(same) == schedule(fridays())
    assert content(same) == content(fridays())
