"""Reads one element of a tag layout file and refuses what could not be read from paper, naming the line.

Judges each element by itself; how they lie to each other is judged in tag_layout.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from app.documents.tag_elements import (
    DOT,
    LARGEST_MODULE,
    LEAST_MODULE,
    Area,
    BoxElement,
    CodeElement,
    Element,
    RowsElement,
    TextElement,
    Vocabulary,
    largest_module,
)
from app.documents.tag_layout_lines import Section
from app.documents.tag_page import COLOURS
from app.documents.tag_refusals import LAYOUT_FIELD, LAYOUT_SMALL_CODE, LAYOUT_SMALL_TEXT
from devices.barcodes.pictures import QUIET_ZONES
from devices.printers.symbol_sizes import data_matrix_side, qr_side

SMALLEST_LETTERS: Final = 6.0
# 36 pt are capitals of 9.3 mm: 16 minutes of arc at 2 m.
LEAST_MAIN: Final = 36.0
_BOX: Final = frozenset({"is", "x", "y", "width", "height"})
_LETTERS: Final = frozenset({"size", "smallest", "bold", "align", "colour"})
_ALIGN: Final = frozenset({"left", "centre", "right"})
_NEEDED: Final = {
    "box": _BOX,
    "text": _BOX | {"size"},
    "cell": _BOX | {"field", "size"},
    "code": _BOX | {"field", "symbology", "holds"},
    "rows": _BOX | {"row_height", "columns", "size"},
}
_ALLOWED: Final = {
    "box": _BOX | {"line", "fill", "colour"},
    "text": _BOX | _LETTERS | {"field", "caption_of", "ko", "en", "main"},
    "cell": _BOX | _LETTERS | {"field", "caption", "line", "main"},
    "code": _BOX | {"field", "symbology", "holds", "module", "gs1"},
    "rows": _BOX | {"row_height", "columns", "size", "smallest", "line"},
}


def elements_of(section: Section, vocabulary: Vocabulary) -> Iterable[Element]:
    """Return the elements of one section; a cell is a frame, a caption and a value.

    Raises:
        PartproofError: ``tag.layout_…`` with the line.
    """
    kind = section.text("is", choice=frozenset(_NEEDED))
    section.check_keys(_NEEDED[kind], _ALLOWED[kind])
    area = area_of(section)
    if kind == "box":
        return [_box(section, area)]
    if kind == "text":
        return [_text(section, area, vocabulary)]
    if kind == "cell":
        return _cell(section, area, vocabulary)
    if kind == "code":
        return [_code(section, area, vocabulary)]
    return [_rows(section, area, vocabulary)]


def area_of(section: Section) -> Area:
    """Return the place of an element."""
    x, y, width, height = (section.number(key) for key in ("x", "y", "width", "height"))
    return Area(x, y, width, height, section.line)


def _box(section: Section, area: Area) -> BoxElement:
    colours = frozenset(COLOURS)
    return BoxElement(
        area,
        section.number("line", 0.25, most=5),
        section.text("fill", "", choice=colours | {""}),
        section.text("colour", "black", choice=colours),
    )


def _known(section: Section, key: str, known: frozenset[str]) -> str:
    name = section.text(key, "")
    if name and name not in known:
        raise LAYOUT_FIELD(
            file=section.file, line=section.line_of(key), field=name, known=", ".join(sorted(known))
        )
    return name


def _text(section: Section, area: Area, vocabulary: Vocabulary) -> TextElement:
    field = _known(section, "field", vocabulary.fields)
    caption = _known(section, "caption_of", vocabulary.fields | vocabulary.columns)
    words: dict[str, str] = {key: section.text(key) for key in ("ko", "en") if key in section.values}
    if (bool(field) + bool(caption) + (len(words) == 2)) != 1 or len(words) == 1:
        raise section.wrong("field")
    return _letters(section, area, field, caption, words)


def _letters(
    section: Section, area: Area, field: str, caption: str = "", words: dict[str, str] | None = None
) -> TextElement:
    size = section.number("size", most=200)
    main = section.flag("main")
    smallest = section.number("smallest", min(size, max(SMALLEST_LETTERS, size * 0.55)), most=size)
    least = LEAST_MAIN if main else SMALLEST_LETTERS
    if (size if main else min(size, smallest)) < least:
        key = "size" if main or size < least else "smallest"
        raise LAYOUT_SMALL_TEXT(
            file=section.file, line=section.line_of(key), size=f"{section.number(key):g}", least=f"{least:g}"
        )
    return TextElement(
        area,
        field,
        caption,
        words or {},
        size,
        smallest,
        section.flag("bold"),
        section.text("align", "left", choice=_ALIGN),
        section.text("colour", "black", choice=frozenset(COLOURS)),
        main,
    )


def _cell(section: Section, area: Area, vocabulary: Vocabulary) -> list[Element]:
    """Take a cell apart: its frame, the caption of its field, and the value."""
    field = _known(section, "field", vocabulary.fields)
    caption = section.number("caption", 0, most=area.width)
    line = section.number("line", 0.25, most=5)
    parts: list[Element] = [BoxElement(area, line, "", "black")]
    pad = 1.0
    if caption:
        parts.append(BoxElement(Area(area.x + caption, area.y, 0, area.height, area.line), line, "", "black"))
        title = Area(area.x + pad / 2, area.y, caption - pad, area.height, area.line)
        value = Area(
            area.x + caption + pad, area.y + 0.3, area.width - caption - 2 * pad, area.height - 0.6, area.line
        )
        parts.append(TextElement(title, "", field, {}, 8.5, 6, False, "centre", "black", False))
    else:
        title = Area(area.x + pad, area.y + 0.5, area.width - 2 * pad, 3.4, area.line)
        value = Area(area.x + pad, area.y + 3.9, area.width - 2 * pad, area.height - 4.2, area.line)
        parts.append(TextElement(title, "", field, {}, 7, 6, False, "left", "black", False))
    if value.width <= 0 or value.height <= 0:
        raise section.wrong("caption" if caption else "height")
    parts.append(_letters(section, value, field))
    return parts


def _code(section: Section, area: Area, vocabulary: Vocabulary) -> CodeElement:
    field = _known(section, "field", vocabulary.codes)
    symbology = section.text("symbology", choice=frozenset(QUIET_ZONES))
    holds = int(section.number("holds", least=1, most=1000))
    module = section.number("module", 0, most=LARGEST_MODULE)
    element = CodeElement(area, field, symbology, section.flag("gs1"), holds, module)
    if module and (module < LEAST_MODULE or abs(module / DOT - round(module / DOT)) > 1e-6):
        raise _too_small(section, "module", holds, module)
    fits = largest_module(_side(symbology, holds, gs1=element.gs1), symbology, area)
    if fits < max(LEAST_MODULE, module):
        raise _too_small(section, "holds", holds, fits)
    return element


def _side(symbology: str, holds: int, *, gs1: bool) -> int:
    """Return the modules per side, or the width, of the largest symbol that so many plain characters can need."""
    if symbology == "code128":
        # One sign each in subset B, with start, check, stop, and FNC1 for GS1.
        return 11 * (holds + 2 + gs1) + 13
    side = qr_side("x" * holds) if symbology == "qr" else data_matrix_side("x" * holds, gs1=gs1)
    return side or 1000


def _too_small(section: Section, key: str, holds: int, module: float) -> Exception:
    return LAYOUT_SMALL_CODE(
        file=section.file,
        line=section.line_of(key),
        holds=holds,
        module=f"{module:g}",
        least=f"{LEAST_MODULE:g}",
    )


def _rows(section: Section, area: Area, vocabulary: Vocabulary) -> RowsElement:
    columns: list[tuple[str, float]] = []
    given: Any = section.values["columns"]
    for entry in given if isinstance(given, list) else [None]:
        if not isinstance(entry, dict) or set(entry) != {"field", "width"}:
            raise section.wrong("columns")
        part = Section(section.file, section.line_of("columns"), entry, {})
        columns.append((_known(part, "field", vocabulary.columns), part.number("width", least=3)))
    element = RowsElement(
        area,
        section.number("row_height", least=3),
        tuple(columns),
        section.number("size", least=SMALLEST_LETTERS, most=40),
        section.number("smallest", SMALLEST_LETTERS, least=SMALLEST_LETTERS),
        section.number("line", 0.25, most=5),
    )
    if sum(width for _, width in columns) > area.width + 1e-6:
        raise section.wrong("columns")
    if element.rows < 1:
        raise section.wrong("row_height")
    return element
