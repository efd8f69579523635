"""Rules for key results without a leading verb: “Error rate below 0.01 %”, “12 posts published”.

Each rule returns a verdict or None; the first that speaks decides (`STATEMENT_RULES`), the
last one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import effects, sentences
from okrboard.domain.value_check.acceptance import (
    accepted,
    authority_says_yes,
    live,
    participle_of,
)
from okrboard.domain.value_check.findings import (
    first_verdict,
    outcome,
    subject_reason,
    task,
    unmeasured,
)
from okrboard.domain.value_check.lexicon import small, verbs
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.reading import Reading
    from okrboard.domain.value_check.verdict import Verdict


def _quoted(reading: Reading) -> str:
    subject = reading.subject
    last = subject.last if subject.last >= subject.first else len(reading.words) - 1
    return reading.quote(min(subject.first, len(reading.words) - 1), last)


def rated(reading: Reading) -> Verdict | None:
    """“Guests rate us 4.6 of 5”."""
    if any(m.unit == "rating" for m in reading.strong) and reading.subject.kind != "output":
        return outcome(reading, *subject_reason(reading))
    return None


def own_agents(reading: Reading) -> Verdict | None:
    """“Each rep makes 50 calls”, “The team writes 3 guides”: our own doings."""
    here = reading.predicate
    if here < 0 or participle_of(reading) >= 0:
        return None
    subject = reading.subject
    agent = reading.low(subject.head if subject.head >= 0 else here - 1)
    agent = agent if agent in small.OWN else agent.rstrip("s")
    if agent not in small.OWN | _STAFF or any(m.unit == "share" for m in reading.measures):
        return None
    token = reading.words[here]
    doing = verbs.VERBS.get(token.base) in ("work", "dual", "get") and token.base not in _FELT
    behind = {word.kind for word in reading.words[here:]}
    if any(m.unit == "time" for m in reading.measures):
        return None
    if doing and "metric" not in behind and not effects.effect(reading):
        return task(sentences.does(reading.quote(subject.first, here)))
    return None


_STAFF = wordlist(
    """
    agent analyst auditor consultant designer developer employee engineer lawyer lead manager
    member nurse owner recruiter salesperson seller teacher
    """
)
_FELT = wordlist("find get learn receive spend use work")


def people_act(reading: Reading) -> Verdict | None:
    """“Customers finish onboarding in 10 minutes”, “80 % of staff feel heard”: others' doing."""
    if reading.subject.kind not in ("people", "deal"):
        return None
    here = participle_of(reading)
    token = reading.words[here] if here >= 0 else None
    if token and _is_own_work(token.base) and not effects.service_level(reading, reading.start):
        return None
    last = reading.predicate if reading.predicate >= 0 else reading.subject.last
    reason = sentences.somebody(reading.quote(reading.subject.first, last))
    if reading.strong or reading.counted or reading.given or reading.measures:
        return outcome(reading, reason)
    return unmeasured(reason)


def own_training(reading: Reading) -> Verdict | None:
    """“100 % of staff complete the security training”: our own people, our own training."""
    here = reading.predicate
    if here < 0 or reading.low(reading.subject.head).rstrip("s") not in _STAFF | {"staff"}:
        return None
    taking = reading.words[here].base in _TAKES_PART
    if taking and any(word.low in _LESSONS for word in reading.words[here:]):
        return task(sentences.done(reading.quote(here, len(reading.words) - 1)))
    return None


_TAKES_PART = wordlist("attend complete finish pass receive take undergo")
_LESSONS = wordlist(
    "course courses elearning module modules seminar training trainings workshop workshops"
)


def _is_own_work(base: str) -> bool:
    own = verbs.VERBS.get(base) in ("work", "dual")
    return own and base not in verbs.OTHERS and base not in ("help", "engage", "satisfy", "excite")


def taken_up(reading: Reading) -> Verdict | None:
    """“Dashboards used weekly by 60 % of managers”, “New handbook used by every clinic”."""
    span = effects.effect(reading)
    if span:
        return outcome(reading, sentences.effect(reading.quote(span.first, span.last)))
    span = effects.used_by_others(reading)
    if span:
        reason = sentences.somebody(reading.quote(span.first, span.last))
        return outcome(reading, reason) if reading.given else unmeasured(reason)
    return None


