"""The table of commands: each name, what does it (`module:name`), and one line of help.

A module is imported only when its command is called.
"""

from __future__ import annotations

from importlib import import_module

from okrboard.cli.spec import Command, Noun

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init:init", "make a board"),
    "demo": ("demo:demo", "open a throw-away board that looks alive"),
    "board": ("board:board", "the board as text"),
    "show": ("show:show", "one objective, key result or action with all that is known"),
    "due": ("due:due", "what you owe before the next check-in"),
    "brief": ("report:brief", "the Friday brief in 12 lines"),
    "check-in": ("check_in:check_in", "note where a key result stands"),
    "check": ("check:check", "ask whether a key result is a value or a task"),
    "objective": ("objective:NOUN", "propose, edit, commit, close, carry objectives"),
    "kr": ("kr:NOUN", "add, edit, list key results"),
    "action": ("action:NOUN", "what is done next week: add, done, drop, carry"),
    "cycle": ("cycle:NOUN", "the spans a team works in"),
    "member": ("people:MEMBER", "who is on the board"),
    "team": ("people:TEAM", "the groups that own objectives"),
    "tree": ("board:tree", "how the goals serve each other, from the company down"),
    "meet": ("meetings:meet", "hold a meeting, or take part in the one that is running"),
    "meetings": ("meetings:NOUN", "the meetings held, and their minutes"),
    "calendar": ("calendar:NOUN", "the meetings in everybody's calendar: plan, export, publish"),
    "vote": ("meetings:vote", "your private vote in the running meeting"),
    "report": ("report:report", "a report as Markdown, HTML, CSV or JSON"),
    "log": ("history:log", "who did what and when"),
    "at": ("history:at", "the board as it was at the end of a day"),
    "undo": ("history:undo", "take your newest change back"),
    "redo": ("history:redo", "make your newest undone change again"),
    "import": ("transfer:import_", "read objectives and key results from a sheet or JSON"),
    "export": ("transfer:export", "write everything to CSV or JSON"),
    "backup": ("doctor:backup", "copy the board to a safe file"),
    "doctor": (
        "doctor:doctor",
        "look whether the board file is sound; --repair mends one that is not",
    ),
    "config": ("config:NOUN", "settings of the board, and your own"),
    "completion": ("completion:completion", "completion for bash, zsh or fish"),
    "man": ("completion:man", "where the man page is: man $(okrboard man)"),
}
"""In the order in which help shows them."""

HIDDEN: dict[str, tuple[str, str]] = {
    "__complete": ("completion:complete", "the names that a shell completes"),
}
"""Commands for programs, which help and completion leave out."""


def load_command(name: str) -> Command | Noun:
    """Return a command of the tables, or a noun with its verbs, from its module."""
    module, _, attribute = (COMMANDS.get(name) or HIDDEN[name])[0].partition(":")
    command: Command | Noun = getattr(import_module(f"okrboard.cli.{module}"), attribute)
    return command
