"""Other implementations read our files and agree with plain zoneinfo arithmetic.

recurring-ical-events and dateutil are Python packages and always there. ical.js and rrule.js need
`OKRBOARD_TEST_NPM=FOLDER` where `npm install ical.js rrule` ran, and node; calcurse and khal are
Debian packages. Where one is missing its tests say so and are skipped.
"""

from __future__ import annotations

import os
import shutil
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import calendar_readers as readers
import pytest
from calendar_data import UID, Moved, changed, fridays
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrboard.calendar.check import check
from okrboard.calendar.ical import calendar_file, resources
from okrboard.calendar.plan import Plan

pytestmark = pytest.mark.slow

FIRST = datetime(2025, 12, 1, tzinfo=UTC)
LAST = datetime(2028, 3, 1, tzinfo=UTC)
NAMED = (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Jerusalem", "UTC",
)  # fmt: skip
EVERY = sorted(
    name
    for name in zoneinfo.available_timezones()
    if name not in ("localtime", "Factory", "posixrules")
)


@pytest.fixture(scope="module", autouse=True)
def _newest_zones() -> Iterator[None]:
    """Let the readers, too, take the package's time zones: the system's may be older."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def expected(plan: Plan) -> readers.Instants:
    """When the meetings are, by zoneinfo alone: no code of the export."""
    zone = zoneinfo.ZoneInfo(plan.series.zone)
    moves = {move.on: move.start for move in plan.series.moves}
    skips = {skip.on for skip in plan.series.skips}
    found: readers.Instants = set()
    day = plan.series.first
    while day <= plan.series.last:
        if day.weekday() == plan.series.weekday:
            wall = datetime.combine(day, time.fromisoformat(plan.series.at))
            wall = moves.get(day, wall)
            if day not in skips:
                start = int(wall.replace(tzinfo=zone).timestamp())
                found.add((start, start + plan.series.minutes * 60))
            day += timedelta(days=7 * plan.series.every)
        else:
            day += timedelta(days=1)
    return found


def by_check(data: bytes, first: datetime, last: datetime) -> readers.Instants:
    """What `calendar check` lists."""
    report = check(data)
    assert report.breaches == ()
    return {
        (int(each.start.timestamp()), int(each.end.timestamp()))
        for each in report.instants
        if not each.cancelled
    }


PYTHON = (by_check, readers.by_recurring_ical_events, readers.by_dateutil)


@st.composite
def plans(draw: st.DrawFn, zones: tuple[str, ...] | list[str] = EVERY) -> Plan:
    first = draw(st.dates(date(2026, 1, 1), date(2027, 3, 1)))
    plan = fridays(
        weekday=draw(st.integers(0, 6)),
        at=time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 15, 30, 59)))),
        zone=draw(st.sampled_from(zones)),
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 270))),
        minutes=draw(st.sampled_from((1, 30, 60, 150))),
        every=draw(st.integers(1, 3)),
        alarm_minutes=draw(st.sampled_from((0, 15))),
    )
    days = [each.day for each in _rule(plan)]
    some = st.lists(st.sampled_from(days), max_size=4, unique=True) if days else st.just([])
    moves = {}
    for day in draw(some):
        minutes = draw(st.integers(-12 * 24 * 60, 12 * 24 * 60))
        usual = datetime.combine(day, time.fromisoformat(plan.series.at))
        moves[day] = Moved(usual + timedelta(minutes=minutes), "moved")
    return changed(plan, skips=dict.fromkeys(draw(some), "off"), moves=moves)


def _rule(plan: Plan) -> list:  # type: ignore[type-arg]
    from okrboard.calendar.plan import occurrences

    return occurrences(plan)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plans())
def test_three_readers_agree_with_plain_arithmetic(plan: Plan) -> None:
    wanted = expected(plan)
    made = list(resources([plan]).values())
    if not made:
        assert wanted == set()
        return
    data = calendar_file([plan], "x")
    for read in PYTHON:
        assert read(data, FIRST, LAST) == wanted, read.__name__
        assert set().union(*(read(each, FIRST, LAST) for each in made)) == wanted, read.__name__


@pytest.mark.parametrize("part", range(6))
def test_every_zone_is_read_alike_on_both_sides_of_its_switches(part: int) -> None:
    for place, name in enumerate(EVERY[part::6]):
        plan = fridays(
            zone=name, first=date(2026, 8, 1), last=date(2027, 5, 1), skips={date(2026, 10, 9): ""}
        )
        data = calendar_file([plan], "x")
        wanted = expected(plan)
        readings = PYTHON if place % 8 == 0 else (by_check,)
        for read in readings:
            assert read(data, FIRST, LAST) == wanted, (name, read.__name__)


def busy(zone: str, at: time = time(15), weekday: int = 4) -> Plan:
    """A cycle across both switches with a skip, moves inside and one far away."""
    plan = fridays(
        uid=f"{UID}-{zone.replace('/', '-')}-{at:%H%M}",
        zone=zone,
        at=at,
        weekday=weekday,
        first=date(2026, 9, 1),
        last=date(2027, 4, 30),
    )
    days = [each.day for each in _rule(plan)]
    return changed(
        plan,
        skips={days[0]: "late start", days[9]: "fair"},
        moves={
            days[5]: Moved(datetime.combine(days[5] - timedelta(days=1), time(10))),
            days[12]: Moved(datetime.combine(days[12] + timedelta(days=2), time(9))),
            days[20]: Moved(datetime.combine(days[20] + timedelta(days=9), time(11))),
        },
        alarm_minutes=15,
    )


CASES = [
    *(busy(zone) for zone in NAMED),
    *(busy(zone, time(2, 30), 6) for zone in ("Europe/Berlin", "America/New_York")),
    busy("Australia/Lord_Howe", time(1, 45), 6),
    changed(busy("Europe/Berlin", time(9), 0), every=2, moves={}, skips={}),
]


def _name(plan: Plan) -> str:
    return f"{plan.series.zone} {plan.series.at}"


def need_npm() -> None:
    if not os.environ.get("OKRBOARD_TEST_NPM") or not shutil.which("node"):
        pytest.skip("needs node, and OKRBOARD_TEST_NPM with the npm packages ical.js and rrule")


def need_same_zone(plan: Plan) -> None:
    """A program of the system reads the system's zones, which may be older than ours."""
    from okrboard.calendar.timezone import switches

    ours = switches(plan.series.zone, FIRST, LAST)
    try:
        data = Path("/usr/share/zoneinfo", plan.series.zone).read_bytes()
    except OSError:
        pytest.skip("this machine has no time zones of its own")
    with_system = zoneinfo.ZoneInfo.from_file(BytesIO(data))
    half = timedelta(minutes=30)
    for each in ours:
        if any(
            at.astimezone(with_system).utcoffset() != at.astimezone(zone).utcoffset()
            for zone in (zoneinfo.ZoneInfo(plan.series.zone),)
            for at in (each.at - half, each.at)
        ):
            pytest.skip(f"the time zones of this machine are older: {plan.series.zone} differs")


