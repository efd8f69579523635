"""A form as lines: the cursor stands where typing goes, and every style has a look."""

from __future__ import annotations

import pytest
from support.making import NOW, TODAY, furnished
from support.typing_in import served, type_in

from okrboard.cells import width as width_of
from okrboard.demo import demo_board
from okrboard.domain.detail import detail
from okrboard.domain.records import Meeting
from okrboard.glyphs import glyphs
from okrboard.service import Service
from okrboard.tui.forms.check_in import check_in_form
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.forms.key_result import new_key_result
from okrboard.tui.forms.meeting import driver_form
from okrboard.tui.forms.painter import PaintedPanel, paint_panel
from okrboard.tui.forms.records import change_objective, new_objective
from okrboard.tui.paint.detail import paint_page, stops_of
from okrboard.tui.paint.line import with_cursor
from okrboard.tui.paint.palette import PALETTES


@pytest.fixture
def service() -> Service:
    return served()


def text_of(painted: PaintedPanel) -> str:
    return "\n".join("".join(text for text, _ in line) for line in painted.lines)


def under_cursor(painted: PaintedPanel) -> str:
    assert painted.cursor is not None
    row, cell = painted.cursor
    line = with_cursor(painted.lines[row], cell)
    return next(text for text, style in line if style == "cursor")


@pytest.mark.parametrize("text", ["abc", "漢字で", "e\u0301te\u0301", "👩‍👩‍👧 family"])
def test_the_cursor_stands_behind_what_was_typed(service: Service, text: str) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.paste(text + "Z")
    form.press("left")
    assert under_cursor(paint_panel(form, 80, glyphs())) == "Z"
    form.press("right")
    assert under_cursor(paint_panel(form, 80, glyphs())) == " "


def test_the_cursor_stays_in_sight_in_a_long_line(
    service: Service,
) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.paste("漢" * 300 + "x" * 300 + "Z")
    for key in ["left", *["ctrl+a"], "end", "left"]:
        form.press(key)
        painted = paint_panel(form, 80, glyphs())
        assert painted.cursor is not None
        assert painted.cursor[1] < 80
    assert under_cursor(painted) == "Z"


