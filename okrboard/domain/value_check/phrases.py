"""Noun phrases and predicates: what a goal is about, and the verb that says something of it."""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.language import Token, is_past, is_plural, noun
from okrboard.domain.value_check.lexicon import wordlist

_BREAKS = (
    lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.AUXILIARIES
    | lexicon.UPPER
    | lexicon.LOWER
)
_AMOUNTS = (
    lexicon.DETERMINERS
    | lexicon.UPPER
    | lexicon.LOWER
    | lexicon.NUMBER_WORDS
    | lexicon.MAGNITUDES
    | lexicon.CURRENCIES
    | lexicon.MULTIPLES
    | wordlist(
        """
    about additional approximately around at cent further least new not of only out pct per
    percent than to two-thirds up
    """
    )
)
_SHELLS = (
    lexicon.QUANTITY
    | lexicon.SHARE
    | wordlist("% backlog days hours list lot one part progress set status")
)
_INSIDE = frozenset("/&'\"+-’")


class Phrase(Record):
    """A noun phrase, in numbers of tokens; empty when `last` is before `first`."""

    first: int
    last: int
    head: int = -1
    """The last listed noun of the phrase, -1 for none."""
    kind: str = ""
    """That noun's kind."""


def phrase(words: list[Token], begin: int) -> Phrase:
    """Return the noun phrase at a token, behind its numbers, determiners and “number of”."""
    position = _past_amount(words, begin)
    first, head, kind = position, -1, ""
    while position < len(words):
        token = words[position]
        if token.low == "of" and position > begin and words[position - 1].low in _SHELLS:
            position = _past_amount(words, position + 1)
            first, head, kind = position, -1, ""
            continue
        if _ends(words, position, first):
            break
        if token.kind:
            head, kind = position, token.kind
        position += 1
    if position < len(words) and is_predicate(words, position, first):
        subject, deed = words[position - 1], words[position]
        acting = not is_past(deed.low, deed.form) and (is_own(subject) or is_place(subject))
        if subject.low in lexicon.OWN or acting:
            head, kind = position - 1, "people"
    return Phrase(first, position - 1, head, kind)


def is_own(token: Token) -> bool:
    """Whether a word is a name of ours: “sales”, “we”, “the team”, and “IT”, which is no “it”."""
    return token.low in lexicon.OWN | lexicon.DEPARTMENTS or token.text == "IT"


def is_place(token: Token) -> bool:
    """Whether a word names places of an organisation: “branch”, “stores”."""
    return is_one_of(token.low, lexicon.PLACES)


def is_one_of(low: str, nouns: frozenset[str]) -> bool:
    """Whether a word, in the singular or plural, is one of some nouns."""
    plurals = (low.removesuffix("s"), low.removesuffix("es"), noun(low))
    return low in nouns or any(single in nouns for single in plurals)


def _past_amount(words: list[Token], position: int) -> int:
    while position < len(words):
        token = words[position]
        if token.low not in _AMOUNTS and token.sort not in ("number", "symbol"):
            break
        position += 1
    return position


def _ends(words: list[Token], position: int, first: int) -> bool:
    token = words[position]
    if token.sort == "symbol":
        return token.low not in _INSIDE
    if token.sort in ("number", "date") or token.low in _BREAKS or token.low in lexicon.DETERMINERS:
        return True
    return is_predicate(words, position, first)


def is_predicate(words: list[Token], position: int, first: int) -> bool:
    """Whether the token is a verb of which the words before it are the subject."""
    token = words[position]
    if position <= first or token.sort != "word":
        return False
    before = words[position - 1]
    if not token.base:
        return _is_strange_deed(before, token)
    following = words[position + 1] if position + 1 < len(words) else None
    if is_past(token.low, token.form) and token.form == "ed":
        return following is None or _may_follow(following) or before.kind == "people"
    if token.form == "s":
        one = first > 0 and words[first - 1].low in _ONE
        acts = following is not None and following.low in lexicon.DETERMINERS
        single = before.kind == "people" and not is_plural(before.low)
        if before.low in lexicon.AUTHORITIES and token.base in lexicon.ACCEPT | {
            "vote",
            "decide",
            "agree",
        }:
            return True
        person = (single or is_own(before)) and (one or acts or not token.kind)
        if is_place(before) and (one or acts):
            return True
        return person or (not token.kind and bool(before.kind))
    if token.form == "base":
        people = before.kind == "people" or is_place(before)
        noun_too = token.low in lexicon.ALSO_NOUN
        if people:
            return is_plural(before.low) or not (noun_too or token.kind)
        return is_plural(before.low) and not noun_too
    return False


def _may_follow(token: Token) -> bool:
    """Whether a word can stand behind a participle that ends a statement (“paid on time”)."""
    return (
        token.sort != "word"
        or token.low in _BREAKS
        or token.low in lexicon.DETERMINERS
        or token.low in _ADVERBS
        or token.low in lexicon.QUALITIES
        or token.low.endswith(("ly", "ful"))
    )


def _is_strange_deed(before: Token, token: Token) -> bool:
    """“engineers sleep”: an unlisted word behind people in the plural is their doing."""
    many = before.kind == "people" and is_plural(before.low)
    return (
        many
        and not token.kind
        and not token.low.endswith(("ed", "ing", "ly"))
        and (token.low not in _BREAKS | lexicon.COMPARATIVES | lexicon.QUALITIES)
    )


_ADVERBS = wordlist(
    """
    again already automatically back badly daily digitally early externally faster first home
    internally late less locally monthly more next offline once one online remotely right same
    sooner three today together twice two weekly well wrong
    """
)


_ONE = wordlist("a an any each every no one our the")


def predicate(words: list[Token], begin: int) -> int:
    """Return the first verb or auxiliary that says something of the subject at `begin`, or -1."""
    for position in range(begin, len(words)):
        token = words[position]
        if token.low in lexicon.AUXILIARIES and position > begin:
            return position
        if token.low not in lexicon.PREPOSITIONS and is_predicate(words, position, begin):
            return position
    return -1


def participle(words: list[Token], position: int) -> int:
    """Return the participle at a predicate or behind its auxiliary (“are fully trained”), or -1."""
    for here in range(position, min(position + 4, len(words))):
        token = words[here]
        if is_past(token.low, token.form) and token.low not in lexicon.AUXILIARIES:
            return here
        helper = token.low in lexicon.AUXILIARIES or token.low in ("not", "all", "been", "being")
        if not (helper or token.low.endswith("ly")):
            return -1
    return -1
