"""The fields that an objective and a proposal share: promise, level, and what the goal serves."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import reference
from okrboard.domain.records import Objective, Proposal
from okrboard.tui.forms import options, readers
from okrboard.tui.forms.choosing import ChoiceField, PickField
from okrboard.tui.forms.fields import Field, TextField


def level_field(record: Objective | Proposal) -> ChoiceField:
    """Return the field of whose goal it is: the company's, a team's, a person's."""
    return ChoiceField("level", "Level", [(word, word) for word in WORDS["Level"]], record.level)


def promise_field(record: Objective | Proposal) -> ChoiceField:
    """Return the field of how firmly it is promised; most goals are aspirational."""
    words = ("aspirational", "committed")
    return ChoiceField("commitment", "Promise", [(word, word) for word in words], record.commitment)


def serving_fields(
    board: Board,
    record: Objective | Proposal,
    cycle: int,
    *,
    but: int = 0,
    nothing: str = "nothing: it moves no other number",
) -> list[Field]:
    """Return the fields of what a goal moves, what it supports, or why it stands alone.

    It may move the goals of a cycle, all `but` itself; `nothing` is what moving none is called.
    """
    return [
        PickField(
            "contributes_to",
            "Contributes to",
            options.objectives(board, cycle, but=but),
            record.contributes_to,
            nobody=nothing,
            words=("contribute", "a circle"),
        ),
        TextField(
            "supports",
            "Supports",
            " ".join(reference("objectives", id) for id in record.supports),
            read=readers.optional(readers.references, ()),
            usual="O3 O7 ... without moving their numbers",
            words=("supported",),
        ),
        TextField(
            "stands_alone", "Stands alone", record.stands_alone, usual="why, when on purpose"
        ),
    ]
