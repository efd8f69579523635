"""Whose doing is it? Rules for work of ours that a number counts or a subject from outside hides.

A count that falls speaks of a change for somebody, unless it counts what we have left to do. A
count that rises is work of ours when we find, make or handle what is counted, whatever the numbers.
Each rule returns a verdict or None.
"""

from __future__ import annotations

from okrboard.domain.value_check import effects, lexicon
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_plural, verb
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.domain.value_check.phrases import (
    Phrase,
    is_one_of,
    is_own,
    participle,
    phrase,
    predicate,
)
from okrboard.domain.value_check.reading import Reading
from okrboard.domain.value_check.verdict import Verdict, outcome, subject_reason, task, unclear

_WORK = ("work", "dual")


def participle_of(reading: Reading) -> int:
    """Return the participle that says something of the subject (“approved”), or -1."""
    here = reading.predicate
    if here < 0 and reading.command:
        here = predicate(reading.words, reading.subject.first)
    return participle(reading.words, here) if here >= 0 else -1


def nothing_named(reading: Reading) -> Verdict | None:
    """“Reach 100 %”, “Score above 80”, “Falcon” from 0 to 100 %: of what?"""
    if reading.command not in ("", "up", "down", "reach", "keep", "get", "dual"):
        return None
    words = [word for word in reading.words[reading.body :] if word.sort in ("word", "name")]
    telling = [word for word in words if word.low not in _EMPTY]
    named = [word for word in telling if not is_one_of(word.low, lexicon.VAGUE)]
    if not reading.beside.from_nothing_to_all and named:
        return None
    if any(word.kind or word.form in ("ed", "ing") for word in named):
        return None
    if not (reading.given or reading.counted or reading.command):
        return None
    return unclear(say.nameless(reading.quote(reading.start, len(reading.words) - 1)))


_EMPTY = (
    lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.AUXILIARIES
    | lexicon.UPPER
    | lexicon.LOWER
    | lexicon.NUMBER_WORDS
    | lexicon.MAGNITUDES
    | lexicon.MULTIPLES
    | lexicon.SHARE_UNITS
    | lexicon.TIMES
    | lexicon.MONTHS
    | lexicon.PERIODS
    | lexicon.QUANTITY
)


def left_to_do(reading: Reading) -> Verdict | None:
    """“SOPs still to write”, “Untested modules” from 30 to 0: our own work, counted down."""
    if reading.direction >= 0 and reading.command != "down":
        return None
    vague = is_one_of(reading.low(reading.subject.head), lexicon.VAGUE)
    if reading.subject.kind in ("item", "people", "metric") and not vague:
        return None
    if _is_left(reading):
        return task(say.left_to_do(reading.quote(reading.subject.first, len(reading.words) - 1)))
    return None


def _is_left(reading: Reading) -> bool:
    places = range(reading.body, len(reading.words))
    lows = {reading.low(place) for place in places}
    head = reading.subject.head if reading.subject.head >= 0 else reading.subject.last
    before = {reading.low(place) for place in range(reading.body, head)}
    vague = is_one_of(reading.low(head), lexicon.VAGUE)
    made = vague or reading.subject.kind in ("output", "certificate")
    deeds = [place for place in places if _is_deed(reading, place)]
    if (lows & _LEFT and (made or deeds)) or (made and before & _OPEN):
        return True
    if "without" in lows and lows & _FROM_US:
        return True
    waiting = made and "awaiting" in lows
    not_done = made and any(
        reading.low(place - 1) == "not" and reading.words[place].base not in lexicon.REACT
        for place in deeds
    )
    if waiting or not_done:
        return True
    states = before | {reading.low(head), reading.low(head + 1)}
    undone = any(_is_undone(low) for low in states)
    last = len(reading.words) - 1
    to_do = reading.low(last - 1) == "to" and last in deeds and is_plural(reading.low(last - 2))
    return undone or to_do


def _is_undone(low: str) -> bool:
    """“untested”, “undocumented”; not “unplanned”, which nobody has to make up for."""
    base = verb(low[2:])[0] if low.startswith("un") else ""
    return _is_work(base) and base not in _INTENDED


def _is_deed(reading: Reading, place: int) -> bool:
    token = reading.words[place]
    return bool(_is_work(token.base) and not (token.kind and token.form == "s"))


