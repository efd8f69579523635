"""`python tests/goldens/write.py`: keep what the program prints and shows today.

`tests/test_goldens.py` compares with it. Run it only when a change of what people and programs see
is meant, read the difference, and name it in the commit.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from goldens.answers import answers
from goldens.cells import pictures

EXPECTED = Path(__file__).parent / "expected"


def main() -> None:
    """Write what differs, take away what is no longer made, and say so."""
    made = {name: text for source in (answers(), pictures()) for name, text in source}
    for name, text in made.items():
        path = EXPECTED / name
        if not path.exists() or path.read_bytes() != text.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            print(name)
    for name in sorted(kept() - set(made)):
        (EXPECTED / name).unlink()
        print(f"{name} is gone")


def kept() -> set[str]:
    """Return the names of what is kept."""
    files = (path for path in EXPECTED.rglob("*") if path.is_file())
    return {str(path.relative_to(EXPECTED)) for path in files}


if __name__ == "__main__":
    main()
