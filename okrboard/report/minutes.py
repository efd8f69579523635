"""The minutes of a meeting as Markdown: the same board and meeting give the same text.

What people wrote is escaped, so that a title can neither draw a heading nor a link of its own.
"""

from __future__ import annotations

from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.figures import format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.scope import actions_to_review, key_results_in
from okrboard.domain.meeting.votes import visible
from okrboard.domain.priority import confidence_of
from okrboard.domain.scoring import kept_and_moved
from okrboard.domain.words import HEALTH_LABELS
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo

    from okrboard.domain.board import Board
    from okrboard.domain.records import Action, CheckIn, KeyResult, Meeting

_TITLES = {
    "check-in": "Friday check-in",
    "reflect": "Rest and reflect",
    "goals": "Setting goals together",
}
_YIELDS = {"value": "value", "busy_work": "busy work", "luck": "luck", "stuck": "stuck"}
_MARKUP = frozenset("\\`*_[]<>|~&")
"""What Markdown reads anywhere in a line."""
_LEADING = frozenset(("#", "+", "-", "="))
"""What may begin a heading, a list or an underline."""


def minutes_of(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; those of a closed one as they were when it closed."""
    if meeting.minutes_text:
        return meeting.minutes_text
    sections = [
        _head(board, meeting, zone),
        _wins(board, meeting),
        _key_results(board, meeting),
        _reviewed(board, meeting),
        _plan(board, meeting),
        _decisions(board, meeting),
        _next(meeting),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def escaped(text: str) -> str:
    """Return a person's line so that Markdown shows it as it was typed."""
    shown = inline(text)
    digits = len(shown) - len(shown.lstrip("0123456789"))
    if digits and shown[digits : digits + 1] in (".", ")"):
        return f"{shown[:digits]}\\{shown[digits:]}"
    return f"\\{shown}" if shown[:1] in _LEADING else shown


def inline(text: str) -> str:
    """Return text for the middle of a line so that Markdown shows it as it was typed."""
    return "".join(f"\\{c}" if c in _MARKUP else c for c in clean(text))


def _head(board: Board, meeting: Meeting, zone: tzinfo) -> list[str]:
    began = meeting.started.astimezone(zone)
    cycle = board.cycles[meeting.cycle]
    title = _TITLES[meeting.kind]
    if meeting.kind == "check-in" and began.weekday() != 4:
        title = "Check-in"
    team = board.teams.get(meeting.team)
    lines = [
        f"# {title} {reference('meetings', meeting.id)} · {_day(began.date())}",
        "",
        f"- Board: {escaped(board.settings.name)}, cycle {escaped(cycle.name)}"
        + (f", team {escaped(team.name)}" if team else ""),
        f"- Time: {_span(began, meeting.ended.astimezone(zone) if meeting.ended else None)}",
        f"- Led by: {escaped(_handle(board, meeting.facilitator))}",
    ]
    if meeting.attendance:
        here = (
            escaped(_handle(board, entry.member))
            + (f" (“{escaped(entry.word)}”)" if entry.word else "")
            for entry in sorted(meeting.attendance, key=lambda entry: _handle(board, entry.member))
        )
        lines.append(f"- Here: {', '.join(here)}")
    return lines


def _wins(board: Board, meeting: Meeting) -> list[str]:
    return _remarks(board, "Wins", meeting.wins)


def _decisions(board: Board, meeting: Meeting) -> list[str]:
    agreements = [a for a in board.agreements.values() if a.meeting == meeting.id]
    return [
        *_remarks(board, "Decisions", meeting.decisions),
        *_remarks(board, "Working agreements", agreements),
    ]


def _remarks(board: Board, title: str, remarks: Iterable[object]) -> list[str]:
    lines = [
        f"- {escaped(remark.text)}{_by(board, remark.author)}"  # type: ignore[attr-defined]
        for remark in remarks
    ]
    return [f"## {title}", "", *lines] if lines else []


def _key_results(board: Board, meeting: Meeting) -> list[str]:
    said: list[str] = []
    quiet: list[str] = []
    for key_result in key_results_in(board, meeting.cycle, meeting.team):
        mine = [c for c in board.check_ins_of(key_result.id) if c.meeting == meeting.id]
        lines = _key_result(board, meeting, key_result, mine[-1] if mine else None)
        (said if lines else quiet).extend(lines or [escaped(_name(key_result))])
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
    lines = ["", f"### {escaped(_name(key_result))}", ""]
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
    now = format_value(check_in.value, key_result.unit)
    if was == check_in.value:
        return f"{inline(now)}, unchanged"
    return (
        f"{inline(format_value(was, key_result.unit))} → {inline(now)} "
        f"({inline(format_change(check_in.value - was, key_result.unit))})"
    )


def _drivers(board: Board, key_result: KeyResult, check_in: CheckIn) -> list[str]:
    lines = [
        f"- {inline(format_change(driver.share, key_result.unit))} {escaped(driver.text)} "
        f"({driver.kind}{_by(board, driver.author, ', ')})"
        for driver in check_in.drivers
    ]
    rest = unexplained(check_in, _previous(board, check_in), key_result.start)
    if check_in.drivers and rest:
        lines.append(f"- {inline(format_change(rest, key_result.unit))} unexplained")
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


def _reviewed(board: Board, meeting: Meeting) -> list[str]:
    day = meeting.started.date()
    closed = [
        action
        for action in actions_to_review(board, meeting)
        if action.state != "open" and action.closed is not None and action.closed >= day
    ]
    lines = [f"- {_outcome(board, action)}" for action in closed]
    return ["## Last week's actions", "", *lines] if lines else []


def _outcome(board: Board, action: Action) -> str:
    words = [f"{escaped(action.title)} — {action.state}"]
    if action.moved is not None:
        words.append(_YIELDS[kept_and_moved(action.state == "kept", action.moved)])
    if action.reason:
        words.append(escaped(action.reason))
    return f"{reference('actions', action.id)} {': '.join(words)}{_by(board, action.owner)}"


def _plan(board: Board, meeting: Meeting) -> list[str]:
    open_actions = [action for action in board.actions.values() if action.state == "open"]
    refs = {key_result.id for key_result in key_results_in(board, meeting.cycle, meeting.team)}
    planned = [a for a in open_actions if a.key_result in refs or a.meeting == meeting.id]
    by_person: dict[str, list[Action]] = {}
    for action in planned:
        by_person.setdefault(_handle(board, action.owner), []).append(action)
    lines: list[str] = []
    for person in sorted(by_person):
        lines += ["", f"**{escaped(person)}**", ""]
        lines += [f"- {_promise(board, action)}" for action in by_person[person]]
    return ["## Action plan", *lines] if lines else []


def _promise(board: Board, action: Action) -> str:
    words = [f"{reference('actions', action.id)} {escaped(action.title)}"]
    key_result = board.key_results.get(action.key_result)
    if key_result is not None:
        words.append(f"for {escaped(_name(key_result))}")
        if action.expected is not None:
            words.append(f"expects {inline(format_change(action.expected, key_result.unit))}")
    if action.due is not None:
        words.append(f"by {_day(action.due)}")
    if action.carried:
        words.append(f"carried over {action.carried}×")
    return ", ".join(words)


def _next(meeting: Meeting) -> list[str]:
    return [f"Next meeting: {_day(meeting.next_on)}"] if meeting.next_on else []


def _name(key_result: KeyResult) -> str:
    return f"{reference('key_results', key_result.id)} {key_result.title}"


def _by(board: Board, member: int, before: str = " — ") -> str:
    return f"{before}{escaped(_handle(board, member))}" if member in board.members else ""


def _handle(board: Board, member: int) -> str:
    found = board.members.get(member)
    return found.handle if found else "nobody yet"


def _day(day: date) -> str:
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return f"{weekday} {day.isoformat()}"


def _span(began: datetime, ended: datetime | None) -> str:
    if ended is None:
        return f"{began:%H:%M}"
    minutes = round((ended - began).total_seconds() / 60)
    return f"{began:%H:%M}–{ended:%H:%M} ({minutes} min)"
