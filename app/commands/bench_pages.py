"""Makes papers as the program makes them and times them: a pack of 300 pages, 100,000 readings, 10,000 rows as PDF.

The bare ways make the same pages with reportlab, pikepdf and openpyxl alone, in the same run on the same machine.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.documents.blocks import Align, Cell, Column, ColumnKind, Mark, Paragraph, Table
from app.documents.document import Document, Form, IssueRecord, Paper
from app.documents.writers import bare
from app.documents.writers.pdf import write_pdf
from app.documents.writers.volume import Binding, Bound, Chapter, Leaf, bind
from app.documents.writers.xlsx import write_xlsx

CHAPTERS: Final = 20
TABLES: Final = 12
ROWS_A_PAGE: Final = 36
DRAWINGS: Final = 60
READINGS: Final = 100_000
PDF_ROWS: Final = 10_000
ROUNDS: Final = 3
_AT: Final = datetime(2026, 11, 24, tzinfo=UTC)
_ISSUE: Final = IssueRecord(_AT, "Asia/Seoul", "bench", "고객", 1, "a" * 64)
_COLUMNS: Final = (
    ("no", "번호", 6, ColumnKind.TEXT),
    ("item", "검사항목", 22, ColumnKind.TEXT),
    ("nominal", "기준값", 10, ColumnKind.NUMBER),
    ("lower", "하한", 10, ColumnKind.NUMBER),
    ("upper", "상한", 10, ColumnKind.NUMBER),
    ("value", "측정값", 10, ColumnKind.NUMBER),
    ("gauge", "계측기", 12, ColumnKind.TEXT),
    ("verdict", "판정", 10, ColumnKind.VERDICT),
)
_TEXT: Final = (
    "관리계획서에 따라 매 로트 5개를 측정하였으며 모든 값은 규격 안에 있습니다. Every value lies within its limits; "
    "the readings came from the gauge itself and keep their raw bytes."
)


@dataclass(frozen=True)
class PaperTimes:
    """Seconds; ``bare`` for the same pages by the tools alone."""

    pack_s: float
    pack_bare_s: float
    pages: int
    workbook_s: float
    workbook_bare_s: float
    pdf_s: float
    pdf_quarter_s: float


def measure_papers(
    readings: int = READINGS, pdf_rows: int = PDF_ROWS, chapters: int = CHAPTERS
) -> PaperTimes:
    """Make all of it and return the times; a chapter has twelve pages and three drawings."""
    drawings = bare.drawings(DRAWINGS * chapters // CHAPTERS)
    tables = list(_bare_chapters(chapters))
    titles = [title for _, title, _, _ in _COLUMNS]
    ours = alone = float("inf")
    pages = 0
    # By turns, and the better of each: what else the machine does falls on both.
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        pages = make_pack_pages(drawings, chapters).pages
        ours = min(ours, time.perf_counter() - begin)
        begin = time.perf_counter()
        bare.pack(tables, drawings, titles)
        alone = min(alone, time.perf_counter() - begin)
    rows = [_reading(number) for number in range(readings)]
    begin = time.perf_counter()
    write_xlsx(_readings(rows))
    workbook = time.perf_counter() - begin
    begin = time.perf_counter()
    bare.workbook(rows, titles)
    workbook_alone = time.perf_counter() - begin
    return PaperTimes(
        ours, alone, pages, workbook, workbook_alone, _pdf_seconds(pdf_rows), _pdf_seconds(pdf_rows // 4)
    )


def peak_megabytes(chapters: int = CHAPTERS) -> float:
    """Return the most memory a process needs that makes only the pack, in MB; 0 where the system does not say."""
    code = (
        "import sys\n"
        "from app.commands.bench_pages import make_pack_pages\n"
        "from app.documents.writers import bare\n"
        "make_pack_pages(bare.drawings(int(sys.argv[1])), int(sys.argv[2]))\n"
        # Not what getrusage says: that begins with what the parent had.
        "told = open('/proc/self/status').read().split('VmHWM:')[1]\n"
        "print(told.split()[0])\n"
    )
    counts = [str(DRAWINGS * chapters // CHAPTERS), str(chapters)]
    run = subprocess.run([sys.executable, "-c", code, *counts], capture_output=True, text=True, check=False)
    return int(run.stdout) / 1024 if run.returncode == 0 and run.stdout.strip().isdigit() else 0.0


def make_pack_pages(drawings: Sequence[bytes], count: int = CHAPTERS) -> Bound:
    """Return a bound PDF: chapters of 12 pages of tables and text, and the drawings among them."""
    chapters = []
    share = len(drawings) // count
    for number in range(count):
        leaf = Leaf(f"검사 {number + 1}", write_pdf(_chapter(number)))
        plans = [
            Leaf(f"도면 {number + 1}-{index + 1}", pdf, foreign=True)
            for index, pdf in enumerate(drawings[number * share : (number + 1) * share])
        ]
        chapters.append(Chapter(f"{number + 1}. 요구사항", [leaf, *plans]))

    def contents(starts: Sequence[Sequence[int]]) -> bytes:
        rows = [(str(number + 1), f"{begins[0]}") for number, begins in enumerate(starts)]
        table = Table([Column("no", "번호"), Column("page", "쪽")], rows)
        return write_pdf(_document("목차", [table]))

    cover = Leaf("표지", write_pdf(_document("제출자료 패키지", [Paragraph(_TEXT)])))
    binding = Binding(
        "bench",
        "공장",
        "ko",
        lambda page, pages: f"{pages}쪽 중 {page}쪽",
        ["비관리본 UNCONTROLLED"],
        "",
        _AT,
    )
    return bind(cover, "목차", contents, chapters, binding)


def _document(title: str, blocks: list[Table | Paragraph]) -> Document:
    form = Form("QF-1", "0", Paper.A4)
    return Document("bench", title, "ko", "B-1", form, _ISSUE, issuer="공장", blocks=blocks, closed=False)


def _chapter(number: int) -> Document:
    columns = [Column(key, title, weight, kind) for key, title, weight, kind in _COLUMNS]
    blocks: list[Table | Paragraph] = []
    for page in range(TABLES):
        blocks.append(Paragraph(_TEXT))
        rows = [_row(number * 1000 + page * ROWS_A_PAGE + index) for index in range(ROWS_A_PAGE)]
        blocks.append(Table(columns, rows))
    return _document(f"검사 {number + 1}", blocks)


def _row(number: int) -> tuple[str, ...]:
    value = f"{12 + number % 100 / 1000:.3f}"
    return (
        str(number),
        f"외경 치수 {number % 40}",
        "12.000",
        "11.900",
        "12.100",
        value,
        f"G-{number % 30:03d}",
        "합격",
    )


def _bare_chapters(count: int) -> Iterator[list[list[tuple[str, ...]]]]:
    for number in range(count):
        yield [
            [_row(number * 1000 + page * ROWS_A_PAGE + index) for index in range(ROWS_A_PAGE)]
            for page in range(TABLES)
        ]


def _reading(number: int) -> tuple[str, ...]:
    return _row(number)


def _readings(rows: Sequence[tuple[str, ...]]) -> Document:
    columns = [
        Column(key, title, weight, kind, align=Align.CENTER if key == "no" else None)
        for key, title, weight, kind in _COLUMNS
    ]
    marked: list[tuple[Cell | str, ...]] = [(*row[:-1], Cell(row[-1], Mark.OK)) for row in rows]
    table = Table(columns, marked, key="readings", title="측정값", own_sheet=True)
    return _document("측정값", [table])


def _pdf_seconds(rows: int) -> float:
    columns = [Column(key, title, weight, kind) for key, title, weight, kind in _COLUMNS]
    document = _document("측정값", [Table(columns, [_row(number) for number in range(rows)])])
    begin = time.perf_counter()
    write_pdf(document)
    return time.perf_counter() - begin
