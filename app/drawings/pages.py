"""Pages of PDF drawings: facts, pictures and text, read in a child process under limits.

Must not import PDFium (a hostile file may only crash the child) and never guesses what a text means.

All calls share one child process (architecture: drawing libraries behind one lock), which is started at the
first call, lives on so that a tile costs little more than its drawing, and ends with the program. A frozen
program starts itself as the child, see ``page_process.serve_if_asked``. Calls block and may be made from any
thread but the window's own.
"""

from __future__ import annotations

import atexit
import hashlib
import threading
from collections import OrderedDict
from dataclasses import fields
from pathlib import Path
from typing import Final

from app.drawings.file_kind import FileKind
from app.drawings.page_facts import (
    DimensionOnPage,
    FoundText,
    PageFacts,
    PageImage,
    PageLink,
    PageSet,
    PageWarning,
    Rectangle,
    TextOrigin,
    TextRun,
)
from app.drawings.page_process import MEMORY_BYTES, SECONDS, PageProcess
from app.drawings.page_source import PageSource, PdfFacts, page_source, pdf_facts
from app.drawings.page_wire import Head
from app.texts import mark

__all__ = [
    "DimensionOnPage",
    "FoundText",
    "PageFacts",
    "PageImage",
    "PageLink",
    "PageReader",
    "PageSet",
    "PageSource",
    "PageWarning",
    "PdfFacts",
    "Rectangle",
    "TextOrigin",
    "TextRun",
    "child_facts",
    "close_reader",
    "dimensions_on",
    "find_text",
    "open_pages",
    "page_links",
    "page_source",
    "page_text",
    "pages_as_pdf",
    "pdf_facts",
    "render",
]

_RUN_FIELDS: Final = tuple(field.name for field in fields(TextRun))
CACHE_BYTES: Final = 192 * 1024 * 1024
_NOTHING_TO_SEE: Final = ("LINE", "LIGHT", "VIEWPORT")
# ISO 32000-1 annex C: 200 inches; beyond it other programs may refuse the sheet.
_FORMAT_SIDE: Final = 14_400

NO_TEXT: Final = mark(
    "Page {page} has no text: its dimensions are drawn as lines or it is a scan. Place the balloons by hand."
)
NO_2D: Final = mark(
    "Page {page} shows a 3D model and has no 2D dimensions. Take the values from the model or ask for a 2D drawing."
)
ALSO_3D: Final = mark("Page {page} carries a 3D model beside its text; only what is drawn flat is read.")
LOCKED: Final = mark("This file is encrypted but opens without a password.")
NOT_DRAWN: Final = mark("Not drawn here: {kinds}.")
STRAY: Final = mark(
    "Page {page}: {count} "
    "{count:line lies far off the sheet and is|lines lie far off the sheet and are} left out."
)
OVERSIZE: Final = mark("Page {page} is larger than PDF allows; other programs may not show it.")


