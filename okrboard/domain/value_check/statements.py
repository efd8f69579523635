"""Rules for key results without a leading verb: “Error rate below 0.01 %”, “12 posts published”.

Each rule returns a verdict or None; the first that speaks decides (`STATEMENT_RULES`), the
last one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import doings, effects, lexicon
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.doings import participle_of
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.domain.value_check.reading import Reading
from okrboard.domain.value_check.verdict import (
    Verdict,
    first_verdict,
    milestone,
    outcome,
    subject_reason,
    task,
    unmeasured,
)


def _quoted(reading: Reading) -> str:
    subject = reading.subject
    last = subject.last if subject.last >= subject.first else len(reading.words) - 1
    return reading.quote(min(subject.first, len(reading.words) - 1), last)


def rated(reading: Reading) -> Verdict | None:
    """“Guests rate us 4.6 of 5”."""
    if any(m.unit == "rating" for m in reading.strong) and reading.subject.kind != "output":
        return outcome(reading, *subject_reason(reading))
    return None


def people_act(reading: Reading) -> Verdict | None:
    """“Customers finish onboarding in 10 minutes”, “80 % of staff feel heard”: others' doing."""
    if reading.subject.kind not in ("people", "deal"):
        return None
    here = participle_of(reading)
    token = reading.words[here] if here >= 0 else None
    if token and _is_own_work(token.base) and not effects.service_level(reading, reading.start):
        return None
    last = reading.predicate if reading.predicate >= 0 else reading.subject.last
    reason = say.somebody(reading.quote(reading.subject.first, last))
    if reading.strong or reading.counted or reading.given or reading.measures:
        return outcome(reading, reason)
    return unmeasured(reason)


def _is_own_work(base: str) -> bool:
    own = lexicon.VERBS.get(base) in ("work", "dual")
    return (
        own and base not in lexicon.OTHERS and base not in ("help", "engage", "satisfy", "excite")
    )


def taken_up(reading: Reading) -> Verdict | None:
    """“Dashboards used weekly by 60 % of managers”, “New handbook used by every clinic”."""
    span = effects.effect(reading)
    if span:
        return outcome(reading, say.effect(reading.quote(span.first, span.last)))
    span = effects.used_by_others(reading)
    if span:
        reason = say.somebody(reading.quote(span.first, span.last))
        return outcome(reading, reason) if reading.given else unmeasured(reason)
    return None


def in_time(reading: Reading) -> Verdict | None:
    """“95 % of invoices paid within 30 days”, “Complaints answered the same day”."""
    if not effects.in_general(reading):
        return None
    span = effects.service_level(reading, reading.start)
    if span and (reading.subject.kind != "people" or reading.measures):
        return outcome(reading, say.service(reading.quote(span.first, span.last)))
    return None


def moved(reading: Reading) -> Verdict | None:
    """“Scrap reduced by 5 %”, “Churn drops below 2 %”, “Revenue doubled”."""
    for position in range(reading.start, len(reading.words)):
        token = reading.words[position]
        if token.base in lexicon.CHANGE and token.form and position > reading.start:
            reason = say.changes(reading.quote(position))
            if reading.counted or reading.given:
                return outcome(reading, reason)
            if reading.subject.kind in ("metric", "item", "people", ""):
                return unmeasured(reason)
    return None


def work_done(reading: Reading) -> Verdict | None:
    """“SOP violations counted”, “12 posts published”, “100 % of staff trained”."""
    here = participle_of(reading)
    if here < 0:
        return None
    token = reading.words[here]
    name = lexicon.VERBS.get(token.base, "")
    if name not in ("work", "dual", "get", "help") and token.base not in lexicon.ACCEPT:
        return None
    limited = any(m.relation == "upper" or _is_change(m.relation, m.unit) for m in reading.strong)
    if reading.subject.kind in ("metric", "item", "people", "deal"):
        limited = limited or any(m.relation == "change" for m in reading.strong)
    shared = any(m.unit in ("share", "money") for m in reading.strong)
    by_others = token.base in lexicon.OTHERS and reading.subject.kind != "output"
    by_others = by_others or name == "get" or reading.subject.kind == "metric"
    if limited or (shared and by_others) or (reading.given and by_others):
        return None
    reasons = [say.done(reading.quote(here))]
    if reading.counted:
        measure = reading.counted[0]
        last = max(measure.last, min(reading.subject.last, measure.last + 4))
        reasons.append(say.counts(reading.quote(measure.first, last)))
    return task(*reasons)


def _is_change(relation: str, unit: str) -> bool:
    return relation == "change" and unit in ("share", "time", "money", "rating")


def something_acts(reading: Reading) -> Verdict | None:
    """“Press mentions bring 5,000 visitors”, “Trucks leave full”: not we, but it does."""
    here = reading.predicate
    if here < 0 or participle_of(reading) >= 0 or not reading.counted:
        return None
    token = reading.words[here]
    if token.form not in ("s", "base") or token.low in lexicon.AUXILIARIES:
        return None
    return outcome(reading, say.effect(reading.quote(here)))


def work_named(reading: Reading) -> Verdict | None:
    """“Completion of the migration”, “Introduction of a scheme”: work as a noun."""
    start = reading.start
    if reading.strong or reading.low(start) not in lexicon.WORK_NOUNS:
        return None
    if reading.low(start + 1) != "of":
        return None
    return task(say.deliverable(reading.quote(start, start + 1)))


def number_of_doings(reading: Reading) -> Verdict | None:
    """“Number of trainings: 12”, “5 webinars”, “two workshops per month”."""
    if reading.subject.kind != "output":
        return None
    told = [m for m in reading.strong if m.relation == "upper" or m.unit]
    if told or not (reading.counted or _has_quantity(reading)):
        return None
    return task(say.counts(_quoted(reading)))


