"""The minutes of a meeting as Markdown: the same board and meeting give the same text.

What people wrote is escaped, so that a title can neither draw a heading nor a link of its own.
Votes, cards, proposals and scores are in them after their reveal and not before; what people noted
for themselves is nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, tzinfo

from okrboard.domain.board import Board
from okrboard.domain.describe import describe_move, describe_value
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.edit.cycles import objective_score, score_of
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.formulas import confidence_of, kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.agendas import actions_to_review, check_in_before, key_results_in
from okrboard.domain.meeting.blind import PROPOSALS, SCORES, dots_given, is_covered, visible
from okrboard.domain.meeting.cards import GREW_IN, NOT_DOING, cards_seen_by, groups
from okrboard.domain.meeting.looking_back import look_back, worked_for
from okrboard.domain.meeting.proposals import lineage, meter, subject
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
from okrboard.report.format import (
    WEEKDAYS,
    change_text,
    escaped,
    handle,
    inline,
    share_text,
    typeset,
    value_text,
)
from okrboard.report.jsonable import Json, action_json


def file_name(meeting: Meeting, zone: tzinfo) -> str:
    """Return what a file of a meeting's minutes is called: `minutes-M7-2026-11-20.md`."""
    day = meeting.started.astimezone(zone).date()
    return f"minutes-{reference('meetings', meeting.id)}-{day}.md"


