"""What the minutes of a check-in have of their own: its key results, and the plan."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.describe import told_move, told_value
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.topics import key_results_in
from okrboard.domain.meeting.votes import visible
from okrboard.domain.priority import confidence_of
from okrboard.domain.records import Action, CheckIn, KeyResult, Meeting
from okrboard.report.format import change_text, typeset, value_text
from okrboard.report.minutes_text import by, day_of, escaped, handle_of, inline, name_of
from okrboard.report.minutes_week import reported


def key_results(board: Board, meeting: Meeting) -> list[str]:
    """Return what was said of each key result, what the week reported, and what stayed as it is."""
    said: list[str] = []
    before: list[str] = []
    quiet: list[str] = []
    for key_result in key_results_in(board, meeting.cycle, meeting.team):
        mine = [c for c in board.check_ins_of(key_result.id) if c.meeting == meeting.id]
        lines = _key_result(board, meeting, key_result, mine[-1] if mine else None)
        since = "" if mine else reported(board, meeting, key_result)
        said += lines
        if since:
            before.append(f"- {since}")
        elif not lines:
            quiet.append(escaped(name_of(key_result)))
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
    lines = ["", f"### {escaped(name_of(key_result))}", ""]
    cycle = board.cycles[meeting.cycle]
    measured = measure(board, key_result, cycle, meeting.started.date())
    if check_in is not None:
        lines.append(f"- {_moved(board, key_result, check_in)}, {HEALTH_LABELS[measured.health]}")
        lines += _drivers(board, key_result, check_in)
        lines += [f"- Did not work: {escaped(line)}" for line in check_in.blocker.splitlines()]
        lines += [f"- Quick fix: {escaped(line)}" for line in check_in.fix.splitlines()]
    together = confidence_of(vote.value for vote in votes)
    if together is not None:
        given = " ".join(str(vote.value) for vote in votes if vote.value is not None)
        lines.append(
            f"- Confidence: median {together.median:g}, spread {together.spread} ({given})"
        )
    return lines


def _moved(board: Board, key_result: KeyResult, check_in: CheckIn) -> str:
    before = _previous(board, check_in)
    was = before.value if before else key_result.start
    now = typeset(told_value(key_result, check_in.value))
    if was == check_in.value:
        return f"{inline(now)}, unchanged"
    if key_result.kind == "milestones":
        return inline(told_move(key_result, was, check_in.value))
    return (
        f"{inline(value_text(was, key_result.unit))} → {inline(now)} "
        f"({inline(change_text(check_in.value - was, key_result.unit))})"
    )


def _drivers(board: Board, key_result: KeyResult, check_in: CheckIn) -> list[str]:
    lines = [
        f"- {inline(change_text(driver.share, key_result.unit))} {escaped(driver.text)} "
        f"({driver.kind}{by(board, driver.author, ', ')})"
        for driver in check_in.drivers
    ]
    rest = unexplained(check_in, _previous(board, check_in), key_result.start)
    if check_in.drivers and rest:
        lines.append(f"- {inline(change_text(rest, key_result.unit))} unexplained")
    return lines


def _previous(board: Board, check_in: CheckIn) -> CheckIn | None:
    """Return the check-in before, of another meeting than this one's."""
    found = None
    for other in board.check_ins_of(check_in.key_result):
        if other.id == check_in.id:
            break
        if not other.meeting or other.meeting != check_in.meeting:
            found = other
    return found


def planned(board: Board, meeting: Meeting) -> list[Action]:
    """Return the open actions of what a meeting is about, and those made in it."""
    open_actions = [action for action in board.actions.live.values() if action.state == "open"]
    refs = {key_result.id for key_result in key_results_in(board, meeting.cycle, meeting.team)}
    return [a for a in open_actions if a.key_result in refs or a.meeting == meeting.id]


def plan(board: Board, meeting: Meeting) -> list[str]:
    """Return who does what next."""
    by_person: dict[str, list[Action]] = {}
    for action in planned(board, meeting):
        by_person.setdefault(handle_of(board, action.owner), []).append(action)
    lines: list[str] = []
    for person in sorted(by_person):
        lines += ["", f"**{escaped(person)}**", ""]
        lines += [f"- {_promise(board, action)}" for action in by_person[person]]
    return ["## Action plan", *lines] if lines else []


def _promise(board: Board, action: Action) -> str:
    words = [f"{reference('actions', action.id)} {escaped(action.title)}"]
    key_result = board.key_results.get(action.key_result)
    if key_result is not None:
        words.append(f"for {escaped(name_of(key_result))}")
        if action.expected is not None:
            words.append(f"expects {inline(change_text(action.expected, key_result.unit))}")
    if action.due is not None:
        words.append(f"by {day_of(action.due)}")
    if action.carried:
        words.append(f"carried over {action.carried}×")
    return ", ".join(words)
