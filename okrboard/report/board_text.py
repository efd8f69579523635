"""The board as text: its head, then the objectives of each group with their key results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.cells import fit, width
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure, measure_cycle
from okrboard.domain.records import Cycle
from okrboard.glyphs import bar_text
from okrboard.report.format import share_text
from okrboard.report.groups import Group
from okrboard.report.jsonable import handle, team_name
from okrboard.report.output_style import Look
from okrboard.report.rows import BAR, key_result_table
from okrboard.report.weeks import span_of, waits, week_of
from okrboard.text import clean, shorten

HEAD_BAR = 24

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
    inner = type(look)(max(look.width - 2, 0), unicode=look.unicode, colour=look.colour)
    # One table over all objectives, so that its columns stand straight down the whole board.
    rows = iter(key_result_table(board, measures, today, inner)[1:])
    for group in filled:
        lines += ["", _group_head(group, look)]
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
    told = f"{cycle_name} · {span_of(cycle)} · week {week} of {weeks}{state}"
    if look.width and width(name) + 2 + width(told) > look.width:
        told = fit(f"{cycle_name} · week {week} of {weeks}{state}", look.width - 10, look.more)
        name = fit(name, look.width - width(told) - 2, look.more)
    share = mean.value if mean else None
    pace = None if cycle.state == "closed" else expected
    said = f"{share_text(share)} of the way" if mean else "nothing measured yet"
    said += f", pace {share_text(pace)}" if pace is not None else ""
    cells = min(HEAD_BAR, look.width - len(said) - 2)
    row = ""
    if cells >= BAR:
        row = f"{bar_text(share, pace, cells, look.glyphs)}  "
    hint = waits(cycle, today)
    return [f"{look.style(name, 'bold')}  {told}", row + said, *([hint] if hint else [])]


def _group_head(group: Group, look: Look) -> str:
    label = f"{clean(group.label)} {len(group.objectives)}"
    if group.health:
        return look.style(f"{look.glyph(group.health)} {label.upper()}", group.health)
    return look.style(label, "bold")


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
