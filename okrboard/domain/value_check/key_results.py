"""Is a key result a task or a value? Reads it and lets the rules speak.

Here are the rules for those that begin with a verb: “Publish 12 posts”, “Cut churn to 2 %”. Each
yields a verdict or nothing; the first that speaks decides, the last one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import doings, effects
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_english, noun
from okrboard.domain.value_check.lexicon import any_of
from okrboard.domain.value_check.measures import Beside, NamedMeasure
from okrboard.domain.value_check.reading import Reading, read
from okrboard.domain.value_check.statements import CHANGING, in_time, judge_statement, work_done
from okrboard.domain.value_check.verdict import Verdict, Verdicts


def judge(text: str, beside: Beside) -> Verdict:
    """Return the verdict on a key result; a target beside the text counts as its measure."""
    reading = read(text, beside)
    words = reading[reading.start :]
    if not words or not is_english(words, beside.direction != 0):
        return say.NOT_ENGLISH
    if reading.command:
        return next(verdict for rule in _COMMAND_RULES for verdict in rule(reading))
    verdict = judge_statement(reading)
    named_step = beside.kind == "milestones" and verdict.verdict == "task" and not reading.counted
    if named_step and not any(work_done(reading)):  # “New plant in Brno”
        return say.milestone(reading, reading.start, reading.last)
    return verdict


def _about_verb(reading: Reading, sentence: str) -> str:
    return reading.say(sentence, reading.start, reading.body - 1)


def _somebodys_yes(reading: Reading) -> Verdicts:
    """“Obtain the ISO 27001 certificate”, “Pass the audit”: an authority decides."""
    base = reading.base
    if reading.counted or base not in any_of("@takes_yes"):
        return
    examined = any_of("assessment audit certification exam inspection review test")
    for place in range(reading.body, len(reading)):
        low = reading.low(place)
        one = not (base == "renew" and low.endswith("s"))
        certificate = one and reading[place].kind == "certificate"
        norm = low in any_of("ce cmmi fda hipaa iso pci soc tisax")
        if certificate or norm or (base == "pass" and low in examined):
            yield say.milestone(reading, reading.start, place)


def _meets_people(reading: Reading) -> Verdicts:
    """“Meet 20 customers” is work, “Meet the budget” is not."""
    met = reading.base == "meet" and reading.subject.kind == "people"
    if met and not reading.find("expectations", 0):
        yield say.task(_about_verb(reading, say.DOES), *say.count_reason(reading))


def _measured_effect(reading: Reading) -> Verdicts:
    """“Launch X used by 80 % of Y”, “Automate billing to cut errors by half”."""
    span = effects.effect(reading)
    if span and reading.command in ("work", "dual", "get", "ensure"):
        yield say.outcome(reading, reading.say(say.EFFECT, *span))


def _signs_one(reading: Reading) -> Verdicts:
    """“Sign the lease”, “Win the tender of the city”: one partner's yes."""
    head = reading.subject.head
    signed = reading.subject.kind == "output" or reading.low(head) in any_of("@deals @certificate")
    if signed and reading.base in ("sign", "secure", "win") and not reading.counted:
        yield say.milestone(reading, reading.start, head)


def _ensured(reading: Reading) -> Verdicts:
    """“Ensure that …”, “Have 80 % of …”: what comes behind is what counts."""
    begin = reading.body
    while reading.low(begin) in ("that", "all", "the"):
        begin += 1
    if reading.command == "ensure" and begin <= reading.last:
        yield judge_statement(reading.statement_at(begin))


def _people_enabled(reading: Reading) -> Verdicts:
    """“Help 300 refugees find a job”, “Delight our customers”; not “Enable single sign-on”."""
    head = reading.subject.head
    if reading.command == "help" and reading.subject.kind == "people":
        yield say.change(reading, reading.say(say.SOMEBODY, reading.start, head))
    if reading.command == "help":
        yield say.task(_about_verb(reading, say.DOES))


def _others_say_yes(reading: Reading) -> Verdicts:
    """“Close 40 deals”, “Get 500 signups”, “Attract 50 members”: others decide."""
    if reading.command != "get":
        return
    if _is_own_work(reading) and not any(m.unit in ("money", "share") for m in reading.strong):
        yield say.task(_about_verb(reading, say.DOES), *say.count_reason(reading))
    if reading.is_measured:
        yield say.outcome(reading, *say.subject_reason(reading))
    one = reading.low(reading.body) in ("a", "an", "another", "one")
    if reading.subject.kind in ("metric", "people", "deal") and not one:
        yield say.unmeasured(*say.subject_reason(reading))
    yield say.task(_about_verb(reading, say.DOES))


