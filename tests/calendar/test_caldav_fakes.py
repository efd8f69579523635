"""CalDAV against servers that are broken, slow, hostile or poor."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from time import monotonic, process_time
from xml.sax.saxutils import escape

import pytest
from calendar_data import UID, changed, fridays
from loopback import Exchange, serving
from support.digest_server import Guarded
from support.published import look

from okrboard.calendar.caldav import MAX_BYTES, Client, Resource, condition, read_multistatus
from okrboard.calendar.ical import resources
from okrboard.calendar.plan import Plan
from okrboard.calendar.publish import bases_after, carry_out, notes, overwriting
from okrboard.connect.http import Request
from okrboard.connect.secrets import Credential, origin
from okrboard.domain.records import Publication
from okrboard.errors import OkrboardError, Unreachable, Unreadable

pytestmark = pytest.mark.slow

CANARY = "s3cr3t-canary"
PLAN = fridays()
DATA = resources([PLAN])[UID]


def connect(url: str, *also: str, seconds: float = 5, waits: list[float] | None = None) -> Client:
    credential = Credential(frozenset(origin(each) for each in (url, *also)), CANARY, "ada")
    settings = Request(url, credential=credential, allow_loopback=True, seconds=seconds)
    kept = waits if waits is not None else []
    return Client(settings, sleep=kept.append)


def multistatus(*responses: str) -> bytes:
    return (
        '<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
        + "".join(responses)
        + "</multistatus>"
    ).encode()


def response(href: str, props: str) -> str:
    return (
        f"<response><href>{href}</href><propstat><prop>{props}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat><propstat><prop><displayname/></prop>"
        "<status>HTTP/1.1 404 Not Found</status></propstat></response>"
    )


COMPONENTS = "C:supported-calendar-component-set"
RIGHTS = "current-user-privilege-set"
CALENDAR = "<resourcetype><collection/><C:calendar/></resourcetype>"


def as_it_is(data: bytes) -> bytes:
    return data


def memory(
    etags: bool, stored: dict[str, bytes], keep: Callable[[bytes], bytes] = as_it_is
) -> Callable[[Exchange], None]:
    """A small CalDAV server; without ETags it takes every write. What it keeps is `keep`'s."""

    def tag(path: str) -> str:
        return f'"{hash(stored[path])}"' if etags else ""

    def reply(exchange: Exchange) -> None:
        path, body = exchange.path, exchange.body.decode()
        there = {"ETag": tag(path)} if etags and path in stored else {}
        match exchange.command:
            case "PROPFIND":
                props = "<resourcetype/>" + ("<getetag>{}</getetag>" if etags else "")
                asked = [path] if path in stored else list(stored)
                listed = [response(each, props.format(tag(each))) for each in asked]
                folder = [] if path in stored else [response("/cal/", CALENDAR)]
                exchange.answer(207, multistatus(*folder, *listed))
            case "REPORT":
                found = [
                    response(
                        each,
                        (f"<getetag>{tag(each)}</getetag>" if etags else "")
                        + f"<C:calendar-data>{escape(data.decode())}</C:calendar-data>",
                    )
                    for each, data in stored.items()
                    if each in body or "calendar-query" in body
                ]
                exchange.answer(207, multistatus(*found))
            case "GET" | "DELETE" if path not in stored:
                exchange.answer(404)
            case "GET":
                exchange.answer(200, stored[path], there)
            case "PUT":
                stored[path] = keep(exchange.body)
                exchange.answer(204)
            case "DELETE":
                del stored[path]
                exchange.answer(204)

    return reply


def test_a_server_without_etags_is_compared_by_meaning() -> None:
    stored: dict[str, bytes] = {}
    with serving(memory(False, stored)) as server:
        url = f"{server.url}/cal/"
        client = connect(url)
        for _ in range(2):
            assert all(done.ok for done in carry_out(client, url, look(client, url, [PLAN])))
        assert [step.verb for step in look(client, url, [PLAN])] == ["unchanged"]
        later = changed(PLAN, minutes=45)
        steps = look(client, url, [later])
        assert [step.verb for step in steps] == ["update"]
        stored[f"/cal/{UID}.ics"] = DATA.replace(b"SUMMARY:Check-in", b"SUMMARY:Theirs")
        assert [done.ok for done in carry_out(client, url, steps)] == [False]
        assert b"Theirs" in stored[f"/cal/{UID}.ics"]
        stored[f"/cal/{UID}.ics"] = DATA
        assert [done.ok for done in carry_out(client, url, steps)] == [True]
        gone = look(client, url, [], retired=[UID])
        assert [done.ok for done in carry_out(client, url, gone)] == [True]
        assert stored == {}
        assert [done.ok for done in carry_out(client, url, gone)] == [True]


