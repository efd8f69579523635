"""Objectives: proposed, committed, moved between the board's columns, closed, carried on."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import column_of
from okrboard.domain.changes import Draft, defaults, with_fields
from okrboard.domain.enums import HEALTH_LABELS, STATUSES, Outcome
from okrboard.domain.lookup import name_of, reference
from okrboard.domain.measure import measure_objective
from okrboard.domain.records import KeyResult, Objective
from okrboard.errors import Refused
from okrboard.text import squeeze


def propose_objective(draft: Draft, title: str, cycle: int, **fields: object) -> Objective:
    """Put a proposed objective on the board, at the end of its cycle."""
    if cycle not in draft.board.cycles:
        raise Refused("an objective belongs to a cycle; make one first: okrboard cycle add")
    if draft.board.cycles[cycle].state == "closed":
        raise Refused(f"{draft.board.cycles[cycle].name} is closed; choose a cycle that is not")
    last = max((o.position for o in draft.board.objectives_in(cycle)), default=0.0)
    new = Objective(0, "", cycle, position=last + 1.0, created=draft.stamp.today)
    made = draft.add(_checked(draft.board, with_fields(new, title=title, **fields)))
    draft.what = f"propose {reference('objectives', made.id)} {made.title}"
    return made


def edit_objective(draft: Draft, id: int, **fields: object) -> Objective:
    """Change an objective's fields; a closed one only in its lesson."""
    objective = draft.board.objectives[id]
    if objective.stage == "closed" and set(fields) - {"lesson", "labels"}:
        raise Refused(f"{reference('objectives', id)} is closed; only its lesson can change")
    draft.what = f"edit {reference('objectives', id)} {', '.join(sorted(fields))}"
    return draft.put(_checked(draft.board, with_fields(objective, **fields)))


def commit_objective(draft: Draft, id: int) -> Objective:
    """Make a proposed objective one that the team works for."""
    objective = draft.board.objectives[id]
    if objective.stage != "proposed":
        raise Refused(f"{reference('objectives', id)} is {objective.stage} already")
    draft.what = f"commit {reference('objectives', id)} {objective.title}"
    return draft.put(objective._replace(stage="committed", committed=draft.stamp.today))


def withdraw_objective(draft: Draft, id: int) -> Objective:
    """Make a committed objective a proposal again."""
    objective = draft.board.objectives[id]
    draft.what = f"{reference('objectives', id)} is a proposal again"
    reset = defaults(Objective, "stage", "committed", "override", "override_reason")
    return draft.put(objective._replace(**reset))


def override_health(draft: Draft, id: int, health: str, reason: str = "") -> Objective:
    """Say that an objective's health is not what the numbers say; an empty health takes it back.

    Raises `Refused` without a reason: the board shows both, and why.
    """
    objective = draft.board.objectives[id]
    ref = reference("objectives", id)
    if objective.stage == "closed":
        raise Refused(f"{ref} is closed")
    if not health:
        draft.what = f"{ref} follows its numbers again"
        return draft.put(objective._replace(**defaults(Objective, *_OVERRIDE)))
    reason = squeeze(reason)
    if not reason:
        raise Refused(f"say why {ref} is not what the numbers say")
    draft.what = f"{ref} {health.replace('_', ' ')}: {reason}"
    today = draft.stamp.today
    if objective.stage == "proposed":
        objective = objective._replace(stage="committed", committed=today)
    changed = with_fields(objective, override=health, override_reason=reason)
    return draft.put(changed._replace(override_by=draft.stamp.member, override_on=today))


def close_objective(
    draft: Draft, id: int, outcome: Outcome, *, score: float | None = None, lesson: str = ""
) -> Objective:
    """Close an objective with its outcome; `score` lies between 0.0 and 1.0."""
    objective = draft.board.objectives[id]
    ref = reference("objectives", id)
    if objective.stage == "closed":
        raise Refused(f"{ref} is closed already")
    if not outcome:
        raise Refused(f"say how {ref} ended: reached, partly, missed, dropped, put off or carried")
    draft.what = f"close {ref}: {outcome}"
    changed = with_fields(objective, outcome=outcome, score=score, lesson=lesson)
    return draft.put(changed._replace(stage="closed", closed_on=draft.stamp.today))


