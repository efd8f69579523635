"""The screens there are, by name; each is imported when it is first opened.

How to add a screen `plan`:

1. Write `screens/plan.py` with `class PlanScreen(OkrScreen): KEYS = "plan"` (see `base`), and add
   `"plan": ("okrboard.tui.screens.plan", "PlanScreen")` to `SCREENS` below.
2. Keys: add its actions to `tui/actions.py` (`Action("plan.draw", "d", ...)`), its title to
   `TITLES`, what it shares to `SHARED`, its foot line to `tui/feet.py`. The base class binds them
   to `action_draw()`; a person's own keys, the help, the palette and the key tables follow.
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

SCREENS: dict[str, tuple[str, str]] = {
    "board": ("okrboard.tui.screens.board", "BoardScreen"),
    "objective": ("okrboard.tui.screens.objective", "ObjectiveScreen"),
    "manage": ("okrboard.tui.screens.manage", "ManageScreen"),
    "meeting": ("okrboard.tui.screens.meeting", "MeetingScreen"),
    "reflect": ("okrboard.tui.screens.meeting", "ReflectScreen"),
    "goals": ("okrboard.tui.screens.meeting", "GoalsScreen"),
    "schedule": ("okrboard.tui.screens.schedule", "ScheduleScreen"),
    "alignment": ("okrboard.tui.screens.alignment", "AlignmentScreen"),
    "minutes": ("okrboard.tui.screens.minutes", "MinutesScreen"),
    "help": ("okrboard.tui.screens.help", "HelpScreen"),
}
"""Module and class by name. Who takes a screen out takes its promises out with it."""


def is_there(name: str) -> bool:
    """Say whether there is a screen of this name."""
    return name in SCREENS
