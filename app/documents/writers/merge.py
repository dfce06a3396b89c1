"""PDF files as wholes: reading foreign ones, merging, stamping upright on turned pages, saving the same bytes again.

The only user of pikepdf. It draws nothing itself; stamps come from reportlab as PDFs of the displayed size.
"""

from __future__ import annotations

import datetime
import io
import itertools
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Name, OutlineItem, Pdf, Rectangle

from app.documents.refusals import PDF_LOCKED, PDF_UNREADABLE


@dataclass(frozen=True)
class PageSize:
    """A page as a viewer shows it: width and height in points after its rotation."""

    width: float
    height: float


@dataclass(frozen=True)
class Part:
    """One file of a merged PDF.

    Attributes:
        title: Its bookmark; empty for none (its own bookmarks are kept then).
        pdf: The file.
    """

    title: str
    pdf: bytes


def open_pdf(content: bytes, name: str) -> Pdf:
    """Open a PDF from memory.

    Raises:
        PartproofError: `documents.pdf_locked` or `documents.pdf_unreadable`, naming the file.
    """
    try:
        opened = Pdf.open(io.BytesIO(content))
        count = len(opened.pages)
    except pikepdf.PasswordError as error:
        raise PDF_LOCKED(name=name) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise PDF_UNREADABLE(name=name) from error
    if count == 0:
        raise PDF_UNREADABLE(name=name)
    return opened


def page_sizes(content: bytes, name: str) -> list[PageSize]:
    """Return the displayed size of every page."""
    with open_pdf(content, name) as opened:
        return [displayed_size(page) for page in opened.pages]


def displayed_size(page: pikepdf.Page) -> PageSize:
    """Return the size of a page as shown: crop box, width and height swapped if it is turned by 90 or 270."""
    left, bottom, right, top = (float(number) for number in page.cropbox.as_list())
    wide, high = abs(right - left), abs(top - bottom)
    return PageSize(high, wide) if _rotation(page) in (90, 270) else PageSize(wide, high)


def _rotation(page: pikepdf.Page) -> int:
    return int(page.rotation) % 360


def merge(parts: Sequence[Part]) -> Pdf:
    """Append all pages of all parts; bookmarks of the parts are kept below the part's title."""
    merged = Pdf.new()
    with merged.open_outline() as outline:
        for part in parts:
            with open_pdf(part.pdf, part.title) as source:
                first = len(merged.pages)
                merged.add_pages_from(source)
                items = copied_outline(source, first)
            if part.title:
                entry = OutlineItem(part.title, first)
                entry.children.extend(items)
                entry.is_closed = True
                outline.root.append(entry)
            else:
                outline.root.extend(items)
    return merged


def copied_outline(source: Pdf, first: int) -> list[OutlineItem]:
    """Return the bookmarks of a file, pointing at pages counted from `first`; dead ones are left out."""
    numbers = {page.obj.objgen: index for index, page in enumerate(source.pages)}
    named = _named_destinations(source)

    def copied(item: OutlineItem) -> OutlineItem | None:
        target = _target(item, named)
        number = numbers.get(target.objgen) if isinstance(target, pikepdf.Object) else None
        if number is None:
            return None
        copy = OutlineItem(item.title, first + number)
        copy.children.extend(child for child in map(copied, item.children) if child is not None)
        return copy

    with source.open_outline() as outline:
        return [item for item in map(copied, outline.root) if item is not None]


def _named_destinations(source: Pdf) -> Mapping[str, pikepdf.Object]:
    dests = source.Root.get(Name.Dests)
    return {str(key): value for key, value in dests.items()} if isinstance(dests, pikepdf.Dictionary) else {}


def _target(item: OutlineItem, named: Mapping[str, pikepdf.Object]) -> object:
    destination: object = item.destination
    if destination is None and item.action is not None:
        destination = item.action.get(Name.D)
    if isinstance(destination, pikepdf.Name):
        destination = named.get(str(destination))
    if isinstance(destination, pikepdf.Array) and len(destination) > 0:
        return destination[0]
    return None


def overlay(target: Pdf, stamps: Mapping[int, pikepdf.Page]) -> None:
    """Lay stamp pages over pages of an open PDF, upright as displayed.

    Args:
        target: Changed in place.
        stamps: Page index → stamp page of the displayed size of that page.
    """
    for index, stamp in stamps.items():
        page = target.pages[index]
        left, bottom, right, top = (float(number) for number in page.cropbox.as_list())
        _lay_over(page, stamp, Rectangle(left, bottom, right, top))


def stamped(content: bytes, stamp_pdf: bytes, name: str) -> Pdf:
    """Return an open PDF with page n of `stamp_pdf` laid over its page n.

    Args:
        content: The file to stamp.
        stamp_pdf: As many pages, each of the displayed size of its page (`page_sizes`).
        name: Of the file, for a refusal.
    """
    target = open_pdf(content, name)
    with open_pdf(stamp_pdf, name) as stamps:
        overlay(target, dict(enumerate(stamps.pages)))
    return target


def place_page(
    target: Pdf, index: int, box: tuple[float, float, float, float], source: bytes, name: str
) -> None:
    """Draw the first page of a PDF into a box (x, y, width, height in points) of a page."""
    x, y, width, height = box
    with open_pdf(source, name) as opened:
        _lay_over(target.pages[index], opened.pages[0], Rectangle(x, y, x + width, y + height))


def _lay_over(page: pikepdf.Page, other: pikepdf.Page, box: Rectangle) -> None:
    """Place a page over another; `Page.add_overlay` does the same under a random name, so no two runs are equal."""
    names = page.resources.get(Name.XObject)
    taken = set(names.keys()) if isinstance(names, pikepdf.Dictionary) else set()
    # Pages may share one resource dictionary, hence the search.
    name = Name(
        next(f"/Partproof{number}" for number in itertools.count() if f"/Partproof{number}" not in taken)
    )
    form = other.as_form_xobject()
    page.add_resource(form, Name.XObject, name)
    content = page.calc_form_xobject_placement(
        form, name, box, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"Q\n", prepend=False)
    page.contents_add(content, prepend=False)
    page.contents_coalesce()


def save_pdf(
    target: Pdf, made_at: datetime.datetime | None = None, title: str = "", author: str = ""
) -> bytes:
    """Close and return the bytes; the same content and the same `made_at` give the same bytes.

    Args:
        target: Open PDF; closed afterwards.
        made_at: Time of issue, aware; None leaves the dates of the file alone.
        title: Document title for viewers.
        author: Issuer for viewers.
    """
    if made_at is not None:
        stamp = made_at.astimezone(datetime.UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        for key in ("/CreationDate", "/ModDate"):
            target.docinfo[key] = stamp
    if title:
        target.docinfo["/Title"] = title
    if author:
        target.docinfo["/Author"] = author
    for page in target.pages:
        if Name.Trans in page:  # reportlab leaves an empty one on every page; PDF/A forbids it
            del page[Name.Trans]
    out = io.BytesIO()
    with warnings.catch_warnings():
        # Drawings made by CAD programs carry form fields no form knows; they stay as they are.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    target.close()
    return out.getvalue()


def join(parts: Sequence[Part], made_at: datetime.datetime | None = None, title: str = "") -> bytes:
    """Merge whole PDFs into one, with a bookmark for each part that has a title."""
    return save_pdf(merge(parts), made_at, title)
