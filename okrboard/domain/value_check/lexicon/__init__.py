"""The word classes of the value check: text files below this folder, one a class.

In a file, words stand between white space, `@name` stands for all words of another class, and `#`
begins a comment; where a file says so, an entry is a line. A class is read when something first
asks for it. The lists are our own.
"""

from __future__ import annotations

import os
from functools import cache

FILES = {
    name.removesuffix(".txt"): f"{folder}/{name}"
    for folder, _, names in os.walk(os.path.dirname(__file__))
    for name in names
    if name.endswith(".txt")
}
"""Where each class is."""


def entries(name: str) -> list[list[str]]:
    """Return the words of each line of a class's file, comments and empty lines left out."""
    with open(FILES[name], encoding="utf-8") as file:
        return [words for line in file if (words := line.partition("#")[0].split())]


@cache
def any_of(listed: str) -> frozenset[str]:
    """Return the words that are listed, with those of each `@class` among them.

    Raises `KeyError` for a class that there is no file of.
    """
    words: set[str] = set()
    for word in listed.split():
        if len(word) > 1 and word[0] == "@":
            words |= any_of(" ".join(map(" ".join, entries(word[1:]))))
        else:
            words.add(word)
    return frozenset(words)


@cache
def sequences(pattern: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return what may stand in a row: `in|on time; @up` is “in time”, “on time” or an up."""
    return tuple(
        tuple(any_of(place.replace("|", " ")) for place in row.split())
        for row in pattern.split(";")
    )


def _class_of_each(names: str) -> dict[str, str]:
    """Return word → class; of a word in several classes the last one counts."""
    return {word: name for name in names.split() for word in any_of(f"@{name}")}


def _pairs(name: str) -> dict[tuple[str, str], str]:
    return {(first, second): meaning for first, second, meaning in entries(name)}


VERBS = _class_of_each("work up down reach keep get help ensure dual")
"""What a verb does when a goal begins with it."""
PHRASALS = _pairs("phrasal")
"""The same of a verb and its particle."""
IRREGULAR_VERBS = {form: base for form, base, *_ in entries("irregular_verbs")}
THINGS = _class_of_each("certificate deal item output people metric")
"""What a noun, in the singular, names."""
NOUN_PAIRS = _pairs("noun_pairs")
"""What two words name together."""
IRREGULAR_NOUNS = {form: base for form, base, *_ in entries("irregular_nouns")}
