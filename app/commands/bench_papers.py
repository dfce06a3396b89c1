"""How long papers take, beside bare reportlab, pikepdf and openpyxl; what is made stands in bench_pages.py."""

from __future__ import annotations

from typing import Final

from app.commands.bench_figure import Figure, Measuring, Piece
from app.commands.bench_pages import CHAPTERS, PDF_ROWS, READINGS, measure_papers, peak_megabytes
from app.texts import mark


def _measure(measuring: Measuring) -> list[Figure]:
    readings, rows = measuring.count(READINGS, 2_000), measuring.count(PDF_ROWS, 1_000)
    chapters = measuring.count(CHAPTERS, 2)
    times = measure_papers(readings, rows, chapters)
    tools = mark("bare reportlab, pikepdf, openpyxl {raw}, ratio {ratio}")
    pages = mark("A pack of {count} pages bound, a fifth of them drawings")
    quarter = mark("a quarter of them {raw}, ratio {ratio}")
    return [
        Figure("pack_pdf", pages, times.pack_s, "s", times.pack_bare_s, 1.5, times.pages, tools),
        Figure("pack_memory", mark("Most memory while binding it"), peak_megabytes(chapters), "MB"),
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