def _is_work(base: str) -> bool:
    return lexicon.VERBS.get(base) in _WORK or base in ("carry", "do")


_LEFT = wordlist("backlog left remaining still yet")
_INTENDED = wordlist("authorize control expect plan schedule use want")
_OPEN = wordlist("missing open outstanding pending unfinished")
_FROM_US = wordlist("our ours us we")


def fewer(reading: Reading) -> Verdict | None:
    """“Pages a week” from 31 to 8: whatever it counts, somebody has less of it."""
    if reading.direction >= 0:
        return None
    first = min(reading.subject.first, len(reading.words) - 1)
    less = say.less(reading.quote(first, _last_word(reading)))
    return outcome(reading, *(subject_reason(reading) or [less]))


def more_of_our_work(reading: Reading) -> Verdict | None:
    """“SOP violations found” from 200 to 300: what rises is what we find, make or handle."""
    elsewhere = any(measure.relation != "change" for measure in reading.measures)
    if reading.direction <= 0 or elsewhere:
        return None
    for rule in (_found, _put_in, _handled, _named_ours, _hired):
        verdict = rule(reading)
        if verdict:
            return verdict
    return None


def _counts(reading: Reading) -> Verdict:
    subject = reading.subject
    last = max(subject.last, participle_of(reading))
    return task(say.counts(reading.quote(min(subject.first, last), last)))


def _sort(reading: Reading) -> str:
    """Return the sort of what is measured, beside the text or in it."""
    in_text = next((m.unit for m in reading.measures if m.relation == "change"), "")
    return reading.beside.sort or in_text


def _found(reading: Reading) -> Verdict | None:
    """“Violations”, “Risks identified”: more of what nobody wants is more of our finding."""
    here = participle_of(reading)
    if _sort(reading) or effects.service_level(reading, reading.start):
        return None
    if here >= 0:
        finding = reading.words[here].base in lexicon.FINDING and not _by_others(reading, here)
        return _counts(reading) if finding else None
    unwanted = is_one_of(reading.low(reading.subject.last), lexicon.UNWANTED)
    times = reading.low(reading.subject.last + 1) in ("a", "each", "per")
    return _counts(reading) if unwanted and (times or _is_bare(reading)) else None


def _is_bare(reading: Reading) -> bool:
    """Whether nothing but numbers stands behind the subject."""
    return reading.subject.last >= _last_word(reading)


def _last_word(reading: Reading) -> int:
    """Return the last word that is no number and belongs to none."""
    first = min((m.first for m in reading.measures), default=len(reading.words))
    return first - 1 if first > reading.subject.first else len(reading.words) - 1


def _by_others(reading: Reading, here: int) -> bool:
    """Whether “by customers” stands behind a participle; “by our testers” is us."""
    if reading.low(here + 1) != "by" or reading.low(here + 2) in _FROM_US:
        return False
    agent = phrase(reading.words, here + 2)
    return agent.head >= 0 and not is_one_of(reading.low(agent.head), _OURS)


def _put_in(reading: Reading) -> Verdict | None:
    """“Spend on advertising”, “Training hours”: more of it makes nobody better off."""
    first = reading.subject.first
    lows = [reading.low(place) for place in range(reading.start, len(reading.words))]
    head = reading.subject.head
    money = is_one_of(reading.low(head), lexicon.INPUTS) or {"spent", "invested"} & set(lows[1:3])
    ends = reading.subject.last == len(reading.words) - 1
    hours = ends and lows[-1] in lexicon.TIMES and reading.subject.kind == "output"
    for place in range(reading.start, len(reading.words) - 1):
        if reading.low(place) == "hours" and reading.low(place + 1) in ("on", "for"):
            hours = hours or phrase(reading.words, place + 2).kind == "output"
    if money or hours:
        return task(say.put_in(reading.quote(first, max(first, reading.subject.last))))
    return None


