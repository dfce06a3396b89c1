"""What people call a record that is kept as a noun and an id, for lists over many nouns. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from sqlalchemy import Executable, func, literal, select
from sqlalchemy.orm import Session, aliased

from models.certification import Assessment, EvidencePack, IssuedDocument, Submission
from models.change import ChangeOrder, ChangeRequest, Concession, CustomerChange, FourMChange
from models.characteristic import Characteristic
from models.distribution import ControlledCopy
from models.document import Document, DocumentRevision
from models.gauge import Gauge
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance
from models.part import Customer, Part, PartRevision
from models.person import User
from models.production import Lot, Operation, Station, StationDevice, WorkOrder
from models.review import Review
from models.shipping import Shipment
from models.transfer import Transfer
from models.vocab import Noun

Record = tuple[str, int]
_Named = Callable[[Collection[int]], Executable]


def _by(mapped: Any, *columns: Any) -> _Named:
    """Return the query for ids and the words that make a record's name."""
    return lambda ids: select(mapped.id, *columns).where(mapped.id.in_(ids))


def _part_revisions(ids: Collection[int]) -> Executable:
    query = select(
        PartRevision.id, Part.number, PartRevision.customer_label, PartRevision.counter
    ).select_from(PartRevision)
    return query.join(Part, Part.id == PartRevision.part_id).where(PartRevision.id.in_(ids))


def _document_revisions(ids: Collection[int]) -> Executable:
    query = select(DocumentRevision.id, Document.number, DocumentRevision.label).select_from(DocumentRevision)
    return query.join(Document, Document.id == DocumentRevision.document_id).where(
        DocumentRevision.id.in_(ids)
    )


def _characteristics(ids: Collection[int]) -> Executable:
    query = select(
        Characteristic.id, Document.number, DocumentRevision.label, Characteristic.number
    ).select_from(Characteristic)
    query = query.join(DocumentRevision, DocumentRevision.id == Characteristic.document_revision_id)
    return query.join(Document, Document.id == DocumentRevision.document_id).where(Characteristic.id.in_(ids))


def _copies(ids: Collection[int]) -> Executable:
    query = select(
        ControlledCopy.id, Document.number, DocumentRevision.label, ControlledCopy.number
    ).select_from(ControlledCopy)
    query = query.join(DocumentRevision, DocumentRevision.id == ControlledCopy.document_revision_id)
    return query.join(Document, Document.id == DocumentRevision.document_id).where(ControlledCopy.id.in_(ids))


def _operations(ids: Collection[int]) -> Executable:
    query = select(Operation.id, Part.number, Operation.number, Operation.name).select_from(Operation)
    return query.join(Part, Part.id == Operation.part_id).where(Operation.id.in_(ids))


def _devices(ids: Collection[int]) -> Executable:
    query = select(StationDevice.id, Station.code, StationDevice.port).select_from(StationDevice)
    return query.join(Station, Station.id == StationDevice.station_id).where(StationDevice.id.in_(ids))


def _readings(ids: Collection[int]) -> Executable:
    query = select(Reading.id, Inspection.number, Characteristic.number).select_from(Reading)
    query = query.join(Inspection, Inspection.id == Reading.inspection_id)
    return query.join(Characteristic, Characteristic.id == Reading.characteristic_id).where(
        Reading.id.in_(ids)
    )


def _submissions(ids: Collection[int]) -> Executable:
    query = select(Submission.id, Part.number, Customer.name).select_from(Submission)
    query = query.join(Part, Part.id == Submission.part_id)
    return query.join(Customer, Customer.id == Submission.customer_id).where(Submission.id.in_(ids))


def _packs(ids: Collection[int]) -> Executable:
    # Packs of one assessment are counted, as in their own list.
    before = aliased(EvidencePack)
    place = (
        select(func.count())
        .where(before.assessment_id == EvidencePack.assessment_id, before.id <= EvidencePack.id)
        .scalar_subquery()
    )
    query = select(EvidencePack.id, Assessment.number, literal("/"), place).select_from(EvidencePack)
    return query.join(Assessment, Assessment.id == EvidencePack.assessment_id).where(EvidencePack.id.in_(ids))


_NAMED: Final[dict[str, _Named]] = {
    Noun.USER: _by(User, User.name),
    Noun.CUSTOMER: _by(Customer, Customer.name),
    Noun.PART: _by(Part, Part.number),
    Noun.PART_REVISION: _part_revisions,
    Noun.BOM: _part_revisions,
    Noun.DOCUMENT: _by(Document, Document.number),
    Noun.DOCUMENT_REVISION: _document_revisions,
    Noun.CHARACTERISTIC: _characteristics,
    Noun.CONTROLLED_COPY: _copies,
    Noun.OPERATION: _operations,
    Noun.GAUGE: _by(Gauge, Gauge.number),
    Noun.STATION: _by(Station, Station.code, Station.name),
    Noun.DEVICE: _devices,
    Noun.ORDER: _by(WorkOrder, WorkOrder.number),
    Noun.LOT: _by(Lot, Lot.number),
    Noun.SHIPMENT: _by(Shipment, Shipment.number),
    Noun.INSPECTION: _by(Inspection, Inspection.number),
    Noun.READING: _readings,
    Noun.NONCONFORMANCE: _by(Nonconformance, Nonconformance.number),
    Noun.ASSESSMENT: _by(Assessment, Assessment.number),
    Noun.SUBMISSION: _submissions,
    Noun.PACK: _packs,
    Noun.TRANSFER: _by(Transfer, Transfer.register_name),
    Noun.CUSTOMER_CHANGE: _by(CustomerChange, CustomerChange.number),
    Noun.CHANGE_REQUEST: _by(ChangeRequest, ChangeRequest.number),
    Noun.CHANGE_ORDER: _by(ChangeOrder, ChangeOrder.number),
    Noun.FOUR_M_CHANGE: _by(FourMChange, FourMChange.number),
    Noun.CONCESSION: _by(Concession, Concession.number),
    Noun.ISSUED_DOCUMENT: _by(IssuedDocument, IssuedDocument.file_name),
}
# A revision without the customer's label is called by its own count.
_LABEL_OR_COUNT: Final = frozenset({Noun.PART_REVISION.value, Noun.BOM.value})


def record_names(session: Session, records: Iterable[Record]) -> dict[Record, str]:
    """Return what records are called, e.g. ``HB-2200-00 C``; a review is called after what it reviews.

    Args:
        session: Open session.
        records: Nouns and ids. Those that are gone, or that have no name, are not in the answer.
    """
    wanted = set(records)
    reviewed = _reviewed(session, {entity for noun, entity in wanted if noun == Noun.REVIEW})
    by_noun: dict[str, set[int]] = defaultdict(set)
    for noun, entity in wanted | set(reviewed.values()):
        by_noun[noun].add(entity)
    names: dict[Record, str] = {}
    for noun, ids in by_noun.items():
        named = _NAMED.get(noun)
        if named is None:
            continue
        for row in session.execute(named(ids)):
            words = [str(word) for word in row[1:] if word not in (None, "")]
            names[noun, row[0]] = " ".join(words[:2] if noun in _LABEL_OR_COUNT else words)
    for review, target in reviewed.items():
        if target in names:
            names[Noun.REVIEW.value, review] = names[target]
    return names


def _reviewed(session: Session, ids: Collection[int]) -> dict[int, Record]:
    if not ids:
        return {}
    query = select(Review.id, Review.noun, Review.entity_id).where(Review.id.in_(ids))
    return {row.id: (str(row.noun.value), row.entity_id) for row in session.execute(query)}
