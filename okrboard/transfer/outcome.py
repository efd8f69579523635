"""What an import did, and what it could not do."""

from __future__ import annotations

from okrboard.domain.record import Record


class BadRow(Record):
    """A row that was not taken."""

    line: int
    """Where it begins in the file, from 1."""
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


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

    @property
    def summary(self) -> str:
        """One line: `3 objectives and 7 key results added, 2 changed`."""
        added = [
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
        parts = [f"{_listed(added)} added"] if added else []
        if self.changed:
            parts.append(f"{self.changed} changed")
        if self.skipped:
            parts.append(f"{_counted(len(self.skipped), 'row')} skipped")
        return ", ".join(parts) or "nothing new: the board has all of it already"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
