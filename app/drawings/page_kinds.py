"""Opens a file of any shown kind as pages: a PDF as it is, a DXF and a picture through a PDF made in memory.

Runs in the child process only (page_worker).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.drawings import page_refusals as refusals
from app.drawings.page_pdfium import OpenDocument, RefusedError
from app.drawings.sheet_scene import DrawnDimension, SheetScene


class StepDocument:
    """A STEP file: facts only, no page is shown of it."""

    def __init__(self, content: bytes) -> None:
        from app.drawings.step_facts import step_facts

        self._facts = step_facts(content)

    def facts(self) -> dict[str, object]:
        """Return what its text says."""
        return self._facts

    def close(self) -> None:
        """Nothing is held."""


def opened_document(source: Path | bytes, kind: str) -> OpenDocument | StepDocument:
    """Return an opened file.

    Args:
        source: Its path or bytes.
        kind: ``pdf``, ``dxf``, ``picture`` or ``step``.

    Raises:
        RefusedError: Of its reader.
    """
    if kind == "pdf":
        return OpenDocument(source)
    if isinstance(source, Path):
        try:
            source = source.read_bytes()
        except OSError as error:
            raise RefusedError(refusals.UNREADABLE_FILE, reason=error.strerror or "") from error
    if kind == "step":
        return StepDocument(source)
    if kind == "picture":
        from app.drawings.picture_pages import pictures_as_pdf

        return OpenDocument(pictures_as_pdf(source))
    return DxfDocument(source)


class DxfDocument(OpenDocument):
    """A DXF as pages: the model and each layout that draws something."""

    def __init__(self, content: bytes) -> None:
        from app.drawings.dxf_scene import read_dxf
        from app.drawings.sheet_pages import sheets_as_pdf

        version, sheets = read_dxf(content)
        pages, self._made = sheets_as_pdf(sheets)
        self._version = version
        self._noted = [sheet.dimensions for sheet in sheets]
        self._skipped = _sum_of(sheets)
        super().__init__(pages)

    def facts(self) -> dict[str, object]:
        """Return the facts of OpenDocument with name, real length and scale of each page."""
        facts = super().facts()
        pages: Any = facts["pages"]
        return facts | {
            "version": self._version,
            "skipped": self._skipped,
            "stray": [made.stray for made in self._made],
            "pages": [
                [*page, made.name, made.mm_per_point, made.scale]
                for page, made in zip(pages, self._made, strict=True)
            ],
        }

    def dimensions(self, index: int) -> list[list[object]]:
        """Return the dimensions of a page as lists in the order of DimensionOnPage's fields."""
        height = float(self.page(index).get_size()[1])
        made = self._made[index]

        def placed(noted: DrawnDimension) -> list[object]:
            x, y = made.on_page(noted.x, noted.y)
            return [noted.text, noted.kind, noted.measured, noted.override, noted.derived, x, height - y]

        return [placed(noted) for noted in self._noted[index]]


def _sum_of(sheets: list[SheetScene]) -> dict[str, int]:
    total: dict[str, int] = {}
    for sheet in sheets:
        for kind, count in sheet.skipped.items():
            total[kind] = max(total.get(kind, 0), count)
    return total
