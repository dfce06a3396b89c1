"""The demo's parts list as a customer would send it: a formatted xlsx with a title, levels and a total line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.documents.document import Column, ColumnKind, Document, Fact, Form, IssueRecord, Table
from app.documents.writers.xlsx import write_xlsx

# Level, number, name, material, quantity, unit, note.
LINES: Final = (
    ("1", "HB-2210-01", "허브 하우징", "ADC12", "1", "EA", "DW-2210"),
    ("2", "RM-ADC12", "알루미늄 잉곳 ADC12", "ADC12", "0.4120", "kg", ""),
    ("2", "ST-HELI-M8", "헬리코일 M8×1.25", "STS304", "4", "EA", ""),
    ("1", "HB-2230-00", "베어링 칼라", "S45C", "2", "EA", ""),
    ("2", "RM-S45C-D32", "S45C 환봉 ⌀32", "S45C", "0.0860", "kg", ""),
    ("1", "ST-BLT-M8X25", "육각 볼트 M8×25 10.9", "SCM435", "4", "EA", ""),
    ("1", "HB-2240-02", "실 링", "NBR", "1", "EA", ""),
    ("1", "PK-BOX-12", "포장 박스 12구", "골판지", "0.0833", "EA", "12개입"),
)
LEVELS: Final = 2


def make_bom_file(company: str) -> bytes:
    """Return the parts list of HB-2200-00 as a workbook."""
    columns = (
        Column("level", "레벨"),
        Column("number", "품번", 2.0),
        Column("name", "품명", 2.6),
        Column("material", "재질", 1.2),
        Column("quantity", "수량", 1.0, ColumnKind.NUMBER),
        Column("unit", "단위"),
        Column("note", "비고", 1.6),
    )
    document = Document(
        kind="customer_bom",
        title="자재명세서",
        language="ko",
        number="HB-2200-00",
        revision="C",
        form=Form("HG-B-012", "3"),
        issue=IssueRecord(
            datetime(2026, 8, 10, tzinfo=UTC), "Asia/Seoul", str(UUID(int=2200)), company, 0, "0" * 64
        ),
        issuer="한길자동차",
        facts=(Fact("품번", "HB-2200-00"), Fact("품명", "허브 브래킷 ASSY"), Fact("차종", "KX-3")),
        blocks=(Table(columns, LINES, title="부품 목록"),),
    )
    return write_xlsx(document)
