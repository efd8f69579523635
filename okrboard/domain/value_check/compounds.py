"""Words that open a noun phrase though they could command: “test coverage”, “close rate”.

English does not mark them; what gives them away is the bare run of words behind: it ends in
something one reads off, or in a verb of its own.
"""

from __future__ import annotations

from okrboard.domain.value_check.forms import is_past, is_plural
from okrboard.domain.value_check.lexicon import small, verbs
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.measures import Measure
    from okrboard.domain.value_check.tokens import Token

_LONGEST_RUN = 5
_NEAR = 4
_LINKS = wordlist("is are was per of ≥ ≤ < > >= <= = : above below under over vs → ->")
_RATES = wordlist("rate rates ratio ratios")
_HEADS = _RATES | wordlist("coverage frequency index score scores time times")
_WATCHING = wordlist("check count measure monitor report review track watch")
_STOPS = (
    small.DETERMINERS
    | small.PREPOSITIONS
    | small.CONJUNCTIONS
    | small.AUXILIARIES
    | small.NUMBER_WORDS
)


def opens_noun_phrase(words: list[Token], start: int, found: list[Measure], given: bool) -> bool:
    """Whether the verb at `start` is a noun here; `given` when a target is kept beside the text."""
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
    if token.low in small.NAME_BEFORE and following.text.isdigit() and len(following.text) < 3:
        return start + 2 < len(words) and not is_plural(words[start + 2].low)
    end = _run_end(words, start)
    if _has_clause(words, start, end):
        return True
    return end > start + 1 and _ends_in_a_metric(words, start, end, found, given)


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
        deed = token.form == "base" and token.base in verbs.OTHERS
        if deed and words[position - 1].kind == "people":
            return True
        moves = token.form == "s" and token.base in verbs.CHANGE and not token.kind
        if moves and position > start + 1:
            return True
        finds = token.form == "s" and token.base in verbs.OTHERS and not token.kind
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
    return relation == "change" and verbs.VERBS.get(first.base) != "dual"
