"""Finds what a text measures: limits, shares, amounts, times, from-to pairs; not dates, not names.

A measure is *strong* when it can tell of a change (a limit, a share, money, a duration, a rating, a
from-to pair) and *weak* when it only counts (“12 posts”, “at least 20 interviews”).
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.dates import is_name_or_date
from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.wordlist import wordlist
from okrboard.domain.value_check.relations import before_number, behind_number, low_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_RATING_TOPS = frozenset(("4", "5", "6", "7", "10", "100", "five", "ten"))
_FRACTIONS = wordlist("fifth half quarter tenth third")
_ZERO_NAMES = wordlist("based day hour knowledge sum tolerance touch trust")


class Measure(Record):
    """A number with what belongs to it; `first` and `last` are token numbers."""

    first: int
    last: int
    relation: str
    """change, upper, lower, by, to, within, of or plain."""
    unit: str = ""
    """share, money, time, long (weeks and longer), rating, times, physical; "" is a count."""

    @property
    def strong(self) -> bool:
        """Whether it can measure a change, not only count."""
        if self.relation == "within":
            return False
        return bool(self.unit) or self.relation in ("change", "upper", "by")


def measures(words: list[Token]) -> list[Measure]:
    """Return the measures of a text in reading order."""
    found: list[Measure] = []
    position = 0
    named = -9
    while position < len(words):
        token = words[position]
        step = 1
        if token.low in small.MULTIPLES:
            found.append(Measure(position, position, "by", "times"))
        elif _is_number(words, position):
            if is_name_or_date(words, position, named):
                named = position
            else:
                measure = _measure(words, position)
                if measure:
                    found.append(measure)
                    step = measure.last - position + 1
        position += step
    return _paired(words, found)


def _is_number(words: list[Token], position: int) -> bool:
    token = words[position]
    if token.sort == "number":
        return True
    if token.low == "zero":
        return low_at(words, position + 1) not in _ZERO_NAMES
    if token.low in ("thirds", "quarters"):
        return False
    if token.low == "none":
        return position > 0
    if token.low in _FRACTIONS:
        by = low_at(words, position - 2) == "by" or low_at(words, position - 1) == "by"
        halved = token.low == "half" and low_at(words, position - 1) in ("in", "a", "one")
        return by or halved or low_at(words, position + 1) in ("of", "the", "as")
    if token.low in ("a", "an"):
        bound = low_at(words, position - 1) in small.UPPER | small.LOWER | {"than", "within"}
        return bound and low_at(words, position + 1) in small.TIMES
    if token.low in ("second", "third", "other"):
        often = low_at(words, position + 1) in small.TIMES | small.WEEKDAYS
        if low_at(words, position - 1) == "every":
            return not often
    if token.low == "one":
        unit = low_at(words, position + 1)
        bound = low_at(words, position - 1) in small.UPPER | small.LOWER | {"than", "to", "by"}
        return bound or unit in small.TIMES | small.SHARE_UNITS | small.WORKING | {
            "percentage",
            "in",
            "out",
        }
    return token.low in small.NUMBER_WORDS


def _measure(words: list[Token], position: int) -> Measure | None:
    last, unit = _unit(words, position)
    first = position
    if low_at(words, position - 1) in small.CURRENCY_SIGNS | small.CURRENCIES:
        first, unit = position - 1, "money"
    if low_at(words, position - 1) == "day" and not unit:
        unit = "time"
    if _is_adjective(words, position, last, unit):
        return None
    begin, relation = before_number(words, first, unit)
    if relation == "span":
        return None
    end, behind = behind_number(words, last)
    if words[position].low in ("zero", "0", "none") and relation in ("plain", "to", "of"):
        relation = "upper"
    return Measure(begin, end, behind or relation, unit)


def _unit(words: list[Token], position: int) -> tuple[int, str]:
    """Return the last token that belongs to the number and the unit's sort."""
    last, unit = position, ""
    if words[position].low in _FRACTIONS | {"second", "other"}:
        unit = "share"
    following = low_at(words, last + 1)
    while following in small.MAGNITUDES or following == "-":
        if following == "-" and not words[last + 1].glued:
            break
        last += 1
        following = low_at(words, last + 1)
    if following in ("thirds", "quarters", "fifths", "third", "half"):
        return last + 1, "share"
    rating = _rating(words, last)
    if rating[1]:
        return rating
    if following == "per" and low_at(words, last + 2) == "cent":
        return last + 2, "share"
    if following == "percentage":
        return last + (2 if low_at(words, last + 2).startswith("point") else 1), "share"
    if following in small.WORKING and low_at(words, last + 2) in small.TIMES:
        last += 1
        following = low_at(words, last + 1)
    for sort, units in _UNITS:
        if following in units:
            if following == "times" and low_at(words, last + 2) not in small.MORE_TIMES:
                return last + 1, unit
            return last + 1, sort
    return last, unit


