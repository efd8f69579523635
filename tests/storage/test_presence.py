"""Who is connected: announced, kept alive, gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import okrboard
from okrboard.storage.presence import (
    GONE_AFTER,
    FolderPresence,
    MemoryPresence,
    Peer,
    Presence,
    new_terminal,
)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["folder", "memory"])
def presence(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Presence:
    if request.param == "memory":
        return MemoryPresence(clock)
    return FolderPresence(str(tmp_path / "okrboard.json"), clock)


def test_who_announced_is_there_in_the_order_of_handles(presence: Presence) -> None:
    for handle in ("cleo", "Ana", "ben"):
        presence.announce(Peer(new_terminal(), handle, how="ssh"))
    assert [peer.handle for peer in presence.peers()] == ["Ana", "ben", "cleo"]


def test_who_leaves_is_gone_at_once(presence: Presence) -> None:
    peer = Peer(new_terminal(), "ana")
    presence.announce(peer)
    presence.leave(peer.terminal)
    assert presence.peers() == []


def test_who_gives_no_sign_of_life_is_gone_after_a_while(presence: Presence, clock: Clock) -> None:
    silent, alive = Peer(new_terminal(), "ana"), Peer(new_terminal(), "ben")
    presence.announce(silent)
    presence.announce(alive)
    clock.now += GONE_AFTER - 1
    presence.beat(alive.terminal)
    assert len(presence.peers()) == 2
    clock.now += 2
    assert presence.peers() == [alive]


def test_announcing_again_says_what_has_become(presence: Presence) -> None:
    peer = Peer(new_terminal(), "ana")
    presence.announce(peer)
    presence.announce(peer._replace(meeting=7, looking_at="KR3"))
    assert presence.peers() == [peer._replace(meeting=7, looking_at="KR3")]


def test_a_beat_of_somebody_unknown_is_nothing(presence: Presence) -> None:
    presence.beat(new_terminal())
    presence.leave(new_terminal())
    assert presence.peers() == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"handle": 3}', b"\xff" * 9, b"[" * 4000])
def test_a_file_of_nonsense_is_nobody(tmp_path: Path, clock: Clock, content: bytes) -> None:
    presence = FolderPresence(str(tmp_path / "okrboard.json"), clock)
    peer = Peer(new_terminal(), "ana")
    presence.announce(peer)
    nonsense = tmp_path / ".okrboard.json.here" / "0123456789abcdef.json"
    nonsense.write_bytes(content)
    os.utime(nonsense, (clock.now, clock.now))
    assert presence.peers() == [peer]


def test_a_terminal_whose_process_is_gone_is_gone_at_once(tmp_path: Path, clock: Clock) -> None:
    program = (
        "import sys; from okrboard.storage.presence import FolderPresence, Peer, new_terminal;"
        "FolderPresence(sys.argv[1], lambda: float(sys.argv[2])).announce(Peer('ab12', 'ben'))"
    )
    path = str(tmp_path / "okrboard.json")
    root = str(Path(okrboard.__file__).parents[1])
    subprocess.run(
        [sys.executable, "-c", program, path, str(clock.now)],
        check=True,
        env={"PYTHONPATH": root},
        timeout=30,
    )
    assert (tmp_path / ".okrboard.json.here" / "ab12.json").exists()
    presence = FolderPresence(path, clock)
    presence.announce(Peer(new_terminal(), "ana"))
    assert [peer.handle for peer in presence.peers()] == ["ana"]


def test_a_hostile_handle_arrives_harmless(tmp_path: Path, clock: Clock) -> None:
    presence = FolderPresence(str(tmp_path / "okrboard.json"), clock)
    presence.announce(Peer(new_terminal(), "\x1b]52;c;aGk=\x07"))
    assert [peer.handle.isprintable() for peer in presence.peers()] == [True]


def test_a_name_that_is_a_path_touches_nothing(tmp_path: Path, clock: Clock) -> None:
    victim = tmp_path / "victim.json"
    victim.write_text("kept")
    presence = FolderPresence(str(tmp_path / "okrboard.json"), clock)
    presence.announce(Peer("../victim", "eve"))
    presence.leave("../victim")
    assert victim.read_text() == "kept"


def test_a_place_that_cannot_be_written_is_silent(clock: Clock) -> None:
    presence = FolderPresence("/proc/okrboard.json", clock)
    presence.announce(Peer(new_terminal(), "ana"))
    assert presence.peers() == []
