"""Holiday files that want to break their reader."""

from __future__ import annotations

from calendar_data import calendar, event

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
END = b"END:VCALENDAR\r\n"
NEVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
DAY = "DTSTART;VALUE=DATE:20260101"


def many(count: int, *lines: str) -> bytes:
    return calendar(
        *(event(f"UID:{number}", f"SUMMARY:d{number}", *lines) for number in range(count))
    )


HOSTILE = {
    "per second": calendar(event("DTSTART:19700101T000000Z", "RRULE:FREQ=SECONDLY")),
    "interval of nothing": calendar(event(DAY, "RRULE:FREQ=DAILY;INTERVAL=0")),
    "5000 rules that never match": many(5000, "DTSTART;VALUE=DATE:19000101", NEVER),
    "5000 years of events": many(5000, DAY, "DTEND;VALUE=DATE:20270101"),
    "50000 events": HEAD + b"BEGIN:VEVENT\r\nA:b\r\nEND:VEVENT\r\n" * 50_000,
    "endless nesting": b"BEGIN:VCALENDAR\r\n" * 100_000,
    "one long line": HEAD + b"X:" + b"a" * 1_900_000 + b"\r\n" + END,
    "one line of folds": HEAD + b"X:a\r\n" + b" a\r\n" * 110_000 + END,
    "too many bytes": HEAD + b"X:a\r\n" * 500_000 + END,
    "only line ends": b"BEGIN:VCALENDAR" + b"\n" * 1_900_000,
    "a name of quotes": HEAD + b'X"' + b";a" * 49_000 + b'":b\r\n' + END,
    "a name of many quotes": HEAD + b'X;"' + b'";"' * 24_000 + b":b\r\n" + END,
    "a list of exceptions": calendar(event(DAY, "EXDATE:" + "20260101," * 11_000)),
    "an event of centuries": calendar(event("DTSTART:16010101T000000", "DTEND:24010101T000000")),
    "a length of ages": calendar(event(DAY, "DURATION:P99999999999W")),
    "the year one": calendar(event("DTSTART;VALUE=DATE:00010101")),
    "a login page": b"<!DOCTYPE html><html><title>Sign in</title></html>",
    "UTF-16": (HEAD + END).decode().encode("utf-16"),
    "latin-1": b"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Feiertage f\xfcr alle\r\nEND:VCALENDAR\r\n",
    "gzip": b"\x1f\x8b\x08\x00junk",
    "nothing": b"",
    "the name of a file": b"/etc/hostname",
    "cut off": HEAD + b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\n",
    "trailing junk": HEAD + END + b"junk",
    "a wrong end": HEAD + b"BEGIN:VEVENT\r\nEND:VTODO\r\n" + END,
    "no start": calendar(event("SUMMARY:x")),
    "two starts": calendar(event(DAY, "DTSTART;VALUE=DATE:20260102")),
    "no date": calendar(event("DTSTART:tomorrow")),
    "an event alone": event(DAY).encode(),
}  # fmt: skip
