"""The header facts that documents about a part share: number, name, customer, revision, material. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.documents.approvals import revision_text
from app.documents.blocks import Fact
from app.documents.languages import BOTH
from app.documents.source import DocumentSource
from app.parts.queries import PartCustomerRow, PartHead, part_head
from app.texts import mark_term
from app.unit_of_work import number_key
from models.part import Part, PartCustomer, PartRevision


@dataclass(frozen=True)
class PartFacts:
    """One part revision with its master facts."""

    head: PartHead
    revision: PartRevision
    revision_text: str

    @property
    def customers(self) -> tuple[PartCustomerRow, ...]:
        """How customers know the part."""
        return self.head.customers

    def joined(self, field: str) -> str:
        """Return one field of all customers, each value once."""
        values = [str(getattr(row, field)) for row in self.customers]
        return ", ".join(dict.fromkeys(value for value in values if value))


def part_of(source: DocumentSource, part_revision_id: int) -> PartFacts:
    """Return the part of a revision.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    revision: PartRevision = source.record(PartRevision, part_revision_id)
    head = part_head(source.session, revision.part_id)
    assert head is not None  # a revision cannot be without its part
    return PartFacts(head, revision, revision_text(source, revision.customer_label, revision.counter))


def only_customer(source: DocumentSource, part_revision_id: int | None) -> int | None:
    """Return the customer of a part where there is but one."""
    if part_revision_id is None:
        return None
    query = (
        select(PartCustomer.customer_id)
        .join(PartRevision, PartRevision.part_id == PartCustomer.part_id)
        .where(PartRevision.id == part_revision_id)
        .distinct()
    )
    found = source.session.scalars(query).all()
    return found[0] if len(found) == 1 else None


def full_name(source: DocumentSource, name: str, name_en: str) -> str:
    """Return a part's name as the document's language has it; a form of both gives the English one beside it."""
    if not name_en or name_en == name or source.written_in == "ko":
        return name
    return f"{name} ({name_en})" if source.written_in == BOTH else name_en


def short_name(source: DocumentSource, part_number: str, name: str) -> str:
    """Return the name of a part for a row of a table: the English one in an English form, where there is one."""
    if source.language.code != "en":
        return name
    query = select(Part.name_en).where(Part.number_key == number_key(part_number))
    return source.session.scalars(query).first() or name


def part_facts(source: DocumentSource, part: PartFacts) -> list[Fact]:
    """Return the facts every form about a part begins with."""
    fact = source.words.fact
    name = full_name(source, part.head.name, part.head.name_en)
    return [
        fact(mark_term("form", "Part no."), part.head.number),
        fact(mark_term("form", "Part name"), name),
        fact(mark_term("form", "Revision"), part.revision_text),
        fact(mark_term("form", "Customer"), part.joined("customer")),
        fact(mark_term("form", "Customer part no."), part.joined("customer_part_number")),
        fact(mark_term("form", "Vehicle / project"), part.joined("vehicle")),
    ]
