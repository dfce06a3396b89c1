"""Verbs about part masters, customers and part revisions. BOM lines and documents stand in their own rooms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.meanwhile import changed_meanwhile
from app.parts.carried import carry_content
from app.parts.numbering import check_number, label_next, next_part_number
from app.parts.refusals import DRAFT_EXISTS, EVER_RELEASED, INACTIVE_PART, NOT_A_DRAFT, PART_EXISTS
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.part import Customer, Part, PartCustomer, PartRevision
from models.types import clean_text
from models.vocab import Maturity, Noun, PartKind, RevisionState, Role, Source

_EDITORS: Final = (Role.ENGINEER, Role.ADMINISTRATOR)
_UNCONTROLLED: Final = frozenset(
    {"name", "name_en", "material", "weight", "active", "source", "cost", "currency"}
)
OPEN_STATES: Final = (RevisionState.DRAFT, RevisionState.IN_REVIEW)


def find_part(session: Session, number: str) -> Part:
    """Return a part by its number.

    Raises:
        PartproofError: ``record.not_found``.
    """
    part = session.scalars(select(Part).where(Part.number_key == number_key(number))).one_or_none()
    if part is None:
        raise NOT_FOUND(what=number)
    return part


def find_part_revision(session: Session, revision_id: int) -> PartRevision:
    """Return a part revision by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    revision = session.get(PartRevision, revision_id)
    if revision is None:
        raise NOT_FOUND(what=f"part revision {revision_id}")
    return revision


def draft_of(session: Session, revision_id: int) -> PartRevision:
    """Return a part revision that is a draft.

    Raises:
        PartproofError: when it is not there or not a draft.
    """
    revision = find_part_revision(session, revision_id)
    if revision.state is not RevisionState.DRAFT:
        raise NOT_A_DRAFT(number=revision.part.number, revision=revision_label(revision))
    return revision


def revision_label(revision: PartRevision) -> str:
    """Return a revision as people say it: the customer's label where there is one, else the internal one."""
    return revision.customer_label or revision.internal_label or str(revision.counter)


def add_customer(unit: UnitOfWork, *, code: str, name: str) -> int:
    """Add a customer and return the id."""
    require(unit, *_EDITORS, Role.QUALITY)
    code = filled("code", code, limit=40)
    customer = Customer(code=code, code_key=number_key(code), name=filled("name", name))
    unit.session.add(customer)
    unit.session.flush()
    unit.record("customer_added", Noun.CUSTOMER, customer.id)
    unit.index(Noun.CUSTOMER, customer.id, code, customer.name)
    return customer.id


def add_part(
    unit: UnitOfWork,
    *,
    number: str,
    name: str,
    kind: PartKind,
    source: Source,
    unit_name: str = "EA",
    name_en: str = "",
    material: str = "",
    weight: Decimal | None = None,
    cost: Decimal | None = None,
    currency: str = "",
) -> int:
    """Add a part with its first draft revision (counter 0) and return the part's id.

    Args:
        unit: The unit of work.
        number: Part number; unique however it is spelled (case, width, blanks). Empty takes the next one of its kind.
        name: Name in the plant's language.
        kind: What sort of thing it is.
        source: Where it comes from.
        unit_name: Unit it is counted in.
        name_en: English name for bilingual documents.
        material: Material of the first revision.
        weight: Kilograms per unit, or None.
        cost: Price per unit in ``currency``, or None; of an assembly, what making it adds.
        currency: E.g. ``KRW``.

    Raises:
        PartproofError: without the right, for an empty name, or a number that is missing, exists or has another form.
    """
    require(unit, *_EDITORS)
    if number.strip():
        check_number(unit.session, kind, number)
    else:
        number = next_part_number(unit, kind)
    number = filled("number", number, limit=60)
    key = number_key(number)
    if unit.session.scalars(select(Part.id).where(Part.number_key == key)).first() is not None:
        raise PART_EXISTS(number=number)
    part = Part(
        number=number,
        number_key=key,
        name=filled("name", name),
        name_en=clean_text(name_en).strip(),
        kind=kind,
        source=source,
        unit=filled("unit", unit_name, limit=20),
        material=clean_text(material).strip(),
        weight=weight,
        active=True,
        cost=cost,
        currency=currency.strip() or None,
    )
    unit.session.add(part)
    unit.session.flush()
    unit.record("part_added", Noun.PART, part.id, number=number)
    unit.index(Noun.PART, part.id, number, part.name, part.name_en)
    _add_revision(unit, part, counter=0, reason="")
    return part.id


