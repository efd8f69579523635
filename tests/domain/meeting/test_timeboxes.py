"""The running clock: whatever is pressed, the open boxes add up to what is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.meeting import timeboxes as tb
from okrboard.domain.meeting.agendas import check_in_items
from okrboard.domain.meeting.timeboxes import Item

quick = settings(max_examples=200, deadline=None)
NOON = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def three() -> tb.Clock:
    """KR1 in hand with 300 s, KR2 with 200 s (floor 60), close with 100 s (floor 30)."""
    items = [Item("KR1", 3, 60), Item("KR2", 2, 60), Item("close", 1, 30)]
    return tb.start(items, 600, NOON)


def boxes(clock: tb.Clock) -> dict[str, tuple[int, int]]:
    return {box.key: (box.seconds, box.spent) for box in clock.boxes}


def test_a_meeting_starts_on_its_first_item() -> None:
    clock = three()
    assert (clock.item, clock.since) == ("KR1", NOON)
    assert boxes(clock) == {"KR1": (300, 0), "KR2": (200, 0), "close": (100, 0)}
    assert tb.left(clock) == 600


def test_an_item_finished_early_gives_its_seconds_back_by_weight() -> None:
    clock = tb.onward(three(), after(150)).clock
    assert clock.item == "KR2"
    assert boxes(clock) == {"KR1": (150, 150), "KR2": (300, 0), "close": (150, 0)}
    assert tb.left(clock) == 450


def test_an_overrun_is_taken_from_named_items() -> None:
    settled = tb.settle(three(), after(400))
    assert settled.payments == (tb.Payment("KR2", 100),)
    assert boxes(settled.clock) == {"KR1": (400, 400), "KR2": (100, 0), "close": (100, 0)}
    assert tb.left(settled.clock) == 200


def test_key_results_pay_down_to_their_floor_then_the_steps_then_what_is_under_the_floors() -> None:
    settled = tb.settle(three(), after(300 + 140 + 70 + 45))
    assert settled.payments == (tb.Payment("KR2", 185), tb.Payment("close", 70))
    assert boxes(settled.clock) == {"KR1": (555, 555), "KR2": (15, 0), "close": (30, 0)}
    assert [box.paid for box in settled.clock.boxes] == [0, 185, 70]


def test_the_least_urgent_key_result_pays_first() -> None:
    items = [Item("KR1", 3), Item("KR2", 1), Item("KR3", 2), Item("arrive", 0.1)]
    settled = tb.settle(tb.start(items, 610, NOON), after(300 + 110))
    assert [payment.key for payment in settled.payments] == ["KR2", "KR3"]


def test_what_nobody_can_pay_makes_the_meeting_longer() -> None:
    clock = tb.settle(three(), after(1000)).clock
    assert tb.left(clock) == 0
    assert tb.spent(clock) == 1000
    assert boxes(tb.onward(clock, after(1000)).clock)["KR2"] == (0, 0)


def test_the_clock_goes_on_over_a_restart_to_the_second() -> None:
    seen = tb.settle(three(), after(10.9)).clock
    assert seen.boxes[0].spent == 10
    assert tb.settle(seen, after(11.2)).clock.boxes[0].spent == 11
    assert tb.settle(three(), after(11.2)).clock == tb.settle(seen, after(11.2)).clock


def test_a_pause_costs_nothing() -> None:
    clock = tb.pause(three(), after(100)).clock
    assert tb.settle(clock, after(5000)).clock == clock
    assert tb.left(clock) == 500
    clock = tb.resume(clock, after(5000))
    assert tb.left(tb.settle(clock, after(5060)).clock) == 440
    assert tb.resume(clock, after(9000)) == clock


def test_a_meeting_that_was_cut_off_is_paused_where_it_was_last_seen() -> None:
    seen = tb.settle(three(), after(100)).clock
    resumed = tb.resume(tb.pause(seen, after(120)).clock, after(90_000))
    assert boxes(tb.settle(resumed, after(90_001)).clock)["KR1"] == (300, 121)


def test_two_more_minutes_are_paid_by_the_others_down_to_their_floors() -> None:
    first = tb.add(three(), 120, after(10))
    assert first.payments == (tb.Payment("KR2", 120),)
    assert tb.left(first.clock) == 590
    second = tb.add(first.clock, 120, after(10))
    assert second.payments == (tb.Payment("KR2", 20), tb.Payment("close", 70))
    assert tb.left(second.clock) == 590 + 30
    assert boxes(second.clock)["KR1"] == (540, 10)


def test_going_back_leaves_the_item_open_and_opens_the_earlier_one_with_a_fair_part() -> None:
    clock = tb.onward(three(), after(300)).clock
    settled = tb.back(clock, after(310))
    # KR1 weighs 3 of 6: 145 of the 290 s left, KR2 pays to its floor (130 s), close the rest.
    assert settled.payments == (tb.Payment("KR2", 130), tb.Payment("close", 15))
    assert settled.clock.item == "KR1"
    assert boxes(settled.clock) == {"KR1": (445, 300), "KR2": (70, 10), "close": (85, 0)}
    again = tb.onward(settled.clock, after(310)).clock
    assert again.item == "KR2"
    assert tb.left(again) == 290


def test_back_from_the_first_item_stays_there() -> None:
    assert tb.back(three(), after(10)).clock.item == "KR1"


def test_after_the_last_item_the_meeting_is_over_and_can_be_opened_again() -> None:
    clock = tb.go_to(three(), "close", after(10)).clock
    assert boxes(clock)["KR2"] == (200 + 193, 0)
    over = tb.onward(clock, after(20)).clock
    assert (over.item, over.since, tb.left(over)) == ("", None, 0)
    assert all(box.done for box in over.boxes)
    assert tb.onward(over, after(30)).clock == tb.settle(over, after(99)).clock == over
    again = tb.back(over, after(40)).clock
    assert (again.item, again.since) == ("close", after(40))


def test_a_skipped_item_gives_its_seconds_to_the_others() -> None:
    clock = tb.skip(three(), "KR2", after(0)).clock
    assert boxes(clock) == {"KR1": (450, 0), "KR2": (0, 0), "close": (150, 0)}
    assert tb.skip(clock, "KR2", after(0)).clock == clock
    assert tb.onward(clock, after(10)).clock.item == "close"
    assert tb.skip(clock, "KR1", after(10)).clock.item == "close"


def test_a_new_length_is_dealt_over_what_is_open() -> None:
    clock = tb.redeal(tb.onward(three(), after(100)).clock, 900, after(160))
    assert tb.left(clock) == 900
    assert boxes(clock) == {"KR1": (100, 100), "KR2": (660, 60), "close": (300, 0)}


def test_an_item_that_comes_late_gets_its_part() -> None:
    settled = tb.insert(three(), Item("KR9", 3, 60), "close", after(0))
    assert [box.key for box in settled.clock.boxes] == ["KR1", "KR2", "KR9", "close"]
    assert boxes(settled.clock)["KR9"] == (200, 0)
    assert tb.left(settled.clock) == 600
    with pytest.raises(ValueError, match="KR9 is on the agenda already"):
        tb.insert(settled.clock, Item("KR9", 3), "close", after(0))


def test_unknown_and_double_items_are_refused() -> None:
    for call in (tb.go_to, tb.skip):
        with pytest.raises(ValueError, match="KR8 is not on the agenda"):
            call(three(), "KR8", NOON)
    with pytest.raises(ValueError, match="same key"):
        tb.start([Item("KR1", 1), Item("KR1", 1)], 60, NOON)


def test_an_empty_agenda_is_over_before_it_starts() -> None:
    clock = tb.start([], 60, NOON)
    assert tb.onward(clock, after(9)).clock == tb.back(clock, after(9)).clock == clock


def test_a_wall_clock_that_was_set_back_goes_on_from_there() -> None:
    clock = tb.settle(three(), after(100)).clock
    clock = tb.settle(clock, after(-3600)).clock
    assert boxes(tb.settle(clock, after(-3600 + 7)).clock)["KR1"] == (300, 107)


keys = st.integers(0, 9)
steps = st.one_of(
    st.tuples(st.just("settle"), st.just(0)),
    st.tuples(st.just("onward"), st.just(0)),
    st.tuples(st.just("back"), st.just(0)),
    st.tuples(st.just("go_to"), keys),
    st.tuples(st.just("skip"), keys),
    st.tuples(st.just("pause"), st.just(0)),
    st.tuples(st.just("resume"), st.just(0)),
    st.tuples(st.just("add"), st.integers(0, 300)),
    st.tuples(st.just("redeal"), st.integers(0, 3000)),
    st.tuples(st.just("insert"), keys),
)
story = st.lists(st.tuples(steps, st.floats(0, 900)), max_size=14)


@quick
@given(st.integers(0, 8), st.integers(0, 3600), story)
def test_whatever_is_pressed_the_boxes_add_up_to_what_is_left(
    talks: int, length: int, story: list[tuple[tuple[str, int], float]]
) -> None:
    items = check_in_items([(f"KR{n}", n / 2) for n in range(talks)], waved=2)
    clock, now, ending = tb.start(items, length, NOON), NOON, length
    assert tb.left(clock) == length
    for (name, number), passed in story:
        now += timedelta(seconds=passed)
        before = clock
        clock = tb.settle(clock, now).clock
        held(before, clock, ending)
        clock, ending = pressed(clock, name, number, now, ending)
        held(before, tb.settle(clock, now).clock, ending)


def pressed(
    clock: tb.Clock, name: str, number: int, now: datetime, ending: int
) -> tuple[tb.Clock, int]:
    """Do one thing to a settled clock; `ending` are the seconds the meeting is to last in all."""
    key = clock.boxes[number % len(clock.boxes)].key
    used = tb.spent(clock)
    if name == "add" and clock.item:
        settled = tb.add(clock, number, now)
        paid = sum(payment.seconds for payment in settled.payments)
        return settled.clock, max(ending, used) + number - paid
    if name == "redeal" and clock.item:
        return tb.redeal(clock, number, now), used + number
    if name == "insert":
        late = Item(f"late {len(clock.boxes)}", number, 10 * number)
        return tb.insert(clock, late, key, now).clock, ending
    if name == "resume":
        return tb.resume(clock, now), ending
    if name in ("go_to", "skip"):
        act = tb.go_to if name == "go_to" else tb.skip
        made = act(clock, key, now).clock
    elif name in ("settle", "onward", "back", "pause"):
        made = {"settle": tb.settle, "onward": tb.onward, "back": tb.back, "pause": tb.pause}[name](
            clock, now
        ).clock
    else:
        made = clock
    # What was left when a meeting ended is not there any more when it is opened again.
    return made, ending if clock.item and made.item else used


def held(before: tb.Clock, clock: tb.Clock, ending: int) -> None:
    assert tb.left(clock) == (max(0, ending - tb.spent(clock)) if clock.item else 0)
    assert tb.spent(clock) >= tb.spent(before)
    for box in clock.boxes:
        assert 0 <= box.spent <= box.seconds
        assert box.spent == box.seconds or not box.done


@quick
@given(st.integers(0, 3600), st.lists(st.integers(0, 20_000), max_size=8).map(sorted))
def test_looking_at_the_clock_changes_nothing(length: int, looks: list[int]) -> None:
    items = check_in_items([("KR1", 3), ("KR2", 1), ("KR3", 2)], waved=1)
    clock = seen = tb.start(items, length, NOON)
    for look in looks:
        seen = tb.settle(seen, after(look / 10)).clock
    end = after((looks or [0])[-1] / 10)
    assert tb.settle(seen, end).clock == tb.settle(clock, end).clock
