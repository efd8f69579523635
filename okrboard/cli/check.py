"""`okrboard check`: the value check: is it a task, or does something change for somebody?

It asks and never blocks: the exit status is 0 whatever it thinks.
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.lookup import find, reference
from okrboard.domain.value_check import check_key_result, check_objective, check_written
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


@command(
    "check",
    Positional(
        "REF",
        "a key result or an objective of the board",
        count="?",
        completes="@key_results @objectives",
    ),
    Option("text", "TEXT", "a text instead: is this key result a value or a task?"),
    Option("objective", "", "the text is an objective"),
)
def check(context: Context, arguments: Arguments) -> int:
    """Ask whether a key result is a value or a task."""
    named = arguments.get("REF")
    if (named is None) == (not arguments.has("text")):
        raise UsageError("name a key result or an objective, or give --text TEXT; one of them")
    ref = ""
    if named is None:
        text = squeeze(arguments.text("text"), 10_000)
        if not text:
            raise UsageError("there is no text to check: --text 'Raise audit accuracy to 99 %'")
        verdict = (check_objective if arguments.has("objective") else check_key_result)(text)
    else:
        table, record = find(context.board, named, "key_results", "objectives")
        ref, text = reference(table, record.id), clean(record.title)
        verdict = check_objective(record.title) if table == "objectives" else check_written(record)
    reasons, question = [clean(reason) for reason in verdict.reasons], clean(verdict.question)

    def lines() -> Iterator[str]:
        word = verdict.verdict.replace("_", " ")
        styled = context.look.style(word, _STYLES.get(verdict.verdict, "dim"))
        yield f"{ref} {shorten(text)}: {styled}".lstrip()
        yield from (f"  {line}" for line in (*reasons, question) if line)

    return context.answer(
        lines,
        lambda: {
            "verdict": verdict.verdict,
            "reasons": reasons,
            "question": question,
            "ref": ref or None,
            "text": text,
        },
        wrap=True,
    )
