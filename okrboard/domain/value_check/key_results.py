"""Is a key result a task or a value? Reads it and lets the rules speak.

Here are the rules for those that begin with a verb: “Publish 12 posts”, “Cut churn to 2 %”. Each
returns a verdict or None; the first that speaks decides, the last one always speaks.
"""

from __future__ import annotations

from okrboard.domain.value_check import doings, effects, lexicon
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_english, noun
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.domain.value_check.measures import Beside
from okrboard.domain.value_check.reading import Reading, read
from okrboard.domain.value_check.statements import (
    judge_statement,
    signs_one,
    somebodys_yes,
    work_done,
)
from okrboard.domain.value_check.verdict import (
    Verdict,
    first_verdict,
    milestone,
    outcome,
    subject_reason,
    task,
    unmeasured,
)

UNCLEAR = Verdict("unclear", (say.CANNOT_TELL,))


def judge(text: str, beside: Beside) -> Verdict:
    """Return the verdict on a key result; a target beside the text counts as its measure."""
    reading = read(text, beside)
    words = reading.words[reading.start :]
    if not words or not is_english(words, beside.direction != 0):
        return UNCLEAR
    if reading.command:
        return judge_command(reading)
    verdict = judge_statement(reading)
    if beside.kind == "milestones" and verdict.verdict == "task" and _is_a_step(reading):
        return milestone(reading, reading.start, len(reading.words) - 1)
    return verdict


def _is_a_step(reading: Reading) -> bool:
    """“New plant in Brno”: a named step, when the board keeps it as one."""
    return not reading.counted and work_done(reading) is None


_DEED_CLASSES = ("work", "dual", "get", "ensure")


def _verb(reading: Reading) -> str:
    return reading.quote(reading.start, reading.body - 1)


def measured_effect(reading: Reading) -> Verdict | None:
    """“Launch X used by 80 % of Y”, “Automate billing to cut errors by half”."""
    if reading.command not in _DEED_CLASSES:
        return None
    span = effects.effect(reading)
    if span:
        return outcome(reading, say.effect(reading.quote(span.first, span.last)))
    return None


def in_time(reading: Reading) -> Verdict | None:
    """“Resolve 90 % of tickets within 4 hours”, “Deliver orders on time”."""
    if reading.base not in lexicon.REACT or not effects.in_general(reading):
        return None
    span = effects.service_level(reading, reading.body)
    if span:
        return outcome(reading, say.service(reading.quote(span.first, span.last)))
    return None


def ensured(reading: Reading) -> Verdict | None:
    """“Ensure that …”, “Have 80 % of …”: what comes behind is what counts."""
    if reading.command != "ensure":
        return None
    from okrboard.domain.value_check.statements import judge_statement

    begin = reading.body
    while reading.low(begin) in ("that", "all", "the"):
        begin += 1
    if begin >= len(reading.words):
        return None
    return judge_statement(reading.at(begin)._replace(command="", body=begin))


def people_enabled(reading: Reading) -> Verdict | None:
    """“Help 300 refugees find a job”, “Delight our customers”; not “Enable single sign-on”."""
    if reading.command != "help":
        return None
    subject = reading.subject
    if subject.kind != "people":
        return task(say.does(_verb(reading)))
    reason = say.somebody(reading.quote(reading.start, subject.head))
    return outcome(reading, reason) if _is_measured(reading) else unmeasured(reason)


def others_say_yes(reading: Reading) -> Verdict | None:
    """“Close 40 deals”, “Get 500 signups”, “Attract 50 members”: others decide."""
    if reading.command != "get":
        return None
    subject = reading.subject
    if _is_own_work(reading) and not any(m.unit in ("money", "share") for m in reading.strong):
        return task(say.does(_verb(reading)), *_count_reason(reading))
    if _is_measured(reading):
        return outcome(reading, *subject_reason(reading))
    one = reading.low(reading.body) in ("a", "an", "another", "one")
    if subject.kind in ("metric", "people", "deal") and not one:
        return unmeasured(*subject_reason(reading))
    return task(say.does(_verb(reading)))


def _is_own_work(reading: Reading) -> bool:
    """“Close 200 tickets”, “Onboard 3 engineers”, “Book 4 workshops”: nobody else decides."""
    subject, base = reading.subject, reading.base
    head = noun(reading.low(subject.head))
    if base == "close" and (subject.kind == "item" or head in lexicon.ITEMS):
        return True
    if base in ("onboard", "enroll") and head in lexicon.OWN_PEOPLE | _JOINERS:
        return True
    if base in ("onboard", "enroll", "enrol", "sign", "secure") and head in _STAFF:
        return True
    return subject.kind == "output" and head not in lexicon.DEALS and head not in _GIVEN_BY_OTHERS


_GIVEN_BY_OTHERS = wordlist("mention referral review testimonial vote")
_JOINERS = wordlist("contractor contributor freelancer volunteer")
_STAFF = wordlist("colleague developer employee engineer hire joiner staff squad team")


def more_output(reading: Reading) -> Verdict | None:
    """“Increase the number of blog posts from 4 to 12”: more of our own doings."""
    if reading.command not in ("up", "reach", "keep"):
        return None
    subject = reading.subject
    if reading.command == "up" and reading.counted and _grows_itself(reading):
        return task(say.counts(reading.quote(subject.first, subject.last)))
    behind = [word.kind for word in reading.words[subject.last + 1 :] if word.low != "per"]
    if subject.kind != "output" or "metric" in behind:
        return None
    counting = [m for m in reading.counted if m.unit in ("", "times")]
    rising = not reading.counted and reading.direction > 0 and not reading.beside.sort
    if rising or (counting and len(counting) == len(reading.counted)):
        quoted = reading.quote(subject.first, subject.last)
        return task(say.counts(quoted))
    if reading.command == "keep" and not reading.counted and not reading.given:
        return task(say.deliverable(reading.quote(subject.first, subject.last)))
    return None


