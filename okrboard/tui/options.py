"""`Options`: how the screens shall be, decided before anything is drawn. Imports no Textual."""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.domain.record import Record

LEAST = (60, 20)
"""Columns and lines that a screen needs."""


class Options(Record):
    """What the call, the environment and the person's configuration say together."""

    ascii: bool = False
    """Draw without Unicode."""
    mouse: bool = True
    """Let the terminal report the mouse."""
    theme: str = ""
    """The theme to begin with; empty for the one that fits the terminal."""
    guessed: bool = False
    """Whether nobody named that theme, so that the terminal may know better."""
    colour: bool = True
    """False where NO_COLOR is set: no colour at all, and no other theme to choose."""
    ssh: bool = False
    """Whether the terminal came over the network: fewer frames, no animation."""
    read_only: bool = False
    """Look, but change nothing."""
    preset: str = ""
    """The keymap to begin with."""
    keys: Mapping[str, object] = {}
    """The person's own keys, by action."""
    state: str = ""
    """The folder where the program remembers a choice; empty to remember nothing."""
    config_theme: str = ""
    """The theme the configuration file names, so that a newer choice can be told from it."""
    notes: tuple[str, ...] = ()
    """Lines to tell when the first screen is there."""
