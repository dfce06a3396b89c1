"""The one model of an evidence document: facts already formatted as text, source of both xlsx and PDF.

It knows no database, no Excel and no PDF; both writers print the same `Document`, so they cannot disagree.
docs/how-to-add/document.md shows a whole example.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

from app.documents.blocks import (
    Align,
    Block,
    Cell,
    Cleaned,
    Column,
    ColumnKind,
    Fact,
    Figure,
    GroupRow,
    Heading,
    KeyValues,
    Mark,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from app.documents.languages import code_of
from app.errors import BugError

__all__ = [
    "Align",
    "ApprovalLine",
    "ApprovalStep",
    "AttachedPages",
    "Block",
    "Cell",
    "Column",
    "ColumnKind",
    "CopyMark",
    "Document",
    "Fact",
    "Figure",
    "Form",
    "GroupRow",
    "Heading",
    "IssueRecord",
    "KeyValues",
    "Mark",
    "PageBreak",
    "Paper",
    "Paragraph",
    "RevisionEntry",
    "Row",
    "Table",
]


class Paper(Enum):
    """Paper sizes: short side and long side in mm."""

    A4 = (210, 297)
    A3 = (297, 420)


@dataclass(frozen=True)
class Form(Cleaned):
    """The form a document is printed on: form number, its revision and the paper (all go into the footer)."""

    number: str
    revision: str
    paper: Paper = Paper.A4
    landscape: bool = False

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of the page in mm."""
        short, long = self.paper.value
        return (long, short) if self.landscape else (short, long)

    @property
    def paper_text(self) -> str:
        """The paper as Korean forms print it: ``A4(210×297)``."""
        width, height = self.size_mm
        return f"{self.paper.name}({width}×{height})"


@dataclass(frozen=True)
class ApprovalStep(Cleaned):
    """One field of the approval line (결재란).

    Attributes:
        role: Its heading: 작성, 검토, 승인, 합의 …
        name: Printed name; empty while nobody signed.
        date: Date text in plant time.
        signature: What stands for the signature ("전자서명 #118"), shown if there is no stamp.
        stamp: PNG of the stamp 도장 or handwritten signature.
        meaning: What the signature means, where the role does not say it (전결, 대결).
    """

    role: str
    name: str = ""
    date: str = ""
    signature: str = ""
    stamp: bytes | None = None
    meaning: str = ""

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield from (self.role, self.meaning)
        if self.stamp is None:
            yield self.signature
        yield from (self.name, self.date)


@dataclass(frozen=True)
class ApprovalLine:
    """The approval line 결재란: its steps from left to right."""

    steps: Sequence[ApprovalStep]

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(self.steps))


@dataclass(frozen=True)
class RevisionEntry(Cleaned):
    """One row of the revision history 개정 이력."""

    revision: str
    date: str
    description: str
    author: str = ""
    approver: str = ""
    change: str = ""

    def texts(self) -> tuple[str, ...]:
        """Return the row's texts in the order they are printed."""
        return (self.revision, self.date, self.description, self.change, self.author, self.approver)


@dataclass(frozen=True)
class CopyMark(Cleaned):
    """Whether this is a controlled copy 관리본, and whose.

    Attributes:
        controlled: A controlled copy is recalled when the revision changes; others are for reference.
        number: Copy number, e.g. "03"; empty for an uncontrolled copy.
        holder: Who holds it (place or person).
        issued: When and by whom it was issued, in plant time.
    """

    controlled: bool
    number: str = ""
    holder: str = ""
    issued: str = ""

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield from (self.number, self.holder, self.issued)