def edit_part(
    unit: UnitOfWork, /, part_id: int, *, expected_version: int, reason: str, **fields: Any
) -> None:
    """Change uncontrolled facts of a part master: name, English name, material, weight, source, use, cost.

    Raises:
        PartproofError: somebody else changed it, an unknown field, or no reason.
    """
    require(unit, *_EDITORS)
    part = unit.session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    if part.version != expected_version:
        raise changed_meanwhile(unit, Noun.PART, part_id)
    for field, value in fields.items():
        if field not in _UNCONTROLLED:
            raise NOT_FOUND(what=field)
        if field == "currency":
            value = clean_text(value or "").strip() or None
        setattr(part, field, filled(field, value) if field == "name" else value)
    unit.record("part_edited", Noun.PART, part_id, reason=filled("reason", reason))
    _index(unit, part)


def link_customer(
    unit: UnitOfWork,
    part_id: int,
    customer_id: int,
    *,
    customer_part_number: str,
    vehicle: str = "",
    engineering_order: str = "",
) -> int:
    """Say how a customer knows a part, on which vehicle, by which EO."""
    require(unit, *_EDITORS)
    link = PartCustomer(
        part_id=part_id,
        customer_id=customer_id,
        customer_part_number=clean_text(customer_part_number).strip(),
        vehicle=clean_text(vehicle).strip(),
        engineering_order=clean_text(engineering_order).strip(),
    )
    unit.session.add(link)
    unit.session.flush()
    unit.record("customer_linked", Noun.PART, part_id, customer=customer_id)
    _index(unit, unit.session.get_one(Part, part_id))
    return link.id


def edit_customer_link(
    unit: UnitOfWork,
    link_id: int,
    *,
    customer_part_number: str,
    vehicle: str,
    engineering_order: str,
    reason: str,
) -> None:
    """Correct how a customer knows a part; old and new stay on record.

    Raises:
        PartproofError: no right, no reason, or the customer knows the part so already.
    """
    require(unit, *_EDITORS)
    link = _link_of(unit, link_id)
    link.customer_part_number = clean_text(customer_part_number).strip()
    link.vehicle = clean_text(vehicle).strip()
    link.engineering_order = clean_text(engineering_order).strip()
    unit.record("customer_link_edited", Noun.PART, link.part_id, reason=filled("reason", reason))
    _index(unit, unit.session.get_one(Part, link.part_id))


def unlink_customer(unit: UnitOfWork, link_id: int, *, reason: str) -> None:
    """Say that a customer does not know a part so any more; what the link said stays in the audit chain."""
    require(unit, *_EDITORS)
    link = _link_of(unit, link_id)
    unit.session.delete(link)
    unit.session.flush()
    unit.record("customer_unlinked", Noun.PART, link.part_id, reason=filled("reason", reason))
    _index(unit, unit.session.get_one(Part, link.part_id))


def _link_of(unit: UnitOfWork, link_id: int) -> PartCustomer:
    link = unit.session.get(PartCustomer, link_id)
    if link is None:
        raise NOT_FOUND(what=f"customer link {link_id}")
    return link


def _index(unit: UnitOfWork, part: Part) -> None:
    """Let the search find a part by all it is called, by every customer."""
    query = select(PartCustomer).where(PartCustomer.part_id == part.id).order_by(PartCustomer.id)
    links = unit.session.scalars(query).all()
    words = [word for link in links for word in (link.customer_part_number, link.vehicle)]
    unit.index(Noun.PART, part.id, part.number, part.name, part.name_en, *words)


