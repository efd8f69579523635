"""`Verdict`: what the value check thinks of a text, and the words that made it think so."""

from __future__ import annotations

from okrboard.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Answer = Literal[
        "task", "outcome", "outcome_unmeasured", "milestone", "strong", "weak", "unclear"
    ]
    """Key results are task, outcome, outcome_unmeasured or milestone; objectives strong or weak;
    either is unclear when the text is not English."""


class Verdict(Record):
    """An answer that asks and never blocks."""

    verdict: Answer
    reasons: tuple[str, ...] = ()
    """Short sentences; words in “…” stand in the text just so (quotation marks aside)."""
    question: str = ""
    """What a coach would ask next; empty when there is nothing to ask."""