def reopen_objective(draft: Draft, id: int) -> Objective:
    """Take a closing back."""
    objective = draft.board.objectives[id]
    if objective.stage != "closed":
        raise Refused(f"{reference('objectives', id)} is not closed")
    if objective.cycle in draft.board.archived:
        name = draft.board.cycles[objective.cycle].name
        raise Refused(f"{name} is in the archive and stays as it is; carry the goal over instead")
    draft.what = f"reopen {reference('objectives', id)}"
    return draft.put(objective._replace(**defaults(Objective, *_CLOSING), stage="committed"))


def carry_objective(draft: Draft, id: int, cycle: int) -> Objective:
    """Carry an objective into another cycle with its lineage; the old one is closed as carried.

    A key result starts again from where it stands; milestones keep the steps that are done; its
    open actions go along. What was linked to other goals is linked to what they became, as soon as
    they are carried into that cycle too.
    """
    board = draft.board
    old = board.objectives[id]
    if cycle == old.cycle or cycle not in board.cycles:
        raise Refused("an objective is carried into another cycle; name one: okrboard cycle list")
    if old.outcome == "carried":
        raise Refused(f"{reference('objectives', id)} was carried over already")
    key_results = board.key_results_of(id)
    if old.stage != "closed":
        close_objective(draft, id, "carried", score=old.score)
    else:
        draft.put(old._replace(outcome="carried"))
    reset = defaults(
        Objective,
        *_OVERRIDE,
        *_CLOSING,
        "stage",
        "committed",
        "lesson",
        "contributes_to",
        "supports",
    )
    again = old._replace(cycle=cycle, carried_from=id, created=draft.stamp.today)
    new = draft.add(again._replace(**reset))
    for key_result in key_results:
        made = draft.add(_carried(board, key_result, new.id))
        for action in board.actions_of(key_result.id):
            if action.state == "open":
                draft.put(action._replace(key_result=made.id))
    _link_again(draft, old, new)
    new = draft.board.objectives[new.id]
    draft.what = (
        f"carry {reference('objectives', id)} into {board.cycles[cycle].name} "
        f"as {reference('objectives', new.id)}"
    )
    return new


def place_objective(draft: Draft, id: int, *, before: int = 0, after: int = 0) -> Objective:
    """Put an objective right before or right after another one of the board's order."""
    objective = draft.board.objectives[id]
    other = draft.board.objectives[before or after]
    order = [o for o in draft.board.objectives_in(other.cycle) if o.id != id]
    index = next(i for i, o in enumerate(order) if o.id == other.id) + (0 if before else 1)
    low = order[index - 1].position if index else order[0].position - 2.0
    high = order[index].position if index < len(order) else low + 2.0
    draft.what = f"reorder {reference('objectives', id)}"
    if high - low < 1e-6:
        # Halving has used up the room between two neighbours: number the whole cycle afresh.
        for place, neighbour in enumerate(order):
            draft.put(neighbour._replace(position=float(place if place < index else place + 1)))
        return draft.put(objective._replace(position=float(index)))
    return draft.put(objective._replace(position=(low + high) / 2))


_OVERRIDE = ("override", "override_reason", "override_by", "override_on")
_CLOSING = ("outcome", "score", "closed_on")


def _carried(board: Board, key_result: KeyResult, objective: int) -> KeyResult:
    """Return a key result as it begins under another objective: from where it stands."""
    latest, start = board.latest(key_result.id), key_result.start
    if key_result.kind == "metric" and latest and latest.value != key_result.target:
        start = latest.value
    reset = defaults(KeyResult, "retargets", "checkpoints", "score", "score_reason", "cause")
    again = key_result._replace(objective=objective, start=start, carried_from=key_result.id)
    return again._replace(**reset)


