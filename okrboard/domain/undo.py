"""Undo and redo, computed from the log.

Walking the log back (`rewind`) tells how a change left things, and whether they still are like
that. What was seen cannot be unseen, and what nobody meant to do is nobody's to take back: such
changes are in the log, and are no steps of undo (`_is_step`). Of a field that several people fill
each takes back their own elements only.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.describe import describe_record, quoted
from okrboard.domain.lookup import LETTERS, check_live, check_references, named, referring
from okrboard.domain.record import Record
from okrboard.domain.records import OUTSIDE, Change, Patch
from okrboard.domain.rewind import fields_of, newest_first, raw_of, record_of, stepped_back
from okrboard.domain.schema import plain
from okrboard.domain.types import Json
from okrboard.errors import Refused, UndoBlocked, UndoOutside
from okrboard.text import shorten

_UNTOLD = "touched"
"""The field that every change of a meeting sets, and that says nothing about what it did."""

Elements = tuple[Any, ...]

_IN_PARTS = frozenset(
    # Of meetings, of check-ins, of proposals; no other record has fields of these names.
    ("attendance", "wins", "decisions", "revealed", "passed", "asked", "drivers", "taken")
)
"""Fields whose elements are said by different people, each for itself."""

_SHORT = 24
"""Characters of a line of the log in a refusal, which has to name two of them in one line."""


class _Later(Record):
    """What a later change did to a record, as fields and values."""

    change: Change
    before: Json | None
    after: Json | None


def _is_step(change: Change) -> bool:
    """Say whether undo takes a change back.

    Not the start of a meeting and not what was revealed in it: people have seen that. Nor a meeting
    that was forgotten and closed by itself.
    """
    if change.what.startswith("close forgotten "):
        return False
    meetings = [patch.before for patch in change.patches if patch.table == "meetings"]
    starts = change.what.startswith("start ") and None in meetings
    reveals = change.what.startswith("reveal ") and any(
        "revealed" in (one or {}) for one in meetings
    )
    return not starts and not reveals


def undo_draft(draft: Draft, *, meeting: int = 0, passing: Container[int] = ()) -> str:
    """Take back the person's newest change that still stands; return its line of the log.

    With a `meeting` only what was done since that began; `passing` are numbers of changes to be
    passed by where they cannot be taken back. Raises `UndoBlocked` when it would take something
    from somebody else, `UndoOutside` when the newest change is older than the meeting, and
    `Refused` when there is none.
    """
    began = _begun(draft.board, meeting)
    taken_back: set[int] = set()
    for change in _own(draft):
        if change.id in taken_back:
            continue
        if change.undoes:
            taken_back.add(change.undoes)
            continue
        if not _is_step(change):
            continue
        if change.id <= began:
            what = change.what
            raise UndoOutside(f"{quoted(what)} is from before this meeting", what)
        mark = draft.mark()
        try:
            _reverse(draft, change, "undo")
        except UndoBlocked:
            if change.id not in passing:
                raise
            draft.back_to(mark)
        else:
            return change.what
    raise Refused(f"nothing to undo: no change of {draft.stamp.who} stands {_since(draft.board)}")


def redo_draft(draft: Draft, *, meeting: int = 0) -> str:
    """Make the person's newest undone change again; return its line of the log.

    Whoever changed something after an undo has nothing to redo. Raises `Refused` as undo does.
    """
    began = _begun(draft.board, meeting)
    made_again: set[int] = set()
    for change in _own(draft):
        if not change.undoes:
            if _is_step(change):
                break
            continue
        if change.id <= began:
            break
        undone = draft.board.changes.get(change.undoes)
        if undone is not None and undone.undoes:
            made_again.add(undone.id)
        elif change.id not in made_again:
            _reverse(draft, change, "redo")
            return change.what.removeprefix("undo: ")
    raise Refused("nothing to redo: nothing was undone since your last change")


def _begun(board: Board, meeting: int) -> int:
    """Return the number of the newest change that is from before a meeting, 0 for no meeting."""
    record = board.meetings.get(meeting)
    if record is None:
        return 0
    made = ("meetings", meeting, None)
    for change in newest_first(board):
        starts = any((patch.table, patch.id, patch.before) == made for patch in change.patches)
        if starts or change.at < record.started:
            return change.id
    return 0


def _since(board: Board) -> str:
    """Return how far back undo reaches, in words."""
    archived = [cycle for cycle in board.cycles.values() if cycle.id in board.archived]
    if not archived:
        return "on this board"
    newest = max(archived, key=lambda cycle: (cycle.closed_on or cycle.last, cycle.id))
    return f"since {newest.name} was closed; what is older is in its archive and stays as it is"


def _own(draft: Draft) -> Iterator[Change]:
    """Yield the person's changes, the newest first.

    Raises `Refused` where the file was changed beside okrboard, or went back to an older one: what
    is there now is not what those changes left, and no log says how it came to be.
    """
    # What is in an archive cannot be taken back, hence is not looked for either.
    log = draft.board.changes.live
    who = draft.stamp.who.casefold()
    for id in reversed(log):
        change = log[id]
        if change.who == OUTSIDE:
            why = shorten(change.what)
            raise Refused(f"undo stops here, because {why}; what was done before that stays")
        if change.who.casefold() == who:
            yield change


def _reverse(draft: Draft, change: Change, word: str) -> None:
    what = change.what.removeprefix("undo: ")
    try:
        _put_all_back(draft, change)
    except Refused as refusal:
        why = refusal.why if isinstance(refusal, UndoBlocked) else str(refusal)
        line = f"no {word} of {quoted(what, _SHORT)}: {refusal}"
        raise UndoBlocked(line, why, what, change.id) from None
    draft.what = f"{word}: {what}"
    draft.undoes = change.id


def _put_all_back(draft: Draft, change: Change) -> None:
    rows = [_restored(draft.board, change, patch) for patch in change.patches]
    for patch, before in reversed(list(zip(change.patches, rows, strict=True))):
        record = draft.board.table(patch.table).get(patch.id)
        if before is not None:
            fields = before if record is None else {**fields_of(record), **before}
            draft.put(record_of(patch.table, patch.id, fields))
        elif record is not None:
            draft.remove(record)
    for patch in change.patches:
        _check_not_needed(draft.board, patch)
    patches = draft.finish().patches
    check_live(draft.board, patches)
    check_references(draft.board, patches)


def _restored(board: Board, change: Change, patch: Patch) -> Json | None:
    """Return what a change found, to be put back; None for a record that was not there.

    Of a field that several people fill only what this change did to it is taken back. Raises
    `Refused` when something is no longer as the change left it. What later changes found, taken
    back one by one, tells how that was; what somebody changed and undid again does not count.
    """
    now = raw_of(board, patch)
    then, since = now, []
    for later in newest_first(board):
        if later.id <= change.id:
            break
        for other in later.patches:
            same = (other.table, other.id) == (patch.table, patch.id)
            if same and (then is None or _overlap(patch, other)):
                after, then = then, stepped_back(then, other)
                since.append(_Later(later, then, after))
    if patch.before is None or now is None or then is None:
        if _seen(patch, now) != _seen(patch, then):
            raise _changed(board, change, patch, since, "")
        return patch.before
    restored: Json = {}
    was, is_, left = (
        record_of(patch.table, patch.id, {**now, **row}) for row in (patch.before, now, then)
    )
    for name, value in patch.before.items():
        if name == _UNTOLD:
            continue
        restored[name] = value
        if name in _IN_PARTS:
            part = put_back(getattr(is_, name), getattr(left, name), getattr(was, name))
            if part is None:
                raise _changed(board, change, patch, since, name)
            restored[name] = plain(part)
        elif getattr(is_, name, None) != getattr(left, name, None):
            raise _changed(board, change, patch, since, name)
    return restored


def _changed(
    board: Board, change: Change, patch: Patch, since: list[_Later], name: str
) -> UndoBlocked:
    """Return a refusal that says who changed a record since; of one field where that is named."""
    thing = describe_record(board, patch.table, patch.id)
    by = next((each.change for each in since if _touches(each, name)), None)
    who = "another change" if by is None else "you" if by.who == change.who else by.who
    did = f" ({shorten(by.what, _SHORT)})" if by is not None else ""
    line = f"{thing} was changed since by {who}{did}"
    return UndoBlocked(line, f"{who} changed {thing} since")


def _touches(later: _Later, name: str) -> bool:
    """Say whether a later change did something to a field; of one in parts took something away."""
    if not name or later.before is None or later.after is None:
        return True
    before, after = later.before.get(name), later.after.get(name)
    if name in _IN_PARTS:
        return bool(without(_listed(before), _listed(after)))
    return before != after


def _listed(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _overlap(patch: Patch, other: Patch) -> bool:
    if patch.before is None or other.before is None:
        return True
    return not patch.before.keys().isdisjoint(other.before)


def _seen(patch: Patch, row: Json | None) -> object:
    """Return what of a whole record matters for taking it away or putting it back."""
    if row is None:
        return None
    return {**record_of(patch.table, patch.id, row)._asdict(), _UNTOLD: None}


def _check_not_needed(board: Board, patch: Patch) -> None:
    if patch.id in board.table(patch.table):
        return
    for source, _, id in referring(board, patch.table, patch.id):
        to = f" to {named(patch.table, patch.id)}" if patch.table in LETTERS.values() else " to it"
        raise Refused(
            f"{describe_record(board, source, id)} was added{to} since; undo or remove that first"
        )


def without(whole: Elements, taken: Elements) -> list[Any]:
    """Return the elements of `whole` that `taken` does not have; one for one where some repeat."""
    left = list(whole)
    for one in taken:
        if one in left:
            left.remove(one)
    return left


def put_back(now: Elements, then: Elements, before: Elements) -> Elements | None:
    """Return `now` with what led from `before` to `then` taken back; None when that is not there.

    What others added or took away since stays as they left it.
    """
    if now == then:
        return before
    gone, returning = without(then, before), without(before, then)
    elements = list(now)
    if without(tuple(gone), now):
        return None
    if len(gone) == len(returning):
        for old, new in zip(gone, returning, strict=True):
            elements[elements.index(old)] = new
        return tuple(elements)
    for old in gone:
        elements.remove(old)
    for new in returning:
        elements.insert(min(before.index(new), len(elements)), new)
    return tuple(elements)
