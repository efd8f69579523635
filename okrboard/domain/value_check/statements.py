"""Rules for key results without a leading verb: “Error rate below 0.01 %”, “12 posts published”.

Each rule returns a verdict or None; the first that speaks decides (`STATEMENT_RULES`), the
last one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import doings, effects
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.lexicon import VERBS, any_of
from okrboard.domain.value_check.reading import Reading
from okrboard.domain.value_check.verdict import (
    Verdict,
    change,
    count_reason,
    milestone,
    outcome,
    subject_reason,
    task,
    unmeasured,
)

CHANGING = ("share", "time", "money", "rating")
"""Units of which a from-to pair tells of a change."""


def authority_says_yes(reading: Reading) -> Verdict | None:
    """“The board approves the budget”, “External auditor issues an unqualified opinion”."""
    here, token = reading.predicate, reading.at(reading.predicate)
    votes = token.base in any_of("@accept vote decide agree") and token.base != "receive"
    if not votes or reading.strong or token.form not in ("s", "base"):
        return None
    authority = reading.lows(reading.start, here) & any_of("@authorities")
    return milestone(reading, reading.subject.first, here) if authority else None


def _is_counted(reading: Reading) -> bool:
    """Whether there is something between reached and not."""
    return bool(reading.strong) or (reading.given and not reading.beside.once)


def accepted(reading: Reading) -> Verdict | None:
    """“Quality manual approved”, “Certificate issued by the auditor”: somebody else's yes."""
    here, subject = reading.participle, reading.subject
    if here < 0 or _is_counted(reading) or subject.kind == "people":
        return None
    certificate = any(word.kind == "certificate" for word in reading[:here])
    base = reading[here].base
    wins = base in any_of("achieve attain complete earn gain get hold secure win")
    if base not in any_of("@accept") and not (certificate and wins):
        return None
    # “25 reports issued” is a count, not somebody's yes.
    if subject.kind != "certificate" and any(not m.unit for m in reading.counted):
        return None
    return milestone(reading, subject.first, here)


def live(reading: Reading) -> Verdict | None:
    """“New portal live in all branches”: a state that is reached or not."""
    if _is_counted(reading) or reading.subject.kind in ("people", "metric"):
        return None
    state = "live|operational; in production|force|operation; go|goes|went live"
    reached = reading.find(state, reading.start + 1)
    return milestone(reading, reading.subject.first, reached.last) if reached else None


def rated(reading: Reading) -> Verdict | None:
    """“Guests rate us 4.6 of 5”."""
    if reading.subject.kind == "output" or all(m.unit != "rating" for m in reading.strong):
        return None
    return outcome(reading, *subject_reason(reading))


def in_time(reading: Reading) -> Verdict | None:
    """“95 % of invoices paid within 30 days”, “Complaints answered the same day”."""
    if not effects.in_general(reading):
        return None
    span = effects.service_level(reading)
    if span and (reading.subject.kind != "people" or reading.measures):
        return outcome(reading, reading.say(say.SERVICE, *span))
    return None


def people_act(reading: Reading) -> Verdict | None:
    """“Customers finish onboarding in 10 minutes”, “80 % of staff feel heard”: others' doing."""
    if reading.subject.kind not in ("people", "deal"):
        return None
    base = reading.at(reading.participle).base
    others = base in any_of("@others help engage satisfy excite")
    if VERBS.get(base) in ("work", "dual") and not others and not effects.service_level(reading):
        return None
    last = reading.predicate if reading.predicate >= 0 else reading.subject.last
    reason = reading.say(say.SOMEBODY, reading.subject.first, last)
    measured = reading.given or reading.measures
    return outcome(reading, reason) if measured else unmeasured(reason)


def taken_up(reading: Reading) -> Verdict | None:
    """“Dashboards used weekly by 60 % of managers”, “New handbook used by every clinic”."""
    span = effects.effect(reading)
    if span:
        return outcome(reading, reading.say(say.EFFECT, *span))
    span = effects.used_by_others(reading)
    return change(reading, reading.say(say.SOMEBODY, *span)) if span else None


def moved(reading: Reading) -> Verdict | None:
    """“Scrap reduced by 5 %”, “Churn drops below 2 %”, “Revenue doubled”."""
    telling = reading.is_measured or reading.subject.kind in ("metric", "item", "people", "")
    for place in range(reading.start + 1, len(reading)):
        if telling and reading[place].base in any_of("@change"):
            return change(reading, reading.say(say.CHANGES, place))
    return None


