"""A CalDAV server: find calendars, read what is ours, store and delete with conditions.

Promises: a write says what it expects to be there, so nobody's change is overwritten unseen; a
collection's own address is never written; errors are one line. One resource a UID, `<UID>.ics`.
An XML answer with a DTD (every XML bomb needs one) or over the byte limit is refused before
anything is built from it; nothing outside is ever loaded.
Source: RFC 4791, 4918, 5397, 6764.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import sleep as wait
from typing import Literal
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from okrboard.calendar.meaning import meaning, uids
from okrboard.connect.http import Request, Response, fetch, join, place
from okrboard.connect.secrets import origin
from okrboard.domain.record import Record
from okrboard.errors import Unreachable, Unreadable, UsageError
from okrboard.text import squeeze

Outcome = Literal["stored", "changed", "exists", "gone"]

MAX_BYTES = 4_000_000
_MAX_RESOURCES = 5000
_MAX_WAIT = 10.0
"""Seconds that a server may ask us to wait; longer is told to the person."""
_RETRIES = 2
_WRITE = frozenset(("write", "write-content", "all", "bind"))
_XML = ("Content-Type", "application/xml; charset=utf-8")
_ICS = ("Content-Type", "text/calendar; charset=utf-8")
_PRINCIPAL, _HOMES = "current-user-principal", "calendar-home-set"
_ASKED = ("D:resourcetype", "D:displayname", "D:current-user-principal", "C:calendar-home-set",
          "C:supported-calendar-component-set", "D:current-user-privilege-set")  # fmt: skip
_MEANINGS = {
    401: "says that user or password are wrong",
    403: "gives no right to do that",
    404: "has no calendar at this address",
    405: "does not allow that at this address",
    407: "is behind a proxy that wants a password",
    409: "has no such calendar, or the event contradicts another one",
    410: "has no calendar at this address any more",
    412: "says that somebody changed it in between",
    413: "finds the event too large",
    415: "does not take iCalendar files here",
    423: "has locked it; try again later",
    429: "is asked too often; try again later",
    500: "failed on its side",
    502: "cannot reach its own calendar; try again later",
    503: "is not available now; try again later",
    504: "cannot reach its own calendar; try again later",
    507: "has no room left",
}


class Calendar(Record):
    """A calendar that takes events."""

    url: str
    """Ends with a slash."""
    name: str


class Resource(Record):
    """One stored file of a calendar."""

    url: str
    etag: str
    """Opaque, with its quotes; empty when the server gives none."""
    data: bytes = b""


class Stored(Record):
    """What came of a write."""

    outcome: Outcome
    url: str
    etag: str = ""


class DavResponse(Record):
    """One resource of a multistatus, with what the server says of it."""

    href: str
    status: int
    properties: Mapping[str, Element]
    """Those that the server has, by their names in DAV and CalDAV."""

    def text(self, name: str) -> str:
        """Return the text of a property as it stands; empty without one."""
        prop = self.properties.get(name)
        return "" if prop is None else prop.text or ""

    def inside(self, name: str, path: str = "*") -> list[Element]:
        """Return the elements in a property."""
        prop = self.properties.get(name)
        return [] if prop is None else prop.findall(path)

    def hrefs(self, name: str) -> list[str]:
        """Return the addresses in a property, as they are written."""
        return [_text(each) for each in self.inside(name, f"{_DAV}href")]

    @property
    def etag(self) -> str:
        """Its ETag; empty when the server gives none."""
        return self.text("getetag").strip()

    @property
    def kinds(self) -> set[str]:
        """What it is: `calendar`, `collection`, …"""
        return {_local(each.tag) for each in self.inside("resourcetype")}

    @property
    def takes_events(self) -> bool:
        """Whether it is a calendar that may be written to, for all that the server says."""
        listed = self.inside("supported-calendar-component-set")
        rights = self.inside("current-user-privilege-set", f"{_DAV}privilege/*")
        return (
            "calendar" in self.kinds
            and (not listed or "VEVENT" in (each.get("name", "").upper() for each in listed))
            and (not rights or any(_local(each.tag) in _WRITE for each in rights))
        )


class Client:
    """Talks to one server with one credential."""

    def __init__(self, settings: Request, *, sleep: Callable[[float], object] = wait) -> None:
        """Take an address, its credential and limits; `sleep` waits when the server says so."""
        self._settings = settings._replace(max_bytes=MAX_BYTES)
        self._sleep = sleep
        self.url = settings.url

    def calendars(self) -> list[Calendar]:
        """Return the calendars that take events: the address itself, or what it leads to."""
        here = self._first(self.url, _ASKED)
        leads = here is not None and (
            "calendar" in here.kinds or here.hrefs(_PRINCIPAL) or here.hrefs(_HOMES)
        )
        if not leads:
            here = self._first(join(self.url, "/.well-known/caldav"), _ASKED) or here
        if here is None:
            raise Unreachable(f"{place(self.url)} speaks no CalDAV at this address.")
        listed, homes = [here], here.hrefs(_HOMES)
        if "calendar" not in here.kinds:
            for principal in here.hrefs(_PRINCIPAL) if not homes else ():
                url = join(here.href, principal)
                answer = self._first(url, (f"C:{_HOMES}",))
                homes += [join(url, home) for home in answer.hrefs(_HOMES)] if answer else []
            urls = [join(here.href, home) for home in homes]
            listed = [each for url in urls for each in self._propfind(url, _ASKED, depth="1")]
        by_address = {
            same(each.href): Calendar(_folder(each.href), squeeze(each.text("displayname"), 200))
            for each in listed
            if each.takes_events
        }
        return [by_address[key] for key in sorted(by_address)]

    def names(self, calendar: str) -> dict[str, Resource]:
        """Return the resources of a calendar by file name, without their data."""
        responses = self._propfind(calendar, ("D:getetag", "D:resourcetype"), depth="1")
        if len(responses) > _MAX_RESOURCES:
            raise Unreachable(f"{place(calendar)}: the calendar holds too many events.")
        return {
            unquote(urlsplit(each.href).path.rpartition("/")[2]): Resource(each.href, each.etag)
            for each in responses
            if "collection" not in each.kinds and same(each.href) != same(calendar)
        }

    def read(self, calendar: str, urls: list[str]) -> list[Resource]:
        """Return resources with their data; what is gone is left out."""
        resources: list[Resource] = []
        for start in range(0, len(urls), 50):
            paths = [urlsplit(url).path for url in urls[start : start + 50]]
            named = "".join(f"<D:href>{escape(path)}</D:href>" for path in paths)
            body = _document("C:calendar-multiget", f"{_WITH_DATA}{named}")
            resources += self._report(calendar, body)
        return resources

    def with_uid(self, calendar: str, uid: str) -> Resource | None:
        """Return the resource that holds a UID, whatever it is called."""
        resources = self._report(calendar, _query("UID", uid))
        return next((one for one in resources if uids(one.data) == {uid}), None)

    def named(self, calendar: str, summary: str) -> list[Resource]:
        """Return the resources with an event of a name, as the server compares names."""
        return self._report(calendar, _query("SUMMARY", summary))

    def get(self, url: str) -> Resource | None:
        """Return one resource, or None when it is gone."""
        answer = self._ask("GET", url, (200, 404, 410))
        if answer.status != 200:
            return None
        return Resource(url, answer.headers.get("etag", ""), answer.body)

    def create(self, calendar: str, uid: str, data: bytes) -> Stored:
        """Store a new resource; `exists` when the name or the UID is taken (with its address)."""
        url = join(_folder(calendar), quote(f"{uid}.ics", safe=""))
        return self._put(url, data, ("If-None-Match", "*"), "exists")

    def update(self, resource: Resource, data: bytes) -> Stored:
        """Replace a resource that is still as it was read; otherwise `changed` or `gone`."""
        if resource.etag:
            return self._put(resource.url, data, ("If-Match", resource.etag), "changed")
        now = self._changed(resource)
        return now or self._put(resource.url, data, ("If-Match", "*"), "gone")

    def delete(self, resource: Resource) -> Stored:
        """Delete a resource that is still as it was read; what is gone already is fine."""
        expect = (("If-Match", resource.etag),) if resource.etag else ()
        now = None if expect else self._changed(resource)
        if now is not None:
            return now._replace(outcome="stored") if now.outcome == "gone" else now
        answer = self._ask("DELETE", resource.url, (200, 202, 204, 404, 410, 412), expect)
        return Stored("changed" if answer.status == 412 else "stored", resource.url)

    def _changed(self, resource: Resource) -> Stored | None:
        """Compare what is there with what was read, for a server without ETags."""
        now = self.get(resource.url)
        if now is None:
            return Stored("gone", resource.url)
        same_meaning = meaning(now.data) == meaning(resource.data)
        return None if same_meaning else Stored("changed", resource.url, now.etag)

    def _put(self, url: str, data: bytes, expect: tuple[str, str], otherwise: Outcome) -> Stored:
        if url.endswith("/"):
            # A PUT to the collection replaces the whole calendar on some servers.
            raise UsageError("A calendar's own address is never written.")
        good = (200, 201, 202, 204, 400, 403, 404, 409, 412)
        answer = self._ask("PUT", url, good, (_ICS, expect), data)
        if answer.status == 412:
            return Stored(otherwise, url)
        if answer.status >= 400:
            reason, href = condition(answer.body)
            if reason == "no-uid-conflict":
                return Stored("exists", join(url, href) if href else url)
            raise _refusal(answer)
        etag = answer.headers.get("etag", "")
        if not etag:
            response = self._first(url, ("D:getetag",))
            etag = "" if response is None else response.etag
        return Stored("stored", url, etag)

    def _first(self, url: str, names: tuple[str, ...]) -> DavResponse | None:
        """Return what a server says of one address, or None where it speaks no CalDAV."""
        try:
            return next(iter(self._propfind(url, names, depth="0")), None)
        except _NotHere:
            return None

    def _propfind(self, url: str, names: tuple[str, ...], depth: str) -> list[DavResponse]:
        asked = "".join(f"<{name}/>" for name in names)
        body = _document("D:propfind", f"<D:prop>{asked}</D:prop>")
        good = (200, 207, 400, 404, 405, 410, 501)
        answer = self._ask("PROPFIND", url, good, (("Depth", depth), _XML), body)
        if answer.status != 207:
            raise _NotHere(f"{place(url)} has no calendar at this address.")
        return _located(answer)

    def _report(self, url: str, body: bytes) -> list[Resource]:
        answer = self._ask("REPORT", url, (207,), (("Depth", "1"), _XML), body)
        return [
            Resource(each.href, each.etag, data.encode("utf-8", "replace"))
            for each in _located(answer)
            if each.status == 200 and (data := each.text("calendar-data"))
        ]

    def _ask(
        self, method: str, url: str, good: tuple[int, ...],
        headers: tuple[tuple[str, str], ...] = (), body: bytes = b"",
    ) -> Response:  # fmt: skip
        """Send a request; waits and repeats when the server asks for it."""
        request = self._settings._replace(url=url, method=method, headers=headers, body=body)
        credential = request.credential
        if origin(url) != origin(self.url) and not (credential and credential.fits(url)):
            raise Unreachable(
                f"{place(self.url)} leads to {place(url)}, which its password is not for. If"
                f' you trust it, add to that [[credential]]: also = ["{place(url)}"]'
            )
        answer = fetch(request)
        for _ in range(_RETRIES):
            pause = _wait_for(answer)
            if pause is None:
                break
            self._sleep(pause)
            answer = fetch(request)
        if answer.status not in good:
            raise _refusal(answer)
        return answer


class _NotHere(Unreachable):
    """There is no CalDAV at an address."""


def same(url: str) -> str:
    """Return an address in the form in which two of them are compared."""
    parts = urlsplit(url)
    return f"{place(url)}{unquote(parts.path).rstrip('/')}"


def _folder(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _refusal(answer: Response) -> Unreachable:
    """Return the error for an answer that is not what was asked for."""
    meant = _MEANINGS.get(answer.status, "answers with something else than CalDAV")
    reason, _ = condition(answer.body[:20_000]) if answer.body else ("", "")
    code = f"{answer.status}, {reason}" if reason.replace("-", "").isalnum() else answer.status
    return Unreachable(f"{place(answer.url)} {meant} ({code}).")


def _wait_for(answer: Response) -> float | None:
    """Return the seconds after which to ask again, or None (RFC 9110 10.2.3; only seconds)."""
    if answer.status not in (429, 503):
        return None
    after = answer.headers.get("retry-after", "1")
    seconds = float(after) if after.isascii() and after.isdecimal() else _MAX_WAIT + 1
    return seconds if seconds <= _MAX_WAIT else None


# XML.

_DAV = "{DAV:}"
_CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns:D="DAV:"'
    ' xmlns:C="urn:ietf:params:xml:ns:caldav">'
)
_WITH_DATA = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"


def _document(name: str, body: str) -> bytes:
    return f"{_HEAD.format(name=name)}{body}</{name}>".encode()


def _query(name: str, text: str) -> bytes:
    """Return the body that asks for the events whose UID or SUMMARY holds a text (or more)."""
    match = f'<C:text-match collation="i;octet">{escape(text)}</C:text-match>'
    event = f'<C:prop-filter name="{name}">{match}</C:prop-filter>'
    for component in ("VEVENT", "VCALENDAR"):
        event = f'<C:comp-filter name="{component}">{event}</C:comp-filter>'
    return _document("C:calendar-query", f"{_WITH_DATA}<C:filter>{event}</C:filter>")


def _located(answer: Response) -> list[DavResponse]:
    """Return what an answer names, with whole addresses."""
    responses = read_multistatus(answer.body)
    return [one._replace(href=join(answer.url, one.href)) for one in responses if one.href]


def read_multistatus(data: bytes) -> list[DavResponse]:
    """Return the responses of a multistatus; raises Unreadable for anything else."""
    root = _parse(data)
    if root.tag != f"{_DAV}multistatus":
        raise Unreadable("The server's answer is no CalDAV answer.")
    return [_response(each) for each in root.findall(f"{_DAV}response")]


def condition(data: bytes) -> tuple[str, str]:
    """Return the reason in a DAV:error body and the address it names; empty when there is none."""
    try:
        root = _parse(data)
    except Unreadable:
        return "", ""
    if root.tag != f"{_DAV}error" or not len(root):
        return "", ""
    return _local(root[0].tag), _text(root.find(f".//{_DAV}href"))


def _parse(data: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > MAX_BYTES:
        raise Unreadable("The server's answer is too long: not read.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("The server's answer holds a DTD, which no CalDAV answer needs.") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("The server's answer is no XML.") from None
    return root


def _response(response: Element) -> DavResponse:
    """Return a response with the properties that the server has."""
    properties: dict[str, Element] = {}
    for block in response.findall(f"{_DAV}propstat"):
        if _status(block.find(f"{_DAV}status")) == 200:
            for prop in block.iterfind(f"{_DAV}prop/*"):
                if prop.tag.startswith((_DAV, _CALDAV)):
                    properties[_local(prop.tag)] = prop
    href, status = _text(response.find(f"{_DAV}href")), _status(response.find(f"{_DAV}status"))
    return DavResponse(href, status, properties)


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _status(element: Element | None) -> int:
    """Return the number in `HTTP/1.1 404 Not Found`."""
    words = _text(element).split()
    return int(words[1]) if len(words) > 1 and words[1][:3].isdecimal() else 200


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
