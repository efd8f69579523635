"""The board screen by keys and by mouse: what they do to the board, asserted on state."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from support.boards import write_board
from support.hostile import HOSTILE
from support.making import NOW, furnished, metric, objective_of
from support.screens import seated

from okrboard.demo import demo_board
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.objectives import propose_objective
from okrboard.domain.edit.people import add_team
from okrboard.errors import Refused, StoreWriteFailed
from okrboard.service import Service
from okrboard.storage.file_store import open_store
from okrboard.storage.store import MemoryStore
from okrboard.tui.options import Options
from okrboard.tui.screens.board import BoardScreen
from okrboard.tui.session import Session
from okrboard.tui.widgets.board_view import BoardView
from okrboard.tui.widgets.frame import FootLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.screens import Seat

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Changes


@pytest.fixture(scope="module")
def demo() -> Board:
    return demo_board(NOW)


def board_of(seat: Seat) -> BoardScreen:
    screen = seat.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


def told(seat: Seat) -> str:
    return seat.screen.query_one(FootLine).message


def columns(seat: Seat) -> dict[str, tuple[int, ...]]:
    return {column.label: column.ids for column in board_of(seat).cards.scene.view.columns}


def place(seat: Seat, id: int) -> tuple[int, int]:
    """The cell of a card's title."""
    cards = board_of(seat).cards
    for x in range(cards.size.width):
        for y in range(cards.size.height):
            if cards.scene.picture.hit(x, y)[1] == id:
                return x + 3, y
    raise AssertionError(f"O{id} is not in sight")


def override(seat: Seat) -> str:
    return seat.board.objectives[1].override