def test_a_long_title_is_folded_and_a_click_goes_where_it_was(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.paste("word " * 30 + "Zebra crossing")
    painted = paint_panel(form, 80, glyphs())
    row = next(i for i, line in enumerate(painted.lines) if any("Zebra" in t for t, _ in line))
    assert "".join(text for text, _ in painted.lines[row - 1]).strip().endswith("word")
    line = "".join(text for text, _ in painted.lines[row])
    index, at = painted.rows[row]
    form.point(index, at, line.index("Zebra") - painted.left)
    assert under_cursor(paint_panel(form, 80, glyphs())) == "Z"


def test_what_is_wrong_with_a_value_is_told_once(service: Service) -> None:
    form = check_in_form(service.board, service.stamp(), (1,))
    form.paste("soon")
    assert text_of(paint_panel(form, 120, glyphs())).count("is not a value") == 1
    assert not form.check()
    assert text_of(paint_panel(form, 120, glyphs())).count("is not a value") == 1


def at_drivers(service: Service, typed: str) -> Form:
    form = check_in_form(service.board, service.stamp(), (1,))
    form.named("value").text = "26"
    form.go("drivers")
    type_in(form, typed)
    return form


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_driver_that_is_longer_than_its_place_is_read_whole(service: Service, width: int) -> None:
    name = " ".join(f"word{number}" for number in range(25))
    form = at_drivers(service, f"+4 {name}<enter>-1 rota")
    painted = paint_panel(form, width, glyphs())
    lines = text_of(painted).split("\n")
    assert all(f"word{number}" in text_of(painted) for number in range(25))
    assert all(width_of(line) <= width for line in lines)
    assert painted.cursor is not None
    assert lines[painted.cursor[0]][: painted.cursor[1]].endswith("-1 rota")
    assert sum("+4 pages our action" in line for line in lines) == 1


def test_a_click_in_a_long_driver_goes_where_it_was(service: Service) -> None:
    form = at_drivers(service, "+4 " + "漢" * 60 + "<enter>-1 rota")
    painted = paint_panel(form, 80, glyphs())
    row = next(i for i, line in enumerate(painted.lines) if any("-1 rota" in t for t, _ in line))
    index, at = painted.rows[row]
    form.point(index, at, 3)
    assert under_cursor(paint_panel(form, 80, glyphs())) == "r"


def test_many_drivers_show_those_around_the_cursor(service: Service) -> None:
    form = at_drivers(service, "<enter>".join(f"+1 cause{number}" for number in range(40)))
    assert "cause39" in text_of(paint_panel(form, 80, glyphs()))
    for _ in range(39):
        form.press("up")
    painted = paint_panel(form, 80, glyphs())
    assert "cause0 " in text_of(painted)
    assert "cause39" not in text_of(painted)


def test_the_kinds_of_drivers_are_told_where_they_are_typed(service: Service) -> None:
    form = at_drivers(service, "+4 Black Friday load")
    assert "outside · luck · measurement" in text_of(paint_panel(form, 80, glyphs()))
    form.go("note")
    assert "luck" not in text_of(paint_panel(form, 80, glyphs()))


@pytest.mark.parametrize("typed", ["nonsense", "nonsense<enter>+2 rota", "+2 rota<enter>nonsense"])
def test_what_is_wrong_with_a_driver_is_told_once_and_beside_it(
    service: Service, typed: str
) -> None:
    form = at_drivers(service, typed)
    assert not form.check()
    for _ in range(2):
        lines = text_of(paint_panel(form, 120, glyphs())).split("\n")
        assert sum("how much did it move?" in line for line in lines) == 1
        assert any("nonsense" in line and "how much did it move?" in line for line in lines)
        form.go("note")


def test_a_long_text_shows_the_rows_around_the_cursor(service: Service) -> None:
    form = new_objective(service.board, service.stamp(), 1)
    form.go("why")
    form.paste("\n".join(f"line {number}" for number in range(40)))
    assert "line 39" in text_of(paint_panel(form, 80, glyphs()))
    for _ in range(39):
        form.press("up")
    painted = paint_panel(form, 80, glyphs())
    assert "line 0" in text_of(painted)
    assert "line 39" not in text_of(painted)


def test_the_next_keys_are_in_the_foot(service: Service) -> None:
    form = check_in_form(service.board, service.stamp(), [1, 2])

    def foot() -> str:
        return "".join(text for text, _ in paint_panel(form, 100, glyphs()).foot)

    assert "enter next" in foot()
    assert "pgdn next one" in foot()
    type_in(form, "26<enter>")
    assert "enter next   ctrl+s save" in foot()
    type_in(form, "<enter>")
    assert "enter save   tab did not work" in foot()
    type_in(form, "+4 load")
    narrow = "".join(text for text, _ in paint_panel(form, 80, glyphs()).foot)
    assert narrow.endswith("tab did not work   ctrl+s save   pgdn next one   esc back")
    type_in(form, "<enter>")
    assert "enter save   tab did not work" in foot()
    type_in(form, "<tab>")
    assert "ctrl+e editor" in foot()
    type_in(form, "<escape>")
    assert "t throw it away   k keep it as a draft" in foot()


def test_advice_comes_and_goes_without_moving_the_form(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    before = len(paint_panel(form, 100, glyphs()).lines)
    type_in(form, "Publish 12 posts")
    painted = paint_panel(form, 100, glyphs())
    assert "a task? “Publish”" in text_of(painted)
    assert len(painted.lines) == before


def test_a_task_turns_into_an_action_under_what_it_changes(service: Service) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    type_in(form, "Publish 12 posts")
    assert "ctrl+t make it an action" in "".join(
        text for text, _ in paint_panel(form, 120, glyphs()).foot
    )
    type_in(form, "<ctrl+t>")
    assert "of O1, with the action “Publish 12 posts”" in text_of(paint_panel(form, 80, glyphs()))
    assert form.field.name == "title"
    type_in(form, "Readers who come back<enter><enter>%<enter>20<enter>40")
    assert form.texts()["task"] == "Publish 12 posts"
    assert form.check()
    made = form.submit(form, service).value
    board = service.board
    action = board.actions[board.key_results[made.id].from_action]
    assert (action.title, action.key_result) == ("Publish 12 posts", made.id)
    assert len(board.changes) == 1


def test_a_question_shows_every_answer_and_its_key() -> None:
    choices = Choices("How did it end?", [("r", "reached", 1), ("m", "missed", 2)])
    text = text_of(paint_panel(choices, 60, glyphs()))
    assert "r  reached" in text
    assert type_in(choices, "m") == "save"
    assert choices.chosen == 2
    assert type_in(Choices("?", [("y", "yes", True)]), "<escape>") == "close"


@pytest.mark.parametrize("name", PALETTES)
def test_every_style_that_is_named_has_a_look(name: str, service: Service) -> None:
    known = PALETTES[name].inks
    board = demo_board(NOW)
    found = [
        line
        for id in board.objectives
        for at in range(len(stops_of(detail(board, id, TODAY))))
        for line in paint_page(detail(board, id, TODAY), at, 120, TODAY, glyphs()).lines
    ]
    for form in (
        change_objective(service.board, service.stamp(), 1),
        check_in_form(service.board, service.stamp(), [1]),
        check_in_form(service.board, service.stamp(), [3]),
    ):
        for field in form.shown:
            form.go(field.name)
            form.paste("x 12")
            form.refused("a title is wrong")
            painted = paint_panel(form, 100, glyphs())
            found += [*painted.lines, painted.foot]
    assert {style for line in found for _, style in line} <= known.keys()


def test_a_meeting_on_a_narrow_screen_tells_kinds_of_drivers() -> None:
    made = furnished()
    form = driver_form(made.board, made.add(Meeting(0, "check-in", 1, NOW)), 1)
    assert "outside · luck · measurement" in text_of(paint_panel(form, 60, glyphs()))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["title", "kind", "unit", "start", "owner", "weight"])
def test_what_stands_in_a_field_does_not_move_when_one_enters(
    service: Service, name: str, width: int
) -> None:
    form = new_key_result(service.board, service.stamp(), 1)
    label = form.named(name).label

    def cell_of_value() -> int:
        lines = text_of(paint_panel(form, width, glyphs())).split("\n")
        row = next(line for line in lines if line[2:].startswith(label))
        value = row[2 + len(label) :].replace("‹", " ")
        return len(row) - len(value.lstrip())

    form.go("kind" if name == "title" else "title")
    before = cell_of_value()
    form.go(name)
    assert cell_of_value() == before
