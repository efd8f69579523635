"""Words of a text, each with the verb or noun it leads back to, and whether they are English.

Linear in the length of the text, whatever the text: the pattern has no nested repetition. Only the
first `LONGEST` characters are read; what a key result says, it says there. No grammar beyond
English endings: a form that leads to no listed word leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrboard.domain.record import Record
from okrboard.domain.value_check.lexicon import (
    IRREGULAR_NOUNS,
    IRREGULAR_VERBS,
    NOUN_PAIRS,
    PHRASALS,
    THINGS,
    VERBS,
    any_of,
    sequences,
)
from okrboard.text import squeeze

LONGEST = 400
"""Characters of a text that are looked at."""

_KNOWN_VERBS = any_of("@others @accept @plain_work") | {*VERBS, *(base for base, _ in PHRASALS)}
_METRIC_ENDINGS = tuple(any_of("@metric_endings"))
_PEOPLE_ENDINGS = tuple(any_of("@people_endings"))
_FOREIGN_ENDINGS = tuple(any_of("@foreign_endings"))
_ENGLISH_ENDINGS = tuple(any_of("@english_endings"))
_ENGLISH = any_of("@english")


def verb(word: str) -> tuple[str, str]:
    """Return (base, form) of a lower-case word: form base, s, ed, ing, or "" for no verb."""
    if word in IRREGULAR_VERBS:
        base = IRREGULAR_VERBS[word]
        form = "base" if base == word else "s" if word in ("has", "is", "are") else "ed"
        return (base, form) if base in _KNOWN_VERBS or base == "do" else ("", "")
    for ending in ("", "ing", "ed", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            for stem in _stems(word.removesuffix(ending), ending):
                base = _listed(stem)
                if base:
                    return base, ending or "base"
    return "", ""


def _stems(stem: str, ending: str) -> list[str]:
    """Return the bases that a stem may come from: “cutt” cut, “verifi” verify, “us” use."""
    if not ending:
        return [stem]
    stems = [stem, stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        stems.append(stem[:-1])
    if ending != "ing" and stem.endswith(("i", "ie")):
        stems.append(stem.rstrip("ie") + "y")
    if ending == "s" and stem.endswith("e"):
        stems.append(stem[:-1])
    return stems


def _listed(word: str) -> str:
    """Return the verb as it is listed: “analyse” is analyze, “renegotiate” negotiate."""
    if word in _KNOWN_VERBS:
        return word
    american = f"{word[:-2]}ze" if word.endswith(("ise", "yse")) else ""
    if american in _KNOWN_VERBS:
        return american
    return word[2:] if word.startswith("re") and len(word) > 6 and word[2:] in VERBS else ""


def noun(word: str) -> str:
    """Return the singular of a lower-case noun as it is listed in `lexicon.THINGS`, or ""."""
    if word in THINGS:
        return word
    if word in IRREGULAR_NOUNS:
        return IRREGULAR_NOUNS[word]
    if not word.endswith("s") or len(word) < 4:
        return ""
    stems = [word[:-1]]
    if word.endswith("ies"):
        stems.append(word[:-3] + "y")
    elif word.endswith("es"):
        stems.append(word[:-2])
    return next((stem for stem in stems if stem in THINGS), "")


def is_a(word: str, listed: str) -> bool:
    """Whether a noun, in the singular or plural, is one of those listed (`lexicon.any_of()`)."""
    nouns = any_of(listed)
    return not nouns.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es"), noun(word)))


def is_plural(word: str) -> bool:
    """Whether a noun's form is a plural: ends in -s but not -ss, -us, -is, or is irregular."""
    if word in IRREGULAR_NOUNS:
        return word not in ("data", "news", "sms", "feedback")
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3


def _kind(word: str) -> str:
    """Return a noun's kind (`lexicon.THINGS`), by its ending when it is not listed, else ""."""
    listed = THINGS.get(noun(word), "")
    if listed or len(word) < 6 or verb(word)[0]:
        return listed
    if word.endswith(_METRIC_ENDINGS):
        return "metric"
    people = word.endswith(_PEOPLE_ENDINGS) and word not in any_of("@not_people")
    return "people" if people else ""


class Token(Record):
    """One word, number, name (letters and digits), date or sign of a text."""

    text: str = ""
    low: str = ""
    """Lower case."""
    sort: str = ""
    """word, number, name, date or symbol."""
    start: int = 0
    end: int = 0
    base: str = ""
    """A verb's base form, when the word can be one."""
    form: str = ""
    """base, s, ed or ing."""
    kind: str = ""
    """A noun's kind, when the word is a listed noun."""
    glued: bool = False
    """Follows the token before it without a space."""

    @property
    def is_past(self) -> bool:
        """Whether the word can be a participle: “written”, “approved”, and “cut”, “set”."""
        return self.form == "ed" or (self.form == "base" and self.low in any_of("@same_past"))


_NOTHING = Token()


class Span(Record):
    """Tokens from `first` to `last`."""

    first: int
    last: int


