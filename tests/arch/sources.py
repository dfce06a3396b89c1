"""The repository's own source files as paths and syntax trees, for the architecture tests; asserts nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("app", "models", "devices", "ui")
HOUSE = (*FLOORS, "installer", "tests")


def python_files(*rooms: str) -> list[Path]:
    """The Python files of the named folders, sorted."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def nodes(*rooms: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file of the named folders."""
    for path in python_files(*rooms):
        for node in ast.walk(tree(path)):
            yield path, node


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as ``folder/file.py:line``."""
    line = getattr(node, "lineno", None)
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def listed(places: Iterable[object]) -> str:
    """What a failing test says: every place on a line of its own, none cut off."""
    return "\n" + "\n".join(str(where) for where in places)


def called_name(node: ast.AST) -> str:
    """The last word of what a call calls: ``say`` for ``self.language.say(…)``; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def text_files() -> list[Path]:
    """Every text file of the repository that people write: code, pages, commands, catalogues."""
    endings = {".py", ".md", ".toml", ".sh", ".po", ".qss", ".csv", ".txt", ".sql", ".spec", ".nsi"}
    found = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in endings]
    found += [path for path in (ROOT / ".ci").glob("*") if path.is_file()]
    for room in (*HOUSE, "docs", "resources"):
        found += [path for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix in endings]
    return sorted(found)
