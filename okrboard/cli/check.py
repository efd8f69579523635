"""`okrboard check`: the value check: is it a task, or does something change for somebody?

It asks and never blocks: the exit status is 0 whatever it thinks.
"""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.lookup import find, reference
from okrboard.domain.value_check import Verdict, check_key_result, check_objective, check_written
from okrboard.errors import UsageError
from okrboard.text import clean, shorten, squeeze

_STYLES = {
    "outcome": "on_track",
    "strong": "on_track",
    "milestone": "accent",
    "outcome_unmeasured": "at_risk",
    "task": "off_track",
    "weak": "off_track",
}


def check(context: Context, arguments: Arguments) -> int:
    """Print the verdict on something of the board, or on a text."""
    ref = arguments.get("REF")
    if (ref is None) == (not arguments.has("text")):
        raise UsageError("name a key result or an objective, or give --text TEXT; one of them")
    if ref is None:
        text = squeeze(arguments.text("text"), 10_000)
        if not text:
            raise UsageError("there is no text to check: --text 'Raise audit accuracy to 99 %'")
        wants = check_objective if arguments.has("objective") else check_key_result
        return _say(context, "", text, wants(text))
    table, record = find(context.board, ref, "key_results", "objectives")
    verdict = check_objective(record.title) if table == "objectives" else check_written(record)
    return _say(context, reference(table, record.id), clean(record.title), verdict)


def _say(context: Context, ref: str, text: str, verdict: Verdict) -> int:
    if context.json:
        context.emit(
            {
                "verdict": verdict.verdict,
                "reasons": [clean(reason) for reason in verdict.reasons],
                "question": clean(verdict.question),
                "ref": ref or None,
                "text": text,
            }
        )
        return 0
    word = verdict.verdict.replace("_", " ")
    styled = context.look.style(word, _STYLES.get(verdict.verdict, "dim"))
    context.tell(f"{ref} {shorten(text)}: {styled}".lstrip())
    for reason in verdict.reasons:
        context.tell(f"  {clean(reason)}")
    if verdict.question:
        context.tell(f"  {clean(verdict.question)}")
    return 0


COMMAND = Command(
    "check",
    "ask whether a key result is a value or a task",
    check,
    (
        Positional(
            "REF",
            "a key result or an objective of the board",
            count="?",
            completes="@key_results @objectives",
        ),
    ),
    (
        Option("text", "TEXT", "a text instead: is this key result a value or a task?"),
        Option("objective", "", "the text is an objective"),
    ),
)
