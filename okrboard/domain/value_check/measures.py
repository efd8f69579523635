"""Finds what a text measures: limits, shares, amounts, times, from-to pairs; not dates, not names.

A measure is *strong* when it can tell of a change (a limit, a share, money, a duration, a rating, a
from-to pair) and *weak* when it only counts (“12 posts”, “at least 20 interviews”).
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.language import Tokens
from okrboard.domain.value_check.lexicon import any_of

_UNITS = (
    ("share", any_of("@share_units")),
    ("money", any_of("@currency_signs @currencies")),
    ("time", any_of("@short_times")),
    ("long", any_of("@long_times")),
    ("rating", any_of("@scales")),
    ("times", any_of("x × times fold")),
    ("physical", any_of("@physical")),
)


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
        start = self.target if self.start is None else self.start
        return (self.target > start) - (self.target < start)

    @property
    def sort(self) -> str:
        """Return the sort of the unit, as in `NamedMeasure`."""
        words = self.unit.casefold().split()
        for sort, units in _UNITS:
            if not units.isdisjoint(words):
                return sort
        signs = any_of("% ‰ @currency_signs")
        sign = next((letter for letter in self.unit if letter in signs), "")
        return "" if not sign else "share" if sign in "%‰" else "money"


class NamedMeasure(Record):
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


def measures(words: Tokens) -> list[NamedMeasure]:
    """Return the measures of a text in reading order."""
    result: list[NamedMeasure] = []
    place, named = 0, -9
    while place < len(words):
        measure = None
        if words[place].low in any_of("@multiples"):
            measure = NamedMeasure(place, place, "by", "times")
        elif _is_number(words, place):
            if _is_name_or_date(words, place, named):
                named = place
            else:
                measure = _measure(words, place)
        place += 1
        if measure:
            place = measure.last + 1
            before = result[-1] if result else None
            if before and before.relation != "change" and _belongs(words, before, measure):
                unit = measure.unit or before.unit
                result[-1] = NamedMeasure(before.first, measure.last, "change", unit)
            else:
                result.append(measure)
    return result


def direction(words: Tokens, measure: NamedMeasure) -> int:
    """Return 1 when a from-to pair rises, -1 when it falls, 0 when it cannot be told."""
    values: list[float] = []
    timed = set()
    for place in range(measure.first, measure.last + 1):
        number = words[place].text.replace(",", "")
        if words[place].sort == "number" and number.replace(".", "", 1).isdigit():
            values.append(float(number))
            timed.add(words.low(place + 1))
    turned = words.low(measure.last) == "from" or words[measure.first].low in ("to", "down")
    if turned or len(values) < 2 or len(timed & any_of("@times @magnitudes")) > 1:
        return 0
    return (values[-1] > values[0]) - (values[-1] < values[0])


def _belongs(words: Tokens, before: NamedMeasure, after: NamedMeasure) -> bool:
    """“from 80 % to 99.1 %”, “60 → 30 days”, “3 days instead of 8”: two numbers of one measure."""
    between = [token.low for token in words[before.last + 1 : after.first + 1]]
    if len(between) > 8:
        return False
    if not any_of("@arrows").isdisjoint(between[:3]):
        return True
    if "to" in between and "from" in (words[before.first].low, words.low(before.first - 1)):
        return True
    if len(between) <= 3 and between[:1] in (["to"], ["vs"], ["versus"], ["instead"]):
        return True
    return "from" in between[:3] and words[before.first].low in ("to", "at", "of")


_FRACTIONS = "fifth half quarter tenth third"


def _is_number(words: Tokens, place: int) -> bool:
    token, before, following = words[place], words.low(place - 1), words.low(place + 1)
    low = token.low
    if token.sort == "number":
        return True
    if low == "zero":
        return following not in any_of("based day hour knowledge sum tolerance touch trust")
    if low == "none":
        return place > 0
    if low in any_of(_FRACTIONS):
        by = "by" in (before, words.low(place - 2))
        halved = low == "half" and before in ("in", "a", "one")
        return by or halved or following in ("of", "the", "as")
    if low in ("a", "an"):
        bound = before in any_of("@upper @lower than within")
        return bound and following in any_of("@times")
    if low in ("second", "other") and before == "every":
        return following not in any_of("@times @weekdays")
    if low == "one":
        units = any_of("@times @share_units @working percentage in out")
        return before in any_of("@upper @lower than to by") or following in units
    return low in any_of("@number_words")


def _measure(words: Tokens, place: int) -> NamedMeasure | None:
    last, unit = _unit(words, place)
    first, before = place, words.low(place - 1)
    if before in any_of("@currency_signs @currencies"):
        first, unit = place - 1, "money"
    if before == "day" and not unit:
        unit = "time"
    if _is_adjective(words, place, last, unit):
        return None
    begin, relation = _before_number(words, first, unit)
    if relation == "span":
        return None
    end, behind = _behind_number(words, last)
    if words[place].low in ("zero", "0", "none") and relation in ("plain", "to", "of"):
        relation = "upper"
    return NamedMeasure(begin, end, behind or relation, unit)


def _unit(words: Tokens, place: int) -> tuple[int, str]:
    """Return the last token that belongs to the number and the unit's sort."""
    last = place
    unit = "share" if words[place].low in any_of(f"{_FRACTIONS} second other") else ""
    following = words.low(last + 1)
    while following in any_of("@magnitudes") or (following == "-" and words[last + 1].glued):
        last += 1
        following = words.low(last + 1)
    if following in ("thirds", "quarters", "fifths", "third", "half"):
        return last + 1, "share"
    rating = _rating(words, last)
    if rating[1]:
        return rating
    if following == "per" and words.low(last + 2) == "cent":
        return last + 2, "share"
    if following == "percentage":
        return last + (2 if words.low(last + 2).startswith("point") else 1), "share"
    if following in any_of("@working") and words.low(last + 2) in any_of("@times"):
        last += 1
        following = words.low(last + 1)
    for sort, units in _UNITS:
        if following in units:
            counted = following == "times" and words.low(last + 2) not in any_of("@more_times")
            return last + 1, unit if counted else sort
    return last, unit


