"""What happens to the board's file, and to who looks at it, is said where everybody reads."""

from __future__ import annotations

import json
import os
import threading
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fingers import Fingers
from support.making import NOW
from support.stores import change, make_store, retitled

from okrboard.errors import StoreError
from okrboard.storage.file_store import FileStore
from okrboard.storage.presence import Peer, Presence
from okrboard.storage.store import MemoryStore
from okrboard.tui import live
from okrboard.tui.app import OkrApp
from okrboard.tui.live import StoreMoved, StoreTrouble, Watch
from okrboard.tui.options import Options
from okrboard.tui.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.message import Message

    from okrboard.domain.board import Board
    from okrboard.storage.store import Store


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = dict(live.Watch.__init__.__kwdefaults__ or {})
    monkeypatch.setattr(live.Watch.__init__, "__kwdefaults__", {**usual, "every": 0.02})
    monkeypatch.setattr(live, "CHECK_EVERY", 0.1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_store("file", str(tmp_path / "okrboard.json"))
    return tmp_path / "okrboard.json"


class Seat:
    """A person in front of the board."""

    def __init__(self, app: OkrApp) -> None:
        self.app = app
        self.pilot = Fingers(app)

    @property
    def rows(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def notice(self) -> str:
        """What is told above the keys."""
        return self.rows[-2]

    async def head_says(self, text: str) -> None:
        await self.until(lambda: self.rows[0].rstrip().endswith(text))

    async def until(self, reached: Callable[[], bool]) -> None:
        for _ in range(400):
            if reached():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(self.rows)


@asynccontextmanager
async def seated(store: Store, presence: Presence | None = None) -> AsyncIterator[Seat]:
    app = OkrApp(Session(store, "ana", lambda: NOW, Options(theme="okr-dark"), presence))
    async with app.run_test(size=(100, 24)):
        seat = Seat(app)
        await seat.pilot.pause()
        await seat.head_says("● live")
        yield seat


async def test_a_gone_or_torn_file_is_said_in_the_head_until_well(path: Path) -> None:
    whole = path.read_bytes()
    async with seated(FileStore(str(path))) as seat:
        path.unlink()
        await seat.head_says("■ file gone")
        assert "there is no board at" in seat.notice
        path.write_bytes(whole[: len(whole) // 5])
        await seat.head_says("■ file damaged")
        path.write_bytes(whole.replace(b'"schema":1', b'"schema":7'))
        await seat.head_says("■ file too new")
        path.write_bytes(whole)
        await seat.head_says("● live")
        assert "there is no board" not in seat.rows[-1]


async def test_screens_without_a_head_line_say_it_in_their_corner(path: Path) -> None:
    whole = path.read_bytes()
    async with seated(FileStore(str(path))) as seat:
        await seat.pilot.press("enter")
        await seat.until(lambda: "live" not in seat.rows[0])
        page = seat.rows
        path.unlink()
        await seat.head_says("■ file gone")
        assert seat.rows[1:-2] == page[1:-2]
        await seat.pilot.press("escape")
        await seat.head_says("■ file gone")
        await seat.pilot.press("enter")
        await seat.until(lambda: seat.rows[1] == page[1])
        await seat.head_says("■ file gone")
        path.write_bytes(whole)
        await seat.until(lambda: seat.rows == page)


async def test_a_file_that_goes_back_is_said_until_work_goes_on(path: Path) -> None:
    store = FileStore(str(path))
    before = path.read_bytes()
    change(store, retitled(1, "Newest"))
    async with seated(store) as seat:
        path.write_bytes(before)
        await seat.head_says("▲ older file")
        assert "the file went back from revision 2 to 1; new numbers go on" in seat.notice
        await seat.pilot.press("u")
        await seat.until(lambda: "undo stops here, because the file went back" in seat.notice)
        assert path.read_bytes() == before
        change(FileStore(str(path)), retitled(1, "Goes on elsewhere"), who="ben")
        await seat.until(lambda: "Goes on elsewhere" in "\n".join(seat.rows))
        change(store, retitled(1, "Goes on here"))
        await seat.head_says("● live")


async def test_an_edit_from_outside_is_said_until_the_next_commit(path: Path) -> None:
    store = FileStore(str(path))
    async with seated(store) as seat:
        path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
        await seat.head_says("▲ edited outside")
        assert "the file was changed outside of okrboard" in seat.notice
        change(store, retitled(1, "Goes on"))
        await seat.head_says("● live")


async def test_a_watcher_that_ended_is_said_and_begins_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seated(FileStore(str(path))) as seat:
        monkeypatch.setattr(Watch, "start", _cannot_start)
        assert seat.app._watch is not None
        seat.app._watch.stop()
        await seat.head_says("■ not watching")
        monkeypatch.undo()
        await seat.head_says("● live")
        change(FileStore(str(path)), retitled(1, "Seen again"))
        await seat.until(lambda: "Seen again" in "\n".join(seat.rows))


def _cannot_start(_: Watch) -> None:
    raise RuntimeError("can't start new thread")


class Hanging(MemoryStore):
    """A store on a disk that stops answering whoever watches."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.answers = threading.Event()
        self.answers.set()

    def snapshot(self) -> Board:
        if threading.current_thread().name == "okrboard-watch":
            self.answers.wait(30)
        return super().snapshot()


async def test_a_disk_that_does_not_answer_is_said_until_it_does() -> None:
    store = Hanging(make_store("memory", "").snapshot())
    async with seated(store) as seat:
        store.answers.clear()
        await seat.head_says("■ not watching")
        store.answers.set()
        await seat.head_says("● live")


class Throwing(Presence):
    """Presence in which somebody left what nobody foresaw."""

    asked = 0

    def peers(self) -> list[Peer]:
        self.asked += 1
        raise OverflowError("cannot convert float infinity to integer")


async def test_nothing_that_others_leave_ends_the_watching(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT_EVERY", 0.0)
    presence = Throwing(str(path))
    async with seated(FileStore(str(path)), presence) as seat:
        await seat.until(lambda: presence.asked > 2)
        change(FileStore(str(path)), retitled(1, "Seen all the same"))
        await seat.until(lambda: "Seen all the same" in "\n".join(seat.rows))
        await seat.head_says("● live")


with TemporaryDirectory() as _folder:
    make_store("file", f"{_folder}/okrboard.json")
    WHOLE = Path(f"{_folder}/okrboard.json").read_bytes()
"""A sound board."""


def spoilt(at: int, cut: int, put: bytes) -> bytes:
    """Return a board's bytes with some of them replaced."""
    at %= len(WHOLE)
    return WHOLE[:at] + put + WHOLE[at + cut :]


def without_check(at: int, cut: int, put: bytes) -> bytes:
    """Return the same as an editor saves it: read by the strict rules, not by the checksum."""
    return spoilt(at, cut, put).replace(b'"check"', b'"chekc"', 1)


SPOILING = (st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=12))
ODD = [b"Infinity", b"-1e999", b"9" * 5000, b'"\\ud800"', b"[" * 2000, b"null", b"true", b"1.5"]
JSON_SPOILING = (st.integers(0, 10**6), st.integers(0, 9), st.sampled_from(ODD))


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300)
    | st.builds(spoilt, *SPOILING)
    | st.builds(without_check, *SPOILING)
    | st.builds(without_check, *JSON_SPOILING)
)
def test_no_byte_in_the_boards_file_ends_the_watching(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "okrboard.json"
        path.write_bytes(WHOLE)
        store = FileStore(str(path))
        sent: list[Message] = []
        look = Watch(store, store.snapshot(), sent.append)
        path.write_bytes(data)
        os.utime(path, (1000.0, 1000.0))
        look._look()
        try:
            store.snapshot()
        except StoreError:
            assert isinstance(sent[0], StoreTrouble)
        else:
            assert data == WHOLE or isinstance(sent[0], StoreMoved)