def _is_own_work(reading: Reading) -> bool:
    """“Close 200 tickets”, “Onboard 3 engineers”, “Book 4 workshops”: nobody else decides."""
    kind, base = reading.subject.kind, reading.base
    head = noun(reading.low(reading.subject.head))
    if base == "close" and (kind == "item" or head in any_of("@item")):
        return True
    joiners = any_of("@own_people contractor contributor freelancer volunteer")
    if base in ("onboard", "enroll") and head in joiners:
        return True
    if base in ("onboard", "enroll", "enrol", "sign", "secure") and head in any_of("@staff"):
        return True
    given = any_of("@deals mention referral review testimonial vote")
    return kind == "output" and head not in given


def _more_output(reading: Reading) -> Verdicts:
    """“Increase the number of blog posts from 4 to 12”: more of our own doings or finding."""
    subject, counted, command = reading.subject, reading.counted, reading.command
    if command not in ("up", "reach", "keep"):
        return
    grows = command == "up" and counted and _grows_itself(reading)
    kinds = [word.kind for word in reading[subject.last + 1 :] if word.low != "per"]
    output = subject.kind == "output" and "metric" not in kinds
    counts = all(m.unit in ("", "times") for m in counted)
    rises = bool(counted) or (reading.direction > 0 and not reading.beside.sort)
    if grows or (output and counts and rises):
        yield say.task(reading.say(say.COUNTS, subject.first, subject.last))
    if output and command == "keep" and not reading.is_measured:
        yield say.task(reading.say(say.DELIVERABLE, subject.first, subject.last))
    if command != "keep":
        yield from doings.more_of_our_work(reading)


def _grows_itself(reading: Reading) -> bool:
    """“Grow the team from 5 to 12”: that is hiring."""
    ours = any_of("crew department headcount staff team teams workforce")
    others = any_of("active paying subscribed registered using customer client")
    head = reading.subject.head
    using = reading.lows(reading.body, head) & others
    return reading.low(head) in ours and not using and all(not m.unit for m in reading.counted)


def _made_better(reading: Reading) -> Verdicts:
    """“Make the checkout easier”, “Turn visitors into happy guests”: a change for somebody."""
    better = reading.find("@comparatives|@qualities", reading.body)
    if better and reading.base in ("make", "turn", "keep", "leave"):
        yield say.change(reading, reading.say(say.CHANGES, *better))


def _changed(reading: Reading) -> Verdicts:
    """“Reduce churn from 5 to 3 %” is measured, “Improve NPS” is not."""
    if reading.command in ("up", "down", "reach", "keep"):
        reason = _about_verb(reading, say.KEEPS if reading.command == "keep" else say.CHANGES)
        if reading.is_measured:
            yield say.outcome(reading, reason)
        yield say.unmeasured(reason, *say.subject_reason(reading))


def _moved(reading: Reading) -> Verdicts:
    """“Bring churn below 2 %”, “Build trust”, “Move 50 % of customers to annual plans”."""
    if reading.command not in ("dual", "work"):
        return
    dual, kind = reading.command == "dual", reading.subject.kind
    telling = any(_tells_of_a_move(measure, dual) for measure in reading.strong)
    if dual and kind == "metric":
        telling = telling or reading.is_measured
    elif dual and kind == "people":
        placed = reading.base in ("bring", "lead", "place") and bool(reading.counted)
        telling = telling or bool(reading.strong) or placed
    elif kind == "metric" and reading.base not in any_of("@watching"):
        # “Implement a 20 % reduction of cost”, but not “Build 80 % of the metric”.
        parts = [m for m in reading.strong if m.unit in ("money", "share", "times")]
        telling = telling or any(reading.low(m.last + 1) != "of" for m in parts)
    if telling:
        yield say.outcome(reading, *say.subject_reason(reading))
    if dual and kind == "metric" and reading.base not in any_of("@placing"):
        yield say.unmeasured(*say.subject_reason(reading))


def _tells_of_a_move(measure: NamedMeasure, dual: bool) -> bool:
    relation, unit = measure.relation, measure.unit
    if unit == "long" and relation in ("plain", "lower"):
        return False
    if relation == "upper" and unit:
        return True
    if relation == "change" and unit in CHANGING:
        return True
    return dual and (relation == "by" or unit == "money")


def _work(reading: Reading) -> Verdicts:
    """“Write the manual”, “Run 5 webinars”: what is left is work."""
    reasons = [_about_verb(reading, say.DOES), *say.count_reason(reading)]
    aim = effects.purpose(reading)
    yield say.task(*reasons, reading.say(say.AIMS, *aim)) if aim else say.task(*reasons)


_COMMAND_RULES = (
    doings.nothing_named,
    doings.left_to_do,
    _somebodys_yes,
    _meets_people,
    _measured_effect,
    in_time,
    _signs_one,
    _ensured,
    _people_enabled,
    _others_say_yes,
    _more_output,
    _made_better,
    _changed,
    _moved,
    _work,
)
