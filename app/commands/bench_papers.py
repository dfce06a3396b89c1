"""How long papers take: a pack of 300 pages, 100,000 readings as a workbook, 10,000 rows as PDF; bare tools beside.

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

from app.commands.bench_figure import Figure, Measuring, Piece
from app.documents.blocks import Align, Cell, Column, ColumnKind, Mark, Paragraph, Table
from app.documents.document import Document, Form, IssueRecord, Paper
from app.documents.writers import bare
from app.documents.writers.pdf import write_pdf
from app.documents.writers.volume import Binding, Bound, Chapter, Leaf, bind
from app.documents.writers.xlsx import write_xlsx
from app.texts import mark

CHAPTERS: Final = 20
TABLES: Final = 12
ROWS_A_PAGE: Final = 36
DRAWINGS: Final = 60
READINGS: Final = 100_000
PDF_ROWS: Final = 10_000
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


def measure_papers(readings: int = READINGS, pdf_rows: int = PDF_ROWS) -> PaperTimes:
    """Make all of it once and return the times."""
    drawings = bare.drawings(DRAWINGS)
    begin = time.perf_counter()
    pack = make_pack_pages(drawings)
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    bare.pack(list(_bare_chapters()), drawings, [title for _, title, _, _ in _COLUMNS])
    alone = time.perf_counter() - begin
    rows = [_reading(number) for number in range(readings)]
    begin = time.perf_counter()
    write_xlsx(_readings(rows))
    workbook = time.perf_counter() - begin
    begin = time.perf_counter()
    bare.workbook(rows, [title for _, title, _, _ in _COLUMNS])
    workbook_alone = time.perf_counter() - begin
    return PaperTimes(
        ours, alone, pack.pages, workbook, workbook_alone, _pdf_seconds(pdf_rows), _pdf_seconds(pdf_rows // 4)
    )


def peak_megabytes() -> float:
    """Return the highest memory of a process that makes the pack and nothing else, in MB; 0 where unknown."""
    code = (
        "import resource\n"
        "from app.commands.bench_papers import make_pack_pages, DRAWINGS\n"
        "from app.documents.writers import bare\n"
        "make_pack_pages(bare.drawings(DRAWINGS))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return int(run.stdout) / 1024 if run.returncode == 0 and run.stdout.strip().isdigit() else 0.0


def make_pack_pages(drawings: Sequence[bytes]) -> Bound:
    """Return a bound PDF: 20 chapters of 12 pages of tables and text, and the drawings among them."""
    chapters = []
    share = len(drawings) // CHAPTERS
    for number in range(CHAPTERS):
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


def _bare_chapters() -> Iterator[list[list[tuple[str, ...]]]]:
    for number in range(CHAPTERS):
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


def _measure(measuring: Measuring) -> list[Figure]:
    readings = READINGS // 50 if measuring.quick else READINGS
    rows = PDF_ROWS // 10 if measuring.quick else PDF_ROWS
    times = measure_papers(readings, rows)
    tools = mark("bare reportlab, pikepdf, openpyxl {raw}, ratio {ratio}")
    pages = mark("A pack of {count} pages bound, 60 of them drawings")
    quarter = mark("a quarter of them {raw}, ratio {ratio}")
    return [
        Figure("pack_pdf", pages, times.pack_s, "s", times.pack_bare_s, 1.5, times.pages, tools),
        Figure("pack_memory", mark("Most memory while binding it"), peak_megabytes(), "MB"),
        Figure(
            "readings_xlsx",
            mark("{count} readings as a workbook"),
            times.workbook_s,
            "s",
            times.workbook_bare_s,
            1.3,
            readings,
            tools,
        ),
        Figure(
            "table_pdf",
            mark("{count} rows as PDF"),
            times.pdf_s,
            "s",
            times.pdf_quarter_s,
            None,
            rows,
            quarter,
        ),
    ]


PIECES: Final = (Piece("papers", mark("Making papers"), _measure),)
