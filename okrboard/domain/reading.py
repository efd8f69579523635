"""`read_number()`: a number without sign or unit, in the ways the world writes numbers.

Points, commas, spaces and apostrophes group or divide; what they were taken for is said when it
could have been the other thing.
"""

from __future__ import annotations

CURRENCIES = "€$£¥₹₽₩₺₴₪฿₫₦₱₿"
"""Signs of money that may stand before or behind a number."""

_SCALES = {
    "k": 3,
    "tsd": 3,
    "m": 6,
    "mio": 6,
    "bn": 9,
    "mrd": 9,
    "B": 9,
    "G": 9,
    "T": 12,
}
_GROUPING = " '’_"


def read_number(text: str) -> tuple[float, str]:
    """Return a number of 0 or more, and a hint in words where it could be read in two ways.

    Understands `1234.5`, `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`, `12k`, `1.5M`, `2bn`. One
    comma before three digits groups (`1,234` is 1234; `0,123` is a fraction), one point divides.
    Raises ValueError for anything else: signs, exponents, words, groups that are not of three,
    more than 250 digits.
    """
    body = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letters = text[len(body) :]
    scale = _SCALES.get(letters, _SCALES.get(letters.lower(), 0)) if letters else 0
    if letters and not scale:
        raise ValueError(text)
    whole, fraction, hint = _divided(body.rstrip())
    if not 1 <= len(whole) + len(fraction) <= 250:
        raise ValueError(text)
    # The exponent is added as text, so that 2.3M is 2300000 to the last bit.
    return float(f"{whole or '0'}.{fraction or '0'}e{scale}"), hint


def _divided(body: str) -> tuple[str, str, str]:
    """Return the digits before and after the decimal mark, and the hint."""
    marks = [character for character in body if not "0" <= character <= "9"]
    if not marks:
        return body, "", ""
    last, kinds = marks[-1], set(marks)
    if last in _GROUPING:
        return _ungrouped(body, kinds), "", ""
    if last not in ".," or len(kinds) > 2:
        raise ValueError(body)
    if marks.count(last) > 1:
        return _ungrouped(body, kinds), "", ""
    before, after = body.split(last)
    if after and not _is_digits(after):
        raise ValueError(body)
    groups_well = len(kinds) == 1 and len(after) == 3 and _is_group(before)
    if groups_well and last == ",":
        return before + after, "", "the comma read as thousands"
    hint = "the point read as decimal" if groups_well else ""
    return _ungrouped(before, kinds - {last}), after, hint


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
