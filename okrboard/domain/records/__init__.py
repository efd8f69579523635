"""The records of a board: what a team keeps together.

Every record that has a table of its own starts with `id`, the very number people type (O12 is
objective 12). A field that ends in an id of another table holds 0 when there is none. Days are
calendar days in the board's time zone, instants are aware datetimes.
"""

from __future__ import annotations

from okrboard.domain.records.goals import (
    Action,
    CheckIn,
    Checkpoint,
    Cycle,
    Driver,
    KeyResult,
    Objective,
    Retarget,
    Step,
)
from okrboard.domain.records.log import OUTSIDE, Change, Patch
from okrboard.domain.records.meetings import (
    Agreement,
    Attendance,
    Box,
    Card,
    DraftKeyResult,
    Meeting,
    Proposal,
    Remark,
    Take,
    Vote,
)
from okrboard.domain.records.people import Member, Settings, Team
from okrboard.domain.records.schedule import (
    Holiday,
    HolidayChoice,
    HolidayList,
    Move,
    Publication,
    Series,
    Skip,
    Withdrawn,
)

TABLES = {
    "settings": Settings,
    "members": Member,
    "teams": Team,
    "cycles": Cycle,
    "objectives": Objective,
    "key_results": KeyResult,
    "check_ins": CheckIn,
    "actions": Action,
    "series": Series,
    "holidays": HolidayList,
    "publications": Publication,
    "meetings": Meeting,
    "votes": Vote,
    "cards": Card,
    "proposals": Proposal,
    "agreements": Agreement,
    "changes": Change,
}
"""Every table of the board file and the record it holds."""

TABLE_OF = {record: table for table, record in TABLES.items()}
"""The table that a record type lives in."""

LETTERS = {
    "O": "objectives",
    "KR": "key_results",
    "A": "actions",
    "M": "meetings",
    "S": "series",
    "P": "proposals",
}
"""The letters of the references people type."""

__all__ = [
    "LETTERS",
    "OUTSIDE",
    "TABLES",
    "TABLE_OF",
    "Action",
    "Agreement",
    "Attendance",
    "Box",
    "Card",
    "Change",
    "CheckIn",
    "Checkpoint",
    "Cycle",
    "DraftKeyResult",
    "Driver",
    "Holiday",
    "HolidayChoice",
    "HolidayList",
    "KeyResult",
    "Meeting",
    "Member",
    "Move",
    "Objective",
    "Patch",
    "Proposal",
    "Publication",
    "Remark",
    "Retarget",
    "Series",
    "Settings",
    "Skip",
    "Step",
    "Take",
    "Team",
    "Vote",
    "Withdrawn",
]
