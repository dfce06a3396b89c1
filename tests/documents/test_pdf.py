"""The PDF: fonts embedded, signs and composed Korean visible, pages numbered, long tables linear."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import subprocess
import time
import unicodedata
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from app.documents.document import (
    AttachedPages,
    Cell,
    Column,
    ColumnKind,
    Fact,
    Figure,
    KeyValues,
    Paragraph,
    Table,
)
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import qr_png
from app.errors import PartproofError
from tests.documents.sample import SIGNS, drawing_pdf, sample
from tests.documents.tools import pdf_text, rendered, require


def bare(*blocks: Paragraph | Table | KeyValues | Figure) -> bytes:
    return write_pdf(dataclasses.replace(sample(attached=False), blocks=blocks, revisions=(), facts=()))


def test_every_font_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(write_pdf(sample()))
    listing = subprocess.run(
        [require("pdffonts"), str(path)], capture_output=True, check=True, text=True
    ).stdout
    rows = listing.splitlines()[2:]
    assert rows
    assert all(re.search(r"\byes yes yes\b", row) for row in rows)
    assert "Helvetica" not in listing


def test_signs_are_in_text_and_image(tmp_path: Path) -> None:
    text = pdf_text(bare(Paragraph(SIGNS)), tmp_path)
    assert {sign for sign in SIGNS if sign not in text} == set()
    # A sign drawn as nothing would leave the image of the others unchanged.
    for sign in "⌀⌖↧☑":
        with_it = rendered(bare(Paragraph(f"a{sign}b")), tmp_path, 100)
        assert with_it != rendered(bare(Paragraph("a b")), tmp_path, 100)


def test_code_of_the_audit_head_reads_back(tmp_path: Path) -> None:
    document = sample(attached=False)
    image = Image.open(io.BytesIO(rendered(bare(Paragraph("x")), tmp_path, 150)))
    read = [code.text for code in zxingcpp.read_barcodes(image)]
    assert read == [document.issue.head]
    sheet_code = Image.open(io.BytesIO(qr_png(document.issue.head)))
    assert zxingcpp.read_barcodes(sheet_code.convert("L"))[0].text == document.issue.head


def test_unknown_sign_fails_the_build() -> None:
    with pytest.raises(PartproofError) as caught:
        bare(Table([Column("a", "A")], [("😀",)]))
    assert caught.value.code == "documents.sign_missing"


def test_decomposed_korean_is_drawn_composed(tmp_path: Path) -> None:
    composed = bare(Paragraph("허브 하우징 각도 30°"))
    decomposed = bare(Paragraph(unicodedata.normalize("NFD", "허브 하우징 각도 30°")))
    assert rendered(composed, tmp_path) == rendered(decomposed, tmp_path)


def test_pages_are_numbered_through_the_attachment(tmp_path: Path) -> None:
    content = write_pdf(sample(rows=120))
    with pikepdf.Pdf.open(io.BytesIO(content)) as opened:
        total = len(opened.pages)
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
    text = pdf_text(content, tmp_path)
    assert [f"{number} / {total} 쪽" in text for number in range(1, total + 1)] == [True] * total
    assert titles == ["치수 측정 결과 보고서", "도면 DW-2210 Rev B"]


def test_header_repeats_on_every_page_of_a_table(tmp_path: Path) -> None:
    content = bare(Table([Column("n", "번호표"), Column("t", "내용")], [(str(n), "행") for n in range(200)]))
    with pikepdf.Pdf.open(io.BytesIO(content)) as opened:
        pages = len(opened.pages)
    assert pages > 3
    assert pdf_text(content, tmp_path).count("번호표") >= pages - 1


def test_row_higher_than_a_page_is_cut_and_complete(tmp_path: Path) -> None:
    words = " ".join(f"낱말{number}" for number in range(2500))
    content = bare(Table([Column("n", "번호"), Column("t", "내용", 3)], [("1", words), ("2", "끝")]))
    assert "".join(words.split()) in "".join(
        line for line in pdf_text(content, tmp_path).split() if line.startswith("낱말")
    )


def test_numbers_never_wrap(tmp_path: Path) -> None:
    columns = [Column(str(index), f"열{index}", kind=ColumnKind.NUMBER) for index in range(14)]
    content = bare(Table([Column("t", "긴 설명", 30), *columns], [("설명 " * 20, *["-123.4567"] * 14)]))
    assert pdf_text(content, tmp_path).count("-123.4567") == 14


def test_empty_table_and_empty_facts_are_drawn() -> None:
    assert bare(Table([Column("a", "A")], []), KeyValues(())).startswith(b"%PDF")


def test_figure_of_a_pdf_keeps_its_lines(tmp_path: Path) -> None:
    content = bare(Figure("그림 1", pdf=drawing_pdf()))
    assert "그림 1" in pdf_text(content, tmp_path)
    assert rendered(content, tmp_path) != rendered(bare(Paragraph("그림 1")), tmp_path)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nbroken", b"PK\x03\x04"])
def test_broken_attachment_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(PartproofError) as caught:
        write_pdf(dataclasses.replace(sample(), attachments=(AttachedPages("밀시트", content),)))
    assert caught.value.code == "documents.pdf_unreadable"
    assert caught.value.values["name"] == "밀시트"


def test_locked_attachment_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(PartproofError) as caught:
        write_pdf(dataclasses.replace(sample(), attachments=(AttachedPages("밀시트", out.getvalue()),)))
    assert caught.value.code == "documents.pdf_locked"


def test_broken_picture_is_refused() -> None:
    with pytest.raises(PartproofError) as caught:
        bare(Figure("사진", png=b"no picture"))
    assert caught.value.code == "documents.picture_unreadable"


def test_no_number_of_facts_breaks_the_layout() -> None:
    for count, columns in itertools.product((1, 2, 5), (1, 2, 3)):
        assert bare(KeyValues([Fact(f"항목{n}", "값" * 30) for n in range(count)], columns)).startswith(
            b"%PDF"
        )


@pytest.mark.slow
def test_long_tables_are_linear() -> None:
    def seconds(rows: int) -> float:
        columns = [Column(str(index), f"열 {index}") for index in range(8)]
        body = [[Cell(f"{row}-{index} 측정 결과") for index in range(8)] for row in range(rows)]
        table = Table(columns, body)
        start = time.process_time()
        bare(table)
        return time.process_time() - start

    seconds(200)
    half, whole = seconds(5_000), seconds(10_000)
    assert whole / half < 2.8
    assert whole < 60
