"""What the person's own configuration says about the screens, read with care.

A value that cannot be used is left out and told in one line; it takes nobody's board away. The file
itself is read by `okrboard.configuration`, and never written from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from okrboard.domain.record import Record
from okrboard.text import clean
from okrboard.tui.actions import BY_ID, PRESETS, TITLES
from okrboard.tui.paint.palette import PALETTES


class ScreenConfig(Record):
    """The part of a configuration that the screens use."""

    theme: str = ""
    """A theme's name, or empty for the one that fits the terminal."""
    preset: str = ""
    """A keymap's name, or empty."""
    ascii: bool | None = None
    """Plain characters; None to find out."""
    mouse: bool = True
    keys: dict[str, object] = {}
    """Keys by action id, not yet looked at."""
    problems: tuple[str, ...] = ()
    """What could not be used, a line each."""


def screen_config(config: Mapping[str, object]) -> ScreenConfig:
    """Return what a configuration says about the screens; keys of others are none of ours."""
    problems: list[str] = []
    return ScreenConfig(
        theme=_one_of("theme", config, PALETTES, problems),
        preset=_one_of("preset", config, PRESETS, problems),
        ascii=_yes_or_no("ascii", config, problems),
        mouse=_yes_or_no("mouse", config, problems) is not False,
        keys=_keys(config.get("keys", {}), problems),
        problems=tuple(problems),
    )


def _one_of(
    key: str, config: Mapping[str, object], known: Iterable[str], problems: list[str]
) -> str:
    value = config.get(key, "")
    if value == "" or value in list(known):
        return str(value)
    problems.append(f"config: {key} is {' or '.join(known)}, not {clean(str(value), 40)}")
    return ""


def _yes_or_no(key: str, config: Mapping[str, object], problems: list[str]) -> bool | None:
    value = config.get(key)
    if value is None or isinstance(value, bool):
        return value
    problems.append(f"config: {key} is true or false, not {clean(str(value), 40)}")
    return None


def _keys(table: object, problems: list[str]) -> dict[str, object]:
    """Return the keys by action id.

    `new = "N"` is meant for every screen that has such an action, `"board.new" = "N"` and
    `board.new = "N"` for one; the closer word wins.
    """
    if not isinstance(table, dict):
        problems.append('config: keys is a table: [keys] and below it "board.new" = "N"')
        return {}
    everywhere: dict[str, object] = {}
    here: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict) and name in TITLES:
            here.update({f"{name}.{key}": keys for key, keys in value.items()})
            continue
        actions = [] if name in BY_ID else [id for id in BY_ID if id.endswith(f".{name}")]
        if actions:
            everywhere.update(dict.fromkeys(actions, value))
        else:
            here[name] = value
    return {**everywhere, **here}
