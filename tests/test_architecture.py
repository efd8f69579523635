"""The house of the design, section 4, read from the source: layers point one way.

Every import counts, also one inside a function or for type checkers only. Who adds a package names
in `MAY_IMPORT` what it stands on.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 600
LONGEST_TEST = 600
LONGEST_FUNCTION = 60
"""Lines with the docstring; the style asks for 40 of code."""
LONGEST_NAME = 60
"""Characters of a test's name."""

GROUND = {"errors", "text", "files", "configuration"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "text": set(),
    "files": {"errors", "text"},
    "cells": {"cell_table"},
    "cell_table": set(),
    "glyphs": {"domain"},
    "configuration": {"errors", "text", "files"},
    "domain": {"errors", "text"},
    "storage": {*GROUND, "domain"},
    "connect": {*GROUND, "domain"},
    "calendar": {*GROUND, "domain", "connect"},
    "transfer": {*GROUND, "domain"},
    "report": {*GROUND, "cells", "glyphs", "domain", "transfer"},
    "service": {*GROUND, "domain", "storage", "calendar", "connect", "report", "transfer"},
    "demo": {*GROUND, "domain", "storage", "calendar", "transfer", "report", "service"},
}
_BELOW_THE_FACES = {*MAY_IMPORT}
MAY_IMPORT["tui"] = {*_BELOW_THE_FACES}
MAY_IMPORT["cli"] = {*_BELOW_THE_FACES}
MAY_IMPORT["__main__"] = {"cli"}
"""What each part may import, besides itself and the version in `okrboard`."""

OPENS_THE_SCREENS = "okrboard.cli.screen"
"""The one module of the command line that knows the screens."""

ONLY_IN: dict[str, set[str]] = {
    "tinydb": {"storage"},
    "textual": {"tui"},
    "rich": {"tui"},
    "httpx": {"connect"},
    "httpcore": {"connect"},
    "certifi": {"connect"},
    "icalendar": {"calendar"},
    "defusedxml": {"calendar", "transfer"},
    "python_calamine": {"transfer"},
    "platformdirs": {"configuration"},
}
"""Who may import each package that is not Python's own."""

DOMAIN_MAY_USE = {
    "__future__",
    "_collections",
    "_collections_abc",
    "abc",
    "bisect",
    "collections.abc",
    "datetime",
    "functools",
    "itertools",
    "math",
    "re",
    "typing",
    "unicodedata",
}
"""Of the standard library: nothing that reads a clock, a file, or the environment."""


class Import(NamedTuple):
    """One import in the source."""

    by: str
    """The importing module, with dots."""
    name: str
    """What is imported, with dots."""
    line: int
    when: str
    """`start`, `call` (inside a function) or `types` (for type checkers)."""


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((ROOT / "okrboard").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(), str(path))
    return found


@cache
def imports() -> list[Import]:
    found: list[Import] = []
    for name, tree in modules().items():
        _walk(name, tree, "start", found)
    return found


