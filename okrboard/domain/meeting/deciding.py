"""Deciding about each goal at the end of a reflection: keep, change, drop, put off, close, carry.

A decision is a remark of the meeting, so that the minutes have it; whoever decides again about the
same goal in the same meeting replaces it. What keeps a goal where it is exists in the middle of a
cycle only: at its end a goal goes on by being carried over, and proposals are decided about too.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import freeze_scores, objective_score, usual_outcome
from okrboard.domain.edit.objectives import carry_objective, close_objective
from okrboard.domain.enums import Outcome
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting.control import changed, open_meeting
from okrboard.domain.records import Cycle, Meeting, Objective, Remark
from okrboard.errors import Refused
from okrboard.text import squeeze

Decision = Literal["keep", "change", "drop", "put off", "close", "carry"]

_WORDS = {
    "keep": "keep",
    "change": "change",
    "drop": "drop",
    "put off": "put off",
    "close": "close",
    "carry": "carry over",
}
"""What each decision is called."""

_ENDING_DAYS = 21
"""Days before a cycle's last one from which a reflection is about its end."""


def is_ending(cycle: Cycle, today: date) -> bool:
    """Say whether a reflection is at the end of a cycle rather than in its middle."""
    return cycle.state == "closed" or (cycle.last - today).days <= _ENDING_DAYS


def decided(meeting: Meeting, objective: int) -> str:
    """Return what a meeting decided about an objective, or an empty word."""
    ref = reference("objectives", objective)
    words = (_read(remark, ref) for remark in reversed(meeting.decisions))
    return next(filter(None, words), "")


def is_about_a_goal(remark: Remark) -> bool:
    """Say whether a decision is one of `decide()`, which changed the goal as well."""
    ref = remark.text.partition(" ")[0]
    return (parse_reference(ref) or ("",))[0] == "objectives" and bool(_read(remark, ref))


def undecided(board: Board, meeting: Meeting, *, ending: bool = False) -> list[Objective]:
    """Return the objectives of a meeting's scope that it has decided nothing about."""
    about = goals(board, meeting, ending=ending)
    return [objective for objective in about if not decided(meeting, objective.id)]


def goals(board: Board, meeting: Meeting, *, ending: bool = False) -> list[Objective]:
    """Return the objectives a reflection decides about: those its cycle works for.

    At a cycle's end (`ending`) its proposals are among them, and once it is closed those that
    closed with it.
    """
    cycle = board.cycles[meeting.cycle]

    def belongs(objective: Objective) -> bool:
        if objective.stage == "closed":
            return cycle.state == "closed" and objective.closed_on == cycle.closed_on
        return objective.stage == "committed" or ending

    return [
        objective
        for objective in board.objectives_in(meeting.cycle)
        if meeting.team in (0, objective.team)
        and (belongs(objective) or decided(meeting, objective.id))
    ]


def decide(
    draft: Draft, meeting: int, objective: int, word: Decision, *, into: int = 0
) -> Objective:
    """Decide about an objective, with what follows from it on the board.

    Dropping, putting off and closing end it with its score frozen; carrying makes it anew in the
    cycle `into`, with its lineage. Keeping and changing leave it as it is. Raises `Refused` for
    a goal that ended already, and for what this time of the cycle does not have.
    """
    held = open_meeting(draft, meeting)
    record = draft.board.objectives[objective]
    ref = reference("objectives", objective)
    if record.stage == "closed":
        raise Refused(f"{ref} is closed: {record.outcome}; undo brings it back")
    cycle = draft.board.cycles[record.cycle]
    if word in ("keep", "change") and is_ending(cycle, draft.stamp.today):
        raise Refused(f"{cycle.name} ends: carry {ref} over, close it or drop it")
    if word == "close" and record.stage == "proposed":
        raise Refused(f"{ref} is a proposal and has no score: carry it over or drop it")
    made = record if word in ("keep", "change") else _end(draft, record, word, into)
    note = f"{ref} {squeeze(record.title, 200)}: {_WORDS[word]}"
    others = (remark for remark in held.decisions if not _read(remark, ref))
    remarks = (*others, Remark(note, draft.stamp.member))
    draft.put(changed(draft, draft.board.meetings[meeting], decisions=remarks))
    draft.what = f"{ref}: {_WORDS[word]}"
    return made


def _end(draft: Draft, record: Objective, word: Decision, into: int) -> Objective:
    score = None
    if record.stage != "proposed":
        freeze_scores(draft, record, draft.board.cycles[record.cycle])
        score = objective_score(draft.board, record, draft.stamp.today)
    if word == "carry":
        if not into:
            raise Refused("there is no later cycle to carry it into; make one first")
        draft.put(draft.board.objectives[record.id]._replace(score=score))
        return carry_objective(draft, record.id, into)
    outcome: Outcome = "dropped" if word == "drop" else "put off"
    if word == "close":
        outcome = usual_outcome(score, record.commitment)
    return close_objective(draft, record.id, outcome, score=score)


def _read(remark: Remark, ref: str) -> str:
    """Return the decision that a remark is about an objective; an empty word for any other."""
    word = remark.text.rpartition(": ")[2]
    return word if remark.text.startswith(f"{ref} ") and word in _WORDS.values() else ""
