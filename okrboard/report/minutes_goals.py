"""What the minutes of setting goals have of their own: the goals with who proposed and took them.

Proposals, cards and votes are in them after their reveal and not before.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.proposals import is_revealed, lineage, meter
from okrboard.domain.edit.shaping import subject
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.cards import dots_given
from okrboard.domain.meeting.votes import visible
from okrboard.domain.priority import confidence_of
from okrboard.domain.records import Meeting, Proposal
from okrboard.report.format import share_text
from okrboard.report.minutes_reflect import cards, said_actions
from okrboard.report.minutes_text import escaped, handle_of, inline

NOT_DOING = "not doing"


def agreed_goals(board: Board, meeting: Meeting) -> list[list[str]]:
    """Return the sections of a goal-setting meeting."""
    seen = [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state != "merged" and is_revealed(board, proposal)
    ]
    adopted = [proposal for proposal in seen if proposal.state == "adopted"]
    others = [proposal for proposal in seen if proposal.state != "adopted"]
    return [
        cards(board, meeting, but=(NOT_DOING,)),
        _goals(board, meeting, "Goals", adopted),
        _goals(board, meeting, "Proposals", others),
        _not_doing(board, meeting),
        _meter(board, meeting),
        said_actions(board, meeting),
    ]


def _goals(board: Board, meeting: Meeting, title: str, found: list[Proposal]) -> list[str]:
    lines: list[str] = []
    for proposal in found:
        lines += ["", *_goal(board, meeting, proposal)]
    return [f"## {title}", *lines] if lines else []


def _goal(board: Board, meeting: Meeting, proposal: Proposal) -> list[str]:
    ref = f"P{proposal.id}"
    if proposal.objective:
        objective = board.objectives.get(proposal.objective)
        cycle = f", {escaped(board.cycles[objective.cycle].name)}" if objective else ""
        ref = f"{reference('objectives', proposal.objective)} (P{proposal.id}{cycle})"
    lines = [f"### {ref} {escaped(proposal.title)}", ""]
    authors = dict.fromkeys(
        f"{escaped(handle_of(board, each.author))} (P{each.id})"
        for each in lineage(board, proposal.id)
    )
    lines.append(f"- Proposed by: {', '.join(authors)}")
    coins = dots_given(board, meeting).get(f"P{proposal.id}", 0)
    if coins:
        lines.append(f"- Coins: {coins}")
    for label, text in (
        ("Why", proposal.why),
        ("The company gets", proposal.company_gets),
        ("I get", proposal.owner_gets),
        ("Stands alone", proposal.stands_alone),
    ):
        lines += [f"- {label}: {escaped(line)}" for line in text.splitlines() if line]
    if proposal.contributes_to in board.objectives:
        served = board.objectives[proposal.contributes_to]
        named = f"{reference('objectives', served.id)} {escaped(served.title)}"
        lines.append(f"- Contributes to: {named}")
    for word, label in (("own", "Owner"), ("contribute", "Contribute")):
        names = [
            escaped(handle_of(board, each.member)) for each in proposal.taken if each.taking == word
        ]
        if names:
            lines.append(f"- {label}: {', '.join(names)}")
    return [*lines, *_key_results(board, meeting, proposal)]


def _key_results(board: Board, meeting: Meeting, proposal: Proposal) -> list[str]:
    lines = []
    for index, each in enumerate(proposal.key_results):
        goal = goal_of(each, "→", "≥", "≤")
        words = [escaped(each.title)]
        if goal:
            words.append(inline(goal))
        if each.owner:
            words.append(escaped(handle_of(board, each.owner)))
        votes = visible(board, meeting, subject(proposal.id, index))
        together = confidence_of(vote.value for vote in votes)
        if together is not None:
            given = " ".join(str(vote.value) for vote in votes if vote.value is not None)
            words.append(f"confidence {together.median:g}, spread {together.spread} ({given})")
        if each.from_action:
            words.append(f"out of {reference('actions', each.from_action)}")
        lines.append(f"- Key result: {', '.join(words)}")
    return lines


def _not_doing(board: Board, meeting: Meeting) -> list[str]:
    lines = [
        f"- {escaped(card.text)}"
        for card in board.cards_in(meeting.id)
        if card.round == NOT_DOING and NOT_DOING in meeting.revealed
    ]
    return ["## Not doing", "", *lines] if lines else []


def _meter(board: Board, meeting: Meeting) -> list[str]:
    if "proposals" not in meeting.revealed:
        return []
    found = meter(board, meeting)
    if found.bottom_up is None:
        return []
    lines = [f"- From the team: {share_text(found.bottom_up)} of the key results"]
    if found.untaken:
        lines.append(f"- Nobody took: {', '.join(f'P{each.id}' for each in found.untaken)}")
    if found.overloaded:
        names = ", ".join(escaped(handle_of(board, member)) for member in found.overloaded)
        lines.append(f"- Took more than they can carry: {names}")
    return ["## Whose goals", "", *lines]
