"""The minutes of a meeting as Markdown: the same board and meeting give the same text.

What people wrote is escaped, so that a title can neither draw a heading nor a link of its own.
Votes, cards, proposals and scores are in them after their reveal and not before; what people noted
for themselves is nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo

from okrboard.domain.board import Board
from okrboard.domain.describe import describe_move, describe_value
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.edit.cycles import objective_score, score_of
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.formulas import confidence_of, kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.blind import PROPOSALS, SCORES, dots_given, is_covered, visible
from okrboard.domain.meeting.cards import GREW_IN, NOT_DOING, CardGroup, cards_seen_by, groups
from okrboard.domain.meeting.looking_back import look_back, worked_for
from okrboard.domain.meeting.proposals import lineage, meter, subject
from okrboard.domain.meeting.topics import actions_to_review, check_in_before, key_results_in
from okrboard.domain.records import (
    Action,
    Agreement,
    CheckIn,
    Cycle,
    KeyResult,
    Meeting,
    Objective,
    Proposal,
    Remark,
    Vote,
)
from okrboard.domain.rewind import board_at, newest_first
from okrboard.report.format import change_text, escaped, inline, share_text, typeset, value_text
from okrboard.report.jsonable import action_json


def file_name(meeting: Meeting, zone: tzinfo) -> str:
    """Return what a file of a meeting's minutes is called: `minutes-M7-2026-11-20.md`."""
    day = meeting.started.astimezone(zone).date()
    return f"minutes-{reference('meetings', meeting.id)}-{day}.md"


