"""What a plant may change of a kind of document: tables and columns as the newest record shows them. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.blocks import Table
from app.documents.document import Document
from app.documents.form_layout import ColumnLayout, DocumentLayout, family_of, layout_of
from app.documents.issue import issue_record
from app.documents.registry import Builder, Scope, builder_of, builders
from app.documents.source import DocumentSource, ReadFile
from app.errors import PartproofError
from app.settings import read_settings
from app.texts import LANGUAGES, Language
from models.certification import Assessment
from models.change import ChangeOrder, FourMChange
from models.document import DocumentRevision
from models.inspection import Inspection
from models.nonconformance import Nonconformance
from models.part import PartRevision
from models.production import Lot
from models.shipping import Shipment

_RECORDS: Final[dict[Scope, type[Any]]] = {
    Scope.PART_REVISION: PartRevision,
    Scope.DOCUMENT_REVISION: DocumentRevision,
    Scope.INSPECTION: Inspection,
    Scope.ASSESSMENT: Assessment,
    Scope.NONCONFORMANCE: Nonconformance,
    Scope.LOT: Lot,
    Scope.CHANGE_ORDER: ChangeOrder,
    Scope.FOUR_M_CHANGE: FourMChange,
    Scope.SHIPMENT: Shipment,
}
_PLANT: Final = 0
# So many of the newest records are tried: some documents refuse some records.
_TRIED: Final = 8
# What belongs to a pack as a whole is laid out by the program.
_NOT_OFFERED: Final = frozenset({"cover"})


@dataclass(frozen=True)
class ShapeColumn:
    """One column as the plant has it.

    Attributes:
        shipped: The program's words by language; empty for samples.
        place: Where the program prints it.
        words: The plant's own words by language, else the program's.
        shown: Whether the plant prints it.
        samples: It stands for all columns of one per sample, which have no wording of their own.
        weight: Its own width; 0 keeps the program's.
    """

    key: str
    shipped: dict[str, str]
    place: int
    words: dict[str, str]
    shown: bool
    samples: bool
    weight: float


@dataclass(frozen=True)
class ShapeTable:
    """A table with its columns, those that are shown first and in their order."""

    key: str
    title: dict[str, str]
    columns: tuple[ShapeColumn, ...]


@dataclass(frozen=True)
class FormShape:
    """What may be changed of a kind of document.

    Attributes:
        shipped: The program's title by language.
        title: The plant's own title by language, else the program's.
        paper: The plant's own paper; empty keeps the program's.
    """

    kind: str
    shipped: dict[str, str]
    title: dict[str, str]
    tables: tuple[ShapeTable, ...]
    paper: str = ""

    def layout(self) -> DocumentLayout:
        """Return what differs from the program, as it is kept."""
        changed = {
            table.key: tuple(
                ColumnLayout(one.key, _own(one.words, one.shipped), one.weight)
                for one in table.columns
                if one.shown
            )
            for table in self.tables
            if _differs(table)
        }
        return DocumentLayout(_own(self.title, self.shipped), changed, self.paper)


def _own(words: dict[str, str], shipped: dict[str, str]) -> dict[str, str]:
    return {code: text for code, text in words.items() if text.strip() and text != shipped.get(code)}


def _differs(table: ShapeTable) -> bool:
    places = [one.place for one in table.columns]
    return places != sorted(places) or any(
        not one.shown or one.weight or _own(one.words, one.shipped) for one in table.columns
    )


def changeable_kinds() -> tuple[Builder, ...]:
    """Return the kinds of document that a plant may lay out."""
    return tuple(one for one in builders().values() if one.kind not in _NOT_OFFERED)


def form_shape(session: Session, kind: str, read_file: ReadFile) -> FormShape | None:
    """Return what may be changed of a kind of document, or None while no record shows it.

    Raises:
        PartproofError: ``documents.no_kind``.
    """
    builder = builder_of(kind)
    for entity_id in _newest(session, builder.scope):
        try:
            made = {code: _built(session, builder, entity_id, code, read_file) for code in LANGUAGES}
        except PartproofError:
            continue
        return _shape(made, layout_of(session, kind))
    return None


def _newest(session: Session, scope: Scope) -> Iterator[int]:
    mapped = _RECORDS.get(scope)
    if mapped is None:
        yield _PLANT
        return
    yield from session.scalars(select(mapped.id).order_by(mapped.id.desc()).limit(_TRIED))


def _built(session: Session, builder: Builder, entity_id: int, code: str, read_file: ReadFile) -> Document:
    settings = read_settings(session)
    issue = issue_record(session, settings, datetime.now(UTC), UUID(int=0), "")
    source = DocumentSource(session, Language(code), issue, settings, read_file, as_shipped=True)
    return builder.build(source, entity_id)


def _shape(made: dict[str, Document], layout: DocumentLayout) -> FormShape:
    first = next(iter(made.values()))
    tables: dict[str, ShapeTable] = {}
    for block in first.blocks:
        if not isinstance(block, Table) or not block.key or block.key in tables or family_of(block.key):
            continue
        same = {code: _table_of(document, block.key) for code, document in made.items()}
        title = {code: table.title for code, table in same.items()}
        tables[block.key] = ShapeTable(block.key, title, _columns(same, layout.tables.get(block.key)))
    shipped = {code: document.title for code, document in made.items()}
    title = {**shipped, **_filled(layout.title)}
    return FormShape(first.kind, shipped, title, tuple(tables.values()), layout.paper)


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code, text in words.items() if text}


def _table_of(document: Document, key: str) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table) and block.key == key)


def _columns(same: dict[str, Table], columns: tuple[ColumnLayout, ...] | None) -> tuple[ShapeColumn, ...]:
    known: dict[str, dict[str, str]] = {}
    for code, table in same.items():
        for column in table.columns:
            known.setdefault(column.key, {})[code] = column.title
    # All samples stand for one: the first.
    samples = {family_of(key): key for key in reversed(known) if family_of(key)}
    offered = [key for key in known if not family_of(key) or samples[family_of(key)] == key]
    own: dict[str, ColumnLayout] = {}
    for one in columns or ():
        own.setdefault(samples.get(family_of(one.key), one.key), one)
    order = [key for key in own if key in offered] if columns is not None else offered
    return tuple(
        _column(key, known[key], offered.index(key), own.get(key), shown=key in order)
        for key in (*order, *(key for key in offered if key not in order))
    )


def _column(
    key: str, words: dict[str, str], place: int, own: ColumnLayout | None, *, shown: bool
) -> ShapeColumn:
    samples = bool(family_of(key))
    shipped = dict.fromkeys(words, "") if samples else words
    said = {} if own is None or samples else _filled(own.words)
    weight = 0.0 if own is None else own.weight
    return ShapeColumn(key, shipped, place, {**shipped, **said}, shown, samples, weight)
