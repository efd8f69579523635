"""Proposals: draft objectives of a goal-setting meeting, from silent drafts to a cycle's goals.

A key result of a proposal has no number of its own: votes name it by its place, `P3.1`. Whoever
takes one out therefore moves the votes behind it along."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, titled, with_fields
from okrboard.domain.edit.cycles import start_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.edit.series import as_before, plan_if_none
from okrboard.domain.enums import Commitment, Taking
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.blind import is_covered
from okrboard.domain.meeting.control import changed, member_who, open_meeting
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, DraftKeyResult, Meeting, Objective, Proposal, Take
from okrboard.errors import Refused

MANY = 5
"""More objectives, or key results of one, are said to be many; never forbidden."""

_REASONS = ("why", "company_gets", "owner_gets")
_KEPT = (*_REASONS, "team", "level", "commitment", "contributes_to", "supports", "stands_alone")
"""What a proposal and the objective that it becomes have alike."""


_SUBJECT = re.compile(r"P([0-9]{1,18})\.([0-9]{1,9})")


class Meter(Record):
    """How much of the goals is the team's own."""

    bottom_up: float | None
    """Share of key results that came from the team; None without key results."""
    untaken: tuple[Proposal, ...]
    """Goals that nobody owns or contributes to."""
    overloaded: tuple[int, ...]
    """Members who took more than their capacity."""


def propose(draft: Draft, meeting: int, title: str, **fields: object) -> Proposal:
    """Draft an objective in a meeting; secret until the proposals are revealed."""
    proposal = Proposal(0, meeting, titled(title, "proposal"), author=draft.stamp.member)
    proposal = with_fields(proposal, **fields)
    draft.what, draft.logged = "draft a proposal", False
    return draft.add(proposal)


def edit_proposal(draft: Draft, id: int, **fields: object) -> Proposal:
    """Change a proposal; before the reveal only its author can."""
    proposal = draft.board.proposals[id]
    if is_covered(draft.board, proposal):
        draft.logged = False
        if proposal.author != draft.stamp.member:
            raise Refused("that draft is still its author's own")
    if proposal.state in ("merged", "adopted"):
        raise Refused(f"P{id} is {proposal.state}; its text stays as it was")
    if "title" in fields:
        fields["title"] = titled(str(fields["title"]), "proposal")
    draft.what = f"edit P{id}"
    return draft.put(with_fields(proposal, **fields))


def add_draft_key_result(draft: Draft, id: int, key_result: DraftKeyResult) -> Proposal:
    """Add a key result to a proposal."""
    title = titled(key_result.title, "key result")
    key_results = (*draft.board.proposals[id].key_results, key_result._replace(title=title))
    return edit_proposal(draft, id, key_results=key_results)


def merge(draft: Draft, first: int, second: int, title: str = "") -> Proposal:
    """Make one proposal out of two; who proposed what stays visible in its parents."""
    if first == second:
        raise Refused("name two proposals to merge")
    both = [draft.board.proposals[id] for id in (first, second)]
    for proposal in both:
        if is_covered(draft.board, proposal):
            raise Refused("the proposals are still covered; reveal them first")
        _check_is_open(proposal)
    one, other = both
    texts: dict[str, Any] = {
        name: _joined(getattr(one, name), getattr(other, name)) for name in _REASONS
    }
    made = draft.add(
        one._replace(
            title=titled(title or one.title, "proposal"),
            key_results=(*one.key_results, *other.key_results),
            parents=(first, second),
            taken=tuple({take.member: take for take in (*one.taken, *other.taken)}.values()),
            state="draft",
            **texts,
        )
    )
    for proposal in both:
        draft.put(proposal._replace(state="merged", merged_into=made.id))
    draft.what = f"merge P{first} and P{second} into P{made.id}"
    return made


def lineage(board: Board, id: int) -> list[Proposal]:
    """Return the drafts that a proposal was made of, in the order in which they were made."""
    drafts: set[int] = set()
    waiting, seen = [id], {id}
    while waiting:
        proposal = board.proposals[waiting.pop()]
        if not proposal.parents:
            drafts.add(proposal.id)
        waiting += [parent for parent in dict.fromkeys(proposal.parents) if parent not in seen]
        seen.update(proposal.parents)
    return [board.proposals[key] for key in sorted(drafts)]


def shortlist(draft: Draft, id: int, *, wanted: bool = True) -> Proposal:
    """Put a proposal on the shortlist, or take it off."""
    proposal = draft.board.proposals[id]
    _check_is_open(proposal)
    draft.what = f"P{id} {'on' if wanted else 'off'} the shortlist"
    return draft.put(proposal._replace(state="shortlisted" if wanted else "declined"))


