"""What a person can do by a key, and the screens there are: data. Imports nothing of Textual.

An action's id is `<screen>.<name>`; `app` holds what every screen has, `move` the cursor's keys.
To add an action, add a line here and a method `action_<name>` to the screen; help, palette, foot,
the key tables of the documents and the check of a person's keymap follow from the line. To add a
screen `plan`:

1. Write `screens/plan.py` with `class PlanScreen(OkrScreen): KEYS = "plan"` (see `base`), and add
   `"plan": ("okrboard.tui.screens.plan", "PlanScreen")` to `SCREENS` below.
2. Keys: add its actions to `ACTIONS` (`KeyAction("plan.draw", "d", ...)`), its title to `TITLES`,
   what it shares to `SHARED`, its foot line to `FEET`. The base class binds them to
   `action_draw()`; a person's own keys, the help, the palette and the key tables follow.
3. What it works with: `self.session` has `service`, `clock`, `options`, `keymap`; `self.board` is
   the snapshot to paint; `self.peers` who else is here. Nothing reads the store besides.
4. Changing: `self.change("what", lambda draft: ...)` runs the edit, tells what went wrong in the
   foot line, and has every screen of the stack repainted before it returns.
5. Repainting: `on_board_changed(old, new)` is called after every change, own or other, on every
   screen of the stack. Repaint what differs, keep the cursor on the same record and never touch
   what is being typed. `on_theme_changed()` and `on_peers_changed(peers)` work alike.
6. Opening it: `app.show("plan", plan=12)`; the keywords go to the class. An action with
   `opens="plan"` is promised in foot, help and palette only while `plan` is in `SCREENS`.
7. Paint with `self.okr.inks.strip(line, width)`: a line is a list of (text, style name), and the
   names are those of `paint/palette.py`. Nothing of a person's text ever meets markup.
"""

from __future__ import annotations

from okrboard.domain.record import Record


class KeyAction(Record):
    """One thing a person can do."""

    id: str
    """Its name in the configuration, `board.check_in`."""
    keys: str
    """Keys by default, apart by spaces; the first is the one that is shown."""
    label: str
    """A word or two for the foot, the palette and the help."""
    tooltip: str
    """A sentence for the help."""
    group: str
    """Under which head the help shows it."""
    opens: str = ""
    """The screen it opens; where that screen is not there, neither is the promise."""
    does: str = ""
    """What Textual shall run, when that is not the method named by the id."""
    priority: bool = False
    """Whether the key is taken before a widget that is typed in sees it."""

    @property
    def screen(self) -> str:
        """The part of the id before the point."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the id behind the point."""
        return self.id.partition(".")[2]

    @property
    def run(self) -> str:
        """The action as Textual runs it, from a binding of a screen."""
        return self.does or (f"app.{self.name}" if self.screen == "app" else self.name)


class Hint(Record):
    """A place in the foot line: one action, or two that belong together as `H/L`."""

    ids: tuple[str, ...]
    label: str


_MOVE, _CARD, _GOALS, _VIEW, _WORK = "Move", "Cards", "Goals", "View", "okrboard"
_LEAD, _SAY, _PLAN, _TAKE = "Lead", "Say", "Plan", "Take along"


def _at_stage(name: str, keys: str, label: str, tooltip: str) -> KeyAction:
    """Return a key of a meeting whose meaning is its stage's."""
    return KeyAction(f"meeting.{name}", keys, label, tooltip, _SAY, does=f"stage('{name}')")


