"""`View`: a cycle's objectives in columns, as one person has grouped and filtered them.

A view is made in pieces where a board is large: `go_on()` works until it is told to pause, so that
a first picture needs no more than the first objectives, and typing never waits for thousands. What
an older view of the same board has measured and what has not changed since is taken over.
Pure: a snapshot, a cycle and a day in, records out.

A filter's words have to be in the objective's title, its reference, or the title or reference of
one of its key results; those of a health (`overdue`, `off track`) may be its status instead.
`owner:ana` (or `@ana`, `owner:me`) asks for who owns it or one of its key results; `team:it`,
`status:off track` (or `health:`), `level:company` and `#label` ask for a field; the beginning of a
name is enough. A leading `-` turns a term round, quotes keep words together. All terms have to
hold. Nothing that can be typed is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import BoardCard, column_of, done_first, last_column, make_card
from okrboard.domain.enums import HEALTH_LABELS, LEVELS, STATUSES
from okrboard.domain.formulas import Mean, objective_progress
from okrboard.domain.lookup import reference
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    is_stale,
    measure_objective,
)
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Objective
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
    terms = []
    words = _words(clean(text))
    while words:
        word, literal = words.pop(0)
        word = word.casefold()
        if literal:
            terms.append(Term("text", word))
            continue
        wanted = len(word) < 2 or word[0] != "-"
        body = word if wanted else word[1:]
        field, colon, value = body.partition(":")
        if colon and field in (*FIELDS, "health"):
            field = "status" if field == "health" else field
            if field == "status" and value:
                value = _joined(
                    value, words, lambda text: any(label.startswith(text) for label in _LABELS)
                )
        elif body[0] in "#@":
            field, value = "label" if body[0] == "#" else "owner", body[1:]
        else:
            value = _joined(body, words, _LABELS.__contains__)
            field = "word" if value in _LABELS else "text"
        if value:
            terms.append(Term(field, value, wanted))
    return tuple(terms)


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
    checks = [(_check(board, term, statuses, me.casefold()), term.wanted) for term in terms]
    return lambda objective: all(check(objective) is wanted for check, wanted in checks)


def is_owned(board: Board, objective: Objective, owners: Collection[int]) -> bool:
    """Say whether one of these members owns an objective or a key result of it; 0 is nobody."""
    return objective.owner in owners or any(
        key_result.owner in owners
        for key_result in board.key_results_of(objective.id)
        if key_result.owner
    )


def is_overdue(board: Board, measures: Iterable[Measure], today: date) -> bool:
    """Say whether a check-in of these key results is overdue, or an action for one of them."""
    return any(
        (measured.health != "done" and is_stale(measured.silent, board.settings))
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
    """Return whether an objective has what a term names, wanted or not."""
    text = me if term.field == "owner" and term.text == "me" and me else term.text

    def has_text(objective: Objective) -> bool:
        return _is_about(board, objective, text)

    def answers(objective: Objective) -> bool:
        return has_status(statuses(objective), text)

    if term.field == "owner":
        owners = {
            member.id
            for member in board.members.values()
            if member.handle.casefold().startswith(text) or _begins(member.name, text)
        }
        return lambda objective: is_owned(board, objective, owners)
    if term.field == "team":
        teams = {team.id for team in board.teams.values() if _begins(team.name, text)}
        return lambda objective: objective.team in teams
    return {
        "level": lambda objective: objective.level.startswith(text),
        "label": lambda objective: any(
            label.casefold().lstrip("#").startswith(text) for label in objective.labels
        ),
        "status": answers,
        "word": lambda objective: has_text(objective) or answers(objective),
        "text": has_text,
    }[term.field]


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


def _begins(name: str, text: str) -> bool:
    """Say whether a word of a name begins with the text."""
    return f" {text}" in f" {name.casefold()}"


def _is_about(board: Board, objective: Objective, text: str) -> bool:
    """Say whether a title has the text or a reference is it: the objective's or a key result's."""
    goals: list[tuple[str, int, str]] = [("objectives", objective.id, objective.title)]
    goals += (("key_results", one.id, one.title) for one in board.key_results_of(objective.id))
    return any(
        text in title.casefold() or text == reference(table, id).casefold()
        for table, id, title in goals
    )


_WORD = re.compile(r'"([^"]*)"?|([^ "]+)"([^"]*)"?|([^ ]+)')
"""A quoted text; a word with a quoted rest, as `owner:"Ana M"`; a word."""


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a line, each with whether it began with a quote and is plain text."""
    return [
        (quoted or head + rest + word, bool(quoted))
        for quoted, head, rest, word in _WORD.findall(text.strip())
        if quoted or head or word
    ]


class BoardColumn(Record):
    """A column of the board: what its cards share."""

    key: str
    """A health, a level, or the id of a member or a team; `0` for none."""
    label: str
    health: str
    """The health it stands for; empty where it stands for none."""
    ids: tuple[int, ...]
    """Its objectives, in their order."""
    held: bool = False
    """Whether it has any, those included that the filter keeps out."""