def start_revision(
    unit: UnitOfWork, part_id: int, *, reason: str, customer_label: str = "", small: bool = False
) -> int:
    """Start the next draft of a part and return its id; BOM, documents and attributes are copied by their rooms.

    ``small`` raises only the minor number, where revisions of this kind have one.

    Raises:
        PartproofError: an open draft exists, or the part is out of use.
    """
    require(unit, *_EDITORS)
    part = unit.session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    if not part.active:
        raise INACTIVE_PART(number=part.number)
    last = part.revisions[-1] if part.revisions else None
    if last is not None and last.state in OPEN_STATES:
        raise DRAFT_EXISTS(number=part.number, revision=revision_label(last))
    counter = last.counter + 1 if last is not None else 0
    revision = _add_revision(unit, part, counter=counter, reason=filled("reason", reason), small=small)
    revision.customer_label = clean_text(customer_label).strip()
    if last is not None:
        revision.material, revision.weight, revision.maturity = last.material, last.weight, last.maturity
        carry_content(unit, last.id, revision.id)
    unit.record("revision_labelled", Noun.PART_REVISION, revision.id)
    return revision.id


def edit_revision(
    unit: UnitOfWork,
    revision_id: int,
    *,
    customer_label: str | None = None,
    reason: str | None = None,
    material: str | None = None,
    weight: Decimal | None = None,
    without_weight: bool = False,
    expected_version: int | None = None,
) -> None:
    """Change controlled attributes of a draft revision; what is None stays, ``without_weight`` takes the weight away.

    Raises:
        PartproofError: no draft, or somebody else changed it since ``expected_version`` was seen.
    """
    require(unit, *_EDITORS)
    revision = draft_of(unit.session, revision_id)
    if expected_version is not None and revision.version != expected_version:
        raise changed_meanwhile(unit, Noun.PART_REVISION, revision_id)
    if customer_label is not None:
        revision.customer_label = clean_text(customer_label).strip()
    if reason is not None:
        revision.reason = clean_text(reason).strip()
    if material is not None:
        revision.material = clean_text(material).strip()
    if weight is not None or without_weight:
        revision.weight = weight
    unit.record("revision_edited", Noun.PART_REVISION, revision_id)


def set_maturity(unit: UnitOfWork, revision_id: int, maturity: Maturity, *, reason: str) -> None:
    """Move a revision's maturity; it is apart from its state."""
    require(unit, *_EDITORS)
    find_part_revision(unit.session, revision_id).maturity = maturity
    unit.record("maturity_set", Noun.PART_REVISION, revision_id, reason=filled("reason", reason))


def delete_draft(unit: UnitOfWork, part_id: int) -> None:
    """Delete a part that was never released; its full content stays in the audit chain.

    Raises:
        PartproofError: when any of its revisions was released, or something points at it.
    """
    require(unit, *_EDITORS)
    part = unit.session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    if any(revision.state is not RevisionState.DRAFT for revision in part.revisions):
        raise EVER_RELEASED(number=part.number)
    for revision in part.revisions:
        unit.session.delete(revision)
    unit.session.flush()
    unit.session.delete(part)
    unit.record("part_deleted", Noun.PART, part_id, number=part.number)
    unit.forget(Noun.PART, part_id)


def _add_revision(
    unit: UnitOfWork, part: Part, *, counter: int, reason: str, small: bool = False
) -> PartRevision:
    revision = PartRevision(
        part_id=part.id,
        counter=counter,
        customer_label="",
        reason=reason,
        material=part.material,
        weight=part.weight,
        migrated=False,
        state=RevisionState.DRAFT,
        maturity=Maturity.PROTOTYPE,
        content_hash=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    label_next(unit.session, revision, part.kind, small=small)
    unit.session.add(revision)
    unit.session.flush()
    unit.record("revision_started", Noun.PART_REVISION, revision.id, part=part.id, counter=counter)
    return revision
