"""The one way to get a reportlab canvas: our font from the first byte, no dates, compressed. Draws nothing."""

from __future__ import annotations

import io

from app.documents import fonts  # before the other reportlab imports

# isort: split
from reportlab.pdfgen.canvas import Canvas


def new_canvas(size: tuple[float, float], language: str = "ko") -> tuple[Canvas, io.BytesIO]:
    """Return a canvas with (width, height) in points that writes the same bytes each time, and its buffer."""
    fonts.register()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,  # type: ignore[arg-type]  # the stubs say float
        lang="ko-KR" if language == "ko" else "en",
    )
    return canvas, buffer
