"""`okrboard objective`: what we want to achieve, from a proposal to its end."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cli.context import Arguments, Context
from okrboard.cli.goal_filter import GoalFilter
from okrboard.cli.options import CYCLE, OBJECTIVE, changes_given, field_options, fields_given
from okrboard.cli.show import show_command, tell_done
from okrboard.cli.spec import Command, Noun, Option, Positional, command
from okrboard.domain.changes import Draft
from okrboard.domain.converters import cycle_id, objective_id, understood, word
from okrboard.domain.edit import objectives as edits
from okrboard.domain.enums import HEALTH_LABELS, WORDS
from okrboard.domain.lookup import find_cycle, find_objective, reference
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.parse_values import parse_share
from okrboard.domain.records import Objective
from okrboard.errors import UsageError
from okrboard.report.format import handle, share_text, team_name
from okrboard.report.jsonable import objective_json
from okrboard.report.output_style import Cell, table
from okrboard.text import clean

_STAGES = ("proposed", "committed", "closed")

_NEW: tuple[Positional | Option, ...] = (
    Positional("TITLE", "what we want to achieve"),
    *field_options("objectives", "title"),
    Option("cycle", "CYCLE", "the cycle; the running one unless given", completes="@cycles"),
)


@command("objective add", *_NEW)
def add(context: Context, arguments: Arguments) -> int:
    """Put a committed one on the board."""

    def edit(draft: Draft) -> Objective:
        made = _propose(draft, arguments)
        made = edits.commit_objective(draft, made.id)
        draft.what = f"add {reference('objectives', made.id)} {made.title}"
        return made

    return tell_done(context, "objectives", context.change("new objective", edit), "committed")


@command("objective propose", *_NEW)
def propose(context: Context, arguments: Arguments) -> int:
    """Put a draft on the board."""
    made = context.change("new objective", lambda draft: _propose(draft, arguments))
    return tell_done(context, "objectives", made, "proposed")


def _propose(draft: Draft, arguments: Arguments) -> Objective:
    """Make a proposal; unless said, it is the person's own and the owner's team's."""
    cycle = cycle_id(draft.board, arguments.get("cycle"), draft.stamp.today)
    fields = {"owner": draft.stamp.member, **fields_given("objectives", arguments, draft)}
    owner = draft.board.members.get(fields["owner"])
    if owner is not None and fields.get("level") != "company":
        fields.setdefault("team", owner.team)
    return edits.propose_objective(draft, arguments.text("TITLE"), cycle, **fields)


def _change(
    context: Context, arguments: Arguments, edit: Callable[[Draft, int], Objective], what: str
) -> int:
    """Change the objective that is named and say `what` became of it."""

    def change(draft: Draft) -> Objective:
        return edit(draft, find_objective(draft.board, arguments.text("REF")).id)

    return tell_done(context, "objectives", context.change(what, change), what)


@command("objective edit", OBJECTIVE, *field_options("objectives"))
def edit(context: Context, arguments: Arguments) -> int:
    """Change its fields."""

    def change(draft: Draft, id: int) -> Objective:
        return edits.edit_objective(draft, id, **changes_given("objectives", arguments, draft))

    return _change(context, arguments, change, "changed")


def _simple(verb: str, help: str, edit: Callable[[Draft, int], Objective], what: str) -> Command:
    """Return a verb that only changes the objective that is named."""

    def run(context: Context, arguments: Arguments) -> int:
        return _change(context, arguments, edit, what)

    return Command(f"objective {verb}", help, run, (OBJECTIVE,))


commit = _simple("commit", "make a proposal one we work for", edits.commit_objective, "committed")
withdraw = _simple(
    "withdraw", "make it a proposal again", edits.withdraw_objective, "a proposal again"
)
reopen = _simple("reopen", "take a closing back", edits.reopen_objective, "open again")


@command(
    "objective close",
    OBJECTIVE,
    Positional(
        "OUTCOME",
        "reached, partly, missed, dropped, put off or carried",
        completes="reached partly missed dropped",
    ),
    Option("score", "0.0..1.0", "its score; what the numbers say unless given"),
    Option("lesson", "TEXT", "what we learned"),
)
def close(context: Context, arguments: Arguments) -> int:
    """End it with an outcome and a score."""
    outcome = word(arguments.text("OUTCOME"), "an outcome", WORDS["Outcome"])
    typed = arguments.get("score")

    def edit(draft: Draft) -> Objective:
        objective = find_objective(draft.board, arguments.text("REF"))
        if typed is not None:
            score: float | None = understood(lambda: parse_share(typed))
        else:
            cycle = draft.board.cycles[objective.cycle]
            progress = measure_objective(draft.board, objective, cycle, draft.stamp.today).progress
            score = round(progress.value, 2) if progress else None
        lesson = arguments.text("lesson")
        return edits.close_objective(draft, objective.id, outcome, score=score, lesson=lesson)

    made = context.change("close objective", edit)
    score = f", score {made.score:.2f}" if made.score is not None else ""
    return tell_done(context, "objectives", made, f"closed as {outcome}{score}")


