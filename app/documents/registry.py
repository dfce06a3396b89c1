"""Finds the builders of evidence documents: every module of this folder that names a KIND. Builds nothing itself.

To add a document, add one file with KIND, TITLE, SCOPE and ``build(source, entity_id)``; nothing is listed here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import app.documents
from app.documents.document import Document
from app.documents.evidence_refusals import NO_KIND
from app.documents.source import DocumentSource
from app.documents.wording import CONTEXT
from app.texts import Language


class Scope(StrEnum):
    """What a document is about; the id given to its builder is of this record."""

    PART_REVISION = "part_revision"
    DOCUMENT_REVISION = "document_revision"
    INSPECTION = "inspection"
    ASSESSMENT = "assessment"
    NONCONFORMANCE = "nonconformance"
    LOT = "lot"
    CHANGE_ORDER = "change_order"
    FOUR_M_CHANGE = "four_m_change"
    SHIPMENT = "shipment"
    PLANT = "plant"


@dataclass(frozen=True)
class Builder:
    """One kind of document.

    Attributes:
        kind: Stable code.
        title: Source text of its title, marked under the context "form".
        scope: What its id means.
        build: Makes it.
    """

    kind: str
    title: str
    scope: Scope
    build: Callable[[DocumentSource, int], Document]

    def called(self, language: Language) -> str:
        """Return what the document is called in a language."""
        return language.term(CONTEXT, self.title)


_PLACE: Final = "app.documents"


@cache
def builders() -> dict[str, Builder]:
    """Return every builder of the folder by kind."""
    found: dict[str, Builder] = {}
    for entry in pkgutil.iter_modules(app.documents.__path__):
        if entry.ispkg:
            continue
        module = importlib.import_module(f"{_PLACE}.{entry.name}")
        kind = getattr(module, "KIND", None)
        if isinstance(kind, str):
            found[kind] = Builder(kind, module.TITLE, Scope(module.SCOPE), module.build)
    return dict(sorted(found.items()))


def builder_of(kind: str) -> Builder:
    """Return the builder of a kind.

    Raises:
        PartproofError: ``documents.no_kind``, naming those there are.
    """
    found = builders().get(kind)
    if found is None:
        raise NO_KIND(kind=kind, known=", ".join(builders()))
    return found
