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


def paid(before: tb.Clock, after: tb.Clock) -> dict[str, int]:
    """Return who paid how many seconds between two states of a clock."""
    earlier = {box.key: box.paid for box in before.boxes}
    sums = {box.key: box.paid - earlier[box.key] for box in after.boxes}
    return {key: seconds for key, seconds in sums.items() if seconds}


def test_a_meeting_starts_on_its_first_item() -> None:
    clock = three()
    assert (clock.item, clock.since) == ("KR1", NOON)
    assert boxes(clock) == {"KR1": (300, 0), "KR2": (200, 0), "close": (100, 0)}
    assert clock.left == 600


def test_an_item_finished_early_gives_its_seconds_back_by_weight() -> None:
    clock = three().onward(after(150))
    assert clock.item == "KR2"
    assert boxes(clock) == {"KR1": (150, 150), "KR2": (300, 0), "close": (150, 0)}
    assert clock.left == 450


def test_an_overrun_is_taken_from_named_items() -> None:
    clock = three().settle(after(400))
    assert paid(three(), clock) == {"KR2": 100}
    assert boxes(clock) == {"KR1": (400, 400), "KR2": (100, 0), "close": (100, 0)}
    assert clock.left == 200


def test_key_results_pay_to_their_floor_then_steps_then_the_rest() -> None:
    clock = three().settle(after(300 + 140 + 70 + 45))
    assert boxes(clock) == {"KR1": (555, 555), "KR2": (15, 0), "close": (30, 0)}
    assert [box.paid for box in clock.boxes] == [0, 185, 70]


def test_the_least_urgent_key_result_pays_first() -> None:
    items = [Item("KR1", 3), Item("KR2", 1), Item("KR3", 2), Item("arrive", 0.1)]
    clock = tb.start(items, 610, NOON)
    assert paid(clock, clock.settle(after(300 + 99))) == {"KR2": 99}
    assert paid(clock, clock.settle(after(300 + 110))) == {"KR2": 100, "KR3": 10}


def test_what_nobody_can_pay_makes_the_meeting_longer() -> None:
    clock = three().settle(after(1000))
    assert clock.left == 0
    assert clock.spent == 1000
    assert boxes(clock.onward(after(1000)))["KR2"] == (0, 0)


def test_the_clock_goes_on_over_a_restart_to_the_second() -> None:
    seen = three().settle(after(10.9))
    assert seen.boxes[0].spent == 10
    assert seen.settle(after(11.2)).boxes[0].spent == 11
    assert three().settle(after(11.2)) == seen.settle(after(11.2))


def test_a_pause_costs_nothing() -> None:
    clock = three().pause(after(100))
    assert clock.settle(after(5000)) == clock
    assert clock.left == 500
    clock = clock.resume(after(5000))
    assert clock.settle(after(5060)).left == 440
    assert clock.resume(after(9000)) == clock


def test_a_meeting_cut_off_is_paused_where_it_was_last_seen() -> None:
    seen = three().settle(after(100))
    resumed = seen.pause(after(120)).resume(after(90_000))
    assert boxes(resumed.settle(after(90_001)))["KR1"] == (300, 121)


def test_two_more_minutes_are_paid_by_others_to_their_floors() -> None:
    first = three().add(120, after(10))
    assert paid(three(), first) == {"KR2": 120}
    assert first.left == 590
    second = first.add(120, after(10))
    assert paid(first, second) == {"KR2": 20, "close": 70}
    assert second.left == 590 + 30
    assert boxes(second)["KR1"] == (540, 10)


def test_going_back_opens_the_earlier_item_with_a_fair_part() -> None:
    later = three().onward(after(300))
    clock = later.back(after(310))
    # KR1 weighs 3 of 6: 145 of the 290 s left, KR2 pays to its floor (130 s), close the rest.
    assert paid(later, clock) == {"KR2": 130, "close": 15}
    assert clock.item == "KR1"
    assert boxes(clock) == {"KR1": (445, 300), "KR2": (70, 10), "close": (85, 0)}
    again = clock.onward(after(310))
    assert again.item == "KR2"
    assert again.left == 290


def test_back_from_the_first_item_stays_there() -> None:
    assert three().back(after(10)).item == "KR1"


def test_after_the_last_item_the_meeting_ends_and_can_reopen() -> None:
    clock = three().go_to("close", after(10))
    assert boxes(clock)["KR2"] == (200 + 193, 0)
    over = clock.onward(after(20))
    assert (over.item, over.since, over.left) == ("", None, 0)
    assert all(box.done for box in over.boxes)
    assert over.onward(after(30)) == over.settle(after(99)) == over
    again = over.back(after(40))
    assert (again.item, again.since) == ("close", after(40))


