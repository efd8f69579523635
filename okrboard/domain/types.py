"""What fields are declared as: the number of another record, or a type whose values keep a rule.

`owner: types.MemberId` in a record says whose number it is, `weight: types.Weight` that it is a
number between 0 and 1000. Who asks for rules asks `okrboard.domain.rules`, which knows those over
several fields and records too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

from okrboard.domain.formulas import LARGEST
from okrboard.domain.record import Record

Json = dict[str, object]
Mend = Callable[[Any], Any]


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Days and instants lie between these; beyond them is a slip of the hand, and no room to count."""

MAX_TITLE = 10_000
"""Characters a title may have; longer ones are pasted by mistake."""

MAX_ID = 10**15 - 1
"""The highest number that a record can have."""

MAX_HANDLE = 32
MAX_MINUTES = 24 * 60


class Rule(Record):
    """What the values of a field keep."""

    words: str
    """What is right, as a sentence; `{a}` stands for the record: `a key result`."""
    keeps: Callable[[Any], bool]
    mend: Mend
    """Gives for a value that breaks the rule the nearest that keeps it; the value, where it can be
    lived with and nobody but a person knows a better one."""
    span: tuple[float, float] | None = None
    """The least and the most, of a number between two others."""
    base: str = ""
    """The name of their type."""


def _span(low: float, high: float, words: str, instead: float | None = None) -> Rule:
    """Return the rule of a number between two others; what is not is clamped, or `instead`."""

    def mend(value: float) -> float:
        return min(max(value, low), high) if instead is None else instead

    return Rule(words, lambda value: low <= value <= high, mend, (low, high))


def _is_year(value: Any) -> bool:
    return bool(FIRST_YEAR <= value.year <= LAST_YEAR)


def _in_years(value: Any) -> Any:
    # The 28th is in every February.
    year = min(max(value.year, FIRST_YEAR), LAST_YEAR)
    return value.replace(year=year, day=min(value.day, 28))


def _is_sign(sign: str) -> bool:
    return sign.isalnum() or sign in "_-."


def is_handle(text: str) -> bool:
    """Say whether a text is a handle that can be typed."""
    return 0 < len(text) <= MAX_HANDLE and all(map(_is_sign, text))


def _is_clock(text: str) -> bool:
    hour, minute = text[:2], text[3:]
    digits = text.isascii() and (hour + minute).isdigit()
    return digits and len(text) == 5 and text[2] == ":" and hour < "24" and minute < "60"


def _is_zone(text: str) -> bool:
    signs = text.isascii() and all(sign.isalnum() or sign in "_+-/" for sign in text)
    return signs and 0 < len(text) <= 64 and not text.startswith("/")


MemberId = Annotated[int, "members"]
TeamId = Annotated[int, "teams"]
CycleId = Annotated[int, "cycles"]
ObjectiveId = Annotated[int, "objectives"]
KeyResultId = Annotated[int, "key_results"]
ActionId = Annotated[int, "actions"]
SeriesId = Annotated[int, "series"]
MeetingId = Annotated[int, "meetings"]
CardId = Annotated[int, "cards"]
ProposalId = Annotated[int, "proposals"]

Weight = Annotated[float, _span(0.0, 1000.0, "a weight lies between 0 (left out) and 1000")]
StepWeight = Annotated[
    float,
    Rule(
        "the weight of a step lies above 0, up to 1000",
        lambda value: 0.0 < value <= 1000.0,
        lambda value: 1000.0 if value > 1000.0 else 1.0,
    ),
]
Share = Annotated[float, _span(0.0, 1.0, "it lies between 0.0 and 1.0")]
Gap = Annotated[float, _span(0.0, LARGEST, "a gap is not below 0")]
Confidence = Annotated[int, _span(0, 10, "confidence is a number from 0 to 10")]
VoteValue = Annotated[int, _span(0, 99, "a vote is a whole number from 0 to 10, dots up to 99")]
Dots = Annotated[int, _span(0, 99, "a round has 0 to 99 votes for each person")]
Minutes = Annotated[int, _span(1, MAX_MINUTES, f"a meeting has 1 to {MAX_MINUTES} minutes")]
Seconds = Annotated[int, _span(0, 7 * 86400, "the time of an item is 0 seconds to a week")]
Alarm = Annotated[int, _span(0, 7 * MAX_MINUTES, "an alarm comes at most a week before")]
Weekday = Annotated[int, _span(0, 6, "a weekday is 0 (Monday) to 6 (Sunday)", 4)]
Weeks = Annotated[int, _span(1, 53, "a meeting repeats every 1 to 53 weeks")]
Cadence = Annotated[int, _span(1, 366, "check-ins are at least 1 and at most 366 days apart")]
Grace = Annotated[int, _span(0, 366, "the grace is at least 0 and at most 366 days")]
Count = Annotated[int, _span(0, 10**6, "a count is a whole number from 0 on, up to a million")]
Title = Annotated[
    str,
    Rule(
        f"{{a}} needs a title, of at most {MAX_TITLE:,} characters",
        lambda text: 0 < len(text) <= MAX_TITLE,
        lambda text: text or "(no title)",
    ),
]
Name = Annotated[str, Rule("{a} needs a name", bool, lambda _: "(no name)")]
Handle = Annotated[
    str,
    Rule(
        f"a handle has at most {MAX_HANDLE} letters, digits, '_', '-' or '.', and no spaces",
        is_handle,
        lambda text: "".join(filter(_is_sign, text))[:MAX_HANDLE] or "member",
    ),
]
Clock = Annotated[str, Rule("a time of day is written like 15:00", _is_clock, lambda _: "15:00")]
Zone = Annotated[str, Rule("a time zone has a name like Europe/Berlin", _is_zone, lambda _: "UTC")]
Link = Annotated[
    str,
    Rule(
        "a link begins with https://",
        lambda text: not text or text.startswith(("https://", "http://")),
        lambda _: "",
    ),
]

TARGETS: dict[str, str] = {}
"""The table of the record that a number stands for, by the name the number is declared with."""

_YEARS = f"lies between the years {FIRST_YEAR} and {LAST_YEAR}"

RULES: dict[str, Rule] = {
    "date": Rule(f"a day {_YEARS}", _is_year, _in_years, base="date"),
    "datetime": Rule(f"a time {_YEARS}", _is_year, _in_years, base="datetime"),
    "float": _span(-LARGEST, LARGEST, "no number here is beyond 10^15")._replace(base="float"),
}
"""The rule of each declaration; fields with another one may hold whatever their type can."""

for _name, _alias in list(globals().items()):
    if get_origin(_alias) is Annotated:
        _type, _meaning = get_args(_alias)
        if isinstance(_meaning, str):
            TARGETS[_name] = _meaning
        else:
            RULES[_name] = _meaning._replace(base=_type.__name__)
