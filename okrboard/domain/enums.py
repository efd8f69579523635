"""The closed sets of words a board uses, as plain strings.

Each set is a `Literal` alias for type checkers and an entry of `WORDS` for whoever reads a file.
"""

from __future__ import annotations

from typing import Final, Literal, get_args, get_origin

CycleState = Literal["planning", "running", "closed"]
Level = Literal["company", "team", "individual"]
Commitment = Literal["committed", "aspirational"]
Stage = Literal["proposed", "committed", "closed"]
Outcome = Literal["", "reached", "partly", "missed", "dropped", "put off", "carried"]
KeyResultKind = Literal["metric", "threshold", "milestones"]
Keep = Literal["above", "below"]
DriverKind = Literal["action", "outside", "luck", "measurement"]
ActionState = Literal["open", "kept", "dropped"]
Health = Literal["on_track", "at_risk", "off_track", "stale", "too_early", "done"]
HealthOrNone = Literal["", "on_track", "at_risk", "off_track", "done"]
MeetingKind = Literal["check-in", "reflect", "goals"]
MeetingState = Literal["running", "paused", "closed"]
HolidayRule = Literal["skip", "before"]
SeriesState = Literal["confirmed", "cancelled"]
ProposalState = Literal["draft", "merged", "shortlisted", "adopted", "declined"]
Taking = Literal["own", "contribute", "not mine"]

WORDS: Final[dict[str, tuple[str, ...]]] = {
    name: get_args(alias) for name, alias in list(globals().items()) if get_origin(alias) is Literal
}
"""What each alias allows, for validation; the first word is the usual one."""

GROUPINGS: Final = ("status", "owner", "team", "level")
"""What the columns of a board are made by."""

STATUSES: Final = ("proposed", "off_track", "at_risk", "on_track", "done")
"""The columns by status, from what needs talking to what does not."""

LEVELS: Final = WORDS["Level"]
"""The levels of objectives, from the top down."""

HEALTH_LABELS: Final[dict[str, str]] = {
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "stale": "stale",
    "too_early": "too early",
    "done": "done",
    "proposed": "proposed",
    "ended": "ended",
}
"""The words people read for each health."""
