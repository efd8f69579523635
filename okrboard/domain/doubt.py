"""`InDoubt`: what was typed may be several things, and the person has to say which."""

from __future__ import annotations

from collections.abc import Sequence


class InDoubt(ValueError):
    """A text may be read in several ways, or in one that is hard to believe.

    The message is one line that names them. A door that can ask offers `ways`; one that cannot
    refuses with the message.
    """

    def __init__(self, message: str, text: str, ways: Sequence[str]) -> None:
        """`ways` say instead of `text` what it may be, each so that it is sure; likeliest first."""
        super().__init__(message)
        self.text = text.strip()
        self.ways = tuple(ways)