async def test_the_cursor_moves_by_letters_and_by_arrows(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        assert board_of(seat).objective == 10
        await seat.type("l")
        assert board_of(seat).objective == 7
        await seat.type("<down>")
        assert board_of(seat).objective == 12
        await seat.type("k<left>")
        assert board_of(seat).objective == 10


async def test_every_grouping_comes_by_one_key_and_is_remembered(
    demo: Board, tmp_path: Path
) -> None:
    async with seated(demo, start="board", size=(120, 40), state=tmp_path) as seat:
        card = board_of(seat).objective
        await seat.type("g")
        assert "ana" in columns(seat)
        assert told(seat) == "by owner"
        assert board_of(seat).objective == card
        await seat.type("g")
        assert list(columns(seat))[:3] == ["Audit", "IT", "Sales"]
    async with seated(demo, start="board", size=(120, 40), state=tmp_path) as seat:
        assert list(columns(seat))[:3] == ["Audit", "IT", "Sales"]
        await seat.type("gg")
        assert "at risk" in columns(seat)


async def test_a_filter_narrows_while_one_types_and_esc_clears_it(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        await seat.type("/paid")
        assert board_of(seat).cards.scene.view.shown == 1
        assert board_of(seat).objective == 12
        assert "1 of 10" in seat.text
        await seat.type("<enter>")
        await seat.type("j")
        assert board_of(seat).cards.scene.view.shown == 1
        await seat.type("<escape>")
        assert board_of(seat).cards.scene.view.shown == 10
        assert board_of(seat).objective == 12


async def test_letters_in_a_filter_are_text_and_arrows_move_the_cursor(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        await seat.type("/q")
        assert seat.app.is_running
        await seat.type("<backspace>status:on<down>")
        assert board_of(seat).objective == 8
        await seat.type("<escape>")
        assert board_of(seat).cards.scene.view.filter == ""


async def test_a_filter_that_matches_nothing_says_how_to_get_out(demo: Board) -> None:
    async with seated(demo, start="board", size=(80, 24)) as seat:
        await seat.type("/nothing at all<enter>")
        assert "esc shows all 10 objectives again" in seat.text
        await seat.type("jlc<enter>HJ")
        assert board_of(seat).objective is None


async def test_a_pasted_filter_is_one_clean_line(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        await seat.type("/")
        from textual.events import Paste

        board_of(seat).ask_line.post_message(Paste("pa\rid\x1b[2J"))
        await seat.still()
        assert board_of(seat).ask_line.text == "pa id\ufffd[2J"


async def test_moving_a_card_against_its_numbers_asks_why() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("L")
        assert "Why is O1 at risk?" in seat.text
        await seat.save("half of it is live<enter>")
        assert override(seat) == "at_risk"
        assert seat.board.objectives[1].override_reason == "half of it is live"
        assert columns(seat)["at risk"] == (1,)
        assert board_of(seat).objective == 1
        assert "u takes it back" in told(seat)
        await seat.type("u")
        assert override(seat) == ""
        assert told(seat).startswith("undone: ")
        await seat.type("U")
        assert override(seat) == "at_risk"


async def test_a_proposal_is_committed_by_moving_it() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell for us", 1)
    metric(made, proposed)
    async with seated(made.board, start="board", size=(120, 40)) as seat:
        board_of(seat).cards.put_on(proposed.id)
        await seat.type("L")
        assert seat.board.objectives[proposed.id].stage == "committed"
        assert override(seat) == ""
        assert columns(seat)["on track"] == (proposed.id,)
        assert board_of(seat).objective == proposed.id
        said = "committed O2 Partners sell for us; its numbers put it on track; u takes it back"
        assert told(seat) == said
        await seat.type("u")
        assert seat.board.objectives[proposed.id].stage == "proposed"


async def test_the_cursor_goes_to_the_objective_that_was_made_just_now() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("no")
        await seat.save("Partners sell for us<ctrl+s>")
        assert board_of(seat).objective == 2
        await seat.type("n")
        assert "key result of O2 Partners sell for us" in seat.text


async def test_an_empty_board_promises_no_key_that_needs_a_card() -> None:
    made = furnished()
    made.put(made.board.objectives[1]._replace(cycle=2))
    async with seated(made.board, start="board", size=(120, 40)) as seat:
        assert seat.rows[-1].split("   ")[0].strip() == "n new"
        assert "check in" not in seat.rows[-1]
        assert ", settings" in seat.rows[-1]
        await seat.type("no")
        await seat.save("Partners sell for us<ctrl+s>")
        await seat.type("k")
        assert "c check in" in seat.rows[-1]


async def test_while_one_types_a_filter_the_foot_has_its_keys(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        usual = seat.rows[-1]
        await seat.type("/")
        assert seat.rows[-1].strip() == "enter keep it   ↑/↓ move   esc show all"
        await seat.type("paid<enter>")
        assert seat.rows[-1] == usual
        await seat.type("/<ctrl+u>nothing at all<enter>")
        assert seat.rows[-1].strip().startswith("esc show all   / filter")
        await seat.type("<escape>")
        assert seat.rows[-1] == usual


async def test_a_reason_that_is_not_given_leaves_the_card_where_it_is() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("L<escape>")
        assert override(seat) == ""
        assert told(seat) == "O1 stays where it is"


async def test_back_to_the_column_of_its_numbers_no_reason_is_asked() -> None:
    made = furnished()
    made.put(made.board.objectives[1]._replace(override="at_risk", override_reason="x"))
    async with seated(made.board, start="board", size=(120, 40)) as seat:
        await seat.type("H")
        assert override(seat) == ""


async def test_a_card_gets_the_owner_of_the_column_it_is_moved_to() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("gL")
        assert seat.board.objectives[1].owner == 2
        assert told(seat).startswith("O1 belongs to ben")
        await seat.type("LL")
        assert seat.board.objectives[1].owner == 2


async def test_a_card_that_could_not_be_written_is_never_told_as_moved() -> None:
    class Full(MemoryStore):
        """A store that fails when the change is made already."""

        def transact(self, make: Callable[[Board], Changes]) -> Board:
            make(self.snapshot())
            raise StoreWriteFailed("the disk is full; nothing was changed")

    async with seated(start="board", size=(120, 40), store=Full(furnished().board)) as seat:
        await seat.type("gL")
        assert told(seat) == "the disk is full; nothing was changed"
        assert seat.board.objectives[1].owner == 1


async def test_cards_change_places_within_their_column() -> None:
    made = furnished()
    for title in ("Second", "Third"):
        metric(made, objective_of(made, title))
    async with seated(made.board, start="board", size=(120, 40)) as seat:
        assert columns(seat)["off track"] == (1, 2, 3)
        await seat.type("J")
        assert columns(seat)["off track"] == (2, 1, 3)
        assert board_of(seat).objective == 1
        await seat.type("JJ")
        assert columns(seat)["off track"] == (2, 3, 1)
        await seat.type("KKKK")
        assert columns(seat)["off track"] == (1, 2, 3)


async def test_who_has_not_joined_is_asked_to_before_a_card_moves() -> None:
    async with seated(start="board", who="zoe", size=(120, 40)) as seat:
        await seat.type("gL")
        assert "zoe is not a member" in seat.text
        await seat.type("n")
        assert seat.board.member_named("zoe") is None
        await seat.type("Ly")
        assert seat.board.member_named("zoe") is not None
        assert seat.board.objectives[1].owner == 2


async def test_a_read_only_board_says_so_and_stays_as_it_is() -> None:
    options = Options(theme="okr-dark", read_only=True)
    async with seated(start="board", size=(120, 40), options=options) as seat:
        assert "read-only" in seat.rows[0]
        await seat.type("gL")
        assert seat.board.objectives[1].owner == 1
        assert "can only be read" in told(seat)


async def test_less_of_each_card_is_told_by_one_key_and_remembered(tmp_path: Path) -> None:
    async with seated(start="board", size=(120, 40), state=tmp_path) as seat:
        assert "31→8 pages" in seat.text
        await seat.type("z")
        assert "31→8 pages" not in seat.text
        assert "■ Pages" in seat.text
        await seat.type("z")
        assert "■ Pages" not in seat.text
    async with seated(start="board", size=(120, 40), state=tmp_path) as seat:
        assert "■ Pages" not in seat.text


async def test_a_click_selects_a_card_and_a_second_one_opens_it(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        await seat.pilot.click(board_of(seat).cards, offset=place(seat, 12))
        assert board_of(seat).objective == 12
        await seat.pilot.click(board_of(seat).cards, offset=place(seat, 12), times=2)
        await seat.still()
        assert seat.screen.KEYS == "objective"


async def test_a_dragged_card_is_moved_to_the_column_it_is_dropped_on() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("g")
        cards = board_of(seat).cards
        (x, y), column = place(seat, 1), cards.scene.picture.layout.places[1]
        await seat.pilot.mouse_down(cards, offset=(x, y))
        await seat.pilot.hover(cards, offset=(column.x + column.width // 2, y))
        assert cards.scene.picture.target == 1
        await seat.pilot.mouse_up(cards, offset=(column.x + column.width // 2, y))
        await seat.still()
        assert seat.board.objectives[1].owner == 2
        assert cards.scene.picture.target is None


async def test_a_card_dropped_on_its_own_column_stays() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        cards, (x, y) = board_of(seat).cards, place(seat, 1)
        await seat.pilot.mouse_down(cards, offset=(x, y))
        await seat.pilot.hover(cards, offset=(x, y + 2))
        await seat.pilot.mouse_up(cards, offset=(x, y + 2))
        await seat.still()
        assert seat.board.rev == 0


async def test_the_cursor_stays_when_somebody_else_changes_the_board(
    demo: Board,
) -> None:
    store = MemoryStore(demo)
    async with seated(store=store, start="board", size=(120, 40)) as seat:
        board_of(seat).cards.put_on(12)
        other = Service(store, "ben", lambda: NOW)
        other.change("check in", lambda draft: check_in(draft, 26, 8.0))
        other.change("team", lambda draft: add_team(draft, "Support"))
        await seat.looks_again()
        assert board_of(seat).objective == 12
        assert "✓ Invoices" in seat.text


async def test_typing_a_filter_is_not_disturbed_by_others_changes(demo: Board) -> None:
    store = MemoryStore(demo)
    async with seated(store=store, start="board", size=(120, 40)) as seat:
        await seat.type("/pai")
        Service(store, "ben", lambda: NOW).change("t", lambda draft: add_team(draft, "Support"))
        board_of(seat).okr.look_again()
        await seat.type("d")
        assert board_of(seat).ask_line.text == "paid"
        assert board_of(seat).cards.scene.view.shown == 1


async def test_a_new_day_is_noticed(demo: Board) -> None:
    from datetime import timedelta

    async with seated(demo, start="board", size=(120, 40)) as seat:
        before = seat.rows[0]
        seat.app.session.service._clock = lambda: NOW + timedelta(days=8)
        board_of(seat)._look_at_the_calendar()
        await seat.still()
        assert "week 12" in before
        assert "week 13" in seat.rows[0]


async def test_forms_come_up_over_the_board_and_show_their_change() -> None:
    async with seated(start="board", size=(120, 40)) as seat:
        await seat.type("e")
        await seat.save("<ctrl+u>Nobody is woken by a release<ctrl+s>")
        assert seat.board.objectives[1].title == "Nobody is woken by a release"
        assert "Nobody is woken" in seat.text
        await seat.type("c")
        assert "KR1 Pages a week" in seat.text


async def test_on_an_empty_board_n_begins_with_what_it_needs_first() -> None:
    made = furnished()
    made.put(made.board.objectives[1]._replace(stage="closed"))
    from support.making import draft

    async with seated(draft().board, start="board", size=(80, 24)) as seat:
        assert "No cycle yet." in seat.text
        await seat.type("n")
        assert "cycle" in seat.form.title.casefold()


async def test_hostile_titles_are_only_titles() -> None:
    made = furnished()
    for title in HOSTILE:
        with suppress(Refused):
            metric(made, objective_of(made, title))
    async with seated(made.board, start="board", size=(120, 40)) as seat:
        assert len(columns(seat)["off track"]) > len(HOSTILE) - 3
        for _ in HOSTILE:
            await seat.pilot.press("j")
            text = seat.text
            assert not any(ord(character) < 32 and character != "\n" for character in text)
            assert "\x1b" not in text
        await seat.type("<home>j")
        assert "[/foo]" in seat.text
        await seat.pilot.click(board_of(seat).cards, offset=place(seat, 3))
        assert seat.app.is_running


async def test_without_unicode_the_whole_screen_is_ascii(demo: Board) -> None:
    options = Options(theme="okr-dark", ascii=True)
    async with seated(demo, start="board", size=(120, 40), options=options) as seat:
        assert seat.text.isascii()
        await seat.type("/漢字")
        assert seat.text.isascii()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_board_is_complete_at_every_size(demo: Board, size: tuple[int, int]) -> None:
    async with seated(demo, start="board", size=size) as seat:
        assert "Ternhaven" in seat.rows[0]
        assert "69 %" in seat.rows[0]
        assert "live" in seat.rows[0]
        assert "OFF TRACK" in seat.rows[2]
        assert "enter open" in seat.rows[-1]
        assert len(seat.rows) == size[1]


async def test_every_theme_paints_the_board_in_its_own_colours(demo: Board) -> None:
    async with seated(demo, start="board", size=(100, 30)) as seat:
        grounds = set()
        for _ in range(5):
            strips = seat.app.screen._compositor.render_strips()
            grounds.add(str(next(iter(strips[0])).style))
            await seat.type("t")
        assert len(grounds) == 5


@pytest.mark.parametrize(("objectives", "shown"), [(20, 20), (60, 60), (80, 60)])
def test_a_first_picture_has_sixty_goals_on_a_slow_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, objectives: int, shown: int
) -> None:
    monkeypatch.setattr("okrboard.tui.session.AT_ONCE", -1.0)
    write_board(tmp_path / "board.json", objectives)
    store = open_store(str(tmp_path / "board.json"))
    session = Session(store, "ana", lambda: NOW, Options())
    view = session.view(NOW.date(), "status")
    assert (view.shown, view.complete) == (shown, objectives == shown)


async def test_a_large_board_is_shown_in_slices_and_then_whole(
    monkeypatch: pytest.MonkeyPatch, demo: Board
) -> None:
    monkeypatch.setattr("okrboard.tui.session.AT_ONCE", -1.0)
    monkeypatch.setattr("okrboard.tui.session.AT_LEAST", 0)
    async with seated(demo, start="board", size=(120, 40)) as seat:
        for _ in range(200):
            if board_of(seat)._coming is None:
                break
            await seat.pilot.pause(0.005)
        assert board_of(seat).cards.scene.view.complete
        assert "69 % done" in seat.rows[0]
        await seat.type("g")
        for _ in range(200):
            if board_of(seat)._coming is None:
                break
            await seat.pilot.pause(0.005)
        assert columns(seat)["ana"] == (8,)


async def test_tab_shows_what_the_configuration_calls_an_action(demo: Board) -> None:
    async with seated(demo, start="board", size=(120, 40)) as seat:
        await seat.type("?")
        assert "board.check_in" not in seat.text
        assert "Say where a key result stands" in seat.text
        await seat.type("<tab>")
        assert "board.check_in" in seat.text
        assert "tab sentences" in seat.rows[-1]


async def test_news_after_the_board_left_the_screen_is_no_error(demo: Board) -> None:
    async with seated(demo, start="board") as seat:
        view = seat.app.screen.query_one(BoardView)
        shown = view.scene.picture.view
        await view.remove()
        view.show(shown)
        assert not view.is_attached
