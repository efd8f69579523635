"""`okrboard action`: what someone does next week for a key result."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import changes_given, field_option, field_options, fields_given
from okrboard.cli.show import show_one
from okrboard.cli.spec import Command, Noun, Option, Positional
from okrboard.domain.changes import Draft
from okrboard.domain.converters import day, member_id
from okrboard.domain.describe import describe_past
from okrboard.domain.edit.actions import (
    add_action,
    carry_action,
    drop_action,
    edit_action,
    keep_action,
    reopen_action,
)
from okrboard.domain.lookup import find_action, find_key_result, reference
from okrboard.domain.records import Action
from okrboard.report.format import short_day
from okrboard.report.jsonable import action_json, handle
from okrboard.report.output_style import Cell, table
from okrboard.text import clean, shorten


def add(context: Context, arguments: Arguments) -> int:
    """Add an action."""

    def edit(draft: Draft) -> Action:
        return add_action(
            draft, arguments.text("TITLE"), **fields_given("actions", arguments, draft)
        )

    made = context.change("add action", edit)
    owner = handle(context.board, made.owner) or "nobody"
    until = f", due {short_day(made.due)}" if made.due else ""
    _remark_past(context, made)
    return _answer(context, made, f"for {clean(owner)}{until}")


def change(context: Context, arguments: Arguments) -> int:
    """Change an action's fields."""

    def edit(draft: Draft) -> Action:
        fields = changes_given("actions", fields_given("actions", arguments, draft))
        return edit_action(draft, _id(draft, arguments), **fields)

    made = context.change("edit action", edit)
    if arguments.has("due"):
        _remark_past(context, made)
    return _answer(context, made, "changed")


def _remark_past(context: Context, made: Action) -> None:
    """Say that an action is due on a day that is over; that may be meant."""
    past = describe_past(made.due, context.today) if made.due is not None else ""
    if past:
        context.remark(f"{made.due} was {past}; the action is overdue from the start")


def done(context: Context, arguments: Arguments) -> int:
    """Close an action as kept."""
    made = context.change(
        "action kept",
        lambda draft: keep_action(draft, _id(draft, arguments), arguments.text("reason")),
    )
    moved = {True: "; its key result moved", False: "; its key result did not move", None: ""}
    return _answer(context, made, f"kept{moved[made.moved]}")


def drop(context: Context, arguments: Arguments) -> int:
    """Close an action as dropped."""
    made = context.change(
        "action dropped",
        lambda draft: drop_action(draft, _id(draft, arguments), arguments.text("reason")),
    )
    return _answer(context, made, "dropped")


def carry(context: Context, arguments: Arguments) -> int:
    """Carry an action over to a later day."""

    def edit(draft: Draft) -> Action:
        due = arguments.get("due")
        later = day(due, draft.stamp.today) if due is not None else None
        return carry_action(draft, _id(draft, arguments), later, arguments.text("reason"))

    made = context.change("carry action", edit)
    _remark_past(context, made)
    times = "once" if made.carried == 1 else f"{made.carried} times"
    until = f" to {short_day(made.due)}" if made.due else ""
    return _answer(context, made, f"carried over{until}, {times} now")


def reopen(context: Context, arguments: Arguments) -> int:
    """Take the closing of an action back."""
    made = context.change("reopen", lambda draft: reopen_action(draft, _id(draft, arguments)))
    return _answer(context, made, "open again")


def list_actions(context: Context, arguments: Arguments) -> int:
    """Print the open actions, or all."""
    board, stamp = context.board, context.service.stamp()
    actions = board.actions if arguments.has("all") else board.actions.live
    found = sorted(actions.values(), key=lambda one: (str(one.due or "9"), one.id))
    if not arguments.has("all"):
        found = [one for one in found if one.state == "open"]
    if arguments.has("owner"):
        owner = member_id(board, arguments.text("owner"), stamp)
        found = [one for one in found if one.owner == owner]
    if arguments.has("kr"):
        key_result = find_key_result(board, arguments.text("kr")).id
        found = [one for one in found if one.key_result == key_result]
    if context.json:
        context.emit([action_json(board, one) for one in found])
        return 0
    heads = ("", "action", "for", "owner", "due", "carried", "state")
    rows = [_row(context, one) for one in found]
    lines = table(context.look, heads, rows, flexible=1, numbers=(5,), drop=(5, 6, 2))
    for line in lines or ["no open action; add one: okrboard action add TITLE --kr KR7"]:
        context.say(line)
    return 0


def show(context: Context, arguments: Arguments) -> int:
    """Print one action."""
    return show_one(context, arguments.text("REF"), "actions")


def _row(context: Context, action: Action) -> tuple[Cell, ...]:
    late = action.state == "open" and action.due is not None and action.due < context.today
    return (
        reference("actions", action.id),
        action.title,
        reference("key_results", action.key_result) if action.key_result else "",
        handle(context.board, action.owner) or "",
        (short_day(action.due) if action.due else "", "off_track" if late else ""),
        str(action.carried or ""),
        action.state,
    )


def _id(draft: Draft, arguments: Arguments) -> int:
    return find_action(draft.board, arguments.text("REF")).id


def _answer(context: Context, made: Action, what: str) -> int:
    ref = reference("actions", made.id)
    return context.done(
        f"{ref} {shorten(made.title)}: {what}", lambda: action_json(context.board, made)
    )


_REF = Positional("REF", "A5, or a unique part of its title", completes="@actions")
_KR = field_option("actions", "key_result")
_DUE = field_option("actions", "due")
_REASON = Option("reason", "TEXT", "a word why", short="m")

NOUN = Noun(
    "action",
    "list",
    (
        Command(
            "action add",
            "add an action",
            add,
            (Positional("TITLE", "what is done"),),
            field_options("actions", "title"),
        ),
        Command(
            "action edit",
            "change it",
            change,
            (_REF,),
            field_options("actions"),
        ),
        Command(
            "action list",
            "the open actions",
            list_actions,
            (),
            (
                Option("all", "", "those that are closed, too"),
                Option("owner", "MEMBER", "only those of a member, or me", completes="@members"),
                _KR,
            ),
        ),
        Command("action show", "one action", show, (_REF,)),
        Command("action done", "it was done", done, (_REF,), (_REASON,)),
        Command("action drop", "it will not be done", drop, (_REF,), (_REASON,)),
        Command("action carry", "carry it over to a later day", carry, (_REF,), (_DUE, _REASON)),
        Command("action reopen", "take its closing back", reopen, (_REF,)),
    ),
)
