"""What the tests of archiving run as a process: `python archiver.py PATH CYCLES`.

It begins, lives, closes and archives so many cycles, and prints a line after each that counts: its
number and how many check-ins it had. With 0 it archives what is closed, or prints why not.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta

from okrboard.domain.archive import parcels
from okrboard.domain.edit.actions import add_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle, close_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.records import Card, Meeting, Proposal, Vote
from okrboard.errors import OkrboardError
from okrboard.service import Service
from okrboard.storage.file_store import FileStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.changes import Draft

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def begin(draft: Draft) -> tuple[int, int]:
    """Begin a cycle with one key result; return the numbers of both."""
    number = draft.board.next_id("cycles")
    cycle = add_cycle(draft, f"c{number}", date(2026, 9, 1), date(2026, 12, 31), running=True)
    objective = propose_objective(draft, f"goal of {cycle.id}", cycle.id)
    commit_objective(draft, objective.id)
    return cycle.id, add_key_result(draft, objective.id, "x", start=0.0, target=9.0).id


def live(draft: Draft, cycle: int, key_result: int) -> None:
    """Hold a meeting with everything that a meeting has."""
    meeting = draft.add(Meeting(0, "goals", cycle, NOW, state="closed"))
    for value in range(3):
        check_in(draft, key_result, float(value), note=f"of cycle {cycle}", meeting=meeting.id)
    keep_action(draft, add_action(draft, "do", key_result=key_result).id)
    draft.add(Vote(0, meeting.id, f"KR{key_result}", 0, 5))
    draft.add(Card(0, meeting.id, "voices", "a card"))
    draft.add(Proposal(0, meeting.id, "a proposal"))


def through(service: Service) -> None:
    """Go through one cycle, and say so."""
    cycle, key_result = service.change("begin", begin)
    for _ in range(2):
        service.change("live", lambda draft: live(draft, cycle, key_result))
    service.change("close", lambda draft: close_cycle(draft, cycle))
    service.archive(cycle)
    os.write(1, f"[{cycle}, 6]\n".encode())


def main(path: str, cycles: int) -> None:
    """Go through so many cycles, or archive what is closed."""
    store = FileStore(path, timeout=60.0)
    service = Service(store, "ana", lambda: NOW + timedelta(days=1))
    for _ in range(cycles):
        through(service)
    if not cycles:
        ids = [one.id for one in store.snapshot().cycles.values() if one.state == "closed"]
        try:
            store.archive(lambda board: parcels(board, ids))
        except OkrboardError as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
