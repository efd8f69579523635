"""Paints a form as a panel: what it is about, the fields in a column, what may be said, the keys.

Pure: a form goes in, lines come out, with the rows of the field that is typed in, so that a panel
that is higher than its place can keep those in sight.
"""

from __future__ import annotations

from okrboard.cells import fit
from okrboard.cells import width as width_of
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.tui.forms.choosing import ChecklistField, ChoiceField
from okrboard.tui.forms.drivers import DriversField
from okrboard.tui.forms.fields import ListField, LongField
from okrboard.tui.forms.form import AFRESH, AWAY, Choices, Form
from okrboard.tui.paint.fields import paint_field, wrapped
from okrboard.tui.paint.key_result import face_lines
from okrboard.tui.paint.line import Line

LONGEST = 100
"""Cells of the widest line; longer ones are hard to read."""

MARGIN = 2

ADVICE = 3
"""Rows that advice has, whether there is any or not."""


class PaintedPanel(Record):
    """A panel's lines without its foot, the cursor's place, and the rows to keep in sight."""

    lines: list[Line]
    foot: Line
    cursor: tuple[int, int] | None = None
    first: int = 0
    """The first row of the field that is typed in."""
    last: int = 0
    """Its last row."""
    rows: tuple[tuple[int, int], ...] = ()
    """For each line the index of the field it belongs to, and the row within it; (-1, 0) none."""
    left: int = 0
    """The cell in which values begin."""
    width: int = 40
    """The cells that a text of several lines is folded to."""


def paint_form(form: Form, width: int, glyphs: Glyphs) -> PaintedPanel:
    """Return a form painted for a panel of `width` cells."""
    inner = min(width, LONGEST) - 2 * MARGIN
    label_width = max([len(field.label) for field in form.shown], default=0)
    lines: list[Line] = [_head(form, inner, glyphs)]
    if form.face is not None:
        lines += face_lines(form.face, inner, glyphs)
    lines.append([])
    rows: list[tuple[int, int]] = [(-1, 0)] * len(lines)
    cursor: tuple[int, int] | None = None
    first = last = 0
    left = MARGIN + label_width + 2
    for field in form.shown:
        active = field is form.field and not form.asks
        painted = paint_field(field, inner - label_width - 2, active=active, glyphs=glyphs)
        if active:
            first, last = len(lines), len(lines) + len(painted.lines) - 1
            if painted.cursor is not None:
                cursor = (first + painted.cursor[0], left + painted.cursor[1])
        for row, line in enumerate(painted.lines):
            mark = glyphs.gutter if active else " "
            label = field.label if row == 0 else ""
            out = painted.out if row == 0 else 0
            lines.append(
                [
                    (f"{mark} ", "accent"),
                    (label.ljust(label_width + 2 - out), "strong" if active else "label"),
                    *line,
                ]
            )
            rows.append((form.fields.index(field), painted.places[row] if painted.places else row))
    said = _said(form, inner)
    if form.asks:
        first = len(lines)
    if form.asks or form.told:
        # What is said in a form that is higher than its place is in sight too.
        last = len(lines) + len(said)
    lines += [[], *said] if said else []
    rows += [(-1, 0)] * (len(lines) - len(rows))
    return PaintedPanel(
        lines, _foot(form, width), cursor, first, last, tuple(rows), left, inner - label_width - 3
    )


def _head(form: Form, width: int, glyphs: Glyphs) -> Line:
    at, count = form.steps
    step = f"{at} of {count}   " if count > 1 else ""
    title = fit(form.title, width - width_of(step), glyphs.cut)
    line: Line = [("  ", "text"), (title, "strong")]
    room = width - width_of(title) - width_of(step) - 3
    if form.about and room > 10:
        line.append(("   " + fit(form.about, room, glyphs.cut), "text"))
    if step:
        line.append(("   " + step.rstrip(), "dim"))
    return line


def _said(form: Form, width: int) -> list[Line]:
    if form.asks == "leave":
        return [[("  What shall become of what you typed?", "strong")]]
    said: list[tuple[str, str]] = []
    if form.asks == "join":
        said.append(("strong", "You are not on this board yet: join it, and save this?"))
    elif form.advise is not None:
        said += form.advise(form)
    lines: list[Line] = []
    for style, text in said:
        lines += [[("  ", "text"), *line] for line in wrapped(text, width, style, 0)]
    if form.advise is not None:
        # Advice comes and goes while one types; the form stays as high as it is.
        lines = (lines + [[("", "text")]] * ADVICE)[:ADVICE]
    if form.hint and not lines:
        lines += [[("  ", "text"), *line] for line in wrapped(form.hint, width, "dim", 0)]
    if form.told:
        lines += [[("  ", "text"), *line] for line in wrapped(form.told, width, "told", 0)]
    return lines


def _foot(form: Form, width: int) -> Line:
    if form.asks == "draft":
        return keys_line(
            [
                ("enter", "go on with it"),
                (AFRESH, f"{form.others} more" if form.others else "start afresh"),
                (AWAY, "throw it away"),
                ("esc", "back"),
            ],
            width,
        )
    if form.asks == "leave":
        return keys_line(
            [("t", "throw it away"), ("k", "keep it as a draft"), ("esc", "go on typing")], width
        )
    if form.asks == "join":
        return keys_line([("enter", "join and save"), ("esc", "go on typing")], width)
    shown = form.shown
    last = form.field is shown[-1] or form.field.name == form.saves_at
    grows = isinstance(form.field, ListField) and form.field.grows
    does = "done" if form.ends_here else "one more" if grows else "save" if last else "next"
    keys = [("enter", does)]
    if form.field in shown[:-1] and (grows or last):
        keys.append(("tab", shown[shown.index(form.field) + 1].label.casefold()))
    if isinstance(form.field, ChoiceField):
        keys.append(("← →", "choose"))
    elif isinstance(form.field, ChecklistField):
        keys.append(("space", "tick"))
    if grows or not last:
        keys.append(("ctrl+s", "save"))
    keys += [(offer.key, offer.label) for offer in form.offers(form)]
    if form.steps[1] > 1:
        keys.append(("pgdn", "next one"))
    if isinstance(form.field, LongField) and not isinstance(form.field, DriversField):
        keys.append(("ctrl+e", "editor"))
        if not isinstance(form.field, ListField) or (form.field.text and not grows):
            keys.append(("ctrl+j", "new line"))
    keys.append(("esc", "back"))
    return keys_line(keys, width)


def keys_line(keys: list[tuple[str, str]], width: int) -> Line:
    """Return keys and what they do in one line, cut from the right where it is narrow."""
    line: Line = [("  ", "text")]
    room = width - 3
    for key, does in keys:
        need = width_of(f"{key} {does}") + (3 if len(line) > 1 else 0)
        if need > room:
            break
        line += [("   ", "text")] if len(line) > 1 else []
        line += [(key, "key"), (f" {does}", "dim")]
        room -= need
    return line


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
