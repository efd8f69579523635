"""`okrboard config`: what the board decides for everybody, and the user's own configuration.

A key of the board (`timezone`, `at_risk_gap`, …) changes the board, any other the user's own file.
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.parser import nearest
from okrboard.cli.spec import Noun, Positional, command
from okrboard.configuration import CHOICES, KNOWN, config_path, read_config, set_config
from okrboard.domain.converters import number, word
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.records import Settings
from okrboard.errors import NotFound, StoreMissing, UsageError
from okrboard.text import clean, squeeze

_BOARD_KEYS = tuple(name for name in Settings._fields if name != "id")
_KEY = Positional(
    "KEY",
    "a setting; okrboard config list shows them",
    completes=" ".join([*_BOARD_KEYS, *KNOWN]),
)


@command("config list")
def list_settings(context: Context, _: Arguments) -> int:
    """All settings."""
    own = _own(context)
    path = clean(config_path(context.environment))
    try:
        board = _of_board(context.board.settings)
    except StoreMissing:
        board = {}
    if context.json:
        context.emit({"board": board, "own": own, "file": path})
        return 0
    for key, value in board.items():
        context.tell(f"{key} = {_shown(key, value)}")
    context.say(f"# your own, in {path}" + ("" if own else " (empty)"))
    for key, value in own.items():
        context.tell(f"{key} = {_shown(key, value)}")
    return 0


@command("config get", _KEY)
def get(context: Context, arguments: Arguments) -> int:
    """One setting."""
    key = _key(arguments)
    settings = _of_board(context.board.settings) if key in _BOARD_KEYS else _own(context)
    if key not in settings:
        raise NotFound(f"{key} is not set; set it with okrboard config set {key} VALUE")
    value = settings[key]
    return context.answer(_shown(key, value), lambda: {"key": key, "value": value})


@command(
    "config set",
    _KEY,
    Positional("VALUE", "its new value"),
    more=f"For everybody on the board:\n  {', '.join(_BOARD_KEYS)}\nYour own:\n  "
    + "\n  ".join(f"{key}: {what}" for key, what in KNOWN.items()),
)
def set_(context: Context, arguments: Arguments) -> int:
    """Change a setting of the board, or your own."""
    key, text = _key(arguments), arguments.text("VALUE")
    if key in _BOARD_KEYS:
        field = _board_value(key, text)
        settings = context.change("settings", lambda draft: edit_settings(draft, **{key: field}))
        value, where = _of_board(settings)[key], "for everybody on this board"
    else:
        value = _own_value(key, text)
        where = f"in {clean(set_config(context.environment, key, value))}"
    sentence = f"{key} = {_shown(key, value)} {where}"
    return context.done(sentence, lambda: {"key": key, "value": value})


@command("config unset", _KEY)
def unset(context: Context, arguments: Arguments) -> int:
    """Back to what is usual."""
    key = _key(arguments)
    if key in _BOARD_KEYS:
        usual = getattr(Settings(), key)
        context.change("settings", lambda draft: edit_settings(draft, **{key: usual}))
        return context.done(f"{key} is {_shown(key, usual)} again", lambda: {"key": key})
    path = set_config(context.environment, key, None)
    return context.done(f"{key} is no longer in {clean(path)}", lambda: {"key": key})


@command("config path")
def path(context: Context, _: Arguments) -> int:
    """Where your own settings are."""
    where = clean(config_path(context.environment))
    return context.answer(where, lambda: {"file": where})


def _key(arguments: Arguments) -> str:
    key = squeeze(arguments.text("KEY"), 100)
    plain = key.replace("-", "_").casefold()
    if plain in _BOARD_KEYS:
        return plain
    if "." in key and key in KNOWN:
        return key
    head, dot, rest = key.partition(".")
    fits = bool(rest) == (head == "keys") and bool(dot) == bool(rest) and rest.isascii()
    if head not in KNOWN or not fits or not all(c.isalnum() or c in "_-." for c in rest):
        words = [*_BOARD_KEYS, *KNOWN]
        hint = nearest(plain, words) or f"; there are {', '.join(words)}"
        raise UsageError(f"there is no setting {shown(key)}{hint}")
    return key


def _of_board(settings: Settings) -> dict[str, object]:
    return {key: getattr(settings, key) for key in _BOARD_KEYS}


def _own(context: Context) -> dict[str, object]:
    return dict(_flat(read_config(context.environment)))


def _flat(config: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value with its dotted key; what is no text, number or truth as text."""
    for key, value in config.items():
        name = before + clean(key)
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value if isinstance(value, bool | int | float) else clean(str(value))


def _board_value(key: str, text: str) -> object:
    """Return a board setting's value as its field takes it."""
    if key in ("name", "direction"):
        return text
    if key == "timezone":
        from okrboard.cli.init import known_zone

        return known_zone(squeeze(text, 100))
    if key == "check_in_weekday":
        typed = squeeze(text, 20)
        if typed in ("0", "1", "2", "3", "4", "5", "6"):
            return int(typed)
        return WEEKDAYS.index(word(typed, "a weekday", WEEKDAYS))
    value = number(text)
    if key not in ("cadence_days", "grace_days", "dot_votes"):
        return value
    if value != int(value):
        raise UsageError(f"{key} is a whole number, not {shown(text)}")
    return int(value)


def _own_value(key: str, text: str) -> str | bool:
    if key in ("ascii", "mouse", "network.proxy"):
        typed = squeeze(text).casefold()
        if typed not in ("true", "yes", "on", "false", "no", "off"):
            raise UsageError(f"{key} is true or false, not {shown(text)}")
        return typed in ("true", "yes", "on")
    return str(word(text, key, CHOICES[key])) if key in CHOICES else squeeze(text, 200)


def _shown(key: str, value: object) -> str:
    if key == "check_in_weekday" and isinstance(value, int):
        return f"{value} ({WEEKDAYS[value]})"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else squeeze(str(value))


NOUN = Noun("config", "list", (list_settings, get, set_, unset, path))
