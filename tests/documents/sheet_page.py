"""The page of the sheet that a team already has: the columns of `import` and `export`."""

from __future__ import annotations

import inspect

from documents.markdown import WRITTEN

from okrboard.transfer import columns

INTRO = """\
`okrboard export goals.csv` writes every goal of the board as a table, one row a key result;
`okrboard import goals.csv` reads such a table, and the sheet that a team already has. What was
exported, imported into an empty board and exported again is the same to the byte.

```sh
okrboard export goals.csv
okrboard import goals.csv --dry-run
okrboard export board.json
```

## What an import does

It shows what it understood: which column means what, which rows are which goals, what is left out
and why, and of a row that cannot be read all that is wrong with it. At a terminal it then asks.
Without one it writes only what has one meaning; a value that is ten times further off than all that
is known, or a column that may mean two things, is refused until `--yes` says that it is meant so.
`--dry-run` writes nothing, and its exit status says whether the import would be done. `--json` has
all of it as data. Everything is one change: `okrboard undo` takes it back.

With a row that is wrong nothing at all is imported, unless `--skip-bad` leaves such rows out.
Importing the same file twice changes nothing the second time.

A column that is not understood, or not as it is meant, is told with `--map`; an empty meaning
leaves it out. `--decimal ,` says what a lone mark is in `1,234`, where nothing else in the file
does.

<!-- not run: there is no such file -->

```sh
okrboard import plan.csv --map "Aim=objective" --map "Measure=key_result" --map "Status="
```

## Files

- CSV divided by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or Windows-1252; what was copied
  out of a spreadsheet, from the standard input: `okrboard import -`.
- Markdown: the tables in it. With several, `--sheet` names the heading above the one meant.
- `.xlsx` and `.ods`, with the extra `okrboard[sheets]`, which is python-calamine. Of several sheets
  the one that has goals is read, and said; `--sheet NAME` names another. Days, numbers and what is
  shown as per cent or money come in as such. A cell with an error, or a formula whose result was
  not saved, is a reason not to take its row. At most 32 MiB unpacked, and half a million cells a
  sheet.

## Layouts

One row a key result. A title above the header, the header again, and a total below are left out; an
objective that is named once, as merged cells do, goes for the rows below it:

```csv
Q4 2026 OKRs,,,,
Objective,Key Result,Start,Target,Current
Delight users,NPS,20,50,33
,Churn,5 %,3 %,4.5 %
Total,,,,58%
```

One row an item: an objective, then its key results. A column says which is which, or numbers as O1
and KR1.1 or 1 and 1.1, or the indentation:

```csv
Type,Title,Owner,Start,Target,Current
Objective,Delight users,Ana,,,
Key result,NPS,Ben,20,50,33
Key result,Churn,Ben,5 %,3 %,4.5 %
```

Key results side by side:

```csv
Objective,KR1,KR1 target,KR1 current,KR2
Delight users,NPS,50,33,Cut churn from 5 % to 3 %
```

A log of check-ins of key results that the board has, by title or reference, or that the sheet
itself gives a target:

```csv
Date,Key result,Value,Confidence,Note,By
2026-10-02,KR4,33,6,Start,ana
2026-10-09,KR4,36,high,,ana
```

Days as 11/06/2026 are read in the order that another one in the file proves, as 11/13/2026 does;
without such a one they are refused.

## A whole board

A whole board with its history goes as JSON, into an empty board only:

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
