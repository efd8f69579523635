"""`Reading`: what stands where in the text of a goal, before anybody judges it.

It finds the first word that counts, whether that is a command or the subject of a statement, the
measures, and the noun phrase it is about. Places are numbers of tokens.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check.language import Token, Tokens, is_a, is_plural, tidy, tokens
from okrboard.domain.value_check.lexicon import PHRASALS, VERBS, any_of
from okrboard.domain.value_check.measures import Beside, NamedMeasure, direction, measures

_LONGEST_QUOTE = 60
_NOTHING_BESIDE = Beside()


class Phrase(Record):
    """A noun phrase, in numbers of tokens; empty when `last` is before `first`."""

    first: int
    last: int
    head: int = -1
    """The last listed noun of the phrase, -1 for none."""
    kind: str = ""
    """That noun's kind."""


class Reading(Tokens):
    """A text, read."""

    def __init__(
        self, text: str, words: Tokens, start: int, measures: list[NamedMeasure], beside: Beside
    ) -> None:
        super().__init__(words)
        self.text = text
        self.start = start
        """The first token that counts."""
        self.measures = [measure for measure in measures if measure.last >= start]
        if self.low(start) == "no" and (not self.measures or self.measures[0].first != start):
            self.measures.insert(0, NamedMeasure(start, start, "upper"))
        self.beside = beside
        """The numbers kept beside the text."""
        self.command, self.body = _command(self)
        """The class of the leading verb (`lexicon.VERBS`), or "" when the text is a statement, and
        the token behind that verb and its particle; `start` in a statement."""
        self.subject = phrase(self, self.body)
        """What the verb acts on, or what the statement is about."""
        self.predicate = -1 if self.command else predicate(self, self.subject.first)
        """In a statement the verb or auxiliary, or -1."""

    def statement_at(self, start: int) -> Reading:
        """Return the statement that begins at a token, whatever its first word could command."""
        reading = Reading(self.text, self, start, self.measures, self.beside)
        reading.command, reading.body = "", start
        return reading

    @property
    def given(self) -> bool:
        """Whether a measure is kept beside the text."""
        return self.beside.is_measure

    @property
    def direction(self) -> int:
        """Return 1 when what is measured is to rise, -1 when it is to fall, 0 when nobody says."""
        pair = next((measure for measure in self.measures if measure.relation == "change"), None)
        return self.beside.direction or (direction(self, pair) if pair else 0)

    @property
    def strong(self) -> list[NamedMeasure]:
        """The measures that tell of a change."""
        return [measure for measure in self.measures if measure.strong]

    @property
    def counted(self) -> list[NamedMeasure]:
        """Every measure that says how much, a deadline like “within 3 weeks” left out."""
        return [measure for measure in self.measures if measure.relation != "within"]

    @property
    def is_measured(self) -> bool:
        """Whether a number says how much, in the text or beside it."""
        return self.given or bool(self.counted)

    @property
    def unit_sort(self) -> str:
        """Return the sort of what is measured, beside the text or in it."""
        pair = (measure.unit for measure in self.measures if measure.relation == "change")
        return self.beside.sort or next(pair, "")

    @property
    def base(self) -> str:
        """The base form of the first word that counts, "" when it is no verb."""
        return self[self.start].base

    @property
    def participle(self) -> int:
        """The participle that says something of the subject (“are fully trained”), or -1."""
        begin = self.predicate
        if begin < 0 and self.command:
            begin = predicate(self, self.subject.first)
        for place in range(begin, begin + 4) if begin >= 0 else ():
            token = self.at(place)
            helper = token.low in any_of("@auxiliaries")
            between = helper or token.low in any_of("not all been being")
            if token.is_past and not helper:
                return place
            if not between and not token.low.endswith("ly"):
                break
        return -1

    @property
    def last(self) -> int:
        """The last token."""
        return len(self) - 1

    @property
    def last_word(self) -> int:
        """The last word that is no number and belongs to none."""
        first = min((measure.first for measure in self.measures), default=len(self))
        return first - 1 if first > self.subject.first else self.last

    def is_ours(self, place: int) -> bool:
        """Whether the subject, or the word before a place, is of our own people or places."""
        head = self.subject.head if self.subject.head >= 0 else place - 1
        if _is_own(self.at(head)) or self.low(head - 1) in ("our", "team"):
            return True
        return is_a(self.low(head), "@ours volunteer")

    def say(self, sentence: str, first: int, last: int = -1) -> str:
        """Return a sentence about the text's own words from one token to another."""
        return sentence.format(self.quote(first, last))

    def quote(self, first: int, last: int = -1) -> str:
        """Return the text's own words from one token to another, in quotation marks."""
        last = min(max(first, last), self.last)
        begin = self[first].start
        while last > first and self[last].end - begin > _LONGEST_QUOTE:
            last -= 1
        end = min(self[last].end, begin + _LONGEST_QUOTE)
        return f"“{self.text[begin:end]}”"


