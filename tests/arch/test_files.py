"""What every file and name must be: short, introduced, named by the domain, free of one machine's paths."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.arch.sources import HOUSE, ROOT, listed, nodes, place, python_files, text_files, tree

LONGEST_FILE = 500

# The borders where anything may arrive and must not end the program. The list may only shrink.
BLIND_EXCEPT: tuple[str, ...] = ("app/__main__.py",)
MOST_BLIND_EXCEPT = 3

_EMPTY_WORDS = {"Item", "Items", "Data", "Manager", "Helper", "Helpers"}
_EMPTY_MODULES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "stuff"}

# Folders of one developer's machine, and package registries: which of them is used is the user's setting.
_ONE_MACHINE = re.compile(r"(?<![\w./:~-])/(?:root|work|workspace|builds?|Users/[^/\s]+)/[\w.]")
_REGISTRY = re.compile(r"pypi[.]org|python[h]osted|registry[.]npmjs|deb[.]debian|[.]pypa[.]io", re.IGNORECASE)


def words_of(class_name: str) -> set[str]:
    """The words a CamelCase name is made of."""
    return set(re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", class_name))


def is_blind(node: ast.AST) -> bool:
    """Whether a node swallows everything: a bare except, ``except Exception`` or ``suppress(Exception)``.

    A handler that ends by raising the same thing again swallows nothing (clearing up, or renaming one foreign panic).
    """

    def everything(kind: ast.expr | None) -> bool:
        if isinstance(kind, ast.Tuple):
            return any(everything(part) for part in kind.elts)
        return kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))

    if isinstance(node, ast.ExceptHandler):
        last = node.body[-1]
        goes_on = isinstance(last, ast.Raise) and last.exc is None
        return everything(node.type) and not goes_on
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
        return any(everything(argument) for argument in node.args)
    return False


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        place(path) for path in python_files(*HOUSE) if not (ast.get_docstring(tree(path)) or "").strip()
    ]
    assert not silent, listed(silent)


def test_no_file_is_longer_than_it_may_be() -> None:
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in python_files(*HOUSE)}
    assert lengths, "no files found: the test looks in the wrong place"
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_only_listed_files_catch_everything() -> None:
    found = {place(path): place(path, node) for path, node in nodes(*HOUSE) if is_blind(node)}
    unlisted = sorted(where for name, where in found.items() if name not in BLIND_EXCEPT)
    assert not unlisted, listed(unlisted)
    assert [name for name in BLIND_EXCEPT if name not in found] == [], (
        "no longer needed: take it off the list"
    )
    assert len(BLIND_EXCEPT) <= MOST_BLIND_EXCEPT


def test_blind_except_is_seen_in_every_form() -> None:
    forms = [
        "try: pass\nexcept: pass",
        "try: pass\nexcept Exception: pass",
        "try: pass\nexcept (ValueError, BaseException): pass",
        "with contextlib.suppress(Exception): pass",
    ]
    assert all(any(is_blind(node) for node in ast.walk(ast.parse(form))) for form in forms)
    fine = [
        "try: pass\nexcept (ValueError, OSError): pass",
        "with suppress(OSError): pass",
        "try: pass\nexcept BaseException:\n    clear_up()\n    raise",
    ]
    assert not any(is_blind(node) for form in fine for node in ast.walk(ast.parse(form)))


def test_names_come_from_the_domain() -> None:
    classes = [
        f"{place(path, node)} {node.name}"
        for path, node in nodes(*HOUSE)
        if isinstance(node, ast.ClassDef) and words_of(node.name) & _EMPTY_WORDS
    ]
    modules = [place(path) for path in python_files(*HOUSE) if path.stem in _EMPTY_MODULES]
    folders = [place(path) for path in _folders() if path.name in _EMPTY_MODULES]
    assert not classes + modules + folders, listed(classes + modules + folders)


def test_words_of_a_name_are_told_apart() -> None:
    assert words_of("DatabaseItem") == {"Database", "Item"}
    assert words_of("BOMData") == {"BOM", "Data"}
    assert "Data" not in words_of("DatabaseUpdate")


def test_nothing_names_one_machine_or_one_registry() -> None:
    found = []
    for path in text_files():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if _ONE_MACHINE.search(line) or _REGISTRY.search(line):
                found.append(f"{place(path)}:{number} {line.strip()[:80]}")
    assert not found, listed(found)


def _folders() -> list[Path]:
    return [path for room in HOUSE for path in (ROOT / room).rglob("*") if path.is_dir()]
