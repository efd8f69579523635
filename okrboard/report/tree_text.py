"""The goals as a tree, company first: what moves what, how healthy it is, who stands alone."""

from __future__ import annotations

from okrboard.domain.alignment import Alignment, Node
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.report.format import share_text
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Look
from okrboard.report.status import objective_health, shown_objective_health
from okrboard.text import clean, shorten

Json = dict[str, object]


NO_GOALS = "no objective in this cycle; propose one: okrboard objective propose TITLE"


def tree_lines(board: Board, found: Alignment, look: Look) -> list[str]:
    """Return the tree as lines, with the share of goals that are aligned at the end."""
    if not found.nodes:
        return [NO_GOALS]
    lines = [_line(board, node, look) for node in found.nodes]
    return [*lines, "", summary(found)]


def summary(found: Alignment) -> str:
    """Return how many goals below the company are aligned, in a sentence."""
    if found.share is None:
        return "no goal below the company level yet"
    orphans = sum(node.orphan for node in found.nodes)
    alone = f", {orphans} with no word why" if orphans else ""
    return (
        f"{found.aligned} of {found.below} goals below the company serve another one or stand "
        f"alone for a reason ({found.share * 100:.0f} %, {found.verdict}){alone}"
    )


def alignment_json(board: Board, found: Alignment) -> Json:
    """Return the tree as data, in reading order."""
    return {
        "below_company": found.below,
        "aligned": found.aligned,
        "share": found.share,
        "verdict": found.verdict or None,
        "objectives": [_node_json(board, node) for node in found.nodes],
    }


def _line(board: Board, node: Node, look: Look) -> str:
    objective = node.objective
    indent = "  " * node.depth
    own = node.measured.progress
    share = share_text(own.value if own else None)
    mark = look.glyph(shown_objective_health(node.measured))
    words = [f"{indent}{mark} {reference('objectives', objective.id)}", shorten(objective.title)]
    said = [objective.level, handle(board, objective.owner) or "nobody", share]
    if node.children and node.rolled is not None:
        said.append(f"{share_text(node.rolled.value)} with what contributes")
    if node.supporters:
        refs = ", ".join(reference("objectives", id) for id in node.supporters)
        said.append(f"supported by {refs}")
    if objective.stands_alone:
        said.append(f"stands alone: {shorten(objective.stands_alone)}")
    elif node.orphan:
        said.append("serves no other goal; say which one, or why not")
    return " ".join(words) + look.style("  " + " · ".join(said), "dim")


def _node_json(board: Board, node: Node) -> Json:
    objective = node.objective
    own = node.measured.progress
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
        "contributes_to": (
            reference("objectives", objective.contributes_to) if objective.contributes_to else None
        ),
        "children": [reference("objectives", id) for id in node.children],
        "supported_by": [reference("objectives", id) for id in node.supporters],
        "stands_alone": clean(objective.stands_alone) or None,
        "orphan": node.orphan,
    }