class Told:
    """What the board remembers of a calendar from one publication to the next."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self.known: dict[str, Publication] = {}

    def publish(self, plan: Plan, overwrite: bool = False) -> dict[str, str]:
        steps = look(self.client, self.url, [plan], (), self.known)
        if overwrite:
            steps = overwriting(steps, [step.uid for step in steps])
        done = carry_out(self.client, self.url, steps)
        bases = bases_after(self.client, self.url, done)
        for uid, made in notes(self.known, self.url, bases).items():
            if made is None:
                del self.known[uid]
            else:
                self.known[uid] = made
        return {step.uid: step.verb for step in steps}


def lines_of(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n ", b"").split(b"\r\n")


def without(*names: bytes) -> Callable[[bytes], bytes]:
    def keep(data: bytes) -> bytes:
        return b"\r\n".join(line for line in lines_of(data) if not line.startswith(names))

    return keep


def rewritten(data: bytes) -> bytes:
    """As a server stores it that knows better: other rule, other length, its own stamps, no X-."""
    changed = without(b"X-", b"DTEND", b"SEQUENCE", b"DTSTAMP", b"CREATED", b"LAST-MOD")(data)
    return (
        changed.replace(b"WKST=MO", b"WKST=SU")
        .replace(b"SUMMARY:", b"DURATION:PT0H30M\r\nDTSTAMP:20270101T000000Z\r\nSUMMARY:")
        .replace(b"STATUS:CONFIRMED\r\n", b"")
    )


KEPT = {
    "X-properties dropped": without(b"X-"),
    "everything rewritten": rewritten,
    "texts dropped": without(b"X-", b"DESCRIPTION", b"LOCATION"),
    "a shorter name": lambda data: without(b"X-")(data).replace(b"Check-in", b"Check"),
}


@pytest.mark.parametrize("etags", [True, False])
@pytest.mark.parametrize("kind", KEPT)
def test_what_a_server_makes_of_our_words_is_nobodys_change(kind: str, etags: bool) -> None:
    stored: dict[str, bytes] = {}
    path = f"/cal/{UID}.ics"
    with serving(memory(etags, stored, KEPT[kind])) as server:
        url = f"{server.url}/cal/"
        told = Told(connect(url), url)
        plan = changed(PLAN, description="What to talk about", location="Room 1")
        assert told.publish(plan) == {UID: "create"}
        assert told.publish(plan) == {UID: "unchanged"}
        later = changed(plan, skips={date(2026, 10, 9): "fair"}, description="Other")
        assert told.publish(later) == {UID: "update"}
        assert told.publish(later) == {UID: "unchanged"}
        assert b"EXDATE;TZID=Europe/Berlin:20261009T150000" in stored[path]
        # And what a person changes there is still seen, and ours goes on beside it.
        stored[path] = stored[path].replace(b"20260904T15", b"20260904T14")
        assert told.publish(later) == {UID: "conflict"}
        assert told.publish(changed(later, skips={})) == {UID: "update"}
        assert b"20260904T14" in stored[path]
        assert b"EXDATE" not in stored[path]
        assert told.publish(changed(later, skips={})) == {UID: "conflict"}
        assert told.publish(changed(later, skips={}), overwrite=True) == {UID: "update"}
        assert b"20260904T15" in stored[path]
        assert told.publish(changed(later, skips={})) == {UID: "unchanged"}


def test_what_does_not_fit_into_theirs_is_said_until_decided() -> None:
    stored: dict[str, bytes] = {}
    path = f"/cal/{UID}.ics"
    with serving(memory(True, stored)) as server:
        url = f"{server.url}/cal/"
        told = Told(connect(url), url)
        told.publish(PLAN)
        stored[path] = stored[path].replace(b"20260904T15", b"20260904T14")
        theirs = stored[path]
        thursdays = changed(PLAN, weekday=3, first=date(2026, 9, 3))
        for _ in range(2):
            assert told.publish(thursdays) == {UID: "conflict"}
            assert stored[path] == theirs
        # Whoever moved it moves it back: what the board wanted to say is said now.
        stored[path] = theirs.replace(b"20260904T14", b"20260904T15").replace(b"X-OKR", b"X-NO")
        assert told.publish(thursdays) == {UID: "update"}
        assert told.publish(thursdays) == {UID: "unchanged"}


def test_what_changes_while_we_look_again_is_not_the_servers_way() -> None:
    stored: dict[str, bytes] = {}
    answer = memory(True, stored, without(b"X-"))
    writes: list[str] = []

    def reply(exchange: Exchange) -> None:
        if exchange.command == "REPORT" and b"multiget" in exchange.body and len(writes) == 1:
            writes.append("theirs")
            stored.update(
                {path: data.replace(b"Check-in", b"Theirs") for path, data in stored.items()}
            )
        elif exchange.command == "PUT":
            writes.append("ours")
        answer(exchange)

    with serving(reply) as server:
        url = f"{server.url}/cal/"
        told = Told(connect(url), url)
        told.publish(PLAN)
        assert writes == ["ours", "theirs"]
        assert told.publish(PLAN) == {UID: "conflict"}


def test_a_server_that_asks_for_digest_is_published_to() -> None:
    stored: dict[str, bytes] = {}
    with serving(Guarded(memory(True, stored))) as server:
        url = f"{server.url}/cal/"
        told = Told(connect(url), url)
        assert told.publish(PLAN) == {UID: "create"}
        assert told.publish(PLAN) == {UID: "unchanged"}
        assert list(stored) == [f"/cal/{UID}.ics"]


def test_a_server_that_keeps_the_etag_for_itself_is_asked_for_it() -> None:
    stored: dict[str, bytes] = {}
    with serving(memory(True, stored)) as server:
        url = f"{server.url}/cal/"
        made = connect(url).create(url, UID, DATA)
        assert made.outcome == "stored"
        assert made.etag == f'"{hash(DATA)}"'
        assert [seen[0] for seen in server.seen] == ["PUT", "PROPFIND"]


def test_a_conflict_of_uids_names_the_other_resource() -> None:
    body = (
        b'<error xmlns="DAV:"><C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav">'
        b"<href>/cal/a%40b.ics</href></C:no-uid-conflict></error>"
    )
    with serving(lambda x: x.answer(409, body)) as server:
        url = f"{server.url}/cal/"
        made = connect(url).create(url, UID, DATA)
        assert (made.outcome, made.url) == ("exists", f"{server.url}/cal/a%40b.ics")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_never_takes_the_password(status: int) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(serving(lambda x: x.answer(207, multistatus())))
        target = {"Location": f"{other.url}/cal/"}
        server = stack.enter_context(serving(lambda x: x.answer(status, headers=target)))
        client = connect(server.url)
        for ask in (
            client.calendars,
            lambda: client.create(f"{server.url}/cal/", UID, DATA),
            lambda: client.delete(Resource(f"{server.url}/cal/x.ics", '"1"')),
        ):
            with pytest.raises(Unreachable, match="redirects to"):
                ask()
        assert other.seen == []


def test_a_home_on_another_host_needs_to_be_trusted_by_the_user() -> None:
    with ExitStack() as stack:
        listed = multistatus(response("/home/cal/", CALENDAR))
        other = stack.enter_context(serving(lambda x: x.answer(207, listed)))
        home = f"<C:calendar-home-set><href>{other.url}/home/</href></C:calendar-home-set>"
        body = multistatus(response("/", home))
        server = stack.enter_context(serving(lambda x: x.answer(207, body)))
        with pytest.raises(Unreachable, match="also") as error:
            connect(server.url).calendars()
        # The very line that is to be added.
        assert f'also = ["{other.url}"]' in str(error.value)
        assert other.seen == []
        found = connect(server.url, other.url).calendars()
        assert [each.url for each in found] == [f"{other.url}/home/cal/"]
        assert "authorization" in other.seen[0][2]


def test_the_well_known_address_is_asked_second() -> None:
    def reply(exchange: Exchange) -> None:
        if exchange.path == "/.well-known/caldav":
            exchange.answer(301, headers={"Location": "/dav/"})
        elif exchange.path == "/dav/":
            me = "<current-user-principal><href>/dav/me/</href></current-user-principal>"
            exchange.answer(207, multistatus(response("/dav/", me)))
        elif exchange.path == "/dav/me/":
            both = "<href>/dav/h1/</href><href>/dav/h2/</href>"
            homes = f"<C:calendar-home-set>{both}</C:calendar-home-set>"
            exchange.answer(207, multistatus(response("/dav/me/", homes)))
        elif exchange.path in ("/dav/h1/", "/dav/h2/"):
            tasks = CALENDAR + f'<{COMPONENTS}><C:comp name="VTODO"/></{COMPONENTS}>'
            readable = CALENDAR + f"<{RIGHTS}><privilege><read/></privilege></{RIGHTS}>"
            exchange.answer(
                207,
                multistatus(
                    response(exchange.path, "<resourcetype><collection/></resourcetype>"),
                    response(f"{exchange.path}caf%C3%A9/", CALENDAR),
                    response(f"{exchange.path}tasks/", tasks),
                    response(f"{exchange.path}shared/", readable),
                ),
            )
        else:
            exchange.answer(404)

    with serving(reply) as server:
        found = connect(f"{server.url}/start").calendars()
        assert [each.url for each in found] == [
            f"{server.url}/dav/h1/caf%C3%A9/", f"{server.url}/dav/h2/caf%C3%A9/"
        ]  # fmt: skip
        assert [seen[1] for seen in server.seen][:2] == ["/start", "/.well-known/caldav"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "password"), (403, "right"), (404, "calendar"), (423, "locked"), (500, "failed"),
     (507, "room"), (418, "something else")],
)  # fmt: skip
def test_a_refusal_is_one_line(status: int, words: str) -> None:
    body = b'<error xmlns="DAV:"><need-privileges/></error>'
    with serving(lambda x: x.answer(status, body)) as server:
        url = f"{server.url}/cal/"
        with pytest.raises(Unreachable, match=words) as error:
            connect(url).with_uid(url, UID)
        assert f"{status}, need-privileges" in str(error.value)
        assert "\n" not in str(error.value)
        assert CANARY not in str(error.value)


def test_a_busy_server_is_asked_again_when_it_says_so() -> None:
    answers = iter((503, 429, 207))

    def reply(exchange: Exchange) -> None:
        status = next(answers, 207)
        exchange.answer(status, multistatus(), {} if status == 207 else {"Retry-After": "2"})

    waits: list[float] = []
    with serving(reply) as server:
        assert connect(server.url, waits=waits).names(f"{server.url}/cal/") == {}
    assert waits == [2, 2]


def test_a_server_that_asks_for_an_hour_is_told_to_the_person() -> None:
    waits: list[float] = []
    with serving(lambda x: x.answer(503, headers={"Retry-After": "3600"})) as server:
        with pytest.raises(Unreachable, match="not available"):
            connect(server.url, waits=waits).names(f"{server.url}/cal/")
        assert len(server.seen) == 1
    assert waits == []


def test_a_slow_server_ends_at_the_deadline() -> None:
    stop = threading.Event()

    def reply(exchange: Exchange) -> None:
        exchange.send_response(207)
        exchange.send_header("Content-Length", "100000")
        exchange.end_headers()
        while not stop.wait(0.05):
            exchange.wfile.write(b" ")

    with serving(reply) as server:
        begun = monotonic()
        with pytest.raises(Unreachable, match="does not answer"):
            connect(server.url, seconds=0.5).names(f"{server.url}/cal/")
        assert monotonic() - begun < 1.5
        stop.set()


def test_a_server_that_stores_something_else_does_not_hide_it() -> None:
    stored = {"/cal/x.ics": b"not a calendar"}
    with serving(memory(True, stored)) as server:
        url = f"{server.url}/cal/"
        steps = look(connect(url), url, [PLAN])
        assert [step.verb for step in steps] == ["create"]


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
HOSTILE = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l9;</x>',
    "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 50_000}</x>',
    "a file from outside": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    "a DTD from outside": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "a login page": "<!DOCTYPE html><html><body>Sign in<br></body></html>",
    "no XML": "hello",
    "nothing": "",
    "cut off": "<multistatus xmlns='DAV:'><response>",
    "another document": "<x/>",
    "an unknown encoding": '<?xml version="1.0" encoding="klingon"?><x/>',
    "nine megabytes of elements": "<x>" + "<a/>" * 2_250_000 + "</x>",
    "deep nesting": "<a>" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_one_line_in_under_a_second(name: str) -> None:
    # Time of this process: a busy machine makes no document slower to refuse.
    begun = process_time()
    with pytest.raises(Unreadable) as error:
        read_multistatus(HOSTILE[name].encode())
    assert process_time() - begun < 1
    assert "\n" not in str(error.value)
    assert ("DTD" in str(error.value)) == ("<!DOCTYPE" in HOSTILE[name])
    assert ("too long" in str(error.value)) == (len(HOSTILE[name]) > MAX_BYTES)
    assert condition(HOSTILE[name].encode()) == ("", "")


def test_hostile_xml_from_a_server_is_an_error_like_any_other() -> None:
    body = HOSTILE["billion laughs"].encode()
    with (
        serving(lambda x: x.answer(207, body)) as server,
        pytest.raises(OkrboardError, match="DTD"),
    ):
        connect(server.url).calendars()


def test_a_server_that_names_addresses_outside_is_not_followed() -> None:
    body = multistatus(response("file:///etc/passwd", CALENDAR))
    with serving(lambda x: x.answer(207, body)) as server, pytest.raises(OkrboardError):
        connect(server.url).calendars()
