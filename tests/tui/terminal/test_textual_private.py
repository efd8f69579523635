"""The private names of Textual that the program uses: all of them listed, fenced in, and there."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[3]
FENCE = "okrboard.tui.terminal"
PAGE = ROOT / ".github/docs/decisions/textual-private.md"
LIBRARIES = ("textual", "rich")


class Use(NamedTuple):
    """One private name that a module uses."""

    by: str
    name: str


def listed() -> dict[str, str]:
    """Return the names of the page, `Class.name` or `name`, and the modules they are in."""
    rows = re.findall(r"^\| `([\w.]+)` \| `([\w.]+)` \|", PAGE.read_text(), re.MULTILINE)
    return dict(rows)


def modules() -> list[str]:
    paths = sorted((ROOT / "okrboard/tui").rglob("*.py"))
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    return [name for name in names if not name.endswith("__init__")]


def uses(module: str) -> set[Use]:
    """Return the private names of Textual and Rich in a module: imported, called, overridden."""
    tree = ast.parse((ROOT / Path(*module.split("."))).with_suffix(".py").read_text())
    found: set[Use] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _, rest = node.module.partition(".")
            if package in LIBRARIES:
                private = any(part.startswith("_") for part in rest.split("."))
                names = [alias.name for alias in node.names]
                found |= {Use(module, n) for n in names if private or n.startswith("_")}
        elif isinstance(node, ast.ClassDef):
            found |= _in_class(module, node)
    return found | _of_others(module, tree)


def _in_class(module: str, node: ast.ClassDef) -> set[Use]:
    kind = getattr(import_module(module), node.name, None)
    private = private_names(kind) if isinstance(kind, type) else set()
    inside = [each for each in ast.walk(node) if each is not node]
    names = {each.attr for each in inside if isinstance(each, ast.Attribute) and _of_self(each)}
    names |= {each.name for each in inside if isinstance(each, ast.FunctionDef)}
    names |= {each.name for each in inside if isinstance(each, ast.AsyncFunctionDef)}
    return {Use(module, name) for name in names & private}


def _of_self(node: ast.Attribute) -> bool:
    value = node.value
    is_super = isinstance(value, ast.Call) and getattr(value.func, "id", "") == "super"
    return is_super or getattr(value, "id", "") in ("self", "cls")


def _of_others(module: str, tree: ast.Module) -> set[Use]:
    """Return private names of what is no object of ours: `console._color_system`."""
    return {
        Use(module, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and getattr(node.value, "id", getattr(node.value, "attr", ""))
        in ("app", "screen", "console", "widget", "driver", "linux_driver")
        and node.attr.startswith("_")
    }


def private_names(kind: type) -> set[str]:
    """Return the private names that a class has of Textual: of classes and of their objects."""
    bases = (each for each in kind.__mro__ if each.__module__.split(".")[0] in LIBRARIES)
    return set[str]().union(*(_private_in(base) for base in bases))


@cache
def _private_in(base: type) -> set[str]:
    named = {name for name in vars(base) if re.match(r"_[a-z]", name)}
    return named | set(re.findall(r"self\.(_[a-z]\w*)", inspect.getsource(base)))


def test_private_names_are_used_inside_the_fence_only() -> None:
    outside = [use for name in modules() if not name.startswith(FENCE) for use in uses(name)]
    assert outside == []


def test_the_page_lists_what_the_fence_uses_and_no_more() -> None:
    inside = {use.name for name in modules() if name.startswith(FENCE) for use in uses(name)}
    private = {name.rpartition(".")[2] for name in listed()}
    assert inside == private - {"focused"}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "module"), listed().items())
def test_the_installed_textual_has_each_private_name(name: str, module: str) -> None:
    kind, _, attribute = name.rpartition(".")
    found = getattr(import_module(module), kind or attribute)
    if not kind:
        return
    source = "".join(inspect.getsource(base) for base in found.__mro__ if base is not object)
    assert hasattr(found, attribute) or f"self.{attribute}" in source


def test_a_focus_that_repaints_is_still_a_reactive_of_the_screen() -> None:
    from textual.reactive import Reactive
    from textual.screen import Screen

    assert isinstance(vars(Screen)["focused"], Reactive)
