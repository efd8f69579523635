"""The page of all keys, from the registry that the screens and their help read."""

from __future__ import annotations

from documents.markdown import WRITTEN, code, table

from okrboard.tui.actions import BY_ID, PRESETS, SHARED, TITLES, is_there
from okrboard.tui.keys import key_table, make_keymap

INTRO = """\
`?` shows the keys of the screen you are on, `ctrl+p` finds an action by its name. The mouse works
too: click, double click, wheel, and dragging a card to another column.

The name in the last column is what your configuration calls an action. This gives it other keys:

```toml
# the file that `okrboard config path` names
preset = "arrows"          # the keys to start from: vim (the default) or arrows

[keys]
undo = "u ctrl+u"          # on every screen that has it
"board.new" = "N"          # on one screen
"board.zoom" = ""          # no key at all
```

or, from the shell:

```sh
okrboard config set keys.board.new N
okrboard config unset keys.board.new
```

A key that cannot be, an action that there is not, and two actions on one key are told when the
board opens; the usual keys stay for those. Only keys that arrive through tmux, screen and a plain
ssh are taken: letters, signs, arrows, function keys, `ctrl` with a letter.
"""


def keys_page() -> str:
    """Return the page."""
    lines = [WRITTEN, "", "# Keys", "", INTRO]
    rows = key_table(make_keymap())
    for screen, title in TITLES.items():
        shared = [TITLES[each].casefold() for each in SHARED.get(screen, ())]
        shares = f"And what stands under *{'* and *'.join(shared)}*." if shared else ""
        lines += [f"## {title}", "", *([shares, ""] if shares else [])]
        own = [row for row in rows if row[0] == title and _there(row[1])]
        lines += table(
            ("key", "", "", "name"),
            [(_keys(keys), label, tooltip, code(id)) for _, id, keys, label, tooltip in own],
        )
    lines += ["## The preset `arrows`", "", "It differs from `vim` in these:", ""]
    changed = make_keymap("arrows")
    lines += table(
        ("key", "", "name"),
        [(_keys(changed.all(id)), BY_ID[id].tooltip, code(id)) for id in PRESETS["arrows"]],
    )
    return "\n".join(lines).rstrip("\n") + "\n"


def _there(id: str) -> bool:
    opens = BY_ID[id].opens
    return not opens or is_there(opens)


def _keys(keys: str) -> str:
    return " ".join(code(key) for key in keys.split())
