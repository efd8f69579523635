"""What an import did, and what it could not do."""

from __future__ import annotations

from okrboard.domain.record import Record


class BadRow(Record):
    """A row that was not taken."""

    line: int
    """Where it begins in the file, from 1."""
    reason: str
    noun: str = "line"
    """What the file calls such a place: a line of a text, a row of a sheet."""

    def __str__(self) -> str:
        return f"{self.noun} {self.line}: {self.reason}"


class KeyResultPlan(Record):
    """What a row means for a key result."""

    line: int
    title: str
    told: str
    """Its numbers, as `31 → 8 pages, now 24 pages`; empty when the row has none."""
    change: str
    """`new`, `changed`, or empty for one that the board has as it is."""


class GoalPlan(Record):
    """What rows mean for an objective."""

    title: str
    change: str
    key_results: tuple[KeyResultPlan, ...] = ()


class ImportReport(Record):
    """How much an import brought, for one line on a terminal or one object of JSON."""

    objectives: int = 0
    """Added; what was there and is another now counts in `changed`."""
    key_results: int = 0
    check_ins: int = 0
    members: int = 0
    teams: int = 0
    cycles: int = 0
    records: int = 0
    """Records of a whole board, from JSON."""
    changed: int = 0
    """Objectives and key results that were there before."""
    skipped: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    """What was understood in one of two possible ways, one line each."""
    ignored: tuple[str, ...] = ()
    """Columns that nobody here knows."""
    layout: str = ""
    """How the table is laid out, in words; empty for a whole board."""
    header: int = 0
    """Where the header stands."""
    columns: tuple[tuple[str, str], ...] = ()
    """Each header and the field that it was taken for; empty for one that is left out."""
    goals: tuple[GoalPlan, ...] = ()
    left_out: tuple[BadRow, ...] = ()
    """Rows that are about no goal."""
    questions: tuple[str, ...] = ()
    """What may be meant otherwise; somebody has to say yes before it is written."""

    @property
    def changes(self) -> bool:
        """Whether it brought anything."""
        return bool(self.records or self.changed or self._added())

    @property
    def summary(self) -> str:
        """One line: `3 objectives and 7 key results added, 2 changed`."""
        added = self._added()
        parts = [f"{_listed(added)} added"] if added else []
        if self.changed:
            parts.append(f"{self.changed} changed")
        if self.skipped:
            parts.append(f"{_counted(len(self.skipped), 'row')} skipped")
        return ", ".join(parts) or "nothing new: the board has all of it already"

    def _added(self) -> list[str]:
        return [
            _counted(count, noun)
            for count, noun in (
                (self.records, "record"),
                (self.cycles, "cycle"),
                (self.teams, "team"),
                (self.members, "member"),
                (self.objectives, "objective"),
                (self.key_results, "key result"),
                (self.check_ins, "check-in"),
            )
            if count
        ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