def take(draft: Draft, id: int, taking: Taking, member: int = 0) -> Proposal:
    """Say of a goal: I own it, I contribute, it is not mine. Nobody says it for another."""
    member = member_who(draft, "take goals", member)
    proposal = draft.board.proposals[id]
    others = tuple(each for each in proposal.taken if each.member != member)
    if taking == "own" and any(each.taking == "own" for each in others):
        raise Refused(f"P{id} has an owner already; contribute to it")
    draft.what = f"P{id}: {taking}"
    return draft.put(with_fields(proposal, taken=(*others, Take(member, taking))))


def adopt(draft: Draft, id: int, cycle: int) -> Objective:
    """Make a proposal an objective of a cycle, with its key results and lineage."""
    proposal = draft.board.proposals[id]
    if proposal.state in ("merged", "adopted", "declined"):
        raise Refused(f"P{id} is {proposal.state}; it cannot become an objective")
    takers = {
        taking: tuple(each.member for each in proposal.taken if each.taking == taking)
        for taking in ("own", "contribute")
    }
    objective = propose_objective(
        draft,
        proposal.title,
        cycle,
        owner=(*takers["own"], 0)[0],
        takers=takers["contribute"],
        proposal=id,
        **{name: getattr(proposal, name) for name in _KEPT},
    )
    for key_result in proposal.key_results:
        _adopt_key_result(draft, objective.id, key_result)
    draft.put(proposal._replace(state="adopted", objective=objective.id))
    made = commit_objective(draft, objective.id)
    draft.what = f"P{id} becomes O{objective.id} {proposal.title}"
    return made


def proposals_seen_by(board: Board, meeting: Meeting, member: int) -> list[Proposal]:
    """Return the proposals of a meeting that a member may read, those that were merged left out."""
    return [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state != "merged"
        and (proposal.author == member or not is_covered(board, proposal))
    ]


def meter(board: Board, meeting: Meeting) -> Meter:
    """Return how much of a meeting's goals is the team's own."""
    goals = _standing(board, meeting)
    levels = [proposal.level for proposal in goals for _ in proposal.key_results]
    owners = [
        take.member
        for proposal in goals
        for take in proposal.taken
        for _ in proposal.key_results
        if take.taking == "own"
    ]
    members = [board.members[id] for id in sorted(set(owners)) if id in board.members]
    return Meter(
        sum(level != "company" for level in levels) / len(levels) if levels else None,
        tuple(p for p in goals if all(each.taking == "not mine" for each in p.taken)),
        tuple(one.id for one in members if owners.count(one.id) > one.capacity),
    )


def _adopt_key_result(draft: Draft, objective: int, key_result: DraftKeyResult) -> None:
    names = ("kind", "unit", "keep", "owner", "steps", "from_action")
    fields = {name: getattr(key_result, name) for name in names}
    if key_result.kind != "milestones":
        if key_result.target is None:
            raise Refused(f"“{key_result.title[:40]}” needs a target before it is a key result")
        fields["target"] = key_result.target
        if key_result.kind == "metric":
            fields["start"] = key_result.start or 0.0
    add_key_result(draft, objective, key_result.title, **fields)


def _joined(one: str, other: str) -> str:
    return f"{one}\n{other}" if one and other and one != other else one or other


def _check_is_open(proposal: Proposal) -> None:
    if proposal.state in ("merged", "adopted"):
        raise Refused(f"P{proposal.id} is {proposal.state} already")


def subject(proposal: int, index: int) -> str:
    """Return what a vote on a proposal's key result names; `index` counts from 0."""
    return f"P{proposal}.{index + 1}"


def shaped(board: Board, text: str) -> tuple[Proposal, DraftKeyResult] | None:
    """Return the proposal and key result that `P3.1` names; None when there is none."""
    named = _SUBJECT.fullmatch(text)
    proposal = board.proposals.get(int(named[1])) if named else None
    if named is None or proposal is None or not 1 <= int(named[2]) <= len(proposal.key_results):
        return None
    return proposal, proposal.key_results[int(named[2]) - 1]


def change_draft_key_result(
    draft: Draft, proposal: int, index: int, key_result: DraftKeyResult
) -> Proposal:
    """Put another key result in the place of one; votes on the old wording are forgotten."""
    new = key_result._replace(title=titled(key_result.title, "key result"))
    before, made = _replace_key_result(draft, proposal, index, new)
    if new._replace(owner=0) != before[index]._replace(owner=0):
        _rename_votes(draft, made, {subject(proposal, index): ""})
    draft.what = f"edit {subject(proposal, index)}"
    return made


def remove_draft_key_result(draft: Draft, proposal: int, index: int) -> Proposal:
    """Take a key result out of a proposal, with the votes on it."""
    before, made = _replace_key_result(draft, proposal, index)
    names = {subject(proposal, index): ""}
    for later in range(index + 1, len(before)):
        names[subject(proposal, later)] = subject(proposal, later - 1)
    _rename_votes(draft, made, names)
    draft.what = f"take {subject(proposal, index)} out"
    return made


