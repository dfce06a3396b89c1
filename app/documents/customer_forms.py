"""Customers' own forms: kept once with what was clicked, filled and issued in one act, numbered in the register.

The number comes from the register 발행대장 and is never given twice; issued again it stays, and the count goes up.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.document import IssueRecord
from app.documents.form_check import check_form
from app.documents.form_mapping import FormMapping
from app.documents.form_refusals import NO_FORM, NO_ISSUE, REASON_MISSING
from app.documents.form_values import form_values
from app.documents.issue import ISSUERS, issue_record, publish, sha256
from app.documents.languages import BOTH, known_language, spoken, usual_language
from app.documents.source import DocumentSource
from app.documents.writers.atomic import write_atomically
from app.documents.writers.form_fill import fill_form
from app.documents.writers.form_package import FormPackage
from app.factory import Factory
from app.files import safe_name, store_file
from app.parts.links import Linked, revisions_belonging
from app.production.numbers import certificate_number
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.snapshot import snapshot
from app.unit_of_work import Actor, UnitOfWork
from models.inspection import Inspection
from models.issuing import CustomerForm, FormIssue
from models.part import Customer, Part, PartCustomer, PartRevision
from models.plant import VaultFile
from models.types import clean_text
from models.vocab import Noun, Role

KEEPERS: Final = (Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)
# A line of the same place that says so takes a form out of use: nothing kept is ever deleted.
_WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True)
class FormRow:
    """A kept form."""

    id: int
    name: str
    customer_id: int
    customer: str
    part_id: int | None
    part: str
    file_hash: str
    file_name: str
    mapping: FormMapping
    kept_at: datetime


@dataclass(frozen=True)
class IssueRow:
    """One line of the register."""

    id: int
    number: str
    issue: int
    form: str
    customer: str
    inspection_id: int
    inspection: str
    recipient: str
    reason: str
    file_hash: str
    file_name: str
    issued_at: datetime


def keep_form(
    unit: UnitOfWork,
    *,
    customer_id: int,
    part_id: int | None,
    name: str,
    content: bytes,
    file_name: str,
    mapping: FormMapping,
) -> int:
    """Keep a customer's form with what was clicked; return its id. An older one of the same place stays on record.

    Raises:
        PartproofError: no workbook, a bomb, no such sheet, two values for one cell, or no right.
    """
    require(unit, *KEEPERS)
    for mapped, wanted in ((Customer, customer_id), (Part, part_id)):
        if wanted is not None and unit.session.get(mapped, wanted) is None:
            raise NOT_FOUND(what=f"{mapped.__tablename__} {wanted}")
    check_form(FormPackage.read(content, file_name), mapping)
    name = filled("name", clean_text(name).strip() or safe_name(file_name))
    row = CustomerForm(
        customer_id=customer_id,
        part_id=part_id,
        name=name,
        file_hash=store_file(unit, content, file_name),
        mapping=mapping.to_json(),
        kept_by_id=unit.actor.user_id,
        kept_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record(
        "form_kept",
        Noun.CUSTOMER,
        customer_id,
        form=row.id,
        part=part_id,
        file=row.file_hash,
        mapping=row.mapping,
    )
    return row.id


def withdraw_form(unit: UnitOfWork, form_id: int, *, reason: str) -> int:
    """Take a kept form out of use; it and what was issued in it stay on record. Returns the id of that line.

    Raises:
        PartproofError: no such form, it is not in use any more, no reason, or no right.
    """
    require(unit, *KEEPERS)
    form = next((row for row in form_rows(unit.session) if row.id == form_id), None)
    if form is None:
        raise NOT_FOUND(what=f"form {form_id}")
    old = unit.session.get_one(CustomerForm, form_id)
    row = CustomerForm(
        customer_id=old.customer_id,
        part_id=old.part_id,
        name=old.name,
        file_hash=old.file_hash,
        mapping={_WITHDRAWN: filled("reason", reason, limit=1000)},
        kept_by_id=unit.actor.user_id,
        kept_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("form_withdrawn", Noun.CUSTOMER, old.customer_id, form=form_id, name=old.name, **row.mapping)
    return row.id


def form_rows(session: Session) -> tuple[FormRow, ...]:
    """Return the kept forms that hold, one per customer, part and name."""
    query = (
        select(CustomerForm, Customer.name, Part.number, VaultFile.name)
        .join(Customer, Customer.id == CustomerForm.customer_id)
        .outerjoin(Part, Part.id == CustomerForm.part_id)
        .join(VaultFile, VaultFile.hash == CustomerForm.file_hash)
        .order_by(CustomerForm.id)
    )
    newest: dict[tuple[int, int | None, str], FormRow] = {}
    for form, customer, part_number, file_name in session.execute(query):
        place = (form.customer_id, form.part_id, form.name)
        if _WITHDRAWN in form.mapping:
            newest.pop(place, None)
            continue
        newest[place] = FormRow(
            form.id,
            form.name,
            form.customer_id,
            customer,
            form.part_id,
            part_number or "",
            form.file_hash,
            file_name,
            FormMapping.from_json(form.mapping),
            form.kept_at,
        )
    return tuple(newest.values())


def form_of_inspection(session: Session, inspection_id: int) -> FormRow:
    """Return the form that an inspection's part is reported in, the one kept last where there are several.

    Raises:
        PartproofError: ``forms.none``.
    """
    return forms_of_inspection(session, inspection_id)[-1]


def forms_of_inspection(session: Session, inspection_id: int) -> tuple[FormRow, ...]:
    """Return the forms an inspection's part can be reported in: the part's own before its customers' general ones.

    Raises:
        PartproofError: ``forms.none``.
    """
    part = (
        select(PartRevision.part_id)
        .join(Inspection, Inspection.part_revision_id == PartRevision.id)
        .where(Inspection.id == inspection_id)
    )
    part_id = session.scalars(part).one_or_none()
    links = (
        select(Customer.name)
        .join(PartCustomer, PartCustomer.customer_id == Customer.id)
        .where(PartCustomer.part_id == part_id)
    )
    customers = set(session.scalars(links))
    rows = form_rows(session)
    found = [row for row in rows if row.part_id == part_id]
    found = found or [row for row in rows if row.part_id is None and row.customer in customers]
    if not found:
        raise NO_FORM(customer=", ".join(sorted(customers)) or "—")
    return tuple(found)


def issue_form(
    factory: Factory,
    inspection_id: int,
    out_dir: Path,
    *,
    actor: Actor,
    recipient: str = "",
    language: str = "",
    reason: str = "",
    form_id: int | None = None,
) -> Path:
    """Fill the customer's form of an inspection, enter it into the register and put it into a folder.

    Issued before for the same inspection in the same form, it keeps its number and counts up, with a reason.

    Args:
        factory: The factory.
        inspection_id: What is reported.
        out_dir: Where the file goes.
        actor: Who issues it.
        recipient: For whom.
        language: Of words such as the results; empty takes the plant's.
        reason: Why it is issued again.
        form_id: One of the forms of its part; None takes the one kept last.

    Raises:
        PartproofError: no form, a damaged file, no right, or a second issue without a reason.
    """
    with snapshot(factory) as session:
        settings = read_settings(session)
        form = _chosen_form(session, inspection_id, form_id)
        before = issues_of(session, inspection_id, form.name)
        code = known_language(language or usual_language(settings.language))
        issue = issue_record(session, settings, factory.clock(), uuid.uuid4(), recipient)
        source = DocumentSource(
            session, spoken(code), issue, settings, factory.read_file, actor.name, beside=code == BOTH
        )
        if before and not reason.strip():
            raise REASON_MISSING(number=before[-1].number)
        number = before[-1].number if before else ""
        count = len(before) + 1
        template = factory.read_file(form.file_hash)

        def fill(given: str) -> bytes:
            return fill_form(
                template, form.file_name, form.mapping, form_values(source, inspection_id, given, count)
            )

        if not number:
            number = factory.perform(next_issue_number, actor=actor).result
        content = fill(number)
    name = f"{safe_name(number)}_{count}.xlsx" if count > 1 else f"{safe_name(number)}.xlsx"
    place = out_dir / name
    publish(
        [(place, content)],
        lambda: factory.perform(
            record_form_issue,
            issue,
            form.id,
            inspection_id,
            number=number,
            count=count,
            content=content,
            file_name=name,
            reason=reason.strip(),
            actor=actor,
        ),
    )
    return place


def _chosen_form(session: Session, inspection_id: int, form_id: int | None) -> FormRow:
    if form_id is None:
        return form_of_inspection(session, inspection_id)
    found = next((row for row in forms_of_inspection(session, inspection_id) if row.id == form_id), None)
    if found is None:
        raise NOT_FOUND(what=f"form {form_id}")
    return found


def next_issue_number(unit: UnitOfWork) -> str:
    """Draw the next number of the register, such as ``IC-2026-0007``; one that is drawn is never given again."""
    require(unit, *ISSUERS)
    number = certificate_number(unit)
    unit.record("issue_number_drawn", Noun.ISSUED_DOCUMENT, None, number=number)
    return number


def record_form_issue(
    unit: UnitOfWork,
    issue: IssueRecord,
    form_id: int,
    inspection_id: int,
    *,
    number: str,
    count: int,
    content: bytes,
    file_name: str,
    reason: str,
) -> int:
    """Keep a filled form in the vault and enter it into the register; return the line's id."""
    require(unit, *ISSUERS)
    # Two stations that issue it at once wait for each other here; the second one looks at the register anew.
    unit.session.get(Inspection, inspection_id, with_for_update=True)
    name = unit.session.get_one(CustomerForm, form_id).name
    before = issues_of(unit.session, inspection_id, name)
    if len(before) + 1 != count or (before and before[-1].number != number):
        raise CONFLICT()
    row = FormIssue(
        number=number,
        issue=count,
        form_id=form_id,
        inspection_id=inspection_id,
        recipient=issue.recipient,
        reason=reason,
        uuid=uuid.UUID(issue.uuid),
        file_hash=store_file(unit, content, file_name),
        file_name=file_name,
        audit_seq=issue.head_seq,
        audit_hash=issue.head_hash,
        issued_at=issue.issued_at,
        issued_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record(
        "form_issued",
        Noun.INSPECTION,
        inspection_id,
        number=number,
        issue=count,
        hash=sha256(content),
        recipient=issue.recipient,
        reason=reason,
    )
    return row.id


def give_out(factory: Factory, issue_id: int, out: Path) -> Path:
    """Write an issued form again, byte for byte as it left the house; counts nothing, because nothing new is issued.

    Raises:
        PartproofError: no such line, or its kept file is missing or damaged.
    """
    with factory.reading() as session:
        row = session.get(FormIssue, issue_id)
        if row is None:
            raise NO_ISSUE(number=f"#{issue_id}")
        file_hash = row.file_hash
    write_atomically(out, factory.read_file(file_hash))
    return out


def issue_rows(session: Session, *, linked: Linked | None = None) -> tuple[IssueRow, ...]:
    """Return the register, or what it holds of linked parts (see app.parts.links), oldest first."""
    query = (
        select(FormIssue, CustomerForm.name, Customer.name, Inspection.number)
        .join(CustomerForm, CustomerForm.id == FormIssue.form_id)
        .join(Customer, Customer.id == CustomerForm.customer_id)
        .join(Inspection, Inspection.id == FormIssue.inspection_id)
        .where(*revisions_belonging(Inspection.part_revision_id, linked))
        .order_by(FormIssue.id)
    )
    return tuple(
        IssueRow(
            row.id,
            row.number,
            row.issue,
            form,
            customer,
            row.inspection_id,
            inspection,
            row.recipient,
            row.reason,
            row.file_hash,
            row.file_name,
            row.issued_at,
        )
        for row, form, customer, inspection in session.execute(query)
    )


def issues_of(session: Session, inspection_id: int, form: str) -> list[IssueRow]:
    """Return what was issued of an inspection in a form, oldest first."""
    return [row for row in issue_rows(session) if row.inspection_id == inspection_id and row.form == form]


def issued_file(session: Session, number: str) -> IssueRow:
    """Return the newest line of a number, for giving its file out again.

    Raises:
        PartproofError: ``forms.no_issue``.
    """
    found = [row for row in issue_rows(session) if row.number == number]
    if not found:
        raise NO_ISSUE(number=number)
    return found[-1]
