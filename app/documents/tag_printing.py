"""Printing tags: the preview, the verb that records a print and counts reprints, and the register.

Sends nothing (tag_sending.py does); what a tag says is decided in tags.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.tag_content import TagContent, title
from app.documents.tag_elements import TagLayout
from app.documents.tag_page import TagPage
from app.documents.tag_placing import place_tag
from app.documents.tag_plant_layouts import layout_in_force
from app.documents.tag_records import records_belonging
from app.documents.tag_refusals import COPIES, REPRINT_REASON
from app.documents.tags import TagKind, build_tags, tag_kind
from app.parts.links import Linked
from app.rights import require
from app.settings import PlantSettings, read_settings
from app.texts import LANGUAGES, Language, mark_term
from app.unit_of_work import UnitOfWork
from models.person import User
from models.tag import TagPrint
from models.types import clean_text
from models.vocab import Noun

MOST_COPIES: Final = 999
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
OFFICE_PRINTER: Final = mark_term("tag", "Office printer")


@dataclass(frozen=True)
class TagOrder:
    """What is to be printed.

    Attributes:
        kind: Code of the tag.
        entity_id: Id of its record; 0 for the command sheet.
        layout: Name of the layout; empty takes the ordinary one.
        language: ``ko`` or ``en``; empty takes the plant's.
        entries: What was typed for this print (`TagKind.entries`).
    """

    kind: str
    entity_id: int
    layout: str = ""
    language: str = ""
    entries: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class PrintedTag:
    """A recorded print of one tag, or of several of one act, ready for a writer.

    Attributes:
        pages: The pages of the tags, each once.
        page_prints: Id of its row in the register, by page.
        language: Of the tags.
        copies: How often they are printed.
        reprint: How often the most printed of them was printed before.
        content_hash: SHA-256 of what the first of them says.
    """

    pages: tuple[TagPage, ...]
    page_prints: tuple[int, ...]
    language: str
    copies: int
    reprint: int
    content_hash: str

    @property
    def print_id(self) -> int:
        """Id of the first tag's row in the register."""
        return self.page_prints[0]

    @property
    def count(self) -> int:
        """How many tags come out, copies included."""
        return len(set(self.page_prints)) * self.copies

    @property
    def all_pages(self) -> tuple[TagPage, ...]:
        """All pages with their copies, for the PDF writer."""
        return self.pages * self.copies

    def unprinted(self, handed: int, *, copied: bool) -> tuple[int, ...]:
        """Return the prints that are not whole when only the first pages were handed over.

        Args:
            handed: How many pages were.
            copied: The pages come with their copies one after the other, as in `all_pages`; else a printer that
                makes the copies itself got each page once.
        """
        order = self.page_prints * (self.copies if copied else 1)
        return tuple(dict.fromkeys(order[handed:]))


@dataclass(frozen=True)
class TagPrintRow:
    """One print of the register."""

    id: int
    kind: str
    layout: str
    noun: Noun
    entity_id: int
    piece: str
    reprint: int
    copies: int
    printer: str
    content_hash: str
    reason: str
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True)
class TagPreview:
    """A tag as its next print would be.

    Attributes:
        pages: Its pages.
        printed: How often the most printed of its tags was printed before; from the second print on a reason is
            asked for.
        language: Of the tag.
        called: What the tag is called in that language.
    """

    pages: tuple[TagPage, ...]
    printed: int
    language: str
    called: str


@dataclass(frozen=True)
class _Ready:
    """A tag that could be printed."""

    kind: TagKind
    layout: TagLayout
    content: TagContent
    language: Language
    settings: PlantSettings

    def pages(self, at: datetime, name: str, reprint: int) -> tuple[TagPage, ...]:
        """Return its pages with the line that says when, by whom and which reprint."""
        time = f"{self.settings.local(at):%Y-%m-%d %H:%M}"
        return place_tag(
            self.layout, self.content.with_printed(self.language, time, name, reprint), self.language
        )


def preview_tag(session: Session, order: TagOrder, *, now: datetime, actor_name: str) -> tuple[TagPage, ...]:
    """Return the pages as the next print would be, recording nothing; `tag_png` makes a picture of each.

    Raises:
        PartproofError: what printing would refuse too, rights aside.
    """
    return look_at_tag(session, order, now=now, actor_name=actor_name).pages


def look_at_tag(session: Session, order: TagOrder, *, now: datetime, actor_name: str) -> TagPreview:
    """Return the pages as `preview_tag` does, with how often the tag was printed before.

    Raises:
        PartproofError: what printing would refuse too, rights aside.
    """
    found = _ready(session, order, now)
    printed = [_printed_before(session, ready, order) for ready in found]
    pages = tuple(
        page
        for ready, before in zip(found, printed, strict=True)
        for page in ready.pages(now, actor_name, before)
    )
    language = found[0].language
    return TagPreview(pages, max(printed), language.code, title(language, order.kind))


