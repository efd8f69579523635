"""`okrboard vote`: my private vote in the running meeting."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.lookup import find_key_result, reference
from okrboard.domain.meeting.contributions import attend
from okrboard.domain.meeting.topics import running
from okrboard.domain.meeting.votes import BLIND, cast
from okrboard.domain.records import Vote
from okrboard.errors import Refused, UsageError


def vote(context: Context, arguments: Arguments) -> int:
    """Vote on a key result; no command tells the value before the reveal, this one included."""
    value = _value(arguments.text("VOTE"))

    def edit(draft: Draft) -> Vote:
        key_result = find_key_result(draft.board, arguments.text("REF"))
        objective = draft.board.objectives[key_result.objective]
        held = [
            meeting
            for meeting in running(draft.board)
            if meeting.cycle == objective.cycle and meeting.team in (0, objective.team)
        ]
        if not held:
            raise Refused("no meeting is running; one starts with okrboard meet check-in")
        ref = reference("key_results", key_result.id)
        attend(draft, held[0].id)
        return cast(draft, held[0].id, ref, value)

    made = context.change("vote", edit)
    said = "you abstain" if made.value is None else "your vote is in"
    return context.done(
        f"{made.about}: {said}; it is {BLIND}",
        lambda: {"about": made.about, "meeting": f"M{made.meeting}", "voted": True},
    )


def _value(text: str) -> int | None:
    if text.casefold() in ("abstain", "-"):
        return None
    if text.isascii() and text.isdigit() and int(text[:3]) <= 10:
        return int(text)
    raise UsageError("a vote is a whole number from 0 to 10, or abstain")


COMMAND = Command(
    "vote",
    "your private vote in the running meeting",
    vote,
    (
        Positional("REF", "KR34, or a unique part of its title", completes="@key_results"),
        Positional("VOTE", "0 to 10, or abstain", completes="0 1 2 3 4 5 6 7 8 9 10 abstain"),
    ),
    more="No screen, command or export shows a vote before its reveal. Whoever can read the "
    "board's file can read it there, and whose vote it is is taken on trust, as any name is.",
)
