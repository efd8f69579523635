"""What the VTIMEZONEs of a file say, and where that is not what clients read (contract 1.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from okrboard.calendar.contentlines import Component
from okrboard.calendar.posix import YearlyRule, rule_day
from okrboard.calendar.values import When, known_zone, when, whens
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


def zone_breaches(timezone: Component, used: set[str]) -> Iterator[str]:
    """Yield a sentence for each breach of the form of one VTIMEZONE."""
    tzid = clean(timezone.value("TZID"), 60)
    name = f"VTIMEZONE {tzid}"
    if not tzid:
        yield f"Line {timezone.line}: a VTIMEZONE has no TZID."
    elif tzid not in used:
        yield f"{name} is not used by any time in the file."
    if not known_zone(tzid):
        yield f"{name}: the name is no IANA time zone."
    blocks = timezone.children
    ruled = [each for each in blocks if each.get("RRULE")]
    standards = [each for each in blocks if each.name == "STANDARD"]
    if not standards:
        yield f"{name} has no STANDARD part; Outlook asks for one."
    if ruled and (len(ruled) != len(blocks) or len(blocks) > 2):
        yield f"{name} mixes yearly rules with other parts; Outlook reads one pair of rules."
    for block in blocks:
        yield from _block_breaches(name, block)


def offset_of(timezone: Component, wall: datetime) -> timedelta | None:
    """Return the offset that a VTIMEZONE gives a wall-clock time; None when it says nothing."""
    best: tuple[datetime, timedelta] | None = None
    earliest: tuple[datetime, timedelta] | None = None
    try:
        for block in timezone.children:
            after = _offset(block, "TZOFFSETTO")
            for onset in _onsets(block, wall):
                if onset <= wall and (best is None or onset > best[0]):
                    best = onset, after
                if earliest is None or onset < earliest[0]:
                    earliest = onset, _offset(block, "TZOFFSETFROM")
    except OkrboardError:
        return None
    chosen = best or earliest
    return chosen[1] if chosen else None


def _block_breaches(name: str, block: Component) -> Iterator[str]:
    where = f"{name}, {block.name} in line {block.line}"
    if block.get("RDATE"):
        yield f"{where}: a list of dates instead of a rule; Outlook and ical.js do not read it."
    if block.get("COMMENT"):
        yield f"{where}: a COMMENT does not belong here."
    try:
        start = block.get("DTSTART")
        if start is None or when(start).form != "floating":
            yield f"{where}: DTSTART must be local time without a zone."
        _offset(block, "TZOFFSETFROM"), _offset(block, "TZOFFSETTO")
        if _rule(block) is None and block.get("RRULE"):
            yield f"{where}: the rule must be FREQ=YEARLY;BYMONTH=month;BYDAY=one day with number."
    except OkrboardError as error:
        yield str(error)


def _onsets(block: Component, wall: datetime) -> list[datetime]:
    """Return the switches of a block that matter to a time: the two years before it."""
    start = block.get("DTSTART")
    if start is None:
        return []
    first = when(start).wall
    found = [first, *(each.wall for each in whens(block, "RDATE"))]
    rule = _rule(block)
    if rule is not None:
        for year in (wall.year - 1, wall.year):
            onset = datetime.combine(rule_day(rule, year), first.time())
            if onset >= first:
                found.append(onset)
    return found


def _rule(block: Component) -> YearlyRule | None:
    parts = dict(part.partition("=")[::2] for part in block.value("RRULE").upper().split(";"))
    if set(parts) != {"FREQ", "BYMONTH", "BYDAY"} or parts["FREQ"] != "YEARLY":
        return None
    day, number = parts["BYDAY"][-2:], parts["BYDAY"][:-2]
    month = parts["BYMONTH"]
    if day not in _DAYS or number not in ("1", "2", "3", "4", "-1", "+1", "+2", "+3", "+4"):
        return None
    if not month.isdecimal() or not 1 <= int(month[:3]) <= 12:
        return None
    week = 5 if number == "-1" else int(number)
    return YearlyRule(int(month), week, _DAYS.index(day), 0)


def _offset(block: Component, name: str) -> timedelta:
    text = block.value(name).strip()
    digits = text[1:]
    if text[:1] not in ("+", "-") or not digits.isdecimal() or len(digits) not in (4, 6):
        raise Unreadable(f"Line {block.line}: {name} is no offset: {clean(text, 20)!r}.")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:] or 0))
    return -size if text[0] == "-" else size


def disagreement(timezone: Component, at: When) -> str:
    """Return a sentence when a VTIMEZONE gives a time another offset than the zone's own data."""
    wall = at.wall
    first = at.instant()
    if first.utcoffset() != first.replace(fold=1).utcoffset() or not known_zone(at.tzid):
        return ""
    told = offset_of(timezone, wall)
    if told == first.utcoffset():
        return ""
    says = "nothing" if told is None else str(told)
    return (
        f"VTIMEZONE {clean(at.tzid, 60)} says {says} for {wall:%Y-%m-%d %H:%M},"
        f" the time zone says {first.utcoffset()}."
    )
