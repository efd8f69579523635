"""Words of a text, each with the verb or noun it leads back to, and whether they are English.

Linear in the length of the text, whatever the text: the pattern has no nested repetition. Only the
first `LONGEST` characters are read; what a key result says, it says there. No grammar beyond
English endings: a form that leads to no listed word leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.text import squeeze

KNOWN_VERBS = (
    frozenset(lexicon.VERBS)
    | lexicon.OTHERS
    | lexicon.ACCEPT
    | lexicon.PLAIN_WORK
    | {base for base, _ in lexicon.PHRASALS}
)

METRIC_ENDINGS = ("ability", "ibility", "fulness", "iness", "ivity")
"""Endings of unlisted nouns that name a quality."""
PEOPLE_ENDINGS = ("ers", "ists", "ees")
"""Endings of unlisted plurals that name people, the class `nouns/not_people` aside."""
FOREIGN_ENDINGS = (
    "ieren", "ierung", "ungen", "ung", "keit", "heit", "schaft", "zeit", "quote", "ität", "eren",
    "ción", "ciones", "zione", "zioni", "ção", "ções", "miento", "idad", "idade", "ità",
    "ijden", "ować", "erna",
)  # fmt: skip
"""Endings by which an unlisted, longer word speaks for another language."""


def verb(word: str) -> tuple[str, str]:
    """Return (base, form) of a lower-case word: form base, s, ed, ing, or "" for no verb."""
    if word in lexicon.IRREGULAR:
        base = lexicon.IRREGULAR[word]
        form = "base" if base == word else "s" if word in ("has", "is", "are") else "ed"
        return (base, form) if base in KNOWN_VERBS or base == "do" else ("", "")
    found = _listed(word)
    if found:
        return found, "base"
    for ending, form in (("ing", "ing"), ("ed", "ed"), ("s", "s")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            found = _without(word, ending)
            if found:
                return found, form
    return "", ""


def is_past(word: str, form: str) -> bool:
    """Whether the word can be a participle: “written”, “approved”, and “cut”, “set”."""
    return form == "ed" or (form == "base" and word in lexicon.SAME_PAST)


def noun(word: str) -> str:
    """Return the singular of a lower-case noun as it is listed in `lexicon.THINGS`, or ""."""
    if word in lexicon.THINGS:
        return word
    if word in lexicon.IRREGULAR_NOUNS:
        return lexicon.IRREGULAR_NOUNS[word]
    if not word.endswith("s") or len(word) < 4:
        return ""
    stems = [word[:-1]]
    if word.endswith("ies"):
        stems.append(word[:-3] + "y")
    elif word.endswith("es"):
        stems.append(word[:-2])
    return next((stem for stem in stems if stem in lexicon.THINGS), "")


def kind_of(word: str) -> str:
    """Return a noun's kind (`lexicon.THINGS`), by its ending when it is not listed, else ""."""
    listed = lexicon.THINGS.get(noun(word), "")
    if listed or len(word) < 6 or verb(word)[0]:
        return listed
    if word.endswith(METRIC_ENDINGS):
        return "metric"
    if word.endswith(PEOPLE_ENDINGS) and word not in lexicon.NOT_PEOPLE:
        return "people"
    return ""


def is_plural(word: str) -> bool:
    """Whether a noun's form is a plural: ends in -s but not -ss, -us, -is, or is irregular."""
    if word in lexicon.IRREGULAR_NOUNS:
        return word not in ("data", "news", "sms", "feedback")
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3


def _listed(word: str) -> str:
    if word in KNOWN_VERBS:
        return word
    if "is" in word:
        american = word[:-3] + "ize" if word.endswith("ise") else word[:-3] + "yze"
        if word.endswith(("ise", "yse")) and american in KNOWN_VERBS:
            return american
    if word.endswith("yse") and word[:-3] + "yze" in KNOWN_VERBS:
        return word[:-3] + "yze"
    if word.startswith("re") and len(word) > 6 and word[2:] in lexicon.VERBS:
        return word[2:]
    return ""


