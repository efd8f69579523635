"""Paints the fields of a form: label, what was typed, how it is understood, what is wrong.

Pure: fields go in, lines of text with roles come out, and the place of the cursor.
"""

from __future__ import annotations

from okrboard.cells import clusters, fit, fold
from okrboard.cells import width as width_of
from okrboard.domain.enums import WORDS
from okrboard.domain.format_numbers import format_change
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.text import clean
from okrboard.tui.forms.choosing import ChecklistField, ChoiceField, PickField, ScaleField
from okrboard.tui.forms.drivers import KINDS_HINT, DriversField
from okrboard.tui.forms.editors import LineEditor
from okrboard.tui.forms.fields import Field, LongField, TextField
from okrboard.tui.paint.line import Line, line_width, typeset

MOST_ROWS = 6
"""Rows of a long text that are in sight at once."""

COVER = "•"
"""Stands for a cell of what is typed in secret."""

DRIVER_WORDS = dict(
    zip(WORDS["DriverKind"], ("our action", "outside", "luck", "measurement"), strict=True)
)


class Painted(Record):
    """Lines, and the row and cell of the cursor when it stands in them."""

    lines: list[Line]
    cursor: tuple[int, int] | None = None
    places: tuple[int, ...] = ()
    """For each line the row of the text it shows, where these differ."""
    out: int = 0
    """Cells by which it begins before the place of values: a bracket that opens there."""


def paint_field(field: Field, width: int, *, active: bool, glyphs: Glyphs) -> Painted:
    """Return a field's value in `width` cells, without its label."""
    if isinstance(field, DriversField):
        # It tells what is wrong beside the line that is.
        return _drivers(field, width, active, glyphs)
    if isinstance(field, ScaleField):
        painted = _scale(field, width, active, glyphs)
    elif isinstance(field, TextField):
        painted = _text(field, width, active)
    elif isinstance(field, LongField):
        painted = _long(field, width, active)
    elif isinstance(field, ChoiceField):
        painted = _choice(field, width, active)
    elif isinstance(field, PickField):
        painted = _pick(field, width, active)
    else:
        assert isinstance(field, ChecklistField)
        painted = _checklist(field, active, glyphs)
    if field.message:
        painted.lines.extend(wrapped(f"! {field.message}", width, "error"))
    return painted


def wrapped(text: str, width: int, role: str, indent: int = 2) -> list[Line]:
    """Return a text as lines of `width` cells; all but the first are set in by `indent`."""
    text = clean(text)
    rows = fold(text, max(4, width - indent), len(text) + 1)
    return [[(" " * indent * bool(i) + row, role)] for i, row in enumerate(rows)]


def _text(field: TextField, width: int, active: bool) -> Painted:
    echo = "" if field.masked else field.echo()
    if not field.text and not active:
        return Painted([[(fit(field.usual, width), "dim")]])
    shown, cell = window(field.editor, width if not active else width - 1)
    role = "dim" if field.default else "text"
    line: Line = [(_covered(shown, field), role if active else "value")]
    if not field.text:
        line.append((fit(field.usual, width - 1), "dim"))
    lines = [line]
    # What is wrong with it may be told below already, by who tried to save it.
    if echo and echo not in (field.text.strip(), field.message):
        room = width - width_of(shown) - 4
        role = "echo" if field.understood else "error"
        if width_of(echo) <= room:
            line.append(("   " + echo, role))
        else:
            lines += wrapped(echo, width, role, 0)
    return Painted(lines, (0, cell) if active else None)


