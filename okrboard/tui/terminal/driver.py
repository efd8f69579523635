"""Textual's driver with a calmer mouse, and an ear for what the terminal says of its background.

Textual asks the mouse for every cell it passes over, which over a slow link is a stream of reports
that nobody here needs. Of a terminal's answers it knows some; the others it takes for typed keys.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable
from threading import Event
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from okrboard.tui.terminal.first_frame import ENTER, Early

_MODES = ("1000", "1002", "1006")
"""Presses, motion while a button is down, and coordinates beyond 223."""

_ASK_BACKGROUND = "\x1b]11;?\x1b\\"
"""Asks for the background (OSC 11 of xterm's control sequences); not every terminal answers."""

_PATIENCE = 0.3
"""Seconds in which a terminal answers, also one that is not near."""

_LONGEST_ANSWER = 200


class BackgroundTold(Message):
    """The terminal said how light its background is."""

    def __init__(self, light: bool) -> None:
        """Take whether dark text reads better on it."""
        super().__init__()
        self.light = light


class CalmParser(XTermParser):
    """Takes a terminal's answers out of what is typed."""

    def __init__(self, answered: Callable[[str], object], debug: bool = False) -> None:
        """Take what to call with the text of an answer, without its frame."""
        super().__init__(debug)
        self._answered = answered
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Return the events in what was read."""
        if not data:
            return super().feed(data)
        typed, self._held, answers = split_answers(self._held + data)
        for answer in answers:
            self._answered(answer)
        # Nothing left to read would mean the end of the input.
        return super().feed(typed) if typed else ()


class CalmDriver(LinuxDriver):
    """The driver for Linux and macOS."""

    _asked = 0.0
    _answered: Event | None = None
    _is_inside = False
    """Whether the alternate screen is there already: entering it again would clear it."""

    def start_application_mode(self) -> None:
        """Take the terminal, or take it over with the picture that stands on it."""
        early: Early | None = getattr(self._app, "early", None)
        settings = early.hand_over() if early is not None else None
        self._is_inside = settings is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if settings is not None:
            self.attrs_before = settings
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._tell_size))

    def write(self, data: str) -> None:
        """Send something to the terminal."""
        if self._is_inside and data == ENTER:
            self._is_inside = False
        else:
            super().write(data)

    def _tell_size(self) -> None:
        """Tell the size as it is now.

        Textual's own handler of the signal measures within it. Where a second signal interrupts
        that, the older size is told last, and the screen keeps it.
        """
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def ask_background(self) -> None:
        """Ask the terminal for its background; `BackgroundTold` comes if it answers."""
        if self._key_thread is None or not self._key_thread.is_alive():
            return
        self._asked, self._answered = monotonic(), Event()
        self.write(_ASK_BACKGROUND)

    def disable_input(self) -> None:
        """Read no more; an answer that is on its way must not end up in the shell."""
        if self._answered is not None:
            self._answered.wait(max(0.0, self._asked + _PATIENCE - monotonic()))
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and answers until the end."""
        # The driver makes its parser by this name, and offers no other way in.
        linux_driver.XTermParser = self._parser  # type: ignore[attr-defined, assignment]
        super().run_input_thread()

    def _parser(self, debug: bool = False) -> CalmParser:
        return CalmParser(self._answer, debug)

    def _answer(self, answer: str) -> None:
        if self._answered is not None:
            self._answered.set()
        light = is_light(answer)
        if light is not None:
            self._app.post_message(BackgroundTold(light))

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            for mode in _MODES:
                self.write(f"\x1b[?{mode}h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            for mode in _MODES:
                self.write(f"\x1b[?{mode}l")

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            # Stopped from outside, not by us: the shell has taken the terminal back meanwhile.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()


def split_answers(data: str) -> tuple[str, str, list[str]]:
    """Return what was typed, an answer that is not whole yet, and the answers, out of one reading.

    An answer is an operating system command, `ESC ]` up to BEL or `ESC \\`; what begins like one
    and does not end within 200 characters was typed.
    """
    typed = ""
    answers: list[str] = []
    while (start := data.find("\x1b]")) >= 0:
        bell, string_end = data.find("\x07", start), data.find("\x1b\\", start)
        ends = [end for end in (bell, string_end) if end >= 0]
        if not ends:
            if len(data) - start <= _LONGEST_ANSWER:
                return typed + data[:start], data[start:], answers
            break
        end = min(ends)
        typed += data[:start]
        answers.append(data[start + 2 : end])
        data = data[end + (1 if end == bell else 2) :]
    return typed + data, "", answers


def is_light(answer: str) -> bool | None:
    """Return whether an answer tells of a light background; None when it tells of something else.

    `11;rgb:ffff/ffff/ffff`, each part of one to four hexadecimal digits.
    """
    code, _, colour = answer.partition(";")
    parts = colour.removeprefix("rgb:").split("/")
    if code != "11" or not colour.startswith("rgb:") or len(parts) != 3:
        return None
    try:
        red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    except (ValueError, ZeroDivisionError):
        return None
    # Rec. 709 weights of the encoded values: enough to tell light from dark.
    luma: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return luma > 0.5
