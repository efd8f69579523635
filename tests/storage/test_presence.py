"""Who is connected: announced, kept alive, gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import okrboard
from okrboard.storage.presence import (
    GONE_AFTER,
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


@pytest.fixture
def presence(tmp_path: Path, clock: Clock) -> Presence:
    return Presence(str(tmp_path / "okrboard.json"), clock)


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
    presence = Presence(str(tmp_path / "okrboard.json"), clock)
    peer = Peer(new_terminal(), "ana")
    presence.announce(peer)
    nonsense = tmp_path / ".okrboard.json.here" / "0123456789abcdef.json"
    nonsense.write_bytes(content)
    os.utime(nonsense, (clock.now, clock.now))
    assert presence.peers() == [peer]


def test_a_terminal_whose_process_is_gone_is_gone_at_once(tmp_path: Path, clock: Clock) -> None:
    program = (
        "import sys; from okrboard.storage.presence import Presence, Peer, new_terminal;"
        "Presence(sys.argv[1], lambda: float(sys.argv[2])).announce(Peer('ab12' * 4, 'ben'))"
    )
    path = str(tmp_path / "okrboard.json")
    root = str(Path(okrboard.__file__).parents[1])
    subprocess.run(
        [sys.executable, "-c", program, path, str(clock.now)],
        check=True,
        env={"PYTHONPATH": root},
        timeout=30,
    )
    assert (tmp_path / ".okrboard.json.here" / f"{'ab12' * 4}.json").exists()
    presence = Presence(path, clock)
    presence.announce(Peer(new_terminal(), "ana"))
    assert [peer.handle for peer in presence.peers()] == ["ana"]


def test_a_hostile_handle_arrives_harmless(tmp_path: Path, clock: Clock) -> None:
    presence = Presence(str(tmp_path / "okrboard.json"), clock)
    presence.announce(Peer(new_terminal(), "\x1b]52;c;aGk=\x07"))
    assert [peer.handle.isprintable() for peer in presence.peers()] == [True]


def test_a_name_that_is_a_path_touches_nothing(tmp_path: Path, clock: Clock) -> None:
    victim = tmp_path / "victim.json"
    victim.write_text("kept")
    presence = Presence(str(tmp_path / "okrboard.json"), clock)
    presence.announce(Peer("../victim", "eve"))
    presence.leave("../victim")
    assert victim.read_text() == "kept"


def test_a_place_that_cannot_be_written_is_silent(clock: Clock) -> None:
    presence = Presence("/proc/okrboard.json", clock)
    presence.announce(Peer(new_terminal(), "ana"))
    assert presence.peers() == []


# What others put there.

HERE = ".okrboard.json.here"
NAME = "0123456789abcdef"
SIGN = {
    "terminal": NAME,
    "handle": "eve",
    "member": 1,
    "how": "",
    "meeting": 0,
    "looking_at": "",
    "pid": 1,
    "world": "x",
}
"""What a terminal of another world says."""


def planted(path: Path, now: float, content: bytes, age: float = 0.0) -> Path:
    """Put a file into a folder; return it."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (now - age, now - age))
    return path


@pytest.mark.parametrize("target", ["victim", "."])
def test_a_link_in_the_place_of_the_folder_touches_nothing(
    tmp_path: Path, clock: Clock, target: str
) -> None:
    sign = json.dumps(SIGN).encode()
    board = planted(tmp_path / "okrboard.json", clock.now, b"the board", 3600)
    precious = planted(tmp_path / "victim" / "package.json", clock.now, b"{}", 3600)
    stale = planted(tmp_path / "victim" / f"{NAME}.json", clock.now, sign, 3600)
    (tmp_path / HERE).symlink_to(tmp_path / target)
    presence = Presence(str(board), clock)
    presence.announce(Peer(new_terminal(), "ana"))
    assert presence.peers() == []
    presence.leave(NAME)
    assert sorted(os.listdir(tmp_path)) == [HERE, "okrboard.json", "victim"]
    assert sorted(os.listdir(tmp_path / "victim")) == [stale.name, precious.name]


def test_only_what_says_that_it_is_a_terminals_file_is_swept(tmp_path: Path, clock: Clock) -> None:
    folder, old = tmp_path / HERE, 3600.0
    sign = json.dumps(SIGN).encode()
    gone = planted(folder / f"{NAME}.json", clock.now, sign, old)
    half = planted(folder / f".{NAME}.json.{NAME}.tmp", clock.now, b"{", old)
    planted(folder / "package.json", clock.now, b"{}", old)
    planted(folder / f"{'b' * 16}.json", clock.now, b'{"precious":1}', old)
    planted(folder / f"{'c' * 16}.json", clock.now, sign, old)
    planted(folder / f"{NAME}.txt", clock.now, sign, old)
    (folder / f"{'d' * 16}.json").symlink_to(planted(tmp_path / "victim", clock.now, sign, old))
    (folder / f"{'e' * 16}.json").mkdir()
    stay = sorted({*os.listdir(folder)} - {gone.name, half.name})
    assert Presence(str(tmp_path / "okrboard.json"), clock).peers() == []
    assert sorted(os.listdir(folder)) == stay


def test_a_planted_name_is_never_written_into(tmp_path: Path, clock: Clock) -> None:
    victim = planted(tmp_path / "victim", clock.now, b"precious")
    presence = Presence(str(tmp_path / "okrboard.json"), clock)
    peer = Peer(new_terminal(), "ana")
    for plant in (os.link, os.symlink):
        (tmp_path / HERE).mkdir()
        plant(victim, tmp_path / HERE / f"{peer.terminal}.json")
        presence.announce(peer)
        assert victim.read_bytes() == b"precious"
        assert presence.peers() == [peer]
        presence.leave(peer.terminal)


def test_whose_file_is_swept_away_is_back_with_the_next_beat(tmp_path: Path, clock: Clock) -> None:
    presence = Presence(str(tmp_path / "okrboard.json"), clock)
    peer = Peer(new_terminal(), "ana")
    presence.announce(peer)
    (tmp_path / HERE / f"{peer.terminal}.json").unlink()
    presence.beat(peer.terminal)
    assert presence.peers() == [peer]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
CONTENTS = st.binary(max_size=200) | st.builds(
    lambda odd: json.dumps({**SIGN, **odd}).encode(),
    st.dictionaries(st.sampled_from([*SIGN]), JSON, max_size=3),
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(CONTENTS)
@example(json.dumps({**SIGN, "member": float("inf")}).encode())
@example(json.dumps({**SIGN, "meeting": float("nan")}).encode())
@example(json.dumps({**SIGN, "pid": 10**400}).encode())
def test_no_byte_that_others_write_stops_who_reads(content: bytes) -> None:
    clock = Clock()
    with TemporaryDirectory() as folder:
        presence = Presence(f"{folder}/okrboard.json", clock)
        mine = Peer(new_terminal(), "ana")
        presence.announce(mine)
        planted(Path(folder) / HERE / f"{NAME}.json", clock.now, content)
        there = presence.peers()
        assert mine in there
        for peer in there:
            assert all(type(value) is type(was) for value, was in zip(peer, mine, strict=True))
            assert peer.handle.isprintable()
