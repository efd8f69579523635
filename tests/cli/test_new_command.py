"""A command is added as CONTRIBUTING says: its module, and its name in the table."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from okrboard.cli import commands
from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.edit.people import add_team

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


@command(
    "plan",
    Positional("NAME", "the team's name", count="?"),
    Option("dry-run", "", "only list the teams"),
)
def plan(context: Context, arguments: Arguments) -> int:
    """Plan a team."""
    if arguments.has("dry-run"):
        names = [team.name for team in context.board.teams.values()]
        return context.answer(", ".join(names), lambda: names)
    name = arguments.text("NAME")
    team = context.change("plan a team", lambda draft: add_team(draft, name))
    return context.done(f"{team.name} is planned", lambda: {"name": team.name})


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("okrboard.cli.plan")
    module.plan = plan  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(commands.COMMANDS, "plan", ("plan:plan", "plan a team"))


def test_a_module_and_a_line_make_a_command(okr: Okr, demo: Path) -> None:
    assert okr("plan", "Field work").out == "Field work is planned\n"
    assert "Field work" in okr("plan", "--dry-run").out
    assert okr("plan", "Space", "--json").json == {"name": "Space"}
    assert okr("undo").out == "undone: new team Space\n"


def test_help_completion_and_errors_know_a_new_command(okr: Okr, demo: Path) -> None:
    assert "plan " in okr("-h").out
    text = okr("plan", "-h").out
    assert "--dry-run" in text
    assert "only list the teams" in text
    assert "plan" in okr("__complete", "1", "--", "okrboard", "pla").out.split()
    wrong = okr("plan", "--dry-rum")
    assert wrong.status == 2
    assert "--dry-run" in wrong.err
