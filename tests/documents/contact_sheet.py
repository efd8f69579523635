"""`python tests/documents/contact_sheet.py FOLDER`: every screen in every size and theme.

For whoever judges how the screens look: one SVG a picture, and an `index.html` that lays them out,
whole and as they are seen from four metres. `--only board` and `--themes okr-dark` make fewer.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from documents.pictures import SHOTS, Shot, picture

from okrboard.tui.paint.palette import PALETTES

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
MORE = (
    Shot("board-owner", "The board by owner", keys="g"),
    Shot("board-empty", "Nothing matches", keys="/no such thing<enter>"),
    Shot("board-new", "Something new", keys="n"),
    Shot("help", "The help", keys="?"),
    Shot("minutes", "The meetings held", "minutes"),
)
"""Screens that the README does without."""


def main() -> None:
    """Write the pictures and the page, and say where."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", metavar="SCREEN")
    parser.add_argument("--themes", nargs="*", default=list(PALETTES), choices=list(PALETTES))
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    names = []
    for shot in (*SHOTS, *MORE):
        if chosen.only and shot.name not in chosen.only:
            continue
        for theme in chosen.themes:
            for width, height in SIZES:
                _, drawn = asyncio.run(picture(shot._replace(size=(width, height), theme=theme)))
                names.append(f"{shot.name}-{theme}-{width}x{height}.svg")
                (chosen.folder / names[-1]).write_text(drawn)
    (chosen.folder / "index.html").write_text(_page(names))
    print(f"{len(names)} pictures: {chosen.folder / 'index.html'}")


def _page(names: list[str]) -> str:
    figures = "\n".join(
        f'<figure><img src="{name}" width="900"> <img src="{name}" width="150">'
        f"<figcaption>{name.removesuffix('.svg')}</figcaption></figure>"
        for name in map(escape, names)
    )
    return f'<!doctype html><meta charset="utf-8"><title>Contact sheet</title>\n{figures}\n'


if __name__ == "__main__":
    main()
