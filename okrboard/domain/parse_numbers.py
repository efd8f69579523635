"""`read_quantity()`: a number with what stands around it, in the ways the world writes both.

The one reader of numbers for every door: check-ins, forms, options, sheets, titles, connected
numbers. Points, commas, spaces and apostrophes group or divide; words of magnitude are taken in
English and German. What could be two numbers is settled by what is known beside it, as far as that
goes; what is left open is in `Quantity.others`, and the door that got it asks or refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from okrboard.domain.formulas import plausible
from okrboard.domain.record import Record
from okrboard.text import squeeze

CURRENCIES = "€$£¥₹₽₩₺₴₪฿₫₦₱₿"
"""Signs of money that may stand before or behind a number."""


def _table(lines: str) -> dict[str, str]:
    """Return word → meaning of lines that each hold a meaning and its words."""
    rows = (line.split() for line in lines.strip().splitlines())
    return {word: meaning for meaning, *words in rows for word in words}


_CODES = _table(
    """
    €    eur euro euros
    $    usd us$ dollar dollars
    £    gbp
    ¥    jpy yen
    ₹    inr rs rupees
    ₺    tl
    CHF  chf sfr
    """
) | {code: code.upper() for code in ("aud", "cad", "nzd", "sgd", "hkd", "cny", "brl", "mxn")}
_CODES |= {code: code.upper() for code in ("sek", "nok", "dkk", "pln", "czk", "huf", "zar", "aed")}
"""Names of money, and what each is the same as; not those that are ordinary words, too: pound."""

_LETTERS = {"k": 3, "K": 3, "m": 6, "M": 6, "B": 9, "G": 9, "T": 12}
_GERMAN = ("tsd", "tausend", "mio", "millionen", "mrd", "milliarde", "milliarden", "billionen")
_WORDS = _table(
    """
    3   tsd tausend thousand thousands
    5   lakh lakhs lac lacs
    6   mn mln mio million millions millionen
    7   crore crores cr
    9   bn bln mrd billion billions milliarde milliarden
    12  tn trillion trillions billionen
    """
)
_SCALES = {3: "thousand", 5: "lakh", 6: "million", 7: "crore", 9: "billion", 12: "trillion"}
_SECONDS = _table(
    """
    1     s sec secs second seconds sek sekunde sekunden
    60    min mins minute minutes minuten
    3600  h hr hrs hour hours std stunde stunden
    """
)
PERCENT = ("%", "percent", "per cent", "pct", "prozent")
"""What says that a number is in per cent."""
_POINTS = {"pp": 1.0, "ppt": 1.0, "percentage points": 1.0, "prozentpunkte": 1.0} | dict.fromkeys(
    ("bp", "bps", "basis points", "basispunkte"), 0.01
)
_NUMBER = "[.,]?[0-9](?:[0-9.,]|[ '’_](?=[0-9]))*"
_SAME = str.maketrans({"\u2212": "-", "\u2013": "-", "＋": "+", "´": "'", "\u02bc": "'"})


class Quantity(Record):
    """A number as a text says it, and how sure that is."""

    value: float
    """Signed, with its word of magnitude: `-€ 3,5 Mio` is -3500000. In the unit that was asked for
    where one was; otherwise per cent as they stand, `84%` is 84."""
    unit: str = ""
    """What stood around it: `€`, `%`, `users`. Where a unit was asked for that unit, or `%` when
    the text is in per cent and that unit is not."""
    sign: str = ""
    """The `+` or `-` before it, which a check-in takes for a change."""
    exact: bool = False
    """Whether `=` or brackets, as in `(1,200)`, say that it is the value as it is."""
    scale: float = 1.0
    """What its word of magnitude was worth: 1000 for `k`."""
    of: float | None = None
    """How many in all, where it is written `2/5`."""
    hint: str = ""
    """How it was read where it could have been read in another way: `the comma read as
    thousands`."""
    others: tuple[float, ...] = ()
    """What else it may be, as far as nothing known decides; empty when it is sure."""


def is_percent(unit: str) -> bool:
    """Say whether a unit counts in per cent: `%`, `% of orders`, `percent`."""
    unit = unit.strip().casefold()
    return unit.startswith("%") or unit in PERCENT


def read_quantity(
    text: str, unit: str | None = None, *, known: Iterable[float] = (), decimal: str = ""
) -> Quantity:
    """Return the number that a text says.

    - `1234.5`, `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`, `12k`, `1.5M`, `3,5 Mio`, `2 bn`,
      `200 T€` (thousand), `5 lakh`; `€1.200`, `1.200 EUR`, `CHF 12`, `84%`, `500k users`.
    - `-3`, `+3`, `(3)` for -3, `=3`; `2/5` where no unit is asked for.
    - With a `unit` of time `90m`, `90 min`, `1:30` and `1h 30m` are turned into it; with one of per
      cent `50 bps` and `2 pp` are.

    `unit` is what the number counts in, where that is known: another one is then refused, and a
    magnitude that the unit has is taken out (`€500k` is 500 for `k€`). None takes any.

    A mark before three digits alone divides or groups. It is what `decimal` says, where a file
    or its neighbours prove it; else what makes the value plausible beside the `known` ones (see
    `formulas.plausible()`); after `=` a point divides and a comma groups, as this program writes
    them; with money both group; otherwise both values are told, the likelier first.

    Raises `ValueError` for anything else: exponents, words, groups that are not of three.
    """
    body = squeeze(text, 200).translate(_SAME).lstrip("~≈ ")
    exact = body.startswith("=")
    body = body.removeprefix("=").strip()
    minus = body.startswith("(") and body.endswith(")")
    if minus:
        body = body[1:-1].strip()
    sign = body[:1] if body[:1] in ("+", "-") else ""
    body = body[len(sign) :].strip()
    number = re.search(_NUMBER, body)
    if number is None or (minus and sign):
        raise ValueError(text)
    prefix, digits, tail = body[: number.start()].rstrip(), number[0], body[number.end() :].rstrip()
    if not sign and prefix[-1:] in ("+", "-"):
        # Money may stand before its sign: `€-4`.
        sign, prefix = prefix[-1], prefix[:-1].rstrip()
    if unit is None and not prefix and tail[:1] == "/" and _is_digits(digits + tail[1:]):
        return Quantity(float(digits), sign=sign, exact=exact, of=float(tail[1:]))
    ways = [] if prefix else _clocked(body, unit)
    ways = ways or _readings(prefix, digits, tail, unit, decimal or ("." if exact else ""))
    factor = -1.0 if minus or sign == "-" else 1.0
    ways = [way._replace(value=factor * way.value + 0.0) for way in ways]
    chosen, others = _chosen(ways, tuple(known), exact)
    values = tuple(dict.fromkeys(way.value for way in others))
    return Quantity(
        chosen.value, chosen.unit, sign, exact or minus, chosen.scale, None, chosen.hint, values
    )


def decimal_mark(texts: Iterable[str]) -> str:
    """Return the decimal mark that texts written by one hand prove: `.`, `,`, or nothing.

    A number proves it that can be read in one way only, as `1.234,5`, `12,5` or `1.234.567`.
    """
    marks = set()
    for text in texts:
        number = re.search(_NUMBER, squeeze(text, 200))
        divided = re.fullmatch("(.*)([.,])([0-9]+)", number[0]) if number else None
        if divided:
            whole, mark, fraction = divided.groups()
            other = "." if mark == "," else ","
            if other in whole or (mark not in whole and len(fraction) != 3):
                marks.add(mark)
            elif mark in whole:
                marks.add(other)
    return marks.pop() if len(marks) == 1 else ""


class _Around(Record):
    """One way to read what stands around the digits."""

    power: int
    """Of ten, of a word of magnitude."""
    unit: str
    factor: float = 1.0
    """From the unit that was typed to the one that was asked for."""
    hint: str = ""
    likely: bool = True


class _Reading(Record):
    """One way to read a text."""

    value: float
    unit: str = ""
    scale: float = 1.0
    hint: str = ""
    likely: bool = True
    """Whether it is the usual one where nothing is known beside it."""
    divided: bool = False
    """Whether a mark was read as decimal though it may group."""
    odd: bool = False
    """Whether few write a part so: `1,234`, or `1.500` with its zeros."""


def _chosen(
    ways: list[_Reading], known: tuple[float, ...], exact: bool
) -> tuple[_Reading, list[_Reading]]:
    """Return the way that what is known speaks for, and the others where it does not decide."""
    ways = [way for at, way in enumerate(ways) if way.value not in [one.value for one in ways[:at]]]
    same = [way for way in ways if way.value in known]
    if len(ways) == 1 or exact or same:
        return ways[0] if exact or not same else same[0], []
    whole = all(value == int(value) for value in known)
    fits = [way for way in ways if known and plausible(way.value, known, 0.5)] or [
        way for way in ways if known and plausible(way.value, known)
    ]
    if len(fits) > 1 and whole and any(way.divided for way in fits):
        # Nobody has a part of what is counted in whole thousands.
        fits = [way for way in fits if not way.divided]
    candidates = fits or ways
    likely = [way for way in candidates if way.likely]
    # Who counts in whole numbers writes neither `1,234` nor `1.500` for a part.
    sure = len(likely) == 1 and not fits
    if len(fits) == 1:
        likely, candidates = fits, ways
        sure = not (whole and fits[0].odd) or is_percent(fits[0].unit)
    first = (likely or candidates)[0]
    return first, [] if sure else [way for way in candidates if way is not first]


def _readings(
    prefix: str, digits: str, tail: str, unit: str | None, decimal: str
) -> list[_Reading]:
    """Return the ways to read digits and what stands around them; ValueError when there is none.

    The way in which this program writes a number comes first.
    """
    word, power, before, rest = "", 0, prefix, tail
    if not _money(prefix):
        _, scale, behind = _magnitude(prefix)
        if scale and _money(behind):  # `T€ 200`
            power, before = scale, behind
    if not power:
        word, power, rest = _magnitude(tail, money=bool(before))
    plain, scaled = _joined(before, tail), _joined(before, rest)
    if unit is not None:
        around = _expected(unit, plain, scaled, power, word)
    else:
        around = _open(before, tail, word, scaled if power else plain, power)
    if not around:
        raise ValueError(tail)
    language = "," if word.casefold() in _GERMAN else "." if len(word) > 3 else ""
    money = any(map(_money, (before, rest[:1], rest, (unit or "")[:1])))
    ways = []
    for way in around:
        for number in _divided(digits, decimal, way.power, language if way.power else "", money):
            value = tidy(number.value * way.factor) if way.factor != 1 else number.value
            hint = ", ".join(filter(None, (number.hint, way.hint)))
            likely = number.likely and way.likely
            reading = _Reading(value, way.unit, 10.0**way.power, hint, likely)
            ways.append(reading._replace(divided=number.divided, odd=number.odd))
    return ways


def _open(before: str, tail: str, word: str, unit: str, power: int) -> list[_Around]:
    """Return the ways to read surroundings where any unit may be meant."""
    if before and not _money(before):
        return []
    if unit and not (unit[0].isalpha() or unit[0] in "%‰/°(" + CURRENCIES):
        return []
    attached = unit[:1].isalpha() and not (before or power or tail[:1].isspace())
    if attached and any(map(str.isdigit, unit)):
        return []
    if word == "m" and not unit:
        # Metres and minutes, too; only what is known beside it can tell.
        million = _Around(power, "", hint="m read as million", likely=False)
        return [million, _Around(0, "m", likely=False)]
    return [_Around(power, "%" if unit.casefold() in PERCENT else _money(unit) or unit)]


def _expected(unit: str, plain: str, scaled: str, power: int, word: str) -> list[_Around]:
    """Return the ways to read surroundings of a number that counts in `unit`."""
    percent = is_percent(unit)
    if not plain or _is_same(plain, unit):
        return [_Around(0, unit)]
    if power and scaled and _is_same(scaled, unit):
        return [_Around(power, unit)]
    if scaled.casefold() in PERCENT:
        return [_Around(power, unit if percent else "%")]
    if percent and plain.casefold() in _POINTS:
        return [_Around(0, unit, _POINTS[plain.casefold()])]
    if not unit and _money(scaled):
        return [_Around(power, _money(scaled))]
    ways = _of_scaled(unit, scaled, power)
    asked = _seconds_in(unit.partition(" ")[0])
    typed = _seconds_in(plain.rstrip("."), typed=plain == "m")
    if asked and typed:  # `90m` for hours
        hint = "m read as minutes" if plain == "m" else ""
        ways.insert(0, _Around(0, unit, typed / asked, hint))
    if len(plain) == 1 and unit[1:2].isalpha() and plain == unit[0] and not ways:
        ways.append(_Around(0, unit, hint=f"{plain} read as {unit}", likely=not power))
    if power and not scaled and not any(way.power for way in ways):
        hint = f"{word} read as {_SCALES[power]}" if ways else ""
        ways.append(_Around(power, unit, hint=hint, likely=not ways))
    return ways


def _of_scaled(unit: str, scaled: str, power: int) -> list[_Around]:
    """Return the ways to read a number for a unit that has a magnitude: `500k` for `k€`."""
    _, own, base = _magnitude(unit)
    if not own or (not base and unit in ("m", "T", "G", "B")):
        return []
    if scaled and not _is_same(scaled, base):
        return []
    less = _Around(power, unit, 10.0**-own, f"in {scaled or 'ones'}", likely=bool(power))
    if power:
        return [less] if scaled else [less, _Around(power, unit, likely=False)]
    return [less, _Around(0, unit, hint=f"in {unit}", likely=False)]


def _divided(digits: str, decimal: str, power: int, language: str, money: bool) -> list[_Reading]:
    """Return the ways to divide digits into a whole and a fraction; ValueError when none.

    `decimal` is the mark that is known, `language` that of the word of magnitude, of that `power`.
    """
    if sum(map(str.isdigit, digits)) > 250:
        raise ValueError(digits)
    either = re.fullmatch("([1-9][0-9]{0,2})([.,])([0-9]{3})", digits)
    if not either:
        last = re.sub("[0-9]", "", digits)[-1:]
        if last in (".", ",") and digits.count(last) == 1:
            whole, fraction = digits.split(last)
            return [_Reading(_number(_ungrouped(whole), fraction, power))]
        return [_Reading(_number(_ungrouped(digits), "", power))]
    before, mark, after = either.groups()
    name = "comma" if mark == "," else "point"
    divides = _Reading(
        _number(before, after, power),
        hint=f"the {name} read as decimal",
        divided=True,
        odd=mark == "," or after.endswith("0"),
    )
    groups = _Reading(_number(before + after, "", power), hint=f"the {name} read as thousands")
    if not decimal and after == "000":
        return [groups]
    decimal = decimal or language or ("." if power and mark == "." else "")
    if decimal:
        return [divides if mark == decimal else groups]
    if not power and (money or mark == ","):
        return [groups, divides._replace(likely=False)]
    return [divides._replace(likely=False), groups._replace(likely=False)]


def _number(whole: str, fraction: str, power: int) -> float:
    # The exponent is added as text, so that 2.3M is 2300000 to the last bit.
    return float(f"{whole or '0'}.{fraction or '0'}e{power}")


def _ungrouped(whole: str) -> str:
    """Return digits without the marks that group them by three."""
    if whole and not _is_digits(whole):
        grouped = re.fullmatch(r"[1-9][0-9]{0,2}([ .,'’_])[0-9]{3}(\1[0-9]{3})*", whole)
        if not grouped:
            raise ValueError(whole)
        return whole.replace(grouped[1], "")
    return whole


def _clocked(body: str, unit: str | None) -> list[_Reading]:
    """Return the ways to read `1:30`, `1:30:00` or `1h 30m`; none for other texts."""
    parts = body.split(":")
    if len(parts) in (2, 3) and all(_is_digits(part) and len(part) <= 6 for part in parts):
        hours, minutes, seconds = (*map(float, parts), 0.0)[:3]
        if minutes >= 60 or seconds >= 60:
            raise ValueError(body)
        spans = [hours * 3600 + minutes * 60 + seconds]
        if len(parts) == 2:
            spans.append(hours * 60 + minutes)
    else:
        spans = _seconds(body)
        if not spans:
            return []
    asked = _seconds_in("h" if unit is None else unit.partition(" ")[0])
    if not asked:
        raise ValueError(body)
    if asked == 3600:
        return [_Reading(tidy(spans[0] / asked), "h" if unit is None else unit)]
    hints = ("as hours and minutes", "as minutes and seconds") if len(spans) > 1 else ("",)
    return [
        _Reading(tidy(span / asked), unit or "", 1.0, hint, len(spans) == 1)
        for span, hint in zip(spans, hints, strict=True)
    ]


def _seconds(body: str) -> list[float]:
    """Return the seconds of `1h 30m` or `1h30`, nothing for a text that is no such time."""
    match = re.fullmatch(r"([0-9]+) ?([^\d\s]+) ?([0-9]+) ?([^\d\s]*)", body)
    if not match:
        return []
    many, large, few, small = match.groups()
    size, below = _seconds_in(large, typed=True), _seconds_in(small, typed=True)
    if not small and size == 3600:
        # Minutes go without saying behind hours only: `12 m2` is something else.
        below = 60
    fits = size and below * 60 == size
    return [float(int(many[:9]) * size + int(few[:9]) * below)] if fits else []


def _seconds_in(unit: str, *, typed: bool = False) -> int:
    """Return the seconds of a unit of time, 0 for any other; an `m` that was typed is a minute."""
    return 60 if typed and unit == "m" else int(_SECONDS.get(unit.casefold(), 0))


def _magnitude(tail: str, *, money: bool = False) -> tuple[str, int, str]:
    """Return the word of magnitude that a text begins with, its power of ten, and the rest.

    `money` says that a sign of money stands before the number.
    """
    text = tail.lstrip()
    word = "".join(takewhile(str.isalpha, text))
    rest = text.removeprefix(word)
    plain = rest.removeprefix(".").strip()
    if word.casefold() in _WORDS:
        return word, int(_WORDS[word.casefold()]), plain
    letter, code = word[:1], word[1:]
    if letter not in _LETTERS or (code and code.casefold() not in _CODES):
        return "", 0, text
    counted = (code + rest).strip()
    if code or _money(counted[:1]) or _money(counted):
        return letter, 3 if letter == "T" else _LETTERS[letter], counted
    ends = not rest or rest[0].isspace() or rest[0] == "."
    return (letter, _LETTERS[letter], plain) if ends or money else ("", 0, text)


def _joined(before: str, behind: str) -> str:
    """Return what stands around a number as one unit: `€` and `/month`; money is said once."""
    behind = behind.strip()
    money = _money(before)
    if money and _money(behind) == money:
        return money
    return (money or before) + behind


def _money(text: str) -> str:
    """Return the money that a text names, `€` for `EUR`; nothing when it names none."""
    name = text.strip().casefold().rstrip(".")
    return name if len(name) == 1 and name in CURRENCIES else _CODES.get(name, "")


def _is_same(typed: str, unit: str) -> bool:
    """Say whether a unit as it was typed is a unit: `page` for `pages a week`, `EUR` for `€`.

    One letter counts only in its own case, since `M` scales and `m` may be metres.
    """
    typed, unit = typed.strip(), unit.strip()
    if is_percent(unit) and typed.casefold() in PERCENT:
        return True
    alike = {_folded(unit), _folded(unit.partition(" ")[0])} if len(typed) > 1 else {_folded(unit)}
    return _folded(typed) in alike


def _folded(unit: str) -> str:
    plain = "".join(unit.split())
    money = _money(plain)
    if money or len(plain) < 2:
        return money or plain
    if plain[0] in CURRENCIES and _money(plain[1:]):
        return plain[0]
    plain = plain.casefold().rstrip(".")
    return plain.removesuffix("s") if len(plain) > 3 else plain


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def tidy(value: float) -> float:
    """Return a value without the dust of binary fractions, so that 31.2 + 0.1 is 31.3."""
    return float(f"{value:.15g}") + 0.0