@dataclass(frozen=True)
class IssueRecord(Cleaned):
    """The stored record of one issue; the files' bytes follow from it and the content.

    Attributes:
        issued_at: UTC instant, aware.
        zone: The plant's zone by name, e.g. ``Asia/Seoul``; printed with the time.
        uuid: Identity of this issue.
        recipient: For whom it was issued.
        head_seq: Sequence number of the newest audit entry at that moment.
        head_hash: Its hash, 64 hexadecimal digits.
    """

    issued_at: datetime.datetime
    zone: str
    uuid: str
    recipient: str
    head_seq: int
    head_hash: str

    def __post_init__(self) -> None:
        self._clean_fields()
        if self.issued_at.utcoffset() is None:
            raise BugError("the time of issue needs its zone")

    @property
    def local(self) -> datetime.datetime:
        """The time of issue in the plant's zone."""
        return self.issued_at.astimezone(ZoneInfo(self.zone))

    @property
    def time_text(self) -> str:
        """The time of issue in plant time, with the zone named."""
        offset = self.local.strftime("%z")
        return f"{self.local:%Y-%m-%d %H:%M:%S} ({self.zone}, UTC{offset[:3]}:{offset[3:]})"

    @property
    def head(self) -> str:
        """``seq:hash`` as `python -m app verify --head` takes it."""
        return f"{self.head_seq}:{self.head_hash}"

    @property
    def short_head(self) -> str:
        """``seq:hash`` with the hash cut to sixteen digits, for the footers."""
        return f"{self.head_seq}:{self.head_hash[:16]}"

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield from (self.time_text, self.recipient, self.uuid, self.head)


@dataclass(frozen=True)
class AttachedPages(Cleaned):
    """Pages of another PDF that follow the body: a drawing, a mill sheet, a customer's form.

    Attributes:
        title: Bookmark and line in the list of attachments.
        pdf: The file.
        note: Shown in the list, e.g. the revision.
    """

    title: str
    pdf: bytes = field(repr=False)
    note: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the file as attached."""
        return hashlib.sha256(self.pdf).hexdigest()

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield from (self.title, self.note, self.sha256)


@dataclass(frozen=True)
class Document(Cleaned):
    """An evidence document, complete and formatted.

    Attributes:
        kind: Stable code of the document, e.g. ``dimensional_results``; never printed.
        title: In the document's language.
        language: ``ko`` or ``en``: language of the words the writers add (결재, 쪽, 개정 이력 …).
        number: Document number.
        form: Form number, revision and paper.
        issue: The record of this issue.
        subtitle: The title in the other language.
        revision: Revision of the document, if it has one.
        issuer: Name of the factory.
        facts: Header facts, printed in two pairs per row.
        approval: The approval line, if the form has one.
        revisions: Revision history, newest last.
        copy: Controlled or uncontrolled copy, with who and when.
        blocks: The body.
        attachments: Pages of other PDFs that follow.
        logos: PNGs printed at the top: the plant's own, then the customer's.
        closed: Whether the record of issue closes it; a leaf bound into a pack leaves that to the pack's cover.
        beside: Whether the English words stand beside Korean ones.
    """

    kind: str
    title: str
    language: str
    number: str
    form: Form
    issue: IssueRecord
    subtitle: str = ""
    revision: str = ""
    issuer: str = ""
    facts: Sequence[Fact] = ()
    approval: ApprovalLine | None = None
    revisions: Sequence[RevisionEntry] = ()
    copy: CopyMark = CopyMark(controlled=False)
    blocks: Sequence[Block] = ()
    attachments: Sequence[AttachedPages] = ()
    closed: bool = True
    logos: Sequence[bytes] = field(default=(), repr=False)
    beside: bool = True

    def __post_init__(self) -> None:
        self._clean_fields()
        for name in ("facts", "revisions", "blocks", "attachments", "logos"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def written_in(self) -> str:
        """In which language it is written, as it is stored with its issue."""
        return code_of(self.language, beside=self.beside)

    def texts(self) -> list[str]:
        """Return every text of the document in reading order, without the empty ones.

        This is what both files must show; a test looks for each of them in the xlsx and in the PDF.
        """
        return [text for text in self._texts() if text]

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.subtitle, self.number, self.revision, self.issuer)
        for fact in self.facts:
            yield from (fact.label, fact.subtitle, fact.shown)
        if self.approval is not None:
            for step in self.approval.steps:
                yield from step.texts()
        for block in self.blocks:
            yield from block.texts()
        for pages in self.attachments:
            yield from pages.texts()
        for entry in self.revisions:
            yield from entry.texts()
        yield from self.copy.texts()
        if self.closed:
            yield from self.issue.texts()
        yield from (self.form.number, self.form.revision, self.form.paper_text)
