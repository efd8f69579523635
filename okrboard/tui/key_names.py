"""Keys as people write them and as Textual names them, and which of them a terminal can send.

What cannot be told apart was measured in tmux 3.3a; plain VT terminals do the same. Only keys that
arrive everywhere are taken: no chord that needs the kitty protocol.
"""

from __future__ import annotations

from typing import Final

PUNCTUATION: Final[dict[str, str]] = {
    " ": "space",
    "!": "exclamation_mark",
    '"': "quotation_mark",
    "#": "number_sign",
    "$": "dollar_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "*": "asterisk",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "full_stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less_than_sign",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "?": "question_mark",
    "@": "at",
    "[": "left_square_bracket",
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
    "`": "grave_accent",
    "{": "left_curly_bracket",
    "|": "vertical_line",
    "}": "right_curly_bracket",
    "~": "tilde",
}
"""What each sign is called in Textual's names of keys."""

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
