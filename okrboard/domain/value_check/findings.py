"""Builds verdicts on key results together with their reasons and the coach's question."""

from __future__ import annotations

from okrboard.domain.value_check import sentences
from okrboard.domain.value_check.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.value_check.reading import Reading

    Rule = Callable[[Reading], Verdict | None]

_LEVELS = ("change", "upper", "lower", "within")


def first_verdict(rules: tuple[Rule, ...], reading: Reading) -> Verdict:
    """Return the verdict of the first rule that speaks; the last one always does."""
    return next(verdict for rule in rules if (verdict := rule(reading)))


def task(*reasons: str) -> Verdict:
    """A task: activity, output or deliverable."""
    return Verdict("task", tuple(dict.fromkeys(reasons)), sentences.VALUE_QUESTION)


def outcome(reading: Reading, *reasons: str) -> Verdict:
    """A measured change for somebody; asks for today's value when only a target is named."""
    everything = tuple(dict.fromkeys((*reasons, *measure_reasons(reading, " ".join(reasons)))))
    levels = [m for m in reading.measures if m.relation in _LEVELS]
    known = levels or reading.given.startswith("A start")
    return Verdict("outcome", everything, "" if known else sentences.TARGET_QUESTION)


def unmeasured(*reasons: str) -> Verdict:
    """A change that no number holds to account."""
    return Verdict(
        "outcome_unmeasured",
        (*dict.fromkeys(reasons), sentences.NO_NUMBER),
        sentences.MEASURE_QUESTION,
    )


def milestone(reading: Reading, first: int, last: int) -> Verdict:
    """A yes or no that somebody else gives."""
    reason = sentences.binary(reading.quote(first, last))
    return Verdict("milestone", (reason,), sentences.MILESTONE_QUESTION)


def measure_reasons(reading: Reading, said: str) -> list[str]:
    """Return a sentence for the telling measure unless it was `said`, and one for a target."""
    found = [m for m in reading.measures if m.strong] or reading.counted
    reasons = []
    if found:
        best = next((m for m in found if m.relation == "change"), found[-1])
        quoted = reading.quote(best.first, best.last)
        if quoted.strip("“”") not in said:
            reasons.append(sentences.measured(quoted))
    if reading.given:
        reasons.append(reading.given)
    return reasons


def subject_reason(reading: Reading) -> list[str]:
    """Return a sentence on what the text is about, when that noun is known."""
    subject = reading.subject
    if subject.head < 0:
        return []
    quoted = reading.quote(subject.first, subject.last)
    if subject.kind == "people":
        return [sentences.somebody(quoted)]
    if subject.kind == "metric":
        return [sentences.result(quoted)]
    return []
