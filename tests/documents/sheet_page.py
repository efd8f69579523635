"""The page of the sheet that a team already has: the columns of `import` and `export`."""

from __future__ import annotations

import inspect

from documents.markdown import WRITTEN

from okrboard.transfer import columns

INTRO = """\
`okrboard export goals.csv` writes every goal of the board as a table, one row a key result;
`okrboard import goals.csv` reads such a table, from a spreadsheet as well. What was exported,
imported into an empty board and exported again is the same to the byte.

```sh
okrboard export goals.csv
okrboard export board.json
```

A row that cannot be read is named by its line, with what is wrong, and nothing at all is imported,
unless `--skip-bad` leaves such rows out. A whole board with its history goes as JSON, into an empty
board only:

```sh
okrboard --board copy.json init --name Copy --timezone UTC
okrboard --board copy.json import board.json
```

## The columns
"""


def sheet_page() -> str:
    """Return the page."""
    text = inspect.cleandoc(columns.__doc__ or "")
    _, _, rest = text.partition("\n\n")
    return "\n".join([WRITTEN, "", "# Import and export", "", INTRO, rest]) + "\n"
