"""Forms of a word: from “reduces”, “written” back to the verb, from “policies” to the noun.

No grammar beyond English endings; a form that leads to no listed word leads nowhere.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.things import (
    METRIC_ENDINGS,
    NOT_PEOPLE,
    PEOPLE_ENDINGS,
    THINGS,
)
from okrboard.domain.value_check.lexicon.verbs import (
    ACCEPT,
    IRREGULAR,
    OTHERS,
    PHRASALS,
    PLAIN_WORK,
    SAME_PAST,
    VERBS,
)

KNOWN_VERBS = frozenset(VERBS) | OTHERS | ACCEPT | PLAIN_WORK | {base for base, _ in PHRASALS}

_IRREGULAR_NOUNS = {
    "people": "people", "children": "child", "men": "man", "women": "woman", "criteria": "metric",
    "analyses": "analysis", "indices": "index", "kpis": "kpi", "bases": "base", "audits": "audit",
    "staff": "staff", "mice": "mouse", "feet": "foot", "crises": "crisis", "alumni": "alumni",
    "data": "data", "news": "news", "series": "series", "surpluses": "surplus", "leads": "lead",
    "sms": "sms", "hypotheses": "study", "feedback": "note",
}  # fmt: skip


def verb(word: str) -> tuple[str, str]:
    """Return (base, form) of a lower-case word: form base, s, ed, ing, or "" for no verb."""
    if word in IRREGULAR:
        base = IRREGULAR[word]
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
    return form == "ed" or (form == "base" and word in SAME_PAST)


def noun(word: str) -> str:
    """Return the singular of a lower-case noun as it is listed in `THINGS`, or ""."""
    if word in THINGS:
        return word
    if word in _IRREGULAR_NOUNS:
        return _IRREGULAR_NOUNS[word]
    if not word.endswith("s") or len(word) < 4:
        return ""
    stems = [word[:-1]]
    if word.endswith("ies"):
        stems.append(word[:-3] + "y")
    elif word.endswith("es"):
        stems.append(word[:-2])
    return next((stem for stem in stems if stem in THINGS), "")


def kind_of(word: str) -> str:
    """Return the kind of a noun (`THINGS`), by its ending when it is not listed, else ""."""
    listed = THINGS.get(noun(word), "")
    if listed or len(word) < 6 or verb(word)[0]:
        return listed
    if word.endswith(METRIC_ENDINGS):
        return "metric"
    if word.endswith(PEOPLE_ENDINGS) and word not in NOT_PEOPLE:
        return "people"
    return ""


def is_plural(word: str) -> bool:
    """Whether a noun's form is a plural: ends in -s but not -ss, -us, -is, or is irregular."""
    if word in _IRREGULAR_NOUNS:
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
    if word.startswith("re") and len(word) > 6 and word[2:] in VERBS:
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
