"""Turns pictures into pages: upright as the camera held it, several pages of a scanned TIFF one after another.

Runs in the child process only. The file itself stays as it is; only its view is turned.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps, UnidentifiedImageError

from app.drawings import page_refusals as refusals
from app.drawings.page_pdfium import RefusedError

_LARGEST: Final = 100_000_000
_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_MOST_PAGES: Final = 50
# A picture that states no resolution, or that of a screen, is shown as wide as an A4 page is long.
_LONGEST_POINTS: Final = 842.0
_SCREEN_DPI: Final = 96
_SCAN_DPI: Final = (100, 1200)


def pictures_as_pdf(content: bytes) -> bytes:
    """Return a PDF with the picture on it, or each of its pages.

    Raises:
        RefusedError: PICTURE_DAMAGED or PICTURE_HUGE.
    """
    Image.MAX_IMAGE_PIXELS = None
    pdf = pdfium.PdfDocument.new()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            frames = min(getattr(picture, "n_frames", 1), _MOST_PAGES) if picture.format == "TIFF" else 1
            for frame in range(frames):
                picture.seek(frame)
                if picture.width * picture.height > _LARGEST:
                    raise RefusedError(
                        refusals.PICTURE_HUGE,
                        width=picture.width,
                        height=picture.height,
                        limit=_LARGEST // 1_000_000,
                    )
                _add_page(pdf, picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ArithmeticError) as error:
        raise RefusedError(refusals.PICTURE_DAMAGED) from error
    file = io.BytesIO()
    pdf.save(file)
    pdf.close()
    return file.getvalue()


def _add_page(pdf: Any, picture: Image.Image) -> None:
    dpi = _dpi(picture)
    upright = ImageOps.exif_transpose(picture)
    flat = _flat(upright)
    points = 72 / dpi if dpi else _LONGEST_POINTS / max(flat.size)
    width, height = flat.width * points, flat.height * points
    packed = io.BytesIO()
    flat.save(packed, "JPEG", quality=92, subsampling=0)
    packed.seek(0)
    page = pdf.new_page(width, height)
    image = pdfium.PdfImage.new(pdf)
    image.load_jpeg(packed, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    raw.FPDFPage_GenerateContent(page.raw)
    page.close()


def _dpi(picture: Image.Image) -> float | None:
    stated = picture.info.get("dpi")
    if not isinstance(stated, tuple) or not stated:
        return None
    dpi = float(stated[0])
    return dpi if _SCAN_DPI[0] <= dpi <= _SCAN_DPI[1] and "exif" not in picture.info else None


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours, on white where it is transparent."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, with_alpha).convert("RGB")
    if picture.mode in ("I", "I;16", "I;16B", "F"):
        return picture.convert("F").point(lambda value: value / 256).convert("L")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
