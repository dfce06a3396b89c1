"""What may stand only in one place: SQL text, colours, Qt modules, settings.

The directions of imports are import-linter's, not tested here.
"""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatchcase
from pathlib import Path

from tests.arch.sources import FLOORS, HOUSE, ROOT, called_name, listed, nodes, place

# pyqtgraph loads the last two. QtCharts, QtGraphs and QtDataVisualization are GPL; the Addons wheel is not installed.
QT_MODULES = {
    "QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "QtSvgWidgets", "QtOpenGLWidgets", "QtTest",
}  # fmt: skip

# Each library has one home, so that replacing or guarding it is the work of one room.
HOMES = {
    "serial": ["devices/transport/*"],
    "biip": ["devices/barcodes/*"],
    "zxingcpp": ["devices/barcodes/*"],
    "python_calamine": ["app/*/import_xlsx.py"],
    "openpyxl": ["app/*/import_xlsx.py", "app/documents/writers/*"],
    "reportlab": ["app/documents/*"],
    "pikepdf": ["app/documents/writers/*"],
    "pyhanko": ["app/documents/writers/*"],
    "pypdfium2": ["app/drawings/*"],
    "ezdxf": ["app/drawings/*"],
    "argon2": ["app/people/*"],
    "pyqtgraph": ["ui/widgets/*"],
}

_SIX_OR_EIGHT = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z])")
_THREE = re.compile(r"#[0-9a-fA-F]{3}")
_PLAIN_HEX = re.compile(r"(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOUR_ARGUMENTS = {"color", "colour", "fgColor", "bgColor", "start_color", "end_color", "rgb"}


def is_built_sql(node: ast.AST) -> bool:
    """Whether SQL text is put together from values: ``text(f"…")``, ``text("…" + x)``, ``text("…".format(x))``."""
    if called_name(node) != "text" or not isinstance(node, ast.Call) or not node.args:
        return False
    first = node.args[0]
    return isinstance(first, ast.JoinedStr | ast.BinOp) or called_name(first) == "format"


def colours_in(node: ast.AST) -> list[str]:
    """Colours written as digits: ``#1f6feb`` in any text, ``#fff`` alone, ``FF1F6FEB`` as a colour argument."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _THREE.fullmatch(node.value):
            return [node.value]
        return _SIX_OR_EIGHT.findall(node.value)
    if (
        isinstance(node, ast.keyword)
        and node.arg in _COLOUR_ARGUMENTS
        and isinstance(node.value, ast.Constant)
    ):
        value = node.value.value
        return [value] if isinstance(value, str) and _PLAIN_HEX.fullmatch(value) else []
    return []


def qt_modules_of(node: ast.AST) -> set[str]:
    """The Qt modules that an import statement names."""
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        parts = node.module.split(".")
        if parts[0] == "PySide6":
            return {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    if isinstance(node, ast.Import):
        names = [alias.name.split(".") for alias in node.names]
        return {parts[1] for parts in names if parts[0] == "PySide6" and len(parts) > 1}
    return set()


def imported_libraries(node: ast.AST) -> set[str]:
    """The top-level names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        return {node.module.split(".")[0]}
    return set()


def is_at_home(name: str, library: str) -> bool:
    """Whether a file, by its path in the repository, may import a library."""
    return library not in HOMES or any(fnmatchcase(name, pattern) for pattern in HOMES[library])


def test_each_library_is_used_only_where_it_lives() -> None:
    strays = [
        f"{place(path, node)} {library}"
        for path, node in nodes(*FLOORS)
        for library in imported_libraries(node)
        if not is_at_home(place(path), library)
    ]
    assert not strays, listed(strays)


def test_a_home_covers_its_folders_only() -> None:
    assert is_at_home("app/bom/import_xlsx.py", "openpyxl")
    assert is_at_home("devices/transport/serial_port.py", "serial")
    assert not is_at_home("app/bom/queries.py", "openpyxl")
    assert not is_at_home("devices/drivers/digital.py", "serial")


def test_sql_text_is_never_built_from_values() -> None:
    assert [place(path, node) for path, node in nodes(*HOUSE) if is_built_sql(node)] == []


def test_colours_stand_in_the_tokens_only() -> None:
    found = [f"{place(path, node)} {colour}" for path, node in nodes(*FLOORS) for colour in colours_in(node)]
    found += [
        f"{place(path)} {colour}"
        for path in _style_sheets()
        for colour in _SIX_OR_EIGHT.findall(path.read_text("utf-8"))
    ]
    assert not found, listed(found)


def test_only_allowed_qt_modules_are_imported() -> None:
    wrong = [
        f"{place(path, node)} {module}"
        for path, node in nodes(*HOUSE)
        for module in qt_modules_of(node) - QT_MODULES
    ]
    assert not wrong, listed(wrong)


def test_settings_are_not_qt_settings() -> None:
    assert [place(path, node) for path, node in nodes(*HOUSE) if _names_qsettings(node)] == []


def test_each_search_finds_what_it_is_for() -> None:
    bad = """
from PySide6.QtCharts import QChart
from PySide6 import QtGraphs
import PySide6.QtMultimedia
connection.execute(text(f"select {x}"))
connection.execute(sqlalchemy.text("select " + x))
label.setStyleSheet("color: #1f6feb; border: 0")
pen("#fff")
PatternFill(fgColor="FFD9E1F2")
QtCore.QSettings()
"""
    found = list(ast.walk(ast.parse(bad)))
    assert sorted(module for node in found for module in qt_modules_of(node)) == [
        "QtCharts",
        "QtGraphs",
        "QtMultimedia",
    ]
    assert sum(is_built_sql(node) for node in found) == 2
    assert sorted(colour for node in found for colour in colours_in(node)) == ["#1f6feb", "#fff", "FFD9E1F2"]
    assert sum(_names_qsettings(node) for node in found) == 1
    fine = 'text("select 1")\nlabel("Order #123456789")\nstep("#10")\nfrom PySide6.QtCore import Qt\n'
    clean = list(ast.walk(ast.parse(fine)))
    assert not any(
        is_built_sql(node) or colours_in(node) or qt_modules_of(node) - QT_MODULES for node in clean
    )


def _names_qsettings(node: ast.AST) -> bool:
    if isinstance(node, ast.alias):
        return node.name == "QSettings"
    return (isinstance(node, ast.Name) and node.id == "QSettings") or (
        isinstance(node, ast.Attribute) and node.attr == "QSettings"
    )


def _style_sheets() -> list[Path]:
    tokens = ROOT / "resources" / "tokens"
    return [
        path for path in ROOT.glob("*/**/*.qss") if tokens not in path.parents and ".venv" not in path.parts
    ]