def _long(field: LongField, width: int, active: bool) -> Painted:
    if not field.text and not active:
        return Painted([[(fit(field.usual, width), "dim")]])
    rows = field.editor.rows(width - 1)
    row, cell = field.editor.place(width - 1)
    first = min(max(0, row - MOST_ROWS + 1), max(0, len(rows) - MOST_ROWS)) if active else 0
    last = min(len(rows), first + MOST_ROWS)
    lines: list[Line] = [
        [(_covered(field.text[one.start : one.end], field), "text" if active else "value")]
        for one in rows[first:last]
    ]
    if not field.text:
        lines[0].append((fit(field.usual, width - 1), "dim"))
    if last < len(rows) or first:
        lines.append([(f"row {last} of {len(rows)}", "dim")])
    echo = "" if field.masked else field.echo()
    if echo:
        lines += wrapped(echo, width, "echo" if field.understood else "error", 0)
    return Painted(lines, (row - first, cell) if active else None)


def _drivers(field: DriversField, width: int, active: bool, glyphs: Glyphs) -> Painted:
    rows = field.editor.rows(width - 1)
    here, cell = field.editor.place(width - 1)
    typed = field.text.count("\n", 0, field.editor.at)
    lines: list[Line] = []
    places: list[int] = []
    wrongs: list[str] = []
    number = 0
    for index, row in enumerate(rows):
        line: Line = [(field.text[row.start : row.end], "text" if active else "value")]
        lines.append(line)
        places.append(index)
        if row.end < len(field.text) and field.text[row.end] != "\n":
            continue
        said, role, wrong = _driver_said(field, number, glyphs)
        wrongs.append(wrong)
        # Nobody is told of an error in a line that is being typed, unless it was to be saved.
        if wrong and active and number == typed and wrong != field.message:
            said = ""
        number += 1
        if said and width_of(said) + 3 <= width - width_of(line[0][0]):
            line.append((f"   {said}", role))
        elif said:
            extra = wrapped(said, width, role)
            lines += extra
            places += [index] * len(extra)
    if not field.text:
        lines[0].append((fit(field.usual, width - 1), "dim"))
    at = places.index(here)
    lines, places, at = _around(lines, places, at)
    if field.message and field.message not in wrongs:
        lines += wrapped(f"! {field.message}", width, "error")
    lines += _below_drivers(field, width, active, glyphs)
    places += [len(rows) - 1] * (len(lines) - len(places))
    return Painted(lines, (at, min(cell, width - 1)) if active else None, tuple(places))


def _driver_said(field: DriversField, number: int, glyphs: Glyphs) -> tuple[str, str, str]:
    """Return what is said of one line, its style, and what is wrong with it."""
    driver, wrong = field.line_echo(field.lines[number])
    if driver is None:
        return (f"! {wrong}" if wrong else ""), "error", wrong
    share = typeset(format_change(driver.share, field.unit), glyphs)
    return f"{share} {DRIVER_WORDS[driver.kind]}", "echo", ""


def _below_drivers(field: DriversField, width: int, active: bool, glyphs: Glyphs) -> list[Line]:
    lines: list[Line] = []
    rest = field.rest()
    if rest is not None and (active or field.text):
        said = typeset(format_change(rest, field.unit), glyphs)
        word = "all of it explained" if rest == 0 else f"{said} unexplained"
        lines.append([(word, "dim" if rest == 0 else "echo")])
    return lines + wrapped(KINDS_HINT, width, "dim", 0) if active else lines


def _around(lines: list[Line], places: list[int], at: int) -> tuple[list[Line], list[int], int]:
    """Return the lines around one of many, so that it stays in sight."""
    first = max(0, min(at - MOST_ROWS, len(lines) - 2 * MOST_ROWS))
    last = first + 2 * MOST_ROWS
    return lines[first:last], places[first:last], at - first


def _scale(field: ScaleField, width: int, active: bool, glyphs: Glyphs) -> Painted:
    number = field.number
    if number is not None:
        line: Line = [
            (f"{number:>2}", "text" if active else "value"),
            (f"  {glyphs.block * number}", "accent" if active else "value"),
            (glyphs.empty * (field.top - number), "track"),
        ]
        return Painted([line], (0, 2) if active else None)
    shown, cell = window(field.editor, 4 if field.text else 1)
    line = [(shown, "text")]
    if field.text:
        echo = field.echo()
        # Whoever tried to save it is told below already.
        if echo != field.message:
            line.append((fit(f"   {echo}", width - 4, glyphs.cut), "error"))
    else:
        line.append((fit(field.usual, width - 1, glyphs.cut), "dim"))
    return Painted([line], (0, cell) if active else None)


