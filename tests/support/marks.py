"""Marks of one test at two lengths: a short one in the suite, and the siege of hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIEGE = (pytest.mark.siege, pytest.mark.slow, pytest.mark.timeout(600))
"""Of what takes minutes; `slow`, too, so that `-m "not slow"` leaves it out."""


def siege(test: Any) -> Any:
    """Mark a test, or a class of tests, as a siege."""
    for mark in _SIEGE:
        test = mark(test)
    return test


def sieges(values: Iterable[Any]) -> list[Any]:
    """Return values of a parametrized test that make it a siege."""
    return [pytest.param(value, marks=_SIEGE, id=f"siege {value}") for value in values]
