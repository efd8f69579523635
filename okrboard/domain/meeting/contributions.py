"""What people say in a meeting, kept as data: values, drivers, fixes, actions, wins, decisions.

Several people say things at the same time, each from their own terminal; every function here adds
to what the freshest board has and replaces nothing of others.
"""

from __future__ import annotations

from math import floor
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import add_driver, check_in, edit_check_in
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting.agendas import meeting_before
from okrboard.domain.meeting.blind import uncover, visible
from okrboard.domain.meeting.control import changed, open_meeting
from okrboard.domain.records import (
    Action,
    Agreement,
    Attendance,
    CheckIn,
    Driver,
    Meeting,
    Remark,
    Vote,
)
from okrboard.errors import Conflict, Refused
from okrboard.text import clean_lines, squeeze


def say_value(
    draft: Draft, meeting: int, key_result: int, value: float, confidence: int | None = None
) -> CheckIn:
    """Check a key result in during a meeting, keeping what was said about it already."""
    latest = draft.board.latest(key_result)
    kept: dict[str, Any] = {}
    if latest is not None and latest.meeting == meeting:
        names = ("confidence", "drivers", "blocker", "fix", "note")
        kept = {name: getattr(latest, name) for name in names}
    if confidence is not None:
        kept["confidence"] = confidence
    _touch(draft, meeting)
    return check_in(draft, key_result, value, meeting=meeting, **kept)


def say_driver(draft: Draft, meeting: int, key_result: int, driver: Driver) -> CheckIn:
    """Name a cause of the last change."""
    _touch(draft, meeting)
    return add_driver(draft, _check_in_in_hand(draft, meeting, key_result).id, driver)


def say_fix(
    draft: Draft, meeting: int, key_result: int, blocker: str = "", fix: str = ""
) -> CheckIn:
    """Say what did not work, and its quick fix; a second one goes on a line of its own."""
    _touch(draft, meeting)
    in_hand = _check_in_in_hand(draft, meeting, key_result)
    made = edit_check_in(
        draft,
        in_hand.id,
        blocker=_on_a_new_line(in_hand.blocker, blocker),
        fix=_on_a_new_line(in_hand.fix, fix),
    )
    draft.what = f"quick fix of {reference('key_results', key_result)}"
    return made


def reveal_votes(draft: Draft, meeting: int, about: str) -> list[Vote]:
    """Show the votes on a thing to all; return them, lowest first.

    The median of those on a key result becomes the confidence of its check-in in this meeting.
    """
    before = open_meeting(draft, meeting)
    if about in before.revealed:
        return visible(draft.board, before, about)
    held = uncover(draft, meeting, about)
    votes = visible(draft.board, held, about)
    together = confidence_of(vote.value for vote in votes)
    named = parse_reference(about)
    if together is not None and named is not None and named[0] == "key_results":
        in_hand = _check_in_in_hand(draft, meeting, named[1])
        edit_check_in(draft, in_hand.id, confidence=floor(together.median + 0.5))
    result = f": median {together.median:g}, spread {together.spread}" if together else ""
    draft.what = f"reveal votes on {about}{result}"
    return votes


def say_action(draft: Draft, meeting: int, title: str, **fields: object) -> Action:
    """Plan an action for next week."""
    _touch(draft, meeting)
    return add_action(draft, title, meeting=meeting, **fields)


def say_win(draft: Draft, meeting: int, text: str, author: int = 0) -> Meeting:
    """Tell a win in one line."""
    held = open_meeting(draft, meeting)
    wins = (*held.wins, _remark(draft, "win", text, author))
    return draft.put(changed(draft, held, wins=wins))


def say_decision(draft: Draft, meeting: int, text: str, author: int = 0) -> Meeting:
    """Note a decision in one line."""
    held = open_meeting(draft, meeting)
    decisions = (*held.decisions, _remark(draft, "decision", text, author))
    return draft.put(changed(draft, held, decisions=decisions))


