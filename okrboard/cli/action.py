"""`okrboard action`: what someone does next week for a key result."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import changes_given, field_option, field_options, fields_given
from okrboard.cli.show import show_command, tell_done
from okrboard.cli.spec import Noun, Option, Positional, command
from okrboard.domain.changes import Draft
from okrboard.domain.converters import day, member_id
from okrboard.domain.describe import describe_past
from okrboard.domain.edit import actions as edits
from okrboard.domain.lookup import find_action, find_key_result, reference
from okrboard.domain.records import Action
from okrboard.report.format import handle, short_day
from okrboard.report.jsonable import action_json
from okrboard.report.output_style import Cell, table
from okrboard.text import clean

_REF = Positional("REF", "A5, or a unique part of its title", completes="@actions")
_REASON = Option("reason", "TEXT", "a word why", short="m")


@command("action add", Positional("TITLE", "what is done"), *field_options("actions", "title"))
def add(context: Context, arguments: Arguments) -> int:
    """Add an action."""

    def edit(draft: Draft) -> Action:
        fields = fields_given("actions", arguments, draft)
        return edits.add_action(draft, arguments.text("TITLE"), **fields)

    made = context.change("add action", edit)
    owner = handle(context.board, made.owner) or "nobody"
    until = f", due {short_day(made.due)}" if made.due else ""
    _remark_past(context, made)
    return tell_done(context, "actions", made, f"for {clean(owner)}{until}")


def _change(context: Context, arguments: Arguments, edit: Callable[[Draft, int], Action]) -> Action:
    """Change the action that is named; the edit says what for the log."""
    return context.change(
        "action", lambda draft: edit(draft, find_action(draft.board, arguments.text("REF")).id)
    )


def _remark_past(context: Context, made: Action) -> None:
    """Say that an action is due on a day that is over; that may be meant."""
    past = describe_past(made.due, context.today) if made.due is not None else ""
    if past:
        context.remark(f"{made.due} was {past}; the action is overdue from the start")


@command("action edit", _REF, *field_options("actions"))
def edit(context: Context, arguments: Arguments) -> int:
    """Change it."""

    def change(draft: Draft, id: int) -> Action:
        return edits.edit_action(draft, id, **changes_given("actions", arguments, draft))

    made = _change(context, arguments, change)
    if arguments.has("due"):
        _remark_past(context, made)
    return tell_done(context, "actions", made, "changed")


@command("action done", _REF, _REASON)
def done(context: Context, arguments: Arguments) -> int:
    """It was done."""
    reason = arguments.text("reason")
    made = _change(context, arguments, lambda draft, id: edits.keep_action(draft, id, reason))
    moved = {True: "; its key result moved", False: "; its key result did not move", None: ""}
    return tell_done(context, "actions", made, f"kept{moved[made.moved]}")


@command("action drop", _REF, _REASON)
def drop(context: Context, arguments: Arguments) -> int:
    """It will not be done."""
    reason = arguments.text("reason")
    made = _change(context, arguments, lambda draft, id: edits.drop_action(draft, id, reason))
    return tell_done(context, "actions", made, "dropped")


@command("action carry", _REF, field_option("actions", "due"), _REASON)
def carry(context: Context, arguments: Arguments) -> int:
    """Carry it over to a later day."""

    def change(draft: Draft, id: int) -> Action:
        due = arguments.get("due")
        later = day(due, draft.stamp.today) if due is not None else None
        return edits.carry_action(draft, id, later, arguments.text("reason"))

    made = _change(context, arguments, change)
    _remark_past(context, made)
    times = "once" if made.carried == 1 else f"{made.carried} times"
    until = f" to {short_day(made.due)}" if made.due else ""
    return tell_done(context, "actions", made, f"carried over{until}, {times} now")


@command("action reopen", _REF)
def reopen(context: Context, arguments: Arguments) -> int:
    """Take its closing back."""
    made = _change(context, arguments, edits.reopen_action)
    return tell_done(context, "actions", made, "open again")


@command(
    "action list",
    Option("all", "", "those that are closed, too"),
    Option("owner", "MEMBER", "only those of a member, or me", completes="@members"),
    field_option("actions", "key_result"),
)
def list_actions(context: Context, arguments: Arguments) -> int:
    """The open actions."""
    board, all_ = context.board, arguments.has("all")
    actions = (board.actions if all_ else board.actions.live).values()
    chosen = sorted(actions, key=lambda one: (str(one.due or "9"), one.id))
    if not all_:
        chosen = [one for one in chosen if one.state == "open"]
    if arguments.has("owner"):
        owner = member_id(board, arguments.text("owner"), context.service.stamp())
        chosen = [one for one in chosen if one.owner == owner]
    if arguments.has("kr"):
        key_result = find_key_result(board, arguments.text("kr")).id
        chosen = [one for one in chosen if one.key_result == key_result]
    heads = ("", "action", "for", "owner", "due", "carried", "state")
    rows = [_row(context, one) for one in chosen]
    none = "no open action; add one: okrboard action add TITLE --kr KR7"
    return context.answer(
        lambda: (
            table(context.look, heads, rows, flexible=1, numbers=(5,), drop=(5, 6, 2)) or [none]
        ),
        lambda: [action_json(board, one) for one in chosen],
    )


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


NOUN = Noun(
    "action",
    "list",
    (
        add,
        edit,
        list_actions,
        show_command("action", "one action", _REF, "actions"),
        done,
        drop,
        carry,
        reopen,
    ),
)
