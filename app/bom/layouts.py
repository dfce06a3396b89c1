"""Remembers how a parts list with certain headings was read, so that the next one needs no mapping by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import EDITORS
from app.rights import require
from app.unit_of_work import UnitOfWork, number_key
from models.bom import ImportLayout
from models.types import canonical_json
from models.vocab import Noun


def layout_signature(headings: Iterable[str]) -> str:
    """Return the key of a layout: its headings in order, however they are spelled (case, width, blanks)."""
    listed = [number_key(heading) for heading in headings]
    return hashlib.sha256(canonical_json(listed).encode("utf-8")).hexdigest()


def remember_layout(unit: UnitOfWork, headings: Iterable[str], mapping: dict[str, str], *, name: str) -> None:
    """Remember the mapping a person confirmed for lists with these headings; the last one counts."""
    require(unit, *EDITORS)
    signature = layout_signature(headings)
    query = select(ImportLayout).where(ImportLayout.signature == signature)
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        row = ImportLayout(signature=signature)
        unit.session.add(row)
    row.name, row.mapping, row.used_at = name, dict(mapping), unit.now
    unit.session.flush()
    unit.record("layout_remembered", Noun.PLANT, row.id, name=name)


def remembered_mapping(session: Session, headings: Iterable[str]) -> dict[str, str] | None:
    """Return the mapping remembered for these headings, or None."""
    query = select(ImportLayout).where(ImportLayout.signature == layout_signature(headings))
    row = session.scalars(query).one_or_none()
    return None if row is None else {str(key): str(value) for key, value in row.mapping.items()}
