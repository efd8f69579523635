"""Which stage shows which step of which meeting."""

from __future__ import annotations

from pkgutil import resolve_name

from okrboard.domain.meeting.agendas import STEPS, step_of
from okrboard.domain.records import Meeting
from okrboard.tui.meeting.stage import Stage


class Stages:
    """The stages that one screen has shown, each made when it is first seen.

    A stage may remember what is dear to work out: the replay keeps its tape.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[str, Stage] = {}

    def of(self, meeting: Meeting, item: str) -> Stage:
        """Return the stage that shows an item; the minutes when the agenda is through."""
        is_over = meeting.state == "closed" or not item
        step = STEPS[meeting.kind][-1] if is_over else step_of(meeting, item)
        if step.stage not in self._made:
            kind: type[Stage] = resolve_name(f"{__package__}.{step.stage}")
            self._made[step.stage] = kind()
        return self._made[step.stage]
