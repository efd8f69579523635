"""What people type who know other programs: the words of this one for it.

Read only after a word that nobody knows.
"""

from __future__ import annotations

from okrboard.domain.lookup import parse_reference

COMMANDS = {
    "ls": "board",
    "list": "board",
    "status": "board",
    "version": "--version",
    "update": "check-in",
    "add": "objective add",
    "new": "objective add",
    "propose": "objective propose",
    "users": "member",
    "people": "member",
    "user": "member",
    "todo": "action",
    "todos": "action",
    "task": "action",
    "tasks": "action",
    "minutes": "meetings minutes",
    "history": "log",
    "settings": "config",
    "set": "config set",
    "restore": "doctor",
    "repair": "doctor --repair",
    "check_in": "check-in",
    "goals": "objective",
    "keyresult": "kr",
    "key-result": "kr",
}
"""Commands for words that look like none of them."""

VERBS = {
    "rm": ("remove", "drop", "end"),
    "delete": ("remove", "drop", "end"),
    "del": ("remove", "drop", "end"),
    "cancel": ("remove", "drop", "end"),
    "new": ("add", "propose"),
    "create": ("add", "propose"),
    "join": ("add",),
    "leave": ("remove",),
    "ls": ("list",),
    "all": ("list",),
    "view": ("show", "list"),
    "get": ("show", "get"),
    "change": ("edit", "set"),
    "update": ("edit", "set"),
    "rename": ("edit",),
    "close": ("close", "done"),
    "finish": ("done", "close"),
    "keep": ("done",),
    "end": ("close", "end", "done"),
    "open": ("start", "reopen"),
    "begin": ("start",),
    "postpone": ("carry", "move"),
    "sync": ("publish",),
}
"""Verbs for others; the first one that a noun has is meant."""


def command_meant(word: str) -> str:
    """Return `; did you mean …?` for a word that is no command; empty where nobody can say."""
    named = parse_reference(word)
    if named is not None:
        ref = word.strip().upper()
        more = f", okrboard check-in {ref} VALUE notes it" if named[0] == "key_results" else ""
        if named[0] in ("objectives", "key_results", "actions"):
            return f"; okrboard show {ref} shows it{more}"
        if named[0] == "meetings":
            return f"; okrboard meetings minutes {ref} shows what was said"
    found = COMMANDS.get(word.casefold())
    return f"; did you mean {found}?" if found else ""


def verb_meant(word: str, verbs: list[str]) -> str:
    """Return `; did you mean …?` for a word that is no verb of a noun; empty for others."""
    named = parse_reference(word)
    if named is not None and named[0] == "meetings" and "minutes" in verbs:
        return f"; okrboard meetings minutes {word.strip().upper()} shows what was said"
    for verb in VERBS.get(word.casefold(), ()):
        if verb in verbs:
            return f"; did you mean {verb}?"
    return ""
