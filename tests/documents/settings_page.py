"""The page of all settings: the board's, a person's own, and the environment."""

from __future__ import annotations

from documents.markdown import WRITTEN, code, table
from documents.program import ENVIRONMENT, FILES, fields

from okrboard.configuration import KNOWN

BOARD = """\
The board keeps these for everybody who works on it. They are changed like anything else, and a
change can be undone:

```sh
okrboard config
okrboard config set check_in_weekday thursday
okrboard config get check_in_weekday
okrboard config unset check_in_weekday
```
"""

OWN = """\
Your own file, in [TOML](https://toml.io), concerns nobody else. `okrboard config path` says where
it is; edit it by hand or by command. Comments and lines that okrboard does not know stay.

```sh
okrboard config path
okrboard config set theme beamer
okrboard config unset theme
```
"""

SECRETS = """\
Passwords and tokens stand in `credentials.toml` beside the configuration. The file is refused
while others can read it (`chmod 600`). Each secret is sent to the one host it is bound to, also
when that host answers with a redirect to another. Better than a password is the command that
prints it:

```toml
[[credential]]
url = "https://cloud.example.org"
user = "ada"
password_command = "pass show cloud"   # or password = "...", or password_env = "NAME"
also = ["https://*.example.org"]       # where the server has more hosts than one
```

`also` names the other hosts that may have the secret, each with `https://`; `*.` in front stands
for any one name, as in `https://*.icloud.com`. Nothing else is ever asked with it: where a server
leads to a host that is not named, okrboard stops and prints the line to add. A server chooses
between Basic and Digest by what it asks for.
"""


def settings_page() -> str:
    """Return the page."""
    lines = [WRITTEN, "", "# Settings", "", "## Of the board", "", BOARD]
    rows = [
        (code(name), code(_usual(default)), help)
        for name, _, default, help in fields("Settings")
        if name != "id"
    ]
    lines += table(("setting", "usually", ""), rows)
    lines += ["## Your own", "", OWN]
    lines += table(("setting", ""), [(code(name), what) for name, what in KNOWN.items()])
    lines += ["[Keys](keys.md) lists every action that `keys` can name.", ""]
    lines += ["## Passwords and tokens", "", SECRETS]
    lines += ["## The environment", ""]
    lines += table(("variable", ""), [(_names(name), what) for name, what in ENVIRONMENT.items()])
    lines += ["## Where things are", ""]
    lines += table(("file", ""), [(code(name), what) for name, what in FILES.items()])
    lines += [
        "On macOS your own folders are in `~/Library/Application Support/okrboard`.",
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _usual(default: str | None) -> str:
    text = (default or "").strip("'")
    return {"": "(nothing)", "4": "4 (Friday)"}.get(text, text)


def _names(names: str) -> str:
    return ", ".join(code(name) for name in names.split(", "))
