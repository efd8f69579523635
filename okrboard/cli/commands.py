"""The table of commands: each name, the module that does it, and one line of help.

A module is imported only when its command is called. It has a `COMMAND` or, for a noun with verbs,
a `NOUN` of `okrboard.cli.spec`.
"""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "make a board"),
    "demo": ("demo", "open a throw-away board that looks alive"),
    "board": ("board", "the board as text"),
    "show": ("show", "one objective, key result or action with all that is known"),
    "due": ("due", "what you owe before the next check-in"),
    "brief": ("brief", "the Friday brief in 12 lines"),
    "check-in": ("check_in", "note where a key result stands"),
    "check": ("check", "ask whether a key result is a value or a task"),
    "objective": ("objective", "propose, edit, commit, close, carry objectives"),
    "kr": ("kr", "add, edit, list key results"),
    "action": ("action", "what is done next week: add, done, drop, carry"),
    "cycle": ("cycle", "the spans a team works in"),
    "member": ("member", "who is on the board"),
    "team": ("team", "the groups that own objectives"),
    "tree": ("tree", "how the goals serve each other, from the company down"),
    "meet": ("meet", "hold a meeting, or take part in the one that is running"),
    "meetings": ("meetings", "the meetings held, and their minutes"),
    "calendar": ("calendar", "the meetings in everybody's calendar: plan, export, publish"),
    "vote": ("vote", "your private vote in the running meeting"),
    "report": ("report", "a report as Markdown, HTML, CSV or JSON"),
    "log": ("log", "who did what and when"),
    "at": ("at", "the board as it was at the end of a day"),
    "undo": ("undo", "take your newest change back"),
    "redo": ("redo", "make your newest undone change again"),
    "import": ("import_", "read objectives and key results from a sheet or JSON"),
    "export": ("export", "write everything to CSV or JSON"),
    "backup": ("backup", "copy the board to a safe file"),
    "doctor": ("doctor", "look whether the board file is sound; --repair mends one that is not"),
    "config": ("config", "settings of the board, and your own"),
    "completion": ("completion", "completion for bash, zsh or fish"),
    "man": ("man", "where the man page is: man $(okrboard man)"),
}
"""In the order in which help shows them."""

HIDDEN: dict[str, tuple[str, str]] = {
    "__complete": ("complete", "the names that a shell completes"),
}
"""Commands for programs, which help and completion leave out."""
