"""`Reading`: what stands where in the text of a goal, before anybody judges it.

It finds the first word that counts, whether that is a command or the subject of a statement, the
measures, and the noun phrase it is about. Places are numbers of tokens.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.compounds import opens_noun_phrase
from okrboard.domain.value_check.lexicon import small, verbs
from okrboard.domain.value_check.lexicon.wordlist import wordlist
from okrboard.domain.value_check.measures import Measure, measures
from okrboard.domain.value_check.openings import opening
from okrboard.domain.value_check.phrases import Phrase, phrase, predicate
from okrboard.domain.value_check.tokens import Token, tidy, tokens

LONGEST_QUOTE = 60


class Reading(Record):
    """A text, read."""

    text: str
    words: list[Token]
    start: int
    """The first token that counts."""
    command: str
    """The class of the leading verb (`verbs.VERBS`), or "" when the text is a statement."""
    body: int
    """The token behind the leading verb and its particle; `start` in a statement."""
    subject: Phrase
    """What the verb acts on, or what the statement is about."""
    predicate: int
    """In a statement the verb or auxiliary, or -1."""
    measures: list[Measure]
    given: str = ""
    """The sentence on the numbers kept beside the text, "" when there are none."""

    @property
    def strong(self) -> list[Measure]:
        """The measures that tell of a change."""
        return [measure for measure in self.measures if measure.strong]

    @property
    def counted(self) -> list[Measure]:
        """Every measure that says how much, a deadline like “within 3 weeks” left out."""
        return [measure for measure in self.measures if measure.relation != "within"]

    @property
    def base(self) -> str:
        """The base form of the first word that counts, "" when it is no verb."""
        return self.words[self.start].base

    def low(self, position: int) -> str:
        """Return the lower-case token at a place, or ""."""
        return self.words[position].low if 0 <= position < len(self.words) else ""

    def quote(self, first: int, last: int = -1) -> str:
        """Return the text's own words from one token to another, in quotation marks."""
        last = min(max(first, last), len(self.words) - 1)
        begin = self.words[first].start
        while last > first and self.words[last].end - begin > LONGEST_QUOTE:
            last -= 1
        end = min(self.words[last].end, begin + LONGEST_QUOTE)
        return f"“{self.text[begin:end]}”"

    def at(self, start: int) -> Reading:
        """Return the same text read as if it began at token `start`."""
        return _read(self.text, self.words, start, self.measures, self.given)


def read(text: str, given: str = "") -> Reading:
    """Return the reading of a person's text; only its beginning is read (`tokens.LONGEST`)."""
    neat = tidy(text)
    words = tokens(neat)
    return _read(neat, words, opening(words), measures(words), given)


def _read(text: str, words: list[Token], start: int, found: list[Measure], given: str) -> Reading:
    here = [measure for measure in found if measure.last >= start]
    if start < len(words) and words[start].low == "no" and not (here and here[0].first == start):
        here.insert(0, Measure(start, start, "upper"))
    command, body = _command(words, start, here, bool(given))
    subject = phrase(words, body)
    verb = -1 if command else predicate(words, subject.first)
    return Reading(text, words, start, command, body, subject, verb, here, given)


def _command(words: list[Token], start: int, found: list[Measure], given: bool) -> tuple[str, int]:
    """Return the class of a leading verb and the token behind it, or ("", start)."""
    if start >= len(words):
        return "", start
    token = words[start]
    following = words[start + 1].low if start + 1 < len(words) else ""
    if following == "who":
        return "", start  # “Staff who open it”: who did it is named, whatever else the word means.
    phrasal = verbs.PHRASALS.get((token.base, following))
    if phrasal and token.form != "s":
        return phrasal, start + 2
    if _is_strange_command(token, following):
        return "work", start + 1
    name = verbs.VERBS.get(token.base) or ("work" if token.base in verbs.PLAIN_WORK else "")
    if not token.base or not name or token.form == "s" or token.low in _HELPERS:
        return "", start
    if opens_noun_phrase(words, start, found, given):
        return "", start
    return name, start + 1


def _is_strange_command(token: Token, following: str) -> bool:
    """“Balance all classes”: what stands right before “the”, “all”, “our” is no noun phrase."""
    if following not in _THE or token.sort != "word" or token.base in verbs.VERBS:
        return False
    if token.kind == "people" or token.low in small.NUMBER_WORDS | small.MULTIPLES:
        return False
    return token.low not in _NO_COMMANDS and token.base not in verbs.OTHERS


_HELPERS = small.AUXILIARIES - {"be", "have", "get"}
_THE = wordlist("a all an both each every its my our the their your")
_NO_COMMANDS = (
    small.PREPOSITIONS
    | small.CONJUNCTIONS
    | small.AUXILIARIES
    | small.DETERMINERS
    | small.PRONOUNS
    | small.COMPARATIVES
    | small.NEGATIONS
    | small.MONTHS
    | wordlist(
        """
    almost even half just majority most nearly not only quarter third
    """
    )
)