def test_a_skipped_item_gives_its_seconds_to_the_others() -> None:
    clock = three().onward(after(0))
    assert boxes(clock) == {"KR1": (0, 0), "KR2": (400, 0), "close": (200, 0)}
    clock = clock.onward(after(0))
    assert boxes(clock) == {"KR1": (0, 0), "KR2": (0, 0), "close": (600, 0)}
    assert clock.item == "close"
    # An item that is done is passed by on the way on.
    assert three().go_to("KR2", after(0)).back(after(0)).go_to("close", after(9)).item == "close"
    again = three().onward(after(0)).onward(after(0)).go_to("KR1", after(5))
    assert again.onward(after(9)).item == "close"


def test_a_new_length_is_dealt_over_what_is_open() -> None:
    clock = three().onward(after(100)).redeal(900, after(160))
    assert clock.left == 900
    assert boxes(clock) == {"KR1": (100, 100), "KR2": (660, 60), "close": (300, 0)}


def test_an_item_that_comes_late_gets_its_part() -> None:
    clock = three().insert(Item("KR9", 3, 60), "close", after(0))
    assert [box.key for box in clock.boxes] == ["KR1", "KR2", "KR9", "close"]
    assert boxes(clock)["KR9"] == (200, 0)
    assert clock.left == 600
    with pytest.raises(ValueError, match="KR9 is on the agenda already"):
        clock.insert(Item("KR9", 3), "close", after(0))


def test_unknown_and_double_items_are_refused() -> None:
    with pytest.raises(ValueError, match="KR8 is not on the agenda"):
        three().go_to("KR8", NOON)
    with pytest.raises(ValueError, match="KR8 is not on the agenda"):
        three().insert(Item("KR9", 1), "KR8", NOON)
    with pytest.raises(ValueError, match="same key"):
        tb.start([Item("KR1", 1), Item("KR1", 1)], 60, NOON)


def test_an_empty_agenda_is_over_before_it_starts() -> None:
    clock = tb.start([], 60, NOON)
    assert clock.onward(after(9)) == clock.back(after(9)) == clock


def test_a_wall_clock_that_was_set_back_goes_on_from_there() -> None:
    clock = three().settle(after(100)).settle(after(-3600))
    assert boxes(clock.settle(after(-3600 + 7)))["KR1"] == (300, 107)


keys = st.integers(0, 9)
steps = st.one_of(
    st.tuples(st.just("settle"), st.just(0)),
    st.tuples(st.just("onward"), st.just(0)),
    st.tuples(st.just("back"), st.just(0)),
    st.tuples(st.just("go_to"), keys),
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
    assert clock.left == length
    for (name, number), passed in story:
        now += timedelta(seconds=passed)
        before = clock
        clock = clock.settle(now)
        held(before, clock, ending)
        clock, ending = pressed(clock, name, number, now, ending)
        held(before, clock.settle(now), ending)


def pressed(
    clock: tb.Clock, name: str, number: int, now: datetime, ending: int
) -> tuple[tb.Clock, int]:
    """Do one thing to a settled clock; `ending` are the seconds the meeting is to last in all."""
    key = clock.boxes[number % len(clock.boxes)].key
    used = clock.spent
    if name == "add" and clock.item:
        more = clock.add(number, now)
        return more, max(ending, used) + number - sum(paid(clock, more).values())
    if name == "redeal" and clock.item:
        return clock.redeal(number, now), used + number
    if name == "insert":
        late = Item(f"late {len(clock.boxes)}", number, 10 * number)
        return clock.insert(late, key, now), ending
    if name == "resume":
        return clock.resume(now), ending
    if name == "go_to":
        made = clock.go_to(key, now)
    elif name in ("settle", "onward", "back", "pause"):
        made = getattr(clock, name)(now)
    else:
        made = clock
    # What was left when a meeting ended is not there any more when it is opened again.
    return made, ending if clock.item and made.item else used


def held(before: tb.Clock, clock: tb.Clock, ending: int) -> None:
    assert clock.left == (max(0, ending - clock.spent) if clock.item else 0)
    assert clock.spent >= before.spent
    for box in clock.boxes:
        assert 0 <= box.spent <= box.seconds
        assert box.spent == box.seconds or not box.done


@quick
@given(st.integers(0, 3600), st.lists(st.integers(0, 20_000), max_size=8).map(sorted))
def test_looking_at_the_clock_changes_nothing(length: int, looks: list[int]) -> None:
    items = check_in_items([("KR1", 3), ("KR2", 1), ("KR3", 2)], waved=1)
    clock = seen = tb.start(items, length, NOON)
    for look in looks:
        seen = seen.settle(after(look / 10))
    end = after((looks or [0])[-1] / 10)
    assert seen.settle(end) == clock.settle(end)