_MEETING = (
    KeyAction("meeting.next", "right space", "next", "On: to the next item, or reveal", _LEAD),
    KeyAction("meeting.previous", "left b", "back", "Back to the item before", _LEAD),
    KeyAction("meeting.down", "j down", "down", "One down", _MOVE, does="step(1)"),
    KeyAction("meeting.up", "k up", "up", "One up", _MOVE, does="step(-1)"),
    KeyAction("meeting.first", "home", "first", "To the first", _MOVE, does="leap('first')"),
    KeyAction("meeting.last", "end", "last", "To the last", _MOVE, does="leap('last')"),
    KeyAction("meeting.page_up", "pageup", "page up", "A page up", _MOVE, does="leap('page_up')"),
    KeyAction(
        "meeting.page_down", "pagedown", "page down", "A page down", _MOVE, does="leap('page_down')"
    ),
    KeyAction("meeting.skip", "s", "skip", "Pass this by; its time goes to the others", _LEAD),
    KeyAction("meeting.more", "plus", "+2 min", "Two more minutes for this", _LEAD),
    KeyAction("meeting.pause", "p", "pause", "Stop the clock, or let it run on", _LEAD),
    KeyAction("meeting.only", "z", "only this", "Hide everything but the item", _VIEW),
    KeyAction("meeting.follow", "g", "follow", "Look at what everybody looks at", _VIEW),
    KeyAction("meeting.token", "P", "token", "Pass the lead on, or take it when it is free", _LEAD),
    _at_stage("open", "enter", "open", "Tick, talk about, put together, vote on what is in hand"),
    _at_stage("check_in", "c", "value", "Type the value of the key result"),
    _at_stage("driver", "d", "driver", "Name what drove it last week"),
    _at_stage("fix", "f", "fix", "What did not work, and the quick fix"),
    _at_stage("action", "a", "action", "Plan an action"),
    _at_stage("numbers", "number_sign", "numbers", "The picture of the cycle as numbers, and back"),
    _at_stage("vote", "v", "vote", "Vote, or call the next one to vote"),
    _at_stage("keep", "y", "yes", "Kept, keep it, I own it; at the end: minutes to the clipboard"),
    _at_stage("drop", "x", "no", "Drop it, take it apart, it is not mine"),
    _at_stage("carry", "o", "on", "It goes on: carry it over, contribute to it"),
    _at_stage("word", "w", "a word", "One word, or why; at the end: minutes to a file"),
    _at_stage("here", "h", "is here", "Tick who is here"),
    _at_stage("minutes", "m", "minutes", "How long we have"),
    _at_stage("new", "n", "new", "A win, a card, a proposal, a key result"),
    _at_stage("edit", "e", "change", "Change what the cursor is on"),
    _at_stage("decision", "D", "decision", "Note a decision, or correct one"),
    _at_stage("agree", "A", "agreement", "Make a working agreement for the next meetings"),
    _at_stage("put_off", "O", "put off", "Not now: the goal ends and may come back"),
    _at_stage("end", "E", "close it", "The goal ends with its score"),
    _at_stage("cycle", "C", "cycle", "Close the cycle, or choose the one that goals are for"),
    _at_stage("task", "T", "make an action", "Turn a task round: what changes when it is done?"),
    _at_stage("not_doing", "N", "not doing", "Note what we shall not do"),
)

