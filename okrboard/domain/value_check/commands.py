"""Rules for key results that begin with a verb: “Publish 12 posts”, “Cut churn to 2 %”.

Each rule returns a verdict or None; the first that speaks decides (`COMMAND_RULES`).
"""

from __future__ import annotations

from okrboard.domain.value_check import effects, sentences, verbs
from okrboard.domain.value_check import small_words as small
from okrboard.domain.value_check.findings import (
    measure_reasons,
    milestone,
    outcome,
    subject_reason,
    task,
    unmeasured,
)
from okrboard.domain.value_check.things import CERTIFICATES, DEALS, ITEMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.reading import Reading
    from okrboard.domain.value_check.verdict import Verdict

_DEED_CLASSES = ("work", "dual", "get", "ensure")
_TAKES_YES = frozenset("obtain achieve receive pass get secure earn gain win attain acquire complete "
                       "reach finish renew hold maintain keep".split())


def _base(reading: Reading) -> str:
    return reading.words[reading.start].base


def _verb(reading: Reading) -> str:
    return reading.quote(reading.start, reading.body - 1)


def _object_kinds(reading: Reading) -> set[str]:
    return {word.kind for word in reading.words[reading.body :] if word.kind}


def somebodys_yes(reading: Reading) -> Verdict | None:
    """“Obtain the ISO 27001 certificate”, “Pass the audit”: an authority decides."""
    if reading.strong or _base(reading) not in _TAKES_YES:
        return None
    for position in range(reading.body, len(reading.words)):
        low = reading.low(position)
        passed = _base(reading) == "pass" and low in ("audit", "inspection", "exam", "assessment",
                                                      "review", "certification", "test")
        norm = low in ("iso", "soc", "tisax", "cmmi", "hipaa", "pci", "fda", "ce")
        plural = _base(reading) == "renew" and low.endswith("s")
        if passed or norm or (reading.words[position].kind == "certificate" and not plural):
            return milestone(reading, reading.start, position)
    return None


def signs_one(reading: Reading) -> Verdict | None:
    """“Sign the lease”, “Win the tender of the city”: one partner's yes."""
    if reading.counted or _base(reading) not in ("sign", "secure", "win"):
        return None
    subject = reading.subject
    if subject.head >= 0 and subject.kind in ("certificate", "output", "people", "metric", "deal"):
        low = reading.low(subject.head)
        if low in DEALS or low in CERTIFICATES or subject.kind == "output":
            return milestone(reading, reading.start, subject.head)
    return None


def measured_effect(reading: Reading) -> Verdict | None:
    """“Launch X used by 80 % of Y”, “Automate billing to cut errors by half”."""
    if reading.command not in _DEED_CLASSES:
        return None
    span = effects.effect(reading)
    if span:
        return outcome(reading, sentences.effect(reading.quote(span.first, span.last)))
    return None


def in_time(reading: Reading) -> Verdict | None:
    """“Resolve 90 % of tickets within 4 hours”, “Deliver orders on time”."""
    if _base(reading) not in verbs.REACT or not effects.in_general(reading):
        return None
    span = effects.service_level(reading, reading.body)
    if span:
        return outcome(reading, sentences.service(reading.quote(span.first, span.last)))
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
        return task(reading, sentences.does(_verb(reading)))
    reason = sentences.somebody(reading.quote(reading.start, subject.head))
    return outcome(reading, reason) if _is_measured(reading) else unmeasured(reading, reason)


def others_say_yes(reading: Reading) -> Verdict | None:
    """“Close 40 deals”, “Get 500 signups”, “Attract 50 members”: others decide."""
    if reading.command != "get":
        return None
    subject = reading.subject
    head = reading.low(subject.head)
    singular = reading.words[subject.head].low.rstrip("s") if subject.head >= 0 else ""
    kinds = _object_kinds(reading)
    own = subject.kind == "output" or (_base(reading) == "close" and subject.kind == "item")
    wanted = head in DEALS or singular in DEALS or subject.kind in ("people", "metric", "deal")
    staff = head in ("engineers", "developers", "employees", "staff", "hires", "joiners")
    if own and not wanted or (singular in ITEMS and _base(reading) == "close") or (
        staff and _base(reading) in ("onboard", "enroll", "enrol", "sign", "secure")
    ):
        if not any(m.unit in ("money", "share") for m in reading.strong):
            return task(reading, sentences.does(_verb(reading)), *_count_reason(reading))
    if _is_measured(reading):
        return outcome(reading, *subject_reason(reading))
    if kinds & {"metric", "people", "deal"}:
        return unmeasured(reading, *subject_reason(reading))
    return task(reading, sentences.does(_verb(reading)))


