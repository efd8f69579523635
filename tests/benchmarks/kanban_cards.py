"""Write cards into a new database of kanban-tui: `python kanban_cards.py < cards.json`.

Run by `start.py` with the Python that kanban-tui is installed in. A card is title, text, column;
the places are those of the environment (`KANBAN_TUI_...`), so that nobody's tasks are touched.
"""

import json
import os
import sys
from importlib.metadata import version

from kanban_tui.backends.sqlite.database import (  # type: ignore[import-not-found]
    create_new_task_db,
    init_first_board,
    init_new_db,
)
from kanban_tui.config import init_config  # type: ignore[import-not-found]

database = os.environ["KANBAN_TUI_DATABASE_FILE"]
init_config(os.environ["KANBAN_TUI_CONFIG_FILE"], database)
init_new_db(database)
init_first_board(database)
for title, text, column in json.load(sys.stdin):
    create_new_task_db(title, column, description=text, database=database)
print(version("kanban-tui"), version("textual"))
