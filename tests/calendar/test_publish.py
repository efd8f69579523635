"""What publishing would do: pure, from what is wanted and what is there."""

from __future__ import annotations

from datetime import time

import pytest
from calendar_data import UID, calendar, event, fridays

from okrboard.calendar.caldav import Resource
from okrboard.calendar.ical import resources
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import all_uids, overwriting, paired, plan_publication
from okrboard.domain.records import Publication

WANTED = [fridays()]
DATA = resources(WANTED)[UID]
LATER = [fridays(at=time(16))]
EDITED = DATA.replace(b"SUMMARY:Check-in", b"SUMMARY:Theirs")
URL = "https://a.example/cal/"


def there(*data: bytes) -> list[Resource]:
    return [Resource(f"{URL}{place}.ics", f'"{place}"', each) for place, each in enumerate(data)]


@pytest.mark.parametrize(
    ("wanted", "remote", "overwrite", "verb"),
    [
        (WANTED, (), (), "create"),
        (WANTED, (DATA,), (), "unchanged"),
        (LATER, (DATA,), (), "update"),
        ([], (DATA,), (), "delete"),
        (WANTED, (EDITED,), (), "conflict"),
        ([], (EDITED,), (), "conflict"),
        (LATER, (EDITED,), (UID,), "update"),
        ([], (EDITED,), (UID,), "delete"),
    ],
)
def test_one_step_a_uid(
    wanted: list[Plan], remote: tuple[bytes, ...], overwrite: tuple[str, ...], verb: str
) -> None:
    (step,) = overwriting(
        plan_publication(paired(wanted, there(*remote), retired=[UID])), overwrite
    )
    assert (step.verb, step.uid) == (verb, UID)


def test_somebody_made_the_very_change_that_we_want() -> None:
    plan = fridays(summary="Theirs")
    (step,) = plan_publication(paired([plan], there(EDITED)))
    assert step.verb == "unchanged"


def test_what_has_no_uid_of_ours_is_left_alone() -> None:
    theirs = calendar(event("UID:theirs", "DTSTART:20260904T130000Z"))
    junk = b"not a calendar"
    (step,) = plan_publication(paired([], there(theirs, junk, DATA), retired=[UID]))
    assert step.uid == UID


def test_a_file_shared_with_events_of_others_is_never_written() -> None:
    shared = DATA.replace(
        b"END:VCALENDAR",
        event("UID:theirs", "DTSTART:20260904T130000Z").encode() + b"END:VCALENDAR",
    )
    for wanted in (LATER, []):
        steps = plan_publication(paired(wanted, there(shared), retired=[UID]))
        (step,) = overwriting(steps, (UID,))
        assert step.verb == "conflict"


def test_a_plans_uids_are_known_for_every_day_it_may_move() -> None:
    assert len(all_uids([fridays()])) == 18


@pytest.mark.parametrize(
    "said",
    [{}, {"days": "x", "at": 3}, {"abcd-ef-gh": "=", "zone": "No/Where"}, {"9999-12-31": "="},
     {"2026-09-04": "tomorrow", "at": "noon", "days": "2026-09-04/7/17"}],
)  # fmt: skip
def test_a_memory_that_somebody_broke_by_hand_stops_nothing(said: dict[str, object]) -> None:
    known = {UID: Publication(1, "", UID, said, said)}
    for wanted in (WANTED, LATER, []):
        for remote in ((EDITED,), (DATA,), ()):
            pairs = paired(wanted, there(*remote), known, retired=[UID])
            assert all(step.uid == UID for step in plan_publication(pairs))
            assert all(step.uid == UID for step in overwriting(plan_publication(pairs), [UID]))
