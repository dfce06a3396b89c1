"""Logos: kept small and plain, on both files of what is for the customer; what is no picture is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select

from app.documents.logos import keep_logo, logo_rows, prepared, remove_logo
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.errors import PartproofError
from models.part import Customer
from models.vocab import Role
from tests.documents.tools import pdf_text, squeezed
from tests.documents_built.conftest import Built


def logo(colour: str, size: tuple[int, int] = (3200, 800), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    told = PngInfo()
    told.add_text("Author", "somebody's name")
    extra: dict[str, Any] = {"pnginfo": told} if kind == "PNG" else {}
    Image.new("RGB", size, colour).save(out, kind, **extra)
    return out.getvalue()


def pictures(built: Built, kind: str) -> tuple[int, int]:
    """Return how many pictures stand at the top of a document's PDF and of its workbook."""
    document = built.document(kind)
    assert all(content.startswith(b"\x89PNG") for content in document.logos)
    with pikepdf.open(io.BytesIO(write_pdf(document))) as pdf:
        in_pdf = len(pdf.pages[0].get_images())
    with zipfile.ZipFile(io.BytesIO(write_xlsx(document))) as book:
        in_book = len([name for name in book.namelist() if "/media/" in name])
    return in_pdf, in_book


def test_logos_stand_on_what_is_for_the_customer(built: Built, tmp_path: Path) -> None:
    before = {kind: pictures(built, kind) for kind in ("submission_warrant", "bom_list")}
    administrator = built.crew.actor(Role.ADMINISTRATOR)
    with built.factory.reading() as session:
        customer = session.scalars(select(Customer.id)).one()
    own = built.factory.perform(keep_logo, logo("navy"), "우리 로고.png", actor=administrator).result
    theirs: dict[str, Any] = {"customer_id": customer, "actor": administrator}
    built.factory.perform(keep_logo, logo("maroon", kind="JPEG"), "../고객.jpg", **theirs)
    rows = built.factory.ask(logo_rows)
    assert [row.customer_id for row in rows] == [None, customer]
    assert rows[0].file_hash == own != rows[1].file_hash
    kept = Image.open(io.BytesIO(built.factory.read_file(own)))
    assert (kept.size, kept.info) == ((1600, 400), {})
    for kind, more in (("submission_warrant", 2), ("bom_list", 1)):
        assert pictures(built, kind) == tuple(count + more for count in before[kind]), kind
    document = built.document("submission_warrant")
    assert squeezed(document.title) in squeezed(pdf_text(write_pdf(document), tmp_path))
    assert write_pdf(document) == write_pdf(document)
    assert write_xlsx(document) == write_xlsx(document)
    built.factory.perform(remove_logo, **theirs)
    assert pictures(built, "submission_warrant") == tuple(one + 1 for one in before["submission_warrant"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "forms.logo_broken"),
        (b"hello", "forms.logo_broken"),
        (b"0" * 11_000_000, "forms.logo_too_large"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        prepared(content, "x.png")
    assert refused.value.code == code
    with pytest.raises(PartproofError):
        prepared(logo("navy")[:200], "cut.png")


def test_only_administrators_keep_logos(built: Built) -> None:
    with pytest.raises(PartproofError) as refused:
        built.factory.perform(keep_logo, logo("navy"), "x.png", actor=built.crew.actor(Role.QUALITY))
    assert refused.value.code == "right.missing"
    assert not any(row.file_hash for row in built.factory.ask(logo_rows))
