"""The structure of a parts list: levels, level columns, parent column, dotted find numbers or indentation.

Walks are loops over lists; a parent is always another row of the same table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.bom.import_columns import level_of_title
from app.bom.import_remarks import (
    BY_FIND_NUMBER,
    BY_INDENT,
    BY_LEVEL,
    BY_LEVEL_COLUMNS,
    BY_PARENT,
    IN_A_CYCLE,
    LEVEL_JUMP,
    LEVEL_MISSING,
    MIXED_INDENT,
    NUMERIC_FIND_NUMBER,
    PARENT_AGAIN,
    PARENT_UNKNOWN,
    THE_ASSEMBLY,
)
from app.bom.import_rows import Draft
from app.drawings.import_header import Header
from app.drawings.import_remarks import Remark, RemarkKind, row_list

_LEVEL: Final = re.compile(r"^[\s.+*·•>_-]*(?:lv\.?|level|l)?\s*([0-9]{1,2})(?:\.0)?$", re.IGNORECASE)
_DOTTED: Final = re.compile(r"^[0-9A-Za-z]+(?:[.][0-9A-Za-z]+)+$")
_NAMED: Final = 12


@dataclass
class Structure:
    """Level and parent of every draft.

    Attributes:
        levels: 1 for the first level; 0 for the assembly itself.
        parents: Index of the parent draft, None for the first level.
        top: Part number of the assembly itself, "" when the table does not name it.
    """

    levels: list[int]
    parents: list[int | None]
    top: str = ""
    remarks: list[Remark] = field(default_factory=list)


def number_key(number: str) -> str:
    """Return a part number for comparison: without case, width and blanks at its ends."""
    return unicodedata.normalize("NFKC", number).casefold().strip()


def structure_of(header: Header, drafts: list[Draft]) -> Structure:
    """Return the structure by the first means that the table offers."""
    means: tuple[Callable[[Header, list[Draft]], Structure | None], ...] = (
        _by_level_columns,
        _by_level,
        _by_parent,
        _by_find_number,
        _by_indent,
    )
    for read in means:
        found = read(header, drafts)
        if found is not None:
            return found
    return Structure([1] * len(drafts), [None] * len(drafts))


def _by_level_columns(header: Header, drafts: list[Draft]) -> Structure | None:
    columns = {
        column.index: level
        for column in header.columns
        if (level := level_of_title(column.title)) is not None
    }
    if len(columns) < 2:
        return None
    raw: list[int | None] = []
    for draft in drafts:
        marked = [level for index, level in columns.items() if draft.row.text(index)]
        raw.append(marked[0] if len(marked) == 1 else None)
    return _from_raw(drafts, raw, BY_LEVEL_COLUMNS)


def _by_level(header: Header, drafts: list[Draft]) -> Structure | None:
    index = header.index("level")
    if index < 0 or not any(draft.row.text(index) for draft in drafts):
        return None
    return _from_raw(drafts, [_level(draft, index) for draft in drafts], BY_LEVEL)


def _level(draft: Draft, index: int) -> int | None:
    cell = draft.row.cell(index)
    if isinstance(cell, Decimal):
        return int(cell) if 0 <= cell < 100 and cell == int(cell) else None
    match = _LEVEL.match(draft.row.text(index))
    return int(match[1]) if match else None


def _from_raw(drafts: list[Draft], raw: list[int | None], means: RemarkKind) -> Structure:
    known = [level for level in raw if level is not None]
    if not known:
        rows = row_list(draft.number for draft in drafts)
        return Structure([1] * len(drafts), [None] * len(drafts), remarks=[LEVEL_MISSING(rows=rows)])
    base = min(known)
    remarks: list[Remark] = []
    top = ""
    if base == 0 and known.count(0) == 1 and raw[0] == 0 and len(drafts) > 1:
        # One first row at level 0 is the assembly itself.
        top = drafts[0].values.get("part_number", "")
        drafts[0].skip = THE_ASSEMBLY(text=drafts[0].shown())
        base = 1
    missing = [draft.number for draft, level in zip(drafts, raw, strict=True) if level is None]
    if missing:
        remarks.append(LEVEL_MISSING(rows=row_list(missing)))
    levels = [1 if level is None else level - base + 1 for level in raw]
    parents, jumps = _parents_by_level(levels)
    if jumps:
        remarks.append(LEVEL_JUMP(rows=row_list(drafts[index].number for index in jumps)))
    if max(levels) > 1:
        remarks.append(means())
    return Structure(levels, parents, top, remarks)


def _parents_by_level(levels: list[int]) -> tuple[list[int | None], list[int]]:
    """Return each row's parent, and the rows that jump; levels are lowered to stand below their parent."""
    parents: list[int | None] = []
    jumps: list[int] = []
    path: list[tuple[int, int, int]] = []
    for index, level in enumerate(list(levels)):
        while path and path[-1][0] >= level:
            path.pop()
        above = path[-1] if path else None
        depth = above[2] + 1 if above else min(level, 1)
        if depth != level and level > 0:
            jumps.append(index)
        parents.append(above[1] if above and above[2] > 0 else None)
        levels[index] = depth
        path.append((level, index, depth))
    return parents, jumps


