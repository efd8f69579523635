"""`Reading`: what stands where in the text of a goal, before anybody judges it.

It finds the first word that counts, whether that is a command or the subject of a statement, the
measures, and the noun phrase it is about. Places are numbers of tokens.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.language import Token, is_past, is_plural, noun, tidy, tokens
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.domain.value_check.measures import (
    NOTHING_BESIDE,
    Beside,
    Measure,
    direction,
    low_at,
    measures,
)
from okrboard.domain.value_check.phrases import Phrase, is_one_of, is_own, phrase, predicate

LONGEST_QUOTE = 60


class Reading(Record):
    """A text, read."""

    text: str
    words: list[Token]
    start: int
    """The first token that counts."""
    command: str
    """The class of the leading verb (`lexicon.VERBS`), or "" when the text is a statement."""
    body: int
    """The token behind the leading verb and its particle; `start` in a statement."""
    subject: Phrase
    """What the verb acts on, or what the statement is about."""
    predicate: int
    """In a statement the verb or auxiliary, or -1."""
    measures: list[Measure]
    beside: Beside = NOTHING_BESIDE
    """The numbers kept beside the text."""

    @property
    def given(self) -> bool:
        """Whether a measure is kept beside the text."""
        return self.beside.is_measure

    @property
    def direction(self) -> int:
        """Return 1 when what is measured is to rise, -1 when it is to fall, 0 when nobody says."""
        pair = next((measure for measure in self.measures if measure.relation == "change"), None)
        if self.beside.direction or not pair:
            return self.beside.direction
        return direction(self.words, pair)

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
        return _read(self.text, self.words, start, self.measures, self.beside)


def read(text: str, beside: Beside = NOTHING_BESIDE) -> Reading:
    """Return the reading of a person's text; only its beginning is read (`language.LONGEST`)."""
    neat = tidy(text)
    words = tokens(neat)
    return _read(neat, words, opening(words), measures(words), beside)


def _read(
    text: str, words: list[Token], start: int, found: list[Measure], beside: Beside
) -> Reading:
    here = [measure for measure in found if measure.last >= start]
    if start < len(words) and words[start].low == "no" and not (here and here[0].first == start):
        here.insert(0, Measure(start, start, "upper"))
    command, body = _command(words, start, here, beside)
    subject = phrase(words, body)
    verb = -1 if command else predicate(words, subject.first)
    return Reading(text, words, start, command, body, subject, verb, here, beside)


def _command(
    words: list[Token], start: int, found: list[Measure], beside: Beside
) -> tuple[str, int]:
    """Return the class of a leading verb and the token behind it, or ("", start)."""
    if start >= len(words):
        return "", start
    token = words[start]
    following = words[start + 1].low if start + 1 < len(words) else ""
    if following == "who" or token.low in _STATES:
        return "", start  # “Staff who open it”: who did it is named, whatever else the word means.
    if is_own(token) and _acts(words, start + 1):
        return "", start
    phrasal = lexicon.PHRASALS.get((token.base, following))
    if phrasal and token.form != "s":
        return phrasal, start + 2
    if _is_strange_command(token, following):
        return "work", start + 1
    name = lexicon.VERBS.get(token.base) or ("work" if token.base in lexicon.PLAIN_WORK else "")
    if not token.base or not name or token.form == "s" or token.low in _HELPERS:
        return "", start
    if opens_noun_phrase(words, start, found, beside):
        return "", start
    return name, start + 1


def _is_strange_command(token: Token, following: str) -> bool:
    """“Balance all classes”: what stands right before “the”, “all”, “our” is no noun phrase."""
    if following not in _THE or token.sort != "word" or token.base in lexicon.VERBS:
        return False
    if token.kind == "people" or token.low in lexicon.NUMBER_WORDS | lexicon.MULTIPLES:
        return False
    if is_plural(token.low) or token.low in lexicon.TIMES | lexicon.PHYSICAL:
        return False  # “Pages a week”: so many of them a time.
    return token.low not in _NO_COMMANDS and token.base not in lexicon.OTHERS


