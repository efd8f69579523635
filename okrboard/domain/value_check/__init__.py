"""The value check: does a goal speak of work, or of what changes for somebody?

It asks and never blocks, works without a network, and names the words that made it think so. Its
rules and word lists are loaded by the first check, not by the import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrboard.domain.value_check.verdict import Verdict

if TYPE_CHECKING:
    from okrboard.domain.records import DraftKeyResult, KeyResult

__all__ = ["Verdict", "check_key_result", "check_objective", "check_written"]


def check_key_result(
    text: str,
    *,
    start: float | None = None,
    target: float | None = None,
    unit: str = "",
    kind: str | None = None,
    keep: str = "",
) -> Verdict:
    """Return task, outcome, outcome_unmeasured or milestone for a key result's text.

    `start`, `target` and `unit` are the numbers kept beside the text; `kind` is metric, threshold
    or milestones; `keep` is the side of its target, above or below, on which a threshold is to
    stay. A text that is not English, or does not say what is counted, gives unclear. Never raises,
    whatever the text.
    """
    from okrboard.domain.value_check.key_results import judge
    from okrboard.domain.value_check.measures import Beside

    return judge(text, Beside(start, target, unit, kind, keep))


def check_written(written: KeyResult | DraftKeyResult) -> Verdict:
    """Return what `check_key_result` thinks of a key result, or of one in the making."""
    return check_key_result(
        written.title,
        start=written.start,
        target=written.target,
        unit=written.unit,
        kind=written.kind,
        keep=written.keep,
    )


def check_objective(text: str) -> Verdict:
    """Return strong or weak for an objective's text, unclear when it is not English."""
    from okrboard.domain.value_check.objectives import judge

    return judge(text)
