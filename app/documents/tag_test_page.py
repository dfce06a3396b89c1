"""The label of a test print: shows size, sharpness and that each sort of code reads back. No tag of any record."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.documents import fonts
from app.documents.tag_elements import Area, largest_module
from app.documents.tag_page import MM_PER_POINT, PlacedBox, PlacedCode, PlacedText, TagPage
from app.documents.tag_sending import TagPrinter
from app.documents.text import clean_text
from app.texts import Language, mark
from devices.barcodes.pictures import modules

_WIDTH: Final = 60.0
_HEIGHT: Final = 38.0
_SAYS: Final = mark("Test print")
CONTENT: Final = "PARTPROOF-TEST"


def make_test_label(printer: TagPrinter, language: Language, now: datetime) -> TagPage:
    """Return the test label of a printer: a frame, a scale of 20 mm, Korean and Latin letters, three codes."""
    width = min(_WIDTH, printer.width)
    lines = (
        (language.say(_SAYS), 12.0, True),
        (printer.name, 9.0, False),
        (f"{printer.dpi} dpi · {width:g} × {_HEIGHT:g} mm · {now:%Y-%m-%d %H:%M}", 6.5, False),
        ("가나다 ABC 0123 ⌀±°", 8.0, False),
    )
    texts, y = [], 5.5
    for text, size, bold in lines:
        shown = _fitting(clean_text(text), width - 4, size, bold)
        texts.append(PlacedText(2, y, shown, size, bold, "black"))
        y += size * MM_PER_POINT * 1.5
    boxes = (
        PlacedBox(0.5, 0.5, width - 1, _HEIGHT - 1, 0.25, "", "black"),
        *(PlacedBox(2 + 5 * at, _HEIGHT - 3.2, 0, 1.6, 0.25, "", "black") for at in range(5)),
        PlacedBox(2, _HEIGHT - 1.8, 20, 0, 0.25, "", "black"),
    )
    side = 12.0
    codes = [_code("qr", 2, y - 1, side), _code("datamatrix", 3 + side, y - 1, side)]
    if width >= _WIDTH:
        codes.append(_bars(4 + 2 * side, y, width - 6 - 2 * side))
    return TagPage(width, _HEIGHT, boxes, tuple(texts), tuple(codes))


def _code(symbology: str, x: float, y: float, side: float) -> PlacedCode:
    symbol = modules(symbology, CONTENT)
    module = largest_module(len(symbol), symbology, Area(x, y, side, side, 0))
    width = len(symbol) * module
    free = (side - width) / 2
    return PlacedCode(x + free, y + free, symbology, CONTENT, False, symbol, module, width)


def _bars(x: float, y: float, width: float) -> PlacedCode:
    symbol = modules("code128", "TEST1")
    module = largest_module(len(symbol[0]), "code128", Area(x, y, width, 8, 0))
    free = (width - len(symbol[0]) * module) / 2
    return PlacedCode(x + free, y, "code128", "TEST1", False, symbol, module, 8)


def _fitting(text: str, room: float, size: float, bold: bool) -> str:
    """Return as much of a text as fits; a test label says nothing that must be whole."""
    while text and fonts.width(text, size, bold) * MM_PER_POINT > room:
        text = text[:-1]
    return text
