"""Keymaps: which keys every action has, out of a preset and what a person's configuration says.

A keymap that came through `make_keymap` has no clash on any screen. What the configuration says
wrongly is left out and told in one line each, so that a slip never takes a key away silently:
Textual's `App.set_keymap` binds what clashes and tells it in a toast, and exists only once Textual
is imported, after the first frame has shown the keys. Only keys that arrive everywhere are taken,
no chord that needs the kitty protocol; what cannot be told apart was measured in tmux 3.3a, plain
VT terminals do the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from string import punctuation
from typing import Final

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.view import View
from okrboard.text import clean
from okrboard.tui.actions import (
    ACTIONS,
    BY_ID,
    FEET,
    NO_GOAL,
    NOTHING_FOUND,
    PRESETS,
    SHARED,
    TITLES,
    TYPING,
    Hint,
    KeyAction,
    is_there,
)

_RENAMED: Final = {
    "plus_sign": "plus",
    "hyphen_minus": "minus",
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "low_line": "underscore",
}


def _sign_name(sign: str) -> str:
    plain = unicodedata.name(sign).casefold().replace(" ", "_").replace("-", "_")
    return _RENAMED.get(plain, plain)


PUNCTUATION: Final[dict[str, str]] = {sign: _sign_name(sign) for sign in f" {punctuation}"}
"""What each sign is called in Textual's names of keys, which come from Unicode's."""

SIGNS: Final[dict[str, str]] = {name: sign for sign, name in PUNCTUATION.items()}

ARROWS: Final = {"up": "↑", "down": "↓", "left": "←", "right": "→"}

_ALIASES: Final = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "backtab": "shift+tab",
    "period": "full_stop",
    "dot": "full_stop",
    "hyphen": "minus",
    "question": "question_mark",
    "less": "less_than_sign",
    "greater": "greater_than_sign",
}
_SHOWN: Final = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del"}
_TRAVEL: Final = frozenset({*ARROWS, "home", "end", "pageup", "pagedown"})
_NAMED: Final = frozenset(
    {
        *_TRAVEL,
        *SIGNS,
        *("enter", "escape", "tab", "shift+tab", "backspace", "insert", "delete"),
        *(f"f{number}" for number in range(1, 13)),
    }
)
_SAME: Final = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+slash": "ctrl+underscore",
    "ctrl+space": "ctrl+at",
    "ctrl+at": "ctrl+space",
    "ctrl+underscore": "ctrl+slash",
    "alt+f": "ctrl+right",
    "alt+b": "ctrl+left",
}
_KEPT: Final = {
    "ctrl+c": "it copies and interrupts",
    "ctrl+q": "it always leaves okrboard",
    "tab": "it goes to the next field",
    "shift+tab": "it goes to the field before",
}


def canonical(written: str) -> str:
    """Return the name Textual has for a key as a person wrote it: `?` is `question_mark`.

    Raises `ValueError` with a sentence when no terminal can be relied on to send it.
    """
    if len(written) == 1:
        return _letter(written)
    *modifiers, key = _parts(written)
    key = PUNCTUATION.get(key, key)
    held = sorted({modifier.casefold() for modifier in modifiers})
    if len(key) > 1 or "ctrl" in held:
        key = key.casefold()
    key = _ALIASES.get(key, key)
    name = "+".join([*held, key])
    if name in _SAME:
        raise ValueError(f"{written} arrives as {show(_SAME[name])} in most terminals")
    if name in _KEPT:
        raise ValueError(f"{written} cannot be given away: {_KEPT[name]}")
    if not held:
        return _plain(written, key)
    if _can_be_held(held, key):
        return name
    if held == ["shift"] and len(key) == 1 and key.isalpha():
        raise ValueError(f"write {key.upper()} for {written}")
    raise ValueError(f"{written} does not arrive in most terminals")


def typed(key: str) -> bool:
    """Say whether a key's canonical name is a character that a person may be typing."""
    return len(key) == 1 or key in SIGNS


