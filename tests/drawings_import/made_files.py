"""Table files made for the tests: small workbooks, and workbooks whose inside is changed. No assertions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
PARTS: Sequence[Sequence[object]] = (
    ("품번", "품명", "수량"),
    ("P-100", "허브", 1),
    ("P-200", "볼트", 4),
)


def text_file(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "parts.csv") -> Path:
    """Write a text table."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, rows: Sequence[Sequence[object]] = PARTS, name: str = "parts.xlsx") -> Path:
    """Write a workbook of one sheet; an empty tuple is an empty row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def changed(path: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """Rewrite members of a workbook in place."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, changes[name](content) if name in changes else content)
    path.write_bytes(target.getvalue())
    return path


def with_rows(path: Path, xml: bytes) -> Path:
    """Put XML behind the last row of a workbook's sheet."""
    return changed(path, {SHEET: lambda body: body.replace(b"</sheetData>", xml + b"</sheetData>")})
