"""`okrboard objective`: what we want to achieve, from a proposal to its end."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import (
    OWNER,
    STATUS,
    TEAM,
    Wanted,
    changes_given,
    field_options,
    fields_given,
)
from okrboard.cli.show import show_one
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.converters import cycle_id, objective_id, understood, word
from okrboard.domain.edit.objectives import (
    carry_objective,
    close_objective,
    commit_objective,
    edit_objective,
    override_health,
    place_objective,
    propose_objective,
    reopen_objective,
    withdraw_objective,
)
from okrboard.domain.enums import HEALTH_LABELS, WORDS
from okrboard.domain.lookup import find_cycle, find_objective, reference
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.parse_values import parse_share
from okrboard.domain.records import Objective
from okrboard.errors import UsageError
from okrboard.report.format import share_text
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Cell, table
from okrboard.text import clean, shorten


def add(context: Context, arguments: Arguments) -> int:
    """Put a committed objective on the board."""
    return _make(context, arguments, commit=True)


def propose(context: Context, arguments: Arguments) -> int:
    """Put a proposed objective on the board."""
    return _make(context, arguments, commit=False)


def change(context: Context, arguments: Arguments) -> int:
    """Change an objective's fields."""

    def edit(draft: Draft) -> Objective:
        fields = changes_given("objectives", fields_given("objectives", arguments, draft))
        return edit_objective(draft, _id(draft, arguments), **fields)

    return _answer(context, "changed", context.change("edit objective", edit))


def commit(context: Context, arguments: Arguments) -> int:
    """Make a proposal one that the team works for."""
    return _simple(context, arguments, commit_objective, "committed")


def withdraw(context: Context, arguments: Arguments) -> int:
    """Make an objective a proposal again."""
    return _simple(context, arguments, withdraw_objective, "a proposal again")


def reopen(context: Context, arguments: Arguments) -> int:
    """Take a closing back."""
    return _simple(context, arguments, reopen_objective, "open again")


def close(context: Context, arguments: Arguments) -> int:
    """Close an objective with its outcome and score."""
    outcome = word(arguments.text("OUTCOME"), "an outcome", WORDS["Outcome"])
    typed = arguments.get("score")

    def edit(draft: Draft) -> Objective:
        id = _id(draft, arguments)
        score = understood(lambda: parse_share(typed)) if typed is not None else _score(draft, id)
        return close_objective(draft, id, outcome, score=score, lesson=arguments.text("lesson"))

    made = context.change("close objective", edit)
    score = f", score {made.score:.2f}" if made.score is not None else ""
    return _answer(context, f"closed as {outcome}{score}", made)


def carry(context: Context, arguments: Arguments) -> int:
    """Carry an objective into another cycle."""

    def edit(draft: Draft) -> Objective:
        id = _id(draft, arguments)
        return carry_objective(draft, id, _next_cycle(draft, id, arguments.get("CYCLE")))

    made = context.change("carry objective", edit)
    old = reference("objectives", made.carried_from)
    name = context.board.cycles[made.cycle].name
    return _answer(context, f"carried into {clean(name)} from {old}", made)


def override(context: Context, arguments: Arguments) -> int:
    """Say that a health is not what the numbers say, or take that back."""
    typed = arguments.text("HEALTH").strip().casefold()
    words = (*WORDS["HealthOrNone"], "none")
    health = word(typed, "a health", words).replace("none", "")

    def edit(draft: Draft) -> Objective:
        return override_health(draft, _id(draft, arguments), health, arguments.text("reason"))

    said = HEALTH_LABELS[health] if health else "as its numbers say"
    return _answer(context, said, context.change("override", edit))