def _rating(words: Tokens, last: int) -> tuple[int, str]:
    """“4.6/5”, “4.4 out of 5” are ratings; “8 out of 10 employees”, “1 in 3 commuters” a share."""
    of = words.low(last + 1)
    gap = 2 if of in ("/", "of", "in") else 3 if words.find("out of", last + 1, last + 2) else 0
    top = last + gap
    if not gap or top >= len(words):
        return last, ""
    behind = words.at(top + 1)
    if words[top].low not in ("4", "5", "6", "7", "10", "100", "five", "ten"):
        part, whole = words[last].text, words[top].text
        counts = f"{part}{whole}".isdigit() and len(whole) < 5 and of != "/"
        counted = behind.sort == "word" and behind.low not in any_of("@times @share_units of")
        if counts and int(part) < int(whole) and (counted or behind.sort in ("", "symbol")):
            return top, "share"
        return last, ""
    if behind.low in any_of("@scales"):
        return top + 1, "rating"
    if behind.low in any_of("@times @share_units"):
        return last, ""
    people = behind.sort == "word" and behind.low not in any_of("@prepositions and or")
    return top, "share" if people and of != "/" else "rating"


def _is_adjective(words: Tokens, place: int, last: int, unit: str) -> bool:
    """“30-day readmissions”, “a 10 minute walk”: the number only names a thing."""
    if unit not in ("time", "long", "rating") or last == place:
        return False
    name, behind = words[last].low, words.at(last + 1)
    if name.endswith("s") or len(name) < 3 or words[place].low in ("1", "one"):
        return False
    if behind.sort != "word" or behind.low in any_of("@prepositions @conjunctions"):
        return False
    return not words.lows(last + 1, last + 4) & any_of("@deltas")


def _before_number(words: Tokens, first: int, unit: str) -> tuple[int, str]:
    """Return where the measure begins and how it is meant, from the words before its number."""
    relation, begin, negated = "", first, False
    for place in range(first - 1, first - 5, -1):
        low = words.low(place)
        if low in any_of("@upper exceeding longer later ±"):
            relation, begin = "upper", place
        elif low in any_of("@lower"):
            relation, begin = "lower", place
        elif low in ("no", "not", "never") and relation:
            negated, begin = True, place
        elif relation or low not in any_of("@fillers"):
            break
    if negated:
        return begin, "upper" if relation == "lower" else "lower"
    return (begin, relation) if relation else _plainly_before(words, first, unit)


def _plainly_before(words: Tokens, first: int, unit: str) -> tuple[int, str]:
    low = words.low(first - 1)
    if low in ("a", "an", "the", "about", "around", "approximately", "just"):
        low = words.low(first - 2)
    if unit in ("time", "long"):
        if low in any_of("@spans"):
            return first, "span"
        if low in ("within", "in", "inside"):
            return first - 1, "within"
    if low == "by" or (low in ("+", "-", "−", "–") and words[first].glued):
        return first - 1, "by"
    if low in (":", "of", "from"):
        return first - 1, "of"
    return (first - 1, "to") if low in any_of("to at = @arrows") else (first, "plain")


