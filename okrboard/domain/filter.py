"""The filter line: what a person types to see fewer cards.

Words have to be in the objective's title, its reference, or the title or reference of one of its
key results. `owner:ana` (or `@ana`, `owner:me`), `team:it`, `status:stale`, `level:company` and
`#label` ask for a field; the beginning of the name is enough. A leading `-` turns a term round,
quotes keep words together. All terms have to hold. Nothing that can be typed is an error.
"""

from __future__ import annotations

from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.words import HEALTH_LABELS
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.board import Board
    from okrboard.domain.records import Objective

FIELDS = ("owner", "team", "status", "level")


class Term(Record):
    """One thing that is asked for."""

    field: str
    """`text`, `label`, or one of `FIELDS`."""
    text: str
    """Case-folded."""
    wanted: bool = True
    """False where it shall not be so."""


def parse_filter(text: str) -> tuple[Term, ...]:
    """Return what a filter line asks for; nothing for a line without a term.

    A term that is still being typed, such as `owner:`, asks for nothing yet.
    """
    found = []
    for word, literal in _words(clean(text)):
        wanted = literal or len(word) < 2 or word[0] != "-"
        body = (word if wanted else word[1:]).casefold()
        field, colon, value = body.partition(":")
        if literal:
            field, value = "text", body
        elif colon and field in FIELDS:
            pass
        elif body[0] == "#":
            field, value = "label", body[1:]
        elif body[0] == "@":
            field, value = "owner", body[1:]
        else:
            field, value = "text", body
        if value:
            found.append(Term(field, value, wanted))
    return tuple(found)


def matching(
    board: Board,
    terms: tuple[Term, ...],
    statuses: Callable[[Objective], tuple[str, ...]],
    me: str = "",
) -> Callable[[Objective], bool]:
    """Return whether an objective of the board has everything that `terms` ask for.

    `statuses` gives the healths that an objective answers to; it is asked only where a term needs
    it. `me` is the handle that `owner:me` stands for.
    """
    checks = [_check(board, term, statuses, me.casefold()) for term in terms]
    return lambda objective: all(check(objective) for check in checks)


def _check(
    board: Board, term: Term, statuses: Callable[[Objective], tuple[str, ...]], me: str
) -> Callable[[Objective], bool]:
    text, wanted = term.text, term.wanted
    if term.field == "owner":
        text = me if text == "me" and me else text
        owners = {m.id for m in board.members.values() if _names(m.handle, m.name, text)}
        return lambda objective: (objective.owner in owners) is wanted
    if term.field == "team":
        teams = {team.id for team in board.teams.values() if _begins(team.name, text)}
        return lambda objective: (objective.team in teams) is wanted
    if term.field == "level":
        return lambda objective: objective.level.startswith(text) is wanted
    if term.field == "label":
        return lambda objective: _is_labelled(objective, text) is wanted
    if term.field == "status":
        return lambda objective: _has_status(statuses(objective), text) is wanted
    return lambda objective: _is_about(board, objective, text) is wanted


def _names(handle: str, name: str, text: str) -> bool:
    return handle.casefold().startswith(text) or _begins(name, text)


def _begins(name: str, text: str) -> bool:
    """Say whether a word of a name begins with the text."""
    return f" {text}" in f" {name.casefold()}"


def _is_labelled(objective: Objective, text: str) -> bool:
    return any(label.casefold().lstrip("#").startswith(text) for label in objective.labels)


def _has_status(healths: tuple[str, ...], text: str) -> bool:
    text = text.replace("_", " ").replace("-", " ")
    return any(text in HEALTH_LABELS.get(health, health) for health in healths)


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