class _Tiles:
    """The most recently used pictures, bounded by their bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._tiles: OrderedDict[tuple[object, ...], PageImage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> PageImage | None:
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
            return self._tiles.get(key)

    def put(self, key: tuple[object, ...], tile: PageImage) -> None:
        with self._lock:
            if key in self._tiles or len(tile.content) > self._limit:
                return
            self._tiles[key] = tile
            self._held += len(tile.content)
            while self._held > self._limit:
                self._held -= len(self._tiles.popitem(last=False)[1].content)

    def clear(self) -> None:
        with self._lock:
            self._tiles.clear()
            self._held = 0


class PageReader:
    """One child process and its picture cache; the functions below share one of these.

    Args:
        memory_bytes: Address space of the child (Linux only).
        seconds: Time limit of one request.
        cache_bytes: Bound of the picture cache.
    """

    def __init__(
        self, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self.process = PageProcess(memory_bytes, seconds)
        self._tiles = _Tiles(cache_bytes)

    def open_pages(self, content: bytes | Path | PageSource, name: str = "") -> PageSet:
        """Return the facts of a PDF; see the function of this name."""
        facts, _ = self.process.ask(page_source(content, name), {"act": "open"})
        pages = tuple(PageFacts(*entry) for entry in facts["pages"])
        encrypted = bool(facts["encrypted"])
        warnings = _warnings(pages, encrypted) + _left_out(facts)
        return PageSet(pages, str(facts["version"]), encrypted, warnings)

    def render(
        self,
        content: bytes | Path | PageSource,
        page: int,
        scale: float,
        rectangle: Rectangle | None = None,
        name: str = "",
    ) -> PageImage:
        """Return a picture of a page or a part of it; see the function of this name."""
        source = page_source(content, name)
        key = (source.key, page, scale, rectangle)
        known = self._tiles.get(key)
        if known is not None:
            return known
        window = [rectangle.x, rectangle.y, rectangle.width, rectangle.height] if rectangle else None
        request: Head = {"act": "render", "page": page, "scale": scale, "rectangle": window}
        head, pixels = self.process.ask(source, request)
        picture = PageImage(content=pixels, **head)
        self._tiles.put(key, picture)
        return picture

    def dimensions_on(
        self, content: bytes | Path | PageSource, page: int, name: str = ""
    ) -> tuple[DimensionOnPage, ...]:
        """Return the dimensions of a page; see the function of this name."""
        answer, _ = self.process.ask(page_source(content, name), {"act": "dimensions", "page": page})
        return tuple(DimensionOnPage(*entry) for entry in answer["dimensions"])

    def pages_as_pdf(self, content: bytes | Path | PageSource, name: str = "") -> bytes:
        """Return the pages as a PDF; see the function of this name."""
        source = page_source(content, name)
        if source.kind is FileKind.PDF:
            return source.read()
        return self.process.ask(source, {"act": "copy", "page": 0})[1]

    def page_text(self, content: bytes | Path | PageSource, page: int, name: str = "") -> tuple[TextRun, ...]:
        """Return the text of a page; see the function of this name."""
        answer, _ = self.process.ask(page_source(content, name), {"act": "text", "page": page})
        return tuple(
            TextRun(**(dict(zip(_RUN_FIELDS, run, strict=True)) | {"source": TextOrigin(run[-1])}))
            for run in answer["runs"]
        )

    def find_text(
        self, content: bytes | Path | PageSource, query: str, page: int, name: str = ""
    ) -> tuple[FoundText, ...]:
        """Return where a text stands on a page; see the function of this name."""
        if not query.strip():
            return ()
        request: Head = {"act": "find", "page": page, "query": query}
        answer, _ = self.process.ask(page_source(content, name), request)
        return tuple(
            FoundText(page, tuple(Rectangle(*rectangle) for rectangle in hit)) for hit in answer["hits"]
        )

    def close(self) -> None:
        """End the child and drop the cache; the next call starts a new child."""
        self.process.close()
        self._tiles.clear()


def _warnings(pages: tuple[PageFacts, ...], encrypted: bool) -> tuple[PageWarning, ...]:
    warnings = [PageWarning("encrypted", LOCKED)] if encrypted else []
    for number, page in enumerate(pages, start=1):
        if page.has_3d:
            flat = bool(page.has_text)
            code, message = ("also_3d", ALSO_3D) if flat else ("no_2d_dimensions", NO_2D)
            warnings.append(PageWarning(code, message, {"page": number}))
        elif page.has_text is False:
            warnings.append(PageWarning("no_text", NO_TEXT, {"page": number}))
        if max(page.width, page.height) > _FORMAT_SIDE:
            warnings.append(PageWarning("oversize", OVERSIZE, {"page": number}))
    return tuple(warnings)


def _left_out(facts: Head) -> tuple[PageWarning, ...]:
    """Return what a DXF holds that its pages do not show."""
    skipped: dict[str, int] = facts.get("skipped", {})
    # A line without length and the frame of a picture are nothing to see.
    kinds = [f"{kind} {count}" for kind, count in sorted(skipped.items()) if kind not in _NOTHING_TO_SEE]
    warnings = [PageWarning("not_drawn", NOT_DRAWN, {"kinds": ", ".join(kinds)})] if kinds else []
    for number, stray in enumerate(facts.get("stray", ()), start=1):
        if stray:
            warnings.append(PageWarning("stray", STRAY, {"page": number, "count": stray}))
    return tuple(warnings)


_READER: Final = PageReader()
atexit.register(_READER.close)


def open_pages(content: bytes | Path | PageSource, name: str = "") -> PageSet:
    """Open a PDF and return its facts and what the user should know of it.

    Args:
        content: Bytes, path, or a source from ``page_source`` (which saves hashing bytes at each call).
        name: How to call the file towards the user; a path's own name otherwise.

    Raises:
        PartproofError: One of page_refusals: empty, not a PDF, over 500 MB, cut short, password, damaged,
            no page, impossible page size, too slow, reader stopped.
    """
    return _READER.open_pages(content, name)


def render(
    content: bytes | Path | PageSource,
    page: int,
    scale: float,
    rectangle: Rectangle | None = None,
    name: str = "",
) -> PageImage:
    """Draw a page or a part of it, form fields and annotations included.

    Args:
        content: As for ``open_pages``.
        page: Zero-based.
        scale: Pixels per point; 1 is 72 dpi.
        rectangle: In points of the displayed page; outside parts are cut off. None is the whole page.
        name: As for ``open_pages``.

    Returns:
        The picture of every pixel that the rectangle touches; ``picture.rectangle`` is what it covers.

    Raises:
        PartproofError: Those of ``open_pages``, NO_SUCH_PAGE, PAGE_DAMAGED or PICTURE_TOO_LARGE (40 megapixels).
    """
    return _READER.render(content, page, scale, rectangle, name)


def page_text(content: bytes | Path | PageSource, page: int, name: str = "") -> tuple[TextRun, ...]:
    """Return the text of a page in the file's order, values of form fields last.

    Raises:
        PartproofError: Those of ``open_pages``, NO_SUCH_PAGE, PAGE_DAMAGED or TOO_MUCH_TEXT.
    """
    return _READER.page_text(content, page, name)


def dimensions_on(
    content: bytes | Path | PageSource, page: int, name: str = ""
) -> tuple[DimensionOnPage, ...]:
    """Return the dimensions and tolerance frames that a DXF holds as such; of other files there are none.

    Raises:
        PartproofError: Those of ``open_pages`` or NO_SUCH_PAGE.
    """
    return _READER.dimensions_on(content, page, name)


def pages_as_pdf(content: bytes | Path | PageSource, name: str = "") -> bytes:
    """Return what is shown of a DXF or a picture as a PDF; a PDF comes back as it is.

    Raises:
        PartproofError: Those of ``open_pages``.
    """
    return _READER.pages_as_pdf(content, name)


def page_links(content: bytes | Path | PageSource, page: int, name: str = "") -> tuple[PageLink, ...]:
    """Return the links of a page, to other pages and out of the file.

    Raises:
        PartproofError: Those of ``open_pages`` or NO_SUCH_PAGE.
    """
    answer, _ = _READER.process.ask(page_source(content, name), {"act": "links", "page": page})
    return tuple(PageLink(*entry) for entry in answer["links"])


def child_facts(content: bytes, name: str, kind: FileKind) -> Head:
    """Return the facts of a file that has no pages here, read by the child process.

    Raises:
        PartproofError: READER_STOPPED, TOO_SLOW or READER_MISSING.
    """
    source = PageSource(name, hashlib.sha256(content).hexdigest(), None, content, kind)
    return _READER.process.ask(source, {"act": "open"})[0]


def find_text(
    content: bytes | Path | PageSource, query: str, page: int, name: str = ""
) -> tuple[FoundText, ...]:
    """Return where a text stands on a page, case ignored; nothing for a blank query.

    Raises:
        PartproofError: Those of ``open_pages``, NO_SUCH_PAGE or PAGE_DAMAGED.
    """
    return _READER.find_text(content, query, page, name)


def close_reader() -> None:
    """End the shared child process; the next call starts a new one."""
    _READER.close()
