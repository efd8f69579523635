"""The word classes of the value check, from the text files beside this module.

In a file, `[name]` begins a class, words stand between white space, `@name` stands for all words of
another class, and `#` begins a comment; where a class says so, an entry is a line. The lists are
our own.
"""

from __future__ import annotations

from functools import cache

_FOLDER = __file__.rpartition("/")[0]
_FILES = ("grammar", "languages", "nouns", "numbers", "objectives", "verbs")


def _read() -> dict[str, list[list[str]]]:
    classes: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for name in _FILES:
        with open(f"{_FOLDER}/{name}.txt", encoding="utf-8") as file:
            for line in file:
                words = line.partition("#")[0].split()
                if line[0] == "[":
                    lines = classes[line.strip()[1:-1]] = []
                elif words:
                    lines.append(words)
    return classes


CLASSES = _read()
"""The words of each line of each class."""


@cache
def any_of(listed: str) -> frozenset[str]:
    """Return the words that are listed, with those of each `@class` among them.

    Raises `KeyError` for a class that there is not.
    """
    return _with_classes(listed.split())


@cache
def _class(name: str) -> frozenset[str]:
    return _with_classes([word for line in CLASSES[name] for word in line])


def _with_classes(words: list[str]) -> frozenset[str]:
    names = [word for word in words if word[0] == "@" and len(word) > 1]
    return frozenset(words).difference(names).union(*(_class(name[1:]) for name in names))


@cache
def sequences(pattern: str) -> dict[str, list[tuple[frozenset[str], ...]]]:
    """Return what may stand in a row, as first word → all that may stand behind it.

    `in|on time; @up` is “in time”, “on time”, or a verb of the class `up`.
    """
    rows: dict[str, list[tuple[frozenset[str], ...]]] = {}
    for row in pattern.split(";"):
        first, *behind = (any_of(place.replace("|", " ")) for place in row.split())
        for word in first:
            rows.setdefault(word, []).append(tuple(behind))
    return rows


def _class_of_each(names: str) -> dict[str, str]:
    """Return word → class; of a word in several classes the last one counts."""
    return {word: name for name in names.split() for word in any_of(f"@{name}")}


def _pairs(name: str) -> dict[tuple[str, str], str]:
    return {(first, second): meaning for first, second, meaning in CLASSES[name]}


VERBS = _class_of_each("work up down reach keep get help ensure dual")
"""What a verb does when a goal begins with it."""
PHRASALS = _pairs("phrasal")
"""The same of a verb and its particle."""
IRREGULAR_VERBS = {form: base for form, base, *_ in CLASSES["irregular_verbs"]}
THINGS = _class_of_each("certificate deal item output people metric")
"""What a noun, in the singular, names."""
NOUN_PAIRS = _pairs("noun_pairs")
"""What two words name together."""
IRREGULAR_NOUNS = {form: base for form, base, *_ in CLASSES["irregular_nouns"]}