ACTIONS: tuple[KeyAction, ...] = (
    KeyAction("app.help", "question_mark f1", "help", "What every key does here", _WORK, "help"),
    KeyAction(
        "app.palette",
        "ctrl+p",
        "palette",
        "Find any action by its name",
        _WORK,
        "help",
        priority=True,
    ),
    KeyAction("app.undo", "u", "undo", "Take back my newest change", _WORK),
    KeyAction("app.redo", "U", "redo", "Make my newest undone change again", _WORK),
    KeyAction("app.theme", "t", "theme", "Take the next theme, and remember it", _VIEW),
    KeyAction(
        "app.back", "escape", "back", "Close this, or clear the filter", _VIEW, does="screen.back"
    ),
    KeyAction(
        "app.suspend",
        "ctrl+z",
        "to the shell",
        "Leave okrboard waiting; the shell's fg brings it back",
        _WORK,
        does="app.suspend_process",
        priority=True,
    ),
    KeyAction(
        "app.manage", "comma", "settings", "Members, teams, cycles, settings", _WORK, "manage"
    ),
    KeyAction("app.quit", "q", "quit", "Leave okrboard", _WORK),
    KeyAction(
        "move.left", "h left", "left", "To the column on the left", _MOVE, does="move('left')"
    ),
    KeyAction("move.down", "j down", "down", "One down", _MOVE, does="move('down')"),
    KeyAction("move.up", "k up", "up", "One up", _MOVE, does="move('up')"),
    KeyAction(
        "move.right", "l right", "right", "To the column on the right", _MOVE, does="move('right')"
    ),
    KeyAction("move.first", "home", "first", "To the first", _MOVE, does="move('first')"),
    KeyAction("move.last", "end", "last", "To the last", _MOVE, does="move('last')"),
    KeyAction("move.page_up", "pageup", "page up", "A page up", _MOVE, does="move('page_up')"),
    KeyAction(
        "move.page_down", "pagedown", "page down", "A page down", _MOVE, does="move('page_down')"
    ),
    KeyAction("board.open", "enter", "open", "Everything about the objective", _GOALS, "objective"),
    KeyAction("board.check_in", "c", "check in", "Say where a key result stands", _GOALS),
    KeyAction("board.new", "n", "new", "A new objective, key result or action", _GOALS),
    KeyAction("board.edit", "e", "edit", "Change the objective", _GOALS),
    KeyAction(
        "board.card_left", "H", "card left", "Move the card to the column on the left", _CARD
    ),
    KeyAction(
        "board.card_right", "L", "card right", "Move the card to the column on the right", _CARD
    ),
    KeyAction("board.card_down", "J", "card down", "Put the card one lower in its column", _CARD),
    KeyAction("board.card_up", "K", "card up", "Put the card one higher in its column", _CARD),
    KeyAction("board.filter", "slash", "filter", "Show only what matches", _VIEW),
    KeyAction("board.group", "g", "group", "Columns by status, owner, team or level", _VIEW),
    KeyAction("board.zoom", "z", "zoom", "Tell more or less of each card", _VIEW),
    KeyAction(
        "board.meeting", "m", "meeting", "Hold a meeting around the board", _GOALS, "meeting"
    ),
    KeyAction("board.schedule", "s", "schedule", "The cycle's meetings", _VIEW, "schedule"),
    KeyAction("board.alignment", "a", "alignment", "What leads to what", _VIEW, "alignment"),
    KeyAction(
        "board.minutes", "M", "minutes", "Meetings held, and their minutes", _VIEW, "minutes"
    ),
    KeyAction("objective.check_in", "c", "check in", "Say where the key result stands", _GOALS),
    KeyAction("objective.new", "n", "new", "A new key result or action", _GOALS),
    KeyAction("objective.edit", "e", "edit", "Change what the cursor is on", _GOALS),
    KeyAction(
        "objective.open", "enter", "open", "All of a key result, or change an action", _GOALS
    ),
    KeyAction("objective.status", "s", "status", "Commit to it, say how it is, close it", _GOALS),
    KeyAction("objective.task", "T", "make an action", "Turn a task round: what changes?", _GOALS),
    KeyAction("objective.keep", "x", "kept", "The action was done, or is open again", _GOALS),
    KeyAction("objective.drop", "d", "drop", "The action will not be done", _GOALS),
    KeyAction("objective.carry", "greater_than_sign", "carry", "To the next check-in", _GOALS),
    *_MEETING,
    KeyAction(
        "schedule.skip", "x", "skip", "The meeting is off, with a word why; or on again", _PLAN
    ),
    KeyAction("schedule.move_meeting", "M", "move", "Hold the meeting at another time", _PLAN),
    KeyAction(
        "schedule.restore", "r", "as planned", "Where the rule has it, holiday or not", _PLAN
    ),
    KeyAction("schedule.edit", "e enter", "edit", "Change the series, from here on or all", _PLAN),
    KeyAction("schedule.new", "n", "new", "Plan a series, or the usual meetings", _PLAN),
    KeyAction("schedule.end", "d", "end", "No more meetings from here on, or cancel all", _PLAN),
    KeyAction("schedule.to_file", "w", "to a file", "Write the meetings to a calendar file", _PLAN),
    KeyAction("schedule.holidays", "f", "holidays", "Days without meetings, from a file", _PLAN),
    KeyAction("schedule.choose_holidays", "F", "which count", "Which holidays count", _PLAN),
    KeyAction("schedule.cycle_before", "H", "cycle before", "Show the cycle before", _VIEW),
    KeyAction("schedule.cycle_after", "L", "next cycle", "Show the cycle after it", _VIEW),
    KeyAction("alignment.open", "enter", "open", "Everything about the goal", _GOALS, "objective"),
    KeyAction(
        "alignment.edit", "e", "what it serves", "Say which goal it serves, or why none", _GOALS
    ),
    KeyAction("alignment.cycle_before", "H", "cycle before", "Show the cycle before", _VIEW),
    KeyAction("alignment.cycle_after", "L", "next cycle", "Show the cycle after it", _VIEW),
    KeyAction("minutes.open", "enter", "read", "Read the minutes", _VIEW),
    KeyAction("minutes.older", "H", "meeting before", "The meeting before it", _VIEW),
    KeyAction("minutes.newer", "L", "next meeting", "The meeting after it", _VIEW),
    KeyAction("minutes.on", "space", "on", "A page down", _MOVE, does="move('page_down')"),
    KeyAction(
        "minutes.search", "slash", "search", "Only meetings in which these words fell", _VIEW
    ),
    KeyAction("minutes.keep", "y", "to the clipboard", "The minutes to the clipboard", _TAKE),
    KeyAction("minutes.to_file", "w", "to a file", "The minutes to a file", _TAKE),
    KeyAction(
        "minutes.meeting", "m", "meeting", "Hold a meeting, or go back to it", _LEAD, "meeting"
    ),
    KeyAction("form.save", "ctrl+s", "save", "Keep what is typed", _WORK, priority=True),
    KeyAction(
        "form.editor", "ctrl+e", "editor", "Type a long text in my own editor", _WORK, priority=True
    ),
    KeyAction("help.run", "enter", "do it", "Do what the cursor is on", _WORK),
)
"""Every action, in the order of the help."""

