"""Codes in pictures: reads them from images and makes their modules, with zxing-cpp.

Reads bytes, never the human-readable text: that turns GS into a picture of GS and puts brackets round GS1
identifiers. What the bytes mean is the task of ``registry.parse``.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

SYMBOLOGIES: Final = ("qr", "datamatrix", "code128")
"""What can be made; everything zxing-cpp knows can be read."""

# A page of A3 at 600 dpi; anything larger is no photograph of a label.
LARGEST_PICTURE: Final = 80_000_000
_WORTH_ENLARGING: Final = 1_000_000
_FORMATS: Final = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "code128": zxingcpp.BarcodeFormat.Code128,
}
QUIET_ZONES: Final = {"qr": 4, "datamatrix": 2, "code128": 10}
"""Free margin each standard asks for, in modules."""

Modules = tuple[tuple[bool, ...], ...]
"""Rows from the top, dark modules True, without quiet zone; a linear code is one row."""


@dataclass(frozen=True)
class CodeRead:
    """One code found in a picture.

    Attributes:
        raw: The bytes it holds, without symbology identifier.
        aim: The symbology identifier (``]d2``); ``aim + raw`` is what a scanner would have sent.
        symbology: zxing-cpp's name of the symbology.
        corners: Four (x, y) in pixels, clockwise from the code's own top left.
    """

    raw: bytes
    aim: str
    symbology: str
    corners: tuple[tuple[int, int], ...]

    @property
    def as_scanned(self) -> bytes:
        """The bytes as a scanner with symbology identifiers switched on sends them."""
        return self.aim.encode("ascii") + self.raw


class UnreadablePictureError(ValueError):
    """The bytes are no picture, a broken one, or one beyond the size limit."""


def read_codes(picture: bytes | Image.Image | NDArray[numpy.uint8]) -> tuple[CodeRead, ...]:
    """Return all codes found in a picture, in the order found; empty if there is none.

    Args:
        picture: The content of an image file, a Pillow image, or an array: height x width grey, or
            height x width x 3 in the order blue, green, red.

    Raises:
        UnreadablePictureError: Not an image, or more than ``LARGEST_PICTURE`` pixels.
    """
    image = picture if isinstance(picture, numpy.ndarray) else _grey(picture)
    found, enlarged = _look(image), 1
    if not found and image.shape[0] * image.shape[1] <= _WORTH_ENLARGING:
        # Small Data Matrix modules of 2-3 pixels are found at twice the size (3 of 3 sample misses).
        twice = Image.fromarray(image).resize(
            (image.shape[1] * 2, image.shape[0] * 2), Image.Resampling.LANCZOS
        )
        found, enlarged = _look(numpy.asarray(twice)), 2
    return tuple(
        CodeRead(
            bytes(code.bytes), code.symbology_identifier, str(code.format), _corners(code.position, enlarged)
        )
        for code in found
    )


def modules(symbology: str, content: bytes | str, *, gs1: bool = False) -> Modules:
    """Return the modules of a code, for writers that draw vectors.

    Args:
        symbology: One of ``SYMBOLOGIES``. Data Matrix is always square.
        content: What it holds, control characters included; text is stored as UTF-8 where it is not ASCII.
        gs1: The content is GS1 in brackets, ``(01)…(10)…``; FNC1 stands where the standard wants it.

    Raises:
        ValueError: Unknown symbology, or content it cannot hold.
    """
    if symbology not in _FORMATS:
        raise ValueError(f"not one of {SYMBOLOGIES}: {symbology!r}")
    if not content:
        raise ValueError("a code must hold something")
    # Only this spelling works: `options="forceSquare"` and misspelt keywords are ignored silently.
    options = {"force_square": True} if symbology == "datamatrix" else {}
    options |= {"gs1": True} if gs1 else {}
    code = zxingcpp.create_barcode(content, _FORMATS[symbology], **options)
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_hrt=False, add_quiet_zones=False)
    dark = numpy.array(image, copy=True) < 128
    rows = dark[:1] if symbology == "code128" else dark
    return tuple(tuple(bool(module) for module in row) for row in rows)


def png(symbology: str, content: bytes | str, *, module_px: int = 4, bar_height_px: int = 60) -> bytes:
    """Return a code as a black-and-white PNG with its quiet zone.

    Args:
        symbology: One of ``SYMBOLOGIES``.
        content: What it holds.
        module_px: Edge of one module in pixels.
        bar_height_px: Height of the bars of a linear code in pixels.

    Raises:
        ValueError: As for ``modules``.
    """
    dark = numpy.array(modules(symbology, content), dtype=bool)
    heights = bar_height_px if len(dark) == 1 else module_px
    enlarged = dark.repeat(heights, axis=0).repeat(module_px, axis=1)
    framed = numpy.pad(enlarged, QUIET_ZONES[symbology] * module_px, constant_values=False)
    target = io.BytesIO()
    Image.fromarray(numpy.where(framed, 0, 255).astype(numpy.uint8)).convert("1").save(target, "PNG")
    return target.getvalue()


def _grey(picture: bytes | Image.Image) -> NDArray[numpy.uint8]:
    try:
        image = Image.open(io.BytesIO(picture)) if isinstance(picture, bytes) else picture
        if image.width * image.height > LARGEST_PICTURE:
            raise UnreadablePictureError(f"{image.width} x {image.height} pixels")
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            # A transparent ground is paper: white, not the black that dropping the channel would give.
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        return numpy.asarray(image.convert("L"))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error


def _look(image: NDArray[numpy.uint8]) -> list[Any]:
    found: list[Any] = zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain)
    return found


def _corners(position: Any, enlarged: int) -> tuple[tuple[int, int], ...]:
    ends = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((point.x // enlarged, point.y // enlarged) for point in ends)
