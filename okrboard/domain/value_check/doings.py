"""Whose doing is it? Rules for work of ours that a number counts or a subject from outside hides.

A count that falls speaks of a change for somebody, unless it counts what we have left to do. A
count that rises is work of ours when we find, make or handle what is counted, whatever the numbers.
Each rule yields a verdict or nothing.
"""

from __future__ import annotations

from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.effects import effect, service_level
from okrboard.domain.value_check.language import Token, is_a, is_plural, verb
from okrboard.domain.value_check.lexicon import PHRASALS, VERBS, any_of
from okrboard.domain.value_check.reading import Phrase, Reading, phrase, predicate
from okrboard.domain.value_check.verdict import Verdicts

_CLAUSES = any_of("that which who")
_FROM_US = any_of("our ours us we")


def _is_work(base: str) -> bool:
    """Whether a verb's base form speaks of work."""
    return VERBS.get(base) in ("work", "dual") or base in ("carry", "do")


def nothing_named(reading: Reading) -> Verdicts:
    """“Reach 100 %”, “Score above 80”, “Falcon” from 0 to 100 %: of what?"""
    words = [word for word in reading[reading.body :] if word.sort in ("word", "name")]
    telling = [word for word in words if word.low not in any_of("@says_nothing")]
    named = [word for word in telling if not is_a(word.low, "@vague")]
    if any(word.kind or word.form in ("ed", "ing") for word in named):
        return
    start, target, *_ = reading.beside
    bare = not named or (start == 0 and target == 100 and reading.beside.sort == "share")
    moves = reading.command in ("up", "down", "reach", "keep", "get", "dual")
    if bare and (moves or (reading.is_measured and not reading.command)):
        yield say.unclear(reading.say(say.NAMELESS, reading.start, reading.last))


def left_to_do(reading: Reading) -> Verdicts:
    """“SOPs still to write”, “Untested modules” from 30 to 0: our own work, counted down."""
    subject = reading.subject
    falls = reading.direction < 0 or reading.command == "down"
    vague = is_a(reading.low(subject.head), "@vague")
    ours = vague or subject.kind not in ("item", "people", "metric")
    if falls and ours and _is_left(reading):
        yield say.task(reading.say(say.LEFT_TO_DO, subject.first, reading.last))


def _is_left(reading: Reading) -> bool:
    subject, last = reading.subject, reading.last
    head = subject.head if subject.head >= 0 else subject.last
    lows, before = reading.lows(reading.body), reading.lows(reading.body, head)
    made = is_a(reading.low(head), "@vague") or subject.kind in ("output", "certificate")
    deeds = [place for place in range(reading.body, len(reading)) if _is_deed(reading[place])]
    if (made or deeds) and lows & any_of("backlog left remaining still yet"):
        return True
    unfinished = before & any_of("missing open outstanding pending unfinished")
    if made and (unfinished or "awaiting" in lows):
        return True
    if "without" in lows and lows & _FROM_US:
        return True
    for place in deeds:
        if made and reading.low(place - 1) == "not" and reading[place].base not in any_of("@react"):
            return True
    if any(map(_is_undone, (*before, reading.low(head), reading.low(head + 1)))):
        return True
    return reading.low(last - 1) == "to" and last in deeds and is_plural(reading.low(last - 2))


def _is_undone(low: str) -> bool:
    """“untested”, “undocumented”; not “unplanned”, which nobody has to make up for."""
    base = verb(low[2:])[0] if low.startswith("un") else ""
    return _is_work(base) and base not in any_of("authorize control expect plan schedule use want")


def _is_deed(token: Token) -> bool:
    return _is_work(token.base) and not (token.kind and token.form == "s")


def fewer(reading: Reading) -> Verdicts:
    """“Pages a week” from 31 to 8: whatever it counts, somebody has less of it."""
    if reading.direction < 0:
        first = min(reading.subject.first, reading.last)
        less = reading.say(say.LESS, first, reading.last_word)
        yield say.outcome(reading, *(say.subject_reason(reading) or [less]))


