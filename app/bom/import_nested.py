"""Structures kept as one file per assembly: the folder is read from its top assembly down.

A file belongs to the part whose number is its name. Walks are loops; a circle is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.bom.import_checks import line_remarks, quantity_total, total_text
from app.bom.import_levels import number_key
from app.bom.import_preview import BomImportLine, BomPreview
from app.bom.import_remarks import OTHER_FILES, ROLL_UP_FILES, SPLIT_FILES, TOP_FILE
from app.bom.import_xlsx import preview_file
from app.bom.refusals import FILES_IN_A_CYCLE, NO_TOP, SEVERAL_TOPS, TOO_MANY_FILES, TOO_MANY_LINES
from app.drawings.import_remarks import Remark, Skipped
from app.errors import PartproofError

TABLE_ENDINGS: Final = frozenset({".csv", ".xlsx", ".xls", ".tsv", ".txt"})
MAX_FILES: Final = 500
MAX_LINES: Final = 100_000
_ROLL_UP: Final = ("-all", "_all", "-flat", "_flat", "-rollup")


def tables_beside(folder: Path) -> dict[str, Path]:
    """Return the table files of a folder by the part number that their name is.

    Raises:
        PartproofError: more than ``MAX_FILES`` of them.
    """
    found: dict[str, Path] = {}
    for entry in sorted(folder.iterdir()):
        if entry.suffix.lower() in TABLE_ENDINGS and entry.is_file():
            found.setdefault(number_key(entry.stem), entry)
        if len(found) > MAX_FILES:
            raise TOO_MANY_FILES(folder=folder.name, limit=MAX_FILES)
    return found


def neighbour_remarks(path: Path, lines: Sequence[BomImportLine]) -> Iterator[Remark]:
    """Say when files beside this one hold the parts of its lines."""
    try:
        beside = tables_beside(path.parent)
    except (OSError, PartproofError):
        # A folder that cannot be listed, or is full of tables, holds no split structure to speak of.
        return
    own = number_key(path.stem)
    numbers = sorted(
        {line.part_number for line in lines if number_key(line.part_number) in beside} - {path.stem}
    )
    split = [number for number in numbers if number_key(number) != own]
    if split:
        yield SPLIT_FILES(assemblies=", ".join(split[:12]))


def preview_folder(folder: Path, *, mapping: Mapping[str, str], sheet: str | None) -> BomPreview:
    """Read a folder with one table per assembly as one structure.

    Raises:
        PartproofError: no top assembly or several, a circle of files, or a file that is refused.
    """
    tables = tables_beside(folder)
    previews: dict[str, BomPreview] = {}
    rolled_up = [path.name for key, path in tables.items() if _is_roll_up(key, tables)]
    for key, path in tables.items():
        if path.name in rolled_up:
            continue
        try:
            previews[key] = preview_file(path, mapping=mapping, sheet=sheet)
        except PartproofError:
            # A readme or another list in the folder is no part of the structure; it is named below.
            continue
    top = _top(folder, previews, tables)
    lines, used = _walk(folder, top, previews, tables)
    return _joined(folder, top, previews, tables, lines, used, rolled_up)


def _is_roll_up(key: str, tables: Mapping[str, Path]) -> bool:
    return any(key.endswith(ending) and key.removesuffix(ending) in tables for ending in _ROLL_UP)


def _is_structure(preview: BomPreview) -> bool:
    """A parts master lists parts without quantities; it is no table of an assembly."""
    return "quantity" in preview.mapping.values() and "part_number" in preview.mapping.values()


def _top(folder: Path, previews: Mapping[str, BomPreview], tables: Mapping[str, Path]) -> str:
    structures = {key: preview for key, preview in previews.items() if _is_structure(preview)}
    children = {
        key: {number_key(line.part_number) for line in preview.lines} for key, preview in structures.items()
    }
    used = {child for numbers in children.values() for child in numbers}
    leading = [key for key, numbers in children.items() if numbers & set(structures) - {key}]
    tops = [key for key in leading if key not in used]
    if len(tops) > 1:
        raise SEVERAL_TOPS(folder=folder.name, assemblies=", ".join(tables[key].stem for key in tops[:12]))
    if not tops and leading:
        raise FILES_IN_A_CYCLE(folder=folder.name, path=" → ".join(tables[key].stem for key in leading[:12]))
    if not tops:
        raise NO_TOP(folder=folder.name)
    return tops[0]


def _walk(
    folder: Path, top: str, previews: Mapping[str, BomPreview], tables: Mapping[str, Path]
) -> tuple[list[BomImportLine], dict[str, str]]:
    """Return the lines of all levels in order, and the files used.

    Every use of an assembly brings its lines again, as an indented list would.
    """
    lines: list[BomImportLine] = []
    used: dict[str, str] = {top: tables[top].name}
    stack: list[tuple[str, int | None, int, tuple[str, ...], int]] = [(top, None, 0, (top,), 0)]
    while stack:
        key, parent, level, path, at = stack.pop()
        source = previews[key].lines
        if at >= len(source):
            continue
        line = source[at]
        stack.append((key, parent, level, path, at + 1))
        lines.append(replace(line, parent=parent, level=level + 1, file=tables[key].name))
        if len(lines) > MAX_LINES:
            raise TOO_MANY_LINES(folder=folder.name, limit=MAX_LINES)
        below = number_key(line.part_number)
        if below in path:
            shown = " → ".join(tables[step].stem for step in (*path, below))
            raise FILES_IN_A_CYCLE(folder=folder.name, path=shown)
        if below in previews and _is_structure(previews[below]):
            used[below] = tables[below].name
            stack.append((below, len(lines) - 1, level + 1, (*path, below), 0))
    return lines, used


def _joined(
    folder: Path,
    top: str,
    previews: Mapping[str, BomPreview],
    tables: Mapping[str, Path],
    lines: list[BomImportLine],
    used: Mapping[str, str],
    rolled_up: list[str],
) -> BomPreview:
    first = previews[top]
    remarks: list[Remark] = [TOP_FILE(assembly=tables[top].stem, files=len(used))]
    others = [path.name for key, path in tables.items() if key not in used and path.name not in rolled_up]
    if rolled_up:
        remarks.append(ROLL_UP_FILES(files=", ".join(rolled_up[:20])))
    if others:
        remarks.append(OTHER_FILES(files=", ".join(others[:40])))
    skipped: list[Skipped] = []
    for key in used:
        skipped.extend(replace(entry, file=tables[key].name) for entry in previews[key].skipped)
    remarks.extend(line_remarks(lines, numbered=True))
    return replace(
        first,
        rows=len(lines),
        quantity_total=total_text(quantity_total(lines)[0]),
        levels=max((line.level for line in lines), default=0),
        skipped=tuple(skipped),
        warnings=tuple(remarks),
        lines=tuple(lines),
        top_part_number=tables[top].stem,
    )
