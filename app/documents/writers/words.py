"""The words the writers add to a document, in its language; texts of the document itself never come from here."""

from __future__ import annotations

from app.documents.document import CopyMark, Document
from app.texts import Language


class Words:
    """Printed labels of one document, equal in xlsx and PDF."""

    def __init__(self, document: Document) -> None:
        self.language = Language(document.language)
        self._document = document

    @property
    def approval(self) -> str:
        """Heading of the approval line."""
        return self.language.term("document", "Approval")

    @property
    def number_line(self) -> str:
        """Document number and revision, as printed under the title."""
        document = self._document
        if document.revision:
            return self.language.say(
                "Document no. {number} · Revision {revision}",
                number=document.number,
                revision=document.revision,
            )
        return self.language.say("Document no. {number}", number=document.number)

    @property
    def form_line(self) -> str:
        """Form number, its revision and the paper, as printed in the footer."""
        form = self._document.form
        return self.language.say(
            "Form {number} (Rev. {revision}) · {paper}",
            number=form.number,
            revision=form.revision,
            paper=form.paper_text,
        )

    @property
    def copy_line(self) -> str:
        """Controlled or uncontrolled copy, with number, holder and date."""
        return copy_text(self._document.copy, self.language)

    @property
    def head_line(self) -> str:
        """The newest audit entry, shortened, as printed in the footer."""
        return self.language.say("Audit log {head}", head=self._document.issue.short_head)

    @property
    def issue_line(self) -> str:
        """When the document was issued, as printed in the footer."""
        return self.language.say("Issued {time}", time=self._document.issue.time_text)

    @property
    def revision_title(self) -> str:
        """Title of the revision history."""
        return self.language.say("Revision history")

    @property
    def revision_columns(self) -> tuple[str, ...]:
        """Headers of the revision history, in the order of `RevisionEntry.texts`."""
        term = self.language.term
        return (
            term("document", "Rev."),
            term("document", "Date"),
            term("document", "Description of change"),
            term("document", "Change no."),
            term("document", "Prepared by"),
            term("document", "Approved by"),
        )

    @property
    def attachment_title(self) -> str:
        """Title of the list of attached pages."""
        return self.language.say("Attached pages")

    @property
    def attachment_columns(self) -> tuple[str, ...]:
        """Headers of the list of attached pages."""
        say, term = self.language.say, self.language.term
        return (
            term("document", "No."),
            term("document", "Title"),
            term("document", "Remarks"),
            say("SHA-256 of the file"),
        )

    @property
    def issue_title(self) -> str:
        """Title of the record of issue."""
        return self.language.say("Record of issue")

    @property
    def issue_facts(self) -> tuple[tuple[str, str], ...]:
        """The record of issue as label and value."""
        issue, say, term = self._document.issue, self.language.say, self.language.term
        return (
            (term("document", "Issued at"), issue.time_text),
            (term("document", "Issued to"), issue.recipient),
            (term("document", "Issue ID"), issue.uuid),
            (say("Audit log head"), issue.head),
            (term("document", "Copy"), self.copy_line),
        )

    @property
    def how_to_check(self) -> str:
        """How a reader checks that the audit log still holds what this document was made from."""
        return self.language.say(
            "To check: the code holds the number and the hash of the newest audit entry at the time of issue. "
            "“python -m app verify --factory FOLDER --head NUMBER:HASH” says whether the audit log of the factory "
            "still contains exactly this entry and everything before it."
        )

    @property
    def see_pdf(self) -> str:
        """What the workbook shows for a figure that exists only as a PDF page."""
        return self.language.say("(Figure: see the PDF of this document)")

    @property
    def exact(self) -> str:
        """Suffix of the side columns with the recorded text of a number."""
        return self.language.term("document", "as recorded")

    @property
    def check(self) -> str:
        """Suffix of the side columns with checking formulas."""
        return self.language.term("document", "check")

    def page(self, number: int | str, total: int | str) -> str:
        """Page x of y."""
        return self.language.say("Page {number} of {total}", number=number, total=total)


def copy_text(copy: CopyMark, language: Language) -> str:
    """Return the line that says whose controlled copy this is, or that it is not one."""
    status = language.say("Controlled copy") if copy.controlled else language.say("Uncontrolled copy")
    return " · ".join(text for text in (f"{status} {copy.number}".strip(), copy.holder, copy.issued) if text)
