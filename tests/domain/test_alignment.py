"""Alignment and the bridge: numbers move up one path, and every change is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.making import TODAY, draft, furnished, objective_of

from okrboard.domain.alignment import alignment
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.domain.measure import MOST, bridge
from okrboard.domain.records import Driver


def board_of(parents: list[int], progresses: list[float]) -> Board:
    """Return objectives O1.. that contribute to an earlier one (0 for none), one KR each."""
    made = draft()
    add_cycle(made, "2026-T3", date(2026, 9, 1), date(2026, 12, 31), running=True)
    for number, (parent, progress) in enumerate(zip(parents, progresses, strict=True), start=1):
        objective = propose_objective(
            made, f"O {number}", 1, contributes_to=min(parent, number - 1)
        )
        key_result = add_key_result(made, objective.id, "x", start=0.0, target=1.0)
        check_in(made, key_result.id, progress)
    return made.board


trees = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(0, 7), min_size=size, max_size=size),
        st.lists(st.floats(-0.5, 2), min_size=size, max_size=size),
    )
)


@settings(max_examples=60, deadline=None)
@given(trees)
def test_every_goal_stands_in_the_tree_once_under_what_it_moves(
    tree: tuple[list[int], list[float]],
) -> None:
    board = board_of(*tree)
    found = alignment(board, board.cycles[1], TODAY)
    assert sorted(node.objective.id for node in found.nodes) == list(range(1, len(tree[0]) + 1))
    seen: dict[int, int] = {}
    for node in found.nodes:
        parent = node.objective.contributes_to
        assert node.depth == (seen[parent] + 1 if parent else 0)
        seen[node.objective.id] = node.depth
        assert node.rolled is not None
        assert 0 <= node.rolled.value <= 1


def test_a_contribution_moves_the_number_above_a_support_none() -> None:
    board = board_of([0, 1, 0], [0.2, 0.8, 1.0])
    changed = Draft(board, draft().stamp)
    edit_objective(changed, 3, supports=(1,))
    nodes = {n.objective.id: n for n in alignment(changed.board, board.cycles[1], TODAY).nodes}
    rolled = nodes[1].rolled
    assert rolled is not None
    assert rolled.value == pytest.approx(0.5)
    assert nodes[1].supporters == (3,)
    assert nodes[1].children == (2,)


def test_who_contributes_to_nothing_says_why_or_is_an_orphan() -> None:
    made = furnished()
    edit_objective(made, 1, level="company")
    lonely, aside = objective_of(made, "Lonely"), objective_of(made, "Aside")
    edit_objective(made, aside.id, stands_alone="a promise to the regulator")
    joined = objective_of(made, "Joined")
    edit_objective(made, joined.id, contributes_to=1)
    found = alignment(made.board, made.board.cycles[1], TODAY)
    assert [n.objective.id for n in found.nodes if n.orphan] == [lonely.id]
    assert (found.below, found.aligned, found.verdict) == (3, 2, "poor")


def test_the_same_cause_in_several_weeks_is_one_span() -> None:
    made = furnished()
    check_in(made, 1, 27, on=date(2026, 11, 6), drivers=[Driver("Retry budget", -3)])
    check_in(made, 1, 24, on=date(2026, 11, 13), drivers=[Driver("retry budget", -2)])
    found = bridge(made.board, made.board.key_results[1])
    assert [(span.text, span.share) for span in found.spans] == [("Retry budget", -5)]
    assert (found.start, found.end, found.unexplained) == (31, 24, -2)


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.lists(st.integers(-9, 9), max_size=4)), max_size=8)
)
def test_the_spans_and_the_rest_add_up_to_the_change(
    weeks: list[tuple[int, list[int]]],
) -> None:
    made = furnished()
    for value, shares in weeks:
        drivers = [Driver(f"cause {share}", share) for share in shares]
        check_in(made, 1, value, drivers=drivers)
    found = bridge(made.board, made.board.key_results[1])
    assert len(found.spans) <= MOST
    total = sum(span.share for span in found.spans) + found.unexplained
    assert total == pytest.approx(found.end - found.start)
