"""Hostile text through every field of every form: it is ordinary text, or refused in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE
from support.making import furnished
from support.typing_in import served

from okrboard.domain.edit.actions import add_action
from okrboard.domain.schema import to_json
from okrboard.errors import OkrboardError
from okrboard.glyphs import glyphs
from okrboard.text import clean, clean_lines
from okrboard.tui.forms.check_in import check_in_form
from okrboard.tui.forms.cycle import change_cycle, new_cycle
from okrboard.tui.forms.form import text_question
from okrboard.tui.forms.key_result import change_key_result, new_key_result
from okrboard.tui.forms.painter import paint_panel
from okrboard.tui.forms.records import (
    change_action,
    change_member,
    change_objective,
    change_settings,
    change_team,
    new_action,
    new_member,
    new_objective,
    new_team,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from okrboard.domain.board import Board
    from okrboard.service import Service
    from okrboard.tui.forms.form import Form

FORMS: dict[str, Callable[[Service], Form]] = {
    "new objective": lambda s: new_objective(s.board, s.stamp(), 1),
    "objective": lambda s: change_objective(s.board, s.stamp(), 1),
    "new key result": lambda s: new_key_result(s.board, s.stamp(), 1),
    "key result": lambda s: change_key_result(s.board, s.stamp(), 1),
    "milestones": lambda s: change_key_result(s.board, s.stamp(), 3),
    "new action": lambda s: new_action(s.board, s.stamp(), 1),
    "action": lambda s: change_action(s.board, s.stamp(), 1),
    "new member": lambda s: new_member(s.board, s.stamp()),
    "member": lambda s: change_member(s.board, s.stamp(), 2),
    "new team": lambda s: new_team(s.board, s.stamp()),
    "team": lambda s: change_team(s.board, s.stamp(), 1),
    "new cycle": lambda s: new_cycle(s.board, s.stamp()),
    "cycle": lambda s: change_cycle(s.board, s.stamp(), 1),
    "settings": lambda s: change_settings(s.board, s.stamp()),
    "check-in": lambda s: check_in_form(s.board, s.stamp(), [1]),
    "check-in of steps": lambda s: check_in_form(s.board, s.stamp(), [3]),
    "question": lambda _: text_question("Why?"),
}


@pytest.fixture(scope="module")
def board() -> Board:
    made = furnished()
    add_action(made, "Alert review", key_result=1)
    return made.board


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_hostile_text_is_ordinary_text_or_refused_in_one_line(name: str, board: Board) -> None:
    for text in HOSTILE:
        service = served(board)
        for field in FORMS[name](service).fields:
            form = FORMS[name](service)
            form.go(field.name)
            form.paste(text)
            looked_at(form)
            if form.check():
                refusal = refusal_of(form, service)
                assert clean(refusal) == refusal
                form.refused(refusal)
            looked_at(form)
        for told in strings_of(service.board):
            assert clean_lines(told) == told


def refusal_of(form: Form, service: Service) -> str:
    try:
        form.submit(form, service)
    except OkrboardError as error:
        return str(error)
    return ""


def looked_at(form: Form) -> None:
    """Paint the form: safe, and no wider than the place."""
    painted = paint_panel(form, 80, glyphs())
    for line in [*painted.lines, painted.foot]:
        for text, _ in line:
            assert clean(text) == text
        assert sum(len(text) for text, _ in line) <= 160, line


def test_a_form_is_painted_no_wider_than_its_place(board: Board) -> None:
    from okrboard.tui.paint.line import line_width

    service = served(board)
    for name, make in FORMS.items():
        for width in (60, 80, 120):
            form = make(service)
            for field in form.shown:
                form.go(field.name)
                form.paste("漢字 wide and long " * 20)
                painted = paint_panel(form, width, glyphs())
                widest = max(line_width(line) for line in [*painted.lines, painted.foot])
                assert widest <= width, (name, field.name, width)


def strings_of(board: Board) -> Iterator[str]:
    for table in board.tables.values():
        for record in table.values():
            yield from _strings(to_json(record))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
