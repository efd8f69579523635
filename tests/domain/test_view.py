"""The board in columns: where each objective stands, what a filter leaves, what a slice keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from support.making import NOW, TODAY, furnished, metric, objective_of, stamp

from okrboard.demo import demo_board
from okrboard.domain.cards import column_of
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import add_key_result, edit_key_result
from okrboard.domain.edit.objectives import (
    close_objective,
    commit_objective,
    override_health,
    propose_objective,
    withdraw_objective,
)
from okrboard.domain.edit.people import add_team, remove_member
from okrboard.domain.enums import GROUPINGS, STATUSES
from okrboard.domain.measure import WEAKEST_FIRST, measure_cycle
from okrboard.domain.view import View, parse_filter
from okrboard.tui.paint.frame import head_of

if TYPE_CHECKING:
    from okrboard.domain.board import Board


def view(board: Board, by: str = "status", filter: str = "", **more: object) -> View:
    return View(board, board.cycle_on(TODAY), TODAY, by=by, filter=filter, **more)  # type: ignore[arg-type]


def placed(board: Board, by: str = "status", filter: str = "") -> dict[str, tuple[int, ...]]:
    return {column.label: column.ids for column in view(board, by, filter).columns}


@pytest.fixture(scope="module")
def demo() -> Board:
    return demo_board(NOW)


def test_by_status_every_objective_stands_where_numbers_put_it() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell for us", 1)
    off = objective_of(made, "Off")
    metric(made, off)
    done = objective_of(made, "Done")
    check_in(made, metric(made, done).id, 8.0)
    closed = objective_of(made, "Closed")
    close_objective(made, closed.id, "reached")
    found = placed(made.board)
    assert found["proposed"] == (proposed.id,)
    assert off.id in found["off track"]
    assert found["done"] == (done.id, closed.id)
    assert list(found) == ["proposed", "off track", "at risk", "on track", "done"]


def test_an_override_moves_a_card_and_says_what_the_numbers_say() -> None:
    made = furnished()
    override_health(made, 1, "on_track", "the new shift starts on Monday")
    found = view(made.board)
    assert found.place(1) == (STATUSES.index("on_track"), 0)
    assert found.card(1).overridden
    assert found.card(1).why.startswith("numbers say off track; ana: the new shift")


def test_a_goal_of_yesterday_is_not_judged_by_a_past_pace() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell for us", 1)
    for title in ("Deals", "Visits"):
        add_key_result(made, proposed.id, title, start=31, target=8)
    commit_objective(made, proposed.id)
    shown = view(made.board)
    card = shown.card(proposed.id)
    assert (card.health, card.why) == ("too_early", "no check-in yet")
    assert proposed.id in placed(made.board)["on track"]
    assert shown.judged
    made.put(made.board.objectives[1]._replace(stage="proposed"))
    alone = view(made.board)
    assert not alone.judged
    assert head_of(alone, "ana").health == "too_early"
    in_time = View(made.board, made.board.cycle_on(TODAY), TODAY + timedelta(9))
    assert in_time.card(proposed.id).health == "too_early"
    late = View(made.board, made.board.cycle_on(TODAY), TODAY + timedelta(11)).card(proposed.id)
    assert (late.health, late.why) == ("off_track", "75 behind, silent 11 d: Deals")


def test_a_goal_with_a_check_in_is_judged_however_new_it_is() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell for us", 1)
    key_result = add_key_result(made, proposed.id, "Deals", start=31, target=8)
    commit_objective(made, proposed.id)
    check_in(made, key_result.id, 30)
    assert view(made.board).card(proposed.id).health == "off_track"


def test_a_goal_long_proposed_has_its_time_since_commitment() -> None:
    made = furnished()
    old = withdraw_objective(made, 1)
    assert old.committed is None
    commit_objective(made, 1)
    assert view(made.board).card(1).health == "too_early"


def test_a_file_without_a_goals_first_day_is_judged_as_before() -> None:
    made = furnished()
    made.put(made.board.objectives[1]._replace(created=None, committed=None))
    for key_result in made.board.key_results_of(1):
        made.put(key_result._replace(created=None))
    card = view(made.board).card(1)
    assert (card.health, card.why) == ("off_track", "66 behind, silent 80 d: Pages a week")


def test_silence_stands_with_at_risk_too_early_with_on_track() -> None:
    assert column_of("stale") == "at_risk"
    assert column_of("too_early") == "on_track"
    assert {column_of(health) for health in WEAKEST_FIRST} == set(STATUSES) - {"proposed"}


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_objective_of_the_cycle_stands_in_one_column(demo: Board, by: str) -> None:
    found = view(demo, by)
    ids = [id for column in found.columns for id in column.ids]
    cycle = demo.cycle_on(TODAY)
    assert cycle is not None
    assert sorted(ids) == sorted(one.id for one in demo.objectives_in(cycle.id))
    assert found.shown == found.total == len(ids)


def test_by_owner_those_with_cards_come_first() -> None:
    made = furnished()
    assert list(placed(made.board, "owner")) == ["ana", "ben"]
    remove_member(made, 2)
    assert list(placed(made.board, "owner")) == ["ana"]
    remove_member(made, 1)
    assert list(placed(made.board, "owner")) == ["ana"]
    propose_objective(made, "Nobody's", 1)
    assert placed(made.board, "owner")["nobody"] == (2,)


def test_by_team_every_team_has_its_column() -> None:
    made = furnished()
    add_team(made, "Sales")
    propose_objective(made, "No team's", 1)
    assert placed(made.board, "team") == {"IT": (1,), "Sales": (), "no team": (2,)}


def test_by_level_there_are_three_columns() -> None:
    assert list(placed(furnished().board, "level")) == ["company", "team", "individual"]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", {1, 2}),
        ("waking", {1}),
        ("WAKING people", {1}),
        ("pages", {1}),
        ("kr1", {1}),
        ("o2", {2}),
        ("owner:ana", {1}),
        ("@an", {1}),
        ("owner:me", {1}),
        ("owner:n", set()),
        ("-owner:ana", {2}),
        ("team:it", {1}),
        ("status:prop", {2}),
        ("status:off", {1}),
        ("status:off track", {1}),
        ("status:off tr", {1}),
        ("health:off track waking", {1}),
        ("status:on track", set()),
        ("-status:off track", {2}),
        ("off track", {1}),
        ("-off track", {2}),
        ('"off track"', set()),
        ("status:red", {1}),
        ("status:green", set()),
        ("overdue", {1}),
        ("status:overdue", {1}),
        ("-overdue", {2}),
        ("owner:ben", {1, 2}),
        ("@ben -proposed", {1}),
        ("-status:proposed waking", {1}),
        ("level:team", {1, 2}),
        ("#growth", {2}),
        ("#gr -pages", {2}),
        ('"waking people"', {1}),
        ('"people waking"', set()),
        ("owner:", {1, 2}),
        ("-", set()),
        ("[/foo]", set()),
    ],
)
def test_a_filter_leaves_what_has_everything_it_asks_for(typed: str, ids: set[int]) -> None:
    made = furnished()
    propose_objective(made, "Partners sell", 1, labels=["Growth"], owner=2)
    edit_key_result(made, 2, owner=2)
    found = view(made.board, filter=typed, me="ana")
    assert {id for column in found.columns for id in column.ids} == ids
    assert (found.shown, found.total) == (len(ids), 2)


def test_stale_is_found_by_its_own_name_and_by_its_columns(demo: Board) -> None:
    stale = {id for c in view(demo, filter="status:stale").columns for id in c.ids}
    risky = {id for c in view(demo, filter='status:"at risk"').columns for id in c.ids}
    assert stale
    assert stale <= risky


def test_quotes_keep_words_together_also_behind_a_field() -> None:
    assert [tuple(term) for term in parse_filter('team:"customer success" x')] == [
        ("team", "customer success", True),
        ("text", "x", True),
    ]
    assert [term.text for term in parse_filter('"owner:x')] == ["owner:x"]


def test_the_cycles_progress_does_not_depend_on_the_filter(demo: Board) -> None:
    cycle = demo.cycle_on(TODAY)
    assert cycle is not None
    whole, _ = measure_cycle(demo, cycle, TODAY)
    assert view(demo).progress == view(demo, filter="nothing at all").progress == whole


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("typed", ["", "status:track"])
def test_a_view_made_in_slices_is_the_same_in_the_end(demo: Board, by: str, typed: str) -> None:
    sliced = view(demo, by, typed, pause=lambda: True)
    assert not sliced.complete
    assert sliced.progress is None
    while not sliced.go_on(lambda: True):
        pass
    whole = view(demo, by, typed)
    assert sliced.columns == whole.columns
    assert sliced.progress == whole.progress
    assert sliced.shown == whole.shown


def test_what_has_not_changed_is_taken_over_the_rest_measured() -> None:
    made = furnished()
    other = objective_of(made, "Other")
    metric(made, other)
    before = view(made.board)
    again = Draft(made.board, stamp())
    check_in(again, 1, 20.0)
    after = view(again.board, before=before)
    assert after.measured(other.id) is before.measured(other.id)
    assert after.measured(1).measures[0].current == 20.0
    assert after.columns == view(again.board).columns


def test_a_new_day_measures_everything_anew() -> None:
    board = furnished().board
    before = view(board)
    tomorrow = TODAY + timedelta(days=40)
    after = View(board, board.cycle_on(tomorrow), tomorrow, before=before)
    assert after.measured(1).measures[0].pace > before.measured(1).measures[0].pace


def test_a_board_without_a_cycle_has_empty_columns() -> None:
    found = View(Draft(furnished().board, stamp()).board, None, TODAY)
    assert found.complete
    assert found.total == 0
    assert [column.ids for column in found.columns] == [()] * 5


def test_a_card_tells_its_key_results_and_the_newest_fix() -> None:
    made = furnished()
    check_in(made, 1, 26.0, confidence=3, fix="freeze Fridays\nand tell everybody")
    card = view(made.board).card(1)
    pages, uptime, steps = card.lines
    assert (pages.now, pages.target, pages.confidence) == ("26", "8 pages", 3)
    assert (uptime.keeps, steps.now, steps.target) == ("above", "0/3", "")
    assert card.age == 0
    assert card.health == "off_track"
    assert "behind" in card.why


def test_a_proposal_is_not_judged() -> None:
    made = furnished()
    proposed = propose_objective(made, "Partners sell", 1)
    metric(made, proposed)
    card = view(made.board).card(proposed.id)
    assert card.health == "proposed"
    assert [(line.health, line.pace) for line in card.lines] == [("proposed", None)]
