"""What the program remembers of a person between two calls: the theme, and what it told once.

One small JSON file in the state folder, never the configuration, which belongs to the person. A
file that is broken or cannot be written is no error: something is remembered less.
"""

from __future__ import annotations

from okrboard.domain.enums import GROUPINGS
from okrboard.open_folder import Folder
from okrboard.tui.options import Options
from okrboard.tui.paint.card import DENSITIES, Density
from okrboard.tui.paint.palette import PALETTES

FILE = "screen.json"
LARGEST = 10_000


def read(folder: str) -> dict[str, object]:
    """Return what is remembered; nothing for an empty folder's name or a broken file."""
    try:
        with Folder(folder) as opened:
            data = opened.read(FILE, LARGEST)
        # Imported here: a first start has nothing to read.
        import json

        found = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write(folder: str, values: dict[str, object]) -> bool:
    """Remember some values besides the others; say whether that worked."""
    if not folder:
        return False
    import json

    data = json.dumps({**read(folder), **values}, sort_keys=True).encode()
    try:
        with Folder(folder, private=True) as opened:
            opened.write(FILE, data)
    except OSError:
        return False
    return True


def board_look(folder: str) -> tuple[str, Density]:
    """Return how the board was grouped the last time, and how much of a card was told."""
    kept = read(folder) if folder else {}
    by = next((by for by in GROUPINGS if by == kept.get("group")), GROUPINGS[0])
    return by, next((one for one in DENSITIES if one == kept.get("zoom")), DENSITIES[0])


def theme_key(ssh: bool) -> str:
    """Return the name under which a theme is remembered: one at the desk, one over the network."""
    return "theme over ssh" if ssh else "theme"


def remember_theme(options: Options, theme: str) -> bool:
    """Remember a theme that the person chose, and what the configuration said then."""
    chosen = {"name": theme, "configured": options.config_theme}
    return write(options.state, {theme_key(options.ssh): chosen})


def remembered_theme(folder: str, *, ssh: bool, configured: str) -> str:
    """Return the theme that was chosen by its key; empty when the configuration is newer."""
    chosen = read(folder).get(theme_key(ssh))
    if not isinstance(chosen, dict) or chosen.get("configured", "") != configured:
        return ""
    name = chosen.get("name", "")
    return name if isinstance(name, str) and name in PALETTES else ""


def remember_background(options: Options, light: bool) -> None:
    """Remember how light the terminal's background is, where that is news."""
    answer = "light" if light else "dark"
    if answer != (remembered_background(options.state) or "dark"):
        write(options.state, {"background": answer})


def remembered_background(folder: str) -> str:
    """Return `light` or `dark`, as the terminal last answered; empty when it never did."""
    answer = read(folder).get("background", "")
    return answer if isinstance(answer, str) else ""


def told_already(folder: str, what: str) -> bool:
    """Say whether something that is told once was told, and remember that it is told now."""
    told = read(folder).get("told")
    known = [word for word in told if isinstance(word, str)] if isinstance(told, list) else []
    if what in known:
        return True
    write(folder, {"told": [*known, what]})
    return False
