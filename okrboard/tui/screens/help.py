"""`HelpScreen`: what every key does, searched by typing; what is chosen is done.

`?` shows everything, by screen; ctrl+p only what can be done here, themes included. Both are made
from the table of actions and the person's keymap, so that neither can promise what is not so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widget import Widget

from okrboard.tui.actions import ACTIONS, SHARED, TITLES, KeyAction, is_there
from okrboard.tui.keys import Keymap, show, working_keys
from okrboard.tui.paint.help import HelpEntry, matching, paint_help
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.palette import PALETTES
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.widgets.ask_line import AskLine
from okrboard.tui.widgets.page_view import PageView


class HelpScreen(OkrScreen):
    """A line to search in, and the actions that match."""

    KEYS = "help"
    # A page up or down is none of the search line's keys, which would swallow it.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "move('page_up')", priority=True),
        Binding("pagedown", "move('page_down')", priority=True),
        # It goes to the next field everywhere, and can be given to nothing else.
        Binding("tab", "names", priority=True),
    ]

    def __init__(self, about: str = "board", *, here_only: bool = False) -> None:
        """Take the screen that was left for it, and whether to show only what works there."""
        super().__init__()
        self._about = about
        self._here_only = here_only
        self._entries: list[HelpEntry] = []
        self._found: list[HelpEntry] = []
        self._at = 0
        self._named = False

    def parts(self) -> Iterable[Widget]:
        """Return the line to search in, and the page."""
        self._ask = AskLine()
        self._page = PageView()
        self._page.can_focus = False
        return self._ask, self._page

    def cut(self) -> Line:
        """Return how much of the help is out of sight."""
        return self._page.cut()

    def foot_keys(self) -> list[tuple[str, str]]:
        """Return the keys, the one for the configuration's names before the way back."""
        *others, back = super().foot_keys()
        return [*others, ("tab", "sentences" if self._named else "names"), back]

    def on_mount(self) -> None:
        """Show everything, and take the keys."""
        super().on_mount()
        self._entries = self._all()
        self._ask.ask(
            "what shall be done?" if self._here_only else "which key, or what for?",
            lambda _: self.action_run(),
            typed=self._search,
            dropped=self.action_back,
        )
        self.call_after_refresh(lambda: self._search(self._ask.text))

    def action_move(self, where: str) -> None:
        """Move the cursor over the entries."""
        page = max(1, self._page.size.height - 2)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        self._at = min(max(self._at + steps.get(where, 0), 0), max(0, len(self._found) - 1))
        self._paint()

    def action_names(self) -> None:
        """Show what the configuration calls each action, or what it does."""
        self._named = not self._named
        self._paint()
        self.refresh_foot()

    def action_run(self) -> None:
        """Close with what the cursor is on; the app does it on the screen that was left."""
        if not self._found:
            return
        entry = self._found[self._at]
        if not entry.run:
            self.tell(f"{entry.label} is for another screen: {entry.section.casefold()}")
            return
        self.dismiss(entry.run)

    def on_ask_line_left(self, message: AskLine.Left) -> None:
        """Go up and down from the search line."""
        self.action_move("up" if message.key == "up" else "down")

    def on_page_view_pointed(self, message: PageView.Pointed) -> None:
        """Put the cursor where somebody clicked; the second click does it."""
        self._at = message.index
        self._paint()
        if message.opens:
            self.action_run()

    def on_resize(self, event: Resize) -> None:
        """Paint for another width."""
        super().on_resize(event)
        self.call_after_refresh(self._paint)

    def on_theme_changed(self) -> None:
        """Paint in other colours."""
        self.refresh(recompose=False)

    def _search(self, text: str) -> None:
        self._found = matching(self._entries, text)
        self._at = 0
        self._page.top = 0
        self._paint()

    def _paint(self) -> None:
        nothing = f"nothing here is called {self._ask.text}"
        width, named = self._page.size.width, self._named
        painted = paint_help(
            self._found, self._at, width, self.glyphs, named=named, nothing=nothing
        )
        self._page.show(painted.lines, painted.rows, self._at)

    def _all(self) -> list[HelpEntry]:
        options, keymap = self.session.options, self.session.keymap
        scopes = [self._about, *SHARED.get(self._about, ())]
        if not self._here_only:
            scopes += [screen for screen in TITLES if screen not in scopes]
        told = [*options.notes, *keymap.problems] if not self._here_only else []
        found = [HelpEntry("Told at the start", "", "", line) for line in told]
        for scope in scopes:
            found += self._of_scope(scope, keymap)
        if self._here_only and options.colour:
            found += [
                HelpEntry("Themes", "", f"theme {name}", theme.label, run=f"app.theme('{name}')")
                for name, theme in PALETTES.items()
            ]
        return found

    def _of_scope(self, scope: str, keymap: Keymap) -> list[HelpEntry]:
        works = scope in (self._about, *SHARED.get(self._about, ()))
        return [
            HelpEntry(
                TITLES[scope],
                self._keys(scope, action, keymap),
                action.label,
                action.tooltip,
                action.id,
                action.run if works else "",
            )
            for action in ACTIONS
            if action.screen == scope and (not action.opens or is_there(action.opens))
        ]

    def _keys(self, scope: str, action: KeyAction, keymap: Keymap) -> str:
        plain = self.session.options.ascii
        screen = self._about if scope in SHARED.get(self._about, ()) else scope
        return " ".join(show(key, ascii=plain) for key in working_keys(screen, action, keymap))