def read(text: str, beside: Beside = _NOTHING_BESIDE) -> Reading:
    """Return the reading of a person's text; only its beginning is read (`language.LONGEST`)."""
    neat = tidy(text)
    words = tokens(neat)
    return Reading(neat, words, opening(words), measures(words), beside)


def phrase(words: Tokens, begin: int) -> Phrase:
    """Return the noun phrase at a token, behind its numbers, determiners and “number of”."""
    place = first = _past_amount(words, begin)
    head, kind = -1, ""
    while place < len(words):
        token = words[place]
        if token.low == "of" and place > begin and words[place - 1].low in any_of(_SHELLS):
            place = first = _past_amount(words, place + 1)
            head, kind = -1, ""
            continue
        if token.sort == "symbol" and token.low not in any_of("/ & ' \" + - ’"):
            break
        if token.sort in ("number", "date") or token.low in any_of("@breaks @determiners"):
            break
        if _is_predicate(words, place, first):
            break
        if token.kind:
            head, kind = place, token.kind
        place += 1
    if _is_predicate(words, place, first):
        subject = words[place - 1]
        acting = not words[place].is_past and (_is_own(subject) or is_a(subject.low, "@places"))
        if acting or subject.low in any_of("@own"):
            head, kind = place - 1, "people"
    return Phrase(first, place - 1, head, kind)


_SHELLS = "@quantity @share % backlog days hours list lot one part progress set status"
"""Words before an “of” behind which the thing itself stands."""


def _is_own(token: Token) -> bool:
    """Whether a word is a name of ours: “sales”, “we”, “the team”, and “IT”, which is no “it”."""
    return token.low in any_of("@own @departments") or token.text == "IT"


def _past_amount(words: Tokens, place: int) -> int:
    while place < len(words):
        token = words[place]
        if token.low not in any_of("@amounts") and token.sort not in ("number", "symbol"):
            break
        place += 1
    return place


def predicate(words: Tokens, begin: int) -> int:
    """Return the first verb or auxiliary that says something of the subject at `begin`, or -1."""
    for place in range(begin, len(words)):
        low = words[place].low
        if low in any_of("@auxiliaries") and place > begin:
            return place
        if low not in any_of("@prepositions") and _is_predicate(words, place, begin):
            return place
    return -1


def _is_predicate(words: Tokens, place: int, first: int) -> bool:
    """Whether the token is a verb of which the words before it are the subject."""
    token, before, following = words.at(place), words.at(place - 1), words.at(place + 1)
    if place <= first or token.sort != "word":
        return False
    people, many = before.kind == "people", is_plural(before.low)
    if not token.base:
        # “engineers sleep”: an unlisted word behind people in the plural is their doing.
        strange = not token.kind and not token.low.endswith(("ed", "ing", "ly"))
        return (
            people
            and many
            and strange
            and token.low not in any_of("@breaks @comparatives @qualities")
        )
    if token.form == "ed":
        ends = following.sort != "word" or following.low.endswith(("ly", "ful"))
        return people or ends or following.low in any_of("@breaks @determiners @adverbs @qualities")
    if token.form == "s":
        one = first > 0 and words[first - 1].low in any_of("a an any each every no one our the")
        acts = following.low in any_of("@determiners")
        votes = token.base in any_of("@accept vote decide agree")
        if votes and before.low in any_of("@authorities"):
            return True
        if is_a(before.low, "@places") and (one or acts):
            return True
        if ((people and not many) or _is_own(before)) and (one or acts or not token.kind):
            return True
        return bool(before.kind) and not token.kind
    if token.form == "base":
        noun_too = token.low in any_of("@also_noun")
        if people or is_a(before.low, "@places"):
            return many or not (noun_too or token.kind)
        return many and not noun_too
    return False


def opening(words: Tokens) -> int:
    """Return the first token that counts; the number of tokens when there is none."""
    start = 0
    for _ in range(6):
        before = start
        start = _numbering(words, start)
        if words.low(start) in ("[", "("):
            closing = words.find("]|)", start + 1, start + 8)
            start = closing.first + 1 if closing else start
        for skip in (_label, _time, _owner, _promise, _adverb):
            start = skip(words, start)
        if start == before:
            break
    return min(start, len(words))


def _starts_command(words: Tokens, place: int) -> bool:
    """Whether the token is a verb in its base form that a goal could begin with."""
    token = words.at(place)
    phrasal = (token.base, words.low(place + 1)) in PHRASALS
    known = phrasal or token.base in VERBS or token.base in any_of("@plain_work")
    return token.form == "base" and known


