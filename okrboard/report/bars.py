"""Bars: progress as a row of cells of eighth-cell resolution, with the pace as a tick across it."""

from __future__ import annotations

_PARTS = " ▏▎▍▌▋▊▉█"


def bar(progress: float | None, pace: float | None, cells: int, *, unicode: bool = True) -> str:
    """Return a bar of exactly `cells` cells.

    `progress` and `pace` are shares of the way, 1 at the target. Beyond the target the last cell
    says so (`»`), below the start the first one (`«`). Without progress the bar is empty.
    """
    share = min(max(progress or 0.0, 0.0), 1.0)
    empty = "·" if unicode else "."
    eighths = round(share * cells * 8)
    if unicode:
        row = ["█"] * (eighths // 8)
        if eighths % 8:
            row.append(_PARTS[eighths % 8])
    else:
        row = ["#"] * round(share * cells)
    row += [empty] * (cells - len(row))
    if pace is not None:
        row[min(int(min(max(pace, 0.0), 1.0) * cells), cells - 1)] = "│" if unicode else "|"
    if progress is not None and progress > 1:
        row[-1] = "»" if unicode else ">"
    if progress is not None and progress < 0:
        row[0] = "«" if unicode else "<"
    return "".join(row)