def _handled(reading: Reading) -> Verdict | None:
    """“Tickets closed”, “Customers interviewed”, “Staff trained”: done by us, to them."""
    here = participle_of(reading)
    if here < 0:
        return _handled_before(reading)
    token = reading.words[here]
    kind, sort = reading.subject.kind, _sort(reading)
    between = {reading.low(place) for place in range(reading.subject.last + 1, here)}
    if kind != "people" and between & (lexicon.CONJUNCTIONS | _CLAUSES) - {"and", "or"}:
        return None  # “Parts in stock when asked for”: the participle says something else.
    worked_off = lexicon.VERBS.get(token.base) == "get" and kind == "item"
    passed = token.base in lexicon.ACCEPT and kind != "output"
    taken = token.low in lexicon.TAKEN_UP and not (_is_work(token.base) and _is_met(reading))
    if taken or passed or not (_is_work(token.base) or worked_off):
        return None
    if _by_others(reading, here) or effects.service_level(reading, reading.start):
        return None
    if effects.effect(reading) or (sort == "share" and _is_qualified(reading, here)):
        return None
    spent = reading.low(reading.start + 1) == "of" and sort in _SPENT
    return _counts(reading) if spent or sort in ("", "share") else None


def _handled_before(reading: Reading) -> Verdict | None:
    """“Documented processes”, and “Bins emptied” with a participle that no list has."""
    first, subject = reading.words[reading.start], reading.subject
    if _sort(reading) not in ("", "share"):
        return None
    made = lexicon.VERBS.get(first.base) in (*_WORK, "reach") and first.form == "ed"
    taken = first.base in lexicon.OTHERS or first.low in lexicon.TAKEN_UP
    if made and not taken and subject.kind not in ("metric", "item"):
        return _counts(reading)
    last = reading.words[max(subject.last, 0)]
    strange = last.low.endswith("ed") and not (last.base or last.kind)
    done = strange and subject.kind != "people" and subject.last > subject.first
    return _counts(reading) if done and _is_bare(reading) else None


_SPENT = ("time", "long", "physical")


def _is_met(reading: Reading) -> bool:
    """Whether it is people or cases, which we take up; nobody else does."""
    kinds = ("item", "deal", "people")
    return reading.subject.kind in kinds or is_one_of(
        reading.low(reading.subject.head), lexicon.ITEMS
    )


def _is_qualified(reading: Reading, here: int) -> bool:
    """“delivered whole”, “answered by the second ring”: not only that it was done, but how."""
    behind = [reading.words[place] for place in range(here + 1, len(reading.words))]
    return any(word.low in _HOW or word.low.endswith("ly") for word in behind[:3])


_CLAUSES = wordlist("that which who")
_HOW = lexicon.QUALITIES | wordlist(
    "after at before by complete completely correct correctly in right under whole within without"
)


def _named_ours(reading: Reading) -> Verdict | None:
    """“Visits by our engineers”, “Videos that we publish”, “Calls per rep”: it is us, it says."""
    for place in range(reading.start + 1, len(reading.words) - 1):
        pair = (reading.low(place), reading.low(place + 1))
        if pair[0] in ("by", "that", "which", "from") and pair[1] in ("our", "us", "we"):
            return _counts(reading)
        agent = phrase(reading.words, place + 1)
        by_own = pair[0] == "by" and is_one_of(reading.low(agent.head), lexicon.OWN_PEOPLE)
        if by_own and is_one_of(reading.low(reading.subject.head), _CONTACTS):
            return _counts(reading)
        per_own = pair[0] in ("per", "each", "a") and is_one_of(pair[1], lexicon.OWN_PEOPLE)
        if per_own and reading.subject.kind == "output":
            return _counts(reading)
    return None


_CONTACTS = wordlist("call contact conversation interview meeting touchpoint visit")


def _hired(reading: Reading) -> Verdict | None:
    """“Headcount”, “Engineers in the team”: more of us is hiring."""
    subject = reading.subject
    head = reading.low(subject.head)
    before = {reading.low(place) for place in range(reading.start, max(subject.head, 0))}
    behind = reading.low(subject.last + 1)
    if not is_one_of(head, lexicon.OWN_PEOPLE) or _sort(reading) or before & _USING:
        return None
    if reading.predicate >= 0 or behind in ("who", "that", "with", "using"):
        return None
    return task(say.ours(reading.quote(subject.first, subject.last)))


_USING = wordlist(
    "active client customer happy paying registered repeat returning satisfied subscribed using"
)