BY_ID: dict[str, KeyAction] = {action.id: action for action in ACTIONS}

TITLES: dict[str, str] = {
    "app": "Everywhere",
    "move": "The cursor",
    "board": "Board",
    "objective": "Objective",
    "meeting": "Meetings",
    "schedule": "Schedule",
    "alignment": "Alignment",
    "minutes": "Minutes",
    "form": "Forms",
    "help": "Help",
}
"""Each screen's name for people, in the order of the help."""

TYPING = frozenset({"form", "help"})
"""Screens in which letters are text: no letter can be an action there."""

SHARED: dict[str, tuple[str, ...]] = {
    "board": ("move", "app"),
    "objective": ("move", "app"),
    "meeting": ("app",),
    "schedule": ("move", "app"),
    "alignment": ("move", "app"),
    "minutes": ("move", "app"),
    "form": ("app",),
    "help": ("move", "app"),
}
"""What each screen has besides its own actions."""

PRESETS: dict[str, dict[str, str]] = {
    "vim": {},
    "arrows": {
        "move.left": "left",
        "move.down": "down",
        "move.up": "up",
        "move.right": "right",
        "board.card_left": "shift+left less_than_sign",
        "board.card_right": "shift+right greater_than_sign",
        "board.card_down": "shift+down",
        "board.card_up": "shift+up",
        "app.redo": "U ctrl+y",
        "meeting.down": "down",
        "meeting.up": "up",
    },
}
"""Whole keymaps by name, as what differs from the keys above."""


