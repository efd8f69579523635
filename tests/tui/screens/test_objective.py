"""The page of an objective: what it tells, where the cursor goes, what its keys do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.making import TODAY, furnished
from support.screens import Seat, seated
from support.typing_in import served

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.objectives import edit_objective, propose_objective
from okrboard.domain.records import Driver
from okrboard.service import Service


def lived_in() -> Board:
    """Return a board with everything on it that a page can tell."""
    draft = furnished()
    draft.board  # noqa: B018 - the draft is read from here on
    edit_objective(
        draft, 1, why="People who sleep\nmake better releases", company_gets="fewer outages",
        owner_gets="my evenings", labels=("calm",), takers=(2,),
    )  # fmt: skip
    other = propose_objective(draft, "Customers stay", 1, level="company", supports=(1,))
    edit_objective(draft, 1, contributes_to=other.id)
    for week, value in enumerate((30, 28, 27, 24), 1):
        check_in(
            draft, 1, value, on=TODAY - timedelta(days=7 * (5 - week)), confidence=week + 3,
            drivers=[Driver("retry budget", -1), Driver("Black Friday", 0.5, "outside")],
            blocker="Friday releases", fix="none after Thursday", note="went well",
        )  # fmt: skip
    check_in(draft, 2, 99.95)
    add_action(draft, "Alert review", key_result=1, expected=-4.0)
    add_action(draft, "Runbook", key_result=1, owner=2)
    return draft.board


def cursor_row(seat: Seat) -> str:
    return next((row for row in seat.rows if row.startswith("▌")), "")


@pytest.mark.parametrize("size", [(80, 90), (120, 60), (200, 50)])
async def test_the_page_tells_everything(size: tuple[int, int]) -> None:
    async with seated(lived_in(), size=size) as seat:
        for told in (
            "O1  Releases stop waking people",
            "People who sleep",
            "make better releases",
            "fewer outages",
            "my evenings",
            "KR1 Pages a week",
            "31 → 8 pages",
            "behind pace",
            "need/wk",
            "−2.73",
            "made/wk",
            " −2 ",
            "forecast",
            "sure 7",
            "27 → 24 pages, −3",
            "retry budget",
            "Black Friday",
            "outside",
            "unexplained",
            "Friday releases",
            "none after Thursday",
            "went well",
            "Alert review",
            "−4 pages",
            "0/3 steps",
            "≥ 99.9 %",
            "contributes to  O2 Customers stay",
            "supported by    O2 Customers stay",
            "taken by        ben",
            "#calm",
        ):
            assert told in seat.text, told


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_no_row_is_wider_than_the_screen_and_keys_are_in_sight(
    size: tuple[int, int],
) -> None:
    async with seated(lived_in(), size=size) as seat:
        assert max(len(row) for row in seat.rows) <= size[0]
        assert "c check in" in seat.rows[-1]
        assert "Releases stop waking people" in seat.text
        await seat.type("c")
        assert max(len(row) for row in seat.rows) <= size[0]
        assert "enter next" in seat.rows[-1]
        assert "▌ Value" in seat.text


async def test_the_cursor_goes_over_key_results_and_actions() -> None:
    async with seated(lived_in(), size=(120, 50)) as seat:
        seen = [cursor_row(seat)]
        for _ in range(3):
            await seat.type("j")
            seen.append(cursor_row(seat))
        assert ["KR1" in seen[0], "A1" in seen[1], "A2" in seen[2], "KR2" in seen[3]] == [True] * 4
        await seat.type("<home>")
        assert "O1" in cursor_row(seat)


async def test_what_is_told_beside_follows_the_cursor() -> None:
    async with seated(lived_in(), size=(120, 50)) as seat:
        assert "Check-ins of KR1" in seat.text
        await seat.type("jjj")
        assert "Check-ins of KR2" in seat.text


async def test_the_cursor_stays_on_its_record_when_others_change_it() -> None:
    async with seated(lived_in(), size=(120, 50)) as seat:
        await seat.type("jj")
        assert "A2" in cursor_row(seat)
        other = Service(seat.app.session.store, "ben", seat.app.session.clock)
        other.change("x", lambda d: add_action(d, "Earlier", key_result=1, due=TODAY))
        await seat.looks_again()
        assert "Earlier" in seat.text
        assert "A2" in cursor_row(seat)


async def test_when_the_objective_is_gone_the_page_goes_too() -> None:
    service = served(furnished().board)
    async with seated(store=service.store, start="board") as seat:
        made = service.change("x", lambda d: propose_objective(d, "Short-lived", 1))
        seat.app.look_again()
        seat.app.show("objective", objective=made.id)
        await seat.still()
        assert "Short-lived" in seat.text
        service.undo()
        await seat.looks_again()
        assert seat.screen.KEYS == "board"


async def test_without_a_key_result_a_check_in_says_so() -> None:
    draft = furnished()
    bare = propose_objective(draft, "Nothing measured", 1)
    async with seated(draft.board, objective=bare.id) as seat:
        await seat.type("c")
        assert "there is no key result yet" in seat.text
        assert not seat.panel.is_open


async def test_an_update_costs_at_most_six_keys_besides_the_text() -> None:
    async with seated(lived_in()) as seat:
        await seat.type("c26<enter><enter>")
        await seat.save("<enter>")
        latest = seat.board.latest(1)
        assert latest is not None
        assert (latest.value, latest.on) == (26, TODAY)
        assert not seat.panel.is_open
        assert seat.pressed - len("26") <= 6
        assert "KR1 Pages a week: 24 → 26 pages" in seat.notice


async def test_check_in_on_the_objective_goes_through_its_key_results() -> None:
    async with seated(lived_in()) as seat:
        await seat.type("<home>c")
        assert "1 of 3" in seat.text
        await seat.type("26<enter><enter>")
        await seat.save("<enter>")
        assert "2 of 3" in seat.text
        assert "KR1 Pages a week: 24 → 26 pages" in seat.text
        await seat.type("<enter>")
        assert "3 of 3" in seat.text
        await seat.type("2/3<enter><enter><enter>")
        await seat.save("<enter>")
        assert not seat.panel.is_open
        values = [seat.board.latest(id) for id in (1, 2, 3)]
        assert [one and one.value for one in values] == [26, 99.95, 2]


async def test_actions_are_kept_dropped_carried_and_opened_again() -> None:
    async with seated(lived_in()) as seat:

        def state(id: int) -> str:
            return seat.board.actions[id].state

        await seat.type("j")
        assert "x kept   > carry over   d drop" in seat.rows[-1]
        await seat.type("x")
        assert state(1) == "kept"
        await seat.type("<home>jj>")
        assert (seat.board.actions[2].carried, "carried" in seat.text) == (1, True)
        await seat.type("d")
        assert state(2) == "dropped"
        await seat.type("x")
        assert state(2) == "open"
        await seat.type("u")
        assert state(2) == "dropped"


async def test_edit_changes_what_the_cursor_is_on() -> None:
    async with seated(lived_in()) as seat:
        await seat.type("e")
        assert "Key result KR1" in seat.text
        await seat.type("<escape>je")
        assert "Action A1" in seat.text
        await seat.type("s")
        await seat.save()
        assert seat.board.actions[1].title == "Alert reviews"
        await seat.type("<home>e")
        assert "Objective O1" in seat.text


async def test_new_offers_what_belongs_here_first() -> None:
    async with seated(lived_in()) as seat:
        await seat.type("na")
        assert "New action   for KR1" in seat.text
        await seat.type("Call support")
        await seat.save()
        assert seat.board.actions[3].title == "Call support"
        assert seat.board.actions[3].key_result == 1


async def test_enter_gives_a_key_result_the_page_and_escape_leaves() -> None:
    board = lived_in()
    service = served(board)

    def earlier(draft: Draft) -> None:
        for days in range(40, 52):
            check_in(draft, 1, 31, on=TODAY - timedelta(days=days))

    service.change("x", earlier)
    async with seated(service.board, size=(100, 120)) as seat:
        assert "and 13 more" in seat.text
        await seat.type("<enter>")
        assert "more" not in seat.text
        assert "KR2" not in seat.text
        await seat.type("<escape>")
        assert "KR2" in seat.text


async def test_escape_goes_back_to_the_same_card() -> None:
    async with seated(lived_in(), start="board", size=(120, 40)) as seat:
        await seat.type("l")
        before = seat.rows
        await seat.type("<enter>")
        assert seat.screen.KEYS == "objective"
        await seat.type("jj<escape>")
        assert seat.screen.KEYS == "board"
        assert seat.rows == before


async def test_a_proposals_page_names_the_key_that_commits_to_it_first() -> None:
    made = furnished()
    made.put(made.board.objectives[1]._replace(stage="proposed", committed=None))
    async with seated(made.board) as seat:
        assert seat.rows[-1].strip().startswith("s commit   c check in")
        await seat.type("sc")
        assert seat.board.objectives[1].stage == "committed"
        assert seat.notice.strip().startswith("committed O1 Releases stop waking people; u takes")
        await seat.type("j")
        assert "s status" in seat.rows[-1]


async def test_the_cursor_goes_to_the_key_result_made_just_now() -> None:
    async with seated() as seat:
        await seat.type("nk")
        await seat.save("Nights asleep: yes/no<ctrl+s>")
        assert seat.screen.stop.kind == "key_result"  # type: ignore[attr-defined]
        assert seat.screen.stop.id == 4  # type: ignore[attr-defined]


async def test_status_says_how_it_is_with_a_reason_and_closes() -> None:
    async with seated(lived_in()) as seat:
        await seat.type("sy")
        await seat.save("<enter>")
        assert "say why O1 is not what the numbers say" in seat.text
        await seat.type("freeze ahead")
        await seat.save("<enter>")
        found = seat.board.objectives[1]
        assert (found.override, found.override_reason) == ("at_risk", "freeze ahead")
        assert "ana says so: freeze ahead" in seat.text
        assert seat.notice.endswith("freeze ahead; u takes it back")
        await seat.type("scm")
        await seat.type("smaller steps")
        await seat.save("<enter>")
        found = seat.board.objectives[1]
        assert (found.stage, found.outcome, found.lesson) == ("closed", "missed", "smaller steps")
        await seat.type("sr")
        assert seat.board.objectives[1].stage == "committed"