def more_of_our_work(reading: Reading) -> Verdicts:
    """“SOP violations found” from 200 to 300: what rises is what we find, make or handle."""
    if reading.direction <= 0 or any(m.relation != "change" for m in reading.measures):
        return
    first, last = reading.subject.first, reading.subject.last
    finding = _is_found(reading)
    if not finding and _is_input(reading):
        yield say.task(reading.say(say.PUT_IN, first, max(first, last)))
    if finding or _is_handled(reading) or _is_named_ours(reading):
        last = max(last, reading.participle)
        yield say.task(reading.say(say.COUNTS, min(first, last), last))
    if _is_hiring(reading):
        yield say.task(reading.say(say.OURS, first, last))


def _is_found(reading: Reading) -> bool:
    """“Violations”, “Risks identified”: more of what nobody wants is more of our finding."""
    here, last = reading.participle, reading.subject.last
    if reading.unit_sort or service_level(reading):
        return False
    if here >= 0:
        return reading[here].base in any_of("@finding") and not _is_by_others(reading, here)
    times = reading.low(last + 1) in ("a", "each", "per")
    return is_a(reading.low(last), "@unwanted") and (times or last >= reading.last_word)


def _is_by_others(reading: Reading, here: int) -> bool:
    """Whether “by customers” stands behind a participle; “by our testers” is us."""
    if reading.low(here + 1) != "by" or reading.low(here + 2) in _FROM_US:
        return False
    agent = phrase(reading, here + 2).head
    return agent >= 0 and not is_a(reading.low(agent), "@ours")


def _is_input(reading: Reading) -> bool:
    """“Spend on advertising”, “Training hours”: more of it makes nobody better off."""
    subject, start, last = reading.subject, reading.start, reading.last
    spent = reading.lows(start + 1, start + 3) & {"spent", "invested"}
    if spent or is_a(reading.low(subject.head), "@inputs"):
        return True
    if subject.last == last and subject.kind == "output" and reading.low(last) in any_of("@times"):
        return True
    return any(
        reading.find("hours on|for", place, place + 1)
        and phrase(reading, place + 2).kind == "output"
        for place in range(start, last)
    )


def _is_handled(reading: Reading) -> bool:
    """“Tickets closed”, “Customers interviewed”, “Staff trained”: done by us, to them."""
    here, subject, sort = reading.participle, reading.subject, reading.unit_sort
    if here < 0:
        return sort in ("", "share") and _is_handled_before(reading)
    token, kind = reading[here], subject.kind
    # “Parts in stock when asked for”: the participle says something else.
    tied = reading.lows(subject.last + 1, here) & any_of("@conjunctions that which who")
    if kind != "people" and tied - {"and", "or"}:
        return False
    works = _is_work(token.base)
    # People and cases are taken up by us; nobody else does.
    met = kind in ("item", "deal", "people") or is_a(reading.low(subject.head), "@item")
    taken = token.low in any_of("@taken_up") and not (works and met)
    passed = token.base in any_of("@accept") and kind != "output"
    worked_off = VERBS.get(token.base) == "get" and kind == "item"
    if taken or passed or not (works or worked_off):
        return False
    if _is_by_others(reading, here) or service_level(reading) or effect(reading):
        return False
    if sort == "share":
        return not _is_qualified(reading, here)
    spent = reading.low(reading.start + 1) == "of" and sort in ("time", "long", "physical")
    return spent or not sort


def _is_handled_before(reading: Reading) -> bool:
    """“Documented processes”, and “Bins emptied” with a participle that no list has."""
    first, subject = reading[reading.start], reading.subject
    made = first.form == "ed" and VERBS.get(first.base) in ("work", "dual", "reach")
    taken = first.base in any_of("@others") or first.low in any_of("@taken_up")
    if made and not taken and subject.kind not in ("metric", "item"):
        return True
    last = reading[max(subject.last, 0)]
    strange = last.low.endswith("ed") and not (last.base or last.kind)
    done = strange and subject.kind != "people" and subject.last > subject.first
    return done and subject.last >= reading.last_word


def _is_qualified(reading: Reading, here: int) -> bool:
    """“delivered whole”, “answered by the second ring”: not only that it was done, but how."""
    behind = [word.low for word in reading[here + 1 : here + 4]]
    return any(low in any_of("@how_done") or low.endswith("ly") for low in behind)