def show(key: str, *, ascii: bool = False) -> str:
    """Return a canonical key for people: `ctrl+p`, `?`, `esc`, and `←` or `left`."""
    *modifiers, last = key.split("+")
    if last in ARROWS and not ascii:
        last = ARROWS[last]
    shown = "space" if last == "space" else SIGNS.get(last, _SHOWN.get(last, last))
    return "+".join([*modifiers, shown])


def _parts(written: str) -> list[str]:
    # `ctrl++` is ctrl and the plus sign.
    if written.endswith("++"):
        return [*written[:-2].split("+"), "plus"]
    return written.split("+")


def _letter(written: str) -> str:
    if written in PUNCTUATION:
        return PUNCTUATION[written]
    if written.isalnum() and written.isprintable():
        return written
    raise ValueError("that is no key; write a letter, a sign, or a name such as enter or f2")


def _plain(written: str, key: str) -> str:
    if len(key) == 1:
        return _letter(key)
    if key in _NAMED:
        return key
    raise ValueError(f"there is no key {written}; keys are letters, signs, enter, f2, ctrl+n, …")


def _can_be_held(held: list[str], key: str) -> bool:
    if held == ["ctrl"]:
        return _is_letter(key) or key in _TRAVEL or key in ("backslash", "right_square_bracket")
    if held == ["shift"]:
        return key in _TRAVEL or key == "tab"
    if held == ["alt"]:
        return _is_letter(key) or key in ARROWS
    return False


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isascii() and key.isalpha() and key.islower()


DEFAULT_PRESET = "vim"


class Keymap(Record):
    """The keys of every action, without a clash."""

    keys: dict[str, tuple[str, ...]]
    """Canonical keys by action; none for an action without a key."""
    problems: tuple[str, ...] = ()
    """What was wrong in the configuration, a line each."""

    def of(self, id: str) -> tuple[str, ...]:
        """Return an action's keys, the one to show first."""
        return self.keys.get(id, ())

    def first(self, id: str, *, ascii: bool = False) -> str:
        """Return an action's first key for people; empty when it has none."""
        keys = self.of(id)
        return show(keys[0], ascii=ascii) if keys else ""

    def all(self, id: str, *, ascii: bool = False) -> str:
        """Return all keys of an action for people."""
        return " ".join(show(key, ascii=ascii) for key in self.of(id))


def make_keymap(preset: str = "", own: Mapping[str, object] | None = None) -> Keymap:
    """Return the keymap of a preset with a person's own keys over it.

    `own` has a string (`"n ctrl+n"`) or a list of strings for each action's id; an empty one takes
    the action's keys away.
    """
    problems: list[str] = []
    name = preset or DEFAULT_PRESET
    if name not in PRESETS:
        problems.append(f"keys: there is no preset {clean(name, 40)}; it is {_either(PRESETS)}")
        name = DEFAULT_PRESET
    base = preset_keys(name)
    wanted = _wanted(own or {}, problems)
    while clashes := list(_clashes({**base, **wanted})):
        for screen, key, ids in clashes:
            theirs = [id for id in ids if id in wanted]
            for id in theirs:
                others = " and ".join(other for other in ids if other != id)
                problems.append(
                    f"keys: {id}: {show(key)} is {others} on the screen "
                    f"{TITLES[screen].casefold()} already; give one of them another key"
                )
                del wanted[id]
    return Keymap({**base, **wanted}, tuple(dict.fromkeys(problems)))


def preset_keys(name: str) -> dict[str, tuple[str, ...]]:
    """Return a preset's keys by action."""
    changed = PRESETS[name]
    return {action.id: tuple(changed.get(action.id, action.keys).split()) for action in ACTIONS}


def actions_of(screen: str) -> list[KeyAction]:
    """Return what can be done on a screen: its own actions, then those it shares."""
    scopes = (screen, *SHARED.get(screen, ("app",)))
    return [action for scope in scopes for action in ACTIONS if action.screen == scope]


def working_keys(screen: str, action: KeyAction, keymap: Keymap) -> tuple[str, ...]:
    """Return an action's keys that work on a screen: where letters are text, no letter does."""
    keys = keymap.of(action.id)
    return tuple(key for key in keys if not typed(key)) if screen in TYPING else keys


