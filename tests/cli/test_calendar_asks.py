"""What `okrboard calendar publish` and `pull` ask at a terminal, answered in a real one."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from support.cli import NOW
from support.pty_session import PtySession, clean_environment, python
from support.published import PASSWORD, USER, edit, stored, uid_of

if TYPE_CHECKING:
    from support.cli import Okr

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

MOVED = (
    ("DTSTART;TZID=Europe/Berlin:20261217T130000", "DTSTART;TZID=Europe/Berlin:20261216T100000"),
    ("DTEND;TZID=Europe/Berlin:20261217T143000", "DTEND;TZID=Europe/Berlin:20261216T113000"),
)
"""Somebody drags S3, a reflection, to the day before."""

TAKEN_OUT = (
    "EXDATE;TZID=Europe/Berlin:20261211T150000",
    "EXDATE;TZID=Europe/Berlin:20261204T150000,20261211T150000",
)
"""Somebody deletes one check-in of S1."""


def at_a_terminal(home: Path, demo: Path, *words: str, stdin: int | None = None) -> PtySession:
    environment = clean_environment(
        HOME=str(home), PYTHONPATH=str(ROOT), OKRBOARD_NOW=NOW, OKRBOARD_USER="hana"
    )
    argv = python("-m", "okrboard", "calendar", *words)
    return PtySession(argv, environment, size=(120, 30), cwd=demo.parent, stdin=stdin)


def asked(session: PtySession, count: int) -> None:
    """Wait for the last of so many questions."""
    session.wait_until(lambda: session.screen.text.count("[y/N]") == count, f"{count} questions")


def interrupted(session: PtySession) -> bool:
    """Press ctrl+c, and say whether that has ended the program."""
    session.feed("ctrl+c")
    with suppress(subprocess.TimeoutExpired):
        session.process.wait(2)
    return session.process.poll() is not None


@pytest.fixture
def renamed(okr: Okr, linked: str) -> list[str]:
    """A published calendar in which somebody has renamed two series; their UIDs."""
    assert okr("calendar", "publish").status == 0
    uids = [uid_of(okr, ref) for ref in ("S1", "S4")]
    edit(linked, uids[0], "SUMMARY:OKR check-in", "SUMMARY:Theirs")
    edit(linked, uids[1], "SUMMARY:OKR goal setting", "SUMMARY:Theirs")
    return uids


@pytest.fixture
def dragged(okr: Okr, linked: str) -> str:
    """A published calendar in which somebody has moved a meeting and taken another out."""
    assert okr("calendar", "publish").status == 0
    for old, new in MOVED:
        edit(linked, uid_of(okr, "S3"), old, new)
    edit(linked, uid_of(okr, "S1"), *TAKEN_OUT)
    return linked


def theirs(team: str) -> list[str]:
    """Return the UIDs of the events that have somebody else's name."""
    found = stored(team).items()
    return sorted(name.removesuffix(".ics") for name, text in found if "SUMMARY:Theirs" in text)


def states(okr: Okr) -> dict[str, str]:
    listed = okr("calendar", "list", "--json").json
    return {one["day"]: one["state"] for one in listed}


# Publishing.


def test_each_conflict_is_asked_and_only_a_yes_writes_over_it(
    linked: str, home: Path, demo: Path, renamed: list[str]
) -> None:
    first, second = sorted(renamed)
    with at_a_terminal(home, demo, "publish") as session:
        session.wait_for("was changed in the calendar: write ours over it? [y/N]")
        assert theirs(linked) == [first, second]
        session.feed("y", "enter")
        asked(session, 2)
        session.feed("n", "enter")
        assert session.wait_for_exit() == 1
        told = session.screen.text
    assert "left alone" in told
    assert "updated" in told
    assert "okrboard calendar pull takes it" in told
    assert theirs(linked) == [second]


def test_yes_to_all_of_them_publishes_everything(
    okr: Okr, linked: str, home: Path, demo: Path, renamed: list[str]
) -> None:
    with at_a_terminal(home, demo, "publish") as session:
        for count in (1, 2):
            asked(session, count)
            session.feed("YES", "enter")
        assert session.wait_for_exit() == 0
    assert theirs(linked) == []
    assert {step["verb"] for step in okr("calendar", "publish", "--json").json} == {"unchanged"}


@pytest.mark.parametrize("answer", ["enter", "ctrl+d", "maybe"])
def test_whatever_is_not_yes_leaves_theirs_alone(
    linked: str, home: Path, demo: Path, renamed: list[str], answer: str
) -> None:
    with at_a_terminal(home, demo, "publish") as session:
        for count in (1, 2):
            asked(session, count)
            session.feed(answer)
            if answer == "maybe":
                session.feed("enter")
        assert session.wait_for_exit() == 1
    assert theirs(linked) == sorted(renamed)


def test_ctrl_c_at_a_question_does_nothing_at_all(
    okr: Okr, linked: str, home: Path, demo: Path, renamed: list[str]
) -> None:
    okr("calendar", "move", "2026-12-17", "2026-12-16", "10:00", "--kind", "reflect")
    before = stored(linked)
    with at_a_terminal(home, demo, "publish") as session:
        session.wait_for("write ours over it? [y/N]")
        # Python misses one that comes after the prompt and before it reads: pressed again, then.
        session.wait_until(lambda: interrupted(session), "the end")
        assert session.wait_for_exit() == 130
        assert "Traceback" not in session.screen.text
    assert stored(linked) == before


