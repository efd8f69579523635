"""Is a key result a task or a value? Reads it and lets the rules speak."""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import sentences
from okrboard.domain.value_check.commands import judge_command
from okrboard.domain.value_check.findings import milestone
from okrboard.domain.value_check.language import is_english
from okrboard.domain.value_check.reading import read
from okrboard.domain.value_check.statements import judge_statement, work_done
from okrboard.domain.value_check.verdict import Verdict
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.reading import Reading

UNCLEAR = Verdict("unclear", (sentences.CANNOT_TELL,))
LONGEST_UNIT = 20


class Beside(Record):
    """What is kept beside the text of a key result."""

    start: float | None = None
    target: float | None = None
    unit: str = ""
    kind: str | None = None

    def sentence(self) -> str:
        """Return what the numbers say, "" when they do not make a measure."""
        if self.target is None or self.kind == "milestones":
            return ""
        return sentences.given(self.start is not None, squeeze(self.unit)[:LONGEST_UNIT])


def judge(text: str, beside: Beside) -> Verdict:
    """Return the verdict on a key result; a target beside the text counts as its measure."""
    reading = read(text, beside.sentence())
    if reading.start >= len(reading.words) or not is_english(reading.words[reading.start :]):
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