def print_tag(
    unit: UnitOfWork, order: TagOrder, *, copies: int = 1, printer: str = "", reason: str = ""
) -> PrintedTag:
    """Record the print of a tag, or of each of several that one act prints, and return the pages.

    Args:
        unit: The unit of work.
        order: What.
        copies: Equal ones; they count as one print.
        printer: What it goes to, as people call it; empty is the office printer.
        reason: Why it is printed again; needed from the second print on.

    Raises:
        PartproofError: no right, no such record, a tag that cannot be laid out, or ``tag.reprint_reason``.
    """
    require(unit, *tag_kind(order.kind).roles)
    if not 1 <= copies <= MOST_COPIES:
        raise COPIES(copies=copies, most=MOST_COPIES)
    found = [
        (ready, _printed_before(unit.session, ready, order))
        for ready in _ready(unit.session, order, unit.now)
    ]
    most, reason = max(reprint for _ready_tag, reprint in found), clean_text(reason).strip()
    language = found[0][0].language
    if most and not reason:
        raise REPRINT_REASON(tag=title(language, order.kind), count=most)
    pages: list[TagPage] = []
    prints: list[int] = []
    hashes: list[str] = []
    for ready, reprint in found:
        made = ready.pages(unit.now, unit.actor.name, reprint)
        row = _recorded(unit, ready, order, (copies, printer, reason, reprint))
        pages += made
        prints += [row.id] * len(made)
        hashes.append(row.content_hash)
    return PrintedTag(tuple(pages), tuple(prints), language.code, copies, most, hashes[0])


def _recorded(unit: UnitOfWork, ready: _Ready, order: TagOrder, how: tuple[int, str, str, int]) -> TagPrint:
    """Put one print on record: its copies, its printer, why again, and how often it was printed before."""
    copies, printer, reason, reprint = how
    row = TagPrint(
        kind=ready.kind.kind,
        layout=ready.layout.name,
        noun=ready.kind.noun,
        entity_id=order.entity_id,
        piece=ready.content.piece,
        reprint=reprint,
        copies=copies,
        printer=clean_text(printer) or ready.language.term("tag", OFFICE_PRINTER),
        content_hash=ready.content.hash(ready.layout.name, ready.language.code, sorted(ready.layout.codes)),
        reason=reason if reprint else "",
        printed_at=unit.now,
        printed_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record(
        "tag_printed",
        ready.kind.noun,
        order.entity_id,
        kind=row.kind,
        piece=row.piece,
        copies=copies,
        reprint=reprint,
        printer=row.printer,
        reason=row.reason,
        hash=row.content_hash,
    )
    return row


def tag_print_rows(
    session: Session,
    *,
    noun: Noun | None = None,
    entity_id: int | None = None,
    kind: str = "",
    most: int | None = None,
    linked: Linked | None = None,
) -> tuple[TagPrintRow, ...]:
    """Return the register, newest first, of all tags or of one record, a kind or linked parts; at most so many."""
    query = select(TagPrint, User.name).outerjoin(User, User.id == TagPrint.printed_by_id)
    if noun is not None:
        query = query.where(TagPrint.noun == noun)
    if entity_id is not None:
        query = query.where(TagPrint.entity_id == entity_id)
    if kind:
        query = query.where(TagPrint.kind == kind)
    if linked:
        query = query.where(records_belonging(TagPrint.noun, TagPrint.entity_id, linked))
    return tuple(
        TagPrintRow(
            row.id,
            row.kind,
            row.layout,
            row.noun,
            row.entity_id,
            row.piece,
            row.reprint,
            row.copies,
            row.printer,
            row.content_hash,
            row.reason,
            row.printed_at,
            name or "",
        )
        for row, name in session.execute(query.order_by(TagPrint.id.desc()).limit(most))
    )


def _ready(session: Session, order: TagOrder, now: datetime) -> tuple[_Ready, ...]:
    kind = tag_kind(order.kind)
    layout = layout_in_force(session, kind, order.layout)
    settings = read_settings(session)
    language = Language(order.language if order.language in LANGUAGES else settings.language)
    contents = build_tags(
        session,
        kind,
        order.entity_id,
        language=language,
        settings=settings,
        now=now,
        entries=order.entries,
    )
    return tuple(_Ready(kind, layout, content, language, settings) for content in contents)


def _printed_before(session: Session, ready: _Ready, order: TagOrder) -> int:
    query = select(func.count()).where(
        TagPrint.kind == ready.kind.kind,
        TagPrint.noun == ready.kind.noun,
        TagPrint.entity_id == order.entity_id,
        TagPrint.piece == ready.content.piece,
    )
    return session.scalar(query) or 0