class View:
    """Columns of objectives."""

    def __init__(
        self,
        board: Board,
        cycle: Cycle | None,
        today: date,
        *,
        by: str = "status",
        filter: str = "",
        me: str = "",
        before: View | None = None,
        pause: Callable[[], bool] | None = None,
    ) -> None:
        """Group a cycle's objectives `by` one of `GROUPINGS`, those that `filter` lets through.

        `before` is an older view; `pause` is asked now and then, and says whether to stop here.
        """
        self.board = board
        self.cycle = cycle
        self.today = today
        self.by = by
        self.filter = filter
        self.progress: Mean | None = None
        """Of the whole cycle, whatever the filter; None until the view is complete."""
        self.judged = False
        """Whether the numbers of any committed objective are more than too early to judge."""
        self.shown = 0
        """Objectives that the filter lets through."""
        self._objectives = board.objectives_in(cycle.id) if cycle else []
        self.total = len(self._objectives)
        """Objectives of the cycle, the filtered ones included."""
        self._done = 0
        self._means: list[tuple[float | None, float]] = []
        self._measured: dict[int, ObjectiveMeasure] = {}
        self._before = before if before is not None and self._is_alike(before) else None
        self._cards: dict[int, BoardCard] = {}
        self._held: set[str] = set()
        self._labels = self._headings()
        self._groups: dict[str, list[int]] = {key: [] for key in self._labels}
        self.columns: list[BoardColumn] = []
        terms = parse_filter(filter)
        self._fits = matching(board, terms, self._healths, me) if terms else None
        self.go_on(pause)

    @property
    def complete(self) -> bool:
        """Whether every objective is in its column."""
        return self._done == self.total

    def go_on(self, pause: Callable[[], bool] | None = None) -> bool:
        """Go on until all is done or `pause` says so; return whether all is done."""
        by_field = self.by in ("owner", "team", "level")
        for count, objective in enumerate(self._objectives[self._done :]):
            # At least one, so that it comes to an end however short of time one is.
            if pause is not None and count and pause():
                break
            self._done += 1
            if objective.stage != "proposed":
                measured = self.measured(objective.id)
                mean = measured.progress
                self.judged = self.judged or measured.computed != "too_early"
                self._means.append((mean.value if mean else None, 1.0))
            key = str(getattr(objective, self.by)) if by_field else self.status(objective)
            self._held.add(key)
            if self._fits is None or self._fits(objective):
                self.shown += 1
                self._groups.setdefault(key, []).append(objective.id)
        if self.complete:
            self.progress = objective_progress(self._means)
            self._before = None
        self.columns = self._arranged()
        return self.complete

    def measured(self, id: int) -> ObjectiveMeasure:
        """Return where an objective stands, computed once."""
        if id not in self._measured:
            objective = self.board.objectives[id]
            cycle = self.board.cycles[objective.cycle]
            self._measured[id] = self._as_before(objective) or measure_objective(
                self.board, objective, cycle, self.today
            )
        return self._measured[id]

    def card(self, id: int) -> BoardCard:
        """Return an objective's card."""
        if id not in self._cards:
            self._cards[id] = make_card(self.board, self.measured(id), self.today)
        return self._cards[id]

    def status(self, objective: Objective) -> str:
        """Return the column of an objective by status."""
        if objective.stage == "committed":
            return column_of(self.measured(objective.id).health)
        return "proposed" if objective.stage == "proposed" else "done"

    def place(self, id: int) -> tuple[int, int] | None:
        """Return the column and the place in it of an objective; None when it is not shown."""
        for number, column in enumerate(self.columns):
            if id in column.ids:
                return number, column.ids.index(id)
        return None

    def _healths(self, objective: Objective) -> tuple[str, ...]:
        status = self.status(objective)
        if objective.stage != "committed":
            return (status,)
        measured = self.measured(objective.id)
        late = is_overdue(self.board, measured.measures, self.today)
        return (status, measured.health, *((OVERDUE,) if late else ()))

    # The columns.

    def _headings(self) -> dict[str, str]:
        """Return key and label of the columns that are there without a card, in their order."""
        if self.by == "status":
            return {key: HEALTH_LABELS[key] for key in STATUSES}
        if self.by == "level":
            return {key: key for key in LEVELS}
        if self.by == "team":
            teams = sorted(self.board.teams.values(), key=lambda team: (team.position, team.id))
            return {str(team.id): team.name for team in teams}
        members = sorted(self.board.members.values(), key=lambda member: member.handle.casefold())
        return {str(member.id): member.handle for member in members}

    def _arranged(self) -> list[BoardColumn]:
        keys = list(self._groups)
        if self.by == "owner":
            # Those with cards first; whoever left has a column only with cards.
            keys = [
                key
                for key in sorted(keys, key=lambda key: not self._groups[key])
                if self._groups[key] or self.board.members[int(key)].left is None
            ]
        return [self._column(key) for key in keys]

    def _column(self, key: str) -> BoardColumn:
        ids = self._groups[key]
        label = self._labels.get(key, "no team" if self.by == "team" else "nobody")
        health = key if self.by == "status" else ""
        if health == "done":
            of = self.board.objectives
            ids = sorted(ids, key=lambda id: done_first(of[id]))
            health, label = last_column(of[id] for id in ids)
        return BoardColumn(key, label, health, tuple(ids), key in self._held)

    # What an older view knows.

    def _is_alike(self, before: View) -> bool:
        return (
            before.today == self.today
            and before.cycle == self.cycle
            and before.board.settings == self.board.settings
        )

    def _as_before(self, objective: Objective) -> ObjectiveMeasure | None:
        """Return what an older view measured, if nothing it was measured from has changed."""
        old = self._before._measured.get(objective.id) if self._before else None
        if old is None or old.objective != objective:
            return None
        key_results = self.board.key_results_of(objective.id)
        # A threshold counts every check-in, not the newest alone.
        same = key_results == [one.key_result for one in old.measures] and all(
            one.key_result.kind != "threshold"
            and self.board.latest(one.key_result.id) == one.latest
            for one in old.measures
        )
        return old if same else None
