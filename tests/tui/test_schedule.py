"""The schedule screen: what it shows, what its keys do, and that a hostile word is a word."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE
from support.making import NOW
from support.schedules import Office, office, unplanned
from support.screens import Seat, seated

from okrboard.calendar.from_board import meetings
from okrboard.domain.edit.cycles import add_cycle, close_cycle
from okrboard.domain.edit.series import edit_series, move_meeting, put_holidays, skip_meeting
from okrboard.domain.records import Holiday
from okrboard.domain.schedule import days_of
from okrboard.glyphs import ASCII, UNICODE
from okrboard.tui.options import Options
from okrboard.tui.paint.line import line_width
from okrboard.tui.paint.schedule import Schedule, paint_schedule

if TYPE_CHECKING:
    from okrboard.domain.board import Board

FRIDAY = date(2026, 11, 27)


def lived_in() -> Board:
    room = office()
    room.change(lambda draft: skip_meeting(draft, 1, FRIDAY, "fair"))
    start = datetime(2026, 12, 3, 9, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 1, date(2026, 12, 4), start, "trip"))
    days = [Holiday(date(2026, 12, 25), "Christmas")]
    room.change(lambda draft: put_holidays(draft, "Public", days))
    room.change(lambda draft: put_holidays(draft, "Trip", [Holiday(date(2026, 12, 11))], member=2))
    return room.board


def here(seat: Seat) -> str:
    return next((row for row in seat.rows if "▌" in row), "").partition("▌")[2]


async def go_to(seat: Seat, words: str) -> None:
    """Go down to a meeting; it begins at the one of 20 November."""
    for _ in range(12):
        if words in here(seat):
            return
        await seat.pilot.press("j")
    raise AssertionError(f"no {words} in\n{seat.text}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_state_has_a_sign_and_a_word(size: tuple[int, int]) -> None:
    async with seated(lived_in(), start="schedule", size=size) as seat:
        for told in (
            "· past",
            "● planned",
            "→ moved",
            "× skipped",
            "next Thu 3 Dec 10:00",
            "2026-T3",
        ):
            assert told in seat.text, told
        await go_to(seat, "Thu 3 Dec")
        assert "moved from Fri 4 Dec: trip" in seat.text
        await go_to(seat, "Fri 11 Dec")
        assert "away: ben" in seat.text
        await seat.type("<end>")
        assert "○ holiday" in seat.text
        assert "a holiday: Christmas" in seat.text
        assert all(len(row) <= size[0] for row in seat.rows)


async def test_it_begins_at_the_next_meeting_with_today_marked() -> None:
    async with seated(office().board, start="schedule", size=(80, 24)) as seat:
        # It is three o'clock on this Friday: the check-in is now.
        assert "Fri 20 Nov 15:00" in here(seat)
        assert "●20‹" in seat.text


async def test_a_skip_is_asked_why_and_x_puts_it_back() -> None:
    async with seated(office().board, start="schedule") as seat:
        await go_to(seat, "Fri 27 Nov")
        await seat.type("xfair")
        await seat.save("<enter>")
        assert [(one.on, one.reason) for one in seat.board.series[1].skips] == [(FRIDAY, "fair")]
        assert "× skipped" in here(seat)
        assert seat.notice.endswith("fair; u takes it back")
        await seat.type("x")
        assert seat.board.series[1].skips == ()
        await seat.type("u")
        assert len(seat.board.series[1].skips) == 1
        assert "× skipped" in here(seat)


async def test_escape_skips_nothing() -> None:
    async with seated(office().board, start="schedule") as seat:
        await seat.type("x<escape>")
        assert seat.board.series[1].skips == ()


async def test_a_meeting_is_moved_and_the_cursor_goes_with_it() -> None:
    async with seated(office().board, start="schedule") as seat:
        await go_to(seat, "Fri 27 Nov")
        await seat.type("Mthu 10:00")
        assert "Thu 26 Nov 2026 at 10:00" in seat.text
        await seat.type("<enter>trip")
        await seat.save()
        (move,) = seat.board.series[1].moves
        assert (move.on, move.reason) == (FRIDAY, "trip")
        assert move.start == datetime(2026, 11, 26, 9, tzinfo=UTC)
        assert "Thu 26 Nov 10:00" in here(seat)
        await seat.type("r")
        assert seat.board.series[1].moves == ()
        assert "Fri 27 Nov" in here(seat)


async def test_a_time_that_cannot_be_read_stays_in_the_form() -> None:
    async with seated(office().board, start="schedule") as seat:
        await seat.type("Msoon<ctrl+s>")
        assert seat.form.named("start").text == "soon"
        assert "is not a day" in seat.text
        assert seat.board.series[1].moves == ()


async def test_a_holiday_s_meeting_takes_place_after_all() -> None:
    async with seated(lived_in(), start="schedule") as seat:
        await seat.type("<end>x")
        assert "● planned" in here(seat)
        assert meetings(seat.board, [seat.board.series[1]])[-1].occurrence.state == "planned"


async def test_a_series_changes_from_the_chosen_meeting_on() -> None:
    async with seated(office().board, start="schedule") as seat:
        await go_to(seat, "Fri 27 Nov")
        await seat.type("e<enter><enter><enter><ctrl+u>16:00")
        await seat.save()
        old, new = seat.board.series[1], seat.board.series[5]
        assert (old.at, new.at, new.follows) == ("15:00", "16:00", 1)
        assert (days_of(old)[-1], days_of(new)[0]) == (date(2026, 11, 20), FRIDAY)
        assert old.uid != new.uid
        assert "Fri 27 Nov 16:00" in here(seat)


async def test_a_series_changes_as_a_whole() -> None:
    async with seated(office().board, start="schedule") as seat:
        await seat.type("e<right><enter><ctrl+u>Weekly")
        await seat.save()
        assert (seat.board.series[1].summary, len(seat.board.series)) == ("Weekly", 4)
        assert "Weekly" in seat.text


async def test_what_somebody_changed_meanwhile_is_told_first() -> None:
    room = office()
    async with seated(start="schedule", store=room.store) as seat:
        await seat.type("e<right><enter><ctrl+u>Mine")
        room.change(lambda draft: edit_series(draft, 1, summary="Theirs"))
        await seat.save()
        assert "meanwhile" in seat.text
        assert room.board.series[1].summary == "Theirs"
        assert seat.form.named("summary").text == "Mine"
        await seat.save()
        assert room.board.series[1].summary == "Mine"


async def test_a_series_ends_here_or_is_cancelled_whole() -> None:
    async with seated(office().board, start="schedule") as seat:
        await go_to(seat, "Fri 27 Nov")
        await seat.type("df")
        assert days_of(seat.board.series[1])[-1] == date(2026, 11, 20)
        await seat.type("u")
        assert days_of(seat.board.series[1])[-1] == date(2026, 12, 25)
        await seat.type("<home>da")
        assert seat.board.series[1].state == "cancelled"
        assert "× cancelled" in seat.text
        await seat.type("x")
        assert "is cancelled" in seat.text


async def test_an_empty_schedule_shows_what_is_usual_and_plans_it() -> None:
    async with seated(unplanned(), start="schedule", size=(80, 24)) as seat:
        assert "No meeting is planned yet" in seat.text
        assert "Fridays 15:00, 30 min, Europe/Berlin" in seat.text
        await seat.type("xMedr")
        assert not seat.board.series
        await seat.type("nu")
        assert [one.kind for one in seat.board.series.values()] == [
            "check-in", "reflect", "goals",
        ]  # fmt: skip
        assert "● planned" in seat.text
        assert len({one.uid for one in seat.board.series.values()}) == 3
        # Nothing is planned on days that are over.
        assert all(days_of(one)[0] >= NOW.date() for one in seat.board.series.values())
        await seat.type("j")
        assert "x skip" in seat.rows[-1]


async def test_a_closed_cycle_is_not_planned_and_its_foot_works() -> None:
    room = Office(unplanned())
    first, last = date(2027, 1, 1), date(2027, 4, 30)
    room.change(lambda draft: add_cycle(draft, "2027-T1", first, last))
    room.change(lambda draft: close_cycle(draft, 1))
    async with seated(room.board, start="schedule", size=(80, 24)) as seat:
        assert "n new" in seat.rows[-1]
        await seat.type("H")
        assert "2026-T3 · closed" in seat.text
        assert "no meeting was planned in it" in seat.text
        assert "H L turn to other cycles" in seat.text
        foot = seat.rows[-1]
        assert "other cycle" in foot
        assert not any(word in foot for word in ("skip", "move", "edit", "new", "end"))
        await seat.type("n")
        assert "2026-T3 is closed; plan the meetings of a cycle that is not" in seat.text
        await seat.type("u")
        assert not seat.board.series


async def test_the_next_cycle_is_planned_as_the_one_before() -> None:
    room = office()
    room.change(lambda draft: edit_series(draft, 1, at="9:30", weekday=2, holidays="before"))
    first, last = date(2027, 1, 1), date(2027, 4, 30)
    room.change(lambda draft: add_cycle(draft, "2027-T1", first, last))
    async with seated(room.board, start="schedule") as seat:
        await seat.type("L")
        assert "Usual are, as in 2026-T3:" in seat.text
        assert "Wednesdays 09:30, 30 min" in seat.text
        await seat.type("n")
        assert "the usual meetings, as in 2026-T3" in seat.text
        await seat.type("u")
        assert "planned the meetings of 2027-T1, as in 2026-T3" in seat.notice
        made = next(one for one in seat.board.series.values() if one.cycle == 2)
        assert (made.weekday, made.at, made.holidays) == (2, "09:30", "before")


async def test_a_series_of_one_s_own_is_planned() -> None:
    async with seated(office().board, start="schedule") as seat:
        await seat.type("nr<ctrl+u>Retro")
        await seat.save()
        made = seat.board.series[5]
        assert (made.kind, made.summary, made.cycle) == ("reflect", "Retro", 1)
        assert "Retro" in seat.text


async def test_the_cycles_beside_it_can_be_looked_at() -> None:
    room = office()
    first, last = date(2027, 1, 1), date(2027, 4, 30)
    room.change(lambda draft: add_cycle(draft, "2027-T1", first, last))
    async with seated(room.board, start="schedule") as seat:
        await seat.type("L")
        assert "2027-T1" in seat.text
        assert "No meeting is planned yet" in seat.text
        await seat.type("L")
        assert "no cycle behind it" in seat.text
        await seat.type("H")
        assert "Fri 20 Nov" in here(seat)


async def test_a_change_elsewhere_is_seen_and_the_cursor_stays() -> None:
    room = office()
    async with seated(start="schedule", store=room.store) as seat:
        await go_to(seat, "Fri 27 Nov")
        room.change(lambda draft: skip_meeting(draft, 1, date(2026, 12, 4), "theirs"))
        await seat.looks_again()
        assert "Fri 27 Nov" in here(seat)
        assert seat.text.count("× skipped") == 1
        room.change(lambda draft: edit_series(draft, 1, weekday=2))
        await seat.looks_again()
        assert "Wed 2 Dec" in here(seat)


async def test_somebody_who_has_not_joined_is_asked_to() -> None:
    async with seated(office().board, start="schedule", who="zoe") as seat:
        await seat.type("x")
        assert "zoe is not a member" in seat.text
        await seat.type("y")
        await seat.type("fair")
        await seat.save("<enter>")
        assert len(seat.board.series[1].skips) == 1


async def test_a_click_finds_a_meeting_in_the_grid_and_in_the_list() -> None:
    async with seated(office().board, start="schedule", size=(80, 24)) as seat:
        rows = seat.rows
        y = next(i for i, row in enumerate(rows) if "● 6" in row)
        await seat.pilot.click(offset=(rows[y].index("● 6") + 2, y))
        assert "Fri 6 Nov" in here(seat)
        y = next(i for i, row in enumerate(seat.rows) if "Fri 13 Nov" in row)
        await seat.pilot.click(offset=(45, y))
        assert "Fri 13 Nov" in here(seat)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_words(text: str) -> None:
    room = office()
    room.change(lambda draft: edit_series(draft, 1, summary=f"x{text}", location=text))
    room.change(lambda draft: skip_meeting(draft, 1, FRIDAY, text))
    room.change(lambda draft: put_holidays(draft, text, [Holiday(date(2026, 12, 25), text)]))
    async with seated(room.board, start="schedule", size=(120, 40)) as seat:
        await go_to(seat, "Fri 27 Nov")
        assert "× skipped" in here(seat)
        assert not set(seat.text) & {"\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\x00"}
        await seat.type("e")
        assert seat.panel.is_open


async def test_it_reads_without_unicode() -> None:
    options = Options(theme="okr-dark", ascii=True)
    async with seated(lived_in(), start="schedule", options=options) as seat:
        assert seat.text.isascii()
        assert "x skipped" in seat.text


async def test_nothing_is_written_while_nothing_happens() -> None:
    async with seated(lived_in(), start="schedule") as seat:
        painted: list[object] = []
        wrap = seat.app.wire.wrap

        def watch(update: object) -> object:
            painted.append(update)
            return wrap(update)

        seat.app.wire.wrap = watch  # type: ignore[method-assign]
        await seat.pilot.pause(0.3)
        assert painted == []
        await seat.type("j")
        assert painted


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("size", [(60, 18), (71, 19), (72, 19), (80, 22), (99, 30), (200, 48)])
def test_every_row_fits_at_every_size(size: tuple[int, int], glyphs: object) -> None:
    room = Office(lived_in())
    board = room.board
    found = tuple(meetings(board, board.series.values()))
    cycle = board.cycles[1]
    shown = Schedule(
        cycle.name, cycle.first, cycle.last, date(2026, 11, 20), room.now, found, {},
        notes=("S9: there is no time zone",),
    )  # fmt: skip
    for at in range(len(found)):
        painted = paint_schedule(shown, at, *size, glyphs)  # type: ignore[arg-type]
        assert len(painted.lines) <= size[1]
        assert all(line_width(line) <= size[0] for line in painted.lines)
        assert painted.rows[at] != (-1, -1)
        assert "S9" in "".join(text for line in painted.lines for text, _ in line)


async def test_at_eighty_columns_the_usual_names_are_read_whole() -> None:
    async with seated(office().board, start="schedule", size=(80, 24)) as seat:
        assert "Thu 17 Dec 13:00 rest & reflect ● planned" in seat.text
        assert "Thu 24 Dec 13:00 goal setting" in seat.text
