"""The plant's own columns, order and wording of a document: data laid over what a builder made, kept with the plant.

A layout can leave out, reorder and rename; it can invent no value. A checking formula whose column is gone goes too.
Columns that a record has more or fewer of, one per sample (``x1``, ``x2`` …), stand and fall together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.blocks import Block, Cell, Chart, Column, GroupRow, Row, Table
from app.documents.document import Paper
from app.documents.form_refusals import LAYOUT_COLUMN, LAYOUT_WRONG
from app.rights import require
from app.unit_of_work import UnitOfWork
from models.issuing import FormLayout
from models.types import clean_text
from models.vocab import Noun, Role

_LONGEST: Final = 80
_REFERENCE: Final = re.compile(r"\{(?:(\w+)\.)?(\w+)\}")
_NUMBERED: Final = re.compile(r"([A-Za-z_]+)[0-9]+")


@dataclass(frozen=True)
class ColumnLayout:
    """One column: its key, words by language (empty keeps the program's), weight (0 keeps it)."""

    key: str
    words: Mapping[str, str]
    weight: float = 0.0


@dataclass(frozen=True)
class DocumentLayout:
    """What the plant changes of a document.

    Attributes:
        title: By language; empty keeps the program's.
        tables: Table key → its columns in order; tables not named stay as they are.
        paper: Name of a `Paper`; empty keeps what the program prints it on.
    """

    title: Mapping[str, str]
    tables: Mapping[str, tuple[ColumnLayout, ...]]
    paper: str = ""


NO_LAYOUT: Final = DocumentLayout({}, {})


def read_layout(text: str) -> DocumentLayout:
    """Read a layout from TOML.

    Raises:
        PartproofError: ``forms.layout_wrong``, saying where.
    """
    try:
        return layout_from(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LAYOUT_WRONG(where=str(error)) from error


def layout_from(stored: Mapping[str, Any]) -> DocumentLayout:
    """Return a layout from what was stored or written.

    Raises:
        PartproofError: ``forms.layout_wrong``.
    """
    unknown = set(stored) - {"title", "table", "paper"}
    if unknown:
        raise LAYOUT_WRONG(where=", ".join(sorted(unknown)))
    paper = stored.get("paper", "")
    if paper not in ("", *Paper.__members__):
        raise LAYOUT_WRONG(where=f"paper: {paper}")
    tables: dict[str, tuple[ColumnLayout, ...]] = {}
    for key, columns in _mapping(stored.get("table", {}), "table").items():
        listed = columns.get("columns") if isinstance(columns, dict) else None
        if not isinstance(listed, list) or not listed:
            raise LAYOUT_WRONG(where=f"table.{key}")
        found = tuple(_column(one, f"table.{key}") for one in listed)
        if len({one.key for one in found}) != len(found):
            raise LAYOUT_WRONG(where=f"table.{key}")
        tables[str(key)] = found
    return DocumentLayout(_words(_mapping(stored.get("title", {}), "title"), "title"), tables, paper)


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise LAYOUT_WRONG(where=where)
    return value


def _column(value: object, where: str) -> ColumnLayout:
    if isinstance(value, str):
        return ColumnLayout(value, {})
    stored = _mapping(value, where)
    key, weight = stored.get("key"), stored.get("weight", 0)
    if not isinstance(key, str) or isinstance(weight, bool) or not isinstance(weight, int | str):
        raise LAYOUT_WRONG(where=where)
    if not re.fullmatch(r"[0-9]{1,3}", str(weight)):
        raise LAYOUT_WRONG(where=f"{where}: {weight}")
    words = {name: text for name, text in stored.items() if name in ("ko", "en")}
    return ColumnLayout(key, _words(words, where), float(weight))


def _words(stored: Mapping[str, Any], where: str) -> dict[str, str]:
    if not all(name in ("ko", "en") and isinstance(text, str) for name, text in stored.items()):
        raise LAYOUT_WRONG(where=where)
    return {name: clean_text(text).strip()[:_LONGEST] for name, text in stored.items()}


def to_json(layout: DocumentLayout) -> dict[str, Any]:
    """Return what is kept."""
    return {
        **({"paper": layout.paper} if layout.paper else {}),
        "title": dict(layout.title),
        "table": {
            key: {
                "columns": [{"key": one.key, "weight": str(int(one.weight)), **one.words} for one in columns]
            }
            for key, columns in layout.tables.items()
        },
    }


def keep_layout(unit: UnitOfWork, kind: str, layout: DocumentLayout) -> int:
    """Keep a layout of a kind of document; the older one stays on record. Returns its id."""
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    row = FormLayout(kind=kind, content=to_json(layout), kept_by_id=unit.actor.user_id, kept_at=unit.now)
    unit.session.add(row)
    unit.session.flush()
    unit.record("form_layout_kept", Noun.PLANT, None, kind=kind, layout=row.content)
    return row.id


def layout_of(session: Session, kind: str) -> DocumentLayout:
    """Return the layout that holds for a kind of document."""
    query = select(FormLayout.content).where(FormLayout.kind == kind).order_by(FormLayout.id.desc()).limit(1)
    stored = session.scalars(query).first()
    return NO_LAYOUT if stored is None else layout_from(stored)


def family_of(key: str) -> str:
    """Return what the columns of one per sample share: ``x`` of ``x3``; empty for any other column."""
    found = _NUMBERED.fullmatch(key)
    return "" if found is None else found[1]


def laid_out(blocks: list[Block], layout: DocumentLayout, language: str) -> list[Block]:
    """Return the blocks as the plant wants them.

    Raises:
        PartproofError: ``forms.layout_column`` where a named column is not in the table.
    """
    kept: dict[str, set[str]] = {}
    for block in blocks:
        columns = _columns_of(block, layout) if isinstance(block, Table) else None
        if isinstance(block, Table) and columns is not None:
            shown = _order(block, columns)
            kept[block.key] = {block.columns[place].key for place, _ in shown}
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            made.append(_table(block, layout, language, kept))
        elif isinstance(block, Chart) and not {block.category, *block.values} <= kept.get(
            block.table, {block.category, *block.values}
        ):
            continue
        else:
            made.append(block)
    return made


def _columns_of(table: Table, layout: DocumentLayout) -> tuple[ColumnLayout, ...] | None:
    """Return what the plant says of a table; one that goes on, ``results2``, stands as its first part does."""
    return layout.tables.get(table.key) or layout.tables.get(family_of(table.key))


def _order(table: Table, columns: tuple[ColumnLayout, ...]) -> list[tuple[int, ColumnLayout | None]]:
    """Return the places of the columns that are shown, in their order, each with what the plant says of it.

    Raises:
        PartproofError: ``forms.layout_column`` where a named column is not in the table.
    """
    places = {column.key: place for place, column in enumerate(table.columns)}
    named = {one.key for one in columns}
    last = {family_of(one.key): one.key for one in columns}
    shown: list[tuple[int, ColumnLayout | None]] = []
    for one in columns:
        family = family_of(one.key)
        if one.key in places:
            shown.append((places[one.key], one))
        elif not family or not any(family_of(key) == family for key in places):
            raise LAYOUT_COLUMN(column=one.key, table=table.key, known=", ".join(places))
        if family and last[family] == one.key:
            # Samples that the layout does not name: none of a record's values is lost.
            rest = [key for key in places if family_of(key) == family and key not in named]
            shown += [(places[key], None) for key in rest]
    return shown


def _table(table: Table, layout: DocumentLayout, language: str, kept: Mapping[str, set[str]]) -> Table:
    columns = _columns_of(table, layout)
    order = list(range(len(table.columns)))
    shown = list(table.columns)
    if columns is not None:
        found = _order(table, columns)
        order = [place for place, _ in found]
        shown = [
            table.columns[place] if one is None else _named(table.columns[place], one, language)
            for place, one in found
        ]

    def cell(value: Cell) -> Cell:
        if value.formula is None or _holds(value.formula, table.key, kept):
            return value
        return replace(value, formula=None)

    def row(value: Row) -> GroupRow | list[Cell | str]:
        if value.group is not None:
            return GroupRow(value.group)
        return [cell(value.cells[index]) for index in order]

    rows = [row(one) for one in table.body]
    return Table(
        shown, rows, key=table.key, title=table.title, subtitle=table.subtitle, own_sheet=table.own_sheet
    )


def _named(column: Column, wanted: ColumnLayout, language: str) -> Column:
    other = "en" if language == "ko" else "ko"
    changed = replace(
        column,
        title=wanted.words.get(language) or column.title,
        weight=wanted.weight or column.weight,
    )
    if column.subtitle and wanted.words.get(other):
        changed = replace(changed, subtitle=wanted.words[other])
    return changed


def _holds(formula: str, table: str, kept: Mapping[str, set[str]]) -> bool:
    """Whether all columns that a formula names are still there."""
    for named, column in _REFERENCE.findall(formula):
        columns = kept.get(named or table)
        if columns is not None and column not in columns:
            return False
    return True
