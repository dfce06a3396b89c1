"""The fonts that drawing sheets are lettered with: which of the bundled ones has a sign, and how wide it is.

Runs in the child process only. A sign that no font has is shown as a box, never dropped.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"
FILES: Final = (
    "NotoSansKR-Regular.ttf",
    "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansMath-Regular.ttf",
)
# Cap height of Noto Sans KR in em; all sizes of a sheet are cap heights, as in CAD.
CAP_HEIGHT: Final = 0.733
X_HEIGHT: Final = 0.543
DESCENDER: Final = 0.22
_UNKNOWN: Final = "\N{WHITE VERTICAL RECTANGLE}"


@dataclass(frozen=True)
class FontRun:
    """Signs that one font draws.

    Attributes:
        font: Index into ``FILES``.
        text: The signs.
        start: From the text's left end, in em.
    """

    font: int
    text: str
    start: float


@cache
def opened(font: int) -> Any:
    """Return a bundled font as fontTools reads it."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return TTFont(FOLDER / FILES[font], lazy=True)


@cache
def _signs(font: int) -> dict[int, str]:
    return opened(font).getBestCmap()  # type: ignore[no-any-return]


@cache
def _advance(sign: str, font: int) -> float:
    file = opened(font)
    glyph = _signs(font).get(ord(sign))
    wide = file["hmtx"][glyph][0] if glyph is not None else 0
    return float(wide) / float(file["head"].unitsPerEm)


@cache
def _font_of(sign: str) -> int | None:
    return next((font for font in range(len(FILES)) if ord(sign) in _signs(font)), None)


def shown(text: str) -> str:
    """Return the text with every sign that no bundled font has as a box."""
    return "".join(sign if _font_of(sign) is not None else _UNKNOWN for sign in text)


def width(text: str) -> float:
    """Return how wide a text is, in em."""
    return sum(_advance(sign, _font_of(sign) or 0) for sign in shown(text))


def runs(text: str) -> list[FontRun]:
    """Split a text into what each font draws."""
    found: list[FontRun] = []
    at = 0.0
    for font, signs in groupby(shown(text), key=lambda sign: _font_of(sign) or 0):
        part = "".join(signs)
        found.append(FontRun(font, part, at))
        at += sum(_advance(sign, font) for sign in part)
    return found


@cache
def cut_down(font: int, signs: str) -> bytes:
    """Return a bundled font with these signs only, as a TrueType file."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "MATH"]
    file = TTFont(FOLDER / FILES[font], lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    cutter.subset(file)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()
