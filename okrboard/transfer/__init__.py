"""Boards as files of others: tables of goals that a team has, JSON for everything.

Text to edits on a draft, and a board to text; nothing here opens a file.
"""

from okrboard.transfer.goals_out import export_csv
from okrboard.transfer.importer import ImportOptions, import_any, plan_tables, refusal
from okrboard.transfer.outcome import BadRow, ImportReport
from okrboard.transfer.source import Source, read_import
from okrboard.transfer.whole import copy_board, export_json, import_json

__all__ = [
    "BadRow",
    "ImportOptions",
    "ImportReport",
    "Source",
    "copy_board",
    "export_csv",
    "export_json",
    "import_any",
    "import_json",
    "plan_tables",
    "read_import",
    "refusal",
]