def _walk(module: str, node: ast.AST, when: str, found: list[Import]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            _walk(module, child, when if when == "types" else "call", found)
        elif isinstance(child, ast.If) and _is_type_checking(child.test):
            for inner in child.body:
                _walk(module, ast.Module([inner], []), "types", found)
            for inner in child.orelse:
                _walk(module, ast.Module([inner], []), when, found)
        elif isinstance(child, ast.Import):
            found += [Import(module, alias.name, child.lineno, when) for alias in child.names]
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{module}:{child.lineno} imports relatively"
            for alias in child.names:
                whole = f"{child.module}.{alias.name}"
                is_module = whole in modules()
                found.append(
                    Import(module, whole if is_module else str(child.module), child.lineno, when)
                )
        else:
            _walk(module, child, when, found)


def _is_type_checking(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def part(module: str) -> str:
    """Return the part of the house that a module is in: `domain` for `okrboard.domain.board`."""
    return module.split(".")[1] if "." in module else ""


def ours(one: Import) -> bool:
    return one.name.split(".")[0] == "okrboard"


def told(broken: list[Import]) -> list[str]:
    return [f"{one.by}:{one.line} imports {one.name}" for one in broken]


def test_layers_point_one_way() -> None:
    broken = [
        one
        for one in imports()
        if ours(one)
        and part(one.by)
        and part(one.name) not in ("", part(one.by))
        and part(one.name) not in MAY_IMPORT[part(one.by)]
        and not (one.by == OPENS_THE_SCREENS and part(one.name) == "tui")
    ]
    assert told(broken) == []


def test_every_part_of_the_house_has_its_place() -> None:
    assert {part(name) for name in modules()} - {""} <= set(MAY_IMPORT)


def test_a_command_loads_the_screens_only_when_it_opens_one() -> None:
    assert [one for one in imports() if one.name == OPENS_THE_SCREENS and one.when == "start"] == []


def test_each_foreign_package_has_its_one_door() -> None:
    foreign = [
        one
        for one in imports()
        if not ours(one) and one.name.split(".")[0] not in sys.stdlib_module_names
    ]
    broken = [one for one in foreign if part(one.by) not in ONLY_IN.get(_package(one), set())]
    assert told(broken) == []
    assert {_package(one) for one in foreign} == set(ONLY_IN), "a door without a package behind it"


def _package(one: Import) -> str:
    return one.name.split(".")[0]


def test_the_domain_is_pure() -> None:
    broken = [
        one
        for one in imports()
        if part(one.by) == "domain"
        and not ours(one)
        and one.when != "types"
        and one.name not in DOMAIN_MAY_USE
    ]
    assert told(broken) == []


def test_the_domain_never_reads_the_clock() -> None:
    broken = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if part(name) == "domain"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        # `stamp.today` is the day that was passed in; only a call asks the clock.
        and isinstance(parent_call(tree, node), ast.Call)
    ]
    assert broken == []


def parent_call(tree: ast.Module, wanted: ast.Attribute) -> ast.Call | None:
    return next((n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.func is wanted), None)


TUI_ORDER = ("paint", "widgets", "screens", "app")


def test_inside_the_screens_layers_point_one_way_too() -> None:
    """`paint ← widgets ← screens ← app`; what is for type checkers only may look back."""

    def layer(module: str) -> int:
        names = module.split(".")
        known = part(module) == "tui" and len(names) > 2 and names[2] in TUI_ORDER
        return TUI_ORDER.index(names[2]) if known else -1

    broken = [
        one
        for one in imports()
        if one.when == "start" and layer(one.by) >= 0 and layer(one.name) > layer(one.by)
    ]
    assert told(broken) == []


def test_painters_know_no_terminal_library() -> None:
    broken = [
        one
        for one in imports()
        if one.by.startswith("okrboard.tui.paint") and _package(one) in ("textual", "rich")
    ]
    assert told(broken) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    """Neither at the start nor inside a function nor for type checkers."""
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for one in imports():
        if ours(one) and one.name in graph and one.name != one.by:
            graph[one.by].add(one.name)
    assert _cycles(graph) == []


def _cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return every ring of imports that is met when each module is walked from."""
    done: set[str] = set()
    rings: list[list[str]] = []

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            rings.append([*path[path.index(name) :], name])
        elif name not in done:
            for target in sorted(graph[name]):
                visit(target, [*path, name])
            done.add(name)

    for name in graph:
        visit(name, [])
    return rings


def test_the_search_for_rings_finds_one() -> None:
    assert _cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == [["a", "b", "c", "a"]]
    assert _cycles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize(("folder", "most"), [("okrboard", LONGEST_FILE), ("tests", LONGEST_TEST)])
def test_no_file_is_longer_than_one_reads(folder: str, most: int) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > most
    }
    assert long == {}


def test_no_function_is_longer_than_one_holds_in_mind() -> None:
    long = [
        f"{name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_test_has_a_name_longer_than_a_line_of_a_report() -> None:
    names = [
        node.name
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [name for name in names if name.startswith("test_") and len(name) > LONGEST_NAME] == []


def test_no_class_name_stands_twice() -> None:
    names = Counter(
        node.name
        for tree in modules().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_opens_with_what_it_does() -> None:
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree)] == []


def test_a_siege_is_marked_in_the_one_place_that_makes_it_slow() -> None:
    mark = ".".join(("pytest", "mark", "siege"))
    marking = [path.name for path in (ROOT / "tests").rglob("*.py") if mark in path.read_text()]
    assert marking == ["marks.py"]