def _replace_key_result(
    draft: Draft, proposal: int, index: int, *new: DraftKeyResult
) -> tuple[tuple[DraftKeyResult, ...], Proposal]:
    """Put others, or none, in the place of a key result; return what there was, and the result."""
    before = draft.board.proposals[proposal].key_results
    if not 0 <= index < len(before):
        raise Refused("that key result is not in the proposal any more")
    key_results = (*before[:index], *new, *before[index + 1 :])
    return before, edit_proposal(draft, proposal, key_results=key_results)


def _rename_votes(draft: Draft, proposal: Proposal, names: dict[str, str]) -> None:
    """Give votes and reveals their new names; an empty name forgets them."""
    board = draft.board
    for vote in board.votes_in(proposal.meeting):
        if names.get(vote.about):
            draft.put(vote._replace(about=names[vote.about]))
        elif vote.about in names:
            draft.remove(vote)
    meeting = board.meetings.get(proposal.meeting)
    if meeting is not None and not names.keys().isdisjoint((*meeting.revealed, meeting.focus)):
        revealed = filter(None, (names.get(about, about) for about in meeting.revealed))
        focus = names.get(meeting.focus, meeting.focus)
        draft.put(meeting._replace(revealed=tuple(revealed), focus=focus))


def living(board: Board, meeting: Meeting) -> list[Proposal]:
    """Return the proposals a meeting goes on with: the shortlist, or all that stand without one."""
    standing = _standing(board, meeting)
    chosen = [each for each in standing if each.state in ("shortlisted", "adopted")]
    return chosen or standing


def _standing(board: Board, meeting: Meeting) -> list[Proposal]:
    proposals = board.proposals_in(meeting.id)
    return [each for each in proposals if each.state not in ("merged", "declined")]


def next_cycle(board: Board, cycle: Cycle) -> Cycle | None:
    """Return the earliest open cycle that begins after another's last day; None without one."""
    open_cycles = (other for other in board.cycles.values() if other.state != "closed")
    later = (other for other in open_cycles if other.first > cycle.last)
    return min(later, key=lambda other: (other.first, other.id), default=None)


def goal_cycle(board: Board, meeting: Meeting) -> Cycle:
    """Return the cycle that a meeting's goals are for: as chosen, else the next, else its own."""
    for cycle in board.cycles.values():
        if meeting.focus == f"cycle {cycle.id}" and cycle.state != "closed":
            return cycle
    own = board.cycles[meeting.cycle]
    return own if own.state == "planning" else next_cycle(board, own) or own


def commit_goals(
    draft: Draft, meeting: int, cycle: int, new_uid: Callable[[], str]
) -> list[Objective]:
    """Make the goals on the shortlist objectives of a cycle, and plan its meetings.

    The cycle starts if its first day is today or over; one that is still to come stays planned.
    Raises `Refused` when there is nothing to commit to, or a key result has no target yet.
    """
    held = open_meeting(draft, meeting)
    record = draft.board.cycles[cycle]
    if record.state == "closed":
        raise Refused(f"{record.name} is closed; choose a cycle that is not")
    chosen = [each for each in living(draft.board, held) if each.state != "adopted"]
    if not chosen:
        raise Refused("there is no goal to commit to; put one on the shortlist first")
    made = [adopt(draft, proposal.id, cycle) for proposal in chosen]
    for objective in made:
        _take_tasks_along(draft, objective)
    if record.state == "planning" and record.first <= draft.stamp.today:
        start_cycle(draft, cycle)
    planned = plan_if_none(draft, cycle, new_uid)
    meetings = as_before(draft.board, cycle) if planned else ""
    draft.put(changed(draft, draft.board.meetings[meeting]))
    refs = ", ".join(reference("objectives", objective.id) for objective in made)
    draft.what = f"commit to {refs} for {record.name}"
    if meetings:
        draft.what += f"; its meetings{meetings.removeprefix(',')}"
    return made


def _take_tasks_along(draft: Draft, objective: Objective) -> None:
    """Put the actions that tasks were turned into under the key results they became."""
    for key_result in draft.board.key_results_of(objective.id):
        action = draft.board.actions.get(key_result.from_action)
        if action is not None and not action.key_result:
            draft.put(action._replace(key_result=key_result.id))


def ambition(commitment: Commitment, median: float) -> tuple[bool, str]:
    """Return whether a median confidence (0 to 10) before a cycle is right, and what it says.

    Source: reference/method.md 2.5, rows 52 and 54 (the ambition of a set of drafts), and the
    lines at 3, 7 and 8 of the meeting's own description.
    """
    if commitment == "committed":
        if median < 7.0:
            return False, "a promise below 7: what is missing, or is it no promise?"
        return True, "a promise that we believe in"
    if median > 7.0:
        return False, "nearly certain: what would be worth being proud of?"
    if median < 3.0:
        return False, "out of reach: what would have to be true for it?"
    return True, "ambitious, and not out of reach"
