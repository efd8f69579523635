"""Boards that random edits made: valid by construction, with texts of every kind."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from support.hostile import HOSTILE
from support.making import TODAY, draft

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit import actions, check_ins, cycles, key_results, objectives, people
from okrboard.domain.records import Driver, Step
from okrboard.errors import OkrboardError, Refused
from okrboard.storage.store import MemoryStore

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([text for text in HOSTILE if len(text) < 200]),
    st.sampled_from(["A", "a", "B", "Growth", " a, b; c ", "#x", "a\\", "[x] b", "x\n\n=1"]),
)
TITLES = st.one_of(st.sampled_from(["A", "a", "B", "Growth", "[x] b", "=1"]), TEXTS)
NUMBERS = st.one_of(
    st.integers(-1000, 1000).map(float),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.sampled_from([0.1, -0.0, 1e-9, 99.1, 1234.5, 1e15]),
)
STEPS = st.lists(
    st.builds(
        Step,
        TITLES,
        st.sampled_from([1.0, 2.0, 0.1, 2.5]),
        st.sampled_from([None, None, TODAY, date(2026, 10, 2)]),
    ),
    min_size=1,
    max_size=4,
)
EDITS = (
    *("member", "team", "cycle", "objective", "objective"),
    *("key_result", "key_result", "key_result", "check_in", "check_in", "check_in"),
    *("edit_objective", "edit_key_result", "commit", "close", "withdraw", "override"),
    *("parent", "parent", "parent", "action", "keep", "remove", "carry", "place"),
)
"""What is done, as often as it is named."""

_FIRST = ("member", "cycle", "objective", "key_result", "key_result", "check_in")


@st.composite
def boards(draw: st.DrawFn, most: int = 25) -> Board:
    """Return a board that at most so many random edits made, through a store."""
    store = MemoryStore()
    first = draw(st.sampled_from([(), _FIRST]))
    least = draw(st.sampled_from([0, most // 2]))
    for name in (*first, *draw(st.lists(st.sampled_from(EDITS), min_size=least, max_size=most))):

        def make(board: Board, name: str = name) -> Any:
            made = draft(board, member=1 if 1 in board.members else 0)
            try:
                _edit(draw, made, name)
            except OkrboardError:
                return draft(board).finish()
            return made.finish()

        # What an edit may do and the store may not keep is refused as a whole.
        with suppress(Refused):
            store.transact(make)
    return store.snapshot()


def _edit(draw: st.DrawFn, made: Draft, name: str) -> None:
    board = made.board
    if name == "member":
        people.add_member(made, draw(st.sampled_from(["ana", "Ben", "cléo", "d-1", "-x", "7"])))
    elif name == "team":
        people.add_team(made, draw(TITLES))
    elif name == "cycle":
        first = TODAY + timedelta(days=draw(st.integers(-500, 100)))
        last = first + timedelta(days=draw(st.integers(1, 200)))
        cycles.add_cycle(made, draw(TITLES), first, last, running=draw(st.booleans()))
    elif name == "objective":
        objectives.propose_objective(
            made, draw(TITLES), _id(draw, board, "cycles"), **_goal(draw, board)
        )
    elif name == "key_result":
        fields = _key_result(draw, board)
        key_results.add_key_result(made, _id(draw, board, "objectives"), draw(TITLES), **fields)
    elif name == "check_in":
        _check_in(draw, made)
    elif name == "action":
        actions.add_action(made, draw(TITLES), key_result=_id(draw, board, "key_results"))
    elif name == "keep":
        actions.keep_action(made, _id(draw, board, "actions"), draw(TEXTS))
    elif name in ("edit_key_result", "remove"):
        id = _id(draw, board, "key_results")
        if name == "remove":
            key_results.remove_key_result(made, id)
        else:
            key_results.edit_key_result(made, id, reason="so", **_key_result(draw, board))
    else:
        _edit_objective(draw, made, name)


def _edit_objective(draw: st.DrawFn, made: Draft, name: str) -> None:
    board = made.board
    id = _id(draw, board, "objectives")
    if name == "edit_objective":
        objectives.edit_objective(made, id, title=draw(TITLES), **_goal(draw, board))
    elif name == "commit":
        objectives.commit_objective(made, id)
    elif name == "withdraw":
        objectives.withdraw_objective(made, id)
    elif name == "close":
        score = draw(st.sampled_from([None, 0.0, 0.7, 1.0]))
        outcome = draw(st.sampled_from(["reached", "partly", "missed", "put off", "dropped"]))
        objectives.close_objective(made, id, outcome, score=score, lesson=draw(TEXTS))  # type: ignore[arg-type]
    elif name == "override":
        objectives.override_health(made, id, "at_risk", draw(TEXTS))
    elif name == "parent":
        objectives.edit_objective(made, id, contributes_to=_id(draw, board, "objectives"))
    elif name == "carry":
        objectives.carry_objective(made, id, _id(draw, board, "cycles"))
    else:
        other = _id(draw, board, "objectives")
        if other != id:
            objectives.place_objective(made, id, before=other)


def _check_in(draw: st.DrawFn, made: Draft) -> None:
    id = _id(draw, made.board, "key_results")
    key_result = made.board.key_results[id]
    steps = None
    if key_result.kind == "milestones":
        steps = draw(st.lists(st.sampled_from([step.name for step in key_result.steps])))
    check_ins.check_in(
        made,
        id,
        draw(NUMBERS),
        on=TODAY - timedelta(days=draw(st.integers(0, 30))),
        confidence=draw(st.sampled_from([None, 0, 7, 10])),
        drivers=[Driver(draw(TEXTS) or "x", 1.5, "luck")] if draw(st.booleans()) else [],
        note=draw(TEXTS),
        steps=steps,
    )


def _goal(draw: st.DrawFn, board: Board) -> dict[str, object]:
    return {
        "owner": _id(draw, board, "members", none=True),
        "team": _id(draw, board, "teams", none=True),
        "level": draw(st.sampled_from(["company", "team", "individual"])),
        "commitment": draw(st.sampled_from(["committed", "aspirational"])),
        "why": draw(TEXTS),
        "labels": draw(st.lists(TEXTS, max_size=3)),
    }


def _key_result(draw: st.DrawFn, board: Board) -> dict[str, object]:
    kind = draw(st.sampled_from(["metric", "threshold", "milestones"]))
    fields: dict[str, object] = {
        "kind": kind,
        "owner": _id(draw, board, "members", none=True),
        "weight": draw(st.sampled_from([0.0, 1.0, 2.5])),
        "unit": draw(TEXTS),
    }
    if kind == "milestones":
        return {**fields, "steps": draw(STEPS)}
    return {
        **fields,
        "start": draw(NUMBERS),
        "target": draw(NUMBERS),
        "keep": draw(st.sampled_from(["above", "below"])),
    }


def _id(draw: st.DrawFn, board: Board, table: str, *, none: bool = False) -> int:
    ids = [*board.table(table), *([0] if none else [])]
    if not ids:
        raise OkrboardError(f"no {table} yet")
    return draw(st.sampled_from(ids))
