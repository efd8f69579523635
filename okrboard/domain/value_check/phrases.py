"""Noun phrases and predicates: what a goal is about, and the verb that says something of it."""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.forms import is_past, is_plural
from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.things import AUTHORITIES
from okrboard.domain.value_check.lexicon.verbs import ACCEPT, ALSO_NOUN
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_BREAKS = small.PREPOSITIONS | small.CONJUNCTIONS | small.AUXILIARIES | small.UPPER | small.LOWER
_AMOUNTS = (
    small.DETERMINERS
    | small.UPPER
    | small.LOWER
    | small.NUMBER_WORDS
    | small.MAGNITUDES
    | small.CURRENCIES
    | small.MULTIPLES
    | wordlist(
        """
    about additional approximately around at cent further least new not of only out pct per
    percent than to two-thirds up
    """
    )
)
_SHELLS = small.QUANTITY | small.SHARE | wordlist("% days hours list lot one part set")
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
    if (
        head >= 0 and words[head].low in small.OWN and is_predicate(words, position, first)
        if (position < len(words))
        else False
    ):
        kind = "people"
    return Phrase(first, position - 1, head, kind)


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
    if token.sort in ("number", "date") or token.low in _BREAKS or token.low in small.DETERMINERS:
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
        acts = following is not None and following.low in small.DETERMINERS
        single = before.kind == "people" and not is_plural(before.low)
        if before.low in AUTHORITIES and token.base in ACCEPT | {"vote", "decide", "agree"}:
            return True
        person = (single or before.low in small.OWN) and (one or acts or not token.kind)
        return person or (not token.kind and bool(before.kind))
    if token.form == "base":
        many = is_plural(before.low) or before.kind == "people"
        return many and (before.kind == "people" or token.low not in ALSO_NOUN)
    return False


def _may_follow(token: Token) -> bool:
    """Whether a word can stand behind a participle that ends a statement (“paid on time”)."""
    return (
        token.sort != "word"
        or token.low in _BREAKS
        or token.low in small.DETERMINERS
        or token.low in _ADVERBS
        or token.low.endswith("ly")
    )


def _is_strange_deed(before: Token, token: Token) -> bool:
    """“engineers sleep”: an unlisted word behind people in the plural is their doing."""
    many = before.kind == "people" and is_plural(before.low)
    return (
        many
        and not token.kind
        and not token.low.endswith(("ed", "ing", "ly"))
        and (token.low not in _BREAKS | small.COMPARATIVES | small.QUALITIES)
    )


_ADVERBS = wordlist(
    """
    again already automatically back daily digitally early externally faster first home
    internally late less locally monthly more next offline once one online remotely same sooner
    three today together twice two weekly
    """
)


_ONE = wordlist("a an any each every no one our the")


def predicate(words: list[Token], begin: int) -> int:
    """Return the first verb or auxiliary that says something of the subject at `begin`, or -1."""
    for position in range(begin, len(words)):
        token = words[position]
        if token.low in small.AUXILIARIES and position > begin:
            return position
        if token.low not in small.PREPOSITIONS and is_predicate(words, position, begin):
            return position
    return -1


def participle(words: list[Token], position: int) -> int:
    """Return the participle at a predicate or behind its auxiliary (“are fully trained”), or -1."""
    for here in range(position, min(position + 4, len(words))):
        token = words[here]
        if is_past(token.low, token.form) and token.low not in small.AUXILIARIES:
            return here
        helper = token.low in small.AUXILIARIES or token.low in ("not", "all", "been", "being")
        if not (helper or token.low.endswith("ly")):
            return -1
    return -1
