"""What raises SEQUENCE, and what only moves LAST-MODIFIED."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from calendar_data import fridays

from okrboard.calendar.plan import Moved
from okrboard.calendar.sequence import content_digest, schedule_digest


@pytest.mark.parametrize(
    "change",
    [
        {"at": time(16)}, {"minutes": 45}, {"weekday": 3}, {"every": 2}, {"zone": "Europe/Paris"},
        {"last": date(2026, 12, 20)}, {"skips": {date(2026, 10, 9): ""}}, {"status": "cancelled"},
        {"moves": {date(2026, 10, 9): Moved(datetime(2026, 10, 8, 9))}},
        {"holidays": {date(2026, 10, 9): "free"}},
    ],
)  # fmt: skip
def test_a_new_time_asks_for_a_new_sequence(change: dict[str, Any]) -> None:
    later = fridays()._replace(**change)
    assert schedule_digest(later) != schedule_digest(fridays())
    assert content_digest(later) != content_digest(fridays())


@pytest.mark.parametrize(
    "change",
    [{"summary": "x"}, {"description": "x"}, {"location": "x"}, {"url": "x"}, {"alarm_minutes": 5}],
)
def test_new_words_move_only_the_date_of_change(change: dict[str, Any]) -> None:
    later = fridays()._replace(**change)
    assert schedule_digest(later) == schedule_digest(fridays())
    assert content_digest(later) != content_digest(fridays())


def test_what_is_not_exported_changes_nothing() -> None:
    same = fridays()._replace(
        sequence=9,
        modified=datetime(2027, 1, 1, tzinfo=UTC),
        skips={date(2026, 10, 10): "no meeting that day anyway"},
        last=date(2026, 12, 30),
    )
    assert schedule_digest(same) == schedule_digest(fridays())
    assert content_digest(same) == content_digest(fridays())
