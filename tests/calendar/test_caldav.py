"""CalDAV against a real Radicale: found, created, updated, contested, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from calendar_data import UID, Moved, calendar, changed, event, fridays
from radicale_server import PASSWORD, USER, make_calendar, radicale
from support.published import look

from okrboard.calendar.caldav import Client, Resource
from okrboard.calendar.check import check
from okrboard.calendar.ical import resources
from okrboard.calendar.meaning import HASH, meaning, pack, stated
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import (
    carry_out,
    overwriting,
    paired,
    remote_resources,
)
from okrboard.calendar.pull import Offer, offers
from okrboard.connect.http import Request
from okrboard.connect.secrets import Credential, origin
from okrboard.domain.records import Publication
from okrboard.errors import Unreachable, UsageError

pytestmark = pytest.mark.slow

PLAN = fridays(
    skips={date(2026, 10, 9): "fair"},
    moves={
        date(2026, 10, 16): Moved(datetime(2026, 10, 15, 10), "travel"),
        date(2026, 11, 6): Moved(datetime(2026, 11, 20, 9), "far"),
    },
    alarm_minutes=15,
)
SERIES = resources([PLAN])[UID]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("radicale")
    with radicale(folder) as url:
        make_calendar(url, "tasks", "VTODO")
        yield url


@pytest.fixture
def team(address: str) -> str:
    return make_calendar(address, f"team-{uuid4().hex[:8]}")


def connect(url: str, password: str = PASSWORD) -> Client:
    credential = Credential(frozenset((origin(url),)), password, USER)
    return Client(Request(url, credential=credential, allow_loopback=True, seconds=10))


def edit(url: str, old: str, new: str) -> None:
    """Somebody else changes a resource in their own client."""
    answer = httpx.get(url, auth=(USER, PASSWORD), trust_env=False, verify=False)
    text = answer.text.replace("\r\n ", "")
    assert old in text
    changed = httpx.put(
        url, content=text.replace(old, new), auth=(USER, PASSWORD), trust_env=False, verify=False
    )
    assert changed.status_code in (201, 204)


def verbs(client: Client, team: str, *plans: object, **more: object) -> list[str]:
    return [step.verb for step in look(client, team, list(plans), **more)]  # type: ignore[arg-type]


def offered(client: Client, team: str, plan: Plan) -> list[Offer]:
    """Return what somebody changed since the plan was published as it is."""
    wanted = resources([plan])
    as_told = paired([plan], [Resource(uid, "", data) for uid, data in wanted.items()])
    known = {
        pair.uid: Publication(1, "", pair.uid, pack(pair.here)) for pair in as_told if pair.here
    }
    remote = remote_resources(client, team, [plan])
    return [offer for pair in paired([plan], remote, known) for offer in offers(pair)]


def test_calendars_are_found_from_server_principal_or_calendar(address: str, team: str) -> None:
    for url in (address, f"{address}/", f"{address}/{USER}/", team):
        found = connect(url).calendars()
        assert team in [each.url for each in found]
        assert all("tasks" not in each.url for each in found)
    assert connect(team).calendars()[0].name.startswith("Team-")


def test_a_wrong_password_is_told_without_the_password(address: str) -> None:
    with pytest.raises(Unreachable, match="password are wrong") as error:
        connect(address, "s3cr3t-canary").calendars()
    assert "s3cr3t-canary" not in str(error.value)


def test_another_users_calendar_gives_no_right(address: str) -> None:
    with pytest.raises(Unreachable, match="403"):
        connect(f"{address}/bo/x/").names(f"{address}/bo/x/")


def test_a_resource_is_created_read_updated_and_deleted(team: str) -> None:
    client = connect(team)
    made = client.create(team, UID, SERIES)
    assert (made.outcome, made.url) == ("stored", f"{team}{UID}.ics")
    assert made.etag.startswith('"')
    (found,) = client.read(team, [made.url])
    assert found.etag == made.etag
    assert meaning(found.data) == meaning(SERIES) == stated(found.data)
    assert check(found.data).instants == check(SERIES).instants
    later = resources([changed(PLAN, at=time(16))])[UID]
    updated = client.update(found, later)
    assert updated.outcome == "stored"
    assert updated.etag != made.etag
    assert client.delete(found).outcome == "changed"
    assert client.delete(found._replace(etag=updated.etag)).outcome == "stored"
    assert client.get(made.url) is None
    assert client.delete(found).outcome == "stored"


def test_what_somebody_else_stored_is_never_overwritten(team: str) -> None:
    client = connect(team)
    made = client.create(team, UID, SERIES)
    assert client.create(team, UID, SERIES).outcome == "exists"
    edit(made.url, "SUMMARY:Check-in", "SUMMARY:Theirs")
    assert client.update(Resource(made.url, made.etag), SERIES).outcome == "changed"
    now = client.get(made.url)
    assert now is not None
    assert b"SUMMARY:Theirs" in now.data


def test_a_uid_under_another_name_is_found(team: str) -> None:
    client = connect(team)
    httpx.put(
        f"{team}other.ics", content=SERIES, auth=(USER, PASSWORD), trust_env=False, verify=False
    )
    found = client.with_uid(team, UID)
    assert found is not None
    assert found.url == f"{team}other.ics"
    assert client.with_uid(team, UID[:-2]) is None
    created = client.create(team, UID, SERIES)
    assert created.outcome == "exists"
    assert "unchanged" in verbs(client, team, PLAN)


def test_a_calendars_own_address_is_never_written(team: str) -> None:
    client = connect(team)
    with pytest.raises(UsageError):
        client.update(Resource(team, '"x"'), SERIES)


def test_publishing_twice_changes_nothing(team: str) -> None:
    client = connect(team)
    steps = look(client, team, [PLAN])
    assert [step.verb for step in steps] == ["create", "create"]
    assert client.names(team) == {}
    assert all(done.ok for done in carry_out(client, team, steps))
    before = client.names(team)
    assert verbs(client, team, PLAN) == ["unchanged", "unchanged"]
    assert all(done.ok for done in carry_out(client, team, look(client, team, [PLAN])))
    assert client.names(team) == before


def test_a_changed_schedule_changes_there_and_what_left_it_goes(team: str) -> None:
    client = connect(team)
    carry_out(client, team, look(client, team, [PLAN]))
    later = changed(PLAN, at=time(16), moves={}, sequence=1)
    steps = look(client, team, [later])
    assert sorted(step.verb for step in steps) == ["delete", "update"]
    assert all(done.ok for done in carry_out(client, team, steps))
    (only,) = remote_resources(client, team, [], [UID])
    assert check(only.data).instants == check(resources([later])[UID]).instants
    assert list(client.names(team)) == [f"{UID}.ics"]
    gone = look(client, team, [], retired=[UID])
    assert [step.verb for step in gone] == ["delete"]
    carry_out(client, team, gone)
    assert client.names(team) == {}


def test_what_is_not_ours_is_not_touched(team: str) -> None:
    client = connect(team)
    theirs = calendar(event("UID:theirs", "DTSTAMP:20260101T000000Z", "DTSTART:20260904T130000Z",
                            "DTEND:20260904T133000Z"))  # fmt: skip
    httpx.put(
        f"{team}theirs.ics", content=theirs, auth=(USER, PASSWORD), trust_env=False, verify=False
    )
    before = client.names(team)["theirs.ics"]
    carry_out(client, team, look(client, team, [PLAN]))
    carry_out(client, team, look(client, team, [], retired=[UID]))
    assert client.names(team)["theirs.ics"] == before


def test_a_change_in_the_calendar_is_a_conflict_until_decided(team: str) -> None:
    client = connect(team)
    carry_out(client, team, look(client, team, [PLAN]))
    edit(f"{team}{UID}.ics", "SUMMARY:Check-in", "SUMMARY:Theirs")
    assert "conflict" in verbs(client, team, PLAN)
    done = carry_out(client, team, look(client, team, [PLAN]))
    assert [each.message for each in done if not each.ok] == ["was changed in the calendar"]
    carry_out(client, team, overwriting(look(client, team, [PLAN]), [UID]))
    assert verbs(client, team, PLAN) == ["unchanged", "unchanged"]


def test_a_change_between_looking_and_doing_is_seen(team: str) -> None:
    client = connect(team)
    carry_out(client, team, look(client, team, [PLAN]))
    steps = look(client, team, [changed(PLAN, at=time(16))])
    edit(f"{team}{UID}.ics", "SUMMARY:Check-in", "SUMMARY:Theirs")
    done = [each for each in carry_out(client, team, steps) if each.step.uid == UID]
    assert not done[0].ok
    assert "somebody changed" in done[0].message


def test_moves_made_in_the_calendar_are_offered(team: str) -> None:
    client = connect(team)
    carry_out(client, team, look(client, team, [PLAN]))
    assert offered(client, team, PLAN) == []
    # What the board alone has changed since is no change of theirs.
    later = changed(PLAN, at=time(16))
    remote = remote_resources(client, team, [PLAN])
    assert [offer for pair in paired([later], remote) for offer in offers(pair)] == []
    edit(f"{team}{UID}.ics", "DTSTART;TZID=Europe/Berlin:20261015T100000",
         "DTSTART;TZID=Europe/Berlin:20261015T110000")  # fmt: skip
    edit(f"{team}{UID}.ics", "DTEND;TZID=Europe/Berlin:20261015T103000",
         "DTEND;TZID=Europe/Berlin:20261015T113000")  # fmt: skip
    edit(f"{team}{UID}.ics", "EXDATE;TZID=Europe/Berlin:20261009T150000",
         "EXDATE;TZID=Europe/Berlin:20261023T150000")  # fmt: skip
    single = next(uid for uid in resources([PLAN]) if uid != UID)
    edit(f"{team}{single}.ics", "T09", "T08")
    found = offered(client, team, PLAN)
    assert {
        (each.change, each.day, each.start and f"{each.start:%m-%d %H:%M}") for each in found
    } == {
        ("moved", date(2026, 10, 16), "10-15 11:00"),
        ("restored", date(2026, 10, 9), "10-09 15:00"),
        ("skipped", date(2026, 10, 23), None),
        ("moved", date(2026, 11, 6), "11-20 08:00"),
    }
    assert all(each.series == UID for each in found)


def test_a_whole_series_moved_cancelled_or_renamed_is_one_offer(team: str) -> None:
    client = connect(team)
    plan = fridays()
    carry_out(client, team, look(client, team, [plan]))
    edit(f"{team}{UID}.ics", "SUMMARY:Check-in", "SUMMARY:Theirs")
    assert [each.change for each in offered(client, team, plan)] == ["text"]
    edit(f"{team}{UID}.ics", "20260904T15", "20260904T14")
    edit(f"{team}{UID}.ics", "UNTIL=20261225T14", "UNTIL=20261225T13")
    (offer, renamed) = offered(client, team, plan)
    assert (offer.change, offer.start and offer.start.hour) == ("series", 14)
    assert (renamed.change, renamed.value) == ("text", "Theirs")
    edit(f"{team}{UID}.ics", "STATUS:CONFIRMED", "STATUS:CANCELLED")
    assert [each.change for each in offered(client, team, plan)] == ["cancelled"]


def test_a_differing_resource_without_our_digest_is_a_conflict(team: str) -> None:
    client = connect(team)
    carry_out(client, team, look(client, team, [fridays()]))
    edit(f"{team}{UID}.ics", HASH, "X-OTHER")
    assert verbs(client, team, fridays()) == ["unchanged"]
    assert verbs(client, team, fridays(at=time(16))) == ["conflict"]


def test_a_server_that_is_strict_about_conditions_is_satisfied(tmp_path: Path) -> None:
    with radicale(tmp_path, "--storage-strict-preconditions", "True") as url:
        team = make_calendar(url, "team")
        client = connect(team)
        for plan in (PLAN, changed(PLAN, at=time(16)), changed(PLAN, moves={})):
            assert all(done.ok for done in carry_out(client, team, look(client, team, [plan])))
            assert set(verbs(client, team, plan)) == {"unchanged"}
