"""What a person notes for themselves: what they grew in. Theirs alone, until they share it.

One small JSON file for each board in the person's own state folder, mode 0600 in a folder of mode
0700; nothing of it is ever in the board file. A broken or foreign file holds no notes.
"""

from __future__ import annotations

import os
from hashlib import sha256

from okrboard.files import Folder
from okrboard.text import squeeze

FOLDER = "growth"
LARGEST = 1_000_000
LONGEST_NOTE = 2000
MOST_NOTES = 500


class Growth:
    """The notes of one person at one board, newest last."""

    def __init__(self, state: str, place: str) -> None:
        """Take the state folder, and the board's path or address."""
        self._folder = os.path.join(state, FOLDER)
        self._place = place
        key = sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._file = f"{key}.json"

    def read(self) -> list[str]:
        """Return the notes; none where there are none, or where the file is no such file."""
        import json

        try:
            with Folder(self._folder) as folder:
                body = json.loads(folder.read(self._file, LARGEST))
        except (OSError, ValueError, RecursionError):
            return []
        notes = body.get("notes") if isinstance(body, dict) else None
        if not isinstance(notes, list) or body.get("board") != self._place:
            return []
        return [squeeze(note, LONGEST_NOTE) for note in notes if isinstance(note, str) and note]

    def add(self, text: str) -> bool:
        """Keep one more note; say whether that worked."""
        note = squeeze(text, LONGEST_NOTE)
        return bool(note) and self._write([*self.read(), note][-MOST_NOTES:])

    def remove(self, index: int) -> bool:
        """Forget a note; say whether that worked."""
        notes = self.read()
        if not 0 <= index < len(notes):
            return False
        return self._write([*notes[:index], *notes[index + 1 :]])

    def _write(self, notes: list[str]) -> bool:
        import json

        data = json.dumps({"board": self._place, "notes": notes}, ensure_ascii=True).encode()
        try:
            with Folder(self._folder, private=True) as folder:
                folder.write(self._file, data)
        except OSError:
            return False
        return True
