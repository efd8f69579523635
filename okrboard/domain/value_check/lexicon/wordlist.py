"""`wordlist()`: a word list as people read and edit it, as a set."""

from __future__ import annotations


def wordlist(text: str) -> frozenset[str]:
    """Return the words of a text, split at white space."""
    return frozenset(text.split())
