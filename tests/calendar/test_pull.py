"""What people did to our events in their own programs: recognised, offered, and left as it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from calendar_data import Moved, calendar, changed, event
from hypothesis import event as noted
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from okrboard.calendar.caldav import Resource
from okrboard.calendar.check import check
from okrboard.calendar.ical import resources
from okrboard.calendar.meaning import HASH, pack, read, stated, untouched
from okrboard.calendar.merge import Pair
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import SyncStep, overwriting, paired, plan_publication
from okrboard.calendar.pull import Offer, Stranger, offers, stranger
from okrboard.calendar.reading import parse
from okrboard.calendar.timezone import zone
from okrboard.domain.records import Publication, Series

CASES = Path(__file__).parent / "files"
UID = "3529e22a-9986-4e44-9b51-10846a0b4961"
ALARMED = "4f669af4-31b2-43e5-9920-8a2898451762"
BERLIN = zone("Europe/Berlin")
LAST = date(2026, 12, 31)
PLAN = Plan(
    Series(
        1, "check-in", UID, "OKR check-in", 4, "15:00", 30, "Europe/Berlin",
        date(2026, 9, 1), LAST,
    ),
    description="What drove the key results, what the gap is, what did not work and its quick fix,"
    " what we do next week.\n\nAgenda: arrive · last actions · key results · the others ·"
    " confidence · action plan · wins · close\n\nJoin: okrboard meet check-in",
)  # fmt: skip
DATA = resources([PLAN])[UID]


def told(plan: Plan) -> dict[str, Publication]:
    """Return what the board remembers after it has published a plan."""
    found = paired([plan], [Resource(uid, "", data) for uid, data in resources([plan]).items()])
    return {pair.uid: Publication(1, "", pair.uid, pack(pair.here)) for pair in found if pair.here}


def both(theirs: bytes, plan: Plan = PLAN, before: Plan = PLAN) -> Pair:
    """Return our event beside theirs, after `before` was published and `plan` came of it."""
    remote = [Resource(f"https://a.example/cal/{plan.uid}.ics", '"1"', theirs)]
    return next(pair for pair in paired([plan], remote, told(before)) if pair.uid == plan.uid)


def case(name: str) -> bytes:
    return (CASES / f"{name}.ics").read_bytes()


def facts(data: bytes) -> dict[str, str]:
    return read(data, UID, BERLIN, LAST).facts


def brief(found: list[Offer]) -> list[tuple[Any, ...]]:
    return [
        (one.change, one.day and f"{one.day:%m-%d}", one.start and f"{one.start:%m-%d %H:%M}",
         one.value, one.takes)
        for one in found
    ]  # fmt: skip


def step_of(theirs: bytes, plan: Plan = PLAN, before: Plan = PLAN) -> SyncStep:
    (step,) = plan_publication([both(theirs, plan, before)])
    return step


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pull-allday", [("all-day", None, None, "", False)]),
        ("pull-apple_default_alarm", []),
        ("pull-extra_weekday", [("extra", "09-07", "09-07 15:00", "16", False)]),
        ("pull-mac_split_past_new_uid", [("changes", "11-06", "11-06 09:00", "", True)]),
        (
            "pull-move_and_longer",
            [("moved", "10-02", "10-01 09:00", "", True), ("own", "10-02", None, "90", False)],
        ),
        ("pull-one_longer", [("own", "10-02", None, "90", False)]),
        ("pull-room_all", [("text", None, None, "Room 9", True)]),
        ("pull-this_and_future_range", [("changes", "11-06", "11-06 09:00", "", True)]),
        ("pull-vendor_tz", []),
        ("pull-windows_tz", []),
        ("pull-until_shortened", [("ends", "12-04", None, "2026-11-27", True)]),
    ],
)
def test_what_was_done_with_one_hand_is_one_offer(
    name: str, expected: list[tuple[Any, ...]]
) -> None:
    assert brief(offers(both(case(name)))) == expected


CHANGED = {
    "place": changed(PLAN, location="Room 1"),
    "skip": changed(PLAN, skips={date(2026, 9, 18): "fair"}),
    "move": changed(PLAN, moves={date(2026, 9, 18): Moved(datetime(2026, 9, 17, 10))}),
    "longer": changed(PLAN, minutes=45),
    "end": changed(PLAN, last=date(2026, 12, 20)),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("pull-*.ics")))
def test_ours_is_published_and_nothing_of_theirs_is_told_back(name: str, change: str) -> None:
    before, wanted = facts(case(name)), facts(resources([CHANGED[change]])[UID])
    pair = both(case(name), CHANGED[change])
    step = step_of(case(name), CHANGED[change])
    if pair.merged.ours:
        assert step.verb == "update"
        written = facts(step.data)
        for key in {*before, *wanted, *written}:
            source = wanted if key in pair.merged.ours else before
            # A meeting with a time in a series of whole days has a length of its own.
            alone = key.endswith(" minutes") and before["at"] == "date"
            if key != "zone" and not alone:
                assert written.get(key, "") == source.get(key, ""), key
        assert check(step.data).instants
        assert step.left == pair.merged.left
    else:
        assert step.verb in ("conflict", "unchanged")


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("pull-*.ics")))
def test_our_words_written_over_theirs_say_what_the_board_says(name: str) -> None:
    (step,) = overwriting(plan_publication([both(case(name))]), [UID])
    if name in ("pull-apple_default_alarm", "pull-vendor_tz", "pull-windows_tz"):
        assert step.verb == "unchanged"
        return
    assert step.verb == "update"
    assert facts(step.data) == facts(DATA)
    assert untouched(step.data)


def test_a_resource_with_something_of_theirs_is_not_called_ours() -> None:
    step = step_of(case("pull-one_longer"), CHANGED["place"])
    assert stated(step.data) == ""
    assert b"DTEND;TZID=Europe/Berlin:20261002T163000" in step.data


def test_only_what_both_changed_waits_and_the_rest_goes_on() -> None:
    plan = changed(PLAN, location="Room 1", skips={date(2026, 9, 18): "fair"})
    step = step_of(case("pull-room_all"), plan)
    assert (step.verb, set(step.left), step.open) == ("update", {"location"}, True)
    assert [offer.contested for offer in step.offers] == [True]
    assert b"LOCATION:Room 9" in step.data
    assert b"EXDATE;TZID=Europe/Berlin:20260918T150000" in step.data


def test_words_somebody_wrote_stay_though_ours_change_weekly() -> None:
    theirs = DATA.replace(b"\r\n ", b"").replace(b"What drove", b"Bring coffee. What drove")
    later = changed(PLAN, description="Talk about KR1 first", location="Room 1")
    step = step_of(theirs, later)
    assert (step.verb, set(step.left), step.open) == ("update", {"description"}, False)
    assert b"Bring coffee." in step.data
    assert b"Room 1" in step.data


def test_ours_goes_into_another_rule_with_meetings_moved_before() -> None:
    before = changed(CHANGED["move"], location="Room 1")
    theirs = resources([before])[UID].replace(b"BYDAY=FR", b"BYDAY=MO,FR")
    for after in (changed(before, location=""), changed(before, minutes=45), CHANGED["skip"]):
        step = step_of(theirs, after, before)
        assert step.verb == "update"
        assert b"BYDAY=MO,FR" in step.data


RULE_DAYS = [date(2026, 9, 4) + timedelta(weeks=week) for week in range(17)]


def _skipped(days: set[date]) -> dict[date, str]:
    return dict.fromkeys(days, "")


EDITS: dict[str, st.SearchStrategy[Any]] = {
    "skips": st.sets(st.sampled_from(RULE_DAYS), max_size=3).map(_skipped),
    "moves": st.dictionaries(
        st.sampled_from(RULE_DAYS), st.sampled_from((-2, -1, 1, 2)), max_size=3
    ).map(lambda moved: {day: _moved(day, by) for day, by in moved.items()}),
    "minutes": st.sampled_from((30, 45)),
    "at": st.sampled_from((time(15), time(9))),
    "last": st.sampled_from((LAST, date(2026, 12, 1), date(2027, 1, 20))),
    "first": st.sampled_from((date(2026, 9, 1), date(2026, 10, 1))),
    "weekday": st.sampled_from((4, 4, 3)),
    "location": st.sampled_from(("", "Room 1", "Room 2")),
    "summary": st.sampled_from((PLAN.series.summary, "Theirs")),
}  # fmt: skip
plans = st.fixed_dictionaries({}, optional=EDITS).map(lambda edit: changed(PLAN, **edit))


def _moved(day: date, by: int) -> Moved:
    return Moved(datetime.combine(day + timedelta(days=by), time(11)))


@pytest.mark.slow
@given(plans, plans, plans)
@settings(max_examples=100, deadline=None)
def test_whatever_two_people_did_each_gets_what_is_theirs(
    before: Plan, ours: Plan, theirs: Plan
) -> None:
    there = resources([theirs])[UID].replace(HASH.encode(), b"X-OTHER")
    pair = both(there, ours, before)
    (step,) = plan_publication([pair])
    if step.verb == "update":
        written = facts(step.data)
        for key in {*written, *pair.here, *pair.there} - {"zone"}:
            source = pair.here if key in pair.merged.ours else pair.there
            assert written.get(key, "") == source.get(key, ""), key
        assert Calendar.from_ical(step.data).to_ical()
    elif pair.merged.ours:
        # Two rules that cannot be one: nothing is written, and somebody is asked.
        noted("ours does not fit")
        assert step.verb == "conflict"
        assert step.open
    offered = {key for offer in step.offers for key in offer.keys}
    assert offered == pair.merged.left or "cancelled" in {offer.change for offer in step.offers}


# This one and all that follow.


def split_off(uid: str, first: str, last: str, at: str = "090000") -> Stranger:
    other = stranger(
        calendar(
            event(
                f"UID:{uid}",
                "SUMMARY:OKR check-in",
                f"DTSTART;TZID=Europe/Berlin:{first}T{at}",
                f"DTEND;TZID=Europe/Berlin:{first}T{int(at) + 4500:06}",
                f"RRULE:FREQ=WEEKLY;UNTIL={last}T225959Z",
            )
        ),
        uid,
        BERLIN,
        LAST,
    )
    assert other is not None
    return other


def test_a_series_going_on_as_another_event_changes_that_day() -> None:
    rest = split_off("rest", "20261203", "20261224")
    (offer,) = offers(both(case("pull-until_shortened")), [rest])
    assert brief([offer]) == [("changes", "12-03", "12-03 09:00", "45", True)]
    assert offer.successor == "rest"


def test_a_series_split_from_its_past_changes_from_its_new_start() -> None:
    past = split_off("past", "20260904", "20261030", "150000")
    (offer,) = offers(both(case("pull-mac_split_past_new_uid")), [past])
    assert (offer.change, offer.day, offer.successor) == ("changes", date(2026, 11, 6), "past")


def test_an_event_that_only_has_the_same_name_is_no_other_half() -> None:
    unrelated = [
        split_off("before", "20260904", "20261224"),
        split_off("far", "20270305", "20270326"),
        split_off("rest", "20261203", "20261224")._replace(summary="Lunch"),
    ]
    (offer,) = offers(both(case("pull-until_shortened")), unrelated)
    assert (offer.change, offer.successor) == ("ends", "")


def test_a_later_start_at_the_same_time_is_a_later_beginning() -> None:
    theirs = DATA.replace(b"20260904T", b"20260925T")
    assert brief(offers(both(theirs))) == [("begins", "09-25", None, "", True)]


def test_a_later_start_on_another_weekday_changes_from_there() -> None:
    theirs = (
        DATA.replace(b"20260904T", b"20261105T").replace(b"BYDAY=FR", b"BYDAY=TH")
    )  # fmt: skip
    assert brief(offers(both(theirs))) == [("changes", "11-05", "11-05 15:00", "", True)]


def test_the_last_meetings_deleted_singly_are_taken_out_singly() -> None:
    gone = b"EXDATE;TZID=Europe/Berlin:20261218T150000,20261225T150000\r\nSUMMARY"
    found = offers(both(DATA.replace(b"SUMMARY", gone)))
    assert [(one.change, one.day) for one in found] == [
        ("skipped", date(2026, 12, 18)), ("skipped", date(2026, 12, 25)),
    ]  # fmt: skip


# What is everybody's own.


def test_a_personal_alarm_is_nobodys_change_and_stays() -> None:
    plan = changed(PLAN, uid=ALARMED)
    theirs = case("caldav-apple-default-alarm").replace(
        b"TRANSP:OPAQUE", b"X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\r\nTRANSP:TRANSPARENT"
    )
    assert offers(both(theirs, plan, plan)) == []
    assert step_of(theirs, plan, plan).verb == "unchanged"
    step = step_of(theirs, changed(plan, at=time(16)), plan)
    assert step.verb == "update"
    for line in (
        b"\r\nUID:BA59",
        b"X-APPLE-DEFAULT-ALARM:TRUE",
        b"TRIGGER;VALUE=DATE-TIME:19760401T005545Z",
        b"X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
        b"TRANSP:TRANSPARENT",
        b"DTSTART;TZID=Europe/Berlin:20260904T160000",
    ):
        assert step.data.count(line) == 1
    assert untouched(step.data)


def test_the_boards_alarm_follows_the_board_beside_others() -> None:
    before = changed(PLAN, alarm_minutes=15)
    theirs = resources([before])[UID].replace(
        b"BEGIN:VALARM", b"BEGIN:VALARM\r\nUID:mine\r\nACTION:DISPLAY\r\n"
        b"DESCRIPTION:x\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nBEGIN:VALARM", 1,
    )  # fmt: skip
    assert step_of(theirs, before, before).verb == "unchanged"
    later = step_of(theirs, changed(before, alarm_minutes=5), before).data
    assert later.count(b"BEGIN:VALARM") == 2
    assert (later.count(b"TRIGGER:-PT15M"), later.count(b"TRIGGER:-PT5M")) == (1, 1)
    none = step_of(theirs, changed(before, alarm_minutes=0), before).data
    assert (none.count(b"BEGIN:VALARM"), none.count(b"UID:mine")) == (1, 1)
    # Who deleted ours keeps it deleted, as long as the board does not change it.
    without = resources([PLAN])[UID]
    moved = step_of(without, changed(before, at=time(16)), before).data
    assert b"BEGIN:VALARM" not in moved


def test_an_invitation_and_a_higher_number_of_theirs_are_kept() -> None:
    theirs = DATA.replace(b"SEQUENCE:0", b"SEQUENCE:7\r\nATTENDEE;CN=Bo:mailto:bo@example.org")
    data = step_of(theirs, CHANGED["place"]).data
    assert b"ATTENDEE;CN=Bo:mailto:bo@example.org" in data
    assert b"SEQUENCE:7" in data


def test_a_server_that_rewrites_the_meaningless_is_no_conflict() -> None:
    lines = DATA.replace(b"\r\n ", b"").split(b"\r\n")
    begin, end = lines.index(b"BEGIN:VEVENT"), lines.index(b"END:VEVENT")
    inside = [line for line in lines[begin + 1 : end] if not line.startswith(b"X-")]
    rule = next(line for line in inside if line.startswith(b"RRULE"))
    inside[inside.index(rule)] = b"RRULE:BYDAY=FR;COUNT=17;FREQ=WEEKLY"
    inside = [line.replace(b"SEQUENCE:0", b"SEQUENCE:3") for line in reversed(inside)]
    inside = [line for line in inside if not line.startswith((b"DTEND", b"CREATED"))]
    inside += [b"DURATION:PT1800S", b"CREATED:20270101T000000Z", b"CLASS:PUBLIC"]
    theirs = b"\r\n".join([*lines[: begin + 1], *inside, *lines[end:]])
    assert not untouched(theirs)
    assert step_of(theirs).verb == "unchanged"
    assert offers(both(theirs)) == []
    step = step_of(theirs, CHANGED["skip"])
    assert (step.verb, step.left) == ("update", frozenset())


LINES = (
    resources([changed(CHANGED["move"], alarm_minutes=5)])[UID]
    .replace(b"\r\n ", b"")
    .split(b"\r\n")
)
GARBAGE = ["", "x", ":", "20269999T999999", "00010101T000000", "99991231T235959Z", "20260904",
           "25000101T000000", "P999W", "-PT0S", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU;UNTIL=x",
           "FREQ=YEARLY;COUNT=99999", "19000101T000000,20260911T150000", "CANCELLED", "\\",
           "ä" * 90]  # fmt: skip


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(GARBAGE)), max_size=3),
    st.lists(st.integers(0, len(LINES) - 1), max_size=2),
    st.sampled_from(sorted(CHANGED)),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_program_made_of_it_every_other_is_published(
    broken: list[tuple[int, str]], twice: list[int], change: str
) -> None:
    lines = list(LINES)
    for index, value in broken:
        if not lines[index].startswith((b"BEGIN", b"END", b"UID")):
            lines[index] = lines[index].partition(b":")[0] + b":" + value.encode()
    for index in twice:
        if not lines[index].startswith((b"BEGIN", b"END")):
            lines.insert(index, lines[index])
    other = changed(PLAN, uid="another-series")
    remote = [Resource(f"https://a.example/{UID}.ics", '"1"', b"\r\n".join(lines))]
    pairs = paired([CHANGED[change], other], remote, told(PLAN))
    for overwrite in ((), (UID,)):
        steps = {step.uid: step for step in overwriting(plan_publication(pairs), overwrite)}
        assert steps["another-series"].verb == "create"
        if steps[UID].verb == "update":
            assert parse(steps[UID].data)


def test_an_unreadable_event_is_said_and_blocks_no_other() -> None:
    broken = DATA.replace(b"FREQ=WEEKLY", b"FREQ=SECONDLY")
    other = changed(PLAN, uid="another-series")
    remote = [Resource(f"https://a.example/{UID}.ics", '"1"', broken)]
    first, second = plan_publication(paired([PLAN, other], remote, told(PLAN)))
    assert (first.verb, first.offers[0].change) == ("conflict", "unreadable")
    assert second.verb == "create"


def test_what_was_deleted_there_is_asked_about_and_not_remade() -> None:
    known = told(PLAN)
    (step,) = plan_publication(paired([PLAN], [], known))
    assert (step.verb, step.open, step.why) == ("conflict", True, "was deleted in the calendar")
    assert [offer.change for offer in step.offers] == ["deleted"]
    (left,) = plan_publication(paired([PLAN], [], {UID: known[UID]._replace(gone=True)}))
    assert (left.verb, left.open) == ("unchanged", False)
    (again,) = overwriting(plan_publication(paired([PLAN], [], known)), [UID])
    assert again.verb == "create"