def _without(word: str, ending: str) -> str:
    stem = word[: -len(ending)]
    stems = [stem, stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        stems.append(stem[:-1])
    if ending in ("ed", "s") and stem.endswith(("i", "ie")):
        stems.append(stem.rstrip("ie") + "y")
    if ending == "s" and stem.endswith("e"):
        stems.append(stem[:-1])
    for candidate in stems:
        found = _listed(candidate)
        if found:
            return found
    return ""


LONGEST = 400
"""Characters of a text that are looked at."""

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


class Token(Record):
    """One word, number, name (letters and digits), date or sign of a text."""

    text: str
    low: str
    """Lower case."""
    sort: str
    """word, number, name, date or symbol."""
    start: int
    end: int
    base: str = ""
    """A verb's base form, when the word can be one."""
    form: str = ""
    """base, s, ed or ing."""
    kind: str = ""
    """A noun's kind, when the word is a listed noun."""
    glued: bool = False
    """Follows the token before it without a space."""


def tidy(text: str) -> str:
    """Return the text as it is read and quoted: clean, one line, quotation marks made plain."""
    cleaned = squeeze(text[: LONGEST * 4])[:LONGEST]
    for mark in "“”„«»":
        cleaned = cleaned.replace(mark, '"')
    return cleaned


_PREFIXES = wordlist(
    """
    beta co cross de double dry fast fine load pre re soft stress sub
    """
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a tidy text; a hyphen inside a word is dropped, its halves stay."""
    found: list[Token] = []
    for match in _PATTERN.finditer(text):
        sort = match.lastgroup or "symbol"
        piece = match.group()
        start, end = match.span()
        glued = start > 0 and text[start - 1] != " "
        if piece in "-‑–" and glued and end < len(text) and text[end].isalpha():
            continue
        low = piece.lower()
        base, form, kind = "", "", ""
        if sort == "word":
            base, form = verb(low)
            kind = kind_of(low)
        elif sort == "compound":
            sort, kind = "word", _compound_kind(low)
            prefix, _, rest = low.replace("‑", "-").partition("-")
            if prefix in _PREFIXES:
                base, form = verb(rest)
        if found and sort == "word":
            kind = lexicon.PAIRS.get((found[-1].low, low), kind)
        found.append(Token(piece, low, sort, start, end, base, form, kind, glued))
    return found


def _compound_kind(low: str) -> str:
    """The kind of “time-to-hire” (time), “follow-up”, “on-time” (its last part)."""
    parts = low.replace("‑", "-").split("-")
    if len(parts) > 2 and parts[1] == "to":
        return kind_of(parts[0])
    return kind_of("".join(parts)) or kind_of(parts[-1]) or kind_of(parts[0])


_LAST_LATIN = 0x24F
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_OTHER_SCRIPT_SHARE = 0.3
_SHARED_WEIGHT = 0.3
_ENDINGS = ("ness", "ship", "ful", "less", "ly", "ing", "ght", "ed", "wth", "ough", "ment")

_FUNCTION_WORDS = (
    lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.AUXILIARIES
    | lexicon.PRONOUNS
    | lexicon.SOFT_STARTS
    | lexicon.COMPARATIVES
    | lexicon.QUALITIES
    | lexicon.UPPER
    | lexicon.LOWER
    | lexicon.TIMES
    | lexicon.NUMBER_WORDS
    | lexicon.MONTHS
    | lexicon.MULTIPLES
    | lexicon.OWN
    | lexicon.ORDINAL_BEFORE
    | lexicon.EVERYDAY
    | lexicon.NEGATIONS
)


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
            strange += sum(map(_is_other_script, token.low))
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
    if low in lexicon.FOREIGN_DEEDS:
        return 0, 2
    if low in lexicon.FOREIGN:
        return 0, 1
    if low in lexicon.SHARED or (
        token.text.isupper() and len(low) > 1 and low not in _FUNCTION_WORDS
    ):
        return _SHARED_WEIGHT, 0
    if token.base or token.kind or low in _FUNCTION_WORDS:
        return 1, 0
    if len(low) > 6 and low.endswith(FOREIGN_ENDINGS):
        return 0, 1
    if len(low) > 5 and low.isascii() and low.endswith(_ENDINGS):
        return 0.5, 0
    return 0, 0


def _is_other_script(letter: str) -> bool:
    code = ord(letter)
    return code > _LAST_LATIN and code not in _LATIN_ADDITIONAL
