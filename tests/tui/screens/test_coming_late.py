"""Coming to a meeting that is over, and leaving one that was begun by mistake."""

from __future__ import annotations

from datetime import timedelta

from support.making import NOW
from support.meeting_screens import meeting, skip_all, three_people
from support.screens import seated

from okrboard.domain.meeting.contributions import attend
from okrboard.storage.store import MemoryStore


async def closed_meeting() -> MemoryStore:
    """Return a board on which ana has just closed a check-in."""
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="meeting") as seat:
        await skip_all(seat)
        await seat.type("<right>")
    assert store.snapshot().meetings[1].state == "closed"
    return store


async def test_who_comes_late_reads_the_minutes_and_starts_nothing() -> None:
    store = await closed_meeting()
    now = NOW + timedelta(minutes=7)
    async with seated(store=store, start="meeting", who="ben", now=now) as seat:
        assert "M1 was closed 7 minutes ago" in seat.text
        await seat.type("m")
        assert "Friday check-in M1" in seat.text
    assert len(store.snapshot().meetings) == 1


async def test_who_means_a_new_meeting_starts_one() -> None:
    store = await closed_meeting()
    async with seated(store=store, start="meeting", who="ben", now=NOW) as seat:
        await seat.type("n")
        assert meeting(seat).meeting_id == 2
        assert meeting(seat).connection.leads
        assert "Who is here?" in seat.text


async def test_two_hours_later_nothing_is_asked() -> None:
    store = await closed_meeting()
    now = NOW + timedelta(hours=2, seconds=1)
    async with seated(store=store, start="meeting", who="ben", now=now) as seat:
        assert not seat.panel.is_open
        assert meeting(seat).meeting_id == 2


async def test_a_meeting_begun_by_mistake_is_discarded_on_leaving() -> None:
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="meeting") as seat:
        await seat.type("<escape>")
        assert "Nothing has happened in M1 yet" in seat.text
        await seat.type("<escape>")
        assert meeting(seat).meeting_id == 1, "escape stays"
        await seat.type("<escape>x")
    assert not store.snapshot().meetings


async def test_a_meeting_that_goes_on_is_left_running() -> None:
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="meeting") as seat:
        await seat.type("<escape><enter>")
    assert store.snapshot().meetings[1].state == "running"


async def test_where_somebody_is_ticked_nothing_is_asked_on_leaving() -> None:
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="meeting") as seat:
        seat.app.session.service.change("", lambda draft: attend(draft, 1, 2))
        await seat.looks_again()
        await seat.type("<escape>")
        assert not getattr(seat.screen, "panel", None) or not seat.panel.is_open
    assert store.snapshot().meetings[1].state == "running"
