"""The labelled examples of the value check, read from `tests/domain/value_check/examples/`.

A file holds `## department` headings and lines `verdict: text`; `#` begins a comment.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[1] / "domain" / "value_check" / "examples"

KEY_RESULT_FILES = (
    "key_results_first.txt",
    "key_results_held_out.txt",
    "key_results_second_held_out.txt",
    "key_results_third_held_out.txt",
)
FRESH_TITLES = "key_results_fourth_held_out.txt"
MEASURED_FILES = ("measured_first.txt", "measured_fourth_held_out.txt")
OBJECTIVE_FILES = ("objectives_first.txt", "objectives_held_out.txt")


class Example(NamedTuple):
    """A text and what a person says of it."""

    department: str
    verdict: str
    text: str


def examples(*names: str) -> list[Example]:
    """Return the examples of the files, in their order."""
    found = []
    for name in names:
        department = ""
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                department = line[3:]
            elif line and not line.startswith("#"):
                verdict, text = line.split(": ", 1)
                found.append(Example(department, verdict, text))
    return found


class MeasuredExample(NamedTuple):
    """A title with the numbers beside it, and what a person says of it."""

    verdict: str
    text: str
    start: float | None
    target: float | None
    unit: str


def measured_examples(name: str) -> list[MeasuredExample]:
    """Return the examples of a tab-separated file: verdict, title, start, target, unit (`-`: no).

    A row without numbers has only its verdict and title.
    """
    found = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, text, start, target, unit = (line.split("\t") + [""] * 3)[:5]
            first, last = (float(cell) if cell else None for cell in (start, target))
            found.append(MeasuredExample(verdict, text, first, last, unit.strip("-")))
    return found


def other_languages() -> list[str]:
    """Return goals that are not English."""
    return (FOLDER / "other_languages.txt").read_text(encoding="utf-8").splitlines()


def scores(pairs: list[tuple[str, str]], label: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of one label over (said by a person, said by the check)."""
    counts = Counter((person == label, check == label) for person, check in pairs)
    precision = counts[True, True] / max(1, counts[True, True] + counts[False, True])
    recall = counts[True, True] / max(1, counts[True, True] + counts[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
