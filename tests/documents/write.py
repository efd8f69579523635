"""`python tests/documents/write.py`: write every page and picture that the program describes.

Run it after a change of commands, keys, settings, records or looks; `tests/test_documents.py`
fails until somebody did. With `--pages` it leaves the pictures out.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from documents.commands_page import commands_page
from documents.file_page import file_page
from documents.keys_page import keys_page
from documents.manual import manual
from documents.settings_page import settings_page
from documents.sheet_page import sheet_page

PAGES = {
    ".github/docs/commands.md": commands_page,
    ".github/docs/keys.md": keys_page,
    ".github/docs/settings.md": settings_page,
    ".github/docs/file.md": file_page,
    ".github/docs/import.md": sheet_page,
    "okrboard/okrboard.1": manual,
}
"""What makes each file, by its place in the project."""

PICTURES = ".github/pictures"


def main(words: list[str]) -> None:
    """Write what differs, and say so."""
    for place, make in PAGES.items():
        _write(ROOT / place, make())
    if "--pages" not in words:
        from documents.pictures import pictures

        for name, picture in pictures():
            _write(ROOT / PICTURES / name, picture)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