def _acts(words: list[Token], position: int) -> bool:
    """“answers the phone”, “resolves 90 %”; not the “calls” of “support calls”."""
    token = words[position] if position < len(words) else None
    if token is None or token.form != "s":
        return False
    behind = words[position + 1] if position + 1 < len(words) else None
    told = behind is not None and (behind.sort == "number" or behind.low in lexicon.DETERMINERS)
    return told or not token.kind


_STATES = wordlist("existing missing ongoing outstanding remaining")
_HELPERS = lexicon.AUXILIARIES - {"be", "have", "get"}
_THE = wordlist("a all an both each every its my our the their your")
_NO_COMMANDS = (
    lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.AUXILIARIES
    | lexicon.DETERMINERS
    | lexicon.PRONOUNS
    | lexicon.COMPARATIVES
    | lexicon.NEGATIONS
    | lexicon.MONTHS
    | wordlist(
        """
    almost even half just majority most nearly not only quarter third
    """
    )
)


_ROUNDS = 6
_TIME_WORDS = wordlist(
    """
    after as at before by during each end every for from in next on over per starting this
    through throughout till until within
    """
)
_FREQUENCIES = wordlist(
    """
    daily early hourly monthly nightly only quarterly weekly yearly
    """
)
_PROMISES = wordlist(
    """
    aim aims can commit i i'll intend i’ll let's lets must plan plans please shall should strive
    to try want wants we we'll we’ll will
    """
)


def opening(words: list[Token]) -> int:
    """Return the first token that counts; the number of tokens when there is none."""
    start = 0
    for _ in range(_ROUNDS):
        before = start
        for skip in (_numbering, _bracket, _label, _time, _owner, _promise, _adverb):
            start = skip(words, start)
        if start == before:
            break
    return min(start, len(words))


def starts_command(words: list[Token], position: int) -> bool:
    """Whether the token is a verb in its base form that a goal could begin with."""
    if position >= len(words):
        return False
    token = words[position]
    if token.form != "base":
        return False
    phrasal = (token.base, low_at(words, position + 1)) in lexicon.PHRASALS
    return phrasal or token.base in lexicon.VERBS or token.base in lexicon.PLAIN_WORK


def _numbering(words: list[Token], start: int) -> int:
    """“1.”, “KR2:”, “- ”, “@ana”."""
    while start + 1 < len(words):
        step = _label_length(words[start], words[start + 1])
        if not step and words[start].sort == "number" and "." in words[start].text:
            step = int(starts_command(words, start + 1))
        if not step:
            break
        start += step
    return start


def _label_length(token: Token, following: Token) -> int:
    """Return how many tokens of numbering begin here."""
    if token.low == "@" and following.glued:
        return 2
    if token.sort == "symbol" and token.low in _BULLETS:
        return 1
    if token.sort == "name" and token.low.rstrip("0123456789.") in ("kr", "o", "okr"):
        return 1
    if token.low == "kr" and following.sort == "number":
        return 2
    return 2 if token.sort == "number" and following.low in (".", ")", ":") else 0


_BULLETS = "-–—•*·#.,:;)]>|'\""


def _bracket(words: list[Token], start: int) -> int:
    if start >= len(words) or words[start].low not in "[(":
        return start
    for position in range(start + 1, min(start + 8, len(words))):
        if words[position].low in "])":
            return position + 1
    return start


def _label(words: list[Token], start: int) -> int:
    """“Marketing: publish 12 posts”, but not “Time to hire: 30 days”."""
    for position in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[position]
        if token.low in (":", "|") or (token.low in "-–—" and not token.glued):
            label = words[start:position]
            if starts_command(words, start) and words[start].low not in lexicon.OWN:
                return start
            metric = any(word.kind == "metric" for word in label)
            rest = words[position + 1 :]
            if starts_command(words, position + 1) and _is_bare(rest[1:2], metric):
                return position + 1
            stranger = all(not (word.kind or word.base) for word in label) and len(label) < 3
            if stranger and words[start].text[:1].isupper() and rest[0].sort == "word":
                return position + 1
            clause = any(word.kind == "people" or word.base for word in rest)
            return position + 1 if clause and not metric and len(rest) > 3 else start
        if token.sort not in ("word", "name"):
            return start
    return start


