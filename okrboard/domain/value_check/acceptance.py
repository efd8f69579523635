"""Rules for milestones: an authority's yes, a partner's signature, a thing gone live."""

from __future__ import annotations

from okrboard.domain.value_check.findings import milestone
from okrboard.domain.value_check.lexicon import verbs
from okrboard.domain.value_check.lexicon.things import AUTHORITIES, CERTIFICATES, DEALS
from okrboard.domain.value_check.lexicon.wordlist import wordlist
from okrboard.domain.value_check.phrases import participle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.reading import Reading
    from okrboard.domain.value_check.verdict import Verdict

_LIVE = (
    ("live",), ("in", "production"), ("in", "force"), ("in", "operation"), ("operational",),
    ("go", "live"), ("goes", "live"), ("went", "live"),
)  # fmt: skip


def participle_of(reading: Reading) -> int:
    """Return the participle that says something of the subject (“approved”), or -1."""
    return participle(reading.words, reading.predicate) if reading.predicate >= 0 else -1


def authority_says_yes(reading: Reading) -> Verdict | None:
    """“The board approves the budget”, “External auditor issues an unqualified opinion”."""
    here = reading.predicate
    if here < 0 or reading.strong or reading.words[here].base not in _VOTES:
        return None
    before = {reading.low(p) for p in range(reading.start, here)}
    if before & AUTHORITIES and reading.words[here].form in ("s", "base"):
        return milestone(reading, reading.subject.first, here)
    return None


_VOTES = verbs.ACCEPT | {"vote", "decide", "agree"}


def accepted(reading: Reading) -> Verdict | None:
    """“Quality manual approved”, “Certificate issued by the auditor”: somebody else's yes."""
    here = participle_of(reading)
    if here < 0 or reading.strong or reading.subject.kind == "people":
        return None
    token = reading.words[here]
    certificate = any(word.kind == "certificate" for word in reading.words[:here])
    passed = token.base in verbs.ACCEPT or (certificate and token.base in _YES_VERBS)
    if passed and not _counts_own(reading):
        return milestone(reading, reading.subject.first, here)
    return None


_YES_VERBS = wordlist("achieve attain complete earn gain get hold secure win")


def _counts_own(reading: Reading) -> bool:
    """“25 reports issued”: a count, not somebody's yes."""
    counted = [m for m in reading.counted if not m.unit]
    return bool(counted) and reading.subject.kind != "certificate"


def live(reading: Reading) -> Verdict | None:
    """“New portal live in all branches”: a state that is reached or not."""
    if reading.strong or reading.subject.kind in ("people", "metric"):
        return None
    for position in range(reading.start + 1, len(reading.words)):
        for phrase in _LIVE:
            if all(reading.low(position + gap) == word for gap, word in enumerate(phrase)):
                return milestone(reading, reading.subject.first, position + len(phrase) - 1)
    return None


_TAKES_YES = wordlist(
    """
    achieve acquire attain complete earn finish gain get hold keep maintain obtain pass reach
    receive renew secure win
    """
)


def somebodys_yes(reading: Reading) -> Verdict | None:
    """“Obtain the ISO 27001 certificate”, “Pass the audit”: an authority decides."""
    base = reading.base
    if reading.strong or base not in _TAKES_YES:
        return None
    if reading.counted:
        return None
    for position in range(reading.body, len(reading.words)):
        low = reading.low(position)
        passed = base == "pass" and low in _EXAMINATIONS
        plural = base == "renew" and low.endswith("s")
        certificate = reading.words[position].kind == "certificate" and not plural
        if passed or certificate or low in _NORMS:
            return milestone(reading, reading.start, position)
    return None


_EXAMINATIONS = wordlist("assessment audit certification exam inspection review test")
_NORMS = wordlist("ce cmmi fda hipaa iso pci soc tisax")


def signs_one(reading: Reading) -> Verdict | None:
    """“Sign the lease”, “Win the tender of the city”: one partner's yes."""
    if reading.counted or reading.base not in ("sign", "secure", "win"):
        return None
    subject = reading.subject
    if subject.head >= 0 and subject.kind in ("certificate", "output", "people", "metric", "deal"):
        low = reading.low(subject.head)
        if low in DEALS or low in CERTIFICATES or subject.kind == "output":
            return milestone(reading, reading.start, subject.head)
    return None
