"""How the tests read finished files: text of a PDF, shown text of a workbook. Holds no assertions."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape

from app.documents.document import Document
from tests.guards import HANGING


def require(program: str) -> str:
    """Return the path of a program; skip with the reason where it is not installed."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def pdf_text(content: bytes, folder: Path) -> str:
    """Return the text of a PDF in the order it was drawn."""
    path = folder / "read.pdf"
    path.write_bytes(content)
    run = subprocess.run([require("pdftotext"), "-raw", str(path), "-"], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def rendered(content: bytes, folder: Path, dpi: int = 50) -> bytes:
    """Return the first page as PPM."""
    path = folder / "render.pdf"
    path.write_bytes(content)
    command = [require("pdftoppm"), "-r", str(dpi), "-f", "1", "-l", "1", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def workbook(content: bytes) -> Workbook:
    """Open a written workbook."""
    return load_workbook(io.BytesIO(content))


def shown(cell: Cell | MergedCell) -> str:
    """Return what Excel shows in a cell that the writer made."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value)
    assert isinstance(value, int | float)
    sections = str(cell.number_format).split(";")
    pattern = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    prefix = ""
    if pattern.startswith('"'):
        prefix, pattern = pattern[1:].split('"', 1)
    places = len(pattern.partition(".")[2])
    sign = "+" if pattern.startswith("+") else "-" if value < 0 else ""
    return f"{prefix}{sign}{abs(value):.{places}f}"


def workbook_text(content: bytes) -> str:
    """Return every shown text of all sheets and their footers."""
    texts: list[str] = []
    for sheet in workbook(content).worksheets:
        texts.extend(shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None)
        texts.append(str(sheet.oddFooter))
    return "\n".join(texts)


def squeezed(text: str) -> str:
    """Return the text without white space: lines break differently in the two files."""
    return "".join(text.split())


def missing_texts(document: Document, found: str) -> list[str]:
    """Return the document's texts that a file does not show."""
    whole = squeezed(found)
    return [text for text in document.texts() if squeezed(text) not in whole]


def libreoffice(source: Path, kind: str, folder: Path) -> Path:
    """Convert a file (or all of a pattern) with LibreOffice in its own profile; skip where it is not installed."""
    program = require("soffice")
    fonts = Path(__file__).resolve().parents[2] / "resources" / "fonts"
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts}</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / "out"),
            *(map(str, sorted(source.parent.glob(source.name))) if "*" in source.name else (str(source),)),
        ],
        capture_output=True,
        check=True,
        timeout=HANGING,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    return folder / "out" / f"{source.stem}.{kind}"
