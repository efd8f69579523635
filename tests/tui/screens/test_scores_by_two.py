"""A score that two people give by hand: the second is told of the first."""

from __future__ import annotations

from support.meeting_screens import at, three_people, walk_to
from support.screens import seated

from okrboard.domain.edit.cycles import set_score


async def test_the_second_score_of_two_people_is_told_of_the_first() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 40)) as seat:
        await walk_to(seat, "scores")
        await seat.type("e0.5<enter>half was luck")
        at(seat, "ben").change("", lambda d: set_score(d, 1, 0.9, "we did it"))
        await seat.looks_again()
        await seat.save("<enter>")
        assert "ben changed score meanwhile to 0.9" in seat.text
        assert seat.board.key_results[1].score_reason == "we did it"
        assert "half was luck" in seat.text
        await seat.save()
        kept = seat.board.key_results[1]
        assert (kept.score, kept.score_reason) == (0.5, "half was luck")


async def test_a_score_form_in_which_nothing_was_typed_changes_nothing() -> None:
    made = three_people()
    set_score(made, 1, 0.5, "so")
    async with seated(made.board, start="reflect", size=(120, 40)) as seat:
        await walk_to(seat, "scores")
        await seat.type("e")
        at(seat, "ben").change("", lambda d: set_score(d, 1, 0.9, "more"))
        await seat.save()
        assert seat.board.key_results[1].score == 0.9