def in_time(reading: Reading) -> Verdict | None:
    """“95 % of invoices paid within 30 days”, “Complaints answered the same day”."""
    if not effects.in_general(reading):
        return None
    span = effects.service_level(reading, reading.start)
    if span and (reading.subject.kind != "people" or reading.measures):
        return outcome(reading, sentences.service(reading.quote(span.first, span.last)))
    return None


def moved(reading: Reading) -> Verdict | None:
    """“Scrap reduced by 5 %”, “Churn drops below 2 %”, “Revenue doubled”."""
    for position in range(reading.start, len(reading.words)):
        token = reading.words[position]
        if token.base in verbs.CHANGE and token.form and position > reading.start:
            reason = sentences.changes(reading.quote(position))
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
    name = verbs.VERBS.get(token.base, "")
    if name not in ("work", "dual", "get", "help") and token.base not in verbs.ACCEPT:
        return None
    limited = any(m.relation == "upper" or _is_change(m.relation, m.unit) for m in reading.strong)
    if reading.subject.kind in ("metric", "item", "people", "deal"):
        limited = limited or any(m.relation == "change" for m in reading.strong)
    shared = any(m.unit in ("share", "money") for m in reading.strong)
    by_others = token.base in verbs.OTHERS and reading.subject.kind != "output"
    by_others = by_others or name == "get" or reading.subject.kind == "metric"
    if limited or (shared and by_others) or (reading.given and by_others):
        return None
    reasons = [sentences.done(reading.quote(here))]
    if reading.counted:
        measure = reading.counted[0]
        last = max(measure.last, min(reading.subject.last, measure.last + 4))
        reasons.append(sentences.counts(reading.quote(measure.first, last)))
    return task(*reasons)


def _is_change(relation: str, unit: str) -> bool:
    return relation == "change" and unit in ("share", "time", "money", "rating")


def something_acts(reading: Reading) -> Verdict | None:
    """“Press mentions bring 5,000 visitors”, “Trucks leave full”: not we, but it does."""
    here = reading.predicate
    if here < 0 or participle_of(reading) >= 0 or not reading.counted:
        return None
    token = reading.words[here]
    if token.form not in ("s", "base") or token.low in small.AUXILIARIES:
        return None
    return outcome(reading, sentences.effect(reading.quote(here)))


def work_named(reading: Reading) -> Verdict | None:
    """“Completion of the migration”, “Introduction of a scheme”: work as a noun."""
    start = reading.start
    if reading.strong or reading.low(start) not in verbs.WORK_NOUNS:
        return None
    if reading.low(start + 1) != "of":
        return None
    return task(sentences.deliverable(reading.quote(start, start + 1)))


def number_of_doings(reading: Reading) -> Verdict | None:
    """“Number of trainings: 12”, “5 webinars”, “two workshops per month”."""
    if reading.subject.kind != "output":
        return None
    told = [m for m in reading.strong if m.relation == "upper" or m.unit]
    if told or not (reading.counted or _has_quantity(reading)):
        return None
    return task(sentences.counts(_quoted(reading)))


def _has_quantity(reading: Reading) -> bool:
    places = range(reading.start, reading.subject.first)
    return any(reading.low(place) in small.QUANTITY for place in places)


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
            return outcome(reading, sentences.service(reading.quote(position, position + 2)))
    return None


def _has_number(reading: Reading) -> bool:
    return any(word.sort == "number" for word in reading.words[reading.start :])


def wished(reading: Reading) -> Verdict | None:
    """“Fewer complaints”, “Better data”, “Happy customers”: a change without a number."""
    for position in range(reading.start, len(reading.words)):
        low = reading.low(position)
        if low in small.COMPARATIVES | small.QUALITIES:
            reason = sentences.changes(reading.quote(position))
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
        say = sentences.counts if reading.counted else sentences.deliverable
        return task(say(_quoted(reading)))
    return None


def unknown(reading: Reading) -> Verdict | None:
    """Nothing known: a verb and its object read as work, a quality as a wish."""
    if reading.start + 1 < len(reading.words):
        following = reading.low(reading.start + 1)
        if following in small.DETERMINERS:
            return task(sentences.does(reading.quote(reading.start)))
    last = reading.words[-1].low
    if last.endswith(("ness", "ity", "ance", "ence", "ship", "ism")):
        return unmeasured(sentences.result(_quoted(reading)))
    return task(sentences.deliverable(_quoted(reading)))


STATEMENT_RULES = (
    authority_says_yes,
    accepted,
    live,
    rated,
    own_agents,
    own_training,
    in_time,
    people_act,
    taken_up,
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