def move(context: Context, arguments: Arguments) -> int:
    """Put an objective right before or after another one."""
    before, after = arguments.get("before"), arguments.get("after")
    if (before is None) == (after is None):
        raise UsageError("say where to: --before REF or --after REF")

    def edit(draft: Draft) -> Objective:
        id = _id(draft, arguments)
        other = objective_id(draft.board, before or after or "")
        if other == id or not other:
            raise UsageError("name another objective to move it to")
        if draft.board.objectives[other].cycle != draft.board.objectives[id].cycle:
            raise UsageError("they are in different cycles; objective carry moves between them")
        if before is not None:
            return place_objective(draft, id, before=other)
        return place_objective(draft, id, after=other)

    return _answer(context, "moved", context.change("move", edit))


def show(context: Context, arguments: Arguments) -> int:
    """Print one objective."""
    return show_one(context, arguments.text("REF"), "objectives")


def _make(context: Context, arguments: Arguments, *, commit: bool) -> int:
    def edit(draft: Draft) -> Objective:
        cycle = cycle_id(draft.board, arguments.get("cycle"), draft.stamp.today)
        fields = _with_usual(draft, fields_given("objectives", arguments, draft))
        made = propose_objective(draft, arguments.text("TITLE"), cycle, **fields)
        if commit:
            what = f"add {reference('objectives', made.id)} {made.title}"
            made = commit_objective(draft, made.id)
            draft.what = what
        return made

    made = context.change("new objective", edit)
    return _answer(context, "committed" if commit else "proposed", made)


def _simple(
    context: Context,
    arguments: Arguments,
    act: Callable[[Draft, int], Objective],
    said: str,
) -> int:
    made = context.change(said, lambda draft: act(draft, _id(draft, arguments)))
    return _answer(context, said, made)


def _id(draft: Draft, arguments: Arguments) -> int:
    return find_objective(draft.board, arguments.text("REF")).id


def _next_cycle(draft: Draft, id: int, named: str | None) -> int:
    """Return the cycle that is named, or the only one that is not closed besides its own."""
    board = draft.board
    if named is not None:
        return find_cycle(board, named).id
    own = board.objectives[id].cycle
    others = [cycle for cycle in board.cycles.values() if cycle.state != "closed"]
    found = [cycle.id for cycle in others if cycle.id != own]
    if len(found) == 1:
        return found[0]
    names = ", ".join(clean(cycle.name) for cycle in others if cycle.id != own)
    way = f"name one of {names}" if names else "make one: okrboard cycle add NAME"
    raise UsageError(f"say into which cycle it is carried; {way}")


def _score(draft: Draft, id: int) -> float | None:
    """Return the score that an objective's numbers come to today."""
    from okrboard.domain.measure import measure_objective

    objective = draft.board.objectives[id]
    cycle = draft.board.cycles[objective.cycle]
    measured = measure_objective(draft.board, objective, cycle, draft.stamp.today)
    return round(measured.progress.value, 2) if measured.progress else None


def _answer(context: Context, what: str, made: Objective) -> int:
    def record() -> object:
        from okrboard.report.goals_json import objective_json

        return objective_json(context.board, made, context.today)

    return context.done(f"{reference('objectives', made.id)} {shorten(made.title)}: {what}", record)


def _with_usual(draft: Draft, fields: dict[str, object]) -> dict[str, object]:
    """Return the fields of a new objective: it is the person's own and the owner's team's."""
    fields.setdefault("owner", draft.stamp.member)
    owner = draft.board.members.get(int(str(fields["owner"])))
    if owner is not None and fields.get("level") != "company":
        fields.setdefault("team", owner.team)
    return fields


STAGES = ("proposed", "committed", "closed")


def list_objectives(context: Context, arguments: Arguments) -> int:
    """Print the objectives of the running cycle, of another, or of all."""
    board, today = context.board, context.today
    wanted = Wanted(context, arguments)
    every = (
        measure_objective(board, objective, board.cycles[objective.cycle], today)
        for objective in _chosen(context, arguments)
    )
    measured = [one for one in every if wanted.has_objective(one)]
    if context.json:
        from okrboard.report.goals_json import objective_json

        context.emit([objective_json(board, one.objective, today) for one in measured])
        return 0
    heads = ("", "objective", "health", "", "owner", "team")
    rows = [_row(context, one) for one in measured]
    lines = table(context.look, heads, rows, flexible=1, numbers=(3,), drop=(5, 4))
    for line in lines or ["no such objective; propose one: okrboard objective propose TITLE"]:
        context.say(line)
    return 0


