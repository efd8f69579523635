"""`Verdict`: what the value check thinks of a text, its sentences, and how they come together."""

from __future__ import annotations

from collections.abc import Callable
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


VALUE_QUESTION = (
    "Can this create value for customers or the company? "
    "If not, what is the work that has real value?"
)
MEASURE_QUESTION = "How would you see it? Which number, from where to where?"
TARGET_QUESTION = "Where does it stand today?"
MILESTONE_QUESTION = "What will be different for somebody once this is reached?"
OBJECTIVE_QUESTION = "Whose life gets better, and how would they say it?"

WHAT_QUESTION = "What is it that is counted, and who is better off when it moves?"

LONGEST_UNIT = 20

CANNOT_TELL = "It does not look like English, so the check cannot tell."

NO_NUMBER = "No number says how much."


def given(start: bool, unit: str) -> str:
    """Numbers are kept beside the text."""
    what = "A start and a target are" if start else "A target is"
    return f"{what} set beside the text, in {unit}." if unit else f"{what} set beside the text."


def does(words: str) -> str:
    """The leading verb is work."""
    return f"{words} is something we do."


def done(words: str) -> str:
    """A participle tells of work finished."""
    return f"{words} says that work was done, not what it changed."


def counts(words: str) -> str:
    """A number counts what we make or do."""
    return f"{words} counts what we do or make."


def ours(words: str) -> str:
    """Our own people or places do it."""
    return f"{words} is what we do ourselves."


def left_to_do(words: str) -> str:
    """What is counted down is work of ours."""
    return f"{words} counts work that we have not done yet."


def put_in(words: str) -> str:
    """More of it is an input."""
    return f"{words} is what we put in, not what comes of it."


def nameless(words: str) -> str:
    """No noun says what is counted."""
    return f"{words} does not say what is counted."


def worth_asking(words: str) -> str:
    """More of it may be worth nothing."""
    return f"{words} alone does not say who is better off."


def deliverable(words: str) -> str:
    """The noun is a thing that we make."""
    return f"{words} is something we make or do."


def aims(words: str) -> str:
    """A purpose stands behind the work, without a number."""
    return f"{words} names what it is for, but no number says how much."


def changes(words: str) -> str:
    """The verb speaks of a change."""
    return f"{words} speaks of a change."


def less(words: str) -> str:
    """A count falls."""
    return f"{words} is to become less: somebody has less of it."


def keeps(words: str) -> str:
    """The verb speaks of holding a level."""
    return f"{words} speaks of a level to hold."


def result(words: str) -> str:
    """The noun can be read off."""
    return f"{words} is a result one can observe."


def measured(words: str) -> str:
    """A measure says how much."""
    return f"{words} says how much."


def somebody(words: str) -> str:
    """Somebody else acts or benefits."""
    return f"{words} is about what others do or get."


def effect(words: str) -> str:
    """The work is measured by its effect."""
    return f"{words} measures what the work brings about."


def service(words: str) -> str:
    """A level of service."""
    return f"{words} is a level of service that others feel."


def binary(words: str) -> str:
    """Reached or not."""
    return f"{words} is reached or not, nothing in between."


NOBODY = "It does not say who would feel the difference."
LONG = "It is too long to be remembered."


def lifts(words: str) -> str:
    """A word by which somebody feels the difference."""
    return f"{words} says what somebody would feel."


def promises(words: str) -> str:
    """A verb that promises a difference."""
    return f"{words} promises a difference."


def flat(words: str) -> str:
    """A verb that fits every objective."""
    return f"{words} fits every objective: it does not say what will be different."


def same(words: str) -> str:
    """Nothing changes."""
    return f"{words} promises that nothing changes."


def number(words: str) -> str:
    """A number in an objective."""
    return f"{words} is a number: it belongs to a key result."


def short(words: str) -> str:
    """Too short to say a change."""
    return f"{words} names a field, not a change in it."


def field(words: str) -> str:
    """A noun that names a field."""
    return f"{words} names a field, not what changes in it."


_LEVELS = ("change", "upper", "lower", "within")


def first_verdict(
    rules: tuple[Callable[[Reading], Verdict | None], ...], reading: Reading
) -> Verdict:
    """Return the verdict of the first rule that speaks; the last one always does."""
    return next(verdict for rule in rules if (verdict := rule(reading)))


def task(*reasons: str) -> Verdict:
    """A task: activity, output or deliverable."""
    return Verdict("task", tuple(dict.fromkeys(reasons)), VALUE_QUESTION)


def outcome(reading: Reading, *reasons: str) -> Verdict:
    """A measured change for somebody; asks for today's value when only a target is named."""
    everything = tuple(dict.fromkeys((*reasons, *measure_reasons(reading, " ".join(reasons)))))
    levels = [m for m in reading.measures if m.relation in _LEVELS]
    known = levels or reading.beside.start is not None
    return Verdict("outcome", everything, "" if known else TARGET_QUESTION)


def unmeasured(*reasons: str) -> Verdict:
    """A change that no number holds to account."""
    return Verdict(
        "outcome_unmeasured",
        (*dict.fromkeys(reasons), NO_NUMBER),
        MEASURE_QUESTION,
    )


def unclear(reason: str) -> Verdict:
    """Something that only those who wrote it can tell."""
    return Verdict("unclear", (reason,), WHAT_QUESTION)


def milestone(reading: Reading, first: int, last: int) -> Verdict:
    """A yes or no that somebody else gives."""
    reason = binary(reading.quote(first, last))
    return Verdict("milestone", (reason,), MILESTONE_QUESTION)


def measure_reasons(reading: Reading, said: str) -> list[str]:
    """Return a sentence for the telling measure unless it was `said`, and one for a target."""
    found = [m for m in reading.measures if m.strong] or reading.counted
    reasons = []
    if found:
        best = next((m for m in found if m.relation == "change"), found[-1])
        quoted = reading.quote(best.first, best.last)
        if quoted.strip("“”") not in said:
            reasons.append(measured(quoted))
    if reading.given:
        unit = squeeze(reading.beside.unit)[:LONGEST_UNIT]
        reasons.append(given(reading.beside.start is not None, unit))
    return reasons


def subject_reason(reading: Reading) -> list[str]:
    """Return a sentence on what the text is about, when that noun is known."""
    subject = reading.subject
    if subject.head < 0:
        return []
    quoted = reading.quote(subject.first, subject.last)
    if subject.kind == "people":
        return [somebody(quoted)]
    if subject.kind == "metric":
        return [result(quoted)]
    return []
