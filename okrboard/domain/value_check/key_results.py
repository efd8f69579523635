"""Is a key result a task or a value? Reads it and lets the rules speak."""

from __future__ import annotations

from okrboard.domain.value_check import sentences
from okrboard.domain.value_check.commands import judge_command
from okrboard.domain.value_check.language import is_english
from okrboard.domain.value_check.reading import read
from okrboard.domain.value_check.statements import judge_statement
from okrboard.domain.value_check.verdict import Verdict

UNCLEAR = Verdict("unclear", (sentences.CANNOT_TELL,))


def judge(text: str, target: float | None, kind: str | None) -> Verdict:
    """Return the verdict on the text of a key result, a target beside it counting as measure."""
    reading = read(text, given=target is not None and kind != "milestones")
    if reading.start >= len(reading.words) or not is_english(reading.words):
        return UNCLEAR
    if reading.command:
        return judge_command(reading)
    return judge_statement(reading)
