"""What a check-in costs by keys: `python tests/benchmarks/meeting.py [SECONDS A KEY]`.

A real okrboard in a pseudo-terminal, eight key results, one person who types a key every so many
seconds (0.2 unless told, a steady typist) and never before the program has answered. Twice: all
goes well (value, what drove it, on to the next) and in trouble (besides these what did not work,
the quick fix, an action for next week). Keys that are a person's own words are counted apart.
Nobody talks in it: what is left is what the program asks of a team.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.making import NOW, TODAY
from support.pty_session import PtySession, clean_environment, python
from support.typing_in import keys_of

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.edit.people import add_member
from okrboard.domain.records import Settings
from okrboard.service import Service
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from okrboard.domain.changes import Draft

KEY_RESULTS = 8
PAUSE = 0.2
STEPS_BEFORE = 5
"""At most so many steps of the meeting come before its first key result."""
QUIET = 0.05
"""Seconds of silence after which an answer counts as whole; not counted as the program's."""

WORDS = ("2", "+1 Second reader", "Nobody read the logs", "Ben reads them on Mondays", "Ask Eva")
"""What a person says about each key result."""

WELL = "c{}<enter>d{}<enter><enter><right>"
IN_TROUBLE = "c{}<enter>d{}<enter><enter>f{}<enter>{}<enter>a{}<enter><enter><right>"


def write_team(path: Path) -> FileStore:
    """Return a board with eight key results that were reported a week ago."""
    store = FileStore.create(str(path), Settings(name="Audit team"))
    Service(store, "ana", lambda: NOW).change("", _furnish)
    return store


def _furnish(draft: Draft) -> None:
    add_member(draft, "ana")
    first, last = TODAY - timedelta(days=80), TODAY + timedelta(days=41)
    add_cycle(draft, "2026-T3", first, last, running=True)
    objective = propose_objective(draft, "Audits that people trust", 1, owner=1)
    commit_objective(draft, objective.id)
    for number in range(KEY_RESULTS):
        name = f"Measure {number + 1}"
        added = add_key_result(draft, objective.id, name, start=0, target=10, owner=1)
        check_in(draft, added.id, 1, on=TODAY - timedelta(days=7))


def hold(script: str, pause: float) -> tuple[int, int, float, float]:
    """Return keys, those that are words, seconds, and of these the program's, for a meeting."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "okrboard.json")
        store = write_team(path)
        around = clean_environment(
            HOME=folder, OKRBOARD_NOW=NOW.isoformat(), PYTHONPATH=os.getcwd()
        )
        argv = python("-m", "okrboard", "--board", str(path), "meet", "check-in")
        with PtySession(argv, around, cwd=folder) as session:
            session.wait_for("Who is here?")
            session.settle()
            for _ in range(STEPS_BEFORE):
                if "Measure" in session.screen.rows[1]:
                    break
                session.feed("right")
                session.settle(0.2)
            keys = waited = 0.0
            began = time.perf_counter()
            for _ in range(KEY_RESULTS):
                assert "Measure" in session.screen.rows[1], session.screen.text
                for key, character in keys_of(script.format(*WORDS)):
                    waited += _press(session, character or key, pause)
                    keys += 1
            seconds = time.perf_counter() - began
        check_ins = store.snapshot().check_ins
        assert len(check_ins) == 2 * KEY_RESULTS, "not every value is on the board"
    words = sum(map(len, WORDS[: script.count("{}")])) * KEY_RESULTS
    return int(keys), words, seconds, waited


def _press(session: PtySession, key: str, pause: float) -> float:
    """Press a key when its time has come; return the seconds until its whole answer was there."""
    began = last = time.perf_counter()
    session.feed(key)
    while session.reads(QUIET):
        last = time.perf_counter()
    session.quiet(max(0.0, began + pause - time.perf_counter()))
    return last - began


def main(pause: float) -> None:
    """Print a row a way."""
    print(f"{KEY_RESULTS} key results, a key every {pause:g} s")
    heads = ("keys", "of it words", "keys a KR", "seconds", "s a KR", "program s")
    print(f"{'':14}" + "".join(f"{head:>13}" for head in heads))
    for name, script in (("all goes well", WELL), ("in trouble", IN_TROUBLE)):
        keys, words, seconds, waited = hold(script, pause)
        own = (keys - words) / KEY_RESULTS
        print(
            f"{name:14}{keys:>13}{words:>13}{own:>13.1f}{seconds:>13.1f}"
            f"{seconds / KEY_RESULTS:>13.1f}{waited:>13.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else PAUSE)
