"""Scoring: the word for a score, why it is that one, and how a score is typed."""

from __future__ import annotations

import pytest
from support.making import furnished
from support.meeting_screens import skip_to, walk_to
from support.screens import Seat, seated

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import set_cause, set_score
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.meeting.looking_back import look_back
from okrboard.tui.forms.meeting import score_form

REASON = "Two SOPs are in force without the night shift's word"


def board(reason: str = REASON) -> Board:
    made = furnished()
    promise = propose_objective(made, "Answer at once", 1, commitment="committed", owner=2)
    commit_objective(made, promise.id)
    add_key_result(made, promise.id, "Answered in time", start=0, target=100, unit="%")
    check_in(made, 4, 75)
    set_score(made, 1, 0.2, reason)
    set_cause(made, 1, "wrong lever")
    return made.board


def row_of(seat: Seat, text: str) -> str:
    return next(row for row in seat.rows if text in row)


async def test_a_promise_is_reached_only_with_all_of_it() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "scores")
        await seat.type("<right>")
        assert "Promised: 1.0 is expected" in seat.text
        assert row_of(seat, "Answer at once").rstrip().endswith("0.75 partly")


async def test_a_note_uses_the_room_beside_short_titles() -> None:
    reason = "Two of them are not in force"
    async with seated(board(reason), start="reflect", size=(160, 40)) as seat:
        await skip_to(seat, "scores")
        row = row_of(seat, "Pages a week").rstrip()
        assert row.endswith(f"0.20  by hand: {reason}; wrong lever")


async def test_a_note_for_which_there_is_no_room_is_read_whole_below() -> None:
    async with seated(board(), start="reflect", size=(80, 30)) as seat:
        await skip_to(seat, "scores")
        assert "…" not in row_of(seat, "by hand")
        said = " ".join(row[21:].strip() for row in seat.rows)
        assert f"by hand: {REASON}; wrong lever" in said


async def test_a_key_result_alone_tells_its_score_and_the_cause() -> None:
    async with seated(board(REASON + " " * 3 + REASON), start="reflect", size=(90, 40)) as seat:
        await skip_to(seat, "scores")
        await seat.type("j<enter>")
        said = " ".join(" ".join(row[21:].split()) for row in seat.rows)
        assert "scored by hand" in said
        assert f"because {REASON}" in said
        assert "cause wrong lever" in said


@pytest.mark.parametrize(
    ("typed", "score"),
    [("80 %", 0.8), ("80%", 0.8), ("0,8", 0.8), ("0.8", 0.8), ("100 %", 1.0), ("66,7 %", 0.667)],
)
def test_a_score_is_typed_as_people_write_it(typed: str, score: float) -> None:
    field = score_form(furnished().board.key_results[1], None).named("score")
    field.text = typed
    assert field.value == score


@pytest.mark.parametrize("typed", ["80", "101 %", "-1", "% 80", "%", "1.1", "a lot"])
def test_what_is_no_score_is_refused(typed: str) -> None:
    field = score_form(furnished().board.key_results[1], None).named("score")
    field.text = typed
    with pytest.raises(ValueError, match=r"between 0\.0 and 1\.0, or 0 % and 100 %"):
        _ = field.value


def test_the_diagnosis_says_the_numbers_it_is_made_from() -> None:
    made: Draft = furnished()
    check_in(made, 1, 17)
    check_in(made, 2, 100)
    check_in(made, 3, 3)
    found = look_back(made.board, made.board.cycles[1], 0, made.stamp.today)
    assert found.verdict == (
        "100 % of what is expected by now, 0 % of the check-ins in time: "
        "it came this far without the rhythm. Skill, luck, or an easy target?"
    )


async def test_the_numbers_stand_in_the_sentence_of_the_diagnosis() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await walk_to(seat, "diagnosis")
        assert "of what is expected by now, 0 % of the check-ins in time" in seat.text