def _is_bare(following: list[Token], metric: bool) -> bool:
    """A metric's name before the colon is only a label when a sentence follows it."""
    return not metric or bool(following)


def _time(words: list[Token], start: int) -> int:
    if start >= len(words) or words[start].low not in _TIME_WORDS:
        return start
    if words[start].low in ("each", "every") and low_at(words, start + 1) not in lexicon.PERIODS:
        return start
    for position in range(start + 1, min(start + 11, len(words))):
        if words[position].low in ("%", "percent"):
            return start
        if words[position].low == ",":
            return position + 1
    return _dates(words, start)


def _dates(words: list[Token], start: int) -> int:
    position = start
    while position < len(words) and _is_dateish(words[position]):
        position += 1
    if position > start + 1 and position < len(words):
        following = words[position].low
        if following in lexicon.PRONOUNS | lexicon.DETERMINERS or starts_command(words, position):
            return position
    return start


def _is_dateish(token: Token) -> bool:
    return (
        token.sort in ("number", "name", "date")
        or token.low in _TIME_WORDS
        or token.low in lexicon.MONTHS | lexicon.PERIODS | lexicon.WEEKDAYS
        or token.low in ("the", "end", "of", "year", "cycle", "latest", "st", "th", "nd", "rd")
    )


def _owner(words: list[Token], start: int) -> int:
    """“Ana and Ben to run 5 webinars”, “HR to hire …”, but not “time to hire”."""
    for position in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[position]
        if token.low == "to" and starts_command(words, position + 1):
            named = words[start:position]
            own = all(word.low in lexicon.OWN or not (word.kind or word.base) for word in named)
            capital = words[start].text[:1].isupper() or named[-1].low in lexicon.OWN
            return position + 1 if own and capital else start
        if token.sort not in ("word", "name") and token.low not in "&,/":
            return start
    return start


def _promise(words: list[Token], start: int) -> int:
    """“We will”, “our goal is to”, “the team wants to”."""
    position = start
    promised = False
    while position < len(words) and words[position].low in lexicon.SOFT_STARTS:
        promised = promised or words[position].low in _PROMISES
        position = _adverb(words, position + 1)
        if promised and starts_command(words, position) and not _is_soft(words, position):
            return position
    return start


def _is_soft(words: list[Token], position: int) -> bool:
    """“start to publish”, “continue to grow”: the verb that counts comes behind."""
    soft = words[position].low in lexicon.SOFT_STARTS
    return soft and low_at(words, position + 1) in ("to", "with")


def _adverb(words: list[Token], start: int) -> int:
    if start + 1 >= len(words):
        return start
    low = words[start].low
    if low.endswith("ly") and low not in _FREQUENCIES and words[start + 1].base:
        return start + 1
    return start


_LONGEST_RUN = 5
_NEAR = 4
_LINKS = wordlist("is are was per of ≥ ≤ < > >= <= = : above below under over vs → ->")
_RATES = wordlist("rate rates ratio ratios")
_HEADS = _RATES | wordlist("coverage frequency index score scores time times")
_WATCHING = wordlist("check count measure monitor report review track watch")
_STOPS = (
    lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.AUXILIARIES
    | lexicon.NUMBER_WORDS
)


