"""Whether a board that came in as a whole keeps the rules that edits would have kept."""

from __future__ import annotations

from okrboard.domain.edit.fields import MAX_TITLE
from okrboard.domain.edit.key_results import MAX_STEPS
from okrboard.domain.edit.people import check_handle, edit_settings
from okrboard.domain.formulas import LARGEST
from okrboard.domain.references import check_references, named
from okrboard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import KeyResult, Patch

_CHAINS = (
    ("objectives", "contributes_to"),
    ("objectives", "carried_from"),
    ("key_results", "carried_from"),
    ("series", "follows"),
    ("proposals", "merged_into"),
    ("cards", "group"),
)
"""Fields that lead to a record of the same table, and must come to an end."""


def validate(draft: Draft, patches: Iterable[Patch]) -> None:
    """Raise `Refused` for the first rule that the drafted board breaks.

    `patches` name the records whose references are looked at.
    """
    board = draft.board
    if board.table("settings"):
        if list(board.table("settings")) != [1]:
            raise Refused("settings: a board has one record of them, number 1")
        mark = draft.mark()
        edit_settings(draft, name=board.settings.name)
        draft.back_to(mark)
    for problem in _problems(board):
        raise Refused(f"{problem}; nothing was imported")
    check_references(board, patches)


def _problems(board: Board) -> Iterator[str]:
    yield from _twice("member", [member.handle for member in board.members.values()])
    yield from _twice("team", [team.name for team in board.teams.values()])
    yield from _twice("cycle", [cycle.name for cycle in board.cycles.values()])
    for member in board.members.values():
        if check_handle(member.handle) != member.handle:
            yield f"the handle {member.handle} is written with a sign too many"
    for cycle in board.cycles.values():
        if cycle.last <= cycle.first:
            yield f"cycle {cycle.name} ends before it begins"
    for table in ("objectives", "key_results", "actions"):
        for id, record in board.table(table).items():
            if not 0 < len(record.title) <= MAX_TITLE:
                yield f"{named(table, id)} has no title, or one that is too long"
    for id, key_result in board.key_results.items():
        if problem := _of_key_result(key_result):
            yield f"{named('key_results', id)} {problem}"
    for id, check_in in board.check_ins.items():
        if abs(check_in.value) > LARGEST or not 0 <= (check_in.confidence or 0) <= 10:
            yield f"check-in {id} has a value or a confidence that none can have"
    for table, field in _CHAINS:
        yield from _circles(board, table, field)


def _twice(noun: str, names: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if not name or name.casefold() in seen:
            yield f"there are two {noun}s {name}" if name else f"a {noun} has no name"
        seen.add(name.casefold())


def _of_key_result(key_result: KeyResult) -> str:
    if not 0 <= key_result.weight <= 1000:
        return "has a weight outside 0 to 1000"
    if key_result.kind == "metric" and key_result.start == key_result.target:
        return "starts at its target"
    if key_result.kind != "milestones":
        return ""
    weights = [step.weight for step in key_result.steps]
    if not 0 < len(weights) <= MAX_STEPS or not all(0 < weight <= 1000 for weight in weights):
        return f"has to have 1 to {MAX_STEPS} steps with weights above 0"
    return "" if abs(key_result.target - sum(weights)) < 1e-6 else "has other steps than its target"


def _circles(board: Board, table: str, field: str) -> Iterator[str]:
    ended: set[int] = set()
    for start in board.table(table):
        walked: list[int] = []
        id = start
        while id and id not in ended:
            if id in walked:
                yield f"{named(table, id)} leads back to itself by its {field}"
                return
            walked.append(id)
            record = board.table(table).get(id)
            id = getattr(record, field) if record is not None else 0
        ended.update(walked)