def minutes_of(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; those of a closed one as they were when it closed."""
    if meeting.minutes_text:
        return meeting.minutes_text
    agreements = [one for one in board.agreements.values() if one.meeting == meeting.id]
    blocks = [
        *_head(board, meeting, zone),
        *_section("Wins", _remarks(board, meeting.wins)),
        *_OF_KIND[meeting.kind](board, meeting),
        *_section("Decisions", _remarks(board, meeting.decisions)),
        *_section("Working agreements", _remarks(board, agreements)),
        f"Next meeting: {_day_of(meeting.next_on)}" if meeting.next_on else "",
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


_TITLES = {
    "check-in": "Friday check-in",
    "reflect": "Rest and reflect",
    "goals": "Setting goals together",
}


def _head(board: Board, meeting: Meeting, zone: tzinfo) -> Iterator[str]:
    """Yield the title, and when, where and who."""
    began = meeting.started.astimezone(zone)
    title = _TITLES[meeting.kind]
    if meeting.kind == "check-in" and began.weekday() != 4:
        title = "Check-in"
    yield f"# {title} {reference('meetings', meeting.id)} · {_day_of(began.date())}"
    where = f"{escaped(board.settings.name)}, cycle {escaped(board.cycles[meeting.cycle].name)}"
    if meeting.team in board.teams:
        where += f", team {escaped(board.teams[meeting.team].name)}"
    time = f"{began:%H:%M}"
    if meeting.ended is not None:
        minutes = round((meeting.ended - meeting.started).total_seconds() / 60)
        time += f"–{meeting.ended.astimezone(zone):%H:%M} ({minutes} min)"
    here = ", ".join(
        _person(board, entry.member) + (f" (“{escaped(entry.word)}”)" if entry.word else "")
        for entry in sorted(meeting.attendance, key=lambda entry: _handle(board, entry.member))
    )
    yield _list(
        f"Board: {where}",
        f"Time: {time}",
        f"Led by: {_person(board, meeting.facilitator)}",
        f"Here: {here}" if here else "",
    )


def _section(title: str, *blocks: str) -> Iterator[str]:
    """Yield blocks under a head; nothing where they are empty."""
    if any(blocks):
        yield f"## {title}"
        yield from blocks


def _list(*lines: str) -> str:
    """Return lines as a list, without empty ones."""
    return "\n".join(f"- {line}" for line in lines if line)


def _remarks(board: Board, remarks: Iterable[Remark | Agreement]) -> str:
    return _list(*(f"{escaped(one.text)}{_by(board, one.author)}" for one in remarks))


def _named(table: str, record: Objective | KeyResult | Action) -> str:
    """Return reference and title."""
    return escaped(f"{reference(table, record.id)} {record.title}")


def _by(board: Board, member: int, before: str = " — ") -> str:
    """Return who it was, behind a dash; nothing for nobody."""
    return before + _person(board, member) if member in board.members else ""


def _person(board: Board, member: int) -> str:
    return escaped(_handle(board, member))


def _handle(board: Board, member: int) -> str:
    """Return a member's handle, not escaped yet."""
    return handle(board, member) or "nobody yet"


def _day_of(day: date) -> str:
    """Return a day with its weekday: `Fri 2026-11-27`."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def _checked_in(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield what a check-in has of its own."""
    yield from _section("Key results", *_key_results(board, meeting))
    yield from _section("Last week's actions", *_reviewed(board, meeting))
    yield from _section("Action plan", *_plan(board, meeting))


def _key_results(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield what was said of each key result, what the week reported, and what stayed as it is."""
    before: list[str] = []
    quiet: list[str] = []
    for key_result in key_results_in(board, meeting.cycle, meeting.team):
        check_ins = board.check_ins_of(key_result.id)
        mine = [check_in for check_in in check_ins if check_in.meeting == meeting.id]
        votes = visible(board, meeting, reference("key_results", key_result.id))
        since = "" if mine else _reported(board, meeting, key_result, check_ins)
        if mine or votes:
            yield f"### {_named('key_results', key_result)}"
            words = _checked_in_as(board, meeting, key_result, mine[-1]) if mine else ()
            yield _list(*words, _confidence(votes, "Confidence: median "))
        if since:
            before.append(since)
        elif not (mine or votes):
            quiet.append(_named("key_results", key_result))
    if before:
        yield "Reported before the meeting:"
        yield _list(*before)
    if quiet:
        yield f"Without change: {', '.join(quiet)}"


def _checked_in_as(
    board: Board, meeting: Meeting, key_result: KeyResult, check_in: CheckIn
) -> Iterator[str]:
    """Yield how it moved and stands, what drove it, and what did not work."""
    unit, before = key_result.unit, check_in_before(board, check_in)
    was = before.value if before else key_result.start
    moved = inline(typeset(describe_value(key_result, check_in.value)))
    if was == check_in.value:
        moved += ", unchanged"
    elif key_result.kind == "milestones":
        moved = inline(describe_move(key_result, was, check_in.value))
    else:
        change = inline(change_text(check_in.value - was, unit))
        moved = f"{inline(value_text(was, unit))} → {moved} ({change})"
    yield f"{moved}, {_health(board, meeting, key_result)}"
    for driver in check_in.drivers:
        who = f"{driver.kind}{_by(board, driver.author, ', ')}"
        yield f"{inline(change_text(driver.share, unit))} {escaped(driver.text)} ({who})"
    rest = unexplained(check_in, before, key_result.start)
    if check_in.drivers and rest:
        yield f"{inline(change_text(rest, unit))} unexplained"
    yield from (f"Did not work: {escaped(line)}" for line in check_in.blocker.splitlines())
    yield from (f"Quick fix: {escaped(line)}" for line in check_in.fix.splitlines())


def _health(board: Board, meeting: Meeting, key_result: KeyResult) -> str:
    cycle, day = board.cycles[meeting.cycle], meeting.started.date()
    return HEALTH_LABELS[measure(board, key_result, cycle, day).health]


def _confidence(votes: list[Vote], before: str) -> str:
    """Return median, spread and all values of revealed votes; nothing where all abstained."""
    together = confidence_of(vote.value for vote in votes)
    if together is None:
        return ""
    values = " ".join(str(vote.value) for vote in votes if vote.value is not None)
    return f"{before}{together.median:g}, spread {together.spread} ({values})"


def _reported(
    board: Board, meeting: Meeting, key_result: KeyResult, check_ins: Sequence[CheckIn]
) -> str:
    """Return what a key result's check-ins since the last meeting come to, or an empty line.

    `KR7 Pages a week: 24 → 26 pages (+2), at risk — ben`: from where it stood at the last meeting
    to where this one found it. A value that stayed the same is not told.
    """
    since = max(
        (
            other.ended
            for other in board.meetings.values()
            if (other.kind, other.cycle, other.team) == (meeting.kind, meeting.cycle, meeting.team)
            and other.ended is not None
            and other.started < meeting.started
        ),
        default=None,
    )
    known = [one for one in check_ins if meeting.ended is None or one.at <= meeting.ended]
    before = [one for one in known if since is not None and one.at <= since]
    was = before[-1].value if before else None
    if len(before) == len(known) or known[-1].value == was:
        return ""
    newest = known[-1]
    moved = inline(typeset(describe_move(key_result, was, newest.value)))
    if was is not None and key_result.kind != "milestones":  # Steps say so by themselves.
        moved += f" ({inline(change_text(newest.value - was))})"
    moved += f", {_health(board, meeting, key_result)}"
    return f"{_named('key_results', key_result)}: {moved}{_by(board, newest.author)}"


def _planned(board: Board, meeting: Meeting) -> list[Action]:
    """Return the open actions of what a meeting is about, and those made in it."""
    open_actions = [action for action in board.actions.live.values() if action.state == "open"]
    refs = {key_result.id for key_result in key_results_in(board, meeting.cycle, meeting.team)}
    return [a for a in open_actions if a.key_result in refs or a.meeting == meeting.id]


def _plan(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield who does what next."""
    by_person: dict[str, list[Action]] = {}
    for action in _planned(board, meeting):
        by_person.setdefault(_handle(board, action.owner), []).append(action)
    for person in sorted(by_person):
        yield f"**{escaped(person)}**"
        yield _list(*(_promise(board, action) for action in by_person[person]))


def _promise(board: Board, action: Action) -> str:
    words = [_named("actions", action)]
    key_result = board.key_results.get(action.key_result)
    if key_result is not None:
        words.append(f"for {_named('key_results', key_result)}")
        if action.expected is not None:
            words.append(f"expects {inline(change_text(action.expected, key_result.unit))}")
    if action.due is not None:
        words.append(f"by {_day_of(action.due)}")
    if action.carried:
        words.append(f"carried over {action.carried}×")
    return ", ".join(words)


def _reviewed(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield what became of last week's actions."""
    settled = _settled(board, meeting)
    outcomes = [outcome for _, outcome in settled]
    words = ("kept", "dropped", "carried over")
    yield ", ".join(f"{outcomes.count(word)} {word}" for word in words if word in outcomes)
    yield _list(*(_outcome(board, action, outcome) for action, outcome in settled))


def _settled(board: Board, meeting: Meeting) -> list[tuple[Action, str]]:
    """Return last week's actions that a meeting closed or carried over, with the outcome."""
    day = meeting.started.date()
    carried = _carried_in(board, meeting)
    actions = actions_to_review(board, meeting)
    closed = [a for a in actions if a.state != "open" and a.closed is not None and a.closed >= day]
    return [
        *((action, str(action.state)) for action in closed),
        *((a, "carried over") for a in actions if a.state == "open" and a.id in carried),
    ]


def actions_json(board: Board, meeting: Meeting) -> Json:
    """Return the actions that the minutes tell of, those of a closed meeting as they were then."""
    if meeting.ended is not None:
        board = board_at(board, meeting.ended)
    if meeting.kind != "check-in":
        made = [board.actions[id] for id in board.actions.ids_with("meeting", meeting.id)]
        return {"actions": [action_json(board, action) for action in made], "reviewed": []}
    return {
        "actions": [action_json(board, action) for action in _planned(board, meeting)],
        "reviewed": [
            {**action_json(board, action), "outcome": outcome}
            for action, outcome in _settled(board, meeting)
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


def _outcome(board: Board, action: Action, outcome: str) -> str:
    """Return what became of an action, with what it was worth and the reason that was given."""
    parts = [f"{_named('actions', action)} — {outcome}"]
    if outcome == "carried over":
        parts[0] += " once" if action.carried == 1 else f" {action.carried}×"
        parts[0] += f", to {_day_of(action.due)}" if action.due is not None else ""
    elif action.moved is not None:
        parts.append(kept_and_moved(outcome == "kept", action.moved).replace("_", " "))
    if action.reason:
        parts.append(escaped(action.reason))
    return f"{': '.join(parts)}{_by(board, action.owner)}"


def _reflected(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield what a reflection has of its own."""
    day = (meeting.ended or meeting.started).date()
    grown = cards_seen_by(board, meeting, GREW_IN, 0)
    yield from _section("Scores", *_scores(board, meeting, day))
    yield from _cards(board, meeting, but=GREW_IN)
    yield from _section("Diagnosis", _list(*_diagnosis(board, meeting, day)))
    grew_in = [f"{_person(board, card.author)}: {escaped(card.text)}" for card in grown]
    yield from _section("What we grew in", _list(*grew_in))
    yield from _actions(board, meeting)


def _cards(board: Board, meeting: Meeting, *, but: str) -> Iterator[str]:
    """Yield the revealed cards in their groups, those with the most dots first."""
    lines: list[str] = []
    for group in groups(board, meeting):
        if group.head.round == but:
            continue
        dots = f", {group.dots} dot{'s' if group.dots != 1 else ''}" if group.dots else ""
        lines.append(f"- {escaped(group.head.text)} ({inline(group.head.round)}){dots}")
        lines += [f"  - {escaped(card.text)} ({inline(card.round)})" for card in group.others]
    yield from _section("What we wrote", "\n".join(lines))


def _actions(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield the actions that were planned in a meeting."""
    lines = []
    for id in board.actions.ids_with("meeting", meeting.id):
        action = board.actions[id]
        due = f", by {_day_of(action.due)}" if action.due else ""
        lines.append(f"{_named('actions', action)}{_by(board, action.owner)}{due}")
    yield from _section("Actions", _list(*lines))


def _scores(board: Board, meeting: Meeting, day: date) -> Iterator[str]:
    cycle = board.cycles[meeting.cycle]
    for objective in worked_for(board, cycle, meeting.team):
        score = objective_score(board, objective, day)
        shown = ""
        if SCORES in meeting.revealed and score is not None:
            shown = f": {score:.2f} ({objective.commitment})"
        yield f"### {_named('objectives', objective)}{shown}"
        key_results = [one for one in board.key_results_of(objective.id) if one.weight > 0]
        yield _list(*(_scored(board, cycle, key_result, day) for key_result in key_results))


def _scored(board: Board, cycle: Cycle, key_result: KeyResult, day: date) -> str:
    score = score_of(board, key_result, cycle, day)
    progress = measure(board, key_result, cycle, min(day, cycle.last)).progress
    shown = "not scored" if score is None else f"{score:.2f}"
    words = [f"{_named('key_results', key_result)}: {shown}"]
    if progress is not None:
        words.append(f"{share_text(progress)} of the way")
        if progress > 1 + 1e-9:
            words.append("beyond its target")
    if key_result.score_reason:
        words.append(f"scored by hand: {escaped(key_result.score_reason)}")
    if key_result.cause:
        words.append(f"cause: {escaped(key_result.cause)}")
    return ", ".join(words)


def _diagnosis(board: Board, meeting: Meeting, day: date) -> Iterator[str]:
    looked = look_back(board, board.cycles[meeting.cycle], meeting.team, day)
    if looked.rhythm is None:
        return
    yield looked.verdict
    yield f"Check-ins in time: {looked.made} of {looked.due} ({share_text(looked.rhythm)})"
    counts = {word: len(actions) for word, actions in looked.yields.items()}
    if any(counts.values()):
        yield (
            f"Actions: {counts['value']} value, {counts['busy_work']} busy work, "
            f"{counts['luck']} luck, {counts['stuck']} stuck"
        )
    yield f"Confidence: {looked.calibration.sentence}"


def _goals_set(board: Board, meeting: Meeting) -> Iterator[str]:
    """Yield what a goal-setting meeting has of its own."""
    proposals = [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state != "merged" and not is_covered(board, proposal)
    ]
    goals = [one for one in proposals if one.state == "adopted"]
    others = [one for one in proposals if one.state != "adopted"]
    not_doing = cards_seen_by(board, meeting, NOT_DOING, 0)
    yield from _cards(board, meeting, but=NOT_DOING)
    for title, some in (("Goals", goals), ("Proposals", others)):
        yield from _section(title, *(block for one in some for block in _goal(board, meeting, one)))
    yield from _section("Not doing", _list(*(escaped(card.text) for card in not_doing)))
    yield from _section("Whose goals", _list(*_meter(board, meeting)))
    yield from _actions(board, meeting)


def _goal(board: Board, meeting: Meeting, proposal: Proposal) -> Iterator[str]:
    """Yield what a proposal is called, and what it says."""
    ref = f"P{proposal.id}"
    if proposal.objective:
        objective = board.objectives.get(proposal.objective)
        cycle = f", {escaped(board.cycles[objective.cycle].name)}" if objective else ""
        ref = f"{reference('objectives', proposal.objective)} ({ref}{cycle})"
    yield f"### {ref} {escaped(proposal.title)}"
    authors = [
        f"{_person(board, each.author)} (P{each.id})" for each in lineage(board, proposal.id)
    ]
    coins = dots_given(board, meeting).get(f"P{proposal.id}", 0)
    lines = [
        f"Proposed by: {', '.join(dict.fromkeys(authors))}",
        f"Coins: {coins}" if coins else "",
    ]
    for label, text in (
        ("Why", proposal.why),
        ("The company gets", proposal.company_gets),
        ("I get", proposal.owner_gets),
        ("Stands alone", proposal.stands_alone),
    ):
        lines += [f"{label}: {escaped(line)}" for line in text.splitlines() if line]
    if served := board.objectives.get(proposal.contributes_to):
        lines.append(f"Contributes to: {_named('objectives', served)}")
    for word, label in (("own", "Owner"), ("contribute", "Contribute")):
        names = [_person(board, each.member) for each in proposal.taken if each.taking == word]
        lines.append(f"{label}: {', '.join(names)}" if names else "")
    yield _list(*lines, *_drafts(board, meeting, proposal))


def _drafts(board: Board, meeting: Meeting, proposal: Proposal) -> Iterator[str]:
    for index, draft in enumerate(proposal.key_results):
        votes = visible(board, meeting, subject(proposal.id, index))
        words = (
            escaped(draft.title),
            inline(goal_of(draft, "→", "≥", "≤")),
            _person(board, draft.owner) if draft.owner else "",
            _confidence(votes, "confidence "),
            f"out of {reference('actions', draft.from_action)}" if draft.from_action else "",
        )
        yield f"Key result: {', '.join(filter(None, words))}"


def _meter(board: Board, meeting: Meeting) -> Iterator[str]:
    whose = meter(board, meeting)
    if PROPOSALS not in meeting.revealed or whose.bottom_up is None:
        return
    yield f"From the team: {share_text(whose.bottom_up)} of the key results"
    if whose.untaken:
        yield f"Nobody took: {', '.join(f'P{each.id}' for each in whose.untaken)}"
    if whose.overloaded:
        names = ", ".join(_person(board, member) for member in whose.overloaded)
        yield f"Took more than they can carry: {names}"


_OF_KIND: dict[str, Callable[[Board, Meeting], Iterator[str]]] = {
    "check-in": _checked_in,
    "reflect": _reflected,
    "goals": _goals_set,
}
"""What the minutes of each kind of meeting have of their own, in blocks of text."""
