"""The set-up sheet of scanners: test codes on one A4 page, with what each of them shows when it is scanned.

Only places texts and codes; what a scan of them means is judged by ``devices/barcodes/scanner_check.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.documents import fonts
from app.documents.tag_page import MM_PER_POINT, PlacedBox, PlacedCode, PlacedText, TagPage
from app.documents.writers.tag_pdf import write_tag_pdf
from app.texts import Language, mark
from devices.barcodes.content import EOT, GS, RS
from devices.barcodes.partproof import command_code
from devices.barcodes.pictures import modules
from devices.barcodes.scanner_check import TEST_SYMBOL

_WIDTH, _HEIGHT = 210.0, 297.0
_LEFT, _RIGHT = 18.0, 192.0
_CODE_ROOM: Final = 30.0
_BLOCK: Final = 42.0
# Whole dots at 203 dpi, so that a label printer prints the sheet as sharp as an office printer.
_MODULE: Final = 0.5
_BAR_MODULE: Final = 0.25
_BAR_HEIGHT: Final = 14.0
HKMC_SAMPLE: Final = f"[)>{RS}06{GS}V2812{GS}P89231CU1000{GS}S{GS}E{GS}T2510022000A0000001{GS}M{GS}{RS}{EOT}"
GS1_SAMPLE: Final = "(01)08801234567893(17)271231(10)AB-12(21)7"
"""A GS1 code with a variable field in the middle: without FNC1 its end cannot be told."""


@dataclass(frozen=True)
class TestCode:
    """One code of the sheet.

    Attributes:
        symbology: ``qr``, ``datamatrix`` or ``code128``.
        content: What it holds; of GS1 the bracketed elements.
        title: Marked source text.
        shows: What its scan shows; marked source text.
        gs1: It is GS1.
    """

    __test__ = False

    symbology: str
    content: str
    title: str
    shows: str
    gs1: bool = False


CODES: Final = (
    TestCode(
        "qr",
        TEST_SYMBOL,
        mark("1. Test code, QR"),
        mark(
            "Shows at once whether GS and RS arrive, whether 한/영 stands on Hangul, whether Caps Lock is on, and "
            "whether the keyboard is a US one."
        ),
    ),
    TestCode(
        "datamatrix",
        TEST_SYMBOL,
        mark("2. Test code, Data Matrix"),
        mark(
            "The same in the code of car makers' labels. Read 1 and not 2: switch Data Matrix on in the scanner."
        ),
    ),
    TestCode(
        "datamatrix",
        GS1_SAMPLE,
        mark("3. GS1 Data Matrix"),
        mark(
            "Must be recognised as GS1 with four fields. If not, let the scanner send AIM identifiers and FNC1."
        ),
        gs1=True,
    ),
    TestCode(
        "datamatrix",
        HKMC_SAMPLE,
        mark("4. Hyundai–Kia part label"),
        mark("Must be read with supplier, part and trace number. Refused means that GS is lost on the way."),
    ),
    TestCode(
        "code128",
        command_code("REPEAT"),
        mark("5. Code 128"),
        mark("A linear code: the command REPEAT of the stations. At this page it does nothing."),
    ),
)
_TITLE: Final = mark("Scanner set-up sheet")
_HOW: Final = mark(
    "Open “Stations and devices”, page “Scanner”, and scan these codes one after the other. The page says what is "
    "right and what the scanner must be set to."
)
_ADVICE: Final = (
    mark("Best: USB serial (COM port, CDC) with CR as suffix. Then no keyboard state matters at all."),
    mark(
        "As a keyboard: country US, CR as suffix, control characters as Ctrl keys (GS = Ctrl+]) or Alt codes "
        "(GS = Alt+029), delay 0 to 10 ms."
    ),
    mark("Switch AIM (symbology) identifiers on: they are the only sure sign of GS1."),
)


def scanner_sheet(language: Language) -> TagPage:
    """Return the sheet in a language."""
    texts: list[PlacedText] = []
    codes: list[PlacedCode] = []
    y = _write(texts, language.say(_TITLE), 20.0, 18.0, bold=True)
    y = _write(texts, language.say(_HOW), y + 3.0, 10.5)
    for line in _ADVICE:
        y = _write(texts, f"• {language.say(line)}", y + 1.0, 9.5)
    boxes = [PlacedBox(_LEFT, y + 3.0, _RIGHT - _LEFT, 0.2, 0.0, "black", "black")]
    top = y + 9.0
    for code in CODES:
        codes.append(_placed(code, top))
        left = _LEFT + (_CODE_ROOM + 8.0 if code.symbology != "code128" else 78.0)
        under = _write(texts, language.say(code.title), top + 3.0, 12.0, left=left, bold=True)
        _write(texts, language.say(code.shows), under + 1.5, 10.0, left=left)
        top += _BLOCK
    return TagPage(_WIDTH, _HEIGHT, tuple(boxes), tuple(texts), tuple(codes))


def scanner_sheet_pdf(language: Language) -> bytes:
    """Return the sheet as a PDF of one A4 page."""
    return write_tag_pdf([scanner_sheet(language)], language=language.code)


def _placed(code: TestCode, top: float) -> PlacedCode:
    made = modules(code.symbology, code.content, gs1=code.gs1)
    linear = code.symbology == "code128"
    module = _BAR_MODULE if linear else min(_MODULE * 2, _CODE_ROOM / len(made))
    return PlacedCode(
        _LEFT, top, code.symbology, code.content, code.gs1, made, module, _BAR_HEIGHT if linear else 0.0
    )


def _write(
    texts: list[PlacedText], text: str, y: float, size: float, *, left: float = _LEFT, bold: bool = False
) -> float:
    """Place a paragraph whose first line begins at ``y`` (mm from the top); return where the next may begin."""
    fonts.register()
    step = size * MM_PER_POINT * 1.35
    for line in fonts.wrap(text, (_RIGHT - left) / MM_PER_POINT, size, bold):
        y += step
        texts.append(PlacedText(left, y, line, size, bold, "black"))
    return y
