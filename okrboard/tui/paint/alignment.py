"""Paints the goals as a tree: what serves what, how far it is, who stands alone.

Pure: an alignment goes in, lines come out with the rows of each goal.
"""

from __future__ import annotations

from okrboard.cells import fit, left, right
from okrboard.domain.alignment import Alignment, Node
from okrboard.domain.board import Board
from okrboard.domain.cards import closed_health
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.records import Cycle
from okrboard.glyphs import ASCII, Glyphs, bar
from okrboard.text import clean
from okrboard.tui.paint.line import Line, PaintedPage

_DEEPEST = 6
"""Levels that are set in; deeper ones stand below each other."""

_VERDICTS = {"healthy": "on_track", "watch": "at_risk", "poor": "off_track", "": "dim"}


def paint_alignment(
    board: Board, cycle: Cycle, found: Alignment, at: int, width: int, glyphs: Glyphs
) -> PaintedPage:
    """Return the tree for `width` cells; `at` is the goal under the cursor."""
    lines = _head(cycle, found, width, glyphs)
    rows = []
    pace = found.nodes[0].measured.measures[0].pace if _measured(found) else None
    if any(node.children for node in found.nodes):
        # What the two numbers at the end of a goal are.
        heads = f"{right('alone', 7)}{right('in all', 9)}"
        lines[-1] = [(right(heads, width - 2), "dim")]
    last_root = -1
    for index, node in enumerate(found.nodes):
        if node.depth == 0 and last_root >= 0 and (node.children or found.nodes[index - 1].depth):
            lines.append([("", "text")])
        if node.depth == 0:
            last_root = index
        first = len(lines)
        lines.append(_goal(board, node, index == at, pace, width, glyphs))
        note = _note(board, node, glyphs)
        if note is not None:
            text, style = note
            room = width - _margin(node) - 9
            lines.append(
                [(" " * (_margin(node) + 8), "text"), (fit(text, room, glyphs.cut), style)]
            )
        rows.append((first, len(lines) - 1))
    if not found.nodes:
        lines += [[("  ", "text"), ("there is no goal in this cycle yet", "dim")]]
    return PaintedPage(lines, rows)


def _head(cycle: Cycle, found: Alignment, width: int, glyphs: Glyphs) -> list[Line]:
    name = fit(clean(cycle.name), 30, glyphs.cut)
    title = f"How the goals of {name} serve each other"
    lines: list[Line] = [
        [("", "text")],
        [("  ", "text"), (fit(title, width - 3, glyphs.cut), "title")],
    ]
    if found.share is None:
        said: Line = [("  ", "text"), ("no goal below the company yet", "dim")]
    else:
        style = _VERDICTS[found.verdict]
        orphans = sum(node.orphan for node in found.nodes)
        tail = f"   {orphans} with no word why" if orphans else ""
        said = [
            ("  ", "text"),
            ("aligned ", "label"),
            *bar(found.share, None, 16, style, glyphs),
            (f"  {found.aligned} of {found.below}", "strong"),
            (f"   {format_share(found.share)}, {found.verdict}", style),
            (fit(tail, max(0, width - 50), glyphs.cut), "dim"),
        ]
    return [*lines, said, [("", "text")]]


def _goal(
    board: Board, node: Node, here: bool, pace: float | None, width: int, glyphs: Glyphs
) -> Line:
    objective, measured = node.objective, node.measured
    cells = 10 if width < 100 else 18
    owner_cells = 9 if width < 100 else 14
    tail = cells + owner_cells + 7 + 9 + 2
    margin = _margin(node)
    wide = max(8, width - margin - 8 - tail)
    own = measured.progress.value if measured.progress else None
    rolled = ""
    if node.children and node.rolled is not None:
        rolled = f"{glyphs.arrow} {format_share(node.rolled.value)}"
    member = board.members.get(objective.owner)
    branch = " " * (margin - 2) if node.depth == 0 else " " * (margin - 4) + "└ "
    if glyphs is ASCII:
        branch = branch.replace("└", "`")
    health = _shown(node)
    if objective.stage == "closed":
        pace = None
    return [
        (f"{glyphs.gutter} " if here else "  ", "accent"),
        (branch, "rule"),
        (f"{glyphs.of(health)} ", health),
        (left(reference("objectives", objective.id), 5), "dim"),
        (
            left(fit(clean(objective.title), wide, glyphs.cut), wide),
            "strong" if objective.level == "company" else "text",
        ),
        (f" {left(clean(member.handle) if member else 'nobody', owner_cells, glyphs.cut)}", "dim"),
        *bar(own, pace, cells, health, glyphs),
        (right(format_share(own), 7), "strong"),
        (right(rolled, 9, ""), "accent"),
    ]


def _shown(node: Node) -> str:
    if node.objective.stage == "closed":
        return closed_health(node.objective)
    return node.measured.health if node.objective.stage != "proposed" else "proposed"


def _note(board: Board, node: Node, glyphs: Glyphs) -> tuple[str, str] | None:
    """Return what is to be said below a goal: how it serves, whom, or that it does not."""
    objective = node.objective
    if node.orphan:
        return "serves no other goal, and nobody said why", "at_risk"
    said = []
    if objective.contributes_to and node.depth == 0:
        said.append(f"contributes to {_named(board, objective.contributes_to)}")
    if objective.supports:
        said.append(f"supports {', '.join(_named(board, id) for id in objective.supports)}")
    if node.supporters:
        refs = ", ".join(reference("objectives", id) for id in node.supporters)
        said.append(f"supported by {refs}")
    if objective.stands_alone:
        said.append(f"stands alone: {clean(objective.stands_alone)}")
    return (f" {glyphs.dot} ".join(said), "dim") if said else None


def _named(board: Board, id: int) -> str:
    objective = board.objectives.get(id)
    return f"{reference('objectives', id)} {clean(objective.title)}" if objective else "?"


def _margin(node: Node) -> int:
    return 2 + 2 * min(node.depth, _DEEPEST)


def _measured(found: Alignment) -> bool:
    return bool(found.nodes and found.nodes[0].measured.measures)