def more_found(reading: Reading) -> Verdict | None:
    """“Increase the number of violations found from 200 to 300”: more of our own finding."""
    return doings.more_of_our_work(reading) if reading.command in ("up", "reach") else None


def _grows_itself(reading: Reading) -> bool:
    """“Grow the team from 5 to 12”: that is hiring."""
    plain = all(not m.unit for m in reading.counted)
    before = {reading.low(place) for place in range(reading.body, reading.subject.head)}
    return plain and reading.low(reading.subject.head) in _OWN_PEOPLE and not before & _USERS


_OWN_PEOPLE = wordlist("crew department headcount staff team teams workforce")
_USERS = wordlist("active paying subscribed registered using customer client")


def meets_people(reading: Reading) -> Verdict | None:
    """“Meet 20 customers” is work, “Meet the budget” is not."""
    if reading.base != "meet" or reading.subject.kind != "people":
        return None
    if "expectations" in [word.low for word in reading.words]:
        return None
    return task(say.does(_verb(reading)), *_count_reason(reading))


def change(reading: Reading) -> Verdict | None:
    """“Reduce churn from 5 to 3 %” is measured, “Improve NPS” is not."""
    if reading.command not in ("up", "down", "reach", "keep"):
        return None
    sentence = say.keeps if reading.command == "keep" else say.changes
    reason = sentence(_verb(reading))
    if _is_measured(reading):
        return outcome(reading, reason)
    return unmeasured(reason, *subject_reason(reading))


def made_better(reading: Reading) -> Verdict | None:
    """“Make the checkout easier”, “Turn visitors into happy guests”: a change for somebody."""
    if reading.base not in ("make", "turn", "keep", "leave"):
        return None
    for position in range(reading.body, len(reading.words)):
        low = reading.low(position)
        if low in lexicon.COMPARATIVES | lexicon.QUALITIES:
            reason = say.changes(reading.quote(position))
            return outcome(reading, reason) if _is_measured(reading) else unmeasured(reason)
    return None


def moved_number(reading: Reading) -> Verdict | None:
    """“Bring churn below 2 %”, “Hold p95 under 200 ms”, “Build a pipeline of €3m”."""
    if reading.command not in ("dual", "work"):
        return None
    strong = [m for m in reading.strong if m.unit != "long" or m.relation not in ("plain", "lower")]
    moved = any(m.relation == "change" and m.unit in _CHANGING for m in strong)
    limited = any(m.relation == "upper" and m.unit for m in strong)
    shifted = any(m.relation == "by" or m.unit == "money" for m in strong)
    if moved or limited or (reading.command == "dual" and shifted):
        return outcome(reading, *subject_reason(reading))
    return None


def moved_metric(reading: Reading) -> Verdict | None:
    """“Drive adoption to 60 %”, “Build trust”, “Implement a 20 % reduction of cost”."""
    if reading.command not in ("dual", "work") or reading.subject.kind != "metric":
        return None
    if reading.command == "dual" and not _is_measured(reading):
        if reading.base in _PLACING:
            return None
        return unmeasured(*subject_reason(reading))
    telling = [m for m in reading.strong if m.unit in ("money", "share", "times")]
    told = any(reading.low(m.last + 1) != "of" for m in telling)
    if reading.command == "dual" or (told and reading.base not in _WATCHING):
        return outcome(reading, *subject_reason(reading))
    return None


def moved_people(reading: Reading) -> Verdict | None:
    """“Move 50 % of customers to annual plans”."""
    if reading.command != "dual" or reading.subject.kind != "people":
        return None
    placed = reading.base in ("bring", "lead", "place") and reading.counted
    if not reading.strong and not placed:
        return None
    return outcome(reading, *subject_reason(reading))


_PLACING = wordlist(
    "fill hold leverage move place push put return run serve set shift take transition"
)
_CHANGING = ("share", "time", "money", "rating")
_WATCHING = wordlist(
    """
    analyze assess audit check count document evaluate fix investigate measure monitor report
    review test track
    """
)


def work(reading: Reading) -> Verdict | None:
    """“Write the manual”, “Run 5 webinars”: what is left is work."""
    reasons = [say.does(_verb(reading)), *_count_reason(reading)]
    aim = effects.purpose(reading)
    if aim:
        reasons.append(say.aims(reading.quote(aim.first, aim.last)))
    return task(*reasons)


COMMAND_RULES = (
    doings.nothing_named,
    doings.left_to_do,
    somebodys_yes,
    meets_people,
    measured_effect,
    in_time,
    signs_one,
    ensured,
    people_enabled,
    others_say_yes,
    more_output,
    more_found,
    made_better,
    change,
    moved_number,
    moved_metric,
    moved_people,
    work,
)


def judge_command(reading: Reading) -> Verdict:
    """Return the verdict on a key result that begins with a verb."""
    return first_verdict(COMMAND_RULES, reading)


def _is_measured(reading: Reading) -> bool:
    return bool(reading.given or reading.counted)


def _count_reason(reading: Reading) -> list[str]:
    if not reading.counted:
        return []
    measure = reading.counted[0]
    last = max(measure.last, min(reading.subject.last, measure.last + 4))
    return [say.counts(reading.quote(measure.first, last))]
