"""Rules of strangers: equal to dateutil where it ends, bounded where it does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from time import thread_time
from types import SimpleNamespace

import dateutil.rrule
import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrboard.calendar.reading import Property, When, expand
from okrboard.errors import Unreadable

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.fixture(autouse=True)
def _dateutil_ends_in_2035(monkeypatch: pytest.MonkeyPatch) -> None:
    """There, a rule that never matches would run to the year 9999."""
    sooner = SimpleNamespace(**{**vars(dateutil.rrule.datetime), "MAXYEAR": 2035})
    monkeypatch.setattr(dateutil.rrule, "datetime", sooner)


def listed(rule: str, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    return expand(When(start, "floating"), Property("RRULE", rule, {}, 7), low, high)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={freq}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if freq != "WEEKLY" and draw(st.booleans()):
        days = draw(st.lists(st.sampled_from((1, 3, 15, 28, 31, -1, -3)), min_size=1, max_size=3))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    if draw(st.booleans()):
        numbers = ("", "1", "2", "-1", "5") if freq in ("MONTHLY", "YEARLY") else ("",)
        # With and without numbers in one rule dateutil takes the days of both, RFC 5545 of either.
        numbered = draw(st.booleans()) and len(numbers) > 1
        chosen = st.sampled_from(numbers[1:] if numbered else ("",))
        weekdays = draw(st.lists(st.tuples(chosen, st.sampled_from(DAYS)), min_size=1, max_size=3))
        parts.append("BYDAY=" + ",".join(number + day for number, day in weekdays))
    # By week dateutil counts BYSETPOS from DTSTART in the first week, RFC 5545 from its first day.
    if freq != "WEEKLY" and len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from((1, 2, -1)))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 20))}")
    return ";".join(parts)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rules(), st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)), st.integers(0, 900))
def test_a_rule_gives_what_dateutil_gives(rule: str, start: datetime, later: int) -> None:
    start = start.replace(microsecond=0)
    low = start + timedelta(days=later)
    high = low + timedelta(days=800)
    ended = rule if "COUNT" in rule else f"{rule};UNTIL={high:%Y%m%dT%H%M%S}"
    found = takewhile(lambda at: at <= high, rrulestr(ended, dtstart=start))
    expected = [at for at in found if at >= low]
    assert listed(rule, start, low, high) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;INTERVAL=24", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYHOUR=1,2,3", "", "FREQ=",
        "FREQ=WEEKLY;BYDAY=2FR", "FREQ=YEARLY;BYDAY=999999MO", "FREQ=YEARLY;BYEASTER=1",
        "FREQ=YEARLY;INTERVAL=" + "9" * 400, "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;UNTIL=never",
        "FREQ=DAILY;COUNT=²", "FREQ=YEARLY;BYMONTH=" + "1," * 500,
    ],
)  # fmt: skip
def test_a_rule_that_is_not_read_is_one_line(rule: str) -> None:
    with pytest.raises(Unreadable) as error:
        listed(rule, datetime(2026, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1))
    assert "\n" not in str(error.value)
    assert "ine 7" in str(error.value)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=3;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=366",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
    ],
)
def test_a_rule_that_never_matches_ends(rule: str) -> None:
    begun = thread_time()
    start = datetime(1900, 1, 1)
    assert listed(rule, start, datetime(2026, 1, 1), datetime(2030, 1, 1)) == []
    assert thread_time() - begun < 1


def test_a_series_outside_of_the_centuries_is_not_read() -> None:
    with pytest.raises(Unreadable, match="1601"):
        listed("FREQ=YEARLY", datetime(1601, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1))
