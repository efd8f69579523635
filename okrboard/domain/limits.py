"""What fields are declared as: the number of another record, or a type whose values keep a rule.

`owner: MemberId` in a record says whose number it is, `weight: Weight` that it is a number between
0 and 1000. Who asks for rules asks `okrboard.domain.rules`, which knows those over several fields
and records too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.domain.formulas import LARGEST
from okrboard.domain.record import Record

Mend = Callable[[Any], Any]


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Days and instants lie between these; beyond them is a slip of the hand, and no room to count."""

MAX_TITLE = 10_000
"""Characters a title may have; longer ones are pasted by mistake."""

MAX_ID = 10**15 - 1
"""The highest number that a record can have."""

MAX_HANDLE = 32
MAX_MINUTES = 24 * 60

Json = dict[str, object]

MemberId = int
TeamId = int
CycleId = int
ObjectiveId = int
KeyResultId = int
ActionId = int
SeriesId = int
MeetingId = int
CardId = int
ProposalId = int

TARGETS: dict[str, str] = {
    "MemberId": "members",
    "TeamId": "teams",
    "CycleId": "cycles",
    "ObjectiveId": "objectives",
    "KeyResultId": "key_results",
    "ActionId": "actions",
    "SeriesId": "series",
    "MeetingId": "meetings",
    "CardId": "cards",
    "ProposalId": "proposals",
}
"""The table whose records each of these numbers."""

Weight = float
StepWeight = float
Share = float
Gap = float
Confidence = int
VoteValue = int
Dots = int
Minutes = int
Seconds = int
Alarm = int
Weekday = int
Weeks = int
Cadence = int
Grace = int
Count = int
Title = str
Name = str
Handle = str
Clock = str
Zone = str
Link = str


class Rule(Record):
    """What the values of a field keep."""

    base: str
    """The annotation of their type."""
    words: str
    """What is right, as a sentence; `{a}` stands for the record: `a key result`."""
    keeps: Callable[[Any], bool]
    mend: Mend
    """Gives for a value that breaks the rule the nearest that keeps it; the value, where it can be
    lived with and nobody but a person knows a better one."""
    span: tuple[float, float] | None = None
    """The least and the most, of a number between two others."""


def _between(base: str, low: float, high: float, words: str, instead: float | None = None) -> Rule:
    number = float if base == "float" else int

    def mend(value: Any) -> Any:
        return number(min(max(value, low), high) if instead is None else instead)

    return Rule(base, words, lambda value: low <= value <= high, mend, (low, high))


def _in_years(value: Any) -> Any:
    # The 28th is in every February.
    year = min(max(value.year, FIRST_YEAR), LAST_YEAR)
    return value.replace(year=year, day=min(value.day, 28))


def _is_year(value: Any) -> bool:
    year: int = value.year
    return FIRST_YEAR <= year <= LAST_YEAR


def is_handle(text: str) -> bool:
    """Say whether a text is a handle that can be typed."""
    return 0 < len(text) <= MAX_HANDLE and all(sign.isalnum() or sign in "_-." for sign in text)


def _handle(text: str) -> str:
    signs = "".join(sign for sign in text if sign.isalnum() or sign in "_-.")
    return signs[:MAX_HANDLE] or "member"


def _is_clock(text: str) -> bool:
    hour, colon, minute = text[:2], text[2:3], text[3:]
    if not (text.isascii() and len(text) == 5 and (hour + minute).isdigit()):
        return False
    return colon == ":" and hour < "24" and minute < "60"


def _is_zone(text: str) -> bool:
    signs = text.isascii() and all(sign.isalnum() or sign in "_+-/" for sign in text)
    return signs and 0 < len(text) <= 64 and not text.startswith("/")


_YEARS = f"lies between the years {FIRST_YEAR} and {LAST_YEAR}"

RULES: dict[str, Rule] = {
    "date": Rule("date", f"a day {_YEARS}", _is_year, _in_years),
    "datetime": Rule("datetime", f"a time {_YEARS}", _is_year, _in_years),
    "float": _between("float", -LARGEST, LARGEST, "no number here is beyond 10^15"),
    "Weight": _between("float", 0.0, 1000.0, "a weight lies between 0 (left out) and 1000"),
    "StepWeight": Rule(
        "float",
        "the weight of a step lies above 0, up to 1000",
        lambda value: 0.0 < value <= 1000.0,
        lambda value: 1000.0 if value > 1000.0 else 1.0,
    ),
    "Share": _between("float", 0.0, 1.0, "it lies between 0.0 and 1.0"),
    "Gap": _between("float", 0.0, LARGEST, "a gap is not below 0"),
    "Confidence": _between("int", 0, 10, "confidence is a number from 0 to 10"),
    "VoteValue": _between("int", 0, 99, "a vote is a whole number from 0 to 10, dots up to 99"),
    "Dots": _between("int", 0, 99, "a round has 0 to 99 votes for each person"),
    "Minutes": _between("int", 1, MAX_MINUTES, f"a meeting has 1 to {MAX_MINUTES} minutes"),
    "Seconds": _between("int", 0, 7 * 86400, "the time of an item is 0 seconds to a week"),
    "Alarm": _between("int", 0, 7 * MAX_MINUTES, "an alarm comes at most a week before"),
    "Weekday": _between("int", 0, 6, "a weekday is 0 (Monday) to 6 (Sunday)", 4),
    "Weeks": _between("int", 1, 53, "a meeting repeats every 1 to 53 weeks"),
    "Cadence": _between("int", 1, 366, "check-ins are at least 1 and at most 366 days apart"),
    "Grace": _between("int", 0, 366, "the grace is at least 0 and at most 366 days"),
    "Count": _between("int", 0, 1_000_000, "a count is a whole number from 0 on, up to a million"),
    "Title": Rule(
        "str",
        f"{{a}} needs a title, of at most {MAX_TITLE:,} characters",
        lambda text: 0 < len(text) <= MAX_TITLE,
        lambda text: text or "(no title)",
    ),
    "Name": Rule("str", "{a} needs a name", bool, lambda _: "(no name)"),
    "Handle": Rule(
        "str",
        f"a handle has at most {MAX_HANDLE} letters, digits, '_', '-' or '.', and no spaces",
        is_handle,
        _handle,
    ),
    "Clock": Rule("str", "a time of day is written like 15:00", _is_clock, lambda _: "15:00"),
    "Zone": Rule("str", "a time zone has a name like Europe/Berlin", _is_zone, lambda _: "UTC"),
    "Link": Rule(
        "str",
        "a link begins with https://",
        lambda text: not text or text.startswith(("https://", "http://")),
        lambda _: "",
    ),
}
"""The rule of each annotation; fields with another one may hold whatever their type can."""
