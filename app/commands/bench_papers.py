"""How long papers take, beside bare reportlab, pikepdf and openpyxl; what is made stands in bench_pages.py."""

from __future__ import annotations

from typing import Final

from app.commands.bench_figure import Figure, Measuring, Piece
from app.commands.bench_pages import PDF_ROWS, READINGS, measure_papers, peak_megabytes
from app.texts import mark


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
