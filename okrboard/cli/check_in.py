"""`okrboard check-in`: note where a key result stands, and what drove it."""

from __future__ import annotations

from datetime import date

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.options import KEY_RESULT, field_options, fields_given
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.converters import day, understood
from okrboard.domain.describe import describe_move, describe_outside
from okrboard.domain.edit.check_ins import check_in as add_check_in
from okrboard.domain.edit.check_ins import read_value
from okrboard.domain.format_numbers import format_value
from okrboard.domain.lookup import find_key_result, reference
from okrboard.domain.parse_values import ParsedValue, parse_driver
from okrboard.domain.records import CheckIn, Driver, KeyResult
from okrboard.errors import NotFound, UsageError
from okrboard.report.format import typeset, value_text
from okrboard.report.jsonable import Json, record_json
from okrboard.text import clean, shorten, squeeze


@command(
    "check-in",
    KEY_RESULT,
    Positional(
        "VALUE",
        "26, +2, -3, =-3, 12%, 1,234.5, 3,5 Mio, 90 min, 2/4 steps, yes; = when far off",
        count="?",
    ),
    *field_options("check_ins"),
    Option(
        "step",
        "NAME",
        "a step that is done now, instead of a value; may be given several times",
        repeat=True,
    ),
    more='Example: okrboard check-in KR7 +2 -c 6 --driver "Black Friday=+4:outside"',
)
def check_in(context: Context, arguments: Arguments) -> int:
    """Note where a key result stands."""
    typed = arguments.get("VALUE")

    def edit(draft: Draft) -> tuple[CheckIn, str, str, ParsedValue | None]:
        board, today = draft.board, draft.stamp.today
        key_result = find_key_result(board, arguments.text("REF"))
        on = day(arguments.text("on"), today, past=True) if arguments.has("on") else today
        before = _before(board, key_result, on)
        steps = _steps(key_result, arguments.all("step"))
        parsed = _value(board, key_result, typed, before, steps)
        made = add_check_in(
            draft,
            key_result.id,
            parsed.value if parsed else 0.0,
            on=on,
            drivers=[_driver(text, key_result.unit) for text in arguments.all("driver")],
            steps=steps,
            **fields_given("check_ins", arguments, draft),
        )
        sentence = _sentence(key_result, before, made.value)
        if typed is not None and parsed is not None:
            sentence += _understood(made.value, key_result.unit, typed, parsed)
        cycle = board.cycles.get(board.objectives[key_result.objective].cycle)
        outside = describe_outside(cycle, on) if cycle else ""
        return made, sentence + _dated(draft, key_result, made), outside, parsed

    made, sentence, outside, parsed = context.change("check-in", edit)
    if outside:
        context.remark(f"{made.on} is {outside}")
    return context.done(sentence, lambda: _json(context.board, made, typed, parsed))


def _before(board: Board, key_result: KeyResult, on: date) -> float | None:
    """Return where a key result stood on a day: what is noted late does not follow what is newer.

    None when nothing had been noted by then.
    """
    latest = board.latest(key_result.id)
    if latest is None or latest.on <= on:
        return latest.value if latest else None
    earlier = [each.value for each in board.check_ins_of(key_result.id) if each.on <= on]
    return earlier[-1] if earlier else None


def _value(
    board: Board,
    key_result: KeyResult,
    typed: str | None,
    current: float | None,
    steps: list[str] | None,
) -> ParsedValue | None:
    """Return the value as it was understood; None when steps say it."""
    if steps is not None:
        if typed is not None:
            raise UsageError("give a value or --step, not both")
        return None
    if typed is None:
        ref = reference("key_results", key_result.id)
        way = " or --step NAME" if key_result.kind == "milestones" else ""
        raise UsageError(f"VALUE is missing: okrboard check-in {ref} VALUE{way}")
    return understood(lambda: read_value(board, key_result, typed, current))


def _steps(key_result: KeyResult, names: list[str]) -> list[str] | None:
    """Return the steps that are done now: those that were, and those that are named."""
    if not names:
        return None
    ref = reference("key_results", key_result.id)
    if key_result.kind != "milestones":
        raise UsageError(f"{ref} has no steps; give its value")
    done = [step.name for step in key_result.steps if step.done]
    return done + [_step(key_result, name) for name in names]


def _step(key_result: KeyResult, typed: str) -> str:
    part = squeeze(typed).casefold()
    names = [step.name for step in key_result.steps]
    exact = [name for name in names if name.casefold() == part]
    matches = exact or [name for name in names if part and part in name.casefold()]
    if len(matches) != 1:
        many = "may be several steps" if matches else "is no step of it"
        listed = ", ".join(clean(name) for name in (matches or names)[:8])
        raise NotFound(f"{shown(typed)} {many}; name one of {listed}")
    return matches[0]


def _driver(text: str, unit: str) -> Driver:
    parsed = understood(lambda: parse_driver(text, unit))
    return Driver(parsed.text, parsed.share, parsed.kind)


def _sentence(key_result: KeyResult, before: float | None, after: float) -> str:
    """Return what was done: `KR7 Pages a week: 24 → 26 pages`."""
    moved = typeset(describe_move(key_result, before, after))
    if before == after and key_result.kind != "milestones":
        moved = f"{value_text(after, key_result.unit)}, unchanged"
    return f"{reference('key_results', key_result.id)} {shorten(key_result.title)}: {moved}"


def _understood(value: float, unit: str, typed: str, parsed: ParsedValue) -> str:
    """Return how a value was understood that was not typed as it is: ` (understood from +2: …)`."""
    text = squeeze(typed)
    if text in (format_value(value), format_value(value, unit), parsed.echo):
        return ""
    return f" (understood from {text}: {typeset(clean(parsed.echo))})"


def _dated(draft: Draft, key_result: KeyResult, made: CheckIn) -> str:
    """Return which day a check-in is of, when it is not today's, and what is still the newest."""
    newest = draft.board.latest(key_result.id)
    on = f", on {made.on}" if made.on != draft.stamp.today else ""
    if newest is None or newest.on <= made.on:
        return on
    return f"{on}; {value_text(newest.value, key_result.unit)} of {newest.on} stays the newest"


def _json(board: Board, made: CheckIn, typed: str | None, parsed: ParsedValue | None) -> Json:
    """Return the check-in, and how its value was understood where one was typed."""
    record = record_json(board, "check_ins", made)
    if typed is not None and parsed is not None:
        record["understood"] = {
            "text": squeeze(typed),
            "value": made.value,
            "unit": board.key_results[made.key_result].unit,
            "echo": parsed.echo,
        }
    return record
