"""The XML of CalDAV: questions written, answers read into plain data.

Promises: an answer with a DTD (every XML bomb needs one) or over the byte limit is refused before
anything is built from it; nothing outside is ever loaded.
Source: RFC 4918 14, RFC 4791 9, RFC 6578.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from okrboard.domain.record import Record
from okrboard.errors import Unreadable
from okrboard.text import squeeze

MAX_BYTES = 4_000_000
DAV = "{DAV:}"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns:D="DAV:"'
    ' xmlns:C="urn:ietf:params:xml:ns:caldav">'
)


class Found(Record):
    """One resource of an answer, with what the server told of it."""

    href: str
    status: int = 200
    etag: str = ""
    data: str = ""
    name: str = ""
    kinds: frozenset[str] = frozenset()
    """Local names in resourcetype: `calendar`, `collection`, …"""
    components: frozenset[str] = frozenset()
    """What a calendar may hold; empty when the server does not say."""
    rights: frozenset[str] = frozenset()
    """Local names of the privileges; empty when the server does not say."""
    token: str = ""
    principals: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


class Answer(Record):
    """A multistatus."""

    found: tuple[Found, ...]
    token: str = ""
    """The sync-token of a sync-collection report."""


def propfind(*names: str) -> bytes:
    """Return the body that asks for properties, given as `D:getetag`."""
    asked = "".join(f"<{name}/>" for name in names)
    return _document("D:propfind", f"<D:prop>{asked}</D:prop>")


def query(name: str, text: str) -> bytes:
    """Return the body that asks for the events whose UID or SUMMARY holds a text (or more)."""
    match = f'<C:text-match collation="i;octet">{escape(text)}</C:text-match>'
    inside = f'<C:prop-filter name="{name}">{match}</C:prop-filter>'
    event = f'<C:comp-filter name="VEVENT">{inside}</C:comp-filter>'
    return _document(
        "C:calendar-query",
        "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
        f'<C:filter><C:comp-filter name="VCALENDAR">{event}</C:comp-filter></C:filter>',
    )


def multiget(hrefs: list[str]) -> bytes:
    """Return the body that asks for some resources with their data."""
    named = "".join(f"<D:href>{escape(href)}</D:href>" for href in hrefs)
    return _document(
        "C:calendar-multiget", f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{named}"
    )


def sync_collection(token: str) -> bytes:
    """Return the body that asks what changed since a token; empty: everything."""
    return _document(
        "D:sync-collection",
        f"<D:sync-token>{escape(token)}</D:sync-token><D:sync-level>1</D:sync-level>"
        "<D:prop><D:getetag/></D:prop>",
    )


def read(data: bytes) -> Answer:
    """Return a multistatus; raises Unreadable for anything else."""
    root = _parse(data)
    if root.tag != f"{DAV}multistatus":
        raise Unreadable("The server's answer is no CalDAV answer.")
    found = tuple(_found(each) for each in root.findall(f"{DAV}response"))
    return Answer(found, _text(root.find(f"{DAV}sync-token")))


def condition(data: bytes) -> tuple[str, str]:
    """Return the reason in a DAV:error body and the address it names; empty when there is none."""
    try:
        root = _parse(data)
    except Unreadable:
        return "", ""
    if root.tag != f"{DAV}error" or not len(root):
        return "", ""
    href = root.find(f".//{DAV}href")
    return _local(root[0].tag), _text(href)


def _document(name: str, body: str) -> bytes:
    return f"{_HEAD.format(name=name)}{body}</{name}>".encode()


def _parse(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

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


def _found(response: Element) -> Found:
    found = Found(_text(response.find(f"{DAV}href")), _status(response.find(f"{DAV}status"), 200))
    for block in response.findall(f"{DAV}propstat"):
        if _status(block.find(f"{DAV}status"), 200) == 200:
            found = _with(found, block)
    return found


def _with(found: Found, block: Element) -> Found:
    """Return what is found with the properties of one propstat added."""
    for prop in block.iterfind(f"{DAV}prop/*"):
        text = _text(prop)
        hrefs = tuple(_text(each) for each in prop.findall(f"{DAV}href"))
        match prop.tag:
            case "{DAV:}getetag":
                found = found._replace(etag=text)
            case "{DAV:}displayname":
                found = found._replace(name=squeeze(text, 200))
            case "{DAV:}sync-token":
                found = found._replace(token=text)
            case "{DAV:}resourcetype":
                found = found._replace(kinds=frozenset(_local(each.tag) for each in prop))
            case "{DAV:}current-user-principal":
                found = found._replace(principals=hrefs)
            case "{urn:ietf:params:xml:ns:caldav}calendar-home-set":
                found = found._replace(homes=hrefs)
            case "{urn:ietf:params:xml:ns:caldav}calendar-data":
                found = found._replace(data=prop.text or "")
            case "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set":
                names = frozenset(each.get("name", "").upper() for each in prop)
                found = found._replace(components=names)
            case "{DAV:}current-user-privilege-set":
                rights = frozenset(_local(each.tag) for each in prop.iterfind(f"{DAV}privilege/*"))
                found = found._replace(rights=rights)
    return found


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _status(element: Element | None, usual: int) -> int:
    """Return the number in `HTTP/1.1 404 Not Found`."""
    words = _text(element).split()
    return int(words[1]) if len(words) > 1 and words[1][:3].isdecimal() else usual


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