def _numbering(words: Tokens, start: int) -> int:
    """“1.”, “KR2:”, “- ”, “@ana”."""
    while start + 1 < len(words):
        token, following = words[start], words[start + 1]
        number = token.sort == "number"
        handle = token.low == "@" and following.glued
        named = token.sort == "name" and token.low.rstrip("0123456789.") in ("kr", "o", "okr")
        bullet = token.sort == "symbol" and token.low in "-–—•*·#.,:;)]>|'\""
        if handle or (token.low == "kr" and following.sort == "number"):
            start += 2
        elif named or bullet:
            start += 1
        elif number and following.low in (".", ")", ":"):
            start += 2
        elif number and "." in token.text and _starts_command(words, start + 1):
            start += 1
        else:
            break
    return start


def _label(words: Tokens, start: int) -> int:
    """“Marketing: publish 12 posts”, but not “Time to hire: 30 days”."""
    for place in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[place]
        if token.low in (":", "|") or (token.low in "-–—" and not token.glued):
            return place + 1 if _is_label(words, start, place) else start
        if token.sort not in ("word", "name"):
            break
    return start


def _is_label(words: Tokens, start: int, colon: int) -> bool:
    label, rest = words[start:colon], words[colon + 1 :]
    if _starts_command(words, start) and words[start].low not in any_of("@own"):
        return False
    metric = any(word.kind == "metric" for word in label)
    if _starts_command(words, colon + 1) and (not metric or len(rest) > 1):
        return True
    stranger = len(label) < 3 and not any(word.kind or word.base for word in label)
    if stranger and words[start].text[:1].isupper() and rest[0].sort == "word":
        return True
    clause = any(word.kind == "people" or word.base for word in rest)
    return clause and not metric and len(rest) > 3


_IN_DATES = ("number", "name", "date")


def _time(words: Tokens, start: int) -> int:
    """“By end of June, …”, “In Q3 we …”."""
    low = words.low(start)
    if low not in any_of("@opens_time"):
        return start
    if low in ("each", "every") and words.low(start + 1) not in any_of("@periods"):
        return start
    comma = words.find(",|%|percent", start + 1, start + 11)
    if comma:
        return comma.first + 1 if words[comma.first].low == "," else start
    place = start
    while words.low(place) in any_of("@in_dates") or words.at(place).sort in _IN_DATES:
        place += 1
    goes_on = words.low(place) in any_of("@pronouns @determiners") or _starts_command(words, place)
    return place if place > start + 1 and goes_on else start


def _owner(words: Tokens, start: int) -> int:
    """“Ana and Ben to run 5 webinars”, “HR to hire …”, but not “time to hire”."""
    for place in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[place]
        if token.low == "to" and _starts_command(words, place + 1):
            named, own = words[start:place], any_of("@own")
            strange = all(word.low in own or not (word.kind or word.base) for word in named)
            capital = words[start].text[:1].isupper() or named[-1].low in own
            return place + 1 if strange and capital else start
        if token.sort not in ("word", "name") and token.low not in "&,/":
            break
    return start


def _promise(words: Tokens, start: int) -> int:
    """“We will”, “our goal is to”, “the team wants to”."""
    place = start
    promised = False
    while words.low(place) in any_of("@soft_starts"):
        promised = promised or words[place].low in any_of("@promises")
        place = _adverb(words, place + 1)
        # “start to publish”, “continue to grow”: the verb that counts comes behind.
        softly = words.find("@soft_starts to|with", place, place + 1)
        if promised and _starts_command(words, place) and not softly:
            return place
    return start


def _adverb(words: Tokens, start: int) -> int:
    frequencies = any_of("daily early hourly monthly nightly only quarterly weekly yearly")
    low = words.low(start)
    softens = low.endswith("ly") and low not in frequencies and words.at(start + 1).base
    return start + 1 if softens else start


def _command(words: Reading) -> tuple[str, int]:
    """Return the class of a leading verb and the token behind it, or ("", start)."""
    start = words.start
    token, following, behind = words.at(start), words.at(start + 1), words.at(start + 2)
    if following.low == "who" or token.low in any_of("@states"):
        return "", start  # “Staff who open it”: who did it is named, whatever else the word means.
    exact = behind.sort == "number" or behind.low in any_of("@determiners")
    if _is_own(token) and following.form == "s" and (exact or not following.kind):
        return "", start  # “IT answers the phone”, “HR resolves 90 %”; not “support calls”.
    phrasal = PHRASALS.get((token.base, following.low))
    if phrasal and token.form != "s":
        return phrasal, start + 2
    if _is_strange_command(token, following.low):
        return "work", start + 1
    name = VERBS.get(token.base) or ("work" if token.base in any_of("@plain_work") else "")
    helper = token.low in any_of("@auxiliaries") and token.low not in ("be", "have", "get")
    if not name or token.form == "s" or helper or _opens_noun_phrase(words):
        return "", start
    return name, start + 1


