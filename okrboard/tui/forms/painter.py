"""Paints a form as a panel: what it is about, the fields in a column, what may be said, the keys.

Pure: a form goes in, lines come out, with the rows of the field that is typed in, so that a panel
that is higher than its place can keep those in sight.
"""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.cells import width as width_of
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.tui.forms.choosing import ChecklistField, ChoiceField
from okrboard.tui.forms.drivers import DriversField
from okrboard.tui.forms.fields import ListField, LongField, wrapped
from okrboard.tui.forms.form import AFRESH, ANSWERS, Choices, Form
from okrboard.tui.paint.key_result import face_lines
from okrboard.tui.paint.line import Line

LONGEST = 100
"""Cells of the widest line; longer ones are hard to read."""

_ADVICE = 3
"""Rows that advice has, whether there is any or not."""

NOWHERE = (-1, 0)
"""Belongs to no field."""

Content = Form | Choices
"""What a panel shows."""

_MARGIN: Line = [("  ", "text")]


class PaintedPanel(Record):
    """A panel's lines without its foot, the cursor's place, and the rows to keep in sight."""

    lines: list[Line]
    foot: Line
    rows: list[tuple[int, int]]
    """For each line the index of the field it belongs to, and the row within it."""
    cursor: tuple[int, int] | None = None
    first: int = 0
    """The first row of the field that is typed in."""
    last: int = 0
    """Its last row."""
    left: int = 0
    """The cell in which values begin."""


def paint_panel(content: Content, width: int, glyphs: Glyphs) -> PaintedPanel:
    """Return a panel's content painted for `width` cells."""
    if isinstance(content, Choices):
        return _choices(content, width, glyphs)
    return _form(content, width, glyphs)


def _form(form: Form, width: int, glyphs: Glyphs) -> PaintedPanel:
    inner = min(width, LONGEST) - 4
    labels = max((len(field.label) for field in form.shown), default=0) + 2
    lines: list[Line] = [_head(form, inner, glyphs)]
    if form.face is not None:
        lines += face_lines(form.face, inner, glyphs)
    lines.append([])
    rows = [NOWHERE] * len(lines)
    cursor: tuple[int, int] | None = None
    first = last = 0
    for field in form.shown:
        active = field is form.field and not form.asks
        painted = field.paint(inner - labels, active, glyphs)
        if active:
            first, last = len(lines), len(lines) + len(painted.lines) - 1
            if painted.cursor is not None:
                row, cell = painted.cursor
                cursor = (first + row, 2 + labels + cell)
        for row, line in enumerate(painted.lines):
            label = field.label.ljust(labels - painted.out) if row == 0 else " " * labels
            mark = (f"{glyphs.gutter if active else ' '} ", "accent")
            lines.append([mark, (label, "strong" if active else "label"), *line])
            # What is wrong with a field stands below the last row of its text.
            at = painted.rows[min(row, len(painted.rows) - 1)] if painted.rows else row
            rows.append((form.fields.index(field), at))
    remarks = _remarks(form, inner)
    if form.asks:
        first = len(lines)
    if form.asks or form.notice:
        # What is said in a form that is higher than its place is in sight too.
        last = len(lines) + len(remarks)
    lines += [[], *remarks] if remarks else []
    rows += [NOWHERE] * (len(lines) - len(rows))
    return PaintedPanel(
        lines, _keys_line(_keys(form), width), rows, cursor, first, last, 2 + labels
    )


def _head(form: Form, width: int, glyphs: Glyphs) -> Line:
    at, count = form.steps
    step = f"   {at} of {count}" if count > 1 else ""
    title = fit(form.title, width - width_of(step), glyphs.cut)
    line: Line = [*_MARGIN, (title, "strong")]
    room = width - width_of(title) - width_of(step) - 3
    if form.about and room > 10:
        line.append(("   " + fit(form.about, room, glyphs.cut), "text"))
    return [*line, (step, "dim")] if step else line


def _remarks(form: Form, width: int) -> list[Line]:
    """Return what the form asks, what may be said of what is typed, and how it is written."""

    def indented(text: str, style: str) -> list[Line]:
        return [[*_MARGIN, *line] for line in wrapped(text, width, style)]

    if form.asks == "leave":
        return indented("What shall become of what you typed?", "strong")
    lines: list[Line] = []
    if form.asks == "join":
        lines = indented("You are not on this board yet: join it, and save this?", "strong")
    elif form.advise is not None:
        lines = [line for style, text in form.advise(form) for line in indented(text, style)]
    if form.advise is not None:
        # Advice comes and goes while one types; the form stays as high as it is.
        lines = (lines + [[("", "text")]] * _ADVICE)[:_ADVICE]
    if form.hint and not lines:
        lines = indented(form.hint, "dim")
    return lines + indented(form.notice, "told") if form.notice else lines


def _keys(form: Form) -> list[tuple[str, str]]:
    if form.asks:
        more = {AFRESH: f"{form.others} more"} if form.others else {}
        return [(key, more.get(key, does)) for key, does, _ in ANSWERS[form.asks]]
    field, shown = form.field, form.shown
    saves = form.saves_here
    grows = isinstance(field, ListField) and field.grows
    does = "done" if form.ends_here else "one more" if grows else "save" if saves else "next"
    keys = [("enter", does)]
    if field in shown[:-1] and (grows or saves):
        keys.append(("tab", shown[shown.index(field) + 1].label.casefold()))
    if isinstance(field, ChoiceField):
        keys.append(("← →", "choose"))
    elif isinstance(field, ChecklistField):
        keys.append(("space", "tick"))
    if grows or not saves:
        keys.append(("ctrl+s", "save"))
    keys += [(offer.key, offer.label) for offer in form.offers(form)]
    if form.steps[1] > 1:
        keys.append(("pgdn", "next one"))
    if isinstance(field, LongField) and not isinstance(field, DriversField):
        keys.append(("ctrl+e", "editor"))
        if not isinstance(field, ListField) or (field.text and not grows):
            keys.append(("ctrl+j", "new line"))
    return [*keys, ("escape", "back")]


def _keys_line(keys: list[tuple[str, str]], width: int) -> Line:
    """Return keys and what they do in one line, cut from the right where it is narrow."""
    line: Line = []
    room = width - 3
    for key, does in keys:
        key = "esc" if key == "escape" else key
        gap = "   " if line else "  "
        room -= width_of(f"{key} {does}") + (3 if line else 0)
        if room < 0:
            break
        line += [(gap, "text"), (key, "key"), (f" {does}", "dim")]
    return line


def _choices(choices: Choices, width: int, glyphs: Glyphs) -> PaintedPanel:
    inner = min(width, LONGEST) - 4
    texts = [*wrapped(choices.question, inner, "strong")]
    if choices.about:
        texts += wrapped(choices.about, inner, "text")
    lines: list[Line] = [*([*_MARGIN, *line] for line in texts), []]
    rows = [NOWHERE] * len(lines)
    first = len(lines) + choices.at
    keys = max(len(key) for key, _, _ in choices.options) + 2
    for index, (key, shown, _) in enumerate(choices.options):
        here = index == choices.at
        lines.append(
            [
                (f"{glyphs.gutter if here else ' '} ", "accent"),
                (left(key, keys), "key"),
                (fit(shown, inner - keys), "strong" if here else "text"),
            ]
        )
        rows.append((index, 0))
    foot = _keys_line([("enter", "choose"), ("escape", "back")], width)
    return PaintedPanel(lines, foot, rows, None, first, first)
