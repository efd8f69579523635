"""Proposals: draft objectives of a goal-setting meeting, from silent drafts to adopted goals."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, titled, with_fields
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.enums import Taking
from okrboard.domain.record import Record
from okrboard.domain.records import DraftKeyResult, Meeting, Objective, Proposal, Take
from okrboard.errors import Refused

ROUND = "proposals"
"""The name under which a meeting reveals its proposals."""

MANY = 5
"""More objectives, or key results of one, are said to be many; never forbidden."""


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
    if not is_revealed(draft.board, proposal):
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
        if not is_revealed(draft.board, proposal):
            raise Refused("the proposals are still covered; reveal them first")
        if proposal.state in ("merged", "adopted"):
            raise Refused(f"P{proposal.id} is {proposal.state} already")
    one, other = both
    made = draft.add(
        one._replace(
            title=titled(title or one.title, "proposal"),
            why=_joined(one.why, other.why),
            company_gets=_joined(one.company_gets, other.company_gets),
            owner_gets=_joined(one.owner_gets, other.owner_gets),
            key_results=(*one.key_results, *other.key_results),
            parents=(first, second),
            taken=tuple({take.member: take for take in (*one.taken, *other.taken)}.values()),
            state="draft",
        )
    )
    for proposal in both:
        draft.put(proposal._replace(state="merged", merged_into=made.id))
    draft.what = f"merge P{first} and P{second} into P{made.id}"
    return made


def lineage(board: Board, id: int) -> list[Proposal]:
    """Return the drafts that a proposal was made of, in the order in which they were made."""
    found: set[int] = set()
    waiting, seen = [id], {id}
    while waiting:
        parents = board.proposals[waiting[-1]].parents
        if not parents:
            found.add(waiting[-1])
        waiting.pop()
        waiting += [parent for parent in dict.fromkeys(parents) if parent not in seen]
        seen.update(parents)
    return [board.proposals[key] for key in sorted(found)]


def shortlist(draft: Draft, id: int, *, wanted: bool = True) -> Proposal:
    """Put a proposal on the shortlist, or take it off."""
    proposal = draft.board.proposals[id]
    if proposal.state in ("merged", "adopted"):
        raise Refused(f"P{id} is {proposal.state} already")
    draft.what = f"P{id} {'on' if wanted else 'off'} the shortlist"
    return draft.put(proposal._replace(state="shortlisted" if wanted else "declined"))


def take(draft: Draft, id: int, taking: Taking, member: int = 0) -> Proposal:
    """Say of a goal: I own it, I contribute, it is not mine. Nobody says it for another."""
    member = member or draft.stamp.member
    if not member:
        raise Refused("only members take goals; join first: okrboard member add HANDLE")
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
    owner = next((each.member for each in proposal.taken if each.taking == "own"), 0)
    helpers = tuple(each.member for each in proposal.taken if each.taking == "contribute")
    objective = propose_objective(
        draft,
        proposal.title,
        cycle,
        owner=owner,
        team=proposal.team,
        level=proposal.level,
        commitment=proposal.commitment,
        why=proposal.why,
        company_gets=proposal.company_gets,
        owner_gets=proposal.owner_gets,
        contributes_to=proposal.contributes_to,
        supports=proposal.supports,
        stands_alone=proposal.stands_alone,
        takers=helpers,
        proposal=id,
    )
    for key_result in proposal.key_results:
        _adopt_key_result(draft, objective.id, key_result)
    draft.put(proposal._replace(state="adopted", objective=objective.id))
    made = commit_objective(draft, objective.id)
    draft.what = f"P{id} becomes O{objective.id} {proposal.title}"
    return made


def is_revealed(board: Board, proposal: Proposal) -> bool:
    """Say whether everybody may read a proposal."""
    meeting = board.meetings.get(proposal.meeting)
    return meeting is None or ROUND in meeting.revealed or bool(proposal.parents)


def proposals_seen_by(board: Board, meeting: Meeting, member: int) -> list[Proposal]:
    """Return the proposals of a meeting that a member may read, those that were merged left out."""
    return [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state != "merged"
        and (is_revealed(board, proposal) or proposal.author == member)
    ]


def meter(board: Board, meeting: Meeting) -> Meter:
    """Return how much of a meeting's goals is the team's own."""
    living = [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state not in ("merged", "declined")
    ]
    drafts = [key_result for proposal in living for key_result in proposal.key_results]
    own = sum(len(proposal.key_results) for proposal in living if proposal.level != "company")
    taken: dict[int, int] = {}
    for proposal in living:
        for each in proposal.taken:
            if each.taking == "own":
                taken[each.member] = taken.get(each.member, 0) + len(proposal.key_results)
    return Meter(
        own / len(drafts) if drafts else None,
        tuple(p for p in living if all(each.taking == "not mine" for each in p.taken)),
        tuple(
            member
            for member, count in sorted(taken.items())
            if member in board.members and count > board.members[member].capacity
        ),
    )


def _adopt_key_result(draft: Draft, objective: int, key_result: DraftKeyResult) -> None:
    fields: dict[str, object] = {
        "kind": key_result.kind,
        "unit": key_result.unit,
        "keep": key_result.keep,
        "owner": key_result.owner,
        "steps": key_result.steps,
        "from_action": key_result.from_action,
    }
    if key_result.kind != "milestones":
        if key_result.target is None:
            raise Refused(f"“{key_result.title[:40]}” needs a target before it is a key result")
        fields["target"] = key_result.target
        if key_result.kind == "metric":
            fields["start"] = key_result.start or 0.0
    add_key_result(draft, objective, key_result.title, **fields)


def _joined(one: str, other: str) -> str:
    return f"{one}\n{other}" if one and other and one != other else one or other