def hints(screen: str, *places: str | tuple[str, ...]) -> tuple[Hint, ...]:
    """Return hints for a screen, each written as an action's name, or as one or two and a word.

    Names without a point are the screen's own. Where no word is given it is the action's label.
    """
    found = []
    for place in places:
        names, word = ((place,), "") if isinstance(place, str) else (place[:-1], place[-1])
        ids = tuple(name if "." in name else f"{screen}.{name}" for name in names)
        found.append(Hint(ids, word or BY_ID[ids[0]].label))
    return tuple(found)


_ALWAYS = ("app.undo", "app.back", "app.help")
_TURN = ("cycle_before", "cycle_after", "other cycle")

NO_GOAL = hints("board", "new", "meeting", "app.manage", "app.undo", "app.help", "app.quit")
"""The foot line of a board without a goal, where most keys have nothing to work on."""

NOTHING_FOUND = hints("board", ("app.back", "show all"), "filter", "new", "app.help")
"""The foot line of a board whose filter lets nothing through."""

PROPOSAL = hints("objective", ("status", "commit"), "check_in", "new", "edit", *_ALWAYS)
"""The foot line of an objective's page while nobody has committed to it."""

ON_ACTION = hints(
    "objective",
    *("keep", ("carry", "carry over"), "drop", "edit", "check_in", "new", "app.undo", "app.back"),
)
"""The foot line of an objective's page while the cursor is on an open action."""

NO_MEETINGS = hints("schedule", "new", _TURN, "holidays", *_ALWAYS)
"""The foot line of a schedule without meetings."""

_PAPER = (("keep", "clipboard"), ("to_file", "file"))
READING = hints("minutes", "on", ("older", "newer", "other meeting"), *_PAPER, *_ALWAYS[1:])
"""The foot line of the minutes while one reads some."""

NO_MEETING = hints("minutes", "meeting", *_ALWAYS[1:])
"""The foot line of the minutes of a board that has held no meeting."""

NO_SUCH_WORDS = hints("minutes", ("app.back", "show all"), "search", "app.help")
"""The foot line of the minutes when the words that were looked for fell in none."""

FEET: dict[str, tuple[Hint, ...]] = {
    "board": hints(
        "board",
        *("open", "check_in", "new", ("card_left", "card_right", "move"), "filter", "group"),
        *("meeting", "schedule", "app.undo", "app.help"),
    ),
    "objective": hints("objective", "check_in", "new", "edit", "status", *_ALWAYS),
    "meeting": hints("meeting", "next", ("app.back", "board")),
    "schedule": hints("schedule", "skip", "move_meeting", "edit", "new", "end", *_ALWAYS),
    "alignment": hints("alignment", "open", "edit", _TURN, *_ALWAYS),
    "minutes": hints("minutes", "open", "search", *_PAPER, "meeting", *_ALWAYS[1:]),
    "form": hints("form", "save", "editor", "app.back"),
    "help": hints("help", ("move.up", "move.down", "choose"), "run", "app.back"),
}
"""The foot line of each screen, most needed first."""

SCREENS: dict[str, tuple[str, str]] = {
    "board": ("okrboard.tui.screens.board", "BoardScreen"),
    "objective": ("okrboard.tui.screens.objective", "ObjectiveScreen"),
    "manage": ("okrboard.tui.screens.manage", "ManageScreen"),
    "meeting": ("okrboard.tui.screens.meeting", "MeetingScreen"),
    "reflect": ("okrboard.tui.screens.meeting", "reflect_screen"),
    "goals": ("okrboard.tui.screens.meeting", "goals_screen"),
    "schedule": ("okrboard.tui.screens.schedule", "ScheduleScreen"),
    "alignment": ("okrboard.tui.screens.alignment", "AlignmentScreen"),
    "minutes": ("okrboard.tui.screens.minutes", "MinutesScreen"),
    "help": ("okrboard.tui.screens.help", "HelpScreen"),
}
"""Module and class by name. Who takes a screen out takes its promises out with it."""


def is_there(name: str) -> bool:
    """Say whether there is a screen of this name."""
    return name in SCREENS