def _is_named_ours(reading: Reading) -> bool:
    """“Visits by our engineers”, “Videos that we publish”, “Calls per rep”: it is us, it says."""
    begin, end, subject = reading.start + 1, reading.last, reading.subject
    if reading.find("by|that|which|from our|us|we", begin, end):
        return True
    contacts = is_a(reading.low(subject.head), "@contacts")
    for place in range(begin, end):
        low, following = reading.low(place), reading.low(place + 1)
        if low == "by" and contacts:
            following = reading.low(phrase(reading, place + 1).head)
        elif low not in ("per", "each", "a") or subject.kind != "output":
            continue
        if is_a(following, "@own_people"):
            return True
    return False


def _is_hiring(reading: Reading) -> bool:
    """“Headcount”, “Engineers in the team”: more of us is hiring."""
    subject = reading.subject
    if not is_a(reading.low(subject.head), "@own_people") or reading.unit_sort:
        return False
    if reading.lows(reading.start, subject.head) & any_of("@using") or reading.predicate >= 0:
        return False
    return reading.low(subject.last + 1) not in ("who", "that", "with", "using")


def others_take_up(reading: Reading) -> Verdicts:
    """“Pages per visit”, “Tests that pass”, “Features used weekly”: what was made does something.

    Only numbers beside the text make it a measure.
    """
    here, subject, share = reading.participle, reading.subject, reading.unit_sort == "share"
    if not reading.given:
        return
    if here >= 0 and share and _is_qualified(reading, here):
        yield say.outcome(reading, reading.say(say.SERVICE, here, reading.last))
    if subject.kind != "output":
        return
    lasting = any_of("after before still within without")
    if here < 0 and share and reading.lows(subject.head + 1) & lasting:
        yield say.outcome(reading, reading.say(say.SERVICE, subject.first, reading.last_word))
    behind, of_what = reading.low(subject.last + 1), reading.low(subject.last + 2)
    if behind == "per" and of_what not in any_of("@periods @times"):
        yield say.outcome(reading, *say.subject_reason(reading))
    if behind in _CLAUSES:
        yield say.outcome(reading, reading.say(say.EFFECT, subject.first, reading.last))
    token, clause = reading.at(here), predicate(reading, subject.first)
    by_nature = token.base in any_of("@others") and token.base not in VERBS
    if by_nature or token.low in any_of("@taken_up"):
        yield say.outcome(reading, reading.say(say.EFFECT, subject.first, here))
    if here < 0 and reading.at(clause).form == "s":
        yield say.outcome(reading, reading.say(say.EFFECT, clause))


def own_agents(reading: Reading) -> Verdicts:
    """“Each rep makes 50 calls”, “Customer service completes sales training”: our own doings."""
    here = reading.predicate
    if here < 0 or reading.participle >= 0 or not reading.is_ours(here):
        return
    token = reading[here]
    phrasal = PHRASALS.get((token.base, reading.low(here + 1)), "")
    goal = phrase(reading, here + 1 + bool(phrasal))
    learning = any(is_a(word.low, "@lessons") for word in reading[here + 1 :])
    if learning and any_of("@takes_part") & {token.base, token.low.removesuffix("s")}:
        yield say.task(reading.say(say.DONE, here, reading.last))
    name = phrasal or VERBS.get(token.base)
    doing = name in ("work", "dual") or (name == "get" and goal.kind == "output")
    shared = goal.kind == "people" and any(m.unit == "share" for m in reading.measures)
    felt = shared or goal.kind in ("metric", "item") or token.base in any_of("@felt")
    if doing and not felt and not _is_felt(reading, here):
        yield say.task(reading.say(say.OURS, reading.subject.first, here))


def _is_felt(reading: Reading, here: int) -> bool:
    """“faster”, “within 2 days”, “from their customers”: a change, not only a deed."""
    timed = any(m.unit == "time" for m in reading.measures)
    better = reading.lows(here + 1) & any_of("@comparatives from instead without")
    return bool(timed or better or service_level(reading, here) or effect(reading))


