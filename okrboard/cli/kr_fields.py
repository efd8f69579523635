"""The options that say what a key result measures, shared by adding and editing."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments, shown
from okrboard.cli.converters import day, given, member_id, number, word
from okrboard.cli.spec import Option
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import known_values
from okrboard.domain.enums import WORDS
from okrboard.domain.formulas import plausible
from okrboard.domain.parse_values import far_off, in_doubt
from okrboard.domain.records import Checkpoint, KeyResult, Step
from okrboard.errors import Refused, UsageError
from okrboard.text import squeeze

FIELDS = (
    Option("start", "N", "where it starts"),
    Option("target", "N", "where it is to go; the bound of a threshold"),
    Option("unit", "TEXT", "what it counts in: pages, %, €"),
    Option(
        "kind",
        "WORD",
        "metric, threshold or milestones; mostly clear from the other options",
        completes="metric threshold milestones",
    ),
    Option("keep", "WORD", "stay above or below the target (a threshold)", completes="above below"),
    Option("step", "NAME[=WEIGHT]", "a step; may be given several times", repeat=True),
    Option("yes-no", "", "it is reached or not: one single step"),
    Option("weight", "N", "its weight in the objective; 0 leaves it out"),
    Option("owner", "MEMBER", "who reports it, or none", completes="@members"),
    Option(
        "checkpoint",
        "DAY=VALUE",
        "where it should be on a day; may be given several times",
        repeat=True,
    ),
    Option("source", "NAME", "the connected number that feeds it"),
)


def fields_of(
    draft: Draft, arguments: Arguments, known: KeyResult | None = None
) -> dict[str, object]:
    """Return the fields that were given; `known` is the key result that they change."""
    unit = arguments.get("unit") or (known.unit if known else "")
    fields = given(
        arguments,
        {
            "title": ("title", str),
            "unit": ("unit", str),
            "kind": ("kind", lambda text: word(text, "a kind", WORDS["KeyResultKind"])),
            "keep": ("keep", lambda text: word(text, "--keep", WORDS["Keep"])),
            "weight": ("weight", number),
            "owner": ("owner", lambda text: member_id(draft.board, text, draft.stamp)),
            "source": ("source", str),
        },
    )
    fields.update(_way(draft, arguments, unit, known))
    if arguments.has("step"):
        old = {step.name.casefold(): step for step in known.steps} if known else {}
        fields["steps"] = tuple(_step(text, old) for text in arguments.all("step"))
    if arguments.has("checkpoint"):
        fields["checkpoints"] = tuple(
            _checkpoint(draft, text, unit) for text in arguments.all("checkpoint")
        )
    _infer_kind(fields, arguments)
    return fields


def _way(
    draft: Draft, arguments: Arguments, unit: str, known: KeyResult | None
) -> dict[str, object]:
    """Return start and target on one scale, and the unit they are written in where none is given.

    Raises `InDoubt` for what may be two, or is far from all that the key result has been.
    """
    texts = {name: arguments.text(name) for name in ("start", "target") if arguments.has(name)}
    if not texts:
        return {}
    from okrboard.domain.parse_values import read_together

    beside = known_values(draft.board, known) if known else ()
    try:
        read = read_together(texts, unit, known=beside)
    except ValueError as error:
        for text in texts.values():
            number(text, unit)
        raise UsageError(str(error)) from None
    for name, one in read.values.items():
        if one.others:
            raise in_doubt(texts[name], (one.value, *one.others))
        if not one.exact and not plausible(one.value, beside):
            raise far_off(texts[name], one.value, unit, beside)
    if read.question:
        raise Refused(read.question)
    fields: dict[str, object] = {name: one.value for name, one in read.values.items()}
    return fields if unit or not read.unit else {**fields, "unit": read.unit}


def _infer_kind(fields: dict[str, object], arguments: Arguments) -> None:
    if arguments.has("kind"):
        return
    if arguments.has("step") or arguments.has("yes-no"):
        fields["kind"] = "milestones"
    elif arguments.has("keep"):
        fields["kind"] = "threshold"


def _step(text: str, old: dict[str, Step]) -> Step:
    """Read `Release` or `Release=2`; a step that was there stays as done as it was."""
    name, equals, typed = text.rpartition("=")
    try:
        weight = number(typed) if equals else None
    except UsageError:
        # A name may hold the sign: only a number behind the last one is a weight.
        weight = None
    name = squeeze(name if weight is not None else text)
    if not name:
        raise UsageError(f"{shown(text)} is no step; write NAME or NAME=WEIGHT")
    before = old.get(name.casefold())
    if before is not None:
        return before._replace(name=name, weight=before.weight if weight is None else weight)
    return Step(name, 1.0 if weight is None else weight)


def _checkpoint(draft: Draft, text: str, unit: str) -> Checkpoint:
    when, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{shown(text)} is no checkpoint; write DAY=VALUE, as 2026-10-30=20")
    return Checkpoint(day(when, draft.stamp.today), number(value, unit))