def _choice(field: ChoiceField, width: int, active: bool) -> Painted:
    if not active:
        return Painted([[(fit(field.text, width), "value")]])
    line: Line = []
    room = width
    for index, (_, shown) in enumerate(field.options):
        chosen = index == field.at
        text = f"‹{shown}›" if chosen else f" {shown} "
        if width_of(text) > room:
            return _choice_narrow(field, width)
        line.append((text, "accent" if chosen else "dim"))
        room -= width_of(text)
    return Painted([line], out=1)


def _choice_narrow(field: ChoiceField, width: int) -> Painted:
    text = fit(f"‹{field.text}›", width - 12)
    return Painted(
        [[(text, "accent"), (f"  {field.at + 1} of {len(field.options)}", "dim")]], out=1
    )


def _pick(field: PickField, width: int, active: bool) -> Painted:
    name = fit(field.shown_name, max(4, width - 24) if active else width)
    if not active:
        return Painted([[(name, "value" if field.chosen else "dim")]])
    if not field.search.text:
        line: Line = [(name, "accent"), ("   type a part of a name, or ← →", "dim")]
        return Painted([line], (0, 0))
    shown, cell = window(field.search, max(6, width // 3))
    line = [(shown, "text")]
    if field.fitting():
        line += [("  → ", "dim"), (name, "accent")]
    line.append((f"   {field.echo()}", "dim"))
    return Painted([line], (0, cell))


def _checklist(field: ChecklistField, active: bool, glyphs: Glyphs) -> Painted:
    done, open_ = glyphs.of("done"), glyphs.of("stale")
    lines: list[Line] = []
    for index, (name, ticked) in enumerate(zip(field.names, field.done, strict=True)):
        here = active and index == field.at
        number = f"{index + 1} " if index < 9 else "  "
        lines.append(
            [
                (number, "dim"),
                (f"{done if ticked else open_} ", "done" if ticked else "dim"),
                (name, "accent" if here else "value"),
            ]
        )
    return Painted(lines, (field.at, 2) if active else None)


def window(editor: LineEditor, width: int) -> tuple[str, int]:
    """Return the part of one line that is in sight, and the cell of its cursor."""
    width = max(1, width)
    if len(editor.text) <= width // 2 or width_of(editor.text) <= width:
        return editor.text, width_of(editor.text[: editor.at])
    start, cells = editor.at, 0
    near = editor.text[max(0, editor.at - width) : editor.at]
    for first, end, wide in reversed([*clusters(near)]):
        if cells + wide > width - 1:
            break
        cells += wide
        start = editor.at - len(near) + first
        del end
    return fit(editor.text[start : start + width * 2], width, ""), cells


def _covered(text: str, field: Field) -> str:
    """Return a text as it may be seen: dots where others look at the screen."""
    return COVER * width_of(text.rstrip("\n")) if field.masked else text


def with_cursor(line: Line, cell: int) -> Line:
    """Return the line with the style `cursor` on the character at a cell, or on a space behind."""
    wide = line_width(line)
    if cell >= wide:
        return [*line, (" " * (cell - wide), "text"), (" ", "cursor")]
    found: Line = []
    left = 0
    for text, style in line:
        here = width_of(text)
        if left <= cell < left + here:
            before, under, after = _split(text, cell - left)
            found += [(before, style), (under, "cursor"), (after, style)]
        else:
            found.append((text, style))
        left += here
    return [run for run in found if run[0]]


def _split(text: str, cell: int) -> tuple[str, str, str]:
    if text.isascii():
        return text[:cell], text[cell : cell + 1], text[cell + 1 :]
    left = 0
    for start, end, wide in clusters(text):
        if left <= cell < left + wide:
            return text[:start], text[start:end], text[end:]
        left += wide
    return text, "", ""
