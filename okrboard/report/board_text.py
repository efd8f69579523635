"""The board as text: its head, the objectives of each group with their key results, or the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.cells import fit, width
from okrboard.domain.alignment import Alignment, Node
from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, measure_cycle
from okrboard.domain.records import Cycle
from okrboard.domain.schedule import week_of
from okrboard.glyphs import bar_text
from okrboard.report.format import handle, share_text, span_of, team_name, values_of, waits
from okrboard.report.jsonable import Json, ref_or_none
from okrboard.report.output_style import Cell, Look, table
from okrboard.report.status import (
    Group,
    objective_health,
    pace_of,
    shown_health,
    shown_objective_health,
)
from okrboard.text import clean, shorten

BAR = 12


def key_result_table(
    board: Board, measures: Iterable[Measure], today: date, look: Look
) -> list[str]:
    """Return key results as the lines of a table with its heads."""
    heads = ("", "key result", "", "", "value", "sure", "age", "owner")
    rows = [_row(board, measured, today, look) for measured in measures]
    # What a narrow place goes without: names come before bars.
    return table(look, heads, rows, flexible=1, numbers=(3, 5), drop=(7, 5, 2, 6, 4))


def _row(board: Board, measured: Measure, today: date, look: Look) -> tuple[Cell, ...]:
    key_result = measured.key_result
    objective = board.objectives[key_result.objective]
    health = shown_health(board, measured)
    shown = HEALTH_LABELS[health]
    if look.width:
        shown = bar_text(measured.progress, pace_of(board, measured), BAR, look.glyphs)
    latest = measured.latest
    age = "never" if latest is None else "today"
    if latest is not None and latest.on < today:
        age = f"{(today - latest.on).days} d"
    return (
        (f"{look.glyph(health)} {reference('key_results', key_result.id)}", health),
        key_result.title,
        (shown, health),
        share_text(measured.progress),
        values_of(key_result, latest.value if latest else None),
        "" if measured.confidence is None else str(measured.confidence),
        age,
        handle(board, key_result.owner or objective.owner) or "",
    )


_HEAD_BAR = 24

NO_CYCLE = "no cycle yet; make one: okrboard cycle add NAME --from DAY --to DAY --running"


def board_lines(
    board: Board, cycle: Cycle | None, groups: Iterable[Group], today: date, look: Look
) -> list[str]:
    """Return the board of a cycle as lines for a person."""
    name = clean(board.settings.name)
    if cycle is None:
        return [look.style(name, "bold"), NO_CYCLE]
    lines = head_lines(board, cycle, today, look)
    filled = [group for group in groups if group.objectives]
    measures = [each for group in filled for one in group.objectives for each in one.measures]
    inner = look._replace(width=max(look.width - 2, 0))
    # One table over all objectives, so that its columns stand straight down the whole board.
    rows = iter(key_result_table(board, measures, today, inner)[1:])
    for group in filled:
        label = f"{clean(group.label)} {len(group.objectives)}"
        head, style = label, "bold"
        if group.health:
            head, style = f"{look.glyph(group.health)} {label.upper()}", group.health
        lines += ["", look.style(head, style)]
        for one in group.objectives:
            lines.append(_objective(board, one, look))
            lines += [f"  {next(rows)}" for _ in one.measures]
    if not filled:
        none = "no objective yet; propose one: okrboard objective propose TITLE"
        lines += ["", "no objective like that" if board.objectives_in(cycle.id) else none]
    return lines


def head_lines(board: Board, cycle: Cycle, today: date, look: Look) -> list[str]:
    """Return where the whole cycle is: its days, the week, progress against pace."""
    mean, expected = measure_cycle(board, cycle, today)
    week, weeks = week_of(cycle, today)
    state = "" if cycle.state == "running" else f" · {cycle.state}"
    name, cycle_name = clean(board.settings.name), clean(cycle.name)
    when = f"{cycle_name} · {span_of(cycle)} · week {week} of {weeks}{state}"
    if look.width and width(name) + 2 + width(when) > look.width:
        when = fit(f"{cycle_name} · week {week} of {weeks}{state}", look.width - 10, look.more)
        name = fit(name, look.width - width(when) - 2, look.more)
    share = mean.value if mean else None
    pace = None if cycle.state == "closed" else expected
    progress = f"{share_text(share)} of the way" if mean else "nothing measured yet"
    progress += f", pace {share_text(pace)}" if pace is not None else ""
    cells = min(_HEAD_BAR, look.width - len(progress) - 2)
    row = ""
    if cells >= BAR:
        row = f"{bar_text(share, pace, cells, look.glyphs)}  "
    hint = waits(cycle, today)
    return [f"{look.style(name, 'bold')}  {when}", row + progress, *([hint] if hint else [])]


def _objective(board: Board, measured: ObjectiveMeasure, look: Look) -> str:
    objective = measured.objective
    who = [handle(board, objective.owner), team_name(board, objective.team)]
    about = " · ".join(clean(name) for name in who if name)
    if objective.stage == "closed":
        score = f" {objective.score:.1f}" if objective.score is not None else ""
        about += f" · {objective.outcome}{score}"
    elif objective.override:
        about += " · overridden"
    ref = reference("objectives", objective.id)
    title = shorten(objective.title)
    if look.width:
        title = fit(title, max(20, look.width - width(ref) - width(about) - 4), look.more)
        about = fit(about, look.width - width(ref) - width(title) - 4, look.more)
    return f"{look.style(ref, 'bold')}  {title}  {look.style(about, 'dim')}".rstrip()


def tree_lines(board: Board, tree: Alignment, look: Look) -> list[str]:
    """Return the tree as lines, with the share of goals that are aligned at the end."""
    if not tree.nodes:
        return ["no objective in this cycle; propose one: okrboard objective propose TITLE"]
    return [*(_line(board, node, look) for node in tree.nodes), "", _summary(tree)]


def _summary(tree: Alignment) -> str:
    """Return how many goals below the company are aligned, in a sentence."""
    if tree.share is None:
        return "no goal below the company level yet"
    orphans = sum(node.orphan for node in tree.nodes)
    alone = f", {orphans} with no word why" if orphans else ""
    return (
        f"{tree.aligned} of {tree.below} goals below the company serve another one or stand "
        f"alone for a reason ({tree.share * 100:.0f} %, {tree.verdict}){alone}"
    )


def alignment_json(board: Board, tree: Alignment) -> Json:
    """Return the tree as data, in reading order."""
    return {
        "below_company": tree.below,
        "aligned": tree.aligned,
        "share": tree.share,
        "verdict": tree.verdict or None,
        "objectives": [_node_json(board, node) for node in tree.nodes],
    }


def _line(board: Board, node: Node, look: Look) -> str:
    objective, own = node.objective, node.measured.progress
    mark = look.glyph(shown_objective_health(node.measured))
    goal = f"{'  ' * node.depth}{mark} {reference('objectives', objective.id)}"
    details = [
        objective.level,
        handle(board, objective.owner) or "nobody",
        share_text(own.value if own else None),
    ]
    if node.children and node.rolled is not None:
        details.append(f"{share_text(node.rolled.value)} with what contributes")
    if node.supporters:
        details.append(f"supported by {', '.join(_refs(node.supporters))}")
    if objective.stands_alone:
        details.append(f"stands alone: {shorten(objective.stands_alone)}")
    elif node.orphan:
        details.append("serves no other goal; say which one, or why not")
    return f"{goal} {shorten(objective.title)}" + look.style("  " + " · ".join(details), "dim")


def _refs(ids: Iterable[int]) -> list[str]:
    return [reference("objectives", id) for id in ids]


def _node_json(board: Board, node: Node) -> Json:
    objective, own = node.objective, node.measured.progress
    return {
        "ref": reference("objectives", objective.id),
        "title": clean(objective.title),
        "level": objective.level,
        "team": team_name(board, objective.team),
        "owner": handle(board, objective.owner),
        "depth": node.depth,
        "health": objective_health(node.measured),
        "progress": own.value if own else None,
        "rolled_progress": node.rolled.value if node.rolled else None,
        "contributes_to": ref_or_none("objectives", objective.contributes_to),
        "children": _refs(node.children),
        "supported_by": _refs(node.supporters),
        "stands_alone": clean(objective.stands_alone) or None,
        "orphan": node.orphan,
    }
