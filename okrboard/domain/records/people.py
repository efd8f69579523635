"""The board itself and its people."""

from __future__ import annotations

from datetime import date

from okrboard.domain.limits import (
    Cadence,
    Count,
    Dots,
    Gap,
    Grace,
    Handle,
    Name,
    Share,
    Weekday,
    Zone,
)
from okrboard.domain.record import Record
from okrboard.text import Lines


class Settings(Record):
    """What the board decides for everybody; document 1 of `settings`."""

    id: int = 1
    name: Name = "OKR board"
    """What the board is called."""
    timezone: Zone = "UTC"
    """Where it lives: whose midnight ends a day, whose clock meetings keep."""
    at_risk_gap: Gap = 10.0
    """Percentage points behind pace from which a key result is at risk."""
    off_track_gap: Gap = 25.0
    """Percentage points behind pace from which a key result is off track."""
    early_share: Share = 0.10
    """Share of a cycle in which it is too early to judge."""
    cadence_days: Cadence = 7
    """Days from one check-in to the next."""
    grace_days: Grace = 3
    """Days after that until a key result without a check-in is stale."""
    check_in_weekday: Weekday = 4
    """0 is Monday; the day of the weekly check-in."""
    dot_votes: Dots = 3
    """Votes each person has in a round of dots."""
    direction: Lines = ""
    """Where the company is going, as goal setting opens with it."""


class Member(Record):
    """A person of the board."""

    id: int
    handle: Handle
    name: str = ""
    team: int = 0
    joined: date | None = None
    left: date | None = None
    capacity: Count = 3
    """Key results a person can own before the board says that it is a lot."""


class Team(Record):
    """A group that owns objectives together."""

    id: int
    name: Name
    lead: int = 0
    position: float = 0.0
