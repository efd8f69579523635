"""What a picker offers: the members, teams, cycles, objectives and key results of a board."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference

Options = list[tuple[int, str]]


def members(board: Board, chosen: int = 0) -> Options:
    """Return the members who are here, and the chosen one in any case, by handle."""
    here = [one for one in board.members.values() if one.left is None or one.id == chosen]
    here.sort(key=lambda one: one.handle.casefold())
    return [(one.id, f"{one.handle} · {one.name}" if one.name else one.handle) for one in here]


def teams(board: Board) -> Options:
    """Return the teams in their order."""
    order = sorted(board.teams.values(), key=lambda team: (team.position, team.id))
    return [(team.id, team.name) for team in order]


def cycles(board: Board, chosen: int = 0) -> Options:
    """Return the cycles that are not closed, the newest first."""
    order = sorted(board.cycles.values(), key=lambda cycle: cycle.first, reverse=True)
    return [(one.id, one.name) for one in order if one.state != "closed" or one.id == chosen]


def objectives(board: Board, cycle: int, *, but: int = 0) -> Options:
    """Return the objectives of a cycle, all but one."""
    return [
        (one.id, f"{reference('objectives', one.id)} {one.title}")
        for one in board.objectives_in(cycle)
        if one.id != but
    ]


def key_results(board: Board, cycle: int) -> Options:
    """Return the key results of a cycle's objectives that are not closed."""
    return [
        (one.id, f"{reference('key_results', one.id)} {one.title}")
        for objective in board.objectives_in(cycle)
        if objective.stage != "closed"
        for one in board.key_results_of(objective.id)
    ]
