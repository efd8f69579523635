"""`Arguments`: what was typed behind a command, by name, and how a message shows a word of it."""

from __future__ import annotations

from okrboard.text import clean


class Arguments:
    """What was typed, by name: options as in `--due-day`, arguments as in `REF`."""

    def __init__(self, values: dict[str, list[str]] | None = None) -> None:
        """Take every value that was given under each name."""
        self._values = values or {}

    def get(self, name: str) -> str | None:
        """Return the last value given, or None."""
        values = self._values.get(name)
        return values[-1] if values else None

    def text(self, name: str) -> str:
        """Return the last value given, or an empty text."""
        return self.get(name) or ""

    def all(self, name: str) -> list[str]:
        """Return every value given, in order."""
        return list(self._values.get(name, ()))

    def values(self) -> dict[str, list[str]]:
        """Return a copy of everything."""
        return {name: list(values) for name, values in self._values.items()}

    def has(self, name: str) -> bool:
        """Say whether it was given at all; for flags this is their value."""
        return name in self._values


def shown(word: str) -> str:
    """Return something that was typed as a message can show it."""
    text = clean(word)
    return f"“{text}”" if len(text) <= 40 else f"“{text[:39]}…”"
