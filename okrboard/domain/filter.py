"""The filter: what a person types, or asks a command for, to see fewer goals.

Words have to be in the objective's title, its reference, or the title or reference of one of its
key results; those of a health (`overdue`, `off track`) may be its status instead. `owner:ana` (or
`@ana`, `owner:me`) asks for who owns it or one of its key results; `team:it`, `status:off track`
(or `health:`), `level:company` and `#label` ask for a field; the beginning of a name is enough. A
leading `-` turns a term round, quotes keep words together. All terms have to hold. Nothing that can
be typed is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.health import is_stale
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, thresholds_of
from okrboard.domain.record import Record
from okrboard.domain.records import Objective
from okrboard.text import clean

FIELDS = ("owner", "team", "status", "level")
OVERDUE = "overdue"
"""What answers to it has a key result that is stale, or an action past its day."""
_LABELS = (*HEALTH_LABELS.values(), OVERDUE)
_COLOURS = {"red": "off track", "amber": "at risk", "yellow": "at risk", "green": "on track"}
"""What many call a health."""


class Term(Record):
    """One thing that is asked for."""

    field: str
    """`text`, `word` (text or a status), `label`, or one of `FIELDS`."""
    text: str
    """Case-folded."""
    wanted: bool = True
    """False where it shall not be so."""


def parse_filter(text: str) -> tuple[Term, ...]:
    """Return what a filter line asks for; nothing for a line without a term.

    A term that is still being typed, such as `owner:`, asks for nothing yet.
    """
    found = []
    words = _words(clean(text))
    while words:
        word, literal = words.pop(0)
        if literal:
            found.append(Term("text", word.casefold()))
            continue
        wanted = len(word) < 2 or word[0] != "-"
        body = (word if wanted else word[1:]).casefold()
        field, colon, value = body.partition(":")
        if colon and field in (*FIELDS, "health"):
            field = "status" if field == "health" else field
            if field == "status" and value:
                value = _joined(value, words, _begins_label)
        elif body[0] == "#":
            field, value = "label", body[1:]
        elif body[0] == "@":
            field, value = "owner", body[1:]
        else:
            value = _joined(body, words, _LABELS.__contains__)
            field = "word" if value in _LABELS else "text"
        if value:
            found.append(Term(field, value, wanted))
    return tuple(found)


def matching(
    board: Board,
    terms: tuple[Term, ...],
    statuses: Callable[[Objective], Collection[str]],
    me: str = "",
) -> Callable[[Objective], bool]:
    """Return whether an objective of the board has everything that `terms` ask for.

    `statuses` gives the healths that an objective answers to; it is asked only where a term needs
    it. `me` is the handle that `owner:me` stands for.
    """
    checks = [_check(board, term, statuses, me.casefold()) for term in terms]
    return lambda objective: all(check(objective) for check in checks)


def is_owned(board: Board, objective: Objective, owners: Collection[int]) -> bool:
    """Say whether one of these members owns an objective or a key result of it; 0 is nobody."""
    return objective.owner in owners or any(
        key_result.owner in owners
        for key_result in board.key_results_of(objective.id)
        if key_result.owner
    )


def is_overdue(board: Board, measures: Iterable[Measure], today: date) -> bool:
    """Say whether a check-in of these key results is overdue, or an action for one of them."""
    thresholds = thresholds_of(board)
    return any(
        (measured.health != "done" and is_stale(measured.silent, thresholds))
        or any(
            action.state == "open" and action.due is not None and action.due < today
            for action in board.actions_of(measured.key_result.id)
        )
        for measured in measures
    )


def has_status(statuses: Collection[str], text: str) -> bool:
    """Say whether healths, or `overdue`, answer to a text: `off track`, `track`, `red`."""
    text = text.replace("_", " ").replace("-", " ")
    text = _COLOURS.get(text, text)
    return any(text in HEALTH_LABELS.get(status, status) for status in statuses)


def _check(
    board: Board, term: Term, statuses: Callable[[Objective], Collection[str]], me: str
) -> Callable[[Objective], bool]:
    text, wanted = term.text, term.wanted
    if term.field == "owner":
        text = me if text == "me" and me else text
        owners = {m.id for m in board.members.values() if _names(m.handle, m.name, text)}
        return lambda objective: is_owned(board, objective, owners) is wanted
    if term.field == "team":
        teams = {team.id for team in board.teams.values() if _begins(team.name, text)}
        return lambda objective: (objective.team in teams) is wanted
    if term.field == "level":
        return lambda objective: objective.level.startswith(text) is wanted
    if term.field == "label":
        return lambda objective: _is_labelled(objective, text) is wanted
    if term.field == "status":
        return lambda objective: has_status(statuses(objective), text) is wanted
    if term.field == "word":
        return lambda objective: (
            (_is_about(board, objective, text) or has_status(statuses(objective), text)) is wanted
        )
    return lambda objective: _is_about(board, objective, text) is wanted


def _joined(value: str, words: list[tuple[str, bool]], fits: Callable[[str], bool]) -> str:
    """Return a value with the words behind it that make it a health's; they are taken away."""
    longest = max(label.count(" ") for label in _LABELS)
    for count in range(min(longest, len(words)), 0, -1):
        head = words[:count]
        whole = " ".join([value, *(word.casefold() for word, _ in head)])
        if fits(whole) and not any(literal for _, literal in head):
            del words[:count]
            return whole
    return value


def _begins_label(text: str) -> bool:
    return any(label.startswith(text) for label in _LABELS)


def _names(handle: str, name: str, text: str) -> bool:
    return handle.casefold().startswith(text) or _begins(name, text)


def _begins(name: str, text: str) -> bool:
    """Say whether a word of a name begins with the text."""
    return f" {text}" in f" {name.casefold()}"


def _is_labelled(objective: Objective, text: str) -> bool:
    return any(label.casefold().lstrip("#").startswith(text) for label in objective.labels)


def _is_about(board: Board, objective: Objective, text: str) -> bool:
    if text in objective.title.casefold():
        return True
    if text == reference("objectives", objective.id).casefold():
        return True
    return any(
        text in key_result.title.casefold()
        or text == reference("key_results", key_result.id).casefold()
        for key_result in board.key_results_of(objective.id)
    )


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a line, each with whether it began with a quote and is plain text."""
    found: list[tuple[str, bool]] = []
    rest = text.strip()
    while rest:
        if rest[0] == '"':
            word, _, rest = rest[1:].partition('"')
            found.append((word, True))
        else:
            head, quote, tail = rest.partition('"')
            if quote and head and not head[-1].isspace() and " " not in head:
                inner, _, rest = tail.partition('"')
                found.append((head + inner, False))
            else:
                word, _, rest = rest.partition(" ")
                found.append((word, False))
        rest = rest.lstrip()
    return [(word, literal) for word, literal in found if word]
