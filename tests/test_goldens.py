"""What people and programs see is what was kept by `tests/goldens/write.py`, to the letter."""

from __future__ import annotations

import difflib

import pytest
from goldens.answers import answers
from goldens.cells import pictures
from goldens.write import EXPECTED, kept

SOURCES = {"answers": answers, "screens": pictures}
SHOWN = 40
"""Lines of difference that a failure shows of each text."""


@pytest.mark.parametrize(
    "source",
    [pytest.param(name, marks=[pytest.mark.slow] * (name == "screens")) for name in SOURCES],
)
def test_what_is_seen_is_what_was_kept(source: str) -> None:
    made = dict(SOURCES[source]())
    names = {name for name in kept() if name.startswith("screens/") == (source == "screens")}
    assert names == set(made)
    differences = [line for name in sorted(names) for line in _difference(name, made[name])]
    assert not differences, "\n".join(differences)


def _difference(name: str, made: str) -> list[str]:
    expected = (EXPECTED / name).read_bytes().decode()
    if made == expected:
        return []
    lines = difflib.unified_diff(
        expected.splitlines(), made.splitlines(), f"kept {name}", f"made {name}", lineterm="", n=0
    )
    return list(lines)[:SHOWN]