class Tokens(list[Token]):
    """The tokens of a text. Places are their numbers; outside the text there is an empty one."""

    def at(self, place: int) -> Token:
        """Return the token at a place."""
        return self[place] if 0 <= place < len(self) else _NOTHING

    def low(self, place: int) -> str:
        """Return the lower-case text at a place, or ""."""
        return self[place].low if 0 <= place < len(self) else ""

    def lows(self, begin: int, end: int = LONGEST) -> set[str]:
        """Return the lower-case texts from a place up to, not with, another."""
        return {token.low for token in self[max(begin, 0) : max(end, 0)]}

    def find(self, pattern: str, begin: int, end: int = LONGEST) -> Span | None:
        """Return the first place where tokens of a pattern stand in a row (`lexicon.sequences`)."""
        rows = sequences(pattern)
        for place in range(begin, min(end, len(self))):
            for behind in rows.get(self[place].low, ()):
                if all(self.low(at) in words for at, words in enumerate(behind, place + 1)):
                    return Span(place, place + len(behind))
        return None


def tidy(text: str) -> str:
    """Return the text as it is read and quoted: clean, one line, quotation marks made plain."""
    return squeeze(text[: LONGEST * 4])[:LONGEST].translate(dict.fromkeys(map(ord, "“”„«»"), '"'))


_PATTERN = re.compile(
    r"(?P<date>\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d{1,2}\.\d{1,2}\.\d{2,4}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{4}-[HQTST]\d)"
    r"|(?P<number>\d{1,2}:\d\d(?!\d)|[.]?\d+(?:[.,’']\d+)*)"
    r"|(?P<compound>(?:re|co|pre|de|cross|fine|soft|fast|beta|stress|load|double|sub|dry)"
    r"[-‑][^\W\d_]+|(?:on|off|in|up|out|over|under|to|at|by|non)[-‑][^\W\d_]+(?:[-‑][^\W\d_]+)*"
    r"|[^\W\d_]+[-‑](?:to|in|off|up|out|on|over|by|of|for|and|back|through)(?:[-‑][^\W\d_]+)*(?![^\W\d_]))"
    r"|(?P<name>[^\W\d_]+\d[\w.]*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<symbol>-->|->|=>|>=|<=|!=|\S)",
    re.IGNORECASE,
)
_PREFIXES = "beta co cross de double dry fast fine load pre re soft stress sub"
"""What stands before a verb with a hyphen and leaves it a verb."""


def tokens(text: str) -> Tokens:
    """Return the tokens of a tidy text; a hyphen inside a word is dropped, its halves stay."""
    words = Tokens()
    for match in _PATTERN.finditer(text):
        sort = match.lastgroup or "symbol"
        piece = match.group()
        start, end = match.span()
        glued = start > 0 and text[start - 1] != " "
        if piece in "-‑–" and glued and end < len(text) and text[end].isalpha():
            continue
        low = piece.lower()
        base = form = kind = ""
        if sort == "word":
            (base, form), kind = verb(low), _kind(low)
        elif sort == "compound":
            sort, kind = "word", _compound_kind(low)
            prefix, _, rest = low.replace("‑", "-").partition("-")
            if prefix in any_of(_PREFIXES):
                base, form = verb(rest)
        if words and sort == "word":
            kind = NOUN_PAIRS.get((words[-1].low, low), kind)
        words.append(Token(piece, low, sort, start, end, base, form, kind, glued))
    return words


def _compound_kind(low: str) -> str:
    """The kind of “time-to-hire” (time), “follow-up”, “on-time” (its last part)."""
    parts = low.replace("‑", "-").split("-")
    if len(parts) > 2 and parts[1] == "to":
        return _kind(parts[0])
    return _kind("".join(parts)) or _kind(parts[-1]) or _kind(parts[0])


_OTHER_SCRIPT_SHARE = 0.3
_SHARED_WEIGHT = 0.3


def is_english(words: Iterable[Token], measured: bool = False) -> bool:
    """Whether the text can be judged by English rules.

    Two nouns that no list has are judged by the numbers beside them when the text is `measured`,
    as long as nothing speaks for another language.
    """
    english = foreign = 0.0
    unknown = letters = strange = 0
    before = ""
    for token in words:
        named, before = before == "@", token.low
        if token.sort != "word" or named:
            continue
        letters += len(token.low)
        if not token.low.isascii():
            codes = [ord(letter) for letter in token.low]
            # Letters outside the Latin script.
            strange += sum(code > 0x24F and not 0x1E00 <= code < 0x1F00 for code in codes)
            foreign += 0.5
        mine, theirs = _weights(token)
        english += mine
        foreign += theirs
        unknown += not mine and not theirs
    if letters and strange / letters >= _OTHER_SCRIPT_SHARE:
        return False
    if measured and not foreign:
        return letters > 0
    if english <= 2 * _SHARED_WEIGHT and unknown >= 2:
        return False
    return english > foreign


def _weights(token: Token) -> tuple[float, float]:
    """Return how much a word speaks for English, and how much for another language."""
    low = token.low
    if low in any_of("@foreign_deeds"):
        return 0, 2
    if low in any_of("@foreign"):
        return 0, 1
    abbreviation = token.text.isupper() and len(low) > 1 and low not in _ENGLISH
    if low in any_of("@shared") or abbreviation:
        return _SHARED_WEIGHT, 0
    if token.base or token.kind or low in _ENGLISH:
        return 1, 0
    if len(low) > 6 and low.endswith(_FOREIGN_ENDINGS):
        return 0, 1
    if len(low) > 5 and low.isascii() and low.endswith(_ENGLISH_ENDINGS):
        return 0.5, 0
    return 0, 0