def _has_quantity(reading: Reading) -> bool:
    places = range(reading.start, reading.subject.first)
    return any(reading.low(place) in lexicon.QUANTITY for place in places)


def measured(reading: Reading) -> Verdict | None:
    """“Error rate below 0.01 %”, “NPS ≥ 50”, “OEE 68 → 78 %”."""
    kind = reading.subject.kind
    if reading.strong and not (kind == "output" and all(m.unit == "long" for m in reading.strong)):
        return outcome(reading, *subject_reason(reading))
    if kind in ("metric", "item") and (reading.counted or reading.given or reading.measures):
        return outcome(reading, *subject_reason(reading))
    if reading.given and kind != "output":
        return outcome(reading, *subject_reason(reading))
    for position in range(reading.start + 1, len(reading.words) - 1):
        kinds = {word.kind for word in reading.words[position + 1 : position + 4]}
        if reading.low(position) == "without" and "metric" in kinds and _has_number(reading):
            return outcome(reading, say.service(reading.quote(position, position + 2)))
    return None


def _has_number(reading: Reading) -> bool:
    return any(word.sort == "number" for word in reading.words[reading.start :])


def wished(reading: Reading) -> Verdict | None:
    """“Fewer complaints”, “Better data”, “Happy customers”: a change without a number."""
    for position in range(reading.start, len(reading.words)):
        low = reading.low(position)
        if low in lexicon.COMPARATIVES | lexicon.QUALITIES:
            reason = say.changes(reading.quote(position))
            if reading.counted:
                return outcome(reading, reason)
            return unmeasured(reason)
    return None


def named_result(reading: Reading) -> Verdict | None:
    """“Employee satisfaction”: a result, no number."""
    if reading.subject.kind not in ("metric", "people"):
        return None
    return unmeasured(*subject_reason(reading))


def thing(reading: Reading) -> Verdict | None:
    """“Preventive maintenance plan”, “3 SOPs and 1 manual”: something we make."""
    if reading.subject.kind in ("output", "certificate") or reading.counted:
        sentence = say.counts if reading.counted else say.deliverable
        return task(sentence(_quoted(reading)))
    return None


def unknown(reading: Reading) -> Verdict | None:
    """Nothing known: a verb and its object read as work, a quality as a wish."""
    if reading.start + 1 < len(reading.words):
        following = reading.low(reading.start + 1)
        if following in lexicon.DETERMINERS:
            return task(say.does(reading.quote(reading.start)))
    last = reading.words[-1].low
    if last.endswith(("ness", "ity", "ance", "ence", "ship", "ism")):
        return unmeasured(say.result(_quoted(reading)))
    return task(say.deliverable(_quoted(reading)))


_LIVE = (
    ("live",), ("in", "production"), ("in", "force"), ("in", "operation"), ("operational",),
    ("go", "live"), ("goes", "live"), ("went", "live"),
)  # fmt: skip


def authority_says_yes(reading: Reading) -> Verdict | None:
    """“The board approves the budget”, “External auditor issues an unqualified opinion”."""
    here = reading.predicate
    if here < 0 or reading.strong or reading.words[here].base not in _VOTES:
        return None
    before = {reading.low(p) for p in range(reading.start, here)}
    if before & lexicon.AUTHORITIES and reading.words[here].form in ("s", "base"):
        return milestone(reading, reading.subject.first, here)
    return None


_VOTES = (lexicon.ACCEPT - {"receive"}) | {"vote", "decide", "agree"}


def accepted(reading: Reading) -> Verdict | None:
    """“Quality manual approved”, “Certificate issued by the auditor”: somebody else's yes."""
    here = participle_of(reading)
    if here < 0 or _is_counted(reading) or reading.subject.kind == "people":
        return None
    token = reading.words[here]
    certificate = any(word.kind == "certificate" for word in reading.words[:here])
    passed = token.base in lexicon.ACCEPT or (certificate and token.base in _YES_VERBS)
    if passed and not _counts_own(reading):
        return milestone(reading, reading.subject.first, here)
    return None


def _is_counted(reading: Reading) -> bool:
    """Whether there is something between reached and not."""
    return bool(reading.strong) or (reading.given and not reading.beside.once)


_YES_VERBS = wordlist("achieve attain complete earn gain get hold secure win")


def _counts_own(reading: Reading) -> bool:
    """“25 reports issued”: a count, not somebody's yes."""
    counted = [m for m in reading.counted if not m.unit]
    return bool(counted) and reading.subject.kind != "certificate"


def live(reading: Reading) -> Verdict | None:
    """“New portal live in all branches”: a state that is reached or not."""
    if _is_counted(reading) or reading.subject.kind in ("people", "metric"):
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
        if low in lexicon.DEALS or low in lexicon.CERTIFICATES or subject.kind == "output":
            return milestone(reading, reading.start, subject.head)
    return None


STATEMENT_RULES = (
    doings.nothing_named,
    doings.left_to_do,
    doings.fewer,
    authority_says_yes,
    accepted,
    live,
    rated,
    doings.more_of_our_work,
    doings.own_agents,
    doings.own_clause,
    doings.attention,
    doings.handed_out,
    doings.told_by_us,
    doings.goes_out,
    in_time,
    people_act,
    taken_up,
    doings.others_take_up,
    moved,
    work_done,
    something_acts,
    work_named,
    number_of_doings,
    measured,
    wished,
    named_result,
    thing,
    unknown,
)


def judge_statement(reading: Reading) -> Verdict:
    """Return the verdict on a key result that begins without a verb."""
    return first_verdict(STATEMENT_RULES, reading)
