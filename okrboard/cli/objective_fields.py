"""The options that say what an objective is, shared by adding, proposing and editing."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.converters import given, member_id, objective_id, team_id, word
from okrboard.cli.spec import Option
from okrboard.domain.changes import Draft
from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import find_objective

FIELDS = (
    Option("owner", "MEMBER", "who owns it, or none", completes="@members"),
    Option("team", "TEAM", "whose it is, or none", completes="@teams"),
    Option("level", "WORD", "company, team or individual", completes="company team individual"),
    Option(
        "commitment",
        "WORD",
        "committed (we expect all of it) or aspirational",
        completes="committed aspirational",
    ),
    Option("why", "TEXT", "whose life gets better, and how"),
    Option("company-gets", "TEXT", "what the company gets from it"),
    Option("owner-gets", "TEXT", "what the owner gets from it"),
    Option("label", "WORD", "a label; may be given several times", repeat=True),
    Option("contributes-to", "REF", "the objective whose number it moves", completes="@objectives"),
    Option(
        "supports",
        "REF",
        "an objective that it helps; may be given several times",
        repeat=True,
        completes="@objectives",
    ),
    Option("stands-alone", "REASON", "why it contributes to nothing, on purpose"),
    Option("lesson", "TEXT", "what we learned from it"),
)


def fields_of(draft: Draft, arguments: Arguments) -> dict[str, object]:
    """Return the fields that were given."""
    board = draft.board
    fields = given(
        arguments,
        {
            "title": ("title", str),
            "owner": ("owner", lambda text: member_id(board, text, draft.stamp)),
            "team": ("team", lambda text: team_id(board, text)),
            "level": ("level", lambda text: word(text, "a level", WORDS["Level"])),
            "commitment": (
                "commitment",
                lambda text: word(text, "a commitment", WORDS["Commitment"]),
            ),
            "why": ("why", str),
            "company-gets": ("company_gets", str),
            "owner-gets": ("owner_gets", str),
            "contributes-to": ("contributes_to", lambda text: objective_id(board, text)),
            "stands-alone": ("stands_alone", str),
            "lesson": ("lesson", str),
        },
    )
    if arguments.has("label"):
        labels = [label.strip().removeprefix("#") for label in arguments.all("label")]
        fields["labels"] = tuple(label for label in labels if label)
    if arguments.has("supports"):
        named = [text for text in arguments.all("supports") if text.strip().casefold() != "none"]
        fields["supports"] = tuple(find_objective(board, text).id for text in named)
    return fields


def with_usual_fields(draft: Draft, fields: dict[str, object]) -> dict[str, object]:
    """Return the fields of a new objective: it is the person's own and the owner's team's."""
    fields.setdefault("owner", draft.stamp.member)
    owner = draft.board.members.get(int(str(fields["owner"])))
    if owner is not None and fields.get("level") != "company":
        fields.setdefault("team", owner.team)
    return fields