def work_done(reading: Reading) -> Verdict | None:
    """“SOP violations counted”, “12 posts published”, “100 % of staff trained”."""
    here, kind, strong = reading.participle, reading.subject.kind, reading.strong
    base = reading.at(here).base
    name = VERBS.get(base)
    if name not in ("work", "dual", "get", "help") and base not in any_of("@accept"):
        return None
    pairs = [m for m in strong if m.relation == "change"]
    limited = any(m.relation == "upper" for m in strong) or any(m.unit in CHANGING for m in pairs)
    if limited or (pairs and kind in ("metric", "item", "people", "deal")):
        return None
    by_others = name == "get" or kind == "metric"
    by_others = by_others or (base in any_of("@others") and kind != "output")
    if by_others and (reading.given or any(m.unit in ("share", "money") for m in strong)):
        return None
    return task(reading.say(say.DONE, here), *count_reason(reading))


def something_acts(reading: Reading) -> Verdict | None:
    """“Press mentions bring 5,000 visitors”, “Trucks leave full”: not we, but it does."""
    token = reading.at(reading.predicate)
    if reading.participle >= 0 or not reading.counted:
        return None
    if token.form not in ("s", "base") or token.low in any_of("@auxiliaries"):
        return None
    return outcome(reading, reading.say(say.EFFECT, reading.predicate))


def work_named(reading: Reading) -> Verdict | None:
    """“Completion of the migration”, “Introduction of a scheme”: work as a noun."""
    start = reading.start
    if reading.strong or not reading.find("@work_nouns of", start, start + 1):
        return None
    return task(reading.say(say.DELIVERABLE, start, start + 1))


def number_of_doings(reading: Reading) -> Verdict | None:
    """“Number of trainings: 12”, “5 webinars”, “two workshops per month”."""
    limited = any(m.relation == "upper" or m.unit for m in reading.strong)
    if limited or reading.subject.kind != "output":
        return None
    quantity = reading.lows(reading.start, reading.subject.first) & any_of("@quantity")
    return task(_subject(reading, say.COUNTS)) if reading.counted or quantity else None


def measured(reading: Reading) -> Verdict | None:
    """“Error rate below 0.01 %”, “NPS ≥ 50”, “OEE 68 → 78 %”."""
    kind, strong = reading.subject.kind, reading.strong
    read_off = kind in ("metric", "item") and (reading.given or reading.measures)
    telling = strong and not (kind == "output" and all(m.unit == "long" for m in strong))
    if telling or read_off or (reading.given and kind != "output"):
        return outcome(reading, *subject_reason(reading))
    if not any(word.sort == "number" for word in reading[reading.start :]):
        return None
    for place in range(reading.start + 1, reading.last):
        kinds = {word.kind for word in reading[place + 1 : place + 4]}
        if reading.low(place) == "without" and "metric" in kinds:
            return outcome(reading, reading.say(say.SERVICE, place, place + 2))
    return None


def wished(reading: Reading) -> Verdict | None:
    """“Fewer complaints”, “Better data”, “Happy customers”: a change without a number."""
    wish = reading.find("@comparatives|@qualities", reading.start)
    if wish is None:
        return None
    reason = reading.say(say.CHANGES, *wish)
    return outcome(reading, reason) if reading.counted else unmeasured(reason)


def named_result(reading: Reading) -> Verdict | None:
    """“Employee satisfaction”: a result, no number."""
    known = reading.subject.kind in ("metric", "people")
    return unmeasured(*subject_reason(reading)) if known else None


def thing(reading: Reading) -> Verdict | None:
    """“Preventive maintenance plan”, “3 SOPs and 1 manual”: something we make."""
    if reading.counted:
        return task(_subject(reading, say.COUNTS))
    made = reading.subject.kind in ("output", "certificate")
    return task(_subject(reading, say.DELIVERABLE)) if made else None


def unknown(reading: Reading) -> Verdict | None:
    """Nothing known: a verb and its object read as work, a quality as a wish."""
    if reading.low(reading.start + 1) in any_of("@determiners"):
        return task(reading.say(say.DOES, reading.start))
    if reading[-1].low.endswith(("ness", "ity", "ance", "ence", "ship", "ism")):
        return unmeasured(_subject(reading, say.RESULT))
    return task(_subject(reading, say.DELIVERABLE))


def _subject(reading: Reading, sentence: str) -> str:
    """Return a sentence about the subject, or about the whole text where that has none."""
    first, last = reading.subject.first, reading.subject.last
    last = last if last >= first else reading.last
    return reading.say(sentence, min(first, reading.last), last)


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
    return next(verdict for rule in STATEMENT_RULES if (verdict := rule(reading)))