def _chosen(context: Context, arguments: Arguments) -> list[Objective]:
    board = context.board
    if arguments.has("all") or not board.cycles:
        found = sorted(board.objectives.values(), key=lambda one: one.id)
    else:
        found = board.objectives_in(cycle_id(board, arguments.get("cycle"), context.today))
    if arguments.has("stage"):
        stage = word(arguments.text("stage"), "a stage", STAGES)
        found = [one for one in found if one.stage == stage]
    return found


def _row(context: Context, measured: ObjectiveMeasure) -> tuple[Cell, ...]:
    board, objective = context.board, measured.objective
    said = measured.health if objective.stage == "committed" else objective.stage
    shown: Cell = (said.replace("_", " "), said)
    if objective.override:
        shown = (f"{said.replace('_', ' ')} (said)", said)
    return (
        reference("objectives", objective.id),
        objective.title,
        shown,
        share_text(measured.progress.value if measured.progress else None),
        handle(board, objective.owner) or "",
        team_name(board, objective.team) or "",
    )


LIST = Command(
    "objective list",
    "the objectives of a cycle",
    list_objectives,
    (),
    (
        Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),
        Option("all", "", "those of all cycles"),
        OWNER,
        TEAM,
        STATUS,
        Option("stage", "WORD", "only proposed, committed or closed", completes=" ".join(STAGES)),
    ),
)

_REF = Positional("REF", "O12, or a unique part of its title", completes="@objectives")
_TITLE = Positional("TITLE", "what we want to achieve")
_IN = Option("cycle", "CYCLE", "the cycle; the running one unless given", completes="@cycles")

NOUN = Noun(
    "objective",
    "list",
    (
        Command(
            "objective add",
            "put a committed one on the board",
            add,
            (_TITLE,),
            (*field_options("objectives", "title"), _IN),
        ),
        Command(
            "objective propose",
            "put a draft on the board",
            propose,
            (_TITLE,),
            (*field_options("objectives", "title"), _IN),
        ),
        Command(
            "objective edit",
            "change its fields",
            change,
            (_REF,),
            field_options("objectives"),
        ),
        LIST,
        Command("objective show", "one with its key results", show, (_REF,)),
        Command("objective commit", "make a proposal one we work for", commit, (_REF,)),
        Command("objective withdraw", "make it a proposal again", withdraw, (_REF,)),
        Command(
            "objective close",
            "end it with an outcome and a score",
            close,
            (
                _REF,
                Positional(
                    "OUTCOME",
                    "reached, partly, missed, dropped, put off or carried",
                    completes="reached partly missed dropped",
                ),
            ),
            (
                Option("score", "0.0..1.0", "its score; what the numbers say unless given"),
                Option("lesson", "TEXT", "what we learned"),
            ),
        ),
        Command("objective reopen", "take a closing back", reopen, (_REF,)),
        Command(
            "objective carry",
            "carry it into another cycle",
            carry,
            (
                _REF,
                Positional("CYCLE", "the cycle; the next one", count="?", completes="@cycles"),
            ),
        ),
        Command(
            "objective override",
            "say that it is not what the numbers say",
            override,
            (
                _REF,
                Positional(
                    "HEALTH",
                    "on track, at risk, off track, done, or none to take it back",
                    completes="on-track at-risk off-track done none",
                ),
            ),
            (Option("reason", "TEXT", "why; shown with it", short="m"),),
        ),
        Command(
            "objective move",
            "change its place in the order",
            move,
            (_REF,),
            (
                Option("before", "REF", "right before this one", completes="@objectives"),
                Option("after", "REF", "right after this one", completes="@objectives"),
            ),
        ),
    ),
)
