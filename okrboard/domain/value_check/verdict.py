"""`Verdict`: what the value check thinks of a text, its sentences, and how they come together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from okrboard.domain.record import Record
from okrboard.text import squeeze

if TYPE_CHECKING:
    from okrboard.domain.value_check.reading import Reading

Answer = Literal["task", "outcome", "outcome_unmeasured", "milestone", "strong", "weak", "unclear"]
"""Key results are task, outcome, outcome_unmeasured or milestone; objectives strong or weak;
either is unclear when the text is not English, and a key result when only those who wrote it
can tell, who are asked then."""


class Verdict(Record):
    """An answer that asks and never blocks."""

    verdict: Answer
    reasons: tuple[str, ...] = ()
    """Short sentences; words in “…” stand in the text just so (quotation marks aside)."""
    question: str = ""
    """What a coach would ask next; empty when there is nothing to ask."""


Verdicts = Iterator[Verdict]
"""What a rule yields: its verdict when it has one; the first that any rule yields counts."""

_VALUE_QUESTION = (
    "Can this create value for customers or the company? "
    "If not, what is the work that has real value?"
)
_MEASURE_QUESTION = "How would you see it? Which number, from where to where?"
_TARGET_QUESTION = "Where does it stand today?"
_MILESTONE_QUESTION = "What will be different for somebody once this is reached?"
OBJECTIVE_QUESTION = "Whose life gets better, and how would they say it?"
_WHAT_QUESTION = "What is it that is counted, and who is better off when it moves?"

# Of work of ours.
DOES = "{} is something we do."
DONE = "{} says that work was done, not what it changed."
COUNTS = "{} counts what we do or make."
OURS = "{} is what we do ourselves."
LEFT_TO_DO = "{} counts work that we have not done yet."
PUT_IN = "{} is what we put in, not what comes of it."
DELIVERABLE = "{} is something we make or do."
AIMS = "{} names what it is for, but no number says how much."
# Of what changes for somebody.
CHANGES = "{} speaks of a change."
LESS = "{} is to become less: somebody has less of it."
KEEPS = "{} speaks of a level to hold."
RESULT = "{} is a result one can observe."
MEASURED = "{} says how much."
SOMEBODY = "{} is about what others do or get."
EFFECT = "{} measures what the work brings about."
SERVICE = "{} is a level of service that others feel."
BINARY = "{} is reached or not, nothing in between."
# Of what only those who wrote it can tell.
NAMELESS = "{} does not say what is counted."
WORTH_ASKING = "{} alone does not say who is better off."
# Of objectives.
LIFTS = "{} says what somebody would feel."
PROMISES = "{} promises a difference."
FLAT = "{} fits every objective: it does not say what will be different."
SAME = "{} promises that nothing changes."
NUMBER = "{} is a number: it belongs to a key result."
SHORT = "{} names a field, not a change in it."
FIELD = "{} names a field, not what changes in it."
# Of no words in particular.
CANNOT_TELL = "It does not look like English, so the check cannot tell."
NO_NUMBER = "No number says how much."
NOBODY = "It does not say who would feel the difference."
LONG = "It is too long to be remembered."

_LONGEST_UNIT = 20

NOT_ENGLISH = Verdict("unclear", (CANNOT_TELL,))


def task(*reasons: str) -> Verdict:
    """A task: activity, output or deliverable."""
    return Verdict("task", tuple(dict.fromkeys(reasons)), _VALUE_QUESTION)


def outcome(reading: Reading, *reasons: str) -> Verdict:
    """A measured change for somebody; asks for today's value when only a target is named."""
    everything = tuple(dict.fromkeys((*reasons, *_measure_reasons(reading, " ".join(reasons)))))
    level = any(m.relation in ("change", "upper", "lower", "within") for m in reading.measures)
    known = level or reading.beside.start is not None
    return Verdict("outcome", everything, "" if known else _TARGET_QUESTION)


def unmeasured(*reasons: str) -> Verdict:
    """A change that no number holds to account."""
    return Verdict("outcome_unmeasured", (*dict.fromkeys(reasons), NO_NUMBER), _MEASURE_QUESTION)


def change(reading: Reading, reason: str) -> Verdict:
    """A change, measured or not."""
    return outcome(reading, reason) if reading.is_measured else unmeasured(reason)


def unclear(reason: str) -> Verdict:
    """Something that only those who wrote it can tell."""
    return Verdict("unclear", (reason,), _WHAT_QUESTION)


def milestone(reading: Reading, first: int, last: int) -> Verdict:
    """A yes or no that somebody else gives."""
    return Verdict("milestone", (reading.say(BINARY, first, last),), _MILESTONE_QUESTION)


def _measure_reasons(reading: Reading, other_reasons: str) -> list[str]:
    """Return a sentence for the telling measure unless others quote it, and one for a target."""
    measures = reading.strong or reading.counted
    reasons = []
    if measures:
        best = next((m for m in measures if m.relation == "change"), measures[-1])
        if reading.quote(best.first, best.last).strip("“”") not in other_reasons:
            reasons.append(reading.say(MEASURED, best.first, best.last))
    if reading.given:
        what = "A target is" if reading.beside.start is None else "A start and a target are"
        unit = squeeze(reading.beside.unit)[:_LONGEST_UNIT]
        reasons.append(f"{what} set beside the text{', in ' if unit else ''}{unit}.")
    return reasons


def subject_reason(reading: Reading) -> list[str]:
    """Return a sentence on what the text is about, when that noun is known."""
    subject = reading.subject
    sentence = {"people": SOMEBODY, "metric": RESULT}.get(subject.kind)
    if sentence is None or subject.head < 0:
        return []
    return [reading.say(sentence, subject.first, subject.last)]


def count_reason(reading: Reading) -> list[str]:
    """Return a sentence on the first number and what it counts, when there is one."""
    if not reading.counted:
        return []
    measure = reading.counted[0]
    last = max(measure.last, min(reading.subject.last, measure.last + 4))
    return [reading.say(COUNTS, measure.first, last)]
