"""Rules for key results without a leading verb: “Error rate below 0.01 %”, “12 posts published”.

Each rule yields a verdict or nothing; the first that speaks decides (`_STATEMENT_RULES`), the last
one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import doings, effects
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.lexicon import VERBS, any_of
from okrboard.domain.value_check.reading import Reading
from okrboard.domain.value_check.verdict import Verdict, Verdicts

CHANGING = ("share", "time", "money", "rating")
"""Units of which a from-to pair tells of a change."""


def _authority_says_yes(reading: Reading) -> Verdicts:
    """“The board approves the budget”, “External auditor issues an unqualified opinion”."""
    here, token = reading.predicate, reading.at(reading.predicate)
    votes = token.base in any_of("@accept vote decide agree") and token.base != "receive"
    authority = reading.lows(reading.start, here) & any_of("@authorities")
    if votes and authority and token.form in ("s", "base") and not reading.strong:
        yield say.milestone(reading, reading.subject.first, here)


def _is_counted(reading: Reading) -> bool:
    """Whether there is something between reached and not."""
    start, target, *_ = reading.beside
    once = not start and target == 1 and not reading.beside.sort
    return bool(reading.strong) or (reading.given and not once)


def _accepted(reading: Reading) -> Verdicts:
    """“Quality manual approved”, “Certificate issued by the auditor”: somebody else's yes."""
    here, subject = reading.participle, reading.subject
    if here < 0 or _is_counted(reading) or subject.kind == "people":
        return
    certificate = any(word.kind == "certificate" for word in reading[:here])
    base = reading[here].base
    wins = base in any_of("achieve attain complete earn gain get hold secure win")
    # “25 reports issued” is a count, not somebody's yes.
    counts = subject.kind != "certificate" and any(not m.unit for m in reading.counted)
    if not counts and (base in any_of("@accept") or (certificate and wins)):
        yield say.milestone(reading, subject.first, here)


def _live(reading: Reading) -> Verdicts:
    """“New portal live in all branches”: a state that is reached or not."""
    state = "live|operational; in production|force|operation; go|goes|went live"
    reached = reading.find(state, reading.start + 1)
    if reached and not _is_counted(reading) and reading.subject.kind not in ("people", "metric"):
        yield say.milestone(reading, reading.subject.first, reached.last)


def _rated(reading: Reading) -> Verdicts:
    """“Guests rate us 4.6 of 5”."""
    if reading.subject.kind != "output" and any(m.unit == "rating" for m in reading.strong):
        yield say.outcome(reading, *say.subject_reason(reading))


def in_time(reading: Reading) -> Verdicts:
    """“95 % of invoices paid within 30 days”, “Resolve tickets on time”: others wait for it."""
    span = effects.service_level(reading, reading.body)
    if reading.command:
        waited_for = reading.base in any_of("@react")
    else:
        waited_for = reading.subject.kind != "people" or bool(reading.measures)
    if span and waited_for and effects.in_general(reading):
        yield say.outcome(reading, reading.say(say.SERVICE, *span))


def _people_act(reading: Reading) -> Verdicts:
    """“Customers finish onboarding in 10 minutes”, “80 % of staff feel heard”: others' doing."""
    if reading.subject.kind not in ("people", "deal"):
        return
    base = reading.at(reading.participle).base
    others = base in any_of("@others help engage satisfy excite")
    if VERBS.get(base) in ("work", "dual") and not others and not effects.service_level(reading):
        return
    last = reading.predicate if reading.predicate >= 0 else reading.subject.last
    reason = reading.say(say.SOMEBODY, reading.subject.first, last)
    measured = reading.given or reading.measures
    yield say.outcome(reading, reason) if measured else say.unmeasured(reason)


def _taken_up(reading: Reading) -> Verdicts:
    """“Dashboards used weekly by 60 % of managers”, “New handbook used by every clinic”."""
    span = effects.effect(reading)
    if span:
        yield say.outcome(reading, reading.say(say.EFFECT, *span))
    span = effects.used_by_others(reading)
    if span:
        yield say.change(reading, reading.say(say.SOMEBODY, *span))


def _moved(reading: Reading) -> Verdicts:
    """“Scrap reduced by 5 %”, “Churn drops below 2 %”, “Revenue doubled”."""
    if reading.is_measured or reading.subject.kind in ("metric", "item", "people", ""):
        for place in range(reading.start + 1, len(reading)):
            if reading[place].base in any_of("@change"):
                yield say.change(reading, reading.say(say.CHANGES, place))