def _link_again(draft: Draft, old: Objective, new: Objective) -> None:
    """Let the links of a carried objective lead to and from what was carried into its cycle."""
    board = draft.board
    now = {one.carried_from: one.id for one in board.objectives_in(new.cycle) if one.carried_from}

    def goes_on(id: int) -> int:
        other = board.objectives.get(id)
        if other is None or other.cycle == old.cycle or other.stage == "closed":
            return now.get(id, 0)
        return id

    supports = tuple(filter(None, map(goes_on, old.supports)))
    _link(draft, new.id, goes_on(old.contributes_to), supports)
    for was, is_now in now.items():
        before = board.objectives[was]
        parent = new.id if before.contributes_to == old.id else 0
        _link(draft, is_now, parent, (new.id,) if old.id in before.supports else ())


def _link(draft: Draft, id: int, parent: int, supports: tuple[int, ...]) -> None:
    """Add links to an objective, but none that would be a circle or that it has already."""
    objective = draft.board.objectives[id]
    more = tuple(one for one in supports if one not in objective.supports)
    linked = objective._replace(
        contributes_to=objective.contributes_to or parent, supports=(*objective.supports, *more)
    )
    if linked == objective:
        return
    try:
        draft.put(_checked(draft.board, linked))
    except Refused:
        return


def _checked(board: Board, objective: Objective) -> Objective:
    """Return an objective whose links lead on; refuse one that a circle would come of."""
    seen = {objective.id} if objective.id else set()
    parent = objective.contributes_to
    while parent:
        if parent in seen:
            raise Refused(
                f"{reference('objectives', objective.contributes_to)} contributes to "
                f"{reference('objectives', objective.id)} itself; a circle moves no number"
            )
        seen.add(parent)
        if parent not in board.objectives:
            raise Refused(f"there is no {reference('objectives', parent)} to contribute to")
        parent = board.objectives[parent].contributes_to
    if objective.id in objective.supports:
        raise Refused(f"{reference('objectives', objective.id)} cannot be supported by itself")
    return objective


def needs_reason(board: Board, id: int, by: str, key: str, today: date) -> bool:
    """Say whether a move contradicts the numbers, so that a person has to say why."""
    objective = board.objectives[id]
    if by != "status" or key == "proposed" or objective.stage == "closed":
        return False
    if objective.stage == "proposed" and key != "done":
        return False
    return key != _computed(board, objective, today)


def move_card(draft: Draft, id: int, by: str, key: str, reason: str = "") -> Objective:
    """Put an objective into a column: `by` is the grouping, `key` the column's key.

    By status: to *proposed* it is a proposal again. A proposal that leaves that column is committed
    to, and stands where its numbers put it; only *done* has to be said of it with a `reason`. What
    is committed follows its numbers again where they put it, and anywhere else a person overrides
    them, with a `reason`.
    By owner, team or level it gets that one. Raises `Refused` for a closed objective and for an
    override without a reason.
    """
    objective = draft.board.objectives[id]
    ref = reference("objectives", id)
    if objective.stage == "closed":
        raise Refused(f"{ref} is closed; reopen it first: okrboard objective reopen {ref}")
    if by == "status":
        return _to_status(draft, objective, key, reason)
    moved = edit_objective(draft, id, **{by: key if by == "level" else int(key)})
    if by == "level":
        draft.what = f"{ref} is now of the {key} level" if key != "team" else f"{ref} is a team's"
    elif by == "team":
        draft.what = f"{ref} goes to {name_of(draft.board, 'teams', int(key)) or 'no team'}"
    else:
        draft.what = f"{ref} belongs to {name_of(draft.board, 'members', int(key)) or 'nobody'}"
    return moved


def _to_status(draft: Draft, objective: Objective, key: str, reason: str) -> Objective:
    if key == "proposed":
        return withdraw_objective(draft, objective.id)
    if key not in STATUSES:
        raise Refused(f"a card cannot be moved to {HEALTH_LABELS.get(key, key)}")
    stands = _computed(draft.board, objective, draft.stamp.today)
    if objective.stage == "proposed" and (key == stands or key != "done"):
        committed = commit_objective(draft, objective.id)
        stands = _computed(draft.board, committed, draft.stamp.today)
        if stands != key:
            draft.what += f"; its numbers put it {HEALTH_LABELS[stands]}"
        return committed
    return override_health(draft, objective.id, "" if key == stands else key, reason)


def _computed(board: Board, objective: Objective, today: date) -> str:
    cycle = board.cycles[objective.cycle]
    return column_of(measure_objective(board, objective, cycle, today).computed)