def test_what_changes_while_the_question_waits_is_kept(
    linked: str, home: Path, demo: Path, renamed: list[str]
) -> None:
    first = min(renamed)
    with at_a_terminal(home, demo, "publish") as session:
        session.wait_for("write ours over it? [y/N]")
        edit(linked, first, "SUMMARY:Theirs", "SUMMARY:Theirs again")
        session.feed("y", "enter")
        asked(session, 2)
        session.feed("y", "enter")
        assert session.wait_for_exit() == 1
        assert "somebody changed it just now" in session.screen.text
    assert "SUMMARY:Theirs again" in stored(linked)[f"{first}.ics"]
    assert theirs(linked) == [first]


@pytest.mark.parametrize(
    ("answer", "there", "state", "status"),
    [("r", True, "confirmed", 0), ("t", False, "cancelled", 0), ("l", False, "confirmed", 0),
     ("", False, "confirmed", 1)],
)  # fmt: skip
def test_what_was_deleted_there_is_recreated_taken_off_or_left(
    okr: Okr, linked: str, home: Path, demo: Path, answer: str, there: bool, state: str, status: int
) -> None:
    assert okr("calendar", "publish").status == 0
    uid = uid_of(okr)
    httpx.delete(f"{linked}{uid}.ics", auth=(USER, PASSWORD), trust_env=False, verify=False)
    with at_a_terminal(home, demo, "publish") as session:
        session.wait_for("[r]ecreate it there, [t]ake it off the board, [l]eave it?")
        assert f"{uid}.ics" not in stored(linked)
        session.feed(*answer, "enter")
        assert session.wait_for_exit() == status
    assert (f"{uid}.ics" in stored(linked)) == there
    listed = {one["uid"]: one["state"] for one in okr("calendar", "series", "--json").json}
    assert listed[uid] == state
    # An answer is given once; without one it is asked again.
    assert okr("calendar", "publish").status == status


def test_a_dry_run_and_a_pipe_ask_nothing(
    linked: str, home: Path, demo: Path, renamed: list[str]
) -> None:
    with at_a_terminal(home, demo, "publish", "--dry-run") as session:
        assert session.wait_for_exit() == 0
        assert "[y/N]" not in session.screen.text
        assert session.screen.text.count("was changed in the calendar") == 2
    nobody = os.open(os.devnull, os.O_RDONLY)
    try:
        with at_a_terminal(home, demo, "publish", stdin=nobody) as session:
            assert session.wait_for_exit() == 1
            assert "[y/N]" not in session.screen.text
    finally:
        os.close(nobody)
    assert theirs(linked) == sorted(renamed)


# Pulling.


def test_each_offer_is_asked_and_its_taking_told_to_the_calendar(
    okr: Okr, home: Path, demo: Path, dragged: str
) -> None:
    with at_a_terminal(home, demo, "pull") as session:
        for count in (1, 2):
            asked(session, count)
            moved = "was moved to Wed 16 Dec 10:00: take it over?" in session.screen.text
            asked_last = session.screen.text.rstrip().splitlines()[-1]
            assert moved or "was taken out: take it over?" in asked_last
            session.feed("y" if "was moved" in asked_last else "n", "enter")
        assert session.wait_for_exit() == 0
        told = session.screen.text
    assert "taken    OKR rest & reflect of Thu 17 Dec was moved to Wed 16 Dec 10:00" in told
    assert "declined OKR check-in of Fri 4 Dec was taken out" in told
    assert (states(okr)["2026-12-17"], states(okr)["2026-12-04"]) == ("moved", "planned")
    verbs = {step["uid"]: step["verb"] for step in okr("calendar", "publish", "--json").json}
    assert (verbs[uid_of(okr, "S3")], verbs[uid_of(okr, "S1")]) == ("unchanged", "unchanged")
    # What was declined is neither offered again nor told back.
    assert okr("calendar", "pull", "--json").json == []
    assert "20261204T150000" in stored(dragged)[f"{uid_of(okr, 'S1')}.ics"]


def test_no_and_ctrl_d_take_nothing_over(okr: Okr, home: Path, demo: Path, dragged: str) -> None:
    before, there = demo.read_bytes(), stored(dragged)
    with at_a_terminal(home, demo, "pull") as session:
        for count, answer in ((1, "enter"), (2, "ctrl+d")):
            asked(session, count)
            session.feed(answer)
        assert session.wait_for_exit() == 0
        assert session.screen.text.count("offered  ") == 2
    assert demo.read_bytes() == before
    assert stored(dragged) == there


def test_what_changes_while_an_offer_waits_is_left_there(
    okr: Okr, home: Path, demo: Path, dragged: str
) -> None:
    uid = uid_of(okr, "S3")
    edit(dragged, uid, "SUMMARY:OKR rest & reflect", "SUMMARY:Moved by ben")
    with at_a_terminal(home, demo, "pull") as session:
        session.wait_for("take it over? [y/N]")
        edit(dragged, uid, "SUMMARY:Moved by ben", "SUMMARY:Theirs")
        for count in (2, 3):
            session.feed("y", "enter")
            asked(session, count)
        session.feed("y", "enter")
        assert session.wait_for_exit() == 1
        assert "somebody changed it just now" in session.screen.text
    # The board has what was said yes to; their newest words are still there to be looked at.
    assert states(okr)["2026-12-17"] == "moved"
    assert "SUMMARY:Theirs" in stored(dragged)[f"{uid}.ics"]