def correct_decision(draft: Draft, meeting: int, before: Remark, text: str) -> Meeting:
    """Say a decision in other words, one's own or somebody else's; an empty text removes it.

    `before` is the decision as it was read. Raises `Conflict` when somebody changed it meanwhile.
    """
    held = open_meeting(draft, meeting)
    if before not in held.decisions:
        raise Conflict("that decision was changed or removed meanwhile; your text is still here")
    author = draft.board.members.get(before.author)
    whose = f"{author.handle}'s " if author and author.id != draft.stamp.member else ""
    line = squeeze(text)
    done = f"corrected: {squeeze(line, 60)}" if line else f"removed: {squeeze(before.text, 60)}"
    draft.what = f"{whose}decision {done}"
    at = held.decisions.index(before)
    new = (before._replace(text=line),) if line else ()
    decisions = (*held.decisions[:at], *new, *held.decisions[at + 1 :])
    return draft.put(changed(draft, held, decisions=decisions))


def agree(draft: Draft, text: str, meeting: int = 0) -> Agreement:
    """Make a working agreement that the next meetings open with."""
    remark, today = _remark(draft, "agreement", text), draft.stamp.today
    return draft.add(Agreement(0, remark.text, meeting, remark.author, created=today))


def agreed_on(board: Board) -> list[Agreement]:
    """Return the working agreements that hold, oldest first."""
    return [each for each in board.agreements.values() if each.ended is None]


def end_agreement(draft: Draft, id: int) -> Agreement:
    """Let a working agreement end."""
    draft.what = "an agreement ends"
    return draft.put(draft.board.agreements[id]._replace(ended=draft.stamp.today))


def attend(draft: Draft, meeting: int, member: int = 0, word: str = "") -> Meeting:
    """Note that a member is here, and the one word they arrive with."""
    held = open_meeting(draft, meeting)
    member = member or draft.stamp.member
    if member not in draft.board.members:
        raise Refused("only members take part; join first: okrboard member add HANDLE")
    draft.what, draft.logged = "attendance", False
    word = squeeze(word, 40)
    before = next((entry for entry in held.attendance if entry.member == member), None)
    if before and word in ("", before.word):
        return held
    entry = before or Attendance(member, draft.stamp.at)
    attendance = (*_without(held, member), entry._replace(word=word))
    return draft.put(changed(draft, held, attendance=attendance))


def absent(draft: Draft, meeting: int, member: int) -> Meeting:
    """Take a member off the attendance who is not here after all."""
    held = open_meeting(draft, meeting)
    draft.what, draft.logged = "attendance", False
    return draft.put(changed(draft, held, attendance=_without(held, member)))


def _without(meeting: Meeting, member: int) -> tuple[Attendance, ...]:
    return tuple(entry for entry in meeting.attendance if entry.member != member)


def _check_in_in_hand(draft: Draft, meeting: int, key_result: int) -> CheckIn:
    """Return the check-in that a meeting talks about, made if there is none.

    That is the newest one of this meeting; else the newest since the meeting before, which then
    belongs to this one; else a new one with the value unchanged.
    """
    board = draft.board
    held = board.meetings[meeting]
    latest = board.latest(key_result)
    if latest is not None:
        if latest.meeting == meeting:
            return latest
        before = meeting_before(board, held.kind, held.team, meeting)
        is_newer = before is None or latest.at > before.started
        days = (draft.stamp.today - latest.on).days
        if not latest.meeting and is_newer and days < board.settings.cadence_days:
            return draft.put(latest._replace(meeting=meeting))
    record = board.key_results[key_result]
    value = latest.value if latest else record.start
    return check_in(draft, key_result, value, meeting=meeting)


def _on_a_new_line(before: str, text: str) -> str:
    text = clean_lines(text).strip()
    return f"{before}\n{text}" if before and text else before or text


def _remark(draft: Draft, kind: str, text: str, author: int = 0) -> Remark:
    line = squeeze(text)
    if not line:
        raise Refused("write a line first")
    draft.what = f"{kind}: {squeeze(line, 60)}"
    return Remark(line, author or draft.stamp.member)


def _touch(draft: Draft, meeting: int) -> None:
    draft.put(changed(draft, open_meeting(draft, meeting)))