def others_take_up(reading: Reading) -> Verdict | None:
    """“Pages per visit”, “Tests that pass”, “Features used weekly”: what was made does something.

    Only numbers beside the text make it a measure.
    """
    if not reading.given:
        return None
    here = participle_of(reading)
    if here >= 0 and _sort(reading) == "share" and _is_qualified(reading, here):
        return outcome(reading, say.service(reading.quote(here, len(reading.words) - 1)))
    if reading.subject.kind != "output":
        return None
    lows = {reading.low(place) for place in range(reading.subject.head + 1, len(reading.words))}
    if here < 0 and _sort(reading) == "share" and lows & _LASTING:
        return outcome(
            reading, say.service(reading.quote(reading.subject.first, _last_word(reading)))
        )
    behind = reading.subject.last + 1
    of_what = reading.low(behind + 1)
    if reading.low(behind) == "per" and of_what not in lexicon.PERIODS | lexicon.TIMES:
        return outcome(reading, *subject_reason(reading))
    if reading.low(behind) in _CLAUSES:
        quoted = reading.quote(reading.subject.first, len(reading.words) - 1)
        return outcome(reading, say.effect(quoted))
    by_nature = here >= 0 and reading.words[here].base in lexicon.OTHERS - set(lexicon.VERBS)
    if by_nature or (here >= 0 and reading.words[here].low in lexicon.TAKEN_UP):
        return outcome(reading, say.effect(reading.quote(reading.subject.first, here)))
    clause = predicate(reading.words, reading.subject.first)
    if clause >= 0 and here < 0 and reading.words[clause].form == "s":
        return outcome(reading, say.effect(reading.quote(clause)))
    return None


_LASTING = wordlist("after before still within without")


def own_agents(reading: Reading) -> Verdict | None:
    """“Each rep makes 50 calls”, “Customer service completes sales training”: our own doings."""
    here = reading.predicate
    if here < 0 or participle_of(reading) >= 0 or not _is_ours(reading, here):
        return None
    token = reading.words[here]
    phrasal = lexicon.PHRASALS.get((token.base, reading.low(here + 1)), "")
    goal = phrase(reading.words, here + 1 + bool(phrasal))
    learning = any(is_one_of(word.low, lexicon.LESSONS) for word in reading.words[here + 1 :])
    if {token.base, token.low.removesuffix("s")} & _TAKES_PART and learning:
        return task(say.done(reading.quote(here, len(reading.words) - 1)))
    name = phrasal or lexicon.VERBS.get(token.base)
    doing = name in _WORK or (name == "get" and goal.kind == "output")
    if not doing or token.base in lexicon.FELT or goal.kind in ("metric", "item"):
        return None
    if goal.kind == "people" and any(m.unit == "share" for m in reading.measures):
        return None
    if _is_felt(reading, here):
        return None
    return task(say.ours(reading.quote(reading.subject.first, here)))


_TAKES_PART = wordlist("attend complete finish have pass receive sit take undergo visit")


def _is_ours(reading: Reading, here: int) -> bool:
    head = reading.subject.head if reading.subject.head >= 0 else here - 1
    token = reading.words[head]
    if is_own(token) or reading.low(head - 1) in ("our", "team"):
        return True
    return is_one_of(token.low, _OURS | {"volunteer"})


_OURS = lexicon.OWN_PEOPLE | lexicon.PLACES


def _is_felt(reading: Reading, here: int) -> bool:
    """“faster”, “within 2 days”, “from their customers”: a change, not only a deed."""
    behind = {reading.low(place) for place in range(here + 1, len(reading.words))}
    timed = any(m.unit == "time" for m in reading.measures)
    better = behind & (lexicon.COMPARATIVES | {"from", "instead", "without"})
    served = effects.service_level(reading, here)
    return bool(timed or better or served or effects.effect(reading))


def own_clause(reading: Reading) -> Verdict | None:
    """“Departments that handed in their budget”, “Staff who filled in the form”: ours, by work."""
    here = reading.subject.last + 1
    equipped = _equipped(reading, here)
    if equipped:
        return equipped
    if reading.low(here) not in _CLAUSES or here + 1 >= len(reading.words):
        return None
    token = reading.words[here + 1]
    goal = phrase(reading.words, here + 2)
    ours = reading.subject.last >= 0 and _is_ours(reading, here)
    lesson = is_one_of(reading.low(goal.head), lexicon.LESSONS)
    if ours and lesson and token.base not in lexicon.FELT | {"rate", "value"}:
        return task(say.done(reading.quote(here + 1, goal.head)))
    if not ours or not _is_work(token.base) or token.base in lexicon.FELT:
        return None
    if goal.kind in ("metric", "item") or _is_felt(reading, here + 1):
        return None
    if reading.low(here + 2) in _FROM_US:
        return None  # “Shops that stock our bread” take up what is ours.
    return task(say.ours(reading.quote(reading.subject.first, here + 1)))