def own_clause(reading: Reading) -> Verdicts:
    """“Departments that handed in their budget”, “Staff who filled in the form”: ours, by work."""
    here = reading.subject.last + 1
    token, goal = reading.at(here + 1), phrase(reading, here + 2)
    if here < 1 or reading.low(here) not in _CLAUSES or not reading.is_ours(here):
        return
    felt = token.base in any_of("@felt")
    lesson = is_a(reading.low(goal.head), "@lessons")
    if lesson and not felt and token.base not in ("rate", "value"):
        yield say.task(reading.say(say.DONE, here + 1, goal.head))
    # “Shops that stock our bread” take up what is ours.
    felt = felt or goal.kind in ("metric", "item") or reading.low(here + 2) in _FROM_US
    if _is_work(token.base) and not felt and not _is_felt(reading, here + 1):
        yield say.task(reading.say(say.OURS, reading.subject.first, here + 1))


def equipped(reading: Reading) -> Verdicts:
    """“Employees with a signed plan”, “Projects with a risk register”: what we gave them."""
    here = reading.subject.last + 1
    goal = phrase(reading, here + 1)
    if reading.low(here) != "with" or reading.direction <= 0 or goal.last < goal.first:
        return
    ours = reading.subject.kind == "output" or reading.is_ours(here)
    if _is_prepared(reading, goal) or (ours and goal.kind == "output"):
        yield say.task(reading.say(say.DELIVERABLE, here, goal.last))


def _is_prepared(reading: Reading, goal: Phrase) -> bool:
    """“a trained first aider”, “a mentor assigned”: something was done before."""
    return any(
        word.form == "ed" and VERBS.get(word.base) in ("work", "dual", "get")
        for word in reading[goal.first : goal.last + 2]
    )


def attention(reading: Reading) -> Verdicts:
    """“App downloads”, “Maturity level”: more of it may be worth nothing; who gains is asked."""
    subject, sort = reading.subject, reading.unit_sort
    ends = subject.head == reading.last_word or reading.low(subject.head + 1) == "at"
    if reading.direction <= 0 or not ends or reading.predicate >= 0:
        return
    head, before = reading.low(subject.head), reading[reading.body : max(subject.head, 0)]
    people = any(word.kind == "people" for word in before)
    made_up = sort in ("", "rating") and is_a(head, "index level maturity") and not people
    idle = not sort and is_a(head, "@attention")
    if (made_up or idle) and not any(word.low in any_of("@using") for word in before):
        yield say.unclear(reading.say(say.WORTH_ASKING, subject.first, subject.last))


def handed_out(reading: Reading) -> Verdicts:
    """“Customers receive a newsletter”, “Every project has a risk register”: from us, to them."""
    here = reading.predicate
    token = reading.at(here)
    if token.base not in any_of("contain get have include receive run see"):
        return
    from_us = reading.find("from our|ours|us|we", here + 1)
    if from_us:
        yield say.task(reading.say(say.OURS, here, from_us.last))
    if token.form not in ("s", "base") or _is_felt(reading, here) or service_level(reading):
        return
    goal = phrase(reading, here + 1)
    counted = any(not m.strong and m.first > here for m in reading.counted)
    given = token.base == "receive" and counted and not goal.kind
    if given or goal.kind == "output" or _is_prepared(reading, goal):
        yield say.task(reading.say(say.DELIVERABLE, here, goal.last))


def goes_out(reading: Reading) -> Verdicts:
    """“The newsletter goes out every week”, “Services run on the new platform”: work, done."""
    here, token = reading.predicate, reading.at(reading.predicate)
    runs = token.base in any_of("appear carry follow go run start use")
    made = reading.subject.kind == "output" and token.form in ("s", "base")
    if runs and made and not _is_felt(reading, here):
        yield say.task(reading.say(say.DONE, here, here + 2))


def told_by_us(reading: Reading) -> Verdicts:
    """“Parents are invited”, “Clients are interviewed every quarter”: we do it to them."""
    here, token = reading.participle, reading.at(reading.participle)
    being = reading.lows(reading.predicate, here) & any_of("are be been being is was were")
    done = _is_work(token.base) and being and token.low not in any_of("@taken_up")
    if not done or reading.subject.kind != "people":
        return
    if not service_level(reading) and not effect(reading):
        yield say.task(reading.say(say.DONE, here))