def _behind_number(words: Tokens, last: int) -> tuple[int, str]:
    """“+”, “or less”, “or better”, “max” after the number."""
    low, second = words.low(last + 1), words.low(last + 2)
    if low in ("max", "maximum"):
        return last + 1, "upper"
    if low == "+" or (low in ("min", "minimum") and words[last].low not in any_of("@times")):
        return last + 1, "lower"
    if low in ("or", "and") and second in any_of("@better_behind"):
        less = second in any_of("below fewer less lower under")
        return last + 2, "upper" if less else "lower"
    return last, ""


_GLUED_UNITS = "@magnitudes @times @physical @share_units @currencies x"


def _is_name_or_date(words: Tokens, place: int, named: int) -> bool:
    """Whether the number at a place is no measure; `named` is where the last such number was."""
    before, following = words.low(place - 1), words.low(place + 1)
    if _is_glued_name(words, place) or _is_ratio_name(words, place) or _is_date(words, place):
        return True
    if before == "every" and words[place].low in ("second", "third", "other"):
        return False
    if before == "top" and _is_rank(words, place):
        return False
    if before in any_of("@ordinal_before per #") and before != "another":
        return True
    unit = following in any_of(f"{_GLUED_UNITS} @currency_signs")
    return (not unit and _is_chained(words, place, named)) or _follows_a_name(words, place)


def _is_rank(words: Tokens, place: int) -> bool:
    """“reach the top 3”, “in the top 10”, “top 5 ranking”: a place, not “the top 5 customers”."""
    into = any_of("in among into reach hit enter achieve become be attain rank")
    ranks = any_of("ranking rankings rank position positions place spot")
    near = words.lows(place - 4, place - 1) & into or words.lows(place + 1, place + 3) & ranks
    return bool(near)


def _is_glued_name(words: Tokens, place: int) -> bool:
    """“5S”, “2FA”, “1st”."""
    after = words.at(place + 1)
    if not after.glued or after.sort != "word":
        return False
    if after.text in ("G", "D", "S") and len(words[place].text) == 1:
        return True
    if after.low in ("st", "nd", "rd", "th"):
        return True
    return len(after.low) <= 3 and after.low not in any_of(_GLUED_UNITS)


def _is_ratio_name(words: Tokens, place: int) -> bool:
    """“1:1”, “24/7”, “360-degree”."""
    text = words[place].text
    if text in ("360", "24"):
        behind = words.low(place + 1) + words.low(place + 2)
        return behind.startswith(("degree", "/7", "x7", "°"))
    for near, far in ((place + 1, place + 2), (place - 1, place - 2)):
        numbers = words.low(near) == ":" and words[place].sort == words.at(far).sort == "number"
        if numbers and words[near].glued and words[max(far, place)].glued:
            return True
    return text == "7" and place > 1 and words[place - 2].text == "24"


def _is_date(words: Tokens, place: int) -> bool:
    text, before, after = words[place].text, words.at(place - 1), words.at(place + 1)
    months = any_of("@months")
    if text.isdigit() and int(text[:6]) <= 31:
        named = {before.low, after.low} & months
        if named and (place > 0 or not named <= {"may", "mar"}):
            return True
        if after.low == "of" and words.low(place + 2) in months:
            return True
    if not (len(text) == 4 and text.isdigit() and "2015" <= text <= "2049"):
        return False
    dated = before.low in any_of("@date_prepositions @months @periods")
    if dated or before.sort in ("name", "symbol"):
        return not after.kind or before.low in ("in", "by")
    return after.sort in ("", "symbol") or place == 0


def _is_chained(words: Tokens, place: int, named: int) -> bool:
    """The “2” of “scope 1 and 2”, the “16” of “PostgreSQL from 12 to 16”."""
    if place - named not in (1, 2) or words[named].low in any_of("@months"):
        return False
    tied = words[place - 1].low in any_of("and or , / - – to")
    return tied and named > 0 and words[named - 1].low in any_of("@name_before from")


def _follows_a_name(words: Tokens, place: int) -> bool:
    before, second = words.at(place - 1), words.at(place - 2)
    if before.low in ("-", "–") and before.glued and words[place].glued and place > 1:
        return second.sort == "word" and second.kind != "metric"
    versioned = before.low == "from" and second.low in any_of("@versioned")
    if (second if versioned else before).low not in any_of("@name_before"):
        return False
    if before.low == "day" and second.low in any_of("@working"):
        return False
    return words.low(place + 1) not in any_of("@share_units x × → ->")
