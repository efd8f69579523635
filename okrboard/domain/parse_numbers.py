"""`read_quantity()`: a number with what stands around it, in the ways the world writes both.

The one reader of numbers for every door: check-ins, forms, options, sheets, titles, connected
numbers. Points, commas, spaces and apostrophes group or divide; words of magnitude are taken in
English and German. What could be two numbers is settled by what is known beside it, as far as that
goes; what is left open is in `Quantity.others`, and the door that got it asks or refuses.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.domain.formulas import plausible
from okrboard.domain.record import Record
from okrboard.text import squeeze

CURRENCIES = "€$£¥₹₽₩₺₴₪฿₫₦₱₿"
"""Signs of money that may stand before or behind a number."""

_CODES = {
    **dict.fromkeys(("eur", "euro", "euros"), "€"),
    **dict.fromkeys(("usd", "us$", "dollar", "dollars"), "$"),
    "gbp": "£",
    **dict.fromkeys(("jpy", "yen"), "¥"),
    **dict.fromkeys(("inr", "rs", "rupees"), "₹"),
    "tl": "₺",
    **dict.fromkeys(("chf", "sfr"), "CHF"),
    **{code: code.upper() for code in ("aud", "cad", "nzd", "sgd", "hkd", "cny", "brl", "mxn")},
    **{code: code.upper() for code in ("sek", "nok", "dkk", "pln", "czk", "huf", "zar", "aed")},
}
"""Names of money, and what each is the same as; not those that are ordinary words, too: pound."""

_LETTERS = {"k": 3, "K": 3, "m": 6, "M": 6, "B": 9, "G": 9, "T": 12}
_WORDS = {
    **dict.fromkeys(("tsd", "tausend", "thousand", "thousands"), 3),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 5),
    **dict.fromkeys(("mn", "mln", "mio", "million", "millions", "millionen"), 6),
    **dict.fromkeys(("crore", "crores", "cr"), 7),
    **dict.fromkeys(("bn", "bln", "mrd", "billion", "billions", "milliarde", "milliarden"), 9),
    **dict.fromkeys(("tn", "trillion", "trillions", "billionen"), 12),
}
_GERMAN = ("tsd", "tausend", "mio", "millionen", "mrd", "milliarde", "milliarden", "billionen")

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), 3600),
}
PERCENT = ("%", "percent", "per cent", "pct", "prozent")
"""What says that a number is in per cent."""
_POINTS = {"pp": 1.0, "ppt": 1.0, "percentage points": 1.0, "prozentpunkte": 1.0} | dict.fromkeys(
    ("bp", "bps", "basis points", "basispunkte"), 0.01
)
_GROUPING = " '’_"
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
    typed = squeeze(text, 200).translate(_SAME)
    body = typed.lstrip("~≈ ")
    exact = body.startswith("=")
    body = body.removeprefix("=").strip()
    minus = body.startswith("(") and body.endswith(")")
    sign, body = _signed(body[1:-1].strip() if minus else body)
    if minus and sign:
        raise ValueError(typed)
    prefix, digits, tail = _cut(body)
    if not sign and prefix[-1:] in ("+", "-"):
        # Money may stand before its sign: `€-4`.
        sign, prefix = prefix[-1], prefix[:-1].rstrip()
    if unit is None and not prefix and tail[:1] == "/" and _is_digits(digits + tail[1:]):
        return Quantity(float(digits), sign=sign, exact=exact, of=float(tail[1:]))
    point = decimal or ("." if exact else "")
    ways = _clocked(body, unit) if not prefix else []
    ways = ways or [
        _reading(digit, around)
        for around in _surroundings(prefix, tail, unit)
        for digit in _divided(digits, point, around)
    ]
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
        try:
            _, digits, _ = _cut(squeeze(text, 200))
        except ValueError:
            continue
        for mark, other in ((",", "."), (".", ",")):
            whole, divided, fraction = digits.rpartition(mark)
            if not divided or not _is_digits(fraction):
                continue
            if other in whole or (mark not in whole and len(fraction) != 3):
                marks.add(mark)
            elif mark in whole:
                marks.add(other)
    return marks.pop() if len(marks) == 1 else ""


def read_number(text: str) -> tuple[float, str]:
    """Return a number of 0 or more without unit, and how it was read where that is not sure."""
    quantity = read_quantity(text)
    if quantity.unit or quantity.sign or quantity.exact or quantity.of is not None:
        raise ValueError(text)
    return quantity.value, quantity.hint


class _Around(Record):
    """One way to read what stands around the digits."""

    power: int = 0
    """Of ten, of a word of magnitude."""
    factor: float = 1.0
    """From the unit that was typed to the one that was asked for."""
    unit: str = ""
    hint: str = ""
    likely: bool = True
    decimal: str = ""
    """The decimal mark of the language that the word of magnitude is in."""
    money: bool = False


class _Digits(Record):
    """One way to read the digits."""

    whole: str
    fraction: str = ""
    hint: str = ""
    likely: bool = True
    divided: bool = False
    """Whether a mark was read as decimal though it may group."""
    odd: bool = False
    """Whether few write a part so: `1,234`, or `1.500` with its zeros."""


class _Reading(Record):
    """One way to read a text."""

    value: float
    unit: str
    scale: float = 1.0
    hint: str = ""
    likely: bool = True
    """Whether it is the usual one where nothing is known beside it."""
    divided: bool = False
    odd: bool = False


def _reading(digits: _Digits, around: _Around) -> _Reading:
    # The exponent is added as text, so that 2.3M is 2300000 to the last bit.
    value = float(f"{digits.whole or '0'}.{digits.fraction or '0'}e{around.power}")
    return _Reading(
        tidy(value * around.factor) if around.factor != 1 else value,
        around.unit,
        10.0**around.power,
        ", ".join(filter(None, (digits.hint, around.hint))),
        digits.likely and around.likely,
        digits.divided,
        digits.odd,
    )


def _chosen(
    ways: list[_Reading], known: tuple[float, ...], exact: bool
) -> tuple[_Reading, list[_Reading]]:
    """Return the way that what is known speaks for, and the others where it does not decide."""
    ways = [way for at, way in enumerate(ways) if way.value not in [one.value for one in ways[:at]]]
    if len(ways) == 1 or exact:
        return ways[0], []
    same = [way for way in ways if way.value in known]
    if same:
        return same[0], []
    whole = all(value == int(value) for value in known)
    fits = [way for way in ways if known and plausible(way.value, known, 0.5)] or [
        way for way in ways if known and plausible(way.value, known)
    ]
    if len(fits) > 1 and whole and any(way.divided for way in fits):
        # Nobody has a part of what is counted in whole thousands.
        fits = [way for way in fits if not way.divided]
    if len(fits) == 1:
        # Who counts in whole numbers writes neither `1,234` nor `1.500` for a part.
        sure = not (whole and fits[0].odd) or is_percent(fits[0].unit)
        return fits[0], [] if sure else [way for way in ways if way is not fits[0]]
    likely = [way for way in fits or ways if way.likely]
    first = (likely or fits or ways)[0]
    sure = len(likely) == 1 and not fits
    return first, [] if sure else [way for way in fits or ways if way is not first]


def _surroundings(prefix: str, tail: str, unit: str | None) -> list[_Around]:
    """Return the ways to read what stands before and behind digits; ValueError when there is none.

    The way in which this program writes a number comes first.
    """
    before, power = prefix, 0
    if prefix and not _money(prefix):
        _, power, before = _magnitude(prefix)
        if not power or not _money(before):
            before, power = prefix, 0
    word, scale, rest = ("", power, tail) if power else _magnitude(tail, money=bool(before))
    plain, scaled = _joined(before, tail), _joined(before, rest)
    language = "," if word.casefold() in _GERMAN else "." if len(word) > 3 else ""
    ways = (
        _open(before, tail, word, plain, scaled, scale)
        if unit is None
        else _expected(unit, plain, scaled, scale, word)
    )
    if not ways:
        raise ValueError(tail)
    money = bool(_money(before) or _money(rest[:1]) or _money(rest) or _money((unit or "")[:1]))
    return [way._replace(decimal=language if way.power else "", money=money) for way in ways]


def _open(before: str, tail: str, word: str, plain: str, scaled: str, power: int) -> list[_Around]:
    """Return the ways to read surroundings where any unit may be meant."""
    if before and not _money(before):
        return []
    around = scaled if power else plain
    attached = around[:1].isalpha() and not before and not tail[:1].isspace() and not power
    if around and not (around[0].isalpha() or around[0] in "%‰/°(" + CURRENCIES):
        return []
    if attached and any(character.isdigit() for character in around):
        return []
    unit = "%" if around.casefold() in PERCENT else _money(around) or around
    if word == "m" and not around:
        # Metres and minutes, too; only what is known beside it can tell.
        hint = "m read as million"
        return [_Around(power, 1.0, "", hint, False), _Around(0, 1.0, "m", "", False)]
    return [_Around(power, 1.0, unit)]


def _expected(unit: str, plain: str, scaled: str, power: int, word: str) -> list[_Around]:
    """Return the ways to read surroundings of a number that counts in `unit`."""
    if not plain or _is_same(plain, unit):
        return [_Around(0, 1.0, unit)]
    if power and scaled and _is_same(scaled, unit):
        return [_Around(power, 1.0, unit)]
    percent = is_percent(scaled) and scaled.casefold() in PERCENT
    if percent:
        return [_Around(power, 1.0, unit if is_percent(unit) else "%")]
    if is_percent(unit) and plain.casefold() in _POINTS:
        return [_Around(0, _POINTS[plain.casefold()], unit)]
    if not unit and _money(scaled):
        return [_Around(power, 1.0, _money(scaled))]
    ways = _of_time(unit, plain)
    ways += _of_scaled(unit, plain, scaled, power)
    if len(plain) == 1 and unit[1:2].isalpha() and plain == unit[0] and not ways:
        ways.append(_Around(0, 1.0, unit, f"{plain} read as {unit}", likely=not power))
    if power and not scaled and not any(way.power for way in ways):
        hint = f"{word} read as {_NAMES[power]}" if ways else ""
        ways.append(_Around(power, 1.0, unit, hint, likely=not ways))
    return ways


_NAMES = {3: "thousand", 5: "lakh", 6: "million", 7: "crore", 9: "billion", 12: "trillion"}


def _of_time(unit: str, plain: str) -> list[_Around]:
    """Return the way to read a time in another unit of time: `90m` for hours."""
    asked = _SECONDS.get(unit.casefold().split()[0] if unit else "")
    typed = 60 if plain == "m" else _SECONDS.get(plain.casefold().rstrip("."))
    if not asked or not typed:
        return []
    return [_Around(0, typed / asked, unit, "m read as minutes" if plain == "m" else "")]


def _of_scaled(unit: str, plain: str, scaled: str, power: int) -> list[_Around]:
    """Return the ways to read a number for a unit that has a magnitude: `500k` for `k€`."""
    _, own, base = _magnitude(unit)
    if not own or (not base and unit in ("m", "T", "G", "B")):
        return []
    if scaled and not _is_same(scaled, base):
        return []
    less = _Around(power, 10.0**-own, unit, f"in {scaled or 'ones'}", likely=bool(power))
    if power:
        return [less] if scaled else [less, _Around(power, 1.0, unit, "", likely=False)]
    return [less, _Around(0, 1.0, unit, f"in {unit}", likely=False)] if plain else []


def _divided(digits: str, decimal: str, around: _Around) -> list[_Digits]:
    """Return the ways to divide digits into a whole and a fraction; ValueError when none."""
    marks = [character for character in digits if not "0" <= character <= "9"]
    if not 1 <= len(digits) - len(marks) <= 250:
        raise ValueError(digits)
    if not marks:
        return [_Digits(digits)]
    last, kinds = marks[-1], set(marks)
    if last in _GROUPING:
        return [_Digits(_ungrouped(digits, kinds))]
    if last not in ".," or len(kinds) > 2:
        raise ValueError(digits)
    if marks.count(last) > 1:
        return [_Digits(_ungrouped(digits, kinds))]
    before, after = digits.split(last)
    if after and not _is_digits(after):
        raise ValueError(digits)
    if len(kinds) > 1 or len(after) != 3 or not _is_group(before):
        return [_Digits(_ungrouped(before, kinds - {last}), after)]
    return _two_ways(before, after, last, decimal, around)


def _two_ways(before: str, after: str, mark: str, decimal: str, around: _Around) -> list[_Digits]:
    """Return the ways to read `1.234` or `1,234`, the usual one first."""
    name = "comma" if mark == "," else "point"
    odd = mark == "," or after.endswith("0")
    divides = _Digits(before, after, f"the {name} read as decimal", True, True, odd)
    groups = _Digits(before + after, "", f"the {name} read as thousands")
    if decimal:
        return [divides if mark == decimal else groups]
    if after == "000":
        return [groups]
    if around.power:
        if around.decimal or mark == ".":
            return [divides if mark == (around.decimal or ".") else groups]
        return [divides._replace(likely=False), groups._replace(likely=False)]
    if around.money or mark == ",":
        return [groups, divides._replace(likely=False)]
    return [divides._replace(likely=False), groups._replace(likely=False)]


def _clocked(body: str, unit: str | None) -> list[_Reading]:
    """Return the ways to read `1:30`, `1:30:00` or `1h 30m`; none for other texts."""
    parts = body.split(":")
    if len(parts) in (2, 3) and all(_is_digits(part) and len(part) <= 6 for part in parts):
        numbers = [float(part) for part in parts]
        if any(number >= 60 for number in numbers[1:]):
            raise ValueError(body)
        sizes = (3600.0, 60.0, 1.0)
        spans = [sum(map(_times, numbers, sizes))]
        if len(parts) == 2:
            spans.append(sum(map(_times, numbers, sizes[1:])))
    else:
        spans = [_seconds(body)]
    if spans[0] < 0:
        return []
    asked = _SECONDS.get(unit.casefold().split()[0] if unit else "h")
    if asked is None or unit == "":
        raise ValueError(body)
    if asked == 3600:
        return [_Reading(tidy(spans[0] / asked), "h" if unit is None else unit)]
    hints = ("as hours and minutes", "as minutes and seconds") if len(spans) > 1 else ("",)
    return [
        _Reading(tidy(span / asked), unit or "", 1.0, hint, len(spans) == 1)
        for span, hint in zip(spans, hints, strict=True)
    ]


def _times(number: float, size: float) -> float:
    return number * size


def _seconds(body: str) -> float:
    """Return the seconds of `1h 30m` or `1h30`, -1 for a text that is no such time."""
    spaced = "".join(
        f" {character}" if at and character.isdigit() != body[at - 1].isdigit() else character
        for at, character in enumerate(body)
    )
    words = spaced.split()
    if len(words) not in (3, 4) or not all(map(_is_digits, words[::2])):
        return -1.0
    sizes = [_SECONDS.get(word.casefold(), 60 if word == "m" else 0) for word in words[1::2]]
    if len(sizes) == 1:
        # Minutes go without saying behind hours only: `12 m2` is something else.
        sizes.append(60 if sizes[0] == 3600 else 0)
    if not sizes[0] or sizes[1] * 60 != sizes[0]:
        return -1.0
    return float(int(words[0][:9]) * sizes[0] + int(words[2][:9]) * sizes[1])


def _cut(body: str) -> tuple[str, str, str]:
    """Return what stands before the digits, the digits with their marks, and what stands behind."""
    begin = next((at for at, one in enumerate(body) if _is_begin(body, at, one)), -1)
    if begin < 0:
        raise ValueError(body)
    end = begin
    while end < len(body) and (
        "0" <= body[end] <= "9"
        or body[end] in ".,"
        or (body[end] in _GROUPING and "0" <= body[end + 1 : end + 2] <= "9")
    ):
        end += 1
    return body[:begin].rstrip(), body[begin:end], body[end:].rstrip()


def _is_begin(body: str, at: int, character: str) -> bool:
    return "0" <= character <= "9" or (character in ".," and "0" <= body[at + 1 : at + 2] <= "9")


def _magnitude(tail: str, *, money: bool = False) -> tuple[str, int, str]:
    """Return the word of magnitude that a text begins with, its power of ten, and the rest.

    `money` says that a sign of money stands before the number.
    """
    text = tail.lstrip()
    end = next((at for at, one in enumerate(text) if not one.isalpha()), len(text))
    word, rest = text[:end], text[end:]
    power = _WORDS.get(word.casefold(), 0)
    if power:
        return word, power, rest.removeprefix(".").strip()
    behind = word[1:] if word[1:].casefold() in _CODES else ""
    if word[:1] in _LETTERS and (len(word) == 1 or behind):
        rest = (behind + rest).strip()
        if _money(rest[:1]) or behind or _money(rest):
            return word[0], 3 if word[0] == "T" else _LETTERS[word[0]], rest
        if not text[end:] or text[end].isspace() or text[end] == "." or money:
            return word, _LETTERS[word], rest.removeprefix(".").strip()
    return "", 0, text


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
    if _folded(typed) == _folded(unit):
        return True
    return len(typed) > 1 and _folded(typed) == _folded(unit.split()[0] if unit else "")


def _folded(unit: str) -> str:
    plain = "".join(unit.split())
    money = _money(plain)
    if money or len(plain) < 2:
        return money or plain
    if plain[0] in CURRENCIES and _money(plain[1:]):
        return plain[0]
    plain = plain.casefold().rstrip(".")
    return plain.removesuffix("s") if len(plain) > 3 else plain


def _signed(body: str) -> tuple[str, str]:
    sign = body[:1] if body[:1] in ("+", "-") else ""
    return sign, body[len(sign) :].strip()


def _ungrouped(whole: str, marks: set[str]) -> str:
    if not marks:
        return whole
    if len(marks) > 1:
        raise ValueError(whole)
    first, *others = whole.split(marks.pop())
    if not _is_group(first) or any(len(group) != 3 or not _is_digits(group) for group in others):
        raise ValueError(whole)
    return first + "".join(others)


def _is_group(digits: str) -> bool:
    return 1 <= len(digits) <= 3 and _is_digits(digits) and digits[0] != "0"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def tidy(value: float) -> float:
    """Return a value without the dust of binary fractions, so that 31.2 + 0.1 is 31.3."""
    return float(f"{value:.15g}") + 0.0
