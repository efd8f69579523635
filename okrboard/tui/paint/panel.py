"""Paints what a panel holds, whatever it is: a form, a check-in, a question."""

from __future__ import annotations

from okrboard.cells import fit
from okrboard.glyphs import Glyphs
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.paint.fields import wrapped
from okrboard.tui.paint.form import LONGEST, PaintedPanel, keys_line, paint_form
from okrboard.tui.paint.line import Line

Content = Form | Choices


def paint_panel(content: Content, width: int, glyphs: Glyphs) -> PaintedPanel:
    """Return a panel's content painted for `width` cells."""
    if isinstance(content, Choices):
        return _choices(content, width, glyphs)
    return paint_form(content, width, glyphs)


def _choices(choices: Choices, width: int, glyphs: Glyphs) -> PaintedPanel:
    inner = min(width, LONGEST) - 4
    lines: list[Line] = [
        [("  ", "text"), *line] for line in wrapped(choices.question, inner, "strong", 0)
    ]
    if choices.about:
        lines += [[("  ", "text"), *line] for line in wrapped(choices.about, inner, "text", 0)]
    lines.append([])
    rows = [(-1, 0)] * len(lines)
    first = len(lines) + choices.at
    widest = max(len(key) for key, _, _ in choices.options)
    for index, (key, shown, _) in enumerate(choices.options):
        here = index == choices.at
        mark = glyphs.gutter if here else " "
        lines.append(
            [
                (f"{mark} ", "accent"),
                (key.ljust(widest + 2), "key"),
                (fit(shown, inner - widest - 2), "strong" if here else "text"),
            ]
        )
        rows.append((index, 0))
    foot = keys_line([("enter", "choose"), ("esc", "back")], width)
    return PaintedPanel(lines, foot, None, first, first, tuple(rows))