def minutes_of(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; those of a closed one as they were when it closed."""
    if meeting.minutes_text:
        return meeting.minutes_text
    agreements = [one for one in board.agreements.values() if one.meeting == meeting.id]
    sections = [
        _head(board, meeting, zone),
        _remarks(board, "Wins", meeting.wins),
        *_SECTIONS[meeting.kind](board, meeting),
        _remarks(board, "Decisions", meeting.decisions),
        _remarks(board, "Working agreements", agreements),
        [f"Next meeting: {_day_of(meeting.next_on)}"] if meeting.next_on else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


_TITLES = {
    "check-in": "Friday check-in",
    "reflect": "Rest and reflect",
    "goals": "Setting goals together",
}


def _head(board: Board, meeting: Meeting, zone: tzinfo) -> list[str]:
    """Return the title, and when, where and who."""
    began = meeting.started.astimezone(zone)
    cycle = board.cycles[meeting.cycle]
    title = _TITLES[meeting.kind]
    if meeting.kind == "check-in" and began.weekday() != 4:
        title = "Check-in"
    team = board.teams.get(meeting.team)
    lines = [
        f"# {title} {reference('meetings', meeting.id)} · {_day_of(began.date())}",
        "",
        f"- Board: {escaped(board.settings.name)}, cycle {escaped(cycle.name)}"
        + (f", team {escaped(team.name)}" if team else ""),
        f"- Time: {_span(began, meeting.ended.astimezone(zone) if meeting.ended else None)}",
        f"- Led by: {escaped(_handle_of(board, meeting.facilitator))}",
    ]
    if meeting.attendance:
        here = (
            escaped(_handle_of(board, entry.member))
            + (f" (“{escaped(entry.word)}”)" if entry.word else "")
            for entry in sorted(
                meeting.attendance, key=lambda entry: _handle_of(board, entry.member)
            )
        )
        lines.append(f"- Here: {', '.join(here)}")
    return lines


def _section(title: str, lines: list[str]) -> list[str]:
    """Return lines under a head; nothing without lines."""
    return [f"## {title}", "", *lines] if lines else []


def _remarks(board: Board, title: str, remarks: Iterable[Remark | Agreement]) -> list[str]:
    lines = [f"- {escaped(remark.text)}{_by(board, remark.author)}" for remark in remarks]
    return _section(title, lines)


def _name_of(key_result: KeyResult) -> str:
    """Return a key result's reference and title, not escaped yet."""
    return f"{reference('key_results', key_result.id)} {key_result.title}"


def _by(board: Board, member: int, before: str = " — ") -> str:
    """Return who it was, behind a dash; nothing for nobody."""
    return f"{before}{escaped(_handle_of(board, member))}" if member in board.members else ""


def _handle_of(board: Board, member: int) -> str:
    """Return a member's handle, not escaped yet."""
    found = board.members.get(member)
    return found.handle if found else "nobody yet"


def _day_of(day: date) -> str:
    """Return a day with its weekday: `Fri 2026-11-27`."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return f"{weekday} {day.isoformat()}"


def _span(began: datetime, ended: datetime | None) -> str:
    if ended is None:
        return f"{began:%H:%M}"
    minutes = round((ended - began).total_seconds() / 60)
    return f"{began:%H:%M}–{ended:%H:%M} ({minutes} min)"


def _checked_in(board: Board, meeting: Meeting) -> list[list[str]]:
    return [_key_results(board, meeting), _reviewed(board, meeting), _plan(board, meeting)]


def _key_results(board: Board, meeting: Meeting) -> list[str]:
    """Return what was said of each key result, what the week reported, and what stayed as it is."""
    said: list[str] = []
    before: list[str] = []
    quiet: list[str] = []
    for key_result in key_results_in(board, meeting.cycle, meeting.team):
        mine = [c for c in board.check_ins_of(key_result.id) if c.meeting == meeting.id]
        lines = _key_result(board, meeting, key_result, mine[-1] if mine else None)
        since = "" if mine else _reported(board, meeting, key_result)
        said += lines
        if since:
            before.append(f"- {since}")
        elif not lines:
            quiet.append(escaped(_name_of(key_result)))
    if before:
        said += ["", "Reported before the meeting:", "", *before]
    if quiet:
        said += ["", f"Without change: {', '.join(quiet)}"]
    return ["## Key results", *said] if said else []


def _key_result(
    board: Board, meeting: Meeting, key_result: KeyResult, check_in: CheckIn | None
) -> list[str]:
    ref = reference("key_results", key_result.id)
    votes = visible(board, meeting, ref)
    if check_in is None and not votes:
        return []
    lines = ["", f"### {escaped(_name_of(key_result))}", ""]
    cycle = board.cycles[meeting.cycle]
    measured = measure(board, key_result, cycle, meeting.started.date())
    if check_in is not None:
        lines.append(f"- {_moved(board, key_result, check_in)}, {HEALTH_LABELS[measured.health]}")
        lines += _drivers(board, key_result, check_in)
        lines += [f"- Did not work: {escaped(line)}" for line in check_in.blocker.splitlines()]
        lines += [f"- Quick fix: {escaped(line)}" for line in check_in.fix.splitlines()]
    confidence = _confidence(votes)
    return [*lines, f"- Confidence: median {confidence}"] if confidence else lines


def _confidence(votes: list[Vote]) -> str:
    """Return median, spread and all values of revealed votes; nothing where all abstained."""
    together = confidence_of(vote.value for vote in votes)
    if together is None:
        return ""
    given = " ".join(str(vote.value) for vote in votes if vote.value is not None)
    return f"{together.median:g}, spread {together.spread} ({given})"


def _moved(board: Board, key_result: KeyResult, check_in: CheckIn) -> str:
    before = check_in_before(board, check_in)
    was = before.value if before else key_result.start
    now = typeset(describe_value(key_result, check_in.value))
    if was == check_in.value:
        return f"{inline(now)}, unchanged"
    if key_result.kind == "milestones":
        return inline(describe_move(key_result, was, check_in.value))
    return (
        f"{inline(value_text(was, key_result.unit))} → {inline(now)} "
        f"({inline(change_text(check_in.value - was, key_result.unit))})"
    )


def _drivers(board: Board, key_result: KeyResult, check_in: CheckIn) -> list[str]:
    lines = [
        f"- {inline(change_text(driver.share, key_result.unit))} {escaped(driver.text)} "
        f"({driver.kind}{_by(board, driver.author, ', ')})"
        for driver in check_in.drivers
    ]
    rest = unexplained(check_in, check_in_before(board, check_in), key_result.start)
    if check_in.drivers and rest:
        lines.append(f"- {inline(change_text(rest, key_result.unit))} unexplained")
    return lines


def _planned(board: Board, meeting: Meeting) -> list[Action]:
    """Return the open actions of what a meeting is about, and those made in it."""
    open_actions = [action for action in board.actions.live.values() if action.state == "open"]
    refs = {key_result.id for key_result in key_results_in(board, meeting.cycle, meeting.team)}
    return [a for a in open_actions if a.key_result in refs or a.meeting == meeting.id]


def _plan(board: Board, meeting: Meeting) -> list[str]:
    """Return who does what next."""
    by_person: dict[str, list[Action]] = {}
    for action in _planned(board, meeting):
        by_person.setdefault(_handle_of(board, action.owner), []).append(action)
    lines: list[str] = []
    for person in sorted(by_person):
        lines += ["", f"**{escaped(person)}**", ""]
        lines += [f"- {_promise(board, action)}" for action in by_person[person]]
    return ["## Action plan", *lines] if lines else []


def _promise(board: Board, action: Action) -> str:
    words = [f"{reference('actions', action.id)} {escaped(action.title)}"]
    key_result = board.key_results.get(action.key_result)
    if key_result is not None:
        words.append(f"for {escaped(_name_of(key_result))}")
        if action.expected is not None:
            words.append(f"expects {inline(change_text(action.expected, key_result.unit))}")
    if action.due is not None:
        words.append(f"by {_day_of(action.due)}")
    if action.carried:
        words.append(f"carried over {action.carried}×")
    return ", ".join(words)


def _reported(board: Board, meeting: Meeting, key_result: KeyResult) -> str:
    """Return what a key result's check-ins since the last meeting come to, or an empty line.

    `KR7 Pages a week: 24 → 26 pages (+2), at risk — ben`: from where it stood at the last meeting
    to where this one found it. A value that stayed the same is not told.
    """
    since = _last_meeting(board, meeting)
    until = meeting.ended or meeting.started
    known = [c for c in board.check_ins_of(key_result.id) if meeting.ended is None or c.at <= until]
    before = [c for c in known if since is not None and c.at <= since]
    newest = known[-1] if known else None
    if newest is None or len(before) == len(known):
        return ""
    was = before[-1].value if before else None
    if newest.value == was:
        return ""
    moved = inline(typeset(describe_move(key_result, was, newest.value)))
    if was is not None and key_result.kind != "milestones":  # Steps say so by themselves.
        moved += f" ({inline(change_text(newest.value - was))})"
    measured = measure(board, key_result, board.cycles[meeting.cycle], meeting.started.date())
    health = HEALTH_LABELS[measured.health]
    return f"{escaped(_name_of(key_result))}: {moved}, {health}{_by(board, newest.author)}"


def _last_meeting(board: Board, meeting: Meeting) -> datetime | None:
    """Return when the check-in before this one ended, of the same team in the same cycle."""
    ends = [
        other.ended
        for other in board.meetings.values()
        if other.kind == meeting.kind
        and other.cycle == meeting.cycle
        and other.team == meeting.team
        and other.ended is not None
        and other.started < meeting.started
    ]
    return max(ends, default=None)


def _reviewed(board: Board, meeting: Meeting) -> list[str]:
    """Return what became of last week's actions."""
    closed, moved_on = _settled(board, meeting)
    if not closed and not moved_on:
        return []
    kept = sum(action.state == "kept" for action in closed)
    counts = ((kept, "kept"), (len(closed) - kept, "dropped"), (len(moved_on), "carried over"))
    return [
        "## Last week's actions",
        "",
        ", ".join(f"{count} {word}" for count, word in counts if count),
        "",
        *(_outcome(board, action) for action in closed),
        *(_carried(board, action) for action in moved_on),
    ]


def _settled(board: Board, meeting: Meeting) -> tuple[list[Action], list[Action]]:
    """Return last week's actions that were closed in a meeting, and those carried over in it."""
    day = meeting.started.date()
    carried = _carried_in(board, meeting)
    found = actions_to_review(board, meeting)
    closed = [a for a in found if a.state != "open" and a.closed is not None and a.closed >= day]
    return closed, [action for action in found if action.state == "open" and action.id in carried]


def actions_json(board: Board, meeting: Meeting) -> dict[str, object]:
    """Return the actions that the minutes tell of, those of a closed meeting as they were then."""
    if meeting.ended is not None:
        board = board_at(board, meeting.ended)
    if meeting.kind != "check-in":
        made = [board.actions[id] for id in board.actions.ids_with("meeting", meeting.id)]
        return {"actions": [action_json(board, action) for action in made], "reviewed": []}
    closed, moved_on = _settled(board, meeting)
    outcomes = [(action, str(action.state)) for action in closed]
    outcomes += [(action, "carried over") for action in moved_on]
    return {
        "actions": [action_json(board, action) for action in _planned(board, meeting)],
        "reviewed": [
            {**action_json(board, action), "outcome": outcome} for action, outcome in outcomes
        ],
    }


def _carried_in(board: Board, meeting: Meeting) -> set[int]:
    """Return the actions that were carried over since the meeting began, as the log tells.

    An action itself knows how often, not when.
    """
    before: dict[int, object] = {}
    for change in newest_first(board):
        if change.at < meeting.started:
            break
        for patch in change.patches:
            if patch.table == "actions" and patch.before and "carried" in patch.before:
                before[patch.id] = patch.before["carried"]
    actions = board.actions
    # Carrying over that was undone again leaves the count as it was before.
    return {id for id, count in before.items() if id in actions and actions[id].carried != count}


def _line_of(board: Board, action: Action, outcome: str, *words: str) -> str:
    """Return what became of an action, with the reason that was given."""
    parts = [f"{escaped(action.title)} — {outcome}", *words]
    if action.reason:
        parts.append(escaped(action.reason))
    return f"- {reference('actions', action.id)} {': '.join(parts)}{_by(board, action.owner)}"


def _outcome(board: Board, action: Action) -> str:
    if action.moved is None:
        return _line_of(board, action, action.state)
    worth = kept_and_moved(action.state == "kept", action.moved)
    return _line_of(board, action, action.state, worth.replace("_", " "))


def _carried(board: Board, action: Action) -> str:
    times = "once" if action.carried == 1 else f"{action.carried}×"
    to = f", to {_day_of(action.due)}" if action.due is not None else ""
    return _line_of(board, action, f"carried over {times}{to}")


def _reflected(board: Board, meeting: Meeting) -> list[list[str]]:
    """Return the sections of a reflection."""
    day = (meeting.ended or meeting.started).date()
    return [
        _scores(board, meeting, day),
        _cards(board, meeting, but=(GREW_IN,)),
        _diagnosis(board, meeting, day),
        _growth(board, meeting),
        _actions(board, meeting),
    ]


def _cards(board: Board, meeting: Meeting, *, but: tuple[str, ...] = ()) -> list[str]:
    """Return the revealed cards in their groups, those with the most dots first."""
    found = [group for group in groups(board, meeting) if group.head.round not in but]
    lines: list[str] = []
    for group in found:
        lines.append(f"- {escaped(group.head.text)} ({inline(group.head.round)}){_dots(group)}")
        lines += [f"  - {escaped(card.text)} ({inline(card.round)})" for card in group.others]
    return _section("What we wrote", lines)


def _actions(board: Board, meeting: Meeting) -> list[str]:
    """Return the actions that were planned in a meeting."""
    lines = []
    for id in board.actions.ids_with("meeting", meeting.id):
        action = board.actions[id]
        due = f", by {_day_of(action.due)}" if action.due else ""
        ref = reference("actions", id)
        lines.append(f"- {ref} {escaped(action.title)}{_by(board, action.owner)}{due}")
    return _section("Actions", lines)


def _scores(board: Board, meeting: Meeting, day: date) -> list[str]:
    cycle = board.cycles[meeting.cycle]
    goals = worked_for(board, cycle, meeting.team)
    lines: list[str] = []
    for objective in goals:
        lines += ["", f"### {_scored_goal(board, meeting, objective, day)}", ""]
        lines += [
            _scored(board, cycle, record, day)
            for record in board.key_results_of(objective.id)
            if record.weight > 0
        ]
    return ["## Scores", *lines] if lines else []


def _scored_goal(board: Board, meeting: Meeting, objective: Objective, day: date) -> str:
    title = f"{reference('objectives', objective.id)} {escaped(objective.title)}"
    score = objective_score(board, objective, day)
    if SCORES not in meeting.revealed or score is None:
        return title
    return f"{title}: {score:.2f} ({objective.commitment})"


def _scored(board: Board, cycle: Cycle, record: KeyResult, day: date) -> str:
    score = score_of(board, record, cycle, day)
    measured = measure(board, record, cycle, min(day, cycle.last))
    said = "not scored" if score is None else f"{score:.2f}"
    words = [f"{escaped(_name_of(record))}: {said}"]
    if measured.progress is not None:
        words.append(f"{share_text(measured.progress)} of the way")
    if measured.progress is not None and measured.progress > 1 + 1e-9:
        words.append("beyond its target")
    if record.score_reason:
        words.append(f"scored by hand: {escaped(record.score_reason)}")
    if record.cause:
        words.append(f"cause: {escaped(record.cause)}")
    return f"- {', '.join(words)}"


def _diagnosis(board: Board, meeting: Meeting, day: date) -> list[str]:
    cycle = board.cycles[meeting.cycle]
    found = look_back(board, cycle, meeting.team, day)
    if found.rhythm is None:
        return []
    lines = [
        f"- {found.verdict}",
        f"- Check-ins in time: {found.made} of {found.due} ({share_text(found.rhythm)})",
    ]
    counts = {word: len(actions) for word, actions in found.yields.items()}
    if any(counts.values()):
        lines.append(
            f"- Actions: {counts['value']} value, {counts['busy_work']} busy work, "
            f"{counts['luck']} luck, {counts['stuck']} stuck"
        )
    lines.append(f"- Confidence: {found.calibration.sentence}")
    return _section("Diagnosis", lines)


def _growth(board: Board, meeting: Meeting) -> list[str]:
    cards = cards_seen_by(board, meeting, GREW_IN, 0)
    lines = [f"- {escaped(_handle_of(board, c.author))}: {escaped(c.text)}" for c in cards]
    return _section("What we grew in", lines)


def _dots(group: CardGroup) -> str:
    return f", {group.dots} dot{'s' if group.dots != 1 else ''}" if group.dots else ""


def _agreed_goals(board: Board, meeting: Meeting) -> list[list[str]]:
    """Return the sections of a goal-setting meeting."""
    seen = [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state != "merged" and not is_covered(board, proposal)
    ]
    adopted = [proposal for proposal in seen if proposal.state == "adopted"]
    others = [proposal for proposal in seen if proposal.state != "adopted"]
    return [
        _cards(board, meeting, but=(NOT_DOING,)),
        _goals(board, meeting, "Goals", adopted),
        _goals(board, meeting, "Proposals", others),
        _not_doing(board, meeting),
        _meter(board, meeting),
        _actions(board, meeting),
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
        f"{escaped(_handle_of(board, each.author))} (P{each.id})"
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
            escaped(_handle_of(board, each.member))
            for each in proposal.taken
            if each.taking == word
        ]
        if names:
            lines.append(f"- {label}: {', '.join(names)}")
    return [*lines, *_drafts(board, meeting, proposal)]


def _drafts(board: Board, meeting: Meeting, proposal: Proposal) -> list[str]:
    lines = []
    for index, each in enumerate(proposal.key_results):
        goal = goal_of(each, "→", "≥", "≤")
        words = [escaped(each.title)]
        if goal:
            words.append(inline(goal))
        if each.owner:
            words.append(escaped(_handle_of(board, each.owner)))
        confidence = _confidence(visible(board, meeting, subject(proposal.id, index)))
        if confidence:
            words.append(f"confidence {confidence}")
        if each.from_action:
            words.append(f"out of {reference('actions', each.from_action)}")
        lines.append(f"- Key result: {', '.join(words)}")
    return lines


def _not_doing(board: Board, meeting: Meeting) -> list[str]:
    cards = cards_seen_by(board, meeting, NOT_DOING, 0)
    return _section("Not doing", [f"- {escaped(card.text)}" for card in cards])


def _meter(board: Board, meeting: Meeting) -> list[str]:
    if PROPOSALS not in meeting.revealed:
        return []
    found = meter(board, meeting)
    if found.bottom_up is None:
        return []
    lines = [f"- From the team: {share_text(found.bottom_up)} of the key results"]
    if found.untaken:
        lines.append(f"- Nobody took: {', '.join(f'P{each.id}' for each in found.untaken)}")
    if found.overloaded:
        names = ", ".join(escaped(_handle_of(board, member)) for member in found.overloaded)
        lines.append(f"- Took more than they can carry: {names}")
    return _section("Whose goals", lines)


_SECTIONS: dict[str, Callable[[Board, Meeting], list[list[str]]]] = {
    "check-in": _checked_in,
    "reflect": _reflected,
    "goals": _agreed_goals,
}
"""What the minutes of each kind of meeting have of their own."""