def _by_parent(header: Header, drafts: list[Draft]) -> Structure | None:
    if header.index("parent_number") < 0 or header.index("part_number") < 0:
        return None
    numbers: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.values["part_number"]:
            numbers.setdefault(number_key(draft.values["part_number"]), []).append(index)
    named = [number_key(draft.values["parent_number"]) for draft in drafts]
    if not any(named):
        return None
    parents = [numbers.get(name, [None])[0] if name else None for name in named]
    unknown = {
        name: drafts[index].values["parent_number"] for index, name in enumerate(named) if name not in numbers
    }
    unknown.pop("", None)
    remarks: list[Remark] = [BY_PARENT()]
    top = next(iter(unknown.values())) if len(unknown) == 1 else ""
    if len(unknown) > 1:
        rows = row_list(drafts[index].number for index, name in enumerate(named) if name in unknown)
        remarks.append(PARENT_UNKNOWN(rows=rows, parents=_some(unknown.values())))
    again = {
        drafts[numbers[name][0]].values["part_number"]
        for name in set(named) & set(numbers)
        if len(numbers[name]) > 1
    }
    if again:
        remarks.append(PARENT_AGAIN(parents=_some(sorted(again))))
    roots = [index for index, name in enumerate(named) if not name]
    if not unknown and len(roots) == 1 and len(drafts) > 1:
        top = drafts[roots[0]].values["part_number"]
        drafts[roots[0]].skip = THE_ASSEMBLY(text=drafts[roots[0]].shown())
        parents = [None if parent == roots[0] else parent for parent in parents]
    return Structure(_levels_by_parents(drafts, parents), parents, top, remarks)


def _some(numbers: object) -> str:
    listed = [str(number) for number in numbers] if hasattr(numbers, "__iter__") else []
    return ", ".join(listed[:_NAMED]) + (f" (+ {len(listed) - _NAMED})" if len(listed) > _NAMED else "")


def _levels_by_parents(drafts: list[Draft], parents: list[int | None]) -> list[int]:
    """Return levels by walking to the first level; rows on or below a circle are marked to be skipped."""
    levels: list[int] = [0] * len(drafts)
    for start in range(len(drafts)):
        path: list[int] = []
        at: int | None = start
        on_path: set[int] = set()
        while at is not None and not levels[at] and at not in on_path:
            path.append(at)
            on_path.add(at)
            at = parents[at]
        circle = at is not None and (at in on_path or levels[at] < 0)
        depth = levels[at] if at is not None and not circle else 0
        for index in reversed(path):
            depth += 1
            levels[index] = -1 if circle else depth
            if circle:
                drafts[index].skip = IN_A_CYCLE(text=drafts[index].shown())
    return [max(level, 1) for level in levels]


def _by_find_number(header: Header, drafts: list[Draft]) -> Structure | None:
    index = header.index("find_number")
    if index < 0:
        return None
    written = [draft.values["find_number"].rstrip(".") for draft in drafts]
    dotted = [place for place, number in enumerate(written) if _DOTTED.match(number)]
    known = set(written)
    if not dotted or any(written[place].rpartition(".")[0] not in known for place in dotted):
        return None
    is_dotted = set(dotted)
    last: dict[str, int] = {}
    parents: list[int | None] = []
    levels: list[int] = []
    for place, number in enumerate(written):
        above = last.get(number.rpartition(".")[0]) if place in is_dotted else None
        parents.append(above)
        levels.append(levels[above] + 1 if above is not None else 1)
        last[number] = place
    remarks: list[Remark] = [BY_FIND_NUMBER()]
    numeric = [draft.number for draft in drafts if _is_fraction(draft.row.cell(index))]
    if numeric:
        remarks.append(NUMERIC_FIND_NUMBER(rows=row_list(numeric)))
    return Structure(levels, parents, remarks=remarks)


def _is_fraction(cell: object) -> bool:
    return isinstance(cell, Decimal) and cell != cell.to_integral_value()


def _by_indent(header: Header, drafts: list[Draft]) -> Structure | None:
    """Read indentation as levels where the first row stands left and each step in is one level."""
    indents = [draft.indent for draft in drafts]
    if not indents or max(indents) == 0 or indents[0] != min(indents):
        return None
    steps: list[int] = []
    levels: list[int] = []
    uneven: list[int] = []
    seen: set[int] = set()
    for draft, indent in zip(drafts, indents, strict=True):
        while steps and steps[-1] > indent:
            steps.pop()
        if not steps or steps[-1] < indent:
            if seen and indent not in seen and indent < max(seen):
                uneven.append(draft.number)
            steps.append(indent)
        seen.add(indent)
        levels.append(len(steps))
    parents, _ = _parents_by_level(levels)
    remarks: list[Remark] = [BY_INDENT()]
    if uneven:
        remarks.append(MIXED_INDENT(rows=row_list(uneven)))
    return Structure(levels, parents, remarks=remarks)