def work_done(reading: Reading) -> Verdicts:
    """“SOP violations counted”, “12 posts published”, “100 % of staff trained”."""
    here, kind, strong = reading.participle, reading.subject.kind, reading.strong
    base = reading.at(here).base
    name = VERBS.get(base)
    if name not in ("work", "dual", "get", "help") and base not in any_of("@accept"):
        return
    pairs = [m for m in strong if m.relation == "change"]
    limited = any(m.relation == "upper" for m in strong) or any(m.unit in CHANGING for m in pairs)
    changes = pairs and kind in ("metric", "item", "people", "deal")
    by_others = name == "get" or kind == "metric"
    by_others = by_others or (base in any_of("@others") and kind != "output")
    shared = reading.given or any(m.unit in ("share", "money") for m in strong)
    if not (limited or changes or (by_others and shared)):
        yield say.task(reading.say(say.DONE, here), *say.count_reason(reading))


def _something_acts(reading: Reading) -> Verdicts:
    """“Press mentions bring 5,000 visitors”, “Trucks leave full”: not we, but it does."""
    token = reading.at(reading.predicate)
    acts = token.form in ("s", "base") and token.low not in any_of("@auxiliaries")
    if acts and reading.counted and reading.participle < 0:
        yield say.outcome(reading, reading.say(say.EFFECT, reading.predicate))


def _work_named(reading: Reading) -> Verdicts:
    """“Completion of the migration”, “Introduction of a scheme”: work as a noun."""
    named = reading.find("@work_nouns of", reading.start, reading.start + 1)
    if named and not reading.strong:
        yield say.task(reading.say(say.DELIVERABLE, *named))


def _number_of_doings(reading: Reading) -> Verdicts:
    """“Number of trainings: 12”, “5 webinars”, “two workshops per month”."""
    limited = any(m.relation == "upper" or m.unit for m in reading.strong)
    quantity = reading.lows(reading.start, reading.subject.first) & any_of("@quantity")
    counts = reading.counted or quantity
    if counts and not limited and reading.subject.kind == "output":
        yield say.task(_subject(reading, say.COUNTS))


def _measured(reading: Reading) -> Verdicts:
    """“Error rate below 0.01 %”, “NPS ≥ 50”, “OEE 68 → 78 %”."""
    kind, strong = reading.subject.kind, reading.strong
    read_off = kind in ("metric", "item") and (reading.given or reading.measures)
    telling = strong and not (kind == "output" and all(m.unit == "long" for m in strong))
    if telling or read_off or (reading.given and kind != "output"):
        yield say.outcome(reading, *say.subject_reason(reading))
    if any(word.sort == "number" for word in reading[reading.start :]):
        for place in range(reading.start + 1, reading.last):
            kinds = {word.kind for word in reading[place + 1 : place + 4]}
            if reading.low(place) == "without" and "metric" in kinds:
                yield say.outcome(reading, reading.say(say.SERVICE, place, place + 2))


def _wished(reading: Reading) -> Verdicts:
    """“Fewer complaints”, “Better data”, “Happy customers”: a change without a number."""
    wish = reading.find("@comparatives|@qualities", reading.start)
    if wish:
        reason = reading.say(say.CHANGES, *wish)
        yield say.outcome(reading, reason) if reading.counted else say.unmeasured(reason)


def _named(reading: Reading) -> Verdicts:
    """“Employee satisfaction” is a result, “3 SOPs and 1 manual” something we make."""
    if reading.subject.kind in ("metric", "people"):
        yield say.unmeasured(*say.subject_reason(reading))
    if reading.counted:
        yield say.task(_subject(reading, say.COUNTS))
    if reading.subject.kind in ("output", "certificate"):
        yield say.task(_subject(reading, say.DELIVERABLE))


def _unknown(reading: Reading) -> Verdicts:
    """Nothing known: a verb and its object read as work, a quality as a wish."""
    if reading.low(reading.start + 1) in any_of("@determiners"):
        yield say.task(reading.say(say.DOES, reading.start))
    if reading[-1].low.endswith(("ness", "ity", "ance", "ence", "ship", "ism")):
        yield say.unmeasured(_subject(reading, say.RESULT))
    yield say.task(_subject(reading, say.DELIVERABLE))


def _subject(reading: Reading, sentence: str) -> str:
    """Return a sentence about the subject, or about the whole text where that has none."""
    first, last = reading.subject.first, reading.subject.last
    last = last if last >= first else reading.last
    return reading.say(sentence, min(first, reading.last), last)


_STATEMENT_RULES = (
    doings.nothing_named,
    doings.left_to_do,
    doings.fewer,
    _authority_says_yes,
    _accepted,
    _live,
    _rated,
    doings.more_of_our_work,
    doings.own_agents,
    doings.own_clause,
    doings.equipped,
    doings.attention,
    doings.handed_out,
    doings.told_by_us,
    doings.goes_out,
    in_time,
    _people_act,
    _taken_up,
    doings.others_take_up,
    _moved,
    work_done,
    _something_acts,
    _work_named,
    _number_of_doings,
    _measured,
    _wished,
    _named,
    _unknown,
)


def judge_statement(reading: Reading) -> Verdict:
    """Return the verdict on a key result that begins without a verb."""
    return next(verdict for rule in _STATEMENT_RULES for verdict in rule(reading))