def more_output(reading: Reading) -> Verdict | None:
    """“Increase the number of blog posts from 4 to 12”: more of our own doings."""
    if reading.command not in ("up", "reach", "keep"):
        return None
    subject = reading.subject
    behind = [word.kind for word in reading.words[subject.last + 1 :] if word.low != "per"]
    if subject.kind != "output" or "metric" in behind:
        return None
    counting = [m for m in reading.counted if m.unit in ("", "times")]
    if counting and len(counting) == len(reading.counted):
        quoted = reading.quote(subject.first, subject.last)
        return task(reading, sentences.counts(quoted))
    if reading.command == "keep" and not reading.counted and not reading.given:
        return task(reading, sentences.deliverable(reading.quote(subject.first, subject.last)))
    return None


def meets_people(reading: Reading) -> Verdict | None:
    """“Meet 20 customers” is work, “Meet the budget” is not."""
    if _base(reading) != "meet" or reading.subject.kind != "people":
        return None
    if "expectations" in [word.low for word in reading.words]:
        return None
    return task(reading, sentences.does(_verb(reading)), *_count_reason(reading))


def change(reading: Reading) -> Verdict | None:
    """“Reduce churn from 5 to 3 %” is measured, “Improve NPS” is not."""
    if reading.command not in ("up", "down", "reach", "keep"):
        return None
    say = sentences.keeps if reading.command == "keep" else sentences.changes
    reason = say(_verb(reading))
    if _is_measured(reading):
        return outcome(reading, reason)
    return unmeasured(reading, reason, *subject_reason(reading))


def made_better(reading: Reading) -> Verdict | None:
    """“Make the checkout easier”, “Turn visitors into happy guests”: a change for somebody."""
    if _base(reading) not in ("make", "turn", "keep", "leave"):
        return None
    for position in range(reading.body, len(reading.words)):
        low = reading.low(position)
        if low in small.COMPARATIVES | small.QUALITIES:
            reason = sentences.changes(reading.quote(position))
            return outcome(reading, reason) if _is_measured(reading) else unmeasured(reading, reason)
    return None


def moved_number(reading: Reading) -> Verdict | None:
    """“Bring churn below 2 %”, “Deliver a 20 % reduction of cost”, “Hold p95 under 200 ms”."""
    if reading.command not in ("dual", "work"):
        return None
    subject = reading.subject
    strong = [m for m in reading.strong if not _only_long(m.relation, m.unit)]
    metric = subject.kind == "metric"
    people = subject.kind == "people"
    moved = [m for m in strong if m.relation == "change" and m.unit in _CHANGING]
    if moved or any(m.relation == "upper" and m.unit for m in strong):
        return outcome(reading, *subject_reason(reading))
    if reading.command == "dual" and (metric or people):
        if strong or (people and _shared(reading)) or (metric and reading.counted):
            return outcome(reading, *subject_reason(reading))
        if metric and not (reading.counted or reading.given):
            return unmeasured(reading, *subject_reason(reading))
        if metric:
            return outcome(reading, *subject_reason(reading))
    telling = [m for m in strong if m.unit in ("money", "share", "times")]
    telling = [m for m in telling if reading.low(m.last + 1) != "of"]
    if metric and telling and _base(reading) not in _WATCHING:
        return outcome(reading, *subject_reason(reading))
    if reading.command == "dual" and any(m.relation == "by" or m.unit == "money" for m in strong):
        return outcome(reading, *subject_reason(reading))
    return None


_CHANGING = ("share", "time", "money", "rating")
_WATCHING = frozenset("measure track monitor count analyze assess report evaluate review test audit "
                      "fix investigate document check".split())


def work(reading: Reading) -> Verdict | None:
    """“Write the manual”, “Run 5 webinars”: what is left is work."""
    reasons = [sentences.does(_verb(reading)), *_count_reason(reading)]
    aim = effects.purpose(reading)
    if aim:
        reasons.append(sentences.aims(reading.quote(aim.first, aim.last)))
    return task(reading, *reasons)


COMMAND_RULES = (
    somebodys_yes,
    meets_people,
    measured_effect,
    in_time,
    signs_one,
    ensured,
    people_enabled,
    others_say_yes,
    more_output,
    made_better,
    change,
    moved_number,
    work,
)


def judge_command(reading: Reading) -> Verdict:
    """Return the verdict on a key result that begins with a verb."""
    for rule in COMMAND_RULES:
        verdict = rule(reading)
        if verdict:
            return verdict
    return task(reading, sentences.does(_verb(reading)))


def _is_measured(reading: Reading) -> bool:
    return reading.given or bool(reading.counted)


def _only_long(relation: str, unit: str) -> bool:
    return unit == "long" and relation in ("plain", "lower")


def _shared(reading: Reading) -> bool:
    return any(m.unit == "share" for m in reading.measures)


def _count_reason(reading: Reading) -> list[str]:
    if not reading.counted:
        return []
    measure = reading.counted[0]
    last = max(measure.last, min(reading.subject.last, measure.last + 4))
    return [sentences.counts(reading.quote(measure.first, last))]
