"""`Options`: how the screens shall be, decided before anything is drawn. Imports no Textual.

The call comes first, then the person's configuration, then what is remembered of a choice, then
what the terminal's environment says. The configuration belongs to the person and is never written
from here; what is remembered is one small JSON file in the state folder. A file that is broken or
cannot be written is no error: something is remembered less.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from okrboard.domain.enums import GROUPINGS
from okrboard.domain.record import Record
from okrboard.files import Folder
from okrboard.report.output_style import speaks_unicode
from okrboard.text import clean
from okrboard.tui.actions import BY_ID, PRESETS, TITLES
from okrboard.tui.paint.card import DENSITIES, Density
from okrboard.tui.paint.palette import DEFAULT, LIGHT, PALETTES

LEAST = (60, 20)
"""Columns and lines that a screen needs."""

_SIXTEEN = frozenset({"linux", "screen", "vt100", "vt102", "vt220", "ansi", "xterm", "cons25"})
"""Terminals without more than 16 colours, unless they say so."""


class Options(Record):
    """What the call, the environment and the person's configuration say together."""

    ascii: bool = False
    """Draw without Unicode."""
    mouse: bool = True
    """Let the terminal report the mouse."""
    theme: str = ""
    """The theme to begin with; empty for the one that fits the terminal."""
    guessed: bool = False
    """Whether nobody named that theme, so that the terminal may know better."""
    colour: bool = True
    """False where NO_COLOR is set: no colour at all, and no other theme to choose."""
    ssh: bool = False
    """Whether the terminal came over the network: fewer frames, no animation."""
    read_only: bool = False
    """Look, but change nothing."""
    preset: str = ""
    """The keymap to begin with."""
    keys: Mapping[str, object] = {}
    """The person's own keys, by action."""
    state: str = ""
    """The folder where the program remembers a choice; empty to remember nothing."""
    config_theme: str = ""
    """The theme the configuration file names, so that a newer choice can be told from it."""
    notes: tuple[str, ...] = ()
    """Lines to tell when the first screen is there."""


def make_options(
    environment: Mapping[str, str],
    config: Mapping[str, object],
    state: str,
    *,
    ascii: bool = False,
    mouse: bool = True,
    colour: bool = True,
    read_only: bool = False,
    notes: tuple[str, ...] = (),
) -> Options:
    """Return how the screens shall be: the call, then the configuration, then the terminal.

    `config` is the person's configuration as it was read, `state` the folder where choices are
    remembered; `ascii`, `mouse` and `colour` are what the call says.
    """
    own = screen_config(config)
    ssh = over_network(environment)
    chosen = remembered_theme(state, ssh=ssh, configured=own.theme) or own.theme
    background = remembered_background(state)
    theme = chosen or fitting_theme(environment, ssh=ssh, background=background)
    told = list(notes) + list(own.problems)
    colour = colour and not environment.get("NO_COLOR")
    if ssh and colour and not chosen and not told_already(state, "ssh"):
        told.append("over ssh: the terminal's own colours, which need half the bytes; t changes it")
    plain = own.ascii if own.ascii is not None else not speaks_unicode(environment, sys.stderr)
    return Options(
        ascii=ascii or plain,
        mouse=mouse and own.mouse,
        theme=theme,
        guessed=not chosen and theme in (DEFAULT, LIGHT),
        colour=colour,
        ssh=ssh,
        read_only=read_only,
        preset=own.preset,
        keys=own.keys,
        state=state,
        config_theme=own.theme,
        notes=tuple(told),
    )


def over_network(environment: Mapping[str, str]) -> bool:
    """Say whether the terminal came over ssh."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def fitting_theme(environment: Mapping[str, str], *, ssh: bool, background: str = "") -> str:
    """Return the theme for a terminal of which nobody said anything.

    Its own 16 colours over the network and where it has no more; light where its background is:
    as it says itself (`COLORFGBG`, which rxvt, Konsole and others set), else as it last answered.
    """
    kind = environment.get("TERM", "").removesuffix("-color").removesuffix("-16color")
    if ssh or (kind in _SIXTEEN and not environment.get("COLORTERM")):
        return "ansi"
    said = environment.get("COLORFGBG", "").rpartition(";")[2]
    light = said in ("7", "15") if said.isdigit() else background == "light"
    return LIGHT if light else DEFAULT


# The person's configuration, read with care: a value that cannot be used is left out and told in
# one line; it takes nobody's board away.


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


# What the program remembers of a person between two calls: choices, and what it told once.


STATE_FILE = "screen.json"
_LARGEST_STATE = 10_000


def read_state(folder: str) -> dict[str, object]:
    """Return what is remembered; nothing for an empty folder's name or a broken file."""
    try:
        with Folder(folder) as opened:
            data = opened.read(STATE_FILE, _LARGEST_STATE)
        # Imported here: a first start has nothing to read.
        import json

        state = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(folder: str, values: dict[str, object]) -> bool:
    """Remember some values besides the others; say whether that worked."""
    if not folder:
        return False
    import json

    data = json.dumps({**read_state(folder), **values}, sort_keys=True).encode()
    try:
        with Folder(folder, private=True) as opened:
            opened.write(STATE_FILE, data)
    except OSError:
        return False
    return True


def board_look(folder: str) -> tuple[str, Density]:
    """Return how the board was grouped the last time, and how much of a card was told."""
    kept = read_state(folder) if folder else {}
    by = next((by for by in GROUPINGS if by == kept.get("group")), GROUPINGS[0])
    return by, next((one for one in DENSITIES if one == kept.get("zoom")), DENSITIES[0])


def theme_key(ssh: bool) -> str:
    """Return the name under which a theme is remembered: one at the desk, one over the network."""
    return "theme over ssh" if ssh else "theme"


def remember_theme(options: Options, theme: str) -> bool:
    """Remember a theme that the person chose, and what the configuration said then."""
    chosen = {"name": theme, "configured": options.config_theme}
    return write_state(options.state, {theme_key(options.ssh): chosen})


def remembered_theme(folder: str, *, ssh: bool, configured: str) -> str:
    """Return the theme that was chosen by its key; empty when the configuration is newer."""
    chosen = read_state(folder).get(theme_key(ssh))
    if not isinstance(chosen, dict) or chosen.get("configured", "") != configured:
        return ""
    name = chosen.get("name", "")
    return name if isinstance(name, str) and name in PALETTES else ""


def remember_background(options: Options, light: bool) -> None:
    """Remember how light the terminal's background is, where that is news."""
    answer = "light" if light else "dark"
    if answer != (remembered_background(options.state) or "dark"):
        write_state(options.state, {"background": answer})


def remembered_background(folder: str) -> str:
    """Return `light` or `dark`, as the terminal last answered; empty when it never did."""
    answer = read_state(folder).get("background", "")
    return answer if isinstance(answer, str) else ""


def told_already(folder: str, what: str) -> bool:
    """Say whether something that is told once was told, and remember that it is told now."""
    told = read_state(folder).get("told")
    known = [word for word in told if isinstance(word, str)] if isinstance(told, list) else []
    if what in known:
        return True
    write_state(folder, {"told": [*known, what]})
    return False
