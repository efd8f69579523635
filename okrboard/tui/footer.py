"""Which keys the foot line of each screen shows, as data.

Imports nothing of Textual.
"""

from __future__ import annotations

from okrboard.tui.actions import Hint

FEET: dict[str, tuple[Hint, ...]] = {
    "board": (
        Hint(("board.open",), "open"),
        Hint(("board.check_in",), "check in"),
        Hint(("board.new",), "new"),
        Hint(("board.card_left", "board.card_right"), "move"),
        Hint(("board.filter",), "filter"),
        Hint(("board.group",), "group"),
        Hint(("board.meeting",), "meeting"),
        Hint(("board.schedule",), "schedule"),
        Hint(("app.undo",), "undo"),
        Hint(("app.help",), "help"),
    ),
    "objective": (
        Hint(("objective.check_in",), "check in"),
        Hint(("objective.new",), "new"),
        Hint(("objective.edit",), "edit"),
        Hint(("objective.status",), "status"),
        Hint(("app.undo",), "undo"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "help"),
    ),
    "meeting": (Hint(("meeting.next",), "next"), Hint(("app.back",), "board")),
    "schedule": (
        Hint(("schedule.skip",), "skip"),
        Hint(("schedule.move_meeting",), "move"),
        Hint(("schedule.edit",), "edit"),
        Hint(("schedule.new",), "new"),
        Hint(("schedule.end",), "end"),
        Hint(("app.undo",), "undo"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "help"),
    ),
    "alignment": (
        Hint(("alignment.open",), "open"),
        Hint(("alignment.edit",), "what it serves"),
        Hint(("alignment.cycle_before", "alignment.cycle_after"), "other cycle"),
        Hint(("app.undo",), "undo"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "help"),
    ),
    "minutes": (
        Hint(("minutes.open",), "read"),
        Hint(("minutes.search",), "search"),
        Hint(("minutes.keep",), "clipboard"),
        Hint(("minutes.to_file",), "file"),
        Hint(("minutes.meeting",), "meeting"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "help"),
    ),
    "form": (
        Hint(("form.save",), "save"),
        Hint(("form.editor",), "editor"),
        Hint(("app.back",), "back"),
    ),
    "help": (
        Hint(("move.up", "move.down"), "choose"),
        Hint(("help.run",), "do it"),
        Hint(("app.back",), "back"),
    ),
}
"""The foot line of each screen, most needed first."""

NO_GOAL = (
    Hint(("board.new",), "new"),
    Hint(("board.meeting",), "meeting"),
    Hint(("app.manage",), "settings"),
    Hint(("app.undo",), "undo"),
    Hint(("app.help",), "help"),
    Hint(("app.quit",), "quit"),
)
"""The foot line of a board without a goal, where most keys have nothing to work on."""

NOTHING_FOUND = (
    Hint(("app.back",), "show all"),
    Hint(("board.filter",), "filter"),
    Hint(("board.new",), "new"),
    Hint(("app.help",), "help"),
)
"""The foot line of a board whose filter lets nothing through."""

READING = (
    Hint(("minutes.on",), "on"),
    Hint(("minutes.older", "minutes.newer"), "other meeting"),
    Hint(("minutes.keep",), "clipboard"),
    Hint(("minutes.to_file",), "file"),
    Hint(("app.back",), "back"),
    Hint(("app.help",), "help"),
)
"""The foot line of the minutes while one reads some."""

NO_MEETING = (
    Hint(("minutes.meeting",), "meeting"),
    Hint(("app.back",), "back"),
    Hint(("app.help",), "help"),
)
"""The foot line of the minutes of a board that has held no meeting."""

NO_SUCH_WORDS = (
    Hint(("app.back",), "show all"),
    Hint(("minutes.search",), "search"),
    Hint(("app.help",), "help"),
)
"""The foot line of the minutes when the words that were looked for fell in none."""

PROPOSAL = (
    Hint(("objective.status",), "commit"),
    *(hint for hint in FEET["objective"] if hint.ids != ("objective.status",)),
)
"""The foot line of an objective's page while nobody has committed to it."""
