"""The bundled fonts on paper: which font has a sign, how wide a text is, where it breaks.

A sign that no font has is refused, never dropped silently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from reportlab import rl_config

from app.documents.refusals import SIGN_MISSING

REGULAR: Final = "PartproofRegular"
BOLD: Final = "PartproofBold"
# Other reportlab modules copy these at import; left alone, an un-embedded Helvetica gets into files with charts.
rl_config.canvas_basefontname = REGULAR
rl_config.defaultGraphicsFontName = REGULAR
# Streams as bytes: the text form is a fifth longer, and merging would take every one apart and pack it again.
rl_config.useA85 = 0

from reportlab.lib.fonts import addMapping  # noqa: E402 - after the settings above
from reportlab.lib.rl_accel import escapePDF  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

# reportlab.lib.styles asks at import for the family of the base font.
for _bold in (0, 1):
    for _italic in (0, 1):
        addMapping(REGULAR, _bold, _italic, BOLD if _bold else REGULAR)

FONT_DIR: Final = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_SYMBOLS: Final = ("PartproofSymbols", "PartproofSymbols2", "PartproofMath")
_FILES: Final = {
    REGULAR: "NotoSansKR-Regular.ttf",
    BOLD: "NotoSansKR-Bold.ttf",
    "PartproofSymbols": "NotoSansSymbols-Regular.ttf",
    "PartproofSymbols2": "NotoSansSymbols2-Regular.ttf",
    "PartproofMath": "NotoSansMath-Regular.ttf",
}
# Noto Sans KR: cap height 733, so text looks centred when its baseline lies 0.366 em under the middle.
CAP_MIDDLE: Final = 0.366
# The diameter sign of the font is as low as a small letter; on drawings it is as high as the digits.
_ENLARGED: Final = {"⌀": 1.45}
# Signs that may not start a line, signs that may not end one, and signs after which a long word may break.
_NO_START: Final = frozenset(".,;:!?)]}〉》」』】’”%°℃·…、。～~×")
_NO_END: Final = frozenset("([{〈《「『【‘“±⌀$₩#")
_MOST_SHAPED: Final = 20_000
_BREAK_AFTER: Final = frozenset("-/_.,·)]:;+=|\\")


@dataclass(frozen=True)
class Run:
    """A piece of one line in one font."""

    font: str
    text: str
    scale: float = 1.0


class _Face:
    """The fonts in the order they are asked for a sign, with the widths met so far."""

    def __init__(self, main: str) -> None:
        self._fonts = [(name, _registered(name)) for name in (main, *_SYMBOLS)]
        self._known: dict[str, tuple[str, float, float]] = {}

    def look_up(self, sign: str, text: str) -> tuple[str, float, float]:
        """Return the font that has the sign, its width in em and its scale; `text` is only for the refusal."""
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = self._search(sign, text)
        return known

    def _search(self, sign: str, text: str) -> tuple[str, float, float]:
        point = ord(sign)
        for name, font in self._fonts:
            if font.face.charToGlyph.get(point):
                scale = _ENLARGED.get(sign, 1.0)
                return name, font.face.charWidths.get(point, font.face.defaultWidth) / 1000 * scale, scale
        name = unicodedata.name(sign, "")
        raise SIGN_MISSING(sign=sign, code=f"U+{point:04X} {name}".strip(), text=text[:60])


def register() -> None:
    """Make all bundled fonts known to reportlab; may be called often."""
    for name in _FILES:
        _registered(name)


def font_file(name: str) -> Path:
    """Return the file of a bundled font by the name in a `Run`."""
    return FONT_DIR / _FILES[name]


@cache
def _registered(name: str) -> TTFont:
    font = TTFont(name, str(font_file(name)))
    pdfmetrics.registerFont(font)
    return font


@cache
def _face(bold: bool) -> _Face:
    return _Face(BOLD if bold else REGULAR)


def runs(text: str, bold: bool = False) -> list[Run]:
    """Split one line into runs, each sign in the first font that has it.

    Raises:
        PartproofError: `documents.sign_missing` if no bundled font has a sign.
    """
    face = _face(bold)
    result: list[Run] = []
    start, current, scale = 0, "", 1.0
    for index, sign in enumerate(text):
        name, _, wanted = face.look_up(sign, text)
        if name != current or wanted != scale:
            if index:
                result.append(Run(current, text[start:index], scale))
            start, current, scale = index, name, wanted
    if text:
        result.append(Run(current, text[start:], scale))
    return result


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line in points at `size` points."""
    return _em_width(text, bold) * size


@lru_cache(maxsize=20_000)
def _em_width(text: str, bold: bool) -> float:
    face = _face(bold)
    return sum(face.look_up(sign, text)[1] for sign in text)


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `room` points.

    Korean and Latin break between words; a word that is wider than a line breaks after a hyphen or the like,
    else between two signs, keeping closing signs off the start and opening signs off the end of a line.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        if width(part, size, bold) <= room:
            lines.append(part)
        else:
            lines.extend(_wrap_line(part, room, size, bold))
    return lines


