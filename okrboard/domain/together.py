"""`read_together()`: the numbers of one key result, start, target and current, on one scale."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from okrboard.domain.formulas import LARGEST
from okrboard.domain.numbers import in_doubt
from okrboard.domain.reading import (
    PERCENT,
    Quantity,
    decimal_mark,
    is_percent,
    read_quantity,
    shortened,
    tidy,
)
from okrboard.domain.record import Record
from okrboard.text import squeeze


class Together(Record):
    """The numbers of one key result, read on one scale."""

    values: dict[str, Quantity]
    """By the names they were given under."""
    unit: str
    notes: tuple[str, ...]
    """What was understood that somebody may have meant otherwise, one line each."""
    question: str
    """What has to be asked before any of it is taken, in one line; empty when nothing has."""


def read_together(
    texts: Mapping[str, str], unit: str = "", *, known: Collection[float] = (), decimal: str = ""
) -> Together:
    """Return the numbers of one key result on one scale, or what has to be asked.

    `texts` are its start, target and current value, as far as they are there; `unit` is what is
    said of it elsewhere, and `known` are values that it has had. Per cent beside fractions, `0.80,
    0.99, 84%`, are per cent all; where that could be meant in two ways, as with `0.8, 84%, 99`, it
    is a question. Two units are one.

    Raises `ValueError` with the name and the text of the first that is no number.
    """
    decimal = decimal or decimal_mark(texts.values())
    read = {name: _named(name, text, unit or None, decimal, ()) for name, text in texts.items()}
    sure = [*known, *(one.value for one in read.values() if not one.others)]
    if sure:
        read = {
            name: _named(name, texts[name], unit or None, decimal, sure) if one.others else one
            for name, one in read.items()
        }
    read, notes, question = _on_one_scale(texts, read, unit)
    units = list(dict.fromkeys(one.unit for one in read.values() if one.unit))
    longest = max(units, key=len, default="").casefold()
    if not question and not all(longest.startswith(each.casefold()) for each in units):
        named = " and ".join(f"“{each}”" for each in units[:2])
        question = f"its numbers are in {named}; write them in one unit"
    for name, one in read.items():
        if one.others and not question:
            question = f"{name}: {in_doubt(texts[name], (one.value, *one.others))}"
        elif one.hint:
            notes.append(f"{name}: {shortened(texts[name])}, {one.hint}")
    return Together(read, unit or max(units, key=len, default=""), tuple(notes), question)


def _named(
    name: str, text: str, unit: str | None, decimal: str, known: Collection[float]
) -> Quantity:
    try:
        read = read_quantity(text, unit, known=known, decimal=decimal)
    except ValueError:
        counted = f" in {unit}" if unit else ""
        raise ValueError(f"{name}: “{shortened(text)}” is no number{counted}") from None
    if abs(read.value) > LARGEST:
        raise ValueError(f"{name}: “{shortened(text)}” is larger than a board can hold")
    return read


def _on_one_scale(
    texts: Mapping[str, str], read: dict[str, Quantity], unit: str
) -> tuple[dict[str, Quantity], list[str], str]:
    """Return the numbers with fractions made per cent where per cent stand beside them."""
    marked = [name for name in texts if _says_percent(texts[name])]
    bare = [name for name in texts if name not in marked and read[name].unit in ("", unit)]
    if not marked or not bare or (unit and not is_percent(unit)):
        return read, [], ""
    parts = [name for name in bare if 0 < abs(read[name].value) < 1]
    ends = [name for name in bare if abs(read[name].value) == 1]
    if not parts and not (ends and all(read[name].value in (0, 1) for name in bare)):
        return read, [], ""
    listed = ", ".join(shortened(text) for text in texts.values())
    small = all(abs(read[name].value) < 1 for name in marked)
    if small or len(parts) + len(ends) + sum(read[name].value == 0 for name in bare) < len(bare):
        return read, [], f"{listed}: fractions or per cent? write all of them with %"
    changed = {
        name: one._replace(value=tidy(one.value * 100), unit="%") if name in bare else one
        for name, one in read.items()
    }
    told = " and ".join(shortened(texts[name]) for name in bare)
    note = f"{told} read as fractions of 1, since {shortened(texts[marked[0]])} is beside"
    return changed, [note], ""


def _says_percent(text: str) -> bool:
    typed = squeeze(text, 200).casefold()
    return any(typed.endswith(word) for word in PERCENT)