def _equipped(reading: Reading, here: int) -> Verdict | None:
    """“Employees with a signed plan”, “Projects with a risk register”: what we gave them."""
    if reading.low(here) != "with" or reading.direction <= 0:
        return None
    goal = phrase(reading.words, here + 1)
    ours = reading.subject.kind == "output" or _is_ours(reading, here)
    if goal.last < goal.first or not (
        _is_prepared(reading, goal) or (ours and goal.kind == "output")
    ):
        return None
    return task(say.deliverable(reading.quote(here, goal.last)))


def _is_prepared(reading: Reading, goal: Phrase) -> bool:
    """“a trained first aider”, “a mentor assigned”: something was done before."""
    return any(
        word.form == "ed" and lexicon.VERBS.get(word.base) in (*_WORK, "get")
        for word in reading.words[goal.first : goal.last + 2]
    )


def attention(reading: Reading) -> Verdict | None:
    """“App downloads”, “Maturity level”: more of it may be worth nothing; who gains is asked."""
    subject = reading.subject
    ends = subject.head == _last_word(reading) or reading.low(subject.head + 1) == "at"
    alone = ends and reading.predicate < 0
    if reading.direction <= 0 or not alone or _sort(reading) not in ("", "rating"):
        return None
    head = reading.low(subject.head)
    before = [reading.words[place] for place in range(reading.body, subject.head)]
    if any(word.low in _USING for word in before):
        return None
    made_up = is_one_of(head, _MADE_UP) and not any(word.kind == "people" for word in before)
    if made_up or (is_one_of(head, lexicon.ATTENTION) and not _sort(reading)):
        return unclear(say.worth_asking(reading.quote(subject.first, subject.last)))
    return None


_MADE_UP = wordlist("index level maturity")


def handed_out(reading: Reading) -> Verdict | None:
    """“Customers receive a newsletter”, “Every project has a risk register”: from us, to them."""
    here = reading.predicate
    if here < 0 or reading.words[here].base not in _HAVING:
        return None
    for place in range(here + 1, len(reading.words) - 1):
        if reading.low(place) == "from" and reading.low(place + 1) in _FROM_US:
            return task(say.ours(reading.quote(here, place + 1)))
    if _is_felt(reading, here):
        return None
    if reading.words[here].form not in ("s", "base"):
        return None
    goal = phrase(reading.words, here + 1)
    counted = any(not m.strong and m.first > here for m in reading.counted)
    given = reading.words[here].base == "receive" and counted and not goal.kind
    if effects.service_level(reading, reading.start):
        return None
    if not (given or goal.kind == "output" or _is_prepared(reading, goal)):
        return None
    return task(say.deliverable(reading.quote(here, goal.last)))


_HAVING = wordlist("contain get have include receive run see")


def goes_out(reading: Reading) -> Verdict | None:
    """“The newsletter goes out every week”, “Services run on the new platform”: work, done."""
    here = reading.predicate
    if here < 0 or reading.subject.kind != "output" or reading.words[here].base not in _RUNNING:
        return None
    if reading.words[here].form not in ("s", "base") or _is_felt(reading, here):
        return None
    return task(say.done(reading.quote(here, min(here + 2, len(reading.words) - 1))))


_RUNNING = wordlist("appear carry follow go run start use")


def told_by_us(reading: Reading) -> Verdict | None:
    """“Parents are invited”, “Clients are interviewed every quarter”: we do it to them."""
    here = participle_of(reading)
    if here < 1 or reading.subject.kind != "people":
        return None
    between = {reading.low(place) for place in range(reading.predicate, here)}
    token = reading.words[here]
    if not between & _BEING or not _is_work(token.base) or token.low in lexicon.TAKEN_UP:
        return None
    if effects.service_level(reading, reading.start) or effects.effect(reading):
        return None
    return task(say.done(reading.quote(here)))


_BEING = wordlist("are be been being is was were")