def _wrap_line(text: str, room: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate, size, bold) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        pieces = _break_word(word, room, size, bold)
        lines.extend(pieces[:-1])
        line = pieces[-1]
    lines.append(line)
    return lines


def _break_word(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces: list[str] = []
    while width(word, size, bold) > room and len(word) > 1:
        cut = _fitting(word, room, size, bold)
        cut = _good_cut(word, cut)
        pieces.append(word[:cut])
        word = word[cut:]
    pieces.append(word)
    return pieces


def _fitting(word: str, room: float, size: float, bold: bool) -> int:
    """Return how many signs fit; at least one, so that a narrow column still ends."""
    face = _face(bold)
    used = 0.0
    for index, sign in enumerate(word):
        used += face.look_up(sign, word)[1] * size
        if used > room:
            return max(index, 1)
    return len(word)


def _good_cut(word: str, fitting: int) -> int:
    for cut in range(fitting, max(fitting // 3, 1), -1):
        if word[cut - 1] in _BREAK_AFTER and word[cut : cut + 1] not in _NO_START:
            return cut
    for cut in range(fitting, max(fitting // 2, 0), -1):
        if word[cut : cut + 1] not in _NO_START and word[cut - 1] not in _NO_END:
            return cut
    return fitting


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return a text cut to `room` points, with an ellipsis where something is left away."""
    if width(text, size, bold) <= room:
        return text
    while text and width(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


@dataclass(frozen=True)
class _Code:
    """A line of text as page code; the general text object takes five times as long to say the same."""

    code: str

    def getCode(self) -> str:  # noqa: N802 - reportlab's own name
        """Return the code."""
        return self.code


# Signs of a text in the font subsets of one file; tables say the same words again and again.
_SHAPED: WeakKeyDictionary[Canvas, dict[tuple[str, bool], tuple[tuple[str, float, str], ...]]] = (
    WeakKeyDictionary()
)


def draw_line(canvas: Canvas, x: float, y: float, text: str, size: float, bold: bool = False) -> float:
    """Draw one line with its baseline start at (x, y) points; return the x of its end."""
    if not text:
        return x
    parts = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    rise = 0.0
    for font, scale, shown in _shaped(canvas, text, bold):
        # An enlarged sign grows around the middle of the capitals, not up from the baseline.
        wanted = (1 - scale) * CAP_MIDDLE * size
        if wanted != rise:
            parts.append(f"{wanted:.3f} Ts")
            rise = wanted
        parts.append(f"{font} {size * scale:.3f} Tf ({shown}) Tj")
    if rise:
        parts.append("0 Ts")
    parts.append("ET")
    canvas.drawText(_Code(" ".join(parts)))  # type: ignore[arg-type]  # all it asks of it is its code
    return x + width(text, size, bold)


def _shaped(canvas: Canvas, text: str, bold: bool) -> tuple[tuple[str, float, str], ...]:
    """Return (font of the file, scale, escaped bytes) of the pieces of a line."""
    lines = _SHAPED.setdefault(canvas, {})
    known = lines.get((text, bold))
    if known is None:
        # The file a canvas writes; fonts are divided into subsets per file.
        document: Any = canvas._doc  # type: ignore[attr-defined]
        known = tuple(
            (font.getSubsetInternalName(subset, document), run.scale, escapePDF(piece))
            for run in runs(text, bold)
            for font in (_registered(run.font),)
            for subset, piece in font.splitString(run.text, document)
        )
        if len(lines) < _MOST_SHAPED:
            lines[text, bold] = known
    return known


def draw_right(canvas: Canvas, x: float, y: float, text: str, size: float, bold: bool = False) -> None:
    """Draw one line that ends at x points."""
    draw_line(canvas, x - width(text, size, bold), y, text, size, bold)


def draw_centred(canvas: Canvas, x: float, y: float, text: str, size: float, bold: bool = False) -> None:
    """Draw one line centred on x points."""
    draw_line(canvas, x - width(text, size, bold) / 2, y, text, size, bold)


def draw_lines(
    canvas: Canvas, x: float, y: float, lines: Sequence[str], size: float, leading: float, bold: bool = False
) -> float:
    """Draw lines downwards, the first baseline at y; return the y of the next baseline."""
    for line in lines:
        draw_line(canvas, x, y, line, size, bold)
        y -= leading
    return y


def missing_signs(text: str) -> set[str]:
    """Return the signs of a text that no bundled font has, for a warning before the document is made."""
    fonts = [_registered(name) for name in (REGULAR, *_SYMBOLS)]
    return {
        sign for sign in set(text) - {"\n"} if not any(font.face.charToGlyph.get(ord(sign)) for font in fonts)
    }
