"""The board as a picture: the cursor, the windows, what is under a cell, what is painted again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE
from support.making import NOW, TODAY, draft, furnished, metric, objective_of, stamp

from okrboard.demo import demo_board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import override_health, propose_objective
from okrboard.domain.edit.people import add_member, add_team
from okrboard.domain.view import View
from okrboard.errors import Refused
from okrboard.glyphs import ASCII, UNICODE
from okrboard.tui.paint.line import line_width
from okrboard.tui.paint.picture import MARKED, TOP, Area, centred, empty_board
from okrboard.tui.paint.scene import Scene

if TYPE_CHECKING:
    from okrboard.domain.board import Board

MOVES = ("left", "right", "up", "down", "first", "last", "page_up", "page_down")


def view(board: Board, by: str = "status", filter: str = "") -> View:
    return View(board, board.cycle_on(TODAY), TODAY, by=by, filter=filter)


def scene(board: Board, width: int = 120, height: int = 36, **more: object) -> Scene:
    made = Scene(view(board, **more), UNICODE)  # type: ignore[arg-type]
    made.resize(width, height)
    return made


def rows(made: Scene) -> list[str]:
    return ["".join(text for text, _ in made.row(y)) for y in range(made.picture.height)]


def cut(made: Scene) -> str:
    return "".join(text for text, _ in made.picture.cut()).rstrip()


def cells(boxes: list[Area]) -> int:
    return sum(box.width * box.height for box in boxes)


@pytest.fixture(scope="module")
def demo() -> Board:
    return demo_board(NOW)


@pytest.fixture(scope="module")
def many() -> Board:
    """Forty objectives, all of them of one person and one team."""
    made = furnished()
    for number in range(39):
        metric(made, objective_of(made, f"Objective number {number}"))
    return made.board


def test_heads_stand_above_cards_and_what_waits_is_a_rail(demo: Board) -> None:
    shown = rows(scene(demo))
    assert "· PROPOSED 1" in shown[0]
    assert "■ OFF TRACK 1" in shown[0]
    assert "Partners sell" in shown[1]
    assert "O15" not in "\n".join(shown)


def test_a_rail_opens_while_the_cursor_is_in_it(demo: Board) -> None:
    made = scene(demo)
    narrow = made.picture.layout.places[0]
    assert made.move("left") == [Area(0, 0, 120, 36)]
    assert made.card == 15
    assert made.picture.layout.places[0].width > narrow.width
    assert "O15 · " in "\n".join(rows(made))
    made.move("right")
    assert made.picture.layout.places[0] == narrow


def test_the_cursor_begins_where_somebody_is_needed(
    demo: Board,
) -> None:
    made = scene(demo)
    assert made.view.columns[made.column].key == "off_track"
    title, gutter = made.marked()
    assert (title.width, gutter.width) == (made.picture.layout.places[1].width - 2, 1)
    shown = rows(made)
    marked = [y for y in range(36) if shown[y][title.x] == "▌"]
    assert marked == [*_rows_of(title), *_rows_of(gutter)]
    assert sum(row.count("▌") for row in shown) == len(marked)


def test_only_the_title_of_the_cursors_card_is_raised(demo: Board) -> None:
    made = scene(demo)
    title, _ = made.marked()
    raised = [y for y in range(36) if any(style.endswith("@raised") for _, style in made.row(y))]
    assert raised == [*_rows_of(title)]


def test_the_cursor_stands_beside_all_of_a_card_of_eight() -> None:
    made = furnished()
    for _ in range(5):
        metric(made, made.board.objectives[1])
    shown = scene(made.board, 80, 60)
    title, _ = shown.marked()
    text = rows(shown)
    card = [y for y in range(TOP, 60) if text[y][title.x + 1 : 40].strip()]
    marked = [y for y in range(TOP, 60) if text[y][title.x] == "▌"]
    assert marked == list(range(card[0], card[-1] + 1))
    assert len(card) > 14


def test_a_filter_moves_no_column(demo: Board) -> None:
    made = scene(demo)
    before = made.picture.layout
    made.show(view(demo, filter="paid"))
    assert made.picture.layout == before


def test_a_move_repaints_two_titles_and_gutters_and_nothing_else(demo: Board) -> None:
    made = scene(demo)
    before = made.marked()
    boxes = made.move("right")
    assert boxes == [*before, *made.marked()]
    assert all(box.height == 1 or (box.width == 1 and box.height < MARKED) for box in boxes)


@given(st.lists(st.sampled_from(MOVES), max_size=30), st.sampled_from(["status", "owner"]))
@settings(max_examples=60, deadline=None)
def test_what_a_move_calls_changed_is_all_that_changed(moves: list[str], by: str) -> None:
    made = scene(DEMO, 80, 22, by=by)
    for where in moves:
        before = [made.row(y) for y in range(22)]
        boxes = made.move(where)
        stale = {(x, y) for box in boxes for x in _span(box.x, box.width) for y in _rows_of(box)}
        for y in range(22):
            was = _cells(before[y])
            now = _cells(made.row(y))
            for x, (old, new) in enumerate(zip(was, now, strict=True)):
                assert old == new or (x, y) in stale, (where, x, y)


@given(
    st.lists(st.sampled_from([*MOVES, "scroll", "resize", "density", "filter"]), max_size=40),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_the_cursor_is_always_on_a_card_in_sight(steps: list[str], random: object) -> None:
    made = scene(DEMO, 100, 30)
    for step in steps:
        if step == "scroll":
            made.scroll(made.column, random.choice((-1, 1)))  # type: ignore[attr-defined]
        elif step == "resize":
            made.resize(*random.choice(((60, 17), (80, 21), (200, 47))))  # type: ignore[attr-defined]
        elif step == "density":
            made.tell_more_or_less(random.choice(("full", "short", "titles")))  # type: ignore[attr-defined]
        elif step == "filter":
            made.show(view(DEMO, "status", random.choice(("", "team:it", "a", "status:on"))))  # type: ignore[attr-defined]
        else:
            made.move(step)
        assert made.card is not None
        assert made.marked()[0].y < made.picture.height
        for y in range(made.picture.height):
            assert line_width(made.row(y)) == made.picture.width


def test_left_and_right_skip_columns_without_cards() -> None:
    made = furnished()
    propose_objective(made, "Partners sell", 1)
    shown = scene(made.board)
    assert shown.view.columns[shown.column].key == "off_track"
    shown.move("left")
    assert shown.view.columns[shown.column].key == "proposed"
    shown.move("right")
    assert shown.view.columns[shown.column].key == "off_track"
    assert shown.move("right") == []


def test_sideways_the_cursor_takes_the_card_beside_it(demo: Board) -> None:
    made = scene(demo)
    made.move("right")
    made.move("down")
    marked = made.marked()
    assert marked[0].y > TOP
    made.move("right")
    assert TOP < made.marked()[0].y <= marked[0].y


def test_a_narrow_screen_shows_some_columns_and_says_which(demo: Board) -> None:
    made = scene(demo, 80, 22)
    assert cut(made).endswith("1-3/5 ›")
    for _ in range(4):
        made.move("right")
    assert made.view.columns[made.column].key == "done"
    assert cut(made).endswith("‹ 4-5/5")
    assert "DONE" in rows(made)[0]


def test_a_very_narrow_screen_shows_one_column_and_tabs() -> None:
    places = scene(DEMO, 40, 20).picture.layout.places
    assert [place.width for place in places] == [3, 37]


def test_a_wide_screen_is_used_and_no_line_is_too_long_to_read(demo: Board) -> None:
    places = scene(demo, 200, 50).picture.layout.places
    assert len(places) == 5
    assert sum(place.width for place in places) == 200
    assert max(place.lane for place in scene(demo, 400, 50).picture.layout.places) == 72


def test_more_cards_than_fit_flow_into_a_second_lane(many: Board) -> None:
    made = scene(many, 120, 36, by="team")
    slots = made.picture.window(0)
    assert {slot.lane for slot in slots} == {0, 1, 2}
    assert [slot.at for slot in slots] == list(range(len(slots)))
    left, right = rows(made)[1][:40], rows(made)[1][40:80]
    assert left.strip().startswith("▌")
    assert "Objective number" in right
    made.move("right")
    assert made.picture.slot(0, made.index).lane == 1  # type: ignore[union-attr]
    made.move("left")
    assert made.index == 0


def test_a_column_without_cards_is_a_tab_with_its_name_downwards() -> None:
    made = scene(furnished().board, 120, 30)
    places = made.picture.layout.places
    assert [place.width for place in places] == [3, 72, 3, 3, 3]
    tab = [row[75:78].strip() for row in rows(made)]
    assert tab[:4] == ["▲", "", "", "A"]
    assert "".join(tab[3:]) == "ATRISK"


def test_nine_of_ten_titles_of_the_demo_are_read_whole(demo: Board) -> None:
    whole, all = read_whole(scene(demo, 120, 36))
    assert all == 26
    assert whole >= 0.9 * all


def test_nine_of_ten_titles_of_36_cells_are_read_whole() -> None:
    made = furnished()
    ids = [1]
    for number in range(1, 9):
        objective = objective_of(made, f"Objective {number}")
        override_health(made, objective.id, ("at_risk", "off_track", "on_track")[number % 3], "so")
        ids.append(objective.id)
    for number, title in enumerate(FROZEN):
        add_key_result(made, ids[number % 9], title, start=1, target=9, unit="days")
    whole, all = read_whole(scene(made.board, 120, 36))
    assert all > len(FROZEN)
    assert whole >= 0.9 * all


FROZEN = (
    "Share of invoices that are paid within 14 days",
    "Median time from alert to first human answer",
    "Customers who renew without being asked twice",
    "Deliveries that arrive inside the agreed hour",
    "Releases rolled back within the first day",
    "Nights without a page for the on-call team",
    "Audits closed with no finding of severity one",
    "New hires who ship in their first week",
    "Support tickets solved at the first contact",
    "Partners who bring in at least two deals",
    "Cold boxes opened above eight degrees",
    "Kitchens that order more than last month",
    "Share of drivers past the yearly test",
    "Days from signed offer to first order",
    "Pages of the manual nobody has read",
    "Errors in the monthly price list",
    "Clinics back in thirty days",
    "Growth over last year",
    "Cost of a box",
    "Churn a month",
    "Questions it answers",
    "Uptime of the order desk in the evening",
    "Hours a week spent on copied spreadsheets",
    "Recommendations by clinics of more than ten beds",
)
"""Titles as teams write them, of 36 cells in the middle."""


def read_whole(made: Scene) -> tuple[int, int]:
    """Count the titles of key results that a walk over all cards shows whole, and all of them."""
    whole = all = 0
    for number, column in enumerate(made.view.columns):
        for index, id in enumerate(column.ids):
            made.put_on(id)
            card = made.picture.rows(number, index)
            runs = [run for row in card for run, style in row if style == "text"]
            text = " ".join(" ".join(runs).split())
            for line in made.view.card(id).lines:
                all += 1
                whole += line.title in text
    return whole, all


def test_a_full_column_says_how_many_are_above_and_below(many: Board) -> None:
    made = scene(many, 120, 30, by="team")
    below = made.picture.below(0)
    assert 15 < below < 30
    assert f"↓ {below} more" in cut(made)
    made.move("last")
    assert made.picture.below(0) == 0
    assert "more" not in cut(made)
    above = made.picture.top(0)
    assert f"↑{above}" in rows(made)[0]
    assert 15 < above < 30


def test_going_down_scrolls_when_the_cursor_leaves_the_window(many: Board) -> None:
    made = scene(many, 120, 30, by="team")
    scrolled = []
    for _ in range(39):
        boxes = made.move("down")
        scrolled.append(cells(boxes) > 100)
        assert made.marked()[0].y >= TOP
    assert made.index == 39
    assert not all(scrolled)
    assert made.move("down") == []
    made.move("first")
    assert made.picture.top(0) == 0


def test_a_page_is_what_is_in_sight(many: Board) -> None:
    made = scene(many, 120, 30, by="team")
    seen = len(made.picture.window(0))
    made.move("page_down")
    assert made.index == seen - 1
    made.move("page_up")
    assert made.index == 0


def test_the_wheel_moves_the_window_and_keeps_the_cursor_in_it(many: Board) -> None:
    made = scene(many, 120, 30, by="team")
    assert made.scroll(0, -1) == []
    for _ in range(5):
        made.scroll(0, 1)
    assert made.picture.top(0) == 5
    assert made.index == 5
    for _ in range(60):
        made.scroll(0, 1)
    assert made.picture.below(0) == 0
    assert made.card is not None


def test_a_cell_belongs_to_the_card_that_is_drawn_there(demo: Board) -> None:
    made = scene(demo)
    for number, place in enumerate(made.picture.layout.places):
        for slot in made.picture.window(number):
            id = made.view.columns[number].ids[slot.at]
            assert made.picture.hit(place.x + place.width // 2, slot.y) == (number, id)
            below = slot.y + len(made.picture.rows(number, slot.at))
            if below < made.picture.height:
                assert made.picture.hit(place.x, below) == (number, None)
    assert made.picture.hit(0, 0) == (0, None)
    wide_scene = scene(demo, 400, 40)
    assert wide_scene.picture.hit(399, 5) == (None, None)


def test_the_cursor_stays_when_the_board_changes_underneath() -> None:
    made = furnished()
    other = objective_of(made, "Other")
    metric(made, other)
    shown = scene(made.board)
    shown.put_on(other.id)
    again = Draft(made.board, stamp())
    override_health(again, other.id, "on_track", "because")
    shown.show(view(again.board))
    assert shown.card == other.id
    assert shown.view.columns[shown.column].key == "on_track"


def test_when_its_card_is_gone_the_cursor_takes_that_place(demo: Board) -> None:
    made = scene(demo)
    made.put_on(12)
    assert made.view.columns[made.column].ids == (7, 12, 14)
    made.show(view(demo, filter="-paid"))
    assert made.card == 14
    made.show(view(demo, filter="team:audit"))
    assert made.card in (8, 9)
    made.show(view(demo, filter="nothing like that"))
    assert made.card is None
    assert made.marked() == []
    assert made.move("down") == made.move("right") == []
    made.show(view(demo))
    assert made.card is not None


def test_windows_stay_on_their_cards_when_cards_come_and_go(many: Board) -> None:
    made = scene(many, 120, 30, by="team")
    for _ in range(10):
        made.scroll(0, 1)
    first = made.view.columns[0].ids[made.picture.top(0)]
    again = Draft(many, stamp())
    again.put(many.objectives[2]._replace(team=0))
    made.show(view(again.board, "team"))
    assert made.view.columns[0].ids[made.picture.top(0)] == first


def test_a_board_of_thousands_makes_only_the_cards_in_sight() -> None:
    drawn = furnished()
    for number in range(200):
        metric(drawn, objective_of(drawn, f"Objective number {number}"))
    made = scene(drawn.board, 120, 30, by="team")
    made.move("last")
    made.move("first")
    assert len(made.view._cards) < 60


def test_dragging_marks_the_column_that_is_aimed_at(demo: Board) -> None:
    made = scene(demo)
    assert made.aim(3) == [Area(0, 0, 120, 1)]
    assert made.aim(3) == []
    assert any(style == "target" for _, style in made.row(0))
    made.aim(None)
    assert all(style != "target" for _, style in made.row(0))


def test_hostile_titles_keep_every_row_straight() -> None:
    made = draft()
    add_member(made, "ana")
    add_team(made, "[/foo] 漢字")
    add_cycle(made, "2026-T3", TODAY - timedelta(80), TODAY + timedelta(40), running=True)
    for title in HOSTILE:
        with suppress(Refused):
            objective = objective_of(made, title)
            add_key_result(made, objective.id, title, start=1, target=9, unit=title[:50])
    assert len(made.board.key_results) > len(HOSTILE) - 3
    for size in ((80, 24), (120, 40), (60, 20)):
        for ascii in (False, True):
            shown = Scene(view(made.board), ASCII if ascii else UNICODE)
            shown.resize(*size)
            for _ in range(len(HOSTILE)):
                for y in range(size[1]):
                    assert line_width(shown.row(y)) == size[0]
                if ascii:
                    assert all(row.isascii() for row in rows(shown))
                shown.move("down")


def test_an_empty_board_says_what_to_do_next(demo: Board) -> None:
    def said(board: Board, filter: str = "") -> str:
        found = View(board, board.cycle_on(TODAY), TODAY, filter=filter)
        return "\n".join("".join(t for t, _ in line) for line in empty_board(found, "n", "esc"))

    assert said(demo) == ""
    assert "esc shows all 10 objectives again" in said(demo, "no such thing")
    assert "n makes the first one" in said(draft().board)
    made = draft()
    add_cycle(made, "2026-T3", TODAY, TODAY + timedelta(90), running=True)
    assert "n proposes the first objective" in said(made.board)


def test_what_an_empty_board_says_stands_in_the_middle(demo: Board) -> None:
    said = empty_board(view(demo, filter="no such thing"), "n", "esc")
    for width, height in ((60, 18), (200, 40), (20, 3)):
        placed = centred(said, width, height, UNICODE)
        assert len(placed) == height
        assert all(line_width(line) == width for line in placed)


DEMO = demo_board(NOW)


def _span(first: int, count: int) -> range:
    return range(first, first + count)


def _rows_of(box: Area) -> range:
    return _span(box.y, box.height)


def _cells(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(character, style) for text, style in line for character in text]


@pytest.mark.parametrize("moves", [(), ("down",)])
def test_a_slow_machine_begins_at_the_same_card(moves: tuple[str, ...]) -> None:
    board = demo_board(NOW)
    whole = scene(board)
    slow = Scene(
        View(board, board.cycle_on(TODAY), TODAY, by="status", pause=lambda: True), UNICODE
    )
    slow.resize(120, 36)
    assert slow.card != whole.card
    for where in moves:
        slow.move(where)
    chosen = slow.card
    slow.view.go_on()
    slow.show(slow.view)
    assert slow.card == (chosen if moves else whole.card)
