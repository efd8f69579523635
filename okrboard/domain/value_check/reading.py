"""`Reading`: what stands where in the text of a goal, before anybody judges it.

It finds the first word that counts, whether that is a command or the subject of a statement, the
measures, and the noun phrase it is about. Places are numbers of tokens.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.forms import is_past
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


def _read(
    text: str, words: list[Token], start: int, found: list[Measure], given: str
) -> Reading:
    here = [measure for measure in found if measure.last >= start]
    if start < len(words) and words[start].low == "no" and not (here and here[0].first == start):
        here.insert(0, Measure(start, start, "upper"))
    command, body = _command(words, start, here)
    subject = phrase(words, body)
    verb = -1 if command else predicate(words, subject.first)
    return Reading(text, words, start, command, body, subject, verb, here, given)


def _command(words: list[Token], start: int, found: list[Measure]) -> tuple[str, int]:
    """Return the class of a leading verb and the token behind it, or ("", start)."""
    if start >= len(words):
        return "", start
    token = words[start]
    following = words[start + 1].low if start + 1 < len(words) else ""
    phrasal = verbs.PHRASALS.get((token.base, following))
    if phrasal and token.form != "s":
        return phrasal, start + 2
    if _is_strange_command(token, following):
        return "work", start + 1
    name = verbs.VERBS.get(token.base) or ("work" if token.base in verbs.PLAIN_WORK else "")
    if not token.base or not name or token.form == "s" or token.low in _HELPERS:
        return "", start
    if _opens_noun_phrase(words, start, found):
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
_LINKS = wordlist(
    """
    -> : < <= = > >= above are below is of over per under vs was → ≤ ≥
    """
)
_RATES = wordlist("rate rates ratio ratios")
_HEADS = _RATES | wordlist("coverage frequency index score scores time times")


def _opens_noun_phrase(words: list[Token], start: int, found: list[Measure]) -> bool:
    """“Test coverage above 80 %”, “Close rate”, “Report sent”: a noun, though it could command."""
    token = words[start]
    if start + 1 >= len(words):
        return token.low in verbs.ALSO_NOUN
    following = words[start + 1]
    past = is_past(token.low, token.form)
    if verbs.VERBS.get(token.base) in ("up", "down") and token.form == "base":
        return following.low in _RATES
    if not (token.low in verbs.ALSO_NOUN or token.kind or past or token.form == "ing"):
        return False
    if following.low in _LINKS or is_past(following.low, following.form):
        return not past
    if token.kind == "people" and _is_others_deed(following):
        return True
    return _reaches_a_metric(words, start, found)


def _is_others_deed(token: Token) -> bool:
    return token.form == "base" and token.base in verbs.OTHERS


def _reaches_a_metric(words: list[Token], start: int, found: list[Measure]) -> bool:
    """Whether a bare run of words behind the first one ends in something one reads off."""
    position = start + 1
    stops = small.DETERMINERS | small.PREPOSITIONS | small.CONJUNCTIONS | small.AUXILIARIES
    while position < len(words) and words[position].sort == "word" and position < start + 5:
        low = words[position].low
        if low in stops or low in small.NUMBER_WORDS:
            break
        if words[position - 1].kind == "people" and _is_others_deed(words[position]):
            return True
        if position > start + 1 and words[position].form == "s" and not words[position].kind and (
            words[position].base in verbs.CHANGE
        ):
            return True
        position += 1
    head = words[position - 1]
    if position == start + 1:
        return False
    if position - 1 > start + 1 and is_past(head.low, head.form):
        return words[start].form != "ed"
    if head.low in _HEADS:
        return True
    strong = any(measure.strong and measure.first <= position + 4 for measure in found)
    if strong and position < len(words) and words[position].low == "per":
        return True
    if head.kind == "metric" and (strong or words[start].form == "ed"):
        return True
    relation = next((m.relation for m in found if m.first >= position), "")
    return relation == "change" and verbs.VERBS.get(words[start].base) != "dual"