_UNITS = (
    ("share", small.SHARE_UNITS),
    ("money", small.CURRENCY_SIGNS | small.CURRENCIES),
    ("time", small.SHORT_TIMES),
    ("long", small.LONG_TIMES),
    ("rating", small.SCALES),
    ("times", frozenset(("x", "×", "times", "fold"))),
    ("physical", small.PHYSICAL),
)


def _rating(words: list[Token], last: int) -> tuple[int, str]:
    """“4.6/5”, “4.4 out of 5” are ratings; “8 out of 10 employees” is a share."""
    gap = 0
    if low_at(words, last + 1) in ("/", "of", "in"):
        gap = 2
    elif low_at(words, last + 1) == "out" and low_at(words, last + 2) == "of":
        gap = 3
    top = last + gap
    if not gap or top >= len(words):
        return last, ""
    behind = words[top + 1] if top + 1 < len(words) else None
    if words[top].low not in _RATING_TOPS:
        return (top, "share") if _one_in_so_many(words, last, top, behind) else (last, "")
    if behind and behind.low in small.SCALES:
        return top + 1, "rating"
    if behind and behind.low in small.TIMES | small.SHARE_UNITS:
        return last, ""
    people = behind and behind.sort == "word" and behind.low not in small.PREPOSITIONS
    if low_at(words, last + 1) != "/" and people and behind and behind.low not in ("and", "or"):
        return top, "share"
    return top, "rating"


def _one_in_so_many(words: list[Token], last: int, top: int, behind: Token | None) -> bool:
    """“1 in 3 commuters”, “9 of 12”."""
    small_number, large_number = words[last].text, words[top].text
    if not (small_number.isdigit() and large_number.isdigit()) or len(large_number) > 4:
        return False
    if int(small_number) >= int(large_number) or words[last + 1].low == "/":
        return False
    return (
        behind is None
        or behind.sort == "symbol"
        or (behind.sort == "word" and behind.low not in small.TIMES | small.SHARE_UNITS | {"of"})
    )


def _is_adjective(words: list[Token], position: int, last: int, unit: str) -> bool:
    """“30-day readmissions”, “a 10 minute walk”: the number only names a thing."""
    if unit not in ("time", "long", "rating") or last == position or last + 1 >= len(words):
        return False
    unit_word, behind = words[last].low, words[last + 1]
    if unit_word.endswith("s") or len(unit_word) < 3 or words[position].low in ("1", "one"):
        return False
    if behind.sort != "word" or behind.low in small.PREPOSITIONS | small.CONJUNCTIONS:
        return False
    near = {token.low for token in words[last + 1 : last + 4]}
    return not near & _DELTAS


_DELTAS = wordlist(
    """
    average decrease delivery drop gain growth improvement increase lift max maximum reduction
    response rise sla target time turnaround uplift
    """
)


def _paired(words: list[Token], found: list[Measure]) -> list[Measure]:
    """Join “from 80 % to 99.1 %”, “60 → 30 days”, “3 days instead of 8” into one measure."""
    joined: list[Measure] = []
    for measure in found:
        before = joined[-1] if joined else None
        if before and before.relation != "change" and _belongs(words, before, measure):
            unit = measure.unit or before.unit
            joined[-1] = Measure(before.first, measure.last, "change", unit)
        else:
            joined.append(measure)
    return joined


def _belongs(words: list[Token], before: Measure, after: Measure) -> bool:
    between = [token.low for token in words[before.last + 1 : after.first + 1]]
    if len(between) > 8:
        return False
    from_first = words[before.first].low == "from" or low_at(words, before.first - 1) == "from"
    if any(low in small.ARROWS for low in between[:3]):
        return True
    if from_first and "to" in between:
        return True
    if len(between) <= 3 and between[:1] in (["to"], ["vs"], ["versus"], ["instead"]):
        return True
    return "from" in between[:3] and words[before.first].low in ("to", "at", "of")
