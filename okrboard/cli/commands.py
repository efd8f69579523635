"""The table of commands: each name, the module that does it, and one line of help.

A module is imported only when its command is called. It has a `COMMAND` or, for a noun with verbs,
a `NOUN` of `okrboard.cli.spec`; one with several commands is named with the one that is meant.
"""

from __future__ import annotations

from importlib import import_module

from okrboard.cli.spec import Command, Noun

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "make a board"),
    "demo": ("demo", "open a throw-away board that looks alive"),
    "board": ("board:BOARD", "the board as text"),
    "show": ("show", "one objective, key result or action with all that is known"),
    "due": ("due", "what you owe before the next check-in"),
    "brief": ("report:BRIEF", "the Friday brief in 12 lines"),
    "check-in": ("check_in", "note where a key result stands"),
    "check": ("check", "ask whether a key result is a value or a task"),
    "objective": ("objective", "propose, edit, commit, close, carry objectives"),
    "kr": ("kr", "add, edit, list key results"),
    "action": ("action", "what is done next week: add, done, drop, carry"),
    "cycle": ("cycle", "the spans a team works in"),
    "member": ("member", "who is on the board"),
    "team": ("team", "the groups that own objectives"),
    "tree": ("board:TREE", "how the goals serve each other, from the company down"),
    "meet": ("meetings:MEET", "hold a meeting, or take part in the one that is running"),
    "meetings": ("meetings:MEETINGS", "the meetings held, and their minutes"),
    "calendar": ("calendar", "the meetings in everybody's calendar: plan, export, publish"),
    "vote": ("meetings:VOTE", "your private vote in the running meeting"),
    "report": ("report:REPORT", "a report as Markdown, HTML, CSV or JSON"),
    "log": ("history:LOG", "who did what and when"),
    "at": ("history:AT", "the board as it was at the end of a day"),
    "undo": ("history:UNDO", "take your newest change back"),
    "redo": ("history:REDO", "make your newest undone change again"),
    "import": ("transfer:IMPORT", "read objectives and key results from a sheet or JSON"),
    "export": ("transfer:EXPORT", "write everything to CSV or JSON"),
    "backup": ("doctor:BACKUP", "copy the board to a safe file"),
    "doctor": (
        "doctor:DOCTOR",
        "look whether the board file is sound; --repair mends one that is not",
    ),
    "config": ("config", "settings of the board, and your own"),
    "completion": ("completion:COMPLETION", "completion for bash, zsh or fish"),
    "man": ("completion:MAN", "where the man page is: man $(okrboard man)"),
}
"""In the order in which help shows them."""

HIDDEN: dict[str, tuple[str, str]] = {
    "__complete": ("completion:COMPLETE", "the names that a shell completes"),
}
"""Commands for programs, which help and completion leave out."""


def load_command(name: str) -> Command | Noun:
    """Return a command of the tables, or a noun with its verbs, from its module."""
    module, _, attribute = (COMMANDS.get(name) or HIDDEN[name])[0].partition(":")
    loaded = import_module(f"okrboard.cli.{module}")
    found: Command | Noun = (
        getattr(loaded, attribute) if attribute else getattr(loaded, "COMMAND", None) or loaded.NOUN
    )
    return found
