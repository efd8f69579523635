"""What is said after an undo."""

from __future__ import annotations

import pytest

from okrboard.report.undone import undone


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("edit O1 title", "undone: edit O1 title"),
        ("close O12: reached", "undone: close O12: reached (reopened O12)"),
        ("close cycle 2026-T2", "undone: close cycle 2026-T2 (reopened cycle 2026-T2)"),
        ("close forgotten M1, M2", "undone: close forgotten M1, M2 (reopened M1, M2)"),
        ("start goals M3", "undone: start goals M3 (there is no goals M3 any more)"),
    ],
)
def test_what_an_undo_comes_to_is_said(what: str, said: str) -> None:
    assert undone(what) == said
