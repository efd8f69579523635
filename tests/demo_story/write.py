"""`python tests/demo_story/write.py`: write the shipped demo from the story told in this folder.

The story is played once at a time without a holiday in it, and each call of a function that changes
a board is noted with its arguments. `tests/demo/test_demo_story.py` holds the file and the story
equal on other days.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import FunctionType
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from demo_story import acts, build, meetings, planning, rooms, script

from okrboard.demo.play import CALLS, STORY, Moment, play, set_fields
from okrboard.demo.times import CHECK_INS, FRIDAY, WEEKS
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.series import plan_cycle, put_holidays
from okrboard.domain.meeting.flow import close
from okrboard.domain.meeting.proposals import commit_goals

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
"""A Friday after its meeting; no check-in of the story was on a holiday."""

Json = Any
Function = Callable[..., Any]


def story() -> str:
    """Return the shipped file: a line of JSON for what somebody did at one time."""
    recorder = _Recorder()
    with recorder.listening():
        build.build_demo(NOW)
    return "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
        for line in recorder.lines
    )


class _Recorder:
    """What the functions of the story are called with, moment by moment."""

    def __init__(self) -> None:
        self.lines: list[Json] = []
        self._calls: list[tuple[list[Json], str, bool]] = []
        """Of the moment that is played: each call, the log's line after it, whether it is one."""
        self._first = date.min
        planned = (add_cycle, close, commit_goals, plan_cycle, put_holidays, set_fields)
        self._functions: set[Function] = {*CALLS.values(), *planned}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note every call that the story's modules make."""
        patches = [
            patch.object(module, name, self._noting(value))
            for module in (acts, build, meetings, planning, rooms)
            for name, value in list(vars(module).items())
            if isinstance(value, FunctionType) and value in self._functions
        ]
        patches.append(patch.object(script, "play", self._play))
        for each in patches:
            each.start()
        try:
            yield
        finally:
            for each in patches:
                each.stop()

    def _noting(self, function: Function) -> Function:
        def noted(draft: Draft, *arguments: Any, **named: Any) -> Any:
            result = function(draft, *arguments, **named)
            call = [function.__name__, *self._arguments(function, arguments, named)]
            self._calls.append((call, draft.what, draft.logged))
            return result

        return noted

    def _play(self, moments: Iterable[Moment]) -> Board:
        moments = list(moments)
        last = max(moment.at for moment in moments if moment.at.weekday() == FRIDAY).date()
        self._first = date.fromordinal(last.toordinal() - 7 * CHECK_INS - FRIDAY)
        return play(moment._replace(edit=self._listened(moment)) for moment in moments)

    def _listened(self, moment: Moment) -> Callable[[Draft], None]:
        def edit(draft: Draft) -> None:
            self._calls = []
            moment.edit(draft)
            self.lines.append(self._line(moment, draft))

        return edit

    def _line(self, moment: Moment, draft: Draft) -> Json:
        week, weekday, at = self._instant(moment.at)
        on = "check-in" if weekday == FRIDAY and moment.at.hour == 15 else weekday
        line = {"week": week, "on": on, "at": at, "who": moment.who}
        calls = [call for call, _, _ in self._calls]
        if draft.logged:
            rest = draft.what
            for call, what, _ in self._calls:
                if rest == what or rest.startswith(f"{what}; "):
                    rest = rest.removeprefix(what).removeprefix("; ")
                else:
                    call += [{}] * (3 - len(call)) + ["untold"]
            if rest:
                assert not re.search(r"\d{4}-", rest), f"days are worked out anew: {rest}"
                line["says"] = [rest]
            if not self._calls[-1][2]:
                line["logged"] = True
        return {**line, "do": calls}

    def _arguments(
        self, function: Function, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> list[Json]:
        if function is add_cycle:
            return [[(arguments[1] - self._first).days // (7 * WEEKS)]]
        if function is put_holidays:
            days = dict.fromkeys((one.on.month, one.on.day, one.name) for one in arguments[1])
            return [[arguments[0], list(days)]]
        values = [self._value(each) for each in arguments if not callable(each)]
        fields = {key: self._value(each) for key, each in named.items() if not _is_empty(each)}
        return [values, fields] if fields else [values]

    def _value(self, value: Any) -> Json:
        if isinstance(value, datetime):
            return {"instant": self._instant(value)}
        if isinstance(value, date):
            return {"day": [(value - self._first).days // 7 + 1, value.weekday()]}
        if hasattr(value, "_asdict"):
            usual = value._field_defaults
            given = {key: each for key, each in value._asdict().items() if usual.get(key) != each}
            return {type(value).__name__: {key: self._value(each) for key, each in given.items()}}
        if isinstance(value, tuple | list):
            return [self._value(each) for each in value]
        return value

    def _instant(self, at: datetime) -> list[Json]:
        week = (at.date() - self._first).days // 7 + 1
        return [week, at.weekday(), at.strftime("%H:%M:%S" if at.second else "%H:%M")]


def _is_empty(value: object) -> bool:
    return value is None or value in ("", ()) or (type(value) is int and value == 0)


def main() -> None:
    """Write the file where it differs, and say so."""
    text = story()
    if STORY.read_text(encoding="utf-8") != text:
        STORY.write_text(text, encoding="utf-8")
        print(STORY)


if __name__ == "__main__":
    main()
