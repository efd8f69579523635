"""`python tests/house/measure.py`: what the house measures; figures, no verdicts.

Lines and files are those of `okrboard/`. A walk is what a check-in touches from its first key to
the disk, traced in an app that runs. `tests/test_architecture.py` holds what must be so.
"""

from __future__ import annotations

import ast
import asyncio
import statistics
import sys
import threading
from collections import Counter
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

PRODUCT = ROOT / "okrboard"
NOW = datetime.fromisoformat("2026-11-20T15:00:00+01:00")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> None:
    """Print every figure, a line each."""
    trees = {path: ast.parse(path.read_text()) for path in sorted(PRODUCT.rglob("*.py"))}
    for name, figure in [*sizes(trees), *links(trees), *walks()]:
        print(f"{name:<58}{figure}")


def sizes(trees: dict[Path, ast.Module]) -> Iterator[tuple[str, str]]:
    """Yield lines, files, docstrings, functions and names."""
    counts = {path: len(path.read_text().splitlines()) for path in trees}
    lines = sum(counts.values())
    yield "lines", f"{lines:,}"
    yield "files", str(len(trees))
    yield "lines of a file: median, longest", f"{_median(counts.values())}, {max(counts.values())}"
    docs = sum(_docstring_lines(tree) for tree in trees.values())
    yield "share of docstrings", f"{docs / lines:.1%}"
    functions = [node for tree in trees.values() for node in ast.walk(tree) if _is_function(node)]
    spans = [node.end_lineno - node.lineno + 1 for node in functions]  # type: ignore[attr-defined]
    yield "lines of a function: median, longest", f"{_median(spans)}, {max(spans)}"
    code = sum(_code_lines(path, tree) for path, tree in trees.items())
    public = sum(_public_names(tree) for tree in trees.values())
    yield "lines of code a public name", f"{code / public:.1f}"
    depth = max(len(path.relative_to(PRODUCT).parts) for path in trees)
    yield "depth of folders", str(depth)
    pretended = sum("TYPE_CHECKING = False" in path.read_text() for path in trees)
    yield "files that pretend not to import", str(pretended)
    widgets = sum(_imports_widgets(tree) for tree in trees.values())
    yield "imports of textual.widgets", str(widgets)


def links(trees: dict[Path, ast.Module]) -> Iterator[tuple[str, str]]:
    """Yield who imports whom: rings, of deferred and type-only imports too, and lone importers."""
    names = {_module(path): tree for path, tree in trees.items()}
    graph = {name: _targets(tree, names) - {name} for name, tree in names.items()}
    rings = [ring for ring in _components(graph) if len(ring) > 1]
    yield (
        "rings of imports (all kinds)",
        f"{len(rings)}, of {[len(ring) for ring in rings]} modules",
    )
    importers = Counter(target for targets in graph.values() for target in targets)
    yield "modules with one importer", str(sum(count == 1 for count in importers.values()))
    yield "names that two classes have", ", ".join(_twice(trees)) or "none"


def walks() -> Iterator[tuple[str, str]]:
    """Yield the files and functions that a check-in runs through from its first key to the disk."""
    from support.screens import seated

    from okrboard.demo import write_demo
    from okrboard.storage.file_store import open_store

    async def walk() -> set[tuple[str, str]]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "board.json"
            write_demo(str(path), NOW)
            async with seated(store=open_store(str(path)), start="board", now=NOW) as seat:
                await seat.type("l")
                with Traced() as traced:
                    await seat.type("c12<enter><ctrl+s>")
                assert seat.board.latest(19) is not None
        return traced.functions

    touched = asyncio.run(walk())
    files = {file for file, _ in touched}
    yield "a check-in, key to disk: files, functions", f"{len(files)}, {len(touched)}"


class Traced:
    """Which functions of the product run, on any thread, while it is open."""

    def __init__(self) -> None:
        self.functions: set[tuple[str, str]] = set()

    def __enter__(self) -> Traced:
        threading.setprofile(self._called)
        sys.setprofile(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def _called(self, frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(str(PRODUCT)):
            self.functions.add((file, frame.f_code.co_qualname))


def _median(numbers: Iterable[int]) -> int:
    return round(statistics.median(numbers))


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, FUNCTION)


def _docstring_lines(tree: ast.Module) -> int:
    """Count the lines of every string that stands alone: docstrings, and those below a name."""
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _code_lines(path: Path, tree: ast.Module) -> int:
    lines = [line.strip() for line in path.read_text().splitlines()]
    return sum(bool(line) and not line.startswith("#") for line in lines) - _docstring_lines(tree)


def _public_names(tree: ast.Module) -> int:
    """Count the functions, classes, methods and constants that others may use."""
    count = 0
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = (each for each in node.body if isinstance(each, FUNCTION))
            count += 1 + sum(not each.name.startswith("_") for each in methods)
        elif isinstance(node, FUNCTION):
            count += not node.name.startswith("_")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            count += sum(
                isinstance(each, ast.Name) and not each.id.startswith("_") for each in targets
            )
    return count


def _imports_widgets(tree: ast.Module) -> int:
    return sum(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets")
        for node in ast.walk(tree)
    )


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _targets(tree: ast.Module, names: dict[str, ast.Module]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (whole & names.keys()) or {node.module}
    return found & names.keys()


def _components(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the strongly connected components (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    components: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in graph[name]:
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            start = stack.index(name)
            components.append(stack[start:])
            del stack[start:]

    for name in graph:
        if name not in index:
            visit(name)
    return components


def _twice(trees: dict[Path, ast.Module]) -> list[str]:
    counts = Counter(
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    return sorted(name for name, count in counts.items() if count > 1)


if __name__ == "__main__":
    main()
