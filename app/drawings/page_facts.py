"""Plain facts about drawing pages: what crosses from the PDF reader to the screens and documents.

Knows no PDF library, no Qt and no database; every length is in points (1/72 inch) of the displayed page,
measured from its top-left corner, x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Rectangle:
    """A rectangle on the displayed page, in points.

    Attributes:
        x: Left edge.
        y: Top edge.
        width: Extent to the right, never negative.
        height: Extent downwards, never negative.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle as (x, y)."""
        return self.x + self.width / 2, self.y + self.height / 2

    def united(self, other: Rectangle) -> Rectangle:
        """Return the smallest rectangle that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rectangle(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def intersects(self, other: Rectangle) -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


@dataclass(frozen=True)
class PageFacts:
    """One page as it is displayed, rotation applied.

    Attributes:
        width: Points.
        height: Points.
        rotation: Degrees clockwise that the file asks for: 0, 90, 180 or 270 (already applied).
        characters: Length of the text layer; None where it was not measured (see PageSet).
        has_3d: The page carries a 3D or rich-media annotation; None where not measured.
        name: Of a DXF's layout; empty elsewhere.
        mm_per_point: Real millimetres of one point where the file itself states its unit (DXF); else None.
        scale: At which a DXF's layout is laid on the page, e.g. ``1:2``; empty elsewhere.
    """

    width: float
    height: float
    rotation: int
    characters: int | None
    has_3d: bool | None
    name: str = ""
    mm_per_point: float | None = None
    scale: str = ""

    @property
    def has_text(self) -> bool | None:
        """Whether the page has a text layer; None where not measured."""
        return None if self.characters is None else self.characters > 0


@dataclass(frozen=True)
class PageWarning:
    """Something the user should know though the file opens.

    Attributes:
        code: Stable, e.g. ``no_2d_dimensions``.
        message: English source text with named placeholders; say it with ``language.say``.
        values: The facts for the placeholders.
    """

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PageSet:
    """What a PDF is, before anything of it is shown.

    Attributes:
        pages: In the file's order. The text layer is measured on the first 50 pages only.
        pdf_version: As the file states it, e.g. ``1.7``; empty if it states none.
        encrypted: The file is encrypted though it opens without a password.
        warnings: For the user, in page order.
    """

    pages: tuple[PageFacts, ...]
    pdf_version: str
    encrypted: bool
    warnings: tuple[PageWarning, ...]

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.pages)

    @property
    def has_3d(self) -> bool:
        """Whether a measured page carries a 3D model."""
        return any(page.has_3d for page in self.pages)

    @property
    def has_text(self) -> bool:
        """Whether a measured page has a text layer."""
        return any(page.has_text for page in self.pages)


@dataclass(frozen=True)
class PageImage:
    """A rendered rectangle of a page.

    Attributes:
        width: Pixels.
        height: Pixels.
        stride: Bytes from one row to the next.
        content: Rows from the top, four bytes a pixel in the order blue, green, red, unused
            (QImage.Format_RGB32 on a little-endian machine).
        scale: Pixels per point.
        left: Column of the image's left edge in the whole page rendered at this scale.
        top: Row of its upper edge likewise.
    """

    width: int
    height: int
    stride: int
    content: bytes
    scale: float
    left: int
    top: int

    @property
    def rectangle(self) -> Rectangle:
        """The part of the page that the picture covers exactly, in points."""
        return Rectangle(
            self.left / self.scale, self.top / self.scale, self.width / self.scale, self.height / self.scale
        )

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        import io

        from PIL import Image

        picture = Image.frombuffer(
            "RGB", (self.width, self.height), self.content, "raw", "BGRX", self.stride, 1
        )
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()


class TextOrigin(StrEnum):
    """Where a run of text was found."""

    PAGE = "page"
    FORM_FIELD = "form_field"


@dataclass(frozen=True)
class TextRun:
    """Text that the file draws in one go: one font, one size, one baseline.

    Attributes:
        text: NFC, without control characters, not stripped of inner spaces.
        x: Left edge of the upright box around it.
        y: Top edge of that box.
        width: Of that box.
        height: Of that box.
        angle: Reading direction in degrees clockwise, 0 ≤ angle < 360; 270 reads from bottom to top.
        font_size: Points as displayed.
        font: The font's name in the file, with its subset prefix removed; may be empty.
        origin_x: Where the baseline begins.
        origin_y: Where the baseline begins.
        length: Along the baseline, in points.
        source: Page content or a form field's value.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    angle: float
    font_size: float
    font: str
    origin_x: float
    origin_y: float
    length: float
    source: TextOrigin = TextOrigin.PAGE

    @property
    def rectangle(self) -> Rectangle:
        """The upright box around the run."""
        return Rectangle(self.x, self.y, self.width, self.height)


@dataclass(frozen=True)
class DimensionOnPage:
    """A dimension or tolerance frame that a DXF holds as such.

    Attributes:
        text: What stands on the sheet; of a frame its cells with ``|``.
        kind: ``linear``, ``aligned``, ``angular``, ``diameter``, ``radius``, ``ordinate``, ``arc`` or ``frame``.
        measured: What the geometry measures, in the drawing's unit or degrees; None where the file holds none.
        override: The text a person put in place of the measurement; empty if none.
        derived: The file draws no text; the program worked it out from the geometry.
        x: Where it stands, in points of the displayed page.
        y: Likewise.
    """

    text: str
    kind: str
    measured: float | None
    override: str
    derived: bool
    x: float
    y: float


@dataclass(frozen=True)
class PageLink:
    """A link on a page.

    Attributes:
        x: Left edge, in points of the displayed page.
        y: Top edge.
        width: Extent to the right.
        height: Extent downwards.
        page: Where it leads, zero-based; -1 out of the file.
        address: Where it leads outside; empty for a page.
    """

    x: float
    y: float
    width: float
    height: float
    page: int
    address: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies on it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True)
class FoundText:
    """One place where a searched text stands.

    Attributes:
        page: Zero-based.
        rectangles: One for each line or run that the hit spans.
    """

    page: int
    rectangles: tuple[Rectangle, ...]
