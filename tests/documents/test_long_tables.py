"""Long tables are written another way and must say the same: values, formats, looks, recorded texts."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.documents.blocks import Cell, Column, ColumnKind, Mark, Table
from app.documents.document import Document, Form, IssueRecord, Paper
from app.documents.writers import long_rows
from app.documents.writers.xlsx import write_xlsx
from tests.documents.tools import libreoffice

HOSTILE = ("=cmd|'/c calc'!A0", "#N/A", "00123", "1E5", "_x0041_", 'a<b>&"c"', " x ", "줄\n바꿈", "")
ROWS = 120


def document(rows: int = ROWS) -> Document:
    """Return a document whose only table is long."""
    columns = [
        Column("no", "번호", 5),
        Column("value", "값", 8, ColumnKind.NUMBER),
        Column("text", "글", 20),
        Column("verdict", "판정", 8, ColumnKind.VERDICT),
        *(Column(f"x{number}", f"열 {number}", 8) for number in range(4)),
    ]
    body = [
        (
            str(number),
            ("12.500", "+0.010", "-0.0", "1234567890.123456789", "—", "")[number % 6],
            HOSTILE[number % len(HOSTILE)],
            Cell("불합격", Mark.NG) if number % 7 == 0 else Cell("합격", Mark.OK),
            *(str(number * place) for place in range(4)),
        )
        for number in range(rows)
    ]
    issue = IssueRecord(
        datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC), "Asia/Seoul", "u", "r", 1, "a" * 64
    )
    table = Table(columns, body, key="raw", title="측정값", own_sheet=True)
    return Document("k", "목록", "ko", "N-1", Form("F", "0", Paper.A4, True), issue, blocks=[table])


def cells(content: bytes) -> list[Any]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    assert sheet.max_row >= ROWS
    return [
        (
            cell.coordinate,
            cell.value,
            cell.data_type if cell.value is not None else "",
            cell.number_format,
            cell.font.b,
            cell.fill.fgColor.rgb,
            cell.alignment.horizontal,
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_rows, "LONG", 100)


def sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet2.xml")


def test_both_ways_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = write_xlsx(document())
    assert sheet_xml(fast).count(b'<row r="') >= ROWS
    assert b"inlineStr" in sheet_xml(fast)
    monkeypatch.setattr(long_rows, "LONG", 10**9)
    assert cells(fast) == cells(write_xlsx(document()))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_xlsx(document()) == write_xlsx(document())


@pytest.mark.slow
def test_a_spreadsheet_program_reads_all_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    path.write_bytes(write_xlsx(document()))
    sheet = load_workbook(libreoffice(path, "xlsx", tmp_path)).worksheets[1]
    found = [row[2] for row in sheet.iter_rows(min_row=3, max_row=ROWS + 2, max_col=3, values_only=True)]
    assert found == [HOSTILE[number % len(HOSTILE)] or None for number in range(ROWS)]
