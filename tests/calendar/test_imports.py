"""What a command loads that only looks at the schedule."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("icalendar", "httpx", "dateutil", "xml.sax")


@pytest.mark.parametrize("module", ["plan", "timezone", "sequence", "holidays"])
def test_the_schedule_is_listed_without_the_exports_libraries(module: str) -> None:
    script = f"import sys, okrboard.calendar.{module}; print(*sys.modules)"
    made = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=__file__.rpartition("/tests/")[0],
    )
    assert not set(HEAVY) & set(made.stdout.split())
