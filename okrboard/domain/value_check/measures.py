"""Finds what a text measures: limits, shares, amounts, times, from-to pairs; not dates, not names.

A measure is *strong* when it can tell of a change (a limit, a share, money, a duration, a rating, a
from-to pair) and *weak* when it only counts (“12 posts”, “at least 20 interviews”).
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.language import Token
from okrboard.domain.value_check.lexicon import wordlist

_RATING_TOPS = frozenset(("4", "5", "6", "7", "10", "100", "five", "ten"))
_FRACTIONS = wordlist("fifth half quarter tenth third")
_ZERO_NAMES = wordlist("based day hour knowledge sum tolerance touch trust")


class Beside(Record):
    """The numbers that a board keeps beside the text of a key result."""

    start: float | None = None
    target: float | None = None
    unit: str = ""
    kind: str | None = None
    keep: str = ""
    """Of a threshold: above or below the target."""

    @property
    def is_measure(self) -> bool:
        """Whether the numbers make a measure."""
        return self.target is not None and self.kind != "milestones"

    @property
    def direction(self) -> int:
        """Return 1 when the number is to rise, -1 when it is to fall, 0 when nobody says."""
        if not self.is_measure or self.target is None:
            return 0
        if self.kind == "threshold":
            return {"above": 1, "below": -1}.get(self.keep, 0)
        if self.start is None:
            return 0
        return (self.target > self.start) - (self.target < self.start)

    @property
    def once(self) -> bool:
        """Whether it goes from 0 to 1: reached or not."""
        return not self.start and self.target == 1 and not self.sort

    @property
    def from_nothing_to_all(self) -> bool:
        """Whether it goes from 0 to 100 %: how far something is."""
        return self.start == 0 and self.target == 100 and self.sort == "share"

    @property
    def sort(self) -> str:
        """Return the sort of the unit, as in `Measure`."""
        words = self.unit.casefold().split()
        for sort, units in _UNITS:
            if any(word in units for word in words):
                return sort
        signs = "%‰" + "".join(lexicon.CURRENCY_SIGNS)
        sign = next((letter for letter in self.unit if letter in signs), "")
        return "" if not sign else "share" if sign in "%‰" else "money"


NOTHING_BESIDE = Beside()


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
        if token.low in lexicon.MULTIPLES:
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
        bound = low_at(words, position - 1) in lexicon.UPPER | lexicon.LOWER | {"than", "within"}
        return bound and low_at(words, position + 1) in lexicon.TIMES
    if token.low in ("second", "third", "other"):
        often = low_at(words, position + 1) in lexicon.TIMES | lexicon.WEEKDAYS
        if low_at(words, position - 1) == "every":
            return not often
    if token.low == "one":
        unit = low_at(words, position + 1)
        bound = low_at(words, position - 1) in lexicon.UPPER | lexicon.LOWER | {"than", "to", "by"}
        return bound or unit in lexicon.TIMES | lexicon.SHARE_UNITS | lexicon.WORKING | {
            "percentage",
            "in",
            "out",
        }
    return token.low in lexicon.NUMBER_WORDS


def _measure(words: list[Token], position: int) -> Measure | None:
    last, unit = _unit(words, position)
    first = position
    if low_at(words, position - 1) in lexicon.CURRENCY_SIGNS | lexicon.CURRENCIES:
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
    while following in lexicon.MAGNITUDES or following == "-":
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
    if following in lexicon.WORKING and low_at(words, last + 2) in lexicon.TIMES:
        last += 1
        following = low_at(words, last + 1)
    for sort, units in _UNITS:
        if following in units:
            if following == "times" and low_at(words, last + 2) not in lexicon.MORE_TIMES:
                return last + 1, unit
            return last + 1, sort
    return last, unit


_UNITS = (
    ("share", lexicon.SHARE_UNITS),
    ("money", lexicon.CURRENCY_SIGNS | lexicon.CURRENCIES),
    ("time", lexicon.SHORT_TIMES),
    ("long", lexicon.LONG_TIMES),
    ("rating", lexicon.SCALES),
    ("times", frozenset(("x", "×", "times", "fold"))),
    ("physical", lexicon.PHYSICAL),
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
    if behind and behind.low in lexicon.SCALES:
        return top + 1, "rating"
    if behind and behind.low in lexicon.TIMES | lexicon.SHARE_UNITS:
        return last, ""
    people = behind and behind.sort == "word" and behind.low not in lexicon.PREPOSITIONS
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
        or (
            behind.sort == "word" and behind.low not in lexicon.TIMES | lexicon.SHARE_UNITS | {"of"}
        )
    )


def _is_adjective(words: list[Token], position: int, last: int, unit: str) -> bool:
    """“30-day readmissions”, “a 10 minute walk”: the number only names a thing."""
    if unit not in ("time", "long", "rating") or last == position or last + 1 >= len(words):
        return False
    unit_word, behind = words[last].low, words[last + 1]
    if unit_word.endswith("s") or len(unit_word) < 3 or words[position].low in ("1", "one"):
        return False
    if behind.sort != "word" or behind.low in lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS:
        return False
    near = {token.low for token in words[last + 1 : last + 4]}
    return not near & _DELTAS


_DELTAS = wordlist(
    """
    average decrease delivery drop gain growth improvement increase lift max maximum reduction
    response rise sla target time turnaround uplift
    """
)


def direction(words: list[Token], measure: Measure) -> int:
    """Return 1 when a from-to pair rises, -1 when it falls, 0 when it cannot be told."""
    values: list[float] = []
    units: list[str] = []
    for position in range(measure.first, measure.last + 1):
        number = words[position].text.replace(",", "")
        if words[position].sort == "number" and number.replace(".", "", 1).isdigit():
            values.append(float(number))
            units.append(low_at(words, position + 1))
    timed = [unit for unit in units if unit in lexicon.TIMES | lexicon.MAGNITUDES]
    if len(values) < 2 or len(set(timed)) > 1:
        return 0
    turned = low_at(words, measure.last) == "from" or words[measure.first].low in ("to", "down")
    change = (values[-1] > values[0]) - (values[-1] < values[0])
    return 0 if turned else change


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
    if any(low in lexicon.ARROWS for low in between[:3]):
        return True
    if from_first and "to" in between:
        return True
    if len(between) <= 3 and between[:1] in (["to"], ["vs"], ["versus"], ["instead"]):
        return True
    return "from" in between[:3] and words[before.first].low in ("to", "at", "of")


_FILLERS = wordlist(
    """
    a about all an approx approximately around at average ca circa equal just of only or roughly
    some than the to total value
    """
)
_SPANS = wordlist(
    """
    after another during each every first following for last next past per since
    """
)


def low_at(words: list[Token], position: int) -> str:
    """Return the lower-case token at a place, or ""."""
    return words[position].low if 0 <= position < len(words) else ""


def before_number(words: list[Token], first: int, unit: str) -> tuple[int, str]:
    """Return where the measure begins and how it is meant, from the words before its number."""
    position = first - 1
    negated = False
    relation = ""
    begin = first
    for _ in range(4):
        low = low_at(words, position)
        if low in lexicon.UPPER or low in ("exceeding", "longer", "later"):
            relation, begin = "upper", position
        elif low in lexicon.LOWER:
            relation, begin = "lower", position
        elif low in ("no", "not", "never") and relation:
            negated, begin = True, position
        elif low == "±":
            relation, begin = "upper", position
        elif low not in _FILLERS or relation:
            break
        position -= 1
    if relation:
        return begin, _turned(relation, negated)
    return _plain_before(words, first, unit)


def _turned(relation: str, negated: bool) -> str:
    if not negated:
        return relation
    return "upper" if relation == "lower" else "lower"


def _plain_before(words: list[Token], first: int, unit: str) -> tuple[int, str]:
    low = low_at(words, first - 1)
    if low in ("a", "an", "the", "about", "around", "approximately", "just"):
        low = low_at(words, first - 2)
    timed = unit in ("time", "long")
    if timed and low in _SPANS:
        return first, "span"
    if timed and low in ("within", "in", "inside"):
        return first - 1, "within"
    if low == "by" or (low in ("+", "-", "−", "–") and words[first].glued):
        return first - 1, "by"
    if low in ("to", "at", "=", ":", "from", "of") or low in lexicon.ARROWS:
        return first - 1, "of" if low in (":", "of", "from") else "to"
    return first, "plain"


def behind_number(words: list[Token], last: int) -> tuple[int, str]:
    """“+”, “or less”, “or better”, “max” after the number."""
    low = low_at(words, last + 1)
    if low == "+":
        return last + 1, "lower"
    if low in ("max", "maximum"):
        return last + 1, "upper"
    if low in ("min", "minimum") and words[last].low not in lexicon.TIMES:
        return last + 1, "lower"
    if low in ("or", "and") and low_at(words, last + 2) in lexicon.BETTER_BEHIND:
        upper = low_at(words, last + 2) in ("less", "fewer", "lower", "below", "under")
        return last + 2, "upper" if upper else "lower"
    return last, ""


_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_GLUED_UNITS = (
    lexicon.MAGNITUDES
    | lexicon.TIMES
    | lexicon.PHYSICAL
    | lexicon.SHARE_UNITS
    | lexicon.CURRENCIES
    | {"x", "%"}
)


def is_name_or_date(words: list[Token], position: int, named: int) -> bool:
    """Whether the number at `position` is no measure; `named` is where the last such number was."""
    before = words[position - 1] if position else None
    after = words[position + 1] if position + 1 < len(words) else None
    if _is_glued_name(words[position], after) or _is_ratio_name(words, position):
        return True
    if _is_date(words, position, before, after):
        return True
    if before is None:
        return False
    if before.low == "every" and words[position].low in ("second", "third", "other"):
        return False
    if before.low == "top" and _is_rank(words, position):
        return False
    if before.low in lexicon.ORDINAL_BEFORE and before.low != "another":
        return True
    if before.low == "per" or before.low == "#":
        return True
    unit = after is not None and after.low in _GLUED_UNITS | lexicon.CURRENCY_SIGNS
    if not unit and _is_chained(words, position, named):
        return True
    return _follows_a_name(words, position, after)


def _is_rank(words: list[Token], position: int) -> bool:
    """“reach the top 3”, “in the top 10”, “top 5 ranking”: a place, not “the top 5 customers”."""
    before = {token.low for token in words[max(0, position - 4) : position - 1]}
    behind = {token.low for token in words[position + 1 : position + 3]}
    return bool(before & _INTO or behind & _RANKS)


_INTO = wordlist("in among into reach hit enter achieve become be attain rank")
_RANKS = wordlist("ranking rankings rank position positions place spot")


def _is_glued_name(number: Token, after: Token | None) -> bool:
    """“5S”, “2FA”, “1st”."""
    if after is None or not after.glued or after.sort != "word":
        return False
    full_word = len(after.low) > 3
    if after.text in ("G", "D", "S") and len(number.text) == 1:
        return True
    return after.low in _ORDINALS or (after.low not in _GLUED_UNITS and not full_word)


def _is_ratio_name(words: list[Token], position: int) -> bool:
    """“1:1”, “24/7”, “360-degree”."""
    token = words[position]
    if token.text in ("360", "24"):
        behind = "".join(word.low for word in words[position + 1 : position + 3])
        return behind.startswith(("degree", "/7", "x7", "°"))
    for near, far in ((position + 1, position + 2), (position - 1, position - 2)):
        if 0 <= near < len(words) and 0 <= far < len(words) and words[near].low == ":":
            glued = words[max(near, far, position)].glued and words[near].glued
            if glued and words[far].sort == "number" and token.sort == "number":
                return True
    return token.text == "7" and position > 1 and words[position - 2].text == "24"


def _is_date(words: list[Token], position: int, before: Token | None, after: Token | None) -> bool:
    token = words[position]
    lows = {near.low for near in (before, after) if near is not None}
    beyond = words[position + 2].low if position + 2 < len(words) else ""
    if token.text.isdigit() and int(token.text[:6]) <= 31:
        if lows & lexicon.MONTHS and not (
            lows & lexicon.MONTHS <= {"may", "mar"} and before is None
        ):
            return True
        if after is not None and after.low == "of" and beyond in lexicon.MONTHS:
            return True
    if not (len(token.text) == 4 and token.text.isdigit() and "2015" <= token.text <= "2049"):
        return False
    if before is not None and (
        before.low in lexicon.DATE_PREPOSITIONS | lexicon.MONTHS | lexicon.PERIODS
        or before.sort in ("name", "symbol")
    ):
        return after is None or after.kind == "" or before.low in ("in", "by")
    return after is None or after.sort == "symbol" or position == 0


def _is_chained(words: list[Token], position: int, named: int) -> bool:
    """The “2” of “scope 1 and 2”, the “16” of “PostgreSQL from 12 to 16”."""
    gap = position - named
    if gap not in (1, 2):
        return False
    between = words[position - 1].low
    if words[named].low in lexicon.MONTHS or not words[named - 1].low:
        return False
    previous = words[named - 1].low if named else ""
    return between in ("and", "or", ",", "/", "-", "–", "to") and (
        previous in lexicon.NAME_BEFORE or previous == "from"
    )


def _follows_a_name(words: list[Token], position: int, after: Token | None) -> bool:
    before = words[position - 1]
    if before.low in ("-", "–") and before.glued and words[position].glued and position > 1:
        return words[position - 2].sort == "word" and words[position - 2].kind != "metric"
    name = before
    if before.low == "from" and position > 1 and words[position - 2].low in lexicon.VERSIONED:
        name = words[position - 2]
    if name.low not in lexicon.NAME_BEFORE:
        return False
    if name.low == "day" and position > 1 and words[position - 2].low in lexicon.WORKING:
        return False
    return after is None or after.low not in lexicon.SHARE_UNITS | {"x", "×", "→", "->"}
