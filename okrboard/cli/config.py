"""`okrboard config`: what the board decides for everybody, and the user's own configuration.

A key of the board (`timezone`, `at_risk_gap`, …) changes the board, any other the user's own file.
"""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cli.context import Arguments, Context, shown
from okrboard.cli.parser import nearest
from okrboard.cli.spec import Command, Noun, Positional
from okrboard.configuration import CHOICES, KNOWN, config_path, read_config, set_config
from okrboard.domain.converters import number, word
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.parse_dates import WEEKDAYS
from okrboard.domain.records import Settings
from okrboard.errors import NotFound, StoreMissing, UsageError
from okrboard.text import clean, squeeze

BOARD_KEYS = tuple(name for name in Settings._fields if name != "id")
_WHOLE = ("cadence_days", "grace_days", "dot_votes")


def list_all(context: Context, _: Arguments) -> int:
    """Print every setting of the board and of the user's own file."""
    own = dict(_flat(read_config(context.environment)))
    path = config_path(context.environment)
    try:
        board = _of_board(context.board.settings)
    except StoreMissing:
        board = {}
    if context.json:
        context.emit({"board": board, "own": own, "file": clean(path)})
        return 0
    for key, value in board.items():
        context.tell(f"{key} = {_shown(key, value)}")
    context.say(f"# your own, in {clean(path)}" + ("" if own else " (empty)"))
    for key, value in own.items():
        context.tell(f"{key} = {_shown(key, value)}")
    return 0


def get(context: Context, arguments: Arguments) -> int:
    """Print one setting."""
    key = _key(arguments)
    value = _value(context, key)
    if context.json:
        context.emit({"key": key, "value": value})
    else:
        context.say(_shown(key, value))
    return 0


def set_one(context: Context, arguments: Arguments) -> int:
    """Change one setting, of the board or of the user's own."""
    key, text = _key(arguments), arguments.text("VALUE")
    if key in BOARD_KEYS:
        field = _read(key, text)
        settings = context.change("settings", lambda draft: edit_settings(draft, **{key: field}))
        value = _of_board(settings)[key]
        said = f"{key} = {_shown(key, value)} for everybody on this board"
        return context.done(said, lambda: {"key": key, "value": value})
    own = _own_value(key, text)
    path = set_config(context.environment, key, own)
    said = f"{key} = {_shown(key, own)} in {clean(path)}"
    return context.done(said, lambda: {"key": key, "value": own})


def unset(context: Context, arguments: Arguments) -> int:
    """Take a setting of the user's own away, or give the board its usual one back."""
    key = _key(arguments)
    if key in BOARD_KEYS:
        usual = getattr(Settings(), key)
        context.change("settings", lambda draft: edit_settings(draft, **{key: usual}))
        return context.done(f"{key} is {_shown(key, usual)} again", lambda: {"key": key})
    path = set_config(context.environment, key, None)
    return context.done(f"{key} is no longer in {clean(path)}", lambda: {"key": key})


def path(context: Context, _: Arguments) -> int:
    """Print where the user's own configuration is."""
    where = clean(config_path(context.environment))
    return context.answer(where, lambda: {"file": where})


def _key(arguments: Arguments) -> str:
    key = squeeze(arguments.text("KEY"), 100)
    plain = key.replace("-", "_").casefold()
    if plain in BOARD_KEYS:
        return plain
    if "." in key and key in KNOWN:
        return key
    head, dot, rest = key.partition(".")
    fits = bool(rest) == (head == "keys") and bool(dot) == bool(rest) and rest.isascii()
    if head not in KNOWN or not fits or not all(c.isalnum() or c in "_-." for c in rest):
        words = [*BOARD_KEYS, *KNOWN]
        hint = nearest(plain, words) or f"; there are {', '.join(words)}"
        raise UsageError(f"there is no setting {shown(key)}{hint}")
    return key


def _value(context: Context, key: str) -> object:
    if key in BOARD_KEYS:
        return _of_board(context.board.settings)[key]
    own = dict(_flat(read_config(context.environment)))
    if key not in own:
        raise NotFound(f"{key} is not set; set it with okrboard config set {key} VALUE")
    return own[key]


def _of_board(settings: Settings) -> dict[str, object]:
    return {key: getattr(settings, key) for key in BOARD_KEYS}


def _read(key: str, text: str) -> object:
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
    if key in _WHOLE:
        if value != int(value):
            raise UsageError(f"{key} is a whole number, not {shown(text)}")
        return int(value)
    return value


def _own_value(key: str, text: str) -> str | bool:
    if key in ("ascii", "mouse", "network.proxy"):
        truth = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        found = truth.get(squeeze(text).casefold())
        if found is None:
            raise UsageError(f"{key} is true or false, not {shown(text)}")
        return found
    if key in CHOICES:
        found_word: str = word(text, key, CHOICES[key])
        return found_word
    return squeeze(text, 200)


def _flat(config: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value with its dotted key; what is no text, number or truth as text."""
    for key, value in config.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{clean(key)}.")
        else:
            plain = value if isinstance(value, bool | int | float) else clean(str(value))
            yield f"{before}{clean(key)}", plain


def _shown(key: str, value: object) -> str:
    if key == "check_in_weekday" and isinstance(value, int):
        return f"{value} ({WEEKDAYS[value]})"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else squeeze(str(value))


_KEYS = " ".join([*BOARD_KEYS, *KNOWN])
_KEY = Positional("KEY", "a setting; okrboard config list shows them", completes=_KEYS)

NOUN = Noun(
    "config",
    "list",
    (
        Command("config list", "all settings", list_all),
        Command("config get", "one setting", get, (_KEY,)),
        Command(
            "config set",
            "change a setting of the board, or your own",
            set_one,
            (_KEY, Positional("VALUE", "its new value")),
            more="For everybody on the board:\n  "
            + ", ".join(BOARD_KEYS)
            + "\nYour own:\n  "
            + "\n  ".join(f"{key}: {what}" for key, what in KNOWN.items()),
        ),
        Command("config unset", "back to what is usual", unset, (_KEY,)),
        Command("config path", "where your own settings are", path),
    ),
)