def foot(
    screen: str,
    keymap: Keymap,
    *,
    ascii: bool = False,
    hints: Iterable[Hint] | None = None,
) -> list[tuple[str, str]]:
    """Return the foot line of a screen as key and word, most needed first.

    What would open a screen that is not there is not promised. `hints` are taken instead of the
    screen's usual ones.
    """
    shown = []
    for hint in FEET.get(screen, ()) if hints is None else hints:
        actions = [BY_ID[id] for id in hint.ids]
        if any(action.opens and not is_there(action.opens) for action in actions):
            continue
        firsts = [working_keys(screen, action, keymap)[:1] for action in actions]
        keys = "/".join(show(key, ascii=ascii) for first in firsts for key in first)
        if keys:
            shown.append((keys, hint.label))
    return shown


def board_hints(view: View, now: datetime) -> tuple[Hint, ...] | None:
    """Return the board's hints where the usual ones do not fit, else None.

    While a meeting goes on the way back to it comes first; without a card nothing is promised that
    needs one.
    """
    usual = FEET["board"] if view.shown else NOTHING_FOUND if view.total else NO_GOAL
    going = _going_on(view.board, now)
    if not going:
        return None if view.shown else usual
    label = f"{reference('meetings', going)} goes on"
    others = (hint for hint in usual if hint.ids[0] != "board.meeting")
    return (Hint(("board.meeting",), label), *others)


def _going_on(board: Board, now: datetime) -> int:
    """Return the meeting that goes on; 0 when none does."""
    if all(each.state == "closed" for each in board.meetings.live.values()):
        return 0
    # Imported here: a board is mostly looked at between meetings.
    from okrboard.domain.meeting.agendas import running
    from okrboard.domain.meeting.flow import forgotten

    left = forgotten(board, now)
    return next((meeting.id for meeting in running(board) if meeting.id not in left), 0)


def key_table(keymap: Keymap, *, ascii: bool = False) -> list[tuple[str, str, str, str, str]]:
    """Return every action as screen's title, id, keys, label and sentence, for the documents."""
    return [
        (
            TITLES[screen],
            action.id,
            keymap.all(action.id, ascii=ascii),
            action.label,
            action.tooltip,
        )
        for screen in TITLES
        for action in ACTIONS
        if action.screen == screen
    ]


def _wanted(own: Mapping[str, object], problems: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for id, written in own.items():
        action = BY_ID.get(id)
        if action is None:
            problems.append(f"keys: there is no action {clean(id, 60)}{_nearest(id)}")
            continue
        try:
            keys = tuple(dict.fromkeys(canonical(key) for key in _written(written)))
            _check_typing(action, keys)
        except ValueError as error:
            problems.append(f"keys: {id}: {clean(str(error), 200)}")
            continue
        found[id] = keys
    return found


def _written(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) == 1 else value.replace(", ", " ").split()
    if isinstance(value, list) and all(isinstance(key, str) and key for key in value):
        return value
    raise ValueError('write its keys as "n ctrl+n" or ["n", "ctrl+n"]')


def _check_typing(action: KeyAction, keys: tuple[str, ...]) -> None:
    if action.screen in TYPING:
        for key in keys:
            if typed(key):
                raise ValueError(f"{show(key)} is text there; take a key such as f2 or ctrl+n")


def _clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, str, list[str]]]:
    for screen in SHARED:
        users: dict[str, list[str]] = {}
        for action in actions_of(screen):
            for key in keys[action.id]:
                if not (screen in TYPING and typed(key)):
                    users.setdefault(key, []).append(action.id)
        for key, ids in users.items():
            if len(ids) > 1:
                yield screen, key, ids


def _nearest(id: str) -> str:
    # Imported here: only a slip needs it.
    from difflib import get_close_matches

    near = get_close_matches(id, BY_ID, 1)
    return f"; did you mean {near[0]}?" if near else "; ? lists them all"


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
