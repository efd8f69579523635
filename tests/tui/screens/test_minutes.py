"""The minutes screen: which meetings there were, what was said, taking it along, searching it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from support.cycles_past import Past
from support.held import held_board, hold
from support.hostile import HOSTILE
from support.making import NOW, furnished
from support.meeting_screens import skip_to
from support.screens import Seat, seated

from okrboard.domain.edit.people import add_member
from okrboard.domain.meeting.contributions import say_decision, say_win
from okrboard.domain.meeting.flow import close, start
from okrboard.domain.meeting.meeting_history import held_meetings
from okrboard.domain.records import Settings
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore
from okrboard.tui.options import Options

if TYPE_CHECKING:
    from pathlib import Path

    from okrboard.domain.board import Board

SIZES = [(80, 24), (120, 40), (60, 20), (200, 50)]


def here(seat: Seat) -> str:
    """Return the first row that the cursor is on."""
    return next((row for row in seat.rows if row.startswith("▌")), "")


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_opens_the_list_and_enter_the_minutes(size: tuple[int, int]) -> None:
    async with seated(held_board(), start="board", size=size) as seat:
        await seat.type("M")
        assert here(seat).startswith("▌ M3")
        assert [f"M{id} " in seat.text for id in (1, 2, 3)] == [True] * 3
        await seat.type("jj<enter>")
        assert "Friday check-in M1 · Fri 2026-10-30" in seat.text
        assert "No release after Thursday noon — ben" in seat.text
        assert "esc back" in seat.rows[-1] or size[0] < 80
        assert max(map(len, seat.rows)) <= size[0]
        await seat.type("<escape>")
        assert here(seat).startswith("▌ M1")
        await seat.type("<escape>")
        assert seat.screen.KEYS == "board"


async def test_minutes_scroll_by_rows_pages_and_to_their_ends() -> None:
    async with seated(held_board(), start="minutes", size=(80, 24), meeting=3) as seat:
        view = seat.screen.view  # type: ignore[attr-defined]
        page = view.size.height - 2
        tops = []
        for key in ("j", "<down>", "k", "<pagedown>", " ", "<pageup>", "<home>", "<end>", "k"):
            await seat.type(key)
            tops.append(view.top)
        last = len(view._lines) - view.size.height
        assert tops == [1, 2, 1, 1 + page, 1 + 2 * page, 1 + page, 0, last, last - 1]
        await seat.type("<end>")
        assert "Decision number 79" in seat.text


async def test_from_one_meeting_one_goes_to_those_before_and_after_it() -> None:
    async with seated(held_board(), start="minutes", size=(80, 24), meeting=3) as seat:
        await seat.type("<end>H")
        assert "Setting goals together M2" in seat.text
        await seat.type("HH")
        assert "Friday check-in M1" in seat.text
        assert "there is no meeting before it" in seat.text
        await seat.type("LL")
        assert "Friday check-in M3" in seat.text
        await seat.type("L")
        assert "there is no meeting after it" in seat.text


async def test_minutes_go_to_clipboard_and_file_from_the_list_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    board = held_board()
    text = board.meetings[2].minutes_text
    async with seated(board, start="minutes", size=(80, 24)) as seat:
        await seat.type("jy")
        assert seat.app.clipboard == text
        await seat.type("<enter>w")
        assert "written to minutes-M2-2026-11-06.md" in seat.text
        assert (tmp_path / "minutes-M2-2026-11-06.md").read_text() == text
        await seat.type("w")
        assert "is there already" in seat.text


async def test_a_search_leaves_the_meetings_in_which_the_words_fell() -> None:
    async with seated(held_board(), start="minutes", size=(80, 24)) as seat:
        await seat.type("/NUMBER decision")
        assert "1 of 3" in seat.text
        assert here(seat).startswith("▌ M3")
        assert "M1 " not in seat.text
        await seat.type("<enter><enter>")
        assert "Decision number 0" in seat.text
        await seat.type("<escape><escape>")
        assert "M1 " in seat.text
        await seat.type("/goals<enter>")
        assert here(seat).startswith("▌ M2")
        await seat.type("/ nowhere")
        assert "These words fell in no meeting" in seat.text
        assert seat.rows[-1] == " enter keep it   ↑/↓ move   esc show all", "letters are text"
        await seat.type("<enter>")
        assert seat.rows[-1].split("   ")[:2] == [" esc show all", "/ search"], "nothing to read"
        await seat.type("<enter>y<escape>")
        assert here(seat)
        assert "enter read" in seat.rows[-1]


async def test_the_words_one_looked_for_are_in_sight_when_one_reads() -> None:
    async with seated(held_board(), start="minutes", size=(80, 24)) as seat:
        await seat.type("/37<enter><enter>")
        assert "Decision number 37" in seat.text
        assert "Friday check-in M3" not in seat.text


async def test_without_a_meeting_it_says_what_starts_one_and_that_does() -> None:
    async with seated(furnished().board, start="minutes", size=(80, 24)) as seat:
        assert "No meeting was held yet" in seat.text
        assert "m starts one" in seat.text
        await seat.type("jky<enter>H<home>/x<escape>m")
        assert "Which meeting?" in seat.text
        await seat.type("c")
        assert seat.screen.KEYS == "meeting"
        assert len(seat.board.meetings) == 1


async def test_the_help_finds_it_by_what_it_is_for() -> None:
    async with seated(held_board(), start="board", size=(80, 24)) as seat:
        await seat.type("?minutes")
        assert any("M  " in row and "Meetings held" in row for row in seat.rows)


async def test_what_goes_on_is_marked_and_followed() -> None:
    made = furnished()
    running = start(made, "check-in", terminal="elsewhere")
    store = MemoryStore(made.board)
    async with seated(store=store, start="minutes", size=(80, 24)) as seat:
        assert "● goes on" in seat.text
        await seat.type("<enter>")
        other = Service(store, "ben", lambda: NOW)
        other.change("", lambda draft: say_win(draft, running.id, "Quiet week"))
        await seat.looks_again()
        assert "Quiet week" in seat.text
        other.change("", lambda draft: draft.remove(draft.board.meetings[running.id]))
        await seat.looks_again()
        assert "No meeting was held yet" in seat.text


async def test_what_nobody_closed_is_closed_by_a_member_who_looks() -> None:
    made = furnished()
    running = start(made, "check-in", terminal="elsewhere")
    say_decision(made, running.id, "No release on Friday")
    board = made.board
    late = NOW + timedelta(hours=5)
    async with seated(board, start="minutes", who="stranger", now=late, size=(80, 24)) as seat:
        assert "● goes on" in seat.text
    async with seated(board, start="minutes", who="ben", now=late, size=(80, 24)) as seat:
        assert seat.board.meetings[1].state == "closed"
        assert "1 decision" in seat.text


async def test_hostile_words_are_shown_as_words() -> None:
    made = furnished()
    hold(made, said=HOSTILE)
    async with seated(made.board, start="minutes", size=(80, 24)) as seat:
        await seat.type("<enter>")
        for _ in range(60):
            for bad in ("\x1b", "\u202e", "\x07", "\u2028"):
                assert bad not in seat.text
            await seat.type(" ")
        assert "[@click=app.quit]x[/]" in " ".join(
            "".join(text for text, _ in line)
            for line in seat.screen.view._lines  # type: ignore[attr-defined]
        )


async def test_it_is_ascii_where_the_terminal_is() -> None:
    options = Options(theme="okr-dark", ascii=True)
    async with seated(held_board(), start="minutes", size=(80, 24), options=options) as seat:
        assert seat.text.isascii()
        await seat.type("<enter>")
        assert seat.text.isascii()
        await seat.type("/x")
        assert seat.text.isascii()


def archived(path: Path) -> FileStore:
    """Return a board of which two cycles are archived, each with three meetings; one is running."""
    store = FileStore.create(str(path / "okrboard.json"), Settings(name="Audit"))
    past = Past(store)
    past.closed_cycles(2)
    past.archive()
    past.cycle()
    return FileStore(str(path / "okrboard.json"))


def opened(board: Board) -> list[bool]:
    """Return of each archive of a board whether it was read."""
    parts = board.meetings._shelf.parts  # type: ignore[attr-defined]
    return [part._tables is not None for part in parts]


async def test_meetings_of_archived_cycles_are_read_only_when_asked(tmp_path: Path) -> None:
    store = archived(tmp_path)
    assert opened(store.snapshot()) == [False, False]
    async with seated(store=store, start="board", size=(80, 24)) as seat:
        assert opened(seat.board) == [False, False]
        await seat.type("M")
        assert opened(seat.board) == [True, True]
        await seat.type("<end>")
        assert here(seat).startswith("▌ M1 ")
        await seat.type("<enter>")
        assert "Check-in M1 · Wed 2020-01-08" in seat.text


@pytest.mark.parametrize("damage", ["gone", "torn"])
async def test_an_unreadable_archive_is_one_line_and_the_rest_is_there(
    tmp_path: Path, damage: str
) -> None:
    store = archived(tmp_path)
    part = sorted(tmp_path.glob("okrboard.json.*.json"))[0]
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[:-40])
    async with seated(store=store, start="minutes", size=(120, 40)) as seat:
        told = [row for row in seat.rows if part.name[:30] in row]
        assert len(told) == 1
        assert "M9 " in seat.text
        assert "M4 " in seat.text
        assert "M1 " not in seat.text
        await seat.type("/numbers<enter><enter><escape>y<end><enter>Hk")
        assert seat.screen.KEYS == "minutes"


async def test_at_a_meetings_end_pages_and_ends_scroll_its_minutes() -> None:
    made = furnished()
    running = start(made, "check-in", terminal="elsewhere")
    for number in range(80):
        say_decision(made, running.id, f"Decision number {number}")
    made.put(made.board.meetings[1]._replace(terminal=""))
    async with seated(made.board, start="meeting", size=(80, 24)) as seat:
        await skip_to(seat, "close")
        view = seat.screen.view  # type: ignore[attr-defined]
        last = len(view._lines) - view.size.height
        tops = []
        for key in ("<pagedown>", "<pageup>", "<end>", "<home>"):
            await seat.type(key)
            tops.append(view.top)
        assert tops == [view.size.height - 2, 0, last, 0]
        await seat.type("<end>")
        assert "Decision number 79" in seat.text


async def test_in_a_meeting_pages_and_ends_move_the_cursor() -> None:
    made = furnished()
    for number in range(40):
        add_member(made, f"member{number:02}")
    async with seated(made.board, start="meeting", size=(80, 24)) as seat:
        last = seat.screen.stage.count() - 1  # type: ignore[attr-defined]
        assert last > 20
        places = []
        for key in ("<end>", "<home>", "<pagedown>", "<pageup>"):
            await seat.type(key)
            places.append(seat.screen.cursor)  # type: ignore[attr-defined]
        assert places[:2] == [last, 0]
        assert 5 < places[2] < last
        assert places[3] == 0


def test_a_meeting_that_is_closed_has_what_came_of_it() -> None:
    made = furnished()
    begun = start(made, "check-in", terminal="x")
    say_decision(made, begun.id, "No release on Friday")
    say_win(made, begun.id, "Quiet week")
    close(made, begun.id, lambda board, meeting: "")
    (one,) = held_meetings(made.board)[0]
    meeting = one.meeting
    assert (len(meeting.decisions), len(meeting.wins), one.actions, one.goals) == (1, 1, 0, 0)
    assert meeting.state == "closed"