def need(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"needs the program {program}")


@pytest.mark.parametrize("plan", CASES, ids=_name)
@pytest.mark.parametrize("read", PYTHON, ids=lambda read: read.__name__)
def test_python_readers_agree_on_the_named_zones(
    plan: Plan, read: Callable[[bytes, datetime, datetime], readers.Instants]
) -> None:
    assert read(calendar_file([plan], "x"), FIRST, LAST) == expected(plan)


@pytest.mark.parametrize("plan", CASES, ids=_name)
@pytest.mark.parametrize(
    "read", [readers.by_ical_js, readers.by_rrule_js], ids=lambda read: read.__name__
)
def test_javascript_readers_agree(
    plan: Plan, read: Callable[[bytes, datetime, datetime], readers.Instants]
) -> None:
    need_npm()
    assert read(calendar_file([plan], "x"), FIRST, LAST) == expected(plan)


def test_all_series_in_one_file_agree_in_ical_js() -> None:
    need_npm()
    wanted = set().union(*map(expected, CASES))
    assert readers.by_ical_js(calendar_file(CASES, "x", "a@example.org"), FIRST, LAST) == wanted


@pytest.mark.parametrize("plan", [busy("UTC"), busy("Europe/Berlin")], ids=_name)
def test_ical_agrees_and_shows_moved_meetings_twice_in_utc(plan: Plan) -> None:
    pytest.importorskip("ical")
    assert readers.by_ical(calendar_file([plan], "x"), FIRST, LAST) == expected(plan)
    assert b"RECURRENCE-ID;TZID=" in calendar_file([plan], "x")


@pytest.mark.parametrize("plan", CASES, ids=_name)
def test_khal_agrees(plan: Plan, tmp_path: Path) -> None:
    need("khal")
    need_same_zone(plan)
    assert readers.by_khal(calendar_file([plan], "x"), FIRST, LAST, tmp_path) == expected(plan)


@pytest.mark.parametrize("plan", CASES, ids=_name)
def test_calcurse_agrees_but_does_not_know_moved_meetings(plan: Plan, tmp_path: Path) -> None:
    need("calcurse")
    need_same_zone(plan)
    if plan.series.at < "04":
        pytest.skip("in the night of a switch calcurse turns half an hour into none")
    plan = changed(plan, moves={})
    data = calendar_file([plan], "x")
    found = readers.by_calcurse(data, FIRST, LAST, tmp_path, plan.series.zone)
    assert found == expected(plan)