def opens_noun_phrase(words: list[Token], start: int, found: list[Measure], beside: Beside) -> bool:
    """Whether the verb at `start` is a noun here; numbers beside the text speak for one."""
    token = words[start]
    if start + 1 >= len(words):
        read_off = beside.is_measure and bool(token.kind or beside.sort)
        return token.low in lexicon.ALSO_NOUN or read_off
    following = words[start + 1]
    past = is_past(token.low, token.form)
    if lexicon.VERBS.get(token.base) in ("up", "down") and token.form == "base":
        return following.low in _RATES
    if beside.direction and past and token.form == "ed":
        return True
    read_off = token.kind == "metric" and following.low in lexicon.PREPOSITIONS
    if beside.is_measure and (read_off or following.low in lexicon.TIMES):
        return True
    if beside.sort == "share" and following.kind and low_at(words, start + 2) in _CLAUSES:
        return True
    if beside.direction < 0:
        near = words[start + 1 : start + 3]
        if token.base in _WORKED_OFF and any(noun(word.low) in lexicon.ITEMS for word in near):
            return False
        if _falls(token, following):
            return True
    if not (token.low in lexicon.ALSO_NOUN or token.kind or past or token.form == "ing"):
        return False
    if following.low in _LINKS or is_past(following.low, following.form):
        return not past
    if token.low in lexicon.NAME_BEFORE and following.text.isdigit() and len(following.text) < 3:
        return start + 2 < len(words) and not is_plural(words[start + 2].low)
    end = _run_end(words, start)
    read_off = following.kind == "people" or beside.sort not in ("", "share")
    if token.form == "ing" and token.base in lexicon.OTHERS and read_off:
        return True
    if beside.sort == "share" and end < len(words) and words[end].low in _CLAUSES:
        return True
    if _has_clause(words, start, end):
        return True
    return end > start + 1 and _ends_in_a_metric(words, start, end, found, beside.is_measure)


def _falls(token: Token, following: Token) -> bool:
    """“Support calls”, “Publish delay”: what is to become less; but “Fix bugs”, “Close old files”.

    Nobody aims at doing less of a command, except at having less of it left to do.
    """
    if token.form != "base" or following.sort != "word":
        return False
    one = following.kind == "metric" and not is_plural(following.low)
    unwanted = is_one_of(following.low, lexicon.UNWANTED) and token.base not in _WORKED_OFF
    if one or unwanted:
        return True
    noun_too = token.low in lexicon.ALSO_NOUN or bool(token.kind)
    named = bool(following.kind) or is_plural(following.low)
    return noun_too and named and token.base not in _WORKED_OFF


_CLAUSES = wordlist("that which who")
_WORKED_OFF = wordlist("answer clear close fix handle resolve settle solve")


def _run_end(words: list[Token], start: int) -> int:
    """Return the place behind the bare run of words that begins at `start`."""
    end = start + 1
    while end < len(words) and end < start + _LONGEST_RUN:
        if words[end].sort != "word" or words[end].low in _STOPS:
            break
        end += 1
    return end


def _has_clause(words: list[Token], start: int, end: int) -> bool:
    """“Staff recognise …”, “Free shipping lifts …”: the run has a verb of its own."""
    for position in range(start + 1, end):
        token = words[position]
        deed = token.form == "base" and token.base in lexicon.OTHERS
        if deed and words[position - 1].kind == "people":
            return True
        moves = token.form == "s" and token.base in lexicon.CHANGE and not token.kind
        if moves and position > start + 1:
            return True
        finds = token.form == "s" and token.base in lexicon.OTHERS and not token.kind
        if finds and position == start + 1 and end == position + 1:
            return True
    return False


def _ends_in_a_metric(
    words: list[Token], start: int, end: int, found: list[Measure], given: bool
) -> bool:
    """Whether the run ends in something one reads off, or in a participle (“charter approved”)."""
    first, head = words[start], words[end - 1]
    if end > start + 2 and is_past(head.low, head.form):
        return first.form != "ed"
    if head.low in _HEADS:
        return True
    strong = given or any(m.strong and m.first <= end + _NEAR for m in found)
    if strong and end < len(words) and words[end].low == "per":
        return True
    if head.kind == "metric":
        whole = end == len(words) and not is_plural(head.low) and first.base not in _WATCHING
        return strong or whole or first.form == "ed"
    relation = next((m.relation for m in found if m.first >= end), "")
    return relation == "change" and lexicon.VERBS.get(first.base) != "dual"
