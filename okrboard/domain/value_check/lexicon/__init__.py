"""The word classes of the value check: text files beside this module, one a class.

In a file, words stand between white space and `#` begins a comment; where a file says so, an entry
is a line. All are read once, when the first check imports this module. The lists are our own.
"""

from __future__ import annotations

_FOLDER = __file__.rpartition("/")[0]
_VERB_CLASSES = ("work", "up", "down", "reach", "keep", "get", "help", "ensure", "dual")
_NOUN_KINDS = ("certificate", "deal", "item", "output", "people", "metric")


def wordlist(text: str) -> frozenset[str]:
    """Return the words of a text, split at white space."""
    return frozenset(text.split())


def entries(name: str) -> list[list[str]]:
    """Return the words of each line of a word class's file, comments and empty lines left out."""
    with open(f"{_FOLDER}/{name}.txt", "rb") as file:
        lines = file.read().decode().splitlines()
    return [words for line in lines if (words := line.partition("#")[0].split())]


def word_class(name: str) -> frozenset[str]:
    """Return the words of a word class."""
    return frozenset(word for words in entries(name) for word in words)


def forms(name: str) -> dict[str, str]:
    """Return the first word of each line → the second."""
    return {words[0]: words[1] for words in entries(name)}


def pairs(name: str) -> dict[tuple[str, str], str]:
    """Return two words of each line → the third."""
    return {(first, second): meaning for first, second, meaning in entries(name)}


def _words_of(folder: str, classes: tuple[str, ...]) -> dict[str, str]:
    """Return word → class; of a word in several classes the last one counts."""
    return {word: name for name in classes for word in word_class(f"{folder}/{name}")}


DETERMINERS = word_class("grammar/determiners")
PREPOSITIONS = word_class("grammar/prepositions")
CONJUNCTIONS = word_class("grammar/conjunctions")
AUXILIARIES = word_class("grammar/auxiliaries")
NEGATIONS = word_class("grammar/negations")
PRONOUNS = word_class("grammar/pronouns")
OWN = word_class("grammar/own")
DEPARTMENTS = word_class("grammar/departments")
QUANTITY = word_class("grammar/quantity")
SHARE = word_class("grammar/share")
SOFT_STARTS = word_class("grammar/soft_starts")
COMPARATIVES = word_class("grammar/comparatives")
QUALITIES = word_class("grammar/qualities")
ORDINAL_BEFORE = word_class("grammar/ordinal_before")
NAME_BEFORE = word_class("grammar/name_before")
VERSIONED = word_class("grammar/versioned")
SERVICE_PHRASES = [tuple(words) for words in entries("grammar/service_phrases")]

UPPER = word_class("numbers/upper")
LOWER = word_class("numbers/lower")
BETTER_BEHIND = word_class("numbers/better_behind")
ARROWS = word_class("numbers/arrows")
CURRENCY_SIGNS = word_class("numbers/currency_signs")
CURRENCIES = word_class("numbers/currencies")
MAGNITUDES = word_class("numbers/magnitudes")
SHARE_UNITS = word_class("numbers/share_units")
SHORT_TIMES = word_class("numbers/short_times")
LONG_TIMES = word_class("numbers/long_times")
TIMES = SHORT_TIMES | LONG_TIMES
MORE_TIMES = word_class("numbers/more_times")
WORKING = word_class("numbers/working")
SCALES = word_class("numbers/scales")
PHYSICAL = word_class("numbers/physical")
NUMBER_WORDS = word_class("numbers/number_words")
MULTIPLES = word_class("numbers/multiples")
MONTHS = word_class("numbers/months")
WEEKDAYS = word_class("numbers/weekdays")
DATE_PREPOSITIONS = word_class("numbers/date_prepositions")
PERIODS = word_class("numbers/periods")

VERBS = _words_of("verbs", _VERB_CLASSES)
CHANGE = word_class("verbs/up") | word_class("verbs/down")
OTHERS = word_class("verbs/others")
ADOPTION = word_class("verbs/adoption")
ACCEPT = word_class("verbs/accept")
REACT = word_class("verbs/react")
ALSO_NOUN = word_class("verbs/also_noun")
FINDING = word_class("verbs/finding")
TAKEN_UP = word_class("verbs/taken_up")
FELT = word_class("verbs/felt")
PLAIN_WORK = word_class("verbs/plain_work")
SAME_PAST = word_class("verbs/same_past")
PHRASALS = pairs("verbs/phrasal")
IRREGULAR = forms("verbs/irregular")

THINGS = _words_of("nouns", _NOUN_KINDS)
CERTIFICATES = word_class("nouns/certificate")
ITEMS = word_class("nouns/item")
DEALS = word_class("nouns/deal") | word_class("nouns/more_deals")
AUTHORITIES = word_class("nouns/authorities")
OWN_PEOPLE = word_class("nouns/own_people")
PLACES = word_class("nouns/places")
LESSONS = word_class("nouns/lessons")
UNWANTED = word_class("nouns/unwanted")
INPUTS = word_class("nouns/inputs")
ATTENTION = word_class("nouns/attention")
VAGUE = word_class("nouns/vague")
NOT_PEOPLE = word_class("nouns/not_people")
WORK_NOUNS = word_class("nouns/work")
PAIRS = pairs("nouns/pairs")
IRREGULAR_NOUNS = forms("nouns/irregular")

FOREIGN = word_class("languages/foreign")
FOREIGN_DEEDS = word_class("languages/foreign_deeds")
SHARED = word_class("languages/shared")
EVERYDAY = word_class("languages/everyday")
