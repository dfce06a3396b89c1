"""A PDF reader for these tests and small PDFs made by hand; asserts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.drawings.pages import PageReader

MakePdf = Callable[..., bytes]


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    """A reader with the program's own limits; its child ends with the module."""
    reader = PageReader()
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def drawings(shared_dir: Path) -> Path:
    """The folder of real PDF drawings."""
    return shared_dir / "samples" / "drawings-pdf"


def written(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    content = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(content)


def one_page(content: bytes = b"", box: str = "0 0 300 200", more: str = "") -> bytes:
    """Return a PDF of one page with Helvetica as /F1."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{more}>>"
    stream = b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return written([b"<</Type/Catalog/Pages 2 0 R>>", pages, page.encode(), stream, font])
