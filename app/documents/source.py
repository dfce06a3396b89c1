"""What every builder of an evidence document gets: one consistent state of the records, language, issue, settings.

Reads only, and prints what is there: nothing here invents a value or knows Excel and PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy.orm import Session

from app.documents.blocks import Block, Fact
from app.documents.document import (
    ApprovalLine,
    AttachedPages,
    CopyMark,
    Document,
    Form,
    IssueRecord,
    Paper,
    RevisionEntry,
)
from app.documents.evidence_refusals import NO_RECORD
from app.documents.form_layout import NO_LAYOUT, laid_out, layout_of
from app.documents.languages import BOTH, code_of
from app.documents.terms import NO_TERMS, Terms
from app.documents.wording import Wording
from app.settings import PlantSettings
from app.texts import Language, mark
from models.base import Base

ReadFile = Callable[[str], bytes]
# Used where the plant has not set its own form number for a kind of document.
FORM_NUMBERS: Final = {
    "dimensional_results": "PP-QF-701",
    "characteristics_list": "PP-QF-702",
    "bom_list": "PP-QF-301",
    "change_report": "PP-QF-401",
    "four_m_report": "PP-QF-402",
    "checklist": "PP-QF-801",
    "submission_warrant": "PP-QF-802",
    "cover": "PP-QF-803",
    "isir_cover": "PP-QF-804",
    "assessment_report": "PP-QF-805",
    "findings_list": "PP-QF-806",
    "gauge_register": "PP-QF-601",
    "inspection_certificate": "PP-QF-703",
    "material_results": "PP-QF-704",
    "performance_results": "PP-QF-705",
    "lot_trace": "PP-QF-706",
    "shipment_certificate": "PP-QF-707",
    "nonconformance_notice": "PP-QF-901",
}
_OTHER_FORM: Final = "PP-QF-900"
# "QF-07-02 Rev.3": a plant's own form number may carry the revision of the form.
_WITH_REVISION: Final = re.compile(r"(?P<number>.*\S)\s+rev\.?\s*(?P<revision>\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class ContentsEntry:
    """One file of a pack as its cover lists it: path inside, what it is, size in bytes, SHA-256."""

    path: str
    title: str
    size: int
    sha256: str


@dataclass(frozen=True)
class DocumentSource:
    """One state of the records and all that a document needs beside them.

    Attributes:
        session: Read-only; one consistent state.
        language: Of the document.
        issue: The record of this issue; its head is that of the same state.
        settings: The plant's settings of that state.
        read_file: Returns a stored file by its hash.
        issued_by: Printed name of who issues it.
        contents: Files of the pack that the document lies in, where it lists them.
        signature: What a pack's cover says of its signature; empty where the PDF is not signed.
        terms: On what terms the recipient gets it: purpose, end of use, what is left out.
        as_shipped: Without the plant's own columns, order and wording.
        beside: Whether the English words stand beside Korean ones.
    """

    session: Session
    language: Language
    issue: IssueRecord
    settings: PlantSettings
    read_file: ReadFile
    issued_by: str = ""
    contents: Sequence[ContentsEntry] = ()
    signature: str = ""
    terms: Terms = NO_TERMS
    as_shipped: bool = False
    beside: bool = True

    @cached_property
    def words(self) -> Wording:
        """The words of this document."""
        return Wording(self.language, beside=self.beside)

    @property
    def written_in(self) -> str:
        """In which language the document is written, as it is stored with its issue."""
        return code_of(self.language.code, beside=self.beside)

    def say(self, message: str, /, **values: object) -> str:
        """Translate a marked sentence into the document's language."""
        return self.language.say(message, **values)

    def day(self, at: datetime | date | None) -> str:
        """Return a day in plant time, or an empty text."""
        if at is None:
            return ""
        return f"{self.settings.local(at):%Y-%m-%d}" if isinstance(at, datetime) else at.isoformat()

    def minute(self, at: datetime | None) -> str:
        """Return an instant in plant time to the minute, or an empty text; the zone is named in the footer."""
        return "" if at is None else f"{self.settings.local(at):%Y-%m-%d %H:%M}"

    def second(self, at: datetime) -> str:
        """Return an instant in plant time to the second."""
        return f"{self.settings.local(at):%Y-%m-%d %H:%M:%S}"

    def form(self, kind: str, *, paper: Paper = Paper.A4, landscape: bool = False) -> Form:
        """Return the form of a kind of document: the plant's own number, else the program's."""
        number = self.settings.form_numbers.get(kind) or FORM_NUMBERS.get(kind, _OTHER_FORM)
        found = _WITH_REVISION.fullmatch(number.strip())
        if found is not None:
            return Form(found["number"], found["revision"], paper, landscape)
        return Form(number.strip(), "0", paper, landscape)

    def own_paper(self, kind: str) -> Paper | None:
        """Return the paper that the plant has chosen for a kind of document, or None."""
        name = "" if self.as_shipped else layout_of(self.session, kind).paper
        return Paper[name] if name else None

    @property
    def copy(self) -> CopyMark:
        """What leaves the house is an uncontrolled copy: whose, when and by whom."""
        issued = f"{self.minute(self.issue.issued_at)} {self.issued_by}".strip()
        if self.terms.expires_on is not None:
            issued += " · " + self.say(mark("use until {day}"), day=self.terms.expires_on.isoformat())
        return CopyMark(controlled=False, holder=self.issue.recipient, issued=issued)

    def document(
        self,
        kind: str,
        title: str,
        *,
        number: str,
        blocks: Sequence[Block],
        form: Form,
        facts: Sequence[Fact] = (),
        revision: str = "",
        subtitle: str = "",
        approval: ApprovalLine | None = None,
        revisions: Sequence[RevisionEntry] = (),
        attachments: Sequence[AttachedPages] = (),
        closed: bool = True,
        customer_id: int | None = None,
    ) -> Document:
        """Return a document with what all of them share.

        Args:
            kind: Code of the document.
            title: Its title in the document's language.
            number: Document number.
            blocks: The body.
            form: From `form`.
            facts: Header facts in two pairs per row; wide forms put theirs into the body in three.
            revision: Revision of what it describes.
            subtitle: The title in the other language, where it stands beside.
            approval: The approval line.
            revisions: The revision history.
            attachments: Pages that follow.
            closed: Whether the record of issue stands at its end.
            customer_id: Whose logo stands beside the plant's.
        """
        layout = NO_LAYOUT if self.as_shipped else layout_of(self.session, kind)
        return Document(
            kind=kind,
            title=layout.title.get(self.language.code) or title,
            language=self.language.code,
            number=number,
            form=replace(form, paper=Paper[layout.paper]) if layout.paper else form,
            issue=self.issue,
            subtitle=(layout.title.get("en") or subtitle) if subtitle else "",
            revision=revision,
            issuer=self.settings.name,
            facts=facts,
            approval=approval,
            revisions=revisions,
            copy=self.copy,
            blocks=laid_out(list(blocks), layout, self.language.code) if layout.tables else blocks,
            attachments=attachments,
            closed=closed,
            logos=self._logos(customer_id),
            beside=self.written_in == BOTH,
        )

    def _logos(self, customer_id: int | None) -> list[bytes]:
        hashes = [self.settings.logo]
        if customer_id is not None:
            hashes.append(self.settings.logos.get(str(customer_id), ""))
        return [self.read_file(one) for one in hashes if one]

    def record(self, mapped: type[Any], entity_id: int) -> Any:
        """Return a row by id.

        Raises:
            PartproofError: ``documents.no_record``.
        """
        assert issubclass(mapped, Base)
        row = self.session.get(mapped, entity_id)
        if row is None:
            raise NO_RECORD(what=mapped.__tablename__, id=entity_id)
        return row