@command(
    "objective carry",
    OBJECTIVE,
    Positional("CYCLE", "the cycle; the next one", count="?", completes="@cycles"),
)
def carry(context: Context, arguments: Arguments) -> int:
    """Carry it into another cycle."""

    def edit(draft: Draft) -> Objective:
        objective = find_objective(draft.board, arguments.text("REF"))
        cycle = _next_cycle(draft, objective, arguments.get("CYCLE"))
        return edits.carry_objective(draft, objective.id, cycle)

    made = context.change("carry objective", edit)
    old = reference("objectives", made.carried_from)
    name = clean(context.board.cycles[made.cycle].name)
    return tell_done(context, "objectives", made, f"carried into {name} from {old}")


def _next_cycle(draft: Draft, objective: Objective, named: str | None) -> int:
    """Return the cycle that is named, or the only one that is not closed besides its own."""
    if named is not None:
        return find_cycle(draft.board, named).id
    others = [
        cycle
        for cycle in draft.board.cycles.values()
        if cycle.state != "closed" and cycle.id != objective.cycle
    ]
    if len(others) == 1:
        return others[0].id
    names = ", ".join(clean(cycle.name) for cycle in others)
    way = f"name one of {names}" if names else "make one: okrboard cycle add NAME"
    raise UsageError(f"say into which cycle it is carried; {way}")


@command(
    "objective override",
    OBJECTIVE,
    Positional(
        "HEALTH",
        "on track, at risk, off track, done, or none to take it back",
        completes="on-track at-risk off-track done none",
    ),
    Option("reason", "TEXT", "why; shown with it", short="m"),
)
def override(context: Context, arguments: Arguments) -> int:
    """Say that it is not what the numbers say."""
    words = (*WORDS["HealthOrNone"], "none")
    health = word(arguments.text("HEALTH"), "a health", words).replace("none", "")

    def edit(draft: Draft, id: int) -> Objective:
        return edits.override_health(draft, id, health, arguments.text("reason"))

    what = HEALTH_LABELS[health] if health else "as its numbers say"
    return _change(context, arguments, edit, what)


@command(
    "objective move",
    OBJECTIVE,
    Option("before", "REF", "right before this one", completes="@objectives"),
    Option("after", "REF", "right after this one", completes="@objectives"),
)
def move(context: Context, arguments: Arguments) -> int:
    """Change its place in the order."""
    if arguments.has("before") == arguments.has("after"):
        raise UsageError("say where to: --before REF or --after REF")
    where = "before" if arguments.has("before") else "after"

    def edit(draft: Draft, id: int) -> Objective:
        other = objective_id(draft.board, arguments.text(where))
        if other == id or not other:
            raise UsageError("name another objective to move it to")
        if draft.board.objectives[other].cycle != draft.board.objectives[id].cycle:
            raise UsageError("they are in different cycles; objective carry moves between them")
        return edits.place_objective(draft, id, **{where: other})

    return _change(context, arguments, edit, "moved")


@command(
    "objective list",
    CYCLE,
    Option("all", "", "those of all cycles"),
    *GoalFilter.OPTIONS,
    Option("stage", "WORD", "only proposed, committed or closed", completes=" ".join(_STAGES)),
)
def list_objectives(context: Context, arguments: Arguments) -> int:
    """The objectives of a cycle."""
    board, today = context.board, context.today
    wanted = GoalFilter(context, arguments)
    measured = [
        one
        for objective in _chosen(context, arguments)
        if wanted.has_objective(
            one := measure_objective(board, objective, board.cycles[objective.cycle], today)
        )
    ]
    heads = ("", "objective", "health", "", "owner", "team")
    rows = [_row(context, one) for one in measured]
    none = "no such objective; propose one: okrboard objective propose TITLE"
    return context.answer(
        lambda: table(context.look, heads, rows, flexible=1, numbers=(3,), drop=(5, 4)) or [none],
        lambda: [objective_json(board, one.objective, today) for one in measured],
    )


def _chosen(context: Context, arguments: Arguments) -> list[Objective]:
    board = context.board
    if arguments.has("all") or not board.cycles:
        chosen = sorted(board.objectives.values(), key=lambda one: one.id)
    else:
        chosen = board.objectives_in(cycle_id(board, arguments.get("cycle"), context.today))
    if arguments.has("stage"):
        stage = word(arguments.text("stage"), "a stage", _STAGES)
        chosen = [one for one in chosen if one.stage == stage]
    return chosen


def _row(context: Context, measured: ObjectiveMeasure) -> tuple[Cell, ...]:
    board, objective = context.board, measured.objective
    status = measured.health if objective.stage == "committed" else objective.stage
    overridden = " (said)" if objective.override else ""
    return (
        reference("objectives", objective.id),
        objective.title,
        (status.replace("_", " ") + overridden, status),
        share_text(measured.progress.value if measured.progress else None),
        handle(board, objective.owner) or "",
        team_name(board, objective.team) or "",
    )


NOUN = Noun(
    "objective",
    "list",
    (
        *(
            add,
            propose,
            edit,
            list_objectives,
            show_command("objective", "one with its key results", OBJECTIVE, "objectives"),
            commit,
        ),
        *(withdraw, close, reopen, carry, override, move),
    ),
)
