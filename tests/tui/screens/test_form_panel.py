"""Forms in their panel: saved, refused, contested, left, kept as drafts, by whoever types."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE
from support.kept import draft_on_disk
from support.making import NOW, TODAY, furnished
from support.screens import Seat, seated

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.records import Driver, Retarget
from okrboard.errors import StoreBusy, StoreWriteFailed
from okrboard.service import Service
from okrboard.storage.store import MemoryStore
from okrboard.text import clean
from okrboard.tui.options import Options
from okrboard.tui.screens import opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Changes


class StubbornStore(MemoryStore):
    """A store that refuses to write while it has something to say."""

    error: Exception | None = None

    def transact(self, make: Callable[[Board], Changes]) -> Board:
        if self.error is not None:
            raise self.error
        return super().transact(make)


async def fill_in(seat: Seat) -> None:
    await seat.type("c26<enter>7<tab>+4 load<enter>")


@pytest.mark.parametrize(
    "error",
    [
        StoreBusy("somebody has held the board for 5 s; try again"),
        StoreWriteFailed("the disk is full; nothing was changed"),
    ],
)
async def test_a_board_that_cannot_be_written_leaves_the_form(
    error: Exception, tmp_path: Path
) -> None:
    store = StubbornStore(furnished().board)
    async with seated(store=store, state=tmp_path) as seat:
        await fill_in(seat)
        store.error = error
        await seat.save()
        assert str(error) in seat.text
        assert seat.form.named("value").text == "26"
        assert seat.form.named("drivers").text == "+4 load\n"
        kept = draft_on_disk(tmp_path, "check-in", 1)
        assert kept is not None
        assert kept.texts["value"] == "26"
        store.error = None
        await seat.save()
        assert not seat.panel.is_open
        latest = seat.board.latest(1)
        assert latest is not None
        assert latest.value == 26
        assert draft_on_disk(tmp_path, "check-in", 1) is None


async def test_a_conflict_leaves_the_form_and_the_second_save_is_meant() -> None:
    async with seated() as seat:
        await fill_in(seat)
        other = Service(seat.app.session.store, "ben", seat.app.session.clock)
        other.change("x", lambda d: check_in(d, 1, 28))
        seat.app.look_again()
        await seat.save()
        assert "ben checked in meanwhile: 28 pages" in seat.text
        assert "28 → 26 pages, -2" in seat.text
        await seat.save()
        latest = seat.board.latest(1)
        assert latest is not None
        assert (latest.value, latest.author) == (26, 1)


async def test_a_board_that_changes_never_touches_what_is_typed() -> None:
    async with seated() as seat:
        await fill_in(seat)
        other = Service(seat.app.session.store, "ben", seat.app.session.clock)
        other.change("x", lambda d: edit_objective(d, 1, title="Renamed"))
        await seat.looks_again()
        assert "Renamed" in seat.text
        assert seat.form.named("drivers").text == "+4 load\n"
        assert seat.form.field.name == "drivers"


async def test_what_was_typed_is_offered_again_and_saved(tmp_path: Path) -> None:
    async with seated(state=tmp_path) as seat:
        await fill_in(seat)
    async with seated(state=tmp_path) as seat:
        await seat.type("c")
        assert "You were typing this on Fri 20 Nov at 14:00." in seat.text
        assert "enter go on with it" in seat.rows[-1]
        assert "24" not in seat.form.named("value").text
        await seat.type("99")
        assert "Nothing is typed yet: enter goes on with the draft" in seat.text
        await seat.type("<enter>")
        assert seat.form.named("value").text == "26"
        await seat.save()
        latest = seat.board.latest(1)
        assert latest is not None
        assert [driver.text for driver in latest.drivers] == ["load"]
        await seat.type("c")
        assert not seat.form.asks


async def test_typing_over_a_waiting_draft_loses_nothing(
    tmp_path: Path,
) -> None:
    long = "Nobody waits for a clinic in the north"
    async with seated(state=tmp_path) as seat:
        await seat.type("<escape>no" + long + "<escape>k")
        await seat.type("noClinics act")
        await paste(seat, "and pasted")
        assert "Nothing is typed yet" in seat.text
        assert seat.form.named("title").text == long
        kept = draft_on_disk(tmp_path, "objective", 0)
        assert kept is not None
        assert kept.texts["title"] == long
        await seat.type("<ctrl+n>")
        assert seat.form.named("title").text == ""
        await seat.type("Clinics act")
        assert seat.form.named("title").text == "Clinics act"


async def test_the_question_about_a_draft_is_in_sight_in_a_high_form(
    tmp_path: Path,
) -> None:
    async with seated(state=tmp_path) as seat:
        await seat.type("c26<enter>7<tab>" + "<enter>".join(f"+1 cause {n}" for n in range(9)))
    async with seated(size=(80, 20), state=tmp_path) as seat:
        await seat.type("c")
        assert "You were typing this on Fri 20 Nov" in seat.text
        await seat.type("x")
        assert "Nothing is typed yet" in seat.text
        await seat.type("<enter>")
        assert "▌ Value" in seat.text


async def test_a_draft_that_waits_is_told_at_the_start(tmp_path: Path) -> None:
    async with seated(state=tmp_path) as seat:
        await fill_in(seat)
    async with seated(start="board", state=tmp_path) as seat:
        told = "a draft waits from Fri 20 Nov at 14:00: Check-in KR1 Pages a week"
        assert told in seat.notice
        await seat.type("no" + "Clinics act<escape>k")
    async with seated(start="board", state=tmp_path, now=NOW + timedelta(days=1)) as seat:
        assert "2 drafts wait, the newest from" in seat.notice
    async with seated(start="board", state=tmp_path, now=NOW + timedelta(days=9)) as seat:
        assert "wait" not in seat.rows[-1]
    async with seated(start="board") as seat:
        assert "wait" not in seat.rows[-1]


async def test_a_draft_can_be_thrown_away(tmp_path: Path) -> None:
    async with seated(state=tmp_path) as seat:
        await fill_in(seat)
        await seat.type("<escape>")
        assert "What shall become of what you typed?" in seat.text
        await seat.type("t")
        assert not seat.panel.is_open
        assert draft_on_disk(tmp_path, "check-in", 1) is None
        await seat.type("c")
        assert seat.form.named("value").text == ""


async def test_a_draft_can_be_kept_by_leaving(tmp_path: Path) -> None:
    async with seated(state=tmp_path) as seat:
        await fill_in(seat)
        await seat.type("<escape>k")
        assert not seat.panel.is_open
        kept = draft_on_disk(tmp_path, "check-in", 1)
        assert kept is not None
        assert kept.at == NOW


async def test_a_pause_keeps_the_draft_while_one_goes_on_typing(tmp_path: Path) -> None:
    async with seated(state=tmp_path) as seat:
        await fill_in(seat)
        for _ in range(300):
            if draft_on_disk(tmp_path, "check-in", 1):
                break
            await seat.pilot.pause(0.01)
        kept = draft_on_disk(tmp_path, "check-in", 1)
        assert kept is not None
        assert kept.texts == {"value": "26", "confidence": "7", "drivers": "+4 load\n"}
        assert seat.panel.is_open


async def test_escape_on_an_untouched_form_closes_it_unasked() -> None:
    async with seated() as seat:
        await seat.type("c<escape>")
        assert not seat.panel.is_open
        await seat.type("jk")
        assert "▌ KR1" in seat.text


async def test_somebody_new_joins_with_one_key_and_saves() -> None:
    async with seated(who="zoe") as seat:
        await seat.type("c26")
        await seat.save()
        assert "You are not on this board yet" in seat.text
        await seat.type("<escape>")
        assert seat.form.named("value").text == "26"
        await seat.save()
        await seat.save("<enter>")
        member = seat.board.member_named("zoe")
        latest = seat.board.latest(1)
        assert member is not None
        assert latest is not None
        assert (latest.value, latest.author) == (26, member.id)


async def test_somebody_new_is_asked_before_an_action_is_closed_too() -> None:
    draft = furnished()
    add_action(draft, "Alert review", key_result=1)
    async with seated(draft.board, who="zoe") as seat:
        await seat.type("jx")
        assert "zoe is not a member of this board yet" in seat.text
        await seat.type("y")
        assert seat.board.actions[1].state == "kept"


async def test_a_board_that_can_only_be_read_keeps_the_draft(tmp_path: Path) -> None:
    options = Options(theme="okr-dark", read_only=True)
    async with seated(options=options, state=tmp_path) as seat:
        await seat.type("c26")
        await seat.save()
        assert "can only be read from here" in seat.text
        assert draft_on_disk(tmp_path, "check-in", 1) is not None


async def test_a_paste_is_text_whatever_it_is() -> None:
    async with seated() as seat:
        await seat.type("e")
        for text in HOSTILE:
            await paste(seat, text)
        assert seat.panel.is_open
        assert "Key result KR1" in seat.text
        assert not unsafe(seat.rows)


async def test_hostile_text_opens_in_every_form_and_every_page() -> None:
    board = hostile_board()
    async with seated(board, size=(120, 60)) as seat:
        for script in (
            "c",
            "<tab>",
            "<escape>e",
            "<escape>n",
            "k",
            "<escape>je",
            "<escape><home>e",
        ):
            await seat.type(script)
            assert not unsafe(seat.rows), script
        await seat.type("<escape>s<escape>j<enter>")
        assert "[/foo]" in seat.text
        assert not unsafe(seat.rows)
        for kind, id in (("member", 1), ("team", 1), ("cycle", 1), ("settings", 1)):
            opening.edit(seat.panel, kind, id)
            await seat.still()
            assert seat.panel.is_open
            assert not unsafe(seat.rows)
            await seat.type("<escape>")


def hostile_board() -> Board:
    """Return a board whose every text is everything hostile at once."""
    whole = " ".join(text[:2_000] for text in HOSTILE)
    made = furnished()
    board = made.board
    made.put(board.settings._replace(name=whole, direction=whole))
    made.put(board.members[1]._replace(name=whole))
    made.put(board.teams[1]._replace(name=whole))
    made.put(board.cycles[1]._replace(name=whole))
    made.put(
        board.objectives[1]._replace(
            title=whole, why=whole, company_gets=whole, owner_gets=whole, labels=(whole,),
            stands_alone=whole, override="at_risk", override_reason=whole, override_by=1,
        )
    )  # fmt: skip
    for id in (1, 2, 3):
        old = board.key_results[id]
        steps = tuple(step._replace(name=whole) for step in old.steps)
        made.put(old._replace(title=whole, unit=whole[:30], steps=steps, source=whole))
    check_in(
        made, 1, 24, drivers=[Driver(whole, 1)], blocker=whole, fix=whole, note=whole, source=whole
    )
    add_action(made, whole[:9000], key_result=1)
    made.put(board.key_results[2]._replace(retargets=(Retarget(TODAY, 1, 2, 1, whole),)))
    # No door lets such a handle in, but whoever edits the file.
    members = made.board.members
    spoiled = members.changed({1: members[1]._replace(handle=whole)}, ())
    return made.board.changed({"members": spoiled}, {})


def unsafe(rows: list[str]) -> list[str]:
    """Return the rows that hold what a terminal would obey."""
    return [row for row in rows if clean(row) != row]


async def paste(seat: Seat, text: str) -> None:
    from textual.events import Paste

    seat.panel.post_message(Paste(text))
    await seat.pilot.pause()


async def test_a_click_goes_to_the_field_and_the_place_in_it() -> None:
    async with seated(size=(100, 40)) as seat:
        await seat.type("c26<enter>7")
        row = next(i for i, text in enumerate(seat.rows) if "Value" in text)
        await seat.pilot.click(offset=(seat.panel._painted.left, row))  # type: ignore[union-attr]
        await seat.type("1")
        assert seat.form.named("value").text == "126"


async def test_keys_of_the_page_below_are_text_while_a_form_is_open() -> None:
    async with seated() as seat:
        await seat.type("e<end> jkqu?/")
        assert seat.form.named("title").text == "Pages a week jkqu?/"
        assert seat.screen.KEYS == "objective"


async def test_a_check_in_a_week_later_begins_with_the_newest_value() -> None:
    async with seated(now=NOW + timedelta(days=7)) as seat:
        await seat.type("c26<enter><enter><enter>")
        await seat.still()
        await seat.type("c")
        assert "26 pages on 27 Nov" in seat.text