def _is_strange_command(token: Token, following: str) -> bool:
    """“Balance all classes”: what stands right before “the”, “all”, “our” is no noun phrase."""
    if following not in any_of("a all an both each every its my our the their your"):
        return False
    if token.sort != "word" or token.base in VERBS or token.kind == "people":
        return False
    if is_plural(token.low) or token.base in any_of("@others"):
        return False
    # “Pages a week”: so many of them a time.
    return token.low not in any_of("@no_commands @number_words @multiples @times @physical")


_CLAUSES = "that which who"
_RATES = "rate rates ratio ratios"
_HEADS = f"{_RATES} coverage frequency index score scores time times"
_LINKS = "is are was per of ≥ ≤ < > >= <= = : above below under over vs → ->"
_WORKED_OFF = "answer clear close fix handle resolve settle solve"


def _opens_noun_phrase(words: Reading) -> bool:
    """Whether the leading verb is a noun here; numbers beside the text speak for one."""
    start, beside = words.start, words.beside
    token, following = words[start], words.at(start + 1)
    noun_too = token.low in any_of("@also_noun")
    if start + 1 >= len(words):
        return noun_too or (beside.is_measure and bool(token.kind or beside.sort))
    past, share = token.is_past, beside.sort == "share"
    if VERBS.get(token.base) in ("up", "down") and token.form == "base":
        return following.low in any_of(_RATES)
    if beside.direction and past and token.form == "ed":
        return True
    read_off = token.kind == "metric" and following.low in any_of("@prepositions")
    if beside.is_measure and (read_off or following.low in any_of("@times")):
        return True
    if share and following.kind and words.low(start + 2) in any_of(_CLAUSES):
        return True
    if beside.direction < 0:
        worked_off = token.base in any_of(_WORKED_OFF)
        if worked_off and any(is_a(words.low(start + gap), "@item") for gap in (1, 2)):
            return False
        if _falls(token, following):
            return True
    if not (noun_too or token.kind or past or token.form == "ing"):
        return False
    if following.low in any_of(_LINKS) or following.is_past:
        return not past
    if token.low in any_of("@name_before") and following.text.isdigit() and len(following.text) < 3:
        return start + 2 < len(words) and not is_plural(words[start + 2].low)
    longest = range(start + 1, min(start + 5, len(words)))
    stops = (at for at in longest if words[at].sort != "word" or words[at].low in any_of("@stops"))
    end = next(stops, longest.stop)
    read_off = following.kind == "people" or beside.sort not in ("", "share")
    if token.form == "ing" and token.base in any_of("@others") and read_off:
        return True
    if (share and words.low(end) in any_of(_CLAUSES)) or _has_clause(words, start, end):
        return True
    return end > start + 1 and _ends_in_a_metric(words, end)


def _falls(token: Token, following: Token) -> bool:
    """“Support calls”, “Publish delay”: what is to become less; but “Fix bugs”, “Close old files”.

    Nobody aims at doing less of a command, except at having less of it left to do.
    """
    if token.form != "base" or following.sort != "word":
        return False
    many = is_plural(following.low)
    if following.kind == "metric" and not many:
        return True
    noun_too = token.low in any_of("@also_noun") or bool(token.kind)
    named = noun_too and (bool(following.kind) or many)
    unwanted = named or is_a(following.low, "@unwanted")
    return unwanted and token.base not in any_of(_WORKED_OFF)


def _has_clause(words: Tokens, start: int, end: int) -> bool:
    """“Staff recognise …”, “Free shipping lifts …”: the run has a verb of its own."""
    for place in range(start + 1, end):
        token, others = words[place], any_of("@others")
        if token.form == "base" and token.base in others and words[place - 1].kind == "people":
            return True
        if token.form == "s" and not token.kind:
            moves = token.base in any_of("@change") and place > start + 1
            if moves or (token.base in others and place == start + 1 == end - 1):
                return True
    return False


def _ends_in_a_metric(words: Reading, end: int) -> bool:
    """Whether the run ends in something one reads off, or in a participle (“charter approved”)."""
    start = words.start
    first, head = words[start], words[end - 1]
    if end > start + 2 and head.is_past:
        return first.form != "ed"
    if head.low in any_of(_HEADS):
        return True
    strong = words.given or any(m.first <= end + 4 for m in words.strong)
    if strong and words.low(end) == "per":
        return True
    if head.kind == "metric":
        watched = first.base in any_of("check count measure monitor report review track watch")
        whole = end == len(words) and not is_plural(head.low) and not watched
        return strong or whole or first.form == "ed"
    relation = next((m.relation for m in words.measures if m.first >= end), "")
    return relation == "change" and VERBS.get(first.base) != "dual"
